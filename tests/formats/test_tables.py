"""Tables of citations: CSV, semicolons, tabs and workbooks, of many sources."""

import csv
import doctest
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamis import store
from tamis.errors import Problems
from tamis.formats import FORMATS, tables
from tamis.formats.content import Content, Refused
from tamis.formats.entry import COLUMNS, Entry, Raw, Stray
from tamis.formats.reading import open_export, read_export
from tamis.formats.tables import generic, heads, lines, openalex, rules, sheetxml
from tamis.formats.tables.lines import NOT_CLOSED
from tamis.formats.tables.sources import SOURCES

SAMPLES = Path(__file__).parent / "samples"


def titles(reading):
    return [entry.title for entry in reading.entries]


def flaws(reading):
    return [(flaw.line, flaw.text) for flaw in reading.flaws]


def strays(reading):
    return [stray.line for stray in reading.strays]


@pytest.fixture
def book(tmp_path):
    """Write a workbook: sheets of rows, by name."""

    def writing(**sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        made.save(tmp_path / "book")
        return (tmp_path / "book").read_bytes()

    return writing


@pytest.fixture
def refusal(tmp_path):
    """Read a file that must be refused, and return why."""

    def reading(source, **named):
        path = tmp_path / "export"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        problems = Problems()
        assert read_export(path, "export", problems, named) is None
        (problem,) = problems
        return str(problem)

    return reading


# --- sources ------------------------------------------------------------------------------------


def test_web_of_science_by_tabs_in_utf16_with_lone_returns(read):
    reading = read("tables_wos_tabs_utf16_lone_returns.txt")
    assert (reading.format, reading.encoding) == ("Web of Science (table of tags)", "utf-16")
    assert (reading.markers, reading.flaws) == (2, ())
    assert reading.entries[0] == Entry(
        ordinal=1,
        line=2,
        source_id="WOS:000400000000001",
        type="Article",
        title='"Home" is where',
        authors="Alder, Petra; Birch, Zoe",
        year=2018,
        journal="MADE-UP SCIENCE",
        pages="14-30",
        doi="10.5555/wos.1",
        accession="WOS:000400000000001",
    )
    assert (reading.entries[1].authors, reading.entries[1].pmid) == ("Cedar, D", "31234567")


def test_embase_below_its_search_query_and_with_what_an_article_appeared_in_in_one_cell(read):
    reading = read("tables_embase_preamble.csv")
    assert (reading.format, reading.markers, strays(reading)) == ("Embase.com table", 1, [1, 2])
    (entry,) = reading.entries
    assert (entry.line, entry.authors) == (5, "Alder, L.N.; de la Birch, J.")
    assert (entry.journal, entry.year, entry.volume, entry.issue, entry.pages) == (
        *("Made-up Surgery", 2014),
        *("3", "3", "152-160"),
    )
    assert (entry.accession, entry.pmid, entry.doi) == ("L700000001", "31234567", "10.5555/embase.1")
    assert entry.abstract == "Text, in two lines."


def test_ebsco_unwraps_cells_that_are_written_as_formulas_and_puts_cut_ones_together(read):
    reading = read("tables_ebsco_cells_as_formulas.csv")
    assert (reading.format, reading.markers, reading.flaws) == ("EBSCO CSV", 1, ())
    (entry,) = reading.entries
    assert entry.issn == "55550029; 9780000000001; 9780000000002"
    assert (entry.year, entry.volume, entry.accession) == (2021, "19", "170000001")
    assert entry.keywords == "HOME; RETURN"


def test_rayyan_without_the_lines_of_ris_that_stick_in_its_cells(read):
    (entry,) = read("tables_rayyan_lines_of_ris_in_cells.csv").entries
    assert entry.authors == "Alder, Z.; Birch, J.; Ministry of Health"
    assert (entry.doi, entry.accession) == ("10.5555/rayyan.1", "L700000002")
    assert entry.url == "https://example.org/record?id=L700000002"
    assert entry.source_id == "rayyan-7001"


def test_rayyan_takes_an_address_up_to_a_line_of_ris_however_much_space_there_is(read):
    (entry,) = read(
        "key,title,authors,notes,pubmed_id,url\n"
        f"1,A,Alder,,,https://example.org/a{' ' * 500}LK  - https://example.org/b\n"
    ).entries
    assert entry.url == "https://example.org/a"


def test_rayyans_log_of_decisions_loses_no_event(read):
    head = "created_at,user_id,user_email,article_id,key,value"
    reading = read(
        f'{head}\n2022-12-15T19:56:44Z,1,r@example.org,77,included,-1\n2022,1,,77,"""__EXR__x""",1\n'
    )
    assert (reading.format, reading.markers) == ("Rayyan log of decisions", 2)
    assert [entry.source_id for entry in reading.entries] == ["77", "77"]


def test_abstrackr_has_two_tables_in_one_file(read):
    reading = read("tables_abstrackr_two_tables.csv")
    assert (reading.format, reading.markers, reading.flaws) == ("Abstrackr CSV", 3, ())
    assert titles(reading) == ["A made-up title", "Another title", "A third title"]
    assert reading.entries[0].authors == "Alder, N.R.; Birch, X."
    assert [entry.pmid for entry in reading.entries] == ["", "31234567", ""]
    assert strays(reading) == [8]


def test_asreview_lists_labels_and_a_row_without_a_title(read):
    reading = read("tables_asreview_lists_and_labels.csv")
    first, second = reading.entries
    assert (reading.format, reading.markers) == ("ASReview table", 2)
    assert (first.authors, first.keywords) == ("Alder, Karl; O'Birch, Astrid", "home; return")
    assert (first.year, first.pages, first.source_id) == (2014, "e0815", "5")
    assert (second.title, second.authors, second.abstract) == ("", "", "Text without a title.")


def test_dimensions_below_its_line_about_the_data(read):
    reading = read("tables_dimensions_about_the_data.csv")
    assert (reading.format, reading.markers, strays(reading)) == ("Dimensions table", 2, [1])
    assert [entry.accession for entry in reading.entries] == ["pub.1100000001", "pub.1100000002"]
    assert [entry.journal for entry in reading.entries] == ["Made-up Waters", "A made-up book"]
    assert reading.entries[0].authors == "Alder, Ines; Birch, Tom D."


def test_pubmed_takes_volume_issue_and_pages_out_of_the_citation(read):
    (entry,) = read(
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,"
        "DOI\n"
        '"31234567","A title","Alder DK, O\'Birch RE.","Made Up J. 2020 Feb;63(2):105555. doi: 10.5555/x.",'
        '"Alder DK","Made Up J","2020","2019/03/30","","","10.5555/x"\n'
    ).entries
    assert (entry.volume, entry.issue, entry.pages) == ("63", "2", "105555")
    assert entry.authors == "Alder, DK; O'Birch, RE"
    assert entry.pmid == entry.accession == "31234567"


def test_openalex_puts_an_abstract_together_from_the_places_of_its_words(read):
    head = "id,doi,title,publication_year,cited_by_api_url,authorships.author.display_name,biblio.volume"
    places = json.dumps({"home.": [3], "We": [0], "go": [1, 2]}).replace('"', '""')
    reading = read(
        f"{head},abstract_inverted_index\nhttps://openalex.org/W41,https://doi.org/10.5555/O.1,T,2024,u,"
        f'Ann Alder|Bo Birch|B. Cedar,None,"{places}"\n'
    )
    (entry,) = reading.entries
    assert (entry.abstract, entry.doi, entry.volume) == ("We go go home.", "10.5555/o.1", "")
    assert (entry.accession, entry.authors) == ("W41", "Ann Alder; Bo Birch; Cedar, B.")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": ',
        "{'a': [0, 1]}",
        '{"a": 3}',
        '{"a": [-1, 99999999, "x"]}',
        "[" * 9999,
        "{'a': [" + "9" * 5000 + "]}",
    ],
)
def test_an_abstract_that_is_no_list_of_places_is_no_crash(text):
    assert openalex.from_places(text) in ("", "a a")


