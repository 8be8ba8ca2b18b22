"""Agreement on the reasons for exclusion: how many pairs gave which, and how many the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.reports.audit.coefficients import Square, square, who
from tamis.reports.audit.words import with_limits
from tamis.tables import Confusion


@dataclass(frozen=True, slots=True)
class Reasons:
    """Pairs of exclusions of one citation: all, those with two reasons, the same one, with one, with none."""

    square: Square
    pairs: int
    two: int
    same: int
    one: int
    none: int

    @property
    def differ(self) -> int:
        """How many gave two reasons that are not the same."""
        return self.two - self.same

    @property
    def agreement(self) -> str:
        """The share of those with two reasons that gave the same one, with its Wilson interval."""
        if not self.two:
            return with_limits(None, None, None)
        import numpy as np

        from tamis.screening.agreement.coefficients import wilson

        share = self.same / self.two
        low, high = (limit.item() for limit in wilson(np.array([share]), np.array([self.two])))
        return with_limits(share, low, high, of_percent=True, of=self.two)


def reasons(rows: Sequence[Confusion], stage: str, order: Sequence[str]) -> Reasons | None:
    """Return which reasons stand against which, of all pairs together; None where no two excluded.

    Args:
        rows: build/screening/confusions.csv.
        stage: the stage.
        order: the ids of the reasons, in the order of the flowchart.
    """
    at = [row for row in rows if row.stage == stage]
    together = [row for row in at if row.reviewer_a == "all"] or at
    counts = {(row.reason_a, row.reason_b): row.n for row in together}
    if not counts:
        return None
    of = [0, 0, 0]
    for two, n in counts.items():
        of[sum(map(bool, two))] += n
    same = sum(n for (a, b), n in counts.items() if a and a == b)
    name, folded = who(together[0].reviewer_a, together[0].reviewer_b), together[0].reviewer_a == "all"
    shown = square(name, counts, (*order, "not_recorded", ""), folded=folded)
    return Reasons(shown, sum(of), of[2], same, of[1], of[0])
