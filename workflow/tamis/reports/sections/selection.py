"""How studies were selected: who decided, how, and how reviewers were kept blind to each other."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.tables import STAGE_NAMES


def make(context: Context) -> dict[str, Any]:
    """Return the selection process, as the protocol words it."""
    config = context.built.config
    screening = config.text["screening"]
    return {
        "stages": [(STAGE_NAMES[stage], rules) for stage, rules in config.stages.items()],
        "reviewers": config.reviewers,
        "tool": screening.get("tool", ""),
        "blinding": screening.get("blinding", ""),
        "pilot": screening.get("pilot"),
    }
