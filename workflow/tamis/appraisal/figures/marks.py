"""The mark of a sign, the legend of marks, and the key: what each column stands for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from tamis import svg
from tamis.appraisal.engine.tool import Sign
from tamis.appraisal.figures.grid import Column, Panel
from tamis.appraisal.figures.page import NOTHING, Band, Block, Section, Strip, column_width, document
from tamis.appraisal.figures.palette import DISPUTED, OVERRULED, colour, ink, is_open, ringed
from tamis.svg import INK, NOTE_INK, safe

#: No text is smaller: 8 point are 10.7 pixels.
SMALL, PLAIN = 11, 12
RADIUS = 10
FAINT = "#8c8c8c"
HAIR, BAND, SHADE = "#d9d9d9", "#ececec", "#f3f3f3"
NOT_DUE = "Not asked"
NONE = "No study was appraised."
_LEGEND, _LINE = 26, 16
_ID = 34  # the least room for an id in the key


def mark(
    sign: Sign | None, palette: str, x: int, y: int, *, bold: bool = False, square: bool = False
) -> list[str]:
    """Return the mark of a sign around x, y: a circle with its symbol; of None, not due, a dot.

    Args:
        sign: which.
        palette: the name of the colours.
        x, y: its middle.
        bold: with a thick line around it, for one that is like another in grey.
        square: as a square, for what a person overruled.
    """
    if sign is None:
        return [f'<circle cx="{x}" cy="{y}" r="1.5" fill="{FAINT}"/>']
    fill = colour(sign, palette)
    line = 'stroke="#333333" stroke-width="1"'
    if sign == DISPUTED:
        line = f'stroke="{INK}" stroke-width="2"'
    elif is_open(sign):
        line = f'stroke="{FAINT}" stroke-width="1.25" stroke-dasharray="3 2.3"'
    elif bold:
        line = f'stroke="{INK}" stroke-width="2.5"'
    symbol = svg.cut(sign.symbol, SMALL, 2 * RADIUS)[0]
    points = 17 if len(symbol) == 1 else SMALL
    written = NOTE_INK if not sign.id else ink(fill)
    shape = f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{safe(fill)}" {line}/>'
    if square or sign == OVERRULED:
        half = RADIUS - 1
        size = f'x="{x - half}" y="{y - half}" width="{2 * half}" height="{2 * half}"'
        shape = f'<rect {size} fill="{safe(fill)}" {line}/>'
    return [
        shape,
        svg.text(
            x, y + round(points * 0.36), symbol, size=points, fill=written, anchor="middle", weight="bold"
        ),
    ]


def legend(
    signs: Iterable[Sign | None], draw: Callable[[Sign | None, int, int], list[str]], inner: int
) -> Strip:
    """Return the legend: what each sign means, in as many lines as they need.

    Args:
        signs: which stand in it, in order; None is what is not asked for.
        draw: draws one around a point.
        inner: how wide it may be.
    """
    places: list[tuple[Sign | None, str, int, int]] = []
    x = y = 0
    for sign in signs:
        label = svg.cut(sign.label if sign else NOT_DUE, PLAIN, inner - 32)[0]
        wide = 30 + svg.widest([label], PLAIN)
        if x and x + wide > inner:
            x, y = 0, y + _LEGEND
        places.append((sign, label, x, y))
        x += wide + 10
    if not places:
        return NOTHING

    def drawn(left: int, top: int) -> list[str]:
        parts = []
        for sign, label, x, y in places:
            middle = top + y + _LEGEND // 2
            parts += draw(sign, left + x + 12, middle)
            parts.append(svg.text(left + x + 28, middle + 4, label, size=PLAIN))
        return parts

    return Strip(y + _LEGEND, drawn)


def by_tool(panels: Iterable[Panel]) -> list[list[Panel]]:
    """Return the panels of each tool, in their order."""
    tools: dict[str, list[Panel]] = {}
    for panel in panels:
        tools.setdefault(panel.tool, []).append(panel)
    return [*tools.values()]


def section(
    panels: Sequence[Panel],
    bands: Iterable[Band],
    draw: Callable[[Sign | None, int, int], list[str]],
    inner: int,
    *,
    several: bool,
) -> Section:
    """Return the pages of one tool: its name above, where there are `several`, and under each its legend.

    The legend has the signs that stand on the page, in the order of the tool; then disputed, missing, the
    square of what was overruled, and the dot of what is not asked.
    """
    every = dict.fromkeys(sign for panel in panels for sign in panel.signs)
    order = [*sorted(every, key=lambda sign: (is_open(sign), not sign.id)), OVERRULED, None]

    def foot(shown: frozenset[Hashable]) -> Strip:
        return legend([sign for sign in order if sign in shown], draw, inner)

    name = panels[0].tool if several and any(panel.title != panel.tool for panel in panels) else ""
    lines = svg.cut(name, svg.SIZE, inner, 2) if name else []
    height = 18 * len(lines) + 8 if lines else 0

    def head(x: int, y: int) -> list[str]:
        return [svg.text(x, y + 13 + 18 * at, line, fill=NOTE_INK) for at, line in enumerate(lines)]

    return Section(tuple(bands), Strip(height, head), foot)


def alike(panels: Sequence[Panel], palette: str) -> frozenset[Sign]:
    """Return the signs of a tool that have a ring, or a hatching."""
    return ringed((sign for panel in panels for sign in panel.signs), palette)


def words(panels: Sequence[Panel]) -> str:
    """Return what a figure shows: how many studies, and how often each answer."""
    told = []
    for panel in panels:
        counts = ", ".join(f"{sign.label} {count:,}" for sign, count in panel.totals().items())
        told.append(f"{panel.title}, {studies(panel)}: {counts or 'nothing'}.")
    return " ".join(told)


def studies(panel: Panel) -> str:
    """Return how many studies a panel has, in words."""
    n = len(panel.rows)
    return f"{n:,} {'study' if n == 1 else 'studies'}"


def nothing(name: str, title: str) -> str:
    """Return a figure of one line, which says that no study was appraised."""
    foot = Strip(16, lambda x, y: [svg.text(x, y + 13, NONE)])
    return document(name, title, NONE, [Section((), foot, lambda shown: NOTHING)], inner=300)


def key(panels: Sequence[Panel], inner: int) -> Band | None:
    """Return what each column of a tool stands for, under its heading; what panels share stands once."""
    groups: dict[str, dict[Column, None]] = {}
    for panel in panels:
        for column in panel.columns:
            if not column.overall:
                groups.setdefault(column.group, {})[column] = None
    if not groups:
        return None
    listed = sorted(
        ((group, sorted(each, key=lambda c: c.at)) for group, each in groups.items()),
        key=lambda item: item[1][0].at,
    )
    columns = [column for _, each in listed for column in each]
    hang = min(max(_ID, svg.widest((c.id for c in columns), SMALL) + 10), 90)
    n = next(n for n in (3, 2, 1) if n == 1 or _fits(listed, n, hang, column_width(n, inner)))
    wide = column_width(n, inner)
    if len(listed) == 1:  # without the others its heading says nothing; it goes on in the next column
        many = -(-len(columns) // n)
        listed = [("", columns[at * many : (at + 1) * many]) for at in range(n)]
    blocks = []
    for group, each in listed:
        head = _lines(svg.wrap(group, SMALL, wide), "bold") if group else NOTHING
        blocks.append(Block(head, head, tuple(_entry(column, hang, wide) for column in each), NOTHING))
    return Band(tuple(blocks), n, together=True)


def _fits(groups: Sequence[tuple[str, Sequence[Column]]], n: int, hang: int, wide: int) -> bool:
    """Return whether a key may have so many columns: none is empty, and no label has more than two lines."""
    labels = [column.label for _, each in groups for column in each]
    enough = len(groups) >= n or (len(groups) == 1 and len(labels) >= 3 * n)
    return enough and all(len(svg.wrap(label, SMALL, wide - hang)) <= 2 for label in labels)


def _entry(column: Column, hang: int, wide: int) -> Strip:
    lines = svg.wrap(column.label, SMALL, wide - hang)
    name = svg.cut(column.id, SMALL, hang - 6)[0]

    def drawn(x: int, y: int) -> list[str]:
        first = svg.text(x, y + 12, name, size=SMALL, weight="bold")
        return [first, *_lines(lines).draw(x + hang, y)]

    return Strip(len(lines) * _LINE, drawn)


def _lines(lines: Sequence[str], weight: str = "") -> Strip:
    def drawn(x: int, y: int) -> list[str]:
        return [
            svg.text(x, y + 12 + at * _LINE, line, size=SMALL, weight=weight) for at, line in enumerate(lines)
        ]

    return Strip(len(lines) * _LINE, drawn)


def title(panel: Panel, wide: int, *, again: bool) -> Strip:
    """Return the head of a panel: its title, its studies."""
    lines = svg.cut(panel.title, svg.SIZE, wide, 3)
    count = "continued" if again else studies(panel)
    beside = svg.widest(lines[-1:], svg.SIZE) + 8 + svg.widest([count], PLAIN) <= wide
    height = 17 * len(lines) + (0 if beside else 15) + 5

    def drawn(x: int, y: int) -> list[str]:
        parts = [svg.text(x, y + 13 + 17 * at, line, weight="bold") for at, line in enumerate(lines)]
        if beside:  # in the same text, so that it is as far from the title with any font
            style = f'font-size="{PLAIN}" font-weight="normal" fill="{NOTE_INK}"'
            parts[-1] = parts[-1].replace("</text>", f'<tspan dx="10" {style}>{count}</tspan></text>')
            return parts
        return [*parts, svg.text(x, y + 13 + 17 * len(lines) - 1, count, size=PLAIN, fill=NOTE_INK)]

    return Strip(height, drawn)
