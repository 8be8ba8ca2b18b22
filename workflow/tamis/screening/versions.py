"""Versions of the eligibility flowchart: which was in force when, and what a change puts in question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.config import Flowchart
from tamis.screening.columns import Flags, Made, codes, flags, moments, texts
from tamis.screening.times import END
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


def in_force_for(flowcharts: Sequence[Flowchart], moments: pa.Array, reasons: pa.Array) -> pa.Array:
    """Return the number of the version under which each thing was said, as far as that is known.

    It is the one that was in force. What stands in an export of a day may have been said under any version up
    to that day: where just one of several has its reason, it is that one, else null. What a log says within
    the day of a change may have been said after it, where the version before does not have its reason.

    Args:
        flowcharts: the versions, the oldest first.
        moments: when each was said; see `tables.Statement`.
        reasons: the reason of each; empty where there is none.
    """
    found = in_force(flowcharts, moments)
    if len(flowcharts) < 2:
        return found
    number = pc.fill_null(found, 0).to_numpy().copy()
    ids = sorted({question.id for version in flowcharts for question in version.questions})
    reason = codes(reasons, ids)
    exported = flags(pc.ends_with(moments, END))
    having = np.zeros(len(number), np.int64)  # how many versions that could apply have the reason
    only, later = np.zeros((2, len(number)), np.int64)
    lacking = np.zeros(len(number), np.bool_)
    for version in reversed(flowcharts):
        known = {question.id for question in version.questions}
        has = np.array([*(id in known for id in ids), False])[reason]
        could = has & (version.number <= number)
        having += could
        only[could] = version.number
        lacking |= (version.number == number) & ~has & (reason >= 0)
        later[has & (version.number > number)] = version.number
    number = np.where(exported & (number > 1), np.where(having == 1, only, 0), number)
    number = np.where(~exported & lacking & (later > 0), later, number)
    return pa.array(number, mask=number == 0)


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
    what was said at a time that nobody knows, but for an exclusion whose reason is in the flowchart no more.

    Args:
        flowcharts: the versions, the oldest first.
        decisions: all decisions; those that count now are looked at.
        settlements: what was adjudicated; likewise.
    """
    current = [row for row in settlements if row.current == "yes"]
    present = {question.id for question in flowcharts[-1].questions}
    found: list[Affected] = []
    for before, after in pairwise(flowcharts):
        steps = changes(before, after)
        if not steps:
            continue
        gone = [id for change, id in steps if change != "added"]
        more = [(change, id) for change, id in steps if change != "removed"]
        lost = [id for change, id in steps if change == "removed" and id not in present]
        made: list[Decision | Settlement] = []
        made += decisions.rows(_in_question(decisions, before.number, gone, lost, more=bool(more)))
        made += [
            row
            for row in current
            if (row.version is not None and row.version <= before.number)
            or (row.version is None and row.reason in lost)
        ]
        for row in made:
            asked = (
                [(change, id) for change, id in steps if change != "added" and id == row.reason]
                if row.decision == "exclude"
                else (more if row.decision in ("include", "maybe") else [])
            )
            found += [_row(row, after.number, change, id) for change, id in asked]
    return sorted(found, key=lambda row: (row.later, STAGES.index(row.stage)))


def _in_question(made: Made, number: int, gone: Sequence[str], lost: Sequence[str], *, more: bool) -> Flags:
    """Return which decisions a change after version `number` may affect."""
    version = texts(made.frame, "version")
    early = flags(pc.fill_null(pc.less_equal(version, number), False))
    early |= flags(pc.is_null(version)) & (codes(texts(made.frame, "reason"), lost) >= 0)
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
        version=row.version,
        later=later,
        change=change,
        question=question,
        place=row.place,
    )
