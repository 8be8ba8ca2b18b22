"""Criteria met in per cent, and the team's own levels of quality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tamis.appraisal.engine.tool import Tool
from tamis.config import Level
from tamis.tables import Appraisal


def percent(tool: Tool, due: Iterable[Appraisal]) -> float | None:
    """Return the criteria met, in per cent, of the domain with the fewest.

    A mixed-methods study is no better than the weakest of its parts (MMAT 2018, on 5.5).

    Args:
        tool: the tool; without an answer that says "met" there is no such number.
        due: the rows of all criteria that are due, screening questions apart; each has an answer.
    """
    domains: dict[str, list[bool]] = {}
    for row in due:
        domains.setdefault(row.domain, []).append(row.answer == tool.met)
    if not tool.met or not domains:
        return None
    return min(100 * sum(met) / len(met) for met in domains.values())


def level(levels: Sequence[Level], tool: str, percent: float | None, judgement: str) -> str:
    """Return the id of the first level that fits; empty where none does.

    Args:
        levels: the team's levels, from the protocol.
        tool: the tool.
        percent: what `percent` gave.
        judgement: the judgement of the whole; empty where there is none.
    """
    for one in levels:
        enough = percent is not None and one.met is not None and percent >= one.met
        if one.tool in ("", tool) and (enough or (judgement and judgement in one.judgements)):
            return one.id
    return ""
