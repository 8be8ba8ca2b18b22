"""The included studies: how many of which kind, and their characteristics."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number
from tamis.reports.tables import shown
from tamis.synthesis.counts import counts


def make(context: Context) -> dict[str, Any]:
    """Return counts over the studies, and the first of the config's tables; the others are findings."""
    built = context.built
    return {
        "counts": [tally(context, name) for name in built.config.counts],
        "tables": [shown(context, spec) for spec in built.config.tables[:1]],
        "companions": [study for study in built.studies if study.companions],
    }


def tally(context: Context, name: str) -> tuple[str, list[tuple[str, Number]]]:
    """Return a field's label, and how many studies have each of its choices; choices of none are left out."""
    built = context.built
    field = built.proforma.field(name)
    if field is None:  # `check_fields` has told the team
        raise AssertionError(f"the pro-forma has no field {name}")
    places = {datum.study: datum.place for datum in built.data if datum.field == name}
    rows = [
        (
            count.label,
            context.numbers.value(
                f"count-{name}-{count.id or 'none'}",
                count.n,
                f"Included studies whose “{field.label}” is: {count.label}",
                table="build/extraction/data.csv",
                where=f"field is {name}; value is {count.id or 'empty'}",
                by=counts,
                behind=[
                    Behind(places.get(id, built.study[id].place), built.study[id].label)
                    for id in count.studies
                ],
            ),
        )
        for count in counts(field, built.data, built.studies)
        if count.n
    ]
    return field.label, rows
