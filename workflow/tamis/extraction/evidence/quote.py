"""A quote as it was typed, and the ways in which it can be read: whole, or in parts with gaps between."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tamis.extraction.evidence.bounds import fits
from tamis.extraction.evidence.normal import Normal, normal

_LEFT_OUT = re.compile(r"\[\s*(?:\.{2,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|…|\.{3,}|(?:\. ){2,}\.")
#: Words that the extractor put in; never such with digits, which could be another number than the report's.
_PUT_IN = re.compile(r"\[[^\[\]\d]*\]")
_LETTER = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")
#: So many words may be left out at one place.
MOST_LEFT_OUT = 100


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: `readings` are the ways to read it, each its parts in normal form, the first one literal."""

    readings: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The whole quote in normal form, without what says that words were left out or put in."""
        return "".join(self.readings[-1]) if self.readings else ""


def read(text: str) -> Quote:
    """Return a quote as it can be read; of one without letters and digits there is no reading."""
    shortened = _LETTER.sub(r"\1", text)
    ways = [[text], _LEFT_OUT.split(text)]
    ways += [_PUT_IN.split(part) for part in [shortened] if not _LEFT_OUT.search(part)]
    ways += [[piece for part in _LEFT_OUT.split(shortened) for piece in _PUT_IN.split(part)]]
    readings = (tuple(part for part in map(_plain, way) if _says(part)) for way in ways)
    return Quote(tuple(dict.fromkeys(reading for reading in readings if reading)))


def _plain(text: str) -> str:
    """Return a part of a quote in normal form, without the marks around it and the stop at its end."""
    plain = normal(text).text
    if len(plain) > 1 and plain[0] == plain[-1] == "'":
        plain = plain[1:-1]
    return plain.rstrip(".,;:").lstrip(";:")


def _says(part: str) -> bool:
    return any(character.isalnum() for character in part)


def length(text: str) -> int:
    """Return how many words a quote has; a sign for words left out is none.

    >>> length("Of 34 families […] twelve returned"), length("")
    (5, 0)
    """
    return len(_LEFT_OUT.sub(" ", text).split())


def own_words(text: str) -> str:
    """Return a quote without words that the extractor put in.

    >>> own_words("[twelve of the] families [sic] returned [95% CI 1.2, 3.4]")
    '  families   returned [95% CI 1.2, 3.4]'
    """
    return _PUT_IN.sub(" ", text)


def within(page: Normal, quote: Quote) -> tuple[int, int] | None:
    """Return where on a page a quote stands word for word, from its first character to behind its last."""
    for reading in quote.readings:
        if found := _parts(page, reading):
            return found
    return None


def _parts(page: Normal, parts: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where parts stand one after the other."""
    if any(part not in page.text for part in parts):
        return None
    at = 0
    while (first := once(page, parts[0], at)) is not None:
        end = first + len(parts[0])
        for part in parts[1:]:
            following = once(page, part, end)
            if following is None:
                return None
            if page.word(following) - page.word(end - 1) > MOST_LEFT_OUT + 1:
                break
            end = following + len(part)
        else:
            return first, end
        at = first + 1
    return None


def once(page: Normal, part: str, at: int = 0) -> int | None:
    """Return where a part stands from a position on, as whole words and numbers."""
    while (at := page.text.find(part, at)) >= 0:
        if fits(page, at, at + len(part)):
            return at
        at += 1
    return None
