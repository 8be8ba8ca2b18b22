"""Each study on its own: every extracted value with its quote and place, its ratings, its directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tamis.appraisal.engine.tool import OVERALL
from tamis.proforma import Column, Field
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.material import Material, anchor, answered_before
from tamis.reports.context import Context
from tamis.reports.extraction.material import Material as Extracted
from tamis.reports.extraction.material import at
from tamis.reports.extraction.people import WAYS
from tamis.reports.extraction.values import QUOTES, outcome
from tamis.reports.references import reference
from tamis.synthesis.cells import EMPTY, MISSING, printed
from tamis.synthesis.directions import MARKS
from tamis.synthesis.study_table import LEFT_OUT
from tamis.tables import Assessment, Datum, Said


def make(context: Context) -> dict[str, Any] | None:
    """Return a sheet for each study, in the order of the list of references."""
    built = context.built
    if not built.studies:
        return None
    extracted = Extracted(context)
    materials = [Material(context, tool) for tool in built.tools.values()]
    return {
        "marks": {mark.id: mark for mark in MARKS},
        "quotes": {state: f"{name[:1].lower()}{name[1:]}" for state, (name, _) in QUOTES.items()},
        "outcome": outcome,
        "sheets": [
            {
                "study": study,
                "reference": reference(built.library.report(study.citation_id)),
                "companions": [report for report in study.companions.split(";") if report],
                "fields": _fields(extracted, study.study),
                "empty": extracted.left(study.study, EMPTY),
                "missing": extracted.left(study.study, MISSING),
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


def _fields(material: Extracted, study: str) -> list[dict[str, Any]]:
    """Return the fields of the pro-forma that were filled in, each with its values or its table."""
    result = []
    for field in material.context.built.proforma.fields:
        data = material.context.extracted.get((study, field.id), [])
        rows: dict[int, dict[str, Datum]] = {}
        for datum in data:
            if datum.column:
                rows.setdefault(datum.row, {})[datum.column] = datum
        if data:
            used = {column for row in rows.values() for column in row}
            columns = [column for column in field.columns if column.id in used]
            result.append(
                {
                    "field": field,
                    # Of a table, too: that it is empty, not applicable, or in dispute.
                    "data": [_value(material, field, datum) for datum in data if not datum.column],
                    "columns": columns,
                    "rows": [(at, [_cell(column, row) for column in columns]) for at, row in rows.items()],
                    "unused": [c.label for c in field.columns if c.id not in used] if rows else [],
                    "beside": _beside(material, field, rows),
                }
            )
    return result


def _cell(column: Column, row: Mapping[str, Datum]) -> tuple[Datum | None, str]:
    """Return a cell of a row, and how it is printed."""
    datum = row.get(column.id)
    return datum, printed(column, datum) if datum else LEFT_OUT.lines[0]


def _value(material: Extracted, field: Field, datum: Datum) -> dict[str, Any]:
    """Return a value, or what a row of a table has in common: its quote, and how it came to be there."""
    return {
        "of": datum,
        "said": printed(field.column(datum.column), datum),
        "quote": material.quote(datum),
        "settled": _settled(material, datum),
    }


def _beside(
    material: Extracted, field: Field, rows: Mapping[int, Mapping[str, Datum]]
) -> list[dict[str, Any]]:
    """Return what stands beside the values of a table, each once, with the rows and columns that it is of."""
    found: dict[tuple[object, ...], list[Datum]] = {}
    for row in rows.values():
        for datum in row.values():
            key = (
                datum.quote,
                datum.page,
                datum.report,
                datum.note,
                datum.extractor,
                _settled(material, datum),
            )
            found.setdefault(key, []).append(datum)
    made = []
    for those in found.values():
        of = dict.fromkeys(datum.row for datum in those)
        rows_said = f"Row{'s' * (len(of) > 1)} {_span(list(of))}"
        if len(those) < sum(len(rows[row]) for row in of):
            labels = dict.fromkeys(field.column(datum.column).label for datum in those)
            rows_said += f": {'; '.join(labels)}"
        made.append({**_value(material, field, those[0]), "rows": rows_said})
    return made


def _span(numbers: Sequence[int]) -> str:
    """Return numbers in a row, three or more that follow each other as a span.

    >>> _span([1, 2, 3, 5]), _span([4, 5])
    ('1 to 3, 5', '4, 5')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(parts)


#: How a value came to hold, in words; what one person alone says needs none.
_SETTLED = {"agreed": "both agree", "checked": "checked by another"}


def _settled(material: Extracted, datum: Datum) -> str:
    """Return how a value came to hold: who settled a difference on it, and why."""
    row = material.differed.get(at(datum))
    if row is None:
        return _SETTLED.get(datum.settled, "")
    said = f"they said: {material.said(row)}"
    if row.state == "open":
        return said
    who = f" by {row.who.replace(';', ', ')}" if row.who else ""
    return f"{said}; {WAYS.get(row.how, row.how)}{who}{f': {row.why}' if row.why else ''}"
