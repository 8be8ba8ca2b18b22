"""Read every search export, check it against the search log, and give each record its id."""

from __future__ import annotations

import argparse
import sys

from tamis.errors import Problems
from tamis.review import Review
from tamis.searches import inputs, table
from tamis.store import write_rows
from tamis.tables import Export, OpenItem, Record, Strategy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write the tables of `build/searches/`."""
    review = Review(args.dir)
    problems = Problems()
    log = inputs.read_log(review, problems)
    inputs.check_files(review, log, problems)
    strategies = inputs.read_strategies(review, log, problems)
    readings = inputs.read_exports(review, log, problems)
    problems.raise_if_any()
    folder = review.place(review.searches)
    records = table.records(log, readings, folder)
    items = table.open_items(log, readings, strategies, folder)
    write_rows(review.built("searches", "records"), records, Record)
    write_rows(review.built("searches", "exports"), table.exports(log, readings), Export)
    write_rows(review.built("searches", "strategies"), strategies, Strategy)
    write_rows(review.built("searches", "open"), items, OpenItem)
    sys.stdout.write(f"{len(records)} records in {len(readings)} exports; {len(items)} open items\n")
    return 0
