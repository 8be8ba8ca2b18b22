"""Who is to screen what: `allocation.csv`, `allocation.2.csv`, ..., read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from tamis import bulk
from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review
from tamis.screening.logs.checks import kept, right_records
from tamis.tables import Allocation

#: How the names of these files begin.
KIND = "allocation"


def read_allocation(
    tables: Iterable[Path], review: Review, config: Config, known: Known, problems: Problems
) -> list[Allocation]:
    """Return who is to screen what, in order of files and lines."""
    paths = [path for path in tables if path.name.partition(".")[0] == KIND]
    rows: list[Allocation] = []
    for path in sorted(paths, key=lambda path: (len(path.name), path.name)):
        table = bulk.read(path, Allocation, problems, root=review.root)
        file = review.place(path)
        table = table.append_column("file", pa.repeat(pa.scalar(file, pa.string()), len(table)))
        right, _ = right_records(table, known, problems)
        table = kept(table, right)
        names = ("record", "stage", "reviewers", "batch", "title", "line")
        for record, stage, reviewers, batch, title, line in zip(
            *(table.column(name).to_pylist() for name in names), strict=True
        ):
            rows.append(Allocation(record, stage, reviewers, batch, title, f"{file}:{line}"))
    strange = {
        people: [who for who in map(str.strip, people.split(";")) if who not in config.reviewer_ids]
        for people in {row.reviewers for row in rows}
    }
    first: dict[tuple[str, str], Allocation] = {}
    good = []
    for row in rows:
        before = first.setdefault((row.record, row.stage), row)
        for who in strange[row.reviewers]:
            problems.add_at(row.place, not_one_of(who, config.reviewer_ids), column="reviewers")
        if before is not row:
            text = f"record {row.record!r}, stage {row.stage!r} stands twice (also {before.place})"
            problems.add_at(row.place, text)
        elif not strange[row.reviewers]:
            good.append(row)
    return good


def allocated(
    rows: Sequence[Allocation], known: Known
) -> tuple[list[Allocation], Mapping[str, Sequence[str]]]:
    """Return the rows on records that there are, and the places of the others, by file."""
    stray: dict[str, list[str]] = {}
    for row in rows:
        if row.record not in known.titles:
            stray.setdefault(row.place.rpartition(":")[0], []).append(row.place)
    return [row for row in rows if row.record in known.titles] if stray else list(rows), stray
