"""A second view of what others rated: agree, or the answer that it should have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tamis.appraisal.cases.assess import Assessed
from tamis.appraisal.cases.holds import Held
from tamis.appraisal.cases.slots import is_judgement
from tamis.appraisal.lines import AGREE, ALL, Line
from tamis.config import Config
from tamis.forms.appraisal import now as appraised
from tamis.forms.appraisal.now import Appraised
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.forms.sheet.workbook import Sheet
from tamis.review import Review
from tamis.tables import View

_SHEET = Sheet(
    title="second views",
    widths={
        "cited": 24,
        "study": 14,
        "tool": 11,
        "result": 12,
        "item": 8,
        "criterion": 44,
        "first": 13,
        "reason": 44,
        "answer": 14,
        "comment": 40,
        "time": 17,
    },
    fixed=2,
    band="cited",
)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return what others rated, and the person did not look at yet."""
    there = appraised.read(review, config, asked.tool)
    place = appraised.folder(review) / f"view.{asked.person}{SUFFIX[asked.output]}"
    rows: list[View] = []
    choices: list[Sequence[str]] = []
    number = 0
    for one in there.assessed:
        open = list(to_view(one, asked.person, enough=config.appraisal.second_view))
        if len(open) > 1:
            rows.append(_of_all(there, one))
            choices.append([AGREE])
        for item, held, lines in open:
            rows.append(_row(there, one, item, held, lines))
            choices.append([AGREE, *appraised.choices(one.case, item)])
        number += len(open)
    if not rows:
        return Filled(place, b"", f"Nothing waits for a second view of {asked.person}: no list is written.")
    said = appraised.of_studies(number, "answer", {row.study for row in rows})
    said += (
        f" for a second view by {asked.person}. In the column answer say {AGREE}, or the answer that it "
        f"should have, with the reason under comment. Where the item is {ALL}, {AGREE} is said of everything "
        "of the study that no other row answers; it needs the time. Rows without an answer may stay. What is "
        "answered anew after this needs another look."
    )
    said += appraised.elsewhere(review, "view", asked.person, [row for row in rows if row.item != ALL])
    tools = there.of({row.tool for row in rows})
    return Filled(place, appraised.content(asked, _SHEET, rows, tools, {"answer": choices}), said)


def to_view(one: Assessed, person: str, *, enough: bool) -> Iterator[tuple[str, Held, Mapping[str, Line]]]:
    """Yield each criterion that a person may look at, what holds of it, and what appraisers said, by person.

    What the person appraised is not theirs to look at, and where people differ, that is to be settled first.

    Args:
        one: what others rated.
        person: who is to look at it.
        enough: whether one second view is enough; else everybody may look.
    """
    if any(person in lines for lines in one.answers.values()):
        return
    due = {(row.domain, row.item) for row in one.ratings if row.due == "yes"}
    for slot, held in one.held.items():
        lines = one.answers.get(slot, {})
        seen = held.views if enough else {*held.views} & {person}
        asked = slot in due or is_judgement(one.case.tool, slot)
        if asked and lines and held.state == "given" and not held.settled and not seen:
            yield slot[1], held, lines


def _of_all(there: Appraised, one: Assessed) -> View:
    """Return the row that is for everything of a study (and result) at once."""
    study, tool, result = one.case.key
    text = "everything of this study that no other row answers"
    return View(study=study, tool=tool, result=result, item=ALL, cited=there.cited(one.case), criterion=text)


def _row(there: Appraised, one: Assessed, item: str, held: Held, lines: Mapping[str, Line]) -> View:
    study, tool, result = one.case.key
    return View(
        study=study,
        tool=tool,
        result=result,
        item=item,
        first=one.case.tool.shown(item, held.answer),
        cited=there.cited(one.case),
        criterion=appraised.criterion(one.case, item),
        reason=appraised.reasons(lines.values(), named=len(lines) > 1),
    )


FORM = Form(
    doc="what others rated, for a second view",
    fill=_fill,
    outputs=("xlsx", "csv"),
    options={"tool"},
)
