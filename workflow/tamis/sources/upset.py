"""The overlap of the sources as an UpSet plot: which of them found the same citations, and how many.

A column for each set of sources that found citations which no other source found, the largest first: a
bar with its number, and beneath it a dot in the row of each source of the set. Lex A, Gehlenborg N,
Strobelt H, Vuillemot R, Pfister H. UpSet: visualization of intersecting sets. IEEE Trans Vis Comput Graph
20(12):1983-92. Plain strings: the same citations give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from tamis import svg
from tamis.sources.found import Found, Names
from tamis.svg import INK, NOTE_INK, NOTE_SIZE, SIZE, cut, safe, wrap

#: How many sets of sources are drawn.
MOST = 20

EDGE, LEADING = 12, 15
TITLE, TITLE_SIZE = "Which sources found the same citations", 15
SIZES_HEAD, INCLUDED = "Citations of each source", "included"
COLUMN, ROW = 32, 26  # how wide a column is at least; how high a row is
NAMES = 200  # how long the name of a row may be
BARS, SIZES = 170, 50  # how long the longest bar is, upwards and to the left
GAP = 14
BAR, FAINT, BAND = "#0b3c5d", "#c9c9c9", "#f2f2f2"

#: What a column links to, by its sources; and a row, by its one source and True.
Href = Callable[[Names, bool], str | None]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: bars to the left end at `start`, names at `left`, all columns at `right`.

    Bars upwards stand on `floor`; the rows of the sources go from `top` to `bottom`.
    """

    start: int
    left: int
    right: int
    column: int
    floor: int
    top: int
    bottom: int

    def x(self, at: int) -> int:
        """Return the middle of a column."""
        return self.left + at * self.column + self.column // 2

    def y(self, row: int) -> int:
        """Return the top of a row."""
        return self.top + row * ROW


def largest(found: Found) -> dict[Names, tuple[str, ...]]:
    """Return the sets of sources that are drawn, with their citations."""
    return dict(islice(found.groups.items(), MOST))


def draw(found: Found, *, mark: str = "", sentence: str = "", href: Href | None = None) -> str:
    """Return the UpSet plot as an SVG document.

    Args:
        found: which sources found which citations.
        mark: stands after each number where they rest on stand-ins, which `sentence` explains.
        sentence: see `mark`.
        href: what a column or a row links to; one without an answer is no link.
    """
    sets = {names: len(ids) for names, ids in largest(found).items()}
    sizes = {name: len(found.of(name)) for name in found.names}
    at = _layout(sets, sizes, mark)
    parts = [
        svg.text(EDGE, EDGE + TITLE_SIZE, TITLE, size=TITLE_SIZE, weight="bold"),
        svg.text(EDGE, at.top - 8, SIZES_HEAD, size=NOTE_SIZE),
        *_rows(sizes, len(sets), at, mark, href),
        f'<line x1="{at.left}" y1="{at.floor}" x2="{at.right}" y2="{at.floor}" stroke="{INK}"/>',
    ]
    included = {
        names: sum(found.is_included(id, "full_text") for id in found.groups[names]) for names in sets
    }
    now = f"{INCLUDED} so far" if found.waits else INCLUDED
    y = at.bottom
    if found.tally("full_text").included:
        y += ROW
        parts.append(svg.text(at.left - 10, y - 8, now, size=NOTE_SIZE, anchor="end"))
        parts += [
            svg.text(at.x(column), y - 8, f"{n:,}{mark}", size=NOTE_SIZE, anchor="middle")
            for column, n in enumerate(included.values())
        ]
    said = []
    for column, (names, n) in enumerate(sets.items()):
        said.append(f"Only {listed(names)}: {n:,}, {included[names]:,} {now}")
        parts += _column(names, n, said[-1], column, max(sets.values()), found.names, at, mark, href)
    y += GAP // 2
    for note in _notes(found, len(sets), mark, sentence):
        for line in wrap(note, NOTE_SIZE, at.right - EDGE):
            y += LEADING
            parts.append(svg.text(EDGE, y, line, size=NOTE_SIZE, fill=NOTE_INK))
    words = f"Number of citations. {'. '.join(said)}." if said else "No record was read yet."
    width, height = at.right + EDGE, y + EDGE
    return svg.document("upset", TITLE, words, parts, width=width, height=height, links=href is not None)


