"""People's long tables, read by columns: what `store.read_rows` gives, for a million lines in seconds.

A file that a program or a spreadsheet wrote plainly is taken apart by Arrow. Wherever anything is not plain
(a workbook, another encoding than UTF-8, a text of several lines, a remark, a blank line, a word that is not
known, a cell that is missing), the file is read by `store.read_rows`, which says all that is wrong: one place
knows what people write, and its messages are the only ones.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from tamis.isotimes import iso_times, log_order
from tamis.store import (
    DELIMITERS,
    FORMULA_FAILED,
    Repeats,
    Words,
    converter,
    csv_lines,
    head_names,
    plain,
    read_rows,
    relative,
)
from tamis.tables import Row, columns, keys

if TYPE_CHECKING:
    import numpy.typing as npt

    from tamis.errors import Problems

#: The column that stands in place of `place`.
LINE = "line"
#: Arrow takes files apart in blocks of so many bytes; a longer line is not plain.
_BLOCK = 1 << 24
#: What Python takes for white space; there is none beyond.
_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_HOLDS_SPACE = "[" + "".join(rf"\x{{{ord(sign):x}}}" for sign in _SPACE) + "]"


class _NotPlain(Exception):
    """The file is one for the reader of rows."""


def read(
    path: Path,
    row: type[Row],
    problems: Problems,
    *,
    root: Path,
    words: Mapping[str, Words] | None = None,
) -> pa.Table:
    """Read a table that people write: the rows, values and problems of `store.read_rows`, by columns.

    Args:
        path: the file, CSV or XLSX.
        row: the table.
        problems: takes what is wrong.
        root: the review's folder; places are relative to it.
        words: vocabularies known only at run time, by column.

    Returns:
        The columns of the table in order, texts never null, and `line` in place of `place`.
    """
    fields = {field.name: field for field in columns(row) if field.name != "place"}
    try:
        if path.suffix.casefold() != ".csv":
            raise _NotPlain
        values = _plain(path.read_bytes(), fields, row, words or {})
    except (_NotPlain, OSError, pa.ArrowInvalid):
        rows = read_rows(path, row, problems, root=root, words=words)
        values = {
            name: pa.array([getattr(each, name) for each in rows], _type(field))
            for name, field in fields.items()
        }
        places = (str(getattr(each, "place", "")).rpartition(":")[2] for each in rows)
        values[LINE] = pa.array([int(line or 0) for line in places], pa.int64())
    for name, field in fields.items():
        if name not in values:
            absent = pa.scalar("" if pa.types.is_string(_type(field)) else None, _type(field))
            values[name] = pa.repeat(absent, len(values[LINE]))
    return pa.table({name: values[name] for name in (*fields, LINE)})


def read_log(
    paths: Sequence[Path],
    row: type[Row],
    problems: Problems,
    *,
    root: Path,
    words: Mapping[str, Words] | None = None,
    only: Sequence[str] | None = None,
) -> pa.Table:
    """Read a log that may go on in further files: columns of `read`, `file`, and `when` as `log_order` says.

    Args:
        paths: its files, in order.
        row: the table.
        problems: takes what is wrong.
        root: the review's folder.
        words: vocabularies known only at run time, by column.
        only: the columns of the table that are wanted; all where None.
    """
    files = []
    for path in paths:
        lines = read(path, row, problems, root=root, words=words)
        lines = lines if only is None else lines.select([*only, LINE])
        file = pa.repeat(pa.scalar(relative(path, root), pa.string()), len(lines))
        files.append(lines.append_column("file", file))
    whole = pa.concat_tables(files)
    return whole.append_column("when", log_order(column(whole, "time")))


def column(table: pa.Table, name: str) -> pa.Array:
    """Return a column in one piece."""
    chunks = table.column(name).chunks
    if len(chunks) == 1:
        return chunks[0]
    return pa.concat_arrays(chunks) if chunks else pa.array([], table.schema.field(name).type)


def _type(field: dataclasses.Field[Any]) -> pa.DataType:
    return {"int": pa.int64(), "float": pa.float64()}.get(field.metadata["kind"], pa.string())


def _plain(
    data: bytes,
    fields: Mapping[str, dataclasses.Field[Any]],
    row: type[Row],
    words: Mapping[str, Words],
) -> dict[str, pa.Array]:
    """Return the columns that a plain file has, and `line`.

    Raises:
        _NotPlain, pyarrow.ArrowInvalid: it is not plain.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    first = data.partition(b"\n")[0].decode("utf-8", "replace").removesuffix("\r")
    delimiter = max(DELIMITERS, key=first.count)
    _require(bool(first.strip()) and not first.startswith("#"))
    _require_plain_bytes(np.frombuffer(data, np.uint8), ord(delimiter))
    wide = next(csv_lines(first))[1]
    names = head_names(wide)
    present = {name for name, field in fields.items() if field.metadata["present"]}
    required = [name for name in names if name in fields and fields[name].metadata["required"]]
    _require(len(wide) > 1 and present <= {*names} <= {*fields} and len({*names}) == len(names))
    _require(bool(required))
    found = _taken_apart(data, delimiter, len(wide), ascii_only=data.isascii())
    for cells in found[len(names) :]:
        _require(not pc.any(pc.not_equal(cells, "")).as_py())
    found = found[: len(names)]
    if b"#" in data:
        _require(not any(pc.any(pc.match_substring_regex(cells, _FAILED)).as_py() for cells in found))
        _require(not pc.any(pc.starts_with(found[0], "#")).as_py())
    again = pc.equal(pc.replace_substring(pc.utf8_lower(found[0]), " ", "_"), names[0])
    _require(not pc.any(again).as_py())
    lines = pa.array(np.arange(2, len(found[0]) + 2))
    missing = pc.equal(found[names.index(required[0])], "")
    if pc.any(missing).as_py():  # rows without any text are none
        text = pc.not_equal(pc.binary_join_element_wise(*found, ""), "")
        lines, *found = (cells.filter(text) for cells in (lines, *found))
    made = {
        name: _converted(_without_apostrophe(cells), fields[name], words.get(name))
        for name, cells in zip(names, found, strict=True)
    }
    _require(not any(_any_missing(made[name]) for name in required))
    keep = _said_once(found, names, [made[name] for name in keys(row) or required[:1]], row)
    made[LINE] = lines
    return made if keep is None else {name: cells.filter(keep) for name, cells in made.items()}


