"""Reads the logs of extraction: `check.<person>.csv` and `reconciliation.<person>.csv`.

A person's further files (`check.R2.2.csv`) are one log with the first; each may also be a workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction.together.holds import AGREE, ROW_WORDS, people_of
from tamis.extraction.values import parse, state
from tamis.proforma import Field, Proforma
from tamis.review import Review, part, person_of, written
from tamis.store import log_order, read_rows
from tamis.tables import DatumCheck, DatumReconciliation

L = TypeVar("L", DatumCheck, DatumReconciliation)

CHECK, RECONCILIATION = "check", "reconciliation"
_TABLES = (".csv", ".xlsx")
#: What a checker may write for agree.
_AGREED = (AGREE, "agreed")


def is_log(path: Path) -> bool:
    """Say whether a file of records/extraction is a log that is read here, by its name."""
    kind = path.name.partition(".")[0]
    return kind in (CHECK, RECONCILIATION) and path.suffix.casefold() in _TABLES


def read_checks(
    review: Review, config: Config, proforma: Proforma, studies: Collection[str], problems: Problems
) -> list[tuple[str, DatumCheck]]:
    """Return the checks that have an answer, each with the person, in order of each person's log.

    Answers are `agree`, or a value as the data hold it. What is wrong is noted and left out.

    Args:
        review: the review.
        config: the protocol; who checks is one of its reviewers.
        proforma: the form.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong.
    """
    found = []
    for person, row in _logs(review, config, CHECK, DatumCheck, problems):
        field, wrong = _field(row, proforma, studies)
        if field and row.answer:
            if row.answer.casefold() in _AGREED:
                row = replace(row, answer=AGREE)
            elif field.type == "table" and not row.column:
                text = f"{row.answer!r} is not {AGREE!r}; that a table has rows is for its extractor to type"
                wrong.append(("answer", text))
            elif state(row.answer, field.column(row.column).choices) == "given":
                value, text = _value(row.answer, field, row.column)
                wrong += [("answer", text)] if text and not _of_another_form(field, proforma) else []
                row = replace(row, answer=value)
        good = _good(person, row, wrong, problems)
        found += good if row.answer else []
    return found


def read_reconciliations(
    review: Review, config: Config, proforma: Proforma, studies: Collection[str], problems: Problems
) -> list[tuple[str, DatumReconciliation]]:
    """Return the reconciliations that settle something, each with the person, in order of each person's log.

    Values are as the data hold them; of a row or table that not all have, `keep` or `drop`. What is wrong is
    noted and left out. Arguments are those of `read_checks`.
    """
    found = []
    for person, row in _logs(review, config, RECONCILIATION, DatumReconciliation, problems):
        field, wrong = _field(row, proforma, studies)
        if not row.how:
            wrong += [("how", "is missing: third, or discussion")] if row.value or row.why else []
        else:
            wrong += _unsettled(row, config)
        if field and row.how:
            value, text = _settled(row, field)
            wrong += [("value", text)] if text and not _of_another_form(field, proforma) else []
            settles = not text
            row = replace(row, value=value)
        else:
            settles = bool(row.how)
        good = _good(person, row, wrong, problems)
        found += good if settles else []
    return found


def _settled(row: DatumReconciliation, field: Field) -> tuple[str, str]:
    """Return the value that holds as the data hold it, and what is wrong with it."""
    keep, drop = ROW_WORDS
    if field.type == "table" and not row.column:
        word = row.value.casefold()
        if not word or state(word) != "given":
            return drop, ""
        text = f"{not_one_of(row.value, ROW_WORDS)}: does the row, or table, hold, or does it go?"
        return (word, "") if word in (keep, drop) else ("", text)
    if state(row.value, field.column(row.column).choices) != "given":
        return row.value, ""
    return _value(row.value, field, row.column)


def _value(text: str, field: Field, column: str) -> tuple[str, str]:
    """Return a value as the data hold it, and what is wrong with it."""
    of = field.column(column)
    try:
        return parse(text, of.type, unit=of.unit, choices=of.choices), ""
    except ValueError as error:
        return "", str(error)


def _of_another_form(field: Field, proforma: Proforma) -> bool:
    """Say whether a field was changed after the form's first version: what was written before stays."""
    return proforma.version > 1 and field.since > 1


