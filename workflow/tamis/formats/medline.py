"""MEDLINE, as PubMed writes it (also called nbib), and ERIC after it.

A tag is up to four letters, filled up with spaces, and a dash; lines that continue a field are indented.
An entry begins with PMID; in a file that has none, with whichever tag the file begins with.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats.entry import Content, Entry
from tamis.formats.tagged import Syntax, scan

NAME = "MEDLINE (nbib)"

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}-(?: ?(.*)|$)")
#: A long name goes on in the next line: names are never apart within a field.
_NEVER = r"(?!)"
_PMID = re.compile(r"\nPMID ?- ?\d")
_OWNER = re.compile(r"\nOWN - ")
SYNTAX = Syntax(tag=_TAG, starts=frozenset({"PMID"}), indented=True)


def _doi(fields: c.Fields) -> str:
    """Return the identifier that is marked as a DOI; lacking a mark, the first that looks like one."""
    ids = fields.of("LID", "AID")
    marked = [value for value in ids if value.endswith("[doi]")]
    return next(filter(None, map(c.normal_doi, marked or ids)), "")


COLUMNS: c.Columns = {
    "source_id": c.first("PMID", "OID"),
    "type": c.words("PT"),
    "title": c.first("TI", "BTI", "CTI"),
    "authors": c.either(*(c.people(tag, apart=_NEVER) for tag in ("FAU", "AU", "CN"))),
    "year": c.year("DP", "DEP", "SO"),
    "journal": c.first("JT", "TA"),
    "volume": c.first("VI"),
    "issue": c.first("IP"),
    "pages": c.first("PG"),
    "doi": _doi,
    "pmid": c.matching(r"(\d{1,8})", "PMID"),
    "accession": c.first("PMID", "OID"),
    "issn": c.words("IS", "ISSN", "ISBN"),
    "abstract": c.first("AB"),
    "keywords": c.words("OT", "MH"),
    "url": c.matching(r"(https?://\S+)", "LID"),
    "language": c.words("LA"),
}


def recognise(content: Content) -> bool:
    """MEDLINE: a PubMed id, or an owner, as PubMed writes them."""
    return any(content.lines(_PMID)) or any(content.lines(_OWNER))


def _start(content: Content) -> str:
    """Return the tag that begins an entry of this file."""
    if any(content.lines(_PMID)):
        return "PMID"
    return next(match[1] for line in content.text.split("\n") if (match := _TAG.match(line)))


def read(content: Content) -> Iterator[Entry]:
    """Yield the entries."""
    syntax = dataclasses.replace(SYNTAX, starts=frozenset({_start(content)}))
    for ordinal, block in enumerate(scan(content.text, syntax), start=1):
        yield c.entry(ordinal, block.line, block.fields, COLUMNS, block.flaws)


def count_markers(content: Content) -> int:
    """Count the lines that begin with the tag of an entry's first line."""
    return sum(1 for _ in content.lines(re.compile(rf"\n{_start(content)} *-")))
