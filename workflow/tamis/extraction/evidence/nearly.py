"""The words of a document that are most like a quote which does not stand in it word for word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tamis.extraction.evidence.bounds import begins_well, ends_well
from tamis.extraction.evidence.document import Document, Place
from tamis.extraction.evidence.normal import UNSPACED, Normal, normal

#: From this likeness on (0 to 100) words are nearly the quote. Measured on quotes of 5 to 40 words from made
#: documents: with one digit changed 99 of 100 reach it, with one word changed four in five (the others are
#: short); words that are nowhere stay below 60, and sentences of the same mould from other documents, which
#: share half their words with some that are there, stay below it three times in four.
NEARLY = 85
#: A word that stands so often in a document tells nothing of where a quote is.
_EVERYWHERE = 150
#: Longer texts are no quotes.
_LONG = 1_500
_TOKEN = re.compile("[\u0e00-\u0eff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W_]+")


@dataclass(frozen=True, slots=True)
class Near:
    """The words that are most alike: where they stand, how alike (0 to 100), and as they were written."""

    place: Place
    score: float
    text: str


class Index:
    """Where each word of a document stands, in the normal form of its pages one after the other."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._bases: list[int] = []
        self._at: dict[str, list[int]] = {}
        base = 0
        for number in range(len(document.pages)):
            page = document.normal(number)
            self._bases.append(base)
            ends = [*page.starts, len(page.text)][1:]
            for start, end in zip(page.starts, ends, strict=True):
                word = page.text[start:end]
                if word.isalnum() and word.isascii():
                    self._at.setdefault(word, []).append(base + start)
                else:
                    for token in _TOKEN.finditer(word):
                        self._at.setdefault(token[0], []).append(base + start + token.start())
            base += len(page.text) + 1

    def best(self, words: str, text: str) -> Near | None:
        """Return what is most like a quote; None where not one of its words stands in the document.

        Args:
            words: the quote as it was typed.
            text: the quote in normal form.
        """
        if not text:
            return None
        tokens = Counter(token[0] for word in words.split() for token in _TOKEN.finditer(normal(word).text))
        telling = [t for t in tokens if 0 < len(self._at.get(t, ())) <= _EVERYWHERE] or list(tokens)
        hits = sorted((at, token) for token in telling for at in self._at.get(token, ())[: 20 * _EVERYWHERE])
        found = [self._near(at, text) for at in _densest(hits, tokens, int(1.3 * len(text)) + 20)]
        return max(found, key=lambda near: near.score, default=None)

    def _near(self, at: int, text: str) -> Near:
        """Return what is most like a quote around a position."""
        from rapidfuzz import fuzz

        number = max(n for n, base in enumerate(self._bases) if base <= at)
        page = self._document.normal(number)
        at -= self._bases[number]
        start, end = _aligned(page.text, at, text)
        alike = page.text[start:end]
        start, end = _whole(page, *_widened(page, *_whole(page, start, end), text))
        first, last = page.word(start), page.word(end - 1)
        # Where no blanks part words, a line can be one: then it is the characters that are alike.
        place = Place(number, first, last)
        written = alike if UNSPACED.search(alike) else self._document.written(place)
        shown = alike if UNSPACED.search(alike) else page.text[start:end]
        # What is not word for word is never all alike.
        score = min(fuzz.ratio(text, shown.rstrip(".,;:")), 99.9)
        return Near(place, round(score, 1), written)


def _aligned(page: str, at: int, text: str) -> tuple[int, int]:
    """Return which characters of a page, around a position, are most like a text; some at least."""
    from rapidfuzz import fuzz

    if len(text) > _LONG:  # no quote is so long, and looking closer would take long
        return at, min(at + len(text), len(page))
    begin = max(0, at - len(text) // 2 - 40)
    window = page[begin : at + 2 * len(text) + 40]
    aligned = fuzz.partial_ratio_alignment(text, window) if len(window) >= len(text) else None
    start, end = (aligned.dest_start, aligned.dest_end) if aligned else (0, len(window))
    return begin + start, begin + max(end, start + 1)


def _widened(page: Normal, start: int, end: int, text: str) -> tuple[int, int]:
    """Return a span with those words beside it that make it more like a text."""
    from rapidfuzz import fuzz

    first, last = page.word(start), page.word(end - 1)
    edges = [*page.starts, len(page.text)]
    spans = [
        (edges[begin], edges[behind])
        for begin in range(first, max(-1, first - 3), -1)
        for behind in range(last + 1, min(len(edges), last + 4))
    ]
    return max(spans, key=lambda span: fuzz.ratio(text, page.text[slice(*span)].rstrip(".,;:")))


def _densest(hits: list[tuple[int, str]], tokens: Counter[str], width: int) -> list[int]:
    """Return where in a document windows begin that hold the most of a quote's words, the best three."""
    counted: Counter[str] = Counter()
    covered, left = 0, 0
    best: list[tuple[int, int]] = []
    for at, token in hits:
        counted[token] += 1
        covered += counted[token] <= tokens[token]
        while hits[left][0] < at - width:
            gone = hits[left][1]
            covered -= counted[gone] <= tokens[gone]
            counted[gone] -= 1
            left += 1
        best.append((-covered, hits[left][0]))
    chosen: list[int] = []
    for _, start in sorted(best):
        if all(abs(start - other) > width for other in chosen):
            chosen.append(start)
        if len(chosen) == 3:
            break
    return chosen


def _whole(page: Normal, start: int, end: int) -> tuple[int, int]:
    """Return the span of whole words and numbers around characters."""
    first, last = page.word(start), page.word(min(end, len(page.text)) - 1)
    starts = page.starts
    while first > 0 and not begins_well(page, starts[first]):
        first -= 1
    start = starts[first]
    end = starts[last + 1] if last + 1 < len(starts) else len(page.text)
    while last + 1 < len(starts) and not ends_well(page, start, end):
        last += 1
        end = starts[last + 1] if last + 1 < len(starts) else len(page.text)
    return start, max(end, start + 1)
