"""A PDF's pages in normal form, each made when it is first looked at, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.normal import Normal, normal, of_lines
from tamis.extraction.evidence.quote import Quote
from tamis.pdf.texts import PageText

#: A quote that runs over to the next page is looked for in so many words on either side.
_AROUND = 120
#: So many lines at the head and foot of a page may be what stands on other pages, too.
_EDGE = 4
_DIGITS = str.maketrans("0123456789", "##########")


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
    _joints: dict[int, tuple[Normal, int, int]] = field(default_factory=dict)

    def normal(self, page: int) -> Normal:
        """Return a page in normal form."""
        if page not in self._normal:
            self._normal[page] = normal(self.pages[page].text)
        return self._normal[page]

    def on(self, page: int, quote: Quote) -> Place | None:
        """Return where a quote stands on a page word for word, whole or with its end on the next page."""
        text = self.normal(page)
        if found := quotes.within(text, quote):
            return Place(page, text.word(found[0]), text.word(found[1] - 1))
        return self._over(page, quote)

    def _over(self, page: int, quote: Quote) -> Place | None:
        if page + 1 >= len(self.pages):
            return None
        if page not in self._joints:
            self._joints[page] = self._joint(page)
        joint, before, offset = self._joints[page]
        edge = joint.starts[before] if before < len(joint.starts) else len(joint.text)
        for reading in quote.readings:
            at = -1
            while len(reading) == 1 and (at := _next(joint, reading[0], at)) >= 0:
                if at < edge < at + len(reading[0]):
                    return Place(page, joint.word(at) + offset, before - 1 + offset, over=True)
        return None

    def _joint(self, page: int) -> tuple[Normal, int, int]:
        """Return the end of a page and the beginning of the next one as one text, without heads and feet.

        Also how many of its words are of the page, and which word of the page its first one is.
        """
        feet, heads = self._edges
        lines, after = self._lines[page], self._lines[page + 1]
        body = lines[: len(lines) - feet[page]]
        all_before = [word for line in body for word in line]
        kept = all_before[-_AROUND:]
        following = [word for line in after[heads[page + 1] :] for word in line][:_AROUND]
        return of_lines([kept, following]), len(kept), len(all_before) - len(kept)

    @cached_property
    def _lines(self) -> list[list[list[str]]]:
        return [[line.split() for line in page.text.split("\n") if line.split()] for page in self.pages]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Return how many lines at the foot and at the head of each page are no part of its text.

        Those are lines that stand there on other pages, too, but for their numbers, and lines of a number.
        """
        found = []
        for feet in (True, False):
            edges = [[_same(line) for line in _edge(lines, feet)] for lines in self._lines]
            often = Counter(key for edge in edges for key in set(edge))
            found.append([_leading(edge, often) for edge in edges])
        return found[0], found[1]


def _edge(lines: list[list[str]], feet: bool) -> list[list[str]]:
    return lines[: -_EDGE - 1 : -1] if feet else lines[:_EDGE]


def _same(line: list[str]) -> str:
    return " ".join(line).translate(_DIGITS)


def _leading(edge: list[str], often: Counter[str]) -> int:
    """Return how many lines, from the edge on, stand on other pages, too, or are nothing but a number."""
    return sum(1 for _ in takewhile(lambda key: often[key] > 1 or not key.strip("# -|"), edge))


def _next(text: Normal, part: str, before: int) -> int:
    """Return the next position of a part as whole words, behind a position; -1: none."""
    found = quotes.once(text, part, before + 1)
    return -1 if found is None else found
