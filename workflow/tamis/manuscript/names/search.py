"""`search`: what was searched, when, and what each source gave."""

from __future__ import annotations

from tamis.manuscript.names import said
from tamis.manuscript.names.flow import by_source
from tamis.manuscript.names.made import Names, under
from tamis.manuscript.values import Quantity
from tamis.reports.audit.words import listed
from tamis.reports.context import EXPORTS_TABLE, Context
from tamis.reports.environment import day
from tamis.tables import DATABASE_KINDS

# Of an updated review everything here is of the update's own rounds, as in `flow`, but for `updates`.
DESCRIBED = [
    (
        "search.sources",
        "the databases and registers, in words: Web of Science, Scopus and PubMed; of an update, those of "
        "its own rounds, as all names of search but search.updates",
    ),
    ("search.other_sources", "the other sources, in words: websites, reference lists"),
    ("search.databases", "how many databases were searched"),
    ("search.registers", "how many registers were searched"),
    ("search.others", "how many other sources were searched"),
    ("search.n", "how many sources were searched, in all"),
    ("search.first_day", "the day of the first search in a database or register, such as 13 September 2021"),
    ("search.last_day", "the day of the last search in a database or register (PRISMA 2020, item 6)"),
    ("search.other_last_day", "the day on which other sources were last searched"),
    ("search.updates", "how many update rounds the whole search log has"),
    ("search.records.<source>", "records that a source found, as flow.source.<source>"),
]


def make(context: Context) -> Names:
    """Return the sources in words and in numbers, and the days."""
    kinds = {export.source: export.source_kind for export in reversed(context.exports)}
    names = list(dict.fromkeys(export.source for export in context.exports))
    main = [name for name in names if kinds[name] in DATABASE_KINDS]
    others = [name for name in names if name not in main]
    dated = sorted((e.date_run, e.source_kind in DATABASE_KINDS) for e in context.exports if e.date_run)
    days = [date for date, main_ in dated if main_]
    other_days = [date for date, main_ in dated if not main_]
    rounds = {export.update for export in context.built.exports if export.update}

    def number(id: str, n: int, words: str, where: str, *called: str) -> Quantity:
        where = where if id == "updates" else context.counted(where, searches=True)
        return Quantity(f"search.{id}", n, words, EXPORTS_TABLE, where, called=called)

    def of_kind(kind: str) -> int:
        return sum(kinds[name] == kind for name in names)

    once = "each source once"
    counts = [
        number("n", len(names), "Sources that were searched", once),
        number(
            "databases",
            of_kind("database"),
            "Databases that were searched",
            f"source_kind is database; {once}",
            *said.QUERIES["databases"],
        ),
        number(
            "registers",
            of_kind("register"),
            "Registers that were searched",
            f"source_kind is register; {once}",
            *said.QUERIES["registers"],
        ),
        number(
            "others",
            len(others),
            "Sources other than databases and registers",
            f"source_kind is neither database nor register; {once}",
        ),
        number("updates", len(rounds), "Update rounds of the search", "update is above 0; each round once"),
    ]
    return {
        "search.sources": listed(main),
        "search.other_sources": listed(others),
        "search.first_day": day(days[0]) if days else "",
        "search.last_day": day(days[-1]) if days else "",
        "search.other_last_day": day(other_days[-1]) if other_days else "",
        **{quantity.name: quantity for quantity in counts},
        **_again(under("flow.source", by_source(context), small=True)),
    }


def _again(names: Names) -> Names:
    """Return the same quantities, with the names that they have in `flow`, under `search.records`."""
    return {name.replace("flow.source.", "search.records.", 1): value for name, value in names.items()}
