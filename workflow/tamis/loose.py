"""Files that somebody names on the command line: read, and what of each is worth telling, told.

`read` gives their records as one frame; `tamis read` writes them as they are read.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tamis import ids
from tamis.errors import Problem
from tamis.formats.content import Refused
from tamis.formats.entry import Entry, Flaw, Raw, Stray
from tamis.formats.reading import Export, Unrecognised, open_export, skipped
from tamis.formats.tables import NoHeading
from tamis.progress import shown
from tamis.store import arrow_types, sha256
from tamis.tables import Record

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from tamis.formats.batches import Batch, Rows

READ, DIFFERS, EMPTY, NO_BIBLIOGRAPHY = 0, 3, 4, 5
EXIT_CODES = """exit codes, with several files the highest; rows of all that can be read are written,
and where nothing can be read no table is:
  0  read; also an export of a search that found nothing
  1  nothing was read: a mistake in the command, or the table cannot be written, or would take the place of
     something else
  3  the entries counted and the records read differ: both numbers are shown, the rows are written
  4  a file is empty
  5  a file is no bibliography (a login page, a PDF, ...), is refused (a damaged archive, XML that must not
     be read), is not there, or does not have a heading that --columns names
"""
#: A keyword that marks a record as a stand-in for one that was never published.
STAND_IN = "tamis stand-in"
#: How many of a file's records without a title are named by their lines.
NAMED = 3
#: Flaws that are shown of one file; the number of all of them is always told.
_SHOWN = 5
#: A column with fewer bytes is held in one piece.
_ONE_PIECE = 1 << 29


def counted(number: int, what: str) -> str:
    """Return a number of things: `1 record`, `2 records`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def untitled(lines: Sequence[int], without: int, records: int) -> str:
    """Say which of a file's records have no title.

    Args:
        lines: where those without a title begin; of many the first few are enough.
        without: how many they are, one at least.
        records: how many records the file has.
    """
    more = f" and {without - NAMED} more" if without > NAMED else ""
    what = (
        "none has one: it may be a log or a list, and no export of records"
        if without == records > 1
        else "screening needs a title: look for it at the source"
    )
    named = ", ".join(map(str, lines[:NAMED]))
    has = "has" if without == 1 else "have"
    return f"{counted(without, 'record')} {has} no title: line {named}{more}; {what}"


# --- one file after the other -------------------------------------------------------------------


class Sink(Protocol):
    """What takes the records of files."""

    @property
    def takes_entries(self) -> bool:
        """Whether it wants `entry` called."""

    def begin(self, file: File) -> None:
        """Get ready for a file."""

    def batch(self, batch: Batch | Rows, file: File) -> None:
        """Take some records."""

    def entry(self, export: Export, raw: Raw, entry: Entry, file: File) -> None:
        """Take an entry as its file has it, before the batch that it is in."""

    def stray(self, stray: Stray, file: File) -> None:
        """Take text between entries."""

    def back(self) -> None:
        """Drop all that came of the last file, which is refused."""


@dataclass(slots=True)
class File:
    """One file on its way to its records, and what is said of it.

    `source` is how tables call it; `unread` is empty, or says in a word or two why it was not read.
    """

    path: Path
    source: str
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

    @property
    def name(self) -> str:
        """The file as it was given."""
        return self.path.as_posix()

    def read(self, headings: Mapping[str, str], sink: Sink) -> None:
        """Give the file's records to a sink, and say what was seen."""
        sink.begin(self)
        try:
            export = open_export(self.path, headings)
            if export is None:
                sys.stderr.write(f"{self.name}: is empty: there is nothing in it, blank lines aside\n")
                self.code, self.unread = EMPTY, "empty"
                return
            self.is_table = export.is_table
            markers = export.count_markers()
            self._give(export, markers, sink)
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
        sink.back()
        self.records = self.flaws = 0
        self.code = NO_BIBLIOGRAPHY
        sys.stderr.write(f"{problem}\n")

    def _give(self, export: Export, counted: int, sink: Sink) -> None:
        for flaw in export.flaws:
            self._note(flaw)

        def skip(stray: Stray) -> None:
            self._strays += 1
            self._first = self._first or stray
            sink.stray(stray, self)

        def seen(raw: Raw, entry: Entry) -> None:
            sink.entry(export, raw, entry, self)

        batches = export.batches(skip, seen if sink.takes_entries else None)
        for batch in shown(batches, f"reading {self.path.name}", counted, size=len):
            self.records += len(batch)
            sink.batch(batch, self)
            without = batch.without("title")
            self._untitled += len(without)
            self._without += without[: NAMED - len(self._without)]
            for flaw in batch.flaws:
                self._note(flaw)

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


