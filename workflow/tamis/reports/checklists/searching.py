"""PRISMA-S: how each of its items is answered by the search log, the strategies and the records."""

from __future__ import annotations

from collections import defaultdict

from tamis.reports.checklists.answer import (
    CONFIG,
    SEARCHES,
    Answer,
    Part,
    Predicate,
    by_hand,
    counted,
    of_parts,
    one,
)
from tamis.reports.context import Context
from tamis.tables import DATABASE_KINDS, Search


def _of(context: Context, *kinds: str) -> list[Search]:
    return [row for row in context.built.searches if row.kind in kinds]


def _names(rows: list[Search]) -> list[str]:
    return list(dict.fromkeys(row.source for row in rows))


def _said(context: Context, key: str) -> str:
    said: str = context.built.config.text.get("search", {}).get(key, "")
    return said.strip()


def strategies(context: Context) -> Part:
    """Return whether each database, register and website has the strategy that was run."""
    rows = _of(context, *DATABASE_KINDS, "website")
    without = _names([row for row in rows if not row.strategy_file])
    if not rows:
        return Part(False, "", f"the searches: {SEARCHES}")
    if not without:
        return Part(True, "the strategy of each source", "")
    return Part(
        False,
        "",
        f"the strategy of {counted(without)}: a file beside {SEARCHES}, named in its column strategy_file",
    )


def some_strategies(context: Context) -> Answer:
    """Return the answer on full strategies; partly where some sources have one."""
    part = strategies(context)
    some = any(row.strategy_file for row in context.built.searches)
    if some and not part.there:
        return of_parts(Part(True, "the strategies of the other sources", ""), part, sections=("search",))
    return of_parts(part, sections=("search",))


def limits(context: Context) -> Part:
    """Return whether limits are stated, or that there were none."""
    there = bool(_said(context, "limits")) or any(row.limits for row in context.built.searches)
    return Part(there, "limits", f"limits, or that there were none: {CONFIG}, search.limits")


def _databases(context: Context) -> Answer:
    rows = _of(context, *DATABASE_KINDS)
    without = _names([row for row in rows if not row.platform])
    return of_parts(
        Part(bool(rows), f"{len(_names(rows))} by name", f"the databases: {SEARCHES}"),
        Part(
            bool(rows) and not without,
            "their platforms",
            f"the platform of {counted(without) or 'each'}: {SEARCHES}, column platform",
        ),
        sections=("search",),
    )


def _together(context: Context) -> Answer:
    on: dict[str, set[str]] = defaultdict(set)
    for row in _of(context, *DATABASE_KINDS):
        if row.platform:
            on[row.platform].add(row.source)
    shared = sorted(platform for platform, sources in on.items() if len(sources) > 1)
    if shared:
        said = f"several databases were searched on {counted(shared)}; whether at once, only people can tell"
        return Answer("by_hand", said, ("search",))
    if not on:
        return Answer("by_hand", f"no platform is recorded ({SEARCHES}, column platform)")
    return Answer("not_applicable", "no two databases of the search log share a platform", ("search",))


def _kind(context: Context, kinds: tuple[str, ...], what: str, *, how: bool = False) -> Answer:
    """Return the answer on a kind of source: the search log names them; how they were searched, words."""
    rows = _of(context, *kinds)
    if not rows:
        return Answer("not_applicable", f"the search log has no {what}")
    named = Part(True, counted(_names(rows)), "")
    if not how:
        return of_parts(named, sections=("search",))
    said = bool(_said(context, "other")) or all(row.note or row.strategy_file for row in rows)
    return of_parts(
        named, Part(said, "how, in the team's words", f"how: {CONFIG}, search.other"), sections=("search",)
    )


def _filters(context: Context) -> Answer:
    lines = [line for line in context.built.strategies if line.kind == "filter"]
    if lines:
        return Answer(
            "partly",
            "filters stand in the strategies; whether they are published ones, only people can tell",
            ("search",),
        )
    return Answer(
        "by_hand", "no line of a strategy is recorded as a filter; whether any was used, only people can tell"
    )


def _updates(context: Context) -> Answer:
    rounds = sorted({row.update for row in context.built.searches if row.update})
    if rounds:
        return Answer(
            "answered", f"rounds after the first: {', '.join(map(str, rounds))}", ("search", "flow")
        )
    if context.built.config.previous:
        return Answer("missing", f"the round of each search: {SEARCHES}, column update")
    return Answer("not_applicable", "the search log has no round after the first")


def _dates(context: Context) -> Answer:
    rows = context.built.searches
    without = _names([row for row in rows if not row.date_run])
    there = bool(rows) and not without
    return one(
        there, "the day of each search", f"the day of each search: {SEARCHES}, column date_run", "search"
    )


ANSWERS: dict[str, Predicate] = {
    "1": _databases,
    "2": _together,
    "3": lambda c: _kind(c, ("register",), "register"),
    "4": lambda c: _kind(c, ("website", "organisation"), "website or organisation", how=True),
    "5": lambda c: _kind(c, ("citation",), "citation searching", how=True),
    "6": by_hand(
        "whether people were asked for studies is in no table; search.other in config/config.yaml may say it"
    ),
    "7": lambda c: _kind(c, ("other",), "other method", how=True),
    "8": some_strategies,
    "9": lambda c: of_parts(limits(c), sections=("search",)),
    "10": _filters,
    "11": by_hand("whether strategies of other reviews were used, only people can tell"),
    "12": _updates,
    "13": _dates,
    "14": by_hand("whether the strategies were peer reviewed, only people can tell"),
    "15": lambda c: one(
        c.built.exports, "counted from the exports", f"the searches: {SEARCHES}", "search", "flow"
    ),
    "16": lambda c: one(
        c.built.records, "the method, and Tamis as the software", f"records to compare: {SEARCHES}", "search"
    ),
}
