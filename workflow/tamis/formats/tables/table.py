"""The engine that all tables share: a table's rows to entries, with what is wrong with them.

A table is a text of cells (CSV, semicolons, tabs, bars) or a workbook, of which each sheet with a head is
read. What stands above its head is skipped and told, a second head in the middle begins a second table with
columns of its own, and a row that does not fit its head is kept and told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from tamis.formats.content import Content, Refused
from tamis.formats.entry import Flaw, Raw, Stray
from tamis.formats.tables import counts, generic, heads, lines, sheets, sheetxml
from tamis.formats.tables.heads import Head, Place
from tamis.formats.tables.source import Source
from tamis.store import plain

if TYPE_CHECKING:
    from tamis.formats.tables.quick import Plain

#: A text that a program keeps from being taken for a number: `="19326203"`.
_TEXT_CELL = re.compile(r'=\s*"((?:[^"]|"")*)"\s*', re.S)
#: Space that nobody meant. Without it no pattern takes long over a cell, as many begin with some space.
_SPACE, _LONG = re.compile(r"\s{40,}"), 200
#: What such space is in every eighth letter of a cell, where looking for it is faster.
_EIGHTH = re.compile(r"\s{5}")
_FAILED = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!)")


@dataclass(frozen=True)
class Sheet:
    """Where a head stands in a sheet of a workbook: the sheet's name and the head's row."""

    head: Head
    name: str
    row: int
    formulas: bool


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook that have a head, in their order, and those that hold something else."""

    sheets: tuple[Sheet, ...]
    skipped: tuple[str, ...]

    @property
    def head(self) -> Head:
        """The first head that has what a person named, or most of that."""
        return min((sheet.head for sheet in self.sheets), key=lambda head: len(head.missing))


@dataclass(frozen=True)
class Unknown:
    """A table without a head that is known: a person named headings, and none of them is there."""

    line: int
    names: tuple[str, ...]


class NoHeading(Refused):
    """A heading that a person named is not there."""


class Table:
    """A format: the tables of a source.

    Args:
        source: the source; `generic.SOURCE` is any table whose headings say what they are.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.NAME = source.name
        self.COLUMNS = source.columns

    def recognise(self, content: Content) -> int | None:
        """A table of that source: its head is among the first rows, or in one of the sheets."""
        found = _find(content)
        source = generic.SOURCE if isinstance(found, Unknown) else found and found.head.source
        if found is None or source is not self._source:
            return None
        return 0 if isinstance(found, Workbook) else content.line(found.line)

    def scan(self, content: Content) -> Iterator[Raw | Stray]:
        """Yield the rows, and what stands between them.

        Raises:
            Refused: a heading that a person named is not there; the workbook is broken or a bomb.
        """
        found = _find(content)
        if found is None:
            return
        if isinstance(found, Unknown):
            raise _not_there(tuple(content.named), content.named, found.names, found.line)
        if found.head.missing:
            line = found.line if isinstance(found, Place) else found.sheets[0].row
            raise _not_there(found.head.missing, content.named, found.head.names, line)
        yield from _text(content, found) if isinstance(found, Place) else _workbook(content, found)

    def columns(self, content: Content) -> Iterator[Plain | Raw | Stray]:
        """Yield what `scan` yields; plain rows many at once, by columns. Raises as `scan`."""
        found = _find(content)
        if isinstance(found, Place) and not found.head.missing:
            from tamis.formats.tables import quick

            if quick.can_read(found):
                yield from quick.read(content, found)
                return
        yield from self.scan(content)

    def count_markers(self, content: Content) -> int:
        """Count the rows without the reader."""
        found = _find(content)
        if found is None or isinstance(found, Unknown):
            return 0
        if isinstance(found, Place):
            return counts.of_text(content, found)
        shared = sheetxml.shared(content)
        return sum(
            counts.of_sheet(content, sheet.name, sheet.row, sheet.head.source.parts, shared)
            for sheet in found.sheets
        )


def _not_there(
    columns: tuple[str, ...], named: Mapping[str, str], names: tuple[str, ...], line: int
) -> Refused:
    missing = ", ".join(f"{named[column]!r} (named for {column})" for column in columns)
    there = ", ".join(repr(name) for name in names if name)
    near = [hint for column in columns for hint in difflib.get_close_matches(named[column], names, n=1)]
    hint = f"; did you mean {', '.join(map(repr, near))}?" if near else ""
    text = f"has no column {missing}, so nothing of it was read; its columns are {there}{hint}"
    return NoHeading(text, line)


# --- where the head is --------------------------------------------------------------------------


def _find(content: Content) -> Place | Workbook | Unknown | None:
    """Return where the head of a file's table is; found once for all formats."""
    if __name__ not in content.kept:
        content.kept[__name__] = _found(content)
    found: Place | Workbook | Unknown | None = content.kept[__name__]
    return found


