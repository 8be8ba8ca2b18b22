"""Registration and protocol, amendments, funding, competing interests."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context


def make(context: Context) -> dict[str, Any]:
    """Return what PRISMA 2020 asks for at the end, as the protocol words it."""
    text = context.built.config.text
    return {
        "registration": text.get("registration"),
        "amendments": text.get("amendments", []),
        "funding": text.get("funding", ""),
        "competing_interests": text.get("competing_interests", ""),
    }
