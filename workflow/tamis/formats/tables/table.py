"""The engine that all tables share: a table's rows to entries, with what is wrong with them.

A table is a text of cells (CSV, semicolons, tabs, bars) or a workbook. What stands above its head is
skipped and told, a second head in the middle begins a second table with columns of its own, and a row that
does not fit its head is kept and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from tamis.formats.columns import Columns
from tamis.formats.content import Content, Refused
from tamis.formats.entry import Entry, Flaw, Raw, Stray
from tamis.formats.tables import counts, generic, heads, lines, sheets
from tamis.formats.tables.heads import Head, Place
from tamis.formats.tables.source import Source
from tamis.store import plain

#: A text that a program keeps from being taken for a number: `="19326203"`.
_TEXT_CELL = re.compile(r'=\s*"((?:[^"]|"")*)"\s*', re.S)
_FAILED = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!)")


class Row(Raw):
    """An entry that is a row, with the columns of the head above it."""

    __slots__ = ("columns",)

    def __init__(
        self, columns: Columns, line: int, tags: list[str], values: list[str], flaws: list[Flaw], wide: bool
    ) -> None:
        places = None if wide else [line] * len(tags)
        super().__init__(line, tags, values, flaws, places)
        self.columns = columns

    @property
    def lines(self) -> list[int]:
        """The line of each field; those of a row begin on its line, but for what follows several lines."""
        if self._lines is not None:
            return list(self._lines)
        at, found = self.line, []
        for value in self.values:
            found.append(at)
            at += value.count("\n")
        return found


class ByHead(Columns):
    """Columns that are those of the head above a row: a file may hold several tables."""

    def entry(self, ordinal: int, raw: Raw) -> Entry:
        """Return an entry in columns."""
        return raw.columns.entry(ordinal, raw) if isinstance(raw, Row) else super().entry(ordinal, raw)

    def extras(self, raw: Raw, entry: Entry) -> list[tuple[int, str, str]]:
        """Return what of an entry no column holds: (line, tag, value), in the entry's order."""
        return raw.columns.extras(raw, entry) if isinstance(raw, Row) else super().extras(raw, entry)


@dataclass(frozen=True)
class Sheet:
    """Where a head stands in a workbook: the sheet and its row, and the other sheets that hold a table."""

    head: Head
    name: str
    row: int
    formulas: bool
    others: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A table without a head that is known: a person named headings, and none of them is there."""

    line: int
    names: tuple[str, ...]


class Table:
    """A format: the tables of a source.

    Args:
        source: the source; `generic.SOURCE` is any table whose headings say what they are.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.NAME = source.name
        self.COLUMNS: Columns = ByHead(**source.rules)

    def recognise(self, content: Content) -> bool:
        """A table of that source: its head is among the first rows, or in one of the sheets."""
        found = _find(content)
        if isinstance(found, Unknown):
            return self._source is generic.SOURCE
        return found is not None and found.head.source is self._source

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
            line = found.line if isinstance(found, Place) else found.row
            raise _not_there(found.head.missing, content.named, found.head.names, line)
        yield from _text(content, found) if isinstance(found, Place) else _sheet(content, found)

    def count_markers(self, content: Content) -> int:
        """Count the rows without the reader."""
        found = _find(content)
        if found is None or isinstance(found, Unknown):
            return 0
        if isinstance(found, Place):
            return counts.of_text(content, found)
        return counts.of_sheet(content, found.name, found.head, found.row)


def _not_there(
    columns: tuple[str, ...], named: Mapping[str, str], names: tuple[str, ...], line: int
) -> Refused:
    missing = ", ".join(f"{named[column]!r} (named for {column})" for column in columns)
    there = ", ".join(repr(name) for name in names if name)
    return Refused(f"has no column {missing}; its columns are {there}", line)


# --- where the head is --------------------------------------------------------------------------

_FOUND: WeakKeyDictionary[Content, Place | Sheet | Unknown | None] = WeakKeyDictionary()


def _find(content: Content) -> Place | Sheet | Unknown | None:
    """Return where the head of a file's table is; found once for all formats."""
    if content not in _FOUND:
        if content.is_zip:
            _FOUND[content] = _find_sheet(content) if sheets.is_workbook(content) else None
        else:
            text = content.head.removeprefix("\n")
            place = heads.find(text, content.named)
            guess = heads.guess(text) if content.named and not place else None
            _FOUND[content] = Unknown(*guess) if guess else place
    return _FOUND[content]


