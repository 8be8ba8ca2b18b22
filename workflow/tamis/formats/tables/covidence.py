"""Covidence: CSV. A study and its references have Covidence's number, which is of that review alone."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Covidence CSV",
    own("Title | Covidence #"),
    {
        "source_id": c.first("Covidence #"),
        "title": c.first("Title"),
        "authors": rules.people("Authors"),
        "year": c.year("Published Year"),
        "journal": c.first("Journal"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.first("Pages"),
        "doi": c.doi("DOI"),
        "accession": c.first("Accession Number"),
        "abstract": c.text("Abstract"),
    },
)
