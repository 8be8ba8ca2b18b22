"""Open items that cannot be mended: what the team accepted, who, when and why."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.tables import Accepted, OpenItem


def make(context: Context) -> dict[str, Any] | None:
    """Return each acceptance with the items it settles, or None where nothing was accepted."""
    settled = context.built.settled
    by_acceptance: dict[Accepted, list[OpenItem]] = {}
    for item, acceptance in settled.accepted:
        by_acceptance.setdefault(acceptance, []).append(item)
    if not by_acceptance and not settled.unused:
        return None
    return {"groups": list(by_acceptance.items()), "unused": settled.unused}
