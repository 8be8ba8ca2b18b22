"""P values of test statistics, in floats and the standard library alone: to more digits than anybody prints.

No library does this better here: mpmath does not end at 100,000 degrees of freedom, and SciPy takes 0.6 s of
CPU to import, for four functions. In the tests SciPy is what they are compared with.

The incomplete beta and gamma functions are worked out by their continued fractions (Abramowitz and Stegun
1964, 26.5.8 and 6.5.31; evaluated as Lentz 1976 does), and gamma below its mean by its series (6.5.29): they
converge for 1 degree of freedom as for a million, and in no time.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import erfc, exp, lgamma, log, sqrt
from statistics import NormalDist

#: When a continued fraction or series has converged, and what stands for nought in it.
_NEAR, _TINY = 1e-15, 1e-300
#: After so many steps it is as near as it comes: about the root of a billion degrees of freedom.
_STEPS = 40_000
#: With more degrees of freedom than these, not even six digits are right.
MOST_DF = 10**9
#: Above this logarithm a number's exponential is more than nought.
_LEAST = -700.0


def p_value(family: str, statistic: Fraction, df: Fraction | None, df2: Fraction | None = None) -> Fraction:
    """Return the p value of a statistic: two-sided for t, z and r, the upper tail for F, chi2 and Q.

    Args:
        family: t, F, chi2, z, r or Q.
        statistic: its value; of r between -1 and 1, of F, chi2 and Q not negative.
        df: degrees of freedom, of F those of the numerator, of r n - 2; None for z.
        df2: of F, those of the denominator.

    Source: statcheck 1.5.0, compute_p.R (Nuijten and Epskamp 2024); a correlation r is tested as t =
    r / sqrt((1 - r²) / df).
    """
    x, first, second = abs(statistic), df or Fraction(1), df2 or Fraction(1)
    if family == "z":
        p = erfc(x / sqrt(2))
    elif family in ("chi2", "Q"):
        p = _gamma(float(first / 2), float(x / 2))
    elif family == "F":
        p = _beta(second / 2, first / 2, second / (second + first * x))
    elif family == "r":
        p = _beta(first / 2, Fraction(1, 2), 1 - x * x)
    else:
        p = _beta(first / 2, Fraction(1, 2), first / (first + x * x))
    return Fraction(min(1.0, max(0.0, p)))


def z_of(level: Fraction) -> Fraction:
    """Return how many standard errors an interval of this level (in %) reaches to each side: 1.96 for 95."""
    return Fraction(NormalDist().inv_cdf(float((1 + level / 100) / 2)))


def t_of(level: Fraction, df: Fraction) -> Fraction:
    """Return the same of an interval that rests on t: 2.05 for 95 with 28 degrees of freedom."""
    low, high = Fraction(1, 2), Fraction(10**6)
    for _ in range(60):
        middle = Fraction(float(low + high) / 2)
        low, high = (middle, high) if p_value("t", middle, df) > 1 - level / 100 else (low, middle)
    return low


def _beta(a: Fraction, b: Fraction, x: Fraction) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x * (a + b + 2) > a + 1:
        return 1 - _beta_below(float(b), float(a), 1 - x)
    return _beta_below(float(a), float(b), x)


def _beta_below(a: float, b: float, x: Fraction) -> float:
    """Return I_x(a, b) for x below about its mean, where the fraction converges soon."""
    if not x:
        return 0.0
    # Of x and 1 - x each is exact before it becomes a float: neither loses digits.
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(float(x)) + b * log(float(1 - x))
    near = float(x)

    def step(m: int) -> float:
        half, odd = divmod(m, 2)
        if odd:
            return -(a + half) * (a + b + half) * near / ((a + m - 1) * (a + m))
        return half * (b - half) * near / ((a + m - 1) * (a + m))

    return 0.0 if scale < _LEAST else exp(scale) / (a * _fraction(1.0, lambda m: (step(m), 1.0)))


def _gamma(a: float, x: float) -> float:
    """Return the regularised upper incomplete gamma function Q(a, x)."""
    if x <= 0:
        return 1.0
    scale = a * log(x) - x - lgamma(a)
    if x >= a + 1:
        if scale < _LEAST:
            return 0.0
        return exp(scale) / _fraction(x + 1 - a, lambda m: (-m * (m - a), x + 2 * m + 1 - a))
    total = term = 1 / a
    for m in range(1, _STEPS):
        term *= x / (a + m)
        total += term
        if term < total * _NEAR:
            break
    return 1 - (total * exp(scale) if scale > _LEAST else 0.0)


def _fraction(first: float, step: Callable[[int], tuple[float, float]]) -> float:
    """Return a continued fraction b0 + a1 / (b1 + a2 / (b2 + ...)): b0, and a and b of each step from 1."""
    value = upper = first or _TINY
    lower = 0.0
    for m in range(1, _STEPS):
        a, b = step(m)
        lower = 1 / (b + a * lower or _TINY)
        upper = b + a / upper or _TINY
        value *= upper * lower
        if abs(upper * lower - 1) < _NEAR:
            break
    return value
