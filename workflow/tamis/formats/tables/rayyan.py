"""Rayyan: the articles of a review, and the log of what reviewers did (`customizations_log.csv`).

Where an article came as RIS, lines of it stick in cells: `10.1000/1     LK  - https://...`.
"""

from __future__ import annotations

import re

from tamis.formats import columns as c
from tamis.formats.entry import Raw
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

_LINE_OF_RIS = re.compile(r"\s[A-Z][A-Z0-9]\s{1,2}- ")


def _url(raw: Raw) -> str:
    """Return the address, up to the next line of RIS in its cell."""
    return c.clean(_LINE_OF_RIS.split(raw.get("url"), maxsplit=1)[0])


SOURCE = Source(
    "Rayyan CSV",
    own("key | title | authors | notes | pubmed_id", "key | title | authors | notes | pmc_id"),
    {
        "source_id": c.first("key"),
        "title": c.first("title"),
        "authors": c.people("authors", apart=r"(?<!\s)\s++and\s+|[;\n]"),
        "year": c.year("year"),
        "journal": c.first("journal"),
        "volume": c.first("volume"),
        "issue": c.first("issue"),
        "pages": c.first("pages"),
        "doi": c.doi("doi", resolver=("url",)),
        "pmid": c.matching(r"(\d{1,8})", "pubmed_id"),
        "accession": c.matching(r"\bU2\s+- (L\d{6,})", "url", "doi"),
        "issn": c.first("issn"),
        "abstract": c.text("abstract"),
        "keywords": rules.words("keywords"),
        "url": c.Rule(_url, frozenset({"url"})),
        "language": c.first("language"),
    },
)

#: Nothing of it is bibliography; each event is an entry, so that none is lost, and names its article.
LOG = Source(
    "Rayyan log of decisions",
    own("created_at | user_id | user_email | article_id | key | value"),
    {"source_id": c.first("article_id")},
)
