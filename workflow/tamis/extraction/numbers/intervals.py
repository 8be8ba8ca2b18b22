"""A confidence interval: holds its estimate, is as wide as its standard error says, and goes with its p.

Ratios are looked at on the log scale. Holds whatever the basis. Intervals of counts and percentages are only
asked whether they hold their estimate: there are many ways to work them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from tamis.extraction.numbers.distributions import MOST_DF, p_value, t_of, z_of
from tamis.extraction.numbers.effects import ln
from tamis.extraction.numbers.p_values import p_cell
from tamis.extraction.numbers.rounding import Interval, Number, shown, shown_p
from tamis.extraction.numbers.sums import arm_sizes
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: Ratios: no effect is 1.
RATIOS = ("odds_ratio", "risk_ratio", "hazard_ratio")
#: Differences: no effect is 0.
DIFFERENCES = ("risk_difference", "mean_difference", "d")
#: Their intervals may rest on the t distribution.
BY_T = ("mean", "mean_difference", "d")


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with both its limits and its level in %; None: what is typed is no level."""

    line: Line
    cell: Cell
    low: Cell
    high: Cell
    level: Fraction | None

    @property
    def ratio(self) -> bool:
        """Whether it is a ratio."""
        return self.cell.column.kind.word in RATIOS

    @property
    def text(self) -> str:
        """The limits for people."""
        level = f"{shown(self.level, 1).removesuffix('.0')}% " if self.level else ""
        return f"{level}interval {self.low.text} to {self.high.text}"

    def on_scale(self, cell: Cell) -> Interval | None:
        """Return what a number stands for, on the log scale for a ratio; None: it has no logarithm."""
        return scaled(cell.number, self.ratio)


def scaled(number: Number | None, ratio: bool) -> Interval | None:
    """Return what a number stands for, on the log scale for a ratio; None: it has no logarithm."""
    if not number or not ratio:
        return number.rounded if number else None
    return ln(number.rounded) if number.rounded.low > 0 else None


def intervals(study: Study) -> Iterator[Finding]:
    """Yield intervals that do not hold their estimate, or that do not fit its standard error or p value."""
    for line in study.lines:
        for cell in line.cells:
            if of := estimate(line, cell):
                outside = list(_holds(of))
                yield from outside
                if not outside:
                    yield from _symmetric(of)
                    yield from _width(of)
                yield from against_p(of)


def estimate(line: Line, cell: Cell) -> Estimate | None:
    """Return a number with its interval; None: it has none."""
    low, high, level = part_of(line, "low", cell), part_of(line, "high", cell), line.around("level")
    if not cell.number or not low or not high:
        return None
    known = level.exact if level else Fraction(95)
    return Estimate(line, cell, low, high, known if 50 <= known < 100 else None)


def part_of(line: Line, word: str, cell: Cell) -> Cell | None:
    """Return the limit or standard error that names a number as what it is of."""
    found = [each for each in line.numbers(word) if each.column.kind.of == cell.id]
    return found[0] if len(found) == 1 else None


def _holds(of: Estimate) -> Iterator[Finding]:
    """Yield that the limits do not stand on both sides of the estimate."""
    if of.low.exact > of.high.exact:
        text = f"the lower limit of {of.cell.column.label}, {of.low.text}, is above the upper, {of.high.text}"
        yield of.line.found("interval", "high", of.low, text)
    elif not of.low.exact <= of.cell.exact <= of.high.exact:
        off = "below" if of.cell.exact < of.low.exact else "above"
        text = f"{of.cell.column.label} is {of.cell.text}, {off} its {of.text}"
        yield of.line.found("interval", "high", of.cell, text)


def _symmetric(of: Estimate) -> Iterator[Finding]:
    """Yield that an estimate is not in the middle, as it is unless the interval is exact or bootstrapped."""
    low, middle, high = (of.on_scale(cell) for cell in (of.low, of.cell, of.high))
    if of.cell.column.kind.word not in (*RATIOS, "mean", "mean_difference"):
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


