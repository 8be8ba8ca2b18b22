"""Differences between appraisers, or with a second view, which one person may settle, as a table."""

from __future__ import annotations

from collections.abc import Iterator

from tamis.appraisal.cases.assess import Assessed
from tamis.appraisal.cases.slots import Slot
from tamis.config import Config
from tamis.errors import counted
from tamis.forms.appraisal import now as appraised
from tamis.forms.appraisal.now import Appraised
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.forms.sheet.workbook import Sheet
from tamis.review import Review
from tamis.tables import Reconciliation

_SHEET = Sheet(
    title="reconciliations",
    widths={
        "cited": 24,
        "study": 14,
        "tool": 11,
        "result": 12,
        "item": 8,
        "criterion": 44,
        "answers": 24,
        "reasons": 60,
        "answer": 14,
        "why": 40,
        "how": 11,
        "who": 12,
        "time": 17,
    },
    fixed=2,
    words={"how": Reconciliation.__dataclass_fields__["how"].metadata["words"]},
    band="cited",
)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the differences that are open."""
    there = appraised.read(review, config, asked.tool)
    place = appraised.folder(review) / f"reconciliation.{asked.person}{SUFFIX[asked.output]}"
    open = [(one, slot) for one in there.assessed for slot in _open(one)]
    if not open:
        return Filled(place, b"", f"No difference waits for {asked.person}: no list is written.")
    rows = [_row(there, one, slot, asked.person) for one, slot in open]
    said = (
        f"{counted(len(rows), 'difference')} for {asked.person}. Fill in answer, why and time, and put how "
        "and who right. Rows without an answer may stay. What is answered anew after this is open again."
    )
    alone = sum(not row.how for row in rows)
    if alone:
        said += f" {alone:,} of them are with somebody who left, and better settled by a third appraiser."
    said += appraised.elsewhere(review, "reconciliation", asked.person, rows)
    tools = there.of({row.tool for row in rows})
    choices = [appraised.choices(one.case, slot[1]) for one, slot in open]
    return Filled(place, appraised.content(asked, _SHEET, rows, tools, {"answer": choices}), said)


def _open(one: Assessed) -> Iterator[Slot]:
    """Yield what people differ on: criteria that are asked for, and judgements after them."""
    for row in one.ratings:
        slot = (row.domain, row.item)
        if row.state == "disputed" and row.due != "optional" and one.route.get(slot, False) is not False:
            yield slot
    yield from ((row.domain, row.domain) for row in one.judgements if row.state == "disputed")


def _row(there: Appraised, one: Assessed, slot: Slot, person: str) -> Reconciliation:
    case, held = one.case, one.held[slot]
    study, tool, result = case.key
    spoke = {line.person for line in (*case.ratings, *case.views)}
    met = [id for id in there.config.active if id in {person, *held.all_said}]
    how = "third" if person not in spoke else "discussion" if len(met) > 1 else ""
    lines = {**held.views, **one.answers.get(slot, {})}
    return Reconciliation(
        study=study,
        tool=tool,
        result=result,
        item=slot[1],
        answers=held.in_words,
        how=how,
        who=person if how == "third" else ";".join(met) if how else "",
        cited=there.cited(case),
        criterion=appraised.criterion(case, slot[1]),
        reasons=appraised.reasons((lines[id] for id in held.all_said if id in lines), named=True),
    )


FORM = Form(
    doc="differences between appraisers that a reviewer may settle, with what was said and why",
    fill=_fill,
    outputs=("xlsx", "csv"),
    options={"tool"},
)
