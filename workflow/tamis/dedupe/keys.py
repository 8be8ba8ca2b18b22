"""What is compared of all records, on arrays: one entry a record, in the order of record ids.

Texts are made alike by `normalise`, each distinct one once; what only has to be the same or not is a code, 0
where nothing is known. Abstracts stay in the frame.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tamis.dedupe.normalise import (
    MEETING,
    Kind,
    doi_key,
    in_register,
    in_supplement,
    is_renewed,
    is_synthesis,
    issue_key,
    issue_number,
    journal_words,
    language_key,
    last_page,
    meeting_name,
    page_range,
    review_number,
    surnames,
    tells_little,
    title_read,
    trial_number,
    volume_key,
)
from tamis.dedupe.words import PREPRINT_DOIS, PREPRINT_SERVERS

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]

#: So many letters of a title's beginning and of its end are keys.
ENDS = 20
_BOOK = re.compile(r"(?:whole |edited |authored |e-?|electronic )?books?|monograph|edbook")
_GREY = re.compile(
    r"thes|dissert|report|rprt|working|discussion paper|unpub|conf|cpaper|book|chap|web|grey|gray|patent|"
    r"generic"
)
_CHAPTER = re.compile(r"chap|book section|book part|section of (?:a )?book|inbook|incollection")


def codes(values: Sequence[str]) -> Ints:
    """Return equal numbers for equal values; 0 for the empty one."""
    return np.fromiter(map(_numbers().__getitem__, values), np.int64, len(values))


def _numbers() -> dict[str, int]:
    """Return what numbers texts as they are asked for; 0 is the empty one."""
    return defaultdict(count(1).__next__, {"": 0})


def mixed(*keys: Ints) -> Ints:
    """Return one number for several codes, each combination its own; 0 where one of them is not known.

    A hash of 64 bits (the finaliser of splitmix64, by Steele, Lea and Flood): that two combinations share
    one is a matter of one in millions for a million records, and would cost a comparison, no more.
    """
    whole = np.zeros(len(keys[0]), np.uint64)
    known = np.ones(len(keys[0]), np.bool_)
    for key in keys:
        known &= key != 0
        whole = scattered(whole + key.view(np.uint64))
    return np.where(known, (whole >> np.uint64(1)) | np.uint64(1), np.uint64(0)).view(np.int64)


def scattered(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return numbers that look drawn by chance, the same for the same (splitmix64)."""
    z = numbers + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@dataclass(frozen=True, slots=True)
class Texts:
    """A text of each record: the distinct ones, "" first, and the number of the one that a record has."""

    values: Objects
    code: Ints

    def at(self, records: Ints) -> Objects:
        """Return the texts of records."""
        found: Objects = self.values[self.code[records]]
        return found

    def made(self, make: Callable[[str], str]) -> Texts:
        """Return what a function makes of each text, called once for each distinct one."""
        return _distinct([make(text) for text in self.values], self.code)

    def each(self, tell: Callable[[str], Any], kind: Any = np.bool_) -> Any:
        """Return an array of what a function tells of each record's text, called once for each text."""
        return np.array([tell(text) for text in self.values], kind)[self.code]


def _distinct(texts: Sequence[str], code: Ints) -> Texts:
    """Return texts as distinct ones, "" first, for records that have these by number."""
    seen = _numbers()
    renamed = np.fromiter(map(seen.__getitem__, texts), np.int64, len(texts))
    values = np.empty(len(seen), object)
    values[:] = list(seen)
    return Texts(values, renamed[code])


def _column(records: pd.DataFrame, name: str, order: Ints) -> Texts:
    import pandas as pd

    code, values = pd.factorize(records[name])
    return _distinct([*np.asarray(values, np.object_), ""], code[order])


