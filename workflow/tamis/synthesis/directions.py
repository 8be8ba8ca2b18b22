"""The direction of effect of each study on each outcome.

Where an effect points, whatever a test of it says: SWiM (Campbell et al. 2020); legend after Boon and
Thomson (2021), whose one sign for no change and conflicting effects is two here, with words of our own for
a study that compares nothing and for an outcome that was not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.config import Outcome
from tamis.tables import Direction, OpenItem, Study


@dataclass(frozen=True, slots=True)
class Mark:
    """How a direction is printed: a symbol and what it means."""

    id: str
    symbol: str
    label: str


MARKS = (
    Mark("better", "▲", "effect points to a better outcome"),
    Mark("worse", "▼", "effect points to a worse outcome"),
    Mark("mixed", "◄►", "effects that point different ways"),
    Mark("no_difference", "=", "compared, with no difference"),
    Mark("no_comparison", "○", "nothing to compare with"),
    Mark("not_measured", "–", "outcome not measured"),
)


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """A study's row: how it is cited, and for each outcome what was coded (None: nothing)."""

    study: str
    label: str
    cells: tuple[Direction | None, ...]


@dataclass(frozen=True, slots=True)
class DirectionTable:
    """Directions by study and outcome, and for each outcome how many studies point each way."""

    outcomes: tuple[Outcome, ...]
    rows: tuple[DirectionRow, ...]
    counts: tuple[dict[str, int], ...]


def direction_table(
    outcomes: Sequence[Outcome], coded: Sequence[Direction], studies: Sequence[Study]
) -> DirectionTable:
    """Return the table of the included studies, ordered as cited; counts by the id of each mark."""
    by_cell = {(row.study, row.outcome): row for row in coded}
    rows = tuple(
        DirectionRow(
            study.study,
            study.label,
            tuple(by_cell.get((study.study, outcome.id)) for outcome in outcomes),
        )
        for study in sorted(studies, key=lambda study: (study.label.casefold(), study.study))
    )
    counts = tuple(
        {mark.id: sum(_is(row.cells[position], mark) for row in rows) for mark in MARKS}
        for position in range(len(outcomes))
    )
    return DirectionTable(tuple(outcomes), rows, counts)


def open_items(
    outcomes: Sequence[Outcome], coded: Sequence[Direction], studies: Sequence[Study]
) -> list[OpenItem]:
    """Return each included study and outcome with no direction: `synthesis:direction:<study>:<outcome>`."""
    done = {(row.study, row.outcome) for row in coded}
    return [
        OpenItem(
            f"synthesis:direction:{study.study}:{outcome.id}",
            f"{study.study} has no direction of effect for {outcome.label} ({outcome.id}); "
            "it goes into records/synthesis/directions.csv",
            "team",
            study.place,
        )
        for study in studies
        for outcome in outcomes
        if (study.study, outcome.id) not in done
    ]


def _is(row: Direction | None, mark: Mark) -> bool:
    return row is not None and row.direction == mark.id
