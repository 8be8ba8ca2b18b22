"""One study's numbers as the checks see them: lines, each the plain fields together or a table's row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tamis.extraction.numbers.rounding import Number, number
from tamis.proforma import Column, Field, Proforma
from tamis.tables import Datum, Finding

#: What was counted or measured as it stands; checks that hold for raw numbers pass over the others.
RAW = ("", "observed")


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

    @property
    def exact(self) -> Fraction:
        """The number's value; 0 where it is none."""
        return self.number.exact if self.number else Fraction(0)


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one row of a table, or of all plain fields (`field` is None), in the form's order."""

    study: str
    field: Field | None
    row: int
    cells: tuple[Cell, ...]
    plain: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """How people find it: the table and the values of its key columns; empty for the plain fields."""
        if not self.field:
            return ""
        keys = [cell.text for cell in self.cells if cell.column.key]
        return f"{self.field.label}, {', '.join(keys) or f'row {self.row}'}: "

    def get(self, id: str) -> Cell | None:
        """Return a value by its column's id, or by that of a plain field; None: it was not given."""
        return next((cell for cell in (*self.cells, *self.plain) if cell.id == id), None)

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

    def found(self, check: str, severity: str, cell: Cell, text: str) -> Finding:
        """Return a finding about one of its values."""
        where = [str(cell.datum.row), cell.id] if cell.field.type == "table" else []
        id = ":".join(["extraction", "number", check, self.study, cell.field.id, *where])
        name = self.name if cell.field is self.field else ""
        return Finding(id, severity, self.study, f"{name}{text}", cell.datum.place)


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

    def sizes(self) -> Iterator[tuple[Fraction, str]]:
        """Yield every whole number of the study that says how many there were, once, with its name."""
        seen = set()
        for line in self.lines:
            for cell in line.numbers("count", "n"):
                events = cell.percent or (cell.column.kind.of and cell.column.arm)
                if not events and cell.exact > 0 and cell.number and cell.number.whole:
                    if cell.exact not in seen:
                        yield cell.exact, f"{line.name.removesuffix(': ')}, {cell.column.label}".lstrip(", ")
                    seen.add(cell.exact)


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
    for study, rows in cells.items():
        plain = [cell for field in proforma.fields if field.type != "table" for cell in rows[field.id, 1]]
        lines = [Line(study, None, 1, tuple(plain), ())]
        for field in proforma.fields:
            if field.type == "table":
                order = [column.id for column in field.columns]
                for row in sorted(row for id, row in rows if id == field.id):
                    own = sorted(rows[field.id, row], key=lambda cell: order.index(cell.id))
                    lines.append(Line(study, field, row, tuple(own), tuple(plain)))
        yield Study(study, proforma, tuple(lines))
