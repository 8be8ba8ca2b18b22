"""How often people who extract independently agree, by field, before anything was settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamis.extraction.together.fields import FieldHeld
from tamis.tables import FieldAgreement


def by_field(fields: Iterable[FieldHeld]) -> list[FieldAgreement]:
    """Return of each field, and of each column, how many values were compared, and how many of them agreed.

    What a file says now is what is compared, and a reconciliation that tells that people differed then counts
    as a difference, whatever they say now. Of a table, the field itself counts its rows: on how many of them
    people agree that they are there; columns by which rows are matched are not compared.
    """
    order: dict[tuple[str, str], None] = {}
    compared: dict[tuple[str, str], int] = {}
    agreed: dict[tuple[str, str], int] = {}
    for of in fields:
        for column in ["", *(column.id for column in of.field.columns if not column.key)]:
            order.setdefault((of.field.id, column))
        if len(of.people) < 2:
            continue
        for column, agrees in _compared(of):
            key = (of.field.id, column)
            compared[key] = compared.get(key, 0) + 1
            agreed[key] = agreed.get(key, 0) + agrees
    return [FieldAgreement(*key, compared[key], agreed[key]) for key in order if key in compared]


def _compared(of: FieldHeld) -> Iterator[tuple[str, bool]]:
    """Yield each column (empty: a plain field, a row) of which two people spoke, and whether they agree."""
    rows: dict[int, bool] = {}
    for each in of.held:
        slot = each.slot
        if slot.kind != "cell":
            yield "", False
            rows[slot.row] = True
        elif not slot.column:
            yield "", not each.apart
        else:
            if len(slot.said) > 1 and slot.row not in rows:
                rows[slot.row] = True
                yield "", True
            two = len(slot.who) > 1 or each.apart
            if two and len(slot.said) > 1 and not slot.type.key:
                yield slot.column, not each.apart
