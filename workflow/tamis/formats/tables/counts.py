"""How many entries a table has, counted without what reads it.

In a text, the line ends that are not inside of quotation marks; in a workbook, the rows in its XML that
have a value. What stands above the head, heads, blank rows and the title of a second table are none.

With the reader it shares where the first head stands, what parts the cells below it, and how far quotation
marks are in pairs beyond doubt (`slices`), where this counts bytes and the reader has a parser. What a second
head is it decides for itself, more simply: where both do not agree, the two counts do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from tamis.formats.content import Content
from tamis.formats.tables import lines, sheetxml
from tamis.formats.tables.heads import Place

if TYPE_CHECKING:
    from tamis.formats.tables.slices import Slice

#: What a second head has that is not the first again: a short cell that names titles, and one that names
#: something else of a record; no number, and nothing twice.
_TITLE = re.compile(r"(?:\w+[ _-]){0,3}\w*(?:title|titre|titel|t[ií]tulo|titolo)s?(?:[ _]\w+){0,3}", re.I)
_BESIDE = re.compile(
    r"auth?or|auteur|creator|verfasser|year|jahr|jaar|ann[eé]e|anno|a[nñ]o|date|datum|published|journal|"
    r"source|zeitschrift|revue|revista|doi|pmid|abstract|id$",
    re.I,
)
_NUMBER = re.compile(r"^\d+$|\d{4}")
_LONGEST = 60
_YEAR, _PRINTS = re.compile(rb"[0-9]{4}"), re.compile(rb"[!-~]{2}").fullmatch


def of_text(content: Content, place: Place) -> int:
    """Return how many rows of a text are entries."""
    first = content.head.removeprefix("\n").split("\n", place.line)[place.line - 1]
    begins = chain([_cells(first, place.delimiter)], _begins(content, place, first))
    return _entries(begins, place.head.source.parts)


def of_sheet(content: Content, sheet: str, row: int, parts: tuple[str, ...], shared: list[str]) -> int:
    """Return how many rows of a sheet are entries.

    Args:
        content: the workbook.
        sheet: the sheet's name.
        row: the row in which its head stands, from 1.
        parts: as a source has them.
        shared: the texts that the workbook's sheets share.
    """
    rows = (cells for number, cells in sheetxml.rows(content, sheet, shared) if number >= row)
    return _entries((cells for cells in rows if any(cells)), parts)


def _entries(rows: Iterable[list[str] | None], parts: tuple[str, ...]) -> int:
    """Return how many rows, behind the head, are neither a head nor a title of a table that follows.

    Args:
        rows: the cells of each; None where it is an entry for sure.
        parts: as a source has them.
    """
    count, title = 0, False
    head: list[str] | None = None
    for cells in rows:
        if cells is None:
            count, title = count + 1, False
            continue
        filled = [cell for cell in cells if cell]
        if head is None:
            head = filled
        elif filled == head or _is_head(filled):
            count -= title
            title = False
        elif not (len(filled) == 1 and parts and filled[0].startswith(parts)):
            count += 1
            title = len(filled) == 1
    return count


def _is_head(filled: list[str]) -> bool:
    """Say whether a row's cells, all short, name titles and something else of a record."""
    return (
        2 < len(filled) == len(set(filled))
        and max(map(len, filled)) <= _LONGEST
        and any(map(_TITLE.fullmatch, filled))
        and any(_BESIDE.search(cell) and not _TITLE.fullmatch(cell) for cell in filled)
        and not any(map(_NUMBER.search, filled))
    )


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split(delimiter)]


def _begins(content: Content, place: Place, head: str) -> Iterator[list[str] | None]:
    """Yield the first line of each row below a head, in cells; None for one that is an entry for sure."""
    _, chunks = lines.below(content.chunks(), place.line + place.span - 1)
    if not (place.spaced or place.head.source.parts or _YEAR.search(head.encode())):
        from tamis.formats.tables.slices import Slices

        slices = Slices(chunks, 1, place.delimiter)
        for part in slices:
            yield from _of_slice(part, place.delimiter)
        chunks = slices.rest()
    for line in _outside(chunks, place):
        yield _cells(line, place.delimiter)


def _of_slice(part: Slice, delimiter: str) -> Iterator[list[str] | None]:
    data, mark, blank = part.data, delimiter.encode(), f'{delimiter} \t"'
    begins = part.begins.tolist()
    ends, bare = part.first_ends.tolist(), part.bare(delimiter).tolist()
    for begin, end, then, has_edges in zip(begins, ends, [*begins[1:], None], bare, strict=True):
        # Two cells at least, and a number that no head has.
        if has_edges and data.find(mark, begin, end) >= 0 and _YEAR.search(data, begin, end):
            yield None
            continue
        text = data[begin:end].strip(blank.encode())
        if text and _PRINTS(text[:1] + text[-1:]) and mark in text and _YEAR.search(text):
            yield None
            continue
        every = data[begin:then].decode("utf-8", "replace").split("\n")
        if line := next((line for line in every if line.strip(blank)), ""):
            yield _cells(line, delimiter)


def _outside(chunks: Iterable[bytes], place: Place) -> Iterator[str]:
    """Yield each line below the head that begins outside of quotation marks and is not blank."""
    mark = re.escape(place.delimiter)
    # A pattern that begins with a letter is found ten times as fast; there can be abstracts of megabytes.
    begin = rf'(?:^|(?<={mark}))[ ]?"' if place.spaced else rf'"(?:(?<=^")|(?<={mark}"))'
    cell = re.compile(rf'{begin}(?:[^"]+|"")*+"(?=[ ]*(?:{mark}|$))')
    opening = re.compile(begin)
    closing = re.compile(rf'(?:[^"]+|"")*+"(?=[ ]*(?:{mark}|$))')
    blank = f'{place.delimiter} \t"'
    tabs = len(place.head.names) - 1 if place.delimiter == "\t" else None
    held: int | None = None  #: lines inside of quotation marks that may never be closed
    begun = False  # the row has text
    for chunk in chunks:
        for line in chunk.decode("utf-8", "replace").removesuffix("\n").split("\n"):
            text = bool(line.strip(blank))
            rest = line
            if held is not None:
                closed = closing.match(line)
                if text and not begun:
                    yield line
                    begun = True
                elif text and not closed:
                    held += 1
                if not closed:
                    continue
                rest, held = line[closed.end() :], None
            else:
                begun = text
                if text:
                    yield line
            if '"' in rest and not (tabs is not None and _whole(rest, tabs)):
                rest = cell.sub("", rest)
                opened = opening.search(rest)
                if opened and rest.count('"', opened.start()) % 2:
                    held = 0
    for _ in range(held or 0):
        yield "a line behind a quotation mark that nothing closes"


def _whole(line: str, tabs: int) -> bool:
    last = line.rpartition("\t")[2]
    return line.count("\t") >= tabs and (not last.startswith('"') or last.count('"') % 2 == 0)