def test_refworks_without_null_as_a_given_name(read):
    reading = read(
        "Reference Type\tReference Id\tAuthors, Primary\tTitle Primary\tPub Year\tStart Page\tOther Pages\t\n"
        "Journal Article\t100\tvan den Alder,null;Birch,Jo\tA title\t2014\t69\t79\t\n"
    )
    (entry,) = reading.entries
    assert (entry.authors, entry.pages, reading.flaws) == ("van den Alder; Birch, Jo", "69-79", ())


def test_springer_keeps_authors_together_where_nothing_parts_them(read):
    head = "Item Title,Publication Title,Item DOI,Authors,Publication Year"
    (entry,) = read(f"{head}\nA,B,10.5555/s,Araz R. AlderNiki T. McBirch,2022\n").entries
    assert entry.authors == "Araz R. AlderNiki T. McBirch"


@pytest.mark.parametrize("text", ["['A', 'B]", "['A', 'B\\\\", "['A', 'B\\\\']"])
def test_a_list_whose_last_text_nothing_closes_loses_no_name(text):
    assert "A" in "".join(rules.listed(text))
    assert "B" in "".join(rules.listed(text))


@pytest.mark.parametrize("module", [rules, generic, openalex], ids=lambda module: module.__name__)
def test_the_examples_in_the_modules_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_head_belongs_to_one_source_alone(source, read):
    for head in source.heads:
        names = [*sorted(head), *(["year"] if len(head) < 3 else [])]
        text = ",".join(f'"{name}"' for name in names) + "\n" + ",".join(f"c{at}" for at in range(len(names)))
        reading = read(f"{text}\n")
        assert (reading.format, reading.markers, len(reading.entries)) == (source.name, 1, 1)


