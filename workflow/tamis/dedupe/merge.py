"""One citation from the records of one publication. Every value is one that a record holds, and says which.

What is chosen, of the records that give the field at all; among equals, the first record:

- volume, issue and pages: together, from one record, so that no place is put together from two: the one that
  has most of the three ("in press" is none), of those the one with the longest pages (123-130 over 123-30).
  Records of the same volume are *of the place*: what only an article has that came out is theirs, where
  others are of its online first or its preprint;
- year: what most records of the place say, else what most say;
- journal: of the place; in full rather than abbreviated, without an addition such as "(London, England)"; the
  longest;
- title: one that says that the article was retracted, so that nobody misses it; then not cut off with dots,
  without a note in brackets, without damaged letters, not all in capitals; then what most say; the longest;
- authors: all of them rather than "et al.", without damaged letters; the most names; the longest (full names
  over initials);
- abstract: not cut off; the longest;
- DOI: not one that another citation has, too (of a supplement, of the article that an erratum is of), nor a
  preprint server's; what most say; of the place;
- ISSN: of the place; what most say;
- PubMed id: what most say;
- type: what most say; of the place;
- language: that of PubMed's own record; what most say;
- keywords: the most; the longest;
- url: the first there is.

`arm` is databases where any record came from a database or register (PRISMA 2020), `sources` are in the order
of the search log, `place` is that of the first record, and a citation is a stand-in only where all its
records are. Records are in the order of the search log.

Citations of one record, most of them, are taken as they are, a column at a time; what is measured of the
others is measured on arrays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tamis.dedupe.words import ABBREVIATED, PREPRINT_DOIS
from tamis.store import arrow_types
from tamis.tables import ARMS, DATABASE_KINDS, Citation, Origin, Row, columns

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PLACE = ("volume", "issue", "pages")
#: The fields that a citation takes from its records.
FIELDS = tuple(column.name for column in columns(Origin)[1:])
_NEEDED = ("record_id", *FIELDS, "accession", "source", "source_kind", "stand_in", "place")
#: Columns of more bytes are taken in parts, of so many rows.
_LARGE, _PART = 1 << 30, 20_000

# These are patterns of RE2, which has no \uXXXX.
_NO_PLACE = r"(?i)press|ahead|online|epub|forthcoming|^\W*$"
_CUT = r"(?:\.\.\.|…)[\])\s]*$"
#: MEDLINE cut abstracts after 250 words, later after 400, and says so.
_CUT_ABSTRACT = ("...", "…", "...]", "…]", "...)", "…)", " WORDS)", "TRUNCATED)", "[truncated]")
_CUT_AUTHORS = r"(?i)\bet\.? al\b|\band others\b|\.\.\.|…"
_NOTE = r"(?:\]|\((?i:reviews?)\))[\s.]*$"
_RETRACTED = (
    r"(?i)^\W*(?:retracted|withdrawn)(?: article| paper)?\W*:|[\[(](?:retracted|withdrawn)\b[^\])]*[\])]"
)
#: What is left of letters that were read in the wrong encoding, entities, tags.
_DAMAGED = r"\x{FFFD}|[ÃÂ][\x{80}-\x{BF}]|â€|&#?\w+;|</?[A-Za-z]"
#: A text in small letters; a short one, such as JAMA, may be a name in capitals.
_SMALL = r"\p{Ll}|^.{0,5}$"
_ABBREVIATED = rf"\w\.(?:\s|$)|\b(?:{'|'.join(sorted(ABBREVIATED))})\b"
_ADDITION = r"[(\[:;=]"
#: A name of an author that has two parts, so that a name cut in two does not count for two.
_NAME = r"[^;,\s]+[,\s]+[^;,\s][^;]*"
_SERVER = rf"^(?:{'|'.join(map(re.escape, PREPRINT_DOIS))})"


@dataclass(frozen=True, slots=True)
class _Several:
    """The records of the citations that have more than one, citation by citation, each in order.

    `rows` are their rows, `of` counts the citation of each from 0, `starts` says where each citation begins,
    and `citation` says which one it is of all.
    """

    rows: Ints
    of: Ints
    starts: Ints
    citation: Ints

    def best(self, *measures: Ints | Flags) -> Ints:
        """Return where the best record of each citation stands in `rows`: the first measure counts most."""
        found: Ints = np.lexsort([-measure.astype(np.int64) for measure in reversed(measures)] + [self.of])
        return found[self.starts]

    def votes(self, values: Any, among: Flags | None = None) -> Ints:
        """Return how many records of the same citation say the same.

        Args:
            values: an Arrow array of texts or numbers.
            among: the records that are counted; all where None.
        """
        _, same = np.unique((self.of << 32) | codes(values), return_inverse=True)
        found: Ints = np.bincount(same, among)[same].astype(np.int64)
        return found


def merge(records: pd.DataFrame, members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the citations, in the order of their first records, and where their values come from.

    Args:
        records: tables.Record.
        members: tables.Member, in the same order.

    Returns:
        Frames of tables.Citation, and of tables.Origin: one row a citation of more than one record.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    table = {name: records[name].array.__arrow_array__() for name in _NEEDED}
    citation = pd.factorize(members["citation_id"])[0].astype(np.int64)
    _, first, size = np.unique(citation, return_index=True, return_counts=True)
    several = _several(citation, size)
    ids = taken(table["record_id"], several.rows)
    values = {"citation_id": taken(table["record_id"], first), "records": pa.array(size)}
    origins = {"citation_id": taken(table["record_id"], first[several.citation])}
    for name, chosen in _chosen(table, citation, several).items():
        rows = first.copy()
        rows[several.citation] = several.rows[chosen]
        values[name] = taken(table[name], rows)
        known = pa.array(_known(table[name])[several.rows[chosen]])
        origins[name] = pc.if_else(known, taken(ids, chosen), "")
    in_database = _any(_is_in(table["source_kind"], DATABASE_KINDS), citation)
    real = _any(~_is_in(table["stand_in"], ("yes",)), citation)
    values["arm"] = pc.if_else(pa.array(in_database), *ARMS)
    values["stand_in"] = pc.if_else(pa.array(real), "no", "yes")
    values["sources"] = pa.array(_sources(table["source"], citation, first), pa.string())
    values["place"] = taken(table["place"], first)
    return _frame(values, Citation), _frame(origins, Origin)


def taken(column: Any, rows: Ints) -> Any:
    """Return rows of a chunked Arrow column, as a chunked column.

    Arrow itself first makes one array of all chunks, and abstracts may be more than one array holds: of large
    columns some rows are taken at a time.
    """
    import pyarrow as pa

    if column.nbytes < _LARGE:
        return column.take(pa.array(rows))
    parts = [_part(column, rows[start : start + _PART]) for start in range(0, len(rows), _PART)]
    return pa.chunked_array(parts, column.type)


def _part(column: Any, rows: Ints) -> Any:
    """Return a few rows of a chunked Arrow column, as an array."""
    import pyarrow as pa

    ends = np.cumsum([len(chunk) for chunk in column.chunks], dtype=np.int64)
    chunk = np.searchsorted(ends, rows, "right")
    order = np.argsort(chunk, kind="stable")
    numbers, starts = np.unique(chunk[order], return_index=True)
    got = []
    for number, of in zip(numbers.tolist(), np.split(order, starts[1:]), strict=True):
        array = column.chunks[number]
        got.append(array.take(pa.array(rows[of] - (ends[number] - len(array)))))
    back = np.empty(len(rows), np.int64)
    back[order] = np.arange(len(rows))
    return pa.concat_arrays(got).take(pa.array(back))


def _several(citation: Ints, size: Ints) -> _Several:
    """Return the records of the citations that have more than one."""
    rows = np.flatnonzero(size[citation] > 1)
    rows = rows[np.argsort(citation[rows], kind="stable")]
    which, starts, of = np.unique(citation[rows], return_index=True, return_inverse=True)
    return _Several(rows, of, starts, which)


def _chosen(table: dict[str, Any], citation: Ints, several: _Several) -> dict[str, Ints]:
    """Return for each field where the record that each citation takes it from stands in `several.rows`."""
    rows, votes = several.rows, several.votes
    known = {name: _known(table[name])[rows] for name in FIELDS}
    get = {name: taken(table[name], rows) for name in (*FIELDS, "accession") if name != "abstract"}
    title, authors, journal = (get[name] for name in ("title", "authors", "journal"))
    letters = _letters(title)
    real = {name: known[name] & ~_has(get[name], _NO_PLACE) for name in PLACE}
    parts = np.sum([real[name] for name in PLACE], axis=0)
    place = several.best(
        parts, np.sum([known[name] for name in PLACE], axis=0), _counted(get["pages"], r"\d")
    )
    volume = codes(get["volume"])
    of_place = real["volume"] & (volume == volume[place][several.of])
    of_place[place] = parts[place] > 0

    measures: dict[str, Sequence[Ints | Flags]] = {
        "title": (
            _has(title, _RETRACTED),
            ~_has(title, _CUT),
            ~_has(title, _NOTE),
            ~_has(title, _DAMAGED),
            _has(title, _SMALL),
            votes(letters),
            _length(letters),
        ),
        "authors": (
            ~_has(authors, _CUT_AUTHORS),
            ~_has(authors, _DAMAGED),
            _counted(authors, _NAME),
            _has(authors, _SMALL),
            _length(authors),
        ),
        "year": (of_place, votes(get["year"], of_place), votes(get["year"])),
        "journal": (
            of_place,
            ~_has(journal, _DAMAGED),
            _has(journal, _SMALL),
            ~_has(journal, _ABBREVIATED),
            ~_has(journal, _ADDITION),
            _length(journal),
        ),
        "doi": (
            ~_elsewhere(table["doi"], citation)[rows],
            ~_has(get["doi"], _SERVER),
            votes(get["doi"]),
            of_place,
        ),
        "abstract": (~_ends(table["abstract"], _CUT_ABSTRACT)[rows], _length(table["abstract"])[rows]),
        "issn": (of_place, votes(get["issn"], of_place), votes(get["issn"])),
        "pmid": (votes(get["pmid"]),),
        "type": (votes(get["type"]), of_place),
        "language": (_same(get["pmid"], get["accession"]), votes(get["language"])),
        "keywords": (_counted(get["keywords"], ";"), _length(get["keywords"])),
        "url": (),
    }
    chosen = {name: several.best(known[name], *measures[name]) for name in measures}
    return chosen | dict.fromkeys(PLACE, place)


def codes(values: Any) -> Ints:
    """Return equal numbers for equal values of an Arrow array."""
    encoded = values.dictionary_encode("encode").combine_chunks()
    found: Ints = encoded.indices.to_numpy().astype(np.int64)
    return found


def _known(values: Any) -> Flags:
    """Say which values are known: numbers that are there, texts that are not empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(values.type):
        found: Flags = _length(values) > 0
    else:
        found = pc.is_valid(values).to_numpy()
    return found


