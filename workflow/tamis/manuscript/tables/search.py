"""Tables on the search: where and when, the strategies line by line, what each source found."""

from __future__ import annotations

from functools import partial

from tamis.manuscript.tables.made import Content, TableMaker, marked, spanning, table
from tamis.reports.context import Context
from tamis.reports.environment import day
from tamis.reports.numbers import NOT_RECORDED
from tamis.reports.sections import search, sources
from tamis.typeset.blocks import Cell, Table

DESCRIBED = [
    ("searches", "each search (of an update: its own): source, platform, day, limits, hits and records"),
    ("strategies", "the search strategies, line by line, with hits"),
    ("sources", "what each source found, what it alone found, and how much of it was included"),
]


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables."""
    return {
        "searches": partial(_searches, context),
        "strategies": partial(_strategies, context),
        "sources": partial(_sources, context),
    }


def _searches(context: Context) -> Table:
    rows: list[list[Content]] = []
    for row in search.make(context)["rows"]:
        export, log = row["export"], row["log"]
        if export not in context.exports:  # of an updated review: searches of the version before
            continue
        rows.append(
            [
                export.source,
                row["kind"],
                export.platform or NOT_RECORDED,
                day(export.date_run) if export.date_run else NOT_RECORDED,
                (log.limits if log else "") or "none recorded",
                row["hits"],
                row["records"],
            ]
        )
    return table(
        "searches",
        "Sources that were searched, with what each search found",
        ["Source", "Kind", "Platform", "Day", "Limits", "Hits", "Records"],
        rows,
        widths=(16, 11, 16, 13, 26, 9, 9),
        note="Hits: as the source itself reported them. Records: what its export holds.",
        wide=True,
    )


def _strategies(context: Context) -> Table:
    rows: list[list[Content] | tuple[Cell, ...]] = []
    for strategy in search.strategies(context, context.built.searches):
        names = list(dict.fromkeys(row.source for row in strategy["sources"]))
        rows.append(spanning(", ".join(names) or strategy["file"], 3))
        rows += [[each["line"].line, each["line"].query, each["hits"]] for each in strategy["lines"]]
    return table(
        "strategies",
        "Search strategies, as they were run",
        ["Line", "Search", "Hits"],
        rows,
        widths=(8, 80, 12),
    )


def _sources(context: Context) -> Table:
    each, total = sources.lines(context)
    rows: list[list[Content]] = []
    for line in (*each, total):
        included = line.stages[-1]
        rows.append([line.source, line.records, line.citations, line.only, included.included, included.only])
    return table(
        "sources",
        "What each source found",
        ["Source", "Records", "Citations", "Found there alone", "Included", "Included, found there alone"],
        [[*row[:1], *(Cell((marked(n),), align="right") for n in row[1:])] for row in rows],  # type: ignore[arg-type]
        widths=(30, 14, 14, 14, 14, 14),
        note=(
            "Records: as they were identified. Citations: with the duplicates of a source taken "
            "together. Included: "
            "reports in the review."
        ),
    )
