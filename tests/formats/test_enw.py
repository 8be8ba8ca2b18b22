"""EndNote's tagged text, as EndNote, AIS eLibrary, Rayyan and Refer write it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.formats import enw, recognise
from tamis.formats.content import Content
from tamis.formats.entry import Entry, Raw
from told import untold


def test_text_in_paragraphs_lists_in_lines_and_a_tag_of_its_own(read):
    reading = read("enw_paragraphs_and_unknown_tags.enw")
    assert (reading.format, reading.markers, reading.flaws, reading.strays) == (enw.NAME, 2, (), ())
    first, second = reading.entries
    assert first == Entry(
        ordinal=1,
        line=1,
        source_id="31234567",
        type="Journal Article",
        title="Returning home from care",
        authors="Alder, Ines; Birch, Tom; World Health Organization",
        year=2019,
        journal="Made-up Studies",
        volume="12",
        issue="3",
        pages="101-117",
        doi="10.5555/enw.1",
        pmid="31234567",
        accession="31234567",
        issn="1234-5678",
        abstract="First paragraph. 50% of the second one, which goes on.",
        keywords="home; care; return",
        url="https://example.org/1",
        language="English",
    )
    assert (second.line, second.title, second.journal, second.pages) == (
        27,
        "A chapter",
        "The book",
        "iii-xi",
    )


def test_a_tag_that_nobody_knows_is_an_extra_with_its_line(tmp_path):
    path = tmp_path / "export"
    path.write_text("%0 Journal Article\n%T One\n\n%q kept\n%Z a note\n")
    (raw,) = enw.scan(Content(path))
    assert enw.COLUMNS.extras(raw, enw.COLUMNS.entry(1, raw)) == [(4, "q", "kept"), (5, "Z", "a note")]


def test_blank_lines_part_entries_where_a_file_does_not_begin_with_a_type(read):
    reading = read("enw_parted_by_blank_lines.txt")
    assert (reading.markers, reading.flaws, reading.strays) == (3, (), ())
    assert [(entry.line, entry.type, entry.title) for entry in reading.entries] == [
        (1, "Journal Article", "Title before the type"),
        (14, "", "No type and no author"),
        (19, "Thesis", "Type again"),
    ]
    first, _, third = reading.entries
    assert (first.authors, first.year, first.journal) == ("Alder, Ines", 2021, "Made-up Quarterly")
    assert first.abstract == "One paragraph, and another."
    assert (third.authors, third.year) == ("Birch, Tom", 2017)


def test_an_entry_without_a_type_among_others_is_one_and_is_flagged(read):
    reading = read("enw_missing_type.enw")
    assert [(entry.line, entry.title, entry.authors) for entry in reading.entries] == [
        (1, "First", "Alder, Ines"),
        (6, "Second, which has no type", "Birch, Tom"),
        (9, "Third", "Ced"),
    ]
    assert reading.markers == 2
    assert [(flaw.line, flaw.text) for flaw in reading.flaws] == [(6, "the entry has no %0")]


def test_authors_in_one_field_and_an_organisation_with_and_in_its_name(read):
    first, second = read("enw_all_authors_in_one.enw").entries
    assert first.authors == "Alder, Ines; Birch, Tom; Department of Health and Social Care"
    assert (first.keywords, first.issn) == ("one -- two; three; four", "1234-5678; 8765-4321")
    assert (second.line, second.authors) == (9, "Cedar, Eva; Dogwood, Max")


def test_two_titles_in_one_entry_are_told(read):
    (flaw,) = read("%0 Journal Article\n%T One\n%A Alder, I\n%T Two\n%A Birch, T\n").flaws
    assert (flaw.line, flaw.text) == (4, "a second title: these may be two entries")


def test_refer_without_any_type_begins_with_an_author(read):
    reading = read("\n\n%A Alder, I\n%T One\n%D 2019\n\n%A Birch, T\n%T Two\n%D 2020\n")
    assert [(entry.line, entry.title) for entry in reading.entries] == [(3, "One"), (7, "Two")]
    assert (reading.markers, reading.flaws) == (2, ())


def test_text_before_the_first_entry_is_told_and_skipped(read):
    reading = read("Exported by hand\n%0 Book\n%T One\n")
    assert [(stray.line, stray.text) for stray in reading.strays] == [(1, "Exported by hand")]
    assert [(entry.line, entry.title) for entry in reading.entries] == [(2, "One")]


def test_entries_double_spaced_stay_whole(read):
    reading = read("%0 Book\r\r\n%A Alder, I\r\r\n%T One\r\r\n\r\r\n%0 Book\r\r\n%T Two\r\r\n")
    assert [(entry.title, entry.authors) for entry in reading.entries] == [("One", "Alder, I"), ("Two", "")]
    assert (reading.markers, reading.flaws) == (2, ())


@pytest.mark.parametrize(
    "text",
    [
        "%T only a title\n",
        "% a comment\n%A\n",
        "%PDF-1.7\n%T x\n",
        "100\n%0.5 of\n",
        "@article{a,\n%T x\n}\n",
    ],
)
def test_what_only_looks_like_it_is_not_taken(tmp_path, text):
    path = tmp_path / "export"
    path.write_text(text)
    assert not enw.recognise(Content(path))


letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters="\ufeff")
words = st.text(letters, min_size=1, max_size=20).filter(lambda text: text.strip())
text_lines = st.lists(words.filter(lambda text: not text.startswith("%")), min_size=1, max_size=3)


def plain(text):
    return re.sub(r"\s+", "", text)


@given(st.lists(st.tuples(words, text_lines), min_size=1, max_size=5), st.booleans(), st.booleans())
def test_nothing_is_lost_whatever_the_text_says(tmp_path_factory, entries, typed, loose):
    between = "\n\n" if loose else "\n"
    text = "\n\n".join(
        ("%0 Book\n" if typed else "") + f"%T {title}\n%D 2019\n%X {between.join(abstract)}"
        for title, abstract in entries
    )
    path = tmp_path_factory.getbasetemp() / "enw"
    path.write_text(text, encoding="utf-8", newline="")
    content = Content(path)
    assert recognise(content) is enw
    found = list(enw.scan(content))
    assert enw.count_markers(content) == len(found) == len(entries)
    assert [(plain(raw.get("T")), plain(raw.get("X"))) for raw in found] == [
        (plain(title), plain("".join(abstract))) for title, abstract in entries
    ]
    assert not any(raw.flaws for raw in found)


pieces = st.sampled_from(
    [
        "%0 Book\n",
        "%0\n",
        "%T a\n",
        "%A b\n",
        "%D 2019\n",
        "\n",
        "  \n",
        "text\n",
        "%",
        "%0",
        "%T",
        "\x01",
        "%0 \x01\n",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(pieces, max_size=14).map("".join)))
def test_anything_is_read_and_no_entry_that_was_counted_is_lost(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "enw-any"
    path.write_bytes(text.encode("utf-8", "replace"))
    content = Content(path)
    read = list(enw.scan(content))
    raws = [found for found in read if isinstance(found, Raw)]
    for raw in raws:
        enw.COLUMNS.extras(raw, enw.COLUMNS.entry(1, raw))
    assert not untold(content, r"%0 [^\x01]", read)
    assert [raw.line for raw in raws] == sorted({raw.line for raw in raws})


def test_blank_lines_part_entries_also_where_the_file_is_read_in_parts(read):
    reading = read("\n\n".join(f"%A Alder, I\n%T {number} {'x' * 700}" for number in range(500)) + "\n")
    assert (reading.markers, len(reading.entries), reading.flaws) == (500, 500, ())
