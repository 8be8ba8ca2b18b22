"""PubMed's XML: articles and books of a PubmedArticleSet, or one alone.

The references of an article have ids, authors and titles of their own: each field's tag says whose it is.
An article's label of an abstract's part, and its headings, are written as in PubMed's MEDLINE format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tamis.formats import columns as c
from tamis.formats import xml_elements
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "PubMed XML"

_MARKER = re.compile(rb"<Pubmed(?:Book)?Article[\s/>]")
_ROOTS = frozenset({"PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle"})


def _name(author: _Element) -> str:
    """Return `Last, First Suffix`, or an organisation's name; a spelling that was corrected is none."""
    if author.get("ValidYN") == "N":
        return ""
    part = {str(child.tag): xml_elements.text_of(child) for child in author}
    if organisation := part.get("CollectiveName"):
        return organisation
    given = part.get("ForeName") or " ".join(
        part[name] for name in ("FirstName", "MiddleName") if part.get(name)
    )
    given = " ".join(filter(None, (given or part.get("Initials"), part.get("Suffix"))))
    return ", ".join(filter(None, (part.get("LastName"), given)))


def _labelled(part: _Element) -> str:
    """Return a part of an abstract with its label."""
    label, text = (part.get("Label") or "").strip(), xml_elements.text_of(part)
    return f"{label}: {text}" if label and text else text


def _heading(heading: _Element) -> str:
    """Return `Descriptor/*qualifier`, the star where it is a major topic."""
    return "/".join(
        f"{'*' if part.get('MajorTopicYN') == 'Y' else ''}{xml_elements.text_of(part)}" for part in heading
    )


_LAYOUT = xml_elements.Layout(
    entries=("PubmedArticle", "PubmedBookArticle"),
    skipped=("DeleteCitation", "DeleteDocument"),
    unnamed=frozenset({"MedlineCitation", "PubmedData", "Article", "BookDocument", "PubmedBookData"}),
    kinds=("IdType", "EIdType", "Type", "RefType", "PubStatus"),
    manner=frozenset({"Label"}),
    composed={"Author": _name, "AbstractText": _labelled, "MeshHeading": _heading},
)

_AUTHORS = ("AuthorList/Author", "AuthorList[authors]/Author")
_BOOK_AUTHORS = tuple(f"Book/{tag}" for tag in _AUTHORS)
#: What PubMed says of an article whose title nobody translated.
_NO_TITLE = re.compile(r"\[?not available\]?\.?", re.I)
_PART = "Abstract/AbstractText"


_TITLES = ("ArticleTitle", "VernacularTitle", "Book/BookTitle")


def _title(raw: Raw) -> str:
    titles = (c.clean(raw.get(tag)) for tag in _TITLES)
    found = [title for title in titles if title]
    return next((title for title in found if not _NO_TITLE.fullmatch(title)), found[0] if found else "")


def _journal(raw: Raw) -> str:
    """Return the journal; of a chapter the book, of a book the series."""
    found: str = _JOURNAL.get(raw)
    if not found:
        book = c.clean(raw.get("Book/BookTitle"))
        found = book if book != _title(raw) else c.clean(raw.get("Book/CollectionTitle"))
    return found


def _people(*tags: str) -> c.Rule:
    def get(raw: Raw) -> str:
        return "; ".join(filter(None, (c.clean(name).replace(";", ",") for name in raw.seen(*tags))))

    return c.custom(get, holds=tags)


def _abstract(raw: Raw) -> str:
    return " ".join(filter(None, map(c.clean, raw.of(_PART))))


_JOURNAL = c.first("Journal/Title", "Journal/ISOAbbreviation", "MedlineJournalInfo/MedlineTA")

COLUMNS = c.Columns(
    source_id=c.first("PMID"),
    type=c.words("PublicationTypeList/PublicationType", "PublicationType"),
    title=c.custom(_title, *_TITLES),
    # A chapter that names none has the book's.
    authors=c.either(_people(*_AUTHORS), _people(*_BOOK_AUTHORS)),
    year=c.year(
        "Journal/JournalIssue/PubDate/Year",
        "Journal/JournalIssue/PubDate/MedlineDate",
        "ContributionDate/Year",
        "Book/PubDate/Year",
        "Book/PubDate/MedlineDate",
        "ArticleDate/Year",
    ),
    journal=c.custom(_journal, *_JOURNAL.tags, "Book/BookTitle", "Book/CollectionTitle"),
    volume=c.first("Journal/JournalIssue/Volume", "Book/Volume"),
    issue=c.first("Journal/JournalIssue/Issue"),
    pages=c.either(
        c.first("Pagination/MedlinePgn"),
        c.pages("Pagination/StartPage", "Pagination/EndPage"),
        c.first("ELocationID[pii]"),
    ),
    doi=c.doi("ArticleIdList/ArticleId[doi]", "ELocationID[doi]", "Book/ELocationID[doi]"),
    pmid=c.matching(r"(\d{1,8})", "PMID", "ArticleIdList/ArticleId[pubmed]"),
    accession=c.first("PMID"),
    issn=c.words("Journal/ISSN", "MedlineJournalInfo/ISSNLinking", "Book/Isbn"),
    abstract=c.custom(_abstract, holds=(_PART,)),
    keywords=c.words("KeywordList/Keyword", "MeshHeadingList/MeshHeading"),
    language=c.words("Language"),
)


def recognise(content: Content) -> int | None:
    """PubMed XML: a set of articles, or an article."""
    return 0 if xml_elements.root(content)[0] in _ROOTS else None


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    return xml_elements.scan(content, _LAYOUT)


def count_markers(content: Content) -> int:
    """Count where an article or a book begins."""
    return xml_elements.count(content, _MARKER)
