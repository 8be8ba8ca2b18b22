"""Dates in their order (`after`). Holds whatever the basis."""

from __future__ import annotations

from collections.abc import Iterator

from tamis.extraction.numbers.view import Study
from tamis.tables import Finding


def dates(study: Study) -> Iterator[Finding]:
    """Yield dates that come before one that they cannot come before."""
    for line in study.lines:
        for cell in line.cells:
            other = line.get(cell.column.after) if cell.column.after else None
            if other:
                # ISO dates are in the order of their letters, as far as both say it.
                said = min(len(cell.datum.value), len(other.datum.value))
                if cell.datum.value[:said] < other.datum.value[:said]:
                    text = (
                        f"{cell.column.label} is {cell.text}, before {other.column.label}, which is "
                        f"{other.text}"
                    )
                    yield line.found("date", "high", cell, text)
