"""Records side by side: which fields are the same in all, and what differs in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from markupsafe import Markup, escape

from tamis.reports.duplicates.marking import alike, marked, short
from tamis.tables import Citation, Record


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it is printed: its column, its name, and after how many characters it is cut short."""

    name: str
    label: str
    longest: int


#: The kind of publication, in each source's own words: "article" and "JOUR" are no difference.
TYPE = Field("type", "Type", 120)
#: What a person compares of two records.
_COMPARED = (
    Field("title", "Title", 500),
    Field("authors", "Authors", 500),
    Field("year", "Year", 10),
    Field("journal", "Journal", 200),
    Field("volume", "Volume", 60),
    Field("issue", "Issue", 60),
    Field("pages", "Pages", 60),
    Field("doi", "DOI", 120),
    Field("pmid", "PubMed id", 40),
    Field("abstract", "Abstract", 300),
)
COMPARED = (*_COMPARED, TYPE)
#: What a citation's fields were chosen from.
MERGED = (
    *_COMPARED,
    Field("issn", "ISSN or ISBN", 80),
    Field("keywords", "Keywords", 160),
    Field("url", "Address", 160),
    Field("language", "Language", 60),
    TYPE,
)
_merged = attrgetter(*(field.name for field in MERGED))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell: its text as HTML, and in words what is to be said of it."""

    html: Markup
    note: str = ""

    def __html__(self) -> str:
        """Return it for a template: kept from turning round what stands beside it, and the note after it."""
        return f"<bdi>{self.html}</bdi>{f' <small>{self.note}</small>' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of several records: one cell for all where they are the same, else one for each."""

    field: Field
    shared: Cell | None
    cells: tuple[Cell, ...] = ()
    differs: bool = False


def value(row: Record | Citation, field: Field) -> str:
    """Return what a record or citation has in a field, as text; empty where it has nothing."""
    found = getattr(row, field.name)
    return "" if found is None else str(found)


def cell(text: str, field: Field, other: str | None = None, *, missing: bool = False) -> Cell:
    """Return a value for print: cut short where it is long, and marked where it is not as another one.

    Args:
        text: the value.
        field: its field.
        other: what it is compared with; None or empty: nothing.
        missing: whether words that the other has and it has not are told.
    """
    begin = short(text, field.longest)
    notes = [f"… {len(text):,} characters in all"] if begin != text else []
    if not other or text == other or field is TYPE:
        return Cell(escape(begin), "; ".join(notes))
    against = short(other, field.longest)
    if alike(text, other):
        return Cell(escape(begin), "; ".join([*notes, "differs in capitals, accents or signs alone"]))
    html = marked(begin, against, missing=missing)
    if alike(begin, against):
        notes.append("what follows differs")
    return Cell(html, "; ".join(notes))


def two_sides(a: Record, b: Record) -> list[Line]:
    """Return the fields that at least one of two records has, each compared with the other's."""
    lines = []
    for field in COMPARED:
        one, other = value(a, field), value(b, field)
        if one == other:
            lines += [Line(field, cell(one, field))] if one else []
        else:
            cells = (cell(one, field, other) if one else NONE, cell(other, field, one) if other else NONE)
            lines.append(Line(field, None, cells, bool(one and other) and _differ(field, one, other)))
    return lines


def all_sides(citation: Citation, records: Sequence[Record]) -> list[Line]:
    """Return the fields of a citation and its records, each compared with the citation's.

    The first cell of a line is the citation's. A record's cell is `SAME` where it has just that.
    """
    lines = []
    # A row a field: the citation's value, then those of the records; None and numbers as texts.
    rows = zip(*map(_merged, (citation, *records)), strict=True)
    for field, found in zip(MERGED, rows, strict=True):
        chosen, *values = ("" if each is None else str(each) for each in found)
        if values.count(chosen) == len(values):
            lines += [Line(field, cell(chosen, field))] if chosen else []
            continue
        cells = [
            SAME if each == chosen else cell(each, field, chosen, missing=True) if each else NONE
            for each in values
        ]
        differs = any(each and _differ(field, each, chosen) for each in values)
        lines.append(Line(field, None, (cell(chosen, field), *cells), differs))
    return lines


def _differ(field: Field, one: str, other: str) -> bool:
    return field is not TYPE and not alike(one, other)


#: The cell of a record that has just what its citation has, and of one that has nothing.
SAME = Cell(Markup("same"))
NONE = Cell(Markup('<i class="none">none</i>'))
