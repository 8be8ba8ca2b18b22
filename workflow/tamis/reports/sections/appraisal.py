"""The appraisal: every rating and judgement in symbols and words, what the checks say, and the tallies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tamis.appraisal.engine.tool import OVERALL, Sign
from tamis.appraisal.figures.palette import DISPUTED
from tamis.reports.appraisal import agreement, grids, people, tally, wording, written
from tamis.reports.appraisal.checks import checked
from tamis.reports.appraisal.material import Material
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import Appraisal, DomainJudgement, Finding


def make(context: Context) -> dict[str, Any] | None:
    """Return what is shown of each tool, or None where none is used."""
    built = context.built
    if not built.tools:
        return None
    materials = [Material(context, tool) for tool in built.tools.values()]
    seen = {row.study for row in built.assessments}
    by_tool = {
        id: [row for row in built.findings if row.finding.split(":")[2:3] == [id]] for id in built.tools
    }
    placed = [row for rows in by_tool.values() for row in rows]
    tools = [_shown(material, by_tool[material.tool.id]) for material in materials]
    return {
        "tools": tools,
        "drawn": any(tool["grids"] for tool in tools),
        "without": [study for study in built.studies if study.study not in seen],
        "findings": checked(context, "text", [row for row in built.findings if row not in placed]),
    }


def _shown(material: Material, findings: Sequence[Finding]) -> dict[str, Any]:
    context, tool = material.context, material.tool
    rules = context.built.config.appraisal
    found = people.differences(material)
    drawn = grids.grids(material)
    asked = grids.answers(material) if tool.judged else []
    table = written.written(material)
    return {
        "tool": tool,
        "title": wording.title(tool),
        "legend": _legend(material, drawn, table),
        "grids": drawn,
        "shaded": any(row.level for grid in drawn for row in grid.rows),
        "extra": any(cell.extra for grid in drawn for row in grid.rows for cell in row.cells),
        "blank": any(cell.sign is None for grid in drawn for row in grid.rows for cell in row.cells),
        "counted": wording.met_head(tool) if any(row.met for grid in drawn for row in grid.rows) else "",
        "answers": asked,
        "answers_legend": _legend(material, asked, None, answers=True),
        "findings": checked(context, tool.id, findings),
        "written": table,
        "overruled": [row for row in material.judgement.values() if row.state == "overruled"],
        "name": material.name,
        "about": material.about,
        "shown": material.shown,
        "tallies": tallies(material),
        "judged": judgements(material),
        "by_item": by_item(material),
        "words": words_of(material),
        "worded": all(item.wording for domain in material.domains for item in domain.items),
        "categories": [(row, wording.category(tool, row), row.who) for row in material.assessments],
        "people": people.parts(material),
        "differences": found,
        "n": people.tallied(material, found) if found else {},
        "agreement": agreement.agreement(material) if rules.agreement else [],
        "domains": material.domains,
        "material": material,
        "sign": {**tool.answer_of, "": DISPUTED},  # what was written has an answer, or two
    }


def _legend(
    material: Material,
    drawn: Sequence[grids.Grid],
    table: written.Written | None,
    *,
    answers: bool = False,
) -> list[tuple[Sign, str]]:
    """Return every sign that stands in grids, or in the table as it was written, with what it means."""
    tool = material.tool
    signs = {cell.sign for grid in drawn for row in grid.rows for cell in row.cells if cell.sign}
    signs |= {wording.sign(tool, row) for _, _, rows in table.rows for row in rows if row} if table else set()
    judged = [*tool.judgements, *(tool.overall.judgements if tool.overall else ())] if tool.judged else []
    known = dict.fromkeys(tool.answers if answers or not judged else judged)
    due = f"{tool.missing.label}: due, and not {'judged' if judged and not answers else 'rated'}"
    words = {sign: sign.label for sign in known}
    words |= {tool.missing: due, DISPUTED: f"{DISPUTED.label}: two people differ"}
    return [(sign, text) for sign, text in words.items() if sign in signs]


#: The sets over which answers are counted: name, heading, rows.
_SETS = (
    ("own", "Criteria of each study’s own category", "; the criterion is of the study's own category"),
    ("all", "All criteria due by the tool’s rule", "; no screening question"),
    ("screening", "Screening questions", "; a screening question"),
)


def words_of(material: Material) -> list[tuple[str, str, str]]:
    """Return what can be said of a criterion that is due: state, answer, label."""
    return [
        *(("given", answer.id, answer.label) for answer in material.tool.answers),
        ("empty", "", material.tool.missing.label),
        ("disputed", "", DISPUTED.label),
    ]


def tallies(material: Material) -> list[dict[str, Any]]:
    """Return how often each answer was given, over three sets of criteria; none where domains are judged."""
    tool = material.tool
    if tool.judged:
        return []
    counted = tally.tally(material.ratings, material.assessments, tool)
    rows_of = tally.sets(material.ratings, material.assessments, tool)
    found = []
    for name, title, more in _SETS:
        counts: tally.Tally = getattr(counted, name)
        if not counts.due:
            continue
        rows = rows_of[name]
        where = f"tool is {tool.id}; due is yes{more}"
        values = {**counts.answers, "empty": counts.missing, "disputed": counts.disputed}
        found.append(
            {
                "title": title,
                "due": _number(material, f"{name}-due", counts.due, f"{title}: due", where, rows),
                "answers": [
                    _number(
                        material,
                        f"{name}-{state}-{slug(answer)}",
                        values[answer or state],
                        f"{title}: {label.lower()}",
                        f"{where}; {_said(state, answer)}",
                        [row for row in rows if (row.state, row.answer) == (state, answer)],
                    )
                    for state, answer, label in words_of(material)
                ],
            }
        )
    return found


def judgements(material: Material) -> list[tuple[str, str, list[tuple[Sign, Number]]]]:
    """Return, for each domain and the whole, its short name, label, and how often each judgement was made."""
    tool = material.tool
    named = [(domain.id, domain.short, domain.label) for domain in tool.domains]
    named += [(OVERALL, "", tool.overall.label)] if tool.overall else []
    found = []
    for id, short, label in named:
        rows = [row for (_, _, domain), row in material.judgement.items() if domain == id]
        if rows:
            signs = [*tool.signs(id), tool.missing]
            found.append((short, label, [(sign, _judged(material, id, label, sign, rows)) for sign in signs]))
    return found


def _judged(
    material: Material, domain: str, label: str, sign: Sign, rows: Sequence[DomainJudgement]
) -> Number:
    those = [row for row in rows if row.judgement == sign.id]
    return material.context.numbers.count(
        f"tool-{slug(material.tool.id)}-judged-{slug(domain)}-{slug(sign.id)}",
        f"{label}: {sign.label.lower()}",
        table="build/appraisal/judgements.csv",
        where=f"tool is {material.tool.id}; domain is {domain}; judgement is {sign.id or 'empty'}",
        by=judgements,
        behind=[Behind(row.place, material.name(row.study, row.result)) for row in those],
    )


def _said(state: str, answer: str) -> str:
    return f"answer is {answer}" if answer else f"state is {state}"


def by_item(material: Material) -> dict[tuple[str, str], list[Number]]:
    """Return, for each criterion, how often each answer was given over the studies for which it is due."""
    tool = material.tool
    rows: dict[tuple[str, str], list[Appraisal]] = {}
    for row in material.ratings:
        if row.due == "yes":
            rows.setdefault((row.domain, row.item), []).append(row)
    twice = [item for domain in tool.domains for item in domain.item_ids]
    return {
        (domain, item): [
            _number(
                material,
                f"item-{slug(item)}{of}-{state}-{slug(answer)}",
                len(found),
                f"Criterion {item}: {label.lower()}",
                f"tool is {tool.id}; domain is {domain}; item is {item}; due is yes; {_said(state, answer)}",
                found,
                by=by_item,
            )
            for state, answer, label in words_of(material)
            for found in [[row for row in those if (row.state, row.answer) == (state, answer)]]
        ]
        for (domain, item), those in rows.items()
        for of in [f"-{slug(domain)}" if twice.count(item) > 1 else ""]
    }


def _number(
    material: Material,
    id: str,
    value: int,
    words: str,
    where: str,
    rows: Sequence[Appraisal],
    by: Any = tally.tally,
) -> Number:
    return material.context.numbers.value(
        f"tool-{slug(material.tool.id)}-{id}",
        value,
        words,
        table="build/appraisal/ratings.csv",
        where=where,
        by=by,
        behind=[Behind(row.place, f"{material.name(row.study, row.result)}, {row.item}") for row in rows],
    )
