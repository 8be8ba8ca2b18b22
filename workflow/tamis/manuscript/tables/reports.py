"""Tables of reports: included, excluded after reading, not retrieved (PRISMA 2020, item 16b)."""

from __future__ import annotations

from functools import partial

from tamis.manuscript.citing import inside
from tamis.manuscript.tables.made import Content, TableMaker, cell, table
from tamis.reports.context import Context
from tamis.reports.numbers import NOT_RECORDED
from tamis.reports.references import Work
from tamis.reports.sections import excluded
from tamis.synthesis.inputs import split
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

DESCRIBED = [
    ("included", "the included studies, each with all its reports"),
    ("excluded", "reports excluded after reading the full text, each with its reason"),
    ("not_retrieved", "reports that could not be had, and where they were looked for"),
]


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables."""
    return {
        "included": partial(_included, context),
        "excluded": partial(_excluded, context),
        "not_retrieved": partial(_not_retrieved, context),
    }


def _report(context: Context, id: str, mark: str) -> Runs:
    """Return a report cited (PRISMA 2020 item 16b), with its title and a stand-in's mark."""
    work = Work.of(context.built.citation[id])
    return (inside.study(work.label, id), Run(". "), *inside.title(work), *plain(mark))


def _included(context: Context) -> Table:
    built = context.built
    work = built.library.report
    rows: list[list[Content]] = [
        [
            (inside.study(study.label, study.study),),
            Cell(
                tuple(
                    (*inside.title(work(id)), Run(" "), inside.behind(work(id).label, id))
                    for id in (study.citation_id, *split(study.companions))
                )
            ),
        ]
        for study in built.studies
    ]
    return table(
        "included", "Included studies and their reports", ["Study", "Reports"], rows, widths=(22, 78)
    )


def _excluded(context: Context) -> Table:
    found = excluded.make(context)
    rows: list[list[Content]] = [
        [cell(_report(context, row["id"], row["mark"]), head="row"), f"{row['reason']}{found['mark']}"]
        for row in found["excluded"]
    ]
    caption = "Reports excluded after reading the full text, with the reason"
    return table("excluded", caption, ["Report", "Reason"], rows, widths=(66, 34))


def _not_retrieved(context: Context) -> Table:
    rows: list[list[Content]] = [
        [
            cell(_report(context, row["id"], row["mark"]), head="row"),
            "\n".join(row["where"]) or NOT_RECORDED,
        ]
        for row in excluded.make(context)["not_retrieved"]
    ]
    caption = "Reports that could not be had, and where they were looked for"
    return table("not_retrieved", caption, ["Report", "Looked for"], rows, widths=(66, 34))
