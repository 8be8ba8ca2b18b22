"""ProQuest: its workbook of citations, saved as XLSX or CSV."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "ProQuest table",
    own("Title | StoreId | pubtitle", "Title | StoreId | ArticleType"),
    {
        "source_id": c.first("StoreId"),
        "type": c.first("ArticleType", "documentType"),
        "title": c.first("Title"),
        "authors": rules.people("Authors"),
        "year": c.year("year", "pubdate"),
        "journal": c.first("pubtitle"),
        "volume": c.first("volume"),
        "issue": c.first("issue"),
        "pages": c.first("pages", "startPage"),
        "doi": c.doi("digitalObjectIdentifier", "DOI", resolver=("DocumentURL",)),
        "accession": c.first("AccessionNumber", "StoreId"),
        "issn": c.words("issn", "isbn", by=";"),
        "abstract": c.text("Abstract"),
        "keywords": rules.words("subjectTerms", "subjects", "identifierKeywords"),
        "url": c.first("DocumentURL"),
        "language": c.first("language"),
    },
)
