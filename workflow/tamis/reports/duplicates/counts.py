"""What the page begins with: numbers that add up, each with the rows that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.config import Policies
from tamis.dedupe.answers import united
from tamis.reports.beside import Count
from tamis.tables import Citation, Member, Opinion, Pair

PAIRS, MEMBERS, ANSWERS = "build/dedupe/pairs.csv", "build/dedupe/members.csv", "build/dedupe/answers.csv"
RECORDS, CITATIONS = "build/searches/records.csv", "build/dedupe/citations.csv"


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the page: how records became citations, and what is said of pairs."""

    merged: tuple[Count, ...]
    pairs: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """How many duplicates the rules alone remove, and what people's answers add to them and take away.

    `added` are removed by people's answers alone; `kept` the rules would have removed.
    """

    by_rules: int
    added: int
    kept: int

    @property
    def removed(self) -> int:
        """How many duplicates are removed in all."""
        return self.by_rules + self.added - self.kept


def shares(members: Sequence[Member], pairs: Iterable[Pair]) -> Shares:
    """Return what rules and people remove.

    What the rules alone make of the records is what all their links unite, those included that people's
    answers undid. Beside the citations it has groups that hold together in both; from them to the rules'
    is what people kept apart, and from them to the citations what they added.
    """
    of = united((pair.record_a, pair.record_b) for pair in pairs if pair.by_rules == "duplicate")
    both = {(of(member.record_id), member.citation_id) for member in members}
    rules, citations = {rule for rule, _ in both}, {citation for _, citation in both}
    return Shares(len(members) - len(rules), len(both) - len(citations), len(both) - len(rules))


def counts(
    members: Sequence[Member],
    citations: Sequence[Citation],
    pairs: Sequence[Pair],
    opinions: Iterable[Opinion],
) -> Counts:
    """Return the numbers of the page.

    Raises:
        AssertionError: they do not add up, which is our own mistake.
    """
    removed = sum(member.record_id != member.citation_id for member in members)
    several = [n for n in Counter(member.citation_id for member in members).values() if n > 1]
    if len(members) != removed + len(citations):
        raise AssertionError(f"{len(members)} records are not {len(citations)} citations and {removed} more")
    of = shares(members, pairs)
    if of.removed != removed:
        raise AssertionError(f"{removed} duplicates are not {of}")
    merged = (
        Count(len(members), "records", MEMBERS, "every row", RECORDS),
        Count(removed, "duplicates removed: records of a citation but its first", MEMBERS,
              "record_id is not citation_id", "groups"),
        Count(of.by_rules, "by the rules alone", PAIRS,
              "by_rules is duplicate: all records but one of those that such pairs connect", "rules"),
        Count(of.added, "and more by people's answers", f"{PAIRS}, {MEMBERS}",
              "one citation, and not connected by such pairs", "decided"),
        Count(of.kept, "less those that people's answers keep", f"{PAIRS}, {MEMBERS}",
              "connected by such pairs, and not one citation", "decided"),
        Count(len(citations), "citations, one for each publication", MEMBERS, "record_id is citation_id",
              CITATIONS),
        Count(len(several), f"of them with more than one record, {sum(several):,} records together", MEMBERS,
              "citation_id stands more than once", "groups"),
    )  # fmt: skip
    verdicts = Counter(pair.verdict for pair in pairs)
    said: dict[tuple[str, str], set[str]] = {}
    for opinion in opinions:
        said.setdefault((opinion.record_a, opinion.record_b), set()).add(opinion.answer)
    answers = Counter(state(words) for words in said.values())
    looked = sum(pair.verdict == "possible" and bool(pair.place) for pair in pairs)
    of_pairs = [
        Count(verdicts["possible"] - looked, "possible duplicates that nobody has looked at", PAIRS,
              "verdict is possible; place is empty", "possible"),
        Count(looked, "possible duplicates of which people are unsure", PAIRS,
              "verdict is possible; place is not empty", "possible"),
        Count(answers["same"], "pairs that people called the same", ANSWERS,
              "same is the one answer on the pair, but for unsure", "decided"),
        Count(answers["different"], "pairs that people called different", ANSWERS,
              "different is the one answer on the pair, but for unsure", "decided"),
        Count(answers["conflict"], "pairs on which people differ", ANSWERS,
              "both same and different are answers on the pair", "decided"),
        Count(verdicts["refused"], "links refused, since they would unite what a person called different",
              PAIRS, "verdict is refused", "refused"),
        Count(verdicts["doubted"], "pairs of one citation that something speaks against", PAIRS,
              "verdict is doubted", "doubted"),
        Count(verdicts["related"], "related pairs: of one work, and not one publication", PAIRS,
              "verdict is related", "related"),
    ]  # fmt: skip
    return Counts(merged, tuple(of_pairs))


def state(answers: Iterable[str]) -> str:
    """Return what people's answers on a pair come to: same, different, conflict or unsure.

    >>> state(["same", "unsure"]), state(["same", "different"]), state(["unsure"])
    ('same', 'conflict', 'unsure')
    """
    words = {*answers} - {"unsure"}
    return "conflict" if len(words) > 1 else min(words, default="unsure")


#: What the policies of the config are about.
_ABOUT = {
    "errata": "Errata, corrections and retraction notices, and what they correct",
    "preprints": "Preprints, and the articles that came of them",
    "conference_abstracts": "Conference abstracts, and the articles that came of them",
    "updated_reviews": "Versions of a review that was updated",
}
_MEANS = {
    "related": "kept apart, and listed below as related",
    "merge": "made one citation",
    "separate": "kept apart, and not listed",
}


def policies(held: Policies) -> list[tuple[str, str, str]]:
    """Return what each policy is about, what it says in words, and its key with the word in the config."""
    return [
        (about, _MEANS[word], f"deduplication: {name}: {word}")
        for name, about in _ABOUT.items()
        if (word := getattr(held, name))
    ]
