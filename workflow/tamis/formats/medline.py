"""MEDLINE, as PubMed writes it (also called nbib), and ERIC after it.

A tag is up to four letters, filled up with spaces, and a dash; lines that continue a field are indented.
An entry begins with PMID; in a file that has none, with whichever tag the file begins with.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import tagged
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "MEDLINE (nbib)"

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}-(?: ?(.*)|$)")
#: A long name goes on in the next line: names are never apart within a field.
_NEVER = r"(?!)"
_PMID = re.compile(r"\nPMID ?- ?\d")
_OWNER = re.compile(r"\nOWN - ")
SYNTAX = tagged.Syntax(
    start="PMID",
    head=tagged.Head(6, r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)"),
    tag=_TAG,
    indented=True,
)


def _doi(raw: Raw) -> str:
    """Return the identifier that is marked as a DOI; lacking a mark, the first that looks like one."""
    ids = [value.strip() for value in raw.of("LID", "AID")]
    marked = [value for value in ids if value.endswith("[doi]")]
    return next(filter(None, map(c.normal_doi, marked or ids)), "")


COLUMNS = c.Columns(
    source_id=c.first("PMID", "OID"),
    type=c.words("PT"),
    title=c.first("TI", "BTI", "CTI"),
    authors=c.either(*(c.people(tag, apart=_NEVER) for tag in ("FAU", "AU", "CN"))),
    year=c.year("DP", "DEP", "SO"),
    journal=c.first("JT", "TA"),
    volume=c.first("VI"),
    issue=c.first("IP"),
    pages=c.first("PG"),
    doi=c.custom(_doi, "LID", "AID"),
    pmid=c.matching(r"(\d{1,8})", "PMID"),
    accession=c.first("PMID", "OID"),
    issn=c.words("IS", "ISSN", "ISBN"),
    abstract=c.text("AB"),
    keywords=c.words("OT", "MH"),
    url=c.matching(r"(https?://\S+)", "LID"),
    language=c.words("LA"),
)


def recognise(content: Content) -> int | None:
    """MEDLINE: a PubMed id, or an owner, as PubMed writes them."""
    return content.find(_PMID, _OWNER)


def _start(content: Content) -> str:
    """Return the tag that begins an entry of this file."""
    if content.has(_PMID):
        return "PMID"
    return next(match[1] for line in content.head.split("\n") if (match := _TAG.match(line)))


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    for found in tagged.scan(content, dataclasses.replace(SYNTAX, start=_start(content))):
        yield tagged.with_one_title(found, "TI") if isinstance(found, Raw) else found


def count_markers(content: Content) -> int:
    """Count the lines that begin with the tag of an entry's first line."""
    return content.count(re.compile(rf"\n{_start(content)} *-".encode()))
