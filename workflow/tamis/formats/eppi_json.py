"""JSON as EPPI-Reviewer exports it: the code sets of a review, and its references.

A reference has its authors as `Last First Second; `, with a space after a name that has no second one. What
a journal's number is for, it also keeps accession numbers of other sources in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import jsoncount, jsontext, jsonvalues
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "EPPI-Reviewer JSON"

SHAPE = jsontext.Shape(lists=("References",))

_BEGIN = re.compile(r'\s*\{\s*"(?:CodeSets|References)"\s*:\s*(?:\[|null)')
_CODE_SETS = re.compile(r'\s*\{\s*"CodeSets"\s*:\s*(?:null|\[\s*(?:\]|\{\s*"(?:Set|ReviewSet|Attributes)))')
_NONE = re.compile(r'\s*\{\s*"References"\s*:\s*\[\s*\]\s*[,}]')
_PARTICLES = frozenset(
    {"da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la"}
) | {*("le", "lo", "st", "st.", "te", "ten", "ter", "van", "von", "y", "zu", "zur")}
_NUMBER = re.compile(r"(?<![\dXx-])(?:\d{4}-?\d{3}[\dXx]|97[89][\d-]{10,14}|\d{9}[\dXx])(?![\dXx-])")


_AUTHORS = frozenset({"Authors"})


def _authors(raw: Raw) -> str:
    """Return the authors; where the first name is the last word, a family name may have several."""
    names = []
    for name in raw.get("Authors").split(";"):
        words = c.clean(name).split()
        # Two spaces at the end: neither a first nor a second name, an organisation.
        if len(words) < 2 or "," in name or name.endswith("  "):
            names.append(" ".join(words))
        else:
            last = len(words) - 1 if name.endswith(" ") else _family(words)
            names.append(f"{' '.join(words[:last])}, {' '.join(words[last:])}")
    return "; ".join(filter(None, names))


def _family(words: list[str]) -> int:
    """Return how many words are the family name: one, and the particles before it."""
    last = 0
    while last < len(words) - 2 and words[last].casefold() in _PARTICLES:
        last += 1
    return last + 1


def _numbers(raw: Raw) -> str:
    return "; ".join(dict.fromkeys(_NUMBER.findall(raw.get("StandardNumber"))))


COLUMNS = jsonvalues.Columns(
    (),
    source_id=c.first("ItemId"),
    type=c.first("TypeName"),
    title=c.first("Title"),
    authors=c.Rule(_authors, _AUTHORS, _AUTHORS),
    year=c.year("Year"),
    journal=c.first("ParentTitle"),
    volume=c.first("Volume"),
    issue=c.first("Issue"),
    pages=c.first("Pages"),
    doi=c.doi("DOI", resolver=("URL",)),
    pmid=c.either(
        c.matching(r"^\s*MEDLINE:(\d{4,8})\b", "StandardNumber"),
        c.matching(c.PMID_IN_LINK, "URL"),
    ),
    issn=c.Rule(_numbers, frozenset({"StandardNumber"})),
    abstract=c.first("Abstract"),
    keywords=c.words("Keywords"),
    url=c.first("URL"),
)


def recognise(content: Content) -> int | None:
    """EPPI-Reviewer: code sets, or references that have its keys, also where there is none of them."""
    if content.is_zip or not _BEGIN.match(content.head):
        return None
    if _CODE_SETS.match(content.head) or _NONE.match(content.head):
        return 0
    items = jsontext.sample(content, SHAPE)
    return 0 if any("ItemId" in raw or "TypeName" in raw for raw in items) else None


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the references."""
    return jsontext.scan(content.text, SHAPE)


def count_markers(content: Content) -> int:
    """Count the objects directly in the list of references."""
    return jsoncount.count(content, b"References")