def test_the_table_that_tamis_writes_comes_back_as_it_was(read):
    entry = Entry(*(1, 2), **{name: None if name == "year" else "" for name in COLUMNS[2:]})
    entries = [
        replace(entry, title="=SUM(1)", authors="Alder, J.; Birch", year=2019, abstract="'quoted' <b>"),
        replace(entry, ordinal=2, line=3, title='@ home; "here"', keywords="+1; a", pages="-5"),
    ]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["source_file", *COLUMNS])
    for each in entries:
        cells = ["x.ris", *(getattr(each, name) for name in COLUMNS)]
        writer.writerow(["" if cell is None else store.harmless(str(cell)) for cell in cells])
    reading = read(out.getvalue().encode())
    assert reading.format == "Tamis table"
    assert list(reading.entries) == [replace(each, line=at) for at, each in enumerate(entries, start=2)]


# --- any table ----------------------------------------------------------------------------------


def test_german_headings_with_semicolons_and_a_byte_order_mark(read):
    reading = read("tables_german_headings.csv")
    (entry,) = reading.entries
    assert (entry.title, entry.authors, entry.year) == ("Größe und Maß", "Ärmel, Änne", 2019)
    assert (entry.journal, entry.keywords) == ("Zeitschrift für Erfundenes", "Heim")
    assert (reading.markers, reading.flaws) == (1, ())


@pytest.mark.parametrize(
    "head",
    [
        "TITLE,Author(s),publication_year",
        "Titre;Auteurs;Année",
        "Título\tAutores\tAño",
        "Título|Autores|Ano",
        "Titolo,Autori,Anno di pubblicazione",
        "Titel,Auteur,Jaar",
        '"Article title" , "Author names" , "Date"',
        "sep=;\nTitle;Authors;Year",
    ],
)
def test_a_table_is_known_by_its_headings(read, head):
    mark = next(mark for mark in ",;\t|" if mark in head.split("\n")[-1])
    reading = read(mark.join([f"{head}\nHome", "Alder J.", "2019\n"]).encode())
    (entry,) = reading.entries
    assert (entry.title, entry.authors, entry.year) == ("Home", "Alder, J.", 2019)
    assert reading.markers == 1


