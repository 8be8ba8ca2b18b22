"""A confidence interval: holds its estimate, is as wide as its standard error says, and goes with its p.

Ratios are looked at on the log scale. Holds whatever the basis. Intervals of counts and percentages are only
asked whether they hold their estimate: there are many ways to work them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tamis.extraction.numbers.distributions import p_value, z_of
from tamis.extraction.numbers.effects import ln
from tamis.extraction.numbers.p_values import p_cell
from tamis.extraction.numbers.rounding import Interval, shown, shown_p
from tamis.extraction.numbers.sums import arm_sizes
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: Ratios: no effect is 1.
_RATIOS = ("odds_ratio", "risk_ratio", "hazard_ratio")
#: Differences: no effect is 0.
_DIFFERENCES = ("risk_difference", "mean_difference", "d")
#: Their intervals may rest on the t distribution.
_BY_T = ("mean", "mean_difference", "d")


@dataclass(frozen=True, slots=True)
class _Estimate:
    """An estimate with both its limits and its level in %."""

    line: Line
    cell: Cell
    low: Cell
    high: Cell
    level: Fraction

    @property
    def ratio(self) -> bool:
        """Whether it is a ratio."""
        return self.cell.column.kind.word in _RATIOS

    @property
    def text(self) -> str:
        """The limits for people."""
        return f"{shown(self.level, 1).removesuffix('.0')}% interval {self.low.text} to {self.high.text}"

    def on_scale(self, cell: Cell) -> Interval | None:
        """Return what a number stands for, on the log scale for a ratio; None: it has no logarithm."""
        if not cell.number:
            return None
        ends = cell.number.rounded
        if not self.ratio:
            return ends
        return ln(ends) if ends.low > 0 else None


def intervals(study: Study) -> Iterator[Finding]:
    """Yield intervals that do not hold their estimate, or that do not fit its standard error or p value."""
    for line in study.lines:
        for cell in line.cells:
            low, high = (_of(line, word, cell) for word in ("low", "high"))
            if cell.number and low and high:
                level = line.around("level")
                known = level.exact if level and 0 < level.exact < 100 else Fraction(95)
                estimate = _Estimate(line, cell, low, high, known)
                outside = list(_holds(estimate))
                yield from outside
                if not outside:
                    yield from _symmetric(estimate)
                    yield from _width(estimate)
                yield from _p(estimate)


def _of(line: Line, word: str, cell: Cell) -> Cell | None:
    """Return the limit or standard error that names a number as what it is of."""
    found = [each for each in line.numbers(word) if each.column.kind.of == cell.id]
    return found[0] if len(found) == 1 else None


def _holds(of: _Estimate) -> Iterator[Finding]:
    """Yield that the limits do not stand on both sides of the estimate."""
    if of.low.exact > of.high.exact:
        text = f"the lower limit of {of.cell.column.label}, {of.low.text}, is above the upper, {of.high.text}"
        yield of.line.found("interval", "high", of.low, text)
    elif not of.low.exact <= of.cell.exact <= of.high.exact:
        off = "below" if of.cell.exact < of.low.exact else "above"
        text = f"{of.cell.column.label} is {of.cell.text}, {off} its {of.text}"
        yield of.line.found("interval", "high", of.cell, text)


def _symmetric(of: _Estimate) -> Iterator[Finding]:
    """Yield that an estimate is not in the middle, as it is unless the interval is exact or bootstrapped."""
    low, middle, high = (of.on_scale(cell) for cell in (of.low, of.cell, of.high))
    if of.cell.column.kind.word not in (*_RATIOS, "mean", "mean_difference"):
        return
    if low and middle and high:
        half = Interval(low.low + high.low, low.high + high.high).times(Fraction(1, 2))
        if not half.meets(middle):
            scale = " on the log scale" if of.ratio else ""
            centre = (of.low.exact + of.high.exact) / 2
            text = f"{of.cell.column.label} is {of.cell.text}, not in the middle of its {of.text}{scale}"
            if of.ratio:
                root = _exp((ln(Interval(of.low.exact, of.low.exact)).low + _log(of.high)) / 2)
                text += f", which is {shown(root, _decimals(of.cell, of.low))}"
                if of.cell.number and Interval(centre, centre).meets(of.cell.number.rounded):
                    text += " (it is in the middle of the limits as they stand)"
            else:
                text += f", which is {shown(centre, _decimals(of.cell, of.low) + 1)}"
            text += "; exact, bootstrap and profile intervals need not be symmetric"
            yield of.line.found("symmetry", "low", of.cell, text)


def _log(cell: Cell) -> Fraction:
    return ln(Interval(cell.exact, cell.exact)).low


def _exp(value: Fraction) -> Fraction:
    return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).exp())


def _decimals(*cells: Cell) -> int:
    return max(cell.number.decimals for cell in cells if cell.number)


def _width(of: _Estimate) -> Iterator[Finding]:
    """Yield that the interval is not as wide as the standard error says, by the normal or t distribution."""
    se = _of(of.line, "se", of.cell)
    low, high = of.on_scale(of.low), of.on_scale(of.high)
    if of.cell.column.kind.word not in (*_RATIOS, *_DIFFERENCES, "mean") or not se or not se.number:
        return
    if not low or not high or se.number.rounded.low <= 0:
        return
    half = Interval((high.low - low.high) / 2, (high.high - low.low) / 2)
    if _fits(of, half, se.number.rounded):
        return
    middle = (_log(of.high) - _log(of.low)) / 2 if of.ratio else (of.high.exact - of.low.exact) / 2
    z = z_of(of.level)
    decimals = se.number.decimals + 1
    scale = "on the log scale " if of.ratio else ""
    text = (
        f"the {of.text} of {of.cell.column.label} reaches {scale}{shown(middle, decimals)} to each side, and "
        f"a standard error of {se.text} makes {shown(z, 2)} × {se.text} = {shown(z * se.exact, decimals)}"
    )
    severity = "medium"
    if of.ratio and of.cell.exact > 0 and _fits(of, half, se.number.rounded.times(1 / of.cell.exact)):
        severity, text = "low", f"{text}; it fits as the standard error of the ratio, not of its logarithm"
    yield of.line.found("width", severity, se, text)


def _fits(of: _Estimate, half: Interval, se: Interval) -> bool:
    """Return whether half an interval's width is z or t standard errors, or two at 95%, as people say it.

    The t distribution has as many degrees of freedom as are typed, or else two fewer than participants;
    where neither is known, an interval that is wider than the normal one is let be.
    """
    ratio = Interval(max(half.low, Fraction(0)) / se.high, half.high / se.low)
    z = z_of(of.level)
    most = Fraction(2) if of.level == 95 else z
    if ratio.high < z:
        return False
    if ratio.low <= most:
        return True
    if of.cell.column.kind.word not in _BY_T:
        return False
    df = _freedom(of)
    return df is None or (df > 0 and p_value("t", ratio.low, df) >= 1 - of.level / 100)


def _freedom(of: _Estimate) -> Fraction | None:
    df, n = of.line.one("df"), of.line.around("n")
    if df:
        return df.exact
    whole = of.line.get(of.cell.column.kind.of) if of.cell.column.kind.of else None
    sizes = [each.exact for each in ([whole] if whole else [n] if n else arm_sizes(of.line))]
    return sum(sizes, Fraction(0)) - 2 if sizes else None


def _p(of: _Estimate) -> Iterator[Finding]:
    """Yield that the interval leaves no effect out and p does not, or the other way round."""
    beside = p_cell(of.line, of.cell.id)
    kind = of.cell.column.kind.word
    if not beside or kind not in (*_RATIOS, *_DIFFERENCES) or not of.low.number or not of.high.number:
        return
    typed = beside[1]
    none = Fraction(1 if of.ratio else 0)
    alpha = 1 - of.level / 100
    least, most = of.low.number.rounded, of.high.number.rounded
    if least.low <= none <= least.high or most.low <= none <= most.high or least.low > most.high:
        return
    outside = least.low > none or most.high < none
    small, large = Interval(Fraction(0), alpha), Interval(alpha, Fraction(1))
    if not typed.fits(small if outside else large):
        how = "leaves out" if outside else "holds"
        text = (
            f"the {of.text} of {of.cell.column.label} {how} {none}, and p {typed.text} is typed, which is "
            f"{'more' if outside else 'less'} than {shown_p(alpha).removeprefix('= ')}"
        )
        yield of.line.found("interval_p", "low", of.cell, text)
