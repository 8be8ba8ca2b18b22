"""What the studies found: tables by group, direction of effect, framework matrix."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.numbers import Behind, slug
from tamis.reports.tables import shown
from tamis.synthesis.directions import MARKS, DirectionTable, direction_table
from tamis.synthesis.framework import framework_matrix


def make(context: Context) -> dict[str, Any]:
    """Return the remaining tables, the directions of effect by outcome, and the framework matrix."""
    built = context.built
    config = built.config
    directions = direction_table(config.outcomes, built.directions, built.studies)
    return {
        "tables": [shown(context, spec) for spec in config.tables[1:]],
        "marks": {mark.id: mark for mark in MARKS},
        "outcomes": outcomes(context, directions) if built.directions else [],
        "framework": framework_matrix(config.framework, built.framework) if config.framework else None,
    }


def outcomes(context: Context, table: DirectionTable) -> list[dict[str, Any]]:
    """Return, outcome by outcome, the studies that were coded, and how many point each way."""
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
        result.append({"outcome": outcome, "rows": rows, "tally": tally})
    return result
