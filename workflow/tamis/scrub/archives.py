"""Names in workbooks and ASReview projects: each part is taken out of the archive, scrubbed, and put back.

Parts in which nothing is to be replaced keep their bytes, and all keep their order and date.
"""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tamis.errors import fail
from tamis.formats.content import DAMAGED
from tamis.scrub.left import SQLITE, in_bytes
from tamis.scrub.text import Scrubber, of_reviewers, scrubbed_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

#: An archive may hold no more than this, unpacked.
_MOST = 1 << 30
_STRINGS = "xl/sharedStrings.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"[A-Z]+")
#: Where a workbook keeps who made it, and who wrote remarks.
_MADE = re.compile(rb"(<(?:\w+:)?(?:creator|lastModifiedBy|author|manager)(?:\s[^<>]*)?>)[^<]+(?=<)", re.I)
#: The headings of a table within a sheet, and the name that begins a remark.
_TABLE_COLUMN = re.compile(r'(<tableColumn\b[^<>]*?\bname=")([^"]*)(?=")')
_REMARK = re.compile(r"(?<=>)([^<>:]+)((?::[^<>]*)?)(?=<)")
#: Whoever wrote remarks, saved a pivot table, or shared the workbook, and the parts that say so.
_PERSON = re.compile(
    rb"""(\b(?:displayName|userId|providerId|refreshedBy|userName)\s*=\s*)(?:"[^"]*"|'[^']*')"""
)
_PERSONS = ("xl/persons/", "xl/pivotCache/", "xl/revisions/")
#: Where the workbook lay, most often in the folder of a user, and who keeps others from writing into it.
_LAY = re.compile(
    rb"<mc:AlternateContent\b[^<>]*>\s*<mc:Choice\b[^<>]*>\s*<x15ac:absPath\b[^<>]*/>\s*</mc:Choice>\s*"
    rb"</mc:AlternateContent>|<(?:\w+:)?(?:absPath|fileSharing)\b[^<>]*/>"
)


