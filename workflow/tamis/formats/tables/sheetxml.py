"""The rows of a workbook as its XML has them, by patterns and without what reads it: to count them.

All texts that the sheets share are held in memory meanwhile, as openpyxl holds them, too.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape

from tamis.formats.content import Content, Refused

_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)</")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^<>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SHARED_END = re.compile(rb"</(?:\w+:)?si\s*>")
_SHARED_EMPTY = re.compile(rb"<(?:\w+:)?si\s*/>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
#: No row is longer, in bytes.
_LONGEST_ROW = 32 << 20


def rows(content: Content, sheet: str, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the texts of each row of a sheet that has cells.

    Args:
        content: the workbook.
        sheet: the sheet's name.
        shared: the texts that the sheets share.

    Raises:
        Refused: a row is longer than there can be.
    """
    with content.archive() as archive:
        part = _part_of(archive, sheet)
        if not part or part not in archive.namelist():
            return
        yield from _rows(archive, part, shared)


def shared(content: Content) -> list[str]:
    """Return the texts that the sheets share."""
    found: list[str] = []
    with content.archive() as archive:
        xml = _read(archive, "xl/sharedStrings.xml")
    for text in _SHARED_END.split(xml)[:-1]:
        found += [""] * len(_SHARED_EMPTY.findall(text))
        found.append(_plain(text))
    return found


def has_formulas(content: Content, sheet: str) -> bool:
    """Say whether a sheet has formulas."""
    with content.archive() as archive:
        part = _part_of(archive, sheet)
        if part not in archive.namelist():
            return False
        before = b""
        with archive.open(part) as xml:
            while piece := xml.read(1 << 18):
                if _FORMULA.search(before + piece):
                    return True
                before = piece[-64:]
    return False


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
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


def _rows(archive: zipfile.ZipFile, part: str, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the texts of each row that has cells."""
    rest, number = b"", 0
    with archive.open(part) as xml:
        while piece := xml.read(1 << 20):
            *whole, rest = _ROW_END.split(rest + piece)
            if len(rest) > _LONGEST_ROW:
                raise Refused("has a row that is far too long; it is not an export")
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