@pytest.mark.parametrize(
    "text",
    [
        "record,decision,reason,note,time\nr1,include,,,\n",
        "Name,Age\nAlder,40\n",
        "Title\nA\n",
        "Title,Colour\nA,red\n",
        "A text about title, year and authors.\nAnd more.\n",
        "Title, author, year\nare what a table of citations has.\n",
        "<html><p>Title,Authors,Year</p></html>\n",
        '{"title": "a", "year": 1}\n',
        "@article{a,\ntitle,year\n}\n",
    ],
)
def test_what_is_no_table_of_citations_is_not_taken_for_one(text, tmp_path):
    path = tmp_path / "file"
    path.write_text(text)
    content = Content(path)
    assert not any(table.recognise(content) for table in (*tables.KNOWN, tables.ANY))


def test_headings_that_a_person_named_win(tmp_path):
    path = tmp_path / "file"
    path.write_text("Titel der Arbeit;Wer;Title;Jahr\nHeim;Alder J, Birch K;no;2019\n", encoding="utf-8")
    export = open_export(path, {"title": "titel der  arbeit", "authors": "Wer"})
    ((raw, entry),) = list(export.both(lambda stray: None))
    assert (entry.title, entry.authors, entry.year) == ("Heim", "Alder, J; Birch, K", 2019)
    assert export.extras(raw, entry) == [(2, "Title", "no")]


def test_a_named_heading_overrides_one_column_of_a_known_source(tmp_path):
    path = tmp_path / "file"
    path.write_text("Title,Source title,EID,Mine\nA,J,2-s2.0-1,B\n")
    (entry,) = open_export(path, {"title": "Mine"}).entries()
    assert (entry.title, entry.journal, entry.accession) == ("B", "J", "2-s2.0-1")


@pytest.mark.parametrize("head", ["Title,Authors,Year", "Was,Wer,Wann"])
def test_a_named_heading_that_is_not_there_is_told_with_those_that_are(refusal, head):
    text = refusal(f"{head}\nA,B,2019\n", title="Titel")
    assert "'Titel' (named for title)" in text
    assert all(repr(name) in text for name in head.split(","))


def test_what_means_different_things_in_tables_fills_no_column(tmp_path):
    path = tmp_path / "file"
    path.write_text("Title,Year,Source,Number\nA,2019,PubMed,17\n")
    export = open_export(path)
    ((raw, entry),) = export.both(lambda stray: None)
    assert (entry.journal, entry.issue) == ("", "")
    assert export.extras(raw, entry) == [(2, "Source", "PubMed"), (2, "Number", "17")]


@pytest.mark.parametrize(
    ("head", "issue"), [("Volume,Number", "17"), ("Number,Issue", "3"), ("No,Number", "")]
)
def test_a_number_is_an_issue_beside_a_volume_where_nothing_says_more(read, head, issue):
    (entry,) = read(f"Title,Year,{head}\nA,2019,{'17,3' if head[0] == 'N' else '3,17'}\n").entries
    assert entry.issue == issue


# --- rows ---------------------------------------------------------------------------------------


def test_heads_in_the_middle_begin_a_table_of_their_own(read):
    reading = read("tables_two_heads.csv")
    assert [(entry.title, entry.authors, entry.year) for entry in reading.entries] == [
        ("One, with a comma", "Alder, L.", 2019),
        ("Two", "Birch, J.", 2020),
        ("Three", "Cedar, T.", 2021),
    ]
    assert reading.entries[2].journal == "Made-up Letters"
    assert (reading.markers, strays(reading), reading.flaws) == (3, [3, 5, 6], ())


