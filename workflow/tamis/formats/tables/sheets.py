"""The rows of a workbook, through openpyxl and streamed, within limits that no export reaches.

No formula is evaluated: what counts is the value that the spreadsheet saved. Where it saved none, the
formula's text is kept, and said to be one.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Generator, Iterator
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

from tamis.formats.content import Content, Refused
from tamis.store import cell_text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

#: No sheet has more rows; more cells no export has.
_MOST_ROWS, _MOST_CELLS = 1_048_576, 50_000_000
#: A part of a workbook that unpacks to more than this, and to so many times its packed size, is a bomb.
_SMALL, _MOST_TIMES = 8 << 20, 150
_MOST = 2 << 30
_AT_ONCE = 200
_TOO_MANY = "has too many rows or columns; delete those that are empty, and save again"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def is_workbook(content: Content) -> bool:
    """Say whether a file is a workbook of XLSX or XLSM."""
    return any(re.match(r"/?xl/worksheets/", name) for name in content.members)


def check(content: Content) -> None:
    """Refuse a workbook that is a bomb.

    Raises:
        Refused: its parts unpack to far too much, or declare entities.
    """
    with content.archive() as archive:
        total = 0
        for info in archive.infolist():
            total += info.file_size
            if info.file_size > max(_SMALL, info.compress_size * _MOST_TIMES) or total > _MOST:
                raise Refused("is a workbook that unpacks to far too much; it is not an export")
            if info.filename.endswith((".xml", ".rels")):
                with archive.open(info) as part:
                    if _DOCTYPE.search(part.read(1 << 16)):
                        raise Refused("is a workbook that declares entities; it is not an export")


def _broken(error: Exception) -> str:
    reason = (str(error).splitlines() or ["it is broken"])[0]
    return f"cannot be read as a workbook ({reason}); open it in a spreadsheet and save it again"


class Book:
    """A workbook that is open; a context manager."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._books: list[Workbook] = []
        self._streams: list[Any] = []

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        for each in (*self._books, *self._streams):
            each.close()

    def _open(self, values: bool) -> Workbook:
        import openpyxl

        stream = self._content.open()
        self._streams.append(stream)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which are no part of a table
            try:
                book = openpyxl.load_workbook(stream, read_only=True, data_only=values, keep_links=False)
            except Exception as error:  # a broken workbook raises whatever its reader raises
                raise Refused(_broken(error)) from None
        self._books.append(book)
        return book

    def sheets(self) -> list[str]:
        """Return the names of the sheets that hold cells."""
        if not self._books:
            self._open(values=True)
        return [sheet.title for sheet in self._books[0].worksheets]

    def rows(self, name: str, formulas: bool = False) -> Generator[tuple[list[str], list[str]], None, None]:
        """Yield each row of a sheet, also the empty ones: its cells, and the formulas among them.

        Args:
            name: the sheet.
            formulas: keep the text of formulas that have no saved value, and return those.

        Raises:
            Refused: the sheet is broken, or has more rows or cells than there can be.
        """
        self.sheets()
        values = self._values(self._books[0], name)
        if formulas and len(self._books) < 2:
            self._open(values=False)
        texts = self._values(self._books[1], name) if formulas else repeat(())
        seen = 0
        for number, (cells, written) in enumerate(zip(values, texts, strict=False), start=1):
            if not cells:  # a gap between rows
                if number > _MOST_ROWS:
                    raise Refused(_TOO_MANY, number)
                yield [], []
                continue
            seen += len(cells)
            if number > _MOST_ROWS or seen > _MOST_CELLS:
                raise Refused(_TOO_MANY, number)
            row = [cell_text(cell) for cell in cells]
            unsaved: list[str] = []
            for at, text in enumerate(written):
                formula = getattr(text, "text", text)  # of an array
                if (
                    at < len(row)
                    and cells[at] is None
                    and isinstance(formula, str)
                    and formula.startswith("=")
                ):
                    row[at] = formula
                    unsaved.append(formula)
            yield row, unsaved

    def _values(self, book: Workbook, name: str) -> Iterator[tuple[Any, ...]]:
        sheet: Any = book[name]
        sheet.reset_dimensions()  # what programs write there is often not so, and would cut off rows
        rows = sheet.iter_rows(values_only=True)
        while True:
            found: list[tuple[Any, ...]] = []
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of dates before 1900
                try:
                    found.extend(islice(rows, _AT_ONCE))
                except Exception as error:  # as above
                    raise Refused(_broken(error)) from None
            yield from found
            if len(found) < _AT_ONCE:
                return
