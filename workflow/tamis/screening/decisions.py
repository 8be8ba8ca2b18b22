"""Every decision there is, on the citation that holds its record now; a change of mind is one more line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.config import Flowchart
from tamis.screening.columns import (
    Flags,
    Held,
    Ints,
    Made,
    among,
    codes,
    frame_of,
    moments,
    starts,
    texts,
)
from tamis.screening.shares import Shares
from tamis.screening.versions import in_force
from tamis.store import log_order
from tamis.tables import DECISIONS, STAGES, TEAM, Adjudication, Decision, Settlement

if TYPE_CHECKING:
    import pandas as pd

    from tamis.errors import Problems

#: The reason of an exclusion that a list implies.
NOT_RECORDED = "not_recorded"
#: How a moment ends of which the day alone is known.
DAY_END = "T24:00:00"


def decisions(
    said: pd.DataFrame,
    held: Held,
    reviewers: Sequence[str],
    flowcharts: Sequence[Flowchart],
    *,
    settled: Iterable[Settlement] = (),
    shares: Mapping[str, Shares] | None = None,
) -> Made:
    """Return all decisions, by stage, citation, reviewer and moment.

    The order of what was said plays no part but within one file, for lines of one moment.

    Args:
        said: what everybody said (frame of Statement), in any order.
        held: which citation holds each record.
        reviewers: reviewer ids, in the order in which they are listed.
        flowcharts: the versions of the flowchart.
        settled: what was adjudicated; votes made after a citation's first adjudication are not independent.
        shares: who was to screen what, by stage: it knows the batch of a citation.
    """
    people = [*reviewers, TEAM]
    stage, reviewer = codes(texts(said, "stage"), STAGES), codes(texts(said, "reviewer"), people)
    record, moment = held.positions(texts(said, "record_id")), moments(texts(said, "moment"))
    if min(stage.min(initial=0), reviewer.min(initial=0)) < 0:
        raise AssertionError("a statement is of a stage or a reviewer that the protocol does not have")
    citation = held.of[record]
    group = (stage * len(held.citations) + citation) * len(people) + reviewer
    sort = np.lexsort((_lines(said), moment, group))
    group, stage, citation, record, reviewer = (
        each[sort] for each in (group, stage, citation, record, reviewer)
    )
    taken = {name: texts(said, name).take(pa.array(sort)) for name in said.columns}
    order, current = _numbered((stage * len(held.records) + record) * len(people) + reviewer)

    word = codes(taken["decision"], DECISIONS)
    votes = np.flatnonzero((word != DECISIONS.index("duplicate")) & (reviewer != len(reviewers)))
    first: Flags = np.zeros(len(sort), np.bool_)
    first[votes[starts(group[votes])]] = True
    _only_independent(first, stage * len(held.citations) + citation, taken["moment"], held, settled)

    excluded = pa.array(word == DECISIONS.index("exclude"))
    frame = frame_of(
        {
            **taken,
            "citation_id": held.citations.take(pa.array(citation)),
            "reason": pc.if_else(excluded, taken["reason"], ""),
            "version": in_force(flowcharts, taken["moment"]),
            "batch": _batches(stage, citation, shares or {}),
            "order": order,
            "current": yes_or_no(current),
            "first": yes_or_no(first),
            "place": pc.binary_join_element_wise(taken["file"], taken["line"].cast(pa.string()), ":"),
        },
        Decision,
    )
    return Made(frame, stage, citation, reviewer, word, current)


def _lines(said: pd.DataFrame) -> Ints:
    """Return the position of each statement: by name of its file, then by line."""
    encoded = pc.dictionary_encode(texts(said, "file"))
    names = encoded.dictionary.to_pylist()
    rank = np.argsort(np.argsort(np.array(names, dtype=object), kind="stable"), kind="stable")
    at: Ints = rank.astype(np.int64)[encoded.indices.to_numpy()] << 32
    line: Ints = pc.fill_null(texts(said, "line"), 0).to_numpy()
    return at + line


def _numbered(keys: Ints) -> tuple[Ints, Flags]:
    """Return the order of each among those of its key, from 1, and which is the last of them."""
    sort = np.argsort(keys, kind="stable")
    begins = starts(keys[sort])
    at = np.arange(len(keys))
    order, current = np.empty(len(keys), np.int64), np.empty(len(keys), np.bool_)
    order[sort] = at - np.maximum.accumulate(np.where(begins, at, 0)) + 1
    current[sort] = np.append(begins[1:], True)[: len(keys)]
    return order, current


def _only_independent(
    first: Flags, key: Ints, moment: pa.Array, held: Held, settled: Iterable[Settlement]
) -> None:
    """Take from the first votes those made after their citation was adjudicated first.

    Args:
        first: which are first votes; changed in place.
        key: stage and citation of each decision, sorted.
        moment: when each was made.
        held: which citation holds each record.
        settled: what was adjudicated.
    """
    earliest: dict[tuple[str, str], str] = {}
    for row in settled:
        if row.decision != "duplicate" and row.time:
            at = row.stage, row.citation_id
            earliest[at] = min(earliest.get(at, row.time), row.time)
    if not earliest:
        return
    stages = np.array([STAGES.index(stage) for stage, _ in earliest])
    wanted = stages * len(held.citations) + held.at(id for _, id in earliest)
    begin, end = np.searchsorted(key, wanted), np.searchsorted(key, wanted, side="right")
    for time, low, high in zip(earliest.values(), begin.tolist(), end.tolist(), strict=True):
        for position in range(low, high):
            when = moment[position].as_py()
            if first[position] and not when.endswith(DAY_END) and after(when, time):
                first[position] = False


def after(one: str, other: str) -> bool:
    """Return whether a moment is later than another; of the same day, where one is a day only, is not."""
    one, other = one.removesuffix(DAY_END), other.removesuffix(DAY_END)
    known = min(len(one), len(other), len("2021-09-17T14:30:00"))
    return one[:known] > other[:known]


def _batches(stage: Ints, citation: Ints, shares: Mapping[str, Shares]) -> pa.Array:
    """Return the batch of each decision's citation."""
    found = pa.array([""], pa.string()).take(pa.array(np.zeros(len(stage), np.int64)))
    for name, share in shares.items():
        here = pa.array(stage == STAGES.index(name))
        found = pc.if_else(here, share.batches.take(pa.array(citation)), found)
    return found


