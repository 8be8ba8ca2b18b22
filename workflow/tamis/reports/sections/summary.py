"""The first screen: what is open, and the review in a few numbers."""

from __future__ import annotations

from typing import Any

from tamis.checks import openitems
from tamis.flow.ledger import ledger
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import DECIDED, OpenItem

#: The boxes of records identified that hold every search once.
_FOUND = ("database_results", "register_results", "other_results")


def make(context: Context) -> dict[str, Any]:
    """Return open items by kind, and the numbers of the front page."""
    built, numbers = context.built, context.numbers
    still_open = numbers.count(
        "open-items",
        "Open items: what still has to be done before the review is final",
        table="reports/open_items.csv",
        where="every row",
        by=openitems.settle,
        behind=[Behind(item.place, item.text) for item in built.settled.open],
    )
    accepted = numbers.count(
        "accepted-items",
        "Items that cannot be mended and were accepted, with who, when and why",
        table="records/accepted.csv",
        where="every open item that an acceptance names",
        by=openitems.settle,
        behind=[Behind(item.place, item.text) for item, _ in built.settled.accepted],
    )
    sources = numbers.count(
        "sources",
        "Searches: one strategy in one source, one row of the search log",
        table="build/searches/exports.csv",
        where=context.counted("every row", searches=True),
        by=make,
        behind=[Behind(export.place, export.source) for export in context.exports],
    )
    flow = context.flow
    found = [flow[name] for name in _FOUND if flow[name].value is not None]
    records = numbers.count(
        "records",
        "Records identified by all searches together, those removed before an export was made included",
        table="build/searches/exports.csv",
        where=context.counted(
            "every row; columns records, removed_automatic and removed_other, summed", searches=True
        ),
        by=ledger,
        behind=[thing for number in found for thing in number.behind],
        mark=context.mark("hits") if found and all(number.mark for number in found) else "",
    )
    read = [row.record_id for row in built.exits if row.exit in DECIDED and not row.version]
    assessed = numbers.count(
        "assessed",
        "Reports read in full and decided on, in all arms",
        table="build/flow/exits.csv",
        where=context.counted(f"exit is one of {', '.join(DECIDED)}"),
        by=make,
        behind=context.records(read),
    )
    kinds: dict[str, list[OpenItem]] = {}
    for item in built.settled.open:
        kinds.setdefault(":".join(item.item.split(":")[:2]), []).append(item)
    return {
        "kinds": [(items[0], _alike(context, kind, items)) for kind, items in kinds.items()],
        "assessed": assessed,
        "open": still_open,
        "accepted": accepted,
        "waiting": built.settled.open,
        "sources": sources,
        "records": records,
        "flow": flow,
        "updated": built.flow.updated,
    }


def _alike(context: Context, kind: str, items: list[OpenItem]) -> Number:
    """Count the open items of a kind."""
    return context.numbers.count(
        f"kind-{slug(kind)}",
        f"Open items of the kind {kind}",
        table="reports/open_items.csv",
        where=f"item begins with {kind}:",
        by=_alike,
        behind=[Behind(item.place, item.text) for item in items],
    )
