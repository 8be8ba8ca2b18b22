"""What is open on quotes: found elsewhere, nearly, not at all, too long, without the value's number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from tamis.errors import counted
from tamis.extraction.evidence.compare import in_words
from tamis.extraction.evidence.once import at, people
from tamis.extraction.evidence.quote import is_thin
from tamis.extraction.rows import digest, names
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
    evidence: Sequence[Evidence],
    data: Sequence[Datum],
    proforma: Proforma,
    active: Sequence[str] = (),
    doubted: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
) -> list[OpenItem]:
    """Return what is open on quotes, ordered by id; a quote that several values share is one item.

    `extraction:quote-other-page|quote-nearly|quote-not-found|quote-no-text|quote-long|quote-log:<study>:`
    with the field, in a table with the row, and of a single cell with its column; `quote-number` of each
    value; a digest of what was typed ends them, and behind it who gave the quote, where not all did who
    extracted the value. They wait for who gave it. `extraction:quote-unchecked:<study>`.

    Args:
        evidence: what became of each quote.
        data: what was extracted.
        proforma: the form; fields that it no longer has are passed over.
        active: ids of the reviewers who are still in the review; nothing waits for one who left.
        doubted: PDFs that are here and may be others, as `doubted` gives them.
    """
    whose = {(d.study, d.field, d.row, d.column): d.extractor for d in data}
    items: dict[str, OpenItem] = {}

    def add(id: str, text: str, rows: Sequence[Evidence]) -> None:
        items[id] = OpenItem(id, text, waits_for(people(rows), active), rows[0].place)

    def of_whom(rows: Sequence[Evidence]) -> tuple[str, str]:
        """Return whose a quote is, where others gave another one or none: for ids, and in words."""
        every = {who for row in rows for who in whose.get(at(row), row.extractor).split(";") if who}
        own = people(rows)
        return ("", "") if every <= {*own} else (f":{'-'.join(own)}", f" (quote of {' and '.join(own)})")

    # What is in dispute has no value in the data, and its row is known by what people typed.
    named = names([*data, *evidence], proforma)
    known = [row for row in evidence if proforma.field(row.field)]
    for field in proforma.fields:
        of_field = [row for row in known if row.field == field.id]
        for study, rows in groupby(of_field, key=lambda row: row.study):
            for id, those in _quotes(list(rows), named):
                person, words = of_whom(those)
                for kind, text in _said(those[0], f"{field.label} ({field.id}) of {study}{words}"):
                    add(f"extraction:quote-{kind}:{id}{person}", text, those)
        for row in of_field:
            if row.number == "no" and field.column(row.column).type in NUMERIC:
                person, words = of_whom([row])
                text = f"{_what(row, field)}{words}: {row.value} is not in its quote, {_short(row.quote)!r}"
                cell = [named.get((row.study, row.field, row.row), str(row.row)), row.column]
                id = ":".join([row.study, row.field, *(cell if row.column else [])])
                add(f"extraction:quote-number:{id}:{digest([row.value, row.quote])}{person}", text, [row])
    for study, of in groupby(known, key=lambda row: row.study):
        if unchecked := [row for row in of if row.state == "no_pdf"]:
            count = counted(len({row.quote for row in unchecked}), "quote")
            why = (
                "; ".join(f"{said} ({item})" for said, item in doubted.get(study, ()))
                or "the PDF is not on this computer, and no log of evidence says what was found in it; "
                "whoever has it runs `tamis run` and `tamis forms evidence --for <id>`"
            )
            text = f"{count} of {study} could not be looked for: {why}"
            add(f"extraction:quote-unchecked:{study}", text, unchecked)
    return sorted(items.values(), key=lambda item: item.item)


def _quotes(
    rows: Sequence[Evidence], named: Mapping[tuple[str, str, int], str]
) -> Iterator[tuple[str, list[Evidence]]]:
    """Yield each quote of a field once: the end of its items' ids, and the values that it is for.

    A digest of the quote and its page is part of the id: who accepted one has not accepted another.
    """
    shared: dict[tuple[str, str], list[Evidence]] = {}
    for row in rows:
        shared.setdefault((row.quote, row.page), []).append(row)
    for said, of in shared.items():
        first = of[0]
        where: list[str] = []
        if first.column and len({row.row for row in of}) == 1:
            name = named.get((first.study, first.field, first.row), str(first.row))
            where = [name] if len(of) > 1 else [name, first.column]
        yield ":".join([first.study, first.field, *where, digest(said)]), of


def _said(row: Evidence, what: str) -> Iterator[tuple[str, str]]:
    """Yield what is open on a quote: the kind, and in words."""
    if row.state in _KINDS:
        yield _KINDS[row.state], f"{what}: {told(row)}"
    if row.log:
        text = (
            f"{row.log} says otherwise of {_short(row.quote)!r} than {row.file}: mend the line, or delete it"
            if row.checked
            else f"{row.log} contradict each other on {_short(row.quote)!r}, so that neither counts"
        )
        yield "log", f"{what}: {text}"
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
            differs += "; two words at least must stand on either side of […]" if is_thin(row.quote) else ""
            return f"{quote} is not in {row.file}; {near}{printed}{differs}"
        case "not_found":
            return f"{quote} is not in {row.file}; the words most like it are {row.score or 0:g} of 100 alike"
        case "no_text":
            why = row.text or "is a scan without text there"
            return f"{quote} cannot be looked for: {row.file} {why}"
    return ""


def _what(row: Evidence, field: Field) -> str:
    label = (
        field.label if not row.column else f"{field.label}, row {row.row}, {field.column(row.column).label}"
    )
    return f"{label} ({row.field}) of {row.study}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:89]}…"
