"""What each reviewer did: citations by decision, changes of mind, the order of votes and the time between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from tamis.screening.times import END
from tamis.tables import TEAM, Decision

#: A change of one's own vote within this time is taken for a slip.
SLIP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one reviewer did at one stage.

    `unreasoned`: citations that are excluded without a reason. `later`: of `timed` citations, of which the
    time of this one's first vote and of another's is known, those on which somebody had voted before.
    """

    reviewer: str
    citations: int
    include: int
    exclude: int
    maybe: int
    duplicate: int
    unreasoned: int
    changed: int
    later: int
    timed: int
    start: str
    end: str


def at_stage(decisions: Iterable[Decision], stage: str) -> list[Decision]:
    """Return what reviewers said at a stage; what the team said as a whole is left out."""
    return [d for d in decisions if d.stage == stage and d.reviewer != TEAM]


def first_votes(decisions: Iterable[Decision], stage: str) -> dict[str, list[Decision]]:
    """Return the first votes on each citation at a stage: those that agreement is measured on."""
    of: dict[str, list[Decision]] = defaultdict(list)
    for d in at_stage(decisions, stage):
        if d.first == "yes":
            of[d.citation_id].append(d)
    return of


def reviewed(decisions: Sequence[Decision], stage: str) -> list[Reviewed]:
    """Return what each reviewer did at a stage, by id.

    A citation counts once for each word that the reviewer says of its records now; a change of mind is a
    decision that says another word than the one before it on that record.
    """
    of: dict[str, list[Decision]] = defaultdict(list)
    for d in at_stage(decisions, stage):
        of[d.reviewer].append(d)
    order = _order(first_votes(decisions, stage))
    return [_reviewed(reviewer, made, order.get(reviewer, [])) for reviewer, made in sorted(of.items())]


def _reviewed(reviewer: str, made: Sequence[Decision], order: Sequence[bool]) -> Reviewed:
    now: dict[str, set[str]] = defaultdict(set)
    for d in made:
        if d.current == "yes":
            now[d.decision].add(d.citation_id)
    days = [d.day or d.moment for d in sorted(made, key=lambda d: d.moment) if d.moment]
    return Reviewed(
        reviewer=reviewer,
        citations=len({d.citation_id for d in made}),
        include=len(now["include"]),
        exclude=len(now["exclude"]),
        maybe=len(now["maybe"]),
        duplicate=len(now["duplicate"]),
        unreasoned=len(
            {
                d.citation_id
                for d in made
                if d.current == "yes" and d.decision == "exclude" and d.reason in ("", "not_recorded")
            }
        ),
        changed=sum(1 for _ in _changes(made)),
        later=sum(order),
        timed=len(order),
        start=days[0] if days else "",
        end=days[-1] if days else "",
    )


def _changes(made: Iterable[Decision]) -> Iterator[tuple[Decision, Decision]]:
    """Yield the decisions that another word of the same reviewer replaced, each with the one after it."""
    on: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for d in made:
        on[d.reviewer, d.record_id].append(d)
    for lines in on.values():
        for before, after in pairwise(sorted(lines, key=lambda d: d.order)):
            if before.decision != after.decision:
                yield before, after


def _time(decision: Decision) -> datetime | None:
    """Return when something was said; None where no time, or no more than the day of an export, is known."""
    if len(decision.moment) <= 10 or decision.moment.endswith(END):
        return None
    return datetime.fromisoformat(decision.moment)


def _timed(first: Mapping[str, Sequence[Decision]]) -> Iterator[list[tuple[datetime, str]]]:
    """Yield time and reviewer of first votes, in order, of each citation with two or more of known time."""
    for votes in first.values():
        known = sorted((time, vote.reviewer) for vote in votes if (time := _time(vote)))
        if len(known) > 1:
            yield known


def _order(first: Mapping[str, Sequence[Decision]]) -> dict[str, list[bool]]:
    """Return, of each reviewer, for each citation whether somebody else had voted before."""
    of: dict[str, list[bool]] = defaultdict(list)
    for known in _timed(first):
        for time, reviewer in known:
            of[reviewer].append(time > known[0][0])
    return of


def gap(first: Mapping[str, Sequence[Decision]]) -> timedelta | None:
    """Return the median time between the earliest two first votes on a citation; None where none is known."""
    found = [(known[1][0] - known[0][0]).total_seconds() for known in _timed(first)]
    return timedelta(seconds=median(found)) if found else None


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of mind at a stage: of `all`, `slips` came within a minute of the vote that they replace.

    `after`: made after another reviewer had voted on the citation. `towards`: of these, those that changed
    sides to where another one stood.
    """

    all: int
    slips: int
    after: int
    towards: int


def changes(decisions: Iterable[Decision], stage: str, advances: Mapping[str, bool]) -> Changes:
    """Return the changes of mind at a stage, and how many followed another one's vote.

    Args:
        decisions: every decision.
        stage: the stage.
        advances: which decisions carry a citation on; a decision that is not there is a side of its own.
    """
    made = at_stage(decisions, stage)
    found = list(_changes(made))
    wanted = {after.citation_id for _, after in found}
    on: dict[str, list[Decision]] = defaultdict(list)
    for d in made:
        if d.citation_id in wanted:
            on[d.citation_id].append(d)
    slips = after_other = towards = 0
    for before, after in found:
        one, two = _time(before), _time(after)
        slips += one is not None and two is not None and two - one <= SLIP
        others = _standing(on[after.citation_id], after, two)
        sides = {advances.get(word, word) for word in others}
        was, is_now = (advances.get(d.decision, d.decision) for d in (before, after))
        after_other += bool(others)
        towards += was != is_now and is_now in sides
    return Changes(len(found), slips, after_other, towards)


def _standing(votes: Iterable[Decision], change: Decision, at: datetime | None) -> list[str]:
    """Return what the other reviewers said of a citation when one changed a vote on it."""
    known = [(time, v) for v in votes if v.reviewer != change.reviewer and (time := _time(v))]
    stood: dict[str, str] = {}
    for time, vote in sorted(known, key=lambda each: each[0]):
        if at is not None and time < at:
            stood[vote.reviewer] = vote.decision
    return list(stood.values())
