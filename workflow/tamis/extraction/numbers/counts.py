"""What a count, and any number of a kind, can be at all: whole, within its bounds, not more than its whole.

Bounds hold whatever the basis; that counts are whole holds for counts as they were counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from tamis.extraction.numbers.rounding import shown
from tamis.extraction.numbers.view import Cell, Line, Study
from tamis.tables import Finding

#: What a number of a kind cannot be below or above; above 0 where it is in `_POSITIVE`.
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "count": (0, None),
    "n": (0, None),
    "sd": (0, None),
    "se": (0, None),
    "df": (0, None),
    "df2": (0, None),
    "odds_ratio": (0, None),
    "risk_ratio": (0, None),
    "hazard_ratio": (0, None),
    "phi": (-1, 1),
    "level": (50, 100),
}
#: What may be meant where a number is out of its bounds.
_MEANT = {
    "level": "it is told in %, such as 95",
    "risk_difference": "if it is told in percentage points, its unit in the form is %",
}
#: The same as the bounds, of a test's statistic, by the test.
_STATISTICS: dict[str, tuple[int | None, int | None]] = {
    "F": (0, None),
    "chi2": (0, None),
    "Q": (0, None),
    "r": (-1, 1),
}


def whole(study: Study) -> Iterator[Finding]:
    """Yield counts that are not whole numbers."""
    for line in study.lines:
        for cell in line.numbers("count", "n"):
            if cell.number and not cell.number.whole and not cell.percent and line.raw(cell):
                text = f"{cell.column.label} is {cell.text}, and a count is a whole number"
                yield line.found("whole", "high", cell, text)


def bounds(study: Study) -> Iterator[Finding]:
    """Yield numbers that nothing of their kind can be: negative counts, percentages above 100, r of 1.2."""
    for line in study.lines:
        for cell in line.cells:
            if beyond := beyond_bounds(line, cell):
                text = f"{cell.column.label} is {cell.text}, and cannot be {beyond}"
                meant = _MEANT.get(cell.column.kind.word)
                yield line.found("bounds", "high", cell, f"{text}; {meant}" if meant else text)


def beyond_bounds(line: Line, cell: Cell) -> str:
    """Return which bound of its kind a number is beyond, such as `less than 0`; empty: none."""
    kind = cell.column.kind
    low, high = _BOUNDS.get(kind.word, (None, None))
    if kind.word == "count" and kind.of and cell.percent:
        low, high = 0, 100
    elif kind.word == "statistic":
        low, high = _STATISTICS.get(line.word("test").partition("_")[0], (None, None))
    elif kind.word == "risk_difference":
        high = 100 if cell.percent else 1
        low = -high
    unit = "%" if cell.percent else ""
    if cell.number and low is not None and cell.exact < low:
        return f"less than {low}{unit}"
    return f"more than {high}{unit}" if cell.number and high is not None and cell.exact > high else ""


def events(study: Study) -> Iterator[Finding]:
    """Yield more events than there are participants: a count of n that exceeds its n."""
    for line in study.lines:
        for cell in line.numbers("count"):
            of = line.get(cell.column.kind.of) if cell.column.kind.of else None
            if of and of.number and not cell.percent and cell.exact > of.exact:
                text = (
                    f"{cell.column.label} is {cell.text}, and there are {of.text} ({of.column.label}): "
                    f"{_difference(cell, of)} too many"
                )
                yield line.found("events", "high", cell, text)


def at_most(study: Study) -> Iterator[Finding]:
    """Yield numbers that exceed another that they cannot exceed (`at_most`): families their children."""
    for line in study.lines:
        for cell in line.cells:
            other = line.get(cell.column.at_most) if cell.column.at_most else None
            if cell.number and other and other.number and cell.exact > other.exact:
                text = (
                    f"{cell.column.label} is {cell.text}, and cannot be more than {other.column.label}, "
                    f"which is {other.text}: {_difference(cell, other)} too many"
                )
                yield line.found("at_most", "high", cell, text)


def _difference(cell: Cell, other: Cell) -> str:
    """Return by how much one number exceeds another, for people."""
    decimals = max(each.number.decimals for each in (cell, other) if each.number)
    return shown(cell.exact - other.exact, decimals)
