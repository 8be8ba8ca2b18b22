"""Each conflict with all that is known of it: the citation, every vote, every adjudication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tamis.tables import STAGES, TEAM, Citation, Decision, Exit, Settlement, Verdict

#: What became of a citation that was in conflict: each takes one of these ways, the last one is unresolved.
#: By name: in words, and the rows of verdicts that it counts.
WAYS = {
    "third": ("settled by a third reviewer", "resolved_how is third"),
    "discussion": ("settled by discussion", "resolved_how is discussion"),
    "list": ("decided by a list of the team", "status is listed"),
    "themselves": (
        "settled when a reviewer changed a decision",
        "resolved_how is empty; status is not listed; outcome is not empty",
    ),
    "lost": (
        "left alone, since the report was not retrieved",
        "outcome is empty; the exit of the citation is not_retrieved",
    ),
    "": ("still open", "outcome is empty; the exit of the citation is not not_retrieved"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One conflict.

    `votes` are all decisions on the citation at the stage, by reviewer, each one's in order of time;
    `settlements` are the adjudications, in the order in which they were made; `way` is a name of `WAYS`;
    `pairs` are those who stand against each other.
    """

    verdict: Verdict
    citation: Citation
    votes: Mapping[str, Sequence[Decision]]
    settlements: Sequence[Settlement]
    way: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"conflict-{self.verdict.stage}-{self.verdict.citation_id}"

    @property
    def unresolved(self) -> bool:
        """Whether somebody still has to decide."""
        return self.way == ""

    @property
    def record(self) -> str:
        """The record that an adjudication names: the one that the first vote named, else the citation's."""
        named = [vote.record_id for votes in self.votes.values() for vote in votes]
        return named[0] if named else self.verdict.citation_id


def is_conflict(verdict: Verdict) -> bool:
    """Return whether votes alone did not settle a citation, at first or now."""
    return verdict.conflict != "no" or verdict.status == "conflict"


def way(verdict: Verdict, gone: frozenset[str]) -> str:
    """Return what became of a citation that was in conflict: a name of `WAYS`.

    Args:
        verdict: what holds of it.
        gone: citations that could not be retrieved: nobody decides on those.
    """
    if verdict.outcome == "":
        return "lost" if verdict.citation_id in gone else ""
    return verdict.resolved_how or ("list" if verdict.status == "listed" else "themselves")


def cases(
    verdicts: Iterable[Verdict],
    decisions: Iterable[Decision],
    settlements: Iterable[Settlement],
    citation: Mapping[str, Citation],
    exits: Iterable[Exit],
    reviewers: Sequence[str],
) -> list[Case]:
    """Return every conflict: what is unresolved first, then by stage, then in the order of verdicts.

    Args:
        verdicts: all verdicts.
        decisions: all decisions, each reviewer's on one citation in order of time.
        settlements: all adjudications, those of one citation in the order in which they were made.
        citation: citations by id.
        exits: where each record left.
        reviewers: reviewer ids, in the order in which they are listed.
    """
    gone = frozenset(row.citation_id for row in exits if row.exit == "not_retrieved")
    asked = [verdict for verdict in verdicts if is_conflict(verdict)]
    wanted = {(verdict.stage, verdict.citation_id) for verdict in asked}
    said: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in decisions:
        if (key := (decision.stage, decision.citation_id)) in wanted:
            said[key].append(decision)
    settled: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for row in settlements:
        if (key := (row.stage, row.citation_id)) in wanted:
            settled[key].append(row)
    people = [*reviewers, TEAM]
    made = []
    for verdict in asked:
        key = (verdict.stage, verdict.citation_id)
        by = {who: votes for who in people if (votes := [d for d in said[key] if d.reviewer == who])}
        of = citation[verdict.citation_id]
        made.append(Case(verdict, of, by, settled[key], way(verdict, gone), tuple(_pairs(verdict, by))))
    return sorted(made, key=lambda case: (not case.unresolved, STAGES.index(case.verdict.stage)))


def _pairs(verdict: Verdict, votes: Mapping[str, Sequence[Decision]]) -> Iterable[tuple[str, str]]:
    """Yield who stands against whom, by what they said first or say now; one against oneself, on two records.

    What they differ in is what the verdict says: the decision, the reason alone, or that one is unsure.
    """
    for a, b in combinations(votes, 2):
        if any(
            _differ(verdict.conflict, one, other)
            for these in (_first, _current)
            for one in these(votes[a])
            for other in these(votes[b])
        ):
            yield a, b
    for who, made in votes.items():
        if any(_differ(verdict.conflict, one, other) for one, other in combinations(_current(made), 2)):
            yield who, who


def _first(votes: Sequence[Decision]) -> list[Decision]:
    return [vote for vote in votes if vote.first == "yes"]


def _current(votes: Sequence[Decision]) -> list[Decision]:
    return [vote for vote in votes if vote.current == "yes"]


def _differ(conflict: str, one: Decision, other: Decision) -> bool:
    if "duplicate" in (one.decision, other.decision):
        return False
    if conflict == "reason":
        return one.decision == other.decision == "exclude" and one.reason != other.reason
    if conflict == "maybe":
        return "maybe" in (one.decision, other.decision)
    return (one.decision == "exclude") != (other.decision == "exclude")
