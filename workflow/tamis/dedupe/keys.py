"""What is compared of all records, on arrays: one entry a record, in the order of record ids.

Texts are made alike by `normalise`; what only has to be the same or not is a code, 0 where nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tamis.dedupe.frames import lists
from tamis.dedupe.normalise import (
    CORRECTS,
    ISSN,
    doi_key,
    in_supplement,
    issue_key,
    journal_words,
    page_range,
    surnames,
    tells_little,
    title_words,
    volume_key,
)
from tamis.dedupe.words import PREPRINT_DOIS, PREPRINT_SERVERS

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def codes(values: Sequence[Any]) -> Ints:
    """Return equal numbers for equal values; 0 for the empty one."""
    seen: dict[Any, int] = {"": 0}
    return np.fromiter((seen.setdefault(value, len(seen)) for value in values), np.int64, len(values))


#: The columns of tables.Record that are compared, and those that tell where a record comes from.
COMPARED = (
    "record_id", "type", "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
    "accession", "issn", "abstract", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """What is compared, a list or an array with one entry a record; in the order of record ids.

    `row` is the record's row in the frame. Arrays of codes hold 0 where nothing is known.
    """

    row: Ints
    ids: list[str]
    words: list[str]
    compact: list[str]
    length: Ints
    cut_off: Flags
    little: Flags
    corrects: Flags
    authors: list[str]
    first_author: list[str]
    year: Ints
    journal: list[str]
    issn: list[frozenset[str]]
    volume: Ints
    issue: Ints
    page: Ints
    low: Ints
    high: Ints
    provisional: Flags
    supplement: Flags
    preprint: Flags
    meeting: Flags
    doi: Ints
    dois: list[str]
    pmid: Ints
    accession: Ints
    abstracts: list[str]


def keys_of(records: pd.DataFrame) -> Keys:
    """Return what is compared of each record (tables.Record), in the order of record ids."""
    column = lists(records, COMPARED)
    ids = column["record_id"]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    get = {name: [values[row] for row in order] for name, values in column.items()}
    words = [title_words(title) for title in get["title"]]
    names = [surnames(text) for text in get["authors"]]
    journals = {text: journal_words(text) for text in set(get["journal"])}
    pages = [page_range(text) for text in get["pages"]]
    dois = [doi_key(text) for text in get["doi"]]
    years: list[int | None] = get["year"]
    volumes = [volume_key(text, year) for text, year in zip(get["volume"], years, strict=True)]
    types = {text: text.lower() for text in set(get["type"])}
    supplement = [
        in_supplement(volume, issue, text, page[0])
        for volume, issue, text, page in zip(get["volume"], get["issue"], get["pages"], pages, strict=True)
    ]
    kinds = [types[text] for text in get["type"]]
    return Keys(
        row=np.array(order, np.int64),
        ids=get["record_id"],
        words=words,
        compact=[text.replace(" ", "") for text in words],
        length=np.array([len(text) for text in words], np.int64),
        cut_off=np.array([title.rstrip().endswith(("...", "…")) for title in get["title"]], np.bool_),
        little=np.array([tells_little(text) for text in words], np.bool_),
        corrects=np.array(
            [
                bool(CORRECTS.match(text)) or "erratum" in kind or kind == "retraction of publication"
                for text, kind in zip(words, kinds, strict=True)
            ],
            np.bool_,
        ),
        authors=[" ".join(list_) for list_ in names],
        first_author=[list_[0].rpartition(" ")[2] if list_ else "" for list_ in names],
        year=np.array([year or 0 for year in years], np.int64),
        journal=[journals[text] for text in get["journal"]],
        issn=[
            frozenset(number.replace("-", "").lower() for number in ISSN.findall(text))
            for text in get["issn"]
        ],
        volume=codes(volumes),
        issue=codes([issue_key(text) for text in get["issue"]]),
        page=codes([page[0] for page in pages]),
        low=np.array([page[1] for page in pages], np.int64),
        high=np.array([page[2] for page in pages], np.int64),
        # Pages of an article that is in no volume yet count from 1: they are not its place.
        provisional=np.array(
            [not volume and page[1] == 1 for volume, page in zip(volumes, pages, strict=True)], np.bool_
        ),
        supplement=np.array(supplement, np.bool_),
        preprint=np.array(
            [
                "preprint" in kind
                or doi.startswith(PREPRINT_DOIS)
                or any(server in journal.lower() for server in PREPRINT_SERVERS)
                for kind, doi, journal in zip(kinds, dois, get["journal"], strict=True)
            ],
            np.bool_,
        ),
        meeting=np.array(
            [
                any(word in kind for word in ("abstract", "conference", "proceedings", "poster"))
                for kind in kinds
            ],
            np.bool_,
        ),
        doi=codes(dois),
        dois=dois,
        pmid=codes([re.sub(r"\D", "", text) for text in get["pmid"]]),
        accession=codes(
            [
                (source, accession) if accession else ""
                for source, accession in zip(get["source"], get["accession"], strict=True)
            ]
        ),
        abstracts=get["abstract"],
    )
