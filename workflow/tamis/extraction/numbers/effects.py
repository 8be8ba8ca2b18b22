"""A standardised mean difference d against the odds ratio, and differences against the means, beside them.

Of d it holds whatever the basis: one follows from the other, adjusted or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction

from tamis.extraction.numbers.rounding import Interval, Number, shown
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: ln(odds ratio) / 1.65 is d (Cox 1970; What Works Clearinghouse, Procedures Handbook).
COX = Fraction(165, 100)
#: ln(odds ratio) times the root of 3 over pi is d (Chinn 2000, Statistics in Medicine 19,
#: 3127-3131).
CHINN = Fraction("1.8137993642342178")
#: By how much d may lie outside both, for corrections for small samples.
_SLACK = Fraction(2, 100)


def d_of_odds_ratio(study: Study) -> Iterator[Finding]:
    """Yield d that are not what their odds ratio comes to, in size or in sign."""
    for line in study.lines:
        for cell in line.numbers("d"):
            of = cell.column.kind.of
            named = line.get(of) if of else None
            ratio = named if named and named.column.kind.word == "odds_ratio" else line.one("odds_ratio")
            if cell.number and ratio and ratio.number and ratio.number.rounded.low > 0:
                yield from _against_ratio(line, cell, cell.number, ratio, ratio.number)


def _against_ratio(line: Line, cell: Cell, typed: Number, ratio: Cell, odds: Number) -> Iterator[Finding]:
    logs = ln(odds.rounded)
    cox, chinn = logs.times(1 / COX), logs.times(1 / CHINN)
    fitting = Interval(min(cox.low, chinn.low), max(cox.high, chinn.high)).wider(_SLACK)
    if fitting.meets(typed.rounded):
        return
    log = ln(Interval(odds.exact, odds.exact)).low
    decimals = max(typed.decimals, 2)
    between = " or ".join(shown(log / by, decimals) for by in (CHINN, COX))
    text = (
        f"{ratio.column.label} {ratio.text} comes to a d of {between} (its logarithm, {shown(log, 3)}, "
        f"divided by 1.81 or by 1.65), and {cell.text} is typed ({cell.column.label})"
    )
    if logs.low * typed.rounded.high < 0 or logs.high * typed.rounded.low < 0:
        turned = fitting.times(Fraction(-1)).meets(typed.rounded)
        text += ", with the other sign" + ("" if turned else " and in another size")
        yield line.found("d", "high", cell, text)
    else:
        yield line.found("d", "medium", cell, text)


def d_of_means(study: Study) -> Iterator[Finding]:
    """Yield d whose sign is not that of the difference of the means."""
    for line in study.lines:
        cell, difference, means = line.one("d"), line.one("mean_difference"), _means(line)
        if not cell or not cell.number:
            continue
        if difference and difference.number:
            ends, text = difference.number.rounded, f"{difference.column.label} is {difference.text}"
        elif means:
            ends, arithmetic = _difference(*means)
            text = f"the means differ by {arithmetic}"
        else:
            continue
        own = cell.number.rounded
        if (ends.low > 0 and own.high < 0) or (ends.high < 0 and own.low > 0):
            text = f"{text}, and {cell.text} is typed ({cell.column.label}), with the other sign"
            yield line.found(
                "d_means", "low", cell, f"{text}, unless signs were turned so that more is better"
            )


def difference_of_means(study: Study) -> Iterator[Finding]:
    """Yield differences of means that are not those of the two means beside them; only of raw numbers."""
    for line in study.lines:
        cell, means = line.one("mean_difference"), _means(line)
        if not cell or not cell.number or not means or not line.raw(cell, *means):
            continue
        ends, arithmetic = _difference(*means)
        if not ends.meets(cell.number.rounded):
            text = f"{cell.column.label}: {arithmetic}, and {cell.text} is typed"
            if ends.times(Fraction(-1)).meets(cell.number.rounded):
                yield line.found("mean_difference", "low", cell, f"{text}, with the other sign")
            else:
                text += "; if it was adjusted, or compares changes, its basis (adjusted) says so"
                yield line.found("mean_difference", "medium", cell, text)


def _means(line: Line) -> tuple[Cell, Cell] | None:
    """Return the means of a line's two arms, in the form's order; None: it has not one of each."""
    means = [each for each in line.numbers("mean") if each.column.arm]
    apart = len(means) == 2 and means[0].column.arm != means[1].column.arm
    return (means[0], means[1]) if apart else None


def _difference(first: Cell, second: Cell) -> tuple[Interval, str]:
    """Return what a mean less another can be, as both were rounded, and the arithmetic."""
    one, other = (cell.number for cell in (first, second))
    if not one or not other:
        raise AssertionError("means are numbers")
    ends = Interval(one.rounded.low - other.rounded.high, one.rounded.high - other.rounded.low)
    less = shown(one.exact - other.exact, max(one.decimals, other.decimals))
    return ends, f"{first.text} - {second.text} = {less}"


def ln(of: Interval) -> Interval:
    """Return the natural logarithms of positive numbers, to 28 digits."""
    with localcontext() as context:
        context.prec = 28
        logs = [
            Fraction((Decimal(end.numerator) / Decimal(end.denominator)).ln()) for end in (of.low, of.high)
        ]
    return Interval(*logs)
