"""Extracted data with their quotes and differences, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from tamis.extraction.evidence.once import once
from tamis.extraction.filled.values import STATE_WORDS
from tamis.extraction.together.holds import told_by
from tamis.extraction.together.slots import NO_ROW, NOTHING
from tamis.reports.context import Context
from tamis.reports.numbers import Behind
from tamis.synthesis.cells import WORDS, text, without
from tamis.tables import Datum, DatumDifference, Evidence

DATA = "build/extraction/data.csv"
DIFFERENCES = "build/extraction/differences.csv"
AGREEMENT = "build/extraction/agreement.csv"
EVIDENCE = "build/extraction/evidence.csv"
FINDINGS = "build/extraction/findings.csv"

#: Words in a difference for that somebody has no value.
_NONE = (*STATE_WORDS, NOTHING, NO_ROW)

#: Where a value stands: study, field, row, column.
At = tuple[str, str, int, str]


def at(row: Datum | DatumDifference | Evidence) -> At:
    """Return where a value, a quote or a difference stands."""
    return row.study, row.field, row.row, row.column


class Material:
    """What was extracted from the included studies."""

    def __init__(self, context: Context) -> None:
        self.context = context
        cited, extracted = context.built.study, context.built.extracted
        self.data = [row for row in context.built.data if row.study in cited]
        self.differences = [row for row in extracted.differences if row.study in cited]
        self.evidence = [row for row in extracted.evidence if row.study in cited]
        self._same = {(row.study, row.field, row.quote, row.page): row for row in reversed(self.evidence)}
        self._at = {(*at(row), row.quote, row.page): row for row in reversed(self.evidence)}
        #: Each quote once: several values may rest on it, and two people may have given it.
        self.quotes = once(self.evidence)

    def quote(self, datum: Datum) -> Evidence | None:
        """Return what became of a value's quote; of one that several cells share, it may stand at another."""
        if not datum.quote:
            return None
        same = self._same.get((datum.study, datum.field, datum.quote, datum.page))
        return self._at.get((*at(datum), datum.quote, datum.page), same)

    def number_in_quote(self, datum: Datum) -> str:
        """Return whether a value's numbers are in its quote, yes or no; empty: it has none, or no quote.

        Cells of a row may share a quote, and not a number.
        """
        own = self._at.get((*at(datum), datum.quote, datum.page))
        return own.number if own else ""

    @cached_property
    def differed(self) -> dict[At, DatumDifference]:
        """The difference on each value on which people differ, or did."""
        return {at(row): row for row in self.differences}

    @cached_property
    def given(self) -> list[Datum]:
        """The values that there are."""
        return [datum for datum in self.data if datum.state == "given"]

    @cached_property
    def answers(self) -> list[Datum]:
        """What anybody said: values, that there is none, and what is in dispute."""
        return [datum for datum in self.data if datum.extractor]

    def label(self, field: str, column: str = "") -> str:
        """Return how the form calls a field, or a column of it."""
        found = self.context.built.proforma.field(field)
        if found is None:
            return field
        return f"{found.label}: {found.column(column).label}" if column else found.label

    def printed(self, field: str, column: str, value: str) -> str:
        """Return what was settled as it is printed: a value, or words, such as that there is none."""
        found = self.context.built.proforma.field(field)
        of = found.column(column) if found else None
        known = of is not None and (not of.choices or {*value.split(";")} <= {each.id for each in of.choices})
        return text(of, value) if of and known and value not in WORDS.values() else value

    def study(self, study: str) -> str:
        """Return how a study is cited."""
        return self.context.built.study[study].label

    def name(self, where: At) -> str:
        """Return what a value is called: study, field, row and column."""
        return f"{self.study(where[0])}: {self.about(where)}"

    def about(self, where: At) -> str:
        """Return what a value is called within its study."""
        _, field, row, column = where
        found = self.context.built.proforma.field(field)
        return f"{self.label(field, column)}{f', row {row}' if found and found.type == 'table' else ''}"

    def behind(self, rows: Iterable[Datum | DatumDifference | Evidence]) -> list[Behind]:
        """Return each row as what stands behind a number."""
        return [Behind(row.place, self.name(at(row))) for row in rows]

    def by_field(self, rows: Sequence[Datum]) -> list[Behind]:
        """Return values as what stands behind a number: a line for each field of each study.

        A table of twenty rows would else be a hundred lines; the line names the first of them.
        """
        found: dict[tuple[str, str], list[Datum]] = {}
        for row in rows:
            found.setdefault((row.study, row.field), []).append(row)
        return [
            Behind(
                those[0].place,
                f"{self.study(study)}: {self.label(field)}{f', {len(those)} values' * (len(those) > 1)}",
                n=len(those),
            )
            for (study, field), those in found.items()
        ]

    def left(self, study: str, state: str) -> list[str]:
        """Return the labels of a study's fields that nobody filled in: `missing` or `empty`."""
        begun = any(datum.study == study for datum in self.data)
        return [
            field.label
            for field in self.context.built.proforma.fields
            if (study, field.id) not in self.context.extracted and without(field, begun=begun) == state
        ]

    def said(self, row: DatumDifference) -> str:
        """Return who says what, where people differ: values as they are printed, in quotation marks.

        Words for none have no marks.
        """
        of = told_by(row.values, self.context.built.config.reviewer_ids)
        said = {person: self.printed(row.field, row.column, value) for person, value in of.items()}
        parts = [f"{person}: {words if words in _NONE else f'“{words}”'}" for person, words in said.items()]
        return "; ".join(parts) or row.values

    def people(self, row: Datum) -> list[str]:
        """Return who extracted a value."""
        return list(dict.fromkeys(person for person in row.extractor.split(";") if person))
