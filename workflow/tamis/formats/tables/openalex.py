"""OpenAlex: CSV of works; a bar parts what is many, and abstracts come as the places of their words."""

from __future__ import annotations

import json
import re
from typing import Any

from tamis.formats import columns as c
from tamis.formats.entry import Raw
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source, own

#: No abstract has more words; places beyond are damage.
_MOST_WORDS = 100_000
_PLACES = re.compile(
    r"""(?:'((?:[^'\\]|\\.){0,300}+)'|"((?:[^"\\]|\\.){0,300}+)")\s{0,9}:\s{0,9}\[([\d, ]*+)\]"""
)
_WORK = r"\b(W\d+)\s*$"


def _abstract(raw: Raw) -> str:
    """Return the abstract, put together from the places of its words where it comes so."""
    return c.clean(raw.get("abstract")) or c.clean(from_places(raw.get("abstract_inverted_index")))


def from_places(text: str) -> str:
    """Return a text from the places of its words; empty where it is none of that kind.

    >>> from_places('{"a": [1, 3], "In": [0], "small": [2]}')
    'In a small a'
    """
    if not text.lstrip().startswith("{"):
        return ""
    places: Any
    try:
        places = json.loads(text)
    except (ValueError, RecursionError):  # as Python writes it
        places = {
            one or other: [
                int(at) for at in found.split(",") if 0 < len(at.strip()) < 9 and at.strip().isdigit()
            ]
            for one, other, found in _PLACES.findall(text)
        }
    words = [
        (at, word)
        for word, found in places.items()
        if isinstance(found, list)
        for at in found
        if isinstance(at, int) and 0 <= at < _MOST_WORDS
    ]
    return " ".join(word for _, word in sorted(words))


def _known(rule: c.Rule) -> c.Rule:
    """Return a rule's value where it is one: empty values of programs stand as `None` and `nan`."""

    def get(raw: Raw) -> Any:
        found = rule.get(raw)
        return "" if found in ("None", "nan") else found

    return c.Rule(get, rule.tags, rule.holds, rule.ends)


SOURCE = Source(
    "OpenAlex CSV",
    own(
        "id | display_name | publication_year | authorships.author.display_name",
        "id | title | publication_year | cited_by_api_url",
        "id | title | publication_year | biblio.volume",
        "id | title | abstract_inverted_index",
    ),
    {
        "source_id": c.matching(_WORK, "id"),
        "type": c.first("type"),
        "title": _known(c.first("title", "display_name")),
        "authors": c.people("authorships.author.display_name", apart=r"\|"),
        "year": c.year("publication_year", "publication_date"),
        "journal": _known(c.first("primary_location.source.display_name")),
        "volume": _known(c.first("biblio.volume")),
        "issue": _known(c.first("biblio.issue")),
        "pages": _known(c.pages("biblio.first_page", "biblio.last_page")),
        "doi": c.doi("doi", "ids.doi"),
        "pmid": c.matching(r"(\d{1,8})/?\s*$", "ids.pmid"),
        "accession": c.matching(_WORK, "id", "ids.openalex"),
        "issn": c.words("primary_location.source.issn", "primary_location.source.issn_l", by="|"),
        "abstract": c.custom(_abstract, "abstract", holds=("abstract_inverted_index",)),
        "keywords": rules.words("keywords.display_name"),
        "url": _known(c.first("primary_location.landing_page_url", "id")),
        "language": c.first("language"),
    },
)
