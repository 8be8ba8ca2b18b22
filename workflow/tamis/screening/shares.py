"""Who was to screen each citation, and in which batch: the allocation, on the citations as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tamis.screening.columns import Flags, Held, codes
from tamis.tables import STAGES, Allocation


@dataclass(frozen=True, slots=True)
class Shares:
    """The allocation of one stage.

    `batches` is the batch of each citation (empty: none), `of` whether a reviewer is to screen a citation:
    a row a citation, a column a reviewer, in their orders.
    """

    batches: pa.Array
    of: Flags


def shares(rows: Iterable[Allocation], held: Held, reviewers: Sequence[str]) -> dict[str, Shares]:
    """Return the allocation of each stage that has one.

    Where records of one citation were allocated apart, it is everybody's who was to screen one of them, and
    its batch is that of the first.

    Args:
        rows: the allocation.
        held: which citation holds each record; what is of another record is left out.
        reviewers: reviewer ids, in order.
    """
    by_stage: dict[str, list[Allocation]] = {stage: [] for stage in STAGES}
    for row in rows:
        by_stage[row.stage].append(row)
    return {stage: _shares(found, held, reviewers) for stage, found in by_stage.items() if found}


def _shares(rows: Sequence[Allocation], held: Held, reviewers: Sequence[str]) -> Shares:
    record = codes(pa.array([row.record for row in rows], pa.string()), held.records)
    known = np.flatnonzero(record >= 0)
    citation = held.of[record[known]]
    groups = [rows[at].reviewers for at in known.tolist()]
    names = sorted(set(groups))
    at = {id: position for position, id in enumerate(reviewers)}
    members: Flags = np.zeros((len(names), len(reviewers)), np.bool_)
    for number, group in enumerate(names):
        members[number, [at[id] for id in map(str.strip, group.split(";")) if id in at]] = True
    chosen = codes(pa.array(groups, pa.string()), names)
    of: Flags = np.zeros((len(held.citations), len(reviewers)), np.bool_)
    for number in range(len(reviewers)):
        of[citation[members[chosen, number]], number] = True

    first = np.full(len(held.citations), -1, np.int64)
    first[citation[::-1]] = known[::-1]  # of several, the last that is written is the first of them
    batches = pa.array([*(row.batch for row in rows), ""], pa.string())
    return Shares(batches.take(pa.array(first % (len(rows) + 1))), of)
