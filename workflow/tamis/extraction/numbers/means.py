"""Means and standard deviations of whole numbers: GRIM and GRIMMER; only for raw numbers.

GRIM: the mean of n whole numbers is k/n for a whole k (Brown and Heathers 2017,
10.1177/1948550616673876). GRIMMER: and the sum of their squares is a whole number, odd or even as their sum
is (Anaya 2016, 10.7287/peerj.preprints.2400v1; analytic form: Allard 2018). Both know
rounding alone: a mean that would fit if it was cut off is told, as a low finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from tamis.extraction.numbers.rounding import Interval, Number, shown
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding


def means(study: Study) -> Iterator[Finding]:
    """Yield means that no whole numbers can have, and standard deviations that none with this mean can."""
    for line in study.lines:
        for cell in line.numbers("mean"):
            n = line.get(cell.column.kind.of) if cell.column.kind.of else None
            if not n or not n.number or not n.number.whole or n.exact <= 0 or not line.raw(cell, n):
                continue
            if cell.number:
                totals = sums(cell.number, int(n.exact), cell.column.items)
                size = int(n.exact) * cell.column.items
                if not any(cell.number.rounds(Fraction(total, size)) for total in totals):
                    yield _mean(study, line, cell, n, cell.number, cut=bool(totals))
                elif cell.column.items == 1 and 1 < n.exact < 1 / cell.number.step:
                    for sd in line.numbers("sd"):
                        if sd.column.kind.of == cell.id and sd.number and line.raw(sd):
                            yield from _deviation(line, sd, cell, n, sd.number, totals)


def sums(mean: Number, n: int, items: int = 1) -> list[int]:
    """Return what n times `items` whole numbers that have this mean can sum to, next to the mean.

    These are all of them where n times items is less than 10 to the number of the mean's decimals; where it
    is not, there is always one.

    >>> from tamis.extraction.numbers.rounding import number
    >>> sums(number("5.19"), 28), sums(number("5.19"), 32)
    ([], [166])
    """
    below = floor(mean.exact * n * items)
    return [k for k in (below, below + 1) if mean.fits(Fraction(k, n * items))]


def possible(sd: Number, n: int, totals: list[int], below: int = 1) -> bool:
    """Return whether n whole numbers of one of these sums can have this standard deviation.

    below: 1 where it was divided by n - 1, as for a sample, 0 by n.
    """
    ends = sd.rounded
    scatter = Interval(max(ends.low, Fraction(0)) ** 2, ends.high**2).times(Fraction(n - below))
    return any(_squares(scatter, n, total) for total in totals)


def _squares(scatter: Interval, n: int, total: int) -> bool:
    """Return whether some n whole numbers' squares can sum to what this scatter about the mean asks for."""
    mean = Fraction(total * total, n)
    first, last = ceil(scatter.low + mean), floor(scatter.high + mean)
    return any((squares - total) % 2 == 0 for squares in range(first, min(last, first + 1) + 1))


def _mean(study: Study, line: Line, cell: Cell, n: Cell, typed: Number, *, cut: bool) -> Finding:
    size = int(n.exact) * cell.column.items
    below = floor(typed.exact * size)
    decimals = typed.decimals + (1 if cut else 0)
    near = " and ".join(f"{k} / {size} = {shown(Fraction(k, size), decimals)}" for k in (below, below + 1))
    of = f"{n.text} ({n.column.label})"
    if cell.column.items > 1:
        of += f" times {cell.column.items} items"
    text = f"{cell.column.label}: {cell.text} is no mean of whole numbers over {of}: {near}"
    if cut:
        return line.found("grim", "low", cell, f"{text}; it would fit if it was cut off and not rounded")

    def fits(other: Fraction) -> bool:
        telling = 2 * other * cell.column.items <= 1 / typed.step
        return telling and bool(sums(typed, int(other), cell.column.items))

    if others := study.others(n.exact, fits, line.unit(n.id)):
        text += f"; it could be one over {' or '.join(others.values())}"
    return line.found("grim", "medium", cell, text)


def _deviation(
    line: Line, sd: Cell, mean: Cell, n: Cell, typed: Number, totals: list[int]
) -> Iterator[Finding]:
    if typed.exact >= 0 and not possible(typed, int(n.exact), totals):
        text = (
            f"{sd.column.label}: no {n.text} whole numbers with the mean {mean.text} ({mean.column.label}) "
            f"have the standard deviation {sd.text}"
        )
        if possible(typed, int(n.exact), totals, below=0):
            text += "; some have it if it was divided by n and not by n - 1"
        yield line.found("grimmer", "low", sd, text)
