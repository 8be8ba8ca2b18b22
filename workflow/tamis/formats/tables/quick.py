"""The rows of a plain text of cells, read column by column: the same entries as row by row, and quicker.

What a rule leaves as it is (see `columns.Rule.plain`) is not looked at in Python; what is left is given to
the rule itself. A row that is more than its cells (one that a program wrote for a spreadsheet, or with long
stretches of space) is read as any row. Where a slice of the text may hold more than plain rows under one
head, it and all behind it is left to the reader of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from tamis.formats import columns as c
from tamis.formats.batches import kind
from tamis.formats.columns import Rule
from tamis.formats.content import Content
from tamis.formats.entry import COLUMNS, Flaw, Raw, Stray
from tamis.formats.tables import heads, lines, table
from tamis.formats.tables.heads import Place
from tamis.formats.tables.slices import Slice, Slices

Bits = npt.NDArray[np.bool_]

#: What a cell begins with that `table` takes something away from, or tells.
_FOR_SPREADSHEETS = tuple(map(ord, "='#"))
#: Bytes of which space is made, in UTF-8.
_OF_SPACE = np.zeros(256, np.bool_)
_OF_SPACE[[*range(9, 14), *range(28, 33), 0xC2, 0x85, 0xA0, 0xE1, 0x9A, 0xE2, 0x81, 0x9F, 0xE3]] = True
_OF_SPACE[[*range(0x80, 0x8B), 0xA8, 0xA9, 0xAF]] = True
_HAS_A_NUMBER = "^[!-~](?s:.*)[0-9](?s:.*)[!-~]$"


@dataclass(frozen=True, slots=True)
class Plain:
    """Entries by column, without ordinals, and what is wrong with them."""

    columns: Mapping[str, pa.Array]
    flaws: Sequence[Flaw]


def can_read(place: Place) -> bool:
    """Say whether a table can be plain, by its head."""
    names = [name for name in place.head.names if name]
    return not place.spaced and not place.head.source.parts and len(set(names)) == len(names)


def read(content: Content, place: Place) -> Iterator[Plain | Raw | Stray]:
    """Yield the rows of a table that `can_read`, as far as they are plain by columns."""
    above, chunks = lines.below(content.chunks(), place.line + place.span - 1)
    yield from table.above(above, place)
    parts = Slices(chunks, place.line + place.span, place.delimiter)
    for part in parts:
        plain = _read(part, place, content.named)
        if plain is None:
            parts.back(part)
            break
        yield plain
    yield from table.under(parts.rest(), parts.line, place, content.named)


def _read(part: Slice, place: Place, named: Mapping[str, str]) -> Plain | None:
    """Return the rows of a slice; None where they are not plain."""
    head = place.head
    cells = _cells(part, place)
    if cells is None:
        return None
    first = np.array([_first_letters(column) for column in cells])
    # A row with less than two cells that surely hold something may be blank, or a title.
    entries = np.ones(len(part.begins), np.bool_)
    lone = -1
    for at in np.flatnonzero(((first > ord(" ")) & (first < 0x7F)).sum(axis=0) < 2).tolist():
        filled = sum(bool(column[at].as_py().strip()) for column in cells)
        entries[at] = filled > 0
        lone = at if filled == 1 and len(head.names) > 2 else lone
    if lone >= 0 and not entries[lone + 1 :].any():
        return None  # a head may follow
    for at in _may_be_heads(cells, first, head).tolist():
        if heads.is_second_head([column[at].as_py() for column in cells], head, named):
            return None
    by_name = dict(zip(head.names, cells, strict=True))
    columns = {"line": pa.array(part.lines)}
    for name in COLUMNS[2:]:
        columns[name] = _column(head.columns.rules.get(name), by_name, kind(name), len(entries))
    odd = np.isin(first, _FOR_SPREADSHEETS).any(axis=0) | _with_long_space(part)
    flaws = _mend(columns, np.flatnonzero(odd & entries), cells, place, named, part.lines)
    if not entries.all():
        columns = {name: column.filter(pa.array(entries)) for name, column in columns.items()}
    return Plain(columns, flaws)


def _cells(part: Slice, place: Place) -> list[pa.StringArray] | None:
    """Return the columns of a slice as they stand there; None where rows have more or less."""
    names = list(map(str, range(len(place.head.names))))
    try:
        found = arrow_csv.read_csv(
            pa.BufferReader(part.data),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(part.data) + 1, column_names=names),
            arrow_csv.ParseOptions(delimiter=place.delimiter, newlines_in_values=part.has_long_rows),
            arrow_csv.ConvertOptions(
                check_utf8=False, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if found.num_rows != len(part.begins):
        return None
    return [column.combine_chunks() for column in found.columns]


def _first_letters(column: pa.StringArray) -> npt.NDArray[np.uint8]:
    """Return the first byte of each cell; 0 of an empty one."""
    offsets, data = _bytes(column)
    found = np.zeros(len(column), np.uint8)
    there = np.flatnonzero(np.diff(offsets))
    found[there] = data[offsets[there]]
    return found


def _bytes(column: pa.StringArray) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Return where the cells begin, and one more, and the bytes of all."""
    _, offsets, data = column.buffers()
    begin = column.offset
    return (
        np.frombuffer(offsets, np.int32)[begin : begin + len(column) + 1],
        np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8),
    )


