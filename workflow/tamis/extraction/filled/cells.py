"""A cell of a workbook: what was typed there, whatever a spreadsheet made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from tamis.extraction.filled.values import typeable
from tamis.proforma import Column
from tamis.store import FORMULA_FAILED, cell_text, digits, is_percent, percent_text

#: What in the format of a date is no letter that stands for a part of it.
_NO_PART = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value as the workbook has it, and its name, such as E14.

    percent: it is shown as a percentage. month: it is a day that is shown as month and year. unsolved: it is
    a formula, and its result is not there.
    """

    value: object
    name: str
    percent: bool = False
    month: bool = False
    unsolved: bool = False


def cell(of: Any, *, unsolved: bool = False) -> Cell:
    """Return a cell that openpyxl read; of a formula without its result there is only the sign for it."""
    parts = _NO_PART.sub("", str(of.number_format)).casefold()
    month = isinstance(of.value, date) and "y" in parts and "m" in parts and "d" not in parts
    return Cell("=" if unsolved else of.value, of.coordinate, is_percent(of), month, unsolved)


def typed(cell: Cell, column: Column) -> str:
    """Return what a person typed into a cell, whatever the spreadsheet made of it.

    Raises:
        ValueError: that cannot be known any more.
    """
    value = cell.value
    _held(cell)
    day = isinstance(value, date)  # a datetime is one, too
    if isinstance(value, time | timedelta) or (day and column.type not in ("date", "text")):
        what = "a date" if day else "a time"
        raise ValueError(
            f"is {what}, {cell_text(value)}: make the cell a text, and type again what stood there"
        )
    if cell.month:
        return cell_text(value)[: len("2021-09")]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return cell_text(value)
    return percent_text(value) if cell.percent and column.type != "p" else digits(Decimal(repr(value)))


def beside(cell: Cell, name: str) -> str:
    """Return what stands beside a value.

    Raises:
        ValueError: it is a page that is a date, or cannot be known any more.
    """
    _held(cell)
    if name == "page" and isinstance(cell.value, date):
        raise ValueError(
            "is a date, which a spreadsheet makes of pages such as 1-9: make the cell a text, and type it "
            "again"
        )
    return cell_text(cell.value).strip()


def _held(cell: Cell) -> None:
    """Check that a cell holds what a person can have typed, or the result of a formula.

    Raises:
        ValueError: it does not.
    """
    text = cell_text(cell.value)
    if isinstance(cell.value, str) and FORMULA_FAILED.fullmatch(text.strip()):
        raise ValueError(f"holds a formula that failed, {text.strip()}")
    if not typeable(text):
        raise ValueError(f"{text!r} holds a character that cannot be typed")
    if cell.unsolved:
        raise ValueError(
            "holds a formula whose result is not in the file: write the result, or open the workbook in a "
            "spreadsheet program and save it there"
        )
