"""Where the boxes, arrows, headings and bars of the diagram stand: the geometry of the official templates.

Columns from the left: the version before, databases, what leaves beside them, other methods, what leaves
there. Rows are the same in both arms: sought beside sought, assessed beside assessed. Boxes are as high as
their text, rows as high as their highest box; no arrow crosses a box.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tamis.flow.boxes import Flow
from tamis.flow.diagram.said import Line, Said, joined
from tamis.svg import SIZE, width, wrap

LEADING = 18  # of text in boxes
PAD_X, PAD_Y = 11, 10
INDENT = 12  # of a line beneath another
HANG = 10  # of a line that goes on, in a line beneath another
EDGE = 12  # around the whole
HEAD_LEADING, HEAD_PAD, HEAD_GAP = 16, 12, 20
ROW_GAP = 30
BAR_X, BAR_WIDTH = EDGE, 28
_FIRST = BAR_X + BAR_WIDTH + 16  # where the columns begin
#: Width of each column and of the gap behind it, for each set of columns: printed 19 cm wide, no letter is
#: under 6.5 points (docs/flow.md).
_COLUMNS = {
    ("databases", "side"): ((280, 44), (310, 0)),
    ("databases", "side", "other", "other_side"): ((222, 30), (240, 24), (222, 30), (216, 0)),
    ("previous", "databases", "side"): ((170, 20), (250, 36), (270, 0)),
    ("previous", "databases", "side", "other", "other_side"): (
        (146, 16),
        (200, 30),
        (215, 20),
        (184, 24),
        (173, 0),
    ),
}

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its left edge and its width."""

    x: int
    width: int

    @property
    def end(self) -> int:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Box:
    """A box where it stands. `rows`: each paragraph with its lines, and how far each of these is set in."""

    said: Said
    rows: tuple[tuple[Line, tuple[tuple[int, str], ...]], ...]
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Half-way between its left and right edge."""
        return self.x + self.width // 2

    @property
    def level(self) -> int:
        """Half-way between its top and bottom."""
        return self.y + self.height // 2

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above columns; gold for databases, grey else."""

    lines: tuple[str, ...]
    x: int
    width: int
    height: int
    gold: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A diagram, ready to be painted.

    bars: the word of each phase, its top and bottom. arrows: the points of each.
    """

    boxes: Mapping[str, Box]
    headings: tuple[Heading, ...]
    bars: tuple[tuple[str, int, int], ...]
    arrows: tuple[tuple[Point, ...], ...]
    width: int
    bottom: int


def lay_out(
    flow: Flow, said: Mapping[str, Said], headings: Mapping[str, str], phases: Sequence[str]
) -> Layout:
    """Return where everything stands, in whole pixels from the upper left corner."""
    columns = _columns(flow)
    heads = _headings(columns, headings, side_by_side=joined(flow))
    y = EDGE + max(head.height for head in heads) + HEAD_GAP
    placed: dict[str, Box] = {}
    bars: list[tuple[str, int, int]] = []
    for word, rows in zip(phases, _phases(flow), strict=True):
        top = y if bars else EDGE
        for row in rows:
            made = [_box(said[name], columns[column], y) for name, column in row if name in said]
            placed |= {box.said.name: box for box in made}
            if made:
                y += max(box.height for box in made) + ROW_GAP
        # A bar is as high as its word is long.
        y = max(y, top + math.ceil(width(word, SIZE, bold=True)) + 2 * PAD_Y + ROW_GAP)
        bars.append((word, top, y - ROW_GAP))
    return Layout(
        boxes={name: placed[name] for name in said},
        headings=heads,
        bars=tuple(bars),
        arrows=tuple(_arrows(placed, side_by_side=joined(flow))),
        width=max(column.end for column in columns.values()) + EDGE,
        bottom=y - ROW_GAP,
    )


def _columns(flow: Flow) -> dict[str, Column]:
    names = ("databases", "side", *(("other", "other_side") if flow.other_arm else ()))
    names = ("previous", *names) if flow.updated else names
    found, x = {}, _FIRST
    for name, (wide, gap) in zip(names, _COLUMNS[names], strict=True):
        found[name] = Column(x, wide)
        x += wide + gap
    return found


def _phases(flow: Flow) -> list[list[list[tuple[str, str]]]]:
    """Return the rows of each phase: the boxes that can stand there, with their columns."""
    previous, main = ("previous_studies", "previous"), ("database_results", "databases")
    if joined(flow):
        # The records meet on the main line; only then does what is removed leave it.
        top = [[previous, main, ("other_results", "side")], [("duplicates", "side")]]
    else:
        top = [[previous, main, ("duplicates", "side"), ("other_results", "other")]]

    def row(left: str, right: str) -> list[tuple[str, str]]:
        return [
            (f"{prefix}_{what}", column)
            for prefix, columns in (("dbr", ("databases", "side")), ("other", ("other", "other_side")))
            for what, column in zip((left, right), columns, strict=True)
        ]

    return [
        top,
        [
            [("records_screened", "databases"), ("records_excluded", "side")],
            row("sought_reports", "notretrieved_reports"),
            row("assessed", "excluded"),
        ],
        [[(name, "databases")] for name in _INCLUDED],
    ]


#: The boxes of the last phase from above; there is one of the last two where there is a meta-analysis.
_INCLUDED = ("new_studies", "total_studies", "meta_analysis_studies", "meta_analysis_reports")


def _box(said: Said, column: Column, y: int) -> Box:
    space = column.width - 2 * PAD_X
    rows = tuple((line, tuple(set_in_lines(line, SIZE, space))) for line in said.lines)
    height = sum(len(lines) for _, lines in rows) * LEADING + 2 * PAD_Y
    return Box(said, rows, column.x, y, column.width, height)


def set_in_lines(line: Line, size: int, space: int) -> list[tuple[int, str]]:
    """Return a paragraph in lines, each with how far it is set in; none is wider than `space`."""
    start, hang = line.level * INDENT, HANG if line.level else 0
    lines = wrap(line.text, size, space - start, hang)
    return [(start + hang if at else start, text) for at, text in enumerate(lines)]


def _headings(
    columns: Mapping[str, Column], words: Mapping[str, str], *, side_by_side: bool
) -> tuple[Heading, ...]:
    """Return the headings, all as high as the highest."""
    spans = {
        "previous": ("previous", "previous"),
        "databases": ("databases", "side"),
        "other": ("other", "other_side"),
    }
    if side_by_side:
        spans |= {"databases": ("databases", "databases"), "other": ("side", "side")}
    found = []
    for name, text in words.items():
        first, last = (columns[column] for column in spans[name])
        wide = last.end - first.x
        lines = wrap(text, SIZE, wide - 2 * HEAD_PAD, bold=True)
        found.append(Heading(tuple(lines), first.x, wide, 0, gold=name == "databases"))
    height = HEAD_LEADING * max(len(head.lines) for head in found) + 2 * HEAD_PAD
    return tuple(Heading(head.lines, head.x, head.width, height, head.gold) for head in found)


def _arrows(boxes: Mapping[str, Box], *, side_by_side: bool) -> list[tuple[Point, ...]]:
    """Return the points of each arrow."""
    main = ["database_results", "records_screened", "dbr_sought_reports", "dbr_assessed", *_INCLUDED]
    side = [
        ("records_screened", "records_excluded"),
        ("dbr_sought_reports", "dbr_notretrieved_reports"),
        ("dbr_assessed", "dbr_excluded"),
        ("other_sought_reports", "other_notretrieved_reports"),
        ("other_assessed", "other_excluded"),
    ]
    there = [boxes[name] for name in main if name in boxes]
    arrows = [_down(above, below) for above, below in pairwise(there)]
    first = boxes["database_results"]
    if side_by_side:
        other, removed = boxes["other_results"], boxes["duplicates"]
        meet = removed.y - ROW_GAP // 2
        arrows.append(((other.middle, other.bottom), (other.middle, meet), (first.middle, meet)))
        arrows.append(((first.middle, removed.level), (removed.x, removed.level)))
    else:
        side.append(("database_results", "duplicates"))
    if "other_assessed" in boxes:
        column = [boxes[name] for name in ("other_results", "other_sought_reports", "other_assessed")]
        arrows += [_down(above, below) for above, below in pairwise(column)]
        last, new = boxes["other_assessed"], boxes["new_studies"]
        arrows.append(((last.middle, last.bottom), (last.middle, new.level), (new.x + new.width, new.level)))
    if "total_studies" in boxes:
        before, total = boxes["previous_studies"], boxes["total_studies"]
        arrows.append(((before.middle, before.bottom), (before.middle, total.level), (total.x, total.level)))
    return arrows + [_across(boxes[a], boxes[b]) for a, b in side if a in boxes]


def _down(above: Box, below: Box) -> tuple[Point, ...]:
    return (above.middle, above.bottom), (above.middle, below.y)


def _across(left: Box, right: Box) -> tuple[Point, ...]:
    y = left.y + min(left.height, right.height) // 2
    return (left.x + left.width, y), (right.x, y)