def read_files(paths: Sequence[Path], headings: Mapping[str, str], sink: Sink) -> list[File]:
    """Give the records of files to a sink, and say of each what was seen; return the files.

    Args:
        paths: the files.
        headings: headings of a table that a person named, by column.
        sink: takes the records.
    """
    _tell_copies(paths)
    same_name = Counter(path.name for path in paths)
    files = []
    for path in paths:
        files.append(File(path, path.name if same_name[path.name] == 1 else path.as_posix()))
        files[-1].read(headings, sink)
    return files


def sum_up(files: Sequence[File], headings: Mapping[str, str]) -> int:
    """Say what many lines may have hidden: of what use the headings were, and files with flaws, or not read.

    Returns:
        The exit code, with several files the highest.
    """
    if headings and files and not any(file.is_table for file in files):
        sys.stderr.write("warning: --columns: none of the files is a table, so that it was of no use\n")
    if len(files) > 1:
        if damaged := ", ".join(file.name for file in files if file.flaws):
            sys.stdout.write(f"look cut off or damaged: {damaged}\n")
        unread = ", ".join(f"{file.name} ({file.unread})" for file in files if file.unread)
        read = sum(not file.unread for file in files)
        sys.stdout.write(f"{read} of {len(files)} files read{f'; not read: {unread}' if unread else ''}\n")
    return max(file.code for file in files)


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


# --- one frame ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loose:
    """The records of files that belong to no review.

    frame: tables.Record, in the order of files and entries. A file counts as a source of its own.
    code: the exit code, as `tamis read --help` lists them.
    nothing: no file could be read.
    """

    frame: pd.DataFrame
    code: int
    nothing: bool


def read(paths: Sequence[Path], headings: Mapping[str, str]) -> Loose:
    """Return the records of files as one frame, and say what `tamis read` says of them.

    Args:
        paths: the files, one at least.
        headings: headings of a table that a person named, by column.
    """
    kept = _Kept()
    files = read_files(paths, headings, kept)
    return Loose(kept.frame(), sum_up(files, headings), all(file.unread for file in files))


@dataclass
class _Kept:
    """Keeps the records of files as parts of a frame: all columns but their ids."""

    takes_entries = False
    parts: list[pa.Table] = field(default_factory=list)
    _begin: int = 0

    def begin(self, file: File) -> None:
        """Take no more of the file before."""
        self._begin = len(self.parts)

    def batch(self, batch: Batch | Rows, file: File) -> None:
        """Keep records."""
        import pyarrow as pa
        import pyarrow.compute as pc

        table = batch.table
        said = ["yes" if STAND_IN in text.casefold() else "no" for text in table["keywords"].to_pylist()]
        columns = {
            "source_file": pa.repeat(file.source, len(batch)),
            **{name: table[name] for name in table.column_names},
            "source": pa.repeat(file.source, len(batch)),
            "source_kind": pa.repeat("database", len(batch)),
            "stand_in": pa.array(said, pa.string()),
            "place": pc.binary_join_element_wise(f"{file.name}:", table["line"].cast(pa.string()), ""),
        }
        self.parts.append(pa.table(columns))

    def entry(self, export: Export, raw: Raw, entry: Entry, file: File) -> None:
        """Nothing is kept of what no column holds."""

    def stray(self, stray: Stray, file: File) -> None:
        """Nothing is kept of it."""

    def back(self) -> None:
        """Drop the records of the last file."""
        del self.parts[self._begin :]

    def frame(self) -> pd.DataFrame:
        """Return the frame."""
        import pandas as pd
        import pyarrow as pa

        types = arrow_types(Record)
        schema = pa.schema(
            [(name, kind.pyarrow_dtype) for name, kind in types.items() if name != "record_id"]
        )
        table = pa.concat_tables([schema.empty_table(), *self.parts])
        self.parts = []
        columns = {"record_id": pa.chunked_array([ids.table_ids(table)])}
        for name in schema.names:
            column = table[name]
            # What fits in one piece is quicker in one.
            columns[name] = (
                pa.chunked_array([column.combine_chunks()]) if column.nbytes < _ONE_PIECE else column
            )
        return pd.DataFrame({name: pd.arrays.ArrowExtensionArray(columns[name]) for name in types})
