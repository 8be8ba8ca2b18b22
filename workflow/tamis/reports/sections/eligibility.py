"""Eligibility criteria, the flowchart of questions, the rule for several reports of one study."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context


def make(context: Context) -> dict[str, Any]:
    """Return the criteria as the protocol words them, and the flowchart."""
    eligibility = context.built.config.text["eligibility"]
    return {
        "criteria": eligibility.get("criteria", []),
        "flowchart": context.built.config.flowchart,
        "several_reports": eligibility.get("several_reports", ""),
    }
