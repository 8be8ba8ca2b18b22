"""The paragraphs of a Word document: what each says, wherever Word keeps its letters, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def q(name: str) -> str:
    """Return the name of an element of WordprocessingML, as lxml has it."""
    return f"{{{_W}}}{name}"


_TAG = re.compile(r"\{[{%#].*?[%}#]\}")
#: What is not read: deleted text, other paragraphs within (text boxes), properties.
_SKIPPED = {q(name) for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "p", "instrText", "sdtPr")}
#: What stands for a letter of its own.
_SIGNS = {q("tab"): "\t", q("br"): "\n", q("cr"): "\n", q("noBreakHyphen"): "-", q("softHyphen"): "\u00ad"}


@dataclass
class Atoms:
    """The letters of a paragraph: the elements that hold them, and what each holds."""

    places: list[etree._Element]
    texts: list[str]

    @property
    def text(self) -> str:
        """All that the paragraph says."""
        return "".join(self.texts)

    def around(self, at: int) -> str:
        """Return the words around a place."""
        text = self.text
        start, end = max(0, at - 30), min(len(text), at + 50)
        words = " ".join(text[start:end].split())
        return ("…" if start else "") + words + ("…" if end < len(text) else "")


def atoms(paragraph: etree._Element) -> Atoms:
    """Return the letters of a paragraph."""
    made = Atoms([], [])
    for element in _within(paragraph):
        if element.tag == q("t"):
            made.places.append(element)
            made.texts.append(element.text or "")
        elif element.tag in _SIGNS:
            made.places.append(element)
            made.texts.append(_SIGNS[element.tag])
    return made


def _within(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag not in _SKIPPED:
            yield child
            yield from _within(child)


def unite(here: Atoms, start: int, end: int, instead: str) -> None:
    """Put a text in the place of the letters from `start` to `end`, all of it where the first one stands.

    Places and texts behind `start` are no longer what they were: begin with the last.
    """
    ends = [*accumulate(map(len, here.texts))]
    first = True
    for place, text, last in zip(here.places, here.texts, ends, strict=True):
        begin = last - len(text)
        if last <= start or begin >= end:
            continue
        if place.tag == q("t"):
            now = place.text or ""
            left, right = max(0, start - begin), min(end, last) - begin
            place.text = now[:left] + (instead if first else "") + now[right:]
            place.set(_SPACE, "preserve")
            first = False
        elif (parent := place.getparent()) is not None:  # a tab or a break between the braces
            parent.remove(place)


class Places:
    """Says where paragraphs stand, going through a document from its beginning."""

    def __init__(self, document: Any) -> None:
        """Take a document of python-docx."""
        self._heads = {
            style.get(q("styleId"))
            for style in document.styles.element.iter(q("style"))
            if _is_heading(style)
        }
        self.enter("")

    def enter(self, kind: str) -> None:
        """Begin a part: the text itself, or `header`, `footer`, `footnote`, `endnote`."""
        self._kind, self._heading, self._count = kind, "", 0

    @property
    def part(self) -> str:
        """The part, as a place."""
        return self._kind or "the text"

    def of(self, paragraph: etree._Element, text: str) -> str:
        """Return where a paragraph stands, which comes behind all that were asked for before."""
        words = " ".join(text.split())
        if self._kind:
            note = next(paragraph.iterancestors(q("footnote"), q("endnote")), None)
            number = f" {note.get(q('id'))}" if note is not None else ""
            return f"{self._kind}{number}"
        if not words:
            return ""
        style = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
        outline = paragraph.find(f"{q('pPr')}/{q('outlineLvl')}")
        if outline is not None or (style is not None and style.get(q("val")) in self._heads):
            self._heading, self._count = _TAG.sub("…", words)[:80], 0
            return f"heading “{self._heading}”"
        self._count += 1
        where = f"paragraph {self._count}"
        if next(paragraph.iterancestors(q("tbl")), None) is not None:
            where += " (in a table)"
        return f"{self._heading}, {where}" if self._heading else where


def _is_heading(style: etree._Element) -> bool:
    name = style.find(q("name"))
    called = (name.get(q("val")) or "").casefold() if name is not None else ""
    level = style.find(f"{q('pPr')}/{q('outlineLvl')}")
    return called.startswith("heading") or called == "title" or level is not None
