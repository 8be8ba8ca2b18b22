"""Each dialect as its source writes it: what stands in each column, and where an entry begins."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.errors import Problems
from tamis.formats import FORMATS, tagged
from tamis.formats.columns import normal_doi, person
from tamis.formats.entry import Content, Entry
from tamis.formats.reading import read_export

SAMPLES = Path(__file__).parent / "samples"


def test_ovid_psycinfo_with_numbers_before_and_links_after(read):
    reading = read("ris_ovid_psycinfo.ris")
    assert (reading.format, reading.markers, reading.flaws) == ("RIS", 2, ())
    first, second = reading.entries
    assert first == Entry(
        ordinal=1,
        line=2,
        source_id="2019-11111-001",
        type="JOUR",
        title="Returning home from care.",
        authors="Alder, Ines A; Birch, Tom",
        year=2019,
        journal="Journal of Made-up Studies",
        doi="10.5555/abc.2019.1",
        accession="2019-11111-001",
        abstract="A study of returns.",
        url="http://ovidsp.ovid.com/ovidweb.cgi?T=JS&PAGE=reference&D=psyc16&NEWS=N&AN=2019-11111-001",
    )
    assert (second.line, second.title, second.pages, second.year) == (20, "A second paper.", "101-117", 2020)


def test_ebsco_with_accession_number_in_a_note_and_doi_in_l3(read):
    (entry,) = read("ris_ebsco.ris").entries
    assert (entry.accession, entry.doi, entry.pages) == ("0992879", "10.5555/ebsco.1", "212-231")
    assert (entry.journal, entry.abstract) == ("Made-up Studies, The", "What the paper says.")


def test_cochrane_with_a_preamble_and_two_spaces_after_the_dash(read):
    first, second = read("ris_cochrane.ris").entries
    assert (first.line, first.title, first.journal) == (5, "A trial", "Trials")
    assert (first.accession, first.pmid, first.pages) == ("CN-00778158", "21314913", "39")
    assert (second.ordinal, second.accession, second.pmid) == (2, "CN-02345678", "31314914")


def test_text_that_starts_with_er_or_ty_is_no_tag(read):
    reading = read("ris_text_that_starts_with_er_or_ty.ris")
    first, second = reading.entries
    assert first.title == "A title that goes on in the next line"
    assert first.abstract == (
        "In the emergency department ER visits were counted, ER then more of it, TY is no tag either, "
        "and the last paragraph."
    )
    assert first.keywords == "CONSERVATION; EROSION; UPLANDS"
    assert (second.title, second.line, reading.flaws) == ("Next", 15, ())


def test_an_entry_without_an_end_is_kept_and_flagged(read):
    reading = read("ris_missing_er.ris")
    assert [entry.title for entry in reading.entries] == ["First without an end", "Second", "Third, cut o"]
    assert reading.markers == 3
    assert [flaw.line for flaw in reading.flaws] == [1, 8]


def test_malformed_lines_are_read_as_meant_and_flagged(read):
    reading = read("ris_malformed.ris")
    assert [(entry.line, entry.title) for entry in reading.entries] == [
        (2, "Good one"),
        (6, "no spaces"),
        (10, "Third"),
    ]
    assert [flaw.line for flaw in reading.flaws] == [6, 7, 12]


def test_lone_returns_inside_a_value_and_marks_inside_a_file(read):
    reading = read("ris_lone_returns_and_marks.ris")
    first, second = reading.entries
    assert (first.abstract, second.title) == ("one two three", "Put together")
    assert (reading.encoding, reading.markers, reading.flaws) == ("utf-8-sig", 2, ())


def test_an_entry_without_its_first_line_is_kept(read):
    reading = read("T1  - No type\nAU  - Alder, A\nER  - \n\nTY  - JOUR\nTI  - Typed\nER  - \n")
    assert [entry.title for entry in reading.entries] == ["No type", "Typed"]
    assert reading.markers == 1  # the count differs, and somebody looks
    assert [flaw.line for flaw in reading.flaws] == [1]


def test_pubmed_continues_lines_and_marks_its_doi(read):
    reading = read("medline_pubmed.nbib")
    first, second = reading.entries
    assert (reading.format, reading.markers, reading.flaws) == ("MEDLINE (nbib)", 2, ())
    assert first == Entry(
        ordinal=1,
        line=2,
        source_id="27236861",
        type="Journal Article; Review",
        title="A title that is so long that it goes on in the next line.",
        authors="Alder, Giovanni Maria; Birch, Stefania",
        year=2016,
        journal="Made-up medicine",
        volume="5",
        issue="8",
        pages="1783-92",
        doi="10.5555/cam4.747",
        pmid="27236861",
        accession="27236861",
        issn="2045-7634 (Electronic); 2045-7600 (Linking)",
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
    assert [entry.accession for entry in reading.entries] == ["EJ1131633", "ED1131634"]
    assert reading.markers == 2


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


def test_scopus_with_full_names_a_line_break_and_article_numbers(read):
    reading = read("scopus_full_names.csv")
    first, second = reading.entries
    assert (reading.format, reading.markers, reading.flaws) == ("Scopus CSV", 2, ())
    assert first == Entry(
        ordinal=1,
        line=2,
        source_id="2-s2.0-85189760133",
        type="Article",
        title='A "quoted" title, in two lines',
        authors="Alder, Lauren N.; Birch, Jacob D.",
        year=2024,
        journal="Made-up Communications",
        volume="15",
        issue="1",
        pages="2864",
        doi="10.5555/s41467",
        pmid="38580657",
        accession="2-s2.0-85189760133",
        issn="20411723",
        keywords="home; return; Home; Child",
        url="https://www.scopus.com/inward/record.uri?eid=2-s2.0-85189760133",
    )
    assert (second.line, second.authors, second.pages) == (4, "Müller, Rodrigo T.", "1084-1092")


def test_old_scopus_with_names_apart_by_commas_and_cells_without_a_heading(read):
    reading = read("scopus_old_with_surplus_cells.csv")
    assert [entry.authors for entry in reading.entries] == [
        "Alder, J.C.; Birch, R.",
        "Cedar, T.; De Dogwood, R.B.",
        "",
    ]
    assert [entry.accession[-4:] for entry in reading.entries] == ["6659", "5936", "0003"]
    assert reading.entries[1].type == "Review"
    assert (reading.markers, reading.flaws) == (3, ())


def test_scopus_as_excel_saves_it_again(read):
    head, *rows = "Title,Source title,EID\nA,J,2-s2.0-1\nB,J,2-s2.0-2\n,,\n".splitlines()
    text = "\r\n".join([head, *rows]).replace(",", ";")
    reading = read(text.encode("cp1252") + b"\r\n\x96;J;2-s2.0-3\r\n")
    assert [entry.title for entry in reading.entries] == ["A", "B", "–"]
    assert (reading.encoding, reading.markers) == ("cp1252", 3)


def test_a_quotation_mark_that_is_not_closed_is_told(read):
    reading = read('Title,Source title,EID\n"A,J,2-s2.0-1\nB,J,2-s2.0-2\n')
    assert [flaw.text for flaw in reading.flaws if "quotation mark" in flaw.text]


def test_a_search_without_a_hit_has_no_entries(read):
    reading = read("﻿Authors,Title,Source title,EID\r\n")
    assert (reading.entries, reading.markers) == ((), 0)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings_change_nothing(read, ending, encoding):
    text = "TY  - JOUR\nAU  - Müller, J\nTI  - Größe – ein Maß\nER  - \n\nTY  - JOUR\nTI  - Zwei\nER  - \n"
    reading = read(text.replace("\n", ending).encode(encoding))
    assert [(entry.line, entry.title) for entry in reading.entries] == [(1, "Größe – ein Maß"), (6, "Zwei")]
    assert reading.entries[0].authors == "Müller, J"


def test_a_file_that_breaks_off_inside_a_character_keeps_the_others(read):
    reading = read("TY  - JOUR\nTI  - Größe\nER  - \nTY  - JOUR\nTI  - Maß".encode()[:-1])
    assert [entry.title for entry in reading.entries] == ["Größe", "Ma"]
    assert [flaw.line for flaw in reading.flaws] == [4, 5]


def test_recognised_by_content_whatever_the_name(read):
    for sample, known in (
        ("medline_pubmed.nbib", "MEDLINE (nbib)"),
        ("wos_savedrecs.txt", "Web of Science (tagged)"),
    ):
        text = (SAMPLES / sample).read_bytes()
        assert read(text).format == known


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is not a search export that Tamis knows (known: "),
        (b"\x1f\x8b\x08\x00abc", "it is a gzip archive"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "it is a web page"),
        (b"name,age\nx,1\n", "is not a search export that Tamis knows"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n\n ", "is empty"),
        (b"\xff\xfea", "is not the utf-16"),
    ],
)
def test_what_is_no_export_is_refused_with_its_name(tmp_path, data, said):
    path = tmp_path / "x.ris"
    path.write_bytes(data)
    problems = Problems()
    assert read_export(path, "records/searches/x.ris", problems) is None
    (problem,) = problems
    assert str(problem).startswith("records/searches/x.ris:1: ")
    assert said in str(problem)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1000/ABC.123", "10.1000/abc.123"),
        ("doi:10.1000/xyz(2021)1", "10.1000/xyz(2021)1"),
        ("(10.1000/abc).", "10.1000/abc"),
        (
            "10.1002/(SICI)1097-0258(19980815)17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        ("http://dx.doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("10.1000/abc [doi]", "10.1000/abc"),
        ("Journal article", ""),
    ],
)
def test_dois_come_without_resolver_and_in_lower_case(text, doi):
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Shannon,Claude E.", "Shannon, Claude E."),
        ("Brownstein C D", "Brownstein, C D"),
        ("van der Berg J.-P.", "van der Berg, J.-P."),
        ("A. Author-One", "Author-One, A."),
        ("World Health Organization", "World Health Organization"),
        ("Alder, Ines (ines@example.org) ", "Alder, Ines"),
        ("NA", ""),
    ],
)
def test_names_come_last_name_first_where_that_is_certain(given, name):
    assert person(given) == name


def is_text(line: str) -> bool:
    """Say whether a line is text to every reader: not empty, and no tag begins it."""
    word = line.strip()
    return bool(word) and not re.match(r"[A-Z][A-Z0-9]{1,3} {0,3}-", word) and word not in {"ER", "NA"}


letters = st.characters(codec="utf-8", exclude_characters="\r\n\ufeff\x00")
line = st.text(letters, max_size=30).filter(is_text)
value = st.lists(line, min_size=1, max_size=4)


@given(st.lists(st.tuples(value, value), min_size=1, max_size=5))
def test_ris_loses_nothing_whatever_the_text_says(entries):
    text = "".join(
        "TY  - JOUR\nTI  - " + "\n".join(title) + "\nAB  - " + "\n".join(abstract) + "\nER  - \n\n"
        for title, abstract in entries
    )
    ris = next(format for format in FORMATS if format.NAME == "RIS")
    content = Content(text.encode(), text, "utf-8")
    assert ris.recognise(content)
    found = list(ris.read(content))
    assert ris.count_markers(content) == len(found) == len(entries)
    assert [(entry.title.split(), entry.abstract.split()) for entry in found] == [
        (" ".join(title).split(), " ".join(abstract).split()) for title, abstract in entries
    ]
    assert not any(entry.flaws for entry in found)


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


def test_bare_ends_are_found_without_copying_the_rest_of_the_file_at_each(read):
    """A file of bare ER lines: what follows each is looked up once, not searched for from each."""
    count = 4000
    reading = read("TY  - JOUR\nTI  - A\nER\n\n" * count + "\n" * 40)
    assert len(reading.entries) == count

    class Lines(list):
        def __getitem__(self, key):
            assert not isinstance(key, slice)
            return super().__getitem__(key)

    assert tagged._following(Lines(["a", "", "b", " ", ""])) == ["b", "b", "", "", ""]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Department of Health UK", "Department of Health UK"),
        ("Cancer Research UK", "Cancer Research UK"),
        ("Save the Children US", "Save the Children US"),
        ("van der Berg J.P.", "van der Berg, J.P."),
        ("Board M", "Board, M"),
        ("Kumar UK", "Kumar, UK"),
    ],
)
def test_a_place_behind_an_organisation_is_no_initial(written, expected):
    assert person(written) == expected


def test_letters_that_are_not_utf8_are_told_line_by_line(read):
    text = "TY  - JOUR\r\nTI  - Müller, Größe, naïve\r\nAB  - it\x80s\r\nN1  - \x81\r\nER  - \r\n"
    reading = read(text.encode().replace(b"\xc2\x80", b"\x92").replace(b"\xc2\x81", b"\x93"))
    assert reading.entries[0].title == "Müller, Größe, naïve"
    assert reading.entries[0].abstract == "it’s"
    assert [flaw.line for flaw in reading.flaws] == [3, 4]
