"""What people said of two records: the same publication, or different ones; and what follows from it.

Of each person the newest answer counts. Where two people differ, the pair is kept apart until they agree, and
is an open item.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tamis.tables import TEAM, OpenItem

Two = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer on two records; `time` is as `store.log_order` gives it; `place` is file:line."""

    person: str
    a: str
    b: str
    same: bool
    time: str
    place: str

    @property
    def two(self) -> Two:
        """The two records, in the order of their ids."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)

    @property
    def age(self) -> tuple[str, str, int]:
        """What orders answers from old to new: the time, else where they stand."""
        file, _, line = self.place.rpartition(":")
        return self.time, file, int(line) if line.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers that count, by pair of record ids (in order)."""

    same: dict[Two, list[Said]] = field(default_factory=dict)
    different: dict[Two, list[Said]] = field(default_factory=dict)
    contested: dict[Two, list[Said]] = field(default_factory=dict)

    @property
    def apart(self) -> list[Two]:
        """The pairs that must not be united."""
        return sorted({*self.different, *self.contested})

    def words(self, two: Two) -> str:
        """Return what was said of a pair, and by whom."""
        answers = self.same.get(two) or self.different.get(two) or self.contested.get(two) or []
        said = [
            f"called {word} by {', '.join(people)}"
            for word, people in (
                ("the same", [answer.person for answer in answers if answer.same]),
                ("different", [answer.person for answer in answers if not answer.same]),
            )
            if people
        ]
        return ", ".join(said)

    def place(self, two: Two) -> str:
        """Return `file:line` of the newest answer on a pair."""
        answers = self.same.get(two) or self.different.get(two) or self.contested.get(two) or []
        return max(answers, key=lambda answer: answer.age).place if answers else ""


def settle(answers: Iterable[Said]) -> Settled:
    """Return the newest answer of each person on each pair, sorted into same, different and contested."""
    newest: dict[tuple[Two, str], Said] = {}
    for answer in sorted(answers, key=lambda said: said.age):
        newest[answer.two, answer.person] = answer
    by_two: dict[Two, list[Said]] = {}
    for (two, _), answer in sorted(newest.items(), key=lambda item: item[0]):
        by_two.setdefault(two, []).append(answer)
    settled = Settled()
    for two, said in by_two.items():
        words = {answer.same for answer in said}
        kind = settled.contested if len(words) == 2 else settled.same if True in words else settled.different
        kind[two] = said
    return settled


def open_items(settled: Settled, refused: Iterable[Two], unlike: Iterable[Two] = ()) -> list[OpenItem]:
    """Return what people have to settle: answers that differ, or that other answers or the titles rule out.

    Args:
        settled: the answers.
        refused: pairs that someone called the same and that could not be united.
        unlike: linked pairs whose titles have little in common: a wrong id, perhaps.
    """
    items = []
    for two in unlike:
        said = settled.same.get(two, [])
        if len(said) == 1:
            text = (
                f"{two[0]} and {two[1]} are {settled.words(two)}, but their titles have little in common: is "
                "the id right? A second person confirms it by answering same, too, in "
                "records/screening/duplicates.<you>.csv"
            )
            items.append(OpenItem(f"dedupe:unlike:{two[0]}:{two[1]}", text, TEAM, said[0].place))
    for two, said in settled.contested.items():
        items.append(_item(two, said, f"{two[0]} and {two[1]} are {settled.words(two)}: agree on one answer"))
    for two in refused:
        if two in settled.same:
            text = (
                f"{two[0]} and {two[1]} are {settled.words(two)}, but that would unite two records "
                "that were called different: change one of the answers"
            )
            items.append(_item(two, settled.same[two], text))
    return sorted(items, key=lambda item: item.item)


def _item(two: Two, said: list[Said], text: str) -> OpenItem:
    newest = max(said, key=lambda answer: answer.age)
    people = ";".join(sorted({answer.person for answer in said}))
    return OpenItem(f"dedupe:answer:{two[0]}:{two[1]}", text, people, newest.place)
