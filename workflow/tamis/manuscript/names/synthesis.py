"""`synthesis`: for each outcome, how many studies point each way, and by level of quality."""

from __future__ import annotations

from tamis.manuscript.names.made import Names, of, part, parts, under
from tamis.reports.appraisal import wording
from tamis.reports.context import Context
from tamis.reports.sections.synthesis import directed, sets
from tamis.synthesis.directions import MARKS, direction_table

DESCRIBED = [
    *((f"synthesis.<outcome>.{mark.id}", f"studies coded for an outcome: {mark.label}") for mark in MARKS),
    *(
        (f"synthesis.<outcome>.<level>.{mark.id}", f"of the studies of a level of quality: {mark.label}")
        for mark in MARKS
    ),
]


def make(context: Context) -> Names:
    """Return how many studies point each way."""
    built = context.built
    table = direction_table(built.config.outcomes, built.directions, built.studies)
    quality = wording.graded(built)
    ids = parts(outcome.id for outcome in table.outcomes)
    named: Names = {}
    for position, outcome in enumerate(table.outcomes):
        prefix = f"synthesis.{ids[outcome.id]}"
        made = under(
            prefix, [(mark.id, of("", number)) for mark, number in directed(context, table, position)]
        )
        rows = [(row, cell) for row in table.rows if (cell := row.cells[position])]
        scales = sets(context, outcome, rows, quality) if quality.levels and rows else []
        for tools, groups in scales:
            of_tools = f"{part('_'.join(tools))}_" if len(scales) > 1 else ""
            for id, _, _, numbers in groups:
                level = f"{of_tools}{part(id.removeprefix('level-'))}"
                found = [(mark.id, of("", number)) for mark, number in zip(MARKS, numbers, strict=True)]
                made |= under(f"{prefix}.{level}", found)
        named |= made
        if ids[outcome.id] != outcome.id:
            named |= {
                f"synthesis.{outcome.id}{name.removeprefix(prefix)}": value for name, value in made.items()
            }
    return named
