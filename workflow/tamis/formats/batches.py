"""Entries, many at once: as they were read one by one, or by columns, as Arrow holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.formats.entry import COLUMNS, Entry, Flaw

if TYPE_CHECKING:
    import pyarrow as pa

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
        import pyarrow.compute as pc

        lines: list[int] = self.table["line"].filter(pc.equal(self.table[name], "")).to_pylist()
        return lines


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries that follow one another, as they were read: to write a few of them needs no Arrow."""

    entries: Sequence[Entry]

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def table(self) -> pa.Table:
        """The entries by columns."""
        import pyarrow as pa

        return pa.table(
            {name: pa.array([getattr(one, name) for one in self.entries], kind(name)) for name in COLUMNS}
        )

    @property
    def flaws(self) -> Sequence[Flaw]:
        """What is wrong with them."""
        return [flaw for one in self.entries for flaw in one.flaws]

    def without(self, name: str) -> list[int]:
        """Return the lines of the entries that have no text in a column."""
        return [one.line for one in self.entries if not getattr(one, name)]


def kind(name: str) -> pa.DataType:
    """Return the type of a column."""
    import pyarrow as pa

    return pa.int64() if name in NUMBERS else pa.string()


def numbered(columns: Mapping[str, pa.Array], flaws: Sequence[Flaw], ordinal: int) -> Batch:
    """Return columns without ordinals as a batch; the first entry has the ordinal that is given."""
    import pyarrow as pa

    count = len(columns["line"])
    ordinals = pa.array(range(ordinal, ordinal + count), pa.int64())
    return Batch(pa.table({"ordinal": ordinals, **{name: columns[name] for name in COLUMNS[1:]}}), flaws)
