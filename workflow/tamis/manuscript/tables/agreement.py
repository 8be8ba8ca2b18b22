"""The table of agreement between reviewers, as the audit page prints it."""

from __future__ import annotations

from functools import partial

from tamis.manuscript.tables.made import Content, TableMaker, cell, spanning, table
from tamis.reports.audit.coefficients import pairs
from tamis.reports.audit.measures import MEASURES
from tamis.reports.context import Context
from tamis.tables import STAGE_NAMES, STAGES
from tamis.typeset.blocks import Cell, Table, plain

DESCRIBED = [("agreement", "agreement of the reviewers in screening, with confidence intervals")]


def make(context: Context) -> dict[str, TableMaker]:
    """Return the table."""
    return {"agreement": partial(_table, context)}


def _table(context: Context) -> Table:
    heads = ["Reviewers", "Citations", *(name for name, _ in MEASURES)]
    mark = context.mark("agreement")
    rows: list[list[Content] | tuple[Cell, ...]] = []
    for stage in STAGES:
        lines = pairs(context.built.agreement, stage, "all")
        if lines:
            rows.append(spanning(STAGE_NAMES[stage], len(heads)))
        for line in lines:
            n = Cell((plain(f"{line.both - line.left_out:,}{mark}"),), align="right")
            rows.append([line.who, n, *(cell(f"{value}{mark}") for value in line.values)])
    return table(
        "agreement",
        "Agreement of reviewers on their first votes",
        heads,
        rows,
        widths=(12, 12, 15, 14, 15, 9, 12, 11),
        note=(
            "In brackets: 95% confidence intervals. PABAK: kappa adjusted for prevalence and bias. Votes "
            "were compared "
            "before conflicts were settled."
        ),
        wide=True,
    )
