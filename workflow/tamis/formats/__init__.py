"""The formats that exports come in, of databases and of screening tools: one module each, and this registry.

`reading` takes a file to its entries, with its encoding, its hash and an independent count of entries.

A format is recognised by what a file holds, never by its name. To add one, write a module with `NAME`,
`recognise`, `read` and `count_markers` (see `Format`) and add it to `FORMATS`; nothing else changes.
Formats of tag lines share the scanner in `tagged`, and all share the columns' rules in `columns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tamis.formats import medline, ris, scopus, wos
from tamis.formats.entry import Content, Entry


class Format(Protocol):
    """What a module of a format offers."""

    NAME: str

    def recognise(self, content: Content) -> bool:
        """Say whether a file is in this format, by what it holds."""

    def read(self, content: Content) -> Iterator[Entry]:
        """Yield each entry, also the malformed ones, with what is wrong with them."""

    def count_markers(self, content: Content) -> int:
        """Return the number of entries, counted without the reader."""


#: The most telling first: a file belongs to the first that recognises it.
FORMATS: tuple[Format, ...] = (wos, ris, medline, scopus)


def recognise(content: Content) -> Format | None:
    """Return the format of a file, or None where no format knows it."""
    return next((format for format in FORMATS if format.recognise(content)), None)