def scrubbed_archive(data: bytes, name: str, scrubber: Scrubber) -> bytes:
    """Return a workbook or a project without names.

    Args:
        data: the file's bytes.
        name: what messages call it.
        scrubber: takes out names.

    Raises:
        InputError: it is damaged, too large, or neither of the two.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
            if sum(info.file_size for info in inside) > _MOST:
                fail(name, "is too large when it is unpacked")
            parts = {info.filename: archive.read(info) for info in inside}
    except DAMAGED:
        fail(name, "is a damaged archive; export it again")
    if "xl/workbook.xml" in parts:
        new = _workbook(parts, scrubber)
    elif any(part.rpartition("/")[2] == "project.json" for part in parts):
        new = {part: _in_project(part, content, scrubber) for part, content in parts.items()}
    else:
        fail(name, "is an archive, and neither a workbook nor an ASReview project; unpack it first")
    if new == parts:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in inside:
            archive.writestr(info, new[info.filename])
    return out.getvalue()


# --- workbooks ----------------------------------------------------------------------------------


def _workbook(parts: dict[str, bytes], scrubber: Scrubber) -> dict[str, bytes]:
    """Return the parts of a workbook: cells by their headings, addresses anywhere, nobody as its author."""
    shared = _Shared(parts.get(_STRINGS, b""))
    new = {}
    for part, content in parts.items():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            content = _sheet(content, shared, scrubber)
        if part.startswith(("docProps/", "xl/comments")):
            content = _MADE.sub(rb"\1", content)
        if part.startswith(_PERSONS):
            content = _PERSON.sub(rb'\1""', content)
        if part == "xl/workbook.xml":
            content = _LAY.sub(b"", content)
        if part.startswith("xl/tables/"):
            content = _in_text(content, lambda text: _TABLE_COLUMN.sub(_named(scrubber), text))
        if part.startswith(("xl/comments", "xl/threadedComments")):
            content = _in_text(content, lambda text: _REMARK.sub(_begun(scrubber), text))
        new[part] = content
    if shared.left:
        new[_STRINGS] = shared.without_left()
    return {
        part: _in_text(content, scrubber.addresses)
        if part.endswith((".xml", ".rels", ".vml")) and b"@" in content
        else content
        for part, content in new.items()
    }


def _in_text(content: bytes, change: Callable[[str], str]) -> bytes:
    return change(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _named(scrubber: Scrubber) -> Callable[[re.Match[str]], str]:
    return lambda found: found[1] + (scrubber.people.of(found[2]) or found[2])


def _begun(scrubber: Scrubber) -> Callable[[re.Match[str]], str]:
    return lambda found: (scrubber.people.of(found[1]) or found[1]) + found[2]


def _parsed(content: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _serialised(tree: Any) -> bytes:
    from lxml import etree

    text: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


class _Shared:
    """The texts that cells share, and which of them no cell needs any more, since it has an id instead."""

    def __init__(self, content: bytes) -> None:
        self._tree: Any = _parsed(content or f"<sst xmlns='{_MAIN[1:-1]}'/>".encode())
        items = self._tree.findall(f"{_MAIN}si")
        self.texts = ["".join(text.text or "" for text in _texts(item)) for item in items]
        self.replaced: set[int] = set()
        self.needed: set[int] = set()

    @property
    def left(self) -> set[int]:
        """The texts to be taken out."""
        return self.replaced - self.needed

    def without_left(self) -> bytes:
        """Return the part without them; each keeps its place, since cells count."""
        from lxml import etree

        for at in self.left:
            item = self._tree.findall(f"{_MAIN}si")[at]
            for inner in list(item):
                item.remove(inner)
            etree.SubElement(item, f"{_MAIN}t")
        return _serialised(self._tree)


def _texts(item: Any) -> list[Any]:
    """Return the parts of a shared text; how it sounds in Japanese is none."""
    return [*item.findall(f"{_MAIN}t"), *item.findall(f"{_MAIN}r/{_MAIN}t")]


def _sheet(content: bytes, shared: _Shared, scrubber: Scrubber) -> bytes:
    """Return a sheet whose cells with names hold ids instead."""
    from lxml import etree

    tree = _parsed(content)
    cells = [
        {_at(cell, column): cell for column, cell in enumerate(row.findall(f"{_MAIN}c"))}
        for row in tree.iter(f"{_MAIN}row")
    ]
    width = max((at for row in cells for at in row), default=-1) + 1
    rows = [[_text(row[at], shared) if at in row else "" for at in range(width)] for row in cells]
    changed = scrubber.rows(rows)
    for (row, column), value in changed.items():
        cell = cells[row][column]
        if (at := _index(cell)) is not None:
            shared.replaced.add(at)
        for inner in list(cell):
            cell.remove(inner)
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t").text = value
    shared.needed |= {at for cell in tree.iter(f"{_MAIN}c") if (at := _index(cell)) is not None}
    if not changed:
        return content
    return _serialised(tree)


def _at(cell: Any, position: int) -> int:
    """Return the column of a cell, from 0."""
    letters = _COLUMN.match(cell.get("r") or "")
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1 if letters else position


def _index(cell: Any) -> int | None:
    """Return which of the shared texts a cell has; None where it has none."""
    value = cell.findtext(f"{_MAIN}v") or ""
    return int(value) if cell.get("t") == "s" and value.isdigit() else None


def _text(cell: Any, shared: _Shared) -> str:
    if (at := _index(cell)) is not None:
        return shared.texts[at] if at < len(shared.texts) else ""
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    return cell.findtext(f"{_MAIN}v") or "" if cell.get("t") == "str" else ""


# --- ASReview projects --------------------------------------------------------------------------


def _in_project(part: str, content: bytes, scrubber: Scrubber) -> bytes:
    """Return a file of a project: databases by their columns, texts as texts, all else as it is."""
    if content.startswith(SQLITE):
        return _database(content, scrubber)
    text = part.casefold().endswith((".json", ".csv", ".tsv", ".ris", ".txt", ".bib"))
    return scrubbed_bytes(content, scrubber) if text else content


def _database(content: bytes, scrubber: Scrubber) -> bytes:
    """Return a database whose columns of people hold ids, and whose texts hold no reviewer's address."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "project.db"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            changed = [
                _change(database, _quoted(table), _quoted(column), _change_of(column, scrubber))
                for (table,) in database.execute(tables).fetchall()
                for _, column, *_ in database.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
            ]
            # What was deleted before may still be read in the file, as what is replaced now could.
            if not any(changed) and not in_bytes(content, scrubber.people.by_name):
                return content
            database.commit()
            database.execute("VACUUM")
        return path.read_bytes()


def _change_of(column: str, scrubber: Scrubber) -> Callable[[str], str]:
    if not of_reviewers(column):
        return scrubber.addresses
    return lambda value: scrubber.addresses(scrubber.several(value))


def _change(database: sqlite3.Connection, table: str, column: str, change: Callable[[str], str]) -> bool:
    """Change the texts of a column, both given in quotation marks; say whether there was one to change."""
    every = f"SELECT DISTINCT {column} FROM {table} WHERE typeof({column}) = 'text' ORDER BY 1"  # noqa: S608
    texts = database.execute(every).fetchall()
    new = [(changed, text) for (text,) in texts if (changed := change(text)) != text]
    database.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", new)  # noqa: S608
    return bool(new)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