@pytest.mark.parametrize(
    "row",
    [
        "Year,Number,Date,,",  # nothing in it names titles
        "Title,Author,2020,Volume,ID",  # a year stands in it
        "Abstract,Authors,Title,Title,Journal",  # a head has each heading once
        "Title,Colour,Light,Volume,Number",  # much of it is no heading
    ],
)
def test_a_row_of_words_that_are_headings_elsewhere_is_an_entry(read, row):
    reading = read(f"title,authors,year,id,volume\n{row}\nA,Doe J,2020,1,2\n")
    assert titles(reading) == [row.split(",")[0], "A"]
    assert (reading.entries[1].authors, reading.entries[1].year) == ("Doe, J", 2020)
    assert (reading.markers, reading.strays) == (2, ())


def test_the_count_does_not_take_the_readers_word_for_a_second_head(read, monkeypatch):
    monkeypatch.setattr(heads, "is_second_head", lambda cells, *_: cells[0] == "Year")
    reading = read("title,authors,year\nYear,Number,Date\nA,Doe J,2020\n")
    assert (len(reading.entries), reading.markers) == (1, 2)


def test_tables_of_two_sources_that_were_put_together_are_both_read(read):
    reading = read(
        "Title,Source title,EID\nA,J,2-s2.0-1\n"
        "PMID,Title,Citation,Journal/Book,Authors\n31234567,B,K. 2020;1:2.,K,Alder J\n"
    )
    assert [(e.title, e.journal, e.accession) for e in reading.entries] == [
        ("A", "J", "2-s2.0-1"),
        ("B", "K", "31234567"),
    ]
    assert reading.markers == 2


def test_quotation_marks_that_are_not_closed_or_not_doubled_swallow_no_row(read):
    reading = read("tables_broken_quotation_marks.csv")
    assert titles(reading) == [
        'A "so-called" title, and a comma',
        "Not closed",
        'He said "no, never" twice',
        'In two lines, with an "odd" word',
        "Last",
    ]
    assert [entry.year for entry in reading.entries] == [2020, 2021, 2022, 2023, 2024]
    assert [line for line, text in flaws(reading) if "quotation mark" in text] == [3, 4, 5]


def test_a_file_that_was_cut_off_inside_a_text_keeps_the_text(read):
    reading = read('Title,Abstract,Year\nA,B,2019\nC,"The first line\n\nthe third, and\nthe la')
    assert titles(reading) == ["A", "C"]
    assert reading.entries[1].abstract == "The first line the third, and the la"
    assert [line for line, _ in flaws(reading)] == [3, 3]


def test_a_quotation_mark_in_a_cell_without_any_derails_nothing(read):
    reading = read('Title,Authors,Year\nA 5" pipe,"Alder, J.",2019\nB,"=""x""",2020\n"C",Cedar,2021\n')
    assert titles(reading) == ['A 5" pipe', "B", "C"]
    assert (reading.markers, reading.flaws) == (3, ())


def test_ragged_rows_are_kept_and_told_and_empty_cells_at_the_end_are_harmless(read):
    reading = read("Title,Authors,Year\nA,Alder,2019,\nB,Birch\nC,Cedar,2021,more,,\nD\n,,\nE,Elm,2023,,,,\n")
    assert titles(reading) == ["A", "B", "C", "D", "E"]
    assert flaws(reading) == [
        (3, "the row has 2 cells, the head has 3"),
        (4, "the row has 6 cells, the head has 3"),
        (5, "the row has 1 cells, the head has 3"),
    ]
    assert reading.markers == 5


def test_what_stands_under_no_heading_and_under_a_heading_twice_is_an_extra(tmp_path):
    path = tmp_path / "file"
    path.write_text('Title,Year,Note,Note,\n"A\nB",2019,one,"two\nlines",three\n')
    export = open_export(path)
    ((raw, entry),) = list(export.both(lambda stray: None))
    assert export.extras(raw, entry) == [(3, "Note", "one"), (3, "Note", "two\nlines"), (4, "", "three")]


