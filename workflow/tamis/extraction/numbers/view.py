"""One study's numbers as the checks see them: lines, each the plain fields together or a table's row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tamis.extraction.numbers.rounding import Number, number
from tamis.extraction.rows import digest, in_id, names
from tamis.proforma import Column, Field, Proforma
from tamis.tables import Datum, Finding

#: What was counted or measured as it stands; checks that hold for raw numbers pass over the others.
RAW = ("", "observed")
#: Offered are at most so many other numbers of the study.
OFFERS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that was given: its column (or plain field), and its number where it is one."""

    field: Field
    column: Column
    datum: Datum
    number: Number | None

    @property
    def id(self) -> str:
        """The id by which a form speaks of it."""
        return self.column.id

    @property
    def text(self) -> str:
        """The value for people: a choice by its label, a number with % where that is its unit."""
        labels = {choice.id: choice.label for choice in self.column.choices}
        text = labels.get(self.datum.value, self.datum.value)
        return f"{text}%" if self.percent else text

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.column.unit == "%"

    def named_in(self, text: str) -> bool:
        """Return whether a text about the numbers of its line names it."""
        counts = self.number or self.column.kind.word or self.column.type == "date"
        said = self.datum.value if self.number or self.column.type == "p" else self.text
        return bool(counts and re.search(rf"(?<![\w.]){re.escape(said)}(?!\w|\.\d)", text))

    @property
    def exact(self) -> Fraction:
        """The number's value; 0 where it is none."""
        return self.number.exact if self.number else Fraction(0)


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one row of a table, or of all plain fields (`field` is None), in the form's order.

    part: what ids call the row.
    """

    study: str
    field: Field | None
    row: int
    cells: tuple[Cell, ...]
    plain: tuple[Cell, ...]
    part: str = ""

    @property
    def name(self) -> str:
        """How people find it: the table and the values of its key columns; empty for the plain fields."""
        if not self.field:
            return ""
        keys = [cell.text for cell in self.cells if cell.column.key]
        return f"{self.field.label}, {', '.join(keys) or f'row {self.row}'}: "

    def get(self, id: str) -> Cell | None:
        """Return a value by its column's id; where the table has no such column, by that of a plain field.

        None: it was not given.
        """
        own = not self.field or any(column.id == id for column in self.field.columns)
        return next((cell for cell in (self.cells if own else self.plain) if cell.id == id), None)

    def texts(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return what the line's own columns of these ids say, for people; empty where nothing is given."""
        return tuple(next((cell.text for cell in self.cells if cell.id == id), "") for id in ids)

    def numbers(self, *kinds: str) -> list[Cell]:
        """Return the line's own numbers of these kinds."""
        return [cell for cell in self.cells if cell.number and cell.column.kind.word in kinds]

    def one(self, kind: str, of: str = "") -> Cell | None:
        """Return the line's only number of a kind: of this other number, or else one that names none.

        None: there is none, or there are several.
        """
        found = self.numbers(kind)
        named = [cell for cell in found if of and cell.column.kind.of == of]
        fitting = named or [cell for cell in found if not cell.column.kind.of]
        return fitting[0] if len(fitting) == 1 else None

    def around(self, kind: str) -> Cell | None:
        """Return the line's only number of a kind; where the table has no such column, the plain fields'."""
        columns = self.field.columns if self.field else ()
        if any(column.kind.word == kind for column in columns):
            return self.one(kind)
        found = [cell for cell in (*self.cells, *self.plain) if cell.number and cell.column.kind.word == kind]
        return found[0] if len(found) == 1 else None

    def word(self, kind: str) -> str:
        """Return what the line's only choice of a kind (test, unit) says; empty: none."""
        found = [cell.datum.value for cell in self.cells if cell.column.kind.word == kind]
        return found[0] if len(found) == 1 else ""

    def unit(self, of: str) -> str:
        """Return what a number is counted in, for people, as far as the line says it; else empty."""
        found = [cell for cell in self.cells if cell.column.kind.word == "unit"]
        named = [cell for cell in found if cell.column.kind.of == of]
        fitting = named or [cell for cell in found if not cell.column.kind.of and self.field]
        return fitting[0].text if len(fitting) == 1 else ""

    def raw(self, *cells: Cell | None) -> bool:
        """Return whether numbers are as they were counted: not estimated, imputed, weighted or adjusted."""
        own = [cell.datum.value for cell in self.cells if cell.column.kind.word == "basis"]
        return all(basis in RAW for basis in (*own, *(cell.datum.basis for cell in cells if cell)))

    def counted(self, *cells: Cell) -> bool:
        """Return the same of a percentage, its count and its n, whose row may be adjusted.

        Nothing that is counted is adjusted: of a row the word is meant for its effects. It is meant for one
        of the three only where it stands beside that one alone.
        """
        own = {cell.datum.value for cell in self.cells if cell.column.kind.word == "basis"}
        beside = {cell.datum.basis for cell in cells if cell.field is self.field}
        elsewhere = {cell.datum.basis for cell in cells if cell.field is not self.field}
        if beside == {"adjusted"}:
            beside = set()
        return own | beside | elsewhere <= {*RAW, *(own & {"adjusted"})}

    def found(self, check: str, severity: str, cell: Cell, text: str, *beside: Cell) -> Finding:
        """Return a finding about one of its values.

        It rests on that value, on those of the line that its text names before the first semicolon (what
        stands behind it are offers), and on those `beside`.
        """
        own = cell.field is self.field
        named = [each for each in (*self.cells, *self.plain) if each.named_in(text.partition(";")[0])]
        where = [self.part, cell.id] if own and self.part else []
        return _finding(check, severity, where, f"{self.name if own else ''}{text}", [cell, *named, *beside])


