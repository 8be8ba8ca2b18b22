"""What people who left the review are said to have decided after that day: an open item, and it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from tamis.config import Reviewer
from tamis.errors import counted
from tamis.screening.columns import texts
from tamis.screening.times import END
from tamis.tables import TEAM, Adjudication, OpenItem

if TYPE_CHECKING:
    import pandas as pd


def items(
    votes: pd.DataFrame, adjudications: Iterable[Adjudication], reviewers: Iterable[Reviewer]
) -> list[OpenItem]:
    """Return an item for each reviewer and stage with lines that are dated after the reviewer had left.

    Args:
        votes: what everybody said (frame of Statement). Passed over is what has no time of its own, and what
            has only that of the export it stands in.
        adjudications: all of them.
        reviewers: all reviewers.
    """
    found: list[OpenItem] = []
    reviewers = [reviewer for reviewer in reviewers if reviewer.left]
    if not reviewers:
        return found
    adjudications = list(adjudications)
    known = pc.invert(pc.ends_with(texts(votes, "moment"), END))
    written, utc = texts(votes, "day"), pc.utf8_slice_codeunits(texts(votes, "time"), 0, 10)
    day = pc.if_else(pc.equal(written, ""), utc, written)
    for reviewer in reviewers:
        late: dict[str, list[str]] = {}
        theirs = pc.and_(pc.equal(texts(votes, "reviewer"), reviewer.id), known)
        wanted = pc.and_(theirs, pc.greater(day, reviewer.left))
        columns = (texts(votes, name).filter(wanted).to_pylist() for name in ("stage", "file"))
        lines = texts(votes, "line").filter(wanted).to_pylist()
        for stage, file, line in zip(*columns, lines, strict=True):
            late.setdefault(stage, []).append(f"{file}:{line}")
        for row in adjudications:
            if reviewer.id in map(str.strip, row.who.split(";")) and row.time[:10] > reviewer.left:
                late.setdefault("adjudication", []).append(row.place)
        found += [
            OpenItem(
                f"screening:left:{kind}:{reviewer.id}",
                f"{reviewer.id} left the review on {reviewer.left}, and of what {reviewer.id} said "
                f"({kind}) {counted(len(places), 'line')} are dated after that (the first: {places[0]}); "
                "they count. Put the day under left: in config/config.yaml right, or accept this in "
                "records/accepted.csv",
                TEAM,
                places[0],
            )
            for kind, places in late.items()
        ]
    return found
