"""Texts in our own SVG figures: how wide one is, how it is wrapped, cut, and written.

Nothing asks a font, so that the same figure has the same bytes everywhere. Widths are facts of Helvetica's
metrics (Adobe Core 14 AFM), which Arial and Liberation Sans share.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from html import escape

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SIZE, NOTE_SIZE = 13, 11
INK, NOTE_INK, WHITE = "#1a1a1a", "#444444", "#ffffff"
LINE = "#333333"  # of arrows, and around boxes

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


def widest(lines: Iterable[str], size: float) -> int:
    """Return how wide the widest of these lines is at most, in whole pixels; 0 where there are none."""
    return max((math.ceil(width(line, size)) for line in lines), default=0)


def cut(text: str, size: float, space: float, lines: int = 1) -> list[str]:
    """Return a text in so many lines at most; where it has more, the last one ends in an ellipsis."""
    whole = wrap(text, size, space)
    if len(whole) <= lines:
        return whole
    last = " ".join(whole[lines - 1 :])
    while last and width(f"{last}…", size) > space:
        last = last[:-1]
    return [*whole[: lines - 1], f"{last.rstrip()}…"]


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: int = SIZE,
    fill: str = INK,
    anchor: str = "",
    weight: str = "",
    turned: bool = False,
) -> str:
    """Return a line of text as an element; x and y are where its base line begins, or its `anchor` is."""
    extra = f' text-anchor="{anchor}"' if anchor else ""
    extra += f' font-weight="{weight}"' if weight else ""
    extra += f' transform="rotate(-90 {x} {y})"' if turned else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}"{extra}>{safe(content)}</text>'


def arrow(*points: tuple[int, int]) -> str:
    """Return a line of straight pieces with a head at its end, which stays clear of the box it meets."""
    (from_x, from_y), (x, y) = points[-2:]
    dx, dy = (x > from_x) - (x < from_x), (y > from_y) - (y < from_y)
    x, y = x - dx, y - dy
    base_x, base_y = x - 9 * dx, y - 9 * dy
    path = " ".join(f"{px},{py}" for px, py in [*points[:-1], (base_x, base_y)])
    head = f"{x},{y} {base_x + 4 * dy},{base_y + 4 * dx} {base_x - 4 * dy},{base_y - 4 * dx}"
    return (
        f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="1.25"/>'
        f'<polygon points="{head}" fill="{LINE}"/>'
    )


def safe(content: str) -> str:
    """Return a text that comes from anyone as XML that is only text."""
    return escape(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", content))


def document(
    name: str,
    title: str,
    said: str,
    parts: Iterable[str],
    *,
    width: int,
    height: int,
    links: bool,
    font: str = FONT,
) -> str:
    """Return a figure as an SVG document.

    Args:
        name: what the ids of its title and description begin with: a page may hold several figures.
        title: what it is called for those who cannot see it.
        said: what it shows, in words.
        parts: its elements.
        width, height: in pixels.
        links: whether it holds links: then it is a group to those who listen to it, since a picture has none.
        font: the fonts of its texts, the one that is wanted most first; all of the same widths.
    """
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="{"group" if links else "img"}" '
            f'aria-labelledby="{name}-title {name}-desc" font-family="{font}">',
            f'<title id="{name}-title">{safe(title)}</title>',
            f'<desc id="{name}-desc">{safe(said)}</desc>',
            f'<rect width="{width}" height="{height}" fill="{WHITE}"/>',
            *parts,
            "</svg>",
            "",
        ]
    )
