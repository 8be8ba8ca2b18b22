"""Links, best first, into citations; none that would unite two records that a person called different.

What people called the same comes first, then links in the order of their scores, equal ones in that of record
ids: nothing depends on the order of the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from tamis.config import Policies
from tamis.dedupe.answers import Settled, Two
from tamis.dedupe.block import candidate_pairs
from tamis.dedupe.compare import Compared, compare
from tamis.dedupe.frames import frame
from tamis.dedupe.keys import Ints, Keys, Objects, keys_of
from tamis.dedupe.rules import WEIGHTS, Judged, judge, scores
from tamis.tables import BY_RULES, Member, Pair

if TYPE_CHECKING:
    import pandas as pd


class Groups:
    """Records that belong together, by position in the keys, and the pairs of them that must not."""

    def __init__(self, count: int, apart: Iterable[tuple[int, int]]) -> None:
        self._parent = list(range(count))
        self._apart: dict[int, set[int]] = {}
        for a, b in apart:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def find(self, record: int) -> int:
        """Return the record that stands for a record's group: the one with the lowest id."""
        parent = self._parent
        while parent[record] != record:
            parent[record] = record = parent[parent[record]]
        return record

    def kept_apart(self, a: int, b: int) -> bool:
        """Say whether uniting the groups of two records would unite a pair that must not be."""
        a, b = self.find(a), self.find(b)
        return any(self.find(other) == a for other in self._apart.get(b, ()))

    def link(self, a: int, b: int) -> bool:
        """Unite the groups of two records, and say whether that was allowed."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if a > b:
            a, b = b, a
        if b in self._apart:
            if self.kept_apart(a, b):
                return False
            self._apart.setdefault(a, set()).update(self._apart.pop(b))
        self._parent[b] = a
        return True

    def all(self) -> Ints:
        """Return the record that stands for the group of each."""
        return np.fromiter(map(self.find, range(len(self._parent))), np.int64, len(self._parent))


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
    said = {*settled.same, *settled.different, *settled.contested}
    spoken, same, apart = (_positions(keys, twos) for twos in (said, settled.same, settled.apart))
    a, b = candidate_pairs(keys)
    coded = np.concatenate(((a << 32) | b, spoken[~np.isin(spoken, (a << 32) | b)]))
    del a, b
    pairs = compare(keys, coded >> 32, coded & 0xFFFFFFFF, np.isin(coded, spoken))
    judged = judge(keys, pairs, policies or Policies())
    score = scores(pairs)

    coded = (pairs.a << 32) | pairs.b
    asked, called_same = np.isin(coded, spoken), np.isin(coded, same)
    verdict: Objects = np.full(len(coded), "", object)
    verdict[asked & ~called_same] = "different"
    groups = Groups(len(keys.ids), zip((apart >> 32).tolist(), (apart & 0xFFFFFFFF).tolist(), strict=True))
    links = np.flatnonzero(called_same | (judged.having("duplicate") & ~asked))
    links = links[np.lexsort((coded[links], -score[links], ~called_same[links]))]
    two = zip(pairs.a[links].tolist(), pairs.b[links].tolist(), strict=True)
    verdict[links] = ["duplicate" if groups.link(*each) else "refused" for each in two]
    group = groups.all()
    one, other = group[pairs.a], group[pairs.b]
    rank = np.full(len(coded), np.nan)
    for name, by in (("related", score), ("possible", judged.rank)):
        open_ = np.flatnonzero(judged.having(name) & (verdict == ""))
        open_ = open_[np.lexsort((coded[open_], -by[open_]))]
        best = open_[_between_citations(one[open_], other[open_], groups)]
        verdict[best] = name
        if name == "possible":
            rank[best] = np.arange(1, len(best) + 1)
    verdict[(judged.against >= 0) & (verdict == "") & (one == other)] = "doubted"

    listed = np.flatnonzero(verdict != "")
    first, second = keys.row[pairs.a[listed]], keys.row[pairs.b[listed]]
    listed = listed[np.lexsort((np.maximum(first, second), np.minimum(first, second)))]
    rule, place = _explained(keys, pairs, judged, verdict, listed, settled, said)
    columns = {"verdict": verdict[listed], "rule": rule, "rank": rank[listed], "score": score[listed]}
    columns["place"] = place
    columns["policy"] = _policies(judged, verdict, listed)
    columns["by_rules"] = _by_rules(judged)[listed]
    return _pairs(records, keys, pairs.only(listed), columns), _members(records, keys, group)


def _positions(keys: Keys, twos: Iterable[Two]) -> Ints:
    """Return pairs of record ids as coded pairs of positions, in order."""
    at = [[int(np.searchsorted(keys.ids, id)) for id in two] for two in sorted(twos)]
    return np.array([(a << 32) | b for a, b in at], np.int64)


def _between_citations(one: Ints, other: Ints, groups: Groups) -> Ints:
    """Return indices of the first pair between each two citations that no person kept apart, in order.

    Args:
        one: for each pair the group of the one record, the best pair first.
        other: that of the other record.
        groups: the groups.
    """
    two = (np.minimum(one, other) << 32) | np.maximum(one, other)
    first = np.sort(np.unique(two, return_index=True)[1])
    first = first[one[first] != other[first]]
    apart = [
        groups.kept_apart(*each) for each in zip(one[first].tolist(), other[first].tolist(), strict=True)
    ]
    between: Ints = first[~np.array(apart, np.bool_)]
    return between


def _explained(
    keys: Keys,
    pairs: Compared,
    judged: Judged,
    verdict: Objects,
    listed: Ints,
    settled: Settled,
    said: set[Two],
) -> tuple[Objects, Objects]:
    """Return for each listed pair the rule in words, and file:line of the newest answer of a person."""
    against = np.array([*judged.reasons, ""], object)[judged.against[listed]]
    rule: Objects = np.array([*(rule.text for rule in judged.rules), ""], object)[judged.rule[listed]]
    rule[verdict[listed] == "doubted"] = against[verdict[listed] == "doubted"]
    place: Objects = np.full(len(listed), "", object)
    looked = said | settled.unsure.keys()
    of_people = np.isin((pairs.a[listed] << 32) | pairs.b[listed], _positions(keys, looked))
    for at in np.flatnonzero(of_people).tolist():
        two = (keys.ids[pairs.a[listed[at]]], keys.ids[pairs.b[listed[at]]])
        place[at] = settled.place(two)
        if two in said:
            rule[at] = settled.words(two, against[at])
    return rule, place


def _policies(judged: Judged, verdict: Objects, listed: Ints) -> Objects:
    """Return for each listed pair the policy of its rule; none where the rule did not decide."""
    policy: Objects = np.array([*(rule.policy for rule in judged.rules), ""], object)[judged.rule[listed]]
    policy[np.isin(verdict[listed], ("different", "doubted"))] = ""
    return policy


def _by_rules(judged: Judged) -> Objects:
    """Return for each pair what the rules alone say of it, one of tables.BY_RULES; empty where nothing."""
    said: Objects = np.full(len(judged.rule), "", object)
    for word in BY_RULES:
        said[judged.having(word)] = word
    return said


def _pairs(records: pd.DataFrame, keys: Keys, pairs: Compared, columns: dict[str, Any]) -> pd.DataFrame:
    """Return the frame of the listed pairs, from their measures and what was found of them."""
    ids = records["record_id"].array
    first, second = keys.row[pairs.a], keys.row[pairs.b]
    whole = {
        "record_a": ids.take(np.minimum(first, second)),
        "record_b": ids.take(np.maximum(first, second)),
        **columns,
    }
    for name in WEIGHTS:
        whole["title" if name == "title_alike" else name] = getattr(pairs, name).round(6)
    return frame(whole, Pair)


def _members(records: pd.DataFrame, keys: Keys, group: Ints) -> pd.DataFrame:
    """Return which citation holds each record; a citation is named by its first record."""
    first = np.full(len(group), len(group))
    np.minimum.at(first, group, keys.row)
    citation = np.empty(len(group), np.int64)
    citation[keys.row] = first[group]
    ids = records["record_id"].array
    return frame({"record_id": ids, "citation_id": ids.take(citation)}, Member)
