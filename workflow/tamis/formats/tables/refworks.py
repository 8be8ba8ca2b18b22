"""RefWorks: tab-delimited. A name without a given name is `Last,null`; empty cells hold a space."""

from __future__ import annotations

import re

from tamis.formats import columns as c
from tamis.formats.entry import Raw
from tamis.formats.tables.source import Source, own

_NO_GIVEN_NAME = re.compile(r",\s*null\s*(?=;|$)")


def _authors(raw: Raw) -> str:
    return c.joined(_NO_GIVEN_NAME.sub("", raw.get("Authors, Primary")).split(";"))


SOURCE = Source(
    "RefWorks table",
    own("Reference Type | Title Primary", "Authors, Primary | Title Primary"),
    {
        "source_id": c.first("Reference Id"),
        "type": c.first("Reference Type"),
        "title": c.first("Title Primary"),
        "authors": c.custom(_authors, holds=("Authors, Primary",)),
        "year": c.year("Pub Year", "Pub Date Free From"),
        "journal": c.first("Periodical Full", "Periodical Abbrev", "Title Secondary"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.pages("Start Page", "Other Pages"),
        "doi": c.doi("DOI", resolver=("URL", "Links")),
        "pmid": c.matching(r"(\d{1,8})", "PMID"),
        "accession": c.first("Accession Number"),
        "issn": c.words("ISSN/ISBN", by=";"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Keywords", by=";"),
        "url": c.matching(r"(\S+)", "URL", "Links"),
        "language": c.first("Language", "Output Language"),
    },
)
