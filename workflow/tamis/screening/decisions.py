"""Every decision there is, on the citation that holds its record now; a change of mind is one more line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from tamis.store import log_order
from tamis.tables import STAGES, TEAM, Adjudication, Decision, Entry, Import, Vote

if TYPE_CHECKING:
    from tamis.errors import Problems
    from tamis.screening.inputs import Imported, Log

#: The reason of an exclusion that a list implies.
NOT_RECORDED = "not_recorded"


def moments(logs: Iterable[Log]) -> dict[str, str]:
    """Return when each line of the logs was written, as far as is known, by its place."""
    return {
        vote.place: when
        for log in logs
        for (when, _), vote in zip(log_order(log.votes), log.votes, strict=True)
    }


def decisions(
    logs: Iterable[Log],
    imports: Iterable[Imported],
    entries: Iterable[Entry],
    citation_of: Mapping[str, str],
    reviewers: Sequence[str],
) -> list[Decision]:
    """Return all decisions by stage, citation, reviewer and time, with `order` and `current`.

    Args:
        logs: the votes of each reviewer at each stage.
        imports: the imports; what they decide counts on the day they were exported.
        entries: their entries, matched; those that were matched to nothing decide nothing.
        citation_of: the citation of each record, in the order of citations.
        reviewers: reviewer ids, in the order in which they are listed.
    """
    timed: list[tuple[tuple[str, int], Decision]] = []
    for log in logs:
        for when, vote in zip(log_order(log.votes), log.votes, strict=True):
            timed.append((when, _of_vote(vote, log, citation_of[vote.record])))
    entry_of = {(entry.file, entry.stage, entry.entry): entry for entry in entries}
    for imported in imports:
        row = imported.row
        for position, item in enumerate(imported.items, start=1):
            entry = entry_of[row.file, row.stage, position]
            if entry.record_id:
                made = Decision(
                    stage=row.stage,
                    citation_id=citation_of[entry.record_id],
                    record_id=entry.record_id,
                    reviewer=row.reviewer,
                    decision=item.decision,
                    time=row.date,
                    place=entry.place,
                )
                timed.append(((row.date, item.line), made))
    citations = {citation: position for position, citation in enumerate(citation_of.values())}
    people = {reviewer: position for position, reviewer in enumerate([*reviewers, TEAM])}

    def key(pair: tuple[tuple[str, int], Decision]) -> tuple[object, ...]:
        (time, line), d = pair
        file = d.place.rpartition(":")[0]
        return (STAGES.index(d.stage), citations[d.citation_id], people[d.reviewer], time, file, line)

    return numbered([decision for _, decision in sorted(timed, key=key)])


def _of_vote(vote: Vote, log: Log, citation: str) -> Decision:
    return Decision(
        stage=log.stage,
        citation_id=citation,
        record_id=vote.record,
        reviewer=log.reviewer,
        decision=vote.decision,
        of=vote.of,
        reason=vote.reason if vote.decision == "exclude" else "",
        note=vote.note,
        time=vote.time,
        place=vote.place,
    )


def numbered(made: Sequence[Decision]) -> list[Decision]:
    """Fill in `order` and `current`: a reviewer's last decision on a record at a stage counts."""
    said: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for position, d in enumerate(made):
        said[d.stage, d.reviewer, d.record_id].append(position)
    result = list(made)
    for positions in said.values():
        for order, position in enumerate(positions, start=1):
            current = "yes" if order == len(positions) else "no"
            result[position] = replace(made[position], order=order, current=current)
    return result


def unlisted(
    stage: str,
    imports: Iterable[Imported],
    reached: Sequence[str],
    made: Iterable[Decision],
    found_on: Mapping[str, str],
) -> list[Decision]:
    """Return the exclusions that lists called complete imply at a stage.

    Such a list excludes every citation that a search had found by the day of the list, that reached the
    stage, and on which the one whose list it is has no decision, from this list or elsewhere. A list says
    nothing of what a later search finds: those citations are still to be decided on.

    Args:
        stage: the stage.
        imports: all imports.
        reached: the citations that reached the stage.
        made: the decisions there are.
        found_on: the day of the first search that found each citation.
    """
    complete: dict[str, list[Import]] = defaultdict(list)
    for imported in imports:
        if imported.row.stage == stage and imported.row.complete == "yes":
            complete[imported.row.reviewer].append(imported.row)
    said = {(d.reviewer, d.citation_id) for d in made if d.stage == stage}
    excluded = [
        (reviewer, citation, row)
        for reviewer, rows in complete.items()
        for citation in reached
        if (reviewer, citation) not in said
        and (row := _first_after(sorted(rows, key=lambda row: row.date), found_on[citation]))
    ]
    return [
        Decision(
            stage=stage,
            citation_id=citation,
            record_id=citation,
            reviewer=reviewer,
            decision="exclude",
            reason=NOT_RECORDED,
            time=row.date,
            order=1,
            current="yes",
            place=row.place,
        )
        for reviewer, citation, row in excluded
    ]


def _first_after(rows: Iterable[Import], day: str) -> Import | None:
    """Return the first list that was made on a day or later."""
    return next((row for row in rows if day[:10] <= row.date[:10]), None)


def current_adjudications(
    adjudications: Sequence[Adjudication], stage: str, citation_of: Mapping[str, str]
) -> dict[str, list[Adjudication]]:
    """Return what was adjudicated last on each record, by citation; `duplicate` settles no eligibility.

    Adjudications of several records of one citation all count: where they differ, it is in conflict.
    """
    files: dict[str, list[Adjudication]] = defaultdict(list)
    for row in adjudications:
        if row.stage == stage:
            files[row.place.rpartition(":")[0]].append(row)
    timed = [
        (when, file, row)
        for file, rows in sorted(files.items())
        for when, row in zip(log_order(rows), rows, strict=True)
    ]
    timed.sort(key=lambda each: (each[0][0], each[1], each[0][1]))
    last: dict[str, Adjudication] = {}
    for _, _, row in timed:
        last.pop(row.record, None)
        last[row.record] = row
    found: dict[str, list[Adjudication]] = defaultdict(list)
    for record, row in last.items():
        if row.decision != "duplicate":
            found[citation_of[record]].append(row)
    return found


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
        voted: stage, citation and reviewer of every vote on eligibility.
        citation_of: the citation of each record; while citations are not known, the record itself.
        problems: takes what is wrong.
    """
    for stage in STAGES:
        for citation, rows in current_adjudications(adjudications, stage, citation_of).items():
            for row in rows:
                for who in map(str.strip, row.who.split(";")) if row.how == "third" else ():
                    if (stage, citation, who) in voted:
                        text = f"{who!r} has voted on this record; a third reviewer is somebody else"
                        problems.add_at(row.place, text, column="who")
