"""Numbers checked as they are typed: what each is, the form says (`kind`), and each check asks for its kinds.

A check is a function in a module of its own or of its family, listed here; it says nothing unless the form
gives the kinds that it needs, and nothing on estimated, imputed, weighted or adjusted numbers where what it
asks holds for raw numbers alone. A finding says both numbers and the arithmetic; a person can accept it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tamis.extraction.numbers import (
    chi_squared,
    counts,
    dates,
    effects,
    intervals,
    means,
    p_values,
    percentages,
    sums,
    two_by_two,
    units,
    wald,
)
from tamis.extraction.numbers.view import Check, studies
from tamis.proforma import Proforma
from tamis.tables import Datum, Finding

#: All checks, in the order in which a study's findings stand.
CHECKS: tuple[Check, ...] = (
    sums.columns,
    sums.arms,
    units.units,
    counts.whole,
    counts.bounds,
    counts.events,
    counts.at_most,
    percentages.percentages,
    means.means,
    p_values.possible,
    p_values.tests,
    two_by_two.effects,
    chi_squared.chi_squared,
    chi_squared.phi,
    effects.d_of_odds_ratio,
    effects.d_of_means,
    effects.difference_of_means,
    intervals.intervals,
    wald.t_of_difference,
    wald.p_of_estimate,
    dates.dates,
)


def findings(data: Sequence[Datum], proforma: Proforma) -> list[Finding]:
    """Return what the checks of numbers find: rows of `build/extraction/findings.csv`.

    Args:
        data: rows of `build/extraction/data.csv`.
        proforma: the form, which says what the numbers are.
    """
    return [finding for study in studies(data, proforma) for check in CHECKS for finding in check(study)]
