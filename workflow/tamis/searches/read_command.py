"""Read search exports of any known format into one table."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tamis import loose, named
from tamis.formats.batches import Batch, Rows
from tamis.formats.entry import COLUMNS, Entry, Raw, Stray
from tamis.formats.reading import Export
from tamis.loose import File
from tamis.outputs import check_outputs
from tamis.store import Writer, writing
from tamis.tables import Extra, Record, columns

_HEAD = ("source_file", *COLUMNS)
#: Fewer entries are written one by one: Arrow, which is quicker of many, takes half a second to load.
_FEW = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = loose.EXIT_CODES
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="exports, in any known format")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the table, as CSV")
    parser.add_argument(
        "--extras",
        type=Path,
        metavar="FILE",
        help="a table of all that no column holds, as CSV: by tag and line",
    )
    named.add_option(parser)
    parser.add_argument("--force", action="store_true", help="write over a file that is no such table")


def run(args: argparse.Namespace) -> int:
    """Write one row an entry, as the files are read; the exit codes are those that `--help` lists."""
    heads = ("-o", args.output, _HEAD), ("--extras", args.extras, [field.name for field in columns(Extra)])
    check_outputs(heads, args.files, force=args.force)
    headings = named.of_option(args.columns)
    try:
        with ExitStack() as stack:
            table = stack.enter_context(writing(args.output, Record, _HEAD, marked=True))
            extras = stack.enter_context(writing(args.extras, Extra, marked=True)) if args.extras else None
            files = loose.read_files(args.files, headings, _Tables(table, extras))
            if all(file.unread for file in files):
                raise _NothingRead
        records = loose.counted(sum(file.records for file in files), "record")
        sys.stdout.write(f"{args.output.as_posix()}: {records}\n")
    except _NothingRead:
        sys.stdout.write(f"{args.output.as_posix()}: not written, since nothing could be read\n")
    return loose.sum_up(files, headings)


class _NothingRead(Exception):
    """No file could be read, so that what is there of the tables stays as it is."""


@dataclass
class _Tables:
    """Writes the records of files to a table, and what no column holds to another."""

    table: Writer[Record]
    extras: Writer[Extra] | None
    _marks: tuple[int, int] = (0, 0)

    @property
    def takes_entries(self) -> bool:
        """Whether there is a table for what no column holds."""
        return self.extras is not None

    def begin(self, file: File) -> None:
        """Note where the tables stand."""
        self._marks = self.table.mark(), self.extras.mark() if self.extras else 0

    def batch(self, batch: Batch | Rows, file: File) -> None:
        """Write records."""
        if isinstance(batch, Rows) and len(batch) < _FEW:
            for entry in batch.entries:
                self.table.line([file.source, *(getattr(entry, name) for name in COLUMNS)])
            return
        import pyarrow as pa

        source = pa.repeat(file.source, len(batch))
        self.table.columns(batch.table.append_column("source_file", source))

    def entry(self, export: Export, raw: Raw, entry: Entry, file: File) -> None:
        """Write what no column holds."""
        for line, tag, value in export.extras(raw, entry):
            self._extra(Extra(file.source, entry.ordinal, line, tag, value))

    def stray(self, stray: Stray, file: File) -> None:
        """Write text between entries."""
        self._extra(Extra(file.source, None, stray.line, "", stray.text))

    def back(self) -> None:
        """Take away what came of the last file."""
        self.table.back(self._marks[0])
        if self.extras:
            self.extras.back(self._marks[1])

    def _extra(self, row: Extra) -> None:
        if self.extras:
            self.extras.add(row)
