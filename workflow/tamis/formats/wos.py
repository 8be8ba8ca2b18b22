"""Web of Science's tagged text (savedrecs.txt, .ciw, .isi), also as other producers on it write it.

A tag is two characters at the beginning of a line; lines that continue a field are indented, and in a
field of names each line is one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats.entry import Content, Entry
from tamis.formats.tagged import Syntax, scan

NAME = "Web of Science (tagged)"

_HEAD = re.compile(r"\nFN .*\n+VR \d")
_ENTRY = re.compile(r"\nPT [A-Z]\n")
_UT = re.compile(r"\nUT [A-Z]+:")
_MARKER = re.compile(r"\nPT ")
SYNTAX = Syntax(
    tag=re.compile(r"([A-Z][A-Z0-9])(?:$| (.*))"),
    starts=frozenset({"PT"}),
    ends=frozenset({"ER"}),
    apart=frozenset({"FN", "VR", "EF"}),
    indented=True,
)

COLUMNS: c.Columns = {
    "source_id": c.first("UT", "AN"),
    "type": c.first("DT", "PT"),
    "title": c.first("TI"),
    "authors": c.either(c.people("AF"), c.people("AU"), c.people("CA")),
    "year": c.year("PY", "PD", "EA", "EY"),
    "journal": c.first("SO", "JI", "J9"),
    "volume": c.first("VL"),
    "issue": c.first("IS"),
    "pages": c.pages("BP", "EP", "AR", "PS"),
    "doi": c.doi("DI"),
    "pmid": c.matching(r"(\d{1,8})", "PM"),
    "accession": c.first("UT", "AN"),
    "issn": c.words("SN", "EI", "BN"),
    "abstract": c.first("AB"),
    "keywords": c.words("DE", "ID", by=";"),
    "url": c.first("UR"),
    "language": c.first("LA"),
}


def recognise(content: Content) -> bool:
    """Tagged text: its two head lines, or entries with an accession number of Web of Science."""
    head, entry, accession = (any(content.lines(pattern)) for pattern in (_HEAD, _ENTRY, _UT))
    return head or (entry and accession)


def read(content: Content) -> Iterator[Entry]:
    """Yield the entries."""
    for ordinal, block in enumerate(scan(content.text, SYNTAX), start=1):
        yield c.entry(ordinal, block.line, block.fields, COLUMNS, block.flaws)


def count_markers(content: Content) -> int:
    """Count the lines that begin with PT."""
    return sum(1 for _ in content.lines(_MARKER))
