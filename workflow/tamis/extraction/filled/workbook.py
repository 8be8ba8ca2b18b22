"""A workbook that somebody filled in: a sheet of values, and one for each table; errors by cell.

What a spreadsheet made of what was typed is undone: a date is one, a percentage is a number of per cent, and
a number has the digits that it shows. Where that cannot be, the cell is named: 1-9 that became a day.
An empty cell is not filled in yet; `not reported` says that the report says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as _field
from pathlib import Path

from tamis.errors import Problems, not_one_of
from tamis.extraction.filled import book, cells, sheets
from tamis.extraction.filled.book import Row, Sheet
from tamis.extraction.filled.files import form_version
from tamis.extraction.filled.reading import At, Beside, Reading, Typed, over
from tamis.extraction.filled.values import state
from tamis.proforma import FORM, Column, Field, Proforma

#: Columns that a sheet need not have.
_SPARE = ("cited", "label", "unit", "note", "report", "basis")
_UNNAMED = (
    "if this workbook was filled in with an earlier version of the form, add a sheet form, with form in its "
    "cell A1 and 1 in B1"
)

Begin = Callable[[str, int, At], Reading]


def read(path: Path, file: str, begin: Begin, proforma: Proforma, problems: Problems) -> list[Reading]:
    """Return what a workbook says of each study in it, by their order there.

    Args:
        path: the workbook.
        file: its name for people.
        begin: begins a reading of a study, a version of the form, and a cell.
        proforma: the form.
        problems: takes what is wrong.
    """
    before = len(problems)
    found = book.read(path, file, problems)
    version = proforma.version
    head = found.pop(FORM, None)
    for row in head.rows if head else ():
        version = form_version(row.text(FORM), proforma, row.at(FORM).place, problems)
    tables = sheets.titles(proforma)
    ours: dict[str, Sheet] = {}
    for title, sheet in found.items():
        name = _own(title, tables)
        if name in ours:
            problems.add(file, f"sheet {title!r} is {name}, which is there twice; keep one of the two")
        if name:
            ours[name] = sheet
    changed = version < proforma.version
    _others(file, ours, found, tables, problems, changed=changed)
    if not ours and len(problems) == before:
        problems.add(file, f"has no sheet of the form: {', '.join([sheets.VALUES, *tables])}")
    into = _Into(begin, version, _UNNAMED if head is None else "", problems)
    for title, sheet in sorted(ours.items(), key=lambda each: each[0] != sheets.VALUES):
        field = tables.get(title)
        heads = sheets.heads(field) if field else {}
        columns = (*sheets.BEFORE, *heads.values(), *sheets.BEHIND) if field else sheets.HEADS
        needed = ("study",) if field else ("study", "field", "value")
        sheet = sheet.under(columns, problems)
        if not _known(sheet, columns, needed, problems, changed=changed and field is not None):
            continue
        if field and changed:
            _columns(sheet, field, columns, into)
        if field:
            _table(_filled(sheet.rows, (*heads.values(), *sheets.BEHIND)), field, heads, into)
        else:
            _values(_filled(sheet.rows, ("value", *sheets.BEHIND)), into, tables)
    for title, sheet in found.items() if changed else ():
        if not _own(title, tables):
            _no_sheet(title, sheet, into)
    for each in into.readings.values():
        _no_rows(each)
        for field in tables.values():
            if field.id not in each.fields:
                each.without(field, into.tables.get((each.study, field.id), {}))
    return list(into.readings.values())


@dataclass(frozen=True, slots=True)
class _Into:
    """The readings of a workbook, by study; each begins with the first row that is of its study.

    tables: what stands beside a table as a whole, in the sheet of values, by study and field.
    """

    begin: Begin
    version: int
    unnamed: str
    problems: Problems
    readings: dict[str, Reading] = _field(default_factory=dict)
    tables: dict[tuple[str, str], Beside] = _field(default_factory=dict)

    def __call__(self, row: Row) -> Reading | None:
        """Return the reading of the study that a row is of; None, and noted: it names none."""
        study = row.text("study")
        if not study:
            self.problems.add(row.file, "which study? Its column study is empty", column=row.at("study").name)
            return None
        if study not in self.readings:
            self.readings[study] = self.begin(study, self.version, row.at("study"))
            self.readings[study].unnamed = self.unnamed
        return self.readings[study]


def _own(title: str, tables: Mapping[str, Field]) -> str:
    """Return the name that a sheet has in the form: in any letter case, or by an id that it had before."""
    if title == sheets.VALUES:
        return title
    for name, field in tables.items():
        if title.casefold() in {each.casefold() for each in (name, *field.was)}:
            return name
    return ""


def _others(
    file: str,
    ours: Mapping[str, Sheet],
    found: Mapping[str, Sheet],
    tables: Mapping[str, Field],
    problems: Problems,
    *,
    changed: bool,
) -> None:
    """Note sheets that nobody reads though something of the form may be in them: renamed, copied, hidden.

    `changed`: the form was, since the workbook was made, so that sheets are not what they were.
    """
    known = [sheets.VALUES, *tables]
    missing = [
        title
        for title in known
        if title not in ours and (title == sheets.VALUES or not tables[title].only_for)
    ]
    for title, sheet in found.items():
        if _own(title, tables):
            if not sheet.seen and sheet.rows:
                problems.add(sheet.file, "is hidden, and holds something; show it, or delete it")
            continue
        study = any(head.casefold() == "study" for head in sheet.heads)
        below = any(row.text(head).casefold() == "study" for row in sheet.rows for head in row.cells)
        if sheet.seen and not changed and (study or (missing and below)):
            text = f"sheet {title!r} is none of the form's ({', '.join(known)})"
            text += f", and {', '.join(missing)} is missing" if missing else ""
            problems.add(file, f"{text}; give it the name that it had, or delete it")


def _known(
    sheet: Sheet, columns: Sequence[str], needed: Sequence[str], problems: Problems, *, changed: bool
) -> bool:
    """Note columns that must be there and are not, names that are none of the form's, and cells that are one.

    A column that is missing may be one whose name was changed. `changed`: the form was, since the workbook
    was made, and so were its columns.
    """
    for span in sheet.merged:
        text = "are one cell, so that only the first holds what was typed; take them apart"
        problems.add(sheet.file, text, column=f"{span}:")
    before = len(problems)
    missing = [name for name in columns if name not in sheet.heads]
    meant = set()
    sought = [name for name in missing if name not in _SPARE]
    for name, cell in sheet.heads.items():
        if name in columns or changed:
            continue
        text = not_one_of(name, missing)
        meant.add(text.rpartition("did you mean ")[2].strip("'?"))
        if "did you mean" in text or (sought and any(name in row.cells for row in sheet.rows)):
            problems.add(sheet.file, f"column {text}", column=f"{cell}:")
    for name in needed:
        if name in missing and name not in meant:
            problems.add(sheet.file, f"has no column {name!r}")
    return len(problems) == before


def _columns(sheet: Sheet, table: Field, columns: Sequence[str], reading: _Into) -> None:
    """List columns of a table that the form has no more, for each study that they hold something of."""
    for row in sheet.rows:
        for head in row.cells:
            into = reading(row) if head not in columns and row.text(head) else None
            if into:
                into.wrong(f"{table.id}:{head}", row.at(head), f"is no column of {table.id} any more")


def _no_sheet(title: str, sheet: Sheet, reading: _Into) -> None:
    """List a sheet that is none of the form's any more, for each study that it holds something of."""
    sheet = replace(sheet, twice=()).under(sheets.BEFORE, reading.problems)
    heads = [head for head in sheet.heads if head not in sheets.BEFORE]
    for row in _filled(sheet.rows, heads) if "study" in sheet.heads else ():
        into = reading(row)
        if into:
            into.wrong(title, row.at("study"), f"the sheet {title} is none of the form's any more")


