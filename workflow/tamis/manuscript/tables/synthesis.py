"""Tables of the synthesis: the direction of effect of each study, and the framework matrix."""

from __future__ import annotations

from functools import partial

from tamis.config import Framework
from tamis.manuscript.citing import inside
from tamis.manuscript.tables.made import Content, TableMaker, cell, table
from tamis.reports.context import Context
from tamis.reports.references import CITATION, cited
from tamis.reports.sections.synthesis import directed
from tamis.synthesis.directions import MARKS, direction_table
from tamis.synthesis.framework import Component, framework_matrix
from tamis.tables import Direction
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

DESCRIBED = [
    ("directions", "the direction of effect of each study on each outcome, where outcomes are coded"),
    ("framework", "the framework matrix, where the config has one"),
]


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables."""
    config = context.built.config
    return {
        **({"directions": partial(_directions, context)} if config.outcomes else {}),
        **({"framework": partial(_framework, context, config.framework)} if config.framework else {}),
    }


def _directions(context: Context) -> Table:
    built = context.built
    found = direction_table(built.config.outcomes, built.directions, built.studies)
    heads = ["Study", *(outcome.label for outcome in found.outcomes)]
    rows: list[list[Content]] = [
        [(inside.study(row.label, row.study),), *map(_direction, row.cells)] for row in found.rows
    ]
    tallies = [directed(context, found, position) for position in range(len(found.outcomes))]
    for at, mark in enumerate(MARKS):
        numbers = [tally[at][1] for tally in tallies]
        if any(number.value for number in numbers):
            rows.append(
                [
                    f"Studies: {mark.symbol}",
                    *(Cell((plain(f"{number}{number.mark}"),), align="center") for number in numbers),
                ]
            )
    used = {row.direction for row in built.directions}
    key = "; ".join(f"{mark.symbol} {mark.label}" for mark in MARKS if mark.id in used)
    share = 70 // max(len(found.outcomes), 1)
    return table(
        "directions",
        "Direction of effect of each study",
        heads,
        rows,
        widths=(30, *[share] * len(found.outcomes)),
        note=f"{key}." if key else "",
    )


def _direction(row: Direction | None) -> Cell:
    symbol = (
        {mark.id: mark.symbol for mark in MARKS}.get(row.direction, row.direction) if row else "not coded"
    )
    return Cell((plain(symbol),), align="center")


def _framework(context: Context, framework: Framework) -> Table:
    built = context.built
    matrix = framework_matrix(framework, built.framework)
    rows: list[list[Content]] = [
        [row.label.label, *(_components(context, components) for components in row.cells)]
        for row in matrix.rows
    ]
    share = 86 // max(len(matrix.columns), 1)
    return table(
        "framework",
        matrix.title,
        ["", *(column.label for column in matrix.columns)],
        rows,
        widths=(14, *[share] * len(matrix.columns)),
        note=_prose(matrix.source),
        wide=len(matrix.columns) > 3,
    )


def _prose(text: str) -> Runs:
    """Return a text of the protocol; `[@id; @id]` in it cites."""
    made, at = list[Run](), 0
    for found in CITATION.finditer(text):
        made += [*plain(text[at : found.start()]), inside.behind(found[0][1:-1], *cited(found[0]))]
        at = found.end()
    return (*made, *plain(text[at:]))


def _components(context: Context, found: tuple[Component, ...]) -> Cell:
    """Return the components of a cell, each with the studies that report it."""
    labels = {study.study: study.label for study in context.built.studies}
    lines: list[Runs] = []
    for each in found:
        ids = [study for study in labels if study in each.studies]
        names = "; ".join(labels[study] for study in ids)
        lines.append((Run(f"• {each.text}"), *((Run(" "), inside.behind(names, *ids)) if ids else ())))
    return Cell(tuple(lines)) if lines else cell("–")
