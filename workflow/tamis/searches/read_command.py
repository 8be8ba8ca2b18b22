"""Read search exports of any known format into one table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tamis.errors import Problem, fail
from tamis.formats.content import Refused
from tamis.formats.entry import COLUMNS, Flaw, Stray
from tamis.formats.reading import Export, open_export, skipped
from tamis.progress import shown
from tamis.searches.named import named
from tamis.searches.table import record
from tamis.store import Writer, writing
from tamis.tables import Extra, Record

READ, DIFFERS, EMPTY, NO_BIBLIOGRAPHY = 0, 3, 4, 5
_EXIT_CODES = """exit codes, with several files the highest; rows of all that can be read are written:
  0  read; also an export of a search that found nothing
  1  nothing was read: a mistake in the command, or the table cannot be written
  3  the entries counted and the records read differ: both numbers are shown, the rows are written
  4  a file is empty
  5  a file is no bibliography (a login page, a PDF, ...), is refused (a damaged archive, XML that must not
     be read), is not there, or does not have a heading that --columns names
"""
#: Flaws that are shown of one file; the number of all of them is always told.
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXIT_CODES
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="exports, in any known format")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the table, as CSV")
    parser.add_argument(
        "--extras",
        type=Path,
        metavar="FILE",
        help="a table of all that no column holds, as CSV: by tag and line",
    )
    parser.add_argument(
        "--columns", default="", metavar="NAMES", help="headings of a table: 'title=Titel; authors=Wer'"
    )


def run(args: argparse.Namespace) -> int:
    """Write one row an entry, as the files are read; the exit codes are those that `--help` lists."""
    _check_outputs(args.files, args.output, args.extras)
    try:
        headings = named(args.columns)
    except ValueError as error:
        fail("--columns", str(error))
    with ExitStack() as stack:
        only = ("source_file", *COLUMNS)
        table = stack.enter_context(writing(args.output, Record, only))
        extras = stack.enter_context(writing(args.extras, Extra)) if args.extras else None
        files = [_File(path, table, extras) for path in args.files]
        code = max([file.read(headings) for file in files])
    sys.stdout.write(f"{args.output.as_posix()}: {sum(file.records for file in files)} records\n")
    return code


def _check_outputs(files: list[Path], output: Path, extras: Path | None) -> None:
    """Refuse to write over what is read, or one table over the other."""
    for table in filter(None, (output, extras)):
        if table.exists() and any(path.exists() and path.samefile(table) for path in files):
            fail(table.as_posix(), "is one of the files to read; the table needs a name of its own")
    if extras and extras.resolve() == output.resolve():
        fail(extras.as_posix(), "cannot be both tables; --extras needs a name of its own")


@dataclass(slots=True)
class _File:
    """One file on its way into the table, and what is said of it."""

    path: Path
    table: Writer[Record]
    extras: Writer[Extra] | None
    records: int = 0
    _strays: int = 0
    _first: Stray | None = None
    _flaws: int = 0
    _shown: list[Flaw] = field(default_factory=list)

    def read(self, headings: Mapping[str, str]) -> int:
        """Write the file's entries, say what was seen, and return the exit code."""
        marks = self.table.mark(), self.extras.mark() if self.extras else 0
        try:
            export = open_export(self.path, headings)
            if export is None:
                sys.stderr.write(f"{self._name}: is empty: there is nothing in it, blank lines aside\n")
                return EMPTY
            counted = export.count_markers()
            self._write(export, counted)
        except Refused as refused:
            problem = Problem(self._name, refused.line, text=refused.text)
        except OSError as error:
            if error.filename is None or Path(error.filename) != self.path:
                raise  # it is the table that cannot be written
            problem = Problem(self._name, text=f"cannot be read: {error.strerror or error}")
        else:
            self._tell(export, counted)
            return READ if counted == self.records else DIFFERS
        self.table.back(marks[0])
        if self.extras:
            self.extras.back(marks[1])
        self.records = 0
        sys.stderr.write(f"{problem}\n")
        return NO_BIBLIOGRAPHY

    @property
    def _name(self) -> str:
        return self.path.as_posix()

    def _write(self, export: Export, counted: int) -> None:
        for flaw in export.flaws:
            self._note(flaw)
        for raw, entry in shown(export.both(self._skip), f"reading {self.path.name}", counted):
            self.records += 1
            self.table.add(record(entry, self.path.name))
            for flaw in entry.flaws:
                self._note(flaw)
            if self.extras:
                for line, tag, value in export.extras(raw, entry):
                    self.extras.add(Extra(self.path.name, entry.ordinal, line, tag, value))

    def _skip(self, stray: Stray) -> None:
        self._strays += 1
        self._first = self._first or stray
        if self.extras:
            self.extras.add(Extra(self.path.name, None, stray.line, "", stray.text))

    def _note(self, flaw: Flaw) -> None:
        self._flaws += 1
        self._shown = sorted([*self._shown, flaw], key=lambda flaw: flaw.line)[:_SHOWN]

    def _tell(self, export: Export, counted: int) -> None:
        """Say format, encoding, entries counted, records read, text that was skipped, flaws."""
        differ = "" if counted == self.records else ": THESE DIFFER"
        sys.stdout.write(
            f"{self._name}: {export.format}, {export.encoding}, {counted} entries counted, "
            f"{self.records} records read{differ}; {skipped(self._strays, self._first)}\n"
        )
        for flaw in self._shown:
            sys.stdout.write(f"{self._name}:{flaw.line}: {flaw.text}\n")
        if self._flaws > _SHOWN:
            sys.stdout.write(f"{self._name}: and {self._flaws - _SHOWN} more like this\n")
