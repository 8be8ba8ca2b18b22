"""The traffic-light figure: for each study and criterion (or domain) a circle with a colour and a symbol."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tamis import svg
from tamis.appraisal.engine.tool import Sign
from tamis.appraisal.figures import marks
from tamis.appraisal.figures.grid import Column, Panel, PanelRow
from tamis.appraisal.figures.marks import BAND, FAINT, HAIR, PLAIN, SHADE, SMALL
from tamis.appraisal.figures.page import (
    INNER,
    NOTHING,
    Band,
    Block,
    Section,
    Strip,
    column_width,
    document,
    stacked,
)
from tamis.appraisal.figures.palette import COLOUR_BLIND, OVERRULED
from tamis.svg import NOTE_INK

NAME, TITLE = "appraisal", "Appraisal of each study"
_ROW, _LEADING, _HEAD = 26, 14, 24
#: How wide a column of circles is; how wide the names of the studies are; between two groups of columns.
_CELL, _CELL_MOST, _HEAD_MOST, _OVERALL_MOST = 25, 42, 60, 110
_NAMES, _NAMES_MOST, _NAMES_FILL, _APART = 92, 210, 240, 10
#: A figure with narrow panels alone is no wider than they need, and no narrower than this.
_NARROW = 500
#: A panel of so few studies at most, alone, is not divided.
_SHORT = 20
_LINES = 3  # of a study's name, at most
_NOTE = 132  # the least room for a note on a study


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns of a panel stand: left edge and width of each, and notes, from the panel's left."""

    names: int
    cells: tuple[tuple[int, int], ...]
    notes: int
    width: int

    def middle(self, column: int) -> int:
        x, wide = self.cells[column]
        return x + wide // 2


@dataclass(frozen=True, slots=True)
class _Style:
    """How marks are drawn: the palette, and which signs are like another in grey."""

    palette: str
    ringed: Collection[Sign]

    def mark(self, sign: Sign | None, x: int, y: int, *, square: bool = False) -> list[str]:
        return marks.mark(sign, self.palette, x, y, bold=sign in self.ringed, square=square)


def draw(panels: Sequence[Panel], palette: str = COLOUR_BLIND) -> str:
    """Return the traffic-light figure as an SVG document; see `page.document` for how its pages are made.

    Panels of few columns stand beside each other; a panel goes on in the next column, or on the next page.
    Under them stands what each column is about. The legend, on each page, has the signs that stand there.
    Each tool begins a page.
    """
    shown = [panel for panel in panels if panel.rows]
    if not shown:
        return marks.nothing(NAME, TITLE)
    tools = marks.by_tool(shown)
    runs = [_runs(panels) for panels in tools]
    alone = all(n == 1 and _is_narrow(panel) for each in runs for run, n in each for panel in run)
    inner = _NARROW if alone else INNER
    sections = [
        _section(panels, each, _Style(palette, marks.alike(panels, palette)), inner, several=len(tools) > 1)
        for panels, each in zip(tools, runs, strict=True)
    ]
    return document(NAME, TITLE, marks.words(shown), sections, inner=inner)


def _runs(panels: Sequence[Panel]) -> list[tuple[list[Panel], int]]:
    """Return the panels of a tool in parts that fit, each run of them with its number of columns.

    Narrow ones stand in two, unless a study's name would be cut there.
    """
    parts = [part for panel in panels for part in _parts(panel)]
    narrow = [part for part in parts if _is_narrow(part)]
    room = _measures(narrow, column_width(2))[0] - 10
    cut = any(len(_lines(row.label, room)) > _LINES for part in narrow for row in part.rows)
    return [
        (run, 2 if _is_narrow(run[0]) and not cut and (len(run) > 1 or len(run[0].rows) > _SHORT) else 1)
        for run in ([*each] for _, each in groupby(parts, key=_is_narrow))
    ]


def _section(
    panels: Sequence[Panel],
    runs: Sequence[tuple[list[Panel], int]],
    style: _Style,
    inner: int,
    *,
    several: bool,
) -> Section:
    bands = []
    for run, n in runs:
        room = column_width(n, inner)
        names, cell = _measures([panel for other, m in runs if m == n for panel in other], room)
        bands.append(Band(tuple(_block(p, _grid(p, names, cell), room, style) for p in run), n))
    if key := marks.key(panels, inner):
        bands.append(key)
    return marks.section(panels, bands, style.mark, inner, several=several)