def _with_long_space(part: Slice) -> Bits:
    """Return which rows may hold space that `table` takes out: forty signs are five of every eighth byte."""
    found = np.zeros(len(part.begins), np.bool_)
    space = _OF_SPACE[np.frombuffer(part.data, np.uint8)[::8]]
    if len(space) > 4:
        run = np.flatnonzero(space[:-4] & space[1:-3] & space[2:-2] & space[3:-1] & space[4:])
        found[np.searchsorted(part.begins, 8 * run, side="right") - 1] = True
    return found


def _may_be_heads(cells: Sequence[pa.StringArray], first: npt.NDArray[np.uint8], head: heads.Head) -> Any:
    """Return the rows whose first cell with something in it is a heading of some table."""
    begin = np.argmax(first > 0, axis=0)
    found: list[npt.NDArray[np.int64]] = []
    for at in np.unique(begin).tolist():
        rows = np.flatnonzero(begin == at)
        texts = cells[at].take(pa.array(rows))
        known = pc.is_in(texts, pa.array([*heads.KNOWN, *head.names], pa.string()))
        rest = pc.or_(known, pc.invert(pc.match_substring_regex(texts, _HAS_A_NUMBER)))  # no heading has one
        rows, texts = rows[rest.to_numpy(zero_copy_only=False)], texts.filter(rest).to_pylist()
        says = {text: heads.begins_a_head(text.strip(), head) for text in set(texts)}
        found.append(rows[[says[text] for text in texts]] if texts else rows)
    return np.concatenate(found)


# --- columns ------------------------------------------------------------------------------------


def _column(
    rule: Rule | None, cells: Mapping[str, pa.StringArray], kind: pa.DataType, count: int
) -> pa.Array:
    """Return a column of entries from the cells of a table, by heading."""
    tags = [name for name in cells if rule and name in rule.tags]
    get = rule.among(frozenset(tags)) if rule and tags else None
    nothing = pa.repeat(pa.scalar(None if pa.types.is_integer(kind) else "", kind), count)
    if rule is None or get is None:
        return nothing
    rest = pc.not_equal(cells[tags[0]], "")
    for tag in tags[1:]:
        rest = pc.or_(rest, pc.not_equal(cells[tag], ""))
    column = nothing
    tag, plain = _as_it_stands(rule, frozenset(tags))
    if plain:
        same = pc.match_substring_regex(cells[tag], plain)
        same = pc.and_not(same, pc.is_in(cells[tag], pa.array(sorted(c.NOTHING), pa.string())))
        rest = pc.and_not(rest, same)
        column = cells[tag]
    if not pc.any(rest).as_py():
        return column
    values = zip(*(cells[tag].filter(rest).to_pylist() for tag in tags), strict=True)
    known: dict[tuple[str, ...], Any] = {}
    found = []
    for value in values:
        if value not in known:
            known[value] = get(Raw(0, tags, list(value)))
        found.append(known[value])
    return pc.replace_with_mask(column, rest, pa.array(found, kind))


def _as_it_stands(rule: Rule, tags: frozenset[str]) -> tuple[str, str]:
    """Return the tag and the pattern of cells that a rule leaves as they are; no pattern: there are none."""
    for part in rule.parts:
        if not part.tags.isdisjoint(tags):
            return _as_it_stands(part, tags)
    if rule.ordered:
        tag = next((tag for tag in rule.ordered if tag in tags), "")
        return tag, rule.plain if tag else ""
    there = rule.tags & tags
    return ("", "") if len(there) != 1 else (next(iter(there)), rule.plain)


def _mend(
    columns: dict[str, pa.Array],
    rows: npt.NDArray[np.int64],
    cells: Sequence[pa.StringArray],
    place: Place,
    named: Mapping[str, str],
    lines: npt.NDArray[np.int64],
) -> list[Flaw]:
    """Read some rows as any row, put what they say into the columns, and return what is wrong with them."""
    if not len(rows):
        return []
    scanner = table.Rows(place.head, named)
    entries = []
    whole = zip(*(column.take(pa.array(rows)).to_pylist() for column in cells), strict=True)
    for line, row in zip(lines[rows].tolist(), whole, strict=True):
        raw = scanner.entry(line, list(row), [])
        entries.append(place.head.columns.entry(0, raw))
    mask = np.zeros(len(lines), np.bool_)
    mask[rows] = True
    for name in COLUMNS[2:]:
        values = pa.array([getattr(entry, name) for entry in entries], kind(name))
        if values != columns[name].take(pa.array(rows)):
            columns[name] = pc.replace_with_mask(columns[name], pa.array(mask), values)
    return [flaw for entry in entries for flaw in entry.flaws]
