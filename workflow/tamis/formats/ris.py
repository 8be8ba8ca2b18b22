"""RIS, in the dialects that databases and reference managers write.

What is written before an entry (`Record #1 of 2`, `Provider: ...`, `1.`) and after it (Ovid's links) is no
part of it. A text that goes on in the next line is one field, also where that line begins with ER or TY:
a tag is two characters, two spaces and a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats.entry import Content, Entry
from tamis.formats.tagged import Syntax, scan

NAME = "RIS"

_FIRST = re.compile(r"\nTY {0,3}- {0,2}[A-Z]{3,}")
_LAST = re.compile(r"\nER  - *\n")
_MARKER = re.compile(r"\nTY {0,3}-")

#: Tags whose lines are known also where the spaces around the dash are wrong.
_KNOWN = (
    "TY|TI|T1|T2|T3|AU|A1|A2|A3|A4|AB|N1|N2|KW|JO|JF|JA|J1|J2|PY|Y1|Y2|DA|VL|IS|SP|EP|SN|DO|UR|L1|L2|L3|L4"
    "|LK|ID|AN|DB|DP|LA|PB|CY|AD|ER|M1|M2|M3|C1|C2|C3|C7|U1|U2|ED|ET|BT|CT|PMID|VO|PG"
)
SYNTAX = Syntax(
    tag=re.compile(r"([A-Z][A-Z0-9]|PMID)  -(?: (.*)|$)"),
    starts=frozenset({"TY"}),
    ends=frozenset({"ER"}),
    loose=re.compile(rf"({_KNOWN})(?: {{0,3}}- | {{1,3}}-)(.*)"),
    orphans=frozenset({"TI", "T1", "AU", "A1", "JF", "JO", "AB", "PY", "DO", "AN", "ID"}),
)

_ACCESSION = r"accession[- ]num(?:ber)?:\s*([^;\s]+)"
#: Ovid and EBSCO give the accession number in the link to the record.
_AN_IN_LINK = r"(?:ovidweb\.cgi|ebscohost\.com)\S{0,500}?[?&]AN=([^&\s]+)"
#: An ID counts as an accession number where it is long enough not to be a library's running number.
_LONG_ID = r"^\s*((?=.*\d)[\w.:/-]{7,})\s*$"


def _pmid(fields: c.Fields) -> str:
    """Return the PubMed id, where a dialect gives it in some way."""
    found: str = _STATED_PMID(fields)
    if not found and re.search("pubmed|medline", " ".join(fields.of("DB", "DP")), re.I):
        found = _PMID_AS_ACCESSION(fields)
    return found


_PMID_AS_ACCESSION = c.either(
    c.matching(r"^\s*(\d{4,8})\s*$", "AN", "ID"), c.matching(r"ovidweb\.cgi\S*[?&]AN=(\d{4,8})\b", "L2", "UR")
)
_STATED_PMID = c.either(
    c.matching(r"(\d{1,8})", "PMID"),
    c.matching(r"(\d{4,8})\s*\[?PMID\b", "U1", "U2", "C2", "AN"),
    c.matching(r"\b(?:PubMed|PMID)\b\W{0,3}(\d{4,8})\b", "C3", "C2", "U1", "N1"),
    c.matching(
        r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})\b", "UR", "L1", "L2", "LK"
    ),
)

COLUMNS: c.Columns = {
    "source_id": c.first("ID", "AN"),
    "type": c.first("TY"),
    "title": c.first("TI", "T1", "CT", "BT"),
    "authors": c.people("AU", "A1"),
    "year": c.year("PY", "Y1", "DA"),
    "journal": c.first("JF", "T2", "JO", "J1", "BT", "J2", "JA"),
    "volume": c.first("VL", "VO"),
    "issue": c.first("IS"),
    "pages": c.pages("SP", "EP", "C7", "PG"),
    "doi": c.doi("DO", "M3", "L3", resolver=("UR", "LK")),
    "pmid": _pmid,
    "accession": c.either(
        c.first("AN"),
        c.matching(_ACCESSION, "N1"),
        c.matching(r"^\s*(L\d{6,})\s*$", "U2"),
        c.matching(r"\beid=(2-s2\.0-\d+)", "UR"),
        c.matching(_AN_IN_LINK, "L2", "UR"),
        c.matching(_LONG_ID, "ID"),
    ),
    "issn": c.words("SN", by=";"),
    # EBSCO's second AB is a copyright statement.
    "abstract": c.first("AB", "N2"),
    "keywords": c.words("KW"),
    "url": c.first("UR", "LK", "L2", "L1"),
    "language": c.first("LA"),
}


def recognise(content: Content) -> bool:
    """RIS: a line that begins an entry, or one that ends one."""
    return any(content.lines(_FIRST)) or any(content.lines(_LAST))


def read(content: Content) -> Iterator[Entry]:
    """Yield the entries."""
    for ordinal, block in enumerate(scan(content.text, SYNTAX), start=1):
        yield c.entry(ordinal, block.line, block.fields, COLUMNS, block.flaws)


def count_markers(content: Content) -> int:
    """Count the lines that begin with TY."""
    return sum(1 for _ in content.lines(_MARKER))
