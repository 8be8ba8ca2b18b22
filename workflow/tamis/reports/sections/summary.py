"""The first screen: what is open, and the review in a few numbers."""

from __future__ import annotations

from typing import Any

from tamis.checks import openitems
from tamis.reports.context import Context
from tamis.reports.numbers import Behind
from tamis.tables import OpenItem


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
        where="every row",
        by=make,
        behind=[Behind(export.place, export.source) for export in built.exports],
    )
    records = numbers.count(
        "records",
        "Records identified by all searches together",
        table="build/searches/records.csv",
        where="every row",
        by=make,
        behind=context.records(record.record_id for record in built.records),
    )
    flow = context.flow
    read = [flow[name] for name in ("dbr_assessed", "other_assessed") if flow[name].value is not None]
    assessed = numbers.count(
        "assessed",
        "Reports read in full and assessed for eligibility, in all arms",
        table="build/flow/exits.csv",
        where="; or ".join(number.where for number in read),
        by=make,
        behind=[thing for number in read for thing in number.behind],
    )
    kinds: dict[str, list[OpenItem]] = {}
    for item in built.settled.open:
        kinds.setdefault(":".join(item.item.split(":")[:2]), []).append(item)
    return {
        "kinds": list(kinds.items()),
        "assessed": assessed,
        "open": still_open,
        "accepted": accepted,
        "waiting": built.settled.open,
        "sources": sources,
        "records": records,
        "flow": flow,
    }
