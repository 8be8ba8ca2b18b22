"""Which source found what: a small review counted by hand, and what holds of every review."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from source_reviews import Built, found, letters, reviews, small, tables

from tamis.sources.found import ALL, find, overlaps, share, summary, together, yields
from tamis.tables import STAGES, SourceYield

# Scopus found a b c d e, and in its update f g; PubMed a b f and a once more; www g h; another nothing.
# Included are a and f; b, d, g and h were sought too; c waits at the first stage, g and h at the second.
COLUMNS = (
    "records",
    "citations",
    "only_here",
    "included",
    "included_only_here",
    "open",
    "sensitivity",
    "precision",
)
EXPECTED = {
    ("Scopus", "title_abstract"): (10, 7, 3, 5, 1, 1, 5 / 6, 5 / 10),
    ("PubMed", "title_abstract"): (4, 3, 0, 3, 0, 0, 3 / 6, 3 / 4),
    ("www & <empty>", "title_abstract"): (0, 0, 0, 0, 0, 0, 0.0, None),
    ("www", "title_abstract"): (2, 2, 1, 2, 1, 0, 2 / 6, 2 / 2),
    (ALL, "title_abstract"): (16, 8, 4, 6, 2, 1, 1.0, 6 / 16),
    ("Scopus", "full_text"): (10, 7, 3, 2, 0, 2, 2 / 2, 2 / 10),
    ("PubMed", "full_text"): (4, 3, 0, 2, 0, 0, 2 / 2, 2 / 4),
    ("www & <empty>", "full_text"): (0, 0, 0, 0, 0, 0, 0.0, None),
    ("www", "full_text"): (2, 2, 1, 0, 0, 2, 0.0, 0.0),
    (ALL, "full_text"): (16, 8, 4, 2, 0, 3, 1.0, 2 / 16),
}


def test_a_small_review_counted_by_hand() -> None:
    rows = {(row.source, row.stage): row for row in yields(small())}
    assert {key: tuple(getattr(row, c) for c in COLUMNS) for key, row in rows.items()} == EXPECTED
    assert [row.kind for row in yields(small())][:5] == ["database", "database", "website", "website", ""]


def test_the_exports_of_one_source_are_one() -> None:
    of = small()
    assert of.names == ("Scopus", "PubMed", "www & <empty>", "www")
    assert [export.file for export in of.sources[0].exports] == ["0.ris", "3.ris"]
    assert letters(of, of.of("Scopus")) == "abcdefg"
    # g was found by the update of Scopus and by www: an update finds nothing that is only here by itself.
    assert letters(of, of.only("Scopus")) == "cde"


def test_pairs_and_combinations_counted_by_hand() -> None:
    pairs = [(r.source_a, r.source_b, r.both, r.share_a, r.share_b, r.included) for r in overlaps(small())]
    assert pairs == [
        ("Scopus", "PubMed", 3, 3 / 7, 1.0, 2),
        ("Scopus", "www & <empty>", 0, 0.0, None, 0),
        ("Scopus", "www", 1, 1 / 7, 1 / 2, 0),
        ("PubMed", "www & <empty>", 0, 0.0, None, 0),
        ("PubMed", "www", 0, 0.0, 0.0, 0),
        ("www & <empty>", "www", 0, None, 0.0, 0),
    ]
    sets = [(r.sources, r.n_sources, r.citations, r.included) for r in together(small())]
    assert sets == [
        ("Scopus", 1, 3, 0),
        ("Scopus; PubMed", 2, 3, 2),
        ("www", 1, 1, 0),
        ("Scopus; www", 2, 1, 0),
    ]


def test_the_search_summary_names_each_included_report_with_its_sources() -> None:
    exports, records, members, citations, exits = tables([("B", "xy"), ("A", "yz")], {"y": "in", "z": "in"})
    rows = summary(find(exports, records, members, exits), citations)
    assert [(row.title, row.sources, row.n_sources) for row in rows] == [("y", "B; A", 2), ("z", "A", 1)]


def test_the_record_of_each_source_is_known() -> None:
    assert small().records["r0.1"] == {"Scopus": "r0.1", "PubMed": "r1.1"}


def test_a_source_that_was_searched_in_several_ways_has_all_its_kinds() -> None:
    exports, records, members, _, exits = tables([("A", "a"), ("B", "b"), ("A", "c"), ("A", "d")], {})
    exports[0] = replace(exports[0], source_kind="register")
    exports[3] = replace(exports[3], source_kind="register")
    rows = yields(find(exports, records, members, exits))
    assert [row.kind for row in rows] == ["register; database", "database", ""] * 2


def test_what_was_excluded_after_appraisal_is_not_in_the_review() -> None:
    first, second = yields(found([("A", "abc")], {"a": "in", "b": "left"}))[::2]
    assert (first.included, second.included, second.sensitivity, second.open) == (2, 1, 1.0, 0)
    assert "excluded after appraisal" in str(SourceYield.__dataclass_fields__["included"].metadata["doc"])


def test_a_measure_of_nothing_is_empty_and_never_0() -> None:
    assert share(0, 0) is None and share(0, 4) == 0.0
    nobody_screened = yields(found([("A", "ab"), ("B", "b")], default="new"))
    for row in nobody_screened:
        assert row.sensitivity is None and row.precision == 0.0 and row.open == row.citations


def test_what_waits_is_not_excluded() -> None:
    waiting = found([("A", "abcd")], {"a": "new", "b": "sought", "c": "reading", "d": "out"})
    first, second = waiting.tally("title_abstract"), waiting.tally("full_text")
    assert (len(first.included), len(first.open)) == (2, 1)
    assert (len(second.included), len(second.open)) == (0, 3)
    assert waiting.waits and not found([("A", "a")], {"a": "in"}).waits


@pytest.mark.parametrize("fate", ["lost", "read", "left", "in"])
def test_every_report_that_was_sought_passed_title_and_abstract(fate: str) -> None:
    one = found([("A", "a")], {"a": fate})
    assert len(one.tally("title_abstract").included) == 1
    assert len(one.tally("full_text").included) == (fate == "in")


def test_a_review_without_searches_has_one_row_a_stage() -> None:
    rows = yields(found([]))
    assert [(r.source, r.records, r.citations, r.sensitivity, r.precision) for r in rows] == [
        (ALL, 0, 0, None, None)
    ] * 2


@given(reviews())
def test_what_holds_of_every_review(built: Built) -> None:
    exports, records, members, citations, exits = built
    of = find(exports, records, members, exits)
    # Each citation is in one combination of sources.
    assert sorted(of.of()) == sorted(citation.citation_id for citation in citations)
    assert sum(row.citations for row in together(of)) == len(citations)
    rows = yields(of)
    for stage in STAGES:
        *single, all_ = (row for row in rows if row.stage == stage)
        for row in (*single, all_):
            assert row.included_only_here <= row.only_here <= row.citations <= row.records
            assert row.included_only_here <= row.included
            assert row.included + row.open <= row.citations
            assert row.sensitivity is None or 0 <= row.sensitivity <= 1
            assert (row.precision is None) == (row.records == 0)
            assert row.precision is None or round(row.precision * row.records, 6) == row.included
        assert all_.sensitivity == (1 if all_.included else None)
        assert all_.only_here == sum(row.only_here for row in single)
        assert all_.records == sum(row.records for row in single)
        # Sources overlap, so that together they have no more than they have one by one, and no less than any.
        for name in ("citations", "included", "open"):
            numbers = [getattr(row, name) for row in single]
            assert max(numbers, default=0) <= getattr(all_, name) <= sum(numbers)


@given(reviews())
def test_pairs_counted_in_another_way(built: Built) -> None:
    exports, records, members, _, exits = built
    holder = {member.record_id: member.citation_id for member in members}
    by = {e.source: {holder[r.record_id] for r in records if r.source == e.source} for e in exports}
    rows = {(row.source_a, row.source_b): row for row in overlaps(find(exports, records, members, exits))}
    assert list(rows) == list(combinations(by, 2))
    for (a, b), row in rows.items():
        assert row.both == len(by[a] & by[b])
        assert row.share_a == (row.both / len(by[a]) if by[a] else None)
        assert row.share_b == (row.both / len(by[b]) if by[b] else None)


@given(reviews())
def test_the_order_of_the_records_changes_no_number(built: Built) -> None:
    exports, records, members, _, exits = built
    forwards = find(exports, records, members, exits)
    backwards = find(exports, records[::-1], members[::-1], exits[::-1])
    assert yields(forwards) == yields(backwards)
    assert together(forwards) == together(backwards)
