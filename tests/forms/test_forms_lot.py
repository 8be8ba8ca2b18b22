"""Who is to screen what: even loads, drawn by lot, and never changed afterwards."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.forms.screening.lot import PILOT, Draw, Share, allocate, allocated, batch_order, loads
from tamis.tables import Allocation

PEOPLE = ("R1", "R2", "R3", "R4", "R5")


def ids(count, start=0):
    return [f"r{number:010}" for number in range(start, start + count)]


draws = st.builds(
    Draw,
    stage=st.sampled_from(("title_abstract", "full_text")),
    method=st.sampled_from(("everyone", "lead", "pairs")),
    reviewers=st.sampled_from((PEOPLE[:3], PEOPLE[:4], PEOPLE)),
    needed=st.integers(1, 2),
    lead=st.just("R2"),
    seed=st.integers(0, 10**9),
    pilot=st.integers(0, 30),
)


@given(draws, st.integers(0, 200))
def test_loads_differ_by_one_at_most_and_each_citation_goes_to_as_many_as_must(draw, count):
    found = allocate(draw, ids(count), {})
    assert {*found} == {*ids(count)}
    pilot = [share for share in found.values() if share.batch == PILOT]
    assert len(pilot) == min(draw.pilot, count)
    assert all(share.reviewers == draw.reviewers for share in pilot)
    load = loads(found.values(), draw.others)
    assert not load or max(load.values()) - min(load.values()) <= 1
    for share in found.values():
        assert len({*share.reviewers}) == len(share.reviewers) >= draw.needed
        if share.batch != PILOT:
            assert {*draw.always} <= {*share.reviewers}
            assert len(share.reviewers) == len(draw.always) + draw.drawn


@given(draws, st.integers(0, 100), st.integers(0, 100))
def test_what_is_allocated_stays_and_what_comes_later_evens_the_loads(draw, first, more):
    before = allocate(draw, ids(first), {})
    added = allocate(draw, ids(first + more), before)
    assert {*added} == {*ids(more, first)}
    both = {**before, **added}
    load = loads(both.values(), draw.others)
    assert not load or max(load.values()) - min(load.values()) <= 1
    if before:
        assert not any(share.batch == PILOT for share in added.values())
    groups = {}
    for share in both.values():
        if share.batch != PILOT:
            assert groups.setdefault(share.batch, {*share.reviewers}) == {*share.reviewers}


@given(draws, st.integers(1, 60), st.randoms(use_true_random=False))
def test_the_lot_does_not_depend_on_the_order_of_citations(draw, count, random):
    mixed = ids(count)
    random.shuffle(mixed)
    assert dict(allocate(draw, mixed, {})) == dict(allocate(draw, ids(count), {}))


@given(draws, st.lists(st.integers(0, 4), max_size=60), st.integers(1, 60))
def test_uneven_loads_are_made_up_for_first(draw, whose, more):
    before = {id: Share((PEOPLE[who],), "1") for id, who in zip(ids(60), whose, strict=False)}
    added = allocate(draw, ids(more, 100), before)
    old, new = loads(before.values(), draw.others), loads(added.values(), draw.others)
    both = {id: old[id] + new[id] for id in draw.others}
    if draw.others:
        spread = max(old.values()) - min(old.values())
        assert max(both.values()) - min(both.values()) <= max(1, spread)
    if draw.drawn == 1:  # nobody gets anything while somebody else has two fewer
        assert all(not new[id] or both[id] <= min(both.values()) + 1 for id in draw.others)


@pytest.mark.parametrize(("seed", "first"), [(7, "rb"), (3, "rd")])
def test_the_lot_is_the_same_everywhere(seed, first):
    """The least of the four hashes that `printf "7\\ntitle_abstract\\nra" | b2sum -l 64` and so on give."""
    draw = Draw("title_abstract", "pairs", PEOPLE, 2, seed=seed, pilot=1)
    found = allocate(draw, ["ra", "rb", "rc", "rd"], {})
    assert [id for id, share in found.items() if share.batch == PILOT] == [first]


def test_another_seed_is_another_lot_and_a_stage_has_its_own():
    draw = Draw("title_abstract", "pairs", PEOPLE, 2)
    lots = [allocate(each, ids(100), {}) for each in (draw, replace(draw, seed=1), replace(draw, stage="x"))]
    assert lots[0] != lots[1] != lots[2] != lots[0]
    pairs = Counter(share.reviewers for share in lots[0].values())
    assert len(pairs) == 10  # all pairs of five occur


def test_batches_are_numbered_by_who_they_go_to():
    lead = Draw("title_abstract", "lead", PEOPLE, 2, lead="R3", pilot=5)
    found = allocate(lead, ids(45), {})
    assert {share.reviewers: share.batch for share in found.values()} == {
        PEOPLE: PILOT,
        ("R1", "R3"): "1",
        ("R2", "R3"): "2",
        ("R3", "R4"): "3",
        ("R3", "R5"): "4",
    }
    assert [*dict.fromkeys(share.batch for share in found.values())] == [PILOT, "1", "2", "3", "4"]
    # R2 has left, R6 has come. No number comes back: agreement by batch does not mix two searches.
    later = allocate(replace(lead, reviewers=("R1", "R3", "R4", "R5", "R6")), ids(145), found)
    assert {share.batch: share.reviewers for share in later.values()} == {
        "5": ("R1", "R3"),
        "6": ("R3", "R4"),
        "7": ("R3", "R5"),
        "8": ("R3", "R6"),
    }
    everyone = allocate(replace(lead, method="everyone", pilot=0), ids(3), {})
    assert {*everyone.values()} == {Share(PEOPLE, "1")}


def test_a_lead_has_somebody_beside_them_even_where_one_decision_is_enough():
    found = allocate(Draw("full_text", "lead", PEOPLE[:3], 1, lead="R1"), ids(9), {})
    assert {share.reviewers for share in found.values()} == {("R1", "R2"), ("R1", "R3")}
    three = allocate(Draw("full_text", "lead", PEOPLE[:4], 3, lead="R1"), ids(9), {})
    assert {len(share.reviewers) for share in three.values()} == {3}


def test_too_few_reviewers_are_an_error():
    with pytest.raises(ValueError, match="2 are to be drawn of 1"):
        allocate(Draw("full_text", "pairs", ("R1",), 2), ids(1), {})


def test_a_citation_is_allocated_whichever_of_its_records_the_row_names():
    rows = [
        Allocation(record="rb", stage="title_abstract", reviewers="R1; R2", batch="2"),
        Allocation(record="ra", stage="full_text", reviewers="R5", batch="1"),
        Allocation(record="ra", stage="title_abstract", reviewers="R2;R3", batch="pilot"),
        Allocation(record="gone", stage="title_abstract", reviewers="R4", batch="1"),
    ]
    of = {"ra": "ra", "rb": "ra", "rc": "rc"}
    assert allocated(rows, "title_abstract", of) == {"ra": Share(("R1", "R2", "R3"), "2")}
    draw = Draw("title_abstract", "everyone", PEOPLE, 2)
    assert [*allocate(draw, ["ra", "rc"], allocated(rows, "title_abstract", of))] == ["rc"]


def test_batches_come_in_order():
    assert sorted(["", "10", "new", "2", PILOT], key=batch_order) == [PILOT, "2", "10", "new", ""]
