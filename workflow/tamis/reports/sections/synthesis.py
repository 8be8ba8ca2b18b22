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
from tamis.synthesis.directions import MARKS, DirectionRow, DirectionTable, direction_table
from tamis.synthesis.framework import framework_matrix
from tamis.synthesis.quality import Quality, groups
from tamis.tables import Direction


def make(context: Context) -> dict[str, Any]:
    """Return the text, the remaining tables, directions by outcome and by quality, and the matrix."""
    built = context.built
    config = built.config
    directions = direction_table(config.outcomes, built.directions, built.studies)
    quality = wording.graded(built)
    return {
        "text": markdown.html(built.text.text, built.library),
        "text_file": built.text.file,
        "levels": levels(context) if quality.levels else [],
        "graded": bool(quality.of),
        "tables": [shown(context, spec) for spec in config.tables[1:]],
        "marks": {mark.id: mark for mark in MARKS},
        "outcomes": outcomes(context, directions, quality) if built.directions else [],
        "framework": framework_matrix(config.framework, built.framework) if config.framework else None,
    }


def outcomes(context: Context, table: DirectionTable, quality: Quality) -> list[dict[str, Any]]:
    """Return, outcome by outcome, the studies that were coded, their grades, and how many point each way."""
    result = []
    for position, outcome in enumerate(table.outcomes):
        rows = [(row, cell) for row in table.rows if (cell := row.cells[position])]
        tally = [
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
        tools = {row.study: quality.tool(row.study, outcome.id) for row, _ in rows}
        named = {study: wording.short(context.built.tools[tool]) for study, tool in tools.items() if tool}
        graded = [
            (row, cell, quality.grade(row.study, outcome.id), named.get(row.study, "")) for row, cell in rows
        ]
        by_quality = sensitivity(context, outcome, rows, quality) if quality.levels else []
        result.append(
            {
                "outcome": outcome,
                "rows": graded,
                "tally": tally,
                "by_quality": by_quality,
                "by": " and ".join(dict.fromkeys(named.values())),
            }
        )
    return result


def sensitivity(
    context: Context, outcome: Outcome, rows: Sequence[tuple[DirectionRow, Direction]], quality: Quality
) -> list[tuple[str, list[str], list[Number]]]:
    """Return, for all studies and level by level, which studies they are, and how many point each way."""
    coded = {row.study: (row, cell) for row, cell in rows}
    return [
        (
            title,
            list(studies),
            [
                context.numbers.count(
                    f"quality-{slug(outcome.id)}-{slug(id)}-{slug(mark.id)}",
                    f"“{outcome.label}”, {title[:1].lower()}{title[1:]}: {mark.label}",
                    table="build/synthesis/directions.csv",
                    where=f"outcome is {outcome.id}; direction is {mark.id}; {_of(id)}",
                    by=groups,
                    behind=[
                        Behind(cell.place, row.label)
                        for row, cell in (coded[study] for study in studies)
                        if cell.direction == mark.id
                    ],
                )
                for mark in MARKS
            ],
        )
        for id, title, studies in groups(quality, [*coded], outcome.id)
    ]


def _of(group: str) -> str:
    """Return which studies a set of a sensitivity analysis has, as a condition on a table."""
    table = "build/appraisal/assessments.csv"
    kind, _, level = group.partition("-")
    return {
        "all": "every study",
        "level": f"level is {level} in {table}",
        "but_lowest": f"level is not the lowest, and not empty, in {table}",
        "none": f"level is empty in {table}",
    }[kind]
