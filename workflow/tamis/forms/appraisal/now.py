"""Where appraisal stands now, by what people wrote, whether or not it was run since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tamis.appraisal import inputs
from tamis.appraisal.cases.assess import Assessed, assess
from tamis.appraisal.cases.case import Case, cases
from tamis.appraisal.cases.designs import Extracted
from tamis.appraisal.engine import registry
from tamis.appraisal.engine.tool import Domain, Item, Tool
from tamis.appraisal.lines import Line
from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.forms.appraisal import toolsheet
from tamis.forms.screening import now
from tamis.forms.sheet.form import Asked, as_csv
from tamis.forms.sheet.offers import Words
from tamis.forms.sheet.workbook import Sheet, as_xlsx
from tamis.review import Review, study_ids
from tamis.store import read_built
from tamis.tables import Rating, Reconciliation, Row, Study, View

R = TypeVar("R", Rating, View, Reconciliation)

#: What such a row is about, and to which answers it is.
_ABOUT = ("study", "tool", "result", "item", "first", "answers")


@dataclass(frozen=True, slots=True)
class Appraised:
    """Where appraisal stands: the tools that are asked for, by their ids, and what is appraised with them."""

    config: Config
    tools: Mapping[str, Tool]
    assessed: Sequence[Assessed]

    def cited(self, case: Case) -> str:
        """Return a study, and the result of it that is meant, for people."""
        label = case.study.label or case.study.study
        outcome = self.config.outcome_labels.get(case.result, case.result)
        return f"{label}: {outcome}" if outcome else label

    def of(self, ids: Collection[str]) -> list[Tool]:
        """Return the tools of some ids, in the order of the protocol."""
        return [tool for id, tool in self.tools.items() if id in ids]


def folder(review: Review) -> Path:
    """Return where appraisers write."""
    return review.records / "appraisal"


def read(review: Review, config: Config, tool: str = "") -> Appraised:
    """Return where appraisal stands, with one tool, or with all that the protocol names.

    What is wrong in people's files is left out: the run tells it.

    Raises:
        InputError: the review was not run yet, or something is wrong in the file of a tool.
    """
    rules = config.appraisal
    problems = Problems()
    found = inputs.read(review, config, study_ids(review, problems), problems)
    good = {each.id: each for each in found.tools}
    wanted = [use.id for use in rules.tools if tool in ("", use.id)]
    tools = {id: good.get(id) or registry.require(id, review) for id in wanted}  # says what is wrong in it
    studies = read_built(review.built("fulltext", "studies"), Study)
    there, _ = cases(found, rules, config.reviewer_ids, studies, Extracted(review, config))
    return Appraised(config, tools, [assess(case, rules) for case in there if case.tool.id in tools])


def find(case: Case, item: str) -> tuple[Domain, Item] | None:
    """Return a criterion with its domain, which is due where there are several; None: it is a judgement."""
    among = [*case.domains, *case.tool.domains]
    return next(((domain, each) for domain in among for each in domain.items if each.id == item), None)


def criterion(case: Case, item: str) -> str:
    """Return what a criterion, or the judgement of a domain or of the whole, is about, for people."""
    found = find(case, item)
    return toolsheet.criterion(case.tool, *found) if found else toolsheet.judgement(case.tool, item)


def choices(case: Case, item: str) -> list[str]:
    """Return what may be answered to a criterion, or judged of a domain or the whole, as people know it."""
    tool, found = case.tool, find(case, item)
    if found is None:
        return [sign.label for sign in tool.signs(item)]
    answers = [*found[1].answers]
    if found[1].asked and tool.not_applicable and tool.not_applicable not in answers:
        answers.append(tool.not_applicable)
    return [tool.answer_of[id].label for id in answers]


def reasons(said: Iterable[Line], *, named: bool) -> str:
    """Return why people answered as they did, for people: comment, quote, and where it stands."""
    found = []
    for one in said:
        quote = f'"{one.quote}"' if one.quote else ""
        text = "; ".join(text for text in (one.comment, quote, one.page) if text)
        if text:
            found.append(f"{one.person}: {text}" if named else text)
    return " | ".join(found)


def content(
    asked: Asked,
    sheet: Sheet,
    rows: Sequence[Row],
    tools: Collection[Tool],
    choices: Mapping[str, Sequence[Words]],
) -> bytes:
    """Return rows as what was asked for: a table, or a workbook that shows their tools, too.

    A workbook has the column `result` where a tool appraises results.
    """
    if asked.output == "csv":
        return as_csv(type(rows[0]), rows)
    if all(tool.unit == "study" for tool in tools):
        widths = {name: width for name, width in sheet.widths.items() if name != "result"}
        sheet = replace(sheet, widths=widths)
    return as_xlsx(sheet, rows, map(toolsheet.sheet, tools), choices)


def elsewhere(review: Review, kind: str, person: str, rows: Sequence[R]) -> str:
    """Return what to say of rows that wait for an answer in an earlier file of the person's, too.

    Args:
        review: the review.
        kind: what the names of such files begin with: a tool's id, view, reconciliation.
        person: whose they are.
        rows: what is to be answered now.
    """
    written = now.rows_of(review, kind, type(rows[0]), Problems(), person, folder=folder(review))
    waiting = {_about(row): row.place.rpartition(":")[0] for row in written if not row.answer}
    found = [waiting[_about(row)] for row in rows if _about(row) in waiting]
    if not found:
        return ""
    return f" {len(found):,} of them wait in {found[0]}, too: an answer in either is enough."


def _about(row: Row) -> tuple[str, ...]:
    return tuple(getattr(row, name, "") for name in _ABOUT)


def of_studies(number: int, what: str, studies: Collection[str]) -> str:
    """Return a number of things of a number of studies, as people read it."""
    plural = "y" if len(studies) == 1 else "ies"
    return f"{counted(number, what)} of {len(studies):,} stud{plural}"
