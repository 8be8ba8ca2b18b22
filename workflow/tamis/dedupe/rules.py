"""What follows from how alike a pair is: a duplicate, a related paper, one for a person, or nothing.

A rule names what must agree and what must not differ; the first that fits is the pair's, and is printed in
words. No single likeness is enough, not even a DOI: whole supplements carry one, and some are wrong.
Thresholds were set on published sets of labelled records (see tests/dedupe); docs/deduplication.md has every
rule in words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tamis.config import Policies
from tamis.dedupe.compare import Compared
from tamis.dedupe.keys import Flags, Floats, Ints, Keys
from tamis.dedupe.links import facts, links
from tamis.dedupe.relations import contradictions, likelihood, relations, uncertain

#: What each field counts for in a pair's score; fields that are not known count for nothing.
WEIGHTS = {
    "title_alike": 4.0,
    "authors": 2.0,
    "year": 1.0,
    "journal": 1.0,
    "volume": 1.0,
    "issue": 0.5,
    "pages": 2.0,
    "doi": 3.0,
    "pmid": 3.0,
    "abstract": 1.0,
}


def scores(pairs: Compared) -> Floats:
    """Return how alike each pair is, 0 to 1: the weighted mean of the fields that both records have."""
    total, weight = np.zeros(len(pairs.a)), np.zeros(len(pairs.a))
    for name, counts in WEIGHTS.items():
        value: Floats = getattr(pairs, name)
        known = ~np.isnan(value)
        total += np.where(known, value, 0.0) * counts
        weight += known * counts
    return np.round(total / np.maximum(weight, 1.0), 6)


#: What follows for related papers from the policy for their kind.
_VERDICTS = {"related": "related", "merge": "duplicate", "separate": "separate"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of a pair, and what follows: `duplicate`, `related`, `separate` (nothing), `possible`."""

    text: str
    verdict: str
    policy: str  # a field of config.Policies; "" for none


@dataclass(frozen=True, slots=True)
class Judged:
    """What follows for each pair; arrays with one entry a pair.

    `rule` is a position in `rules`, -1 where none fits; `rank` orders the possible ones, the highest is the
    likeliest; `against` is a position in `reasons`, -1 where nothing speaks against the pair.
    """

    rule: Ints
    rules: tuple[Rule, ...]
    rank: Floats
    against: Ints
    reasons: tuple[str, ...]

    def having(self, verdict: str) -> Flags:
        """Return which pairs fall under a rule with this verdict."""
        fits = np.array([rule.verdict == verdict for rule in self.rules] + [False], np.bool_)
        flags: Flags = fits[self.rule]
        return flags


def judge(keys: Keys, pairs: Compared, policies: Policies) -> Judged:
    """Return what follows for each pair: the first rule that fits, and what speaks against it."""
    known = facts(keys, pairs)
    fired = np.full(len(pairs.a), -1, np.int64)
    rules: list[Rule] = []

    def add(text: str, verdict: str, fits: Flags, policy: str = "") -> None:
        fired[(fired < 0) & fits] = len(rules)
        rules.append(Rule(text, verdict, policy))

    book, chapter = keys.book, keys.chapter
    whole_and_part = (book[pairs.a] & chapter[pairs.b]) | (chapter[pairs.a] & book[pairs.b])
    may_be_one = known.same_kind & ~known.other_trial & ~whole_and_part
    for text, fits in links(keys, pairs, known):
        add(text, "duplicate", fits & may_be_one)
    for text, policy, fits in relations(keys, pairs, known):
        add(text, _VERDICTS[getattr(policies, policy)] if policy else "related", fits, policy)
    rank = likelihood(keys, pairs, known)
    for text, fits in uncertain(keys, pairs, known, rank):
        add(text, "possible", fits)
    against = np.full(len(pairs.a), -1, np.int64)
    reasons: list[str] = []
    for text, fits in contradictions(keys, pairs, known, policies):
        against[(against < 0) & fits] = len(reasons)
        reasons.append(text)
    return Judged(fired, tuple(rules), rank, against, tuple(reasons))
