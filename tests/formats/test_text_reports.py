"""The text reports of Ovid, Cochrane, ProQuest and Embase."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.formats import cochrane_text, embase_text, ovid_text, proquest_text, recognise
from tamis.formats.content import Content
from tamis.formats.entry import Entry, Raw, Stray

SAMPLES = Path(__file__).parent / "samples"


def flaws(reading):
    return [(flaw.line, flaw.text) for flaw in reading.flaws]


# --- Ovid ---------------------------------------------------------------------------------------


def test_ovid_with_a_strategy_before_and_references_in_an_entry(read):
    reading = read("ovid_text_strategy_and_references.txt")
    assert (reading.format, reading.markers, reading.flaws) == ("Ovid text", 2, ())
    first, second = reading.entries
    assert first == Entry(
        ordinal=1,
        line=9,
        source_id="01234567-201903000-00006",
        type="Research Articles",
        title="Returning home from care: a long title.",
        authors="Alder, Ines; Birch, Tom; Cedar, Eva",
        year=2019,
        journal="Made-up Studies",
        volume="7",
        issue="2",
        pages="1011-1022",
        doi="10.5555/ovid.1",
        accession="01234567-201903000-00006",
        issn="1234-5678",
        abstract="What the paper says.",
        keywords="home; care; return",
        language="English",
    )
    assert (second.line, second.accession, second.pmid) == (40, "31234567", "31234567")
    assert (second.authors, second.year, second.issn) == ("Elm, Oda; Fir, Per", 2020, "8765-4321")
    assert (second.journal, second.volume, second.issue, second.pages) == (
        "Made-up Reports",
        "12",
        "Suppl 1",
        "e12-9",
    )
    assert (second.doi, second.keywords) == ("10.5555/ovid.2", "Adult; *Home Care")
    assert [stray.line for stray in reading.strays] == [1, 2, 3, 4, 5, 7]


def test_ovid_keeps_references_as_an_extra():
    found = ovid_text.scan(Content(SAMPLES / "ovid_text_strategy_and_references.txt"))
    raw = next(item for item in found if isinstance(item, Raw))
    columns = ovid_text.COLUMNS
    extras = {tag: (line, value) for line, tag, value in columns.extras(raw, columns.entry(1, raw))}
    line, references = extras["References"]
    assert line == 25 and references.count("\n") == 1 and references.endswith("Another. Journal 40: 1-2.")


@pytest.mark.parametrize(
    ("source", "journal", "volume", "issue", "pages", "year"),
    [
        ("J. Foo. 12 Suppl 1:S3-9, 2019.", "J. Foo", "12 Suppl 1", "", "S3-9", 2019),
        ("Made-up Reviews. (3):CD001234, 2012.", "Made-up Reviews", "", "3", "CD001234", 2012),
        ("Foo.   28:1033-1044, April 2015.", "Foo", "28", "", "1033-1044", 2015),
        ("Child Foo. Vol 28(2) April 2015, 103-106.", "Child Foo", "28", "2", "103-106", 2015),
        ("Child Foo. Vol.28(2), 2015, pp. 103-106.", "Child Foo", "28", "2", "103-106", 2015),
        ("Child Foo. Vol 28, 2015.", "Child Foo", "28", "", "", 2015),
        ("Foo. 12 (3) (pp 123-130), 2019. Date of Publication: 2018.", "Foo", "12", "3", "123-130", 2019),
        ("Foo. 12(3) (no pagination), 2019. Article Number: 123.", "Foo", "12", "3", "", 2019),
        ("Foo Bar. 2019 Mar 12.", "Foo Bar", "", "", "", 2019),
        ("(2014). Book. 58 pp. Home: Press.", "(2014). Book. 58 pp. Home: Press.", "", "", "", 2014),
    ],
)
def test_ovid_sources_of_each_database(read, source, journal, volume, issue, pages, year):
    (entry,) = read(f"<1>\nTitle\n  One\nSource\n  {source}\n").entries
    assert (entry.journal, entry.volume, entry.issue) == (journal, volume, issue)
    assert (entry.pages, entry.year) == (pages, year)


def test_ovid_names_parted_by_two_spaces(read):
    (entry,) = read("<1>\nAuthors\n  Alder I.  van der Birch T.\n").entries
    assert entry.authors == "Alder, I.; van der Birch, T."


def test_ovid_citations_without_labels_are_kept_and_flagged(read):
    reading = read("<1>\nTitle\n  One\n\n<2>\nAlder I. Two. Foo. 12(3):1, 2019.\n\n<3>\n")
    assert len(reading.entries) == reading.markers == 3
    assert (6, "text without a label") in flaws(reading) and (8, "the entry is empty") in flaws(reading)


# --- Cochrane -----------------------------------------------------------------------------------


def test_cochrane_with_lone_returns_and_a_byte_order_mark(read):
    reading = read("cochrane_text_lone_returns_and_mark.txt")
    assert (reading.format, reading.markers, reading.flaws) == ("Cochrane Library text", 2, ())
    first, second = reading.entries
    assert first == Entry(
        ordinal=1,
        line=1,
        source_id="CD001234",
        title="Cafés for care leavers",
        authors="Alder, Ines M; Van der Birch, Tom; Made-up Study Group",
        year=2017,
        journal="Cochrane Database of Systematic Reviews",
        issue="2",
        doi="10.5555/14651858.cd001234.pub3",
        accession="CD001234",
        abstract="Background: What is known. AIM: to find out.",
        keywords="Adult; Home Care",
        url="http://example.org/CD001234",
    )
    assert (second.line, second.authors, second.pmid) == (19, "Cedar, E; Dogwood, Max", "31234567")
    assert (second.volume, second.issue, second.pages, second.type) == ("12", "3", "11-19", "Journal Article")


def test_cochrane_that_holds_less_than_it_says_and_breaks_off(read):
    reading = read("cochrane_text_cut_off.txt")
    assert [entry.title for entry in reading.entries] == ["First", "Second", "Fourth, cut o"]
    assert reading.markers == 3
    assert flaws(reading) == [
        (8, "after number 2 of 5 comes number 4"),
        (15, "the file ends with number 4 of 5"),
        (15, "the entry does not end with US, as all others do: it may have been cut off"),
    ]


def test_cochrane_exports_put_together_are_whole(read):
    text = "Record #1 of 1\nID: CN-1\nTI: One\n"
    assert read(text + "\n" + text).flaws == ()


# --- ProQuest -----------------------------------------------------------------------------------


def test_proquest_with_numbered_documents(read):
    reading = read("proquest_text_numbered.txt")
    assert (reading.format, reading.markers, reading.flaws) == ("ProQuest text", 2, ())
    first, second = reading.entries
    assert first == Entry(
        ordinal=1,
        line=12,
        source_id="123456789",
        type="Journal Article",
        title="Returning home from care",
        authors="Alder, Ines; Birch, Tom",
        year=2019,
        journal="Made-up Studies",
        volume="12",
        issue="3",
        pages="101-117",
        doi="10.5555/pq.1",
        accession="123456789",
        issn="12345678; 87654321",
        abstract="Background: what is known. Aim: to find out.",
        keywords="Home; Care; return",
        url="https://www.proquest.com/docview/123456789",
        language="English",
    )
    assert (second.title, second.journal, second.abstract) == ("A newspaper on care", "Made-up Times", "")
    assert [stray.text[:7] for stray in reading.strays] == [
        "Report ",
        "12 Marc",
        "Table o",
        "1. Retu",
        "2. A ne",
        "Contact",
    ]


def test_proquest_with_rules_alone_and_broken_off(read):
    reading = read("proquest_text_rules_only.txt")
    assert [(entry.line, entry.title, entry.accession) for entry in reading.entries] == [
        (3, "Returning home from care", "123456789"),
        (17, "Without a heading", "223456789"),
        (27, "Third, cut off", "323456789"),
    ]
    assert reading.markers == 3
    assert flaws(reading) == [
        (27, "the entry does not end with Database, as all others do: it may have been cut off")
    ]


# --- Embase -------------------------------------------------------------------------------------


def test_embase_with_a_title_in_capitals_that_goes_on_in_the_next_line(read):
    reading = read("embase_text_title_in_capitals.txt")
    assert (reading.format, reading.markers, reading.flaws) == ("Embase text", 2, ())
    first, second = reading.entries
    assert first == Entry(
        ordinal=1,
        line=1,
        source_id="L612345678",
        type="Article",
        title="A MADE-UP STUDY OF RETURNS HOME FROM CARE IN A LONG TITLE THAT GOES ON IN CAPITALS",
        authors="Alder, I.M.; van der Birch, T.",
        year=2024,
        journal="Made-up Studies",
        volume="73",
        issue="2",
        pages="e32158",
        doi="10.5555/emb.1",
        pmid="31234567",
        accession="L612345678",
        issn="1234-5678; 8765-4321",
        abstract="What the paper says, in a text that is wrapped, with p <0.05 in RECORD time.",
        keywords="home; care; human",
        language="English; French",
    )
    assert (second.line, second.pages, second.doi, second.accession) == (49, "S8-S9", "", "L612345679")


def test_embase_that_breaks_off(read):
    reading = read("embase_text_cut_off.txt")
    assert [(entry.title, entry.abstract) for entry in reading.entries] == [
        ("First", ""),
        ("Second", ""),
        ("Third", "A text that breaks o"),
    ]
    assert flaws(reading) == [
        (17, "the entry does not end with COPYRIGHT, as all others do: it may have been cut off")
    ]


def test_embase_that_ends_behind_a_label(read):
    reading = read("RECORD 1\nTITLE\n  One\nABSTRACT\n")
    assert flaws(reading) == [
        (1, "ABSTRACT is empty at the end of the file: the entry may have been cut off")
    ]


# --- all ----------------------------------------------------------------------------------------

FORMATS = (cochrane_text, embase_text, ovid_text, proquest_text)
WHOLE = {
    cochrane_text: "cochrane_text_lone_returns_and_mark.txt",
    embase_text: "embase_text_title_in_capitals.txt",
    ovid_text: "ovid_text_strategy_and_references.txt",
    proquest_text: "proquest_text_numbered.txt",
}


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_is_known_by_its_content_alone(format):
    assert recognise(Content(SAMPLES / WHOLE[format])) is format


@pytest.mark.parametrize(
    "text",
    [
        "Record #1 of 2\nProvider: Made-up\nContent: text\n",
        "RECORD 1\nsome text\n",
        "<1>\n\nAlder I. One. Foo. 2019.\n",
        "Document 1 of 2\n\nTitle: by another source\n",
        "1. Alder I. One. Foo. 2019;12(3):1-2.\n",
    ],
)
def test_what_only_looks_like_a_report_is_not_taken(tmp_path, text):
    path = tmp_path / "export"
    path.write_text(text)
    assert not any(format.recognise(Content(path)) for format in FORMATS)


def letters(text):
    return len("".join(text.split()))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_report_is_read_and_no_entry_is_lost_in_silence(tmp_path_factory, format, data):
    text = (SAMPLES / WHOLE[format]).read_bytes().decode("utf-8-sig").replace("\r", "\n")
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.lists(st.one_of(st.sampled_from(lines), st.text(max_size=12)), max_size=3)
        )
    text = "\n".join(lines)
    path = tmp_path_factory.getbasetemp() / "report"
    path.write_bytes(text[: data.draw(st.integers(0, len(text)))].encode("utf-8", "replace"))
    content = Content(path)
    found = list(format.scan(content))
    raws = [raw for raw in found if isinstance(raw, Raw)]
    for raw in raws:
        format.COLUMNS.extras(raw, format.COLUMNS.entry(1, raw))
    if format is not proquest_text:  # its count may see a title where no document begins
        assert len(raws) >= format.count_markers(content)
    # Every letter is in a field, its tag, or a stray; what may be missing is the colon behind a label.
    fields = [field for raw in raws for field in zip(raw.tags, raw.values, strict=True)]
    kept = sum(letters(tag + value) + 1 for tag, value in fields)
    kept += sum(letters(item.text) for item in found if isinstance(item, Stray))
    begin = format._LAYOUT.begin.match
    assert kept >= sum(letters(line) for line in content.text.split("\n") if not begin(line))
