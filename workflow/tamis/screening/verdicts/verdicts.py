"""What follows from the decisions on each citation that reached a stage, for all citations at once.

Only what was adjudicated is looked at citation by citation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.screening.columns import (
    Flags,
    Held,
    Ints,
    Made,
    codes,
    flags,
    frame_of,
    texts,
)
from tamis.screening.verdicts.settled import Settled
from tamis.screening.verdicts.votes import CONFLICTS, MAYBE, NO, REASON, YES, Panel, Votes
from tamis.screening.verdicts.waiting import waiting
from tamis.tables import DECISIONS, NOT_RECORDED, OUTCOMES, VERDICTS, Settlement, Verdict

if TYPE_CHECKING:
    import pandas as pd

_AWAITING, _SINGLE, _AGREED, _CONFLICT, _ADJUDICATED, _LISTED = range(6)
_OPEN = OUTCOMES.index("")
_INCLUDE, _EXCLUDE = OUTCOMES.index("include"), OUTCOMES.index("exclude")
#: Which outcomes one reviewer alone may decide, by the word of the protocol.
_ALONE = {
    "nothing": (),
    "include": (_INCLUDE,),
    "exclude": (_EXCLUDE,),
    "both": (_INCLUDE, _EXCLUDE),
}


def reached_title_abstract(arm: pa.Array, *, pooled: bool, decided: Ints) -> Ints:
    """Return the positions of the citations that are screened on title and abstract.

    PRISMA 2020 has no screening of records found by other methods: unless they were pooled with the
    rest, they come here only where somebody decided on them nevertheless.

    Args:
        arm: the arm of each citation.
        pooled: whether records found by other methods were pooled with the rest.
        decided: positions of the citations that somebody decided on at this stage.
    """
    here = flags(pc.equal(arm, "databases")) | pooled
    here[decided] = True
    return np.flatnonzero(here)


def reached_full_text(arm: pa.Array, screened: pd.DataFrame, reached: Ints, *, pooled: bool) -> Ints:
    """Return the positions of the citations whose full text is sought.

    Those that were included on title and abstract; and those of the other arm that were not excluded there,
    unless they were pooled with the rest.

    Args:
        arm: the arm of each citation.
        screened: the verdicts on title and abstract.
        reached: positions of the citations that they are on.
        pooled: whether records found by other methods were pooled with the rest.
    """
    outcome = np.full(len(arm), _OPEN, np.int64)
    outcome[reached] = codes(texts(screened, "outcome"), OUTCOMES)
    other = flags(pc.equal(arm, "other")) & (not pooled)
    return np.flatnonzero((outcome == _INCLUDE) | (other & (outcome != _EXCLUDE)))


def verdicts(
    panel: Panel,
    held: Held,
    places: pa.Array,
    reached: Ints,
    made: Made,
    adjudicated: Mapping[tuple[str, str], Sequence[Settlement]],
    *,
    optional: Flags | None = None,
) -> pd.DataFrame:
    """Return one verdict (frame of Verdict) for each citation that reached the stage, in their order.

    In this order: an adjudication holds, unless another one or a vote that it does not cover contradicts
    it; a decision of the team as a whole holds, unless it is the opposite of what all reviewers say;
    differing votes are a conflict; votes that agree hold once there are enough, or where the protocol lets
    one reviewer alone decide so. A maybe that asks for a decision does so once there are enough votes.
    `conflict` tells whether reviewers differed at first or now, whatever became of it.

    Args:
        panel: who decides, by which rules.
        held: the citations.
        places: the place of each citation.
        reached: positions of the citations that reached the stage, in order.
        made: all decisions.
        adjudicated: what was adjudicated last, by stage and citation.
        optional: for each citation, whether it needs no decision here; whoever decided on one is enough.
    """
    votes = Votes.of(panel, reached, made, len(held.citations))
    now, team = votes.current & ~votes.team, votes.current & votes.team
    count = {word: votes.reviewers(now & (votes.word == DECISIONS.index(word))) for word in DECISIONS[:3]}
    voters, differ = votes.reviewers(now), votes.difference(now, panel)
    conflict = np.maximum(differ, votes.difference(votes.first(~votes.team), panel))
    needed = np.full(len(reached), panel.rules.reviewers, np.int64)
    if optional is not None:
        needed[optional[reached]] = 1

    status, outcome = _by_reviewers(panel, votes, now, voters, differ, needed)
    _by_team(votes, now & (differ == NO)[votes.citation], team, status, outcome)
    reason = _reasons(panel, votes, now, team)
    known = _known_reasons(panel, votes, now, team)
    source = np.where(votes.any(team), votes.first_row(team), votes.first_row(now))

    settled = Settled(panel, held, votes, made, adjudicated, reached)
    for at, holds, against, apart in settled.each():
        if holds is None:
            status[at], outcome[at], conflict[at] = _CONFLICT, _OPEN, max(conflict[at], apart)
            source[at] = against if against >= 0 else source[at]
        else:
            status[at], outcome[at] = _ADJUDICATED, OUTCOMES.index(holds.decision)
            reason[at] = panel.reasons.index(holds.reason) if holds.reason in panel.reasons else known[at]
    conflict[(status == _CONFLICT) & (conflict == NO)] = YES  # with the team's list
    reason[outcome != _EXCLUDE] = votes.unknown
    resolved = settled.columns()
    batches = panel.share.batches if panel.share else _words([""], np.zeros(len(held.citations), np.int64))
    waits = waiting(panel.rules, panel.reviewers, panel.active).texts(
        awaiting=status == _AWAITING,
        conflict=status == _CONFLICT,
        missing=needed - voters,
        citation=votes.citation[now],
        voter=votes.reviewer[now],
        share=panel.share.of[reached] if panel.share else None,
    )
    return frame_of(
        {
            "stage": _words([panel.stage], np.zeros(len(reached), np.int64)),
            "citation_id": held.citations.take(pa.array(reached)),
            "status": _words(VERDICTS, status),
            "outcome": _words(OUTCOMES, outcome),
            "reason": _words((*panel.reasons, NOT_RECORDED, ""), reason),
            "automatic": _words(("", "yes"), _automatic(panel, votes, now | team, status, outcome)),
            "batch": batches.take(pa.array(reached)),
            "needed": needed,
            "votes": voters,
            **count,
            "conflict": _words(CONFLICTS, conflict),
            **{f"resolved_{name}": resolved[name] for name in ("how", "who", "why", "time")},
            "waits_for": waits,
            "place": _places(made, source, places.take(pa.array(reached)), resolved["place"]),
        },
        Verdict,
    )


def _by_reviewers(
    panel: Panel, votes: Votes, now: Flags, voters: Ints, differ: Ints, needed: Ints
) -> tuple[Ints, Ints]:
    """Return status and outcome of each citation by what its reviewers say.

    Args:
        panel: the rules.
        votes: all votes.
        now: those of reviewers that count now.
        voters: how many reviewers have voted on each citation.
        differ: how far their votes are apart.
        needed: how many must decide.
    """
    says = np.where(votes.any(now & votes.excludes), _EXCLUDE, _INCLUDE)
    full = voters >= needed
    cases = (
        (voters == 0, _AWAITING),
        ((differ == YES) | (differ == REASON), _CONFLICT),
        (differ == MAYBE, np.where(full, _CONFLICT, _AWAITING)),
        (full | np.isin(says, _ALONE[panel.rules.alone]), np.where(voters == 1, _SINGLE, _AGREED)),
    )
    status = np.select([case for case, _ in cases], [status for _, status in cases], _AWAITING)
    return status, np.where((status == _SINGLE) | (status == _AGREED), says, _OPEN)


def _by_team(votes: Votes, agreeing: Flags, team: Flags, status: Ints, outcome: Ints) -> None:
    """Put in status and outcome what follows where the team as a whole has decided.

    Args:
        votes: all votes.
        agreeing: those of reviewers that count now, on citations on which no two of them differ.
        team: those of the team that count now.
        status: the status of each citation; changed in place.
        outcome: its outcome; changed in place.
    """
    listed = votes.any(team)
    excluded = votes.any((team | agreeing) & votes.excludes)
    included = votes.any((team | agreeing) & ~votes.excludes)
    one = excluded != included
    status[listed] = np.where(one, _LISTED, _CONFLICT)[listed]
    outcome[listed] = np.where(one, np.where(excluded, _EXCLUDE, _INCLUDE), _OPEN)[listed]


def _reasons(panel: Panel, votes: Votes, now: Flags, team: Flags) -> Ints:
    """Return the reason that counts for each citation: the team's, else the first of the flowchart."""
    reason = _known_reasons(panel, votes, now, team)
    reason[votes.any(team) & (reason == votes.unknown)] = len(panel.reasons)
    return reason


