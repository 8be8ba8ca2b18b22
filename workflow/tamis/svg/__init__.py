"""Texts in our own SVG figures: how wide one is, how it is wrapped, cut, and written.

Nothing asks a font, so that the same figure has the same bytes everywhere.

measure    how wide a text is at most
wrap       texts in lines
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from tamis.svg.measure import MARGIN, width
from tamis.svg.wrap import clusters, cut, widest, wrap

__all__ = ["MARGIN", "arrow", "clusters", "cut", "document", "safe", "text", "widest", "width", "wrap"]

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SIZE, NOTE_SIZE = 13, 11
INK, NOTE_INK, WHITE = "#1a1a1a", "#444444", "#ffffff"
LINE = "#333333"  # of arrows, and around boxes


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