def _parts(panel: Panel) -> Iterator[Panel]:
    """Yield a panel as it is, or, where its columns are too many for a page, in parts of its columns."""
    for most in range(len(panel.columns), 0, -1):
        starts = range(0, len(panel.columns), most)
        parts = [
            replace(
                panel,
                title=f"{panel.title} (part {at} of {len(starts)})" if len(starts) > 1 else panel.title,
                columns=panel.columns[start : start + most],
                rows=tuple(_of(row, start, start + most) for row in panel.rows),
            )
            for at, start in enumerate(starts, start=1)
        ]
        if all(_NAMES + _need(part, _CELL) <= INNER for part in parts):
            yield from parts
            return
    yield panel


def _of(row: PanelRow, start: int, end: int) -> PanelRow:
    """Return some columns of a row."""
    overruled = frozenset(at - start for at in row.overruled if start <= at < end)
    return replace(row, cells=row.cells[start:end], overruled=overruled)


def _is_narrow(panel: Panel) -> bool:
    return _NAMES + _need(panel, _CELL) <= column_width(2)


def _measures(panels: Sequence[Panel], room: int) -> tuple[int, int]:
    """Return how wide names and cells are, alike in all these panels; the widest fills the room."""
    labels = (row.label for panel in panels for row in panel.rows)
    names = min(_NAMES_MOST, max(_NAMES, svg.widest(labels, PLAIN) + 12))
    for cell in range(_CELL_MOST, _CELL - 1, -1):
        need = max((_need(panel, cell) for panel in panels), default=0)
        if names + need <= room:
            return (room - need if cell < _CELL_MOST else min(room - need, max(names, _NAMES_FILL))), cell
    return max(_NAMES, room - need), _CELL


def _need(panel: Panel, cell: int) -> int:
    """Return how much room all but the names needs, if a cell is so wide."""
    return _grid(panel, 0, cell).width


def _grid(panel: Panel, names: int, cell: int) -> _Grid:
    """Return where the columns stand; those with longer heads are wider than a cell, up to a measure."""
    x, cells = names, []
    for at, column in enumerate(panel.columns):
        x += _APART if at and _apart(panel.columns[at - 1], column) else 0
        head = svg.widest([column.head], SMALL) + 6
        wide = max(cell, min(head, _OVERALL_MOST if column.overall else _HEAD_MOST))
        cells.append((x, wide))
        x += wide
    spare = any(row.note and not _blank(row, _CELL) for row in panel.rows)
    return _Grid(names, tuple(cells), x, x + _NOTE if spare else x)


def _apart(one: Column, other: Column) -> bool:
    return one.group != other.group or one.overall != other.overall


def _blank(row: PanelRow, cell: int) -> int:
    """Return how many cells at a row's end are blank, where its note fits into them; else 0."""
    n = next((at for at, sign in enumerate(reversed(row.cells)) if sign), len(row.cells))
    return n if n * cell >= _NOTE - 10 else 0


def _block(panel: Panel, grid: _Grid, room: int, style: _Style) -> Block:
    head, again = (
        stacked(marks.title(panel, room, again=again), _head(panel, grid)) for again in (False, True)
    )
    return Block(head, again, tuple(_row(panel, row, grid, style) for row in panel.rows), NOTHING)


