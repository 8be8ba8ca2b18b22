"""The traffic-light figure: for each study and criterion (or domain) a circle with a colour and a symbol."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tamis import svg
from tamis.appraisal.engine.tool import Sign
from tamis.appraisal.figures import marks
from tamis.appraisal.figures.grid import Column, Panel, PanelRow
from tamis.appraisal.figures.marks import BAND, FAINT, HAIR, PLAIN, SHADE, SMALL
from tamis.appraisal.figures.page import INNER, NOTHING, Band, Block, Strip, column_width, document, stacked
from tamis.appraisal.figures.palette import COLOUR_BLIND
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
    """How marks are drawn: the palette, and which signs are like another in grey: those with a hatching."""

    palette: str
    hatches: Mapping[Sign, int]

    def mark(self, sign: Sign | None, x: int, y: int) -> list[str]:
        return marks.mark(sign, self.palette, x, y, bold=bool(sign and self.hatches.get(sign)))


def draw(panels: Sequence[Panel], palette: str = COLOUR_BLIND) -> str:
    """Return the traffic-light figure as an SVG document; see `page.document` for how its pages are made.

    Panels of few columns stand beside each other; a panel goes on in the next column, or on the next page.
    Under them stands what each column is about. The legend, on each page, has the signs that occur.
    """
    shown = [panel for panel in panels if panel.rows]
    if not shown:
        return marks.nothing(NAME, TITLE)
    style = _Style(palette, marks.alike(shown, palette))
    several = len({panel.tool for panel in shown}) > 1
    runs = [[*each] for _, each in groupby((p for panel in shown for p in _parts(panel)), key=_is_narrow)]
    columns = [2 if _is_narrow(run[0]) and (len(run) > 1 or len(run[0].rows) > _SHORT) else 1 for run in runs]
    inner = _NARROW if columns == [1] and _is_narrow(runs[0][0]) else INNER
    bands = []
    for run, n in zip(runs, columns, strict=True):
        room = column_width(n, inner)
        alike = [panel for other, m in zip(runs, columns, strict=True) if m == n for panel in other]
        names, cell = _measures(alike, room)
        blocks = (_block(panel, _grid(panel, names, cell), room, several, style) for panel in run)
        bands.append(Band(tuple(blocks), n))
    if key := marks.key(shown, inner):
        bands.append(key)
    said: list[Sign | None] = [*marks.signs(shown)]
    if any(None in row.cells and not row.note for panel in shown for row in panel.rows):
        said.append(None)
    return document(
        NAME, TITLE, marks.words(shown), bands, marks.legend(said, style.mark, inner), inner=inner
    )


def _parts(panel: Panel) -> Iterator[Panel]:
    """Yield a panel as it is, or, where its columns are too many for a page, in parts of its columns."""
    for most in range(len(panel.columns), 0, -1):
        starts = range(0, len(panel.columns), most)
        parts = [
            replace(
                panel,
                title=f"{panel.title} (part {at} of {len(starts)})" if len(starts) > 1 else panel.title,
                columns=panel.columns[start : start + most],
                rows=tuple(replace(row, cells=row.cells[start : start + most]) for row in panel.rows),
            )
            for at, start in enumerate(starts, start=1)
        ]
        if all(_NAMES + _need(part, _CELL) <= INNER for part in parts):
            yield from parts
            return
    yield panel


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


def _block(panel: Panel, grid: _Grid, room: int, several: bool, style: _Style) -> Block:
    tool = panel.tool if several else ""
    head, again = (
        stacked(marks.title(panel, tool, room, again=again), _head(panel, grid)) for again in (False, True)
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
        parts.append(f'<rect x="{x}" y="{y}" width="{grid.width}" height="{_HEAD}" fill="{BAND}"/>')
        parts.append(svg.text(x + 6, y + 16, "Study", size=SMALL, weight="bold"))
        for at, column in enumerate(panel.columns):
            shown = svg.cut(column.head, SMALL, grid.cells[at][1])[0]
            parts.append(
                svg.text(x + grid.middle(at), y + 16, shown, size=SMALL, anchor="middle", weight="bold")
            )
        return parts

    return Strip(above + _HEAD, drawn)


def _row(panel: Panel, row: PanelRow, grid: _Grid, style: _Style) -> Strip:
    lines = svg.cut(_breakable(row.label, grid.names - 10), PLAIN, grid.names - 10, 3)
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
            parts += style.mark(sign, x + grid.middle(at), middle)
        return [*parts, *_centred(note, x + note_x, middle, SMALL, NOTE_INK)]

    return Strip(height, drawn)


def _breakable(label: str, room: int) -> str:
    """Return a label in which a word that is wider than a line ends at its hyphens."""
    words = label.split()
    return " ".join(
        word if svg.width(word, PLAIN) <= room else re.sub(r"-(?=.)", "- ", word) for word in words
    )


def _centred(lines: Sequence[str], x: int, middle: int, size: int, fill: str) -> list[str]:
    top = middle - len(lines) * _LEADING // 2 + 11
    return [svg.text(x, top + at * _LEADING, line, size=size, fill=fill) for at, line in enumerate(lines)]
