"""Links, best first, into citations; none that would unite two records that a person called different.

What people called the same comes first, then links in the order of their scores, equal ones in that of record
ids: nothing depends on the order of the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tamis.config import Policies
from tamis.dedupe.answers import Settled, Two
from tamis.dedupe.block import candidate_pairs
from tamis.dedupe.compare import Compared, compare, joined
from tamis.dedupe.frames import frame
from tamis.dedupe.keys import Ints, Keys, keys_of
from tamis.dedupe.rules import WEIGHTS, judge, scores
from tamis.progress import shown
from tamis.tables import Member, Pair

if TYPE_CHECKING:
    import pandas as pd

#: How many pairs are measured at once at least, and in how many parts at most.
_BATCH, _MOST_BATCHES = 100_000, 100


class Groups:
    """Records that belong together, and the pairs of them that must not."""

    def __init__(self, apart: Iterable[Two]) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        for a, b in apart:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def find(self, record: str) -> str:
        """Return the record that stands for a record's group: the one with the lowest id."""
        while (parent := self._parent.get(record, record)) != record:
            self._parent[record] = record = self._parent.get(parent, parent)
        return record

    def kept_apart(self, a: str, b: str) -> bool:
        """Say whether uniting the groups of two records would unite a pair that must not be."""
        a, b = self.find(a), self.find(b)
        return any(self.find(other) == a for other in self._apart.get(b, ()))

    def link(self, a: str, b: str) -> bool:
        """Unite the groups of two records, and say whether that was allowed."""
        a, b = sorted((self.find(a), self.find(b)))
        if a == b:
            return True
        if self.kept_apart(a, b):
            return False
        self._parent[b] = a
        if b in self._apart:
            self._apart.setdefault(a, set()).update(self._apart.pop(b))
        return True


def deduplicate(
    records: pd.DataFrame, settled: Settled, policies: Policies | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what follows for pairs of records, and which citation holds each record.

    Args:
        records: tables.Record; the order of its rows names citations, and nothing else.
        settled: what people said; all its records are among `records`.
        policies: what is done with errata, preprints and the like; by default they are listed as related.

    Returns:
        Frames of tables.Pair (in the order of records, `record_a` before `record_b`) and of tables.Member
        (one row a record, in their order).
    """
    keys = keys_of(records)
    pairs, said = _compared(keys, settled)
    judged = judge(keys, pairs, policies or Policies())
    score = scores(pairs)
    twos = [(keys.ids[a], keys.ids[b]) for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)]
    groups = Groups(settled.apart)
    verdicts: dict[int, str] = {
        at: "different" for at, two in enumerate(twos) if two in said and two not in settled.same
    }
    links = judged.having("duplicate")
    linking = [at for at, two in enumerate(twos) if at not in verdicts and (two in settled.same or links[at])]
    for at in sorted(linking, key=lambda at: (twos[at] not in settled.same, -score[at], twos[at])):
        verdicts[at] = "duplicate" if groups.link(*twos[at]) else "refused"
    rank: dict[int, int] = {}
    for verdict, by in (("related", score), ("possible", judged.rank)):
        unsettled = [at for at in np.flatnonzero(judged.having(verdict)).tolist() if at not in verdicts]
        best = _between_citations(unsettled, twos, by.tolist(), groups)
        verdicts |= dict.fromkeys(best, verdict)
        if verdict == "possible":
            rank = {at: number for number, at in enumerate(best, start=1)}
    for at in np.flatnonzero(judged.against >= 0).tolist():
        if at not in verdicts and groups.find(twos[at][0]) == groups.find(twos[at][1]):
            verdicts[at] = "doubted"
    rules = {
        at: settled.words(twos[at])
        if twos[at] in said
        else judged.reasons[judged.against[at]]
        if verdict == "doubted"
        else judged.rules[judged.rule[at]].text
        for at, verdict in verdicts.items()
    }
    places = {at: settled.place(twos[at]) for at in verdicts if twos[at] in said}
    return _pairs(keys, pairs, score.tolist(), verdicts, rules, rank, places), _members(records, groups)


def _compared(keys: Keys, settled: Settled) -> tuple[Compared, set[Two]]:
    """Return the measures of all candidate pairs and of those people spoke of; and the latter."""
    said = {*settled.same, *settled.different, *settled.contested}
    at = {record: position for position, record in enumerate(keys.ids)} if said else {}
    a, b = candidate_pairs(keys)
    spoken = np.array(sorted((at[x] << 32) | at[y] for x, y in said), np.int64)
    coded = np.union1d((a << 32) | b, spoken)
    always = np.isin(coded, spoken)
    step = max(_BATCH, len(coded) // _MOST_BATCHES)
    batches = [
        compare(keys, part >> 32, part & 0xFFFFFFFF, always[at : at + step])
        for at in shown(range(0, max(1, len(coded)), step), "comparing records", unit="batches")
        for part in [coded[at : at + step]]
    ]
    return joined(batches), said


def _between_citations(
    unsettled: Sequence[int], twos: Sequence[Two], by: Sequence[float], groups: Groups
) -> list[int]:
    """Return the best of these pairs between each two citations that no person kept apart, the best first."""
    seen = set()
    found = []
    for at in sorted(unsettled, key=lambda at: (-by[at], twos[at])):
        two = tuple(sorted(map(groups.find, twos[at])))
        if two[0] != two[1] and two not in seen and not groups.kept_apart(*two):
            seen.add(two)
            found.append(at)
    return found


def _pairs(
    keys: Keys,
    pairs: Compared,
    score: Sequence[float],
    verdicts: dict[int, str],
    rules: dict[int, str],
    rank: dict[int, int],
    places: dict[int, str],
) -> pd.DataFrame:
    row: Ints = keys.row
    first, second = row[pairs.a], row[pairs.b]
    order = sorted(verdicts, key=lambda at: (min(first[at], second[at]), max(first[at], second[at])))
    ids = [
        (keys.ids[pairs.a[at]], keys.ids[pairs.b[at]])[:: 1 if first[at] < second[at] else -1] for at in order
    ]
    columns: dict[str, list[Any]] = {
        "record_a": [a for a, _ in ids],
        "record_b": [b for _, b in ids],
        "verdict": [verdicts[at] for at in order],
        "rule": [rules[at] for at in order],
        "rank": [rank.get(at) for at in order],
        "score": [score[at] for at in order],
    }
    for name in WEIGHTS:
        values = getattr(pairs, name)[order].round(6) if order else np.zeros(0)
        columns["title" if name == "title_alike" else name] = [None if v != v else v for v in values.tolist()]
    columns["place"] = [places.get(at, "") for at in order]
    return frame(columns, Pair)


def _members(records: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Return which citation holds each record; a citation is named by its first record."""
    ids = records["record_id"].tolist()
    first: dict[str, str] = {}
    columns = {
        "record_id": ids,
        "citation_id": [first.setdefault(groups.find(record), record) for record in ids],
    }
    return frame(columns, Member)
