"""Chi2 and phi of the 2×2 table of a row's two arms. Only for what was counted as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import isqrt, log

from tamis.extraction.numbers.counts import beyond_bounds
from tamis.extraction.numbers.rounding import Interval, Number, shown
from tamis.extraction.numbers.two_by_two import Arm, arms, span
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: The shares of both arms and the sizes of both give a chi2.
_Of = Callable[[Fraction, Fraction, Fraction, Fraction], Fraction]


def chi_squared(study: Study) -> Iterator[Finding]:
    """Yield chi2 that do not follow from the events, and degrees of freedom that a 2×2 table does not have.

    They may be Pearson's, that times (N - 1) / N, Yates' or the likelihood ratio's. Where they follow with
    another number of participants, the same shares given, this number is told.
    """
    for line in study.lines:
        pair, statistic = arms(line), line.one("statistic")
        if line.word("test") != "chi2" or not pair or not statistic or not statistic.number:
            continue
        df = line.one("df")
        if not line.raw(statistic) or beyond_bounds(line, statistic):
            continue
        if df and df.exact != 1:
            text = f"{df.column.label} is {df.text}, and the 2×2 table of this row ({_both(*pair)}) has 1"
            yield line.found("chi2", "medium", df, f"{text}; χ² was not compared with it")
        else:
            yield from _compared(study, line, statistic, statistic.number, *pair)


def _both(first: Arm, second: Arm) -> str:
    return f"{first.text} against {second.text}"


def _compared(
    study: Study, line: Line, cell: Cell, typed: Number, first: Arm, second: Arm
) -> Iterator[Finding]:
    pearson, yates, ratio = (_chi2(of, first, second) for of in (_pearson, _yates, _likelihood))
    if not pearson or not yates or not ratio:
        return
    total = first.n.exact + second.n.exact
    known = (pearson, yates, ratio, pearson.times((total - 1) / total))
    if any(each.meets(typed.rounded) for each in known):
        return
    text = (
        f"{_both(first, second)} gives χ² = {span(pearson, typed.decimals)} "
        f"({span(yates, typed.decimals)} with Yates' correction), and {typed.text} is typed"
    )
    yield line.found("chi2", "high", cell, text + _other_n(study, line, pearson, typed, first, second))


def _other_n(study: Study, line: Line, pearson: Interval, typed: Number, first: Arm, second: Arm) -> str:
    """Return with how many participants in all the same shares give what is typed; chi2 grows with them."""
    total = first.n.exact + second.n.exact
    if pearson.low <= 0 or typed.exact <= 0:
        return ""
    fitting = Interval(typed.rounded.low * total / pearson.high, typed.rounded.high * total / pearson.low)
    low, high = -(-fitting.low // 1), fitting.high // 1
    if low < 2 or low > high:
        return ""
    unit = line.unit(first.n.id)
    others = study.others(total, lambda size: low <= size <= high, unit, arms=False)
    about = f"{low} to {high}" if low < high else f"{low}"
    offered = f", such as {' or '.join(others.values())}," if others else ","
    return f"; with the same shares it fits {about} in all{offered} and not {total}"


def _chi2(of: _Of, first: Arm, second: Arm) -> Interval | None:
    """Return the range of chi2 of two arms' shares: it grows as they part, and is least where they are alike.

    None: nobody has the event, or everybody.
    """
    n1, n2 = first.n.exact, second.n.exact
    corners = [*product((first.share.low, first.share.high), (second.share.low, second.share.high))]
    if not all(0 < a * n1 + b * n2 < n1 + n2 for a, b in corners):
        return None
    values = [of(a, b, n1, n2) for a, b in corners]
    return Interval(Fraction(0) if first.share.meets(second.share) else min(values), max(values))


def _pearson(a: Fraction, b: Fraction, n1: Fraction, n2: Fraction, off: Fraction = Fraction(0)) -> Fraction:
    """Return (a - b)² / (p (1 - p) (1/n1 + 1/n2)), p the share of both together; `off` is off a - b."""
    both = (a * n1 + b * n2) / (n1 + n2)
    return max(abs(a - b) - off, Fraction(0)) ** 2 / (both * (1 - both) * (1 / n1 + 1 / n2))


def _yates(a: Fraction, b: Fraction, n1: Fraction, n2: Fraction) -> Fraction:
    """Return the same with N / (2 n1 n2) off the difference, at most to 0 (Yates 1934)."""
    return _pearson(a, b, n1, n2, (n1 + n2) / (2 * n1 * n2))


def _likelihood(a: Fraction, b: Fraction, n1: Fraction, n2: Fraction) -> Fraction:
    """Return twice the sum of observed × ln(observed / expected) over the four cells (Wilks 1938)."""
    both = (a * n1 + b * n2) / (n1 + n2)
    cells = (
        (n * s, s / p) for share, n in ((a, n1), (b, n2)) for s, p in ((share, both), (1 - share, 1 - both))
    )
    return Fraction(max(0.0, 2 * sum(float(count) * log(ratio) for count, ratio in cells if count)))


def phi(study: Study) -> Iterator[Finding]:
    """Yield phi, or V of a 2×2 table, that is not the root of chi2 / n, nor of the table's own chi2 / n."""
    for line in study.lines:
        cell, statistic, n, df = line.one("phi"), line.one("statistic"), line.around("n"), line.one("df")
        if line.word("test") != "chi2" or not cell or not statistic or not n or not line.raw(n):
            continue
        if not cell.number or not statistic.number or (df and df.exact != 1):
            continue
        if n.exact > 0 and statistic.exact >= 0:
            yield from _phi(study, line, cell, cell.number, statistic, statistic.number, n)


def _phi(
    study: Study, line: Line, cell: Cell, typed: Number, statistic: Cell, chi2: Number, n: Cell
) -> Iterator[Finding]:
    sizes = typed.rounded.sizes()
    squares = Interval(sizes.low**2, sizes.high**2)

    def fits(size: Fraction) -> bool:
        return chi2.rounded.times(1 / size).meets(squares)

    pair = arms(line)
    # Phi is Pearson's also where the chi2 beside it has Yates' correction.
    own = _chi2(_pearson, *pair) if pair else None
    if fits(n.exact) or (pair and own and own.times(1 / (pair[0].n.exact + pair[1].n.exact)).meets(squares)):
        return
    root = shown(_root(statistic.exact / n.exact), max(2, typed.decimals))
    text = f"{cell.column.label}: the root of {statistic.text} / {n.text} is {root}, and {cell.text} is typed"
    if others := study.others(n.exact, fits, line.unit(n.id), arms=False):
        text += f"; it would fit n = {' or '.join(others.values())}"
    yield line.found("phi", "medium", cell, text)


def _root(value: Fraction) -> Fraction:
    """Return the square root to ten digits after the point."""
    return Fraction(isqrt(value.numerator * 10**20 // value.denominator), 10**10)
