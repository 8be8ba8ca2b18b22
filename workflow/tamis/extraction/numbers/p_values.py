"""A p value against the test statistic and degrees of freedom beside it.

The rule is that of statcheck 1.5.0 (Nuijten and Epskamp 2024): the statistic was rounded, and so gives a
range of p values; a p value that cannot be rounded from any of them does not fit. Holds whatever the basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tamis.extraction.numbers.distributions import MOST_DF, p_value
from tamis.extraction.numbers.rounding import Interval, Number, number, shown_p
from tamis.extraction.numbers.two_by_two import arms
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: The tests that a form's choice may name, and how they are printed. Another test with the distribution of
#: one of them is named after it, such as chi2_gehan; chi2 alone is that of the row's 2×2 table, if any.
TESTS = {"t": "t", "F": "F", "chi2": "χ²", "z": "z", "r": "r", "Q": "Q"}
#: McNemar's test, of pairs.
_MCNEMAR = "chi2_mcnemar"
#: Between significant and not, for the difference that matters most.
_ALPHA = Fraction(5, 100)
_P = re.compile(r"(?:p\s*)?([<>=≤≥]|<=|>=)?\s*([\d.]+)|(?:p\s*=?\s*)?(n\.?\s?s\.?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class P:
    """A p value as it was typed: `=`, `<` or `>`, and the number; `ns` is > .05."""

    sign: str
    number: Number
    text: str

    @property
    def significant(self) -> bool | None:
        """Whether it says p <= .05; None: it does not say."""
        if self.sign == "=":
            return self.number.exact <= _ALPHA
        if self.sign == "<":
            return True if self.number.exact <= _ALPHA else None
        return False if self.number.exact >= _ALPHA else None

    def fits(self, p: Interval) -> bool:
        """Return whether it goes with a p value somewhere in an interval."""
        if self.sign == "<":
            return p.low <= self.number.exact
        if self.sign == ">":
            return p.high >= self.number.exact
        return self.number.rounded.meets(p)

    def cut(self, p: Interval) -> bool:
        """Return whether it goes with one that was cut off, not rounded."""
        return self.sign == "=" and self.number.written.meets(p)


def p_of(text: str) -> P | None:
    """Return a typed p value, such as .03, < .001, p = .5, ns; None where the text is none.

    >>> p_of("< .001").sign, p_of("p=.030").number.text, p_of("n.s.").text, p_of("small")
    ('<', '.030', '> .05', None)
    """
    found = _P.fullmatch(text.strip())
    if not found:
        return None
    if found[3]:
        return P(">", Number(".05", _ALPHA, 2), "> .05")
    typed = number(found[2])
    sign = {"≤": "<", "<=": "<", "≥": ">", ">=": ">"}.get(found[1] or "=", found[1] or "=")
    return P(sign, typed, f"{found[1] or '='} {found[2]}") if typed else None


def p_cell(line: Line, of: str = "") -> tuple[Cell, P] | None:
    """Return the line's only p value: of this number, or else one that names none."""
    found = [
        (cell, p) for cell in line.cells if cell.column.kind.word == "p" and (p := p_of(cell.datum.value))
    ]
    named = [each for each in found if of and each[0].column.kind.of == of]
    fitting = named or [each for each in found if not each[0].column.kind.of]
    return fitting[0] if len(fitting) == 1 else None


def possible(study: Study) -> Iterator[Finding]:
    """Yield p values that none can be: of nought, or above 1. statcheck counts p = .000 as an error."""
    for line in study.lines:
        for cell in line.cells:
            typed = p_of(cell.datum.value) if cell.column.kind.word == "p" else None
            if typed and typed.number.exact > 1:
                yield line.found(
                    "p_range", "high", cell, f"p {typed.text} is typed, and no p value is above 1"
                )
            elif typed and not typed.number.exact and typed.sign != ">":
                text = f"p {typed.text} is typed, and no p value is nought"
                if typed.number.decimals > 1:
                    text += f"; p {shown_p(Fraction(0), typed.number.decimals)} would be right"
                yield line.found("p_range", "low", cell, text)


