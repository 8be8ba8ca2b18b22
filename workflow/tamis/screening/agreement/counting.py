"""Pairs of votes, counted once by batch, reviewers and words; what every row of agreement is a sum of.

Only periods are counted anew, since each row has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from tamis.screening.agreement.coefficients import Ints
from tamis.screening.agreement.pairs import ALL, OTHERS
from tamis.screening.agreement.votes import UNKNOWN, Bools, Twos, Votes
from tamis.tables import PILOT

#: Into how many parts the pairs of votes are divided in order of time, and how many there must be.
PERIODS, LEAST = 5, 50
#: Later than any moment.
NEVER = np.iinfo(np.int64).max


class Part(IntEnum):
    """Which pairs of votes a row is about, in the order of rows."""

    WHOLE = 0
    PILOT = 1
    AFTER = 2
    BATCH = 3
    PERIOD = 4


class Counts(NamedTuple):
    """Counts of pairs of votes.

    who: for each row, the pair of reviewers as `first * reviewers + second`, or a number above all of these.
    part, number: which part, and of batches and periods which.
    words: how many pairs say what; shape (rows, 3, 3).
    start, end: the first and last moment of a vote, in a period of the later vote of a pair; `NEVER` and
        `UNKNOWN` where none is known.
    """

    who: Ints
    part: Ints
    number: Ints
    words: Ints
    start: Ints
    end: Ints

    def at(self, rows: Any) -> Counts:
        """Return some of the rows."""
        return Counts(*(column[rows] for column in self))


class Who(NamedTuple):
    """Whom rows are about: reviewers by number, and which of the sums are wanted."""

    reviewers: tuple[str, ...]
    lead: int
    pooled: bool
    led: bool

    @property
    def all(self) -> int:
        """The number of all pairs together."""
        return len(self.reviewers) ** 2

    @property
    def others(self) -> int:
        """The number of the lead with everyone else."""
        return self.all + 1

    def names(self, who: int) -> tuple[str, str]:
        """Return the names of two."""
        if who == self.all:
            return ALL, ALL
        if who == self.others:
            return self.reviewers[self.lead], OTHERS
        first, second = divmod(who, len(self.reviewers))
        return self.reviewers[first], self.reviewers[second]


def counted(votes: Votes, twos: Twos, lead: str) -> tuple[Who, Counts]:
    """Return whom rows are about, and the counts of every row, in the order of parts.

    Args:
        votes: first votes at a stage.
        twos: pairs of them, one at least.
        lead: who is compared with everyone else; empty: nobody.
    """
    size = len(votes.reviewers)
    pair = votes.reviewer[twos.a] * size + votes.reviewer[twos.b]
    there = np.unique(pair)
    at = votes.reviewers.index(lead) if lead in votes.reviewers else -1
    led = int(((there // size == at) | (there % size == at)).sum())
    who = Who(votes.reviewers, at, pooled=len(there) > 1, led=led > 1)
    batches = _of_all(_by_batch(votes, twos, pair), who)
    counts = _joined([_added(_in_parts(batches, votes)), _in_time(votes, twos, pair, who)])
    return who, counts.at(np.lexsort((counts.who, counts.number, counts.part)))


def overlapping(votes: Votes, twos: Twos, who: Who) -> frozenset[int]:
    """Return which sums have several pairs of votes on one citation after the pilot; these are dependent."""
    after = ~_piloted(votes, twos)
    led = (votes.reviewer[twos.a] == who.lead) | (votes.reviewer[twos.b] == who.lead)
    found = ((who.all, after), (who.others, after & led))
    return frozenset(
        sums for sums, pairs in found if (np.bincount(votes.citation[twos.a[pairs]], minlength=1) > 1).any()
    )


def _piloted(votes: Votes, twos: Twos) -> Bools:
    """Return which pairs of votes are on citations of the pilot."""
    found: Bools = votes.batch[twos.a] == votes.batches.index(PILOT)
    return found


def _by_batch(votes: Votes, twos: Twos, pair: Ints) -> Counts:
    """Return the counts of each pair of reviewers in each batch."""
    batches = len(votes.batches)
    groups, at = np.unique(pair * batches + votes.batch[twos.a], return_inverse=True)
    counts = _counted(at, len(groups), votes, twos, [votes.moment[twos.a], votes.moment[twos.b]])
    return counts._replace(
        who=groups // batches, part=np.full(len(groups), Part.BATCH), number=groups % batches
    )


def _counted(at: Ints, groups: int, votes: Votes, twos: Twos, moments: Sequence[Ints]) -> Counts:
    """Return the counts of each group of pairs, from moments of each; who they are about is not filled in."""
    cell = at * 9 + votes.decision[twos.a] * 3 + votes.decision[twos.b]
    start, end = np.full(groups, NEVER), np.full(groups, UNKNOWN)
    for moment in moments:
        np.maximum.at(end, at, moment)
        np.minimum.at(start, at, np.where(moment == UNKNOWN, NEVER, moment))
    words = np.bincount(cell, minlength=groups * 9).reshape(groups, 3, 3)
    empty = np.zeros(groups, dtype=np.int64)
    return Counts(empty, empty, empty, words, start, end)


def _of_all(counts: Counts, who: Who) -> Counts:
    """Return the counts, and once more as what they add to: all pairs, and the lead with the others."""
    found = [counts]
    if who.pooled:
        found.append(counts._replace(who=np.full(len(counts.who), who.all)))
    if who.led:
        first, second = np.divmod(counts.who, len(who.reviewers))
        mine = counts.at((first == who.lead) | (second == who.lead))
        turned = (mine.who % len(who.reviewers) == who.lead)[:, None, None]
        words = np.where(turned, mine.words.transpose(0, 2, 1), mine.words)
        found.append(mine._replace(who=np.full(len(mine.who), who.others), words=words))
    return _joined(found)


def _in_parts(counts: Counts, votes: Votes) -> Counts:
    """Return the counts of batches as what they add to: all of them, the pilot and what is not in it."""
    pilot = counts.number == votes.batches.index(PILOT)
    named = counts.number != (votes.batches.index("") if "" in votes.batches else -1)
    none = np.zeros(len(counts.who), dtype=np.int64)
    found = [counts._replace(part=none + Part.WHOLE, number=none), counts.at(named & ~pilot)]
    if (votes.batch == votes.batches.index(PILOT)).any():
        found.append(counts._replace(part=np.where(pilot, Part.PILOT, Part.AFTER), number=none))
    return _joined(found)


def _joined(counts: list[Counts]) -> Counts:
    return Counts(*(np.concatenate(columns) for columns in zip(*counts, strict=True)))


def _added(counts: Counts) -> Counts:
    """Return the counts, those of one row added up."""
    key = np.stack([counts.who, counts.part, counts.number])
    rows, at = np.unique(key, axis=1, return_inverse=True)
    at, size = at.ravel(), rows.shape[1]
    words = np.zeros((size, 3, 3), dtype=np.int64)
    np.add.at(words, at, counts.words)
    start, end = np.full(size, NEVER), np.full(size, UNKNOWN)
    np.minimum.at(start, at, counts.start)
    np.maximum.at(end, at, counts.end)
    return Counts(rows[0], rows[1], rows[2], words, start, end)


def _in_time(votes: Votes, twos: Twos, pair: Ints, who: Who) -> Counts:
    """Return the counts of periods, for each pair, for all together, for the lead with the others.

    The pilot is in none of them: it comes first and has more pairs a citation, which would pass for a trend.
    """
    order = np.argsort(twos.moment)
    order = order[np.searchsorted(twos.moment[order], 0) :]  # those whose moments are known
    order = order[~_piloted(votes, twos)[order]]
    size = len(who.reviewers)
    found = [_periods(votes, twos, pair[order], order)]
    if who.pooled:
        found.append(_periods(votes, twos, np.full(len(order), who.all), order))
    if who.led:
        mine = order[((pair // size == who.lead) | (pair % size == who.lead))[order]]
        turned = pair[mine] % size == who.lead
        a, b = np.where(turned, twos.b[mine], twos.a[mine]), np.where(turned, twos.a[mine], twos.b[mine])
        led = Twos(a, b, twos.moment[mine])
        found.append(_periods(votes, led, np.full(len(mine), who.others), np.arange(len(mine))))
    return _joined(found)


def _periods(votes: Votes, twos: Twos, who: Ints, order: Ints) -> Counts:
    """Return the counts of each period.

    Args:
        votes: the votes.
        twos: pairs of them.
        who: whom each of the ordered pairs is about.
        order: positions of pairs whose moments are known, the earliest first.
    """
    known, who = np.unique(who, return_inverse=True)
    # Few reviewers make few pairs, and numpy sorts short numbers by their digits.
    by_who = np.argsort(who.astype(np.uint16) if len(known) < 1 << 16 else who, kind="stable")
    who, order = who[by_who], order[by_who]
    total = np.bincount(who, minlength=len(known))
    begin = np.cumsum(total) - total
    moment = twos.moment[order]
    new = np.ones(len(who), dtype=bool)
    new[1:] = (who[1:] != who[:-1]) | (moment[1:] != moment[:-1])
    # Where the pairs of this moment begin, among those of the same two.
    rank = np.flatnonzero(new)[np.cumsum(new) - 1] - begin[who]
    period = PERIODS * rank // total[who]
    enough = (total >= LEAST)[who]
    groups, at = np.unique((who * PERIODS + period)[enough], return_inverse=True)
    chosen = order[enough]
    moment = moment[enough]
    # By the later vote at both ends, as the pairs are ordered: else periods overlap.
    counts = _counted(at, len(groups), votes, Twos(twos.a[chosen], twos.b[chosen], moment), [moment])
    of = groups // PERIODS
    first = np.searchsorted(of, of)
    several = np.bincount(of, minlength=len(known))[of] > 1
    counts = counts._replace(
        who=known[of],
        part=np.full(len(groups), Part.PERIOD),
        number=np.arange(len(groups)) - first + 1,  # numbered anew where one is empty
    )
    return counts.at(several)
