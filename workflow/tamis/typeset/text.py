"""Texts of strangers, made fit for a document: which characters, which way they run, where a link leads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

#: What XML 1.0 cannot hold; and marks that turn the text around them (UAX 9: embeddings, overrides,
#: isolates), which can make a text read as another. Plain Arabic and Hebrew need none of them.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0010fffe\U0010ffff]"
)
_LINE = re.compile("\r\n?|[\x85\u2028\u2029]")
_RIGHT = ("R", "AL")
_MARK = "\u200e"
_ENDS = ",;’”»"
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z", re.IGNORECASE)


def clean(text: str) -> str:
    """Return a text without what no document can hold and what would turn its neighbours; tabs as spaces."""
    return _UNFIT.sub("", _LINE.sub("\n", text)).replace("\t", " ")


def is_web(address: str) -> bool:
    """Return whether an address leads to the web, and may be a link."""
    return len(address) < 2000 and _WEB.match(address) is not None


def kept_apart(texts: Sequence[str]) -> list[str]:
    """Return the pieces of a line, with a mark behind each part that runs against it, from right to left.

    Without the mark (U+200E), a number that follows such a part, as in a reference, is taken into it (UAX 9,
    W2).
    """
    whole = "".join(texts)
    if whole.isascii() or runs_left(whole):
        return [*texts]
    ends, at = set(), 0
    for part, left in by_way(whole):
        at += len(part)
        if left and at < len(whole) and whole[at] != _MARK:
            ends.add(at)
    made, at = [], 0
    for text in texts:
        made.append("".join(c + _MARK * (at + n in ends) for n, c in enumerate(text, 1)) if ends else text)
        at += len(text)
    return made


def runs_left(text: str) -> bool:
    """Return whether a text is read from right to left: its first letter is (UAX 9, P2 and P3)."""
    for character in text:
        way = unicodedata.bidirectional(character)
        if way == "L":
            return False
        if way in _RIGHT:
            return True
    return False


def by_way(text: str) -> Iterator[tuple[str, bool]]:
    """Give the parts of a text, and whether each is one of letters that run from right to left.

    What stands between two such letters and has no way of its own, such as a space, goes with them; a comma
    and a closing quotation mark do not, as they end a title in a reference (Arabic has a comma of its own).
    """
    if text.isascii():
        yield text, False
        return
    ways = [unicodedata.bidirectional(character) for character in text]
    left = [way in _RIGHT for way in ways]
    for at in range(1, len(ways)):
        if ways[at] == "NSM":
            left[at] = left[at - 1]
    last = -1
    for at, way in enumerate(ways):
        if way in _RIGHT:
            if last >= 0 and all(
                ways[between] not in ("L", "EN") and text[between] not in _ENDS
                for between in range(last + 1, at)
            ):
                left[last + 1 : at] = [True] * (at - last - 1)
            last = at
        elif way in ("L", "EN"):
            last = -1
    for is_left, part in groupby(zip(text, left, strict=True), key=lambda pair: pair[1]):
        yield "".join(character for character, _ in part), is_left
