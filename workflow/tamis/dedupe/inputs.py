"""What people say of duplicates: `duplicates.<person>.csv`, and `duplicate` in the logs of screening.

A vote or an adjudication `duplicate` is an answer "same" on its `record` and the one in `of`. A later
decision of the same person on the same record at the same stage takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from tamis.config import Config
from tamis.dedupe.answers import Said, age
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review
from tamis.store import read_rows
from tamis.tables import STAGES, Adjudication, Answer, Vote

_TABLES = (".csv", ".xlsx")


def _files(review: Review, kind: str) -> list[tuple[Path, str]]:
    """Return the files `<kind>.<person>.csv` (or .xlsx), and whose each is."""
    return [
        (path, path.name[len(kind) + 1 : -len(path.suffix)])
        for path in sorted(review.screening.glob(f"{kind}.*"))
        if path.suffix.casefold() in _TABLES and path.stem != kind
    ]


def _newest(decisions: Iterable[tuple[str, Vote | Adjudication]]) -> list[tuple[str, Vote | Adjudication]]:
    """Return the last decision of each person on each record; all are of one stage."""
    last = {}
    for person, row in sorted(decisions, key=lambda item: age(item[1].time, item[1].place)):
        last[person, row.record] = (person, row)
    return list(last.values())


def read_answers(review: Review, problems: Problems) -> list[Said]:
    """Return every answer that people gave, from all files; what cannot be read is noted."""
    answers = [
        Said(person, row.record_a, row.record_b, row.answer == "same", row.time, row.place)
        for path, person in _files(review, "duplicates")
        for row in read_rows(path, Answer, problems, root=review.root)
    ]
    settled = [
        (person, row)
        for path, person in _files(review, "adjudication")
        for row in read_rows(path, Adjudication, problems, root=review.root)
    ]
    for stage in STAGES:
        votes: list[tuple[str, Vote | Adjudication]] = [
            (person, row)
            for path, person in _files(review, stage)
            for row in read_rows(path, Vote, problems, root=review.root)
        ]
        of_stage: list[tuple[str, Vote | Adjudication]] = [item for item in settled if item[1].stage == stage]
        answers += [
            Said(person, row.record, row.of, True, row.time, row.place)
            for decisions in (votes, of_stage)
            for person, row in _newest(decisions)
            if row.decision == "duplicate"
        ]
    return answers


def check_answers(answers: Sequence[Said], known: Collection[str], problems: Problems) -> None:
    """Note answers on records that do not exist, or that are one and the same.

    The `record` of a vote is checked where votes are; here its `of` is.
    """
    for said in answers:
        own = "/duplicates." in said.place
        if not said.b:
            problems.add_at(
                said.place, "is missing; a duplicate needs the id of the other record", column="of"
            )
        elif said.a == said.b:
            problems.add_at(
                said.place, f"{said.b!r} is the record itself", column="record_b" if own else "of"
            )
        elif said.b not in known:
            problems.add_at(said.place, _unknown(said.b), column="record_b" if own else "of")
        if own and said.a not in known:
            problems.add_at(said.place, _unknown(said.a), column="record_a")


def _unknown(record: str) -> str:
    return f"{record!r} is no record of any search export; see build/searches/records.csv for the ids"


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note every problem in what people say of duplicates."""
    check_answers(read_answers(review, problems), known.titles, problems)
    for path, person in _files(review, "duplicates"):
        if person not in config.reviewer_ids:
            problems.add(review.place(path), f"reviewer {not_one_of(person, config.reviewer_ids)}")
