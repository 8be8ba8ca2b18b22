"""The formats that citations are written in, for teams to take elsewhere: one module each, and this registry.

What is written here and read again by `tamis.formats` is the same in the columns that a format `HOLDS`,
white space apart. Some columns of an entry that are empty may then be filled, as in any file: a DOI from an
address at doi.org, an accession number from a long id.

To add one, write a module with `NAME`, `SUFFIX`, `HOLDS` and `write` (see `Writer`) and add it to `WRITERS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from tamis.formats.entry import Entry
from tamis.formats.writers import bibtex, csv, endnote_xml, ris
from tamis.formats.writers.text import Changed, unheard


class Writer(Protocol):
    """What a module of a format offers."""

    @property
    def NAME(self) -> str:
        """What people call it."""

    @property
    def SUFFIX(self) -> str:
        """How the names of its files end."""

    @property
    def HOLDS(self) -> frozenset[str]:
        """The columns of an entry that come back the same, but for what `write` tells."""

    def write(self, entries: Iterable[Entry], changed: Changed = unheard) -> Iterator[str]:
        """Yield the file's text, piece by piece; `changed` is told of each column that it has otherwise."""


#: By the word that `tamis write --to` takes.
WRITERS: Mapping[str, Writer] = {"ris": ris, "bib": bibtex, "csv": csv, "enxml": endnote_xml}
