"""What people say of duplicates: `duplicates.<person>.csv`, and `duplicate` in the logs of screening.

A vote or an adjudication `duplicate` is an answer "same" on its `record` and the one in `of`. Whoever decides
on that record later, at this stage or the next, treats it as one of its own, and so takes the vote back. What
was adjudicated last on a record is the answer of all who stand in `who`, and takes back what anybody said
before that is not the same. Where times do not tell, a stage is after the one before it, and what was
adjudicated after the votes of its stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from tamis.config import Config
from tamis.dedupe.answers import Said, answer_of, in_order
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review, is_record_id, part, person_of, written
from tamis.store import log_order, read_rows
from tamis.tables import STAGES, Adjudication, Answer, Vote

L = TypeVar("L", Answer, Adjudication)
D = TypeVar("D", Vote, Adjudication)

_TABLES = (".csv", ".xlsx")
#: What of a vote matters here.
_DECIDED = ("record", "decision", "of", "note", "time")


def read_answers(review: Review, reviewers: Sequence[str], problems: Problems) -> list[Said]:
    """Return every answer that people gave, from all files; what cannot be read is noted.

    A row without an answer is a pair that is still to be looked at, and no answer.

    Args:
        review: the review.
        reviewers: their ids; a file's name may have them in capitals or not.
        problems: takes what cannot be read.
    """
    return [
        answer_of(person, row, time)
        for person, paths in _people(review, "duplicates", reviewers).items()
        for time, row in _log(paths, Answer, review, problems)
        if row.answer
    ] + [
        Said(person, row.record, row.of, "same", time, row.place, why, noticed=True)
        for person, time, row, why in _decisions(review, reviewers, problems)
        if row.decision == "duplicate"
    ]


def read_unanswered(review: Review, person: str, reviewers: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the pairs that stand without an answer in a person's files, with the place of each."""
    paths = _people(review, "duplicates", reviewers).get(person, [])
    rows = [row for _, row in _log(paths, Answer, review, Problems()) if not row.answer]
    return {in_order(row.record_a, row.record_b): row.place for row in rows}


def _decisions(
    review: Review, reviewers: Sequence[str], problems: Problems
) -> Iterable[tuple[str, str, Vote | Adjudication, str]]:
    """Yield each decision of screening that holds: who says so, the time, the row, and why."""
    settled = [
        each
        for paths in _people(review, "adjudication", reviewers).values()
        for path in paths
        for each in _log([path], Adjudication, review, problems)
        if each[1].decision
    ]
    settled.sort(key=lambda each: each[0])  # of all people together; those of one file stay in their order
    said: dict[str, list[_Decided]] = {}
    called = [row.record for _, row in settled if row.decision == "duplicate"]
    votes = _votes(review, reviewers, called, problems)
    for stage in STAGES:
        for person, lines in votes[stage].items():
            for time, vote in _newest(lines):
                said.setdefault(vote.record, []).append(((person,), time, vote, vote.note))
        for time, row in _newest(each for each in settled if each[1].stage == stage):
            who = tuple(map(str.strip, row.who.split(";")))
            said.setdefault(row.record, []).append((who, time, row, row.why))
    for on_record in said.values():
        for person in dict.fromkeys(person for people, *_ in on_record for person in people):
            people, time, decided, why = _holding(on_record, person)
            if person in people:
                yield person, time, decided, why


