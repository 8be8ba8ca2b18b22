"""How wide the columns of a table are: by what is in them, as each program would do it differently."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tamis import svg
from tamis.typeset.blocks import Cell, Table, words

#: A line of a cell that is longer than this many em is broken gladly.
_LONG = 22.0
#: Between text and edge of a cell, left and right together, in em.
_EDGE = 1.3
_TURNED = 1.6
#: A row that is higher than this, in points, may break.
_TALL = 240
#: Sizes of the letters of a table, in points, from the largest.
SIZES = (9.0, 8.0, 7.0, 6.5)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place: the first row and column that it covers, both from 0, and how many it does."""

    row: int
    column: int
    rows: int
    columns: int
    cell: Cell


def grid(table: Table) -> tuple[list[Placed], int]:
    """Return the cells of a table at their places, and how many columns it has.

    Spans end where the table does, and a cell that would lie over another is moved to the right of it.
    """
    taken: set[tuple[int, int]] = set()
    placed, wide = [], 0
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            end = min(row + max(cell.rows, 1), len(table.rows) if row >= table.heads else table.heads)
            over = next(
                (at for at in range(max(cell.columns, 1)) if (row, column + at) in taken),
                max(cell.columns, 1),
            )
            taken.update((r, c) for r in range(row, end) for c in range(column, column + over))
            placed.append(Placed(row, column, max(end - row, 1), over, cell))
            column += over
            wide = max(wide, column)
    return placed, wide


@functools.lru_cache(maxsize=50_000)
def _em(word: str) -> float:
    return svg.width(word, 1.0) / svg.MARGIN


def _needs(cell: Cell) -> tuple[float, float]:
    """Return how wide a cell must be, for its longest word, and would like to be, in em."""
    if cell.turned:
        return _TURNED, _TURNED
    bold = 1.08 if cell.head else 1.0
    least, most = 0.0, 0.0
    for line in cell.lines:
        for part in words(line).split("\n"):
            wide = [_em(word) * bold for piece in part.split(" ") for word in _pieces(piece)]
            least = max([least, *wide])
            most = max(most, sum(wide) + 0.28 * part.count(" "))
    return min(least, _LONG) + _EDGE, most + _EDGE


def _pieces(word: str) -> Iterator[str]:
    """Give the parts of a word between which a line may break: behind hyphens."""
    *before, last = word.split("-")
    yield from (f"{part}-" for part in before)
    yield last


def widths(table: Table, space: float) -> tuple[list[float], float]:
    """Return how wide each column is, and the size of the letters, for a width of `space`; all in points.

    The columns fill the space where their text does, and take no more than it needs otherwise, two thirds of
    the space at least. Each gets what its longest word needs; what is left goes to those that would like
    more.
    """
    cells, columns = grid(table)
    if not columns:
        return [], SIZES[0]
    least, most = [0.0] * columns, [0.0] * columns
    over = []
    for placed in cells:
        low, high = _needs(placed.cell)
        if placed.columns == 1:
            least[placed.column] = max(least[placed.column], low)
            most[placed.column] = max(most[placed.column], high)
        else:
            over.append((placed.column, placed.columns, low))
    for column, span, low in over:
        here = slice(column, column + span)
        if (lacks := low - sum(least[here])) > 0:
            least[here] = [wide + lacks / span for wide in least[here]]
    most = [max(low, high) for low, high in zip(least, most, strict=True)]
    size = next((size for size in SIZES if sum(least) * size <= space), SIZES[-1])
    if table.widths and len(table.widths) == columns and sum(table.widths) > 0:
        return [space * width / sum(table.widths) for width in table.widths], size
    return _shared([low * size for low in least], [high * size for high in most], space), size


def _shared(least: Sequence[float], most: Sequence[float], space: float) -> list[float]:
    if sum(least) >= space:
        return [low * space / sum(least) for low in least]
    if sum(most) <= space:
        whole = max(sum(most), space * 2 / 3)
        return [high + (whole - sum(most)) * high / sum(most) for high in most]
    # A text of many lines gains less by each point of width: by the root, a long one does not starve the
    # rest.
    wish = [(high - low) ** 0.6 for low, high in zip(least, most, strict=True)]
    left = space - sum(least)
    made = list(least)
    open_ = [at for at, value in enumerate(wish) if value > 0]
    while left > 0.01 and open_:
        total = sum(wish[at] for at in open_)
        full = [at for at in open_ if made[at] + left * wish[at] / total >= most[at]]
        if not full:
            for at in open_:
                made[at] += left * wish[at] / total
            break
        for at in full:
            left -= most[at] - made[at]
            made[at] = most[at]
        open_ = [at for at in open_ if at not in full]
    return made


def lies(table: Table, upright: float) -> bool:
    """Return whether a table is to lie on its side: it may, and is too much for `upright` points of width."""
    if not table.wide:
        return False
    cells, columns = grid(table)
    least, most = [0.0] * columns, [0.0] * columns
    for placed in cells:
        if placed.columns == 1:
            low, high = _needs(placed.cell)
            least[placed.column] = max(least[placed.column], low)
            most[placed.column] = max(most[placed.column], high)
    return sum(least) * SIZES[2] > upright or sum(most) * SIZES[0] > 3 * upright


def turned(table: Table, size: float) -> float:
    """Return how high a head must be for words that are read upwards, in points; 0: there are none."""
    lines = [line for row in table.rows[: table.heads] for cell in row if cell.turned for line in cell.lines]
    return (
        max((sum(_em(word) + 0.28 for word in words(line).split()) for line in lines), default=-0.8)
        * size
        * 1.1
        + size * 0.9
    )


def long_rows(placed: Sequence[Placed], wide: Sequence[float], size: float) -> set[int]:
    """Return the rows that may break over pages, as they fill much of one; the others stay whole."""
    found: set[int] = set()
    for each in placed:
        space = sum(wide[each.column : each.column + each.columns]) - size
        lines = sum(
            math.ceil(size * 0.5 * len(part) / max(space, size))
            for line in each.cell.lines
            for part in words(line).split("\n")
        )
        if lines * size * 1.3 > _TALL:
            found.update(range(each.row, each.row + each.rows))
    return found


def is_small(table: Table) -> bool:
    """Return whether a table is kept on one page."""
    said = sum(len(words(line)) for row in table.rows for cell in row for line in cell.lines)
    return len(table.rows) <= 18 and said < 1500