def _found(content: Content) -> Place | Workbook | Unknown | None:
    if content.is_zip:
        return _found_sheets(content) if sheets.is_workbook(content) else None
    text = content.head.removeprefix("\n")
    place = heads.find(text, content.named)
    guess = heads.guess(text) if content.named and not place else None
    return Unknown(*guess) if guess else place


def _found_sheets(content: Content) -> Workbook | Unknown | None:
    """Return the sheets with a head, and which others hold something."""
    sheets.check(content)
    found: list[Sheet] = []
    skipped: list[str] = []
    names: tuple[str, ...] = ()
    with sheets.Book(content) as book:
        for name in book.sheets():
            with closing(book.rows(name)) as rows:
                top = [row for row, _ in islice(rows, 200)]
            if first := heads.first_row(top, content.named):
                found.append(Sheet(first[1], name, first[0], sheetxml.has_formulas(content, name)))
            elif any(map(any, top)):
                skipped.append(name)
            names = names or next((heads.names_of(row) for row in top if len(heads.names_of(row)) > 1), ())
    if not found:
        return Unknown(1, names) if content.named and names else None
    return Workbook(tuple(found), tuple(skipped))


# --- rows ---------------------------------------------------------------------------------------


def _text(content: Content, place: Place) -> Iterator[Raw | Stray]:
    first, chunks = lines.below(content.chunks(), place.line + place.span - 1)
    yield from above(first, place)
    yield from under(chunks, place.line + place.span, place, content.named)


def above(first: Sequence[str], place: Place) -> Iterator[Stray]:
    """Yield what stands in the first lines of a text, above its head."""
    for number, line in enumerate(first[: place.line - 1], start=1):
        if line.strip(f"{place.delimiter} \t\n"):
            yield Stray(number, line.strip())


def under(
    chunks: Iterator[bytes], line: int, place: Place, named: Mapping[str, str]
) -> Iterator[Raw | Stray]:
    """Yield the rows below a head, row by row.

    Args:
        chunks: what stands below it, in chunks of whole lines.
        line: the line at which they begin.
        place: where the head stands.
        named: headings that a person named, by column.
    """
    scanner = Rows(place.head, named)
    feed = lines.numbered(chunks, line)
    for number, cells, problem in lines.rows(feed, place.delimiter, len(place.head.names), place.spaced):
        yield from scanner.row(number, cells, (problem,) if problem else ())
    yield from scanner.end()


def _workbook(content: Content, found: Workbook) -> Iterator[Raw | Stray]:
    for name in found.skipped:
        yield Stray(1, f"the sheet {name!r} holds no table that is known, and is not read")
    several = len(found.sheets) > 1
    with sheets.Book(content) as book:
        for sheet in found.sheets:
            scanner = Rows(sheet.head, content.named, in_sheet=True, sheet=sheet.name if several else "")
            for column in sheet.head.missing:  # another sheet has it
                heading = content.named[column]
                scanner.first.append(f"it has no column {heading!r} (named for {column})")
            with closing(book.rows(sheet.name, sheet.formulas)) as rows:
                yield from _sheet(rows, sheet, scanner)


def _sheet(rows: Iterator[tuple[list[str], list[str]]], sheet: Sheet, scanner: Rows) -> Iterator[Raw | Stray]:
    for number, (cells, unsaved) in enumerate(rows, start=1):
        if number < sheet.row:
            if any(cell.strip() for cell in cells):
                yield Stray(number, " ".join(filter(None, map(str.strip, cells))))
        elif number > sheet.row:
            flaws = [f"a formula has no saved value: {_short(text)}" for text in unsaved]
            yield from scanner.row(number, cells, flaws)
    yield from scanner.end()


