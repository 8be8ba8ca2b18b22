"""The mark of a sign, the legend of marks, and the key: what each column stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tamis import svg
from tamis.appraisal.engine.tool import Sign
from tamis.appraisal.figures.grid import Column, Panel
from tamis.appraisal.figures.page import NOTHING, Band, Block, Strip, column_width, document
from tamis.appraisal.figures.palette import DISPUTED, colour, hatches, ink, is_open
from tamis.svg import INK, NOTE_INK, safe

#: No text is smaller: 8 point are 10.7 pixels.
SMALL, PLAIN = 11, 12
RADIUS = 10
FAINT = "#8c8c8c"
HAIR, BAND, SHADE = "#d9d9d9", "#ececec", "#f3f3f3"
NOT_DUE = "Not asked for"
NONE = "No study was appraised."
_LEGEND, _LINE = 26, 16
_ID = 34  # the least room for an id in the key


def mark(sign: Sign | None, palette: str, x: int, y: int, *, bold: bool = False) -> list[str]:
    """Return the mark of a sign around x, y: a circle with its symbol; of None, not due, a dot.

    `bold`: with a thick line around it, for one that is like another in grey.
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
    size = 17 if len(symbol) == 1 else SMALL
    written = NOTE_INK if not sign.id else ink(fill)
    return [
        f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{safe(fill)}" {line}/>',
        svg.text(x, y + round(size * 0.36), symbol, size=size, fill=written, anchor="middle", weight="bold"),
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


def signs(panels: Sequence[Panel]) -> list[Sign]:
    """Return the signs that stand somewhere, each once: answers, disputed, missing."""
    found = dict.fromkeys(sign for panel in panels for sign in panel.totals())
    return sorted(found, key=lambda sign: (is_open(sign), not sign.id))


def alike(panels: Sequence[Panel], palette: str) -> dict[Sign, int]:
    """Return the hatching of each sign: those of a tool that are alike in grey differ in it."""
    tools: dict[str, list[Sign]] = {}
    for panel in panels:
        tools.setdefault(panel.tool, []).extend(panel.signs)
    return {sign: at for each in tools.values() for sign, at in hatches(each, palette).items()}


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
    return document(name, title, NONE, [], foot, inner=300)


def key(panels: Sequence[Panel], inner: int) -> Band | None:
    """Return what each column stands for, under its heading; columns that two panels share stand once."""
    groups: dict[tuple[str, str], dict[Column, None]] = {}
    tools = [*dict.fromkeys(panel.tool for panel in panels)]
    for panel in panels:
        for column in panel.columns:
            if not column.overall:
                groups.setdefault((panel.tool, column.group), {})[column] = None
    if not groups:
        return None
    columns = [column for group in groups.values() for column in group]
    hang = min(max(_ID, svg.widest((c.id for c in columns), SMALL) + 10), 90)
    wants = hang + svg.widest((c.label for c in columns), SMALL)
    n = next((n for n in (3, 2) if len(groups) >= n and wants <= column_width(n, inner)), 1)
    wide = column_width(n, inner)

    def place(group: tuple[tuple[str, str], dict[Column, None]]) -> tuple[int, int]:
        return tools.index(group[0][0]), min(column.at for column in group[1])

    blocks = []
    for (tool, group), each in sorted(groups.items(), key=place):
        head = _lines(
            [
                line
                for name in (tool if len(tools) > 1 else "", group)
                if name
                for line in svg.wrap(name, SMALL, wide)
            ],
            "bold",
        )
        blocks.append(
            Block(
                head,
                head,
                tuple(_entry(column, hang, wide) for column in sorted(each, key=lambda c: c.at)),
                NOTHING,
            )
        )
    return Band(tuple(blocks), n)


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


def title(panel: Panel, tool: str, wide: int, *, again: bool) -> Strip:
    """Return the head of a panel: its tool where there are several, its title, its studies."""
    above = svg.cut(tool, SMALL, wide)[:1] if tool else []
    lines = svg.cut(panel.title, svg.SIZE, wide, 3)
    count = "continued" if again else studies(panel)
    used = svg.widest(lines[-1:], svg.SIZE) + 8
    beside = used + svg.widest([count], PLAIN) <= wide
    height = 15 * len(above) + 17 * len(lines) + (0 if beside else 15) + 5

    def drawn(x: int, y: int) -> list[str]:
        parts = [svg.text(x, y + 12, line, size=SMALL, fill=NOTE_INK) for line in above]
        y += 15 * len(above)
        parts += [svg.text(x, y + 13 + 17 * at, line, weight="bold") for at, line in enumerate(lines)]
        last = y + 13 + 17 * (len(lines) - 1)
        at = (x + used, last) if beside else (x, last + 16)
        return [*parts, svg.text(*at, count, size=PLAIN, fill=NOTE_INK)]

    return Strip(height, drawn)
