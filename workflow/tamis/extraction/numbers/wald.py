"""An estimate divided by its standard error, against the t or the p value beside it (Wald's test).

Ratios are looked at on the log scale. Holds whatever the basis. Exact tests, chi2 and tests of scores rest on
other standard errors: only a p value that is far from all of these is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from statistics import NormalDist

from tamis.extraction.numbers.distributions import p_value, z_of
from tamis.extraction.numbers.intervals import (
    BY_T,
    DIFFERENCES,
    RATIOS,
    Estimate,
    against_p,
    estimate,
    freedom,
    part_of,
    scaled,
)
from tamis.extraction.numbers.p_values import P, p_cell
from tamis.extraction.numbers.rounding import Interval, shown, shown_p
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: Whose p value is mostly that of its own standard error: those of risks and of d have tests of their own.
_OF = ("odds_ratio", "hazard_ratio", "mean_difference")
#: How far z of a p value may be from that of the estimate, at least, and as a share of it.
_APART, _SHARE = Fraction(7, 10), Fraction(1, 4)
#: No p value is told apart from 0 beyond so many standard errors.
_FAR = Fraction(7)
#: The fewest degrees of freedom that are thought of where none are known.
_FEWEST = Fraction(4)


def t_of_difference(study: Study) -> Iterator[Finding]:
    """Yield t that are not the difference of the means divided by its standard error."""
    for line in study.lines:
        cell, statistic = line.one("mean_difference"), line.one("statistic")
        se = part_of(line, "se", cell) if cell else None
        if line.word("test").partition("_")[0] != "t" or not cell or not statistic or not se:
            continue
        if not cell.number or not statistic.number or not se.number or se.number.rounded.low <= 0:
            continue
        t = _over(cell.number.rounded, se.number.rounded)
        if not t.meets(statistic.number.rounded.sizes()):
            gives = shown(cell.exact / se.exact, max(2, statistic.number.decimals))
            text = (
                f"{cell.text} ({cell.column.label}) over its standard error {se.text} is {gives}, and "
                f"t = {statistic.text} is typed"
            )
            yield line.found("t", "medium", statistic, text)


def p_of_estimate(study: Study) -> Iterator[Finding]:
    """Yield p values far from that of the estimate over the standard error that it or its interval has.

    A p value with a test statistic is held against that, and one of several estimates against none.
    """
    for line in study.lines:
        every = line.numbers(*RATIOS, *DIFFERENCES)
        for cell in line.numbers(*_OF):
            beside = p_cell(line, cell.id)
            if beside and (beside[0].column.kind.of or (len(every) == 1 and not line.one("statistic"))):
                yield from _compared(line, cell, beside[1])


def _compared(line: Line, cell: Cell, typed: P) -> Iterator[Finding]:
    of, se = estimate(line, cell), part_of(line, "se", cell)
    if of:
        error = _of_interval(of)
    elif se and se.number and cell.column.kind.word == "mean_difference":
        error = se.number.rounded
    else:
        # Without an interval nobody knows whether it is of a ratio or of its logarithm.
        error = None
    size = scaled(cell.number, cell.column.kind.word in RATIOS)
    if not size or not error or error.low <= 0 or (of and any(against_p(of))):
        return
    z, said = _over(size, error), _z_of(typed)
    low, high = z.low, min(z.high, _FAR)
    if cell.column.kind.word in BY_T:  # t of so much is z of less
        low = _quantile(p_value("t", low, max(freedom(line, cell) or _FEWEST, _FEWEST)))
    if max(said.low - high, min(low, _FAR) - said.high) > max(_APART, _SHARE * min(z.low, _FAR)):
        middle = (z.low + z.high) / 2
        beside = of.text if of else f"standard error {se.text if se else ''}"
        text = (
            f"{cell.column.label} {cell.text}, with its {beside}, is {shown(middle, 1)} standard errors from "
            f"no effect, about p {shown_p(p_value('z', middle, None), 2)}, and p {typed.text} is typed"
        )
        yield line.found("estimate_p", "low", cell, text)


def _of_interval(of: Estimate) -> Interval | None:
    """Return the standard error that an interval rests on; None: it says none."""
    low, high = of.on_scale(of.low), of.on_scale(of.high)
    if not of.level or not low or not high:
        return None
    return Interval(high.low - low.high, high.high - low.low).times(1 / (2 * z_of(of.level)))


def _over(size: Interval, error: Interval) -> Interval:
    """Return what an estimate over its standard error can be, without its sign."""
    sizes = size.sizes()
    return Interval(sizes.low / error.high, sizes.high / error.low)


def _z_of(p: P) -> Interval:
    """Return how many standard errors a p value can stand for, as it was typed."""
    ends = {"<": Interval(Fraction(0), p.number.exact), ">": Interval(p.number.exact, Fraction(1))}
    typed = ends.get(p.sign, p.number.written)
    return Interval(_quantile(typed.high), _quantile(typed.low))


def _quantile(p: Fraction) -> Fraction:
    """Return how many standard errors have this two-sided p, up to where it is as good as 0."""
    least = p_value("z", _FAR, None)
    return Fraction(-NormalDist().inv_cdf(float(min(p, Fraction(1)) / 2))) if p > least else _FAR
