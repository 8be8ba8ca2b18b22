"""Abstrackr: a table of what was labelled, then, in the same file, one of what was not, which has the first
columns alone.
"""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "Abstrackr CSV",
    own("(internal) id | (source) id | title"),
    {
        "source_id": c.first("(source) id", "(internal) id"),
        "title": c.first("title"),
        "authors": c.people("authors", apart=r"(?<!\s)\s++and\s+|[;\n]"),
        "journal": c.first("journal"),
        # 0 says that there is none.
        "pmid": c.matching(r"^\s*([1-9]\d{0,7})\s*$", "pubmed id"),
        "abstract": c.text("abstract"),
        "keywords": c.words("keywords", by=","),
    },
    parts=("citations that are not",),
)
