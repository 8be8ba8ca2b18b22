"""EPPI-Reviewer: lists of items saved as CSV or as a workbook."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "EPPI-Reviewer table",
    own(
        "Item ID | Title | Short title",
        "Item ID | Title | Short Title",
        "ItemId | Title | ShortTitle",
        "ItemID | Title | ShortTitle",
        "ID | Title | Short Title | Journal / Book",
        "Title | Imported ID | Journal / Book",
    ),
    {
        "source_id": c.first("Item ID", "ItemId", "ItemID", "ID"),
        "type": c.first("Type", "Ref. Type", "TypeName", "Item type"),
        "title": c.first("Title"),
        "authors": rules.either_people("Author(s)", "Authors"),
        "year": c.year("Year"),
        "journal": c.first("Journal / Book", "ParentTitle", "Parent Title", "Journal"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.first("Pages"),
        "doi": c.doi("DOI", resolver=("URL", "Url")),
        "issn": c.first("ISSN / ISBN", "StandardNumber", "Standard Number"),
        "abstract": c.text("Abstract"),
        "keywords": rules.words("Keywords"),
        "url": c.first("URL", "Url"),
    },
)
