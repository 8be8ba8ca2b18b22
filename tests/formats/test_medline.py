"""MEDLINE, as PubMed and ERIC write it, and what goes wrong in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.formats import medline
from tamis.formats.content import Content
from tamis.formats.entry import Entry, Flaw, Raw
from tamis.formats.reading import Export
from told import untold


def test_pubmed_continues_lines_and_marks_its_doi(read):
    reading = read("medline_pubmed.nbib")
    first, second = reading.entries
    assert (reading.format, reading.markers, reading.flaws) == ("MEDLINE (nbib)", 2, ())
    assert first == Entry(
        ordinal=1,
        line=2,
        source_id="55550040",
        type="Journal Article; Review",
        title="A title that is so long that it goes on in the next line.",
        authors="Alder, Ines Maria; Birch, Suse",
        year=2001,
        journal="Made-up medicine",
        volume="7",
        issue="2",
        pages="1001-9",
        doi="10.5555/med.1",
        pmid="55550040",
        accession="55550040",
        issn="5555-0033 (Electronic); 5555-0034 (Linking)",
        abstract="An abstract in two lines.",
        keywords="home; Child, Foster/*psychology",
        language="eng",
    )
    assert (second.authors, second.journal, second.doi) == ("Cedar, V; Dogwood, HM", "Old J", "10.5555/old.3")


def test_a_pubmed_entry_that_has_nothing_but_its_id_is_kept(read):
    reading = read("PMID- 1\n\nPMID- 2\nTI  - Two\n\nPMID- 3\n")
    assert [entry.pmid for entry in reading.entries] == ["1", "2", "3"]


def test_eric_writes_medline_without_pubmed_ids(read):
    reading = read("medline_eric_without_pmid.nbib")
    assert [entry.accession for entry in reading.entries] == ["EJ5550017", "ED5550018"]
    assert reading.markers == 2


def test_a_book_of_a_group_without_a_title_of_its_own(read):
    (entry,) = read("medline_book_without_author_names.nbib").entries
    assert (entry.title, entry.authors, entry.year) == ("A book of homes", "The Home Group", 2001)
    assert (entry.doi, entry.issn, entry.url) == ("", "9780000000001", "")


def test_two_entries_that_became_one_are_told(read):
    reading = read("medline_second_title.nbib")
    assert [entry.pmid for entry in reading.entries] == ["11111111", "22222222"]
    assert reading.flaws == (Flaw(6, "a second title: these may be two entries"),)


def test_a_line_without_a_tag_is_kept_and_flagged(read):
    reading = read("medline_line_without_a_tag.nbib")
    (entry,) = reading.entries
    assert (entry.title, entry.year, entry.pages) == ("A title that somebody broke", 2019, "1-9")
    assert [flaw.line for flaw in reading.flaws] == [3]


def test_doi_is_the_identifier_that_is_marked_as_one(read):
    (entry,) = read("PMID- 1\nLID - S1(10.5555/other) [pii]\nLID - 10.5555/own [doi]\n").entries
    assert entry.doi == "10.5555/own"


def test_lone_returns_and_marks_in_files_put_together(read):
    reading = read("\ufeffPMID- 1\r\nAB  - one\r      two\r\n\r\n\ufeffPMID- 2\r\nTI  - B\r\n")
    assert [(entry.pmid, entry.abstract) for entry in reading.entries] == [("1", "one two"), ("2", "")]
    assert (reading.markers, reading.flaws) == (2, ())


def test_tags_that_no_column_holds_are_extras():
    content = Content(b"PMID- 1\nTI  - A\nXYZ - unknown\n      and more\nSTAT- MEDLINE\nCI  - 1\n")
    (raw,) = medline.scan(content)
    assert medline.COLUMNS.extras(raw, medline.COLUMNS.entry(1, raw)) == [
        (3, "XYZ", "unknown\n      and more"),
        (5, "STAT", "MEDLINE"),
        (6, "CI", "1"),
    ]


lines = st.one_of(
    st.sampled_from(
        ["PMID- 1", "PMID-", "PMID - 2", "OWN - NLM", "TI  - A", "TI-B", "      more", "", "text", "AU  -"]
    ),
    st.text(max_size=12),
)


@settings(deadline=None)
@given(st.lists(lines), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_lines_no_entry_is_lost_in_silence(found, ending):
    content = Content(ending.join(["PMID- 12345678", *found]).encode("utf-8", "replace"))
    assert medline.recognise(content) is not None
    export = Export(content, medline)
    read = list(export.raw())
    assert len(list(export.entries())) == sum(isinstance(item, Raw) for item in read) >= 1
    assert not untold(content, "PMID ?-", read)
