"""The stage `documents`: what it makes of manuscripts, what it refuses, what it takes away again."""

import csv
import io
import re
import shutil

import pytest
from docx import Document
from word_files import docx, split

from pipeline import ROOT, flow
from tamis.checks import besides
from tamis.cli import main
from tamis.documents import lost
from tamis.errors import Problems
from tamis.figures import FIGURES
from tamis.manuscript import source
from tamis.manuscript.citing.citations import Bibliography
from tamis.manuscript.citing.typst import EngineError
from tamis.manuscript.engine.published import Published
from tamis.review import Review


@pytest.fixture(scope="module")
def made(whole, tmp_path_factory):
    """Return a small review, every stage of it made, without manuscripts."""
    return shutil.copytree(whole.root, tmp_path_factory.mktemp("review") / "review")


@pytest.fixture
def review(made):
    folder = made / "records" / "manuscript"
    folder.mkdir()
    yield made
    shutil.rmtree(folder)


def documents(review, capsys, code=0) -> str:
    """Write the manuscripts, which never fails, and tell what is wrong in them."""
    assert main(["documents", "--only", "manuscripts", "-d", str(review)]) == 0
    assert main(["documents", "--only", "problems", "-d", str(review)]) == code
    said = capsys.readouterr()
    return said.out + said.err


