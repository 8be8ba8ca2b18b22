"""The tables that a manuscript may ask for, `{{ table("searches") }}`: the config's, and built-in ones."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from tamis.config import Config
from tamis.manuscript.names.made import parts
from tamis.manuscript.tables import agreement, appraisal, flow, reports, search, studies, synthesis
from tamis.manuscript.tables.made import TableMaker
from tamis.reports.context import Context

__all__ = ["FAMILIES", "TableMaker", "all", "described", "known"]

#: The families, in the order in which they are described. `make(context)` gives makers by name.
FAMILIES: dict[str, ModuleType] = {
    "studies": studies,
    "search": search,
    "flow": flow,
    "agreement": agreement,
    "reports": reports,
    "appraisal": appraisal,
    "synthesis": synthesis,
}


def all(context: Context) -> Mapping[str, TableMaker]:
    """Return every table by its name, made when it is called; a built-in one gives way to the config's."""
    made: dict[str, TableMaker] = {}
    for family in reversed(FAMILIES.values()):
        made |= family.make(context)
    return made


def described() -> list[tuple[str, str]]:
    """Return the names of tables, with what each shows; `<...>` stands for an id of the review."""
    return [line for family in FAMILIES.values() for line in family.DESCRIBED]


def known(config: Config) -> list[str]:
    """Return the names of all tables that there can be, which the config alone tells."""
    asked = {
        "appraisal": config.appraisal.tools,
        "levels": config.appraisal.tools and config.appraisal.levels,
        "directions": config.outcomes,
        "framework": config.framework,
    }
    own = [spec.id for spec in config.tables]
    built_in = [name for name, _ in described() if "<" not in name and asked.get(name, True)]
    ids = parts(use.id for use in config.appraisal.tools)
    tools = [f"appraisal_{name}" for pair in ids.items() for name in pair]
    return list(dict.fromkeys([*own, *built_in, *tools]))
