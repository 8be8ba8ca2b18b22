"""Differences between extractors, or with a checker, which one person may settle, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tamis.config import Config
from tamis.errors import counted
from tamis.extraction.evidence.compare import in_words
from tamis.extraction.evidence.once import At, at, key, people
from tamis.extraction.evidence.openitems import NUMERIC
from tamis.extraction.together.holds import ROW_WORDS, Held
from tamis.extraction.together.logs import RECONCILIATION
from tamis.extraction.together.quoted import cells_of
from tamis.extraction.together.slots import Slot
from tamis.extraction.together.study import Brought
from tamis.forms.extraction import now as extracted
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.forms.sheet.workbook import Sheet
from tamis.review import Review
from tamis.tables import DatumReconciliation, Evidence

_SHEET = Sheet(
    title="differences",
    widths={
        "cited": 22,
        "study": 14,
        "field": 16,
        "row": 6,
        "column": 12,
        "label": 30,
        "values": 40,
        "quotes": 60,
        "value": 24,
        "quote": 40,
        "page": 8,
        "how": 11,
        "who": 12,
        "why": 40,
        "time": 17,
    },
    fixed=1,
    words={"how": DatumReconciliation.__dataclass_fields__["how"].metadata["words"]},
    band="cited",
    free=("value",),
)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the differences that are open."""
    place = extracted.folder(review) / f"{RECONCILIATION}.{asked.person}{SUFFIX[asked.output]}"
    together = extracted.read(review, config)
    open = [(one, held) for one in together.studies for of in one.fields for held in of.held if held.open]
    if not open:
        return Filled(place, b"", f"No difference waits for {asked.person}: no list is written.")
    cells = {place for _, held in open for place in _places(held.slot)}
    of: dict[At, list[Evidence]] = {}
    for each in extracted.looked(review, [datum for datum in together.quoted if at(datum) in cells]):
        of.setdefault(at(each), []).append(each)
    rows = [_row(one, held, asked.person, of) for one, held in open]
    said = (
        f"{counted(len(rows), 'difference')} for {asked.person}. Fill in value, how, who, why and time; a "
        "value that is left empty, with how, says that the report does not give it. "
    )
    if any(held.slot.kind != "cell" for _, held in open):
        keep, drop = ROW_WORDS
        said += f"Of a row, or table, that not all have, {keep} or {drop} says whether it holds. "
    said += (
        "Of a value that nobody has, quote and page are asked for, too. Under quotes stands whether each was "
        "found in the report. "
    )
    said += "Rows without how may stay. What somebody changes after this is open again."
    said += extracted.elsewhere(review, RECONCILIATION, asked.person, rows)
    choices = [extracted.words(held.slot) if held.slot.kind == "cell" else [*ROW_WORDS] for _, held in open]
    return Filled(place, extracted.content(asked, _SHEET, rows, {"value": choices}), said)


def _row(one: Brought, held: Held, person: str, of: Mapping[At, Sequence[Evidence]]) -> DatumReconciliation:
    slot = held.slot
    spoke = person in one.people or person in held.everyone
    alike = held.difference.alike if held.difference else None
    quotes = [f"{alike:g} of 100 alike"] if alike is not None else []
    looked = [row for place in _places(slot) for row in of.get(place, ())]
    for who, datum in held.everyone.items():
        own = [row for row in looked if who in people([row])]
        if text := "; ".join(filter(None, [datum.note, *_quotes(slot, own)])) or extracted.quoted(datum):
            quotes.append(f"{who}: {text}")
    return DatumReconciliation(
        study=slot.study,
        field=slot.field.id,
        row=slot.row if slot.field.type == "table" else None,
        column=slot.column,
        values=slot.all_in_words(held.everyone),
        who="" if spoke else person,
        cited=one.study.label or slot.study,
        label=slot.label,
        quotes=" | ".join(quotes),
    )


def _places(slot: Slot) -> list[At]:
    """Return where quotes can stand on which a difference rests: a table that is empty may have one, too."""
    return list(dict.fromkeys(each.key for each in (slot, *cells_of(slot))))


def _quotes(slot: Slot, rows: Sequence[Evidence]) -> Iterator[str]:
    """Yield each quote of a person once: its words and page, what became of it, and the numbers it lacks."""
    of: dict[tuple[str, ...], list[Evidence]] = {}
    for row in rows:
        of.setdefault(key(row), []).append(row)
    for those in of.values():
        first = those[0]
        lacks = [
            row.value for row in those if row.number == "no" and slot.field.column(row.column).type in NUMERIC
        ]
        state = [_found(first), *([f"without {', '.join(dict.fromkeys(lacks))}"] if lacks else [])]
        page = f"; {'page ' * first.page[0].isdigit()}{first.page}" if first.page else ""
        yield f'"{first.quote}"{page} ({"; ".join(state)})'


def _found(row: Evidence) -> str:
    """Return what became of a quote, in words."""
    match row.state:
        case "found":
            return "found"
        case "other_page":
            return f"found on page {' and '.join(row.pages.split(';'))} of the PDF instead"
        case "nearly":
            differs = f": {in_words(row.quote, row.text)}" if row.text else ""
            return f"nearly found, on page {row.found} of the PDF{differs}"
        case "not_found":
            return "not found"
        case "no_text":
            return "not to be looked for: a PDF without text"
    return "not looked for: no PDF here"


FORM = Form(
    doc="differences between extractors that a reviewer may settle, with what was said, and quotes",
    fill=_fill,
    outputs=("xlsx", "csv"),
)
