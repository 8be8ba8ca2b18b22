"""What is found out of a case, step by step, by those who assess it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tamis.appraisal.cases.case import Case
from tamis.appraisal.cases.holds import Held, hold
from tamis.appraisal.cases.slots import Slot
from tamis.appraisal.lines import ALL, Line, spelled


@dataclass
class Work:
    """What is found out of a case, step by step."""

    case: Case
    enough: int
    answers: dict[Slot, dict[str, Line]]
    began: dict[Slot, dict[str, Line]]
    views: dict[Slot, list[Line]]
    settlements: dict[Slot, list[Line]]
    paths: dict[str, frozenset[Slot]] = field(default_factory=dict)
    held: dict[Slot, Held] = field(default_factory=dict)
    route: dict[Slot, bool | None] = field(default_factory=dict)
    outdated: list[tuple[Line, Line]] = field(default_factory=list)

    def hold(
        self,
        slot: Slot,
        said: Mapping[str, str],
        *,
        open_to: bool,
        classes: bool = True,
        may: Collection[str] | None = None,
        under: Collection[Line] = (),
    ) -> Held:
        """Find out what holds of a slot, as `holds.hold` does.

        Args:
            slot: the slot.
            said: the answer of each appraiser that counts.
            open_to: whether a reconciliation may settle it though nobody differs.
            classes: whether answers of one class are taken for the same.
            may: the answers that can settle it; None: any.
            under: of a judgement, the lines with which the answers that it rests on began.
        """
        tool, (_, item) = self.case.tool, slot
        every = [view for view in self.case.views if view.items == (ALL,)]
        items = tuple(item.split("/"))
        self.held[slot] = hold(
            {person: said[person] for person in self.case.ordered(said)},
            self.answers.get(slot, {}),
            [*every, *self.views.get(slot, [])],
            self.settlements.get(slot, []),
            same=tool.counts_as if classes else str,
            spelled=lambda word: spelled(tool, items, word),
            open_to=open_to,
            may=may,
            since=[*self.began.get(slot, {}).values(), *under],
            under=under,
        )
        return self.held[slot]


def joined(texts: Iterable[str]) -> str:
    """Return texts as one, each once."""
    return "; ".join(dict.fromkeys(text for text in texts if text))
