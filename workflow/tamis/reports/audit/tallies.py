"""What was done: counts of votes, verdicts and conflicts, each with the table it is counted in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.config import Config
from tamis.reports.audit.firsts import KINDS, kind
from tamis.reports.audit.people import at_stage, first_votes
from tamis.reports.beside import Count
from tamis.reports.conflicts.dossier import WAYS, is_conflict, way
from tamis.tables import STAGE_NAMES, Decision, Settlement, Verdict

VERDICTS_TABLE = "build/screening/verdicts.csv"


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
    """The conflicts of a stage, what they were about, and what became of them.

    `kinds` counts by names of `firsts.KINDS`, `ways` by names of `dossier.WAYS`: each conflict has one of
    either. `seen` and `unseen`: of those settled by a third reviewer (`who`), where the votes were seen
    before, and where not; where neither is said, it is not recorded. `joined`: of those settled by
    discussion, where somebody took part who had not voted. `included` and `excluded`: what came of those
    that a third reviewer or a discussion settled.
    """

    all: int
    kinds: Mapping[str, int]
    ways: Mapping[str, int]
    seen: int
    unseen: int
    who: tuple[str, ...]
    joined: int
    included: int
    excluded: int
    reversed: int

    @property
    def at_first(self) -> int:
        """On how many the first votes were apart."""
        return self.all - self.kinds.get("later", 0)


def conflicts(
    verdicts: Iterable[Verdict],
    decisions: Sequence[Decision],
    adjudications: Iterable[Settlement],
    stage: str,
    gone: frozenset[str],
) -> Conflicts:
    """Return what there was of conflicts at a stage: citations on which reviewers differed at first or now.

    Args:
        verdicts: the verdicts of both stages.
        decisions: every decision.
        adjudications: everything that was adjudicated.
        stage: the stage.
        gone: citations that could not be retrieved: nobody decides on those.
    """
    asked = {v.citation_id: v for v in verdicts if v.stage == stage and is_conflict(v)}
    became = {id: way(v, gone) for id, v in asked.items()}
    at = [a for a in adjudications if a.stage == stage]
    holds = [a for a in at if a.current == "yes"]
    third = {a.citation_id: a.votes_seen for a in holds if became.get(a.citation_id) == "third"}
    met = {a.citation_id: _people(a) for a in holds if became.get(a.citation_id) == "discussion"}
    first = first_votes(decisions, stage)
    voted: dict[str, set[str]] = defaultdict(set)
    for d in at_stage(decisions, stage):
        voted[d.citation_id].add(d.reviewer)
    outcomes = Counter(v.outcome for id, v in asked.items() if became[id] in ("third", "discussion"))
    return Conflicts(
        all=len(asked),
        kinds=Counter(kind(v, first.get(id, ())) for id, v in asked.items()),
        ways=Counter(became.values()),
        seen=sum(seen == "yes" for seen in third.values()),
        unseen=sum(seen == "no" for seen in third.values()),
        who=tuple(sorted({a.who for a in holds if a.how == "third"})),
        joined=sum(bool(people - voted[id]) for id, people in met.items()),
        included=outcomes["include"],
        excluded=outcomes["exclude"],
        reversed=len(at) - len(holds),
    )


def _people(settled: Settlement) -> set[str]:
    """Return who took part in a discussion."""
    return {who.strip() for who in settled.who.split(";") if who.strip()}


def conflict_rows(
    config: Config, of: Mapping[str, Conflicts]
) -> list[tuple[str, bool, tuple[int | None, ...]]]:
    """Return the rows of the table of conflicts: words, whether it is the total, and a number a stage.

    None stands where the rules of a stage make it impossible; a row that is so everywhere is left out.

    Args:
        config: the protocol.
        of: the conflicts by stage.
    """
    both = [(config.stages[stage], stage, found) for stage, found in of.items()]

    def impossible(name: str) -> tuple[bool, ...]:
        if name == "maybe":
            return tuple(rules.maybe == "include" for rules, _, _ in both)
        if name == "reasons":
            return tuple(stage != "full_text" or rules.reasons == "first" for rules, stage, _ in both)
        return (False,) * len(both)

    def row(words: str, numbers: Iterable[int], name: str = "") -> tuple[str, bool, tuple[int | None, ...]]:
        cells = zip(numbers, impossible(name), strict=True)
        return words, name == "all", tuple(None if never and not n else n for n, never in cells)

    found = [*of.values()]
    rows = [row("All", (each.all for each in found), "all")]
    rows += [
        row(
            f"by first votes: {words}" if name != "later" else words,
            (each.kinds.get(name, 0) for each in found),
            name,
        )
        for name, words in KINDS.items()
    ]
    more: dict[str, list[tuple[str, list[int]]]] = {
        "third": [
            ("of these, having seen the votes", [each.seen for each in found]),
            ("of these, not having seen them", [each.unseen for each in found]),
        ],
        "discussion": [("of these, with somebody who had not voted", [each.joined for each in found])],
    }
    for name, (words, _) in WAYS.items():
        rows.append(row(words, (each.ways.get(name, 0) for each in found)))
        rows += [row(under, numbers) for under, numbers in more.get(name, [])]
    rows += [
        row("settled by a third reviewer or discussion: went on", (each.included for each in found)),
        row("settled by a third reviewer or discussion: excluded", (each.excluded for each in found)),
        row("adjudications that a later one reversed", (each.reversed for each in found)),
    ]
    return [each for each in rows if any(n is not None for n in each[2])]


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
        tally(f"{STAGE_NAMES[stage]}: citations that reached this stage", rows),
        tally("decided", (v for v in rows if v.outcome), "; outcome is not empty"),
        tally(
            "of these by two or more reviewers", (v for v in rows if v.outcome and v.votes > 1), "; votes > 1"
        ),
        tally("in conflict at some time", (v for v in rows if is_conflict(v)), "; conflict is not no"),
        tally("not decided yet", (v for v in rows if not v.outcome), "; outcome is empty"),
    ]