def test_cells_that_a_spreadsheet_would_run_stay_as_they_are(read):
    rows = ["=cmd|' /C calc'!A0,Alder,2019", "+1 trial,@Birch,2020", "'=1+1,-,2021", "#NAME?,Elm,2022"]
    reading = read("\n".join(["Title,Authors,Year", *rows, ""]))
    assert titles(reading) == ["=cmd|' /C calc'!A0", "+1 trial", "'=1+1", "#NAME?"]
    assert flaws(reading) == [(5, "'#NAME?' stands where a formula of a spreadsheet failed")]


def test_an_apostrophe_before_a_title_is_the_titles_own(read):
    reading = read("title,authors,year\n'@Home' support,Alder J,2020\n'-omics in twins,Birch J,2021\n")
    assert titles(reading) == ["'@Home' support", "'-omics in twins"]


def test_space_that_nobody_meant_is_one_space_and_moves_no_line(tmp_path):
    path = tmp_path / "file"
    path.write_text(f'Title,Note,Year\n"A{" " * 999}b","one{chr(10) * 300}two",x\nB,y,z\n')
    first, second = open_export(path).raw()
    assert first.values == ["A b", "one\ntwo", "x"]
    assert (list(first.lines), second.line) == ([2, 2, 302], 303)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_delimiters_line_ends_and_encodings_change_nothing(read, ending, encoding, mark):
    rows = [["Title", "Authors", "Year"], ["Größe\nund Maß", "Müller, J; Ö", "2019"], ["Zwei", "", "2020"]]
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    reading = read(out.getvalue().replace("\n", ending).encode(encoding))
    assert [(entry.line, entry.title) for entry in reading.entries] == [(2, "Größe und Maß"), (4, "Zwei")]
    assert (reading.markers, reading.flaws) == (2, ())


@pytest.mark.parametrize("text", ["Title,Authors,Year\n", "Lens ID,Title,Author/s", "\n\nTitle;Year\n;\n\n"])
def test_a_head_alone_is_a_search_without_a_hit(read, text):
    reading = read(text.encode())
    assert (reading.entries, reading.markers, reading.strays, reading.flaws) == ((), 0, (), ())


def test_rows_come_before_the_file_is_read_to_its_end_and_cells_may_span_chunks():
    def chunks():
        yield b'A,1\n"two\n'
        yield b'lines, ""here""\n'
        yield b'end",2\nB,3\n'
        raise AssertionError("read on")

    rows = lines.rows(lines.numbered(chunks()), ",", 2)
    assert next(rows) == (1, ["A", "1"], "")
    assert next(rows) == (2, ['two\nlines, "here"\nend', "2"], "")


# --- workbooks ----------------------------------------------------------------------------------


def test_a_workbook_below_a_title_with_numbers_dates_and_returns_as_text(read, book):
    import datetime

    rows = [
        ["Export"],
        [],
        ["Title", "Authors", "Year", "Volume", "Date", "Abstract"],
        ["A", "Alder, J.", 2019.0, 3.5, datetime.date(2019, 5, 4), "one\ntwo"],
        ["", None, "  "],
        ["B", None, "2020"],
    ]
    reading = read(book(Sheet=rows))
    assert [(entry.line, entry.title, entry.year) for entry in reading.entries] == [
        (4, "A", 2019),
        (6, "B", 2020),
    ]
    assert (reading.entries[0].volume, reading.entries[0].abstract) == ("3.5", "one two")
    assert (reading.markers, reading.flaws, strays(reading)) == (2, (), [1])