def _length(values: Any) -> Ints:
    """Return how long texts are, in bytes."""
    import pyarrow.compute as pc

    return _numpy(pc.binary_length(values)).astype(np.int64)


def _counted(values: Any, pattern: str) -> Ints:
    """Return how often each text has a pattern."""
    import pyarrow.compute as pc

    return _numpy(pc.count_substring_regex(values, pattern)).astype(np.int64)


def _has(values: Any, pattern: str) -> Flags:
    """Say which texts have a pattern."""
    import pyarrow.compute as pc

    return _numpy(pc.match_substring_regex(values, pattern)).astype(np.bool_)


def _ends(values: Any, ends: Sequence[str]) -> Flags:
    """Say which texts end in one of some ways."""
    import pyarrow.compute as pc

    found: Flags = np.logical_or.reduce([_numpy(pc.ends_with(values, end)) for end in ends])
    return found


def _is_in(values: Any, words: Sequence[str]) -> Flags:
    """Say which texts are among some words."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return _numpy(pc.is_in(values, pa.array(words))).astype(np.bool_)


def _same(a: Any, b: Any) -> Flags:
    """Say which texts of two columns are the same, and not empty."""
    import pyarrow.compute as pc

    return _numpy(pc.equal(a, b)).astype(np.bool_) & (_length(a) > 0)


def _numpy(values: Any) -> npt.NDArray[Any]:
    """Return the numbers of an Arrow array, chunked or not."""
    found: npt.NDArray[Any] = np.asarray(values)
    return found


def _letters(values: Any) -> Any:
    """Return texts as small letters and digits, by which they are compared."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(pc.utf8_lower(values), r"[^\pL\pN]+", "")


