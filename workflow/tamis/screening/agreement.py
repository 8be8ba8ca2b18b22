"""How far each pair of reviewers agrees, on the first vote of each; a vote changed later does not count.

Numbers for eligibility decisions only. The table is printed beside every coefficient, since at the low
prevalence of screening kappa alone misleads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from tamis.screening.verdicts import first_votes
from tamis.tables import STAGES, TEAM, Agreement, Decision

#: What stands for both reviewers where all pairs are taken together.
ALL = "all"
_Cells = tuple[int, int, int, int]


class Pair(NamedTuple):
    """The first votes of two reviewers on one citation; the first is who stands first in the list."""

    first: Decision
    second: Decision

    @property
    def includes(self) -> tuple[bool, bool]:
        """Whether each of them does not exclude: the cell of the two-by-two table."""
        return self.first.decision != "exclude", self.second.decision != "exclude"


def pairs(decisions: Iterable[Decision], reviewers: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of first votes on each citation and stage that agreement is measured on.

    Args:
        decisions: all decisions, each reviewer's on one citation in order of time.
        reviewers: reviewer ids in the order in which they are listed.
    """
    on: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for d in decisions:
        if d.reviewer != TEAM and d.decision != "duplicate":
            on[d.stage, d.citation_id].append(d)
    for made in on.values():
        votes = {vote.reviewer: vote for vote in first_votes(made)}
        for a, b in combinations([r for r in reviewers if r in votes], 2):
            yield Pair(votes[a], votes[b])


def agreement(decisions: Iterable[Decision], reviewers: Sequence[str]) -> list[Agreement]:
    """Return one row for each stage and pair of reviewers who both decided on something, and one for all.

    The row `all` adds up the tables of the pairs; in each, the first is the one who stands first in the
    list of reviewers. It is left out where only one pair is there.

    Args:
        decisions: all decisions, each reviewer's on one citation in order of time.
        reviewers: reviewer ids in the order in which they are listed.
    """
    cells: dict[tuple[str, str, str], Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for pair in pairs(decisions, reviewers):
        cells[pair.first.stage, pair.first.reviewer, pair.second.reviewer][pair.includes] += 1
    rows: list[Agreement] = []
    for stage in STAGES:
        found = [
            (a, b, _cells(cells[stage, a, b]))
            for a, b in combinations(reviewers, 2)
            if (stage, a, b) in cells
        ]
        rows += [measures(stage, a, b, *counted) for a, b, counted in found]
        if len(found) > 1:
            pooled = [sum(column) for column in zip(*(counted for _, _, counted in found), strict=True)]
            rows.append(measures(stage, ALL, ALL, *pooled))
    return rows


def _cells(counts: Counter[tuple[bool, bool]]) -> _Cells:
    return counts[True, True], counts[True, False], counts[False, True], counts[False, False]


def measures(
    stage: str,
    reviewer_a: str,
    reviewer_b: str,
    both_include: int,
    a_only: int,
    b_only: int,
    both_exclude: int,
) -> Agreement:
    """Return the agreement of two reviewers from their two-by-two table; None where it is undefined.

    Specific agreement: twice the cell over the sum of both margins (Cicchetti and Feinstein 1990).
    Kappa: (po - pe) / (1 - pe), pe from each one's own margins (Cohen 1960). AC1: the same with
    pe = 2 q (1 - q), q the mean proportion of includes (Gwet 2008).
    """
    n = both_include + a_only + b_only + both_exclude
    row = Agreement(stage, reviewer_a, reviewer_b, n, both_include, a_only, b_only, both_exclude)
    if n == 0:
        return row
    differ = a_only + b_only
    observed = (both_include + both_exclude) / n
    a, b = both_include + a_only, both_include + b_only
    by_chance = a * b + (n - a) * (n - b)  # out of n * n, in whole numbers: 1 is known to be 1
    q = (a + b) / (2 * n)
    chance_ac1 = 2 * q * (1 - q)
    return Agreement(
        stage,
        reviewer_a,
        reviewer_b,
        n,
        both_include,
        a_only,
        b_only,
        both_exclude,
        observed=observed,
        positive=_over(2 * both_include, 2 * both_include + differ),
        negative=_over(2 * both_exclude, 2 * both_exclude + differ),
        kappa=_over((both_include + both_exclude) * n - by_chance, n * n - by_chance),
        ac1=(observed - chance_ac1) / (1 - chance_ac1),
    )


def _over(part: int, whole: int) -> float | None:
    return part / whole if whole else None
