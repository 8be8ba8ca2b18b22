"""What an item of a checklist comes to, and how it is put together from what the data hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tamis import yamlfile
from tamis.config import TableSpec
from tamis.errors import Problems
from tamis.reports.context import Context

CONFIG = "config/config.yaml"
SEARCHES = "records/searches/searches.csv"
NO_TABLE = "no table of the review holds it; only people can tell"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an item is answered (see `tables.ChecklistLine`), by which sections, and how.

    rest: of a part that only people can tell, and that is no lack of the data: a mark in a manuscript
    answers it.
    """

    state: str
    remark: str
    sections: tuple[str, ...] = ()
    rest: bool = False


#: What answers an item of a review; nothing is said answered that is not in its data.
Predicate = Callable[[Context], Answer]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an item: whether it is there, what is there, or what is missing and where to write it."""

    there: bool
    said: str
    lacks: str


def of_parts(*parts: Part, sections: Sequence[str]) -> Answer:
    """Return the answer of an item that asks for several things."""
    there, lacks = [part for part in parts if part.there], [part for part in parts if not part.there]
    said = "; ".join(part.said for part in there if part.said)
    missing = "; ".join(part.lacks for part in lacks)
    if not lacks:
        return Answer("answered", said, tuple(sections))
    if not there:
        return Answer("missing", missing)
    return Answer("partly", f"{said}; missing: {missing}" if said else f"missing: {missing}", tuple(sections))


def one(there: object, said: str, lacks: str, *sections: str) -> Answer:
    """Return the answer of an item that asks for one thing."""
    return of_parts(Part(bool(there), said, lacks), sections=sections)


def by_hand(why: str, *sections: str) -> Predicate:
    """Return the predicate of an item that only people can answer."""
    return lambda _: Answer("by_hand", why, sections)


def partly(said: str, lacks: str, *sections: str) -> Answer:
    """Return the answer of an item whose rest only people can tell."""
    return Answer("partly", f"{said}; {lacks}", sections, rest=True)


@cache
def preset() -> dict[str, Any]:
    """Return the config that a new review begins with: what still stands as it does there, nobody wrote."""
    root = Path(yamlfile.__file__).parent / "skeleton"
    document = yamlfile.load(root / "config" / "config.yaml", Problems(), root=root)
    value: dict[str, Any] = document.value if document else {}
    return value


def tabled(context: Context) -> list[TableSpec]:
    """Return the tables of the config; that of a new review is one once something was extracted for it."""
    built = context.built
    ours = {table["title"]: tuple(table["fields"]) for table in preset()["synthesis"]["tables"]}
    filled = any(datum.state == "given" for datum in built.data)
    return [table for table in built.config.tables if filled or ours.get(table.title) != table.fields]


def organised(context: Context, part: str) -> str:
    """Return what the team says of how a part was done: `extraction`, `appraisal`, `synthesis`."""
    said: str = context.built.config.text.get(part, {}).get("organised", "")
    return said.strip()


def words(context: Context, key: str) -> str:
    """Return a text of the config; empty where there is none."""
    return str(context.built.config.text.get(key, "") or "").strip()


def grouped(context: Context) -> list[str]:
    """Return the titles of the tables in which studies stand in groups, framework matrix included."""
    config = context.built.config
    tables = [table.title for table in tabled(context) if table.group_by]
    return [*tables, config.framework.title] if config.framework else tables


def displays(context: Context) -> list[str]:
    """Return the titles of the tables that bring studies together."""
    config = context.built.config
    made = [table.title for table in tabled(context)]
    if config.framework:
        made.append(config.framework.title)
    if context.built.directions:
        made.append("direction of effect by outcome")
    return made


def meta_analysis(context: Context) -> bool:
    """Return whether any study is in a meta-analysis."""
    return bool(context.built.config.flow.meta_analysis)


def counted(found: Sequence[str], most: int = 5) -> str:
    """Return names for a message; many are cut short.

    >>> counted(["a", "b"]), counted(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    named = ", ".join(found[:most])
    return f"{named} and {len(found) - most} more" if len(found) > most else named
