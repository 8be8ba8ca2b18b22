"""How the form lies in a workbook: the names of its sheets, and the heads of their columns."""

from __future__ import annotations

from tamis.proforma import BESIDE, FORM, Field, Proforma

#: The sheet with a row for each study and plain field, and its columns.
VALUES = "values"
HEADS = ("study", "cited", "field", "label", "value", "unit", *BESIDE)
#: In the sheet of a table: what stands before its columns, and behind them.
BEFORE, BEHIND = ("study", "cited"), BESIDE
#: A sheet's name has so many letters at most.
_LONGEST = 31


def titles(proforma: Proforma) -> dict[str, Field]:
    """Return the tables of the form by the names of their sheets, which differ also without letter case.

    >>> from tamis.proforma import Field, Proforma
    >>> fields = tuple(Field(id, "", "table") for id in ("effects", "Values", "effects" * 6))
    >>> list(titles(Proforma(fields, (), None)))
    ['effects', 'Values 2', 'effectseffectseffectseffectseff']
    """
    found: dict[str, Field] = {}
    taken = {VALUES, FORM}
    for field in proforma.fields:
        if field.type == "table":
            title, number = field.id[:_LONGEST], 1
            while title.casefold() in taken:
                number += 1
                title = f"{field.id[: _LONGEST - len(str(number)) - 1]} {number}"
            taken.add(title.casefold())
            found[title] = field
    return found


def heads(field: Field) -> dict[str, str]:
    """Return what stands above each column of a table in its sheet, by the column's id."""
    return {
        column.id: f"{field.id}.{column.id}" if column.id in BEFORE else column.id for column in field.columns
    }
