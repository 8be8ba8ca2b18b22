"""Agreement of all reviewers together, who may change from citation to citation: rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tamis.screening.agreement.coefficients import Ints
from tamis.screening.agreement.panel import Estimate, PanelCoefficients, panel
from tamis.screening.agreement.votes import EXCLUDE, INCLUDE, MAYBE, WORDS, Bools, Plan, Votes
from tamis.tables import PILOT, PanelAgreement


def panels(votes: Votes, plan: Plan) -> list[PanelAgreement]:
    """Return the rows of one stage, but for parts in which no citation has two votes.

    Its parts are those of `measure.measured`, without periods: a citation has one moment no more than a panel
    has. A batch is that of the citation's first vote. Citations with a single vote count only where the plan
    says so (see `panel.panel` for what they count in).
    """
    citations = len(votes.citations)
    counts = np.bincount(votes.citation * 3 + votes.decision, minlength=citations * 3).reshape(-1, 3)
    batch = np.zeros(citations, dtype=np.int64)
    batch[votes.citation[::-1]] = votes.batch[::-1]
    # Of half a million citations, few differ in how many said what: count these.
    most = int(counts.max()) + 1
    kinds, times = np.unique(
        ((batch * most + counts[:, 0]) * most + counts[:, 1]) * most + counts[:, 2], return_counts=True
    )
    kind = np.stack([kinds // most**2 % most, kinds // most % most, kinds % most], axis=1)
    of = kinds // most**3
    rule = plan.advances[votes.stage]
    maybe = bool(counts[:, MAYBE].any())
    fold = np.array([[rule.get(word, None) is True, rule.get(word, None) is False] for word in WORDS])
    tables = {
        "advance": kind @ fold.astype(np.int64),
        "words": kind if maybe else kind[:, [INCLUDE, EXCLUDE]],
    }
    found = []
    least = 1 if plan.alone else 2
    voting = (counts.sum(axis=1) >= least)[votes.citation]
    who = np.unique((votes.batch * len(votes.reviewers) + votes.reviewer)[voting])
    for table, counted in tables.items():
        for part, batches in _parts(votes):
            chosen = batches[of] & (counted.sum(axis=1) >= least)
            result = panel(counted[chosen], times[chosen])
            if result.citations:
                there = who[batches[who // len(votes.reviewers)]] % len(votes.reviewers)
                found.append(_row(votes.stage, part, table, there, result))
    return found


def _parts(votes: Votes) -> Iterator[tuple[str, Bools]]:
    """Yield the name of each part, and which batches are in it."""
    used = np.bincount(votes.batch, minlength=len(votes.batches)) > 0
    pilot = np.array([name == PILOT for name in votes.batches])
    yield "all", used
    if used[pilot].any():
        yield PILOT, pilot
        yield "after_pilot", ~pilot
    for at, name in enumerate(votes.batches):
        if name not in ("", PILOT):
            yield f"batch:{name}", np.arange(len(votes.batches)) == at


def _row(stage: str, part: str, table: str, there: Ints, found: PanelCoefficients) -> PanelAgreement:
    def limits(name: str, estimate: Estimate) -> dict[str, float | None]:
        return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}

    return PanelAgreement(
        stage,
        part,
        table,
        reviewers=len(np.unique(there)),
        citations=found.citations,
        votes=found.votes,
        observed=found.observed.value,
        **limits("fleiss", found.fleiss),
        **limits("ac1", found.ac1),
        **limits("alpha", found.alpha),
    )
