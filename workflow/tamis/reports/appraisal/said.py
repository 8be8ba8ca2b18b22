"""The words for categories, outcomes and levels, as the section, the tables and the sheets print them."""

from __future__ import annotations

from dataclasses import replace

from tamis.appraisal.engine.tool import OVERALL, Tool
from tamis.appraisal.figures.palette import DISPUTED, colour
from tamis.config import Config
from tamis.reports.appraisal.material import Material
from tamis.reports.built import Built
from tamis.reports.context import Context
from tamis.synthesis.cells import Cell
from tamis.synthesis.quality import Grade, Quality, quality
from tamis.synthesis.study_table import Appraised
from tamis.tables import Assessment

__all__ = ["DISPUTED", "category", "columns", "graded", "judged", "level", "outcome", "percent", "title"]


def category(tool: Tool, row: Assessment) -> str:
    """Return how the category of a study is printed, with the component of a mixed one; empty: not known."""
    kind = tool.category(row.category)
    if kind is None:
        return ""
    component = tool.domain.get(row.component)
    return (
        f"{kind.label}, with {component.label[:1].lower()}{component.label[1:]}" if component else kind.label
    )


def outcome(tool: Tool, row: Assessment) -> str:
    """Return what came of an appraisal, in words; of one that is whole, what its ratings add up to."""
    if row.outcome == "stopped" and tool.screening:
        return tool.screening.otherwise
    if row.outcome == "none":
        return "Not rated yet"
    if row.outcome == "incomplete":
        if row.due is None or not row.category:
            return "Incomplete: category not known"
        if row.answered == row.due:
            return "Incomplete: not everything is judged"
        return f"Incomplete: {row.answered} of {row.due} {'answered' if tool.judged else 'rated'}"
    if row.judgement:
        return judged(tool, row.judgement)
    return f"{row.met} of {row.due} criteria met" if row.met is not None else "Appraised"


def judged(tool: Tool, judgement: str) -> str:
    """Return how a judgement of the whole is printed."""
    return next((sign.label for sign in tool.signs(OVERALL) if sign.id == judgement), judgement)


def percent(row: Assessment) -> str:
    """Return criteria met, in per cent, as printed; empty where there is no such figure."""
    return "" if row.percent is None else f"{row.percent:.0f}%"


def level(config: Config, id: str) -> str:
    """Return how a level of quality is printed."""
    return next((each.label for each in config.appraisal.levels if each.id == id), id)


def title(tool: Tool) -> str:
    """Return the name of a tool with its version."""
    return f"{tool.title}, version {tool.version}"


def graded(built: Built) -> Quality:
    """Return each study's level, or judgement of the whole, for shading and sensitivity analyses."""
    palette = built.config.figures.palette
    judgements = {
        id: tuple(
            Grade(sign.id, sign.label, sign.symbol, colour(sign, palette)) for sign in tool.signs(OVERALL)
        )
        for id, tool in built.tools.items()
        if tool.overall
    }
    return quality(built.config.appraisal.levels, built.assessments, judgements, palette)


def columns(context: Context) -> dict[str, Appraised]:
    """Return the columns on appraisal that tables may ask for: `appraisal`, and one a tool."""
    whole: dict[str, Cell] = {}
    found = {"appraisal": Appraised("Appraisal", whole)}
    for id, tool in context.built.tools.items():
        material = Material(context, tool)
        cells: dict[str, Cell] = {}
        for row in material.assessments:
            lines = _lines(material, row, first=row.study not in cells)
            for those in (cells, whole):
                before = those.get(row.study, Cell(place=row.place, tool=id))
                those[row.study] = replace(before, lines=(*before.lines, *lines))
        found[f"appraisal:{id}"] = Appraised(tool.title, cells)
    return found


def _lines(material: Material, row: Assessment, *, first: bool) -> list[str]:
    """Return the lines of a study's cell: category, what came of the appraisal, level."""
    tool, config = material.tool, material.context.built.config
    text = outcome(tool, row)
    if row.result:
        text = f"{material.outcomes.get(row.result, row.result)}: {text[:1].lower()}{text[1:]}"
    named = [category(tool, row)] if first and len(tool.categories) > 1 else []
    if config.appraisal.percent and row.percent is not None:
        text += f" ({percent(row)})"
    return [*(part for part in named if part), text, *([level(config, row.level)] if row.level else [])]
