"""Each study on its own: every extracted value with its quote and place, its ratings, its directions."""

from __future__ import annotations

from typing import Any

from tamis.appraisal import registry
from tamis.appraisal.registry import Tool
from tamis.reports.context import Context
from tamis.reports.references import reference
from tamis.synthesis.directions import MARKS
from tamis.tables import Datum


def make(context: Context) -> dict[str, Any] | None:
    """Return a sheet for each study, in the order of the list of references."""
    built = context.built
    if not built.studies:
        return None
    data: dict[str, list[Datum]] = {}
    for datum in built.data:
        data.setdefault(datum.study, []).append(datum)
    tools = [registry.require(name) for name in built.config.tools]
    return {
        "marks": {mark.id: mark for mark in MARKS},
        "sheets": [
            {
                "study": study,
                "reference": reference(built.library.report(study.citation_id)),
                "companions": [report for report in study.companions.split(";") if report],
                "fields": _fields(context, data.get(study.study, [])),
                "directions": [
                    (outcome, row)
                    for outcome in built.config.outcomes
                    for row in built.directions
                    if (row.study, row.outcome) == (study.study, outcome.id)
                ],
                "appraisals": [_appraisal(context, tool, study.study) for tool in tools],
            }
            for study in built.studies
        ],
    }


def _appraisal(context: Context, tool: Tool, study: str) -> dict[str, Any]:
    """Return every criterion of a study that was rated, and those that are due and missing."""
    built = context.built
    labels = {answer.id: answer.label for answer in tool.answers}
    words = {item.id: item.wording or item.label for group in tool.groups for item in group.items}
    rows = [row for row in built.ratings if (row.study, row.tool) == (study, tool.id)]
    category = next((c for c in built.categories if (c.study, c.tool) == (study, tool.id)), None)
    return {
        "tool": tool,
        "category": category,
        "rated": [(row, words[row.item], labels[row.answer]) for row in rows if row.answer],
        "missing": [row.item for row in rows if row.state == "empty"],
        "disputed": [row for row in rows if row.state == "disputed"],
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
        whole = []
        for datum in by_field[field.id]:
            if datum.column:
                rows.setdefault((datum.extractor, datum.row or 0), {})[datum.column] = datum
            else:  # of a table, too: that it is empty, or in dispute
                whole.append(datum)
        result.append({"field": field, "data": whole, "rows": list(rows.values())})
    return result
