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

#: What a paragraph of nothing but letters is made of.
_LETTERS = {
    *(q(name) for name in ("pPr", "rPr", "r", "t", "ins", "proofErr", "lastRenderedPageBreak", "smartTag")),
    *_SIGNS,
}


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands.

    whole: as messages say it, tags in headings left out. level: of a heading, -1 of a title. under: the
    number of the heading it stands under, among the paragraphs with words, or its own; -1: none. here: where
    below that.
    """

    whole: str
    level: int = 0
    under: int = -1
    here: str = ""


class Places:
    """Says where paragraphs stand, going through a document from its beginning.

    Paragraphs count from their heading on, those in tables by table and row.
    """

    def __init__(self, document: Any) -> None:
        """Take a document of python-docx."""
        self._heads = {
            style.get(q("styleId")): level
            for style in document.styles.element.iter(q("style"))
            if (level := _level(style))
        }
        self.enter("")

    def enter(self, kind: str) -> None:
        """Begin a part: the text itself, or `header`, `footer`, `footnote`, `endnote`."""
        self._kind, self._heading, self._under = kind, "", -1
        self._table: etree._Element | None = None
        self._row: etree._Element | None = None
        self._begin()

    def _begin(self) -> None:
        self._count = self._tables = self._rows = 0

    @property
    def part(self) -> str:
        """The part, as a place."""
        return self._kind or "the text"

    def of(self, paragraph: etree._Element, text: str, number: int) -> Place:
        """Return where a paragraph stands, which comes behind all that were asked for before.

        number: its own, among the paragraphs with words.
        """
        words = " ".join(text.split())
        if self._kind:
            note = next(paragraph.iterancestors(q("footnote"), q("endnote")), None)
            own = f" {note.get(q('id'))}" if note is not None else ""
            return Place(f"{self._kind}{own}")
        in_table = self._in_table(paragraph)
        if not words:
            return Place("")
        if (level := self._heading_level(paragraph)) and not in_table:
            self._heading, self._under = " ".join(_TAG.sub("", words).split())[:80], number
            self._begin()
            return Place(f"heading “{self._heading}”", level, number)
        self._count += not in_table
        here = f"table {self._tables}, row {self._rows}" if in_table else f"paragraph {self._count}"
        return Place(f"{self._heading}, {here}" if self._heading else here, 0, self._under, here)

    def _in_table(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph stands in a table; count its outermost table and row."""
        around = [*paragraph.iterancestors(q("tbl"), q("tr"))]
        if not around:
            return False
        table, row = around[-1], around[-2] if len(around) > 1 else None
        if table is not self._table:
            self._table, self._tables, self._rows = table, self._tables + 1, 0
        if row is not self._row:
            self._row, self._rows = row, self._rows + 1
        return True

    def _heading_level(self, paragraph: etree._Element) -> int:
        style = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
        outline = paragraph.find(f"{q('pPr')}/{q('outlineLvl')}")
        if outline is not None:
            return _outline(outline)
        return self._heads.get(style.get(q("val")), 0) if style is not None else 0


def _outline(level: etree._Element) -> int:
    """Return an outline level, 1 the highest; 0: body text (which Word writes as 9)."""
    value = level.get(q("val")) or ""
    return int(value) + 1 if value in "012345678" and value else 0


def _level(style: etree._Element) -> int:
    """Return the level of the headings of a style, 1 the highest; -1: they are titles; 0: no headings."""
    name = style.find(q("name"))
    called = (name.get(q("val")) or "").casefold() if name is not None else ""
    if called == "title":
        return -1
    if (outline := style.find(f"{q('pPr')}/{q('outlineLvl')}")) is not None and (level := _outline(outline)):
        return level
    digit = called.removeprefix("heading").strip()
    return (int(digit) if digit.isdecimal() else 1) if called.startswith("heading") else 0


def holds_more(paragraph: etree._Element) -> bool:
    """Return whether a paragraph holds anything but text: a picture, a page break, a bookmark, a note, ..."""
    for element in paragraph.iter(etree.Element):
        if element is paragraph or next(element.iterancestors(q("pPr"), q("rPr")), None) is not None:
            if element.tag == q("sectPr"):
                return True
        elif element.tag == q("br"):
            if element.get(q("type")) in ("page", "column"):
                return True
        elif element.tag not in _LETTERS:
            return True
    return False
