"""PubMed: CSV, which gives no abstract; volume, issue and pages stand in the citation alone."""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.entry import Raw
from tamis.formats.tables.source import Source, own

#: `Eur J Med Genet. 2020 Feb;63(2):103640. doi: ...`
_IN_CITATION = r"\d{4}[^;:.]{0,20};"
_pages = c.matching(_IN_CITATION + r"[^:.;]{0,40}:([^.;\s]+)", "Citation")


def _authors(raw: Raw) -> str:
    """Return the names, which commas part; a full stop stands behind the last."""
    return c.joined(raw.get("Authors").strip().removesuffix(".").split(","))


SOURCE = Source(
    "PubMed CSV",
    own("PMID | Title | Citation | Journal/Book"),
    {
        "source_id": c.first("PMID"),
        "title": c.first("Title"),
        "authors": c.custom(_authors, holds=("Authors", "First Author")),
        "year": c.year("Publication Year"),
        "journal": c.first("Journal/Book"),
        "volume": c.matching(_IN_CITATION + r"([^(:.;\s]+)", "Citation"),
        "issue": c.matching(_IN_CITATION + r"[^(:.;]{0,20}\(([^)]{1,20})\)", "Citation"),
        "pages": _pages,
        "doi": c.doi("DOI"),
        "pmid": c.matching(r"(\d{1,8})", "PMID"),
        "accession": c.first("PMID"),
    },
)
