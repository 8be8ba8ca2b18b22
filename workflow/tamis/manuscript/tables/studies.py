"""The tables of the config, by their ids: one row a study, fields of the pro-forma as columns."""

from __future__ import annotations

from functools import partial

from tamis.config import TableSpec
from tamis.manuscript.citing import inside
from tamis.manuscript.tables.made import TableMaker, cell, spanning, table
from tamis.reports.context import Context
from tamis.reports.numbers import NOT_RECORDED
from tamis.reports.tables import shown
from tamis.synthesis.cells import Cell as StudyCell
from tamis.synthesis.cells import Signs
from tamis.synthesis.study_table import APPRAISAL
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

DESCRIBED = [("<table>", "a table of the config (synthesis.tables), by its id")]
#: Tables of more columns than this are better read on a page that lies on its side.
_UPRIGHT = 4


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables of the config."""
    return {spec.id: partial(_table, context, spec) for spec in context.built.config.tables}


def _table(context: Context, spec: TableSpec) -> Table:
    made = shown(context, spec)
    heads = ["Study", *(field.label for field in made.table.columns)]
    rows: list[tuple[Cell, ...]] = []
    for group in made.table.groups:
        if group.label:
            rows.append(spanning(group.label, len(heads)))
        rows += [
            (
                cell((inside.study(row.label, row.study),), head="row"),
                *(
                    _cell(context, row.study, field.id, field.type == APPRAISAL, of)
                    for field, of in zip(made.table.columns, row.cells, strict=True)
                ),
            )
            for row in group.rows
        ]
    note = "; ".join(f"{symbol} {word}" for symbol, word in made.signs)
    return table(
        spec.id,
        made.table.title,
        heads,
        rows,
        widths=(100 - sum(made.widths), *made.widths),
        note=f"Ratings: {note}." if note else "",
        wide=len(made.table.columns) > _UPRIGHT,
    )


def _cell(context: Context, study: str, field: str, appraised: bool, of: StudyCell) -> Cell:
    """Return a cell as the page words it."""
    if of.parts:
        return Cell(
            tuple(line for part in of.parts for line in (plain(part.head), *map(_line, part.lines)) if line)
        )
    if appraised:
        return cell(of.note or "not appraised")
    if (study, field) in context.disputed:
        return cell("in dispute")
    if of.lines:
        return Cell(tuple(plain(line) for line in of.lines))
    return cell("not reported" if of.place else NOT_RECORDED)


def _line(line: str | Signs) -> Runs:
    if isinstance(line, str):
        return plain(line)
    return (Run(f"{line.of}: "), Run(" ".join(symbol for symbol, _ in line.signs)))
