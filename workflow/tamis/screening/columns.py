"""Columns of text as whole numbers: what makes a million decisions a matter of seconds.

A text that stands in a list is its position there, a moment the number of its digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tamis.store import arrow_types
from tamis.tables import DECISIONS, Decision, Row, columns

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
R = TypeVar("R", bound=Row)

#: Where the digits of 2021-09-20T09:31:05 stand.
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)


def texts(frame: pd.DataFrame, name: str) -> pa.Array:
    """Return a column of a frame that Arrow backs, in one piece."""
    column = frame[name].array.__arrow_array__()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def codes(column: pa.Array, words: Sequence[str] | pa.Array) -> Ints:
    """Return the position of each text in a list of words; -1 where it does not stand there."""
    known = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    found: Ints = pc.fill_null(pc.index_in(column, value_set=known), -1).to_numpy().astype(np.int64)
    return found


def moments(column: pa.Array) -> Ints:
    """Return moments as numbers that sort as they do: 20210920093105; 0 where a moment is not known.

    A day alone is its first moment.
    """
    padded = pc.utf8_rpad(pc.utf8_slice_codeunits(column, 0, 19), 19, "0")
    data = np.frombuffer(padded.buffers()[2] or b"", np.uint8, 19 * len(padded), 19 * padded.offset)
    letters = data.reshape(-1, 19)
    number = np.zeros(len(padded), np.int64)
    for at in _DIGITS:
        number = number * 10 + (letters[:, at] - ord("0"))
    return number


def among(numbers: Ints, those: Ints) -> Flags:
    """Return which numbers, of 0 and more, are among some."""
    table: Flags = np.zeros(max(numbers.max(initial=0), those.max(initial=0)) + 1, np.bool_)
    table[those] = True
    found: Flags = table[numbers]
    return found


def flags(column: pa.Array) -> Flags:
    """Return a column of truths as an array of its own."""
    found: Flags = column.to_numpy(zero_copy_only=False)
    return found.copy()


def starts(keys: Ints) -> Flags:
    """Return which of some sorted keys are the first of their kind."""
    first: Flags = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return first


def frame_of(values: Mapping[str, pa.Array | Ints], row: type[Row]) -> pd.DataFrame:
    """Return columns as the frame of a table."""
    import pandas as pd

    types = arrow_types(row)
    table = pa.table([pa.array(values[name], types[name].pyarrow_dtype) for name in types], names=list(types))
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def frame_from(rows: Iterable[Row], row: type[Row]) -> pd.DataFrame:
    """Return rows as the frame of their table."""
    made = list(rows)
    return frame_of({f.name: [getattr(one, f.name) for one in made] for f in columns(row)}, row)


def rows_of(frame: pd.DataFrame, row: type[R], at: Ints | None = None) -> list[R]:
    """Return the rows of a frame, or those at some positions."""
    taken: list[list[Any]] = []
    for each in columns(row):
        column = texts(frame, each.name)
        taken.append((column if at is None else column.take(pa.array(at))).to_pylist())
    return [row(*values) for values in zip(*taken, strict=True)]


@dataclass(frozen=True, slots=True)
class Made:
    """Every decision: the frame of Decision, and beside it what is counted on, as numbers.

    `stage`, `citation`, `reviewer` and `word` are positions among the stages, the citations, the reviewers
    (the team after them) and the words of decisions; `current` tells which decisions count now. All are
    sorted by stage, citation, reviewer and moment.
    """

    frame: pd.DataFrame
    stage: Ints
    citation: Ints
    reviewer: Ints
    word: Ints
    current: Flags

    def votes(self) -> Flags:
        """Return which decisions are on eligibility: all but `duplicate`."""
        flags: Flags = self.word != DECISIONS.index("duplicate")
        return flags

    def rows(self, those: Flags) -> list[Decision]:
        """Return some of the decisions as rows."""
        return rows_of(self.frame, Decision, np.flatnonzero(those))


@dataclass(frozen=True, slots=True)
class Held:
    """Which citation holds each record.

    `records` are the ids of all records, `of` the position of each one's citation among `citations`, which
    are the ids of all citations in order.
    """

    records: pa.Array
    citations: pa.Array
    of: Ints
    _seen: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, records: pa.Array, citation_of: pa.Array, citations: pa.Array) -> Held:
        """Return what holds what, from the columns of `members` and the ids of `citations`."""
        of = codes(citation_of, citations)
        if (of < 0).any():
            raise AssertionError("members.csv names a citation that citations.csv does not have")
        return cls(records, citations, of)

    def positions(self, column: pa.Array) -> Ints:
        """Return the position of the record that each id of a column names."""
        found = codes(column, self.records)
        if (found < 0).any():
            stray = column[int(np.flatnonzero(found < 0)[0])].as_py()
            raise AssertionError(f"record {stray!r} is in no export, and should have been left out")
        return found

    def at(self, citations: Iterable[str]) -> Ints:
        """Return the positions of some citations."""
        ids = list(citations)
        new = sorted(set(ids) - self._seen.keys())
        if new:  # to look up a few takes as long as to look up all
            found = codes(pa.array(new, pa.string()), self.citations)
            self._seen.update(zip(new, found.tolist(), strict=True))
        return np.array([self._seen[id] for id in ids], np.int64)

    def citation_of(self, records: Iterable[str] | None = None) -> dict[str, str]:
        """Return the citation of some records, or of all; those that no export holds are left out."""
        if records is None:
            ids, at = self.records, np.arange(len(self.records))
        else:
            ids = pa.array(sorted(set(records)), pa.string())
            at = codes(ids, self.records)
            ids, at = ids.filter(pa.array(at >= 0)), at[at >= 0]
        return dict(zip(ids.to_pylist(), self.citations.take(pa.array(self.of[at])).to_pylist(), strict=True))
