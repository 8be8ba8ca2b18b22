"""`appraisal`: for each tool: studies appraised, levels, answers to each criterion, judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tamis.appraisal.engine.tool import OVERALL
from tamis.manuscript.names import said
from tamis.manuscript.names.made import Names, of, part, parts, under
from tamis.manuscript.values import Quantity
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.material import Material
from tamis.reports.context import Context
from tamis.reports.sections.appraisal import by_item, judgements, words_of
from tamis.tables import Assessment

_ASSESSMENTS_TABLE = "build/appraisal/assessments.csv"

DESCRIBED = [
    ("appraisal.<tool>.title", "the name of the tool, with its version"),
    ("appraisal.<tool>.studies", "studies that are to be appraised with the tool"),
    ("appraisal.<tool>.appraised", "studies whose appraisal is complete"),
    ("appraisal.<tool>.stopped", "studies that were not appraised further, after the screening questions"),
    ("appraisal.<tool>.level.<level>", "studies of one of the team's levels of quality; none: of no level"),
    (
        "appraisal.<tool>.item.<item>.<answer>",
        "studies with an answer to a criterion: item.1.1.yes; missing, disputed: with none that holds",
    ),
    ("appraisal.<tool>.judgement.<domain>.<judgement>", "studies with a judgement of a domain, or overall"),
]


def make(context: Context) -> Names:
    """Return what is counted of each tool; of a tool for results, a study counts once for each result."""
    tools = context.built.tools
    ids = parts(tools)
    named: Names = {}
    for id, tool in tools.items():
        material = Material(context, tool)
        for prefix in dict.fromkeys((f"appraisal.{ids[id]}", f"appraisal.{id}")):
            named |= _tool(material, prefix, f"appraisal.{ids[id]}")
    return named


def _tool(material: Material, prefix: str, own: str) -> Names:
    """Return the numbers of a tool under a prefix; `own` is the one that a quantity is named by."""
    tool, config = material.tool, material.context.built.config

    def number(name: str, rows: Sequence[Assessment], words: str, where: str, *called: str) -> Quantity:
        cases = {(row.study, row.result) for row in rows}
        where = f"tool is {tool.id}{where}"
        text = f"{tool.title}: {words}"
        return Quantity(f"{own}.{name}", len(cases), text, _ASSESSMENTS_TABLE, where, called=called)

    rows = material.assessments
    complete = [row for row in rows if row.outcome == "appraised"]
    stopped = [row for row in rows if row.outcome == "stopped"]
    named: dict[str, Any] = {
        f"{prefix}.title": wording.title(tool),
        f"{prefix}.studies": number("studies", rows, "studies to be appraised", ""),
        f"{prefix}.appraised": number(
            "appraised", complete, "studies whose appraisal is complete", "; outcome is appraised"
        ),
        f"{prefix}.stopped": number(
            "stopped", stopped, "studies not appraised further", "; outcome is stopped"
        ),
    }
    grades = wording.levels(config, tool)
    if grades:
        words_for = {level.id: level.words for level in config.appraisal.levels}
        levels = [
            (
                id,
                number(
                    f"level.{part(id)}",
                    [row for row in rows if row.level == id],
                    f"studies of the level {grade.label}",
                    f"; level is {id}",
                    *said.graded(grade.label, words_for.get(id, ())),
                ),
            )
            for id, grade in grades.items()
        ]
        none = [row for row in rows if not row.level]
        levels.append(("none", number("level.none", none, "studies of no level", "; level is empty")))
        named |= _under(prefix, own, "level", levels)
    said_of = words_of(material)
    counted = by_item(material)
    twice = [item for _, item in counted]
    for (domain, item), numbers in counted.items():
        id = f"{domain}_{item}" if twice.count(item) > 1 else item
        answers = [
            (answer or ("missing" if state == "empty" else state), of("", number))
            for (state, answer, _), number in zip(said_of, numbers, strict=True)
        ]
        for name in dict.fromkeys((part(id), id)):
            made = under(f"{own}.item.{part(id)}", answers)
            named |= {
                f"{prefix}.item.{name}{key.removeprefix(f'{own}.item.{part(id)}')}": q
                for key, q in made.items()
            }
    if tool.judged or tool.overall:
        named |= _judged(material, prefix, own)
    return named


def _under(prefix: str, own: str, kind: str, found: list[tuple[str, Quantity]]) -> Names:
    return {f"{prefix}{key.removeprefix(own)}": value for key, value in under(f"{own}.{kind}", found).items()}


def _judged(material: Material, prefix: str, own: str) -> Names:
    """Return how often each judgement was made of each domain, and of the whole."""
    domains = {domain.label: domain.id for domain in material.tool.domains}
    named: Names = {}
    for _, label, numbers in judgements(material):
        found = [(sign.id or "missing", of("", number)) for sign, number in numbers]
        named |= _under(prefix, own, f"judgement.{part(domains.get(label, OVERALL))}", found)
    return named
