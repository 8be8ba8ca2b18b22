"""The columns on appraisal that tables of studies may have: `appraisal`, and `appraisal:<tool>`."""

from __future__ import annotations

from tamis.appraisal.engine.tool import Domain
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.material import Material, anchor
from tamis.reports.context import Context
from tamis.synthesis.cells import Cell, Part, Signs
from tamis.synthesis.study_table import Appraised
from tamis.tables import Assessment

NOT_BY_IT = Cell(("not by this tool",), "not_applicable")


def columns(context: Context) -> dict[str, Appraised]:
    """Return the columns by their ids; in `appraisal` each part says its tool, where there are several.

    A study for which a tool is not meant has `NOT_BY_IT` in that tool's column.
    """
    tools, studies = context.built.tools, context.built.study
    whole: dict[str, Cell] = {}
    found = {"appraisal": Appraised("Appraisal", whole)}
    for id, tool in tools.items():
        material = Material(context, tool)
        cells: dict[str, Cell] = {}
        for row in material.assessments:
            first = row.study not in cells
            for those, name in ((cells, ""), (whole, wording.short(tool) if len(tools) > 1 else "")):
                parts = those.get(row.study, Cell()).parts
                those[row.study] = Cell((), "given", parts=(*parts, _part(material, row, name, first=first)))
        found[f"appraisal:{id}"] = Appraised(tool.title, {**dict.fromkeys(studies, NOT_BY_IT), **cells})
    return found


def _part(material: Material, row: Assessment, name: str, *, first: bool) -> Part:
    """Return how a study, or a result of it, was appraised; the category is said with the first result."""
    tool, config = material.tool, material.context.built.config
    lines: list[str | Signs] = []
    if first and len(tool.categories) > 1 and (kind := wording.category(tool, row)):
        lines.append(kind)
    signs = [] if row.outcome in ("none", "stopped") or tool.overall else _signs(material, row)
    if row.outcome != "appraised" or not signs:
        lines.append(wording.outcome(material, row))
    lines += signs
    if config.appraisal.percent and (met := wording.met(tool, row)):
        lines.append(met)
    if row.level:
        lines.append(wording.level(config, row.level))
    of = ", ".join(part for part in (name, material.outcomes.get(row.result, row.result)) if part)
    head = "" if of else wording.outcome(material, row)
    if isinstance(lines[0], str):
        head = str(lines.pop(0))
    return Part(
        ": ".join(part for part in (of, head) if part),
        tuple(lines),
        anchor(row.study, tool.id, row.result),
        row.place,
    )


def _signs(material: Material, row: Assessment) -> list[Signs]:
    """Return the ratings of each domain that is due, or its judgement where domains are judged."""
    due = material.tool.due(row.category, row.component)
    judged = [domain for domain in due if domain.judged or domain.rules]
    if judged:
        return [
            Signs(f"{domain.short} {domain.label}", (_judged(material, row, domain),)) for domain in judged
        ]
    return [_rated(material, row, domain) for domain in due]


def _judged(material: Material, row: Assessment, domain: Domain) -> tuple[str, str]:
    found = material.judgement.get((row.study, row.result, domain.id))
    if found and found.state == "disputed":
        return wording.DISPUTED.symbol, wording.DISPUTED.label
    signs = {sign.id: sign for sign in material.tool.signs(domain.id)}
    sign = signs.get(found.judgement, material.tool.missing) if found else material.tool.missing
    return sign.symbol, sign.label


def _rated(material: Material, row: Assessment, domain: Domain) -> Signs:
    ids = domain.item_ids
    rows = [material.rating.get((row.study, row.result, domain.id, item)) for item in ids]
    signs = [wording.sign(material.tool, each) if each else material.tool.missing for each in rows]
    of = f"{ids[0]} to {ids[-1]}" if len(ids) > 1 else ids[0]
    return Signs(of, tuple((sign.symbol, sign.label) for sign in signs))
