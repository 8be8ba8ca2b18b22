"""Reads the logs of extraction: `check.<person>.csv` and `reconciliation.<person>.csv`.

A person's further files (`check.R2.2.csv`) are one log with the first; each may also be a workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction.filled.values import parse, state
from tamis.extraction.together.holds import AGREE, ROW_WORDS
from tamis.proforma import Field, Proforma
from tamis.review import Review, part, person_of, waits_for, written
from tamis.settled import lacking
from tamis.store import later, log_order, read_rows
from tamis.tables import DatumCheck, DatumReconciliation, OpenItem

L = TypeVar("L", DatumCheck, DatumReconciliation)

#: What is to be answered again, by study.
Again = dict[str, list[OpenItem]]

CHECK, RECONCILIATION = "check", "reconciliation"
_TABLES = (".csv", ".xlsx")
#: What a checker may write for agree; and what means it wherever it cannot be the value itself.
_AGREED = (AGREE, "agreed")
_YES = ("ok", "okay", "yes", "y", "correct", "right", "true", "fine", "✓", "✔", "☑", "✅")


def is_log(path: Path) -> bool:
    """Say whether a file of records/extraction is a log that is read here, by its name."""
    kind = path.name.partition(".")[0]
    return kind in (CHECK, RECONCILIATION) and path.suffix.casefold() in _TABLES


def read_checks(
    review: Review,
    config: Config,
    proforma: Proforma,
    studies: Collection[str],
    problems: Problems,
    again: Again | None = None,
) -> list[tuple[str, DatumCheck]]:
    """Return the checks that have an answer, each with the person, in order of each person's log.

    Answers are `agree`, or a value as the data hold it. What is wrong is noted and left out.

    Args:
        review: the review.
        config: the protocol; who checks is one of its reviewers.
        proforma: the form.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong.
        again: takes what no longer fits the form, where that was changed; it is no mistake of who wrote it.
    """
    found: list[tuple[str, DatumCheck]] = []
    outdated = []
    for person, row in _logs(review, config, CHECK, DatumCheck, problems):
        field, wrong = _field(row, proforma, studies)
        if field and row.answer:
            if _agrees(row, field):
                row = replace(row, answer=AGREE)
            elif _may_agree(row, field):
                text = (
                    f"{row.answer!r} may say that the value is right, or be the value: write {AGREE}, or, "
                    "where it is what should stand there, the reason under comment"
                )
                wrong.append(("answer", text))
            elif field.type == "table" and not row.column:
                text = f"{row.answer!r} is not {AGREE!r}; that a table has rows is for its extractor to type"
                wrong.append(("answer", text))
            elif state(row.answer, field.column(row.column).choices) == "given":
                value, text = _value(row.answer, field, row.column)
                if text and proforma.version > 1:
                    outdated.append(_Outdated(person, row, field, text, len(found)))
                elif text:
                    wrong.append(("answer", text))
                row = replace(row, answer=value)
        good = _good(person, row, wrong, problems)
        found += good if row.answer else []
    _tell(outdated, found, config, {} if again is None else again)
    return found


def read_reconciliations(
    review: Review,
    config: Config,
    proforma: Proforma,
    studies: Collection[str],
    problems: Problems,
    again: Again | None = None,
) -> list[tuple[str, DatumReconciliation]]:
    """Return the reconciliations that settle something, each with the person, in order of each person's log.

    Values are as the data hold them; of a row or table that not all have, `keep` or `drop`. What is wrong is
    noted and left out. Arguments are those of `read_checks`.
    """
    found: list[tuple[str, DatumReconciliation]] = []
    outdated = []
    for person, row in _logs(review, config, RECONCILIATION, DatumReconciliation, problems):
        field, wrong = _field(row, proforma, studies)
        if not row.how:
            wrong += [("how", "is missing: third, or discussion")] if row.value or row.why else []
        else:
            if not row.values:
                wrong.append(("values", "is missing: what each had said, as in R1 12; R2 13"))
            wrong += lacking(row, config.people, "extracted")
        if field and row.how:
            value, text = _settled(row, field)
            if text and proforma.version > 1:
                outdated.append(_Outdated(person, row, field, text, len(found)))
            elif text:
                wrong.append(("value", text))
            settles = not text
            row = replace(row, value=value)
        else:
            settles = bool(row.how)
        good = _good(person, row, wrong, problems)
        found += good if settles else []
    _tell(outdated, found, config, {} if again is None else again)
    return found


def _agrees(row: DatumCheck, field: Field) -> bool:
    """Say whether an answer is that the value is right: in so many words, or by a yes that is no value."""
    if row.answer.casefold() in _AGREED:
        return True
    of = field.column(row.column)
    if not _is_yes(row.answer) or of.type == "text":
        return False
    return of.type == "table" or bool(_value(row.answer, field, row.column)[1])


def _may_agree(row: DatumCheck, field: Field) -> bool:
    """Say whether a yes on a text may be meant as the text: no comment says why it should stand there."""
    text = field.column(row.column).type == "text"
    return text and _is_yes(row.answer) and not row.comment and row.answer.casefold() != row.first.casefold()


def _is_yes(answer: str) -> bool:
    # An office program may put a sign behind a tick that asks for its picture.
    return answer.casefold().strip(" .!\ufe0f\ufe0e") in _YES


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


@dataclass(frozen=True, slots=True)
class _Outdated(Generic[L]):
    """A row whose value does not fit the form as it is now; `before`: how many good ones stand before it."""

    person: str
    row: L
    of: Field
    why: str
    before: int


def _tell(
    outdated: Iterable[_Outdated[L]], found: Sequence[tuple[str, L]], config: Config, again: Again
) -> None:
    """Give an open item for each row that no longer fits the form, unless a later one took its place."""
    for each in outdated:
        row: DatumCheck | DatumReconciliation = each.row
        field: Field = each.of
        anew = any(
            (other.study, other.row or 1, other.column) == (row.study, row.row or 1, row.column)
            and other.field in (field.id, *field.was)
            and (later(other.time, row.time) or (who == each.person and at >= each.before))
            for at, (who, other) in enumerate(found)
        )
        if not anew:
            kind = CHECK if isinstance(row, DatumCheck) else RECONCILIATION
            what = "answer of a check" if kind == CHECK else "settlement"
            cell = f":{row.row or 1}:{row.column}" if field.type == "table" else ""
            text = (
                f"{field.label} ({field.id}) of {row.study}: {each.person}'s {what} no longer fits the form, "
                f"and counts for nothing: {each.why}; add a line to the log with what holds now"
            )
            item = f"extraction:again:{row.study}:{field.id}{cell}:{kind}:{each.person}"
            people = waits_for([each.person], config.active)
            again.setdefault(row.study, []).append(OpenItem(item, text, people, row.place))


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
