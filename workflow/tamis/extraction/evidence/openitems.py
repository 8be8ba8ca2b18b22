"""What is open on quotes: found elsewhere, nearly, not at all, too long, without the value's number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tamis.errors import counted
from tamis.extraction.evidence.compare import in_words
from tamis.proforma import Field, Proforma
from tamis.review import waits_for
from tamis.tables import Datum, Evidence, OpenItem

#: So many words a quote may have at most.
MOST_WORDS = 40
#: Types of which the value's number must stand in the quote; a choice can be called by a number.
NUMERIC = ("number", "p", "date")
_KINDS = {
    "other_page": "other-page",
    "nearly": "nearly",
    "not_found": "not-found",
    "no_text": "no-text",
}


def open_items(
    evidence: Sequence[Evidence], data: Sequence[Datum], proforma: Proforma, active: Sequence[str] = ()
) -> list[OpenItem]:
    """Return what is open on quotes, ordered by id; a quote that several values share is one item.

    `extraction:quote-other-page|quote-nearly|quote-not-found|quote-no-text|quote-long:<study>:<field>`, in a
    table with the row, and of a single cell with its column; `quote-number` of each value;
    `extraction:quote-unchecked:<study>`.

    Args:
        evidence: what became of each quote.
        data: what was extracted.
        proforma: the form; fields that it no longer has are passed over.
        active: ids of the reviewers who are still in the review; nothing waits for one who left.
    """
    whose = {(d.study, d.field, d.row, d.column): d.extractor for d in data}
    items: dict[str, OpenItem] = {}

    def add(id: str, text: str, row: Evidence) -> None:
        people = whose.get((row.study, row.field, row.row, row.column), row.extractor).split(";")
        items[id] = OpenItem(id, text, waits_for(people, active), row.place)

    known = [row for row in evidence if proforma.field(row.field)]
    for field in proforma.fields:
        of_field = [row for row in known if row.field == field.id]
        for study, rows in groupby(of_field, key=lambda row: row.study):
            for id, first in _quotes(list(rows)):
                for kind, text in _said(first, f"{field.label} ({field.id}) of {study}"):
                    add(f"extraction:quote-{kind}:{id}", text, first)
        for row in of_field:
            if row.number == "no" and field.column(row.column).type in NUMERIC:
                text = f"{_what(row, field)}: {row.value} is not in its quote, {_short(row.quote)!r}"
                add(f"extraction:quote-number:{_cell(row)}", text, row)
    for study, of in groupby(known, key=lambda row: row.study):
        if unchecked := [row for row in of if row.state == "no_pdf"]:
            count = counted(len({row.quote for row in unchecked}), "quote")
            text = (
                f"{count} of {study} could not be looked for: the PDF is not on this computer, and no log of "
                "evidence says what was found in it; whoever has it runs `tamis run` and "
                "`tamis forms evidence --for <id>`"
            )
            add(f"extraction:quote-unchecked:{study}", text, unchecked[0])
    return sorted(items.values(), key=lambda item: item.item)


def _quotes(rows: Sequence[Evidence]) -> Iterator[tuple[str, Evidence]]:
    """Yield each quote of a field once: the end of its items' ids, and the first value that it is for."""
    shared: dict[tuple[str, str], list[Evidence]] = {}
    for row in rows:
        shared.setdefault((row.quote, row.page), []).append(row)
    taken: set[str] = set()
    for of in shared.values():
        first = of[0]
        whole, line, cell = f"{first.study}:{first.field}", f"{first.row}", f"{first.row}:{first.column}"
        names = [f"{whole}:{cell}"] if first.column else [whole]
        if first.column and len(of) > 1:
            names = [f"{whole}:{line}", *names]
        if len(of) == len(rows):
            names = [whole]
        id = next((name for name in names if name not in taken), names[-1])
        taken.add(id)
        yield id, first


def _said(row: Evidence, what: str) -> Iterator[tuple[str, str]]:
    """Yield what is open on a quote: the kind, and in words."""
    if row.state in _KINDS:
        yield _KINDS[row.state], f"{what}: {told(row)}"
    if row.words > MOST_WORDS:
        yield "long", f"{what}: the quote has {row.words} words, and may have {MOST_WORDS}"


def told(row: Evidence) -> str:
    """Return what became of a quote that was not simply found, in words."""
    where = (
        f"page {row.page} of {row.file}"
        if row.page[:1].isdigit()
        else f"{row.page or 'a page'} of {row.file}"
    )
    quote = f"the quote {_short(row.quote)!r}"
    match row.state:
        case "other_page":
            pages = row.pages.split(";")
            named = f"page{'' if len(pages) == 1 else 's'} {', '.join(pages)} of the PDF"
            printed = f", printed as {row.printed}" if row.printed and len(pages) == 1 else ""
            return f"{quote} is not on {where}, but on {named}{printed}"
        case "nearly":
            near = f"words like it ({row.score:g} of 100) are on page {row.found}"
            printed = f", printed as {row.printed}" if row.printed else ""
            differs = f": {in_words(row.quote, row.text)}" if row.text else ""
            return f"{quote} is not in {row.file}; {near}{printed}{differs}"
        case "not_found":
            return f"{quote} is not in {row.file}; the words most like it are {row.score or 0:g} of 100 alike"
        case "no_text":
            return f"{quote} cannot be looked for: {row.file} is a scan without text there, or cannot be read"
    return ""


def _what(row: Evidence, field: Field) -> str:
    label = (
        field.label if not row.column else f"{field.label}, row {row.row}, {field.column(row.column).label}"
    )
    return f"{label} ({row.field}) of {row.study}"


def _cell(row: Evidence) -> str:
    whole = f"{row.study}:{row.field}"
    return f"{whole}:{row.row}:{row.column}" if row.column else whole


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:89]}…"
