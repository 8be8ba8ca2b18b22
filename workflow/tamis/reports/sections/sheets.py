"""Each study on its own: every extracted value with its quote and place, its ratings, its directions."""

from __future__ import annotations

from typing import Any

from tamis.appraisal.engine.tool import OVERALL
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.material import Material, anchor, answered_before
from tamis.reports.context import Context
from tamis.reports.references import reference
from tamis.synthesis.directions import MARKS
from tamis.tables import Assessment, Datum, Said


def make(context: Context) -> dict[str, Any] | None:
    """Return a sheet for each study, in the order of the list of references."""
    built = context.built
    if not built.studies:
        return None
    data: dict[str, list[Datum]] = {}
    for datum in built.data:
        data.setdefault(datum.study, []).append(datum)
    materials = [Material(context, tool) for tool in built.tools.values()]
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
                "appraisals": [
                    (material.tool, those)
                    for material in materials
                    if (
                        those := [
                            _appraisal(material, row)
                            for row in material.assessments
                            if row.study == study.study
                        ]
                    )
                ],
            }
            for study in built.studies
        ],
    }


def _appraisal(material: Material, row: Assessment) -> dict[str, Any]:
    """Return how a study, or a result of it, was appraised: every rating and judgement, and who said what."""
    tool, case = material.tool, (row.study, row.result)
    rated = material.by_case.get(case, [])
    config = material.context.built.config
    return {
        "of": row,
        "result": material.outcomes.get(row.result, row.result),
        "category": wording.category(tool, row),
        "outcome": wording.outcome(material, row),
        "met": wording.met(tool, row) if config.appraisal.percent else "",
        "anchor": anchor(row.study, tool.id, row.result),
        "level": wording.level(config, row.level),
        "judged": [
            (
                judged,
                material.about(judged.domain),
                material.shown(judged.domain, judged.judgement),
                material.shown(judged.domain, judged.proposed),
                ", ".join(
                    f"{each.item} {material.shown(each.item, each.answer)}"
                    for each in rated
                    if each.domain == judged.domain and each.due == "yes" and each.answer
                ),
                *_who(material.said.get((*case, judged.domain), []), judged.place),
            )
            for domain in (*tool.domain, OVERALL)
            if (judged := material.judgement.get((*case, domain)))
        ],
        "rated": [
            (
                each,
                material.about(each.item, each.domain),
                material.shown(each.item, each.answer),
                *_who(material.said.get((*case, each.item), []), each.place),
            )
            for each in rated
            if each.answer or each.state == "disputed"
        ],
        "missing": [each.item for each in rated if each.state == "empty" and each.due == "yes"],
        "told": material.told,
        "settled": lambda item: material.settled(*case, item),
    }


def _who(rows: list[Said], place: str) -> tuple[list[Said], list[str]]:
    """Return what each person said, where it has to be told apart; else where the others said the same."""
    told = any(answered_before(row) or row.role == "reconciled" for row in rows)
    if told or len({row.answer for row in rows}) > 1 or sum(bool(row.comment) for row in rows) > 1:
        return rows, []
    return [], [row.place for row in rows if row.place != place]


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
