"""Open items that cannot be mended: what the team accepted, who, when and why."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.tables import Accepted, OpenItem


def make(context: Context) -> dict[str, Any] | None:
    """Return the items that were accepted for each reason, or None where nothing was accepted."""
    settled = context.built.settled
    by_reason: dict[tuple[str, str, str], list[tuple[OpenItem, Accepted]]] = {}
    for item, acceptance in settled.accepted:
        by_reason.setdefault((acceptance.why, acceptance.who, acceptance.when), []).append((item, acceptance))
    if not by_reason and not settled.unused:
        return None
    return {
        "groups": [
            {
                "why": why,
                "who": who,
                "when": when,
                "entries": [item for item, _ in pairs],
                "places": list(dict.fromkeys(acceptance.place for _, acceptance in pairs)),
            }
            for (why, who, when), pairs in by_reason.items()
        ],
        "unused": settled.unused,
    }
