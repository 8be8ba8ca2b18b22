"""RIS, in the dialects that databases and reference managers write.

What is written before an entry (`Record #1 of 2`, `Provider: ...`, `1.`) and after it (Ovid's links) is no
part of it. A text that goes on in the next line is one field, also where that line begins with ER or TY:
a tag is two characters, two spaces and a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import tagged
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "RIS"

_FIRST = re.compile(r"\nTY(?: {0,3}- {0,2}[A-Z]{3,}|  - {1,2}[a-z]{3,})")
_LAST = re.compile(r"\nER  - *\n")
_MARKER = re.compile(rb"\nTY {0,3}-")
#: The same where some program, or somebody who pasted them, indented all lines.
_FIRST_INDENTED = re.compile(r"\n[ \t]+TY  - {0,2}[A-Za-z]{3,}")
_LAST_INDENTED = re.compile(r"\n[ \t]+ER  - *\n")
_MARKER_INDENTED = re.compile(rb"\n[ \t]+TY {0,3}-")
_INDENT = re.compile(rb"^[ \t]+", re.M)

#: Tags whose lines are known also where the spaces around the dash are wrong.
_KNOWN = (
    "TY|TI|T1|T2|T3|AU|A1|A2|A3|A4|AB|N1|N2|KW|JO|JF|JA|J1|J2|PY|Y1|Y2|DA|VL|IS|SP|EP|SN|DO|UR|L1|L2|L3|L4"
    "|LK|ID|AN|DB|DP|LA|PB|CY|AD|ER|M1|M2|M3|C1|C2|C3|C7|U1|U2|ED|ET|BT|CT|PMID|VO|PG"
)
SYNTAX = tagged.Syntax(
    start="TY",
    head=tagged.Head(6, r"([A-Z][A-Z0-9])  -(?: |$)"),
    tag=re.compile(r"([A-Z][A-Z0-9]|PMID)  -(?: (.*)|$)"),
    ends=frozenset({"ER"}),
    # A line that is indented has to be right but for that.
    loose=re.compile(rf"(?:(?=\w)|[ \t]+(?=\w+  -(?: |$)))({_KNOWN})(?: {{0,3}}- | {{1,3}}-)(.*)"),
    orphans=frozenset({"TI", "T1", "AU", "A1", "JF", "JO", "AB", "PY", "DO", "AN", "ID"}),
)

_ACCESSION = r"accession[- ]num(?:ber)?:\s*([^;\s<]+)"
#: Ovid and EBSCO give the accession number in the link to the record.
_AN_IN_LINK = r"(?:ovidweb\.cgi|ebscohost\.com)\S{0,500}?[?&]AN=([^&\s]+)"
_LINKS = ("UR", "L1", "L2", "LK")
#: What an ID has to look like to be the accession number of a source: any other may be a running number or
#: a citation key, which the next download gives to another record.
_ACCESSION_AS_ID = "|".join(
    (
        r"\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX]",  # Lens
        r"\d{4}-\d{5}-\d{3}",  # PsycINFO
        r"(?:WOS|ISI|BCI|MEDLINE|KJD|RSCI|SCIELO|CABI|FSTA|INSPEC|ZOOREC|PPRN?):[\w.-]{5,}",  # Web of Science
        r"2-s2\.0-\d+",  # Scopus
        r"pub\.\d{6,}",  # Dimensions
        r"E[JD]\d{5,}",  # ERIC
        r"CN-\d{6,}",  # Cochrane's CENTRAL
        r"L\d{6,}",  # Embase
        r"PMC\d{3,}",
        r"arXiv:(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?",
    )
)

_PMID = c.either(
    c.matching(r"(\d{1,8})", "PMID"),
    c.matching(r"(\d{1,8}(?=\s*\[PMID\])|\d{4,8}(?=\s*PMID\b))", "U1", "U2", "C2", "AN", near="pmid"),
    c.matching(r"\b(?:PubMed|PMID)\b\W{0,3}(\d{4,8})\b", "C3", "C2", "U1", "N1"),
    c.when(r"^scopus$", ("DB",), c.matching(r"^\s*(\d{4,8})\s*$", "C2")),
    c.when(r"^L\d{6,}$", ("U2",), c.matching(r"^\s*(\d{4,8})\s*$", "C5")),  # Embase
    c.matching(c.PMID_IN_LINK, *_LINKS, near="ncbi.nlm"),
    # An accession number is a PubMed id where the database is PubMed.
    c.when(
        r"pubmed|medline",
        ("DB", "DP"),
        c.either(
            c.matching(r"^\s*(\d{4,8})\s*$", "AN", "ID"),
            c.matching(r"ovidweb\.cgi\S{0,500}?[?&]AN=(\d{4,8})\b", "L2", "UR", near="ovidweb.cgi"),
        ),
    ),
)


def _item(raw: Raw) -> str:
    """Return the number of an item in EPPI-Reviewer, which says so in a keyword."""
    return raw.get("U1").strip() if "eppi-reviewer" in raw.all("KW") else ""


COLUMNS = c.Columns(
    source_id=c.either(c.first("ID", "AN"), c.custom(_item, "U1")),
    type=c.first("TY"),
    title=c.first("TI", "T1", "CT", "BT"),
    authors=c.people("AU", "A1"),
    year=c.year("PY", "Y1", "DA"),
    journal=c.first("JF", "T2", "JO", "J1", "BT", "J2", "JA"),
    volume=c.first("VL", "VO"),
    issue=c.first("IS"),
    pages=c.pages("SP", "EP", "C7", "PG"),
    doi=c.doi("DO", "M3", "L3", resolver=("UR", "LK", "L2", "L1"), whole=("AN", "ID"), notes=("N1",)),
    pmid=_PMID,
    accession=c.either(
        c.first("AN"),
        c.matching(_ACCESSION, "N1", near="accession"),
        c.matching(r"^\s*(L\d{6,})\s*$", "U2"),
        c.matching(r"\beid=(2-s2\.0-\d+)", "UR", near="eid="),
        c.matching(_AN_IN_LINK, "L2", "UR", near="an="),
        c.matching(rf"^\s*({_ACCESSION_AS_ID})\s*$", "ID"),
        c.when("ebsco", ("DP", "DB", "UR", "L2"), c.matching(r"^\s*(\d{6,})\s*$", "ID")),
    ),
    issn=c.words("SN"),
    # EBSCO's second AB is a copyright statement.
    abstract=c.text("AB", "N2"),
    keywords=c.words("KW"),
    url=c.first("UR", "LK", "L2", "L1"),
    language=c.first("LA"),
)


def recognise(content: Content) -> int | None:
    """RIS: a line that begins an entry, or one that ends one."""
    if _is_indented(content):
        return content.find(_FIRST_INDENTED)
    return content.find(_FIRST, _LAST)


def _is_indented(content: Content) -> bool:
    """Say whether all lines of a file that begin or end an entry are indented."""
    if content.has(_FIRST, _LAST):
        return False
    return content.has(_FIRST_INDENTED) and content.has(_LAST_INDENTED)


class _Unindented(Content):
    """A file's text without what its lines are indented by."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def chunks(self) -> Iterator[bytes]:
        for chunk in self._content.chunks():
            yield _INDENT.sub(b"", chunk)


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return tagged.scan(_Unindented(content) if _is_indented(content) else content, SYNTAX)


def count_markers(content: Content) -> int:
    """Count the lines that begin with TY."""
    return content.count(_MARKER_INDENTED if _is_indented(content) else _MARKER)
