"""What a flow diagram shows: the boxes of PRISMA 2020 with their numbers, and all that stands beside them.

A flow counts three ledgers: records (and the citations they are merged into), reports, and studies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tamis.flow.labels import BOXES, KIND_BOX
from tamis.tables import DATABASE_KINDS, SOURCE_KINDS

#: Where something can wait: `Exit.at`.
PLACES = ("title_abstract", "retrieval", "full_text")
#: The boxes that only an updated review has.
UPDATED = ("previous_studies", "previous_reports", "total_studies", "total_reports")
#: Kinds of source that PRISMA 2020 counts among "other methods".
_OTHER = tuple(kind for kind in SOURCE_KINDS if kind not in DATABASE_KINDS)
#: The boxes of the arm of other methods: what was found, by kind and in all, and what became of it.
FOUND_ELSEWHERE = (*(box for kind, box in KIND_BOX.items() if kind in _OTHER), "other_results")
AFTER_ELSEWHERE = tuple(box for box in BOXES if box.startswith("other_") and box != "other_results")
#: What each box of records identified counts; `other` is a line of the diagram that has no box.
KINDS = {box: (kind,) for kind, box in KIND_BOX.items()} | {"other_results": _OTHER, "other": ("other",)}


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What one source gave: `n` records, those removed before its exports were made included."""

    source: str
    kind: str
    n: int
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many reports of an arm were excluded for a reason; `reason` is an id of the flowchart."""

    arm: str
    reason: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many citations of an arm wait at a place, one of `PLACES`."""

    arm: str
    at: str
    n: int


@dataclass(frozen=True, slots=True)
class Undrawn:
    """How many records of an arm took an exit that PRISMA 2020 does not draw.

    `exit` is one of `tables.EXITS`; or `before_retrieval`, for counts that a person typed; or `open_before`,
    for what earlier rounds of an updated review found and nobody has decided on.
    """

    arm: str
    exit: str
    n: int


@dataclass(frozen=True, slots=True)
class BeforeCount:
    """How many records of earlier rounds took an exit, one of `tables.EXITS`, in an updated review.

    They belong to the version before: of them PRISMA 2020 draws the reports that were included, and no more.
    """

    exit: str
    n: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of numbers that rest on stand-ins, and the sentence that explains them."""

    hits: str = ""
    reasons: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything that the diagram shows. None is not recorded, or not applicable; never 0.

    `boxes` has the names of `labels.BOXES`. Pooled: records from other methods joined the rest before
    duplicates were removed; everything is then counted in the arm `databases`. Updated: the diagram is that
    of an updated review, with the boxes of the version before and the totals; `new_studies` are then studies
    that the version before did not have, `new_reports` the reports that it did not have; `before` tells of
    the records of earlier rounds, which are in no box of identification and screening.
    """

    boxes: Mapping[str, int | None]
    pooled: bool = False
    sources: tuple[SourceCount, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    open: tuple[OpenCount, ...] = ()
    undrawn: tuple[Undrawn, ...] = ()
    marks: Marks = field(default_factory=Marks)
    updated: bool = False
    before: tuple[BeforeCount, ...] = ()

    def waiting(self, arm: str, *at: str) -> int:
        """Return how many of an arm wait at these places."""
        return sum(count.n for count in self.open if count.arm == arm and count.at in at)

    def mark(self, box: str) -> str:
        """Return the mark of a box of records identified: where all that it counts rests on stand-ins."""
        kinds = [s.stand_in for s in self.sources if s.kind in KINDS.get(box, ())]
        return self.marks.hits if kinds and all(kinds) else ""

    @property
    def other_arm(self) -> bool:
        """Whether PRISMA's right-hand arm is drawn."""
        return not self.pooled and any(
            self.boxes[box] is not None for box in (*FOUND_ELSEWHERE, *AFTER_ELSEWHERE)
        )