@dataclass(frozen=True, slots=True)
class Keys:
    """What is compared, with one entry a record; in the order of record ids.

    `row` is the record's row in the frame. Arrays of codes hold 0 where nothing is known.
    """

    row: Ints
    ids: Objects
    words: Texts
    title: Ints  # the words without spaces
    head: Ints
    tail: Ints
    length: Ints
    cut_off: Flags
    little: Flags
    kind: Ints  # normalise.Kind
    authors: Texts
    first_author: Ints
    year: Ints
    journal: Texts
    issn: Texts
    volume: Ints
    issue: Ints
    page: Ints
    low: Ints
    high: Ints
    last: Ints  # the last page's number, 0 where none is told
    number: Ints  # the first page's number, without its letters
    provisional: Flags
    supplement: Flags
    preprint: Flags
    meeting: Flags
    congress: Ints  # the meeting
    register: Flags
    synthesis: Flags
    renewed: Flags  # comes out anew under one title
    cochrane: Flags
    book: Flags  # a whole one
    chapter: Flags
    grey: Flags  # by its type a dissertation, a report, a paper not in a journal
    language: Ints
    names: Texts  # the authors as they are written
    several: Flags  # more than one author
    issue_number: Ints  # below 0 that of a supplement
    trial: Ints  # its number in a register, of an entry of one
    registry: Ints
    review: Ints  # of Cochrane
    doi: Ints
    dois: Texts
    pmid: Ints
    accession: Ints
    abstract: pd.Series[Any]  # as in the frame, in its order


def keys_of(records: pd.DataFrame) -> Keys:
    """Return what is compared of each record (tables.Record), in the order of record ids."""
    order = np.asarray(records["record_id"].array.argsort(), np.int64)
    ids = records["record_id"].to_numpy(np.object_)[order]
    year: Ints = records["year"].fillna(0).to_numpy(np.int64)[order]
    words, told, marked, cut_off = _titles(_column(records, "title", order))
    title, head, tail = (code[words.code] for code in _spelt(words.values))
    kind = _column(records, "type", order).made(str.lower)
    names = _column(records, "authors", order)
    authors, first_author = _names(names)
    journals = _column(records, "journal", order)
    volumes, issues, pages = (_column(records, name, order) for name in ("volume", "issue", "pages"))
    volume = _volumes(volumes, year)
    ranges = [page_range(text) for text in pages.values]
    first = [text for text, _, _ in ranges]
    low, high = [least for _, least, _ in ranges], [most for _, _, most in ranges]
    low_page = np.array(low, np.int64)[pages.code]
    dois = _column(records, "doi", order).made(doi_key)
    register = kind.each(lambda text: in_register(text, "")) | journals.each(
        lambda text: in_register("", text)
    )
    trial = _trials(records, order, register)
    return Keys(
        row=order,
        ids=ids,
        words=words,
        title=title,
        head=head,
        tail=tail,
        length=words.each(len, np.int64),
        cut_off=cut_off,
        little=words.each(tells_little),
        kind=np.where(
            told > 0,
            told,
            np.where(
                kind.each(lambda text: text == "retraction of publication"),
                Kind.RETRACTION,
                np.where(kind.each(lambda text: "erratum" in text), Kind.ERRATUM, Kind.PAPER),
            ),
        ),
        authors=authors,
        first_author=first_author,
        year=year,
        journal=journals.made(journal_words),
        issn=_column(records, "issn", order),
        volume=volume,
        issue=issues.made(issue_key).code,
        page=codes(first)[pages.code],
        low=low_page,
        high=np.array(high, np.int64)[pages.code],
        last=pages.each(last_page, np.int64),
        number=np.array(
            [least or int((re.findall(r"\d+", text) or "0")[0][:15]) for text, least, _ in ranges], np.int64
        )[pages.code],
        # Pages of an article that is in no volume yet count from 1: they are not its place.
        provisional=(volume == 0) & (low_page == 1),
        supplement=volumes.each(lambda text: in_supplement(text, "", "", ""))
        | issues.each(lambda text: in_supplement("", text, "", ""))
        | np.array([in_supplement("", "", *two) for two in zip(pages.values, first, strict=True)], np.bool_)[
            pages.code
        ],
        preprint=kind.each(lambda text: "preprint" in text)
        | dois.each(lambda text: text.startswith(PREPRINT_DOIS))
        | journals.each(lambda text: any(server in text.lower() for server in PREPRINT_SERVERS)),
        meeting=kind.each(
            lambda text: any(word in text for word in ("abstract", "conference", "proceedings", "poster"))
        )
        | marked
        | journals.each(lambda text: bool(MEETING.search(text))),
        congress=journals.made(meeting_name).code,
        register=register,
        synthesis=words.each(is_synthesis),
        renewed=words.each(is_renewed),
        cochrane=journals.each(lambda text: "cochrane" in text.lower()),
        book=kind.each(lambda text: bool(_BOOK.fullmatch(text))),
        chapter=kind.each(lambda text: bool(_CHAPTER.search(text))),
        grey=kind.each(lambda text: bool(_GREY.search(text))),
        language=_column(records, "language", order).made(language_key).code,
        names=names,
        several=names.each(lambda text: ";" in text.rstrip("; ")),
        issue_number=issues.each(issue_number, np.int64),
        trial=trial.code,
        registry=trial.made(lambda text: text[:3]).code,
        review=_reviews(dois, pages),
        doi=dois.code,
        dois=dois,
        pmid=_column(records, "pmid", order).made(lambda text: re.sub(r"\D", "", text)).code,
        accession=mixed(
            _column(records, "source", order).code + 1, _column(records, "accession", order).code
        ),
        abstract=records["abstract"],
    )


