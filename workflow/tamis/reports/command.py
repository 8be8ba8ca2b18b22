"""Stage: the report, as one HTML page, the page on duplicates, and the list of what is still open."""

from __future__ import annotations

import argparse
import sys

from tamis.review import Review
from tamis.store import write_rows, write_text
from tamis.tables import OpenItem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write `reports/report.html`, `reports/duplicates.html` and `reports/open_items.csv`."""
    from tamis.reports import built, page
    from tamis.reports.duplicates import page as duplicates

    review = Review(args.dir)
    tables = built.read(review)
    html = page.render(tables)
    write_text(review.reports / "report.html", html)
    pairs = duplicates.render(
        tables.config, tables.records, tables.members, tables.citations, tables.deduplicated
    )
    write_text(review.reports / "duplicates.html", pairs)
    write_rows(review.reports / "open_items.csv", tables.settled.open, OpenItem)
    sys.stdout.write(
        f"report: reports/report.html, {len(html.encode()) / 1000:,.0f} kB; "
        f"reports/duplicates.html, {len(pairs.encode()) / 1000:,.0f} kB; "
        f"{len(tables.settled.open):,} open, {len(tables.settled.accepted):,} accepted\n"
    )
    return 0
