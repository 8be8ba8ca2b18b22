"""Extracted data as they are printed: labels of choices, units of numbers, rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.proforma import Column, Field
from tamis.tables import Datum

#: The state of a field that nobody filled in, though somebody should; it has no datum.
MISSING = "missing"
#: That of a field that is not required, or of a column in a row, where who filled in the others left it out.
EMPTY = "empty"
#: What is said where there is no value, in the order in which studies without one are told.
WORDS: Mapping[str, str] = {
    "not_reported": "not reported",
    "not_applicable": "not applicable",
    EMPTY: "left empty",
    MISSING: "not extracted yet",
    "disputed": "in dispute",
}
#: Which state speaks for several values.
ORDER = ("given", "disputed", "not_reported", "not_applicable")


@dataclass(frozen=True, slots=True)
class Signs:
    """Ratings or judgements in a row: of what they are, and each as a symbol and a word."""

    of: str
    signs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """How a study was appraised with one tool: a head, what follows, and the place in page and files."""

    head: str
    lines: tuple[str | Signs, ...]
    anchor: str
    place: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed of one field of one study, line by line, and where it was written; never nothing.

    A plain field has one line, a field that is a table one for each of its rows. `state` is what is known,
    see `state`: where it is not given, the line says so in words. `parts` are the appraisals, where the
    column is on these.
    """

    lines: tuple[str, ...] = (WORDS[MISSING],)
    state: str = MISSING
    place: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def widths(self) -> list[int]:
        """How many characters each of its lines has."""
        lines = [line for part in self.parts for line in (part.head, *part.lines)]
        signs = (
            line if isinstance(line, str) else f"{line.of}: " + 2 * len(line.signs) * " " for line in lines
        )
        return [*map(len, () if self.parts else self.lines), *map(len, signs)]


def state(data: Iterable[Datum]) -> str:
    """Return what is known of a field, or a column: given where any value is; else in dispute, and so on.

    One of the states of `Datum`, or `MISSING`: nobody filled it in.
    """
    found = {datum.state for datum in data}
    return next((each for each in ORDER if each in found), MISSING)


def without(field: Field, *, begun: bool) -> str:
    """Return the state of a field without a datum; `begun`: something else of the study was extracted."""
    return EMPTY if begun and not field.required else MISSING


def cell(field: Field, data: Sequence[Datum], *, begun: bool = False) -> Cell:
    """Return a field of a study as it is printed; `data` are its data, in their order; `begun`: see above."""
    if not data:
        return Cell((WORDS[known := without(field, begun=begun)],), known)
    rows = sorted({datum.row for datum in data if datum.column})
    lines = [_row(field, [datum for datum in data if datum.column and datum.row == row]) for row in rows]
    return Cell(tuple(lines) or (printed(field, data[0]),), state(data), data[0].place)


def printed(column: Column, datum: Datum | None) -> str:
    """Return a value as it is printed, or words for why there is none.

    A number that was not observed says how it came about; of what is in dispute stands who differs.
    """
    if datum is None:
        return WORDS[MISSING]
    if datum.state == "disputed" and datum.extractor:
        return f"{WORDS['disputed']} ({datum.extractor.replace(';', ', ')})"
    if datum.state != "given":
        return WORDS[datum.state]
    value = text(column, datum.value)
    observed = column.type != "number" or datum.basis in ("", "observed")
    return value if observed else f"{value} ({datum.basis})"


def text(column: Column, value: str) -> str:
    """Return a value of a field or column as it is printed: choices by their labels, numbers with their unit.

    >>> text(Column("n", "Returned", "number", "%"), "40"), text(Column("p", "p", "p"), "<0.001")
    ('40%', '<0.001')
    """
    if column.type in ("choice", "choices"):
        labels = {choice.id: choice.label for choice in column.choices}
        return "; ".join(labels[id] for id in value.split(";"))
    if column.type == "number" and column.unit:
        return f"{value}%" if column.unit == "%" else f"{value} {column.unit}"
    return value


def _row(field: Field, data: Sequence[Datum]) -> str:
    """Return a row of a table as `label: value; label: value`, leaving out what has none.

    A row with no value at all says what is known of it.
    """
    said = (
        f"{(column := field.column(datum.column)).label}: {printed(column, datum)}"
        for datum in data
        if datum.state in ("given", "disputed")
    )
    return "; ".join(said) or WORDS[state(data)]
