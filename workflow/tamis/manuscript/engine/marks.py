"""Marks: what stands in a text for something that is only known later, or that no reader may touch.

A mark is one pair of private-use characters around a kind and a number. It passes through Jinja, Word's XML,
Markdown and HTML as it is, so that no value of a stranger's is ever read as any of them.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"
#: What stands for `{` and `}` that belong to the text, for a tag's place, and for what is left out.
_BRACES = {"{": "\ue002", "}": "\ue003"}
_SLOT = "\ue004"
GONE = "\ue005"

MARK = re.compile(rf"{OPEN}([a-z]+):(\d+){CLOSE}")
SLOT = re.compile(rf"{_SLOT}(\d+){_SLOT}")
#: The characters that are kept for marks: no text of people's may hold them.
KEPT = re.compile("[\ue000-\ue005]")

_HIDE = str.maketrans(_BRACES)
_SHOW = str.maketrans({hidden: brace for brace, hidden in _BRACES.items()})


def mark(kind: str, number: int) -> str:
    """Return a mark."""
    return f"{OPEN}{kind}:{number}{CLOSE}"


def slot(number: int) -> str:
    """Return what stands for a tag until its text is rendered."""
    return f"{_SLOT}{number}{_SLOT}"


def hide(text: str) -> str:
    """Return a text in which no brace can open a tag; `show` takes it back."""
    return text.translate(_HIDE)


def show(text: str) -> str:
    """Return a text with its braces."""
    return text.translate(_SHOW)


def without(text: str) -> str:
    """Return a text that holds none of the characters kept for marks."""
    return KEPT.sub("", text)
