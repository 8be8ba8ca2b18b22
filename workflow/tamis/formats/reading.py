"""One export to its entries: unpacked, decoded, recognised by content, counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tamis.errors import Problems
from tamis.formats import FORMATS, Format, recognise, tables
from tamis.formats.batches import Batch, Rows, numbered
from tamis.formats.content import Content, Refused
from tamis.formats.entry import Entry, Flaw, Raw, Stray
from tamis.progress import shown

#: What people take for an export, by how it begins.
_LOOKS_LIKE = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as XLSX or CSV"),
    (b"{\\rtf", "an RTF document; export it as plain text"),
    (b"PK\x03\x04", "an Office document or a zip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database file"),
)
_NAME_HEADINGS = (
    "; if it is a table, name its headings, as in title=Titel; authors=Wer (tamis read --columns, or the "
    "column `columns` of searches.csv or imports.csv)"
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,9}<(?:!doctype html|html|head|body|script)\b",
    re.IGNORECASE | re.DOTALL,
)


#: So many entries make a batch, where they come one by one, or fewer with so many letters in their abstracts.
_AT_ONCE, _MOST = 1000, 4 << 20


class Unrecognised(Refused):
    """A file that no format knows; `looks` is what it looks like, empty where that is not known either."""

    def __init__(self, text: str, looks: str) -> None:
        super().__init__(text)
        self.looks = looks


class Export:
    """A file that a format knows.

    The entries are read anew each time they are asked for; what is wrong with the file as such is found when
    it is opened.

    Args:
        content: the file's content.
        format: its format.
    """

    def __init__(self, content: Content, format: Format) -> None:
        self._content = content
        self._format = format
        self.format = format.NAME
        self.is_table = isinstance(format, tables.Table)
        self.encoding = content.encoding
        if content.is_zip:
            self.encoding = "workbook" if self.is_table else "project"
        self.flaws = content.flaws()

    def raw(self) -> Iterator[Raw | Stray]:
        """Yield each entry as its file has it, and what stands between entries.

        Raises:
            Refused: on the way something shows that must not be read.
        """
        return self._format.scan(self._content)

    def both(self, skipped: Callable[[Stray], object]) -> Iterator[tuple[Raw, Entry]]:
        """Yield each entry as its file has it and in columns, streamed; raises as `raw`.

        Args:
            skipped: is told what stands between entries, as it is passed.
        """
        entry = self._format.COLUMNS.entry
        ordinal = 0
        for raw in self.raw():
            if isinstance(raw, Raw):
                ordinal += 1
                yield raw, entry(ordinal, raw)
            else:
                skipped(raw)

    def entries(self) -> Iterator[Entry]:
        """Yield each entry in columns, streamed; raises as `raw`."""
        for _, entry in self.both(lambda stray: None):
            yield entry

    def batches(
        self, skipped: Callable[[Stray], object], seen: Callable[[Raw, Entry], object] | None = None
    ) -> Iterator[Batch | Rows]:
        """Yield the entries, many at once, streamed; raises as `raw`.

        Args:
            skipped: is told what stands between entries, as it is passed.
            seen: is told each entry; where it is None, plain tables are read, and yielded, by columns.
        """
        in_columns = self._format.COLUMNS.entry
        ordinal = size = 0
        entries: list[Entry] = []
        format: object = self._format
        quick = format if isinstance(format, tables.Table) and seen is None else None
        for piece in quick.columns(self._content) if quick else self.raw():
            if isinstance(piece, Stray):
                skipped(piece)
            elif isinstance(piece, Raw):
                ordinal += 1
                entries.append(in_columns(ordinal, piece))
                if seen:
                    seen(piece, entries[-1])
                size += len(entries[-1].abstract)
                if len(entries) == _AT_ONCE or size > _MOST:
                    yield Rows(entries)
                    entries, size = [], 0
            else:
                if entries:
                    yield Rows(entries)
                    entries, size = [], 0
                yield numbered(piece.columns, piece.flaws, ordinal + 1)
                ordinal += len(piece.columns["line"])
        if entries:
            yield Rows(entries)

    def extras(self, raw: Raw, entry: Entry) -> list[tuple[int, str, str]]:
        """Return what of an entry no column holds: (line, tag, value)."""
        return self._format.COLUMNS.extras(raw, entry)

    def count_markers(self) -> int:
        """Return the number of entries, counted without the reader."""
        self._content.task = "counting entries"
        try:
            return self._format.count_markers(self._content)
        finally:
            self._content.task = ""


def open_export(path: Path, named: Mapping[str, str] | None = None) -> Export | None:
    """Return a file's export; None where there is nothing in the file at all.

    Args:
        path: the file.
        named: headings that a person named for columns of a table, by column.

    Raises:
        Refused: it is no export that we know, or must not be read.
        OSError: it cannot be read.
    """
    content = Content(path, named)
    if content.is_empty:
        return None
    format = recognise(content)
    if format is None:
        first = content.head[:4096].lstrip().partition("\n")[0]
        if looks := looks_like(content.start):
            more = f"; it looks like {looks}"
        elif max(map(first.count, ",;\t")) > 1:  # three cells or more
            more = _NAME_HEADINGS
        else:
            more = f" (known: {', '.join(each.NAME for each in FORMATS if each not in tables.KNOWN)})"
        raise Unrecognised(f"is not a bibliography that Tamis knows{more}", looks)
    return Export(content, format)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file.

    `format` is empty where the file is; `markers` is the number of entries counted without the reader;
    `flaws` are those of the file and of all its entries, by line.
    """

    format: str
    encoding: str
    markers: int
    entries: tuple[Entry, ...]
    flaws: tuple[Flaw, ...]
    strays: tuple[Stray, ...] = ()


