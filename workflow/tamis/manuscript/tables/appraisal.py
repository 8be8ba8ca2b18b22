"""Tables of the appraisal: studies by criteria in symbols and colours, and the team's levels of quality."""

from __future__ import annotations

from functools import partial

from tamis.appraisal.engine.tool import Sign, Tool
from tamis.appraisal.figures.palette import colour, ink, is_open
from tamis.manuscript.citing import inside
from tamis.manuscript.names.made import parts
from tamis.manuscript.tables.made import Content, TableMaker, cell, table
from tamis.reports.appraisal import grids, wording
from tamis.reports.appraisal.material import Material
from tamis.reports.appraisal.methods import levels
from tamis.reports.context import Context
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

DESCRIBED = [
    ("appraisal", "how the studies were appraised with the first tool: studies by criteria"),
    ("appraisal_<tool>", "the same with another tool"),
    ("levels", "the team's levels of quality, each with its rule, and the studies of it"),
]


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables; without a tool there is none."""
    tools = context.built.tools
    ids = parts(tools)
    made: dict[str, TableMaker] = {}
    for id, tool in tools.items():
        for name in dict.fromkeys((id, ids[id])):
            made[f"appraisal_{name}"] = partial(_grid, context, tool, f"appraisal_{name}")
    if tools:
        made["appraisal"] = partial(_grid, context, next(iter(tools.values())), "appraisal")
    return made | ({"levels": partial(_levels, context)} if context.built.config.appraisal.levels else {})


def _grid(context: Context, tool: Tool, id: str) -> Table:
    """Return the grids of a tool one below the other; of several, each is headed by its criteria."""
    material = Material(context, tool)
    drawn = grids.grids(material)
    most = max((len(grid.heads) for grid in drawn), default=0)
    config = context.built.config
    outcome = tool.overall is None and any(row.outcome != "Appraised" for grid in drawn for row in grid.rows)
    level = any(row.level for grid in drawn for row in grid.rows)
    last = [*(["Outcome"] if outcome else []), *(["Level"] if level else [])]
    palette = config.figures.palette
    signs: dict[Sign, str] = {}
    about: dict[str, str] = {}
    rows: list[list[Content] | tuple[Cell, ...]] = []
    for grid in drawn:
        heads = _heads(grid)
        about |= {head.id: head.label for head in grid.heads}
        blank = [cell("") for _ in range(most - len(heads))]
        if len(drawn) > 1:
            rows.append(
                [
                    Cell(((Run(grid.title, bold=True),),), "row"),
                    *heads,
                    *blank,
                    *(cell("", head="col") for _ in last),
                ]
            )
        for row in grid.rows:
            cells = [_sign(one, palette) for one in row.cells]
            signs |= {one.sign: one.sign.label for one in row.cells if one.sign}
            more = [row.outcome] if outcome else []
            more += [row.level.label if row.level else "none"] if level else []
            rows.append([_named(context, material, row), *cells, *blank, *more])
    order = [*tool.answers, *tool.judgements, *(tool.overall.judgements if tool.overall else ())]
    known = sorted(signs, key=lambda sign: order.index(sign) if sign in order else len(order))
    key = "; ".join(f"{sign.symbol} {sign.label}" for sign in dict.fromkeys(known))
    asked = [item for domain in tool.domains for item in domain.item_ids]
    named = sorted(about.items(), key=lambda each: asked.index(each[0]) if each[0] in asked else len(asked))
    words = "; ".join(f"{name} {label}" for name, label in named if label and label != name)
    several = len(drawn) != 1
    criteria = Cell((plain("Criteria"),), "col", columns=most, align="center")
    columns = [criteria] if several and most else _heads(drawn[0]) if drawn else []
    widths = [*[(74 - 14 * len(last)) // max(most, 1)] * most, *[14] * len(last)]
    return table(
        id,
        f"Appraisal of the included studies with {wording.title(tool)}",
        ["Study", *columns, *last],
        rows,
        widths=(100 - sum(widths), *widths),
        note=f"{key}. {words}." if key and words else f"{key}." if key else "",
        wide=most > 10,
    )


def _named(context: Context, material: Material, row: grids.GridRow) -> Runs:
    """Return the study of a row, cited, and its result where there is one."""
    label = context.built.study[row.study].label
    result = material.name(row.study, row.result).removeprefix(label)
    return (inside.study(label, row.study), *plain(result))


def _heads(grid: grids.Grid) -> list[Cell]:
    return [Cell((plain(head.id),), "col", align="center") for head in grid.heads]


def _sign(of: grids.GridCell, palette: str) -> Cell:
    """Return the cell of a rating: its symbol on its colour, never the colour alone."""
    if of.sign is None:
        return Cell((plain(""),), align="center")
    fill = "" if is_open(of.sign) else colour(of.sign, palette)
    return Cell((plain(of.sign.symbol),), align="center", fill=fill, ink=ink(fill) if fill else "")


def _levels(context: Context) -> Table:
    built = context.built
    labels = {study.study: study.label for study in built.studies}
    rows: list[list[Content]] = []
    for level, rule in levels(context):
        those = dict.fromkeys(row.study for row in built.assessments if row.level == level.id)
        named = [inside.study(labels[study], study) for study in labels if study in those]
        parted = tuple(run for each in named for run in (Run("; "), each))[1:]
        rows.append([level.label, rule, parted or "none"])
    return table("levels", "Levels of quality", ["Level", "Rule", "Studies"], rows, widths=(18, 37, 45))
