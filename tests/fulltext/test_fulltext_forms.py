"""`tamis forms retrieval` and `tamis forms highlights`: what they write is read back."""

import pytest

import small_review
from tamis.cli import main
from tamis.config import load_config
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.extraction.highlights import copies as marks
from tamis.extraction.highlights.copies import Copy
from tamis.forms import retrieval
from tamis.forms.extraction import highlights
from tamis.forms.sheet.form import Asked
from tamis.fulltext.inputs import retrieval_log
from tamis.pdf.texts import Mark, PdfText
from tamis.store import sha256, table_lines
from tamis.tables import Citation, PdfFile, Report, Verdict


def awaiting(id: str) -> Verdict:
    return Verdict("full_text", id, "awaiting", votes=0, waits_for="R1;R2", place="a.ris:1")


def printed(*lines, marked=()) -> bytes:
    """Return a PDF with lines; `marked`: words in them, each with a comment."""
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page()
        for at, line in enumerate([*lines, *["Families whose children were in care for some months."] * 30]):
            page.insert_text((72, 60 + 20 * at), line)
        for words, comment in marked:
            (quad, *_) = page.search_for(words, quads=True)
            annotation = page.add_highlight_annot(quad)
            annotation.set_info(content=comment)
            annotation.update()
        for number in range(3):
            document.new_page().insert_text((72, 72), f"More, {number}")
        return document.tobytes()


TITLED = {
    "r1": Citation("r1", title="Families after care: how they are helped", authors="Akin, B.", year=2017),
    "r2": Citation(
        "r2", title="Drugs and the return of children, a cohort study", authors="Brook, J.", year=2007
    ),
}


@pytest.mark.parametrize("output", ["csv", "xlsx"])
def test_lines_for_the_retrieval_log(assessed, output):
    review = assessed({f"r{n}": awaiting(f"r{n}") for n in range(1, 6)}, citations=TITLED)
    one = review.write("fulltext/=one.pdf", printed(TITLED["r1"].title, "Becci Akin, 2017"))
    review.write("fulltext/Brook 2007.pdf", printed("Quite another paper"))
    review.write("fulltext/logged.pdf", b"%PDF-1.4 broken")
    review.write(
        "fulltext/retrieval.csv",
        "record,status,where,date,file,note\n"
        "r4,retrieved,library,2024-01-02,logged.pdf,by post\nr5,not_retrieved,web,,,\n",
    )
    assert review.run() == 0
    config = load_config(review.review, Problems())
    filled = retrieval._fill(review.review, config, Asked(output=output))
    assert filled.said.startswith("4 reports, 3 with a PDF.")
    path = review.write(f"fulltext/retrieval.2.{output}", filled.content)
    problems = Problems()
    log = {row.record: row for row in retrieval_log(review.review, problems)[2:]}
    assert not len(problems) and sorted(log) == ["r1", "r4"]  # nobody has said yet what r2 and r3 are
    lines = [cells for _, cells in table_lines(path, problems, root=review.review.root)]
    (third,) = (cells for cells in lines if "r3" in cells)
    assert set(third) == {"r3", "Title r3", ""}
    (second,) = (cells for cells in lines if "r2" in cells)
    assert "retrieved" not in second and {
        "Brook 2007.pdf",
        sha256(review.review.fulltext / "Brook 2007.pdf"),
        "PDF uncertain by its name: its title is not on the first page",
    } <= {*second}
    assert (log["r1"].status, log["r1"].file, log["r1"].sha256) == ("retrieved", "=one.pdf", sha256(one))
    assert log["r1"].note == "PDF sure by its first page"
    assert (log["r4"].where, log["r4"].date, log["r4"].note) == ("library", "2024-01-02", "by post")
    assert log["r4"].sha256 == sha256(review.review.fulltext / "logged.pdf")
    assert review.run() == 0
    assert not [id for id in review.open() if "unlogged" in id or "pdf-hash" in id]
    assert review.reports()["r1"].retrieval == "retrieved"


def test_of_two_pdfs_the_one_that_more_speaks_for_goes_first_and_a_person_says_which_it_is():
    report = Report("r1", "databases")
    pdfs = [
        PdfFile("a.pdf", "1", "r1", "", "sure", "first_page", 100.0),
        PdfFile("b.pdf", "2", "r1", "", "sure", "doi;first_page", 97.0),
        PdfFile("c.pdf", "3", "r1", "", "uncertain", "doi;name", 100.0, why="it has 2 pages"),
    ]
    (row,) = retrieval._rows(report, {}, retrieval._pdfs(pdfs), {"r1": "Title"})
    assert (row.status, row.file) == ("", "b.pdf")
    assert row.note == (
        "PDF sure by its DOI, its first page; or it is a.pdf: PDF sure by its first page; "
        "or it is c.pdf: PDF uncertain by its DOI, its name: it has 2 pages"
    )
    (row,) = retrieval._rows(report, {}, retrieval._pdfs(pdfs[1:]), {"r1": "Title"})
    assert (row.status, row.file) == ("retrieved", "b.pdf")


