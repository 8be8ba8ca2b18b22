"""What people said of two records: the same publication, or different ones; and what follows from it.

Of each person the newest answer counts. Where two people differ, the pair is kept apart until they agree, and
is an open item. Whoever is unsure has looked, and says nothing: an earlier answer of theirs is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tamis.review import part, waits_for
from tamis.tables import TEAM, Answer, OpenItem, Opinion

Two = tuple[str, str]


def in_order(a: str, b: str) -> Two:
    """Return two records in the order of their ids."""
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer on two records: one of tables.ANSWERS.

    `time` is as `store.log_order` gives it; `place` is file:line; what was `noticed` stands in a log of
    screening, everything else in `duplicates.<person>.csv`. `titles` and `details` of the two stand
    beside the answer as the work list gives them, else are empty.
    """

    person: str
    a: str
    b: str
    answer: str
    time: str
    place: str
    why: str = ""
    noticed: bool = False
    titles: Two = ("", "")
    details: Two = ("", "")

    @property
    def two(self) -> Two:
        """The two records, in the order of their ids."""
        return in_order(self.a, self.b)

    @property
    def age(self) -> tuple[str, tuple[bool, int, str], int]:
        """What orders answers of one kind from old to new: the time, else where they stand."""
        file, _, line = self.place.rpartition(":")
        return self.time, part(file), int(line) if line.isdigit() else 0


def answer_of(person: str, row: Answer, time: str) -> Said:
    """Return what a row of `duplicates.<person>.csv` says."""
    return Said(
        person,
        row.record_a,
        row.record_b,
        row.answer,
        time,
        row.place,
        row.why,
        titles=(row.title_a, row.title_b),
        details=(row.details_a, row.details_b),
    )