def listed(names: Names) -> str:
    """Return names as a list in words.

    >>> listed(("A",)), listed(("A", "B", "C"))
    ('A', 'A, B and C')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _layout(sets: dict[Names, int], sizes: dict[str, int], mark: str) -> _Layout:
    """Return the layout for these numbers: columns and names are as wide as the widest."""
    long = svg.widest((f"{n:,}{mark}" for n in sizes.values()), NOTE_SIZE) + 5 + SIZES
    start = EDGE + max(long, svg.widest([SIZES_HEAD], NOTE_SIZE))
    names = svg.widest((line for name in sizes for line in cut(name, SIZE, NAMES)), SIZE)
    left = start + 10 + max(names, svg.widest([f"{INCLUDED} so far"], NOTE_SIZE)) + 10
    column = max(COLUMN, svg.widest((f"{n:,}{mark}" for n in sets.values()), NOTE_SIZE) + 4)
    floor = EDGE + TITLE_SIZE + GAP + SIZE + BARS
    top = floor + GAP
    return _Layout(start, left, left + max(len(sets), 8) * column, column, floor, top, top + len(sizes) * ROW)


def _rows(sizes: dict[str, int], columns: int, at: _Layout, mark: str, href: Href | None) -> list[str]:
    """Return each source: how many citations it found, as a bar to the left, its name, and its faint dots."""
    parts = []
    for row, (name, n) in enumerate(sizes.items()):
        y = at.y(row)
        if row % 2 == 0:
            parts.append(f'<rect x="{EDGE}" y="{y}" width="{at.right - EDGE}" height="{ROW}" fill="{BAND}"/>')
        long = _scaled(n, max(sizes.values()), SIZES)
        x = at.start - long
        source = [
            f"<title>{safe(f'{name}: {n:,}')}</title>",
            f'<rect x="{x}" y="{y + 6}" width="{long}" height="{ROW - 12}" fill="{BAR}"/>',
            svg.text(x - 5, y + 17, f"{n:,}{mark}", size=NOTE_SIZE, anchor="end"),
            svg.text(at.left - 10, y + 18, cut(name, SIZE, NAMES)[0], anchor="end"),
        ]
        parts += _linked(source, href((name,), True) if href else None)
        parts += [
            f'<circle cx="{at.x(column)}" cy="{y + ROW // 2}" r="5" fill="{FAINT}"/>'
            for column in range(columns)
        ]
    return parts


def _column(
    names: Names,
    n: int,
    words: str,
    column: int,
    most: int,
    sources: Names,
    at: _Layout,
    mark: str,
    href: Href | None,
) -> list[str]:
    """Return a set of sources: its bar with its number, and its dots, joined by a line."""
    x, high = at.x(column), _scaled(n, most, BARS)
    dots = [at.y(row) + ROW // 2 for row, name in enumerate(sources) if name in names]
    parts = [
        f"<title>{safe(words)}</title>",
        f'<rect x="{x - 11}" y="{at.floor - high}" width="22" height="{high}" fill="{BAR}"/>',
        svg.text(x, at.floor - high - 5, f"{n:,}{mark}", size=NOTE_SIZE, anchor="middle"),
        f'<line x1="{x}" y1="{dots[0]}" x2="{x}" y2="{dots[-1]}" stroke="{INK}" stroke-width="3"/>',
        *(f'<circle cx="{x}" cy="{y}" r="7" fill="{INK}"/>' for y in dots),
    ]
    return _linked(parts, href(names, False) if href else None)


def _scaled(n: int, most: int, room: int) -> int:
    """Return how long a bar is: what is there is seen."""
    return max(1, round(n / most * room)) if n else 0


def _linked(parts: list[str], target: str | None) -> list[str]:
    """Return elements as a group, inside a link where they have one."""
    group = ["<g>", *parts, "</g>"]
    return [f'<a href="{safe(target)}">', *group, "</a>"] if target else group


def _notes(found: Found, drawn: int, mark: str, sentence: str) -> list[str]:
    """Return what stands under the figure."""
    notes = ["Each citation is counted in one column: that of all sources that found it."]
    if rest := list(found.groups.values())[drawn:]:
        n = sum(map(len, rest))
        notes.append(
            f"The {drawn} largest of {len(found.groups):,} combinations are drawn; the others hold "
            f"{n:,}{mark} citation{'s' if n > 1 else ''} and stand in reports/combinations.csv."
        )
    if found.waits:
        notes.append("Screening is open: what awaits a decision is not excluded, and may still be included.")
    if not found.groups:
        notes.append("No record was read yet.")
    if mark and sentence:
        notes.append(f"{mark} {sentence}")
    return notes
