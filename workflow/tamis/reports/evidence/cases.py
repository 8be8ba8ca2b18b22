"""Quotes and where they stand, study by study and page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tamis.extraction.evidence.compare import Piece, pieces
from tamis.extraction.evidence.once import key, people
from tamis.extraction.evidence.openitems import MOST_WORDS, NUMERIC
from tamis.proforma import Field, Proforma
from tamis.reports.evidence.pictures import Picture, Pictures
from tamis.tables import Datum, Evidence, Study

if TYPE_CHECKING:
    from tamis.pdf.runs import Box

#: States by id: the sign, and what it means; none is a value that needs a quote and has none.
STATES: Mapping[str, tuple[str, str]] = {
    "found": ("✓", "found on its page"),
    "other_page": ("⇄", "on another page"),
    "nearly": ("≈", "nearly found"),
    "not_found": ("✗", "not found"),
    "no_text": ("▧", "no text to search"),
    "no_pdf": ("○", "not checked: no PDF here"),
    "none": ("—", "no quote given"),
}


#: How near to each other two numbers cannot both be read, as shares of a page's width and height.
_WIDE, _HIGH = 0.03, 0.012


@dataclass(frozen=True, slots=True)
class Value:
    """A value that rests on a quote; `lacking`: its number is not in the quote.

    who: whose value it is, where not all gave it who gave the quote.
    """

    label: str
    value: str
    lacking: bool
    who: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote with all the values that rest on it.

    id: its number on the page. field: what its field is called. people: whose quote it is. boxes: where its
    words stand on the image. why: of one that was not looked for, which PDF is here and may be another.
    """

    id: int
    field: str
    values: Sequence[Value]
    row: Evidence
    state: str
    people: Sequence[str]
    boxes: Sequence[Box] = ()
    why: str = ""

    @property
    def left(self) -> float:
        """Where its number goes on the image: at the left edge of all its words."""
        return min(left for left, *_ in self.boxes)

    @property
    def different(self) -> Sequence[Piece]:
        """What differs between the quote and what stands there, piece by piece; empty unless nearly found."""
        return list(pieces(self.row.quote, self.row.text)) if self.state == "nearly" else ()

    @property
    def long(self) -> bool:
        """Whether it has more words than a quote may have."""
        return self.row.words > MOST_WORDS

    @property
    def well(self) -> bool:
        """Whether nobody has to look at it."""
        return self.state == "found" and not self.long and not any(value.lacking for value in self.values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF with the quotes that stand on it; `picture` is None where none could be made."""

    file: str
    page: int
    printed: str
    picture: Picture | None
    entries: Sequence[Entry]

    @property
    def labels(self) -> list[tuple[float, float, str]]:
        """Where on the image which numbers go: left, top; one label for those that would cover each other."""
        made: list[tuple[float, float, list[str]]] = []
        for entry in self.entries:
            if not entry.boxes:
                continue
            left, top = entry.left, entry.boxes[0][1]
            for at_left, at_top, numbers in made:
                if abs(left - at_left) < _WIDE and abs(top - at_top) < _HIGH:
                    numbers.append(str(entry.id))
                    break
            else:
                made.append((left, top, [str(entry.id)]))
        return [(left, top, ", ".join(numbers)) for left, top, numbers in made]


@dataclass(frozen=True, slots=True)
class Case:
    """A study: the quotes that stand on no page, and the pages with those that do."""

    study: str
    label: str
    nowhere: Sequence[Entry]
    sheets: Sequence[Sheet]

    @property
    def entries(self) -> list[Entry]:
        """All its quotes, as they are printed."""
        return [*self.nowhere, *(entry for sheet in self.sheets for entry in sheet.entries)]


def cases(
    studies: Sequence[Study],
    evidence: Sequence[Evidence],
    data: Sequence[Datum],
    proforma: Proforma,
    drawn: Pictures,
    doubted: Mapping[str, Sequence[tuple[str, str]]],
) -> list[Case]:
    """Return all studies of which something was extracted, with their quotes.

    Args:
        studies: the included studies, in the order of the page.
        evidence: what became of each quote.
        data: what was extracted; values that need a quote and have none are listed, too.
        proforma: the form.
        drawn: images of pages, and where words stand on them.
        doubted: of a study, what is to be said of PDFs that are here and may be others; and its open item.
    """
    fields = {field.id: (order, field) for order, field in enumerate(proforma.fields)}
    of_study: dict[str, list[Evidence]] = {}
    for row in [*evidence, *_without(evidence, data, proforma)]:
        if row.field in fields:
            of_study.setdefault(row.study, []).append(row)
    number = 0
    found = []
    for study in studies:
        rows = sorted(of_study.get(study.study, ()), key=lambda r: (fields[r.field][0], r.row))
        grouped: dict[tuple[str, ...], list[Evidence]] = {}
        for row in rows:
            # Of those without a quote, each field is one.
            group = row.field if not row.quote else ""
            grouped.setdefault((group, *key(row)), []).append(row)
        pages: dict[tuple[str, str, int], list[list[Evidence]]] = {}
        nowhere: list[list[Evidence]] = []
        for of in grouped.values():
            first = of[0]
            placed = pages.setdefault((first.file, first.sha256, first.found), []) if first.found else nowhere
            placed.append(of)
        entries = []
        for of in nowhere:
            number += 1
            entry = _entry(number, of, fields, ())
            if entry.state == "no_pdf":
                entry = replace(entry, why="; ".join(said for said, _ in doubted.get(study.study, ())))
            entries.append(entry)
        sheets = []
        for (file, digest, page), quotes in sorted(pages.items()):
            on_it = []
            for of in sorted(quotes, key=lambda of: (of[0].first or 0, of[0].last or 0)):
                number += 1
                boxes = drawn.boxes.get((digest, page, of[0].first or 0, of[0].last or 0), ())
                on_it.append(_entry(number, of, fields, boxes))
            sheets.append(Sheet(file, page, quotes[0][0].printed, drawn.of_page.get((digest, page)), on_it))
        if entries or sheets:
            found.append(Case(study.study, study.label, entries, sheets))
    return found


def _without(evidence: Sequence[Evidence], data: Sequence[Datum], proforma: Proforma) -> Iterator[Evidence]:
    """Yield values that need a quote and have none, as evidence without a state."""
    for datum in data:
        field = proforma.field(datum.field)
        if field and field.quote and datum.value and not datum.quote:
            key = (datum.study, datum.field, datum.row, datum.column)
            yield Evidence(*key, extractor=datum.extractor, value=datum.value, place=datum.place, words=0)


def _entry(
    id: int, rows: Sequence[Evidence], fields: Mapping[str, tuple[int, Field]], boxes: Sequence[Box]
) -> Entry:
    first = rows[0]
    names = list(dict.fromkeys(fields[row.field][1].label for row in rows))
    every = people(rows)
    values = [_value(row, fields[row.field][1], every, several=len(names) > 1) for row in rows]
    row = first if first.state != "not_found" else replace(first, text="")
    return Entry(id, "; ".join(names), values, row, first.state or "none", every, boxes)


def _value(row: Evidence, field: Field, every: Sequence[str], *, several: bool) -> Value:
    column = field.column(row.column)
    label = f"{column.label}, row {row.row}" if row.column else ""
    if several:
        label = f"{field.label}: {label}" if label else field.label
    unit = f" {column.unit}" if column.unit and row.value else ""
    labels = {choice.id: choice.label for choice in column.choices}
    said = "; ".join(labels.get(part, part) for part in row.value.split(";")) if labels else row.value
    lacking = row.number == "no" and column.type in NUMERIC
    who = "" if {*people([row])} >= {*every} else row.extractor.replace(";", ", ")
    return Value(label, f"{said}{unit}" if said else "not reported", lacking, who)
