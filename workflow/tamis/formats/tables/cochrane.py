"""Cochrane Library: CSV of CENTRAL's trials, and of reviews, which have a Cochrane id instead."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Cochrane Library CSV",
    own("Author(s) | Title | CENTRAL ID", "Author(s) | Title | Cochrane Review Group Code"),
    {
        "source_id": c.first("CENTRAL ID", "Cochrane Review ID", "ID"),
        "type": c.first("Publication Type", "Record Type"),
        "title": c.first("Title"),
        "authors": c.people("Author(s)"),
        "year": c.year("Year"),
        "journal": c.first("Source"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.first("Pages"),
        "doi": c.doi("DOI"),
        "pmid": c.matching(r"(\d{1,8})\b", "PubMed ID"),
        "accession": c.first("CENTRAL ID", "Cochrane Review ID", "ID"),
        "issn": c.first("ISSN"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Keywords", by=";"),
        "url": c.first("URL"),
    },
)
