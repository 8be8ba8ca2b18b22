"""Numbers as they are printed: rounded, so that each stands for all that are rounded to it.

Everything is exact (fractions): 0.125 lies half-way between 0.12 and 0.13, whatever a float makes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.(\d+))?|\.(\d+))")
#: A number of more characters is none that was measured, and floats would not hold what follows from it.
_LONGEST = 30
#: P values are shown to so many decimals.
_P_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def meets(self, other: Interval) -> bool:
        """Return whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high

    def times(self, factor: Fraction) -> Interval:
        """Return the interval of its numbers multiplied by a factor, which may be negative."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(*ends)

    def wider(self, by: Fraction) -> Interval:
        """Return the interval that reaches further by so much at both ends."""
        return Interval(self.low - by, self.high + by)

    def sizes(self) -> Interval:
        """Return the interval of its numbers without their signs."""
        if self.low <= 0 <= self.high:
            return Interval(Fraction(0), max(-self.low, self.high))
        return Interval(*sorted((abs(self.low), abs(self.high))))


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed: its text, its value, and how many digits stand after the point."""

    text: str
    exact: Fraction
    decimals: int

    @property
    def step(self) -> Fraction:
        """One unit of its last digit."""
        return Fraction(1, 10**self.decimals)

    @property
    def rounded(self) -> Interval:
        """What can be rounded to it, half up, half down or half to even."""
        return Interval(self.exact, self.exact).wider(self.step / 2)

    @property
    def written(self) -> Interval:
        """What can be rounded to it, or be cut off to it after its last digit."""
        up = self.step if self.exact >= 0 else self.step / 2
        down = self.step if self.exact <= 0 else self.step / 2
        return Interval(self.exact - down, self.exact + up)

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return self.exact.denominator == 1

    def rounds(self, value: Fraction) -> bool:
        """Return whether a value becomes this number by rounding half up, half down or half to even."""
        return abs(value - self.exact) <= self.step / 2

    def fits(self, value: Fraction) -> bool:
        """Return whether a value becomes this number by rounding half up, half down, half to even or cut off.

        >>> eight = number("8")
        >>> eight.fits(Fraction(17, 2)), eight.fits(Fraction(89, 10)), eight.fits(Fraction(9))
        (True, True, False)
        """
        return self.rounds(value) or self.cut(value)

    def cut(self, value: Fraction) -> bool:
        """Return whether a value becomes this number when it is cut off after its last digit."""
        sign = -1 if value < 0 else 1
        return sign * (abs(value) // self.step) * self.step == self.exact


def number(text: str) -> Number | None:
    """Return a typed number, with a point and without separators, or None where the text is none.

    One of more than 30 characters is none, too: checks pass over it.

    >>> number("-.40")
    Number(text='-.40', exact=Fraction(-2, 5), decimals=2)
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found or len(found[0]) > _LONGEST:
        return None
    return Number(text.strip(), Fraction(text.strip()), len(found[1] or found[2] or ""))


def shown(value: Fraction, decimals: int) -> str:
    """Return a value rounded half up to so many decimals, for people.

    >>> shown(Fraction(1, 8), 2), shown(Fraction(-1, 3), 0)
    ('0.13', '0')
    """
    units = floor(abs(value) * 10**decimals + Fraction(1, 2))
    digits = f"{units:0{decimals + 1}}"
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if units and value < 0 else text


def shown_p(p: Fraction, decimals: int = 3) -> str:
    """Return a p value with its sign, for people, to as many decimals as are asked for, up to six.

    >>> shown_p(Fraction(262, 1000)), shown_p(Fraction(1, 10**6)), shown_p(Fraction(64, 10**8), 8)
    ('= .262', '< .001', '= 6.4e-07')
    """
    asked, decimals = decimals, min(decimals, _P_DECIMALS)
    if p < Fraction(1, 10**decimals):
        if asked > decimals and float(p):
            return f"= {float(p):.1e}"
        return f"< {shown(Fraction(1, 10**decimals), decimals)[1:]}"
    text = shown(p, decimals)
    return f"= {text.removeprefix('0')}"
