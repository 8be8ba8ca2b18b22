"""Differences between extractors, or with a checker, which one person may settle, as a table."""

from __future__ import annotations

from tamis.config import Config
from tamis.errors import counted
from tamis.extraction.logs import RECONCILIATION
from tamis.extraction.together.holds import ROW_WORDS, Held
from tamis.extraction.together.study import Brought
from tamis.forms import extracted
from tamis.forms.form import SUFFIX, Asked, Filled, Form
from tamis.forms.workbook import Sheet
from tamis.review import Review
from tamis.tables import DatumReconciliation

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
    open = [
        (one, held)
        for one in extracted.read(review, config).studies
        for of in one.fields
        for held in of.held
        if held.open
    ]
    if not open:
        return Filled(place, b"", f"No difference waits for {asked.person}: no list is written.")
    rows = [_row(one, held, asked.person) for one, held in open]
    said = (
        f"{counted(len(rows), 'difference')} for {asked.person}. Fill in value, how, who, why and time; a "
        "value that is left empty, with how, says that the report does not give it. "
    )
    if any(held.slot.kind != "cell" for _, held in open):
        keep, drop = ROW_WORDS
        said += f"Of a row, or table, that not all have, {keep} or {drop} says whether it holds. "
    said += "Rows without how may stay. What somebody changes after this is open again."
    said += extracted.elsewhere(review, RECONCILIATION, asked.person, rows)
    choices = [extracted.words(held.slot) if held.slot.kind == "cell" else [*ROW_WORDS] for _, held in open]
    return Filled(place, extracted.content(asked, _SHEET, rows, {"value": choices}), said)


def _row(one: Brought, held: Held, person: str) -> DatumReconciliation:
    slot = held.slot
    spoke = person in one.people or person in held.everyone
    alike = held.difference.alike if held.difference else None
    quotes = [f"{alike:g} of 100 alike"] if alike is not None else []
    quotes += [f"{who}: {text}" for who, datum in held.everyone.items() if (text := extracted.quoted(datum))]
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


FORM = Form(
    doc="differences between extractors that a reviewer may settle, with what was said, and quotes",
    fill=_fill,
    outputs=("xlsx", "csv"),
)
