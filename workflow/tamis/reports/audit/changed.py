"""What a changed flowchart affects: how many decisions, which, and of which nobody can say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.config import Flowchart
from tamis.tables import Affected, Decision, Settlement


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one question, and what was decided before it: exclusions for this reason, and others."""

    version: int
    change: str
    question: str
    excluded: int
    carried: int


@dataclass(frozen=True, slots=True)
class Line:
    """One decision, with the questions that were changed after it; the reason is worded as it was then.

    version: None where nobody knows.
    """

    citation_id: str
    who: str
    decision: str
    reason: str
    version: int | None
    questions: tuple[str, ...]
    place: str


def changes(rows: Iterable[Affected]) -> list[Change]:
    """Return each change of the flowchart that affects decisions.

    Args:
        rows: build/screening/affected.csv.
    """
    counts: dict[tuple[int, str, str], list[int]] = {}
    for row in rows:
        counts.setdefault((row.later, row.change, row.question), [0, 0])[row.decision != "exclude"] += 1
    return [Change(*key, *counted) for key, counted in sorted(counts.items())]


def lines(rows: Iterable[Affected], flowcharts: Sequence[Flowchart]) -> list[Line]:
    """Return the decisions that changes affect, each once, in the order of the first change.

    Args:
        rows: build/screening/affected.csv.
        flowcharts: the versions, the oldest first.
    """
    worded = {(v.number, q.id): q.reason for v in flowcharts for q in v.questions}
    last = {q.id: q.reason for v in flowcharts for q in v.questions}
    asked: dict[tuple[str, str, str, str, int | None, str], dict[str, None]] = {}
    for row in rows:
        reason = worded.get((row.version or 0, row.reason)) or last.get(row.reason, row.reason)
        made = (row.citation_id, row.who, row.decision, reason, row.version, row.place)
        asked.setdefault(made, {})[f"{row.question} {row.change}"] = None
    return [
        Line(citation, who, decision, reason, version, tuple(questions), place)
        for (citation, who, decision, reason, version, place), questions in asked.items()
    ]


def unknown(made: Iterable[Decision | Settlement], versions: int) -> tuple[int, int]:
    """Return of how many decisions that count now nobody can say whether a change concerns them.

    Exclusions under an earlier version without a reason, and what was said under a version that is not known.

    Args:
        made: all decisions and adjudications.
        versions: how many versions there are.
    """
    now = [row for row in made if row.current == "yes"] if versions > 1 else []
    silent = [row for row in now if row.decision == "exclude" and not row.reason]
    early = sum(row.version is not None and row.version < versions for row in silent)
    return early, sum(row.version is None for row in now)
