"""Tables of citations: CSV, semicolons, tabs, and workbooks, of many sources.

`table` is the engine that all share: `heads` finds the head of a table and whose it is, `lines` and `sheets`
take a file to its rows, `counts` counts them without either; `quick` reads rows that are plain by columns,
in the `slices` of a text where there is no doubt where rows end. A source is a module with data: the headings
that are its own, and how its fields fill an entry's columns. To add one, write it and name it in `sources`.
`generic` knows the headings of any other table in seven languages.
"""

from __future__ import annotations

from tamis.formats.tables import generic
from tamis.formats.tables.sources import SOURCES
from tamis.formats.tables.table import NoHeading, Table

__all__ = ["ANY", "KNOWN", "NoHeading", "Table"]

#: Tables that are known by their headings, the most telling first.
KNOWN: tuple[Table, ...] = tuple(map(Table, SOURCES))
#: Any table whose headings say what they are, or were named by a person; it comes last of all formats.
ANY = Table(generic.SOURCE)
