"""Pages that are cited, as a style prints them: the engine prints what it is given."""

from __future__ import annotations

import re
from functools import cache

from tamis.manuscript.citing.csl import Style, locator_label
from tamis.manuscript.citing.signs import clean
from tamis.manuscript.citing.typst import Cited, compiled
from tamis.typeset.blocks import words

_PAGES = re.compile(r"\d\s*(?:[-–,;&]|and)\s*\d")
_DASH = re.compile(r"(?<=\d)\s*-\s*(?=\d)")
#: Styles of the engine's that have nothing before a page in a citation (their CSL has no label there).
_BARE = (
    "american-political-science-association",
    "american-sociological-association",
    "chicago-author-date",
    "modern-language-association",
    "taylor-and-francis-chicago-author-date",
    "turabian-author-date",
)
#: How many letters a page of a work has that no style prints otherwise.
_PROBE = "0987654321"


@cache
def printed(style: Style) -> str:
    """Return what a citation has before a page; `-` where a style prints no pages."""
    work = {"type": "book", "title": "Title", "author": {"name": "Body"}, "date": 2000}
    (runs,) = compiled({"a": work}, [Cited((("a", _PROBE),))], style).clusters
    before, found, _ = words(runs).partition(_PROBE)
    return before if found else "-"


def prints_pages(style: Style) -> bool:
    """Return whether a style's citations can have a page."""
    return printed(style) != "-"


def page(text: str, style: Style) -> str:
    """Return a page as a style prints it.

    >>> from tamis.manuscript.citing.csl import named
    >>> [page(text, named("apa")) for text in ("12", "12-14", "chapter 3", "p. 4")]
    ['p. 12', 'pp. 12–14', 'chapter 3', 'p. 4']
    >>> page("12-14", named("chicago-author-date")), page("12", named("ama"))
    ('12–14', 'p12')
    """
    text = clean(text)
    if not text[:1].isdigit():
        return text
    text = _DASH.sub("–", text)
    label = locator_label(style.csl) if style.csl else "" if style.name in _BARE else "p. "
    # What ends so has a label of its own, or parts a page from a year without one.
    if not label or re.search(r"(?:\b[pS]\.|:)\s*$", printed(style)):
        return text
    if style.lang == "de":
        return f"S. {text}"
    label = "p" if style.name == "american-medical-association" else label
    many = style.lang == "en" and _PAGES.search(text)
    return f"p{label}{text}" if many else f"{label}{text}"
