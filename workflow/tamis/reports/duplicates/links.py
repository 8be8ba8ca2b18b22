"""What linked records: each rule, and each thing that people said, with the pairs that it linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.reports.duplicates.counts import state
from tamis.tables import Opinion, Pair

#: So many pairs of each rule are listed; all of them are in the table of pairs.
MOST_OF_RULE = 2_000


@dataclass(frozen=True, slots=True)
class Linked:
    """A rule, or what people said, and what it linked: by pair its citation and its two records."""

    rule: str
    policy: str
    pairs: tuple[tuple[str, str, str], ...]
    more: int

    @property
    def n(self) -> int:
        """How many pairs it linked."""
        return len(self.pairs) + self.more


@dataclass(frozen=True, slots=True)
class Links:
    """What rules linked, and what people did; of each the one with most pairs first."""

    rules: tuple[Linked, ...]
    people: tuple[Linked, ...]

    @property
    def n(self) -> int:
        """How many pairs are linked."""
        return sum(each.n for each in (*self.rules, *self.people))


def linked(pairs: Iterable[Pair], home: Mapping[str, str], opinions: Iterable[Opinion]) -> Links:
    """Return what linked records, with the pairs in the order given.

    Args:
        pairs: all pairs; those that are linked count.
        home: by record its citation.
        opinions: what people say; a link between two records that they call the same is theirs.
    """
    said: dict[frozenset[str], list[str]] = {}
    for opinion in opinions:
        said.setdefault(frozenset((opinion.record_a, opinion.record_b)), []).append(opinion.answer)
    same = {two for two, answers in said.items() if state(answers) == "same"}
    rules: dict[tuple[str, str], list[Pair]] = {}
    people: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        if pair.verdict == "duplicate":
            by_people = frozenset((pair.record_a, pair.record_b)) in same
            of, policy = (people, "") if by_people else (rules, pair.policy)
            of.setdefault((pair.rule, policy), []).append(pair)
    return Links(_ordered(rules, home), _ordered(people, home))


def _ordered(by: Mapping[tuple[str, str], Sequence[Pair]], home: Mapping[str, str]) -> tuple[Linked, ...]:
    return tuple(
        Linked(
            *of,
            tuple((home[pair.record_a], pair.record_a, pair.record_b) for pair in pairs[:MOST_OF_RULE]),
            max(0, len(pairs) - MOST_OF_RULE),
        )
        for of, pairs in sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))
    )
