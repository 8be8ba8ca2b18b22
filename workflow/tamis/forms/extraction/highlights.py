"""What a person marked in copies of PDFs, as extraction files: each value with its quote and page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.extraction import inputs
from tamis.extraction.filled.values import state
from tamis.extraction.highlights.comments import Marked
from tamis.extraction.highlights.copies import Copy, copies, new
from tamis.forms.sheet.form import Asked, Filled, Form
from tamis.proforma import FORM as VERSION
from tamis.proforma import Proforma, require_proforma
from tamis.review import Review, study_ids


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return a file for each study in whose copy something is marked that is in no file yet."""
    proforma, problems = require_proforma(review), Problems()
    studies = study_ids(review, problems)
    folder = review.records / "extraction"
    there = {
        each.study: each
        for each in inputs.read(review, config, proforma, studies, problems)
        if each.extractor == asked.person
    }
    found = [
        each for each in copies(review, proforma, config.reviewer_ids, studies) if each.person == asked.person
    ]
    files: dict[str, bytes] = {}
    told: list[str] = []
    values = 0
    for copy in found:
        kept, left = new(copy, there.get(copy.study))
        told += [f"{copy.place}: {text}" for text in left]
        if kept:
            name = _free(copy.study, asked.person, {path.name for path in folder.iterdir()})
            files[name] = as_yaml(copy, kept, proforma)
            values += len(kept)
    said = "".join(f"\n  {text}" for text in told)
    if not files:
        where = f"records/extraction/<study>.{asked.person}.pdf"
        none = "nothing new is marked in the copies" if found else f"there is no copy of a PDF, {where}"
        return Filled(folder, b"", f"No file is written: {none}.{said}")
    return Filled(
        folder, b"", f"{counted(values, 'value')} from your highlights; look through them.{said}", files
    )


def _free(study: str, person: str, there: Collection[str]) -> str:
    """Return the first name of a file of a person and study that is not there."""
    number = 1
    while True:
        name = f"{study}.{person}.{number}.yaml" if number > 1 else f"{study}.{person}.yaml"
        if name not in there:
            return name
        number += 1


def as_yaml(copy: Copy, values: Iterable[Marked], proforma: Proforma) -> bytes:
    """Return values as a file that the extraction reads.

    Args:
        copy: where they were marked.
        values: in the order of the form; of a table, by row.
        proforma: the form.
    """
    import yaml

    content: dict[str, Any] = {VERSION: proforma.version}
    for field, cells in groupby(values, key=lambda each: each.field):
        if field.type == "table":
            content[field.id] = [
                {each.column: _value(each) for each in row}
                for _, row in groupby(cells, key=lambda each: each.row)
            ]
        else:
            content[field.id] = _value(next(cells))
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return f"# From the highlights in {copy.place.rpartition('/')[2]}.\n{text}".encode()


def _value(marked: Marked) -> dict[str, Any]:
    value: str | list[str] = marked.value
    if (
        marked.field.type == "choices"
        and not marked.column
        and state(marked.value, marked.field.choices) == "given"
    ):
        value = marked.value.split(";")
    beside = {"quote": marked.quote, "page": str(marked.page), "note": marked.note}
    return {"value": value, **{key: text for key, text in beside.items() if text}}


FORM = Form(
    doc="what you marked in your copies of PDFs, where a comment names a field of the form",
    fill=_fill,
    outputs=("yaml",),
)
