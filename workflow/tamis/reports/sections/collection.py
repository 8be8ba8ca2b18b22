"""How data were collected and studies appraised, and how the findings were brought together."""

from __future__ import annotations

from typing import Any

from tamis.proforma import Field, Proforma
from tamis.reports.appraisal import methods
from tamis.reports.context import Context
from tamis.reports.extraction import methods as extraction


def make(context: Context) -> dict[str, Any]:
    """Return the methods after selection, and the pro-forma's fields."""
    built = context.built
    text = built.config.text
    fields = [
        (
            section.label,
            [
                (field, _asked(built.proforma, field))
                for field in built.proforma.fields
                if field.section == section.id
            ],
        )
        for section in built.proforma.sections
    ]
    return {
        "extraction": text.get("extraction", {}).get("organised", ""),
        "collected": extraction.methods(context),
        "form": extraction.form(context),
        "appraisal": text.get("appraisal", {}).get("organised", ""),
        "tools": methods.methods(context),
        "levels": methods.levels(context),
        "synthesis": text.get("synthesis", {}).get("organised", ""),
        "outcomes": built.config.outcomes,
        "fields": fields,
    }


def _asked(proforma: Proforma, field: Field) -> list[str]:
    """Return what a reader should know of a field beside its label, in a few words each."""
    only = [
        f"{of.label} is {' or '.join(choice.label for choice in of.choices if choice.id in ids)}"
        for name, ids in field.only_for.items()
        if (of := proforma.field(name))
    ]
    return [
        *(["required"] if field.required else []),
        *(["with a quote"] if field.quote else []),
        *([f"in {field.unit}"] if field.unit else []),
        *([f"only where {'; '.join(only)}"] if only else []),
    ]
