"""Stage: the report, as one HTML page, the pages beside it, and the list of what is still open."""

from __future__ import annotations

import argparse
import sys

from tamis.review import Review
from tamis.store import write_rows, write_text
from tamis.tables import Agreement, ConflictStep, ExtractionLine, HistoryLine, OpenItem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write the report, the pages and figures beside it, and their tables."""
    from tamis.reports import built, flowchart, page
    from tamis.reports.appraisal import table as appraisal
    from tamis.reports.audit import page as audit
    from tamis.reports.audit.history import history
    from tamis.reports.conflicts import dossier, table
    from tamis.reports.conflicts import page as conflicts
    from tamis.reports.context import Context
    from tamis.reports.duplicates import page as duplicates
    from tamis.reports.extraction import table as extraction
    from tamis.reports.numbers import Numbers

    review = Review(args.dir)
    tables = built.read(review)
    config = tables.config
    cases = dossier.cases(
        tables.verdicts,
        tables.decisions,
        tables.adjudications,
        tables.citation,
        tables.exits,
        config.reviewer_ids,
    )
    pages = {
        "report.html": page.render(tables),
        "duplicates.html": duplicates.render(
            config, tables.records, tables.members, tables.citations, tables.deduplicated
        ),
        "conflicts.html": conflicts.render(config, cases),
        "audit.html": audit.render(tables),
    }
    for name, html in pages.items():
        write_text(review.reports / name, html)
    write_text(review.reports / "flowchart.svg", flowchart.draw(config.flowcharts[-1]))
    context = Context(tables, Numbers())
    write_text(review.reports / "appraisal.csv", appraisal.text(context))
    write_rows(review.reports / "extraction.csv", extraction.rows(context), ExtractionLine)
    write_rows(review.reports / "conflicts.csv", table.rows(cases, config.reasons), ConflictStep)
    lines = history(tables.decisions, tables.adjudications, tables.citation)
    write_rows(review.reports / "audit.csv", lines, HistoryLine)
    write_rows(review.reports / "agreement.csv", tables.agreement, Agreement)
    write_rows(review.reports / "open_items.csv", tables.settled.open, OpenItem)
    sizes = ", ".join(f"reports/{name} {len(html.encode()) / 1000:,.0f} kB" for name, html in pages.items())
    sys.stdout.write(
        f"report: {sizes}; {len(tables.settled.open):,} open, {len(tables.settled.accepted):,} accepted\n"
    )
    return 0
