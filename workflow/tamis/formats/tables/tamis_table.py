"""Tamis' own table, as `tamis read`, `write` and `dedupe` make it: reading it gives the same columns back."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.entry import COLUMNS
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Tamis table",
    own("ordinal | line | source_id | title | authors | accession", " | ".join(COLUMNS[2:])),
    {name: c.year(name) if name == "year" else rules.verbatim(name) for name in COLUMNS[2:]},
    harmless=True,
)
