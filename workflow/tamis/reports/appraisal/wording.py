"""The words for categories, outcomes and levels, as the section, the tables and the sheets print them."""

from __future__ import annotations

from tamis.appraisal.engine.tool import OVERALL, Sign, Tool, inside
from tamis.appraisal.figures.palette import DISPUTED, colour
from tamis.config import Config
from tamis.reports.appraisal.material import Material
from tamis.reports.built import Built
from tamis.synthesis.quality import Grade, Quality, level_grades, quality
from tamis.tables import Appraisal, Assessment

__all__ = [
    "DISPUTED",
    "category",
    "graded",
    "level",
    "levels",
    "met",
    "met_cell",
    "met_head",
    "outcome",
    "share",
    "short",
    "sign",
    "title",
]


def category(tool: Tool, row: Assessment) -> str:
    """Return how the category of a study is printed, with the component of a mixed one; empty: not known."""
    kind = tool.category(row.category)
    if kind is None:
        return ""
    component = tool.domain.get(row.component)
    return f"{kind.label}, with {inside(component.label)}" if component else kind.label


def outcome(material: Material, row: Assessment) -> str:
    """Return what came of an appraisal, in words; criteria met are not counted here."""
    tool = material.tool
    if row.outcome == "stopped" and tool.screening:
        return tool.screening.otherwise
    if row.outcome == "none":
        return "Not rated yet"
    if row.outcome == "incomplete":
        return f"Incomplete: {_lacking(material, row)}"
    return tool.shown(OVERALL, row.judgement) if row.judgement else "Appraised"


def _lacking(material: Material, row: Assessment) -> str:
    """Return what an incomplete appraisal lacks."""
    tool = material.tool
    if row.due is None or row.answered is None or not row.category:
        return "category not known"
    first = tool.screening.domain if tool.screening else ""
    due = [each for each in material.by_case.get((row.study, row.result), ()) if each.due == "yes"]
    disputed = sum(each.state == "disputed" for each in due if each.domain != first)
    if row.answered + disputed < row.due:
        text = f"{row.answered} of {row.due} {'answered' if tool.judged else 'rated'}"
        return f"{text}, {disputed} in dispute" if disputed else text
    if disputed:
        return f"{disputed} of {row.due} in dispute"
    if any(each.domain == first and each.state != "given" for each in due):
        return "the screening questions are open"
    return "not everything is judged"


def share(tool: Tool, row: Assessment) -> str:
    """Return criteria met in per cent, as printed, and of what; empty where there is no such figure."""
    if row.percent is None or not tool.met:
        return ""
    several = len(tool.due(row.category, row.component)) > 1
    return f"{row.percent:.0f}%{' in its weakest part' if several else ''}"


def met(tool: Tool, row: Assessment) -> str:
    """Return how many criteria are met, and in per cent; empty where there is no such figure.

    It is for reviews alone that ask for it by `percent`.
    """
    of = share(tool, row)
    return f"{row.met} of {row.due} criteria met ({of})" if of else ""


def met_cell(tool: Tool, row: Assessment) -> str:
    """Return the same for a cell under the heading that `met_head` gives, which says of what it is."""
    return f"{row.met} of {row.due} ({row.percent:.0f}%)" if share(tool, row) else ""


def met_head(tool: Tool) -> str:
    """Return the heading of criteria met, and of what per cent is where studies can have several parts."""
    several = any(len(tool.due(kind.id)) > 1 for kind in tool.categories)
    return f"Criteria met (per cent{': weakest part' if several else ''})"


def sign(tool: Tool, row: Appraisal) -> Sign:
    """Return the sign of what holds of a criterion."""
    return DISPUTED if row.state == "disputed" else tool.answer_of.get(row.answer, tool.missing)


def level(config: Config, id: str) -> str:
    """Return how a level of quality is printed."""
    return next((each.label for each in config.appraisal.levels if each.id == id), id)


def title(tool: Tool) -> str:
    """Return the name of a tool with its version."""
    return f"{tool.title}, version {tool.version}"


def short(tool: Tool) -> str:
    """Return what a tool is called for short: what its title has in brackets at its end, or the title."""
    return tool.title.rpartition("(")[2].removesuffix(")") if tool.title.endswith(")") else tool.title


def levels(config: Config, tool: Tool) -> dict[str, Grade]:
    """Return how the team's levels of quality that a tool can tell of are shown, by their ids."""
    told = [
        level
        for level in config.appraisal.levels
        if level.tool in ("", tool.id)
        and ((level.met is not None and tool.met) or (level.judgements and tool.overall))
    ]
    return {each.id: each for each in level_grades(told, config.figures.palette)}


def graded(built: Built) -> Quality:
    """Return each study's level, or judgement of the whole, for shading and sensitivity analyses."""
    config, palette = built.config, built.config.figures.palette
    if config.appraisal.levels:
        scales = {id: tuple(levels(config, tool).values()) for id, tool in built.tools.items()}
        return quality(scales, built.assessments, levels=True)
    judgements = {
        id: tuple(
            Grade(sign.id, sign.label, sign.symbol, colour(sign, palette)) for sign in tool.signs(OVERALL)
        )
        for id, tool in built.tools.items()
        if tool.overall
    }
    return quality(judgements, built.assessments, levels=False)
