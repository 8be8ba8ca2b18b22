"""EBSCO's databases (CINAHL, PsycInfo, Academic Search, ...): CSV whose numbers stand as `="19326203"`."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "EBSCO CSV",
    own("Article Title | Journal Title | PLink", "Article Title | Journal Title | Doctype"),
    {
        "source_id": c.first("Accession Number"),
        "type": c.first("Doctype"),
        "title": c.first("Article Title"),
        "authors": c.people("Author"),
        "year": c.year("Publication Date"),
        "journal": c.first("Journal Title"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        # EBSCO gives where an article begins and how many pages it has, which are seldom those of print.
        "pages": c.first("First Page"),
        "doi": c.doi("DOI"),
        "accession": c.either(c.first("Accession Number"), c.matching(r"[?&]AN=([^&\s]+)", "PLink")),
        "issn": rules.issns("ISSN", "ISBN"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Subjects", "Keywords", by=";"),
        "url": c.first("PLink"),
        "language": c.first("Language"),
    },
)