def read_export(
    path: Path,
    file: str,
    problems: Problems,
    named: Mapping[str, str] | None = None,
    named_at: str = "",
    seen: Callable[[Raw, Entry], object] | None = None,
) -> Reading | None:
    """Return all that an export holds; None, and a problem noted, where it cannot be read.

    Args:
        path: the file.
        file: how messages call it.
        problems: takes what is wrong.
        named: headings that the search log names for columns of a table, by column.
        named_at: the `file:line` of the search log that names them; what is wrong with them is noted there.
        seen: is told each entry, as the file has it and in columns.
    """
    try:
        export = open_export(path, named)
        if export is None:
            return Reading("", "", 0, (), (Flaw(1, "the file is empty"),))
        if named and not export.is_table:
            text = f"{path.name} is {export.format}, not a table: columns has no use here; leave it empty"
            problems.add_at(named_at or file, text, column="columns")
        markers = export.count_markers()
        strays: list[Stray] = []
        read = shown(export.both(strays.append), f"reading {file}", markers)
        found = []
        for raw, entry in read:
            found.append(entry)
            if seen:
                seen(raw, entry)
    except tables.NoHeading as refused:
        if named_at:
            problems.add_at(named_at, f"{path.name} {refused.text}", column="columns")
        else:
            problems.add(file, refused.text, line=refused.line)
        return None
    except Refused as refused:
        problems.add(file, refused.text, line=refused.line)
        return None
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror or error}")
        return None
    flaws = [*export.flaws, *(flaw for entry in found for flaw in entry.flaws)]
    return Reading(
        format=export.format,
        encoding=export.encoding,
        markers=markers,
        entries=tuple(found),
        flaws=tuple(sorted(flaws, key=lambda flaw: flaw.line)),
        strays=tuple(strays),
    )


def skipped(count: int, first: Stray | None) -> str:
    """Say how many stretches of text between entries were skipped, and where the first begins; or nothing."""
    if first is None:
        return ""
    what = (
        "1 stretch of text between entries was"
        if count == 1
        else f"{count} stretches of text between entries were"
    )
    text = " ".join(first.text.split())
    begins = f"{text[:60]}..." if len(text) > 60 else text
    return f"{what} skipped, the first at line {first.line}: {begins!r}"


def looks_like(start: bytes) -> str:
    """Return what a file is that is not text, by how it begins; empty where it may well be text."""
    if _PAGE.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "a web page, perhaps of a login that had run out"
    return next((name for begin, name in _LOOKS_LIKE if start.startswith(begin)), "")
