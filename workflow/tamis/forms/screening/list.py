"""What one reviewer is still to decide on: as a page, as a sheet to fill in, or for import into another tool.

Nothing of what others said is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tamis.config import Config
from tamis.errors import counted
from tamis.forms.screening import now
from tamis.forms.screening.lot import batch_order
from tamis.forms.screening.now import Now
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form, as_csv
from tamis.forms.sheet.workbook import Sheet, as_xlsx, flowchart
from tamis.review import Review
from tamis.tables import AT_STAGE, DECISIONS, PILOT, STAGES, Citation, Vote

#: Sheets that are read back, by the run; what else is written lies in the folder `sheets`.
_LOGS = ("xlsx", "csv")
_SHEET = Sheet(
    title="decisions",
    widths={
        "record": 16,
        "decision": 13,
        "reason": 15,
        "title": 36,
        "abstract": 90,
        "note": 24,
        "of": 14,
        "authors": 30,
        "year": 7,
        "journal": 28,
        "details": 30,
        "time": 17,
    },
    fixed=3,
    words={"decision": DECISIONS},
)
_FILL_IN = (
    " Fill in the column decision, at full text with a reason for each exclusion, and for a duplicate the "
    "other record's id under of. Rows without a decision may stay."
)
_TO_DO = {
    "page": " Open it in a browser, and save the decisions file from there into records/screening/.",
    "ris": " For import into another tool; each citation has its id, by which the tool's export is matched.",
    "citations": " For import into another tool; source_id is the id by which the tool's export is matched.",
}


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the citations that reached a stage and wait for a decision of a person."""
    there = now.read(review)
    person = asked.person
    stages = [asked.stage] if asked.stage else STAGES
    logs = {stage: there.log(stage, person) for stage in stages}
    waiting = {
        stage: there.waiting(stage, person, there.decided(stage, person, log)) for stage, log in logs.items()
    }
    stage = next((stage for stage in stages if waiting[stage]), "")
    if not stage:
        where = AT_STAGE[asked.stage] if asked.stage else "at any stage"
        hints = "".join(_unallocated(there, stage) for stage in stages)
        text = f"Nothing waits for a decision of {person} {where}: no list is written.{hints}"
        return Filled(review.screening / f"{stages[0]}.{person}.csv", b"", text)
    shares = there.shares(stage)
    batches = {id: shares[id].batch for id in waiting[stage] if id in shares}
    ids = sorted(waiting[stage], key=lambda id: batch_order(batches.get(id, "")))
    folder = review.screening if asked.output in _LOGS else review.root / "sheets"
    place = folder / f"{stage}.{person}{SUFFIX[asked.output]}"
    citations = there.citations(ids)
    pilot = sum(batch == PILOT for batch in batches.values())
    said = f"{counted(len(ids), 'citation')} for {person} {AT_STAGE[stage]}"
    said += f", the first {pilot:,} of them the pilot." if pilot else "."
    said += _TO_DO.get(asked.output, _FILL_IN) + _elsewhere(logs[stage], ids)
    content = _content(review, config, asked, stage, citations, batches)
    return Filled(place, content, said + _unallocated(there, stage))


def _content(
    review: Review,
    config: Config,
    asked: Asked,
    stage: str,
    citations: Sequence[Citation],
    batches: dict[str, str],
) -> bytes:
    """Return the bytes of what was asked for."""
    if asked.output not in ("page", *_LOGS):
        # with all formats: not for those who ask for something else
        from tamis.formats.writers import WRITERS
        from tamis.write import entry_of

        writer = WRITERS["csv" if asked.output == "citations" else asked.output]
        entries = (entry_of(number, citation) for number, citation in enumerate(citations, start=1))
        return "".join(writer.write(entries)).encode()
    beside = {c.citation_id: each for c, each in zip(citations, now.about(review, citations), strict=True)}
    if asked.output == "page":
        from tamis.forms.screening.page.page import render

        return render(config, asked.person, stage, citations, batches, beside).encode()
    rows = [Vote(record=id, **each) for id, each in beside.items()]
    return as_csv(Vote, rows) if asked.output == "csv" else as_xlsx(_SHEET, rows, [flowchart(config)])


def _elsewhere(log: Iterable[Vote], ids: Sequence[str]) -> str:
    """Return what to say where citations wait in a sheet of the person's already."""
    files = {row.record: row.place.rpartition(":")[0] for row in log if not row.decision}
    again = [files[id] for id in ids if id in files]
    return (
        f" {len(again):,} of them wait in {again[0]}, too: a decision in either is enough." if again else ""
    )


def _unallocated(there: Now, stage: str) -> str:
    """Return what to say where a stage is allocated, but not all that reached it."""
    shares = there.shares(stage)
    left = sum(id not in shares for id in there.status[stage]) if shares else 0
    return (
        f" {counted(left, 'citation')} {AT_STAGE[stage]} wait for nobody yet: "
        f"`tamis forms allocation --stage {stage}`."
        if left
        else ""
    )


FORM = Form(
    doc="what a reviewer is still to decide on: as a page for the browser, as a sheet to fill in\n"
    "      (xlsx, csv), or for import into another tool (ris, citations)",
    fill=_fill,
    outputs=("page", "xlsx", "csv", "ris", "citations"),
    options={"stage"},
)
