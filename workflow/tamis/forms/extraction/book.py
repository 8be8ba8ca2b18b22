"""The extraction form as a workbook to fill in: a sheet of values, one for each table, drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from tamis.extraction.filled import sheets
from tamis.extraction.filled.values import STATE_WORDS
from tamis.forms.extraction.files import said, told, wanted
from tamis.forms.sheet.workbook import Beside, Part, Sheet, as_book
from tamis.proforma import FORM, Column, Field, Proforma
from tamis.tables import BASES, Study

_WIDTHS = {
    "study": 14,
    "cited": 22,
    "field": 16,
    "label": 28,
    "wanted": 26,
    "value": 36,
    "unit": 9,
    "quote": 50,
    "page": 8,
    "note": 30,
    "report": 14,
    "basis": 11,
}
#: So many rows of a table each study has, and so many there are for more.
_ROWS, _MORE = 5, 40
#: How several choices are written.
_LIST = "Separated by ;"
_NOTES = {
    "value": "Empty: not filled in yet. If the report does not say: not reported. Several: separated by ;",
    "quote": "At most 40 words, as they stand in the report",
    "page": "The page of the report on which the quote stands",
    "report": "The record of the report that the quote is in; empty: any of the study's",
    "basis": "Of a number that was not counted: how it came about",
}
_HOW = (
    "Fill in the columns value, quote, page and note of the sheet values, and the rows of the other sheets.",
    "An empty cell is not filled in yet. Where the report does not say, write: not reported.",
    "Where it is not asked of such a study, write: not applicable.",
    "Of a table with no rows in a report, write not reported in its row of the sheet values.",
    "For more rows of a table, choose the study in an empty row below.",
    "Save this workbook in records/extraction/, under the name that it has.",
)


def xlsx(
    proforma: Proforma,
    asked: Mapping[str, Sequence[Field]],
    studies: Sequence[Study],
    before: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """Return the form of some studies as a workbook, with nothing filled in.

    Args:
        proforma: the form.
        asked: the fields that each study is asked for, by its id.
        studies: the studies, in order.
        before: what was said under an earlier version of the form, by study and field.
    """
    tables = {
        title: field
        for title, field in sheets.titles(proforma).items()
        if any(field in asked[study.study] for study in studies)
    }
    parts = [_values(proforma, asked, studies, tables, before or {})]
    parts += [_table(title, field, asked, studies) for title, field in tables.items()]
    how = [(FORM, str(proforma.version)), *((text, "") for text in _HOW)]
    return as_book(parts, [Beside(FORM, {"how to fill it in": 90, "": 10}, how)])


def offered(column: Column) -> list[str]:
    """Return what a drop-down list offers: a choice's labels, or ids where labels would be mistaken."""
    if column.type != "choice":
        return []
    labels = [" ".join(choice.label.split()) for choice in column.choices]
    words = {label.casefold() for label in labels} | {choice.id.casefold() for choice in column.choices}
    same = sum(
        label.casefold() == choice.id.casefold() for label, choice in zip(labels, column.choices, strict=True)
    )
    clear = all(labels) and len(words) == 2 * len(labels) - same
    return [*(labels if clear else (choice.id for choice in column.choices)), *STATE_WORDS]


def _values(
    proforma: Proforma,
    asked: Mapping[str, Sequence[Field]],
    studies: Sequence[Study],
    tables: Mapping[str, Field],
    before: Mapping[str, Mapping[str, str]],
) -> Part:
    sheet_of = {field.id: title for title, field in tables.items()}
    pairs = [(study, field) for study in studies for field in asked[study.study]]
    rows = [SimpleNamespace(**dict.fromkeys(_WIDTHS, "")) for _ in pairs]
    for row, (study, field) in zip(rows, pairs, strict=True):
        title = sheet_of.get(field.id)
        row.study, row.cited, row.field, row.label = study.study, study.label, field.id, field.label
        row.unit, row.wanted = field.unit, f"rows in the sheet {title}" if title else wanted(field)
        row.told = told(field, proforma, _LIST, before.get(study.study, {}).get(field.id, ""))
    lists = [list(STATE_WORDS) if field.type == "table" else offered(field) for _, field in pairs]
    sheet = Sheet(
        sheets.VALUES, _WIDTHS, 4, {"basis": BASES}, times=(), band="study", notes=_NOTES, told="label"
    )
    return Part(sheet, rows, {"value": lists})


def _table(title: str, field: Field, asked: Mapping[str, Sequence[Field]], studies: Sequence[Study]) -> Part:
    heads = sheets.heads(field)
    widths = {name: _WIDTHS[name] for name in sheets.BEFORE}
    widths |= {head: 20 if field.column(id).type in ("text", "choice") else 12 for id, head in heads.items()}
    widths |= {name: _WIDTHS[name] for name in sheets.BEHIND}
    there = [study for study in studies if field in asked[study.study]]
    rows = []
    for study in [*(study for study in there for _ in range(_ROWS)), *[None] * _MORE]:
        row = SimpleNamespace(**dict.fromkeys(widths, ""))
        row.study, row.cited = (study.study, study.label) if study else ("", "")
        rows.append(row)
    words = {heads[column.id]: offered(column) for column in field.columns if column.type == "choice"}
    words |= {"study": [study.study for study in there], "basis": list(BASES)}
    notes = {heads[column.id]: said(column, _LIST) for column in field.columns}
    notes |= {name: _NOTES[name] for name in sheets.BEHIND if name in _NOTES}
    return Part(Sheet(title, widths, 2, words, times=(), band="study", notes=notes), rows)
