"""What a format is recognised by; Scopus's tables; and what is no export at all."""

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tamis.errors import Problems
from tamis.formats.entry import Entry
from tamis.formats.reading import read_export

SAMPLES = Path(__file__).parent / "samples"


def test_scopus_with_full_names_a_line_break_and_article_numbers(read):
    reading = read("scopus_full_names.csv")
    first, second = reading.entries
    assert (reading.format, reading.markers, reading.flaws) == ("Scopus CSV", 2, ())
    assert first == Entry(
        ordinal=1,
        line=2,
        source_id="2-s2.0-55550000051",
        type="Article",
        title='A "quoted" title, in two lines',
        authors="Alder, Ines N.; Birch, Tom D.",
        year=2024,
        journal="Made-up Communications",
        volume="7",
        issue="1",
        pages="5551",
        doi="10.5555/upper1",
        pmid="55550043",
        accession="2-s2.0-55550000051",
        issn="55550032",
        keywords="home; return; Home; Child",
        url="https://www.scopus.com/inward/record.uri?eid=2-s2.0-55550000051",
    )
    assert (second.line, second.authors, second.pages) == (4, "Müller, Max T.", "1001-1009")


def test_old_scopus_with_names_apart_by_commas_and_cells_without_a_heading(read):
    reading = read("scopus_old_with_surplus_cells.csv")
    assert [entry.authors for entry in reading.entries] == [
        "Alder, J.C.; Birch, R.",
        "Cedar, T.; De Dogwood, R.B.",
        "",
    ]
    assert [entry.accession[-4:] for entry in reading.entries] == ["0102", "0101", "0003"]
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
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
            "is not a bibliography that Tamis knows; it looks like a PDF",
        ),
        (b"\x1f\x8b\x08\x00abc", "is a damaged archive"),
        (b"PK\x03\x04abc", "is a damaged zip archive"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "it looks like a web page"),
        (b"name,age\nx,1\n", "is not a bibliography that Tamis knows (known: "),
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


RIS = "TY  - JOUR\nTI  - Cited\nER  - \n"


@pytest.mark.parametrize(
    ("text", "format", "titles"),
    [
        (
            f'title,authors,year,note\nFirst,A,2001,"seen:\n{RIS}"\nSecond,B,2002,\n',
            "table",
            ["First", "Second"],
        ),
        (
            'title,authors,year,note\nFirst,A,2001,"\nPMID- 12345"\nSecond,B,2002,\n',
            "table",
            ["First", "Second"],
        ),
        (f"@article{{a,\n title={{First}},\n note={{seen:\n{RIS}}}\n}}\n", "BibTeX", ["First"]),
        ("@article{a,\n title={First},\n note={\nPMID- 12345}\n}\n", "BibTeX", ["First"]),
        (f"%0 Journal Article\n%T First\n%X Text\n{RIS}", "EndNote tagged (.enw)", ["First"]),
        (f"{RIS}\n%0 Journal Article\n%T Second\n%A B\n", "RIS", ["Cited"]),
        (f"A strategy.\n{RIS}PMID- 12345\n", "RIS", ["Cited"]),
    ],
)
def test_the_format_that_shows_first_is_the_files_own(read, text, format, titles):
    """A note may hold an entry of another program."""
    reading = read(text)
    assert (reading.format, [entry.title for entry in reading.entries]) == (format, titles)


@pytest.mark.parametrize("pack", ["zip", "gzip"])
def test_a_workbook_in_an_archive_is_read(read, pack):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Title", "Authors", "Year"], ["First", "Alder, A", 2001]):
        book.active.append(row)
    book.save(file)
    packed = io.BytesIO()
    if pack == "zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("export.xlsx", file.getvalue())
    else:
        packed.write(gzip.compress(file.getvalue()))
    assert [entry.title for entry in read(packed.getvalue()).entries] == ["First"]


def test_a_page_that_begins_with_a_remark_is_named(tmp_path):
    path = tmp_path / "login.ris"
    path.write_bytes(b"<!-- saved from url -->\n<!-- a -->\n<!DOCTYPE html><html><body>Log in</body></html>")
    problems = Problems()
    assert read_export(path, "login.ris", problems) is None
    assert "looks like a web page" in str(next(iter(problems)))
