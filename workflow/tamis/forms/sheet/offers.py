"""Drop-down lists of a workbook: which words may be chosen in which rows of a column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

#: The words that a drop-down list offers.
Words = Sequence[str]
#: A list that stands in a cell's rule holds 255 letters at most, and commas part its words.
_LONGEST_LIST = 255
#: Rows that one rule names, one by one; spreadsheets refuse rules with too many.
_RANGES = 100
#: The name of the sheet with long lists; no tool's id begins so.
LISTS = "_lists"


def ranges(choices: Sequence[Words]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Return the first and last rows of a table in which the same words may be chosen, by these words."""
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    at = 2
    for words, those in groupby(choices, key=tuple):
        count = sum(1 for _ in those)
        if words:
            found.setdefault(words, []).append((at, at + count - 1))
        at += count
    return found


class Lists:
    """The drop-down lists of a table; words that cannot stand in a rule stand in a sheet nobody sees.

    Args:
        page: the sheet.
        names: its columns.
        written: takes the words that stand in that other sheet, which all tables share.
        free: the columns in which something else may be typed, too.
    """

    def __init__(self, page: Any, names: list[str], written: list[Words], free: Collection[str] = ()) -> None:
        self._page = page
        self._names = names
        self._written = written
        self._free = free

    def add(self, name: str, words: Words, ranges: Sequence[tuple[int, int]]) -> None:
        """Offer words in some rows of a column."""
        from openpyxl.utils import get_column_letter

        inline = ",".join(words)
        if len(inline) + 2 <= _LONGEST_LIST and inline.count(",") == len(words) - 1 and '"' not in inline:
            self.refer(name, f'"{inline}"', ranges)
            return
        if words not in self._written:
            self._written.append(words)
        letter = get_column_letter(self._written.index(words) + 1)
        self.refer(name, f"{LISTS}!${letter}$1:${letter}${len(words)}", ranges)

    def refer(self, name: str, formula: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Offer what a formula says in some rows of a column."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = get_column_letter(self._names.index(name) + 1)
        for at in range(0, len(ranges), _RANGES):
            strict = name not in self._free
            known = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
            known.error = f"Take one of the list, or leave the cell empty: {name}"
            for first, last in ranges[at : at + _RANGES]:
                known.add(f"{letter}{first}:{letter}{last}")
            self._page.data_validations.append(known)
