"""What the checks of numbers found, and what of it somebody accepted."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.reports.extraction.material import FINDINGS, Material
from tamis.reports.numbers import Behind, Number
from tamis.tables import Accepted, Finding


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, the study it is about as it is cited, and who accepted it; None: it is open."""

    finding: Finding
    study: str
    accepted: Accepted | None


def found(material: Material) -> list[Found]:
    """Return what the checks found, study by study as they are cited."""
    built = material.context.built
    accepted = {item.item: by for item, by in built.settled.accepted}
    order = [*built.study]
    rows = sorted(
        (row for row in built.extracted.findings if row.study in built.study),
        key=lambda row: (order.index(row.study), row.finding),
    )
    return [Found(row, material.study(row.study), accepted.get(row.finding)) for row in rows]


def tallied(material: Material) -> dict[str, Number]:
    """Return how many findings there are (`all`), how many are accepted, and how many are open."""
    rows = found(material)
    sets = {
        "all": ("", "every row", rows),
        "accepted": (
            ", accepted with a reason",
            "finding is an item of records/accepted.csv",
            [row for row in rows if row.accepted],
        ),
        "open": (
            ", open",
            "finding is an item of reports/open_items.csv",
            [row for row in rows if not row.accepted],
        ),
    }
    return {
        id: material.context.numbers.count(
            f"extraction-findings-{id}",
            f"What the checks of numbers found{words}",
            table=FINDINGS,
            where=where,
            by=found,
            behind=[Behind(row.finding.place, f"{row.study}: {row.finding.text}") for row in those],
        )
        for id, (words, where, those) in sets.items()
    }
