"""How wide the columns of a table are: by what is in them, as each program would do it differently."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tamis import svg
from tamis.typeset.blocks import Cell, Runs, Table, words

#: A word that is longer than this many em is broken gladly.
_LONG = 22.0
#: Between text and edge of a cell, left and right together, in em.
_EDGE = 1.0
_TURNED = 1.6
#: Of the width, so much the longest words may take where there is much text besides.
_ROOM = 0.87
#: A table that may lie does where its widest lines, side by side, would fill so many times the width.
_MUCH = 8
#: A row that is higher than this, in points, may break.
_TALL = 240
#: Above and below the text of a cell, together, in points.
_PAD = 6.0
#: Sizes of the letters of a table, in points, from the largest.
SIZES = (9.0, 8.0, 7.0)


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
def em(word: str, *, bold: bool = False) -> float:
    """Return how wide a word is, in em of the fonts that documents ask for."""
    return svg.width(word, 1.0, bold=bold) / svg.MARGIN


def _needs(cell: Cell) -> tuple[float, float]:
    """Return how wide a cell must be, for its longest word, and would like to be, in em."""
    if cell.turned:
        return _TURNED, _TURNED
    bold = bool(cell.head) or any(run.bold for line in cell.lines for run in line)
    least, most = 0.0, 0.0
    for line in cell.lines:
        for part in words(line).split("\n"):
            wide = [em(word, bold=bold) for piece in part.split(" ") for word in _pieces(piece)]
            least = max([least, *wide])
            most = max(most, sum(wide) + 0.28 * part.count(" "))
    return min(least, _LONG) + _EDGE, most + _EDGE


def _pieces(word: str) -> Iterator[str]:
    """Give the parts of a word between which a line may break: behind hyphens."""
    *before, last = word.split("-")
    yield from (f"{part}-" for part in before)
    yield last


def broken(runs: Runs, space: float) -> Runs:
    """Return a line in which each word that is wider than `space` em may break, with a hyphen in a word."""
    made = []
    for run in runs:
        parts = run.text.split(" ")
        wide = [any(em(piece, bold=run.bold) > space for piece in _pieces(part)) for part in parts]
        if any(wide):
            cut = [_cut(part) if is_wide else part for part, is_wide in zip(parts, wide, strict=True)]
            run = run.saying(" ".join(cut))
        made.append(run)
    return tuple(made)


def _cut(word: str) -> str:
    """Return a word with places to break in: soft hyphens between letters, and such as show nothing."""
    signs = svg.clusters(word)
    made = signs[:1]
    for before, sign in pairwise(signs):
        made += ["\xad" if before.isalpha() and sign.isalpha() else "\u200b", sign]
    return "".join(made)


def widths(table: Table, space: float) -> tuple[list[float], float]:
    """Return how wide each column is, and the size of the letters, for a width of `space`; all in points.

    Each gets what its longest word needs, and the letters are smaller where that is too much; what is left is
    shared. Where a table gives widths, the columns come as near to them as that leaves; else they fill the
    space where their text does, take two thirds of it at least, and more goes to those that would like more.
    """
    cells, columns = grid(table)
    if not columns:
        return [], SIZES[0]
    least, most = _all_need(cells, columns)
    # Columns as wide as one word make a table of sentences high and hard to read.
    room = _ROOM * space if sum(most) * SIZES[0] > 2 * space else space
    sizes = [size for size in SIZES if sum(least) * size <= space]
    size = next((size for size in sizes if sum(least) * size <= room), (sizes or SIZES)[-1])
    low, high = [each * size for each in least], [each * size for each in most]
    if table.widths and len(table.widths) == columns and min(table.widths) > 0:
        return _wished(low, table.widths, space), size
    return _shared(low, high, space), size


def _all_need(cells: Sequence[Placed], columns: int) -> tuple[list[float], list[float]]:
    """Return how wide each column must be, and would like to be, in em."""
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
    return least, [max(low, high) for low, high in zip(least, most, strict=True)]


def _wished(least: Sequence[float], wishes: Sequence[int], space: float) -> list[float]:
    """Return widths in the proportion that is wished, each at least what it must be."""
    if sum(least) >= space:
        return [low * space / sum(least) for low in least]
    held: set[int] = set()
    while True:
        free = [at for at in range(len(least)) if at not in held]
        share = (space - sum(least[at] for at in held)) / sum(wishes[at] for at in free)
        narrow = {at for at in free if wishes[at] * share < least[at]}
        if not narrow:
            return [least[at] if at in held else wishes[at] * share for at in range(len(least))]
        held |= narrow


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
    least, most = _all_need(*grid(table))
    return sum(least) * SIZES[-1] > upright or sum(most) * SIZES[0] > _MUCH * upright


def turned(table: Table, size: float) -> float:
    """Return how high a head must be for words that are read upwards, in points; 0: there are none."""
    lines = [line for row in table.rows[: table.heads] for cell in row if cell.turned for line in cell.lines]
    if not lines:
        return 0
    longest = max(sum(em(word) + 0.28 for word in words(line).split()) for line in lines)
    return longest * size * 1.1 + size * 0.9


def heights(table: Table, placed: Sequence[Placed], wide: Sequence[float], size: float) -> list[float]:
    """Return about how high each row is, in points; a cell over several rows counts in the last of them."""
    made = [size * 1.3 + _PAD] * len(table.rows)
    for each in placed:
        if not each.cell.turned:
            space = max(sum(wide[each.column : each.column + each.columns]) - size, size)
            lines = sum(
                math.ceil(size * 0.5 * len(part) / space) or 1
                for line in each.cell.lines
                for part in words(line).split("\n")
            )
            at = each.row + each.rows - 1
            above = sum(made[each.row : at])
            made[at] = max(made[at], lines * size * 1.3 + _PAD - above)
    if high := turned(table, size):
        made[table.heads - 1] = max(made[table.heads - 1], high)
    return made


def long_rows(placed: Sequence[Placed], high: Sequence[float]) -> set[int]:
    """Return the rows that may break over pages, as they fill much of one; the others stay whole."""
    found: set[int] = set()
    for each in placed:
        rows = range(each.row, each.row + each.rows)
        if sum(high[row] for row in rows) > _TALL:
            found.update(rows)
    return found


def stays_whole(table: Table, high: Sequence[float], space: float) -> bool:
    """Return whether a table is kept on one page: a small one, and one that is read upwards, where it fits.

    Args:
        high: of each row, in points.
        space: how high the text of a page is, in points.
    """
    if any(cell.turned for row in table.rows[: table.heads] for cell in row):
        return sum(high) < 0.85 * space
    said = sum(len(words(line)) for row in table.rows for cell in row for line in cell.lines)
    return len(table.rows) <= 18 and said < 1500


def groups(placed: Sequence[Placed], count: int) -> set[int]:
    """Return the rows that are one cell over all columns: each heads the rows below it."""
    return {each.row for each in placed if each.columns == count > 1 and each.rows == 1}
