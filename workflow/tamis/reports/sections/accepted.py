"""Open items that cannot be mended: what the team accepted, who, when and why."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.extraction import numbers
from tamis.reports.extraction.material import Material
from tamis.reports.numbers import Behind, Number
from tamis.tables import Accepted, OpenItem


def make(context: Context) -> dict[str, Any] | None:
    """Return the items that were accepted for each reason, or None where nothing was accepted.

    Findings of the checks of numbers are only counted here: they stand with their reasons among these.
    """
    settled = context.built.settled
    if not settled.accepted and not settled.unused:
        return None
    told = {row.finding.finding for row in numbers.found(Material(context))}
    by_reason: dict[tuple[str, str, str], list[tuple[OpenItem, Accepted]]] = {}
    for item, acceptance in settled.accepted:
        if item.item not in told:
            key = (acceptance.why, acceptance.who, acceptance.when)
            by_reason.setdefault(key, []).append((item, acceptance))
    return {
        "findings": numbers.tallied(Material(context))["accepted"],
        "groups": [
            {
                "why": why,
                "who": who,
                "when": when,
                "entries": [item for item, _ in pairs],
                "number": _alike(context, position, why, [item for item, _ in pairs]),
                "places": list(dict.fromkeys(acceptance.place for _, acceptance in pairs)),
            }
            for position, ((why, who, when), pairs) in enumerate(by_reason.items(), start=1)
        ],
        "unused": settled.unused,
    }


def _alike(context: Context, position: int, why: str, items: list[OpenItem]) -> Number:
    """Count the items that were accepted for one reason."""
    return context.numbers.count(
        f"accepted-{position}",
        f"Items that were accepted for the reason: {why}",
        table="records/accepted.csv",
        where="every open item that an acceptance with this reason names",
        by=_alike,
        behind=[Behind(item.place, item.text) for item in items],
    )
