"""A text of cells in slices of whole rows, as far as its quotation marks leave no doubt where rows end.

There is no doubt where each cell is in quotation marks as a whole, or has none, and those within a text are
written twice: then a line ends a row where an even number of quotation marks stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

#: So many bytes a slice has about, and no row of it more than so many.
_SIZE, _LONGEST = 8 << 20, 1 << 20
_QUOTE, _LINE_END = ord('"'), ord("\n")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows.

    data: the rows, each with its line end.
    line: where the first begins.
    begins: where in the data each row begins, blank lines left out.
    first_ends: where the first line of each ends.
    lines: the line on which each begins.
    has_long_rows: some row takes several lines.
    """

    data: bytes
    line: int
    begins: Ints
    first_ends: Ints
    lines: Ints
    has_long_rows: bool

    def bare(self, delimiter: str) -> npt.NDArray[np.bool_]:
        """Return which rows have text at both edges of their first line, without quotation marks."""
        letters = np.frombuffer(self.data, np.uint8)
        edges = np.array([letters[self.begins], letters[self.first_ends - 1]])
        good = (edges > ord(" ")) & (edges < 0x7F) & (edges != _QUOTE) & (edges != ord(delimiter))
        bare: npt.NDArray[np.bool_] = good.all(axis=0)
        return bare


class Slices:
    """The slices of a text, one after the other.

    Args:
        chunks: the text, in chunks of whole lines.
        line: the line at which it begins.
        delimiter: what parts cells.
    """

    def __init__(self, chunks: Iterator[bytes], line: int, delimiter: str) -> None:
        self.line = line
        self._chunks = chunks
        self._delimiter = delimiter
        self._held = b""

    def __iter__(self) -> Iterator[Slice]:
        """Yield the slices up to where there is a doubt; from there on it is `rest`."""
        while data := self._filled():
            found = _slice(data, self.line, self._delimiter)
            if found is None:
                self._held = data
                return
            self._held = data[len(found.data) :]
            self.line += found.data.count(b"\n")
            if len(found.begins):
                yield found

    def back(self, part: Slice) -> None:
        """Put the slice back that came last."""
        self._held = part.data + self._held
        self.line = part.line

    def rest(self) -> Iterator[bytes]:
        """Return the chunks of what no slice has, beginning at `line`."""
        return chain(filter(None, (self._held,)), self._chunks)

    def _filled(self) -> bytes:
        parts, size = [self._held], len(self._held)
        while size < _SIZE and (chunk := next(self._chunks, b"")):
            parts.append(chunk)
            size += len(chunk)
        return b"".join(parts)


def _slice(data: bytes, line: int, delimiter: str) -> Slice | None:
    """Return the whole rows at the beginning of some lines; None where there are none, or there is doubt."""
    letters = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(letters == _LINE_END)
    quotes = np.flatnonzero(letters == _QUOTE)
    outside = np.flatnonzero(np.searchsorted(quotes, ends) % 2 == 0) if len(quotes) else np.arange(len(ends))
    if not len(outside) or (len(quotes) and delimiter == "\t"):  # see `lines.rows`
        return None
    size = int(ends[outside[-1]]) + 1
    quotes = quotes[: np.searchsorted(quotes, size)]
    apart = np.array([ord(delimiter), _LINE_END, _QUOTE], np.uint8)
    before, behind = letters[quotes[::2] - 1], letters[quotes[1::2] + 1]
    if len(quotes) and quotes[0] == 0:
        before[0] = _LINE_END
    if not (np.isin(before, apart).all() and np.isin(behind, apart).all()) or b"\0" in data:
        return None
    begins = np.concatenate(([0], ends[outside[:-1]] + 1))
    numbers = np.concatenate(([0], outside[:-1] + 1))
    length = ends[outside] - begins
    if length.max() > _LONGEST:
        return None
    there = length > 0
    begins, numbers = begins[there], numbers[there]
    return Slice(
        data[:size], line, begins, ends[numbers], numbers + line, int(outside[-1]) + 1 > len(outside)
    )
