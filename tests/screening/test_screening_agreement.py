"""Agreement: known answers from the literature and from R, and which votes it is about."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.screening.agreement import agreement, measures
from tamis.screening.decisions import numbered
from tamis.tables import Decision

SHARED = Path(__file__).parents[2].parent / "shared" / "reference" / "agreement"
needs_reference = pytest.mark.skipif(
    not SHARED.exists(), reason="../shared is not here: the reference values made with R are compared there"
)


def row(*cells: int):
    return measures("title_abstract", "R1", "R2", *cells)


def vote(reviewer: str, citation: str, decision: str) -> Decision:
    return Decision("title_abstract", citation, citation, reviewer, decision, place="log.csv:2")


@pytest.mark.parametrize(
    ("cells", "kappa", "ac1"),
    [
        # R: irrCAC 1.0 and vcd 1.4-11 on screening as it is, 2 % included by both
        ((20, 12, 18, 950), 0.556002841582, 0.96782669312),
        # one who never includes: kappa is 0 though they agree on 95 %
        ((0, 10, 0, 190), 0.0, 0.947437582129),
        # one category only: kappa is undefined, not 0 and not 1
        ((0, 0, 0, 100), None, 1.0),
        ((100, 0, 0, 0), None, 1.0),
        ((5, 0, 0, 5), 1.0, 1.0),
        ((0, 5, 5, 0), -1.0, -1.0),
        ((0, 0, 0, 0), None, None),
    ],
)
def test_coefficients(cells, kappa, ac1):
    found = row(*cells)
    assert found.kappa == (None if kappa is None else pytest.approx(kappa, abs=1e-12))
    assert found.ac1 == (None if ac1 is None else pytest.approx(ac1, abs=1e-12))


def test_specific_agreement():
    found = row(20, 12, 18, 950)
    assert found.both == 1000
    assert found.observed == pytest.approx(0.97)
    assert found.positive == pytest.approx(40 / 70)
    assert found.negative == pytest.approx(1900 / 1930)
    assert row(0, 0, 0, 100).positive is None


def references():
    for path in sorted(SHARED.glob("*.json")) if SHARED.exists() else []:
        data = json.loads(path.read_text())
        if data["type"] == "table_two_raters" and len(data["categories"]) == 2:
            yield pytest.param(data, id=path.stem)


@needs_reference
@pytest.mark.parametrize("data", list(references()))
def test_two_by_two_tables_as_r_computes_them(data):
    (a, b), (c, d) = data["table"]
    found, expected = row(a, b, c, d), data["expected"]

    def same(value, wanted):
        assert value == (None if wanted is None else pytest.approx(wanted, abs=1e-9))

    same(found.observed, expected["po"])
    same(found.kappa, expected["cohen_kappa"]["coef"])
    same(found.ac1, expected["gwet_ac1"]["coef"])
    same(found.positive, expected["positive_specific_agreement"])
    same(found.negative, expected["negative_specific_agreement"])


@needs_reference
def test_there_are_two_by_two_tables_to_compare():
    assert len(list(references())) >= 8


@needs_reference
def test_a_lead_and_a_rotating_second_pooled():
    data = json.loads((SHARED / "batches_lead_plus_rotating_second.json").read_text())
    words = {1: "include", 0: "exclude"}
    made = [
        vote(reviewer, str(rating["record"]), words[rating[reviewer]])
        for rating in data["ratings"]
        for reviewer in ("lead", "B", "C", "D")
        if rating[reviewer] is not None
    ]
    rows = {(r.reviewer_a, r.reviewer_b): r for r in agreement(numbered(made), ["lead", "B", "C", "D"])}
    assert list(rows) == [("lead", "B"), ("lead", "C"), ("lead", "D"), ("all", "all")]
    expected = data["expected"]["pooled_lead_vs_whoever_was_second"]
    pooled = rows["all", "all"]
    assert pooled.both == expected["n"] == sum(rows["lead", r].both for r in "BCD")
    assert pooled.kappa == pytest.approx(expected["cohen_kappa"]["coef"], abs=1e-9)
    assert pooled.ac1 == pytest.approx(expected["gwet_ac1"]["coef"], abs=1e-9)


def test_first_votes_count_and_a_maybe_is_an_include():
    made = [
        vote("R1", "a", "exclude"),
        vote("R1", "a", "include"),  # changed after talking to R2
        vote("R2", "a", "include"),
        vote("R1", "b", "duplicate"),
        vote("R1", "b", "maybe"),
        vote("R2", "b", "include"),
        vote("R1", "c", "include"),
        vote("team", "c", "exclude"),
    ]
    (found,) = agreement(numbered(made), ["R1", "R2", "R3"])
    assert (found.reviewer_a, found.reviewer_b, found.both) == ("R1", "R2", 2)
    assert (found.both_include, found.a_only, found.b_only, found.both_exclude) == (1, 0, 1, 0)


def test_all_pairs_are_added_up_where_there_are_two_or_more():
    made = [vote("R1", "a", "include"), vote("R2", "a", "include"), vote("R1", "b", "include")]
    assert [r.reviewer_a for r in agreement(numbered(made), ["R1", "R2", "R3"])] == ["R1"]
    made.append(vote("R3", "b", "exclude"))
    found = agreement(numbered(made), ["R1", "R2", "R3"])
    assert [(r.reviewer_a, r.reviewer_b, r.both, r.observed) for r in found] == [
        ("R1", "R2", 1, 1.0),
        ("R1", "R3", 1, 0.0),
        ("all", "all", 2, 0.5),
    ]


CELLS = st.tuples(*[st.integers(0, 60)] * 4)


@given(CELLS)
def test_it_does_not_matter_who_is_named_first(cells):
    a, b, c, d = cells
    one, two = row(a, b, c, d), row(a, c, b, d)
    for name in ("observed", "positive", "negative", "kappa", "ac1"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), abs=1e-12)


@given(CELLS)
def test_exchanging_the_words_exchanges_the_specific_agreements(cells):
    a, b, c, d = cells
    one, two = row(a, b, c, d), row(d, c, b, a)
    assert (one.positive, one.negative) == (two.negative, two.positive)
    assert one.kappa == pytest.approx(two.kappa, abs=1e-12)
    assert one.ac1 == pytest.approx(two.ac1, abs=1e-12)
    assert all(v is None or -1 - 1e-12 <= v <= 1 + 1e-12 for v in (one.kappa, one.ac1))
