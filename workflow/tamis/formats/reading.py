"""One search export to its entries: decoded, recognised by content, counted twice."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from tamis.errors import Problems
from tamis.formats import FORMATS, Format, recognise
from tamis.formats.entry import Content, Entry, Flaw
from tamis.store import DAMAGED, MIXED, decode, line_feeds, stray_lines

#: What people take for an export, by how it begins.
_LOOKS_LIKE = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document; export it as plain text"),
)
_PAGE = re.compile(rb"<(?:!doctype html|html)", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file.

    `markers` is the number of entries counted without the reader; `flaws` are those of the file and of all
    its entries, by line.
    """

    format: str
    encoding: str
    sha256: str
    markers: int
    entries: tuple[Entry, ...]
    flaws: tuple[Flaw, ...]


def recognise_file(path: Path, file: str, problems: Problems) -> tuple[Format, Content, list[Flaw]] | None:
    """Return a file's format and content; None, and a problem noted, where it is no export we know.

    Args:
        path: the file.
        file: how messages call it.
        problems: takes what is wrong.
    """
    try:
        data = path.read_bytes()
        text, encoding, flaws = _decoded(data)
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror}")
        return None
    if encoding == DAMAGED:
        problems.add(file, "is not the utf-16 text that its first bytes announce", line=1)
        return None
    text = line_feeds(text).replace("\ufeff", "")
    content = Content(data, text, encoding)
    if not text.strip():
        problems.add(file, "is empty; a search export holds at least a head or one entry", line=1)
        return None
    format = recognise(content)
    if format is None:
        known = ", ".join(each.NAME for each in FORMATS)
        looks = looks_like(data)
        problems.add(
            file,
            f"is not a search export that Tamis knows (known: {known}){f'; it is {looks}' if looks else ''}",
            line=1,
        )
        return None
    return format, content, flaws


def read_export(path: Path, file: str, problems: Problems) -> Reading | None:
    """Return all that an export holds; None, and a problem noted, where it cannot be read."""
    found = recognise_file(path, file, problems)
    if found is None:
        return None
    format, content, flaws = found
    entries = tuple(format.read(content))
    return Reading(
        format=format.NAME,
        encoding=content.encoding,
        sha256=hashlib.sha256(content.data).hexdigest(),
        markers=format.count_markers(content),
        entries=entries,
        flaws=tuple(
            sorted([*flaws, *(flaw for entry in entries for flaw in entry.flaws)], key=lambda flaw: flaw.line)
        ),
    )


def _decoded(data: bytes) -> tuple[str, str, list[Flaw]]:
    """Return text, encoding, and a flaw where UTF-8 breaks off inside its last character or has strays."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > 0:
            text, encoding = decode(data[: error.start])
            line = line_feeds(text).count("\n") + 1
            return text, encoding, [Flaw(line, "the file breaks off inside a character")]
    text, encoding = decode(data)
    strays = stray_lines(data) if encoding == MIXED else []
    return text, encoding, [Flaw(line, "a letter is not UTF-8, and was read as cp1252") for line in strays]


def looks_like(data: bytes) -> str:
    """Return what a file is that is not text, by how it begins; empty where it may well be text."""
    if _PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()):
        return "a web page, perhaps of a login that had run out"
    return next((name for begin, name in _LOOKS_LIKE if data.startswith(begin)), "")