def _find_sheet(content: Content) -> Sheet | Unknown | None:
    """Return the first sheet with a head; beside it, which others have one, and which hold something else."""
    sheets.check(content)
    best: tuple[int, Head, str] | None = None
    others: list[str] = []
    skipped: list[str] = []
    names: tuple[str, ...] = ()
    with sheets.Book(content) as book:
        for name in book.sheets():
            top: list[list[str]] = []
            with closing(book.rows(name)) as rows:
                for row, _ in rows:
                    top.append(row)
                    if len(top) >= 200:
                        break
            found = heads.first_row(top, content.named)
            if found and (best is None or len(found[1].missing) < len(best[1].missing)):
                if best:
                    skipped.append(best[2])
                best = (*found, name)
            elif found:
                others.append(name)
            elif any(map(any, top)):
                skipped.append(name)
            names = names or next((heads.names_of(row) for row in top if len(heads.names_of(row)) > 1), ())
    if best is None:
        return Unknown(1, names) if content.named and names else None
    row_number, head, name = best
    return Sheet(head, name, row_number, counts.has_formulas(content, name), tuple(others), tuple(skipped))


# --- rows ---------------------------------------------------------------------------------------


def _text(content: Content, place: Place) -> Iterator[Raw | Stray]:
    feed = lines.numbered(content.chunks())
    for line in feed:
        number = feed.number
        feed.done(1)
        if number < place.line and line.strip(f"{place.delimiter} \t\n"):
            yield Stray(number, line.strip())
        if number >= place.line + place.span - 1:
            break
    scanner = _Rows(place.head, content.named)
    for number, cells, problem in lines.rows(feed, place.delimiter, len(place.head.names), place.spaced):
        yield from scanner.row(number, cells, (problem,) if problem else ())
    yield from scanner.end()


def _sheet(content: Content, sheet: Sheet) -> Iterator[Raw | Stray]:
    for name in sheet.skipped:
        yield Stray(1, f"the sheet {name!r} holds no table that is known, and is not read")
    scanner = _Rows(sheet.head, content.named, in_sheet=True)
    if sheet.others:
        which = ", ".join(map(repr, sheet.others))
        scanner.first.append(f"only the sheet {sheet.name!r} is read; there are tables in {which} too")
    with sheets.Book(content) as book, closing(book.rows(sheet.name, sheet.formulas)) as rows:
        for number, (cells, unsaved) in enumerate(rows, start=1):
            if number < sheet.row:
                if any(cell.strip() for cell in cells):
                    yield Stray(number, " ".join(filter(None, map(str.strip, cells))))
            elif number > sheet.row:
                flaws = [f"a formula has no saved value: {_short(text)}" for text in unsaved]
                yield from scanner.row(number, cells, flaws)
    yield from scanner.end()


@dataclass
class _Rows:
    """The rows under a head, one after the other.

    head: the head that counts.
    named: headings that a person named, by column.
    in_sheet: the rows are those of a workbook, where empty cells at the end are left out.
    first: what is wrong with the table as such; told with its first row.
    """

    head: Head
    named: Mapping[str, str]
    in_sheet: bool = False
    first: list[str] = field(default_factory=list)
    _held: tuple[int, list[str]] | None = None

    def __post_init__(self) -> None:
        self._begin(self.head)

    def _begin(self, head: Head) -> None:
        self.head = head
        self._names = list(head.names)
        self._set = frozenset(head.names)
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
        if heads.is_second_head(cells, self._set):
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
            yield self._entry(line, cells, list(problems))

    def end(self) -> Iterator[Raw | Stray]:
        """Yield the row that was held back."""
        if self._held:
            line, cells = self._held
            self._held = None
            yield self._entry(line, cells, [])

    def _entry(self, line: int, cells: list[str], problems: list[str]) -> Row:
        tags = self._names
        if len(cells) != len(tags):
            cells, tags = self._fitted(cells, problems)
        wide = not self.in_sheet and any("\n" in cell for cell in cells)
        if any(cell[:1] in ("=", "'", "#") for cell in cells):
            cells = [_cell(cell, problems) for cell in cells]
        problems += self.first
        self.first = []
        flaws = [Flaw(line, problem) for problem in problems]
        return Row(self.head.columns, line, list(tags), cells, flaws, wide)

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


def _cell(text: str, problems: list[str]) -> str:
    """Return a cell without what programs put around it; a formula stays as it is."""
    if text.startswith("="):
        found = _TEXT_CELL.fullmatch(text)
        return found[1].replace('""', '"') if found else text
    if text.startswith("#") and _FAILED.fullmatch(text.strip()):
        problems.append(f"{text.strip()!r} stands where a formula of a spreadsheet failed")
    return plain(text)


def _rejoined(cells: list[str]) -> list[str]:
    """Return a row's cells, those that were cut inside of `="1, 2"` put together again."""
    found: list[str] = []
    open_cell = False
    for cell in cells:
        if open_cell:
            found[-1] += f",{cell}"
        else:
            found.append(cell)
        open_cell = found[-1].startswith('="') and found[-1].count('"') % 2 == 1
    return found


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
