"""Lines on records that no export holds any more, or that are others now: kept, counted for nothing, told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.bulk import column
from tamis.errors import counted
from tamis.review import FEW, Known, waits_for
from tamis.screening.columns import Flags, codes
from tamis.screening.logs.checks import places
from tamis.tables import TEAM, OpenItem
from tamis.twins import base, moved, said_of, with_twins

_KEPT = (
    "what was said is kept, and counts as soon as an export yields the record. Was its source's name in "
    "searches.csv changed? The name is part of the id: write it as it was. Where the id is wrong, put it "
    "right; where the record is gone for good, accept this in records/accepted.csv"
)


def items(
    found: Sequence[pa.Table], known: Known, active: Sequence[str], spoken: Callable[[], Collection[str]]
) -> list[OpenItem]:
    """Return an item for each record that people spoke of and that no search export yields (any more).

    Where these are more than a few, there is one item a file.

    Args:
        found: the lines that speak of such records.
        known: the records there are.
        active: the ids of all who are still in the review.
        spoken: returns the records that people decided on; what has a title now is none of these.
    """
    said: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    for lines in found:
        everything = np.ones(len(lines), np.bool_)
        for place, who, *records, title in places(lines, everything, "reviewer", "record", "of", "title"):
            for record in filter(None, records):
                if record not in known.titles:
                    said.setdefault(record, []).append((who, place))
                    titles[record] = titles.get(record, "") or (title if record == records[0] else "")
    if len(said) > FEW:
        return _by_file(said, active)
    hints = known.hints({record: titles[record] for record in sorted(said)}, spoken() if said else ())
    return [
        OpenItem(
            f"screening:gone:{record}",
            f"{record}{_titled(titles[record])}, on which {_names(who for who, _ in said[record])} decided, "
            f"is in no search export{hints[record]}; {_KEPT}",
            waits_for((who for who, _ in said[record]), active),
            said[record][0][1],
        )
        for record in sorted(said)
    ]


def _titled(title: str) -> str:
    return f" {title[:80]!r}" if title else ""


def _names(people: Iterable[str]) -> str:
    return ", ".join(sorted(set(people)))


def _by_file(said: Mapping[str, Sequence[tuple[str, str]]], active: Sequence[str]) -> list[OpenItem]:
    files: dict[str, list[tuple[int, str, str]]] = {}
    for record, lines in said.items():
        for who, place in lines:
            file, _, line = place.rpartition(":")
            files.setdefault(file, []).append((int(line), record, who))
    return [
        OpenItem(
            f"screening:gone:{file.rpartition('/')[2]}",
            f"{counted(len(rows), 'line')} of {file} are on records that are in no search export (the first: "
            f"{min(rows)[1]}, line {min(rows)[0]}); {_KEPT}",
            waits_for((who for _, _, who in rows), active),
            f"{file}:{min(rows)[0]}",
        )
        for file, rows in sorted(files.items())
    ]


def allocated_items(
    rows: Mapping[str, Sequence[str]],
) -> list[OpenItem]:
    """Return an item for each file that allocates records which no export holds.

    Args:
        rows: the places of these lines, by file.
    """
    return [
        OpenItem(
            f"screening:gone:{file.rpartition('/')[2]}",
            f"{counted(len(found), 'line')} of {file} allocate records that are in no search export (the "
            f"first: line {found[0].rpartition(':')[2]}), and count for nothing",
            TEAM,
            found[0],
        )
        for file, found in sorted(rows.items())
    ]


# --- twins --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suspects:
    """Lines with details of records that have twins, or had some; `bases` begin the ids of these."""

    at: list[int]
    bases: set[str]


def suspects(lines: pa.Table, known: Known) -> Suspects:
    """Return the lines whose details must be looked at. Nearly always there are none."""
    detailed = np.flatnonzero(np.asarray(pc.not_equal(column(lines, "details"), ""), np.bool_))
    if not len(detailed):
        return Suspects([], set())
    records = column(lines, "record").take(pa.array(detailed))
    numbered = pc.unique(records.filter(pc.match_substring(records, "-"))).to_pylist()
    bases = with_twins((id for id in known.titles if "-" in id), numbered)
    bases |= {base(id) for id in known.titles if "-" in id}
    if not bases:
        return Suspects([], set())
    at = [at for at, id in zip(detailed.tolist(), records.to_pylist(), strict=True) if base(id) in bases]
    return Suspects(at, bases)


def changed(
    lines: pa.Table,
    suspected: Suspects,
    about: Mapping[str, str],
    name: Callable[[str], str],
    active: Sequence[str],
) -> tuple[Flags, list[OpenItem]]:
    """Return which lines were about other records than now have their ids, and an item for each such record.

    What the person said of that record before counts no more either: it was about the other record as well. A
    later line counts, and settles it.

    Args:
        lines: the lines of logs.
        suspected: those to look at.
        about: the details of the records that have twins, by id.
        name: what people call a record.
        active: the ids of all who are still in the review.
    """
    other = np.zeros(len(lines), np.bool_)
    last: dict[tuple[str, str, str], tuple[int, str, str]] = {}
    taken = (
        lines.column(each).take(pa.array(suspected.at, pa.int64())).to_pylist()
        for each in ("stage", "reviewer", "record", "details")
    )
    for at, stage, reviewer, record, was in zip(suspected.at, *taken, strict=True):
        now = moved(record, was, about)
        if now is not None:
            last[stage, reviewer, record] = at, was, now
    if not last:
        return other, []
    ids = pa.array(sorted({record for *_, record in last}), pa.string())
    spoken = np.flatnonzero(codes(column(lines, "record"), ids) >= 0)
    newer: set[tuple[str, str, str]] = set()
    where = (
        column(lines, each).take(pa.array(spoken)).to_pylist() for each in ("stage", "reviewer", "record")
    )
    for at, key in zip(spoken.tolist(), zip(*where, strict=True), strict=True):
        if key in last:
            other[at] = at <= last[key][0]
            newer |= {key} if at > last[key][0] else set()
    return other, [
        OpenItem(
            f"screening:changed:{stage}:{record}:{reviewer}",
            f"{name(record)} was decided on by {reviewer}, but {said_of(record, was, about[record], now)}. "
            "The decision does not count; decide again in a new line of "
            f"records/screening/{stage}.{reviewer}.csv, on the record as it is now, and in another line on "
            "the one that you meant",
            waits_for([reviewer], active),
            f"{lines.column('file')[at]}:{lines.column('line')[at]}",
        )
        for (stage, reviewer, record), (at, was, now) in sorted(last.items())
        if (stage, reviewer, record) not in newer
    ]
