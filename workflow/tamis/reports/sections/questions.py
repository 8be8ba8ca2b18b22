"""Review questions, and what is meant by each of their parts."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context


def make(context: Context) -> dict[str, Any]:
    """Return questions and scope, as the protocol words them."""
    text = context.built.config.text
    return {"questions": text["questions"], "scope": text.get("scope", [])}
