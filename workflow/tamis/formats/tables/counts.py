"""How many entries a table has, counted without what reads it.

In a text, the line ends that are not inside of quotation marks; in a workbook, the rows in its XML that
have a value. What stands above the head, heads, blank rows and the title of a second table are none.

With the reader it shares where the first head stands and what parts the cells below it. What a second head
is it decides for itself, more simply: where both do not agree, the two counts do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tamis.formats.content import Content
from tamis.formats.tables import sheetxml
from tamis.formats.tables.heads import Place

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


def of_text(content: Content, place: Place) -> int:
    """Return how many rows of a text are entries."""
    mark = place.delimiter
    first = content.head.removeprefix("\n").split("\n", place.line)[place.line - 1]
    begins = (
        [cell.strip().strip('"').strip() for cell in line.split(mark)]
        for line in (first, *_outside(content, place, place.line + place.span))
    )
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


def _entries(rows: Iterable[list[str]], parts: tuple[str, ...]) -> int:
    """Return how many rows, behind the head, are neither a head nor a title of a table that follows."""
    count, title = 0, False
    head: list[str] | None = None
    for cells in rows:
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


def _outside(content: Content, place: Place, begin: int) -> Iterator[str]:
    """Yield each line that begins outside of quotation marks and is not blank, from a line on."""
    mark = re.escape(place.delimiter)
    space = "[ ]?" if place.spaced else ""
    cell = re.compile(rf'(?:^|(?<={mark})){space}"(?:[^"]+|"")*+"(?=[ ]*(?:{mark}|$))')
    opening = re.compile(rf'(?:^|(?<={mark})){space}"')
    closing = re.compile(rf'(?:[^"]+|"")*+"(?=[ ]*(?:{mark}|$))')
    blank = f'{place.delimiter} \t"'
    tabs = len(place.head.names) - 1 if place.delimiter == "\t" else None
    number, held = 0, None  # held: lines inside of quotation marks that may never be closed
    begun = False  # the row has text
    for chunk in content.chunks():
        for line in chunk.decode("utf-8", "replace").removesuffix("\n").split("\n"):
            number += 1
            if number < begin:
                continue
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