def of_group(check: str, severity: str, cells: Sequence[Cell], text: str, group: Sequence[str]) -> Finding:
    """Return a finding about values of a column in several rows; `group`: what these rows have in common."""
    where = [in_id([" ".join(each.casefold().split()) for each in group])] if any(group) else []
    return _finding(check, severity, [*where, cells[0].id], text, cells)


def _finding(check: str, severity: str, where: Sequence[str], text: str, on: Sequence[Cell]) -> Finding:
    """Return a finding about the first of some values.

    Its id ends in a digest of all that it rests on, wherever they stand: who accepted it has accepted these
    numbers and no others.
    """
    datum = on[0].datum
    values = {(each.datum.field, each.datum.row, each.id): f"{each.id} {each.datum.value}" for each in on}
    parts = ["extraction", "number", check, datum.study, datum.field, *where, digest(sorted(values.values()))]
    return Finding(":".join(parts), severity, datum.study, text, datum.place)


@dataclass(frozen=True, slots=True)
class Study:
    """One study's numbers, as far as they were given.

    lines: that of the plain fields first, then each row of each table, in the form's order; a row of which
    nothing was given has no cells.
    """

    study: str
    proforma: Proforma
    lines: tuple[Line, ...]

    @property
    def plain(self) -> Line:
        """The plain fields."""
        return self.lines[0]

    def rows(self, field: Field) -> list[Line]:
        """Return the rows of a table."""
        return [line for line in self.lines if line.field is field]

    def others(
        self, n: Fraction, fits: Callable[[Fraction], bool], unit: str = "", *, arms: bool = True
    ) -> dict[Fraction, str]:
        """Return other whole numbers of the study that fit where n does not, at most three, with their names.

        Args:
            n: how many there are as it was typed.
            fits: whether so many fit.
            unit: what n counts. Numbers that count something else are left out, the same come first.
            arms: whether the size of an arm may be meant.

        Returns:
            By the number its text, such as `269 (Closed cases)`.
        """
        found = []
        for line in self.lines:
            for cell in line.numbers("count", "n"):
                events = cell.percent or (cell.column.kind.of and cell.column.arm)
                size = cell.number.whole and cell.exact > 0 if cell.number else False
                own = line.unit(cell.id)
                if events or not size or cell.exact == n or (cell.column.arm and not arms):
                    continue
                if not (unit and own and own != unit) and fits(cell.exact):
                    name = f"{line.name.removesuffix(': ')}, {cell.column.label}".lstrip(", ")
                    found.append((bool(unit) and own != unit, cell.exact, f"{cell.exact} ({name})"))
        texts: dict[Fraction, str] = {}
        for _, other, text in sorted(found, key=lambda each: each[0]):
            texts.setdefault(other, text)
        return dict([*texts.items()][:OFFERS])


#: A check: what it finds in one study. Pure: the same numbers, the same findings.
Check = Callable[[Study], Iterator[Finding]]


def studies(data: Sequence[Datum], proforma: Proforma) -> Iterator[Study]:
    """Yield each study's numbers, in the order of the data.

    Args:
        data: rows of `build/extraction/data.csv`; values that are not given are not looked at.
        proforma: the form, which says what the numbers are.
    """
    cells: dict[str, dict[tuple[str, int], list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for datum in data:
        field = proforma.field(datum.field)
        if field and datum.column in ([column.id for column in field.columns] or [""]):
            of = cells[datum.study][field.id, datum.row]
            if datum.state == "given" and datum.value:
                column = field.column(datum.column)
                of.append(Cell(field, column, datum, number(datum.value)))
    named = names(data, proforma)
    for study, rows in cells.items():
        plain = [cell for field in proforma.fields if field.type != "table" for cell in rows[field.id, 1]]
        lines = [Line(study, None, 1, tuple(plain), ())]
        for field in proforma.fields:
            if field.type == "table":
                order = [column.id for column in field.columns]
                for row in sorted(row for id, row in rows if id == field.id):
                    own = sorted(rows[field.id, row], key=lambda cell: order.index(cell.id))
                    part = named[study, field.id, row]
                    lines.append(Line(study, field, row, tuple(own), tuple(plain), part))
        yield Study(study, proforma, tuple(lines))
