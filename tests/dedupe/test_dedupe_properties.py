from collections import Counter
from itertools import combinations

import pytest
from dedupe_support import frame, record, verdicts
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tamis.dedupe import cluster
from tamis.dedupe.answers import Said, settle
from tamis.dedupe.cluster import deduplicate
from tamis.dedupe.merge import citations
from tamis.tables import columns

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Few values, so that records often agree in part, which is where links are decided.
fields = st.fixed_dictionaries(
    {
        "title": st.sampled_from(
            [
                "",
                "Editorial",
                "Going home from care: a study of twelve families",
                "Going home from care: a study of 12 families.",
                "Going home from care: a study of 14 families",
                "Going home from care",
                "<i>Going</i> home from care: part II",
            ]
        ),
        "authors": st.sampled_from(["", "Marlow, Ann; Petersen, Lars", "Marlow A; Petersen L", "Quist, Per"]),
        "year": st.sampled_from([None, 2013, 2014, 2020]),
        "journal": st.sampled_from(["", "Journal of Family Research", "J Fam Res", "Annals of Care"]),
        "volume": st.sampled_from(["", "3", "31"]),
        "pages": st.sampled_from(["", "123-130", "123-30", "S12", "1-8"]),
        "doi": st.sampled_from(["", "10.5555/a", "10.5555/b"]),
        "source_kind": st.sampled_from(["database", "register", "website"]),
    }
)
sets = st.lists(fields, min_size=1, max_size=9).map(
    lambda items: [record(f"r{at:02d}", at, **item) for at, item in enumerate(items)]
)


def blocks(citation):
    groups = {}
    for id, name in citation.items():
        groups.setdefault(name, set()).add(id)
    return {frozenset(group) for group in groups.values()}


@st.composite
def sets_with_answers(draw):
    records = draw(sets)
    ids = [item.record_id for item in records]
    assume(len(ids) > 1)
    two = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    said = draw(st.lists(st.tuples(two, st.booleans(), st.sampled_from(["R1", "R2"])), max_size=8))
    return records, [
        Said(person, *pair, same, "", f"duplicates.csv:{line}")
        for line, (pair, same, person) in enumerate(said)
    ]


@QUICK
@given(sets_with_answers(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(drawn, random):
    records, said = drawn
    shuffled = records[:]
    random.shuffle(shuffled)
    pairs, citation = verdicts(records, said)
    pairs_2, citation_2 = verdicts(shuffled, said)
    assert blocks(citation) == blocks(citation_2)
    assert {frozenset(two): said for two, said in pairs.items()} == {
        frozenset(two): said for two, said in pairs_2.items()
    }


@QUICK
@given(sets_with_answers(), st.integers(1, 5))
def test_pairs_that_are_measured_in_parts_come_out_as_those_measured_at_once(drawn, size):
    whole = verdicts(*drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "_BATCH", size)
        patch.setattr(cluster, "_MOST_BATCHES", 1000)
        assert verdicts(*drawn) == whole


@QUICK
@given(sets_with_answers())
def test_every_record_is_in_exactly_one_citation(drawn):
    records, said = drawn
    items = frame(records)
    _, members = deduplicate(items, settle(said))
    merged = citations(items, members)
    assert members["record_id"].tolist() == [item.record_id for item in records]
    counted = Counter(members["citation_id"].tolist())
    assert dict(zip(merged["citation_id"], merged["records"], strict=True)) == counted
    first = {}
    for id, name in zip(members["record_id"], members["citation_id"], strict=True):
        assert first.setdefault(name, id) == name  # a citation is named by its first record


@QUICK
@given(sets)
def test_running_on_the_citations_again_changes_nothing_in_what_is_merged(records):
    """Merging invents nothing: every value of a citation is one of its records' values."""
    items = frame(records)
    _, members = deduplicate(items, settle([]))
    merged = citations(items, members)
    by_id = {item.record_id: item for item in records}
    same = {column.name for column in columns(type(records[0]))} & set(merged.columns) - {"stand_in"}
    held = {}
    for id, name in zip(members["record_id"], members["citation_id"], strict=True):
        held.setdefault(name, []).append(by_id[id])
    for row in merged.astype(object).where(merged.notna(), None).to_dict("records"):
        for name in same:
            assert row[name] in {getattr(item, name) for item in held[row["citation_id"]]}
        place = (row["volume"], row["issue"], row["pages"])
        assert place in {(item.volume, item.issue, item.pages) for item in held[row["citation_id"]]}


@QUICK
@given(sets_with_answers())
def test_twice_gives_the_same(drawn):
    records, said = drawn
    once, again = (deduplicate(frame(records), settle(said)) for _ in range(2))
    assert once[0].equals(again[0])
    assert once[1].equals(again[1])


@QUICK
@given(sets_with_answers())
def test_what_a_person_called_different_is_never_united(drawn):
    records, said = drawn
    _, citation = verdicts(records, said)
    for a, b in settle(said).apart:
        assert citation[a] != citation[b]


@QUICK
@given(sets_with_answers())
def test_what_people_called_the_same_is_united_unless_refused(drawn):
    records, said = drawn
    pairs, citation = verdicts(records, said)
    verdict = {frozenset(two): found[0] for two, found in pairs.items()}
    for a, b in settle(said).same:
        assert verdict[frozenset((a, b))] in {"duplicate", "refused"}
        assert (citation[a] == citation[b]) == (verdict[frozenset((a, b))] == "duplicate")


@QUICK
@given(sets_with_answers())
def test_citations_are_what_the_linked_pairs_connect(drawn):
    records, said = drawn
    pairs, citation = verdicts(records, said)
    linked = [two for two, found in pairs.items() if found[0] == "duplicate"]
    reach = {item.record_id: {item.record_id} for item in records}
    for a, b in linked:
        joined = reach[a] | reach[b]
        for id in joined:
            reach[id] = joined
    for a, b in combinations(citation, 2):
        assert (citation[a] == citation[b]) == (b in reach[a])


def test_thousands_of_records_with_one_title_are_not_compared_all_with_all():
    """Pairs grow with the records, not with their square: 3,000 editorials would make 4.5 million."""
    from tamis.dedupe.block import candidate_pairs
    from tamis.dedupe.keys import keys_of

    n = 3000
    for item in (
        {"title": "Editorial"},
        {"title": ""},
        {"title": "Going home from care: a study of 12 families", "authors": "Marlow, A.", "year": 2014},
        {"title": "Abstracts of the meeting on care", "doi": "10.5555/supplement"},
    ):
        a, b = candidate_pairs(keys_of(frame([record(f"r{at:04d}", at, **item) for at in range(n)])))
        assert len(a) <= 10 * n
        assert (a < b).all()


def test_identical_records_by_the_thousand_are_one_citation():
    item = {"title": "Going home from care: a study of 12 families", "authors": "Marlow, A.", "year": 2014}
    records = [record(f"r{at:04d}", at, journal="Annals of Care", **item) for at in range(500)]
    assert set(verdicts(records)[1].values()) == {"r0000"}
