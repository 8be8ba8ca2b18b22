"""A standardised mean difference d against the odds ratio, and against the means, beside it.

Holds whatever the basis: one follows from the other, adjusted or not.
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
        cell, difference = line.one("d"), line.one("mean_difference")
        means = [each for each in line.numbers("mean") if each.column.arm]
        if not cell or not cell.number:
            continue
        if difference and difference.number:
            ends, text = difference.number.rounded, f"{difference.column.label} is {difference.text}"
        elif len(means) == 2 and means[0].column.arm != means[1].column.arm:
            first, second = (each.number for each in means)
            if not first or not second:
                continue
            ends = Interval(first.rounded.low - second.rounded.high, first.rounded.high - second.rounded.low)
            less = shown(first.exact - second.exact, max(first.decimals, second.decimals))
            text = f"the means differ by {first.text} - {second.text} = {less}"
        else:
            continue
        own = cell.number.rounded
        if (ends.low > 0 and own.high < 0) or (ends.high < 0 and own.low > 0):
            text = f"{text}, and {cell.text} is typed ({cell.column.label}), with the other sign"
            yield line.found("d_means", "medium", cell, text)


def ln(of: Interval) -> Interval:
    """Return the natural logarithms of positive numbers, to 28 digits."""
    with localcontext() as context:
        context.prec = 28
        logs = [
            Fraction((Decimal(end.numerator) / Decimal(end.denominator)).ln()) for end in (of.low, of.high)
        ]
    return Interval(*logs)
