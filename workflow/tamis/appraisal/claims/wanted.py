"""Whether a study is of the level that a sentence names, by each tool that it was rated with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.appraisal.claims.standing import Standing
from tamis.config import Level


@dataclass(frozen=True, slots=True)
class Wanted:
    """The level of one tool that a sentence names: its position among those of that tool, the best first.

    exact: whether better levels do not count as this one, which is so of a tool's own judgements.
    """

    order: Sequence[Level]
    at: int
    exact: bool

    @property
    def level(self) -> Level:
        """The level itself."""
        return self.order[self.at]

    @property
    def lowest(self) -> bool:
        """Whether it is the lowest of several."""
        return 0 < self.at == len(self.order) - 1

    @property
    def better(self) -> Wanted | None:
        """The level above one in the middle, where better ones count as it, too."""
        return None if self.exact or self.lowest or not self.at else Wanted(self.order, self.at - 1, False)


def fitting(about: Sequence[Standing], wanted: Mapping[str, Wanted | None]) -> list[bool | None]:
    """Return, study by study, whether it is of the level named; None where that is not known yet.

    Args:
        about: how the studies, or results of them, stand.
        wanted: the level that is named, by tool; None: the tool has none, so that no study is of it.

    With one tool a study stands as the lowest of its results does. It is of a level where it is by every tool
    that it was rated with; of the lowest level of all tools where it is by one.
    """
    studies: dict[str, dict[str, list[Standing]]] = {}
    for each in about:
        studies.setdefault(each.study, {}).setdefault(each.tool.id, []).append(each)
    return [
        _all_tools([(_fits(rows, wanted.get(tool)), wanted.get(tool)) for tool, rows in by_tool.items()])
        for by_tool in studies.values()
    ]


def _all_tools(fits: Sequence[tuple[bool | None, Wanted | None]]) -> bool | None:
    found = {fit for fit, _ in fits}
    first = all(each and each.lowest for _, each in fits)  # that is what settles it: one tool is enough
    return first if first in found else None if None in found else not first


def _fits(rows: Sequence[Standing], wanted: Wanted | None) -> bool | None:
    """Return whether a study is, by one tool, of a level or of a better one.

    Of the lowest of several levels it is only where it is of no better one.
    """
    if wanted is None:
        return False
    best, worst = (max(ends) for ends in zip(*(row.between(wanted.order) for row in rows), strict=True))
    if wanted.exact or wanted.lowest:
        return best == wanted.at if best == worst else None if best <= wanted.at <= worst else False
    return True if worst <= wanted.at else False if best > wanted.at else None