def _width(of: Estimate) -> Iterator[Finding]:
    """Yield that the interval is not as wide as the standard error says, by the normal or t distribution."""
    se = part_of(of.line, "se", of.cell)
    low, high = of.on_scale(of.low), of.on_scale(of.high)
    if of.cell.column.kind.word not in (*RATIOS, *DIFFERENCES, "mean") or not se or not se.number:
        return
    if not low or not high or not of.level or se.number.rounded.low <= 0:
        return
    half = Interval((high.low - low.high) / 2, (high.high - low.low) / 2)
    errors, df = _errors(half, se.number.rounded), freedom(of.line, of.cell)
    if _fits(of, of.level, errors, df):
        return
    middle = (_log(of.high) - _log(of.low)) / 2 if of.ratio else (of.high.exact - of.low.exact) / 2
    by_t = of.cell.column.kind.word in BY_T and df is not None and df > 0 and errors.low > z_of(of.level)
    times = t_of(of.level, df) if by_t and df else z_of(of.level)
    decimals = se.number.decimals + 1
    scale = "on the log scale " if of.ratio else ""
    text = (
        f"the {of.text} of {of.cell.column.label} reaches {scale}{shown(middle, decimals)} to each side, and "
        f"a standard error of {se.text} makes {shown(times, 2)} × {se.text} = "
        f"{shown(times * se.exact, decimals)}"
    )
    if by_t and df:
        text += f" (t with {shown(df, 1).removesuffix('.0')} degrees of freedom)"
    severity = "medium"
    itself = se.number.rounded.times(1 / of.cell.exact) if of.ratio and of.cell.exact > 0 else None
    if itself and _fits(of, of.level, _errors(half, itself), df):
        severity, text = "low", f"{text}; it fits as the standard error of the ratio, not of its logarithm"
    elif by_t and df and not of.line.one("df") and (fewer := _fewer(errors, of.level, df)):
        severity, text = "low", f"{text}; it fits t with {fewer}, as where few clusters are compared"
    yield of.line.found("width", severity, se, text)


def _errors(half: Interval, se: Interval) -> Interval:
    """Return how many standard errors half an interval's width can be."""
    return Interval(max(half.low, Fraction(0)) / se.high, half.high / se.low)


def _fits(of: Estimate, level: Fraction, errors: Interval, df: Fraction | None) -> bool:
    """Return whether half an interval's width is z or t standard errors, or two at 95%, as people say it.

    Where the degrees of freedom are not known, an interval that is wider than the normal one is let be.
    """
    z = z_of(level)
    if errors.high < z:
        return False
    if errors.low <= (Fraction(2) if level == 95 else z):
        return True
    if of.cell.column.kind.word not in BY_T:
        return False
    return df is None or (df > 0 and p_value("t", errors.low, df) >= 1 - level / 100)


def freedom(line: Line, cell: Cell) -> Fraction | None:
    """Return the degrees of freedom of t as they were typed, or the fewest that it can have.

    Of two groups, Welch's test has at least one fewer than the smaller has members (Welch 1938).
    """
    df = line.one("df")
    if df and df.number:
        return min(df.number.rounded.low, Fraction(MOST_DF))
    whole = line.get(cell.column.kind.of) if cell.column.kind.of else None
    sizes = [each.exact for each in ([whole] if whole else arm_sizes(line))]
    return min(*sizes, Fraction(MOST_DF)) - 1 if sizes else None


def _fewer(errors: Interval, level: Fraction, df: Fraction) -> int:
    """Return the most degrees of freedom, below these, with which t reaches so far; 0: not even with 4."""
    low, high = 3, floor(df)
    while high - low > 1:
        middle = (low + high) // 2
        fits = p_value("t", errors.low, Fraction(middle)) >= 1 - level / 100
        low, high = (middle, high) if fits else (low, middle)
    return low if low > 3 else 0


def against_p(of: Estimate) -> Iterator[Finding]:
    """Yield that the interval leaves no effect out and p does not, or the other way round."""
    beside = p_cell(of.line, of.cell.id)
    kind = of.cell.column.kind.word
    if not beside or kind not in (*RATIOS, *DIFFERENCES) or not of.low.number or not of.high.number:
        return
    if not of.level:
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
