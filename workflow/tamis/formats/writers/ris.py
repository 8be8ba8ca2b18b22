"""RIS, as most reference managers and screening tools read it.

The kind of publication is one of RIS's codes; what the entry says of it otherwise stands under M3. A PubMed
id stands under U1, as Dimensions and PubMed Central write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.writers import text as t
from tamis.formats.writers.kinds import kind, own_words
from tamis.formats.writers.text import Changed, unheard

NAME = "RIS"
SUFFIX = ".ris"
HOLDS = frozenset(COLUMNS[2:]) - {"type"}


def write(entries: Iterable[Entry], changed: Changed = unheard) -> Iterator[str]:
    """Yield the text, an entry a piece."""
    for entry in entries:
        if own_words(entry, kind(entry).ris):
            changed("type", "")
        lines = [f"{tag}  - {value}\n" for tag, value in _fields(entry) if value]
        yield "".join([*lines, "ER  - \n\n"])


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", kind(entry).ris
    yield "ID", t.kept(entry.source_id)
    yield "TI", t.kept(entry.title)
    for name in t.names(entry.authors):
        yield "AU", name
    yield "PY", str(entry.year or "")
    yield "T2", t.kept(entry.journal)
    yield "VL", t.kept(entry.volume)
    yield "IS", t.kept(entry.issue)
    start, end = t.first_and_last(entry.pages)
    yield "SP", start
    yield "EP", end
    yield "SN", "; ".join(t.words(entry.issn))
    yield "DO", t.doi(entry.doi)
    yield "AN", t.kept(entry.accession)
    yield "U1", f"{t.plain(entry.pmid)} [PMID]" if entry.pmid else ""
    yield "AB", t.kept(entry.abstract)
    for word in t.words(entry.keywords):
        yield "KW", t.kept(word)
    yield "UR", t.kept(entry.url)
    yield "LA", t.kept(entry.language)
    yield "M3", t.kept(own_words(entry, kind(entry).ris))
