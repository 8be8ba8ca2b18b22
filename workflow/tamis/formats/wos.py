"""Web of Science's tagged text (savedrecs.txt, .ciw, .isi), also as other producers on it write it.

A tag is two characters at the beginning of a line; lines that continue a field are indented, and in a
field of names each line is one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import tagged
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "Web of Science (tagged)"

_HEAD = re.compile(r"\nFN .*\n+VR \d")
_ENTRY = re.compile(r"\nPT [A-Z]\n")
_UT = re.compile(r"\nUT [A-Z]+:")
_MARKER = re.compile(rb"\nPT ")
SYNTAX = tagged.Syntax(
    start="PT",
    head=tagged.Head(3, r"([A-Z][A-Z0-9])(?: |$)"),
    tag=re.compile(r"([A-Z][A-Z0-9])(?:$| (.*))"),
    ends=frozenset({"ER"}),
    apart=frozenset({"FN", "VR", "EF"}),
    orphans=frozenset({"AN", "AU", "AF", "TI", "SO", "AB", "PY", "UT"}),
    indented=True,
)

#: By column; a table whose headings are the tags has them, too.
RULES: dict[str, c.Rule] = dict(
    source_id=c.first("UT", "AN"),
    type=c.first("DT", "PT"),
    title=c.first("TI"),
    authors=c.either(c.people("AF"), c.people("AU"), c.people("CA")),
    year=c.year("PY", "PD", "EA", "EY"),
    journal=c.first("SO", "JI", "J9"),
    volume=c.first("VL"),
    issue=c.first("IS"),
    pages=c.pages("BP", "EP", "AR", "PS"),
    doi=c.doi("DI"),
    pmid=c.matching(r"(\d{1,8})", "PM"),
    accession=c.first("UT", "AN"),
    issn=c.words("SN", "EI", "BN"),
    abstract=c.text("AB"),
    keywords=c.words("DE", "ID", by=";"),
    url=c.first("UR"),
    language=c.first("LA"),
)
COLUMNS = c.Columns(**RULES)


def recognise(content: Content) -> int | None:
    """Tagged text: its two head lines, or entries with an accession number of Web of Science."""
    return content.find(_HEAD, _ENTRY) if content.has(_HEAD) or content.has(_UT) else None


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return tagged.scan(content, SYNTAX)


def count_markers(content: Content) -> int:
    """Count the lines that begin with PT."""
    return content.count(_MARKER)
