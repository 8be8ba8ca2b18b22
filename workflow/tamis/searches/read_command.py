"""Read search exports of any known format into one table."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tamis.errors import Problem, fail
from tamis.formats.content import Refused
from tamis.formats.entry import COLUMNS, Flaw, Stray
from tamis.formats.reading import Export, Unrecognised, open_export, skipped
from tamis.formats.tables import NoHeading
from tamis.progress import shown
from tamis.searches import named
from tamis.searches.table import NAMED, counted, record, untitled
from tamis.store import Writer, sha256, writing
from tamis.tables import Extra, Record, columns

READ, DIFFERS, EMPTY, NO_BIBLIOGRAPHY = 0, 3, 4, 5
_EXIT_CODES = """exit codes, with several files the highest; rows of all that can be read are written,
and where nothing can be read no table is:
  0  read; also an export of a search that found nothing
  1  nothing was read: a mistake in the command, or the table cannot be written, or would take the place of
     something else
  3  the entries counted and the records read differ: both numbers are shown, the rows are written
  4  a file is empty
  5  a file is no bibliography (a login page, a PDF, ...), is refused (a damaged archive, XML that must not
     be read), is not there, or does not have a heading that --columns names
"""
_HEAD = ("source_file", *COLUMNS)
#: What other tables and citations are called, and CSV is not; `tamis write` makes some of them.
_WRITTEN = {".ris": "RIS", ".bib": "BibTeX", ".xml": "EndNote XML"}
_OTHER = {
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".tsv",
    ".tab",
    ".json",
    ".html",
    ".zip",
    ".gz",
    ".nbib",
    *_WRITTEN,
}
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
    named.add_option(parser)
    parser.add_argument("--force", action="store_true", help="write over a file that is no such table")


def run(args: argparse.Namespace) -> int:
    """Write one row an entry, as the files are read; the exit codes are those that `--help` lists."""
    _check_outputs(args)
    headings = named.of_option(args.columns)
    _tell_copies(args.files)
    same_name = Counter(path.name for path in args.files)
    files = []
    try:
        with ExitStack() as stack:
            table = stack.enter_context(writing(args.output, Record, _HEAD, marked=True))
            extras = stack.enter_context(writing(args.extras, Extra, marked=True)) if args.extras else None
            for path in args.files:
                source = path.name if same_name[path.name] == 1 else path.as_posix()
                files.append(_File(path, source, table, extras))
                files[-1].read(headings)
            if all(file.unread for file in files):
                raise _NothingRead
        records = counted(sum(file.records for file in files), "record")
        sys.stdout.write(f"{args.output.as_posix()}: {records}\n")
    except _NothingRead:
        sys.stdout.write(f"{args.output.as_posix()}: not written, since nothing could be read\n")
    if headings and files and not any(file.is_table for file in files):
        sys.stderr.write("warning: --columns: none of the files is a table, so that it was of no use\n")
    if len(files) > 1:
        _sum_up(files)
    return max(file.code for file in files)


class _NothingRead(Exception):
    """No file could be read, so that what is there of the tables stays as it is."""


def _check_outputs(args: argparse.Namespace) -> None:
    """Refuse to write over what is read, over what is no table of `tamis read`, or one over the other."""
    heads = {args.output: _HEAD, args.extras: [field.name for field in columns(Extra)]}
    for table, head in heads.items():
        if table is None:
            continue
        name = table.as_posix()
        if not table.parent.is_dir():
            fail(name, f"there is no folder {table.parent.as_posix()}")
        if table.is_dir():
            fail(name, "is a folder")
        if any(path.exists() and table.exists() and path.samefile(table) for path in args.files):
            fail(name, "is one of the files to read; the table needs a name of its own")
        suffix = table.suffix.casefold()
        if suffix in _OTHER:
            elsewhere = f"; `tamis write` makes {_WRITTEN[suffix]}" if suffix in _WRITTEN else ""
            right = table.with_suffix(".csv").as_posix()
            fail(name, f"the table is CSV, and this name says otherwise: call it {right}{elsewhere}")
        if table.exists() and not args.force and not _is_ours(table, head):
            fail(name, "is there already, and is no such table; choose another name, or say --force")
    if args.extras and args.extras.resolve() == args.output.resolve():
        fail(args.extras.as_posix(), "cannot be both tables; --extras needs a name of its own")


def _is_ours(table: Path, head: Sequence[str]) -> bool:
    """Say whether there is nothing in a file, or a table that begins with a head."""
    line = f"{','.join(head)}\n".encode()
    with table.open("rb") as stream:
        start = stream.read(len(line) + 3)
    return not start or start.removeprefix(b"\xef\xbb\xbf").startswith(line)


def _tell_copies(paths: Sequence[Path]) -> None:
    """Warn of each file whose content was given before."""
    sizes = Counter(path.stat().st_size for path in paths if path.is_file())
    first: dict[str, Path] = {}
    for path in paths:
        if not path.is_file() or not (size := path.stat().st_size) or sizes[size] < 2:
            continue
        try:
            one = first.setdefault(sha256(path), path)
        except OSError:
            continue  # reading it says why
        if one is not path:
            sys.stderr.write(
                f"warning: {path.as_posix()}: is the same file as {one.as_posix()}, so that its records are "
                "there twice\n"
            )


def _sum_up(files: Sequence[_File]) -> None:
    """Say what many lines may have hidden: files with flaws, and last those that were not read."""
    if damaged := ", ".join(file.name for file in files if file.flaws):
        sys.stdout.write(f"look cut off or damaged: {damaged}\n")
    unread = ", ".join(f"{file.name} ({file.unread})" for file in files if file.unread)
    read = sum(not file.unread for file in files)
    sys.stdout.write(f"{read} of {len(files)} files read{f'; not read: {unread}' if unread else ''}\n")


@dataclass(slots=True)
class _File:
    """One file on its way into the table, and what is said of it.

    `source` is how the table calls it; `unread` is empty, or says in a word or two why it was not read.
    """

    path: Path
    source: str
    table: Writer[Record]
    extras: Writer[Extra] | None
    records: int = 0
    code: int = READ
    unread: str = ""
    is_table: bool = False
    flaws: int = 0
    _strays: int = 0
    _first: Stray | None = None
    _shown: list[Flaw] = field(default_factory=list)
    _untitled: int = 0
    _without: list[int] = field(default_factory=list)

    def read(self, headings: Mapping[str, str]) -> None:
        """Write the file's entries, and say what was seen."""
        marks = self.table.mark(), self.extras.mark() if self.extras else 0
        try:
            export = open_export(self.path, headings)
            if export is None:
                sys.stderr.write(f"{self.name}: is empty: there is nothing in it, blank lines aside\n")
                self.code, self.unread = EMPTY, "empty"
                return
            self.is_table = export.is_table
            markers = export.count_markers()
            self._write(export, markers)
        except Refused as refused:
            self.is_table = self.is_table or isinstance(refused, NoHeading)
            problem = Problem(self.name, refused.line, text=refused.text)
            looks = refused.looks if isinstance(refused, Unrecognised) else refused.text.removeprefix("is ")
            self.unread = re.split(r"[,;:(]", looks)[0].strip() or "no bibliography"
        except OSError as error:
            if error.filename is None or Path(error.filename) != self.path:
                raise  # it is the table that cannot be written
            problem = Problem(self.name, text=f"cannot be read: {error.strerror or error}")
            self.unread = error.strerror or "cannot be read"
        else:
            self._tell(export, markers)
            self.code = READ if markers == self.records else DIFFERS
            return
        self.table.back(marks[0])
        if self.extras:
            self.extras.back(marks[1])
        self.records = self.flaws = 0
        self.code = NO_BIBLIOGRAPHY
        sys.stderr.write(f"{problem}\n")

    @property
    def name(self) -> str:
        """The file as it was given."""
        return self.path.as_posix()

    def _write(self, export: Export, counted: int) -> None:
        for flaw in export.flaws:
            self._note(flaw)
        for raw, entry in shown(export.both(self._skip), f"reading {self.path.name}", counted):
            self.records += 1
            self.table.add(record(entry, self.source))
            if not entry.title:
                self._untitled += 1
                if self._untitled <= NAMED:
                    self._without.append(entry.line)
            for flaw in entry.flaws:
                self._note(flaw)
            if self.extras:
                for line, tag, value in export.extras(raw, entry):
                    self.extras.add(Extra(self.source, entry.ordinal, line, tag, value))

    def _skip(self, stray: Stray) -> None:
        self._strays += 1
        self._first = self._first or stray
        if self.extras:
            self.extras.add(Extra(self.source, None, stray.line, "", stray.text))

    def _note(self, flaw: Flaw) -> None:
        self.flaws += 1
        self._shown = sorted([*self._shown, flaw], key=lambda flaw: flaw.line)[:_SHOWN]

    def _tell(self, export: Export, markers: int) -> None:
        """Say format, encoding, entries counted, records read, text that was skipped, flaws."""
        differ = "" if markers == self.records else ": THESE DIFFER"
        text = f"; {skipped(self._strays, self._first)}" if self._first else ""
        entries = "1 entry" if markers == 1 else f"{markers} entries"
        sys.stdout.write(
            f"{self.name}: {export.format}, {export.encoding}, {entries} counted, "
            f"{counted(self.records, 'record')} read{differ}{text}\n"
        )
        if self._untitled:
            sys.stdout.write(f"{self.name}: {untitled(self._without, self._untitled, self.records)}\n")
        for flaw in self._shown:
            sys.stdout.write(f"{self.name}:{flaw.line}: {flaw.text}\n")
        if self.flaws > _SHOWN:
            sys.stdout.write(f"{self.name}: and {self.flaws - _SHOWN} more like this\n")
