"""What the words of an export mean: decisions, reasons and people, as the row of imports.csv says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tamis.config import Config, Flowchart
from tamis.errors import Problems, not_one_of
from tamis.store import in_utc
from tamis.tables import TEAM, Import

#: What a word of an export may mean, beside the questions of the flowchart; none: it says nothing.
MEANINGS = ("include", "exclude", "maybe", "none")
NOTHING = "none"


def folded(text: str) -> str:
    """Return a text as texts are compared: without case and space.

    >>> folded("Wrong  Population") == folded("wrong population ")
    True
    """
    return "".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Wording:
    """What words mean, by the words as `folded` gives them.

    decisions: include, exclude, maybe or none.
    reasons: the id of a question of any version of the flowchart.
    people: a reviewer's id, or `team`.
    order: the ids of the questions, in the order of the flowchart.
    versions: of each version of the flowchart, the oldest first, until when it was in force, and its reasons.
    said: the reasons that the row of imports.csv gives, whatever the version.
    """

    decisions: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    versions: tuple[tuple[str, Mapping[str, str]], ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    def at(self, time: str, exported: str) -> Wording:
        """Return what reasons meant when a vote was given: a version's words mean its own questions.

        Args:
            time: when it was, in UTC; of a day the version may be any that was in force on it. Empty where
                that is not known: it may be any up to the export, and the latest that has the word counts.
            exported: the day or moment of the export.
        """
        if len(self.versions) < 2:
            return self
        first = self._number(time) if time else 0
        last = self._number(_end(time or exported))
        reasons: dict[str, str] = {}
        for _, words in reversed(self.versions[first : last + 1]):
            reasons = {**words, **reasons}
        return replace(self, reasons=reasons | {**self.said})

    def _number(self, moment: str) -> int:
        """Return which version was in force at a moment, from 0."""
        return sum(until <= moment for until, _ in self.versions[:-1])

    def sorted_reasons(self, words: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Return which reason words name, those of them that name another, and those that name none.

        Of several reasons the first of the flowchart counts. Words that follow each other are also tried as
        one that a comma had cut: `not a study` and `or no results` for `not a study, or no results`.
        """
        found: list[tuple[str, str]] = []
        unknown: list[str] = []
        at = 0
        while at < len(words):
            ends = range(len(words), at, -1)
            end = next((end for end in ends if folded(",".join(words[at:end])) in self.reasons), None)
            if end is None:
                unknown.append(words[at])
                at += 1
            else:
                name = ", ".join(words[at:end])
                found.append((self.reasons[folded(name)], name))
                at = end
        if not found:
            return "", (), tuple(unknown)
        reason = min((id for id, _ in found), key=self.order.index)
        return reason, tuple(name for id, name in found if id != reason), tuple(unknown)


def _end(moment: str) -> str:
    """Return a moment, of a day its end."""
    return f"{moment}T24:00:00" if len(moment) == len("2021-09-20") else in_utc(moment)[:19]


def wording_of(row: Import, config: Config, problems: Problems) -> Wording:
    """Return what the words of an export mean; what is wrong in the columns words and people is noted."""
    order = tuple(config.reasons)
    reasons: dict[str, str] = {}
    # The flowchart that is in force speaks first, and in each an id before what tools call it.
    versions = tuple((version.until, _words(version)) for version in config.flowcharts)
    for _, words in versions:
        reasons |= words
    said: dict[str, str] = {}
    decisions: dict[str, str] = {}
    for word, meaning in _pairs(row.words, "words", "ja=include; nein=exclude", row, problems):
        if folded(meaning) in MEANINGS:
            decisions[folded(word)] = folded(meaning)
        elif (id := _of(meaning, order)) is not None:
            said[folded(word)] = id
        else:
            problems.add_at(row.place, not_one_of(meaning, (*MEANINGS, *order)), column="words")
    people: dict[str, str] = {folded(id): id for id in (*config.reviewer_ids, TEAM)}
    for name, reviewer in _pairs(row.people, "people", "Ann=R1; Li=R2", row, problems):
        known = (*config.reviewer_ids, TEAM)
        if (id := _of(reviewer, known)) is not None:
            people[folded(name)] = id
        else:
            problems.add_at(row.place, not_one_of(reviewer, known), column="people")
    return Wording(decisions, reasons | said, people, order, versions, said)


def _words(version: Flowchart) -> dict[str, str]:
    """Return which question of a version each word means; of two, the first that is asked."""
    words: dict[str, str] = {}
    for question in version.questions:
        for text in (question.id, question.reason, *question.also):
            words.setdefault(folded(text), question.id)
    return words


def _of(text: str, known: Iterable[str]) -> str | None:
    return next((word for word in known if word.casefold() == text.casefold()), None)


def _pairs(text: str, column: str, example: str, row: Import, problems: Problems) -> list[tuple[str, str]]:
    """Return what a column of the row says, as `word=meaning; word=meaning`."""
    found = []
    for part in filter(None, map(str.strip, text.split(";"))):
        word, _, meaning = (side.strip() for side in part.rpartition("="))
        if word and meaning:
            found.append((word, meaning))
        else:
            problems.add_at(row.place, f"{part!r} is not as in {example}", column=column)
    return found