def _votes(
    review: Review, reviewers: Sequence[str], called: Sequence[str], problems: Problems
) -> dict[str, dict[str, list[tuple[str, Vote]]]]:
    """Return what people decided on records that anybody calls a duplicate, by stage and person, old to new.

    Nothing else says anything of duplicates, and there may be a million lines.

    Args:
        review: the review.
        reviewers: their ids.
        called: records that were adjudicated to be duplicates.
        problems: takes what cannot be read.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from tamis import bulk

    read: dict[tuple[str, str], pa.Table] = {}
    records = {*called}
    for stage in STAGES:
        for person, paths in _people(review, stage, reviewers).items():
            lines = bulk.read_log(paths, Vote, problems, root=review.root, only=_DECIDED)
            read[stage, person] = lines
            duplicate = lines.filter(pc.equal(lines.column("decision"), "duplicate"))
            records.update(duplicate.column("record").to_pylist())
    wanted = pa.array(sorted(records), pa.string())
    found: dict[str, dict[str, list[tuple[str, Vote]]]] = {stage: {} for stage in STAGES}
    for (stage, person), lines in read.items():
        matter = pc.and_(pc.is_in(lines.column("record"), wanted), pc.not_equal(lines.column("decision"), ""))
        rows = [
            (
                row["when"],
                Vote(**{name: row[name] for name in _DECIDED}, place=f"{row['file']}:{row['line']}"),
            )
            for row in lines.filter(matter).to_pylist()
        ]
        found[stage][person] = sorted(rows, key=lambda each: each[0])
    return found


#: Whose a decision is, the time, the row, and why.
_Decided = tuple[tuple[str, ...], str, Vote | Adjudication, str]


def _holding(decisions: Sequence[_Decided], person: str) -> _Decided:
    """Return which of the decisions on a record holds for a person: it may be what others adjudicated."""
    first = next(at for at, each in enumerate(decisions) if person in each[0])
    holds = decisions[first]
    for each in decisions[first + 1 :]:
        people, _, row, _ = each
        if person not in people and (
            isinstance(row, Vote) or (row.decision, row.of) == (holds[2].decision, holds[2].of)
        ):
            continue
        if not _before(each, holds):
            holds = each
    return holds


def _before(one: _Decided, other: _Decided) -> bool:
    """Say whether a decision is known to be older than another; of a day alone, by the days as written."""
    times = one[1], other[1]
    if len(min(times, key=len)) == len("2021-09-17"):
        day, other_day = ((row.time or time)[:10] for _, time, row, _ in (one, other))
        return day < other_day
    return bool(all(times)) and times[0] < times[1]


def _people(review: Review, kind: str, reviewers: Sequence[str]) -> dict[str, list[Path]]:
    """Return the files `<kind>.<person>.csv` (or .xlsx) by person, and `<kind>.<person>.2.csv` after it."""
    ids = {id.casefold(): id for id in reviewers}
    found: dict[str, list[Path]] = {}
    for path in sorted(written(review.screening), key=lambda path: part(path.name)):
        person = person_of(path.name, kind)
        if person and path.suffix in _TABLES:
            found.setdefault(ids.get(person.casefold(), person), []).append(path)
    return dict(sorted(found.items()))


def _log(paths: Sequence[Path], row: type[L], review: Review, problems: Problems) -> list[tuple[str, L]]:
    """Return the lines of a log, which may go on in further files, each with its time, from old to new."""
    lines = [line for path in paths for line in read_rows(path, row, problems, root=review.root)]
    times = [time for time, _ in log_order(lines)]
    return sorted(zip(times, lines, strict=True), key=lambda each: each[0])


def _newest(decisions: Iterable[tuple[str, D]]) -> list[tuple[str, D]]:
    """Return the last decision on each record, of decisions from old to new."""
    last: dict[str, tuple[str, D]] = {}
    for time, row in decisions:
        last[row.record] = (time, row)
    return list(last.values())


def check_answers(answers: Sequence[Said], known: Known, problems: Problems) -> None:
    """Note answers on what is no record id, or on one and the same record.

    An id that looks right and is in no export was perhaps in one before: that is an open item. The records of
    votes are checked where votes are, which tells the items on them, too; here it is made sure of that they
    have two.
    """
    for said in answers:
        if not said.b:
            text = "is missing; a duplicate needs the id of the other record"
            problems.add_at(said.place, text, column="of")
        elif said.a == said.b:
            column = "of" if said.noticed else "record_b"
            problems.add_at(said.place, f"{said.b!r} is the record itself", column=column)
        elif said.noticed and (said.b in known.titles or not is_record_id(said.b)):
            known.check_record(said.b, "", said.place, problems, column="of")


def check_rows(review: Review, known: Known, problems: Problems) -> None:
    """Note each row of `duplicates.<person>.csv` with what is no record's id, or another record's title.

    Rows without an answer are checked alike: whoever fills them in goes by the titles.
    """
    for path in written(review.screening):
        if person_of(path.name, "duplicates") and path.suffix in _TABLES:
            for row in read_rows(path, Answer, Problems(), root=review.root):
                for name, record, title in (
                    ("a", row.record_a, row.title_a),
                    ("b", row.record_b, row.title_b),
                ):
                    if record in known.titles or not is_record_id(record):
                        known.check_record(
                            record,
                            title,
                            row.place,
                            problems,
                            column=f"record_{name}",
                            title_column=f"title_{name}",
                        )


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note every problem in what people say of duplicates."""
    check_answers(read_answers(review, config.reviewer_ids, problems), known, problems)
    check_rows(review, known, problems)
    ids = {id.casefold() for id in config.reviewer_ids}
    for path in written(review.screening):
        person = person_of(path.name, "duplicates")
        if person and person.casefold() not in ids and path.suffix in _TABLES:
            problems.add(review.place(path), f"reviewer {not_one_of(person, config.reviewer_ids)}")
