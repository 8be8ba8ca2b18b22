"""Each study on its own: every extracted value with its quote and place, its ratings, its directions."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.references import reference
from tamis.tables import Datum


def make(context: Context) -> dict[str, Any] | None:
    """Return a sheet for each study, in the order of the list of references."""
    built = context.built
    if not built.studies:
        return None
    data: dict[str, list[Datum]] = {}
    for datum in built.data:
        data.setdefault(datum.study, []).append(datum)
    return {
        "sheets": [
            {
                "work": work,
                "study": built.study[work.id],
                "reference": reference(work),
                "fields": _fields(context, data.get(work.id, [])),
            }
            for work in context.library.included
        ]
    }


def _fields(context: Context, data: list[Datum]) -> list[dict[str, Any]]:
    """Return the fields of the pro-forma that have values, each with its values or its table."""
    by_field: dict[str, list[Datum]] = {}
    for datum in data:
        by_field.setdefault(datum.field, []).append(datum)
    result = []
    for field in context.built.proforma.fields:
        if field.id not in by_field:
            continue
        rows: dict[tuple[str, int], dict[str, Datum]] = {}
        if field.type == "table":
            for datum in by_field[field.id]:
                rows.setdefault((datum.extractor, datum.row or 0), {})[datum.column] = datum
        result.append(
            {
                "field": field,
                "data": [] if field.type == "table" else by_field[field.id],
                "rows": list(rows.values()),
            }
        )
    return result
