"""Columns to lines of CSV, all cells of a column at once: the bytes that `store.Writer` writes row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

#: So many rows are turned into text at once.
_ROWS = 10_000
#: As in `store`: what a spreadsheet runs, and the numbers among that.
_FORMULA, _DECIMAL = r"^'*[=+\-@\t\r]", r"^[+-]?[0-9]+(\.[0-9]+)?$"
#: What the csv module puts quotation marks around.
_SPECIAL, _MARKS = '[,"\n\r]', (b",", b'"', b"\n", b"\r")
#: Which bytes a cell begins with that a spreadsheet may run.
_BEGINS = np.isin(np.arange(256), list(b"'=+-@\t\r"))


def table(rows: pd.DataFrame | pa.Table, names: Sequence[str]) -> pa.Table:
    """Return some columns of a frame that Arrow backs, or of a table."""
    if isinstance(rows, pa.Table):
        return rows.select(names)
    return pa.table({name: rows[name].array.__arrow_array__() for name in names})


def lines(table: pa.Table) -> Iterator[memoryview]:
    """Yield the rows of a table as lines of CSV, in parts: texts, whole numbers, floats; null is empty."""
    for batch in table.to_batches(max_chunksize=_ROWS):
        if batch.num_rows:
            yield _lines([_cells(column) for column in batch.columns])


def _lines(columns: Sequence[pa.Array]) -> memoryview:
    *others, last = columns
    if not others:  # an empty line would be no row
        last = pc.if_else(pc.equal(last, ""), pa.scalar('""', pa.large_string()), last)
    joined = pc.binary_join_element_wise(*others, _around("", last, "\n"), pa.scalar(",", pa.large_string()))
    _, ends, data = joined.buffers()
    begin, end = memoryview(ends).cast("q")[0], memoryview(ends).cast("q")[len(joined)]
    return memoryview(data)[begin:end]


def _cells(column: pa.Array) -> pa.LargeStringArray:
    """Return what stands in the cells of a column; what a spreadsheet would run has an apostrophe."""
    kind = column.type
    if pa.types.is_floating(kind):
        texts = ["" if value is None else repr(round(value, 6)) for value in column.to_pylist()]
        return pa.array(texts, pa.large_string())
    text = column.cast(pa.large_string()).fill_null("")
    if pa.types.is_integer(kind):
        return text
    begins, data = _bytes(text)
    if _BEGINS[begins].any():
        runs = pc.match_substring_regex(text, _FORMULA)
        runs = pc.and_not(runs, pc.match_substring_regex(text, _DECIMAL))
        text = pc.if_else(runs, _around("'", text, ""), text)
    if any(mark in data for mark in _MARKS):
        special = pc.match_substring_regex(text, _SPECIAL)
        text = pc.if_else(special, _around('"', pc.replace_substring(text, '"', '""'), '"'), text)
    return text


def _bytes(text: pa.LargeStringArray) -> tuple[npt.NDArray[np.uint8], bytes]:
    """Return the first byte of each text that has one, and the bytes of all; most are plain."""
    _, ends, data = text.buffers()
    at = np.frombuffer(ends, np.int64, len(text) + 1, 8 * text.offset)
    letters = np.frombuffer(data or b"", np.uint8)
    return letters[at[:-1][at[1:] > at[:-1]]], letters[at[0] : at[-1]].tobytes()


def _around(before: str, text: pa.LargeStringArray, behind: str) -> pa.LargeStringArray:
    first, last, nothing = (pa.scalar(mark, pa.large_string()) for mark in (before, behind, ""))
    return pc.binary_join_element_wise(first, text, last, nothing)
