"""Record ids: decisions name them, so they must come out the same for ever."""

import re
from collections import Counter
from dataclasses import astuple, replace

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tamis.formats.batches import Rows
from tamis.formats.entry import Entry
from tamis.ids import normalised, record_ids, table_ids
from tamis.tables import Search

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


def ids(records, file="{}.ris", update=None):
    """The id of each record; those of one source come from one export."""
    return record_ids(found(records, file, update))


def found(records, file="{}.ris", update=None):
    return [(Search(file.format(source), source, update=update), entry) for source, entry in records]


def by_content(records):
    """What each id names, wherever it stands in a file."""
    return Counter(
        (id, source, astuple(replace(entry, ordinal=0, line=0)))
        for id, (source, entry) in zip(ids(records), records, strict=True)
    )


def test_ids_that_were_given_once_never_change():
    entry = Entry(1, 1, title="A title", authors="Alder, A; Birch, B", year=2001)
    given = [("Scopus", replace(entry, accession="2-s2.0-1")), ("Scopus", entry), ("Scopus", entry)]
    assert ids(given) == ["rwk4claxo3j", "r3wgya3to4i", "r3wgya3to4i-2"]


def test_equal_ones_without_a_year_keep_their_numbers():
    entry = Entry(1, 1, title="A title", authors="Alder, A")
    given = [("S", replace(entry, volume=volume)) for volume in "1234"]
    assert ids(given) == ["rxc6mfruidy-3", "rxc6mfruidy", "rxc6mfruidy-4", "rxc6mfruidy-2"]


@given(searched)
def test_ids_are_unique_and_fit_for_a_cell(records):
    made = ids(records)
    assert len(set(made)) == len(records)
    assert all(re.fullmatch(r"r[a-z2-7]{10}(-\d+)?", id) for id in made)


@given(st.data(), searched)
def test_the_order_of_records_in_an_export_changes_no_id(data, records):
    shuffled = data.draw(st.permutations(records))
    assert by_content(shuffled) == by_content(records)


@given(searched, searched)
def test_a_later_search_takes_no_id_from_an_earlier_one(records, more):
    before = found(records)
    both = record_ids(before + found(more, "later_{}.ris"))
    assert both[: len(records)] == record_ids(before)


@given(searched, searched)
def test_an_update_takes_no_id_from_an_earlier_round_wherever_it_stands_in_the_log(records, more):
    before = found(records)
    both = record_ids(found(more, "update_{}.ris", update=1) + before)
    assert both[len(more) :] == record_ids(before)


loose = st.lists(
    entries | st.builds(Entry, st.just(1), st.just(1), title=st.text(max_size=3)), min_size=1, max_size=6
)


def of_table(files):
    """The ids of loose files, each given as its name and entries, and the content of each record."""
    parts = [
        Rows(entries)
        .table.append_column("source_file", pa.repeat(name, len(entries)))
        .append_column("source", pa.repeat(name, len(entries)))
        for name, entries in files
    ]
    found = table_ids(pa.concat_tables(parts)).to_pylist()
    return [
        (id, astuple(replace(entry, ordinal=0, line=0)))
        for id, entry in zip(found, (entry for _, entries in files for entry in entries), strict=True)
    ]


@given(st.lists(loose, min_size=1, max_size=3), st.data())
def test_neither_names_nor_the_order_of_loose_files_change_an_id(files, data):
    made = of_table([(f"{number}.ris", entries) for number, entries in enumerate(files)])
    assert len({id for id, _ in made}) == len(made)
    assert all(re.fullmatch(r"r[a-z2-7]{10}(-\d+)?", id) for id, _ in made)
    order = data.draw(st.permutations(files))
    assert Counter(of_table([("export.ris", entries) for entries in order])) == Counter(made)


@given(loose, loose)
def test_a_loose_file_that_is_added_changes_no_id_but_of_records_equal_in_what_names_a_paper(entries, more):
    def naming(content):
        entry = Entry(*content)
        names = (entry.accession, entry.title, entry.authors, entry.year, entry.journal, entry.volume)
        return [normalised(str(value)) for value in (*names, entry.pages, entry.doi)]

    added = [naming(astuple(entry)) for entry in more]
    before, after = of_table([("b", entries)]), of_table([("a", more), ("b", entries)])[len(more) :]
    for was, now in zip(before, after, strict=True):
        assert was == now or naming(now[1]) in added


def test_ids_of_loose_files_that_were_given_once_never_change():
    entry = Entry(1, 1, title="A title", authors="Alder, A; Birch, B", year=2001)
    given = [replace(entry, accession="2-s2.0-1"), entry, entry, replace(entry, year=None)]
    made = ["rzrsvfscr2l", "r3ftczyvjga", "r3ftczyvjga-2", "r5kl6gjbepb"]
    assert [id for id, _ in of_table([("a.ris", given)])] == made


def test_an_address_that_changes_with_each_download_changes_no_id():
    pair = [Entry(1, 1, title="A", abstract=text) for text in ("one", "two")]
    for url in ("session=1", "session=2", "session=3", "session=4"):
        assert ids([("S", replace(pair[0], url=url)), ("S", pair[1])]) == ids(
            [("S", entry) for entry in pair]
        )


@given(
    st.sampled_from(["abstract", "keywords", "type", "source_id", "language", "issn"]), st.text(max_size=5)
)
def test_what_does_not_name_a_paper_exchanges_no_ids(column, text):
    pair = [Entry(1, 1, title="A", volume=volume) for volume in ("1", "2")]
    assert ids([("S", replace(pair[0], **{column: text})), ("S", pair[1])]) == ids(
        [("S", one) for one in pair]
    )


def test_the_signs_in_what_names_a_paper_exchange_no_ids():
    pair = [Entry(1, 1, title="A", pages=pages) for pages in ("1-5", "7-9")]
    for written in ("1–5", "1 - 5", "1--5"):
        changed = [replace(pair[0], pages=written), pair[1]]
        assert ids([("S", one) for one in changed]) == ids([("S", one) for one in pair])


def test_an_accession_number_counts_and_not_the_text():
    one = Entry(1, 1, accession="WOS:1", title="A title")
    assert ids([("W", one)]) == ids([("W", replace(one, title="A <i>title</i>", year=2001))])
    assert ids([("W", one)]) != ids([("X", one)])


def test_titles_are_compared_without_markup_accents_and_punctuation():
    assert (
        normalised("Caf&eacute; <i>au</i> lait: pH < 7!")
        == normalised("CAFE au lait – pH<7")
        == "cafeaulaitph7"
    )