def _field(
    row: DatumCheck | DatumReconciliation, proforma: Proforma, studies: Collection[str]
) -> tuple[Field | None, list[tuple[str, str]]]:
    """Return the field that a row is of, and what is wrong with where it says it is: columns and texts.

    A field that a later version of the form has no more is no mistake of whoever wrote of it before.
    """
    wrong: list[tuple[str, str]] = []
    if row.study not in studies:
        wrong.append(("study", not_in(row.study, studies, "records/studies.csv")))
    field = next((each for each in proforma.fields if row.field in (each.id, *each.was)), None)
    if field is None:
        if proforma.version == 1:
            known = [each.id for each in proforma.fields]
            wrong.append(("field", not_in(row.field, known, "config/proforma.yaml")))
        return None, wrong
    columns = [column.id for column in field.columns]
    if row.row is not None and (row.row < 1 or (row.row > 1 and field.type != "table")):
        wrong.append(
            ("row", f"{row.row} is no row of {field.id}" + ("" if columns else ", which is no table"))
        )
    if row.column and row.column not in columns:
        text = not_one_of(row.column, columns) if columns else f"must be empty: {field.id} is no table"
        wrong += [] if proforma.version > 1 else [("column", text)]
        return None, wrong
    return field, wrong


def _unsettled(row: DatumReconciliation, config: Config) -> Iterator[tuple[str, str]]:
    """Yield what a reconciliation lacks, and who in it is nobody known: column and text."""
    for column in ("values", "who", "why", "time"):
        if not getattr(row, column):
            yield (
                column,
                "is missing: what each had said, as in R1 12; R2 13" if column == "values" else "is missing",
            )
    named = people_of(row.who)
    for who in named:
        if who not in config.people:
            yield "who", not_one_of(who, config.people)
    if row.how == "discussion" and len(named) == 1:
        yield (
            "who",
            f"{row.who!r} is one person, and a discussion needs two at least: name all who met, as in "
            "R1; R2, or write third under how, where it was somebody who had not extracted it",
        )


def _good(person: str, row: L, wrong: Collection[tuple[str, str]], problems: Problems) -> list[tuple[str, L]]:
    """Return a row with its person where nothing in it is wrong; what is, is noted."""
    for column, text in wrong:
        problems.add_at(row.place, text, column=column)
    return [] if wrong else [(person, row)]


def _logs(
    review: Review, config: Config, kind: str, row: type[L], problems: Problems
) -> Iterator[tuple[str, L]]:
    """Yield the rows of the logs of one kind, by person, each log in order of time (see store.log_order)."""
    ids = {id.casefold(): id for id in config.people}
    logs: dict[str, list[Path]] = {}
    stems: dict[str, Path] = {}
    for path in written(review.records / "extraction"):
        if not is_log(path) or path.name.partition(".")[0] != kind:
            continue
        person = person_of(path.name, kind)
        if path.stem in stems:
            text = f"stands beside {stems[path.stem].name}; keep one of the two"
            problems.add(review.place(path), text)
        elif not person:
            text = f"must be named {kind}.<person>.csv, such as {kind}.R2.csv (or .xlsx)"
            problems.add(review.place(path), text)
        elif person.casefold() not in ids:
            problems.add(review.place(path), f"reviewer {not_one_of(person, config.people)}")
        else:
            logs.setdefault(ids[person.casefold()], []).append(path)
        stems.setdefault(path.stem, path)
    words = {"how": ("third", "discussion")} if kind == RECONCILIATION else None
    for person, paths in sorted(logs.items()):
        rows = [
            line
            for path in sorted(paths, key=lambda path: part(path.name))
            for line in read_rows(path, row, problems, root=review.root, words=words)
        ]
        order = sorted(range(len(rows)), key=[when for when, _ in log_order(rows)].__getitem__)
        yield from ((person, rows[at]) for at in order)