def yes_or_no(flags: Flags) -> pa.Array:
    """Return a column of yes and no."""
    return pc.if_else(pa.array(flags), "yes", "no")


def settlements(
    adjudications: Sequence[Adjudication],
    citation_of: Mapping[str, str],
    flowcharts: Sequence[Flowchart],
    order: Mapping[str, int] | None = None,
) -> list[Settlement]:
    """Return what was adjudicated, by stage, citation and time; the last on each record is the current one.

    Args:
        adjudications: all of them.
        citation_of: the citation of each record; what is of another record is left out.
        flowcharts: the versions of the flowchart.
        order: the position of each citation; by default, citations are in order of their ids.
    """
    timed = [row for row in _in_time(adjudications) if row.record in citation_of]
    last = {(row.stage, row.record): row for row in timed}
    versions = in_force(flowcharts, pa.array([row.time for row in timed], pa.string())).to_pylist()
    made = [
        Settlement(
            stage=row.stage,
            citation_id=citation_of[row.record],
            record_id=row.record,
            decision=row.decision,
            of=row.of,
            reason=row.reason,
            how=row.how,
            who=row.who,
            votes_seen=row.votes_seen,
            meeting=row.meeting,
            why=row.why,
            time=row.time,
            version=version,
            current="yes" if last[row.stage, row.record] is row else "no",
            place=row.place,
        )
        for row, version in zip(timed, versions, strict=True)
    ]
    at = order or {id: position for position, id in enumerate(sorted({row.citation_id for row in made}))}
    return sorted(made, key=lambda row: (STAGES.index(row.stage), at[row.citation_id]))


def _in_time(adjudications: Iterable[Adjudication]) -> list[Adjudication]:
    """Return adjudications in order of time; a line without an hour comes after the one above it."""
    files: dict[str, list[Adjudication]] = defaultdict(list)
    for row in adjudications:
        files[row.place.rpartition(":")[0]].append(row)
    timed = [
        ((when, file, line), row)
        for file, rows in files.items()
        for (when, line), row in zip(log_order(rows), rows, strict=True)
    ]
    return [row for _, row in sorted(timed, key=lambda each: each[0])]


def holding(settled: Iterable[Settlement]) -> dict[tuple[str, str], list[Settlement]]:
    """Return what was adjudicated last on each record, by stage and citation; `duplicate` settles nothing.

    Adjudications of several records of one citation all count: where they differ, it is in conflict.
    """
    found: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for row in settled:
        if row.current == "yes" and row.decision != "duplicate":
            found[row.stage, row.citation_id].append(row)
    return dict(found)


def check_third(
    adjudications: Sequence[Adjudication],
    voted: Set[tuple[str, str, str]],
    citation_of: Mapping[str, str],
    problems: Problems,
) -> None:
    """Note a third reviewer who voted on the very record or citation that they adjudicate.

    Only what was adjudicated last on a record is looked at, so that a line that was put right by a later
    one is at peace.

    Args:
        adjudications: all adjudications.
        voted: stage, citation and reviewer of every vote on eligibility on what was adjudicated, or of more.
        citation_of: the citation of each record; while citations are not known, the record itself.
        problems: takes what is wrong.
    """
    last = {(row.stage, row.record): row for row in _in_time(adjudications)}
    for row in last.values():
        if row.how == "third" and row.decision != "duplicate" and row.record in citation_of:
            for who in map(str.strip, row.who.split(";")):
                if (row.stage, citation_of[row.record], who) in voted:
                    text = f"{who!r} has voted on this record; a third reviewer is somebody else"
                    problems.add_at(row.place, text, column="who")


def voters(made: Made, settled: Iterable[Settlement], held: Held) -> set[tuple[str, str, str]]:
    """Return stage, citation and reviewer of every vote on eligibility on what was adjudicated."""
    wanted = pa.array(made.votes() & among(made.citation, held.at({row.citation_id for row in settled})))
    names = ("stage", "citation_id", "reviewer")
    return set(zip(*(texts(made.frame, name).filter(wanted).to_pylist() for name in names), strict=True))
