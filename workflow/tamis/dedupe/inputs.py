"""What people say of duplicates: `duplicates.<person>.csv`, and `duplicate` in the logs of screening.

A vote or an adjudication `duplicate` is an answer "same" on its `record` and the one in `of`. A later
decision of the same person on the same record at the same stage takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from tamis.config import Config
from tamis.dedupe.answers import Said
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review
from tamis.store import log_order, read_rows
from tamis.tables import STAGES, Adjudication, Answer, Vote

L = TypeVar("L", Answer, Vote, Adjudication)
D = TypeVar("D", Vote, Adjudication)

_TABLES = (".csv", ".xlsx")


def _files(review: Review, kind: str) -> list[tuple[Path, str]]:
    """Return the files `<kind>.<person>.csv` (or .xlsx), and whose each is."""
    return [
        (path, path.name[len(kind) + 1 : -len(path.suffix)])
        for path in sorted(review.screening.glob(f"{kind}.*"))
        if path.suffix.casefold() in _TABLES and path.stem != kind
    ]


def _read(path: Path, row: type[L], review: Review, problems: Problems) -> list[tuple[str, L]]:
    """Return the lines of a log, each with its time, from old to new."""
    lines = read_rows(path, row, problems, root=review.root)
    found = zip(log_order(lines), lines, strict=True)
    return [(time, line) for (time, _), line in sorted(found, key=lambda each: each[0])]


def _newest(decisions: Iterable[tuple[str, D]]) -> list[tuple[str, D]]:
    """Return the last decision on each record of one person at one stage, from old to new."""
    last = {}
    for time, row in decisions:
        last[row.record] = (time, row)
    return list(last.values())


def read_answers(review: Review, problems: Problems) -> list[Said]:
    """Return every answer that people gave, from all files; what cannot be read is noted."""
    answers = [
        Said(person, row.record_a, row.record_b, row.answer == "same", time, row.place)
        for path, person in _files(review, "duplicates")
        for time, row in _read(path, Answer, review, problems)
    ]
    said: list[tuple[str, list[tuple[str, Vote]] | list[tuple[str, Adjudication]]]] = []
    for path, person in _files(review, "adjudication"):
        settled = _read(path, Adjudication, review, problems)
        said += [(person, _newest(each for each in settled if each[1].stage == stage)) for stage in STAGES]
    for stage in STAGES:
        for path, person in _files(review, stage):
            said.append((person, _newest(_read(path, Vote, review, problems))))
    return answers + [
        Said(person, row.record, row.of, True, time, row.place)
        for person, decisions in said
        for time, row in decisions
        if row.decision == "duplicate"
    ]


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
