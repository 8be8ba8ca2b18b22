"""What follows from the events of two arms: odds ratio, risk ratio, risk difference, chi2 and phi.

Events that are typed are exact; from a percentage follows a range. Only for what was counted as it stands:
an odds ratio that was adjusted need not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isqrt

from tamis.extraction.numbers.rounding import Interval, Number, shown
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: Offered are at most so many other numbers of the study.
_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Arm:
    """Events of an arm: the numbers that they follow from, its n, and the share of events, from 0 to 1."""

    events: Cell
    n: Cell
    share: Interval

    @property
    def text(self) -> str:
        """Events and n for people: 4 of 50; 8% of 50."""
        return f"{self.events.text} of {self.n.text}"


#: A share in arm 1 and one in arm 2 give a number, or none (nought below the fraction).
_Of = Callable[[Fraction, Fraction], Fraction | None]


def _odds_ratio(a: Fraction, b: Fraction) -> Fraction | None:
    return a * (1 - b) / ((1 - a) * b) if a < 1 and b > 0 and a > 0 and b < 1 else None


def _risk_ratio(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if a > 0 and b > 0 else None


def _difference(a: Fraction, b: Fraction) -> Fraction | None:
    return a - b


#: The kinds of effects that follow from two shares.
_EFFECTS: dict[str, _Of] = {
    "odds_ratio": _odds_ratio,
    "risk_ratio": _risk_ratio,
    "risk_difference": _difference,
}


def arms(line: Line) -> tuple[Arm, Arm] | None:
    """Return the two arms of a line, in the form's order, or None where it does not say two, and what of.

    Of each arm one count of n is taken, or else one percentage of n; several are of several outcomes.
    """
    found: dict[str, list[Cell]] = {}
    for cell in line.numbers("count"):
        if cell.column.arm and cell.column.kind.of:
            found.setdefault(cell.column.arm, []).append(cell)
    if len(found) != 2:
        return None
    pair = [_arm(line, cells) for cells in found.values()]
    first, second = pair
    return (first, second) if first and second and line.raw(*_cells(first, second)) else None


def _arm(line: Line, cells: list[Cell]) -> Arm | None:
    counts = [cell for cell in cells if not cell.percent]
    shares = [cell for cell in cells if cell.percent]
    chosen = counts or shares
    n = line.get(chosen[0].column.kind.of)
    if len(counts) > 1 or len(shares) > 1 or not n or not n.number or n.percent or n.exact <= 0:
        return None
    typed = chosen[0].number
    if not typed or (not typed.whole and counts):
        return None
    ends = Interval(typed.exact, typed.exact) if counts else typed.written.times(n.exact / 100)
    share = Interval(max(ends.low, Fraction(0)) / n.exact, min(ends.high, n.exact) / n.exact)
    return Arm(chosen[0], n, share) if share.low <= share.high else None


def _cells(first: Arm, second: Arm) -> tuple[Cell, ...]:
    return first.events, first.n, second.events, second.n


def effects(study: Study) -> Iterator[Finding]:
    """Yield odds ratios, risk ratios and risk differences that do not follow from the events of the arms."""
    for line in study.lines:
        pair = arms(line)
        for kind, of in _EFFECTS.items() if pair else ():
            cell = line.one(kind)
            if pair and cell and cell.number and line.raw(cell):
                yield from _effect(line, kind, of, cell, cell.number, *pair)


def _effect(
    line: Line, kind: str, of: _Of, cell: Cell, typed: Number, first: Arm, second: Arm
) -> Iterator[Finding]:
    factor = Fraction(100 if cell.percent else 1)
    expected = _range(of, first.share, second.share)
    if not expected or expected.times(factor).meets(typed.rounded):
        return
    unit = "%" if cell.percent else ""
    text = (
        f"{cell.column.label}: {first.text} against {second.text} gives "
        f"{_span(expected.times(factor), typed.decimals)}{unit}, and {cell.text} is typed"
    )
    others = {
        "with the arms the other way round": _range(of, second.share, first.share),
        "for those without the event": _range(of, _without(first.share), _without(second.share)),
    }
    fits = [how for how, range in others.items() if range and range.times(factor).meets(typed.rounded)]
    if kind != "risk_ratio" and len(fits) == 2:  # the two are the same number
        fits = [" or ".join(fits)]
    if fits:
        yield line.found(kind, "medium", cell, f"{text}; it would fit {fits[0]}")
    else:
        yield line.found(kind, "high", cell, text)


def _without(share: Interval) -> Interval:
    return Interval(1 - share.high, 1 - share.low)


def _range(of: _Of, first: Interval, second: Interval) -> Interval | None:
    """Return all that shares in these ranges give, or None where it has no bounds; each `of` is monotone."""
    values = [of(*pair) for pair in product((first.low, first.high), (second.low, second.high))]
    known = [value for value in values if value is not None]
    return Interval(min(known), max(known)) if len(known) == len(values) else None


def chi_squared(study: Study) -> Iterator[Finding]:
    """Yield chi2 that do not follow from the events, with and without Yates' correction.

    Where they follow with another number of participants, the same shares given, this number is told.
    """
    for line in study.lines:
        pair, statistic = arms(line), line.one("statistic")
        df = line.one("df")
        if line.word("test") != "chi2" or not pair or not statistic or not statistic.number:
            continue
        if (df and df.exact != 1) or not line.raw(statistic):
            continue
        pearson, yates = _chi2(*pair, corrected=False), _chi2(*pair, corrected=True)
        typed = statistic.number
        if not pearson or not yates or any(each.meets(typed.rounded) for each in (pearson, yates)):
            continue
        first, second = pair
        text = (
            f"{first.text} against {second.text} gives χ² = {_span(pearson, typed.decimals)} "
            f"({_span(yates, typed.decimals)} with Yates' correction), and {typed.text} is typed"
        )
        yield line.found("chi2", "high", statistic, text + _other_n(study, pearson, typed, first, second))


def _other_n(study: Study, pearson: Interval, typed: Number, first: Arm, second: Arm) -> str:
    """Return with how many participants in all the same shares give what is typed; chi2 grows with them."""
    total = first.n.exact + second.n.exact
    if pearson.low <= 0 or typed.exact <= 0:
        return ""
    fitting = Interval(typed.rounded.low * total / pearson.high, typed.rounded.high * total / pearson.low)
    low, high = -(-fitting.low // 1), fitting.high // 1
    if low < 2 or low > high:
        return ""
    sizes = [f"{size} ({name})" for size, name in study.sizes() if low <= size <= high and size != total]
    about = f"{low} to {high}" if low < high else f"{low}"
    offered = f", such as {' or '.join(sizes[:_OFFERS])}," if sizes else ","
    return f"; with the same shares it fits {about} in all{offered} and not {total}"


def _chi2(first: Arm, second: Arm, *, corrected: bool) -> Interval | None:
    """Return the range of chi2 of two arms' shares: it grows as they part, and is least where they are alike.

    chi2 = (p1 - p2)² / (p (1 - p) (1/n1 + 1/n2)), p the share of both together; Yates takes N / (2 n1 n2)
    off the difference, at most to 0 (Yates 1934).
    """
    n1, n2 = first.n.exact, second.n.exact
    values = []
    for a, b in product((first.share.low, first.share.high), (second.share.low, second.share.high)):
        both = (a * n1 + b * n2) / (n1 + n2)
        if not 0 < both < 1:
            return None
        off = (n1 + n2) / (2 * n1 * n2) if corrected else Fraction(0)
        values.append(max(abs(a - b) - off, Fraction(0)) ** 2 / (both * (1 - both) * (1 / n1 + 1 / n2)))
    return Interval(Fraction(0) if first.share.meets(second.share) else min(values), max(values))


def phi(study: Study) -> Iterator[Finding]:
    """Yield phi, or V of a 2×2 table, that is not the root of chi2 / n."""
    for line in study.lines:
        cell, statistic, n, df = line.one("phi"), line.one("statistic"), line.around("n"), line.one("df")
        if (
            line.word("test") != "chi2"
            or not cell
            or not cell.number
            or not statistic
            or not statistic.number
        ):
            continue
        if not n or n.exact <= 0 or statistic.exact < 0 or (df and df.exact != 1) or not line.raw(n):
            continue
        squares = statistic.number.rounded.times(1 / n.exact)
        sizes = cell.number.rounded.sizes()
        if not squares.meets(Interval(sizes.low**2, sizes.high**2)):
            root = _root(statistic.exact / n.exact)
            text = (
                f"{cell.column.label}: the root of {statistic.text} / {n.text} is "
                f"{shown(root, max(2, cell.number.decimals))}, and {cell.text} is typed"
            )
            others = [
                f"{size} ({name})"
                for size, name in study.sizes()
                if size != n.exact
                and statistic.number.rounded.times(1 / size).meets(Interval(sizes.low**2, sizes.high**2))
            ]
            if others:
                text += f"; it would fit n = {' or '.join(others[:_OFFERS])}"
            yield line.found("phi", "medium", cell, text)


def _root(value: Fraction) -> Fraction:
    """Return the square root to ten digits after the point."""
    return Fraction(isqrt(value.numerator * 10**20 // value.denominator), 10**10)


def _span(range: Interval, decimals: int) -> str:
    """Return a range for people: both ends, or the one number that they are when rounded."""
    low, high = shown(range.low, decimals), shown(range.high, decimals)
    return low if low == high else f"{low} to {high}"
