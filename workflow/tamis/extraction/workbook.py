"""A workbook that somebody filled in: a sheet of values, and one for each table; errors by cell.

What a spreadsheet made of what was typed is undone: a date is one, a percentage is a number of per cent, and
a number has the digits that it shows. Where that cannot be, the cell is named: 1-9 that became a day.
An empty cell is not filled in yet; `not reported` says that the report says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tamis.errors import Problems, not_one_of
from tamis.extraction import cells, sheets
from tamis.extraction.cells import Cell
from tamis.extraction.filled import form_version
from tamis.extraction.form import At, Reading, Typed
from tamis.extraction.values import state
from tamis.proforma import FORM, Column, Field, Proforma
from tamis.store import cell_text

#: More rows in a sheet, and more columns, no form has.
_MOST_ROWS, _MOST_COLUMNS = 100_000, 1_000


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet: its cells that hold something, by the heads of their columns."""

    file: str
    number: int
    cells: Mapping[str, Cell]

    def at(self, head: str) -> At:
        """Return where a cell is; of one that holds nothing, the row."""
        name = self.cells[head].name if head in self.cells else f"row {self.number}"
        return At(f"{self.file}:{self.number}", self.file, f"{name}:")

    def text(self, head: str) -> str:
        """Return what a cell holds, as text."""
        return cell_text(self.cells[head].value).strip() if head in self.cells else ""


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
    found = _sheets(path, file, problems)
    head = found.pop(FORM, _Sheet({}, []))
    version = proforma.version
    for row in head.rows:
        version = form_version(row.text(FORM), proforma, row.at(FORM).place, problems)
    tables = sheets.titles(proforma)
    readings: dict[str, Reading] = {}

    def reading(row: _Row) -> Reading | None:
        study = row.text("study")
        if not study:
            problems.add(row.file, "which study? Its column study is empty", column=row.at("study").name)
            return None
        if study not in readings:
            readings[study] = begin(study, version, row.at("study"))
        return readings[study]

    ours = 0
    for title, sheet in found.items():
        field = _of(title, tables)
        name = f"{file}[{title}]"
        if title == sheets.VALUES:
            ours += 1
            if _known(name, sheet, sheets.HEADS, ("study", "field", "value"), problems):
                _values(_filled(sheet.rows, ("value", *sheets.BEHIND)), reading, tables)
        elif field is not None:
            ours += 1
            heads = sheets.heads(field)
            columns = (*sheets.BEFORE, *heads.values(), *sheets.BEHIND)
            if _known(name, sheet, columns, ("study",), problems):
                _table(_filled(sheet.rows, (*heads.values(), *sheets.BEHIND)), field, heads, reading)
    if not ours and len(problems) == before:
        problems.add(file, f"has no sheet of the form: {', '.join([sheets.VALUES, *tables])}")
    for each in readings.values():
        _no_rows(each)
    return list(readings.values())


def _of(title: str, tables: Mapping[str, Field]) -> Field | None:
    """Return the table that a sheet is of: in any letter case, or by an id that it had before."""
    for name, field in tables.items():
        if title.casefold() in {each.casefold() for each in (name, *field.was)}:
            return field
    return None


def _known(
    file: str, sheet: _Sheet, columns: Sequence[str], needed: Sequence[str], problems: Problems
) -> bool:
    """Note columns that must be there and are not, and names that are nearly those of the form."""
    good = True
    missing = [name for name in columns if name not in sheet.heads]
    for name, cell in sheet.heads.items():
        text = not_one_of(name, missing)
        if name not in columns and "did you mean" in text:
            good = False
            problems.add(file, f"column {text}", column=f"{cell}:")
    for name in needed if good else ():
        if name in missing:
            good = False
            problems.add(file, f"has no column {name!r}")
    return good


