"""How wide a text is, so that it can be wrapped without asking a font.

Widths are facts of Helvetica's metrics (Adobe Core 14 AFM), which Arial and Liberation Sans share.
"""

from __future__ import annotations

import re
import unicodedata

#: Advance widths of the characters from space to tilde, in thousandths of the font size.
_ASCII = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),  # space to /
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),  # 0 to ?
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),  # @ to O
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),  # P to _
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),  # ` to o
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),  # p to ~
)
#: What a reader's machine has instead of Arial may be wider: DejaVu Sans by 15 in 100.
MARGIN = 1.15


def width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of `size`, the font size."""
    return sum(map(_advance, text)) * size / 1000 * MARGIN


def _advance(character: str) -> int:
    base = unicodedata.normalize("NFD", character)[0]
    if " " <= base <= "~":
        return _ASCII[ord(base) - 32]
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1200  # an emoji is wider than the em of a Chinese character
    return 1000 if character.isupper() else 700


def wrap(text: str, size: float, space: float, hang: float = 0) -> list[str]:
    """Return a text in lines no wider than `space`; a word that is wider than a line is cut.

    All lines but the first are narrower by `hang`. A no-break space holds words together where that is
    possible, and comes out as a plain one.
    """
    lines: list[str] = []
    line = ""
    for word in re.split(r"[ \t\r\n]+", text.strip()):
        whole = f"{line} {word}" if line else word
        if width(whole, size) <= space - (hang if lines else 0):
            line = whole
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, size, space - hang)
        lines += full
    return [part.replace("\xa0", " ") for part in [*lines, line]]


def _cut(word: str, size: float, space: float) -> list[str]:
    """Return a word in pieces that fit a line; one character at least in each."""
    if width(word, size) <= space:
        return [word]
    if "\xa0" in word:
        return wrap(word.replace("\xa0", " "), size, space)
    pieces, piece = [], ""
    for character in word:
        if piece and width(piece + character, size) > space:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