def test_every_sheet_with_a_head_is_read_and_the_others_are_told(book, tmp_path):
    from_scopus = [["Title", "Source title", "EID"], ["B", "J", "2-s2.0-1"], [], ["C", "K", "2-s2.0-2"]]
    sheets = {"Included": [["By hand"], ["Title", "Year"], ["A", 2019]], "About": [["Nothing"]], "No hit": []}
    (tmp_path / "two").write_bytes(book(**sheets, Excluded=from_scopus))
    export = open_export(tmp_path / "two")
    found = []
    pairs = list(export.both(found.append))
    assert [
        (entry.ordinal, entry.line, entry.title, entry.accession, export.extras(raw, entry))
        for raw, entry in pairs
    ] == [
        (1, 3, "A", "", [(3, "sheet", "Included")]),
        (2, 2, "B", "2-s2.0-1", [(2, "sheet", "Excluded")]),
        (3, 4, "C", "2-s2.0-2", [(4, "sheet", "Excluded")]),
    ]
    assert [stray.text for stray in found] == [
        "the sheet 'About' holds no table that is known, and is not read",
        "By hand",
    ]
    assert export.count_markers() == 3


def test_flaws_in_one_of_several_sheets_name_it(read, book):
    head = ["Title", "Year"]
    reading = read(book(One=[head, ["A", 2019]], Two=[head, ["B", 2020, "more"]]))
    assert flaws(reading) == [(2, "the sheet 'Two': the row has 3 cells, the head has 2")]


def test_rows_of_a_single_sheet_do_not_say_which(book, tmp_path):
    (tmp_path / "one").write_bytes(book(S=[["Title", "Year"], ["A", 2019]]))
    (raw,) = open_export(tmp_path / "one").raw()
    assert raw.tags == ["Title", "Year"]


def test_a_heading_that_a_person_named_may_be_in_one_of_the_sheets_alone(book, tmp_path):
    (tmp_path / "two").write_bytes(
        book(One=[["Title", "Year"], ["A", 1]], Two=[["Was", "Jahr"], ["B", 2020]])
    )
    first, second = open_export(tmp_path / "two", {"title": "Was"}).entries()
    assert (first.title, second.title) == ("A", "B")
    assert [flaw.text for flaw in first.flaws] == [
        "the sheet 'One': it has no column 'Was' (named for title)"
    ]
    assert second.flaws == ()


def test_second_heads_count_in_sheets_too(read, book):
    head = ["Title", "Authors", "Year"]
    other = ["Author", "Title", "Published", "Journal"]
    rows = [
        head,
        ["A", "Alder", 2019],
        head,
        ["B", "Birch", 2020],
        ["By hand"],
        other,
        ["Elm", "C", 2021, "J"],
    ]
    reading = read(book(S=rows))
    assert [(entry.title, entry.year) for entry in reading.entries] == [("A", 2019), ("B", 2020), ("C", 2021)]
    assert (reading.markers, strays(reading)) == (3, [3, 5, 6])


def test_a_formula_is_not_evaluated_and_one_without_a_value_is_told(read, book):
    data = book(S=[["Title", "Year"], ['=CONCATENATE("a","b")', 2019], ["=1+1", 2020]])
    saved = re.compile(rb"<f>1\+1</f><v\s*/>|<f>1\+1</f><v></v>")
    data = edited(data, "xl/worksheets/sheet1.xml", lambda xml: saved.sub(b"<f>1+1</f><v>2</v>", xml))
    reading = read(data)
    assert titles(reading) == ['=CONCATENATE("a","b")', "2"]
    assert flaws(reading) == [(2, 'a formula has no saved value: =CONCATENATE("a","b")')]
    assert reading.markers == 2


