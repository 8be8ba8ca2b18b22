"""Texts in lines: where a line may end, and what is done with a word that is wider than one."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from tamis.svg.measure import width

_JOINER = "\u200d"
#: Scripts that are written without spaces, and whose lines may end after any character: Chinese and Japanese.
_ANYWHERE = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f"
    "\U00020000-\U0003ffff]"
)
#: What no line begins with, and what none ends with (JIS X 4051, the common part).
_NO_START = frozenset(
    "、。，．：；？！）」』】〕〉》｝］’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}%†*"
)
_NO_END = frozenset("（「『【〔〈《｛［‘“([{")
#: Two letters of a script that has hyphens: Latin, Greek, Cyrillic.
_PARTED = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]{2}\\Z")
#: More characters than this are never taken for one sign.
_LONGEST = 32


def wrap(text: str, size: float, space: float, hang: float = 0, *, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than `space`; a word that is wider than a line is cut.

    An address is cut behind a slash where it can be, and a word with a hyphen. All lines but the first are
    narrower by `hang`. A no-break space holds words together where that is possible, and comes out as a plain
    one. Chinese and Japanese break between characters; no letter is parted from its marks.
    """
    lines: list[str] = []
    line = ""
    for word in re.split(r"[ \t\r\n]+", text.strip()):
        glue = " "
        for part in _parts(word):
            whole = f"{line}{glue}{part}" if line else part
            glue = ""
            if width(whole, size, bold=bold) <= space - (hang if lines else 0):
                line = whole
                continue
            if line:
                lines.append(line)
            *full, line = _cut(part, size, space - hang, bold)
            lines += full
    return [part.replace("\xa0", " ") for part in [*lines, line]]


def clusters(text: str) -> list[str]:
    """Return what a reader takes for single characters: letters with their marks, joined emoji, flags.

    >>> clusters("e\u0301t")
    ['e\u0301', 't']
    """
    found: list[str] = []
    for character in text:
        if found and len(found[-1]) < _LONGEST and _joins(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _joins(before: str, character: str) -> bool:
    """Return whether a character goes with those before it (the common part of UAX 29)."""
    point = ord(character)
    if unicodedata.category(character).startswith("M") or character in ("\u200c", _JOINER):
        return True
    if before.endswith(_JOINER):
        return unicodedata.category(character) == "So"
    if 0x1F1E6 <= point <= 0x1F1FF:  # two letters of a region are a flag
        return len(before) == 1 and 0x1F1E6 <= ord(before) <= 0x1F1FF
    # Skin tones; tags of flags; vowels and finals of Korean syllables that are not composed.
    return 0x1F3FB <= point <= 0x1F3FF or 0xE0020 <= point <= 0xE007F or 0x1160 <= point <= 0x11FF


def _parts(word: str) -> list[str]:
    """Return a word in the parts that a line may end between; most words are one."""
    if word.isascii() or not _ANYWHERE.search(word):
        return [word]
    parts: list[str] = []
    before = ""
    for cluster in clusters(word):
        free = before and (_ANYWHERE.match(before) or _ANYWHERE.match(cluster))
        held = "\xa0" in (before, cluster) or cluster[0] in _NO_START or before in _NO_END
        if free and not held:
            parts.append(cluster)
        elif parts:
            parts[-1] += cluster
        else:
            parts = [cluster]
        before = cluster
    return parts


def _cut(word: str, size: float, space: float, bold: bool) -> list[str]:
    """Return a word in pieces that fit a line; one character at least in each."""
    if width(word, size, bold=bold) <= space:
        return [word]
    if "\xa0" in word:
        return wrap(word.replace("\xa0", " "), size, space, bold=bold)
    pieces, piece = [], ""
    for part in re.split(r"(?<=[/-])(?=[^/-])", word):
        if piece and width(piece + part, size, bold=bold) > space:
            pieces.append(piece)
            piece = ""
        *full, piece = _spelt(piece + part, size, space, bold)
        pieces += full
    return [*pieces, piece]


def _spelt(word: str, size: float, space: float, bold: bool) -> list[str]:
    """Return a word in pieces that fit a line, each but the last with a hyphen where letters are parted."""
    if width(word, size, bold=bold) <= space:
        return [word]
    pieces, piece = [], ""
    for cluster in clusters(word):
        fits = width(cluster, size, bold=bold) <= space
        for sign in [cluster] if fits else cluster:
            if piece and width(f"{piece}{sign}-", size, bold=bold) > space:
                hyphen = _PARTED.search(piece + sign) and width(f"{piece}-", size, bold=bold) <= space
                pieces.append(f"{piece}-" if hyphen else piece)
                piece = ""
            piece += sign
    return [*pieces, piece]


def widest(lines: Iterable[str], size: float) -> int:
    """Return how wide the widest of these lines is at most, in whole pixels; 0 where there are none."""
    return max((math.ceil(width(line, size)) for line in lines), default=0)


def cut(text: str, size: float, space: float, lines: int = 1) -> list[str]:
    """Return a text in so many lines at most; where it has more, the last one ends in an ellipsis."""
    whole = wrap(text, size, space)
    if len(whole) <= lines:
        return whole
    last = clusters(" ".join(whole[lines - 1 :]))
    while last and width(f"{''.join(last)}…", size) > space:
        last.pop()
    return [*whole[: lines - 1], f"{''.join(last).rstrip()}…"]
