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
from told import untold

SAMPLES = Path(__file__).parent / "samples"


def test_web_of_science_prefers_full_names_and_continues_lines(read):
    reading = read("wos_savedrecs.txt")
    first, second = reading.entries
    assert (reading.format, reading.markers, reading.flaws) == ("Web of Science (tagged)", 2, ())
    assert first == Entry(
        ordinal=1,
        line=3,
        source_id="WOS:000555000000055",
        type="Article",
        title="Do magnets help?",
        authors="Alder, Ines; Birch, Fay",
        year=2001,
        journal="SCIENCE OF MAGNETS",
        volume="7",
        pages="101-109",
        doi="10.5555/magnet.1",
        pmid="55550020",
        accession="WOS:000555000000055",
        issn="5555-0011; 5555-0026",
        abstract="IT IS SO.",
        keywords="Magnet; Help; MAGNETIC HELP; HELP",
        language="English",
    )
    assert (second.authors, second.year, second.pages) == ("Cedar, C", 2021, "555057")


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
    assert (entry.journal, entry.pages, entry.year) == ("Revista Inventada", "101-105", 2024)
    assert (entry.accession, reading.markers, reading.flaws) == ("SCIELO:S5555-00232024000555022", 1, ())


def test_zoological_record_with_an_address_behind_a_name(read):
    (entry,) = read("wos_zoological_record.txt").entries
    assert (entry.accession, entry.pages, entry.year) == ("ZOOR55550000022", "abc001", 2001)
    assert entry.authors == "Alder, Ines N.; Birch, Tom B."
    assert entry.abstract == "One line and a second."


def test_inspec(read):
    (entry,) = read("wos_inspec.isi").entries
    assert (entry.accession, entry.type, entry.year) == ("5550052", "Journal Paper", 2001)
    assert entry.title == "Homes of light and waves of Zz/sub 2/O"


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
    assert wos.recognise(content) is not None
    export = Export(content, wos)
    read = list(export.raw())
    assert len(list(export.entries())) == sum(isinstance(item, Raw) for item in read)
    assert not untold(content, "PT ", read)