def edited(data, part, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def test_workbooks_that_are_bombs_or_broken_are_refused(refusal, book):
    data = book(S=[["Title", "Year"], ["A", 2019]])
    sheet = "xl/worksheets/sheet1.xml"
    assert "far too much" in refusal(
        edited(data, sheet, lambda xml: xml + b"<row><c><v>1</v></c></row>" * 900_000)
    )
    entity = edited(data, sheet, lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml)
    assert "declares entities" in refusal(entity)
    assert "cannot be read as a workbook" in refusal(edited(data, sheet, lambda xml: xml[: len(xml) // 2]))
    assert "too many rows" in refusal(edited(data, sheet, lambda xml: xml.replace(b'r="2"', b'r="99999999"')))


def test_a_row_without_an_end_is_not_looked_for_in_all_of_a_workbook(book, monkeypatch):
    content = Content(book(S=[["Title", "Year"], ["A", 2019]]))
    assert [cells for _, cells in sheetxml.rows(content, "S", sheetxml.shared(content))][1] == ["A", "2019"]
    monkeypatch.setattr(sheetxml, "_LONGEST_ROW", 10)
    with pytest.raises(Refused, match="far too long"):
        list(sheetxml.rows(content, "S", []))


def test_named_headings_count_in_workbooks_too(book, tmp_path, refusal):
    data = book(S=[["Was", "Wer"], ["A", "Alder J"]])
    (tmp_path / "named").write_bytes(data)
    (entry,) = open_export(tmp_path / "named", {"title": "Was", "authors": "Wer"}).entries()
    assert (entry.title, entry.authors) == ("A", "Alder, J")
    assert "its columns are 'Was', 'Wer'" in refusal(data, title="Titel")


# --- properties ---------------------------------------------------------------------------------

cell = st.text(st.sampled_from("ab ,;\"\n='|#é1"), max_size=8)
valid = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@valid
@given(st.lists(st.tuples(cell, cell, cell), max_size=6), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_every_row_of_valid_csv_is_an_entry_with_all_its_text(tmp_path, rows, quoting):
    rows = [(f"t{title}", notes, year) for title, notes, year in rows]
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows([("Title", "Notes", "Year"), *rows])
    path = tmp_path / "export"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    export = open_export(path)
    raws = [raw for raw in export.raw() if isinstance(raw, Raw)]
    unwrapped = re.compile(r'=\s*"(?:[^"]|"")*"\s*|\'+[=].*', re.S)
    for raw, row in zip(raws, rows, strict=True):
        assert raw.tags == ["Title", "Notes", "Year"]
        for value, written in zip(raw.values, row, strict=True):
            assert value == written or unwrapped.fullmatch(written)
    assert export.count_markers() == len(rows)
    assert not any(raw.flaws for raw in raws)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from('ab,;"\n\t= \x00Ä'), max_size=120), st.booleans())
def test_whatever_follows_a_head_nothing_is_lost_and_nothing_fails(tmp_path, text, tabs):
    path = tmp_path / "export"
    head = "Title\tAuthors\tYear\n" if tabs else "Title,Authors,Year\n"
    path.write_text(head + text, encoding="utf-8", newline="")
    export = open_export(path)
    found = list(export.raw())
    export.count_markers()
    for item in found:
        if isinstance(item, Raw):
            export.extras(item, export._format.COLUMNS.entry(1, item))
    lines = [item.line for item in found]
    assert lines == sorted(lines)
    # A quotation mark that stands alone is told in words of our own.
    told = [item for item in found if not isinstance(item, Stray) or item.text != NOT_CLOSED]
    kept = "".join(item.text if isinstance(item, Stray) else "".join(item.values) for item in told)
    letters = re.compile(r"[abÄ]")
    assert letters.findall(kept) == letters.findall(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_broken_sample_makes_any_table_fail(tmp_path, data):
    sample = data.draw(st.sampled_from(sorted(SAMPLES.glob("tables_*"))))
    text = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        text[at : at + data.draw(st.integers(0, 40))] = data.draw(
            st.sampled_from([b'"', b",", b"\n", b"", b'",'])
        )
    path = tmp_path / "export"
    path.write_bytes(bytes(text))
    try:
        content = Content(path)
        format = next((each for each in FORMATS if each.recognise(content)), None)
        if format:
            rows = [item for item in format.scan(content) if isinstance(item, Raw)]
            for ordinal, raw in enumerate(rows, start=1):
                format.COLUMNS.extras(raw, format.COLUMNS.entry(ordinal, raw))
            format.count_markers(content)
    except Refused:
        pass