def called(said: Sequence[Said]) -> str:
    """Return what people said of two records, and who: 'called the same by R1, called different by R2'."""
    return ", ".join(
        f"called {words} by {', '.join(people)}"
        for word, words in (("same", "the same"), ("different", "different"))
        if (people := [answer.person for answer in said if answer.answer == word])
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers that count, by pair of record ids (in order); `unsure` where there is nothing else."""

    same: dict[Two, list[Said]] = field(default_factory=dict)
    different: dict[Two, list[Said]] = field(default_factory=dict)
    contested: dict[Two, list[Said]] = field(default_factory=dict)
    unsure: dict[Two, list[Said]] = field(default_factory=dict)

    @property
    def apart(self) -> list[Two]:
        """The pairs that must not be united."""
        return sorted({*self.different, *self.contested})

    def on(self, two: Two) -> list[Said]:
        """Return each person's newest answer on a pair, in the order of the persons."""
        for answers in (self.same, self.different, self.contested, self.unsure):
            if two in answers:
                return answers[two]
        return []

    def words(self, two: Two, against: str = "") -> str:
        """Return what was said of a pair, and by whom; of one called the same, what speaks against it."""
        said = called(self.on(two))
        return f"{said}, although {against}" if against and two in self.same else said

    @property
    def opinions(self) -> list[Opinion]:
        """What each person says now of each pair, as a table: by pair, then by person."""
        return [
            Opinion(*two, said.person, said.answer, said.time, said.why, said.place)
            for two in sorted({*self.same, *self.different, *self.contested, *self.unsure})
            for said in self.on(two)
        ]

    def place(self, two: Two) -> str:
        """Return `file:line` of the newest answer on a pair."""
        return max(self.on(two), key=lambda answer: answer.age).place if self.on(two) else ""


def united(links: Iterable[Two]) -> Callable[[str], str]:
    """Return a function that names the group of a record, the same for all that these links unite."""
    parent: dict[str, str] = {}

    def of(record: str) -> str:
        while (above := parent.get(record, record)) != record:
            parent[record] = record = parent.get(above, above)
        return record

    for a, b in links:
        parent[of(a)] = of(b)
    return of


def settle(answers: Iterable[Said]) -> Settled:
    """Return the newest answer of each person on each pair, sorted into same, different, and the rest."""
    newest: dict[tuple[Two, str], dict[bool, Said]] = {}
    for answer in sorted(answers, key=lambda said: said.age):
        newest.setdefault((answer.two, answer.person), {})[answer.noticed] = answer
    by_two: dict[Two, list[Said]] = {}
    for (two, _), kinds in sorted(newest.items(), key=lambda item: item[0]):
        by_two.setdefault(two, []).append(_later(kinds))
    settled = Settled()
    for two, said in by_two.items():
        words = {answer.answer for answer in said} - {"unsure"}
        if len(words) == 2:
            kind = settled.contested
        elif words:
            kind = settled.same if "same" in words else settled.different
        else:
            kind = settled.unsure
        kind[two] = said
    return settled


def _later(kinds: Mapping[bool, Said]) -> Said:
    """Return the newer of a person's answer and of what the person noticed while screening.

    Where the times do not tell, it is the answer: whoever gave it was asked about these two records.
    """
    answer, noticed = kinds.get(False), kinds.get(True)
    if answer is None or noticed is None:
        return answer or kinds[True]
    return noticed if answer.time and noticed.time[: len(answer.time)] > answer.time else answer


def open_items(
    settled: Settled,
    refused: Iterable[Two],
    unlike: Mapping[Two, str] | None = None,
    doubted: Mapping[Two, tuple[str, str]] | None = None,
    *,
    name: Callable[[str], str] = str,
    active: Sequence[str] = (),
) -> list[OpenItem]:
    """Return what people have to settle: answers that differ, or that something speaks against.

    Args:
        settled: the answers.
        refused: pairs that someone called the same and that could not be united.
        unlike: pairs that someone called the same, and what speaks against it: a wrong id, perhaps.
        doubted: linked pairs of which nobody said anything, what speaks against them, and file:line of one.
        name: what people call a record.
        active: the ids of all who are still in the review.
    """
    items = []
    for two, reason in (unlike or {}).items():
        said = [answer for answer in settled.same.get(two, []) if answer.answer == "same"]
        if len(said) == 1:
            text = (
                f"{_names(two, name)} are {settled.words(two)}, but {reason}: is the id right? A second "
                f"person confirms it by answering same, too, in {FILE}; where it is not so, "
                f"{said[0].person} adds a line there with different"
            )
            items.append(OpenItem(f"dedupe:unlike:{two[0]}:{two[1]}", text, TEAM, said[0].place))
    for two, (reason, place) in (doubted or {}).items():
        text = (
            f"{_names(two, name)} are in one citation, but {reason}: say same or different in {FILE}; "
            "they stay together until somebody does"
        )
        items.append(OpenItem(f"dedupe:doubted:{two[0]}:{two[1]}", text, TEAM, place))
    for two, said in settled.contested.items():
        text = (
            f"{_names(two, name)} are {settled.words(two)}: agree on one answer; whoever changes theirs "
            f"adds a line to {FILE}. They are kept apart until then"
        )
        items.append(item(f"answer:{two[0]}:{two[1]}", said, text, active))
    for two in refused:
        if two in settled.same:
            text = (
                f"{_names(two, name)} are {settled.words(two)}, but that would unite two records "
                "that were called different: change one of the answers"
            )
            items.append(item(f"answer:{two[0]}:{two[1]}", settled.same[two], text, active))
    return sorted(items, key=lambda item: item.item)


FILE = "records/screening/duplicates.<you>.csv"


def _names(two: Two, name: Callable[[str], str]) -> str:
    return f"{name(two[0])} and {name(two[1])}"


def unknown_items(
    answers: Iterable[Said], hints: Mapping[str, str], *, active: Sequence[str] = ()
) -> list[OpenItem]:
    """Return an item for each record that people spoke of and that no search export yields (any more).

    Args:
        answers: all answers.
        hints: such records, and what could be meant by each.
        active: the ids of all who are still in the review.
    """
    found: dict[str, list[Said]] = {}
    for answer in sorted(answers, key=lambda said: said.age):
        for record in answer.two:
            if record in hints:
                found.setdefault(record, []).append(answer)
    items = []
    for record, said in sorted(found.items()):
        others = ", ".join(sorted({other for answer in said for other in answer.two} - {record}))
        text = (
            f"{record}, of which {', '.join(sorted({answer.person for answer in said}))} spoke together with "
            f"{others}, is in no search export{hints[record]}; the answer is kept, and counts as soon as an "
            "export yields the record. Was its source's name in searches.csv changed? The name is part of "
            "the id: write it as it was. Where the id is wrong, put it right; where the record is gone for "
            "good, accept this in records/accepted.csv"
        )
        items.append(item(f"unknown:{record}", said, text, active))
    return items


def item(what: str, said: Iterable[Said], text: str, active: Sequence[str]) -> OpenItem:
    """Return an open item on answers, which waits for those who gave them and are still in the review."""
    spoke = [answer for answer in said if answer.answer != "unsure"] or list(said)
    people = sorted({answer.person for answer in spoke})
    waits = waits_for(people, active) if active else ";".join(people)
    return OpenItem(f"dedupe:{what}", text, waits, max(spoke, key=lambda answer: answer.age).place)
