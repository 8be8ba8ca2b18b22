"""Records as JSON of other sources: Lens, OpenAlex, Semantic Scholar, Zotero, Europe PMC, Mendeley and alike.

A list of objects, one under a key (`results`, `data`, ...), or an object a line, whose keys can be
recognised whatever their case: a title, and an author, year or identifier. What is in an object within the
entry is found by its path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from tamis.formats import columns as c
from tamis.formats import jsoncount, jsontext, jsonvalues
from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray
from tamis.formats.jsonvalues import value

NAME = "JSON records"

SHAPE = jsontext.Shape(
    lists=("results", "data", "items", "records", "papers", "works", "documents", "articles", "result"),
    around=("resultList", "response"),
    alone=True,
)

#: Lists of nothing that a source gives for a search without hits.
_NONE = re.compile(
    r'\s*\{(?=[^\[\]]*"(?:meta|total|total_results|hitCount)")[^\[\]]*"(?:results?|data)"\s*:\s*\[\s*\]'
)
_NO_LETTERS = re.compile(r"[\W_]+")

#: Paths to what fills a column, in lower case without signs, the most telling first. Zotero's items have
#: their fields under `data`.
_TITLE = ("title", "displayname", "articletitle", "primarytitle", "data.title")
_AUTHORS = ("authors", "author", "authorships", "creators", "data.creators", "authorstring", "authornames")
_YEAR = (
    *("year", "publicationyear", "yearpublished", "pubyear", "publishedyear", "issued", "datepublished"),
    *("publicationdate", "pubdate", "date", "data.date", "published"),
)
_JOURNAL = (
    *(
        "journal.name",
        "journal.title",
        "journalinfo.journal.title",
        "journal",
        "journaltitle",
        "source.title",
    ),
    *(
        "primarylocation.source.displayname",
        "hostvenue.displayname",
        "publicationtitle",
        "data.publicationtitle",
    ),
    *(
        "containertitle",
        "venue",
        "publicationname",
        "source",
        "booktitle",
        "data.booktitle",
        "data.proceedingstitle",
    ),
)
_VOLUME = ("volume", "biblio.volume", "journal.volume", "journalinfo.volume", "journalvolume", "data.volume")
_ISSUE = ("issue", "biblio.issue", "journal.issue", "journalinfo.issue", "number", "data.issue")
_PAGES = ("pages", "page", "pageinfo", "journal.pages", "pagerange", "data.pages", "articlenumber")
_START = ("startpage", "biblio.firstpage", "firstpage", "pagestart")
_END = ("endpage", "biblio.lastpage", "lastpage", "pageend")
_DOI = ("doi", "externalids.doi", "ids.doi", "identifiers.doi", "data.doi")
_PMID = ("pmid", "pubmedid", "externalids.pubmed", "ids.pmid", "identifiers.pmid")
_ACCESSION = ("lensid", "eid", "ut", "paperid", "accessionnumber")
_ISSN = (
    *(
        "issn",
        "source.issn",
        "primarylocation.source.issn",
        "journalinfo.journal.issn",
        "identifiers.issn",
        "isbn",
    ),
    *("data.issn", "data.isbn"),
)
_ABSTRACT = ("abstract", "abstracttext", "abstractnote", "data.abstractnote", "description")
_KEYWORDS = ("keywords", "keyword", "authorkeywords", "keywordlist.keyword", "tags", "data.tags", "subjects")
_URL = ("url", "link", "uri", "doiurl", "data.url", "landingpageurl", "primarylocation.landingpageurl")
_LANGUAGE = ("language", "languages", "data.language")
_TYPE = ("type", "publicationtype", "publicationtypes", "itemtype", "data.itemtype", "documenttype")
_ID = ("id", "recordid", "lensid", "paperid", "key", "itemkey", "eid", "pmid")

#: In which of its keys an object says what it is.
_SAYS = ("name", "displayname", "title", "value", "text", "tag", "keyword", "term", "label", "subject")


def _plain(key: str) -> str:
    return _NO_LETTERS.sub("", key).casefold()


@lru_cache(maxsize=8)
def _paths(raw: Raw) -> dict[str, list[Any]]:
    """Return what an entry holds, by path."""
    found: dict[str, list[Any]] = {}
    for tag, text in zip(raw.tags, raw.values, strict=True):
        _add(found, _plain(tag), value(text), 3)
    return found


def _add(found: dict[str, list[Any]], path: str, thing: Any, deep: int) -> None:
    found.setdefault(path, []).append(thing)
    if isinstance(thing, dict) and deep:
        for key, inner in thing.items():
            _add(found, f"{path}.{_plain(key)}", inner, deep - 1)


def _texts(thing: Any) -> list[str]:
    """Return what a text, an object that says something, or a list of these says."""
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, list):
        return [text for one in thing if not isinstance(one, list) for text in _texts(one)]
    if isinstance(thing, dict):
        says = {_plain(key): text for key, text in thing.items()}
        return [next((says[key] for key in _SAYS if isinstance(says.get(key), str)), "")]
    return []


def _all(raw: Raw, paths: Sequence[str]) -> list[str]:
    """Return the texts under the first path that has any."""
    there = _paths(raw)
    for path in paths:
        if path not in there:
            continue
        texts = [text for thing in there[path] for text in _texts(thing)]
        if any(map(c.clean, texts)):
            return texts
    return []


def _keys(*paths: str) -> frozenset[str]:
    """Return the keys of an entry with which some paths begin."""
    return frozenset(path.partition(".")[0] for path in paths)


def _text(raw: Raw, paths: Sequence[str]) -> str:
    return next(filter(None, map(c.clean, _all(raw, paths))), "")


def _first(paths: Sequence[str]) -> c.Rule:
    return c.custom(lambda raw: _text(raw, paths), *_keys(*paths))


def _words(paths: Sequence[str]) -> c.Rule:
    def get(raw: Raw) -> str:
        texts = _all(raw, paths)
        if len(texts) == 1:
            texts = texts[0].split(";")
        return c.distinct(texts)

    return c.custom(get, *_keys(*paths))


def _external(raw: Raw, kind: str) -> str:
    """Return the value of one kind in a list of objects with `type` and `value`, as Lens has them."""
    for thing in _paths(raw).get("externalids", ()):
        if isinstance(thing, dict) and str(thing.get("type")).casefold() == kind:
            return c.clean(str(thing.get("value") or ""))
    return ""


def _doi(raw: Raw) -> str:
    texts = [*(text for path in _DOI for text in _all(raw, (path,))), _external(raw, "doi")]
    return next(filter(None, map(c.normal_doi, texts)), "")


def _pmid(raw: Raw) -> str:
    texts = [*_all(raw, _PMID), _external(raw, "pmid")]
    return next((found[0] for text in texts if (found := re.search(r"\d{1,8}\b", text))), "")


def _year(raw: Raw) -> int | None:
    for path in _YEAR:
        for thing in _paths(raw).get(path, ()):
            if found := jsonvalues.year(thing):
                return found
    return None


def _pages(raw: Raw) -> str:
    start, end = _text(raw, _START), _text(raw, _END)
    if start and end and start != end:
        return f"{start}-{end}"
    return start or _text(raw, _PAGES) or end


def _abstract(raw: Raw) -> str:
    """Return the abstract; OpenAlex gives the places of each word."""
    if found := _text(raw, _ABSTRACT):
        return found
    for index in _paths(raw).get("abstractinvertedindex", ()):
        if isinstance(index, dict):
            places = [
                (int(place), word)
                for word, of in index.items()
                if isinstance(of, list)
                for place in of
                if isinstance(place, str) and place.isdecimal() and len(place) < 9
            ]
            return c.clean(" ".join(word for _, word in sorted(places)))
    return ""


def _accession(raw: Raw) -> str:
    if found := _text(raw, _ACCESSION):
        return found
    openalex = re.search(r"openalex\.org/(W\d+)", _text(raw, ("id",)))
    return openalex[1] if openalex else _pmid(raw)


def _authors(raw: Raw) -> str:
    names: list[str] = []
    for path in _AUTHORS:
        for thing in _paths(raw).get(path, ()):
            for one in thing if isinstance(thing, list) else [thing]:
                names += _names(one)
        if any(names):
            break
    return "; ".join(filter(None, names))


def _names(person: Any) -> list[str]:
    if isinstance(person, str):
        return list(map(c.person, re.split(r";|\n|(?<!\s)\s++and\s+", person)))
    if not isinstance(person, dict):
        return []
    part = {_plain(key): text for key, text in person.items() if isinstance(text, str) and text}
    if part.get("creatortype", "author") != "author":
        return []
    last = [part[key] for key in ("family", "lastname", "surname", "last") if key in part]
    first = [part[key] for key in ("given", "firstname", "forename", "first", "initials") if key in part]
    if last or first:
        return [jsonvalues.name({"family": last, "given": first})]
    if isinstance(person.get("author"), dict):  # OpenAlex: an authorship
        author = {key: text for key, text in person["author"].items() if key != "author"}
        return list(filter(None, _names(author))) or [c.person(part.get("rawauthorname", ""))]
    said = [part[key] for key in ("name", "displayname", "fullname", "literal") if key in part]
    return [_in_order(c.clean(text)) for text in said[:1]]


def _in_order(name: str) -> str:
    """Return `Last, First` of a name that was written as it is spoken."""
    words = name.split()
    if len(words) < 2 or "," in name or c.is_organisation(name):
        return name
    if c.is_initials(words[-1]):
        return c.person(name)
    last = len(words) - 1
    while last > 1 and words[last - 1].islower():
        last -= 1
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}"


COLUMNS = jsonvalues.Columns(
    ("authors", "author", "creators"),
    _plain,
    source_id=_first(_ID),
    type=_words(_TYPE),
    title=_first(_TITLE),
    authors=c.custom(_authors, *_keys(*_AUTHORS)),
    year=c.custom(_year, *_keys(*_YEAR)),
    journal=_first(_JOURNAL),
    volume=_first(_VOLUME),
    issue=_first(_ISSUE),
    pages=c.Rule(_pages, _keys(*_START, *_END, *_PAGES), ends=_keys(*_START, *_END)),
    doi=c.custom(_doi, *_keys(*_DOI), "externalids"),
    pmid=c.custom(_pmid, *_keys(*_PMID), "externalids"),
    accession=c.custom(_accession, *_keys(*_ACCESSION, *_PMID), "id", "externalids"),
    issn=_words(_ISSN),
    abstract=c.custom(_abstract, *_keys(*_ABSTRACT), "abstractinvertedindex"),
    keywords=_words(_KEYWORDS),
    url=_first(_URL),
    language=_words(_LANGUAGE),
)


def recognise(content: Content) -> int | None:
    """Objects with a title, and beside it an author, a year or an identifier; or a list of nothing."""
    if not jsontext.looks_like(content):
        return None
    records = jsontext.sample(content, SHAPE)
    return 0 if any(map(_is_record, records)) or (not records and _NONE.match(content.head)) else None


def _is_record(raw: Raw) -> bool:
    there = _paths(raw).keys()
    return not there.isdisjoint(_TITLE) and not there.isdisjoint(
        (*_AUTHORS, *_YEAR[:5], *_DOI, *_PMID, *_ACCESSION, *_ABSTRACT[:3])
    )


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the records."""
    return jsontext.scan(content.text, SHAPE)


def count_markers(content: Content) -> int:
    """Count the objects directly in the list of records."""
    return jsoncount.count(content, _BEFORE, _AROUND, alone=True)


#: Keys of a list of records, and of what holds one, for the count.
_BEFORE = b"results?|data|items|records|papers|works|documents|articles"
_AROUND = b"resultList|response"
