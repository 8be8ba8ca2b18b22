"""The tables of the config, by their ids: a row a study, or a row of a table that was extracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from tamis.config import TableSpec
from tamis.manuscript.citing import inside
from tamis.manuscript.tables.made import TableMaker, cell, spanning, table
from tamis.reports.context import Context
from tamis.reports.tables import Tally, shown
from tamis.synthesis.cells import Cell as StudyCell
from tamis.synthesis.cells import Signs
from tamis.synthesis.study_table import Head, StudyRow
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

DESCRIBED = [("<table>", "a table of the config (synthesis.tables), by its id")]
#: Tables of more columns than this are better read on a page that lies on its side.
_UPRIGHT = 4


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables of the config."""
    return {spec.id: partial(_table, context, spec) for spec in context.built.config.tables}


def _table(context: Context, spec: TableSpec) -> Table:
    made = shown(context, spec)
    heads = ["Study", *(head.label for head in made.table.columns)]
    rows: list[tuple[Cell, ...]] = []
    for group in made.table.groups:
        if group.label:
            rows.append(spanning(group.label, len(heads)))
        rows += [_row(made.table.columns, row) for row in group.rows]
    if rows:
        rows.append((cell("Reported in", head="row"), *map(_tally, made.tallies)))
    signs = "; ".join(f"{symbol} {word}" for symbol, word in made.signs)
    notes = [made.counted if rows else "", f"Ratings: {signs}." if signs else ""]
    return table(
        spec.id,
        made.table.title,
        heads,
        rows,
        widths=(100 - sum(made.widths), *made.widths),
        note=" ".join(filter(None, notes)),
        wide=len(made.table.columns) > _UPRIGHT,
    )


def _row(heads: Sequence[Head], row: StudyRow) -> tuple[Cell, ...]:
    """Return a row; what is of a study as a whole stands once for all its rows."""
    first = [cell((inside.study(row.label, row.study),), head="row")] if row.span else []
    cells = [
        _cell(of) if head.columns else replace(_cell(of), rows=row.span)
        for head, of in zip(heads, row.cells, strict=True)
        if head.columns or row.span
    ]
    return (*(replace(each, rows=row.span) for each in first), *cells)


def _cell(of: StudyCell) -> Cell:
    """Return a cell as the page words it."""
    if of.parts:
        return Cell(
            tuple(line for part in of.parts for line in (plain(part.head), *map(_line, part.lines)) if line)
        )
    return Cell(tuple((Run(line, italic=of.state != "given"),) for line in of.lines))


def _tally(of: Tally | None) -> Cell:
    """Return in how many studies a column is reported."""
    if of is None:
        return cell("–")
    others = (f"{number} {words}" for number, words in of.others)
    return cell("\n".join([f"{of.given} of {of.asked}", *others]))


def _line(line: str | Signs) -> Runs:
    if isinstance(line, str):
        return plain(line)
    return (Run(f"{line.of}: "), Run(" ".join(symbol for symbol, _ in line.signs)))
