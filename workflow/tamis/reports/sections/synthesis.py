"""What the studies found: the team's text, tables by group, direction of effect, framework matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tamis.config import Outcome
from tamis.reports import markdown
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.methods import levels
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.reports.tables import shown
from tamis.synthesis.directions import MARKS, DirectionRow, DirectionTable, Mark, direction_table
from tamis.synthesis.framework import framework_matrix
from tamis.synthesis.quality import Grade, Quality, groups
from tamis.tables import Direction


def make(context: Context) -> dict[str, Any]:
    """Return the text, the remaining tables, directions by outcome and by quality, and the matrix.

    What no study or component is in is left out.
    """
    built = context.built
    config = built.config
    directions = direction_table(config.outcomes, built.directions, built.studies)
    quality = wording.graded(built)
    return {
        "text": markdown.html(built.text.text, built.library),
        "text_file": built.text.file,
        "levels": levels(context) if quality.levels else [],
        "graded": bool(quality.of),
        "tables": [shown(context, spec) for spec in config.tables[1:] if built.studies],
        "marks": {mark.id: mark for mark in MARKS},
        "outcomes": outcomes(context, directions, quality) if built.directions else [],
        "framework": framework_matrix(config.framework, built.framework)
        if config.framework and built.framework
        else None,
    }


def outcomes(context: Context, table: DirectionTable, quality: Quality) -> list[dict[str, Any]]:
    """Return, outcome by outcome, the studies that were coded, their grades, and how many point each way."""
    result = []
    for position, outcome in enumerate(table.outcomes):
        rows = [(row, cell) for row in table.rows if (cell := row.cells[position])]
        short = {id: wording.short(tool) for id, tool in context.built.tools.items()}
        graded = [
            (row, cell, [(short[id], grade) for id, grade in quality.given(row.study, outcome.id).items()])
            for row, cell in rows
        ]
        by_quality = sensitivity(context, outcome, rows, quality) if quality.levels else []
        result.append(
            {
                "outcome": outcome,
                "rows": graded,
                "tally": directed(context, table, position),
                "by_quality": by_quality,
            }
        )
    return result


def directed(context: Context, table: DirectionTable, position: int) -> list[tuple[Mark, Number]]:
    """Return how many studies point each way on one of a table's outcomes."""
    outcome = table.outcomes[position]
    rows = [(row, cell) for row in table.rows if (cell := row.cells[position])]
    return [
        (
            mark,
            context.numbers.value(
                f"direction-{slug(outcome.id)}-{slug(mark.id)}",
                table.counts[position][mark.id],
                f"Studies coded for “{outcome.label}”: {mark.label}",
                table="build/synthesis/directions.csv",
                where=f"outcome is {outcome.id}; direction is {mark.id}",
                by=direction_table,
                behind=[Behind(c.place, row.label) for row, c in rows if c.direction == mark.id],
            ),
        )
        for mark in MARKS
    ]


def sensitivity(
    context: Context, outcome: Outcome, rows: Sequence[tuple[DirectionRow, Direction]], quality: Quality
) -> list[tuple[str, list[tuple[str, list[str], list[Number]]]]]:
    """Return how many studies point each way, for all studies and level by level, and which studies they are.

    A table for each tool, with its name; one for all tools that have the same levels. A tool by which none of
    these studies has a level has none.
    """
    return [
        (
            " and ".join(wording.short(context.built.tools[tool]) for tool in tools),
            [(title, studies, numbers) for _, title, studies, numbers in those],
        )
        for tools, those in sets(context, outcome, rows, quality)
    ]


def sets(
    context: Context, outcome: Outcome, rows: Sequence[tuple[DirectionRow, Direction]], quality: Quality
) -> list[tuple[list[str], list[tuple[str, str, list[str], list[Number]]]]]:
    """Return tools with the same levels, and each set of studies by these: id, heading, studies, numbers."""
    coded = {row.study: (row, cell) for row, cell in rows}
    given = {study: quality.given(study, outcome.id) for study in coded}
    scales: dict[tuple[Grade, ...], list[str]] = {}
    for tool, scale in quality.scales.items():
        if any(tool in grades for grades in given.values()):
            scales.setdefault(scale, []).append(tool)
    made = []
    for scale, tools in scales.items():
        graded = {
            study: next((grades[tool] for tool in tools if tool in grades), None)
            for study, grades in given.items()
        }
        those = [
            (
                id,
                title,
                list(studies),
                _numbers(context, outcome, tools, (id, title), [coded[s] for s in studies]),
            )
            for id, title, studies in groups(scale, graded)
        ]
        made.append((tools, those))
    return made


def _numbers(
    context: Context,
    outcome: Outcome,
    tools: Sequence[str],
    group: tuple[str, str],
    rows: Sequence[tuple[DirectionRow, Direction]],
) -> list[Number]:
    """Return how many studies of a set, with its id and heading, point each way."""
    id, title = group
    return [
        context.numbers.count(
            f"quality-{slug(outcome.id)}-{slug('-'.join(tools))}-{slug(id)}-{slug(mark.id)}",
            f"“{outcome.label}”, {title[:1].lower()}{title[1:]}: {mark.label}",
            table="build/synthesis/directions.csv",
            where=f"outcome is {outcome.id}; direction is {mark.id}; {_of(id, tools)}",
            by=groups,
            behind=[Behind(cell.place, row.label) for row, cell in rows if cell.direction == mark.id],
        )
        for mark in MARKS
    ]


def _of(group: str, tools: Sequence[str]) -> str:
    """Return which studies a set of a sensitivity analysis has, as a condition on a table."""
    table = f"build/appraisal/assessments.csv (tool is {' or '.join(tools)})"
    kind, _, level = group.partition("-")
    return {
        "all": "every study",
        "level": f"level is {level} in {table}",
        "but_lowest": f"level is not the lowest, and not empty, in {table}",
        "none": f"level is empty in {table}",
    }[kind]
