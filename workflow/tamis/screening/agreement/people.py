"""Where reviewers differ: which reasons stand against which, and what the pilot got wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tamis.screening.agreement.pairs import ALL
from tamis.screening.agreement.votes import EXCLUDE, WORDS, Plan, Twos, Votes
from tamis.tables import PILOT, Confusion, Misjudged

if TYPE_CHECKING:
    import pandas as pd


def confusions(votes: Votes, twos: Twos) -> list[Confusion]:
    """Return how often two reviewers who both excluded gave which reasons, the same ones and none, too.

    For each pair of reviewers, and for all pairs together where there are several; there the reason that
    stands first in the flowchart is the first, and no reason the last.
    """
    size, reasons = len(votes.reviewers), len(votes.reasons)
    both = (votes.decision[twos.a] == EXCLUDE) & (votes.decision[twos.b] == EXCLUDE)
    a, b = votes.reason[twos.a][both], votes.reason[twos.b][both]
    who = votes.reviewer[twos.a][both] * size + votes.reviewer[twos.b][both]
    several = len(np.unique(votes.reviewer[twos.a] * size + votes.reviewer[twos.b])) > 1
    if several:
        who = np.concatenate([who, np.full(len(who), size * size)])
        a, b = np.concatenate([a, np.minimum(a, b)]), np.concatenate([b, np.maximum(a, b)])
    found, times = np.unique((who * reasons + a) * reasons + b, return_counts=True)
    rows = []
    for code, n in zip(found.tolist(), times.tolist(), strict=True):
        rest, second = divmod(code, reasons)
        pair, first = divmod(rest, reasons)
        if pair == size * size:
            reviewer_a = reviewer_b = ALL
        else:
            reviewer_a, reviewer_b = (votes.reviewers[each] for each in divmod(pair, size))
        rows.append(
            Confusion(votes.stage, reviewer_a, reviewer_b, votes.reasons[first], votes.reasons[second], n)
        )
    return rows


def misjudged(votes: Votes, plan: Plan, verdicts: pd.DataFrame) -> list[Misjudged]:
    """Return the citations of the pilot with first votes that say otherwise than what held, by id.

    Those on which nothing holds yet, or which turned out to be duplicates, are left out.

    Args:
        votes: first votes at a stage.
        plan: which decisions carry on.
        verdicts: tables.Verdict; these of its columns: stage, citation_id, outcome.
    """
    import pyarrow as pa

    pilot = votes.batch == votes.batches.index(PILOT)
    if not pilot.any():
        return []
    citation, decision = votes.citation[pilot], votes.decision[pilot]
    here, at = np.unique(citation, return_inverse=True)
    ids = votes.citations.take(pa.array(here)).to_pylist()
    known = verdicts[(verdicts["stage"] == votes.stage) & verdicts["citation_id"].isin(ids)]
    outcome = dict(zip(known["citation_id"].tolist(), known["outcome"].tolist(), strict=True))
    held = np.array([{"include": 1, "exclude": 0}.get(outcome.get(id, ""), -1) for id in ids])
    rule = plan.advances[votes.stage]
    said = np.array([int(rule[word]) if word in rule else -1 for word in WORDS])[decision]
    wrong = np.bincount(at[(said >= 0) & (held[at] >= 0) & (said != held[at])], minlength=len(here))
    total = np.bincount(at)
    return sorted(
        (
            Misjudged(votes.stage, ids[each], outcome[ids[each]], int(total[each]), int(wrong[each]))
            for each in np.flatnonzero(wrong).tolist()
        ),
        key=lambda row: row.citation_id,
    )
