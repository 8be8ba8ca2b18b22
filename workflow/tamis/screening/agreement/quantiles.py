"""Quantiles of the normal and of Student's t distribution, to twelve digits, without scipy."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

#: Limits of 95 in 100 leave 2.5 in 100 above them.
LEVEL = 0.975
#: From here on the expansion is exact to all digits that a float has; below it the distribution is summed up.
_EXPANDED = 1000


def normal(p: float) -> float:
    """Return the quantile of the normal distribution (0 < p < 1)."""
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=100_000)
def student(p: float, df: int) -> float:
    """Return the quantile of Student's t distribution.

    For many degrees of freedom by Cornish and Fisher's expansion (Abramowitz and Stegun 1964, 26.7.5), else
    by Newton's method on the finite sums of the distribution function (26.7.3 and 26.7.4).

    Args:
        p: 0.5 < p < 1.
        df: degrees of freedom, 1 at least.
    """
    found = _expanded(p, df)
    if df >= _EXPANDED:
        return found
    # Of few degrees of freedom the expansion falls short, and the distribution function is concave above 0:
    # Newton's steps then only go up.
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    for _ in range(100):
        density = scale * (1 + found * found / df) ** (-(df + 1) / 2)
        step = ((2 * p - 1) - _within(found, df)) / (2 * density)
        found += step
        if abs(step) <= 1e-15 * found:
            break
    return found


def _expanded(p: float, df: int) -> float:
    """Return the quantile by the expansion around the normal one."""
    z = normal(p)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / df**power for power, term in enumerate(terms, start=1))


def _within(t: float, df: int) -> float:
    """Return the probability of a value between -t and t."""
    angle = math.atan2(t, math.sqrt(df))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = df % 2
    term = total = (math.cos(angle) if df > 1 else 0.0) if odd else 1.0
    for k in range(3 if odd else 2, df, 2):
        term *= square * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
