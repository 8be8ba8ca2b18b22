"""Pairs of records for a person to look at, and what people said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.reports.duplicates.counts import state
from tamis.reports.duplicates.sides import COMPARED, Line, two_sides
from tamis.tables import Opinion, Pair, Record

#: The head of the file that a person's answers stand in.
HEAD = "record_a,record_b,answer,time,why"


@dataclass(frozen=True, slots=True)
class Two:
    """A pair with its records side by side.

    `scores` is by field how alike the records are, as printed; `citations` is how many records the citation
    of each has. `said` is what people say of the pair; `against` are answers that keep its citations apart.
    """

    pair: Pair
    records: tuple[Record, Record]
    homes: tuple[str, str]
    citations: tuple[int, int]
    lines: tuple[Line, ...]
    scores: Mapping[str, str]
    said: tuple[Opinion, ...]
    against: tuple[Opinion, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"pair-{self.pair.record_a}-{self.pair.record_b}"

    @property
    def one_title(self) -> bool:
        """Whether both records have the same title."""
        return self.records[0].title == self.records[1].title

    @property
    def state(self) -> str:
        """What people's answers on it come to: same, different, conflict or unsure."""
        return state(said.answer for said in self.said)

    @property
    def differs(self) -> tuple[str, ...]:
        """The names of the fields that differ."""
        return tuple(line.field.label for line in self.lines if line.differs)

    def answer(self, word: str) -> str:
        """Return the line that says `same` or `different` of the pair, in a person's file."""
        return f"{self.pair.record_a},{self.pair.record_b},{word},,"


def twos(
    pairs: Iterable[Pair],
    record: Mapping[str, Record],
    of_citation: Mapping[str, Sequence[Record]],
    opinions: Iterable[Opinion],
) -> list[Two]:
    """Return pairs with their records side by side, in the order given.

    Args:
        pairs: the pairs that are shown.
        record: all records by id.
        of_citation: the records of each citation.
        opinions: what people say.
    """
    home = {each.record_id: id for id, records in of_citation.items() for each in records}
    said: dict[frozenset[str], list[Opinion]] = {}
    apart: dict[frozenset[str], list[Opinion]] = {}
    for opinion in opinions:
        said.setdefault(frozenset((opinion.record_a, opinion.record_b)), []).append(opinion)
    for two, given in said.items():
        different = [opinion for opinion in given if opinion.answer == "different"]
        apart.setdefault(frozenset(home[id] for id in two), []).extend(different)
    made = []
    for pair in pairs:
        a, b = record[pair.record_a], record[pair.record_b]
        homes = (home[a.record_id], home[b.record_id])
        made.append(
            Two(
                pair,
                (a, b),
                homes,
                (len(of_citation[homes[0]]), len(of_citation[homes[1]])),
                tuple(two_sides(a, b)),
                {field.name: _score(pair, field.name) for field in COMPARED},
                tuple(said.get(frozenset((a.record_id, b.record_id)), ())),
                tuple(apart.get(frozenset(homes), ())) if pair.verdict == "refused" else (),
            )
        )
    return made


def _score(pair: Pair, field: str) -> str:
    """Return how alike a field is, as printed; empty where it is not compared, or not known."""
    score = None if field == "type" else getattr(pair, field)
    return "" if score is None else f"{score:.2f}"