def _no_rows(reading: Reading) -> None:
    """Note a table of which the sheet of values says that it is not reported, and which has rows."""
    for id, data in reading.fields.items():
        whole = [datum for datum in data if not datum.column]
        field = reading.proforma.field(id)
        if field and field.type == "table" and whole and len(data) > 1:
            file, _, line = whole[0].place.rpartition(":")
            text = f"{id} of {reading.study} is {whole[0].state.replace('_', ' ')}, and has rows"
            reading.wrong(id, At(whole[0].place, file, f"row {line}:"), text)


def _values(
    rows: Iterable[_Row], reading: Callable[[_Row], Reading | None], tables: Mapping[str, Field]
) -> None:
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


def _table(
    rows: Iterable[_Row],
    field: Field,
    heads: Mapping[str, str],
    reading: Callable[[_Row], Reading | None],
) -> None:
    """Take the sheet of a table: a row for each row, of any study."""
    numbers: dict[str, int] = {}
    for row in rows:
        into = reading(row)
        if into is None or not any(head in row.cells for head in heads.values()):
            continue
        number = numbers[into.study] = numbers.get(into.study, 0) + 1
        for column in field.columns:
            if heads[column.id] in row.cells:
                _take(into, field, column, row, heads[column.id], number, column.id)


def _take(into: Reading, field: Field, column: Column, row: _Row, head: str, number: int, id: str) -> None:
    """Give a cell, with what stands beside it, to the study that it is of."""
    try:
        text = cells.typed(row.cells[head], column)
        beside = {}
        for name in sheets.BEHIND:
            if row.text(name):
                beside[name] = (cells.beside(row.cells[name], name), row.at(name))
    except ValueError as error:
        into.wrong(field.id, row.at(head), str(error))
        return
    into.take(field, Typed(row.at(head), text, number, id, beside))


def _filled(rows: Iterable[_Row], heads: Iterable[str]) -> Iterator[_Row]:
    """Yield the rows in which something is filled in."""
    wanted = {*heads}
    yield from (row for row in rows if any(head in wanted and row.text(head) for head in row.cells))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: the cell of each head, and the rows below that hold something."""

    heads: Mapping[str, str]
    rows: Sequence[_Row]


def _sheets(path: Path, file: str, problems: Problems) -> dict[str, _Sheet]:
    """Return the rows of every sheet that people can see, by its name; none where it cannot be read."""
    import openpyxl

    found: dict[str, _Sheet] = {}
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # what programs write there is often not so
                    title = sheet.title.strip()
                    title = title.casefold() if title.casefold() in (sheets.VALUES, FORM) else title
                    found[title] = _sheet(sheet, f"{file}[{title}]", problems, titled=title == FORM)
        finally:
            book.close()
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror or 'it is no workbook'}")
    except Exception as error:  # a broken workbook raises whatever its reader raises
        problems.add(file, f"cannot be read: {(str(error).splitlines() or ['it is broken'])[0]}")
    return found


def _sheet(sheet: Any, file: str, problems: Problems, *, titled: bool) -> _Sheet:
    """Return a sheet, whose head is the first row that holds anything.

    Where it is `titled`, a row names the version, behind its first cell; the others are for people.
    """
    heads: dict[int, str] = {}
    named: dict[str, str] = {}
    rows = []
    for number, found in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            raise ValueError("it has too many rows; delete those that are empty, and save again")
        there = [cell for cell in found if cell.value is not None and cell_text(cell.value).strip()]
        if titled:
            if len(there) > 1 and there[0].value == FORM:
                return _Sheet({}, [_Row(file, number, {FORM: cells.cell(there[1])})])
        elif heads:
            held = {heads[cell.column]: cells.cell(cell) for cell in there if cell.column in heads}
            rows += [_Row(file, number, held)] if held else []
        else:
            for cell in there:
                name = " ".join(cell_text(cell.value).split())
                if name in named:
                    problems.add(file, f"column {name!r} stands twice", column=f"{cell.coordinate}:")
                heads[cell.column] = name
                named[name] = cell.coordinate
    return _Sheet(named, rows)
