"""What was adjudicated, on the citation that holds the record now: the last word on each record counts."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import itemgetter
from typing import TYPE_CHECKING

import pyarrow as pa

from tamis.config import Flowchart, StageRules
from tamis.errors import counted
from tamis.review import part, person_of, waits_for
from tamis.screening.columns import Held, Made, among, texts
from tamis.screening.times import later
from tamis.screening.versions import in_force_for
from tamis.store import in_utc, log_order
from tamis.tables import STAGES, Adjudication, OpenItem, Settlement

if TYPE_CHECKING:
    from tamis.errors import Problems


def settlements(
    adjudications: Sequence[Adjudication],
    citation_of: Mapping[str, str],
    flowcharts: Sequence[Flowchart],
    order: Mapping[str, int] | None = None,
) -> list[Settlement]:
    """Return what was adjudicated, by stage, citation and time; the last on each record is the current one.

    So is the last of somebody else on it who says something else, where nobody knows which of the two is the
    later one.

    Args:
        adjudications: all of them.
        citation_of: the citation of each record; what is of another record is left out.
        flowcharts: the versions of the flowchart.
        order: the position of each citation; by default, citations are in order of their ids.
    """
    timed = [row for row in in_time(adjudications) if row.record in citation_of]
    current = _current(timed)
    times, reasons = [in_utc(row.time) for row in timed], [row.reason for row in timed]
    versions = in_force_for(
        flowcharts, *(pa.array(each, pa.string()) for each in (times, reasons))
    ).to_pylist()
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
            current="yes" if id(row) in current else "no",
            place=row.place,
        )
        for row, version in zip(timed, versions, strict=True)
    ]
    at = order or {id: position for position, id in enumerate(sorted({row.citation_id for row in made}))}
    return sorted(made, key=lambda row: (STAGES.index(row.stage), at[row.citation_id]))


def in_time(adjudications: Iterable[Adjudication]) -> list[Adjudication]:
    """Return adjudications in order of time; a line without an hour comes after the one above it.

    The files of one person are one log.
    """
    logs: dict[str, list[tuple[_Position, Adjudication]]] = defaultdict(list)
    for row in adjudications:
        file, _, line = row.place.rpartition(":")
        logs[_log(file)].append(((_part(file), int(line or 0)), row))
    timed = []
    for rows in logs.values():
        rows.sort(key=itemgetter(0))
        order = log_order([row for _, row in rows])
        timed += [((when, *at), row) for (when, _), (at, row) in zip(order, rows, strict=True)]
    return [row for _, row in sorted(timed, key=itemgetter(0))]


_Position = tuple[tuple[bool, int, str], int]
_part = functools.cache(part)


@functools.cache
def _log(file: str) -> str:
    """Return the name of the log that a file is of, of which the person's files are the parts."""
    name = file.rpartition("/")[2]
    return person_of(name, name.partition(".")[0]).casefold() or name


def _current(timed: Sequence[Adjudication]) -> set[int]:
    """Return the identities of what counts now, of adjudications in order of time."""
    of: dict[tuple[str, str], dict[str, Adjudication]] = defaultdict(dict)
    for row in timed:
        logs, name = of[row.stage, row.record], _log(row.place.rpartition(":")[0])
        logs.pop(name, None)
        logs[name] = row  # the last of each log, in order
    current: set[int] = set()
    for logs in of.values():
        *others, last = logs.values()
        said = last.decision, last.of, last.reason
        current.add(id(last))
        current |= {
            id(row)
            for row in others
            if (row.decision, row.of, row.reason) != said and not later(last.time, row.time)
        }
    return current


def holding(settled: Iterable[Settlement]) -> dict[tuple[str, str], list[Settlement]]:
    """Return what was adjudicated last on each record, by stage and citation; `duplicate` settles nothing.

    Adjudications of several records of one citation all count: where they differ, it is in conflict.
    """
    found: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for row in settled:
        if row.current == "yes" and row.decision != "duplicate":
            found[row.stage, row.citation_id].append(row)
    return dict(found)


def last_on_records(adjudications: Iterable[Adjudication]) -> list[Adjudication]:
    """Return what was adjudicated last on each record at each stage; what it put right is gone."""
    return list({(row.stage, row.record): row for row in in_time(adjudications)}.values())


def check_third(last: Iterable[Adjudication], voted: Set[tuple[str, str, str]], problems: Problems) -> None:
    """Note a third reviewer who voted on the very record that they adjudicate.

    Args:
        last: what was adjudicated last on each record.
        voted: stage, record and reviewer of every vote on eligibility on what was adjudicated, or of more.
        problems: takes what is wrong.
    """
    for row in last:
        if row.how == "third" and row.decision != "duplicate":
            for who in map(str.strip, row.who.split(";")):
                if (row.stage, row.record, who) in voted:
                    text = f"{who!r} has voted on this record; a third reviewer is somebody else"
                    problems.add_at(row.place, text, column="who")


def check_discussions(last: Iterable[Adjudication], problems: Problems) -> None:
    """Note a discussion that one person had alone.

    Args:
        last: what was adjudicated last on each record.
        problems: takes what is wrong.
    """
    for row in last:
        if row.how != "discussion" or row.decision == "duplicate":
            continue
        if len({*map(str.strip, row.who.split(";"))} - {""}) < 2:
            text = (
                f"{row.who!r} is one person, and a discussion needs two at least: name all who met, as in "
                "R1; R2, or write third under how, where it was somebody who had not voted"
            )
            problems.add_at(row.place, text, column="who")


def against_the_rules(
    settled: Iterable[Settlement], stages: Mapping[str, StageRules], active: Sequence[str]
) -> list[OpenItem]:
    """Return an item for each way of adjudicating that the protocol does not foresee; what was decided holds.

    A third reviewer must be one of those whom the rules name, and at a discussion one of them must be there.

    Args:
        settled: what was adjudicated.
        stages: the rules of each stage.
        active: the ids of the reviewers who are still in the review.
    """
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in settled:
        rules = stages[row.stage].adjudication
        named = {*map(str.strip, row.who.split(";"))} & {*rules.who}
        if row.current == "yes" and (row.how not in rules.how or (rules.who and not named)):
            found[row.stage, row.how, row.who].append(row.place)
    return [
        OpenItem(
            f"screening:rule:{stage}:{how}:{who}",
            f"{counted(len(places), 'conflict')} {'was' if len(places) == 1 else 'were'} settled by "
            f"{'a third reviewer' if how == 'third' else 'discussion'} ({who}), the first in {places[0]}; "
            f"the protocol (screening.stages.{stage}.adjudication) foresees {_foreseen(stages[stage])}",
            waits_for(map(str.strip, who.split(";")), active),
            places[0],
        )
        for (stage, how, who), places in found.items()
    ]


def _foreseen(rules: StageRules) -> str:
    words = {"third": "a third reviewer", "discussion": "discussion"}
    how = " or ".join(words[word] for word in rules.adjudication.how)
    return f"{how}, by {', '.join(rules.adjudication.who)}" if rules.adjudication.who else how


def voters(made: Made, settled: Iterable[Settlement], held: Held) -> set[tuple[str, str, str]]:
    """Return stage, record and reviewer of every vote on eligibility on citations that were adjudicated."""
    wanted = pa.array(made.votes() & among(made.citation, held.at({row.citation_id for row in settled})))
    names = ("stage", "record_id", "reviewer")
    return set(zip(*(texts(made.frame, name).filter(wanted).to_pylist() for name in names), strict=True))
