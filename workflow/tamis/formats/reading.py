"""One export to its entries: unpacked, decoded, recognised by content, counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tamis.errors import Problems
from tamis.formats import FORMATS, Format, recognise, tables
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
    "column `columns` of the search log)"
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body|script)\b", re.I)


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
        self.encoding = content.encoding
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

    def extras(self, raw: Raw, entry: Entry) -> list[tuple[int, str, str]]:
        """Return what of an entry no column holds: (line, tag, value)."""
        return self._format.COLUMNS.extras(raw, entry)

    def count_markers(self) -> int:
        """Return the number of entries, counted without the reader."""
        return self._format.count_markers(self._content)


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
        if looks := looks_like(content.start):
            like = f"; it looks like {looks}"
        else:
            first = content.head[:4096].lstrip().partition("\n")[0]
            like = _NAME_HEADINGS if max(map(first.count, ",;\t")) > 1 else ""  # three cells or more
        known = ", ".join(each.NAME for each in FORMATS if each not in tables.KNOWN)
        raise Refused(f"is not a bibliography that Tamis knows{like} (known: {known})")
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
    path: Path, file: str, problems: Problems, named: Mapping[str, str] | None = None
) -> Reading | None:
    """Return all that an export holds; None, and a problem noted, where it cannot be read.

    Args:
        path: the file.
        file: how messages call it.
        problems: takes what is wrong.
        named: headings that the search log names for columns of a table, by column.
    """
    try:
        export = open_export(path, named)
        if export is None:
            return Reading("", "", 0, (), (Flaw(1, "the file is empty"),))
        markers = export.count_markers()
        strays: list[Stray] = []
        read = shown(export.both(strays.append), f"reading {file}", markers)
        entries = tuple(entry for _, entry in read)
    except Refused as refused:
        problems.add(file, refused.text, line=refused.line)
        return None
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror or error}")
        return None
    flaws = [*export.flaws, *(flaw for entry in entries for flaw in entry.flaws)]
    return Reading(
        format=export.format,
        encoding=export.encoding,
        markers=markers,
        entries=entries,
        flaws=tuple(sorted(flaws, key=lambda flaw: flaw.line)),
        strays=tuple(strays),
    )


def skipped(count: int, first: Stray | None) -> str:
    """Say how many stretches of text between entries were skipped, and where the first begins."""
    if first is None:
        return "no text between entries was skipped"
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
