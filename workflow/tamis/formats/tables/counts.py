"""How many entries a table has, counted without what reads it.

In a text, the line ends that are not inside of quotation marks; in a workbook, the rows in its XML that
have a value. What stands above the head, heads, blank rows and the title of a second table are none.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape

from tamis.formats.content import Content
from tamis.formats.tables.heads import Head, Place, is_known

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SHARED_END = re.compile(rb"</(?:\w+:)?si\s*>")
_SHARED_EMPTY = re.compile(rb"<(?:\w+:)?si\s*/>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")


def of_text(content: Content, place: Place) -> int:
    """Return how many rows of a text are entries."""
    mark = place.delimiter
    first, parts = frozenset(place.head.names), place.head.source.parts
    begins = (
        [cell.strip().strip('"').strip() for cell in line.split(mark)]
        for line in _outside(content, place, place.line + place.span)
    )
    return _entries(begins, first, parts)


def _entries(rows: Iterable[list[str]], head: frozenset[str], parts: tuple[str, ...]) -> int:
    """Return how many rows are neither a head nor the title of a table whose head or rows follow."""
    count, title = 0, False
    for cells in rows:
        filled = [cell for cell in cells if cell]
        if (
            len(filled) > 2
            and (filled[0] in head or is_known(filled[0]))
            and sum(cell in head or is_known(cell) for cell in filled) >= 0.8 * len(filled)
        ):
            count -= title
            title = False
            continue
        if len(filled) == 1 and parts and filled[0].startswith(parts):
            continue
        count += 1
        title = len(filled) == 1
    return count


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


# --- workbooks ----------------------------------------------------------------------------------


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part of a workbook that holds a sheet; empty where there is none."""
    book = _read(archive, "xl/workbook.xml")
    links = {
        _attribute(found, b"Id"): _attribute(found, b"Target")
        for found in _RELATION.findall(_read(archive, "xl/_rels/workbook.xml.rels"))
    }
    for found in _SHEET.findall(book):
        if _attribute(found, b"name") == sheet:
            target = links.get(_attribute(found, rb"\w+:id"), "").lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    return ""


def of_sheet(content: Content, sheet: str, head: Head, row: int) -> int:
    """Return how many rows of a sheet are entries.

    Args:
        content: the workbook.
        sheet: the sheet's name.
        head: its head.
        row: the row in which they stand, from 1.
    """
    with content.archive() as archive:
        part = part_of(archive, sheet)
        if not part or part not in archive.namelist():
            return 0
        shared: list[str] = []
        for text in _SHARED_END.split(_read(archive, "xl/sharedStrings.xml"))[:-1]:
            shared += [""] * len(_SHARED_EMPTY.findall(text))
            shared.append(_plain(text))
        rows = (cells for number, cells in _rows(archive, part, shared) if number > row)
        filled = (cells for cells in rows if any(cells))
        return _entries(filled, frozenset(head.names), head.source.parts)


def has_formulas(content: Content, sheet: str) -> bool:
    """Say whether a sheet has formulas."""
    with content.archive() as archive:
        part = part_of(archive, sheet)
        if part not in archive.namelist():
            return False
        before = b""
        with archive.open(part) as xml:
            while piece := xml.read(1 << 18):
                if _FORMULA.search(before + piece):
                    return True
                before = piece[-64:]
    return False


def _rows(archive: zipfile.ZipFile, part: str, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the texts of each row that has cells."""
    rest, number = b"", 0
    with archive.open(part) as xml:
        while piece := xml.read(1 << 20):
            *whole, rest = _ROW_END.split(rest + piece)
            for row in whole:
                begins = list(_ROW.finditer(row))
                if not begins:
                    continue
                stated = _NUMBER.search(begins[-1][1])
                number = int(stated[1]) if stated else number + len(begins)
                at = begins[-1].end()
                cells = list(_CELL.finditer(row, at))
                ends = [cell.start() for cell in cells[1:]] + [len(row)]
                yield (
                    number,
                    [
                        _text(cell[1], row[cell.end() : end], shared)
                        for cell, end in zip(cells, ends, strict=True)
                    ],
                )


def _text(attributes: bytes, inner: bytes, shared: list[str]) -> str:
    kind = _attribute(attributes, b"t")
    if kind == "inlineStr":
        return _plain(inner)
    value = _VALUE.search(inner)
    if not value or not value[1].strip():
        return "=" if _FORMULA.search(inner) else ""
    if kind == "s":
        at = int(value[1]) if value[1].strip().isdigit() else len(shared)
        return shared[at] if at < len(shared) else ""
    return _decoded(value[1])


def _plain(xml: bytes) -> str:
    return _decoded(b"".join(_TEXT.findall(xml)))


def _decoded(xml: bytes) -> str:
    return unescape(xml.decode("utf-8", "replace")).strip()


def _attribute(attributes: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return _decoded(found[1] if found[1] is not None else found[2]) if found else ""


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    return archive.read(part) if part in archive.namelist() else b""