_FAILED = f"^({FORMULA_FAILED.pattern})$"


def _require(fulfilled: bool) -> None:
    """Give the file to the reader of rows where something is not fulfilled."""
    if not fulfilled:
        raise _NotPlain


def _any_missing(cells: pa.Array) -> bool:
    return bool(cells.null_count or (pa.types.is_string(cells.type) and pc.any(pc.equal(cells, "")).as_py()))


def _require_plain_bytes(data: npt.NDArray[np.uint8], delimiter: int) -> None:
    r"""Require lines that end with \n or \r\n, none of them blank, and marks around whole cells only."""
    ends = np.flatnonzero(data == 10)
    returns = np.flatnonzero(data == 13)
    _require(bool((data[np.minimum(returns + 1, len(data) - 1)] == 10).all()))
    tabs = int(np.count_nonzero(data == 9))
    _require(int(np.count_nonzero(data < 32)) == len(ends) + len(returns) + tabs)
    before = data[ends - 1]  # a text begins with a head, so that there is something before each end
    _require(not ((before == 10) | ((before == 13) & (data[ends - 2] == 10))).any())
    marks = np.flatnonzero(data == 34)
    if len(marks):
        _require(len(marks) % 2 == 0 and not (np.searchsorted(marks, ends) % 2).any())
        bounds = np.array([delimiter, 10, 13, 34], np.uint8)
        padded = np.concatenate([[np.uint8(10)], data, [np.uint8(10)]])
        _require(bool(np.isin(padded[marks[0::2]], bounds[[0, 1, 3]]).all()))
        _require(bool(np.isin(padded[marks[1::2] + 2], bounds).all()))


def _taken_apart(data: bytes, delimiter: str, wide: int, *, ascii_only: bool) -> list[pa.Array]:
    """Return the columns of the lines below the head, without white space around the texts."""
    names = [str(at) for at in range(wide)]
    table = pa_csv.read_csv(
        pa.py_buffer(data),
        read_options=pa_csv.ReadOptions(
            skip_rows=1, column_names=names, block_size=_BLOCK, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(delimiter=delimiter),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )

    def stripped(cells: pa.ChunkedArray) -> pa.Array:
        cells = pc.ascii_trim_whitespace(cells) if ascii_only else pc.utf8_trim(cells, characters=_SPACE)
        return pa.concat_arrays(cells.chunks)

    return [stripped(table.column(name)) for name in names]


def _without_apostrophe(cells: pa.Array) -> pa.Array:
    """Return cells without the apostrophe that `store.harmless` put before them."""
    marked = pc.starts_with(cells, "'")
    if not pc.any(marked).as_py():
        return cells
    texts = [plain(text) for text in cells.filter(marked).to_pylist()]
    return pc.replace_with_mask(cells, marked, pa.array(texts, pa.string()))


def _converted(cells: pa.Array, field: dataclasses.Field[Any], words: Words | None) -> pa.Array:
    """Return the values of a column, as `store.converter` makes them."""
    kind = field.metadata["kind"]
    if kind in ("text", "note", "id") and words is None and not field.metadata["words"]:
        _require(kind != "id" or not pc.any(pc.match_substring_regex(cells, _HOLDS_SPACE)).as_py())
        return cells
    convert = converter(field, words)
    try:
        if kind == "time":
            return iso_times(cells)
        coded = cells.dictionary_encode()
        values = [convert(text) for text in coded.dictionary.to_pylist()]
    except ValueError:
        raise _NotPlain from None
    return pa.array(values, _type(field)).take(coded.indices)


def _said_once(
    cells: Sequence[pa.Array], names: Sequence[str], unique: Sequence[pa.Array], row: type[Row]
) -> pa.Array | None:
    """Return which rows say what no row before them said, as `store.Repeats` tells; None: all.

    Rows that say the same are the same in the columns `unique`. Where those are the keys of the table, rows
    that are the same in these alone are for the reader of rows.
    """
    codes = np.zeros(len(cells[0]), np.int64)
    for column in unique:
        coded = column.dictionary_encode()
        codes = codes * len(coded.dictionary) + coded.indices.to_numpy(zero_copy_only=False)
        codes = np.unique(codes, return_inverse=True)[1] if len(unique) > 1 else codes
    candidates = np.flatnonzero(np.bincount(codes)[codes] > 1) if len(codes) else codes
    if not len(candidates):
        return None
    repeats, before = Repeats(names, row), -1
    keep = np.ones(len(codes), np.bool_)
    said = zip(*(column.take(pa.array(candidates)).to_pylist() for column in cells), strict=True)
    for at, each in zip(candidates.tolist(), said, strict=True):
        if at != before + 1:
            repeats.told(())  # what stands between is something else
        keep[at] = not repeats.told(each)
        before = at
    _require(not keys(row) or len(np.unique(codes[keep])) == int(keep.sum()))
    return pa.array(keep)
