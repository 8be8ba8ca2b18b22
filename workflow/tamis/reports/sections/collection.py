"""How data were collected and studies appraised, and how the findings were brought together."""

from __future__ import annotations

from typing import Any

from tamis.reports.appraisal import methods
from tamis.reports.context import Context


def make(context: Context) -> dict[str, Any]:
    """Return the methods after selection, and the pro-forma's fields."""
    built = context.built
    text = built.config.text
    fields = [
        (section.label, [field for field in built.proforma.fields if field.section == section.id])
        for section in built.proforma.sections
    ]
    return {
        "extraction": text.get("extraction", {}).get("organised", ""),
        "appraisal": text.get("appraisal", {}).get("organised", ""),
        "tools": methods.methods(context),
        "levels": methods.levels(context),
        "synthesis": text.get("synthesis", {}).get("organised", ""),
        "outcomes": built.config.outcomes,
        "fields": fields,
    }
