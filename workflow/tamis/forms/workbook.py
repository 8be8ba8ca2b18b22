"""A workbook to fill in: drop-down lists, a head that stays in view, a filter; the same bytes each time.

Its first sheet is the table, and what is typed there is read back; a second one shows the flowchart. Every
cell is text, so that no spreadsheet runs one, or makes a date or a number of an id.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tamis.config import Config
from tamis.formats.writers.text import plain

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

#: A cell of a spreadsheet holds 32,767 letters.
_LONGEST = 32_000
_FLOWCHART = "flowchart"
#: openpyxl stamps the clock into what it writes; zip knows no day before this one.
_DAY, _ZIP_DAY = "1980-01-01T00:00:00Z", (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
#: How a column of days and times shows what is typed.
_TIME = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the table of a workbook looks like.

    Args:
        title: the sheet's name.
        widths: the columns that are shown, in order, each with its width in letters.
        fixed: how many columns stay in view, from the left.
        words: the words that a drop-down list offers, by column.
        times: the columns that take a day and time.
    """

    title: str
    widths: Mapping[str, int]
    fixed: int
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    times: Sequence[str] = ("time",)


def as_xlsx(sheet: Sheet, rows: Iterable[object], config: Config) -> bytes:
    """Return rows as a workbook; each has the sheet's columns as attributes, texts all.

    A column `reason` offers the ids of the flowchart that is in force.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Tamis"
    _table(book, sheet, rows, len(config.flowchart))
    _questions(book, config)
    stream = io.BytesIO()
    book.save(stream)
    return _unstamped(stream)


def _table(book: Workbook, sheet: Sheet, rows: Iterable[object], questions: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    page = _page(book, sheet.title, list(sheet.widths.values()), sheet.fixed)
    names = list(sheet.widths)
    count = 0
    page.append([_set(_cell(page, head=True), name) for name in names])
    cells = [(name, _cell(page, time=name in sheet.times)) for name in names]  # a row is written at once
    for row in rows:
        page.append([_set(cell, getattr(row, name)) for name, cell in cells])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{count + 1}"
    lists = {name: f'"{",".join(words)}"' for name, words in sheet.words.items()}
    lists["reason"] = f"{_FLOWCHART}!$A$2:$A${questions + 1}"
    for name, formula in lists.items():
        known = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        known.error = f"Take one of the list, or leave the cell empty: {name}"
        letter = get_column_letter(names.index(name) + 1)
        known.add(f"{letter}2:{letter}{count + 1}")
        page.data_validations.append(known)


def _questions(book: Workbook, config: Config) -> None:
    page = _page(book, _FLOWCHART, [18, 80, 50], 0)
    page.append([_set(_cell(page, head=True), name) for name in ("reason", "question", "excluded as")])
    for question in config.flowchart:
        texts = (question.id, question.question, question.reason)
        page.append([_set(_cell(page), text) for text in texts])


def _page(
    book: Workbook, title: str, widths: Sequence[int], fixed: int
) -> Any:  # a sheet that is only written has more than its stub says
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(title)
    for at, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = f"{get_column_letter(fixed + 1)}2"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    return page


def _cell(page: Any, *, head: bool = False, time: bool = False) -> Cell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cell: Cell = WriteOnlyCell(page)
    cell.number_format = _TIME if time else "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6EC")
    return cell


def _set(cell: Cell, text: str) -> Cell:
    """Put a text into a cell; one that begins like a formula is text all the same."""
    text = plain(text)
    cell.value = (text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ...") or None
    if text:
        cell.data_type = "s"
    return cell


def _unstamped(stream: io.BytesIO) -> bytes:
    """Return a workbook without the times at which it was written."""
    clean = io.BytesIO()
    with zipfile.ZipFile(stream) as book, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in book.infolist():
            data = book.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>" + _DAY.encode(), data)
            out.writestr(zipfile.ZipInfo(entry.filename, _ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return clean.getvalue()
