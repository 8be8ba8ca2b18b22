"""The stage on a review: what people said, links, citations, and what is left for people to settle."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tamis.config import require_config
from tamis.dedupe.answers import Said, Settled, Two, in_order, open_items, united, unknown_items
from tamis.dedupe.cluster import deduplicate
from tamis.dedupe.inputs import check_answers, check_rows, read_answers
from tamis.dedupe.merge import merge
from tamis.dedupe.normalise import title_words
from tamis.dedupe.twins import changed_items, settle_checked
from tamis.errors import Problems, counted
from tamis.review import Known, Review
from tamis.store import read_frame, write_frame, write_rows
from tamis.tables import Citation, Member, OpenItem, Opinion, Origin, Pair, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

#: Titles less alike than this are hardly those of one publication.
_UNLIKE = 0.5


def run(review: Review) -> int:
    """Make the tables in `build/dedupe/`; 0.

    Raises:
        InputError: what people wrote is wrong; nothing is written then.
    """
    config = require_config(review)
    records = read_frame(review.built("searches", "records"), Record)
    known = Known(dict(zip(records["record_id"].tolist(), records["title"].tolist(), strict=True)))
    problems = Problems()
    answers = read_answers(review, config.reviewer_ids, problems)
    check_answers(answers, known, problems)
    check_rows(review, known, problems)
    problems.raise_if_any()
    settled, changed = settle_checked(answers, records)
    pairs, members = deduplicate(records, settled, config.policies)
    merged, origins = merge(records, members)
    items = open_items(
        settled,
        _twos(pairs[pairs["verdict"] == "refused"]),
        unlike(pairs, settled),
        doubted(pairs, settled, records, members),
        name=known.name,
        active=config.active,
    )
    items += changed_items(changed, name=known.name, active=config.active)
    items += unknown_items(answers, unknown(answers, known), active=config.active)
    write_frame(review.built("dedupe", "pairs"), pairs, Pair)
    write_frame(review.built("dedupe", "members"), members, Member)
    write_frame(review.built("dedupe", "citations"), merged, Citation)
    write_frame(review.built("dedupe", "origins"), origins, Origin)
    write_rows(review.built("dedupe", "answers"), settled.opinions, Opinion)
    write_rows(review.built("dedupe", "open"), items, OpenItem)
    verdicts = pairs["verdict"].value_counts().to_dict()
    nobody = int(((pairs["verdict"] == "possible") & (pairs["place"] == "")).sum())
    sys.stdout.write(
        f"dedupe: {counted(len(records), 'record')}, {counted(len(merged), 'citation')}, "
        f"{counted(len(records) - len(merged), 'duplicate')}\n"
        f"dedupe: {counted(verdicts.get('duplicate', 0), 'pair')} linked, "
        f"{verdicts.get('possible', 0)} possible{f' ({nobody} nobody looked at)' if nobody else ''}, "
        f"{verdicts.get('different', 0)} kept apart by people, "
        f"{verdicts.get('refused', 0)} refused; {len(items)} open\n"
    )
    return 0


def unknown(answers: Sequence[Said], known: Known) -> dict[str, str]:
    """Return the records that people spoke of and no export yields, and what could be meant by each.

    A vote on such a record is told by the screening stage.
    """
    titles: dict[str, str] = {}
    for said in answers:
        for record, title in zip((said.a, said.b), said.titles, strict=True):
            if not said.noticed and record not in known.titles:
                titles[record] = title or titles.get(record, "")
    spoken = {record for said in answers for record in said.two}
    return known.hints(dict(sorted(titles.items())), spoken)


def unlike(pairs: pd.DataFrame, settled: Settled) -> dict[Two, str]:
    """Return the pairs that a person united although something speaks against it, and what.

    Two records that other links unite as well are not among them: there the answer has settled what spoke
    against our own links. Links against which something speaks do not confirm one another.
    """
    linked = pairs[pairs["verdict"] == "duplicate"]
    called = linked[linked["place"] != ""]
    found = {}
    for two, rule, title in zip(_twos(called), called["rule"], called["title"].fillna(1.0), strict=True):
        against = rule.removeprefix(f"{settled.words(two)}, although ")
        if two in settled.same and against != rule:
            found[two] = against
        elif two in settled.same and title < _UNLIKE:
            found[two] = "their titles have little in common"
    if not found:
        return {}
    of = united(link for link in _twos(linked) if link not in found)
    return {(a, b): reason for (a, b), reason in found.items() if of(a) != of(b)}


def doubted(
    pairs: pd.DataFrame, settled: Settled, records: pd.DataFrame, members: pd.DataFrame
) -> dict[Two, tuple[str, str]]:
    """Return links of our own that a person should look at: what speaks against each, and its place.

    All doubted pairs are listed in pairs.csv. Open are those of which nobody spoke; of several pairs of one
    citation with the same two titles only the least alike, and none where a person called two records with
    these titles the same.
    """
    found = pairs[pairs["verdict"] == "doubted"].sort_values(["score", "record_a", "record_b"])
    if not len(found):
        return {}
    spoken = {record for two in [*_twos(found), *settled.same] for record in two}
    rows = records[records["record_id"].isin(spoken)]
    title = {id: title_words(text) for id, text in zip(rows["record_id"], rows["title"], strict=True)}
    place = dict(zip(rows["record_id"], rows["place"], strict=True))
    inside = members[members["record_id"].isin(spoken)]
    citation = dict(zip(inside["record_id"], inside["citation_id"], strict=True))

    def what(two: Two) -> tuple[str, frozenset[str]]:
        return citation[two[0]], frozenset(title[record] for record in two)

    seen = {what(two) for two in settled.same}
    items: dict[Two, tuple[str, str]] = {}
    for two, rule in zip(_twos(found), found["rule"], strict=True):
        if what(two) not in seen:
            seen.add(what(two))
            items[two] = rule, place[two[0]]
    return items


def _twos(pairs: pd.DataFrame) -> list[Two]:
    """Return the records of pairs, each two in the order of their ids."""
    return [in_order(*two) for two in zip(pairs["record_a"], pairs["record_b"], strict=True)]
