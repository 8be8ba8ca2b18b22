"""A workbook as it lies there: its sheets, the heads of their columns, and the cells that hold something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from tamis.errors import Problems
from tamis.extraction.filled import cells, sheets
from tamis.extraction.filled.cells import Cell
from tamis.extraction.filled.reading import At
from tamis.proforma import FORM
from tamis.store import cell_text

#: More rows in a sheet, and more columns, no form has.
_MOST_ROWS, _MOST_COLUMNS = 100_000, 1_000
#: Of a sheet's XML so much is looked at at once, and no cell that is looked for is longer.
_BLOCK, _LONGEST = 1 << 20, 1 << 14
#: Cells that are one, and a formula that has no result; both may have a prefix.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+([0-9]+):[A-Z]+[0-9]+)"')
_UNSOLVED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]+[0-9]+)"[^>]*>'
    rb"\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its cells that hold something, by the heads of their columns.

    `heads` has the cell of each head.
    """

    file: str
    number: int
    cells: Mapping[str, Cell]
    heads: Mapping[str, str]

    def at(self, head: str) -> At:
        """Return where a cell is; of a column that is not there, the row."""
        name = f"row {self.number}"
        if head in self.heads:
            name = f"{self.heads[head].rstrip('0123456789')}{self.number}"
        return At(f"{self.file}:{self.number}", self.file, f"{name}:")

    def text(self, head: str) -> str:
        """Return what a cell holds, as text."""
        return cell_text(self.cells[head].value).strip() if head in self.cells else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the cell of each head, and the rows below that hold something; `seen`: people can see it.

    twice: heads that stand there before, each with its cell. merged: cells that are one: the first to the
    last.
    """

    file: str
    heads: Mapping[str, str]
    rows: Sequence[Row]
    seen: bool = True
    twice: Sequence[tuple[str, str]] = ()
    merged: Sequence[str] = ()

    def under(self, columns: Collection[str], problems: Problems) -> Sheet:
        """Return the sheet with the names that columns have in the form, whatever letter case they are in."""
        names: dict[str, str] = {}
        taken: dict[str, str] = {}
        twice = list(self.twice)
        for head, cell in self.heads.items():
            alike = [name for name in columns if name.casefold() == head.casefold()]
            name = alike[0] if head not in columns and len(alike) == 1 else head
            twice += [(name, cell)] if name in taken else []
            names[head] = name
            taken.setdefault(name, cell)
        for name, cell in twice:
            problems.add(self.file, f"column {name!r} stands twice", column=f"{cell}:")
        rows = [
            replace(row, cells={names[head]: cell for head, cell in row.cells.items()}, heads=taken)
            for row in self.rows
        ]
        return replace(self, heads=taken, rows=rows)


def read(path: Path, file: str, problems: Problems) -> dict[str, Sheet]:
    """Return every sheet of a workbook, by its name; none where it cannot be read.

    Args:
        path: the workbook.
        file: its name for people.
        problems: takes what is wrong.
    """
    import openpyxl

    found: dict[str, Sheet] = {}
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what programs write there is often not so
                title = sheet.title.strip()
                title = title.casefold() if title.casefold() in (sheets.VALUES, FORM) else title
                if title in found:
                    text = f"sheet {title!r} is there twice, but for blanks and letter case; keep one"
                    problems.add(file, f"{text}, or give the other a name of its own")
                found[title] = _sheet(sheet, f"{file}[{title}]", titled=title == FORM)
        finally:
            book.close()
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror or 'it is no workbook'}")
    except Exception as error:  # a broken workbook raises whatever its reader raises
        problems.add(file, f"cannot be read: {(str(error).splitlines() or ['it is broken'])[0]}")
    return found


def _sheet(sheet: Any, file: str, *, titled: bool) -> Sheet:
    """Return a sheet, whose head is the first row that holds anything.

    Where it is `titled`, a row names the version, behind its first cell; the others are for people.
    """
    heads: dict[int, str] = {}
    named: dict[str, str] = {}
    rows: list[Row] = []
    twice: list[tuple[str, str]] = []
    top = 0
    with sheet._get_source() as source:  # openpyxl passes over both
        merged, unsolved = _passed_over(source)
    for number, found in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            raise ValueError("it has too many rows; delete those that are empty, and save again")
        there = [
            each
            for each in found
            if (each.value is not None and cell_text(each.value).strip())
            or (each.value is None and unsolved and getattr(each, "coordinate", "") in unsolved)
        ]
        if titled:
            if len(there) > 1 and there[0].value == FORM:
                row = Row(file, number, {FORM: cells.cell(there[1])}, {FORM: there[1].coordinate})
                return Sheet(file, {}, [row])
        elif heads:
            held = {
                heads[each.column]: cells.cell(each, unsolved=each.coordinate in unsolved)
                for each in there
                if each.column in heads
            }
            rows += [Row(file, number, held, named)] if held else []
        else:
            top = number
            for each in there:
                name = " ".join(cell_text(each.value).split())
                if name in named:
                    twice.append((name, each.coordinate))
                heads[each.column] = name
                named.setdefault(name, each.coordinate)
    below = [name for name, line in merged if line >= top]
    return Sheet(file, named, rows, sheet.sheet_state == "visible", twice, below)


def _passed_over(source: IO[bytes]) -> tuple[list[tuple[str, int]], set[str]]:
    """Return the cells of a sheet that are one with others, each with its first row, and the names of those
    with a formula whose result is not there."""
    merged: dict[str, int] = {}
    unsolved: set[str] = set()
    for text in _blocks(source):
        merged |= {found[1].decode(): int(found[2]) for found in _MERGED.finditer(text)}
        unsolved |= {found[1].decode() for found in _UNSOLVED.finditer(text)}
    return list(merged.items()), unsolved


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    """Yield the XML of a sheet block by block, each with the end of the one before it."""
    before = b""
    while block := source.read(_BLOCK):
        before = before[-_LONGEST:] + block
        yield before
