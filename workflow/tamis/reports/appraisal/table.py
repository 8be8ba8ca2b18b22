"""`reports/appraisal.csv`: a row a study (and result), a column a criterion or domain, all in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from tamis.appraisal.engine.tool import OVERALL
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.material import Material
from tamis.reports.context import Context
from tamis.store import harmless
from tamis.tables import Assessment

FIRST = ("study", "cited", "tool", "result", "category", "outcome")
#: Columns of reviews that ask for criteria met in per cent: of a mixed study those of its weakest part.
MET = ("criteria met", "criteria due", "criteria met in the weakest part, per cent")


def text(context: Context) -> str:
    """Return the table as CSV, for Word or Excel; no cell is one that a spreadsheet would run.

    Columns: those of `FIRST`, the level, and those of `MET`, where the config asks for them, and for
    each tool its criteria or questions, its domains and its whole, as far as any study has them. A cell is
    empty where nothing is asked for.
    """
    materials = [Material(context, tool) for tool in context.built.tools.values()]
    columns = [(material, *column) for material in materials for column in _columns(material)]
    rules = context.built.config.appraisal
    percent = rules.percent and any(material.tool.met for material in materials)
    more = [
        *(["level"] if rules.levels else []),
        *(MET if percent else []),
    ]
    several = len(materials) > 1
    heads = [f"{material.tool.id} {head}" if several else head for material, _, _, head in columns]
    rows = [[*FIRST, *more, *heads]]
    for material in materials:
        for row in material.assessments:
            rows.append(
                [
                    *_first(material, row),
                    *([wording.level(context.built.config, row.level)] if rules.levels else []),
                    *(_met(material, row) if percent else []),
                    *(
                        _cell(material, row, domain, item) if other is material else ""
                        for other, domain, item, _ in columns
                    ),
                ]
            )
    return _csv(rows)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _met(material: Material, row: Assessment) -> list[str]:
    if not wording.share(material.tool, row):
        return [""] * len(MET)
    return [str(row.met), str(row.due), f"{row.percent:.0f}"]


def _columns(material: Material) -> list[tuple[str, str, str]]:
    """Return domain, criterion and heading of each column; no criterion where a domain is judged."""
    used = {(row.domain, row.item) for row in material.ratings if row.due == "yes" or row.answer}
    judged = {domain for _, _, domain in material.judgement}
    found = []
    for domain in material.tool.domains:
        found += [
            (domain.id, item.id, f"{item.id} {item.label}")
            for item in domain.items
            if (domain.id, item.id) in used
        ]
        if domain.id in judged:
            found.append((domain.id, "", f"{domain.short} {domain.label}"))
    if OVERALL in judged and material.tool.overall:
        found.append((OVERALL, "", material.tool.overall.label))
    return found


def _first(material: Material, row: Assessment) -> list[str]:
    return [
        row.study,
        material.context.built.study[row.study].label,
        wording.title(material.tool),
        material.outcomes.get(row.result, row.result),
        wording.category(material.tool, row),
        wording.outcome(material, row),
    ]


def _cell(material: Material, row: Assessment, domain: str, item: str) -> str:
    if not item:
        judged = material.judgement.get((row.study, row.result, domain))
        if judged is None:
            return ""
        if judged.state == "disputed":
            return wording.DISPUTED.label
        return material.shown(domain, judged.judgement) if judged.judgement else material.tool.missing.label
    rating = material.rating.get((row.study, row.result, domain, item))
    if rating is None or (rating.due != "yes" and not rating.answer):
        return ""
    if rating.state == "disputed":
        return wording.DISPUTED.label
    return material.shown(item, rating.answer) if rating.answer else material.tool.missing.label
