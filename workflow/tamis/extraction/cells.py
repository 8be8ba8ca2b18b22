"""A cell of a workbook: what was typed there, whatever a spreadsheet made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from tamis.proforma import Column
from tamis.store import FORMULA_FAILED, cell_text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value as the workbook has it, whether it is shown as a percentage, and its name: E14."""

    value: object
    percent: bool
    name: str


def cell(of: Any) -> Cell:
    """Return a cell that openpyxl read."""
    return Cell(of.value, "%" in str(of.number_format), of.coordinate)


def typed(cell: Cell, column: Column) -> str:
    """Return what a person typed into a cell, whatever the spreadsheet made of it.

    Raises:
        ValueError: that cannot be known any more.
    """
    value = cell.value
    if isinstance(value, str) and FORMULA_FAILED.fullmatch(value):
        raise ValueError(f"holds a formula that failed, {value}")
    day = isinstance(value, date)  # a datetime is one, too
    if isinstance(value, time | timedelta) or (day and column.type not in ("date", "text")):
        what = "a date" if day else "a time"
        raise ValueError(
            f"is {what}, {cell_text(value)}: make the cell a text, and type again what stood there"
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return cell_text(value)
    if cell.percent and column.type != "p":
        shown = _decimal(Decimal(repr(value)) * 100)
        return shown if column.unit == "%" else f"{shown}%"
    return _decimal(Decimal(repr(value)))


def beside(cell: Cell, name: str) -> str:
    """Return what stands beside a value.

    Raises:
        ValueError: it is a page that is a date.
    """
    if name == "page" and isinstance(cell.value, date):
        text = (
            "a date, which a spreadsheet makes of pages such as 1-9: make the cell a text, and type it again"
        )
        raise ValueError(f"its page is {text}")
    return cell_text(cell.value).strip()


def _decimal(number: Decimal) -> str:
    """Return a number in digits: no exponent, no zeros at its end, and no more than were typed.

    A workbook keeps 17 digits of what was typed with at most 15.
    """
    text = f"{Decimal(f'{number:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
