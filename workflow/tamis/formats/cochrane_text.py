"""The text report of the Cochrane Library: `Record #1 of 271`, then lines with a tag and a colon.

Made after a file of Cochrane Reviews; the tags that only trials have (VL, PG, PM, XR, PT) are not checked
against one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import labelled
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "Cochrane Library text"

_ENTRY = re.compile(r"\nRecord #[0-9]+ of [0-9]+[ \t]*\n(?:[ \t]*\n)*(?:ID|AN|AU|TI|SO|YR): ")
_MARKER = re.compile(rb"\nRecord #\d+ of \d+[ \t]*(?=\n)")
#: Tags of three letters are known ones: a paragraph may begin with `AIM:`.
_TAG = re.compile(r"([A-Z]{2}|DOI): ?(.*)")
#: Words that stand in last names of several words, before the last or after the first.
_BEFORE = frozenset(
    {"al", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von"}
)
_AFTER = frozenset({"e", "i", "y"})


def _label(line: str, following: str) -> tuple[str, str] | None:
    found = _TAG.match(line)
    return (found[1], found[2].strip()) if found else None


_LAYOUT = labelled.Layout(
    begin=re.compile(r"Record #([0-9]{1,9}) of ([0-9]{1,9})[ \t]*$"),
    label=_label,
)


def _authors(raw: Raw) -> str:
    """Return the authors; Cochrane Reviews have the last name first, then all others in full."""
    in_full = raw.get("ID").startswith("CD")
    names = [" ".join(name.split()) for value in raw.all("AU") for name in value.split(";")]
    return c.joined(
        _parted(name) if in_full and "," not in name and not c.is_organisation(name) else name
        for name in names
    )


def _parted(name: str) -> str:
    """Return a name with a comma behind the last name, which is taken for one word, and what belongs to it.

    >>> _parted("Alder Ines M"), _parted("Van der Birch Tom"), _parted("Cedar i Dogwood Eva"), _parted("WHO")
    ('Alder, Ines M', 'Van der Birch, Tom', 'Cedar i Dogwood, Eva', 'WHO')
    """
    words = name.split()
    end = 0
    while end < len(words) and words[end].casefold() in _BEFORE:
        end += 1
    end += 1
    while end < len(words) - 1 and words[end] in _AFTER:
        end += 2
    return f"{' '.join(words[:end])}, {' '.join(words[end:])}" if words[end:] else name


COLUMNS = c.Columns(
    source_id=c.first("ID", "AN"),
    type=c.first("PT"),
    title=c.first("TI"),
    authors=c.custom(_authors, holds=("AU",)),
    year=c.year("YR"),
    journal=c.first("SO"),
    volume=c.first("VL"),
    issue=c.first("NO"),
    pages=c.first("PG"),
    doi=c.doi("DOI", resolver=("US",)),
    pmid=c.either(
        c.matching(r"^\s*(?:PUBMED|MEDLINE)?\W{0,3}(\d{4,8})\s*$", "PM"),
        c.matching(r"\bPUBMED\W{0,3}(\d{4,8})\b", "PM", "XR"),
    ),
    accession=c.first("ID", "AN"),
    issn=c.first("SN"),
    abstract=c.text("AB"),
    keywords=labelled.listed("KY"),
    url=c.first("US"),
    language=c.first("LA"),
)


def recognise(content: Content) -> int | None:
    """Cochrane's report: the line that begins an entry, and a tag with a colon after it."""
    return content.find(_ENTRY)


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return labelled.scan(content, _LAYOUT)


def count_markers(content: Content) -> int:
    """Count the lines `Record #1 of 271`."""
    return content.count(_MARKER)
