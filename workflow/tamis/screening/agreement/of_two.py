"""Agreement of two reviewers, of all pairs together, and of the lead with everyone else: rows of tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from tamis.screening.agreement.coefficients import Ints, none_if_nan, over, two_raters
from tamis.screening.agreement.counting import NEVER, Counts, Part, Who, counted, overlapping
from tamis.screening.agreement.votes import EXCLUDE, INCLUDE, MAYBE, UNKNOWN, WORDS, Plan, Twos, Votes
from tamis.tables import PILOT, Agreement, AgreementCell, Drift

#: The column of `two_raters` that fills a column of a row, where they are called the same.
_SAME = (
    "observed",
    "observed_low",
    "observed_high",
    "kappa",
    "kappa_low",
    "kappa_high",
    "pabak",
    "ac1",
    "ac1_low",
    "ac1_high",
)


#: So many pairs of each kind must be expected in each period for a trend to be tested (Cochran 1954).
EXPECTED = 5


class _Head(NamedTuple):
    """What a row is about."""

    stage: str
    part: str
    reviewer_a: str
    reviewer_b: str
    start: str
    end: str


class Rows(NamedTuple):
    """Rows of three tables."""

    agreement: list[Agreement]
    cells: list[AgreementCell]
    drift: list[Drift]


def measured(votes: Votes, twos: Twos, plan: Plan) -> Rows:
    """Return the rows of one stage; see `measure.measured`."""
    if not len(twos.a):
        return Rows([], [], [])
    who, counts = counted(votes, twos, plan.lead)
    words = [INCLUDE, MAYBE, EXCLUDE] if (votes.decision == MAYBE).any() else [INCLUDE, EXCLUDE]
    advance = _advancing(counts.words, plan.advances[votes.stage])
    given = counts.words[:, words][:, :, words]
    heads = _heads(counts, votes, who)
    return Rows(
        [*_rows("advance", heads, counts, advance), *_rows("words", heads, counts, given)],
        _cells(heads, given, [WORDS[word] for word in words]),
        _drift(votes.stage, who, counts, advance, overlapping(votes, twos, who)),
    )


def _advancing(words: Ints, rule: Mapping[str, bool]) -> Ints:
    """Return tables of two by two: what carries on, and what excludes; shape (rows, 2, 2)."""
    fold = np.zeros((3, 2), dtype=np.int64)
    for at, word in enumerate(WORDS):
        if word in rule:
            fold[at, 0 if rule[word] else 1] = 1
    found: Ints = np.einsum("nij,ik,jl->nkl", words, fold, fold)
    return found


def _heads(counts: Counts, votes: Votes, who: Who) -> list[_Head]:
    """Return what each row is about."""
    names = {Part.WHOLE: "all", Part.PILOT: PILOT, Part.AFTER: "after_pilot"}
    found = []
    for pair, part, number, _, start, end in zip(*(column.tolist() for column in counts), strict=True):
        name = f"batch:{votes.batches[number]}" if part == Part.BATCH else f"period:{number}"
        moments = votes.when(UNKNOWN if start == NEVER else start), votes.when(end)
        found.append(_Head(votes.stage, names.get(part, name), *who.names(pair), *moments))
    return found


def _rows(table: str, heads: list[_Head], counts: Counts, cells: Ints) -> list[Agreement]:
    """Return rows of agreement, from their tables of one kind."""
    found = two_raters(cells)
    advance = table == "advance"
    values = {name: getattr(found, name) for name in (*_SAME, *(("prevalence", "bias") if advance else ()))}
    values |= {"positive": found.specific[:, 0], "negative": found.specific[:, -1]}
    both = counts.words.sum(axis=(1, 2))
    whole = {"both": both, "left_out": both - cells.sum(axis=(1, 2))}
    if advance:
        named = ("both_include", "a_only", "b_only", "both_exclude")
        whole |= dict(zip(named, cells.reshape(-1, 4).T, strict=True))
    columns: dict[str, list[Any]] = {name: column.tolist() for name, column in whole.items()}
    columns |= {name: [none_if_nan(value) for value in column.tolist()] for name, column in values.items()}
    return [
        Agreement(table=table, **head._asdict(), **dict(zip(columns, row, strict=True)))
        for head, row in zip(heads, zip(*columns.values(), strict=True), strict=True)
    ]


def _cells(heads: list[_Head], given: Ints, words: list[str]) -> list[AgreementCell]:
    """Return the cells of the tables of words."""
    return [
        AgreementCell(head.stage, head.part, head.reviewer_a, head.reviewer_b, word_a, word_b, n)
        for head, table in zip(heads, given.tolist(), strict=True)
        for word_a, row in zip(words, table, strict=True)
        for word_b, n in zip(words, row, strict=True)
    ]


def _drift(stage: str, who: Who, counts: Counts, advance: Ints, overlap: frozenset[int]) -> list[Drift]:
    """Return the trend of agreement over the periods of each two, in the order of two.

    It is not tested where pairs of votes depend on each other, nor where some period would have fewer than
    `EXPECTED` pairs that differ, or that agree, if there were no trend.
    """
    found = []
    periods = counts.part == Part.PERIOD
    for each in np.unique(counts.who[periods]).tolist():
        tables = advance[periods & (counts.who == each)]  # in the order of their numbers
        n, agree = tables.sum(axis=(1, 2)), np.trace(tables, axis1=1, axis2=2)
        shares = [none_if_nan(share) for share in over(agree, n).tolist()]
        untested = "several" if each in overlap else "" if _enough(agree, n) else "few"
        tested = (None, None) if untested else trend(agree, n)
        found.append(Drift(stage, *who.names(each), len(tables), shares[0], shares[-1], *tested, untested))
    return found


def _enough(agree: Ints, n: Ints) -> bool:
    """Say whether each period has as many pairs of either kind to expect as the test needs."""
    total, all_agree = int(n.sum()), int(agree.sum())
    return int(n.min()) * min(all_agree, total - all_agree) >= EXPECTED * total


def trend(agree: Ints, n: Ints) -> tuple[float | None, float | None]:
    """Return z and two-sided p of the trend of a proportion over periods 1, 2, ....

    Cochran (1954) and Armitage (1955):
    z = sum t_i (x_i - n_i p) / sqrt(p (1 - p) (sum n_i t_i ** 2 - (sum n_i t_i) ** 2 / n)). None where p is 0
    or 1, or one period alone has anything.
    """
    t = np.arange(1, len(n) + 1)
    total, all_agree = int(n.sum()), int(agree.sum())
    # Both sums times n, in whole numbers: 0 is known to be 0.
    spread = int((n * t * t).sum()) * total - int((n * t).sum()) ** 2
    if not spread or all_agree in (0, total):
        return None, None
    rises = int((t * agree).sum()) * total - int((t * n).sum()) * all_agree
    z = rises / math.sqrt(all_agree * (total - all_agree) * (spread / total))
    return z, math.erfc(abs(z) / math.sqrt(2))
