"""Pairs of first votes on one citation: what agreement is measured on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from tamis.tables import TEAM, Decision

#: What stands for both reviewers where all pairs are taken together.
ALL = "all"
#: What stands for everyone but the lead, together.
OTHERS = "others"


class Pair(NamedTuple):
    """The first votes of two reviewers on one citation; the first is who stands first in the list."""

    first: Decision
    second: Decision

    def advances(self, rule: Mapping[str, bool]) -> tuple[bool, bool] | None:
        """Return whether each of them carries the citation on: the cell of the two-by-two table.

        None where one of them is neither, which a maybe may be.

        Args:
            rule: which decisions do, as `Config.advances` has it.
        """
        words = self.first.decision, self.second.decision
        return (rule[words[0]], rule[words[1]]) if all(word in rule for word in words) else None

    def swapped(self) -> Pair:
        """Return the pair with the other one first."""
        return Pair(self.second, self.first)

    def of(self, reviewer_a: str, reviewer_b: str) -> Pair | None:
        """Return the pair as it counts in a row of agreement; None where it does not.

        Args:
            reviewer_a: one reviewer; `all`.
            reviewer_b: the other; `all`; `others`: then the first is who is compared with everyone else.
        """
        two = self.first.reviewer, self.second.reviewer
        if reviewer_a == ALL or two == (reviewer_a, reviewer_b):
            return self
        if reviewer_b != OTHERS or reviewer_a not in two:
            return None
        return self if two[0] == reviewer_a else self.swapped()


def pairs(decisions: Iterable[Decision], reviewers: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of first votes on each citation and stage.

    Args:
        decisions: all decisions; those that say so are first votes.
        reviewers: reviewer ids in the order in which they are listed.
    """
    on: dict[tuple[str, str], dict[str, Decision]] = defaultdict(dict)
    for made in decisions:
        if made.first == "yes" and made.reviewer != TEAM and made.decision != "duplicate":
            on[made.stage, made.citation_id].setdefault(made.reviewer, made)
    for votes in on.values():
        for a, b in combinations([reviewer for reviewer in reviewers if reviewer in votes], 2):
            yield Pair(votes[a], votes[b])
