"""How well data were collected: values and their quotes, agreement, differences, checks of numbers."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.extraction import methods, numbers, people, values
from tamis.reports.extraction.material import Material, at
from tamis.tables import DatumDifference, Evidence

#: States of a quote that a reader should see.
_SHOWN = ("not_found", "nearly", "other_page", "no_text")


def make(context: Context) -> dict[str, Any] | None:
    """Return counts of values and quotes, and lists of what did not go smoothly; None without a study."""
    if not context.built.studies:
        return None
    material = Material(context)
    return {
        "kept": values.values(material),
        "quotes": values.quotes(material),
        "kinds": values.QUOTES,
        "quoting": any(field.quote for field in context.built.proforma.fields),
        "doubtful": _doubtful(material),
        "people": people.persons(material),
        "agreement": people.agreement(material),
        "overall": people.overall(material),
        "differed": people.differences(material),
        "settled": methods.settled(material),
        "ways": {**people.WAYS, "open": "not settled yet"},
        "differences": [_difference(material, row) for row in material.differences],
        "tallied": numbers.tallied(material),
        "findings": numbers.found(material),
        "shared": context.built.config.extraction.share_pages,
    }


def _doubtful(material: Material) -> list[tuple[str, str, Evidence]]:
    """Return quotes that are not as they should be: what is wrong, what they are of, and the quote."""
    rows = [
        (values.QUOTES[state][0], row) for state in _SHOWN for row in material.quotes if row.state == state
    ]
    rows += [
        ("Without the value’s number", row)
        for row in material.evidence
        if row.number == "no" and row.state not in _SHOWN
    ]
    return [(words, material.about(at(row)), row) for words, row in rows]


def _difference(material: Material, row: DatumDifference) -> dict[str, Any]:
    """Return a difference with what it is on, and how what holds now is printed."""
    return {
        "of": row,
        "name": material.about(at(row)),
        "said": material.said(row),
        "holds": material.printed(row.field, row.column, row.value),
        "way": people.way(row),
    }
