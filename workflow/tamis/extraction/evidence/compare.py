"""What differs between a quote and the words that stand in the report, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tamis.extraction.evidence.normal import NOTE, normal
from tamis.extraction.evidence.quote import LEFT_OUT, negates

_DIGIT = re.compile(r"\d")
_SAYS = re.compile(r"[\d<>≤≥%]")
#: A number behind the letters of a word: the mark of a note, where a PDF does not say that it is raised.
_GLUED = re.compile(r"([^\W\d_]{3,}[.,;:)]?)\d{1,3}(?:,\d{1,3})*\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both have, or that differ: those of the quote and those that stand there, either empty."""

    quote: str
    there: str
    same: bool

    @property
    def numbers(self) -> bool:
        """Whether a number differs, or what is said of it; the mark of a note is no number."""
        if self.same or self.left_out:
            return False
        return bool(_SAYS.search(self.quote + self.there)) and _bare(self.quote) != _bare(self.there)

    @property
    def left_out(self) -> bool:
        """Whether the quote says that it left out what stands there."""
        return bool(LEFT_OUT.fullmatch(self.quote.strip()))


def pieces(quote: str, there: str) -> Iterator[Piece]:
    """Yield the two texts piece by piece: what they share, and what differs; in order."""
    from rapidfuzz.distance import Indel

    said, stands = quote.split(), there.split()
    steps = list(Indel.opcodes([_key(word) for word in said], [_key(word) for word in stands]))
    left: list[str] = []
    right: list[str] = []
    for step in steps:
        mine = said[step.src_start : step.src_end]
        theirs = stands[step.dest_start : step.dest_end]
        if step.tag != "equal":
            left += mine
            right += theirs
            continue
        if left or right:
            yield Piece(" ".join(left), " ".join(right), same=False)
            left, right = [], []
        yield Piece(" ".join(mine), " ".join(theirs), same=True)
    if left or right:
        yield Piece(" ".join(left), " ".join(right), same=False)


def in_words(quote: str, there: str, most: int = 3) -> str:
    """Return what differs, as a sentence's end; numbers first, and always all of them.

    >>> in_words("of 34 families 12 returned", "of 43 families 12 came back")
    'the number differs: 34 in the quote, 43 there; returned in the quote, came back there'
    """
    different = [piece for piece in pieces(quote, there) if not piece.same]
    different = [piece for piece in different if piece.there or not piece.left_out]
    numeric = [piece for piece in different if piece.numbers]
    others = [piece for piece in different if not piece.numbers]
    said = [_said(piece) for piece in numeric]
    if said:
        said[0] = f"the number{'s' if len(said) > 1 else ''} differ{'' if len(said) > 1 else 's'}: {said[0]}"
    said += [_said(piece) for piece in others[:most]]
    if len(others) > most:
        said.append("and more")
    return "; ".join(said)


def _said(piece: Piece) -> str:
    quote, there = piece.quote.rstrip(",;"), piece.there.rstrip(",;")
    if piece.left_out:
        return f"the quote leaves out {_around(there)!r}"
    if not there:
        return f"{quote} is not there"
    if not quote:
        return f"{there} is not in the quote"
    return f"{quote} in the quote, {there} there"


def _around(text: str) -> str:
    """Return a stretch that was left out in short: what turns the sense, with a few words around it."""
    words = text.split()
    at = next((at for at, word in enumerate(words) if negates(word)), 0)
    first, last = max(0, at - 3), at + 4
    return " ".join(["…"] * (first > 0) + words[first:last] + ["…"] * (last < len(words)))


def _bare(text: str) -> str:
    """Return words without the marks of notes."""
    return " ".join(_key(word) for word in _GLUED.sub(r"\1", NOTE.sub("", text)).split())


def _key(word: str) -> str:
    """Return a word as it is compared: a number with its signs, other words without punctuation."""
    plain = normal(word).text
    if _DIGIT.search(plain):
        return plain.strip("'\"()[]{}").rstrip(".,;:)")
    return plain.strip("'\"()[]{}.,;:!?") or plain
