"""The summary figure: for each criterion (or domain) a bar, divided by what the studies were given for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from tamis import svg
from tamis.appraisal.engine.tool import Sign
from tamis.appraisal.figures import marks
from tamis.appraisal.figures.grid import Column, Panel, PanelRow
from tamis.appraisal.figures.marks import FAINT, SMALL
from tamis.appraisal.figures.page import INNER, Band, Block, Strip, document, stacked
from tamis.appraisal.figures.palette import COLOUR_BLIND, DISPUTED, colour, ink
from tamis.svg import INK, NOTE_INK, WHITE, safe

NAME, TITLE = "appraisal-summary", "Summary of the appraisal"
_BAR, _ROW, _LEADING = 15, 20, 13
#: The most room of the labels; and the room of the number after a bar.
_LABELS, _COUNTS = 290, 46
_STEP = 6
_TOGETHER = 10  # so many bars of a group at most stand on one page
_CHIP = 6.5  # the radius of the small circle with a symbol


@dataclass(frozen=True, slots=True)
class _Style:
    """How bars are drawn: the palette, which signs are hatched, and where bars stand."""

    palette: str
    ringed: Collection[Sign]
    left: int
    long: int


def draw(panels: Sequence[Panel], palette: str = COLOUR_BLIND) -> str:
    """Return the summary figure as an SVG document; see `page.document` for how its pages are made.

    A bar is the studies for which its criterion is due; what is missing or in dispute is a part of it.
    Panels that differ in a component alone are one. Each tool begins a page.
    """
    shown = _merged([panel for panel in panels if panel.rows and panel.columns])
    if not shown:
        return marks.nothing(NAME, TITLE)
    tools = marks.by_tool(shown)
    labels = (text for panel in shown for column in panel.columns for text in [_label(column)])
    left = min(_LABELS, svg.widest(labels, SMALL) + 12)
    sections = []
    for each in tools:
        style = _Style(palette, marks.alike(each, palette), left, INNER - left - _COUNTS)
        band = Band(tuple(_block(panel, style) for panel in each))
        swatch = partial(_swatch, style)
        sections.append(marks.section(each, [band], swatch, INNER, several=len(tools) > 1))
    return document(NAME, TITLE, _words(shown), sections)


def _merged(panels: Iterable[Panel]) -> list[Panel]:
    """Return the panels, those that differ in a component as one: not all columns are due for all."""
    groups: dict[tuple[object, ...], list[Panel]] = {}
    for number, panel in enumerate(panels):
        groups.setdefault((panel.tool, panel.within) if panel.within else (number,), []).append(panel)
    return [_one(each) if len(each) > 1 else each[0] for each in groups.values()]


def _one(panels: Sequence[Panel]) -> Panel:
    every = dict.fromkeys(column for panel in panels for column in panel.columns)
    columns = sorted(every, key=lambda column: (column.overall, column.at))
    rows = []
    for panel in panels:
        for row in panel.rows:
            cells = dict(zip(panel.columns, row.cells, strict=True))
            rows.append(PanelRow(row.label, tuple(cells.get(column) for column in columns)))
    signs = dict.fromkeys(sign for panel in panels for sign in panel.signs)
    return Panel(panels[0].within, tuple(columns), tuple(rows), tuple(signs), panels[0].tool)


def _words(panels: Sequence[Panel]) -> str:
    """Return what the figure shows, bar by bar."""
    told = []
    for panel in panels:
        bars = []
        for at, column in enumerate(panel.columns):
            counts = panel.tally(at)
            each = ", ".join(f"{sign.label} {n:,}" for sign, n in counts.items())
            bars.append(f"{_label(column)}: {each or 'due for no study'}")
        told.append(f"{panel.title}, {marks.studies(panel)}. {'; '.join(bars)}.")
    return " ".join(told)


def _label(column: Column) -> str:
    return column.label if column.overall else f"{column.id}\xa0 {column.label}"


def _block(panel: Panel, style: _Style) -> Block:
    strips = []
    headed = len({column.group for column in panel.columns if column.group != panel.title} - {""}) > 1
    for group, each in groupby(enumerate(panel.columns), key=lambda pair: pair[1].group):
        rows = [_row(column, panel.tally(at), style) for at, column in each]
        if not headed:
            strips += rows
        elif len(rows) <= _TOGETHER:
            strips.append(stacked(_subhead(group), *rows))
        else:
            strips += [stacked(_subhead(group), rows[0]), *rows[1:]]
    head, again = (marks.title(panel, INNER, again=again) for again in (False, True))
    return Block(head, again, tuple(strips), _axis(style))


def _subhead(group: str) -> Strip:
    text = svg.cut(group, SMALL, INNER)[0]
    return Strip(17, lambda x, y: [svg.text(x, y + 13, text, size=SMALL, fill=NOTE_INK)])


def _axis(style: _Style) -> Strip:
    """Return the axis under the bars of a panel: 0 to 100 per cent."""
    left, right = style.left, style.left + style.long

    def drawn(x: int, y: int) -> list[str]:
        parts = [f'<line x1="{x + left}" y1="{y + 2}" x2="{x + right}" y2="{y + 2}" stroke="{FAINT}"/>']
        for quarter in range(5):
            at = x + left + round(style.long * quarter / 4)
            parts.append(f'<line x1="{at}" y1="{y + 2}" x2="{at}" y2="{y + 6}" stroke="{FAINT}"/>')
            parts.append(svg.text(at, y + 18, f"{quarter * 25}%", size=SMALL, fill=NOTE_INK, anchor="middle"))
        return parts

    return Strip(20, drawn)


def _row(column: Column, counts: Mapping[Sign, int], style: _Style) -> Strip:
    """Return a bar with its label before it, and after it the number of studies that it stands for."""
    weight = "bold" if column.overall else ""
    lines = svg.cut(_label(column), SMALL, style.left - 12, 3)
    total = sum(counts.values())
    height = max(_ROW, len(lines) * _LEADING + 4) + (4 if column.overall else 0)

    def drawn(x: int, y: int) -> list[str]:
        middle = y + height // 2
        top = middle - len(lines) * _LEADING // 2 + 10
        parts = [
            svg.text(x, top + at * _LEADING, line, size=SMALL, weight=weight) for at, line in enumerate(lines)
        ]
        start, before = x + style.left, 0
        for sign, n in counts.items():
            from_x, to_x = (round(start + style.long * done / total, 2) for done in (before, before + n))
            parts += _segment(sign, n, from_x, to_x, middle - _BAR // 2, style)
            before += n
        end = start + style.long
        parts.append(
            f'<rect x="{start}" y="{middle - _BAR // 2}" width="{style.long}" height="{_BAR}" fill="none" '
            f'stroke="{INK if total else FAINT}"/>'
        )
        parts.append(svg.text(end + 7, middle + 4, f"n={total:,}", size=SMALL, fill=NOTE_INK))
        return parts

    return Strip(height, drawn, frozenset(counts))


def _segment(sign: Sign, n: int, left: float, right: float, top: int, style: _Style) -> list[str]:
    """Return a part of a bar, with its symbol and how many studies it is, where there is room."""
    wide = right - left
    parts = _fill(sign, left, wide, top, _BAR, style)
    label = f"{n:,}"
    room, chip = svg.widest([label], SMALL), 2 * _CHIP + 3
    middle, base = round((left + right) / 2, 2), top + _BAR // 2 + 4
    if wide < room + 4:
        return parts
    with_chip = wide >= chip + room + 8
    across = room + (chip if with_chip else 0)
    start = round(middle - across / 2, 2)
    fill = colour(sign, style.palette)
    if _slopes(sign, style):
        size = f'width="{across + 4}" height="{_BAR - 3}"'
        parts.append(f'<rect x="{start - 2:g}" y="{top + 1.5:g}" {size} rx="7" fill="{safe(fill)}"/>')
    if with_chip:
        parts += _chip(sign, start + _CHIP, top + _BAR // 2)
        middle = round(start + chip + room / 2, 2)
    parts.append(svg.text(middle, base, label, size=SMALL, fill=ink(fill), anchor="middle"))
    return parts


def _chip(sign: Sign, x: float, y: int) -> list[str]:
    """Return the symbol of a sign in a small white circle, so that a minus is not taken for a number's."""
    symbol = svg.cut(sign.symbol, SMALL, 2 * _CHIP + 2)[0]
    return [
        f'<circle cx="{x:g}" cy="{y}" r="{_CHIP}" fill="{WHITE}"/>',
        svg.text(x, y + 4, symbol, size=SMALL, anchor="middle", weight="bold"),
    ]