@dataclass
class Rows:
    """The rows under a head, one after the other.

    head: the head that counts.
    named: headings that a person named, by column.
    in_sheet: the rows are those of a workbook, where empty cells at the end are left out.
    sheet: the sheet that they stand in, where rows of others are read, too; each row says it.
    first: what is wrong with the table as such; told with its first row.
    """

    head: Head
    named: Mapping[str, str]
    in_sheet: bool = False
    sheet: str = ""
    first: list[str] = field(default_factory=list)
    _held: tuple[int, list[str]] | None = None

    def __post_init__(self) -> None:
        self._begin(self.head)

    def _begin(self, head: Head) -> None:
        self.head = head
        self._names = list(head.names)
        self._least = len(head.names)

    def row(
        self, line: int, cells: list[str], problems: tuple[str, ...] | list[str]
    ) -> Iterator[Raw | Stray]:
        """Yield what a row is."""
        if not any(cells) or not any(map(str.strip, cells)):
            if problems:  # it is all that the row has
                yield from self.end()
                yield Stray(line, problems[0])
            return
        filled = [cell.strip() for cell in cells if cell.strip()]
        if heads.is_second_head(cells, self.head, self.named):
            if self._held:
                yield Stray(self._held[0], "".join(self._held[1]).strip())
                self._held = None
            yield Stray(line, " | ".join(filled))
            if (names := heads.names_of(cells)) != self.head.names:
                self._begin(heads.head(cells, self.named) or _under(names, self.head))
            return
        yield from self.end()
        parts = self.head.source.parts
        if len(filled) == 1 and parts and filled[0].startswith(parts):
            yield Stray(line, filled[0])
            self._least = 0
        elif len(filled) == 1 and not problems and len(self._names) > 2:
            self._held = line, cells  # it may be the title of a second table, whose head follows
        else:
            self._least = self._least or len(cells)
            yield self.entry(line, cells, list(problems))

    def end(self) -> Iterator[Raw | Stray]:
        """Yield the row that was held back."""
        if self._held:
            line, cells = self._held
            self._held = None
            yield self.entry(line, cells, [])

    def entry(self, line: int, cells: list[str], problems: list[str]) -> Raw:
        """Return a row as the entry that it is."""
        tags = self._names
        if len(cells) != len(tags):
            cells, tags = self._fitted(cells, problems)
        wide = not self.in_sheet and any("\n" in cell for cell in cells)
        if any(cell[:1] in ("=", "'", "#") for cell in cells):
            harmless = self.head.source.harmless
            cells = [_cell(cell, problems, harmless) for cell in cells]
        problems += self.first
        self.first = []
        where = f"the sheet {self.sheet!r}: " if self.sheet else ""
        flaws = [Flaw(line, where + problem) for problem in problems]
        places = _places(line, cells) if wide else [line] * len(cells)
        if any(len(cell) > _LONG and _EIGHTH.search(cell[::8]) for cell in cells):
            cells = [_SPACE.sub(_narrow, cell) for cell in cells]
        if self.sheet:
            cells, tags, places = [*cells, self.sheet], [*tags, "sheet"], [*places, line]
        return Raw(line, list(tags), cells, flaws, places, self.head.columns)

    def _fitted(self, cells: list[str], problems: list[str]) -> tuple[list[str], list[str]]:
        """Return as many cells as there are headings, or the headings for what there is."""
        names, count = self._names, len(cells)
        while len(cells) > len(names) and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > len(names) and any(cell.startswith('="') for cell in cells):
            cells = _rejoined(cells)
        if len(cells) > len(names) and self.head.source.align:
            cells = self.head.source.align(names, cells)
        if len(cells) < self._least and not self.in_sheet:
            problems.append(f"the row has {count} cells, the head has {len(names)}")
        if len(cells) > len(names):
            problems.append(f"the row has {count} cells, the head has {len(names)}")
            return cells, [*names, *[""] * (len(cells) - len(names))]
        return cells, names[: len(cells)]


def _under(names: tuple[str, ...], above: Head) -> Head:
    """Return the head of a second table that says less than the first, and is of the same source."""
    return Head(names, above.source, above.columns)


def _places(line: int, cells: list[str]) -> list[int]:
    """Return the line that each cell of a row begins on."""
    found = []
    for cell in cells:
        found.append(line)
        line += cell.count("\n")
    return found


def _narrow(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "


def _cell(text: str, problems: list[str], harmless: bool) -> str:
    """Return a cell without what programs put around it; a formula stays as it is."""
    if text.startswith("="):
        found = _TEXT_CELL.fullmatch(text)
        return found[1].replace('""', '"') if found else text
    if text.startswith("#") and _FAILED.fullmatch(text.strip()):
        problems.append(f"{text.strip()!r} stands where a formula of a spreadsheet failed")
    return plain(text) if harmless else text


def _rejoined(cells: list[str]) -> list[str]:
    """Return a row's cells, those that were cut inside of `="1, 2"` put together again."""
    found: list[list[str]] = []
    open_cell = False
    for cell in cells:
        odd = cell.count('"') % 2 == 1
        if open_cell:
            found[-1].append(cell)
            open_cell = not odd
        else:
            found.append([cell])
            open_cell = odd and cell.startswith('="')
    return [",".join(parts) for parts in found]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
