"""What follows from the decisions on each citation that reached a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.config import StageRules
from tamis.review import waits_for
from tamis.screening.decisions import NOT_RECORDED
from tamis.tables import TEAM, Adjudication, Citation, Decision, Verdict

#: How far apart reviewers are, from least to most.
_CONFLICTS = ("no", "maybe", "reason", "yes")


@dataclass(frozen=True, slots=True)
class Panel:
    """Who decides at a stage, by which rules.

    `active` holds the ids of the reviewers who are still in the review, `reasons` the ids of the
    flowchart's questions in order.
    """

    stage: str
    rules: StageRules
    active: tuple[str, ...]
    reasons: tuple[str, ...]


def reached_title_abstract(
    citations: Iterable[Citation], *, pooled: bool, decided: frozenset[str]
) -> list[Citation]:
    """Return the citations that are screened on title and abstract.

    PRISMA 2020 has no screening of records found by other methods: unless they were pooled with the
    rest, they come here only where somebody decided on them nevertheless.
    """
    return [c for c in citations if pooled or c.arm == "databases" or c.citation_id in decided]


def reached_full_text(
    citations: Iterable[Citation], screened: Iterable[Verdict], *, pooled: bool
) -> list[Citation]:
    """Return the citations whose full text is sought: included, or of the other arm and not excluded."""
    outcome = {verdict.citation_id: verdict.outcome for verdict in screened}
    return [
        c
        for c in citations
        if outcome.get(c.citation_id) == "include"
        or (not pooled and c.arm == "other" and outcome.get(c.citation_id) != "exclude")
    ]


def verdicts(
    panel: Panel,
    citations: Sequence[Citation],
    decisions: Iterable[Decision],
    adjudications: Mapping[str, Sequence[Adjudication]],
    *,
    when: Mapping[str, str],
    optional: frozenset[str] = frozenset(),
) -> list[Verdict]:
    """Return one verdict for each citation that reached the stage, in their order.

    Args:
        panel: who decides, by which rules.
        citations: those that reached the stage.
        decisions: all decisions; each reviewer's on one citation in order of time.
        adjudications: the current ones at this stage, by citation.
        when: the moment of each vote, by its place.
        optional: citations that need no decision here; whoever decided on one is enough.
    """
    by_citation: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.stage == panel.stage and decision.decision != "duplicate":
            by_citation[decision.citation_id].append(decision)
    return [
        verdict(
            panel,
            citation,
            by_citation.get(citation.citation_id, ()),
            adjudications.get(citation.citation_id, ()),
            when=when,
            needed=1 if citation.citation_id in optional else panel.rules.reviewers,
        )
        for citation in citations
    ]


def verdict(
    panel: Panel,
    citation: Citation,
    decisions: Sequence[Decision],
    adjudications: Sequence[Adjudication],
    *,
    when: Mapping[str, str],
    needed: int,
) -> Verdict:
    """Return what follows for one citation at one stage.

    In this order: an adjudication holds, unless another one or a vote that it does not cover contradicts
    it; a decision of the team as a whole holds, unless it is the opposite of what all reviewers say;
    differing votes are a conflict; votes that agree hold once there are enough. `conflict` tells whether
    reviewers differed at first or now, whatever became of it.

    Args:
        panel: who decides, by which rules.
        citation: the citation.
        decisions: all on it at this stage but `duplicate`, each reviewer's in order of time.
        adjudications: the current ones on it at this stage, in order of time.
        when: the moment of each vote, by its place.
        needed: how many reviewers must decide.
    """
    own = [d for d in decisions if d.reviewer != TEAM]
    now = [d for d in own if d.current == "yes"]
    team = [d for d in decisions if d.reviewer == TEAM and d.current == "yes"]
    voters = sorted({d.reviewer for d in now})
    differ = difference(now, panel)
    conflict = max(differ, difference(first_votes(own), panel), key=_CONFLICTS.index)

    settled = {row.decision for row in adjudications}
    against = contradicting([*team, *now], adjudications, when)
    said = {_outcome(d) for d in team} | ({_outcome(d) for d in now} if team and differ == "no" else set())
    outcome = reason = ""
    last: Adjudication | None = None
    if len(settled) > 1 or against:
        status, conflict = "conflict", "yes"
    elif settled:
        last = adjudications[-1]
        status, outcome = "adjudicated", last.decision
        reason = last.reason or earliest_reason(now, panel)
    elif team:
        status = "listed" if len(said) == 1 else "conflict"
        outcome = said.pop() if len(said) == 1 else ""
        reason = earliest_reason(now, panel) or NOT_RECORDED
    elif not now:
        status = "awaiting"
    elif differ != "no":
        status = "conflict"
    elif len(voters) < needed:
        status = "single"
    else:
        status, outcome = "agreed", _outcome(now[0])
        reason = earliest_reason(now, panel)
    if status == "conflict" and conflict == "no":
        conflict = "yes"  # with the team's list
    return Verdict(
        stage=panel.stage,
        citation_id=citation.citation_id,
        status=status,
        outcome=outcome,
        reason=reason if outcome == "exclude" else "",
        votes=len(voters),
        include=_count(now, "include"),
        exclude=_count(now, "exclude"),
        maybe=_count(now, "maybe"),
        conflict=conflict,
        resolved_how=last.how if last else "",
        resolved_who=last.who if last else "",
        resolved_why=last.why if last else "",
        resolved_time=last.time if last else "",
        waits_for=_waits_for(status, voters, panel),
        place=_place([last] if last else [*against, *team, *now], citation),
    )


def contradicting(
    votes: Iterable[Decision], adjudications: Sequence[Adjudication], when: Mapping[str, str]
) -> list[Decision]:
    """Return the votes that say the opposite of what was adjudicated, and that no adjudication covers.

    An adjudication covers the votes on its own record that were there when it was made, so that it does
    not settle what was said of another record that turns out to be the same publication, nor what a
    reviewer says afterwards. What a list leaves out, it leaves out of the citation as a whole.

    Args:
        votes: the ones that count now, on one citation at one stage.
        adjudications: the current ones on it at this stage.
        when: the moment of each vote, by its place; one that is not there has its own time.
    """

    def covered(vote: Decision, by: Adjudication) -> bool:
        same = vote.record_id == by.record or vote.reason == NOT_RECORDED
        return same and not _after(when.get(vote.place, vote.time), by.time)

    settled = {row.decision for row in adjudications}
    return [
        vote
        for vote in votes
        if settled - {_outcome(vote)} and not any(covered(vote, row) for row in adjudications)
    ]


def _after(one: str, other: str) -> bool:
    """Return whether a moment is later than another; of the same day, where one is a day only, is not."""
    known = min(len(one), len(other), len("2021-09-17T14:30:00"))  # what follows is +00:00 or nothing
    return one[:known] > other[:known]


def _count(votes: Iterable[Decision], word: str) -> int:
    return len({vote.reviewer for vote in votes if vote.decision == word})


def _outcome(decision: Decision) -> str:
    """Return what a vote counts as; a maybe carries a citation on."""
    return "exclude" if decision.decision == "exclude" else "include"


def first_votes(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the first vote of each reviewer among those on one citation, in order of time."""
    firsts: dict[str, Decision] = {}
    for decision in decisions:
        firsts.setdefault(decision.reviewer, decision)
    return list(firsts.values())


