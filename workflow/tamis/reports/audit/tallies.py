"""What was done: counts of votes, verdicts and conflicts, each with the table it is counted in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tamis.reports.audit.words import HEADING
from tamis.reports.beside import Count
from tamis.reports.conflicts.dossier import is_conflict, way
from tamis.tables import TEAM, Decision, Settlement, Verdict

VERDICTS_TABLE = "build/screening/verdicts.csv"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one reviewer did at one stage: citations by decision, changes of mind, first and last day."""

    reviewer: str
    citations: int
    include: int
    exclude: int
    maybe: int
    duplicate: int
    changed: int
    start: str
    end: str


def reviewed(decisions: Iterable[Decision], stage: str) -> list[Reviewed]:
    """Return what each reviewer did at a stage, by id.

    A citation counts once for each word that the reviewer says of its records now; a change of mind is a
    decision that says another word than the one before it on that record.
    """
    of: dict[str, list[Decision]] = defaultdict(list)
    for d in decisions:
        if d.stage == stage and d.reviewer != TEAM:
            of[d.reviewer].append(d)
    found = []
    for reviewer, made in sorted(of.items()):
        now: dict[str, set[str]] = defaultdict(set)
        for d in made:
            if d.current == "yes":
                now[d.decision].add(d.citation_id)
        times = sorted(d.moment for d in made if d.moment)
        found.append(
            Reviewed(
                reviewer=reviewer,
                citations=len({d.citation_id for d in made}),
                include=len(now["include"]),
                exclude=len(now["exclude"]),
                maybe=len(now["maybe"]),
                duplicate=len(now["duplicate"]),
                changed=_changed(made),
                start=times[0] if times else "",
                end=times[-1] if times else "",
            )
        )
    return found


def _changed(made: Iterable[Decision]) -> int:
    """Count the decisions of one reviewer at one stage that another word of theirs replaced."""
    on: dict[str, list[Decision]] = defaultdict(list)
    for d in made:
        on[d.record_id].append(d)
    return sum(
        before.decision != after.decision
        for lines in on.values()
        for before, after in pairwise(sorted(lines, key=lambda d: d.order))
    )


def _count(n: int, words: str, where: str, mark: str) -> Count:
    return Count(n, words, VERDICTS_TABLE, where, VERDICTS_TABLE, mark)


def by_votes(verdicts: Sequence[Verdict], stage: str, mark: str) -> list[Count]:
    """Return how many citations that reached a stage were decided on by how many reviewers."""
    votes = Counter(v.votes for v in verdicts if v.stage == stage)
    return [
        _count(
            n,
            "no reviewer" if not number else "one reviewer" if number == 1 else f"{number} reviewers",
            f"stage is {stage}; votes is {number}",
            mark,
        )
        for number, n in sorted(votes.items())
    ]


_STATUS = {
    "agreed": "agreed: enough reviewers decided, and they agree",
    "adjudicated": "adjudicated: a third reviewer or a discussion settled it",
    "single": "decided by one reviewer alone, as the protocol allows",
    "listed": "decided by a list of the team as a whole",
    "awaiting": "awaiting decisions",
    "conflict": "in conflict, not settled",
}


def by_status(verdicts: Sequence[Verdict], stage: str, mark: str) -> list[Count]:
    """Return how the citations that reached a stage were decided, and what came of it."""
    found = Counter((v.status, v.outcome) for v in verdicts if v.stage == stage)
    return [
        _count(
            found[status, outcome],
            f"{words}: {_OUTCOME[outcome]}" if outcome else words,
            f"stage is {stage}; status is {status}; outcome is {outcome or 'empty'}",
            mark,
        )
        for status, words in _STATUS.items()
        for outcome in ("include", "exclude", "")
        if found[status, outcome]
    ]


_OUTCOME = {"include": "goes on", "exclude": "excluded"}


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The conflicts of a stage, and what became of them: each takes one of these ways.

    `seen` and `unseen`: of those settled by a third reviewer, where the votes were seen before, and where
    not; where neither is said, it is not recorded.
    """

    all: int
    opposite: int
    reasons: int
    maybe: int
    third: int
    discussion: int
    themselves: int
    listed: int
    lost: int
    open: int
    seen: int
    unseen: int
    who: tuple[str, ...]
    reversed: int


def conflicts(
    verdicts: Iterable[Verdict], adjudications: Iterable[Settlement], stage: str, gone: frozenset[str]
) -> Conflicts:
    """Return what there was of conflicts at a stage: citations on which votes alone did not settle it.

    Args:
        verdicts: the verdicts of both stages.
        adjudications: everything that was adjudicated.
        stage: the stage.
        gone: citations that could not be retrieved: nobody decides on those.
    """
    asked = [v for v in verdicts if v.stage == stage and is_conflict(v)]
    kinds = Counter(v.conflict for v in asked)
    ways = Counter(way(v, gone) for v in asked)
    ids = {v.citation_id for v in asked if v.resolved_how == "third"}
    at = [a for a in adjudications if a.stage == stage]
    third = {a.citation_id: a.votes_seen for a in at if a.current == "yes" and a.citation_id in ids}
    who = sorted({a.who for a in at if a.current == "yes" and a.how == "third"})
    return Conflicts(
        all=len(asked),
        opposite=kinds["yes"],
        reasons=kinds["reason"],
        maybe=kinds["maybe"],
        third=ways["third"],
        discussion=ways["discussion"],
        themselves=ways["themselves"],
        listed=ways["list"],
        lost=ways["lost"],
        open=ways[""],
        seen=sum(seen == "yes" for seen in third.values()),
        unseen=sum(seen == "no" for seen in third.values()),
        who=tuple(who),
        reversed=sum(a.current == "no" for a in at),
    )


def in_duplicate(verdicts: Iterable[Verdict], stage: str) -> bool:
    """Return whether each citation that was decided on at a stage has the decisions of two or more reviewers.

    Only then may a report say that all were screened in duplicate.
    """
    decided = [v.votes for v in verdicts if v.stage == stage and v.outcome]
    return bool(decided) and min(decided) > 1


def summary(verdicts: Sequence[Verdict], stage: str, mark: str) -> list[Count]:
    """Return what the page begins with for a stage."""
    rows = [v for v in verdicts if v.stage == stage]
    where = f"stage is {stage}"

    def tally(words: str, found: Iterable[Verdict], more: str = "") -> Count:
        return _count(len(list(found)), words, f"{where}{more}", mark)

    return [
        tally(f"{HEADING[stage]}: citations that reached this stage", rows),
        tally("decided", (v for v in rows if v.outcome), "; outcome is not empty"),
        tally(
            "of these by two or more reviewers", (v for v in rows if v.outcome and v.votes > 1), "; votes > 1"
        ),
        tally("in conflict at some time", (v for v in rows if is_conflict(v)), "; conflict is not no"),
        tally("not decided yet", (v for v in rows if not v.outcome), "; outcome is empty"),
    ]