def _known_reasons(panel: Panel, votes: Votes, now: Flags, team: Flags) -> Ints:
    """Return the reason for each citation that somebody gave."""
    by_team = votes.least_reason(team & votes.excludes)
    by_reviewers = votes.least_reason(now & votes.excludes)
    reason: Ints = np.where(by_team < len(panel.reasons), by_team, by_reviewers)
    return reason


def _automatic(panel: Panel, votes: Votes, counts: Flags, status: Ints, outcome: Ints) -> Ints:
    """Return 1 for each citation that automation tools alone excluded, 0 for all others.

    Whoever says so beside them has excluded it, too; and what was adjudicated, people decided.

    Args:
        panel: who of the reviewers is an automation tool.
        votes: all votes.
        counts: those that count now, the team's among them.
        status: the status of each citation.
        outcome: its outcome.
    """
    tools = [at for at, id in enumerate(panel.reviewers) if id in panel.automation]
    by_tools = np.isin(votes.reviewer, tools)
    alone = votes.any(counts & by_tools) & ~votes.any(counts & ~by_tools)
    found: Ints = (alone & (outcome == _EXCLUDE) & (status != _ADJUDICATED)).astype(np.int64)
    return found


def _places(made: Made, source: Ints, citations: pa.Array, resolved: pa.Array) -> pa.Array:
    """Return where each verdict comes from: the adjudication, else the first decision, else the citation."""
    known = pa.array(np.where(source >= 0, source, 0), mask=source < 0)
    decided = (
        pc.fill_null(texts(made.frame, "place").take(known), citations) if len(made.frame) else citations
    )
    return pc.if_else(pc.equal(resolved, ""), decided, resolved)


def _words(words: Sequence[str], at: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(at))
