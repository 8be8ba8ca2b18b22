"""ASySD's table of citations before or after its deduplication, as R writes it.

Where the program before it lost what parts authors (`Adeli K.Lewis G. F.`), they stay as they are.
"""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.entry import Raw
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

_people = rules.people("author").get


def _authors(raw: Raw) -> str:
    text = raw.get("author")
    return str(_people(raw)) if any(mark in text for mark in (";", "\n", " and ", ",")) else c.clean(text)


SOURCE = Source(
    "ASySD table",
    own(
        "author | title | isbn | number | record_id | label | source",
        "author | title | isbn | number | record_id | duplicate_id",
    ),
    {
        "source_id": c.first("record_id"),
        "title": c.first("title"),
        "authors": c.custom(_authors, holds=("author",)),
        "year": c.year("year"),
        "journal": c.first("journal"),
        "volume": c.first("volume"),
        "issue": c.first("number"),
        "pages": c.first("pages"),
        "doi": c.doi("doi"),
        "issn": rules.issns("isbn"),
        "abstract": c.text("abstract"),
    },
)