def _swatch(style: _Style, sign: Sign | None, x: int, y: int) -> list[str]:
    """Return what a sign looks like in a bar, for the legend."""
    if sign is None:
        return []
    left, top = x - 12, y - _BAR // 2
    return [
        *_fill(sign, left, 22, top, _BAR, style),
        f'<rect x="{left}" y="{top}" width="22" height="{_BAR}" fill="none" stroke="{INK}"/>',
        *_chip(sign, left + 11, top + _BAR // 2),
    ]


def _fill(sign: Sign, left: float, wide: float, top: int, high: int, style: _Style) -> list[str]:
    """Return the ground of a part, filled and hatched: missing is white, disputed is crossed."""
    fill = colour(sign, style.palette)
    parts = [
        f'<rect class="part" x="{left:g}" y="{top}" width="{wide:.2f}" height="{high}" fill="{safe(fill)}" '
        f'stroke="{INK}" stroke-width="0.75"/>'
    ]
    path = "".join(_lines(slope, left, wide, top, high) for slope in _slopes(sign, style))
    if path:
        parts.append(f'<path d="{path}" stroke="{ink(fill)}" stroke-width="0.8" stroke-opacity="0.55"/>')
    return parts


def _slopes(sign: Sign, style: _Style) -> tuple[int, ...]:
    """Return the slopes of a sign's hatching: 1 is down to the right, -1 up."""
    if sign == DISPUTED:
        return (1, -1)
    return (1,) if sign in style.ringed else ()


def _lines(slope: int, left: float, wide: float, top: int, high: int) -> str:
    """Return the lines of a hatching inside a rectangle, as the data of a path."""
    right = left + wide
    path = []
    start = left - high + _STEP / 2
    while start < right:
        # A line goes from the upper edge at `start` to the lower one, `high` further; or the other way up.
        a, b = max(start, left), min(start + high, right)
        if a < b:
            ya, yb = ((a - start), (b - start)) if slope > 0 else (high - (a - start), high - (b - start))
            path.append(f"M{a:.2f} {top + ya:.2f}L{b:.2f} {top + yb:.2f}")
        start += _STEP
    return "".join(path)
