"""Any table whose headings say what its columns are, in the languages that review teams write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tamis.formats import columns as c
from tamis.formats.columns import Rule
from tamis.formats.tables import rules
from tamis.formats.tables.source import Source

#: Headings by column, the most telling first, as `folded` gives them: English, then German, French,
#: Spanish, Portuguese, Italian and Dutch.
HEADINGS: dict[str, tuple[str, ...]] = {
    "source_id": (
        *("record id", "id", "key", "citation key", "ref id", "refid", "reference id", "uid", "item id"),
        *("study id", "citation id", "article id", "paper id", "record number"),
    ),
    "type": (
        *("type", "document type", "publication type", "item type", "reference type", "type of reference"),
        *("type of work", "entry type", "doc type", "dokumenttyp", "publikationstyp", "type de document"),
        *("tipo de documento", "tipo de publicacion", "tipo de publicacao", "tipo di documento"),
        *("documenttype", "publicatietype"),
    ),
    "title": (
        *("title", "titles", "article title", "document title", "item title", "primary title"),
        *("title primary", "paper title", "study title", "reference title", "title of article"),
        *("title of the article", "title of paper", "full title", "record title", "display name"),
        *("titel", "artikeltitel", "aufsatztitel", "titre", "titre de l article", "titulo"),
        *("titulo del articulo", "titulo do artigo", "titolo", "titolo dell articolo", "titel van artikel"),
    ),
    "authors": (
        *("authors", "author", "author s", "author names", "author full names", "authors full names"),
        *("first authors", "author name", "authors primary", "creator", "creators", "author list"),
        *(
            "autoren",
            "autor",
            "autor en",
            "autor innen",
            "autorinnen",
            "verfasser",
            "verfasser innen",
            "auteurs",
            "auteur",
            "auteur s",
        ),
        *("autores", "autor es", "autori", "autore", "first author", "erstautor", "premier auteur"),
        *("primer autor", "primeiro autor", "primo autore", "eerste auteur"),
    ),
    "year": (
        *("year", "publication year", "pub year", "pubyear", "published year", "year of publication"),
        *("year published", "jahr", "erscheinungsjahr", "publikationsjahr", "annee"),
        *("annee de publication", "ano", "ano de publicacion", "ano de publicacao", "anno"),
        *("anno di pubblicazione", "jaar", "jaar van publicatie", "publicatiejaar", "date"),
        *("publication date", "date published", "date of publication", "pub date", "published", "datum"),
        *("erscheinungsdatum", "date de publication", "fecha", "fecha de publicacion", "data"),
        *("data de publicacao", "data di pubblicazione", "publicatiedatum"),
    ),
    "journal": (
        *("journal", "journal title", "journal name", "source title", "publication name", "journal book"),
        *("journal book title", "publication title", "publication", "periodical", "periodical title"),
        *("secondary title", "container title", "parent title", "published in", "booktitle"),
        *("book title", "conference", "venue", "zeitschrift", "zeitschriftentitel", "erschienen in"),
        *("revue", "titre de la revue", "revista", "titulo de la revista", "periodico", "rivista"),
        *("titolo della rivista", "tijdschrift"),
    ),
    "volume": (
        *("volume", "vol", "volume number", "journal volume", "band", "jahrgang", "tome", "volumen"),
        *("jaargang",),
    ),
    "issue": (
        *("issue", "issue number", "journal issue", "heft", "heftnummer", "ausgabe", "fascicule"),
        *("fascicolo", "aflevering"),
    ),
    "pages": (
        *("pages", "page", "page s", "page range", "page numbers", "pagination", "pp", "seiten"),
        *("seitenzahlen", "paginas", "pagine", "pagina s", "bladzijden", "article number", "art no"),
    ),
    "doi": ("doi", "doi link", "doi url", "digital object identifier", "article doi", "item doi", "dois"),
    "pmid": ("pmid", "pubmed id", "pubmedid", "pubmed", "medline pmid", "pm id"),
    "accession": (
        *("accession number", "accession", "accession no", "eid", "ut", "ut unique wos id", "wos id"),
        *("lens id", "pui", "central id", "openalex id", "eric number"),
    ),
    "issn": (*("issn", "issns", "e issn", "eissn", "print issn", "issn isbn", "isbn", "isbns", "isbn issn"),),
    "abstract": (
        *("abstract", "abstracts", "abstract note", "abstract text", "notes abstract", "summary"),
        *("zusammenfassung", "kurzfassung", "resume", "resumen", "resumo", "riassunto", "sommario"),
        *("samenvatting",),
    ),
    "keywords": (
        *("keywords", "keyword", "key words", "author keywords", "authors keywords", "index keywords"),
        *("subject terms", "subjects", "mesh terms", "mesh", "manual tags", "schlagworter"),
        *("schlagworte", "schlagwoerter", "schlusselworter", "schluesselwoerter", "stichworter"),
        *("mots cles", "palabras clave", "palavras chave", "parole chiave", "trefwoorden"),
    ),
    "url": (
        *("url", "urls", "link", "links", "web link", "weblink", "full text link", "address"),
        *("lien", "enlace", "enlaces", "ligacao", "collegamento"),
    ),
    "language": (
        *("language", "languages", "article language", "language of original document", "sprache"),
        *("langue", "idioma", "lingua", "taal"),
    ),
}
_FIRST_PAGE = ("start page", "first page", "page start", "startseite", "pagina inicial", "beginpagina")
#: An issue's, where there is a volume beside it and no heading that says more: else it counts rows.
_NUMBER = ("number", "numero")
_LAST_PAGE = ("end page", "last page", "page end", "endseite", "pagina final", "eindpagina")
#: Beside a title, a table of citations has one of these.
_TELLING = ("authors", "year", "journal", "doi", "abstract", "pmid")
_COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings} | {
    **dict.fromkeys((*_FIRST_PAGE, *_LAST_PAGE), "pages"),
    **dict.fromkeys(_NUMBER, "issue"),
}
#: What stands before words in the source of a program, and not in a heading.
_CODE = ("'", "[", "{", "=", ":", "$")
_NO_LETTER = re.compile(r"[\W_]+")

SOURCE = Source("table", (), {})


def folded(heading: str) -> str:
    """Return a heading without case, accents and punctuation.

    >>> folded("Année_de publication"), folded("Author(s)"), folded("publicationYear")
    ('annee de publication', 'author s', 'publicationyear')
    """
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NO_LETTER.sub(" ", plain).strip()


def column_of(heading: str) -> str:
    """Return the column that a heading names; empty where it is not known."""
    return _COLUMN_OF.get(folded(heading), "")


def is_head(names: Iterable[str]) -> bool:
    """Say whether headings are those of a table of citations: a title and one more that tells."""
    found = {column_of(name) for name in names if name[:1] not in _CODE}
    return "title" in found and any(column in found for column in _TELLING)


def rules_of(names: Sequence[str], named: Mapping[str, str]) -> dict[str, Rule]:
    """Return how columns are filled under some headings.

    Args:
        names: the headings.
        named: headings that a person named, by column; they are that column's alone.
    """
    free = [name for name in dict.fromkeys(names) if name and name not in named.values()]
    folds = {name: folded(name) for name in free}
    found: dict[str, list[str]] = {
        column: sorted(
            (name for name in free if folds[name] in headings), key=lambda name: headings.index(folds[name])
        )
        for column, headings in HEADINGS.items()
        if column not in named
    }
    if found.get("issue") == [] and ("volume" in named or found["volume"]):
        found["issue"] = [name for name in free if folds[name] in _NUMBER]
    filled = {column: rule(column, *headings) for column, headings in found.items() if headings}
    starts = [name for name in free if folds[name] in _FIRST_PAGE]
    ends = [name for name in free if folds[name] in _LAST_PAGE]
    if starts and "pages" not in named:
        filled["pages"] = c.either(
            c.first(*found["pages"]), c.pages(starts[0], ends[0] if ends else "", *starts[1:])
        )
    if "doi" not in named and (found["doi"] or found.get("url")):
        filled["doi"] = c.doi(*found["doi"], resolver=tuple(found.get("url", ())))
    return filled | {column: rule(column, heading) for column, heading in named.items()}


def rule(column: str, *headings: str) -> Rule:
    """Return how a column is filled from what stands under some headings."""
    match column:
        case "authors":
            return rules.either_people(*headings)
        case "year":
            return c.year(*headings)
        case "doi":
            return c.doi(*headings)
        case "pmid":
            return c.matching(r"(?<!\d)(\d{1,8})(?!\d)", *headings)
        case "keywords":
            return rules.words(*headings)
        case "abstract":
            return c.text(*headings)
        case "issn":
            return rules.issns(*headings)
        case _:
            return c.first(*headings)
