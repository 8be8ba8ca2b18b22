"""The list of references: included studies, other works cited."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.references import reference


def make(context: Context) -> dict[str, Any]:
    """Return the references in alphabetical order."""
    library = context.library
    return {
        "included": [(work.id, reference(work)) for work in library.included],
        "others": [(work.id, reference(work)) for work in library.others],
    }
