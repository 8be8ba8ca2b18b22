"""Coefficients of agreement of two raters, from many tables at once.

An undefined value is NaN, which becomes None in a row; a defined 0 or 1 stays what it is. Sums are of whole
numbers as far as they go, so that what is 0 or 1 is known to be. Limits are those of 95 in 100.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tamis.screening.agreement.quantiles import LEVEL, normal, student

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Coefficients of some tables of one size; each an array with a value a table.

    `specific` has a column a category. `prevalence` and `bias` are those of tables of two by two.
    """

    observed: Floats
    observed_low: Floats
    observed_high: Floats
    specific: Floats
    kappa: Floats
    kappa_se: Floats
    kappa_low: Floats
    kappa_high: Floats
    pabak: Floats
    ac1: Floats
    ac1_se: Floats
    ac1_low: Floats
    ac1_high: Floats
    prevalence: Floats
    bias: Floats


def two_raters(tables: Ints) -> Coefficients:
    """Return the coefficients of square tables.

    With n in a table, p its proportions, and po the proportion on its diagonal:

    - limits of po: Wilson (1927);
    - specific agreement on a category: 2 n_ii / (n_i. + n_.i) (Cicchetti and Feinstein 1990); undefined where
      nobody used it;
    - kappa: (po - pe) / (1 - pe), pe = sum p_i. p_.i (Cohen 1960), with the large-sample limits of Fleiss,
      Cohen and Everitt (1969), which are not cut. Where both used one and the same category alone it is
      undefined, and where one of them did, it is 0 whatever the other says: then it has no limits;
    - PABAK: (po - 1/k) / (1 - 1/k) (Byrt, Bishop and Carlin 1993; of more than two categories: Brennan and
      Prediger 1981);
    - AC1: (po - pe) / (1 - pe), pe = sum q_i (1 - q_i) / (k - 1), q the mean of both margins; its variance
      as in Gwet (2008), its limits by t with n - 1 degrees of freedom, the upper one cut at 1;
    - prevalence index (a - d) / n and bias index (b - c) / n (Byrt, Bishop and Carlin 1993).

    Args:
        tables: counts; shape (tables, k, k), k at least 2; rows are the first rater's.
    """
    k = tables.shape[1]
    n = tables.sum(axis=(1, 2))
    agree = np.trace(tables, axis1=1, axis2=2)
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    observed = over(agree, n)
    low, high = wilson(observed, n)
    kappa, kappa_se = _kappa(tables, n, agree, rows, columns)
    reach = normal(LEVEL) * kappa_se
    ac1, ac1_se = _ac1(tables, n, observed, rows, columns)
    wide = students(n - 1) * ac1_se
    two = k == 2
    none = np.full(len(tables), np.nan)
    return Coefficients(
        observed=observed,
        observed_low=low,
        observed_high=high,
        specific=over(2 * np.diagonal(tables, axis1=1, axis2=2), rows + columns),
        kappa=kappa,
        kappa_se=kappa_se,
        kappa_low=kappa - reach,
        kappa_high=kappa + reach,
        pabak=over(k * agree - n, n * (k - 1)),
        ac1=ac1,
        ac1_se=ac1_se,
        ac1_low=ac1 - wide,
        ac1_high=np.minimum(ac1 + wide, 1.0),
        prevalence=over(tables[:, 0, 0] - tables[:, 1, 1], n) if two else none,
        bias=over(tables[:, 0, 1] - tables[:, 1, 0], n) if two else none,
    )


def over(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Floats:
    """Return part / whole; NaN where whole is 0."""
    found = np.full(np.broadcast(part, whole).shape, np.nan)
    np.divide(part, whole, out=found, where=whole != 0)
    return found


def students(df: Ints) -> Floats:
    """Return the quantile of Student's t for each number of degrees of freedom; NaN below 1."""
    known, at = np.unique(df, return_inverse=True)
    found = [student(LEVEL, int(each)) if each > 0 else math.nan for each in known]
    return np.array(found, dtype=np.float64)[at]


def none_if_nan(value: float) -> float | None:
    """Return a number, or None where it is undefined."""
    return None if math.isnan(value) else float(value)


def wilson(observed: Floats, n: Ints) -> tuple[Floats, Floats]:
    """Return the limits of proportions of n each (Wilson 1927); at 0 and 1 the outer one is exact."""
    z = normal(LEVEL)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1 + z * z / n
        centre = (observed + z * z / (2 * n)) / scale
        half = z / scale * np.sqrt(observed * (1 - observed) / n + z * z / (4.0 * n * n))
    return (
        np.where(observed == 0, 0.0, centre - half),
        np.where(observed == 1, 1.0, centre + half),
    )


def _kappa(tables: Ints, n: Ints, agree: Ints, rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
    """Return kappa and its standard error."""
    by_chance = (rows * columns).sum(axis=1)  # out of n * n, in whole numbers: 1 is known to be 1
    kappa = over(agree * n - by_chance, n * n - by_chance)
    one_word = ((rows > 0).sum(axis=1) < 2) | ((columns > 0).sum(axis=1) < 2)
    margins = over(columns, n[:, None])[:, :, None] + over(rows, n[:, None])[:, None, :]
    se = _spread(tables, n, (1 - kappa)[:, None, None] * margins) / (1 - over(by_chance, n * n - 0.0))
    return kappa, np.where(one_word, np.nan, se)


def _ac1(tables: Ints, n: Ints, observed: Floats, rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
    """Return AC1 and its standard error."""
    k = tables.shape[1]
    q = over(rows + columns, 2 * n[:, None])
    by_chance = (q * (1 - q)).sum(axis=1) / (k - 1)
    ac1 = (observed - by_chance) / (1 - by_chance)
    both = 1 - (q[:, :, None] + q[:, None, :]) / 2
    se = _spread(tables, n, 2 * (1 - ac1)[:, None, None] * both / (k - 1)) / (1 - by_chance)
    return ac1, se


def _spread(tables: Ints, n: Ints, chance: Floats) -> Floats:
    """Return the standard error of the mean of (1 on the diagonal, else 0) - chance, cell by cell.

    The square of deviations from the mean, and not the difference of two sums: that one falls below 0.
    """
    values = np.eye(tables.shape[1]) - chance
    mean = over((tables * values).sum(axis=(1, 2)), n)
    squares = (tables * (values - mean[:, None, None]) ** 2).sum(axis=(1, 2))
    found: Floats = np.sqrt(over(over(squares, n), n))
    return found
