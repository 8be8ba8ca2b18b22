"""Embase.com: CSV and workbooks, with the search query above the head; in the short form of fields, what
an article appeared in stands in one cell.
"""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

#: `Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004`
_YEAR = r"\(\d{4}\)"

SOURCE = Source(
    "Embase.com table",
    own("Title | Author Names | Emtree Medical Index Terms", "Title | Author Names | PUI"),
    {
        "source_id": c.either(c.first("PUI"), c.first("Embase Accession ID")),
        "type": c.first("Publication Type"),
        "title": c.first("Title", "Original Title"),
        "authors": c.people("Author Names", apart=r"[;,\n]"),
        "year": c.either(c.year("Publication Year"), c.year("Date of Publication", "Source")),
        "journal": c.either(
            c.first("Source title", "Source Title"),
            c.matching(rf"^\s*+(.{{1,300}}?)\s{{0,9}}{_YEAR}", "Source"),
        ),
        "volume": c.either(c.first("Volume"), c.matching(_YEAR + r"\s*([^:\s().]+)", "Source")),
        "issue": c.either(c.first("Issue"), c.matching(_YEAR + r"\s*[^:\s().]+:([^\s()]+)", "Source")),
        "pages": c.either(
            c.pages("First Page", "Last Page"), c.matching(_YEAR + r"[^().]{0,60}\(([^()]+)\)", "Source")
        ),
        "doi": c.doi("DOI", resolver=("Full Text Link",)),
        "pmid": c.matching(r"(\d{1,8})", "Medline PMID"),
        "accession": c.either(c.first("PUI"), c.matching(r"[?&]id=(L\d{6,})", "Embase Link")),
        "issn": rules.issns("ISSN", "ISBN"),
        "abstract": c.text("Abstract", "Original Abstract"),
        "keywords": c.words("Author Keywords", by=","),
        "url": c.first("Embase Link", "Full Text Link", "Open URL Link"),
        "language": c.first("Article Language"),
    },
)
