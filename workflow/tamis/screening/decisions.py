"""Every decision there is, on the citation that holds its record now; a change of mind is one more line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.config import Flowchart
from tamis.isotimes import log_order as times_in_order
from tamis.review import part, person_of
from tamis.screening.columns import (
    Flags,
    Held,
    Ints,
    Made,
    codes,
    frame_of,
    moments,
    starts,
    texts,
)
from tamis.screening.shares import Shares
from tamis.screening.times import END, after
from tamis.screening.versions import in_force_for
from tamis.store import in_utc
from tamis.tables import DECISIONS, STAGES, TEAM, Decision, Settlement

if TYPE_CHECKING:
    import pandas as pd


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
    lines = _lines(said)
    sort = np.lexsort((lines, _in_logs(said, lines, moment), group))
    group, stage, citation, record, reviewer = (
        each[sort] for each in (group, stage, citation, record, reviewer)
    )
    taken = {name: texts(said, name).take(pa.array(sort)) for name in said.columns}
    order, current = _numbered((stage * len(held.records) + record) * len(people) + reviewer)

    word = codes(taken["decision"], DECISIONS)
    votes = np.flatnonzero((word != DECISIONS.index("duplicate")) & (reviewer != len(reviewers)))
    first: Flags = np.zeros(len(sort), np.bool_)
    first[votes[starts(group[votes])]] = True
    when = taken["moment"], taken["day"]
    _only_independent(first, stage * len(held.citations) + citation, when, held, settled)

    reason = pc.if_else(pa.array(word == DECISIONS.index("exclude")), taken["reason"], "")
    frame = frame_of(
        {
            **taken,
            "citation_id": held.citations.take(pa.array(citation)),
            "reason": reason,
            "version": in_force_for(flowcharts, taken["moment"], reason),
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
    """Return the position of each statement: by its file, as people number theirs, then by line."""
    encoded = pc.dictionary_encode(texts(said, "file"))
    names = encoded.dictionary.to_pylist()
    ranks = {name: rank for rank, name in enumerate(sorted(names, key=part))}
    rank = np.array([ranks[name] for name in names], np.int64)
    at: Ints = rank[encoded.indices.to_numpy()] << 32
    line: Ints = pc.fill_null(texts(said, "line"), 0).to_numpy()
    return at + line


def _in_logs(said: pd.DataFrame, lines: Ints, moment: Ints) -> Ints:
    """Return the moments that order what was said, where logs go on in further files.

    A line without a time, or with the day alone, is not dated by what stands in another file. But it comes
    after the lines of the person's files before it, as far as the times allow.
    """
    encoded = pc.dictionary_encode(texts(said, "file"))
    logs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, file in enumerate(encoded.dictionary.to_pylist()):
        for stage in STAGES:
            if person := person_of(file.rpartition("/")[2], stage):
                logs[stage, person.casefold()].append(at)
    found, code = moment.copy(), encoded.indices.to_numpy()
    for files in logs.values():
        if len(files) > 1:
            theirs = np.flatnonzero(np.isin(code, files))
            theirs = theirs[np.argsort(lines[theirs])]
            found[theirs] = moments(times_in_order(texts(said, "time").take(pa.array(theirs))))
    return found


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
    first: Flags, key: Ints, when: tuple[pa.Array, pa.Array], held: Held, settled: Iterable[Settlement]
) -> None:
    """Take from the first votes those made after their citation was adjudicated first.

    Args:
        first: which are first votes; changed in place.
        key: stage and citation of each decision, sorted.
        when: the moment of each, and the day as it was written.
        held: which citation holds each record.
        settled: what was adjudicated.
    """
    earliest: dict[tuple[str, str], str] = {}
    for row in settled:
        if row.decision != "duplicate" and row.time:
            at = row.stage, row.citation_id
            earliest[at] = min(earliest.get(at, row.time), row.time, key=in_utc)
    if not earliest:
        return
    stages = np.array([STAGES.index(stage) for stage, _ in earliest])
    wanted = stages * len(held.citations) + held.at(id for _, id in earliest)
    begin, end = np.searchsorted(key, wanted), np.searchsorted(key, wanted, side="right")
    for time, low, high in zip(earliest.values(), begin.tolist(), end.tolist(), strict=True):
        for position in range(low, high):
            if first[position]:
                moment, day = (column[position].as_py() for column in when)
                first[position] = moment.endswith(END) or not after(moment, day, time)


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
