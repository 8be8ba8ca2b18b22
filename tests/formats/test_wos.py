"""Web of Science's tagged text, as its databases and others write it, and what goes wrong in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.formats import wos
from tamis.formats.content import Content
from tamis.formats.entry import Entry, Raw, Stray
from tamis.formats.reading import Export

SAMPLES = Path(__file__).parent / "samples"


def test_web_of_science_prefers_full_names_and_continues_lines(read):
    reading = read("wos_savedrecs.txt")
    first, second = reading.entries
    assert (reading.format, reading.markers, reading.flaws) == ("Web of Science (tagged)", 2, ())
    assert first == Entry(
        ordinal=1,
        line=3,
        source_id="WOS:000455039600059",
        type="Article",
        title="Do magnets help?",
        authors="Alder, Ines; Birch, Fay",
        year=2019,
        journal="SCIENCE OF MAGNETS",
        volume="656",
        pages="598-607",
        doi="10.5555/magnet.1",
        pmid="15170339",
        accession="WOS:000455039600059",
        issn="0048-9697; 1879-1026",
        abstract="IT IS SO.",
        keywords="Magnet; Help; MAGNETIC HELP; HELP",
        language="English",
    )
    assert (second.authors, second.year, second.pages) == ("Cedar, C", 2025, "100766")


@pytest.mark.parametrize("cut", range(1, 400, 7))
def test_wherever_a_file_is_cut_what_came_before_is_kept(read, cut):
    whole = (SAMPLES / "wos_savedrecs.txt").read_bytes()
    rest = whole[:-cut]
    reading = read(rest)
    count = rest.count(b"\nPT ")
    assert len(reading.entries) == reading.markers == count
    assert bool(reading.flaws) == (rest.count(b"\nER") < count)
    if count == 2:
        assert replace(reading.entries[0], flaws=()) == read(whole).entries[0]


def test_scielo(read):
    reading = read("wos_scielo.txt")
    (entry,) = reading.entries
    assert (entry.authors, entry.title) == ("Alder-Birch, Inés; Cedro, Fe", "La vuelta a casa")
    assert (entry.journal, entry.pages, entry.year) == ("Revista Inventada", "286-291", 2024)
    assert (entry.accession, reading.markers, reading.flaws) == ("SCIELO:S1728-59172024000400286", 1, ())


def test_zoological_record_with_an_address_behind_a_name(read):
    (entry,) = read("wos_zoological_record.txt").entries
    assert (entry.accession, entry.pages, entry.year) == ("ZOOR15512090342", "duz039", 2019)
    assert entry.authors == "Alder, Andrew N.; Birch, Rodney B."
    assert entry.abstract == "One line and a second."


def test_inspec(read):
    (entry,) = read("wos_inspec.isi").entries
    assert (entry.accession, entry.type, entry.year) == ("9027814", "Journal Paper", 2006)
    assert entry.title == "Homes of light and waves of Ba/sub 2/O"


def test_an_entry_without_its_first_line_is_kept_and_flagged(read):
    reading = read("wos_entry_without_its_first_line.txt")
    assert [entry.title for entry in reading.entries] == ["One", "Two has lost its type", "Three"]
    assert [flaw.line for flaw in reading.flaws] == [8]
    assert reading.markers == 2  # the count differs, and somebody looks


def test_a_line_at_the_margin_that_is_no_tag_is_kept_and_flagged(read):
    reading = read("wos_text_that_is_not_indented.txt")
    (entry,) = reading.entries
    assert entry.abstract == ("A program put this abstract back to the margin. ER is not at the margin")
    assert [flaw.line for flaw in reading.flaws] == [6]


def test_text_behind_the_end_is_told(read):
    reading = read("FN Clarivate\nVR 1.0\nPT J\nTI A\nER\n\nEF\nand something else\n\nPT J\nTI B\nER\n")
    assert [entry.title for entry in reading.entries] == ["A", "B"]
    assert reading.strays == (Stray(8, "and something else"),)


def test_an_entry_whose_first_line_is_said_again_is_one(read):
    reading = read("FN Clarivate\nVR 1.0\n" + "PT J\n" * 20_000 + "TI A\nER\n\nPT J\nTI B\nER\n")
    assert [(entry.line, entry.title) for entry in reading.entries] == [(3, "A"), (20_006, "B")]


lines = st.one_of(
    st.sampled_from(
        ["PT J", "PT", "ER", "ER ", "EF", "TI A", "AU B, C", "   more", "", "text", "UT WOS:1", "FN x"]
    ),
    st.text(max_size=12),
)


@settings(deadline=None)
@given(st.lists(lines), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_lines_no_entry_is_lost_in_silence(found, ending):
    content = Content(ending.join(["FN Clarivate", "VR 1.0", *found]).encode("utf-8", "replace"))
    assert wos.recognise(content)
    export = Export(content, wos)
    raws = [raw for raw in export.raw() if isinstance(raw, Raw)]
    assert len(list(export.entries())) == len(raws)
    if len(raws) < export.count_markers():
        assert any(raw.flaws for raw in raws)
