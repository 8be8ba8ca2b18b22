"""What others extracted, to be checked against the report: agree, or the value that it should be."""

from __future__ import annotations

from collections.abc import Iterator

from tamis.config import Config
from tamis.errors import counted
from tamis.extraction.together.holds import AGREE, Held
from tamis.extraction.together.logs import CHECK
from tamis.extraction.together.quoted import choose
from tamis.extraction.together.slots import words_of
from tamis.extraction.together.study import Brought
from tamis.forms.extraction import now as extracted
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.forms.sheet.workbook import Sheet
from tamis.review import Review
from tamis.tables import Datum, DatumCheck

_SHEET = Sheet(
    title="checks",
    widths={
        "cited": 22,
        "study": 14,
        "field": 16,
        "row": 6,
        "column": 12,
        "label": 30,
        "first": 36,
        "quote": 44,
        "page": 8,
        "answer": 24,
        "comment": 36,
        "time": 17,
    },
    fixed=1,
    band="cited",
    free=("answer",),
)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return what others extracted and nobody checked yet whose check would count."""
    place = extracted.folder(review) / f"{CHECK}.{asked.person}{SUFFIX[asked.output]}"
    together = extracted.read(review, config)
    there = [one for one in together.studies if one.extractions]
    others = [one for one in there if asked.person not in one.people]
    ready = [one for one in others if len(one.people) >= config.extraction.extractors]
    open = [
        (one, held) for one in ready for held in to_check(one, asked.person, enough=config.extraction.checker)
    ]
    later = ""
    if waiting := len(others) - len(ready):
        studies = "1 study waits" if waiting == 1 else f"{waiting:,} studies wait"
        later = (
            f" {studies} for a second extractor first, who may be {asked.person} and must not see the values."
        )
    if not open:
        said = f"Nothing waits for a check by {asked.person}: no list is written.{later}"
        return Filled(place, b"", said)
    data = choose(
        [held.datum for _, held in open], together.quoted, extracted.looked(review, together.quoted)
    )
    rows = [_row(one, held, datum) for (one, held), datum in zip(open, data, strict=True)]
    number = len({row.study for row in rows})
    said = (
        f"{counted(len(rows), 'value')} of {number:,} stud{'y' if number == 1 else 'ies'} for a check by "
        f"{asked.person}. Look each up in the report. In the column answer say {AGREE}, or the value that it "
        "should be, with the reason under comment; not reported says that the report does not give it. Rows "
        f"without an answer may stay. What is changed after this needs another look.{later}"
    )
    said += extracted.elsewhere(review, CHECK, asked.person, rows)
    choices = [
        [AGREE, *extracted.words(held.slot)] if held.slot.type.type != "table" else [AGREE]
        for _, held in open
    ]
    return Filled(place, extracted.content(asked, _SHEET, rows, {"answer": choices}), said)


def to_check(one: Brought, person: str, *, enough: bool) -> Iterator[Held]:
    """Yield each value that a person may check: what is in dispute, or was settled, is not among them.

    Args:
        one: what was extracted from a study, not by that person.
        person: who is to check it.
        enough: whether one check is enough; else everybody may check.
    """
    for of in one.fields:
        for held in of.held:
            done = held.checked if enough else {*held.checked} & {person}
            if held.slot.kind == "cell" and not held.open and held.datum.settled != "reconciled" and not done:
                yield held


def _row(one: Brought, held: Held, datum: Datum) -> DatumCheck:
    slot = held.slot
    return DatumCheck(
        study=slot.study,
        field=slot.field.id,
        row=slot.row if slot.column else None,
        column=slot.column,
        first=words_of(datum),
        cited=one.study.label or slot.study,
        label=slot.label,
        quote=datum.quote,
        page=datum.page,
    )


FORM = Form(
    doc="what others extracted, to be checked against the report, with quotes and pages",
    fill=_fill,
    outputs=("xlsx", "csv"),
)