def test_nothing_is_written_where_every_report_has_its_line(assessed):
    review = assessed({"r1": awaiting("r1")})
    review.write("fulltext/retrieval.csv", "record,status\nr1,not_retrieved\n")
    assert review.run() == 0
    assert not retrieval._fill(
        review.review, load_config(review.review, Problems()), Asked(output="csv")
    ).content


MARKED = printed(
    "The study took place in Ireland and lasted for a while.",
    "Of them 12 had housing and others therapy.",
    marked=(
        ("in Ireland", "country"),
        ("12 had housing", "effects 1 n"),
        ("and others", "supports: housing"),
        ("lasted for a while", "folow_up: 12"),
        ("study took place", "nice"),
    ),
)


@pytest.fixture
def reader(tmp_path):
    review = small_review.make(tmp_path, {"extraction/adams2001.R1.yaml": "country: uk\nfunding: ...\n"})
    (review.records / "extraction" / "adams2001.R1.pdf").write_bytes(MARKED)
    return review


def test_highlights_become_a_file_of_what_is_not_there_yet(reader, capsys):
    config, proforma = small_review.protocol(reader)
    studies = ["adams2001", "brown2002"]

    def taken():
        problems = Problems()
        found = inputs.read(reader, config, proforma, studies, problems)
        assert not list(problems)
        return found

    (item,) = marks.open_items(reader, config, proforma, taken(), studies)
    assert (item.item, item.waits_for) == ("extraction:highlights:adams2001:R1", "R1")
    assert "2 comments" in item.text and "supports (page 1), effects[1].n (page 1)" in item.text
    before = small_review.people_wrote(reader)
    assert main(["forms", "highlights", "--for", "R1", "-d", str(reader.root)]) == 0
    said = capsys.readouterr().out
    assert "adams2001.R1.2.yaml: 2 values from your highlights" in said
    assert "page 1: 'folow_up: 12' names no field; did you mean 'follow_up'?" in said
    assert before.items() <= small_review.people_wrote(reader).items()
    data = {(d.field, d.row, d.column): (d.value, d.quote, d.page) for d in _data(taken())}
    assert data["country", 1, ""][0] == "uk"  # what was typed stays
    assert data["effects", 1, "n"] == ("12", "12 had housing", "1")
    assert data["supports", 1, ""] == ("housing", "and others", "1")
    (item,) = marks.open_items(reader, config, proforma, taken(), studies)
    assert item.text == (  # what no file can hold stays, until somebody writes it down
        "in records/extraction/adams2001.R1.pdf: page 1: 'folow_up: 12' names no field; did you mean "
        "'follow_up'?"
    )
    assert main(["forms", "highlights", "--for", "R1", "-d", str(reader.root)]) == 0
    assert "No file is written: nothing new is marked" in capsys.readouterr().out
    (reader.records / "extraction" / "adams2001.R1.3.yaml").write_text("follow_up: 12\n")
    assert not marks.open_items(reader, config, proforma, taken(), studies)


def _data(extractions):
    return [datum for each in extractions for data in each.fields.values() for datum in data]


def test_what_no_file_can_hold_is_told_with_its_reason_and_no_form_is_promised(reader, monkeypatch):
    config, proforma = small_review.protocol(reader)
    text = PdfText("1", marks=(Mark(2, "highlight", "x", "country: Mars"), Mark(3, "note", "", "contry: uk")))
    copy = Copy("adams2001", "R1", "records/extraction/adams2001.R1.pdf", marks.read([text], proforma))
    monkeypatch.setattr(marks, "copies", lambda *_: [copy])
    (item,) = marks.open_items(reader, config, proforma, [], ["adams2001"])
    assert "country (page 2): 'Mars' is not one of" in item.text and "tamis forms" not in item.text
    assert "page 3: 'contry: uk' names no field; did you mean 'country'?" in item.text


def test_cells_of_a_table_that_was_begun_elsewhere_are_told(reader):
    path = reader.records / "extraction" / "adams2001.R1.yaml"
    path.write_text("effects: [{arm: all}]\nsupports: [housing]\ncountry: ie\n")
    config, _ = small_review.protocol(reader)
    filled = highlights._fill(reader, config, Asked("R1", output="yaml"))
    assert not filled.files
    assert "effects[1].n (page 1): '12' goes into the table that begins in records/extraction" in filled.said


def test_a_copy_that_cannot_be_read_costs_an_item_and_nothing_else(reader):
    (reader.records / "extraction" / "brown2002.R2.pdf").write_bytes(b"<html>")
    config, proforma = small_review.protocol(reader)
    items = marks.open_items(reader, config, proforma, [], ["adams2001", "brown2002"])
    assert [item.item for item in items] == [
        "extraction:highlights:adams2001:R1",
        "extraction:highlights:brown2002:R2",
    ]
    assert "brown2002.R2.pdf is not a PDF" in items[1].text