def rows(review, name):
    with (review / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_review_without_manuscripts_has_its_report_as_documents(made):
    assert (made / "reports" / "report.docx").read_bytes()[:2] == b"PK"
    assert (made / "reports" / "report.pdf").read_bytes()[:5] == b"%PDF-"
    assert (made / "reports" / "checklists.docx").exists()
    assert rows(made, "reports/manuscript_numbers.csv") == []
    assert rows(made, "build/documents/open.csv") == []


def test_manuscripts_are_made_with_live_numbers_and_taken_away_with_them(review, capsys):
    folder, reports = review / "records" / "manuscript", review / "reports"
    text = "# {{ review.title }}\n\nOf {{ flow.records_screened }} records. {{ item('16a') }}\n\n"
    text += f"A total of {flow(review)['records_screened'] + 1} records were screened.\n"
    (folder / "paper.md").write_text(text, encoding="utf-8")
    word = docx(lambda document: split(document, "Screened: ", "{{ flow.rec", "ords_screened }}"))
    (folder / "letter.docx").write_bytes(word)
    for name in ("~$letter.docx", ".hidden.md"):
        (folder / name).write_bytes(b"x")
    before = {path: path.read_bytes() for path in sorted(folder.iterdir())}
    own = reports / "mine.docx"
    own.write_bytes(b"somebody's")
    said = documents(review, capsys)
    assert (
        "2 manuscripts, 2 live numbers; typed by hand: 0 that the review knows, 1 that contradict it" in said
    )
    number = f"{flow(review)['records_screened']:,}"
    letter = Document(io.BytesIO((reports / "letter.docx").read_bytes()))
    assert letter.paragraphs[0].text.startswith(f"Screened: {number}")
    assert f"Of {number}" in (reports / "paper.html").read_text(encoding="utf-8")
    assert (reports / "paper.docx").exists() and (reports / "paper.pdf").exists()
    lines = {(row["checklist"], row["item"]): row for row in rows(review, "reports/checklists.csv")}
    assert lines["prisma2020", "16a"]["manuscript"] == "paper.md:3"
    told = rows(review, "reports/manuscript_numbers.csv")
    assert [(row["place"], row["told"], row["of"]) for row in told] == [
        ("letter.docx: paragraph 1", "live", "flow.records_screened"),
        ("paper.md:3", "live", "flow.records_screened"),
        ("paper.md:5", "contradicts", "flow.records_screened"),
    ]
    items = rows(review, "build/documents/open.csv")
    assert [(item["item"], item["waits_for"], item["place"]) for item in items] == [
        ("documents:contradicts:paper.md:5:flow.records_screened", "team", "records/manuscript/paper.md:5")
    ]
    assert {path: path.read_bytes() for path in sorted(folder.iterdir())} == before
    first = {path.name: path.read_bytes() for path in reports.glob("*.*")}
    documents(review, capsys)
    assert {path.name: path.read_bytes() for path in reports.glob("*.*")} == first

    (folder / "letter.docx").unlink()
    documents(review, capsys)
    assert not (reports / "letter.docx").exists() and (reports / "paper.docx").exists()
    (folder / "paper.md").unlink()
    documents(review, capsys)
    assert not list(reports.glob("paper.*")) and own.read_bytes() == b"somebody's"
    own.unlink()


def test_what_is_still_to_be_written_answers_no_item(review, capsys):
    text = "[Say which tool was used.] {{ item('11') }}\n\n"
    text += "Two people screened [as others do](https://a.b). {{ item('8') }}\n"
    (review / "records" / "manuscript" / "paper.md").write_text(text, encoding="utf-8")
    documents(review, capsys)
    lines = {
        row["item"]: row["manuscript"]
        for row in rows(review, "reports/checklists.csv")
        if row["checklist"] == "prisma2020"
    }
    assert (lines["11"], lines["8"]) == ("", "paper.md:3")


def test_a_study_that_is_no_longer_included_can_be_cited_and_is_an_open_item(review, capsys):
    left = next(row for row in rows(review, "build/flow/exits.csv") if row["exit"] != "included")
    table = review / "records" / "studies.csv"
    before = table.read_bytes()
    table.write_bytes(before + f"gone,{left['record_id']},main\n".encode())
    try:
        (review / "records" / "manuscript" / "paper.md").write_text(
            "See {{ cite('gone') }}.", encoding="utf-8"
        )
        documents(review, capsys)
    finally:
        table.write_bytes(before)
    items = [(item["item"], item["waits_for"]) for item in rows(review, "build/documents/open.csv")]
    assert items == [("documents:cited:paper.md:gone", "team")]
    assert "References" in (review / "reports" / "paper.html").read_text(encoding="utf-8")


def test_one_wrong_manuscript_keeps_no_other_from_being_made(review, capsys):
    folder = review / "records" / "manuscript"
    (folder / "good.md").write_text("{{ flow.records_screened }}", encoding="utf-8")
    wrong = "{{ flow.records_screend }}\n\n{{ cite('nobody') }} {{ item('99') }}"
    (folder / "bad.md").write_text(wrong, encoding="utf-8")
    (folder / "worse.docx").write_bytes(docx(lambda document: split(document, "a {{ studies.reason.nix }}")))
    said = documents(review, capsys, code=1)
    assert "records/manuscript/bad.md:1: column 1: name 'flow.records_screend'" in said
    assert "did you mean 'flow.records_screened'?" in said
    assert "records/manuscript/bad.md:3: column 1: citation 'nobody'" in said
    assert "records/manuscript/bad.md:3: column 22: item of prisma2020 '99'" in said
    assert re.search(r"worse.docx: paragraph 1, at “a \{\{ studies.reason.nix \}\}”: name", said)
    assert (review / "reports" / "good.html").exists() and not (review / "reports" / "bad.html").exists()
    right = review / "build" / "documents" / "right.txt"
    right.unlink(missing_ok=True)
    for _ in range(2):  # told of at each run, while it is wrong
        assert main(["documents", "--only", "problems", "-d", str(review)]) == 1
        assert "bad.md:3: column 1" in capsys.readouterr().err and not right.exists()
    assert rows(review, "reports/checklists.csv") and rows(review, "reports/manuscript_numbers.csv")
    for name in ("bad.md", "worse.docx"):
        (folder / name).unlink()
    documents(review, capsys)
    assert right.exists()


def test_works_that_cannot_be_set_are_a_problem_of_their_manuscript(review, capsys, monkeypatch):
    def fails(self, clusters):
        raise EngineError("no such letter")

    monkeypatch.setattr(Bibliography, "format", fails)
    (review / "records" / "manuscript" / "good.md").write_text("text", encoding="utf-8")
    work = rows(review, "records/studies.csv")[0]["study"]
    (review / "records" / "manuscript" / "bad.md").write_text(f"{{{{ cite('{work}') }}}}", encoding="utf-8")
    said = documents(review, capsys, code=1)
    assert "records/manuscript/bad.md" in said and "no such letter" in said
    assert (review / "reports" / "good.html").exists()


def test_only_what_was_made_of_manuscripts_is_taken_away(review, capsys):
    note = review / "build" / "documents" / "made.txt"
    note.write_text("reports/report.docx\nreports/flow.pdf\nreports/../x.pdf\n", encoding="utf-8")
    documents(review, capsys)
    assert (review / "reports" / "report.docx").exists() and (review / "reports" / "flow.pdf").exists()


def test_what_was_made_of_a_manuscript_and_is_gone_is_made_again(review, capsys):
    (review / "records" / "manuscript" / "paper.md").write_text("text", encoding="utf-8")
    documents(review, capsys)
    assert not lost(Review(review))
    (review / "reports" / "paper.pdf").unlink()
    assert lost(Review(review))


def refused(review, names) -> str:
    problems = Problems()
    folder = review.records / "manuscript"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("text", encoding="utf-8")
    source.check(review, FIGURES, Published(), problems)
    return "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["paper.md"], ""),
        (["a paper, revised (2).md"], ""),
        (["Report.md"], "a name the pipeline uses"),
        (["flow.md"], "a name the pipeline uses"),
        (["manuscript_numbers.md"], "a name the pipeline uses"),
        (["Paper.md", "paper.MD"], "would be made into the same"),
        (["paper.doc"], "save it in Word as .docx"),
        (["paper.docm"], "save it in Word as .docx"),
        (["paper.xlsx"], "a manuscript is a .docx or a .md file"),
        (["notes.txt", "p.pdf", "look.PNG", "Paper.MD"], ""),
        (["a{b}.md"], "has the sign '{' in its name"),
        (["-a.md"], "begins or ends with the sign '-'"),
        (["Paper.DOCX"], "is no Word document"),
        (["paper.docx"], "is no Word document"),
    ],
)
def test_names_of_manuscripts(tmp_path, names, said):
    found = refused(Review(tmp_path), names)
    assert said in found if said else not found


