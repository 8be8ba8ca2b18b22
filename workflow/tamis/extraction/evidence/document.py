"""A PDF's pages in normal form, each made when it is first looked at, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.bounds import SIGN_WORDS, is_sign
from tamis.extraction.evidence.edges import NOTHING, Lines, edges, unnumbered
from tamis.extraction.evidence.normal import DASHES, NOTE, NUMBER, Normal, normal, of_lines
from tamis.extraction.evidence.quote import Quote
from tamis.pdf.texts import PageText

#: A quote that runs over to the next page is looked for in so many words on either side.
_AROUND = 120
#: A page ends within a word or a range; within a number, or before it; or its next one goes on with a number.
_HYPHENATED = re.compile(rf"\w[{DASHES}]$")
_BEFORE_NUMBER = re.compile(rf"\d[.,]$|[±{DASHES.replace('—', '')}]$")
_OF_NUMBER = re.compile(r"[%‰]|[.,]\d")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the page from 0, its first and last word of them; `over`: on the next, too."""

    page: int
    first: int
    last: int
    over: bool = False


@dataclass
class Document:
    """The pages of a PDF."""

    pages: Sequence[PageText]
    _normal: dict[int, Normal] = field(default_factory=dict)
    _bare: dict[int, Normal] = field(default_factory=dict)
    _joints: dict[tuple[int, bool], tuple[Normal, int, int]] = field(default_factory=dict)

    def normal(self, page: int) -> Normal:
        """Return a page in normal form."""
        if page not in self._normal:
            self._normal[page] = self._of(page, notes=True)
        return self._normal[page]

    def written(self, place: Place) -> str:
        """Return the words at a place, those on its page, as they were written."""
        return self.normal(place.page).written(place.first, place.last).replace(NOTHING + " ", "")

    def on(self, page: int, quote: Quote, loosely: bool = False) -> Place | None:
        """Return where a quote stands on a page word for word, whole or with its end on the next page.

        With the marks of notes or without; `loosely` as `quote.within` has it.
        """
        for notes in (True, False) if page in self._noted else (True,):
            text = self.normal(page) if notes else self._without_notes(page)
            if found := quotes.within(text, quote, loosely):
                return Place(page, text.word(found[0]), text.word(found[1] - 1))
            if found_over := self._over(page, quote, loosely, notes):
                return found_over
        return None

    def _without_notes(self, page: int) -> Normal:
        if page not in self._bare:
            self._bare[page] = self._of(page, notes=False)
        return self._bare[page]

    def _of(self, page: int, notes: bool) -> Normal:
        """Return the normal form of a page; words and numbers can go over a page's edge."""
        made = of_lines(self._lines[page], notes)
        broken: set[int] = set()
        if page and _goes_on(self._body(page - 1), self._body(page)):
            first = sum(map(len, self._lines[page][: self._edges[1][page]]))
            broken.update(made.starts[first : first + 1])
        if page + 1 < len(self.pages) and _is_of_number(self._body(page), self._body(page + 1)):
            feet = self._edges[0][page]
            behind = sum(map(len, self._lines[page][: len(self._lines[page]) - feet]))
            broken.add(made.starts[behind] if behind < len(made.starts) else len(made.text))
        return replace(made, broken=made.broken | broken) if broken else made

    def _body(self, page: int) -> Lines:
        """Return the lines of a page without its head and foot."""
        feet, heads = self._edges
        return self._lines[page][heads[page] : len(self._lines[page]) - feet[page]]

    def _over(self, page: int, quote: Quote, loosely: bool, notes: bool) -> Place | None:
        if page + 1 >= len(self.pages):
            return None
        if (page, notes) not in self._joints:
            self._joints[page, notes] = self._joint(page, notes)
        joint, before, offset = self._joints[page, notes]
        edge = joint.starts[before] if before < len(joint.starts) else len(joint.text)
        for reading in quote.readings:
            for start, end in quotes.places(joint, reading, loosely):
                if start < edge < end:
                    return Place(page, joint.word(start) + offset, before - 1 + offset, over=True)
        return None

    def _joint(self, page: int, notes: bool) -> tuple[Normal, int, int]:
        """Return the end of a page and the beginning of the next one as one text, without heads and feet.

        Also how many of its words are of the page, and which word of the page its first one is.
        """
        feet, heads = self._edges
        body = self._lines[page][: len(self._lines[page]) - feet[page]]
        kept = _first(body[::-1])[::-1]
        following = _first(self._lines[page + 1][heads[page + 1] :])
        words = sum(map(len, kept))
        return of_lines([*kept, *following], notes), words, sum(map(len, body)) - words

    @cached_property
    def _noted(self) -> frozenset[int]:
        """The pages on which there are marks of notes."""
        return frozenset(number for number, page in enumerate(self.pages) if NOTE.search(page.text))

    @cached_property
    def _lines(self) -> list[Lines]:
        """The lines of each page, without their numbers."""
        return [
            unnumbered([line.split() for line in page.text.split("\n") if line.strip()])
            for page in self.pages
        ]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """How many lines at the foot and at the head of each page are no part of its text."""
        printed = [page.printed for page in self.pages]
        return edges(self._lines, printed, feet=True), edges(self._lines, printed, feet=False)


def _goes_on(body: Lines, following: Lines) -> bool:
    """Say whether the first word of a page goes on from the one before it, or is said more of there."""
    if not body or not following:
        return False
    last, first = body[-1][-1], following[0][0]
    if _HYPHENATED.search(last):
        return True
    if not NUMBER.match(normal(first).text):
        return False
    return bool(_BEFORE_NUMBER.search(last)) or is_sign(last[-1]) or last.casefold() in SIGN_WORDS


def _is_of_number(body: Lines, following: Lines) -> bool:
    """Say whether a page ends in a number with which the next one goes on."""
    if not body or not following:
        return False
    return body[-1][-1][-1].isdigit() and bool(_OF_NUMBER.match(following[0][0]))


def _first(lines: Lines) -> Lines:
    """Return the first lines, as many as hold the words in which quotes are looked for."""
    found: Lines = []
    words = 0
    for line in lines:
        if words >= _AROUND:
            break
        found.append(line)
        words += len(line)
    return found
