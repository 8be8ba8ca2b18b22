"""EndNote's XML, as EndNote, Zotero and screening tools read it, without a document type and its entities.

An entry's id stands in `foreign-keys` and in `label`: EndNote gives records numbers of its own, and keeps the
label. A PubMed id is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.writers import text as t
from tamis.formats.writers.kinds import kind, own_words
from tamis.formats.writers.text import Changed, unheard

NAME = "EndNote XML"
SUFFIX = ".xml"
HOLDS = frozenset(COLUMNS[2:]) - {"type"}

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_FOOT = "</records></xml>\n"
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/{}/"


def write(entries: Iterable[Entry], changed: Changed = unheard) -> Iterator[str]:
    """Yield the head, a record a piece, and the foot."""
    yield _HEAD
    for entry in entries:
        if own_words(entry, kind(entry).endnote):
            changed("type", "")
        yield f"<record>{''.join(_elements(entry))}</record>\n"
    yield _FOOT


def _elements(entry: Entry) -> Iterator[str]:
    """Yield the elements of a record, in the order in which EndNote has them."""
    what, id = kind(entry), t.kept(entry.source_id)
    yield '<source-app name="Tamis">Tamis</source-app>'
    yield _inside("foreign-keys", f'<key app="Tamis">{_escaped(id)}</key>' if id else "")
    yield f'<ref-type name="{what.endnote}">{what.number}</ref-type>'
    yield _inside("contributors", _inside("authors", _each("author", map(_name, t.names(entry.authors)))))
    yield _inside("titles", _text("title", entry.title) + _text("secondary-title", entry.journal))
    yield _inside("periodical", _text("full-title", entry.journal))
    yield _text("pages", entry.pages)
    yield _text("volume", entry.volume)
    yield _text("number", entry.issue)
    yield _inside("keywords", _each("keyword", map(t.kept, t.words(entry.keywords))))
    yield _inside("dates", _text("year", str(entry.year or "")))
    yield _each("isbn", ["\r".join(map(t.kept, t.words(entry.issn)))])
    yield _text("accession-num", entry.accession)
    yield _each("label", [id])
    yield _each("electronic-resource-num", [t.doi(entry.doi)])
    yield _text("abstract", entry.abstract)
    yield _text("work-type", own_words(entry, what.endnote))
    link = _PUBMED.format(entry.pmid) if entry.pmid else ""
    yield _inside("urls", _inside("related-urls", _each("url", dict.fromkeys([t.kept(entry.url), link]))))
    yield _text("language", entry.language)


def _name(name: str) -> str:
    """Return a name as EndNote wants it: an organisation's, which has nothing to part, ends in a comma."""
    return name if "," in name else f"{name},"


def _text(name: str, text: str) -> str:
    return _each(name, [t.kept(text)])


def _each(name: str, texts: Iterable[str]) -> str:
    return "".join(f"<{name}>{_escaped(text)}</{name}>" for text in texts if text)


def _escaped(text: str) -> str:
    # A return within a value is all that EndNote has to part lines, and XML keeps none that is not escaped.
    return escape(text, quote=False).replace("\r", "&#xD;")


def _inside(name: str, elements: str) -> str:
    return f"<{name}>{elements}</{name}>" if elements else ""
