"""Dimensions: CSV and workbooks; `About the data: Exported on ...` stands above the head."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Dimensions table",
    own(
        "Publication ID | Title | PubYear",
        "Publication ID | Title | Dimensions URL",
        "Title | PubYear | Dimensions URL",
    ),
    {
        "source_id": c.first("Publication ID"),
        "type": c.first("Publication Type", "Publication type", "Document Type", "Document type"),
        "title": c.first("Title"),
        "authors": c.people("Authors"),
        "year": c.year("PubYear", "Publication date", "Publication Date"),
        "journal": c.first("Source title", "Source Title", "Anthology title", "Anthology Title"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.first("Pagination"),
        "doi": c.doi("DOI"),
        "pmid": c.matching(r"(\d{1,8})", "PMID"),
        "accession": c.either(
            c.first("Publication ID"), c.matching(r"/publication/(pub\.\d+)", "Dimensions URL")
        ),
        "issn": c.words("ISSN", "ISBN", by=";"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("MeSH terms", by=";"),
        "url": c.first("Dimensions URL", "Source Linkout"),
    },
)
