"""Coefficients of agreement of any number of raters, who may change and may leave votes out.

From how many raters put each citation into each category, and nothing else. As Gwet (Handbook of Inter-Rater
Reliability, 4th edition) generalises them to votes that are missing by design, and as his R package irrCAC
computes them. Limits are those of 95 in 100, by t with one degree of freedom fewer than there are citations;
the upper one is cut at 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tamis.screening.agreement.coefficients import Floats, Ints
from tamis.screening.agreement.quantiles import LEVEL, student


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its standard error and limits; None where undefined."""

    value: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PanelCoefficients:
    """The coefficients of a panel.

    citations: those with two votes at least; votes: votes on them.
    """

    citations: int
    votes: int
    observed: Estimate = Estimate()
    fleiss: Estimate = Estimate()
    ac1: Estimate = Estimate()
    alpha: Estimate = Estimate()


def panel(counts: Ints, times: Ints) -> PanelCoefficients:
    """Return the coefficients of a panel.

    With q_k the mean, over citations, of the share of its votes that category k got (a citation with a single
    vote counts here, and nowhere else), and po the mean over citations with two votes or more of the share of
    pairs of votes that agree:

    - Fleiss' kappa: pe = sum q_k ** 2. Fleiss (1971) where all citations have as many votes;
    - AC1: pe = sum q_k (1 - q_k) / (categories - 1);
    - Krippendorff's alpha, nominal: on citations with two votes or more alone, each with the weight of its
      votes, and po corrected for their number (Krippendorff 2011).

    Kappa and alpha are undefined where one category alone was used.

    Args:
        counts: how many votes each category got; shape (kinds of citation, categories), two categories at
            least.
        times: how many citations there are of each kind.
    """
    voted = (counts.sum(axis=1) > 0) & (times > 0)
    counts, times = counts[voted], times[voted]
    votes = counts.sum(axis=1)
    several = votes > 1
    found = PanelCoefficients(int(times[several].sum()), int((votes * times)[several].sum()))
    if not found.citations:
        return found
    n = int(times.sum())
    # 0 / 1 of a single vote
    agree = (counts * (counts - 1)).sum(axis=1) / np.where(several, votes * (votes - 1), 1)
    share = n / found.citations * several
    po = float((agree * times)[several].sum()) / found.citations
    q = (counts / votes[:, None] * times[:, None]).sum(axis=0) / n
    categories = counts.shape[1]

    def corrected(pe: float, own: Floats) -> Estimate:
        """Return the coefficient, from the agreement by chance, of all and of each kind of citation."""
        value = (po - pe) / (1 - pe)
        each = (share * agree - share * pe) / (1 - pe) - 2 * (1 - value) * (own - pe) / (1 - pe)
        return _estimate(value, each, value, times)

    one_word = int(((counts * times[:, None]).sum(axis=0) > 0).sum()) < 2
    nothing = Estimate()
    return PanelCoefficients(
        found.citations,
        found.votes,
        observed=_estimate(po, share * agree, po, times),
        fleiss=nothing if one_word else corrected(float(q @ q), counts @ q / votes),
        ac1=corrected(
            float((q * (1 - q)).sum() / (categories - 1)), counts @ (1 - q) / votes / (categories - 1)
        ),
        alpha=_alpha(counts[several], times[several]),
    )


def _alpha(counts: Ints, times: Ints) -> Estimate:
    """Return Krippendorff's alpha, from citations with two votes or more."""
    votes = counts.sum(axis=1)
    total = int((votes * times).sum())
    mean = total / int(times.sum())
    q = (counts * times[:, None]).sum(axis=0) / total
    if int((q > 0).sum()) < 2:
        return Estimate()
    agree = (counts * (counts - 1)).sum(axis=1) / (mean * (votes - 1))
    po, pe = _mean(agree, times), float(q @ q)
    # Krippendorff's correction for few votes: as if they were one pair more, which agrees.
    corrected = (1 - 1 / total) * po + 1 / total
    before, more = (po - pe) / (1 - pe), (votes - mean) / mean
    differ = bool(((counts > 0).sum(axis=1) > 1).any())
    value = (corrected - pe) / (1 - pe) if differ else 1.0
    each = (agree - corrected * more - pe) / (1 - pe)
    own = counts @ q / mean - pe * more
    return _estimate(value, each - 2 * (1 - before) * (own - pe) / (1 - pe), before, times)


def _mean(values: Floats, times: Ints) -> float:
    return float((values * times).sum() / times.sum())


def _estimate(value: float, each: Floats, centre: float, times: Ints) -> Estimate:
    """Return a coefficient with its limits; of a single citation there are none.

    Args:
        value: the coefficient.
        each: what each kind of citation makes of it.
        centre: what `each` is compared with.
        times: how many citations there are of each kind.
    """
    n = int(times.sum())
    if n < 2:
        return Estimate(value)
    se = math.sqrt(float((times * (each - centre) ** 2).sum()) / (n * (n - 1)))
    reach = student(LEVEL, n - 1) * se
    return Estimate(value, se, value - reach, min(value + reach, 1.0))