def difference(votes: Sequence[Decision], panel: Panel) -> str:
    """Return whether votes differ: `no`, `yes`, `reason` (excluded at full text for different ones), `maybe`.

    Where the rules of the stage say so, a maybe asks for a decision, as votes that differ do; where nobody
    says the opposite, they do not differ for that.
    """
    if len({_outcome(vote) for vote in votes}) > 1:
        return "yes"
    if panel.rules.maybe == "conflict" and any(vote.decision == "maybe" for vote in votes):
        return "maybe"
    reasons = {vote.reason for vote in votes} - {"", NOT_RECORDED}
    return "reason" if panel.stage == "full_text" and len(reasons) > 1 else "no"


def earliest_reason(votes: Iterable[Decision], panel: Panel) -> str:
    """Return the reason that comes first in the flowchart among those given; empty where none is."""
    given = {vote.reason for vote in votes if vote.decision == "exclude"}
    return next((r for r in (*panel.reasons, NOT_RECORDED) if r in given), "")


def _waits_for(status: str, voters: Sequence[str], panel: Panel) -> str:
    """Return whom an open verdict waits for: never for one who left.

    Votes are awaited from those who have not voted, a conflict from those who have (they may discuss it,
    or name a third); where none of them is left, from the team.
    """
    if status in ("awaiting", "single"):
        return waits_for(set(panel.active).difference(voters), panel.active)
    return waits_for(voters, panel.active) if status == "conflict" else ""


def _place(rows: Sequence[Adjudication | Decision], citation: Citation) -> str:
    """Return where a verdict comes from: the first of what decided it, else the citation itself."""
    return rows[0].place if rows else citation.place
