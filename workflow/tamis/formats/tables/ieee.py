"""IEEE Xplore: CSV. What is called its document identifier is a kind of document."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables.source import Source, own

#: IEEE's own number of an article, in its address.
_NUMBER = c.matching(r"\b(?:arnumber=|/document/)(\d+)", "PDF Link")

SOURCE = Source(
    "IEEE Xplore CSV",
    own("Document Title | Date Added To Xplore", "Document Title | Publication Title | PDF Link"),
    {
        "source_id": _NUMBER,
        "type": c.first("Document Identifier"),
        "title": c.first("Document Title"),
        "authors": c.people("Authors"),
        "year": c.year("Publication Year"),
        "journal": c.first("Publication Title"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.pages("Start Page", "End Page"),
        "doi": c.doi("DOI"),
        "accession": _NUMBER,
        "issn": c.words("ISSN", "ISBNs", by=";"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Author Keywords", "IEEE Terms", "INSPEC Controlled Terms", by=";"),
        "url": c.first("PDF Link"),
    },
)