def tests(study: Study) -> Iterator[Finding]:
    """Yield p values that do not fit their test statistic and degrees of freedom."""
    for line in study.lines:
        statistic = line.one("statistic")
        beside = p_cell(line, statistic.id) if statistic else None
        family = line.word("test").partition("_")[0]
        if not statistic or not statistic.number or not beside or family not in TESTS:
            continue
        df, df2 = _freedom(line, family)
        if _usable(family, statistic.exact, df, df2) and beside[1].number.exact <= 1:
            yield from _compared(line, family, statistic, statistic.number.rounded, beside, (df, df2))


def _freedom(line: Line, family: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the degrees of freedom: as typed, or where they can be told: of a 2×2 table, of pairs, of r."""
    df, df2, n = line.one("df"), line.one("df2"), line.around("n")
    if df:
        return df.exact, df2.exact if df2 else None
    if family == "chi2" and (line.word("test") == _MCNEMAR or _two_by_two(line)):
        return Fraction(1), None
    if family == "r" and n:
        return n.exact - 2, None
    return None, None


def _two_by_two(line: Line) -> bool:
    """Return whether the line's test is that of its 2×2 table."""
    return line.word("test") == "chi2" and (bool(arms(line)) or line.one("phi") is not None)


def _usable(family: str, statistic: Fraction, df: Fraction | None, df2: Fraction | None) -> bool:
    """Return whether a p value can be worked out; what is out of bounds is told by another check."""
    if family == "z":
        return True
    if max(df or 0, df2 or 0) > MOST_DF:
        return False
    if not df or df <= 0 or (family == "F" and (not df2 or df2 <= 0)):
        return False
    return abs(statistic) <= 1 if family == "r" else family == "t" or statistic >= 0


def _compared(
    line: Line,
    family: str,
    statistic: Cell,
    rounded: Interval,
    beside: tuple[Cell, P],
    freedom: tuple[Fraction | None, Fraction | None],
) -> Iterator[Finding]:
    """Yield that a p value does not go with any statistic that can be rounded to the one that is typed."""
    (cell, typed), (df, df2) = beside, freedom
    sizes = rounded.sizes()
    top = min(sizes.high, Fraction(1)) if family == "r" else sizes.high
    p = Interval(p_value(family, top, df, df2), p_value(family, sizes.low, df, df2))
    if typed.fits(p):
        return
    decimals = max(typed.number.decimals, 3)
    middle = p_value(family, statistic.exact, df, df2)
    of = f"({', '.join(_plain(each) for each in (df, df2) if each)})" if df else ""
    test = next(each for each in line.cells if each.column.kind.word == "test")
    name = TESTS.get(test.datum.value) or f"{test.text}: {TESTS[family]}"
    text = f"{name}{of} = {statistic.text} gives p {shown_p(middle, decimals)}"
    ends = [shown_p(end, decimals) for end in (p.low, p.high)]
    if ends[0] != ends[1]:
        text += f" (by rounding, from {' to '.join(end.removeprefix('= ') for end in ends)})"
    text += f", and p {typed.text} is typed"
    sided = family in ("t", "z", "r") or df == 1
    if typed.cut(p):
        severity, text = "low", f"{text}; it would fit if it was cut off and not rounded"
    elif sided and typed.fits(p.times(Fraction(1, 2))):
        severity, text = "low", f"{text}; it would fit a one-sided test"
    else:
        other_side = p.low > _ALPHA if typed.significant else p.high <= _ALPHA
        severity = "medium"
        if typed.significant is not None and other_side:
            severity, text = "high", f"{text}, which is on the other side of .05"
    yield line.found("p", severity, cell, text)


def _plain(value: Fraction) -> str:
    """Return degrees of freedom for people: whole ones as such."""
    return str(value) if value.denominator == 1 else f"{float(value):.10g}"
