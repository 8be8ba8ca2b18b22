"""Read every search export, check it against the search log, and give each record its id."""

from __future__ import annotations

import argparse
import sys

from tamis.errors import Problems
from tamis.formats.reading import skipped
from tamis.loose import counted
from tamis.review import Review
from tamis.searches import inputs, table
from tamis.store import sha256, write_rows
from tamis.tables import Export, OpenItem, Record, Strategy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write the tables of `build/searches/`."""
    review = Review(args.dir)
    problems = Problems()
    searches = inputs.read(review, problems)
    problems.raise_if_any()
    log, readings, strategies = searches.log, searches.readings, searches.strategies
    folder = review.place(review.searches)
    digests = {file: sha256(review.searches / file) for file in readings}
    records = table.records(searches.entries(), folder)
    items = table.open_items(log, readings, digests, strategies, folder)
    write_rows(review.built("searches", "records"), records, Record)
    write_rows(review.built("searches", "exports"), table.exports(log, readings, digests), Export)
    write_rows(review.built("searches", "strategies"), strategies, Strategy)
    write_rows(review.built("searches", "open"), items, OpenItem)
    for file, reading in readings.items():
        if reading.strays:
            sys.stdout.write(f"{file}: {skipped(len(reading.strays), reading.strays[0])}\n")
    sys.stdout.write(
        f"{counted(len(records), 'record')} in {counted(len(readings), 'export')}; "
        f"{counted(len(items), 'open item')}\n"
    )
    return 0