def _head(panel: Panel, grid: _Grid) -> Strip:
    """Return the heads of the columns, under the headings that some of them share."""
    groups = [
        (group, [at for at, _ in each])
        for group, each in groupby(enumerate(panel.columns), key=lambda pair: pair[1].group)
    ]
    if sum(bool(group) and group != panel.title for group, _ in groups) < 2:
        groups = []
    headings = []
    for group, at in groups:
        left, right = grid.cells[at[0]][0], sum(grid.cells[at[-1]])
        headings.append((left, right, svg.cut(group, SMALL, right - left + _APART - 2, 3)))
    high = max((len(lines) for *_, lines in headings), default=0)
    above = high * _LEADING + 7 if high else 0
    heads = [svg.cut(c.head, SMALL, wide, 3) for c, (_, wide) in zip(panel.columns, grid.cells, strict=True)]
    height = _HEAD + (max(map(len, heads), default=1) - 1) * _LEADING

    def drawn(x: int, y: int) -> list[str]:
        parts = []
        for left, right, lines in headings:
            base = y + 11 + (high - len(lines)) * _LEADING
            middle = x + (left + right) // 2
            parts += [
                svg.text(middle, base + at * _LEADING, line, size=SMALL, fill=NOTE_INK, anchor="middle")
                for at, line in enumerate(lines)
            ]
            low = y + above - 2
            parts.append(f'<line x1="{x + left}" y1="{low}" x2="{x + right}" y2="{low}" stroke="{FAINT}"/>')
        y += above
        parts.append(f'<rect x="{x}" y="{y}" width="{grid.width}" height="{height}" fill="{BAND}"/>')
        low = y + height - _HEAD + 16
        parts.append(svg.text(x + 6, low, "Study", size=SMALL, weight="bold"))
        for at, lines in enumerate(heads):
            middle, base = x + grid.middle(at), low - len(lines) * _LEADING
            for line in lines:
                base += _LEADING
                parts.append(svg.text(middle, base, line, size=SMALL, anchor="middle", weight="bold"))
        return parts

    return Strip(above + height, drawn)


def _row(panel: Panel, row: PanelRow, grid: _Grid, style: _Style) -> Strip:
    lines = _name(row.label, grid.names - 10)
    n = _blank(row, _CELL) if row.note else 0
    first = len(row.cells) - n
    note_x = grid.cells[first][0] + 2 if n else grid.notes + 6
    note = svg.cut(row.note, SMALL, grid.width - note_x, 2) if row.note else []
    height = max(_ROW, max(len(lines), len(note)) * _LEADING + 4)

    def drawn(x: int, y: int) -> list[str]:
        middle = y + height // 2
        parts = []
        for at, column in enumerate(panel.columns):
            if column.overall:
                left, wide = grid.cells[at]
                parts.append(
                    f'<rect x="{x + left}" y="{y}" width="{wide}" height="{height}" fill="{SHADE}"/>'
                )
        parts.append(
            f'<line x1="{x}" y1="{y + height}" x2="{x + grid.width}" y2="{y + height}" stroke="{HAIR}"/>'
        )
        parts += _centred(lines, x + 6, middle, PLAIN, svg.INK)
        for at, sign in enumerate(row.cells[:first]):
            parts += style.mark(sign, x + grid.middle(at), middle, square=at in row.overruled)
        return [*parts, *_centred(note, x + note_x, middle, SMALL, NOTE_INK)]

    shows = {*row.cells[:first], *([OVERRULED] if row.overruled else [])}
    return Strip(height, drawn, frozenset(shows))


@functools.lru_cache(2048)
def _name(label: str, room: int) -> Sequence[str]:
    """Return the name of a study in lines; where it is cut, its last word, the year, stays."""
    lines = _lines(label, room)
    if len(lines) <= _LINES:
        return lines
    last = f"… {label.split()[-1]}"
    kept = " ".join(lines[_LINES - 1 :])
    while kept and svg.width(kept + last, PLAIN) > room:
        kept = kept[:-1]
    if not kept:
        return svg.cut(" ".join(lines), PLAIN, room, _LINES)
    return [*lines[: _LINES - 1], kept.rstrip(" ,") + last]


@functools.lru_cache(2048)
def _lines(label: str, room: int) -> Sequence[str]:
    """Return a name in lines; a word that is wider than a line is broken at its hyphens."""
    return svg.wrap(_breakable(label, room), PLAIN, room)


def _breakable(label: str, room: int) -> str:
    """Return a label in which a word that is wider than a line ends at its hyphens."""
    words = label.split()
    return " ".join(
        word if svg.width(word, PLAIN) <= room else re.sub(r"-(?=.)", "- ", word) for word in words
    )


def _centred(lines: Sequence[str], x: int, middle: int, size: int, fill: str) -> list[str]:
    top = middle - len(lines) * _LEADING // 2 + 11
    return [svg.text(x, top + at * _LEADING, line, size=size, fill=fill) for at, line in enumerate(lines)]