def _elsewhere(values: Any, citation: Ints) -> Flags:
    """Say which records have a value that a record of another citation has, too."""
    which = codes(values)
    pairs = np.unique((which << 32) | citation)
    found: Flags = np.bincount(pairs >> 32, minlength=int(which.max(initial=0)) + 1)[which] > 1
    return found


def _any(flags: Flags, citation: Ints) -> Flags:
    """Say of which citations a record has a flag."""
    found: Flags = np.bincount(citation, flags) > 0
    return found


def _sources(values: Any, citation: Ints, first: Ints) -> list[str]:
    """Return the sources of each citation, in the order of its records."""
    names = values.unique().to_pylist()
    which = codes(values)
    _, at = np.unique((citation << 32) | which, return_index=True)
    at.sort()
    found = [names[source] for source in which[first].tolist()]
    for row, of in zip(at.tolist(), citation[at].tolist(), strict=True):
        if row != first[of]:
            found[of] += f";{names[which[row]]}"
    return found


def _frame(values: dict[str, Any], row: type[Row]) -> pd.DataFrame:
    """Return the frame of a table from an Arrow array a column."""
    import pandas as pd

    types = arrow_types(row)
    return pd.DataFrame({name: pd.arrays.ArrowExtensionArray(values[name]) for name in types})
