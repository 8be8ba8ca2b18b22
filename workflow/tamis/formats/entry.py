"""What goes into a format's module, and what comes out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Content:
    """A file: its bytes, and its text with the encoding that it was read in.

    In the text every line ends with a line feed, whichever way it ended in the file, and byte-order marks
    are left out, also those in the middle of files that were put together.
    """

    data: bytes
    text: str
    encoding: str

    def lines(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield what a pattern matches that begins with a line feed, also in the first line."""
        return pattern.finditer("\n" + self.text)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in an export that is not as its format wants it, with its line."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an export. The columns are those of `tables.Record`, and mean the same.

    `ordinal` and `line` count from 1; a line ends at a line feed, a return, or both together.
    """

    ordinal: int
    line: int
    source_id: str = ""
    type: str = ""
    title: str = ""
    authors: str = ""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    accession: str = ""
    issn: str = ""
    abstract: str = ""
    keywords: str = ""
    url: str = ""
    language: str = ""
    flaws: tuple[Flaw, ...] = ()


#: The columns of a record that its entry gives.
COLUMNS = tuple(field.name for field in fields(Entry) if field.name != "flaws")
