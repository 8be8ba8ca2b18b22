"""RIS: each dialect as its source writes it, and what goes wrong in it."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.formats import ris, tagged
from tamis.formats.content import Content
from tamis.formats.entry import Entry, Raw, Stray
from tamis.formats.reading import Export
from told import untold

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
    assert (first.accession, first.pmid, first.pages) == ("CN-55550012", "55550036", "55")
    assert (second.ordinal, second.accession, second.pmid) == (2, "CN-02345678", "31314914")


def only(read, sample):
    """Return the one entry of a sample, without which nothing stands in it."""
    reading = read(sample)
    assert (reading.format, reading.markers, reading.flaws, reading.strays) == ("RIS", 1, (), ())
    (entry,) = reading.entries
    return entry


def extras(data):
    """Return what of the entries of RIS no column holds."""
    content = Content(data)
    raws = (raw for raw in ris.scan(content) if isinstance(raw, Raw))
    return [ris.COLUMNS.extras(raw, ris.COLUMNS.entry(1, raw)) for raw in raws]


def test_scopus_has_its_number_in_the_address_and_the_pubmed_id_in_c2(read):
    assert only(read, "ris_scopus.ris") == Entry(
        ordinal=1,
        line=1,
        type="JOUR",
        title="A house of Quercus: going home",
        authors="Alder, I.A.; Müller-Birch, F.",
        year=2024,
        journal="Made-up Communications",
        volume="7",
        issue="1",
        pages="5551",
        doi="10.5555/scopus.1",
        pmid="55550043",
        accession="2-s2.0-55550000051",
        issn="55550032 (ISSN)",
        abstract="Homes were counted.",
        keywords="home; return",
        url="https://www.scopus.com/inward/record.uri?eid=2-s2.0-55550000051&doi=10.5555%2fscopus.1&partnerID=40&md5=0",
        language="English",
    )


@pytest.mark.parametrize(
    "number",
    [
        *(
            "ref000001",
            "record-0001",
            "Smith2020",
            "Smith-2020a",
            "1234567",
            "RefID:889-alder",
            "rayyan-123456789",
        ),
        *("L12", "arXiv", "2020-1-1", "EJ1", "CN-1"),
    ],
)
def test_an_id_that_is_no_sources_own_is_no_accession_number(read, number):
    (entry,) = read(f"TY  - JOUR\nID  - {number}\nTI  - A\nER  - \n").entries
    assert (entry.source_id, entry.accession) == (number, "")


@pytest.mark.parametrize(
    "number",
    [
        *(
            "000-111-222-333-44X",
            "pub.1149029839",
            "WOS:000455039600059",
            "2-s2.0-85189760133",
            "CN-01234567",
        ),
        *("PMC1234567", "L2029880245", "arXiv:2001.01234v2", "EJ1131633", "ED123456", "2019-11111-001"),
    ],
)
def test_an_id_of_a_source_is_an_accession_number(read, number):
    (entry,) = read(f"TY  - JOUR\nID  - {number}\nTI  - A\nER  - \n").entries
    assert entry.accession == number


def test_an_id_of_digits_is_an_accession_number_where_ebsco_says_that_it_is_its_own(read):
    text = "TY  - JOUR\nID  - 104561234\nTI  - A\nDP  - EBSCOhost\nER  - \n"
    assert [entry.accession for entry in read(text).entries] == ["104561234"]


def test_c2_is_a_pubmed_id_only_in_scopus(read):
    (entry,) = read("TY  - JOUR\nTI  - A\nC2  - 55550043\nER  - \n").entries
    assert entry.pmid == ""


def test_web_of_science_with_an_article_number_and_a_note_in_lines(read):
    entry = only(read, "ris_web_of_science.ris")
    assert (entry.accession, entry.pages, entry.issn) == (
        "WOS:000555000000054",
        "e55501",
        "5555-0010; 5555-005X",
    )
    assert (entry.journal, entry.year, entry.doi) == ("JOURNAL OF MADE-UP STUDIES", 2019, "10.5555/wos.1")


def test_proquest_has_the_doi_in_a_link(read):
    entry = only(read, "ris_proquest.ris")
    assert (entry.doi, entry.year, entry.accession) == ("10.5555/jts.1", 2019, "5555000037; 55537")
    assert entry.url == "https://search.proquest.example/docview/5555000037?accountid=1"


def test_embase_has_its_number_in_u2_and_the_pubmed_id_in_c5(read):
    entry = only(read, "ris_embase.ris")
    assert (entry.accession, entry.pmid, entry.doi) == ("L5555000030", "55550044", "10.5555/embase.1")
    assert (entry.authors, entry.abstract) == ("Alder, I.; Birch, F.", "Homes were counted.")


def test_lens_has_the_pubmed_id_in_one_of_its_links_and_an_abstract_in_lines(read):
    entry = only(read, "ris_lens.ris")
    assert (entry.pmid, entry.accession, entry.pages) == ("55550038", "000-555-000-001-555", "201-209")
    assert (entry.abstract, entry.issn) == ("A first paragraph. A second one.", "55550025; 55550021")


def test_dimensions_has_the_pubmed_id_in_u1_and_the_book_of_a_chapter_in_t2(read):
    entry = only(read, "ris_dimensions.ris")
    assert (entry.pmid, entry.accession, entry.journal) == ("55550042", "pub.5555000019", "A book of homes")
    assert entry.abstract == "Background: homes. Methods: counting."


def test_zotero_keeps_fields_of_endnote_in_a_note(read):
    entry = only(read, "ris_zotero.ris")
    assert (entry.doi, entry.accession, entry.year) == ("10.5555/zotero.1", "pub.5555000018", 2023)


def test_mendeley(read):
    entry = only(read, "ris_mendeley.ris")
    assert (entry.source_id, entry.doi, entry.pmid) == ("Alder2018", "10.5555/mendeley.1", "30123456")
    assert (entry.journal, entry.year, entry.abstract) == ("Made-up Studies", 2018, "An abstract.")


def test_endnote_lists_keywords_numbers_and_databases_in_lines(read):
    entry = only(read, "ris_endnote_keywords_in_lines.ris")
    assert entry.keywords == "article; biostratigraphy; Upper Made-up"
    assert (entry.issn, entry.source_id, entry.doi) == ("5555-0028; 5555-0027", "555", "10.5555/endnote.1")
    assert (entry.journal, entry.url) == ("Made-up Record", "https://example.org/first")


def test_refworks(read):
    entry = only(read, "ris_refworks.ris")
    assert (entry.source_id, entry.doi) == ("RefID:888-alder2024home", "10.5555/refworks.1")
    assert (entry.journal, entry.issn, entry.year) == ("Made-up Record", "5555-0028; 5555-0027", 2024)


def test_covidence_writes_tags_without_a_value(read):
    entry = only(read, "ris_covidence_empty_tags.ris")
    assert (entry.accession, entry.pages, entry.source_id) == ("", "", "")
    assert (entry.title, entry.abstract, entry.journal) == (
        "A home in Covidence",
        "An abstract.",
        "Made-up Communications",
    )


def test_eppi_reviewer_has_the_number_of_its_item_in_u1(read):
    entry = only(read, "ris_eppi_reviewer.ris")
    assert (entry.source_id, entry.accession, entry.year) == ("555500016", "", 2024)
    assert entry.authors == "Alder, C D; Birch Tom"


def test_rayyan_has_decisions_in_notes_which_are_extras(read):
    entry = only(read, "ris_rayyan_decisions_in_notes.ris")
    assert (entry.source_id, entry.pages, entry.year) == ("rayyan-55550045", "3-4", 2024)
    (found,) = extras((SAMPLES / "ris_rayyan_decisions_in_notes.ris").read_bytes())
    assert found == [
        (5, "Y2", "5"),
        (18, "N1", 'RAYYAN-INCLUSION: {"ReviewerE"=>"Included"}'),
        (19, "N1", 'RAYYAN-LABELS: home,"not sure"'),
        (20, "ZZ", "4"),
    ]


def test_jstor_says_before_each_entry_who_provides_it(read):
    reading = read("ris_jstor_provider_before_each.ris")
    assert [(entry.line, entry.title) for entry in reading.entries] == [
        (6, "The first home"),
        (31, "The second home"),
    ]
    assert [stray.line for stray in reading.strays] == [1, 2, 3, 26, 27, 28]
    assert (reading.markers, reading.flaws, reading.entries[0].pages) == (2, (), "71-74")


def test_citavi_with_tags_of_its_own(read):
    entry = only(read, "ris_citavi_odd_tags.ris")
    assert (entry.doi, entry.pmid, entry.pages) == ("10.5555/citavi.1", "55550041", "1001-1009")


def test_publish_or_perish(read):
    entry = only(read, "ris_publish_or_perish.ris")
    assert (entry.authors, entry.journal) == ("Alder, I; Birch, FG", "Made-up Reviews")
    assert (entry.title, entry.doi) == ("A home that Scholar found …", "")


def test_ovid_has_the_doi_in_a_link_and_says_in_two_fields_that_there_are_no_pages(read):
    (entry,) = read("ris_ovid_link_to_doi.ris").entries
    assert (entry.doi, entry.pages, entry.accession) == ("10.5555/eric.1", "", "EJ1111111")


# --- what goes wrong ----------------------------------------------------------------------------


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
        (2, "An orderly start"),
        (7, "No blank before the mark"),
        (12, "The last"),
    ]
    assert [flaw.line for flaw in reading.flaws] == [7, 8, 15]


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


def test_a_file_whose_lines_are_all_indented_is_read(read):
    reading = read("ris_indented_by_spaces.ris")
    first, second = reading.entries
    assert (first.line, first.abstract) == (3, "A text that goes on, as ER visits do.")
    assert (second.line, second.title, second.authors) == (9, "A second home", "Alder, Ines")
    assert (reading.markers, reading.flaws, reading.strays) == (2, (), (Stray(1, "Exported by hand"),))


def test_a_file_indented_by_tabs_is_read(read):
    reading = read("\tTY  - JOUR\r\n\tTI  - A\r\n\tER  -\r\n")
    assert [entry.title for entry in reading.entries] == ["A"]
    assert (reading.markers, reading.flaws) == (1, ())


def test_an_entry_that_alone_is_indented_is_kept_and_told(read):
    reading = read("ris_one_entry_indented.ris")
    first, second = reading.entries
    assert first.abstract == (
        "A text whose second line is indented: ER - is no end, nor is TY a beginning in it."
    )
    assert (second.line, second.title) == (8, "A second home")
    assert reading.markers == 1  # the count differs, and somebody looks
    assert [flaw.line for flaw in reading.flaws] == [8, 9, 10]


def test_text_between_entries_is_skipped_and_told_with_its_line(read):
    reading = read("ris_text_before_between_and_after.ris")
    assert [entry.title for entry in reading.entries] == ["One", "Two"]
    assert reading.strays == (
        Stray(1, "Search of 1 May, 2 results"),
        Stray(5, "1 of 2 selected"),
        Stray(7, "--- page 2 ---"),
        Stray(11, "The end."),
    )


def test_without_any_end_each_entry_is_kept_and_flagged(read):
    reading = read("ris_without_any_end.ris")
    assert [entry.title for entry in reading.entries] == ["One", "Two", "Three"]
    assert [flaw.line for flaw in reading.flaws] == [1, 5, 7]
    assert reading.markers == 3


def test_without_types_each_entry_is_kept_and_flagged(read):
    reading = read("ris_without_types.ris")
    assert [(entry.line, entry.title) for entry in reading.entries] == [(1, "One"), (5, "Two")]
    assert [flaw.line for flaw in reading.flaws] == [1, 5]
    assert reading.markers == 0


def test_what_comes_after_an_end_is_an_entry_that_lacks_its_first_line(read):
    reading = read("TY  - JOUR\nTI  - A\nER  - \nAB  - late\nTY  - JOUR\nTI  - B\nER  - \n")
    assert [(entry.title, entry.abstract) for entry in reading.entries] == [
        ("A", ""),
        ("", "late"),
        ("B", ""),
    ]
    assert {flaw.line for flaw in reading.flaws} == {4}


def test_the_entry_that_a_file_breaks_off_in_is_kept_and_flagged(read):
    reading = read("ris_cut_off_in_a_value.ris")
    assert reading.entries[1].abstract == "An abstract that breaks o"
    assert [flaw.line for flaw in reading.flaws] == [5]


def test_repeated_ids_and_empty_titles_lose_nothing(read):
    reading = read("ris_repeated_ids_and_empty_titles.ris")
    assert [(entry.ordinal, entry.source_id, entry.title) for entry in reading.entries] == [
        (1, "1", "First"),
        (2, "1", "First"),
        (3, "1", ""),
        (4, "", ""),
    ]
    assert reading.markers == 4


def test_a_type_in_small_letters_is_a_type(read):
    reading = read("TY  - jour\nTI  - A\nTY  - book\nTI  - B\n")
    assert ([entry.type for entry in reading.entries], reading.markers) == (["jour", "book"], 2)


def test_an_entry_whose_first_line_is_said_again_is_one(read):
    reading = read("TY  - JOUR\nTY  - BOOK\nTI  - A\nER  - \nTY  - JOUR\nTY  - JOUR\n")
    assert [(entry.line, entry.title) for entry in reading.entries] == [(1, "A"), (5, "")]
    assert reading.markers == 4  # the count differs, and somebody looks


def test_what_is_made_to_be_slow_is_read(read):
    """Each of these took minutes once: what is looked for was begun anew at each letter, or each line."""
    blanks, types = " " * 300_000, "TY  - JOUR\n" * 30_000
    links = "ovidweb.cgi?" * 20_000
    reading = read(f"{types}ID  - {blanks}x\nUR  - {links}\nDB  - PubMed\nN1  - {';' * 300_000}\nER  - \n")
    (entry,) = reading.entries
    assert (entry.source_id, entry.accession, entry.pmid, entry.doi) == ("x", "", "", "")


def test_a_line_of_300_000_letters(read):
    abstract = "home " * 60_000
    reading = read(f"TY  - JOUR\nAB  - {abstract}\nTI  - A\nER  - \nTY  - JOUR\nTI  - B\nER  - \n")
    first, second = reading.entries
    assert (first.abstract, first.title, second.line) == (abstract.strip(), "A", 5)


# --- what columns hold, and what they do not -----------------------------------------------------


def test_tags_that_no_column_holds_are_extras_in_order_with_their_lines():
    (found,) = extras((SAMPLES / "ris_tags_unknown_or_repeated.ris").read_bytes())
    assert found == [
        (3, "T1", "Another title"),
        (5, "AB", "Copyright of nobody."),
        (7, "M1", "2"),
        (8, "N1", "A note\nthat goes on"),
        (10, "ZZ", "20"),
        (12, "X9", "a tag of nobody"),
        (18, "UR", "https://example.org/2"),
    ]


@pytest.mark.parametrize(
    "field",
    [
        "DO  - doi: 10.5555/A.1",
        "L3  - 10.5555/a.1.",
        "M3  - doi:10.5555/a.1",
        "UR  - http://dx.doi.org/10.5555/A.1",
        "LK  - https://doi.org/10.5555%2Fa.1",
        "L1  - https://dx.doi.org/10.5555/a.1",
        "L2  - https://doi.org/10.5555/a.1",
        "AN  - 10.5555/a.1",
        "ID  - https://doi.org/10.5555/a.1",
        "DO  - 10.5555/a.1 LK  - https://example.org",
        "DO  - https://example.org/doi/full/10.5555/a.1",
        "DO  - NA\nL3  - 10.5555/a.1 [doi]",
    ],
)
def test_a_doi_is_found_wherever_a_source_puts_it(read, field):
    (entry,) = read(f"TY  - JOUR\nTI  - A\n{field}\nER  - \n").entries
    assert entry.doi == "10.5555/a.1"


@pytest.mark.parametrize(
    "field",
    [
        "UR  - https://example.org/cites/10.5555/other",
        "L1  - https://example.org/10.5555%2Fother.pdf",
        "AN  - see 10.5555/other",
        "M3  - Article",
        "AB  - doi: 10.5555/other",
        "C1  - doi: 10.5555/other",
    ],
)
def test_a_doi_that_may_be_another_is_not_taken(read, field):
    (entry,) = read(f"TY  - JOUR\nTI  - A\n{field}\nER  - \n").entries
    assert entry.doi == ""


def test_of_a_note_only_the_doi_counts_that_is_sure_to_be_its_own(read):
    assert {entry.title: entry.doi for entry in read("ris_doi_in_notes.ris").entries} == {
        "Marked": "10.5555/marked.1",
        "Nothing else": "10.5555/alone.1",
        "Among others": "10.5555/among.1",
        "An address": "10.5555/address.1",
        "Cited only": "",
    }


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2019//", 2019),
        ("2015/october", 2015),
        ("c2001", 2001),
        ("1998-1999", 1998),
        ("[2004]", 2004),
        ("20171129", 2017),
        ("12/31/1999", 1999),
        ("Spring 2008", 2008),
        ("n.d.", None),
        ("10 15", None),
        ("NA", None),
        ("12345", None),
        ("9999", None),
    ],
)
def test_years_as_sources_write_them(read, written, year):
    (entry,) = read(f"TY  - JOUR\nTI  - A\nPY  - {written}\nER  - \n").entries
    assert entry.year == year


def test_a_year_is_looked_for_where_the_first_field_has_none(read):
    (entry,) = read("TY  - JOUR\nPY  - in press\nY1  - \nDA  - 2020/05//\nER  - \n").entries
    assert entry.year == 2020


@pytest.mark.parametrize(
    ("start", "end", "pages"),
    [
        ("97", "105", "97-105"),
        ("97-105", "105", "97-105"),
        ("97–105", "", "97–105"),
        ("7", "7", "7"),
        ("e12", "", "e12"),
        ("", "9", "9"),
        ("No", "Specified", ""),
        ("No Pagination", "Specified", ""),
        ("No pagination specified", "", ""),
        ("N.PAG", "N.PAG", ""),
        ("NA", "NA", ""),
        ("No. 4", "", "No. 4"),
    ],
)
def test_pages_as_sources_write_them(read, start, end, pages):
    (entry,) = read(f"TY  - JOUR\nSP  - {start}\nEP  - {end}\nER  - \n").entries
    assert entry.pages == pages


def test_words_that_say_there_is_nothing_are_nothing(read):
    assert only(read, "ris_missing_value_words.ris") == Entry(
        ordinal=1, line=1, type="JOUR", title="Nothing is known", source_id="77", accession="77"
    )


def test_marks_and_entities_are_taken_out_and_smaller_than_is_left(read):
    entry = only(read, "ris_marks_in_titles.ris")
    assert entry.title == "Homes & H2O where p < 0.05, a<b and c>d, n <0.001 in vivo – α&nosuch;"
    assert entry.abstract == "One two. Three, x < y"
    assert entry.authors == "Alder, Iñes"


# --- whatever the text says ----------------------------------------------------------------------


def is_text(line: str) -> bool:
    """Say whether a line is text to every reader: not empty, and no tag begins it."""
    word = line.strip()
    return bool(word) and not re.match(r"[A-Z][A-Z0-9]{1,3} {0,3}-", word) and word not in {"ER", "NA"}


letters = st.characters(codec="utf-8", exclude_characters="\r\n\ufeff\x00<&")
line = st.text(letters, max_size=30).filter(is_text)
value = st.lists(line, min_size=1, max_size=4)


@given(st.lists(st.tuples(value, value), min_size=1, max_size=5))
def test_ris_loses_nothing_whatever_the_text_says(entries):
    text = "".join(
        "TY  - JOUR\nTI  - " + "\n".join(title) + "\nAB  - " + "\n".join(abstract) + "\nER  - \n\n"
        for title, abstract in entries
    )
    content = Content(text.encode())
    assert ris.recognise(content) is not None
    found = [ris.COLUMNS.entry(1, raw) for raw in ris.scan(content)]
    assert ris.count_markers(content) == len(found) == len(entries)
    assert [(entry.title.split(), entry.abstract.split()) for entry in found] == [
        (" ".join(title).split(), " ".join(abstract).split()) for title, abstract in entries
    ]
    assert not any(entry.flaws for entry in found)


#: Lines as they are, nearly as they are, and of another kind.
LINES = (
    "TY  - JOUR|TY  - |TY -JOUR| TY  - JOUR|ER  - |ER  -|ER|ER  - x|TI  - A|TI- B|AU  - Alder, I|AB  - x|"
    "ER visits|TY||  |text|\tmore|N1  - &lt;i&gt; 10.5555/x;|PMID- 1|FN x|DO  - 10.5555/a|KW  - a;b|"
    "\ufeffTY  - BOOK|\x00|\u2028ER  - |é"
)
pieces_of_ris = st.sampled_from(LINES.split("|"))


@settings(deadline=None)
@given(st.lists(st.one_of(pieces_of_ris, st.text(max_size=12))), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_lines_no_entry_is_lost_in_silence(lines, ending):
    content = Content(ending.join(lines).encode("utf-8", "replace"))
    export = Export(content, ris)
    found = list(export.raw())
    entries = list(export.entries())
    raws = [raw for raw in found if isinstance(raw, Raw)]
    assert len(entries) == len(raws)
    assert not untold(content, r"TY {0,3}-", found)
    lines_of_entries = [entry.line for entry in entries]
    assert lines_of_entries == sorted(set(lines_of_entries))
    for raw, entry in zip(raws, entries, strict=True):
        assert all(entry.line <= line for line, _, _ in export.extras(raw, entry))


@settings(deadline=None)
@given(st.lists(pieces_of_ris))
def test_every_word_of_a_file_stands_in_an_entry_or_a_stray(lines):
    """Nothing is dropped: what no entry has was told."""
    lines = [f"{line} w{number}" for number, line in enumerate(lines)]
    content = Content("\n".join(lines).encode())
    kept = set()
    for found in ris.scan(content):
        values = found.values if isinstance(found, Raw) else [found.text]
        flaws = [flaw.text for flaw in found.flaws] if isinstance(found, Raw) else []
        kept |= {word for value in [*values, *flaws] for word in re.findall(r"w\d+", value)}
    assert kept == {f"w{number}" for number in range(len(lines))}
