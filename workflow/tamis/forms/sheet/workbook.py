"""A workbook to fill in: drop-down lists, a head that stays in view, a filter; the same bytes each time.

Its first sheet is the table, and what is typed there is read back; others are for looking things up: the
flowchart, a tool. Every cell is text, so that no spreadsheet runs one, or makes a date or a number of an id.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from tamis.config import Config
from tamis.forms.sheet.offers import LISTS, Lists, Words, ranges

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

#: A cell of a spreadsheet holds 32,767 letters.
_LONGEST = 32_000
#: Behind the headings; behind every second group of rows.
_HEAD, _BAND = "DDE6EC", "F3F6F9"
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
        band: the column by which rows belong together: those of every second value are shaded.
        notes: what a comment on the head of a column says.
        told: the column whose cells have a comment each: what the row's attribute `told` says.
        free: the columns in which something else than their list offers may be typed.
    """

    title: str
    widths: Mapping[str, int]
    fixed: int
    words: Mapping[str, Words] = field(default_factory=dict)
    times: Sequence[str] = ("time",)
    band: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    told: str = ""
    free: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a workbook: what it looks like, its rows, and the words that each row offers, by column.

    Each row has the sheet's columns as attributes, texts all. Where no word is offered, there is no list.
    """

    sheet: Sheet
    rows: Sequence[object]
    choices: Mapping[str, Sequence[Words]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """A sheet for looking things up.

    Args:
        title: its name; of at most 31 letters, of which none is one of []:*?/\\.
        widths: its headings, in order, each with its width in letters.
        rows: its texts.
        offers: the column of the table whose drop-down list the first column of this sheet is.
    """

    title: str
    widths: Mapping[str, int]
    rows: Sequence[Sequence[str]]
    offers: str = ""


def flowchart(config: Config) -> Beside:
    """Return the flowchart that is in force, whose ids a column `reason` offers."""
    widths = {"reason": 18, "question": 80, "excluded as": 50}
    return Beside("flowchart", widths, [(q.id, q.question, q.reason) for q in config.flowchart], "reason")


def as_xlsx(
    sheet: Sheet,
    rows: Iterable[object],
    beside: Iterable[Beside] = (),
    choices: Mapping[str, Sequence[Words]] | None = None,
) -> bytes:
    """Return rows as a workbook; each has the sheet's columns as attributes, texts all.

    Args:
        sheet: what the table looks like.
        rows: what is in it.
        beside: sheets for looking things up.
        choices: the words that a drop-down list offers in each row, by column; nothing: no list there.
    """
    return as_book([Part(sheet, [*rows], choices or {})], beside)


def as_book(parts: Sequence[Part], beside: Iterable[Beside] = ()) -> bytes:
    """Return a workbook of several tables; sheets for looking things up offer words to the first."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Tamis"
    beside = list(beside)
    written: list[Words] = []
    for at, part in enumerate(parts):
        sheet = part.sheet
        page, count = _table(book, sheet, part.rows)
        lists = Lists(page, list(sheet.widths), written, sheet.free)
        for name, words in sheet.words.items():
            lists.add(name, words, [(2, count + 1)])
        for other in beside if at == 0 else ():
            if other.offers:
                lists.refer(other.offers, f"{other.title}!$A$2:$A${len(other.rows) + 1}", [(2, count + 1)])
        for name, each in part.choices.items():
            for words, spans in ranges(each).items():
                lists.add(name, words, spans)
    for other in beside:
        _lookup(book, other)
    if written:
        hidden: Any = book.create_sheet(LISTS)
        hidden.sheet_state = "hidden"
        for texts in zip_longest(*written, fillvalue=""):
            hidden.append([_set(_cell(hidden), text) for text in texts])
    stream = io.BytesIO()
    book.save(stream)
    return _unstamped(stream)


def _table(book: Workbook, sheet: Sheet, rows: Iterable[object]) -> tuple[Any, int]:
    """Write the table; return it, and how many rows it has."""
    from openpyxl.utils import get_column_letter

    page = _page(book, sheet.title, list(sheet.widths.values()), sheet.fixed)
    names = list(sheet.widths)
    heads = [_set(_cell(page, fill=_HEAD, bold=True), name) for name in names]
    page.append([_note(head, sheet.notes.get(name, "")) for head, name in zip(heads, names, strict=True)])
    # A row is written at once, so that all rows of a shade can share their cells.
    shades = [
        [(name, _cell(page, time=name in sheet.times, fill=fill)) for name in names] for fill in ("", _BAND)
    ]
    count, shade, last = 0, 1, object()
    for row in rows:
        now: object = getattr(row, sheet.band) if sheet.band else None
        if now != last:
            shade, last = 1 - shade, now
        cells = [_set(cell, getattr(row, name)) for name, cell in shades[shade]]
        if sheet.told:  # a comment belongs to a cell of its own
            told = _set(_cell(page, fill=_BAND if shade else ""), getattr(row, sheet.told))
            cells[names.index(sheet.told)] = _note(told, getattr(row, "told", ""))
        page.append(cells)
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{count + 1}"
    return page, count


def _lookup(book: Workbook, sheet: Beside) -> None:
    page = _page(book, sheet.title, list(sheet.widths.values()), 0)
    page.append([_set(_cell(page, fill=_HEAD, bold=True), name) for name in sheet.widths])
    cells = [_cell(page) for _ in sheet.widths]
    for texts in sheet.rows:
        page.append([_set(cell, text) for cell, text in zip(cells, texts, strict=True)])


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


def _cell(page: Any, *, time: bool = False, fill: str = "", bold: bool = False) -> Cell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cell: Cell = WriteOnlyCell(page)
    cell.number_format = _TIME if time else "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(name="Calibri", size=11, bold=True)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell


def _note(cell: Cell, text: str) -> Cell:
    """Put a comment on a cell, large enough to be read; none where there is no text."""
    from openpyxl.comments import Comment

    from tamis.formats.writers.text import plain

    text = plain(text)
    if text:
        comment = Comment(text, "Tamis")
        comment.width, comment.height = 320, 40 + 18 * (len(text) // 45 + 1)
        cell.comment = comment
    return cell


def _set(cell: Cell, text: str) -> Cell:
    """Put a text into a cell; one that begins like a formula is text all the same."""
    from tamis.formats.writers.text import plain  # with all formats: not for those who make no workbook

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
