"""The formats that exports come in, of databases and of screening tools: one module each, and this registry.

`content` takes a file to its text, unpacked and decoded; a format takes it to its entries; `reading` does
both, counts twice, and says what it saw.

A format is recognised by what a file holds, never by its name. To add one, write a module with `NAME`,
`COLUMNS`, `recognise`, `scan` and `count_markers` (see `Format`) and add it to `FORMATS`; nothing else
changes. Formats of tag lines share the scanner in `tagged`, text reports that in `labelled`, tables
that in `tables`, and all share the columns' rules in `columns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tamis.formats import (
    asreview,
    bibtex,
    cochrane_text,
    csl_json,
    embase_text,
    endnote_xml,
    enw,
    eppi_json,
    json_records,
    medline,
    ovid_text,
    proquest_text,
    pubmed_xml,
    ris,
    tables,
    wos,
)
from tamis.formats.columns import Columns
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray


class Format(Protocol):
    """What a module of a format offers."""

    @property
    def NAME(self) -> str:
        """What people call it."""

    @property
    def COLUMNS(self) -> Columns:
        """How its fields fill an entry's columns."""

    def recognise(self, content: Content) -> int | None:
        """Return where in the head of a file it shows that it is in this format; None where it is not.

        What shows it first, counts: a note in a table may hold an entry in RIS. It is 0 where the file as
        a whole shows it.
        """

    def scan(self, content: Content) -> Iterator[Raw | Stray]:
        """Yield each entry, also the malformed ones, with what is wrong; and what stands between them."""

    def count_markers(self, content: Content) -> int:
        """Return the number of entries, counted without the reader."""


#: The most telling first. A file belongs to the format that shows first in it, of two to the one named first.
FORMATS: tuple[Format, ...] = (
    pubmed_xml,
    endnote_xml,
    wos,
    ris,
    medline,
    bibtex,
    cochrane_text,
    embase_text,
    ovid_text,
    proquest_text,
    enw,
    asreview,
    eppi_json,
    csl_json,
    json_records,
    *tables.KNOWN,
    tables.ANY,  # last: any table whose headings say what they are
)


def recognise(content: Content) -> Format | None:
    """Return the format of a file, or None where no format knows it."""
    best: tuple[int, Format] | None = None
    for format in FORMATS:
        place = format.recognise(content)
        if place is not None and (best is None or place < best[0]):
            best = place, format
        if place == 0:  # nothing shows before that, and of two it is the one named first
            break
    return best[1] if best else None