def test_a_manuscript_that_is_a_link_out_of_the_review_is_refused(tmp_path):
    review = Review(tmp_path / "review")
    (review.records / "manuscript").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (review.records / "manuscript" / "paper.md").symlink_to(tmp_path / "secret.md")
    problems = Problems()
    assert source.check_names(review, FIGURES, problems) == []
    assert "leads out of the review" in str(*problems)


def test_what_lies_beside_manuscripts_is_passed_over_with_a_warning(tmp_path):
    refused(Review(tmp_path), ["notes.txt", "paper.md"])
    assert besides.warnings(Review(tmp_path)) == [
        "records/manuscript/notes.txt: is passed over; a manuscript is a .docx or a .md file"
    ]


def test_what_the_pipeline_writes_is_no_name_of_a_manuscript():
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "workflow" / "rules").glob("*.smk"))
    stems = set(re.findall(r'"reports/([\w]+)\.\w+"', rules)) | set(FIGURES)
    assert "report" in stems and "open_items" in stems
    assert stems <= {*source.OURS, *FIGURES}


def test_a_run_tells_of_mistakes_before_anything_is_made(made, tmp_path, capsys):
    for name in ("config", "records"):
        shutil.copytree(made / name, tmp_path / name)
    (tmp_path / "records" / "manuscript").mkdir()
    text = "{{ flows.x }} {{ table('nix') }} {{ figure('nix') }} {{ cite('nobody') }} {{ item('99') }}"
    text += " {{ flow.records_screened }"
    (tmp_path / "records" / "manuscript" / "paper.md").write_text(text, encoding="utf-8")
    assert main(["run", "-d", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    for word in ("'flows'", "table 'nix'", "figure 'nix'", "'nobody'", "'99'", "is not closed"):
        assert word in said
    assert not (tmp_path / "build" / "searches").exists()
