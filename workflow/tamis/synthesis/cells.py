"""Extracted data as they are printed: labels of choices, units of numbers, rows of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.proforma import Field
from tamis.tables import Datum


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
    """What is printed of one field of one study, line by line, and where it was written.

    A plain field has one line, a field that is a table one for each of its rows; no line at all says
    that nothing is recorded. `note` is what the extractor remarked, or why there is no appraisal; `parts`
    are the appraisals, where the column is on these.
    """

    lines: tuple[str, ...] = ()
    place: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def widths(self) -> list[int]:
        """How many characters each of its lines has."""
        lines = [line for part in self.parts for line in (part.head, *part.lines)]
        signs = (
            line if isinstance(line, str) else f"{line.of}: " + 2 * len(line.signs) * " " for line in lines
        )
        return [len(line) for line in (*self.lines, *signs)]


def cell(field: Field, data: Sequence[Datum]) -> Cell:
    """Return a field of a study as it is printed; `data` are its data, in their order."""
    if not data:
        return Cell()
    if field.type == "table":
        rows = sorted({datum.row for datum in data})
        lines = (_row(field, [datum for datum in data if datum.row == row]) for row in rows)
    else:
        lines = (text(field, datum.value) for datum in data)
    return Cell(tuple(line for line in lines if line), data[0].place, data[0].note)


def text(field: Field, value: str) -> str:
    """Return a value of a plain field as it is printed: choices by their labels, numbers with their unit."""
    if not value:
        return ""
    if field.type in ("choice", "choices"):
        labels = {choice.id: choice.label for choice in field.choices}
        return "; ".join(labels[id] for id in value.split(";"))
    if field.type == "number" and field.unit:
        return f"{value}%" if field.unit == "%" else f"{value} {field.unit}"
    return value


def _row(field: Field, data: Sequence[Datum]) -> str:
    """Return a row of a table as `label: value; label: value`, leaving out what is empty."""
    labels = {column.id: column.label for column in field.columns}
    return "; ".join(f"{labels[datum.column]}: {datum.value}" for datum in data if datum.value)
