"""The text report of Embase.com: `RECORD 1`, labels in capitals on a line of their own, wrapped text.

The first line of a value is indented, lines that it is wrapped into are not: so a line in capitals is a
label where the next line is indented, and may else be the rest of a title in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import labelled
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "Embase text"

_ENTRY = re.compile(r"\nRECORD [0-9]{1,9}[ \t]*\n(?:[ \t]*\n)*[A-Z][A-Z /(),-]*\n[ \t]+\S")
_MARKER = re.compile(rb"\nRECORD \d+[ \t]*(?=\n)")
_CAPITALS = re.compile(r"(?:AiP/)?[A-Z][A-Z0-9 /(),&'-]*")
_ISSN = re.compile(r"\b\d{4}-?\d{3}[\dXx]\b")
#: Known also where they have no value.
_KNOWN = frozenset(
    {
        "TITLE",
        "ORIGINAL (NON-ENGLISH) TITLE",
        "AUTHOR NAMES",
        "AUTHOR ADDRESSES",
        "SOURCE TITLE",
        "PUBLICATION YEAR",
        "DATE OF PUBLICATION",
        "PUBLICATION TYPE",
        "FIRST PAGE",
        "LAST PAGE",
        "ISSN",
        "ABSTRACT",
        "AUTHOR KEYWORDS",
        "LANGUAGE OF ARTICLE",
        "MEDLINE PMID",
        "PUI",
        "DOI",
        "FULL TEXT LINK",
        "EMBASE LINK",
        "COPYRIGHT",
    }
)


_LAYOUT = labelled.Layout(
    begin=re.compile(r"RECORD ([0-9]{1,9})()[ \t]*$"), label=labelled.on_lines_of_their_own(_KNOWN, _CAPITALS)
)

COLUMNS = c.Columns(
    source_id=c.first("PUI"),
    type=c.first("PUBLICATION TYPE"),
    title=c.first("TITLE", "ORIGINAL (NON-ENGLISH) TITLE"),
    authors=c.custom(lambda raw: c.joined(labelled.parts(raw.get("AUTHOR NAMES"))), holds=("AUTHOR NAMES",)),
    year=c.year("PUBLICATION YEAR", "DATE OF PUBLICATION"),
    journal=c.first("SOURCE TITLE"),
    volume=c.first("VOLUME"),
    issue=c.first("ISSUE"),
    pages=c.either(
        c.pages("FIRST PAGE", "LAST PAGE"),
        c.matching(r"Article\s+Number:\s*([\w-]+)", "SOURCE"),
    ),
    doi=c.doi("DOI", resolver=("FULL TEXT LINK",)),
    pmid=c.matching(r"^\s*(\d{1,8})\b", "MEDLINE PMID"),
    accession=c.first("PUI"),
    issn=c.Rule(
        lambda raw: "; ".join(dict.fromkeys(_ISSN.findall("\n".join(raw.of("ISSN"))))), frozenset({"ISSN"})
    ),
    abstract=c.text("ABSTRACT"),
    keywords=labelled.listed(
        "AUTHOR KEYWORDS",
        "EMTREE DRUG INDEX TERMS (MAJOR FOCUS)",
        "EMTREE DRUG INDEX TERMS",
        "EMTREE MEDICAL INDEX TERMS (MAJOR FOCUS)",
        "EMTREE MEDICAL INDEX TERMS",
    ),
    url=c.first("EMBASE LINK", "FULL TEXT LINK"),
    language=c.words("LANGUAGE OF ARTICLE", by=","),
)


def recognise(content: Content) -> int | None:
    """Embase's report: the line that begins an entry, a label in capitals, and an indented value."""
    return content.find(_ENTRY)


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return labelled.scan(content, _LAYOUT)


def count_markers(content: Content) -> int:
    """Count the lines `RECORD 1`."""
    return content.count(_MARKER)
