"""A percentage of n things is k of n, for a whole k: against its count, and without one by GRIM.

GRIM: Brown and Heathers 2017 (10.1177/1948550616673876). Rounding half up, half down, half to even and
cutting off are all tried; only for what was counted as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from tamis.extraction.numbers.rounding import Number, shown
from tamis.extraction.numbers.view import OFFERS, Cell, Line, Study
from tamis.tables import Finding


def percentages(study: Study) -> Iterator[Finding]:
    """Yield percentages that are not those of their count, or of no count at all of their n."""
    for line in study.lines:
        for cell in line.numbers("count"):
            n = line.get(cell.column.kind.of) if cell.percent and cell.column.kind.of else None
            if n and n.number and n.number.whole and n.exact > 0 and cell.number and not n.percent:
                count = _count(line, cell)
                if count and count.exact <= n.exact and line.counted(cell, n, count):
                    yield from _against_count(study, line, cell, count, n, cell.number)
                elif not count and line.raw(cell, n):
                    yield from _without_count(study, line, cell, n, cell.number)


def _count(line: Line, cell: Cell) -> Cell | None:
    """Return the count that a percentage goes with: the one that the form names, or the only one of its n."""
    if cell.column.count:
        return line.get(cell.column.count)
    kind, arm = cell.column.kind, cell.column.arm
    same = [
        other
        for other in line.numbers("count")
        if other.column.kind == kind and other.column.arm == arm and other is not cell
    ]
    return same[0] if len(same) == 1 and not same[0].percent else None


def _against_count(
    study: Study, line: Line, cell: Cell, count: Cell, n: Cell, typed: Number
) -> Iterator[Finding]:
    if typed.fits(100 * count.exact / n.exact):
        return
    what = f"{count.text} of {n.text} is {shown(100 * count.exact / n.exact, max(typed.decimals, 1))}%"
    least, most = _wholes(typed, count.exact)

    def fits(size: Fraction) -> bool:
        return least <= size <= most

    offers = [f"{count.text} of {other}" for other in study.others(n.exact, fits, line.unit(n.id)).values()]
    if least == most and not offers:
        offers = [f"{count.text} of {least}"]
    elif not offers:  # the count may be wrong as well as the n
        offers = [f"{k} of {n.text}" for k in fitting(typed, n.exact)[:1]]
        offers += [f"{count.text} of {least} to {most}"] if least < most else []
    text = f"{cell.column.label}: {what}, and {cell.text} is typed"
    if offers:
        text += f"; {' or '.join(offers)} would be {cell.text}"
    yield line.found("percent", "high", cell, text)


def _wholes(typed: Number, count: Fraction) -> tuple[int, int]:
    """Return the least and the largest number of which a count is this percentage; the least is 1 or more.

    Where there is none, or no largest, the least is above the largest.
    """
    ends = typed.rounded
    if ends.low <= 0:
        return 1, 0
    return max(ceil(100 * count / ends.high), ceil(count), 1), floor(100 * count / ends.low)


def _without_count(study: Study, line: Line, cell: Cell, n: Cell, typed: Number) -> Iterator[Finding]:
    if not 0 <= typed.exact <= 100 or fitting(typed, n.exact):
        return
    below = floor(typed.exact * n.exact / 100)
    near = " and ".join(
        f"{k} of {n.text} is {shown(Fraction(100 * k) / n.exact, typed.decimals)}%"
        for k in (below, below + 1)
        if k <= n.exact
    )
    text = f"{cell.column.label}: no whole number of {n.text} ({n.column.label}) is {cell.text}: {near}"
    common = _common(study, line, cell)

    # A larger n fits more often than not by chance alone, and so says nothing.
    def fits(size: Fraction) -> bool:
        return 2 * size <= 100 / typed.step and _rounding(typed, size)

    others = study.others(n.exact, fits, line.unit(n.id))
    offers = [f"{fitting(typed, size)[0]} of {other}" for size, other in others.items()]
    if common:
        text += f"; all parts together fit {' or '.join(map(str, common))}"
    elif offers:
        text += f"; it would be {' or '.join(offers)}"
    yield line.found("percent", "medium", cell, text)


def _common(study: Study, line: Line, cell: Cell) -> list[int]:
    """Return the few n, up to twice the typed one, that fit all percentages that add up with this one."""
    if not line.field or not cell.column.adds_up_to:
        return []
    parts = [
        part.number
        for row in study.rows(line.field)
        for part in row.cells
        if part.id == cell.id
        and part.number
        and row.texts(cell.column.within) == line.texts(cell.column.within)
    ]
    of = line.get(cell.column.kind.of)
    most = min(2 * int(of.exact), 500) if of else 0
    if len(parts) < 3:
        return []
    found = [n for n in range(1, most + 1) if all(_rounding(part, Fraction(n)) for part in parts)]
    return found if len(found) <= OFFERS else []


def fitting(typed: Number, n: Fraction) -> list[int]:
    """Return the counts of n things next to a percentage as it was typed that are this percentage.

    Where any count is, one of the two next to it is: what a number can be rounded from has no gaps.

    >>> from tamis.extraction.numbers.rounding import number
    >>> fitting(number("8.0"), Fraction(50)), fitting(number("8.1"), Fraction(50))
    ([4], [])
    """
    below = floor(typed.exact * n / 100)
    return [k for k in (below, below + 1) if 0 <= k <= n and typed.fits(Fraction(100 * k) / n)]


def _rounding(typed: Number, n: Fraction) -> bool:
    """Return whether a percentage is one of n things, rounded and not cut off."""
    return any(typed.rounds(Fraction(100 * k) / n) for k in fitting(typed, n))
