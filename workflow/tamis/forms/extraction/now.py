"""Where extraction stands now, by what people wrote, whether or not it was run since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

from tamis.config import Config
from tamis.errors import Problems
from tamis.extraction import evidence, inputs, together
from tamis.extraction.filled.values import STATE_WORDS
from tamis.extraction.together import logs
from tamis.extraction.together.slots import Slot
from tamis.forms.screening import now
from tamis.forms.sheet.form import Asked, as_csv
from tamis.forms.sheet.offers import Words
from tamis.forms.sheet.workbook import Sheet, as_xlsx
from tamis.proforma import require_proforma
from tamis.review import Review, study_ids
from tamis.store import read_built
from tamis.tables import (
    Citation,
    Datum,
    DatumCheck,
    DatumReconciliation,
    Evidence,
    Member,
    PdfFile,
    Study,
)

R = TypeVar("R", DatumCheck, DatumReconciliation)

#: What a row is about, and to which values it is.
_ABOUT = ("study", "field", "row", "column", "first", "values")


def folder(review: Review) -> Path:
    """Return where extractors write."""
    return review.records / "extraction"


def read(review: Review, config: Config) -> together.Together:
    """Return where extraction stands; what is wrong in people's files is left out: the run tells it.

    Raises:
        InputError: the review was not run yet, or something is wrong in the form.
    """
    proforma, problems = require_proforma(review), Problems()
    there = study_ids(review, problems)
    return together.bring(
        inputs.read(review, config, proforma, there, problems),
        logs.read_checks(review, config, proforma, there, problems),
        logs.read_reconciliations(review, config, proforma, there, problems),
        proforma,
        config,
        read_built(review.built("fulltext", "studies"), Study),
    )


def looked(review: Review, data: Sequence[Datum]) -> list[Evidence]:
    """Return what became of quotes, by the PDFs that the last run read; each has its value's place."""
    sources = evidence.sources(
        read_built(review.built("fulltext", "studies"), Study),
        read_built(review.built("fulltext", "pdfs"), PdfFile),
        read_built(review.built("dedupe", "citations"), Citation),
        read_built(review.built("dedupe", "members"), Member),
    )
    return evidence.check(data, sources, review.texts, evidence.read_log(review, Problems()))


def words(slot: Slot) -> list[str]:
    """Return what a drop-down list offers as the value of a cell: its choices, and that there is none."""
    one = slot.type.choices if slot.type.type == "choice" else ()
    return [*(choice.id for choice in one), *STATE_WORDS]


def quoted(datum: Datum) -> str:
    """Return why somebody has a value, for people: a remark, the quote, and its page."""
    quote = f'"{datum.quote}"' if datum.quote else ""
    page = f"page {datum.page}" if datum.page else ""
    return "; ".join(text for text in (datum.note, quote, page) if text)


def content(asked: Asked, sheet: Sheet, rows: Sequence[R], choices: Mapping[str, Sequence[Words]]) -> bytes:
    """Return rows as what was asked for: a table, or a workbook with drop-down lists."""
    if asked.output == "csv":
        return as_csv(type(rows[0]), rows)
    shown = [SimpleNamespace(**{name: _text(getattr(row, name)) for name in sheet.widths}) for row in rows]
    return as_xlsx(sheet, shown, (), choices)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def elsewhere(review: Review, kind: str, person: str, rows: Sequence[R]) -> str:
    """Return what to say of rows that wait for an answer in an earlier file of the person's, too.

    Args:
        review: the review.
        kind: what the names of such files begin with: check, reconciliation.
        person: whose they are.
        rows: what is to be answered now.
    """
    written = now.rows_of(review, kind, type(rows[0]), Problems(), person, folder=folder(review))
    waiting = {
        _about(row): row.place.rpartition(":")[0]
        for row in written
        if not (row.answer if isinstance(row, DatumCheck) else row.how)
    }
    found = [waiting[_about(row)] for row in rows if _about(row) in waiting]
    if not found:
        return ""
    return f" {len(found):,} of them wait in {found[0]}, too: an answer in either is enough."


def _about(row: DatumCheck | DatumReconciliation) -> tuple[str, ...]:
    return tuple(_text(getattr(row, name, "")) for name in _ABOUT)