def _no_rows(reading: Reading) -> None:
    """Note a table of which the sheet of values says that it is not reported, and which has rows."""
    for id, data in reading.fields.items():
        whole = [datum for datum in data if not datum.column]
        field = reading.proforma.field(id)
        if field and field.type == "table" and whole and len(data) > 1:
            file, _, line = whole[0].place.rpartition(":")
            text = f"{id} of {reading.study} is {whole[0].state.replace('_', ' ')}, and has rows"
            reading.wrong(id, At(whole[0].place, file, f"row {line}:"), text)


def _values(rows: Iterable[Row], reading: _Into, tables: Mapping[str, Field]) -> None:
    """Take the sheet of values: a row for each study and plain field."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        into = reading(row)
        if into is None:
            continue
        field = into.find(row.text("field"), row.at("field"))
        if field is None:
            continue
        if field.type == "table" and state(row.text("value")) == "given":
            title = next(title for title, each in tables.items() if each is field)
            into.wrong(
                field.id, row.at("value"), f"{field.id} is a table; its rows go into the sheet {title}"
            )
            continue
        first = seen.setdefault((into.study, field.id), row.number)
        if first != row.number:
            into.wrong(field.id, row.at("field"), f"{field.id} of {into.study} stands in row {first}, too")
        elif "value" in row.cells:
            _take(into, field, field, row, "value", 1, "")
        elif field.type == "table":
            reading.tables[into.study, field.id] = _beside(into, field, row)
        else:
            into.without(field, _beside(into, field, row))


def _table(
    rows: Iterable[Row],
    field: Field,
    heads: Mapping[str, str],
    reading: _Into,
) -> None:
    """Take the sheet of a table: a row for each row, of any study."""
    numbers: dict[str, int] = {}
    for row in rows:
        into = reading(row)
        if into is None:
            continue
        if not any(head in row.cells for head in heads.values()):
            into.without(field, _beside(into, field, row), row.number)
            continue
        number = numbers[into.study] = numbers.get(into.study, 0) + 1
        for column in field.columns:
            if heads[column.id] in row.cells:
                whole = reading.tables.get((into.study, field.id), {})
                _take(into, field, column, row, heads[column.id], number, column.id, whole)


def _take(
    into: Reading,
    field: Field,
    column: Column,
    row: Row,
    head: str,
    number: int,
    id: str,
    whole: Beside | None = None,
) -> None:
    """Give a cell, with what stands beside it, and beside its table, to the study that it is of."""
    try:
        text = cells.typed(row.cells[head], column)
    except ValueError as error:
        into.wrong(field.id, row.at(head), str(error))
        return
    beside = over(whole or {}, _beside(into, field, row))
    into.take(field, Typed(row.at(head), text, number, id, beside))


def _beside(into: Reading, field: Field, row: Row) -> Beside:
    """Return what stands beside a value; what is wrong with it is noted, and left out."""
    beside = {}
    for name in sheets.BEHIND:
        if row.text(name):
            try:
                beside[name] = (cells.beside(row.cells[name], name), row.at(name))
            except ValueError as error:
                into.wrong(field.id, row.at(name), str(error))
    return beside


def _filled(rows: Iterable[Row], heads: Iterable[str]) -> Iterator[Row]:
    """Yield the rows in which something is filled in."""
    wanted = {*heads}
    yield from (row for row in rows if any(head in wanted and row.text(head) for head in row.cells))
