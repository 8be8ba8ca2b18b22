"""Entries by columns, many at once, as Arrow holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tamis.formats.entry import COLUMNS, Entry, Flaw

NUMBERS = frozenset({"ordinal", "line", "year"})


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that follow one another: their columns, COLUMNS of `entry`, and what is wrong with them."""

    table: pa.Table
    flaws: Sequence[Flaw] = ()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def without(self, name: str) -> list[int]:
        """Return the lines of the entries that have no text in a column."""
        lines: list[int] = self.table["line"].filter(pc.equal(self.table[name], "")).to_pylist()
        return lines


def kind(name: str) -> pa.DataType:
    """Return the type of a column."""
    return pa.int64() if name in NUMBERS else pa.string()


def of_entries(entries: Sequence[Entry]) -> Batch:
    """Return some entries as a batch."""
    columns = {name: pa.array([getattr(one, name) for one in entries], kind(name)) for name in COLUMNS}
    return Batch(pa.table(columns), [flaw for one in entries for flaw in one.flaws])


def numbered(columns: Mapping[str, pa.Array], flaws: Sequence[Flaw], ordinal: int) -> Batch:
    """Return columns without ordinals as a batch; the first entry has the ordinal that is given."""
    count = len(columns["line"])
    ordinals = pa.array(range(ordinal, ordinal + count), pa.int64())
    return Batch(pa.table({"ordinal": ordinals, **{name: columns[name] for name in COLUMNS[1:]}}), flaws)
