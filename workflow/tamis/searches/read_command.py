"""Read search exports of any known format into one table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tamis.errors import Problems, fail
from tamis.formats.entry import COLUMNS
from tamis.formats.reading import Reading, read_export
from tamis.searches.table import record
from tamis.store import write_rows
from tamis.tables import Record

#: Flaws that are shown of one file; the number of all of them is always told.
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="exports, in any known format")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the table, as CSV")


def run(args: argparse.Namespace) -> int:
    """Write one row an entry; 1 where a file could not be read, after all others are written."""
    problems = Problems()
    if any(path.exists() and args.output.exists() and path.samefile(args.output) for path in args.files):
        fail(args.output.as_posix(), "is one of the files to read; the table needs a name of its own")
    records: list[Record] = []
    for path in args.files:
        reading = read_export(path, path.as_posix(), problems)
        if reading:
            sys.stdout.write(_told(path, reading))
            records.extend(record(entry, path.name) for entry in reading.entries)
    write_rows(args.output, records, Record, only=("source_file", *COLUMNS))
    sys.stdout.write(f"{args.output.as_posix()}: {len(records)} records\n")
    problems.raise_if_any()
    return 0


def _told(path: Path, reading: Reading) -> str:
    """Return what is said of one file: format, encoding, entries counted, records read, flaws."""
    count = len(reading.entries)
    lines = [
        f"{path.as_posix()}: {reading.format}, {reading.encoding}, {reading.markers} entries counted, "
        f"{count} records read"
    ]
    if count != reading.markers:
        lines[0] += ": THESE DIFFER"
    lines += [f"{path.as_posix()}:{flaw.line}: {flaw.text}" for flaw in reading.flaws[:_SHOWN]]
    if len(reading.flaws) > _SHOWN:
        lines.append(f"{path.as_posix()}: and {len(reading.flaws) - _SHOWN} more like this")
    return "".join(f"{line}\n" for line in lines)
