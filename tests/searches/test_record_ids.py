"""Record ids: decisions name them, so they must come out the same for ever."""

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tamis.formats.entry import Entry
from tamis.searches.ids import normalised, record_ids

few = st.sampled_from(["", "a", "b", "C"])
entries = st.builds(
    Entry,
    ordinal=st.integers(1, 9),
    line=st.integers(1, 9),
    title=few,
    authors=few,
    year=st.sampled_from([None, 2001, 2002]),
    accession=st.sampled_from(["", "", "1", "2"]),
    abstract=few,
)
searched = st.lists(st.tuples(st.sampled_from(["Scopus", "PubMed"]), entries), max_size=12)


def by_content(records):
    """What each id names, wherever it stands in a file."""
    return Counter(
        (id, source, replace(entry, ordinal=0, line=0))
        for id, (source, entry) in zip(record_ids(records), records, strict=True)
    )


def test_ids_that_were_given_once_never_change():
    entry = Entry(1, 1, title="A title", authors="Alder, A; Birch, B", year=2001)
    given = [("Scopus", replace(entry, accession="2-s2.0-1")), ("Scopus", entry), ("Scopus", entry)]
    assert record_ids(given) == ["rwk4claxo3j", "r3wgya3to4i", "r3wgya3to4i-2"]


@given(searched)
def test_ids_are_unique_and_fit_for_a_cell(records):
    ids = record_ids(records)
    assert len(set(ids)) == len(records)
    assert all(re.fullmatch(r"r[a-z2-7]{10}(-\d+)?", id) for id in ids)


@given(st.data(), searched)
def test_the_order_of_records_changes_no_id(data, records):
    shuffled = data.draw(st.permutations(records))
    assert by_content(shuffled) == by_content(records)


@given(searched, searched)
def test_another_search_leaves_the_ids_of_other_works_alone(records, more):
    before, after = by_content(records), by_content(records + more)
    works = {id.split("-")[0] for id, _, _ in by_content(more)}
    kept = {key: n for key, n in before.items() if key[0].split("-")[0] not in works}
    assert kept.items() <= after.items()


def test_an_accession_number_counts_and_not_the_text():
    one = Entry(1, 1, accession="WOS:1", title="A title")
    assert record_ids([("W", one)]) == record_ids([("W", replace(one, title="A <i>title</i>", year=2001))])
    assert record_ids([("W", one)]) != record_ids([("X", one)])


def test_titles_are_compared_without_markup_accents_and_punctuation():
    assert (
        normalised("Caf&eacute; <i>au</i> lait: pH < 7!")
        == normalised("CAFE au lait – pH<7")
        == "cafeaulaitph7"
    )
