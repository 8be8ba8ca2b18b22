"""The list of references: reports of the included studies, other works cited."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.references import anchored


def make(context: Context) -> dict[str, Any]:
    """Return the references in alphabetical order, each once, with the studies that are cited from it."""
    library = context.built.library
    return {
        "included": [
            (anchor, reference, [s for s in context.built.studies if s.citation_id == work.id])
            for anchor, work, reference in anchored(library.reports, report=True)
        ],
        "others": anchored(library.others, report=False),
    }
