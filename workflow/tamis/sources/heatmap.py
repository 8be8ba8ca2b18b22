"""The overlap of the sources as a heatmap: how many citations each two of them both found.

A cell says how many, and how much that is of what the row's source found; by that share it is shaded, from
white to dark in one hue, so that it reads the same in grey and to every eye. Plain strings: the same
citations give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

from tamis import svg
from tamis.sources.found import Found, share
from tamis.svg import INK, NOTE_INK, NOTE_SIZE, SIZE, WHITE, cut, safe, wrap

EDGE, LEADING = 12, 15
TITLE, TITLE_SIZE = "Citations that two sources both found", 15
ONLY = "Only here"
CELL_WIDTH, CELL_HEIGHT = 64, 44
NAMES, HEADS = 180, 150  # how long the name of a row may be, and of a column; in two lines at most
GAP = 14
LEAST = 560  # so that the notes have a line's length
#: The darkest shade, of a source whose citations another one found too, all of them.
DARK = (11, 60, 93)
LINE = "#8a8a8a"

#: What a cell links to: two sources, or the same one twice for all that it found; "" for what it alone found.
Href = Callable[[str, str], str | None]


def draw(found: Found, *, mark: str = "", sentence: str = "", href: Href | None = None) -> str:
    """Return the heatmap as an SVG document.

    Args:
        found: which sources found which citations.
        mark: stands after each number where they rest on stand-ins, which `sentence` explains.
        sentence: see `mark`.
        href: what a cell links to; a cell without an answer is no link.
    """
    names = found.names
    n = {name: len(found.of(name)) for name in names}
    left = EDGE + svg.widest((line for name in names for line in cut(name, SIZE, NAMES, 2)), SIZE) + 10
    right = left + len(names) * CELL_WIDTH + GAP + CELL_WIDTH
    width = max(right + EDGE, LEAST)
    heads = (line for name in (*names, ONLY) for line in cut(name, SIZE, HEADS, 2))
    top = EDGE + TITLE_SIZE + GAP + svg.widest(heads, SIZE) + GAP
    parts = [svg.text(EDGE, EDGE + TITLE_SIZE, TITLE, size=TITLE_SIZE, weight="bold")]
    said = []
    for column, name in enumerate(names):
        parts += _head(left + column * CELL_WIDTH, top, name)
    parts += _head(right - CELL_WIDTH, top, ONLY)
    for row, name in enumerate(names):
        y = top + row * CELL_HEIGHT
        parts += _name(left, y, name)
        for column, other in enumerate(names):
            both = n[name] if other == name else len(found.of(name, other))
            words = f"{name}: {both:,}" if other == name else f"{name} and {other}: {both:,}"
            x = left + column * CELL_WIDTH
            target = href(name, other) if href else None
            parts.append(_cell(x, y, both, n[name], mark, words, target, own=other == name))
            if column > row:
                said.append(words)
            elif column == row:
                said.append(f"{words}, {len(found.only(name)):,} of them only there")
        alone = len(found.only(name))
        target = href(name, "") if href else None
        words = f"Only {name}: {alone:,}"
        parts.append(_cell(right - CELL_WIDTH, y, alone, n[name], mark, words, target))
    y = top + len(names) * CELL_HEIGHT + GAP
    parts += _legend(y)
    y += 24
    for note in _notes(found, mark, sentence):
        for line in wrap(note, NOTE_SIZE, width - 2 * EDGE):
            y += LEADING
            parts.append(svg.text(EDGE, y, line, size=NOTE_SIZE, fill=NOTE_INK))
    words = f"Number of citations. {'. '.join(said)}." if said else "No source was searched yet."
    return svg.document("heatmap", TITLE, words, parts, width=width, height=y + EDGE, links=href is not None)


def percent(part: int, whole: int) -> str:
    """Return a share in per cent as printed: a part that is there is never 0%, one that lacks never 100%.

    >>> percent(1, 3), percent(1, 1000), percent(999, 1000), percent(0, 5), percent(0, 0)
    ('33%', '<1%', '>99%', '0%', '–')
    """
    of = share(part, whole)
    if of is None:
        return "–"
    if 0 < of < 0.01:
        return "<1%"
    if 0.99 < of < 1:
        return ">99%"
    return f"{of * 100:.0f}%"


def shade(of: float) -> tuple[str, str]:
    """Return the fill of a share, 0 to 1, and the ink that is read best on it.

    The ink is black or white, whichever has the higher contrast (WCAG 2.1): never below 4.5 to 1.
    """
    rgb = tuple(round(255 + (dark - 255) * of) for dark in DARK)
    light = _luminance(rgb)
    ink = "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else WHITE
    return "#" + "".join(f"{value:02x}" for value in rgb), ink


def _luminance(rgb: tuple[int, ...]) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _head(x: int, top: int, name: str) -> list[str]:
    """Return the name of a column, turned, in two lines at most; in full for who points at it."""
    lines = cut(name, SIZE, HEADS, 2)
    middle = x + CELL_WIDTH // 2 + 5 - (len(lines) - 1) * LEADING // 2
    parts = [svg.text(middle + at * LEADING, top - 8, line, turned=True) for at, line in enumerate(lines)]
    return ["<g>", f"<title>{safe(name)}</title>", *parts, "</g>"]


def _name(left: int, y: int, name: str) -> list[str]:
    """Return the name of a row, in two lines at most; in full for who points at it."""
    lines = cut(name, SIZE, NAMES, 2)
    base = y + CELL_HEIGHT // 2 + 5 - (len(lines) - 1) * LEADING // 2
    parts = [svg.text(left - 10, base + at * LEADING, line, anchor="end") for at, line in enumerate(lines)]
    return ["<g>", f"<title>{safe(name)}</title>", *parts, "</g>"]


def _cell(
    x: int, y: int, n: int, whole: int, mark: str, words: str, target: str | None, *, own: bool = False
) -> str:
    """Return a cell; that of a source with itself is framed, and has no share."""
    fill, ink = (WHITE, INK) if own else shade(share(n, whole) or 0)
    inset, line, stroke = (1, INK, 2) if own else (0, LINE, 1)
    middle = x + CELL_WIDTH // 2
    shown = "" if own or not n else percent(n, whole)
    said = f"{words}, {shown}" if shown else words
    parts = [
        f"<title>{safe(said)}</title>",
        f'<rect x="{x + inset}" y="{y + inset}" width="{CELL_WIDTH - 2 * inset}" '
        f'height="{CELL_HEIGHT - 2 * inset}" fill="{fill}" stroke="{line}" stroke-width="{stroke}"/>',
        svg.text(
            middle,
            y + (20 if shown else 27),
            f"{n:,}{mark}",
            fill=ink,
            anchor="middle",
            weight="bold" if n else "",
        ),
    ]
    if shown:
        parts.append(svg.text(middle, y + 36, shown, size=NOTE_SIZE, fill=ink, anchor="middle"))
    group = "<g>\n" + "\n".join(parts) + "\n</g>"
    return f'<a href="{safe(target)}">\n{group}\n</a>' if target else group


def _legend(y: int) -> list[str]:
    """Return the shades with what they stand for."""
    parts = []
    for at, of in enumerate((0.0, 0.25, 0.5, 0.75, 1.0)):
        fill, ink = shade(of)
        x = EDGE + at * 48
        parts += [
            f'<rect x="{x}" y="{y}" width="48" height="20" fill="{fill}" stroke="{LINE}"/>',
            svg.text(x + 24, y + 14, f"{of:.0%}", size=NOTE_SIZE, fill=ink, anchor="middle"),
        ]
    where = EDGE + 5 * 48 + 10
    return [*parts, svg.text(where, y + 14, "of the citations that the row’s source found", size=NOTE_SIZE)]


def _notes(found: Found, mark: str, sentence: str) -> list[str]:
    """Return what stands under the figure."""
    notes = ["Framed: all citations that the source found. Only here: those that no other source found."]
    if not found.groups:
        notes.append("No record was read yet.")
    if mark and sentence:
        notes.append(f"{mark} {sentence}")
    return notes
