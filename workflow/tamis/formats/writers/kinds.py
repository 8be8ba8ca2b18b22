"""Kinds of publication, as each format calls them.

An entry has its kind in the words of the export that it comes from. A format has words of its own, and other
programs know no others, so the nearest one is written, with the export's words beside it where they say more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tamis.formats.entry import Entry


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of publication.

    ris: RIS's code.
    bibtex: BibTeX's type.
    endnote: EndNote's name.
    number: EndNote's number.
    others: what others call it.
    """

    ris: str
    bibtex: str
    endnote: str
    number: int
    others: tuple[str, ...] = ()


_ARTICLE = Kind("JOUR", "article", "Journal Article", 17, ("article", "journal", "review", "ejour"))
_OTHER = Kind("GEN", "misc", "Generic", 13, ("other",))
_BOOK = Kind("BOOK", "book", "Book", 6, ("monograph", "whole book"))
_CHAPTER = Kind(
    "CHAP", "incollection", "Book Section", 5, ("book chapter", "chapter", "inbook", "bookSection")
)
_MEETING = Kind(
    "CONF",
    "inproceedings",
    "Conference Proceedings",
    10,
    ("cpaper", "conference", "conference paper", "proceedings paper", "conferencePaper", "proceedings"),
)
_THESIS = Kind(
    "THES", "phdthesis", "Thesis", 32, ("mastersthesis", "dissertation", "dissertation/thesis", "thesis")
)
_REPORT = Kind("RPRT", "techreport", "Report", 27, ("report", "government document", "govdoc"))
_UNPUBLISHED = Kind("UNPB", "unpublished", "Unpublished Work", 34, ("preprint", "manuscript"))

#: Where two are called alike in one format, the first is meant by it.
KINDS = (
    _ARTICLE,
    _BOOK,
    _CHAPTER,
    _MEETING,
    _THESIS,
    _REPORT,
    _UNPUBLISHED,
    Kind("EBOOK", "book", "Electronic Book", 44),
    Kind("EDBOOK", "book", "Edited Book", 28),
    Kind("MGZN", "article", "Magazine Article", 19, ("magazineArticle",)),
    Kind("NEWS", "article", "Newspaper Article", 23, ("newspaperArticle", "newspaper")),
    _OTHER,
    Kind("ELEC", "misc", "Web Page", 12, ("webpage", "online", "website")),
    Kind("DATA", "misc", "Dataset", 59, ("data set",)),
    Kind("PAT", "misc", "Patent", 25, ("patent",)),
    Kind("COMP", "misc", "Computer Program", 9, ("software",)),
    Kind("STAND", "misc", "Standard", 58),
    Kind("BLOG", "misc", "Blog", 56),
)
_BY_NAME = {
    name.casefold(): kind
    for kind in reversed(KINDS)
    for name in (*kind.others, kind.endnote, kind.bibtex, kind.ris)
}
#: What tells a kind from a source's own words, the most telling first.
_TELLING = (
    (re.compile(r"\bjournal\b", re.I), _ARTICLE),
    (re.compile(r"\bthes[ie]s\b|\bdissertation", re.I), _THESIS),
    (re.compile(r"\bchapter\b|\bbook section", re.I), _CHAPTER),
    (re.compile(r"\bconference\b|\bproceedings?\b|\bmeeting\b|\bcongress", re.I), _MEETING),
    (re.compile(r"\breview\b|\beditorial\b|\bletter\b|\bcomment|\bcase report|\btrial\b", re.I), _ARTICLE),
    (re.compile(r"\bpreprint|\bunpublished", re.I), _UNPUBLISHED),
    (re.compile(r"\bbook\b", re.I), _BOOK),
    (re.compile(r"\breports?\b", re.I), _REPORT),
    (re.compile(r"\barticle\b", re.I), _ARTICLE),
)


def kind(entry: Entry) -> Kind:
    """Return the kind of publication that an entry is; by its journal where its type says nothing."""
    if known := _BY_NAME.get(entry.type.casefold().strip()):
        return known
    telling = next((kind for pattern, kind in _TELLING if pattern.search(entry.type)), None)
    return telling or (_ARTICLE if entry.journal else _OTHER)


def own_words(entry: Entry, word: str) -> str:
    """Return an entry's type where a format's own word for its kind does not say it."""
    known = _BY_NAME.get(entry.type.casefold().strip())
    return "" if known and _BY_NAME[word.casefold()] is known else entry.type
