"""Web of Science: tab-delimited (`savedrecs.txt`), with tags as headings, and the workbook with words."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats import wos
from tamis.formats.tables.source import Source, own

TAB = Source("Web of Science (table of tags)", own("PT | AU | TI | SO | UT"), wos.RULES)

WORDS = Source(
    "Web of Science (table)",
    own("Article Title | Source Title | UT (Unique WOS ID)", "Article Title | Source Title | UT (Unique ID)"),
    {
        "source_id": c.first("UT (Unique WOS ID)", "UT (Unique ID)"),
        "type": c.first("Document Type", "Publication Type"),
        "title": c.first("Article Title"),
        "authors": c.either(c.people("Author Full Names"), c.people("Authors"), c.people("Group Authors")),
        "year": c.year("Publication Year", "Publication Date", "Early Access Date"),
        "journal": c.first("Source Title", "Journal ISO Abbreviation", "Journal Abbreviation"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.pages("Start Page", "End Page", "Article Number"),
        "doi": c.doi("DOI"),
        "pmid": c.matching(r"(\d{1,8})", "Pubmed Id", "PubMed ID"),
        "accession": c.first("UT (Unique WOS ID)", "UT (Unique ID)"),
        "issn": c.words("ISSN", "eISSN", "ISBN"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Author Keywords", "Keywords Plus", by=";"),
        "url": c.first("DOI Link"),
        "language": c.first("Language"),
    },
)
