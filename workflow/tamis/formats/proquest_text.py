"""The text report of ProQuest ("TXT - Text only"): rules between documents, then `Label: value`.

A document may begin with `Document 1 of 25`; its title stands alone on the line after that, and comes again
under its label. Made after the rules and labels that public programs for these files look for; no file of
ProQuest's own was at hand, so what stands beside them (the place behind a publication's title, the marks of
affiliations behind names) is not checked against one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import labelled
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

NAME = "ProQuest text"

#: A closed list: full texts and abstracts have lines of their own that begin with a word and a colon.
_LABELS = (
    "Abstract",
    "Abstract (summary)",
    "Accession number",
    "Advisor",
    "Author",
    "Classification",
    "Committee member",
    "Company / organization",
    "Copyright",
    "Corporate author",
    "Correspondence author",
    "Country of publication",
    "DOI",
    "Database",
    "Dateline",
    "Degree",
    "Degree date",
    "Department",
    "Digital Object Identifier",
    "Dissertation/thesis number",
    "Document URL",
    "Document feature",
    "Document type",
    "Edition",
    "Editor",
    "First page",
    "Full Text",
    "Full text",
    "ISBN",
    "ISSN",
    "Identifier / keyword",
    "Issue",
    "Journal subject",
    "Language",
    "Language of publication",
    "Last updated",
    "Links",
    "Location",
    "Number of pages",
    "Number of references",
    "Pages",
    "People",
    "Place of publication",
    "ProQuest document ID",
    "PubMed ID",
    "Publication date",
    "Publication history",
    "Publication info",
    "Publication subject",
    "Publication title",
    "Publication year",
    "Publisher",
    "Section",
    "Series",
    "Source",
    "Source type",
    "Start page",
    "Subject",
    "Subtitle",
    "Supplement",
    "Title",
    "University/institution",
    "Volume",
    "e-ISSN",
)
_LABEL = re.compile(rf"({'|'.join(map(re.escape, sorted(_LABELS, key=len, reverse=True)))}):(?:\s+(.*)|\s*$)")
_LINK = re.compile(r"https?://\S*proquest\.com/\S*\s*$")
_RULE = re.compile(r"\n_{20,}[ \t]*\n")
_NUMBERED = re.compile(r"\nDocument [0-9]{1,9} of [0-9]{1,9}[ \t]*\n")
_FIELD = re.compile(r"\n(?:Title|Author|Publication (?:title|info)|Abstract|ProQuest document ID): \S")
_PROQUEST = re.compile(r"ProQuest|proquest\.com")
#: The first that there are any of counts the documents.
_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rb"\nDocument \d+ of \d+[ \t]*(?=\n)",
        rb"\nProQuest document ID:",
        rb"\nTitle:",
    )
)


def _label(line: str, following: str) -> tuple[str, str] | None:
    if found := _LABEL.match(line):
        return found[1], (found[2] or "").strip()
    return ("Link", line.strip()) if _LINK.match(line) else None


_LAYOUT = labelled.Layout(
    begin=re.compile(r"(?:Document ([0-9]{1,9}) of ([0-9]{1,9})|_{20,})[ \t]*$"),
    label=_label,
    telling=frozenset({"Title", "Publication title", "Publication info", "ProQuest document ID"}),
    heading=True,
)


def _authors(raw: Raw) -> str:
    """Return the authors; what begins with a digit behind a name is the mark of its affiliation."""
    names = labelled.parts(raw.get("Author") or raw.get("Corporate author"))
    return c.joined(re.split(r"\s*\d", name, maxsplit=1)[0] for name in names)


def _title(raw: Raw) -> str:
    """Return the heading, or else what stands last under the label: a full text may hold such a line."""
    found: str = c.first("").get(raw)
    return found or next(filter(None, map(c.clean, reversed(raw.all("Title")))), "")


def _journal(raw: Raw) -> str:
    """Return the title of the publication without the place that follows it."""
    found = next(filter(None, map(c.clean, reversed(raw.all("Publication title")))), "")
    return found.rpartition("; ")[0] or found


def _abstract(raw: Raw) -> str:
    found: str = c.text("Abstract", "Abstract (summary)").get(raw)
    return "" if found in ("None available.", "Not available.") else found


COLUMNS = c.Columns(
    source_id=c.matching(r"^\s*(\S+)", "ProQuest document ID", "Accession number"),
    type=c.first("Document type", "Source type"),
    title=c.custom(_title, "", "Title"),
    authors=c.custom(_authors, "Corporate author", holds=("Author",)),
    year=c.year("Publication year", "Publication date", "Degree date", "Publication info"),
    journal=c.custom(_journal, "Publication title"),
    volume=c.first("Volume"),
    issue=c.first("Issue"),
    pages=c.first("Pages", "First page", "Start page"),
    doi=c.doi("DOI", "Digital Object Identifier"),
    pmid=c.matching(r"^\s*(\d{4,8})\s*$", "PubMed ID"),
    accession=c.matching(r"^\s*(\S+)", "ProQuest document ID", "Accession number"),
    issn=c.words("ISSN", "e-ISSN", "ISBN"),
    abstract=c.custom(_abstract, "Abstract", "Abstract (summary)"),
    keywords=labelled.listed("Subject", "Identifier / keyword"),
    url=c.first("Document URL", "Link"),
    language=c.first("Language of publication", "Language"),
)


def recognise(content: Content) -> int | None:
    """ProQuest's report: numbered documents or rules, labels that it has, and its name."""
    return content.find(_NUMBERED, _RULE) if content.has(_FIELD) and content.has(_PROQUEST) else None


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the documents, and what stands between them."""
    return labelled.scan(content, _LAYOUT)


def count_markers(content: Content) -> int:
    """Count the lines `Document 1 of 25`; where there are none, the documents' ids or else their titles."""
    return next(filter(None, map(content.count, _MARKERS)), 0)
