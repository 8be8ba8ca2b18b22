"""Zotero: CSV of a library or collection; keywords are its tags."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Zotero CSV",
    own("Key | Item Type | Title | Abstract Note", "Key | Item Type | Title | Publication Title"),
    {
        "source_id": c.first("Key"),
        "type": c.first("Item Type"),
        "title": c.first("Title"),
        "authors": c.people("Author"),
        "year": c.year("Publication Year", "Date"),
        "journal": c.first("Publication Title", "Journal Abbreviation"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.first("Pages"),
        "doi": c.doi("DOI", "Extra", resolver=("Url",)),
        "pmid": c.matching(r"\bPMID:\s*(\d{1,8})", "Extra"),
        "issn": rules.issns("ISSN", "ISBN"),
        "abstract": c.text("Abstract Note"),
        "keywords": c.words("Manual Tags", "Automatic Tags", by=";"),
        "url": c.first("Url"),
        "language": c.first("Language"),
    },
)
