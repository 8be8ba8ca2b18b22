"""CSL-JSON: items as Zotero, Better BibTeX, Citeproc and the Crossref API write them.

A list of items, an object around it (`{"items": [...]}`, `{"message": {"items": [...]}}`), one item alone,
or one item a line. Crossref has lists where CSL has texts; Zotero keeps what CSL has no field for as
`PMID: 123` in the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import jsoncount, jsontext, jsonvalues
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray
from tamis.formats.jsonvalues import inside, name, value, year

NAME = "CSL-JSON"

SHAPE = jsontext.Shape(lists=("items",), around=("message",), alone=True)

#: Keys that no other format of JSON has.
_KEY = re.compile(
    r"author-suffix|citation-key|citation-label|collection-title|container-title|container-title-short"
    r"|event-place|event-title|issued|original-date|original-title|published-online|published-print"
    r"|publisher-place|reference-count|references-count|short-container-title|title-short"
).fullmatch
#: Types that no other format has, and types that others have too.
_OWN_TYPE = re.compile(
    r"article-journal|article-magazine|article-newspaper|entry-dictionary|entry-encyclopedia"
    r"|journal-article|legal_case|motion_picture|paper-conference|personal_communication|post-weblog"
    r"|posted-content|proceedings-article|review-book"
).fullmatch
_TYPE = re.compile(
    r"article|bill|book|book-chapter|book-section|broadcast|chapter|dataset|dissertation|edited-book|entry"
    r"|legislation|manuscript|monograph|patent|post|reference-book|reference-entry|regulation|report"
    r"|review|software|speech|standard|thesis|webpage"
).fullmatch
_NONE = re.compile(
    r'\s*(?:\[\s*\]|\{\s*"items"\s*:\s*\[\s*\]\s*\}|\{[^\[\]]*"message-type"\s*:\s*"[\w-]*list")\s*'
)


def _authors(raw: Raw) -> str:
    names: list[str] = []
    for text in raw.all("author"):
        person = value(text)
        if isinstance(person, str):
            names += map(c.person, re.split(r";|\n|(?<!\s)\s++and\s+", person))
        else:
            names.append(name(person))
    return "; ".join(filter(None, names))


_DATES = ("issued", "published", "published-print", "published-online", "year")


def _year(raw: Raw) -> int | None:
    for tag in _DATES:
        for text in raw.all(tag):
            if found := year(value(text)):
                return found
    return None


_KEYWORDS = frozenset({"keyword", "subject"})


def _keywords(raw: Raw) -> str:
    """Return the keywords: a list, or one text with semicolons or commas between them."""
    texts = [*raw.all("keyword"), *raw.all("subject")]
    if len(texts) == 1:
        texts = texts[0].split(";" if ";" in texts[0] else ",")
    return c.distinct(texts)


def _issue(raw: Raw) -> str:
    return c.clean(inside(value(raw.get("journal-issue")), "issue"))


COLUMNS = jsonvalues.Columns(
    ("author",),
    source_id=c.first("id", "citation-key", "citation-label"),
    type=c.first("type"),
    title=c.first("title", "title-short"),
    authors=c.Rule(_authors, frozenset({"author"})),
    year=c.Rule(_year, frozenset(_DATES)),
    journal=c.first(
        "container-title", "container-title-short", "journalAbbreviation", "short-container-title"
    ),
    volume=c.first("volume"),
    issue=c.either(c.first("issue"), c.Rule(_issue, frozenset({"journal-issue"}))),
    pages=c.first("page", "article-number", "page-first"),
    doi=c.doi("DOI", "doi", resolver=("URL",), notes=("note",)),
    pmid=c.either(
        c.matching(r"(\d{1,8})", "PMID"),
        c.matching(r"\bPMID:\s*(\d{1,8})\b", "note"),
        c.matching(c.PMID_IN_LINK, "URL"),
    ),
    accession=c.either(
        c.matching(r"\b(WOS:\w{9,})\b", "archive_location", "note", "call-number", "number"),
        c.matching(r"\beid=(2-s2\.0-\d+)", "URL"),
        c.matching(r"^\s*(2-s2\.0-\d+)\s*$", "archive_location", "call-number"),
        c.matching(r"(\d{1,8})", "PMID"),
        c.matching(r"\bPMID:\s*(\d{1,8})\b", "note"),
    ),
    issn=c.words("ISSN", "ISBN", by=","),
    abstract=c.first("abstract"),
    keywords=c.Rule(_keywords, _KEYWORDS, _KEYWORDS),
    url=c.first("URL"),
    language=c.first("language"),
)


def recognise(content: Content) -> int | None:
    """CSL-JSON: items with its keys, or with a title and one of its types; also an empty list of them."""
    if not jsontext.looks_like(content):
        return None
    items = jsontext.sample(content, SHAPE)
    return 0 if any(map(_is_item, items)) or (not items and _NONE.match(content.head)) else None


def _is_item(raw: Raw) -> bool:
    if "itemType" in raw:  # Zotero's own JSON
        return False
    if any(map(_KEY, raw.first)) or _OWN_TYPE(raw.get("type")):
        return True
    if not _TYPE(raw.get("type")) or not ("title" in raw or "author" in raw):
        return False
    return not {"DOI", "URL", "page"}.isdisjoint(raw.first) or any(
        inside(value(person), key) for person in raw.all("author") for key in ("family", "literal")
    )


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the items."""
    return jsontext.scan(content.text, SHAPE)


def count_markers(content: Content) -> int:
    """Count the objects directly in the list of items."""
    return jsoncount.count(content, b"items", b"message", alone=True)
