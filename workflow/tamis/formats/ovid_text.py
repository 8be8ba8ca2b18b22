"""The text report of Ovid: `<1>`, labels on a line of their own, each value indented below its label.

Journal, volume, issue and pages stand in one field, as each database writes its source. The strategy that
Ovid prints before the first entry is no part of one. The layout "Citation", which is a sentence without
labels, is not read. Made after a file of Journals@Ovid; labels and sources of MEDLINE, PsycINFO and Embase
on Ovid are not checked against one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tamis.formats import columns as c
from tamis.formats import labelled
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "Ovid text"

_ENTRY = re.compile(r"\n<[0-9]{1,9}\.? ?>[ \t]*\n(?:[ \t]*\n)*[A-Z][^\n:<>]{1,59}\n[ \t]+\S")
_MARKER = re.compile(rb"\n<\d+\.? ?>[ \t]*(?=\n)")
_WORDS = re.compile(r"[A-Z][\w /().,&'-]{0,58}[\w)]")
#: Known also where they have no value.
_KNOWN = frozenset(
    {
        "Abstract",
        "Accession Number",
        "Author",
        "Author Keywords",
        "Authors",
        "Authors Full Name",
        "DOI Number",
        "Digital Object Identifier",
        "Document Type",
        "ISSN",
        "Institution",
        "Keyword Heading",
        "Language",
        "MeSH Subject Headings",
        "Publication Type",
        "References",
        "Source",
        "Subject Headings",
        "Title",
        "Unique Identifier",
        "Year of Publication",
    }
)


_LAYOUT = labelled.Layout(
    begin=re.compile(r"<([0-9]{1,9})\.? ?>()[ \t]*$"), label=labelled.on_lines_of_their_own(_KNOWN, _WORDS)
)

#: What Ovid writes behind the title of a paper from a journal.
_KIND = re.compile(
    r"(?<!\s)\s*+\[(?:(?:Miscellaneous |Original |Review |Case )?(?:Article|Report|Review)|Abstract"
    r"|Editorial|Letter|Correspondence|Miscellaneous|News)\]\.?$"
)
#: Marks of affiliations behind an author's name.
_AFFILIATIONS = re.compile(r"(?:\s+\d{1,3}(?:\s?,\s?\d{1,3})*|\s*\[Ed(?:itor)?\])\s*$")
_JOURNAL = r"(?P<journal>.+?)\.\s+"
_VOLUME = (
    r"(?P<volume>(?:[A-Z]?\d[\w/.-]*(?: (?:Suppl|Pt|Spec No)\.?(?: ?[\w-]+)?)?)?)"
    r" ?(?:\((?P<issue>[^()]*)\) ?)?"
)
_DATED = r"(?:1[4-9]|20)\d\d(?!\d)"
_SOURCES = tuple(
    re.compile(pattern)
    for pattern in (
        # Embase: Journal. 12 (3) (pp 1-20), 2019.
        rf"{_JOURNAL}{_VOLUME}\((?:pp? (?P<pages>[^()]*)|no pagination)\)(?P<rest>.*)",
        # PsycINFO: Journal. Vol 12(3), Mar 2019, 1-20; Journal. Vol.12(3), 2019, pp. 1-20.
        rf"{_JOURNAL}Vol\.? ?{_VOLUME}(?P<rest>[ ,].*?{_DATED}.*?)"
        r"(?:, (?:pp?\. ?)?(?P<pages>\w*\d\w*(?:-\w+)?))?\.?$",
        # MEDLINE, Journals@Ovid: Journal. 12(3):1-20, 2019 Mar.
        rf"{_JOURNAL}{_VOLUME}:\s?(?P<pages>[A-Za-z]{{0,6}}\d[^,;]*)(?P<rest>.*)",
        # Not yet in an issue: Journal. 2019 Mar 12.
        rf"{_JOURNAL}(?:, )?(?P<rest>{_DATED}[^.]*)\.?$",
    )
)
_LONGEST = 1000


class _Source(NamedTuple):
    """What the field Source says."""

    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    rest: str = ""


def _source(raw: Raw) -> _Source:
    """Return what the field Source says; one that is written in another way is a journal as it stands."""
    text = c.clean(raw.get("Source"))
    for pattern in _SOURCES:
        if len(text) <= _LONGEST and (found := pattern.match(text)):
            return _Source(**{name: (value or "").strip(" .,") for name, value in found.groupdict().items()})
    return _Source(journal=text, rest=text)


def _year(raw: Raw) -> int | None:
    stated = c.year(*_YEARS).get(raw)
    found = c.YEAR.search(_source(raw).rest)
    return stated or (int(found[1]) if found else None)


def _authors(tag: str) -> c.Rule:
    """Return the authors; two spaces part them where there are no semicolons."""

    def get(raw: Raw) -> str:
        for value in raw.all(tag):
            names = labelled.parts(value if ";" in value else re.sub(" {2,}", "\n", value))
            if found := c.joined(_AFFILIATIONS.sub("", name) for name in names):
                return found
        return ""

    return c.custom(get, holds=(tag,))


_TITLES = ("Title", "Chapter Title", "Original Title")
_YEARS = ("Year of Publication", "Publication Year", "Publication Date")


COLUMNS = c.Columns(
    source_id=labelled.without_dot("Unique Identifier", "Accession Number"),
    type=labelled.without_dot("Document Type", "Publication Type"),
    title=c.custom(lambda raw: _KIND.sub("", c.first(*_TITLES).get(raw)), *_TITLES),
    authors=c.either(*map(_authors, ("Authors Full Name", "Authors", "Author"))),
    year=c.custom(_year, *_YEARS, "Source"),
    journal=c.custom(lambda raw: _source(raw).journal, "Source"),
    volume=c.custom(lambda raw: _source(raw).volume, "Source"),
    issue=c.custom(lambda raw: _source(raw).issue, "Source"),
    pages=c.custom(lambda raw: _source(raw).pages, "Source"),
    doi=c.doi("DOI Number", "Digital Object Identifier", "DOI"),
    pmid=c.matching(r"^\s*(\d{4,8})\.?\s*$", "PMID", "PubMed ID", "Unique Identifier"),
    accession=labelled.without_dot("Unique Identifier", "Accession Number"),
    issn=c.words("ISSN", "ISSN Print", "ISSN Electronic", "ISBN"),
    abstract=c.text("Abstract"),
    keywords=labelled.listed(
        "Author Keywords",
        "Keyword Heading",
        "Keywords",
        "Key Concepts",
        "MeSH Subject Headings",
        "Subject Headings",
        end=".",
    ),
    url=c.first(
        "Link to the Ovid Full Text or citation", "Link to the External Link Resolver", "Journal URL"
    ),
    language=labelled.without_dot("Language"),
)


def recognise(content: Content) -> int | None:
    """Ovid's report: the line that begins an entry, a label, and an indented value."""
    return content.find(_ENTRY)


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return labelled.scan(content, _LAYOUT)


def count_markers(content: Content) -> int:
    """Count the lines `<1>`."""
    return content.count(_MARKER)
