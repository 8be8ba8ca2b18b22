"""How far reviewers agreed, in sentences for a methods section."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.errors import counted
from tamis.reports.audit.coefficients import pooled
from tamis.reports.audit.words import coefficient, limits, percent, with_limits
from tamis.tables import Agreement, PanelAgreement

#: Pairs of reviewers that share fewer citations are not compared with others.
ENOUGH = 20


def sentences(agreement: Sequence[Agreement], panels: Sequence[PanelAgreement], stage: str) -> list[str]:
    """Say how far reviewers agreed before conflicts were settled: the pilot apart, and the weakest pair.

    Args:
        agreement: agreement of pairs.
        panels: agreement of all reviewers together.
        stage: the stage.
    """
    rest = [
        (part, words) for part, words in (("after_pilot", "after the pilot, "), ("pilot", "in the pilot, "))
    ]
    parts = [words + said for part, words in rest if (said := _part(agreement, panels, stage, part))]
    if not parts:
        parts = [said for said in (_part(agreement, panels, stage, "all"),) if said]
    if not parts:
        return []
    after = any(row.stage == stage and row.part == "after_pilot" for row in agreement)
    whole = "; ".join(parts)
    return [
        "Agreement was measured on each reviewer’s first vote, before conflicts were settled (in brackets: "
        "95% confidence intervals).",
        f"{whole[0].upper()}{whole[1:]}.",
        *_weakest(agreement, stage, "after_pilot" if after else "all"),
    ]


def _part(agreement: Sequence[Agreement], panels: Sequence[PanelAgreement], stage: str, part: str) -> str:
    """Say how far reviewers agreed on a part; empty where no two voted on one citation.

    Where two voted on each citation, it is the table of two that speaks; where more did, the whole panel: a
    vote stands in several pairs then.
    """
    row = pooled(agreement, stage, part)
    if row is None or row.observed is None:
        return ""
    n = row.both - row.left_out
    panel = next((p for p in panels if (p.stage, p.part, p.table) == (stage, part, "advance")), None)
    if panel is None or panel.observed is None or panel.citations == n:
        return (
            f"two reviewers agreed on {percent(row.observed, n)} of {counted(n, 'citation')} "
            f"({limits(row.observed_low, row.observed_high, of_percent=True, of=n)}; Cohen’s kappa "
            f"{with_limits(row.kappa, row.kappa_low, row.kappa_high)}, positive agreement "
            f"{percent(row.positive, n)}, negative {percent(row.negative, n)})"
        )
    return (
        f"{panel.reviewers} reviewers agreed on {percent(panel.observed, panel.citations)} of the pairs of "
        f"votes on {counted(panel.citations, 'citation')} (Fleiss’ kappa "
        f"{with_limits(panel.fleiss, panel.fleiss_low, panel.fleiss_high)})"
    )


def _weakest(agreement: Sequence[Agreement], stage: str, part: str) -> list[str]:
    """Name the pair of reviewers that agreed least on what goes on, of those that shared enough citations."""
    known = [
        row
        for row in agreement
        if (row.stage, row.part, row.table) == (stage, part, "advance")
        and row.reviewer_a != "all"
        and row.reviewer_b != "others"
        and row.both - row.left_out >= ENOUGH
        and row.positive is not None
    ]
    if len(known) < 2:
        return []
    least = min(known, key=lambda row: (row.positive, 1.0 if row.kappa is None else row.kappa))
    of = "After the pilot, of" if part == "after_pilot" else "Of"
    on, alone = least.both_include or 0, (least.a_only or 0) + (least.b_only or 0)
    return [
        f"{of} the pairs of reviewers that shared {ENOUGH} citations or more, {least.reviewer_a} and "
        f"{least.reviewer_b} agreed least on what goes on: positive agreement "
        f"{percent(least.positive, least.both)} ({counted(on, 'citation')} both carried on, {alone:,} one "
        f"alone), kappa {coefficient(least.kappa)}."
    ]
