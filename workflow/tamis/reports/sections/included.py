"""The included studies: how many of which kind, and their characteristics."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.reports.tables import shown
from tamis.synthesis.cells import EMPTY, MISSING
from tamis.synthesis.counts import counts


def make(context: Context) -> dict[str, Any]:
    """Return counts over the studies, and the first of the config's tables; the others are findings.

    Without a study there are no counts and no table.
    """
    built = context.built
    return {
        "counts": [tally(context, name) for name in built.config.counts if built.studies],
        "tables": [shown(context, spec) for spec in built.config.tables[:1] if built.studies],
        "companions": [
            (study, [report for report in study.companions.split(";") if report])
            for study in built.studies
            if study.companions
        ],
        "sheets": bool(built.studies),
    }


def tally(context: Context, name: str) -> tuple[str, list[tuple[str, Number]]]:
    """Return a field's label, and how many studies have each of its choices; choices of none are left out."""
    label, rows = tallied(context, name)
    return label, [(choice, number) for _, choice, number in rows if number]


def tallied(context: Context, name: str) -> tuple[str, list[tuple[str, str, Number]]]:
    """Return a field's label, and for each of its choices the id, the label, and how many studies have it.

    Studies with none, if any, come last, by what is known of the field: see `Count`.
    """
    built = context.built
    field = built.proforma.field(name)
    if field is None:  # `check_fields` has told the team
        raise AssertionError(f"the pro-forma has no field {name}")
    places = {datum.study: datum.place for datum in built.data if datum.field == name}
    rows = []
    for count in counts(field, built.data, built.studies):
        if count.state == "given":
            part, where = slug(count.id), f"; value is {count.id}"
        else:  # no choice has such an id
            part = f"~{count.state}"
            where = (
                "; state is " + count.state if count.state not in (EMPTY, MISSING) else ": there is no row"
            )
        number = context.numbers.count(
            f"count-{slug(name)}-{part}",
            f"Included studies whose “{field.label}” is: {count.label}",
            table="build/extraction/data.csv",
            where=f"field is {name}{where}",
            by=counts,
            behind=[
                Behind(places.get(study.study, study.place), study.label)
                for study in built.studies
                if study.study in count.studies
            ],
        )
        rows.append((count.id, count.label, number))
    return field.label, rows
