"""Versions of the eligibility flowchart: which was in force when, and what a change puts in question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.config import Flowchart
from tamis.screening.columns import Flags, Made, codes, flags, moments, texts
from tamis.tables import DECISIONS, STAGES, Affected, Decision, Settlement


def in_force(flowcharts: Sequence[Flowchart], column: pa.Array) -> pa.Array:
    """Return the number of the version that was in force at each moment of a column.

    It is null where a moment is not known and there is more than one version. A version that holds until a
    day has ended when that day begins.
    """
    if len(flowcharts) < 2:
        return pa.array(np.ones(len(column), np.int64))
    when = moments(column)
    ends = moments(pa.array([version.until for version in flowcharts[:-1]], pa.string()))
    numbers = 1 + np.searchsorted(ends, when, side="right").astype(np.int64)
    return pa.array(numbers, mask=when == 0)


def changes(before: Flowchart, after: Flowchart) -> list[tuple[str, str]]:
    """Return what was changed from one version to the next: `added`, `removed` or `reworded`, and the id."""
    old, new = ({q.id: " ".join(q.question.split()) for q in v.questions} for v in (before, after))
    return [
        *(("added", id) for id in new if id not in old),
        *(("removed", id) for id in old if id not in new),
        *(("reworded", id) for id in new if id in old and new[id] != old[id]),
    ]


def affected(
    flowcharts: Sequence[Flowchart], decisions: Made, settlements: Iterable[Settlement]
) -> list[Affected]:
    """Return what each change of the flowchart puts in question, in the order of versions.

    An exclusion is affected where the question that is its reason was removed or reworded; an inclusion, or a
    maybe, where a question was added or reworded. An exclusion whose reason nobody gave is not listed, nor is
    what was said at a time that nobody knows.

    Args:
        flowcharts: the versions, the oldest first.
        decisions: all decisions; those that count now are looked at.
        settlements: what was adjudicated; likewise.
    """
    current = [row for row in settlements if row.current == "yes"]
    found: list[Affected] = []
    for before, after in pairwise(flowcharts):
        steps = changes(before, after)
        if not steps:
            continue
        gone = [id for change, id in steps if change != "added"]
        more = [(change, id) for change, id in steps if change != "removed"]
        made: list[Decision | Settlement] = []
        made += decisions.rows(_in_question(decisions, before.number, gone, bool(more)))
        made += [row for row in current if row.version is not None and row.version <= before.number]
        for row in made:
            asked = (
                [(change, id) for change, id in steps if change != "added" and id == row.reason]
                if row.decision == "exclude"
                else (more if row.decision in ("include", "maybe") else [])
            )
            found += [_row(row, after.number, change, id) for change, id in asked]
    return sorted(found, key=lambda row: (row.later, STAGES.index(row.stage)))


def _in_question(made: Made, number: int, gone: Sequence[str], more: bool) -> Flags:
    """Return which decisions a change after version `number` may affect."""
    early = flags(pc.fill_null(pc.less_equal(texts(made.frame, "version"), number), False))
    excluded = codes(texts(made.frame, "reason"), gone) >= 0
    carried = made.votes() & (made.word != DECISIONS.index("exclude")) & more
    found: Flags = made.current & early & (excluded | carried)
    return found


def _row(row: Decision | Settlement, later: int, change: str, question: str) -> Affected:
    return Affected(
        stage=row.stage,
        citation_id=row.citation_id,
        record_id=row.record_id,
        who=row.reviewer if isinstance(row, Decision) else row.who,
        decision=row.decision,
        reason=row.reason,
        version=row.version or 0,
        later=later,
        change=change,
        question=question,
        place=row.place,
    )
