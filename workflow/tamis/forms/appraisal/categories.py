"""Which category of a tool each study is, as a table to fill in: studies of which it does not follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from tamis.appraisal.cases.case import Case
from tamis.appraisal.engine.tool import Kind, Tool
from tamis.config import Config
from tamis.errors import counted
from tamis.forms.appraisal import now as appraised
from tamis.forms.appraisal.now import Appraised
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.forms.sheet.workbook import Sheet
from tamis.review import Review
from tamis.tables import TEAM, Category

_SHEET = Sheet(
    title="categories",
    widths={
        "cited": 24,
        "study": 14,
        "tool": 11,
        "result": 12,
        "design": 36,
        "category": 18,
        "component": 18,
        "who": 8,
        "why": 60,
    },
    fixed=2,
)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the studies that have no category yet."""
    there = appraised.read(review, config, asked.tool)
    place = appraised.folder(review) / f"categories{SUFFIX[asked.output]}"
    rows = [_row(there, case) for case in _open(there)]
    if not rows:
        return Filled(place, b"", "No study waits for a category: no list is written.")
    said = f"{counted(len(rows), 'row')}. Fill in category, who and why"
    if any(kind.components for tool in there.tools.values() for kind in tool.categories):
        said += ", and component where the category needs one"
    said += ". Rows without who may stay."
    kinds = [there.tools[row.tool].categories for row in rows]
    choices: dict[str, list[Sequence[str]]] = {
        "category": [[kind.id for kind in each] for each in kinds],
        "component": [[*dict.fromkeys(id for kind in each for id in kind.components)] for each in kinds],
        "who": [[*config.active, TEAM]] * len(rows),
    }
    tools = there.of({row.tool for row in rows})
    return Filled(place, appraised.content(asked, _SHEET, rows, tools, choices), said)


def _open(there: Appraised) -> Iterator[Case]:
    """Yield what has no category; where no result of a study has one, the study once, for all of them."""
    cases = (one.case for one in there.assessed)
    for _, those in groupby(cases, attrgetter("study.study", "tool.id")):
        results = [*those]
        without = [case for case in results if not case.category]
        yield from [replace(without[0], result="")] if len(without) == len(results) else without


def _row(there: Appraised, case: Case) -> Category:
    study, tool, result = case.key
    return Category(
        study=study,
        tool=tool,
        result=result,
        category=_proposed(case.tool, case.fitting or ()),
        cited=there.cited(case),
        design=case.design.label,
    )


def _proposed(tool: Tool, fitting: Sequence[str]) -> str:
    """Return the only category that fits a design and wants a component, which a person must name."""
    kind: Kind | None = tool.category(fitting[0]) if len(fitting) == 1 else None
    return kind.id if kind and kind.components else ""


FORM = Form(
    doc="studies that have no category of a tool yet; one list for all",
    fill=_fill,
    outputs=("xlsx", "csv"),
    personal=False,
    options={"tool"},
)
