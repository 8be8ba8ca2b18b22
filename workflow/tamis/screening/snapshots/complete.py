"""What lists that are called complete imply: whatever is not on them was excluded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tamis.screening.columns import Held, Ints, Made, frame_from
from tamis.screening.snapshots.ballots import moment_of
from tamis.tables import NOT_RECORDED, STAGES, TEAM, Import, Statement

if TYPE_CHECKING:
    import pandas as pd


def unlisted(
    stage: str,
    lists: Iterable[Import],
    reached: Ints,
    made: Made,
    held: Held,
    reviewers: Sequence[str],
    found_on: Mapping[str, str],
) -> pd.DataFrame:
    """Return the exclusions (frame of Statement) that lists called complete imply at a stage.

    Such a list excludes every citation that a search had found by the day of the list, that reached the
    stage, and on which the one whose list it is has no decision, from this list or elsewhere. A list says
    nothing of what a later search finds: those citations are still to be decided on.

    Args:
        stage: the stage.
        lists: all imports.
        reached: positions of the citations that reached the stage.
        made: the decisions there are.
        held: which citation holds each record.
        reviewers: reviewer ids, in order.
        found_on: the day of the first search that found each citation.
    """
    complete: dict[str, list[Import]] = defaultdict(list)
    for row in lists:
        if row.stage == stage and row.complete == "yes" and row.reviewer:
            complete[row.reviewer].append(row)
    implied: list[Statement] = []
    for reviewer, rows in complete.items():
        rows.sort(key=lambda row: (moment_of(row.date), row.file))
        of_them = (made.stage == STAGES.index(stage)) & (made.reviewer == [*reviewers, TEAM].index(reviewer))
        rest = reached[~np.isin(reached, made.citation[of_them])]
        for citation in held.citations.take(pa.array(rest)).to_pylist():
            later = (row for row in rows if found_on[citation][:10] <= row.date[:10])
            implied += [_left_out(stage, reviewer, citation, row) for row in islice(later, 1)]
    return frame_from(implied, Statement)


def _left_out(stage: str, reviewer: str, citation: str, row: Import) -> Statement:
    file, _, line = row.place.rpartition(":")
    return Statement(
        stage=stage,
        reviewer=reviewer,
        record_id=citation,
        decision="exclude",
        reason=NOT_RECORDED,
        time=row.date,
        moment=moment_of(row.date),
        file=file,
        line=int(line),
    )
