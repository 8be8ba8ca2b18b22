"""What follows from the events of two arms: odds ratio, risk ratio and risk difference.

Events that are typed are exact; from a percentage follows a range. Only for what was counted as it stands:
an odds ratio that was adjusted need not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tamis.extraction.numbers.counts import beyond_bounds
from tamis.extraction.numbers.rounding import Interval, Number, shown
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding


@dataclass(frozen=True, slots=True)
class Arm:
    """Events of an arm: the numbers that they follow from, its n, and the share of events, from 0 to 1.

    printed: the share that a percentage says as it stands, as if it had not been rounded.
    """

    events: Cell
    n: Cell
    share: Interval
    printed: Fraction | None

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
    printed = shares[0].exact / 100 if shares else None
    return Arm(chosen[0], n, share, printed) if share.low <= share.high else None


def _cells(first: Arm, second: Arm) -> tuple[Cell, ...]:
    return first.events, first.n, second.events, second.n


def effects(study: Study) -> Iterator[Finding]:
    """Yield odds ratios, risk ratios and risk differences that do not follow from the events of the arms.

    One that was worked out from the percentages as they are printed follows from them.
    """
    for line in study.lines:
        pair = arms(line)
        for kind, of in _EFFECTS.items() if pair else ():
            cell = line.one(kind)
            if pair and cell and cell.number and line.raw(cell) and not beyond_bounds(line, cell):
                yield from _effect(line, kind, of, cell, cell.number, *pair)


def _effect(
    line: Line, kind: str, of: _Of, cell: Cell, typed: Number, first: Arm, second: Arm
) -> Iterator[Finding]:
    factor = Fraction(100 if cell.percent else 1)
    expected = _range(of, first.share, second.share)
    if not expected or expected.times(factor).meets(typed.rounded):
        return
    if first.printed is not None and second.printed is not None:
        value = of(first.printed, second.printed)
        if value is not None and typed.rounds(value * factor):
            return
    unit = "%" if cell.percent else ""
    decimals = max(typed.decimals, 3 if kind == "risk_difference" and not unit else 2)
    text = (
        f"{cell.column.label}: {first.text} against {second.text} gives "
        f"{span(expected.times(factor), decimals)}{unit}, and {cell.text} is typed"
    )
    others = {
        "with the arms the other way round": _range(of, second.share, first.share),
        "for those without the event": _range(of, _without(first.share), _without(second.share)),
    }
    if kind == "risk_difference" and not unit:
        others["in percentage points"] = expected.times(Fraction(100))
    fits = [how for how, range in others.items() if range and range.times(factor).meets(typed.rounded)]
    if kind != "risk_ratio" and len(fits) == 2:  # the two are the same number
        fits = [" or ".join(fits)]
    if fits:
        yield line.found(kind, "medium", cell, f"{text}; it would fit {fits[0]}")
    else:
        text += "; if it was adjusted or comes from a survival model, its basis (adjusted, estimated) says so"
        yield line.found(kind, "high", cell, text)


def _without(share: Interval) -> Interval:
    return Interval(1 - share.high, 1 - share.low)


def _range(of: _Of, first: Interval, second: Interval) -> Interval | None:
    """Return all that shares in these ranges give, or None where it has no bounds; each `of` is monotone."""
    values = [of(*pair) for pair in product((first.low, first.high), (second.low, second.high))]
    known = [value for value in values if value is not None]
    return Interval(min(known), max(known)) if len(known) == len(values) else None


def span(range: Interval, decimals: int) -> str:
    """Return a range for people: both ends, or the one number that they are when rounded."""
    low, high = shown(range.low, decimals), shown(range.high, decimals)
    return low if low == high else f"{low} to {high}"
