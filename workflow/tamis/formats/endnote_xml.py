"""EndNote's XML, of EndNote 9 to 21, and as Zotero, Mendeley, JabRef and Bookends write it.

EndNote puts each text into `<style>`, one for each run of letters that look alike: runs are joined, also
where one ends within a word. Further lines of a value (two ISSNs, say) stand behind a `&#xD;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import xml_elements
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "EndNote XML"

_MARKER = re.compile(rb"<record[\s/>]")
_RECORDS = re.compile(r"<xml\b[^<>]*>\s*<records\b")
#: What an entry of EndNote's has near its beginning; other sources call theirs `<record>`, too.
_TELLING = re.compile(r"<(?:ref-type|rec-number|source-app|contributors|titles|secondary-title)[\s>]")
_LAYOUT = xml_elements.Layout(
    entries=("record",), manner=frozenset({"face", "font", "size", "color", "charset"})
)

_AUTHOR = "contributors/authors/author"
_ADDRESSES = ("urls/related-urls/url", "urls/web-urls/url", "urls/url")
_NUMBERS = frozenset({"isbn", "issn"})
_TWO_ISSN = re.compile(r"(?<=\d{4}-\d{3}[\dXx])\s+(?=\d{4}-\d{3}[\dXx])")


def _authors(raw: Raw) -> str:
    """Return the authors; a name that ends in a comma is an organisation's, and two commas in it are one."""
    names = [name for value in raw.of(_AUTHOR) for name in re.split(r"[;\n]", value)]
    return "; ".join(filter(None, map(_author, names)))


def _author(name: str) -> str:
    name = c.clean(name)
    if name.endswith(",") or re.search(r",\s*,", name):
        return re.sub(r"(?:\s*,){2,}", ",", name.rstrip(" ,"))
    return c.person(name)


def _issn(raw: Raw) -> str:
    """Return ISSNs and ISBNs; Zotero puts two of them on one line."""
    lines = [line for value in raw.of(*sorted(_NUMBERS)) for line in _TWO_ISSN.sub("\n", value).split("\n")]
    return c.distinct(lines)


def _pmid(raw: Raw) -> str:
    """Return the PubMed id: of a link, or the accession number where the entry is PubMed's."""
    found: str = _LINKED_PMID.get(raw)
    source = " ".join(raw.of("remote-database-name", "remote-database-provider"))
    if not found and re.search(r"pubmed|medline|\bnlm\b", source, re.I):
        found = _PMID_AS_ACCESSION.get(raw)
    return found


_LINKED_PMID = c.matching(c.PMID_IN_LINK, *_ADDRESSES)
_PMID_AS_ACCESSION = c.matching(r"^\s*(?:PMID:?\s*)?(\d{1,8})\s*$", "accession-num")

COLUMNS = c.Columns(
    source_id=c.first("rec-number", "foreign-keys/key"),
    type=c.first("ref-type@name", "ref-type"),
    title=c.first("titles/title", "titles/short-title"),
    authors=c.Rule(_authors, tags=frozenset({_AUTHOR}), holds=frozenset({_AUTHOR})),
    year=c.year("dates/year", "dates/pub-dates/date"),
    journal=c.first(
        "titles/secondary-title",
        "periodical/full-title",
        "alt-periodical/full-title",
        "titles/alt-title",
        "periodical/abbr-1",
        "titles/tertiary-title",
    ),
    volume=c.first("volume"),
    issue=c.first("number", "issue"),
    # EndNote's field of a journal article for its number.
    pages=c.either(c.first("pages"), c.matching(r"^\s*([A-Za-z]{0,6}\d[\w.-]{0,15})\s*$", "custom7")),
    doi=c.doi("electronic-resource-num", "doi", resolver=_ADDRESSES),
    pmid=c.custom(_pmid, *_ADDRESSES, "accession-num"),
    accession=c.first("accession-num"),
    issn=c.Rule(_issn, tags=_NUMBERS, holds=_NUMBERS),
    abstract=c.first("abstract"),
    keywords=c.words("keywords/keyword"),
    url=c.first(*_ADDRESSES),
    language=c.first("language"),
)


def recognise(content: Content) -> int | None:
    """EndNote XML: `<xml><records>`, or records with what EndNote's have."""
    name, text = xml_elements.root(content)
    if name == "xml":
        return 0 if _RECORDS.match(text) else None
    return 0 if name in ("records", "record") and _TELLING.search(text[:20_000]) else None


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return xml_elements.scan(content, _LAYOUT)


def count_markers(content: Content) -> int:
    """Count where `<record` begins."""
    return xml_elements.count(content, _MARKER)
