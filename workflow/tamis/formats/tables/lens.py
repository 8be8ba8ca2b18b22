"""Lens.org: scholarly works as CSV, and as people save it again as a workbook."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Lens.org CSV",
    own("Lens ID | Title | Author/s", "Lens ID | Title | Source Title"),
    {
        "source_id": c.first("Lens ID"),
        "type": c.first("Publication Type"),
        "title": c.first("Title"),
        "authors": c.people("Author/s"),
        "year": c.year("Publication Year", "Date Published"),
        "journal": c.first("Source Title"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue Number"),
        "pages": c.pages("Start Page", "End Page"),
        "doi": c.doi("DOI", resolver=("External URL",)),
        "pmid": c.matching(r"(\d{1,8})", "PMID"),
        "accession": c.first("Lens ID"),
        "issn": c.words("ISSNs", by=";"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Keywords", "MeSH Terms", by=";"),
        "url": c.first("External URL", "Source URLs"),
        "language": c.first("Language"),
    },
)