def _trials(records: pd.DataFrame, order: Ints, register: Flags) -> Texts:
    """Return under which number a register holds each of its entries; nothing for other records."""
    entries = np.flatnonzero(register)
    fields = [records[name].iloc[order[entries]] for name in ("accession", "url", "journal", "pages")]
    numbers = [trial_number(*texts) for texts in zip(*fields, strict=True)]
    code = np.zeros(len(order), np.int64)
    code[entries] = np.arange(1, len(entries) + 1)
    return _distinct(["", *numbers], code)


def _titles(titles: Texts) -> tuple[Texts, Ints, Flags, Flags]:
    """Return titles as words, their kind, whether marked an abstract, and whether cut off with dots."""
    number = len(titles.values)
    words, told, marked = [""] * number, np.zeros(number, np.int64), np.zeros(number, np.bool_)
    for at, text in enumerate(titles.values):
        words[at], told[at], marked[at] = title_read(text)
    cut_off: Flags = titles.each(lambda text: text.rstrip().endswith(("...", "…")))
    return _distinct(words, titles.code), told[titles.code], marked[titles.code], cut_off


def _names(authors: Texts) -> tuple[Texts, Ints]:
    """Return all surnames of each record, and the code of its first author's."""
    joined, first, seen = [], np.zeros(len(authors.values), np.int64), {"": 0}
    for at, text in enumerate(authors.values):
        names = surnames(text)
        joined.append(" ".join(names))
        first[at] = seen.setdefault(names[0].rpartition(" ")[2], len(seen)) if names else 0
    return _distinct(joined, authors.code), first[authors.code]


def _volumes(volumes: Texts, year: Ints) -> Ints:
    """Return the code of each record's volume, which may be no volume but the year."""
    _, one, at = np.unique(mixed(volumes.code, year + 1), return_index=True, return_inverse=True)
    keys = [volume_key(volumes.values[volumes.code[of]], int(year[of]) or None) for of in one]
    return codes(keys)[at]


def _reviews(dois: Texts, pages: Texts) -> Ints:
    """Return the code of each record's number of a Cochrane review, from its DOI or its pages."""
    by_doi = [review_number(text, "") for text in dois.values]
    by_page = [review_number("", text) for text in pages.values]
    numbered = codes([*by_doi, *by_page])
    one, other = numbered[dois.code], numbered[len(by_doi) + pages.code]
    return np.where(one > 0, one, other)


def _spelt(words: Objects) -> tuple[Ints, Ints, Ints]:
    """Return codes of titles without their spaces: of the whole, of its beginning, of its end."""
    import pyarrow as pa
    import pyarrow.compute as pc

    spelt = pc.replace_substring(pa.array(words, pa.large_string()), " ", "")
    parts = (spelt, pc.utf8_slice_codeunits(spelt, 0, ENDS), pc.utf8_slice_codeunits(spelt, -ENDS))
    known = np.array([bool(text) for text in words], np.bool_)
    whole, head, tail = (
        np.where(known, pc.dictionary_encode(part).indices.to_numpy().astype(np.int64) + 1, 0)
        for part in parts
    )
    return whole, head, tail
