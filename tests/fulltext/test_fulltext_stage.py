"""Reports that are sought, what became of them, and the studies that they report."""

import errno
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import tamis
from tamis.errors import Problems
from tamis.fulltext import files, inputs
from tamis.fulltext.studies import author_year, letters
from tamis.pdf.texts import LOCKED
from tamis.store import read_built, replacing, sha256
from tamis.tables import Citation, PdfFile, Retrieval, Verdict

LOG = "record,status,where,file,sha256\n"
STUDIES = "study,record,role,why\n"


def included(id: str) -> Verdict:
    return Verdict(
        "full_text", id, "agreed", "include", votes=2, include=2, exclude=0, maybe=0, place="log:2"
    )


def excluded(id: str) -> Verdict:
    return Verdict(
        "full_text", id, "agreed", "exclude", "design", votes=2, include=0, exclude=2, maybe=0, place="log:3"
    )


def awaiting(id: str) -> Verdict:
    return Verdict("full_text", id, "awaiting", votes=0, waits_for="R1;R2", place="a.ris:1")


def unlisted(id: str) -> Verdict:
    return Verdict(
        "full_text", id, "listed", "exclude", "not_recorded", votes=0, place="records/screening/imports.csv:2"
    )


# --- wrong input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "study,record,role\nakin,r1,main\nakin,r2,main\n",
            "3: study 'akin' has two main reports (also line 2); give each study an id of its own",
        ),
        ("study,record,role\nakin,r1,companion\n", "2: study 'akin' has no main report"),
        (
            "study,record,role\nakin,r1,main\nakin,r1,companion\n",
            "3: record r1 stands twice for 'akin' (also line 2)",
        ),
        ("study,record,role\nakin,r9,main\n", "2: record 'r9' is in no search export"),
        (
            "study,record,role,title\nakin,r1,main,Quite another book altogether\n",
            "2: title 'Quite another book altogether' is not the title of r1, which is 'Title r1'",
        ),
        (
            "study,record,role\nakin,r1,mian\n",
            "2: role 'mian' is not one of main, companion; did you mean 'main'?",
        ),
    ],
)
def test_what_is_wrong_with_studies(assessed, text, expected):
    review = assessed({"r1": included("r1"), "r2": included("r2")})
    review.write("studies.csv", text)
    assert review.said() == [f"records/studies.csv:{expected}"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("r9,retrieved,,,", "2: record 'r9' is in no search export"),
        (
            "r1,recieved,,,",
            "2: status 'recieved' is not one of retrieved, not_retrieved, requested; "
            "did you mean 'retrieved'?",
        ),
        ("r1,retrieved,,../../secret.pdf,", "2: file '../../secret.pdf' is no file beside this log"),
        ("r1,retrieved,,a.pdf,abc", "2: sha256 'abc' is no SHA-256: 64 digits 0-9, a-f"),
    ],
)
def test_what_is_wrong_with_the_retrieval_log(assessed, row, expected):
    review = assessed({"r1": included("r1")})
    review.write("fulltext/retrieval.csv", LOG + row + "\n")
    assert review.said() == [f"records/fulltext/retrieval.csv:{expected}"]


def test_two_records_of_one_study_that_are_one_report_are_told(assessed, capsys):
    review = assessed({"r1": included("r1")}, united={"r2": "r1"})
    review.write("studies.csv", STUDIES + "akin,r1,main,\nakin,r2,companion,\n")
    assert review.said() == []
    assert review.run() == 1
    assert capsys.readouterr().err == (
        "records/studies.csv:3: record r2 and r1 (line 2) are one report; keep one of the two rows\n"
    )


# --- reports ------------------------------------------------------------------------------------


def test_each_report_that_is_sought_and_what_waits(assessed):
    review = assessed(
        {
            "r1": included("r1"),
            "r2": excluded("r2"),
            "r3": awaiting("r3"),
            "r4": awaiting("r4"),
            "r5": awaiting("r5"),
            "r6": awaiting("r6"),
            "r7": None,
            "r8": excluded("r8"),
        }
    )
    review.write(
        "fulltext/retrieval.csv",
        LOG
        + "r1,retrieved,publisher,,\nr3,requested,library,,\nr3,not_retrieved,library;author,,\n"
        + "r4,requested,library,,\nr5,retrieved,,,\nr7,retrieved,,,\nr8,not_retrieved,,,\n",
    )
    review.write("studies.csv", STUDIES + "akin,r1,main,\n")
    assert review.run() == 0
    assert [
        (id, report.retrieval, report.where, report.outcome, report.reason, report.studies)
        for id, report in review.reports().items()
    ] == [
        ("r1", "retrieved", "publisher", "include", "", "akin"),
        ("r2", "", "", "exclude", "design", ""),
        ("r3", "not_retrieved", "library;author", "", "", ""),
        ("r4", "requested", "library", "", "", ""),
        ("r5", "retrieved", "", "", "", ""),
        ("r6", "", "", "", "", ""),
        ("r8", "not_retrieved", "", "exclude", "design", ""),
    ]
    assert {id: item.waits_for for id, item in review.open().items()} == {
        "fulltext:awaiting:r5": "R1;R2",
        "fulltext:not-sought:r7": "team",
        "fulltext:request:r4": "team",
        "fulltext:retrieval:r4": "team",
        "fulltext:retrieval:r6": "team",
        "fulltext:retrieval:r8": "team",
    }
    assert review.open()["fulltext:retrieval:r4"].place == "records/fulltext/retrieval.csv:5"


def test_of_two_records_of_one_report_the_one_that_was_retrieved_counts(assessed):
    review = assessed({"r1": included("r1")}, united={"r2": "r1"})
    review.write("fulltext/retrieval.csv", LOG + "r2,retrieved,web,,\nr1,not_retrieved,library,,\n")
    assert review.run() == 0
    assert review.reports()["r1"].retrieval == "retrieved"
    assert review.reports()["r1"].where == "web;library"


def test_a_report_that_was_not_retrieved_is_not_excluded_by_a_list_that_lacks_it(assessed):
    review = assessed({"r1": unlisted("r1"), "r2": unlisted("r2")})
    review.write("fulltext/retrieval.csv", LOG + "r1,not_retrieved,library,,\n")
    assert review.run() == 0
    found = review.reports()
    assert (found["r1"].outcome, found["r1"].retrieval) == ("", "not_retrieved")
    assert (found["r2"].outcome, found["r2"].reason, found["r2"].retrieval) == ("exclude", "not_recorded", "")
    assert not review.open()


def test_a_report_that_has_not_come_yet_is_not_excluded_by_a_list_that_lacks_it(assessed):
    review = assessed({"r1": unlisted("r1"), "r2": excluded("r2")})
    review.write("fulltext/retrieval.csv", LOG + "r1,requested,library,,\nr2,requested,library,,\n")
    assert review.run() == 0
    found = review.reports()
    assert (found["r1"].outcome, found["r1"].reason) == ("", "")
    assert (found["r2"].outcome, found["r2"].reason) == ("exclude", "design")  # somebody read it
    assert list(review.open()) == ["fulltext:request:r1", "fulltext:request:r2", "fulltext:retrieval:r1"]
    assert review.open()["fulltext:retrieval:r1"].text == (
        "r1 'Title r1' was requested, and has not come yet; what came of it goes into "
        "records/fulltext/retrieval.csv"
    )


# --- studies ------------------------------------------------------------------------------------


def test_studies_with_their_reports(assessed):
    main = Citation(
        "r1",
        arm="other",
        title="A trial",
        authors="Akin, B. A.; Brook, J.; Lloyd, M.",
        year=2017,
        journal="J",
    )
    review = assessed(
        {"r1": included("r1"), "r2": included("r2"), "r3": excluded("r3"), "r4": included("r4")},
        citations={"r1": main},
    )
    review.write(
        "studies.csv",
        STUDIES + "akin2017,r1,main,\nakin2017,r2,companion,costs\nakin2017,r3,companion,protocol\n"
        "brook2007,r3,main,\n",
    )
    assert review.run() == 0
    (study,) = review.studies().values()
    assert (study.study, study.citation_id, study.companions, study.why) == ("akin2017", "r1", "r2", "costs")
    assert (study.label, study.journal, study.year) == ("Akin et al., 2017", "J", 2017)
    assert study.arm == "databases"  # its companion was found there
    assert study.place == "records/studies.csv:2"
    assert {id: item.text for id, item in review.open().items()} == {
        "fulltext:not-included:akin2017": "akin2017: r3 is not included at full text",
        "fulltext:not-included:brook2007": "brook2007: r3 is not included at full text",
        "fulltext:study:r4": "r4 'Title r4' is included; the study that it reports goes into "
        "records/studies.csv",
    }


@pytest.mark.parametrize(
    ("authors", "year", "label"),
    [
        ("Akin, Becci A.; Brook, Jody; Lloyd, Margaret H.; McDonald, Thomas P.", 2017, "Akin et al., 2017"),
        ("Brook, Jody; McDonald, Thomas P.", 2007, "Brook and McDonald, 2007"),
        ("Trout, Alexandra L.", 2020, "Trout, 2020"),
        ("Department for Education", 2014, "Department for Education, 2014"),
        ("van der Berg, Anna", None, "van der Berg, n.d."),
        ("", 2016, "Going home after a long ..., 2016"),
    ],
)
def test_author_and_year_as_cited(authors, year, label):
    assert author_year(authors, year, "Going home after a long time") == label


def test_works_that_would_be_cited_alike_get_letters_in_the_order_of_titles():
    found = letters(
        [
            ("r1", "Akin, 2017", "Zebra"),
            ("r2", "akin, 2017", "Antelope"),
            ("r3", "Akin, 2018", "Bear"),
            *((f"s{n:02}", "Oak, 2001", f"{n:02}") for n in range(28)),
        ]
    )
    assert {id: letter for id, letter in found.items() if id[0] == "r"} == {"r1": "b", "r2": "a"}
    assert (found["s00"], found["s25"], found["s26"], found["s27"]) == ("a", "z", "aa", "ab")


def test_a_study_whose_main_report_was_excluded_is_cited_from_the_first_included_one(assessed):
    review = assessed({"r1": excluded("r1"), "r2": included("r2"), "r3": included("r3")})
    review.write(
        "studies.csv",
        STUDIES + "akin2017,r1,main,\nakin2017,r2,companion,costs\nakin2017,r3,companion,protocol\n",
    )
    assert review.run() == 0
    (study,) = review.studies().values()
    assert (study.citation_id, study.title, study.companions) == ("r2", "Title r2", "r3")
    assert (study.why, study.place) == ("costs; protocol", "records/studies.csv:3")
    assert "fulltext:not-included:akin2017" in review.open()


# --- files --------------------------------------------------------------------------------------


def test_a_pdf_that_differs_or_cannot_be_read_is_open(assessed):
    import pymupdf

    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Families after care")
        readable = document.tobytes()
    with pymupdf.open() as document:
        document.new_page()
        scan = document.tobytes()
    ids = ["r1", "r2", "r3", "r4", "r5"]
    review = assessed({id: excluded(id) for id in ids})
    good = review.write("fulltext/good.pdf", readable)
    review.write("fulltext/scan.pdf", scan)
    review.write("fulltext/broken.pdf", b"<html>You are not logged in</html>")
    digest = sha256(good)
    review.write(
        "fulltext/retrieval.csv",
        LOG + f"r1,retrieved,,good.pdf,{digest.upper()}\n"
        f"r2,retrieved,,scan.pdf,\nr3,retrieved,,broken.pdf,{'b' * 64}\n"
        f"r4,retrieved,,absent.pdf,{'a' * 64}\nr5,retrieved,,,\n",
    )
    assert review.run() == 0
    assert list(review.open()) == [
        "fulltext:pdf-broken:r3",
        "fulltext:pdf-differs:r3",
        "fulltext:pdf-hash:r2",
        "fulltext:pdf-no-text:r2",
    ]
    assert review.open()["fulltext:pdf-hash:r2"].text == (
        "scan.pdf can be told from another version by its fingerprint only; write "
        + sha256(review.review.records / "fulltext" / "scan.pdf")
        + " into the column sha256 of records/fulltext/retrieval.csv"
    )
    assert review.open()["fulltext:pdf-no-text:r2"].text == (
        "scan.pdf holds no text on its 1 page, so it is a scan; run text recognition on it, and write the "
        "new hash into the log"
    )


def test_a_pdf_that_is_on_another_computer_is_said_and_not_open(assessed, capsys):
    review = assessed({"r1": excluded("r1")})
    review.write("fulltext/retrieval.csv", LOG + f"r1,retrieved,web,absent.pdf,{'a' * 64}\n")
    assert review.run() == 0
    assert not review.open()
    assert "; PDFs that the log names and that are not on this computer: 1" in capsys.readouterr().out


def printed(*lines, **more) -> bytes:
    """Return a PDF of one page of these lines and of a few pages more."""
    import pymupdf

    with pymupdf.open() as document:
        first = document.new_page()
        for at, line in enumerate([*lines, *["Families whose children were in care for some months."] * 30]):
            first.insert_text((72, 60 + 20 * at), line)
        for number in range(3):
            document.new_page().insert_text((72, 72), f"More of it, page {number}")
        return document.tobytes(**more)


TITLED = {
    "r1": Citation("r1", title="Families after care: how they are helped", authors="Akin, B.", year=2017),
    "r2": Citation(
        "r2", title="Drugs and the return of children, a cohort study", authors="Brook, J.", year=2007
    ),
}


def test_each_pdf_with_its_report(assessed, capsys, monkeypatch):
    review = assessed({"r1": awaiting("r1"), "r2": awaiting("r2"), "r3": awaiting("r3")}, citations=TITLED)
    one = printed(TITLED["r1"].title, "Becci Akin, 2017")
    review.write("fulltext/one.pdf", one)
    review.write("fulltext/again.PDF", one)
    review.write("fulltext/Brook 2007.pdf", printed("Quite another paper"))
    review.write("fulltext/wrong.pdf", printed(TITLED["r2"].title, "J. Brook", "2007"))
    review.write("fulltext/locked.pdf", printed(encryption=4, owner_pw="a", user_pw="b"))
    review.write("fulltext/login.pdf", b"<html>You are not logged in</html>")
    review.write("fulltext/notes.txt", b"")
    digest = sha256(review.review.fulltext / "wrong.pdf")
    review.write(
        "fulltext/retrieval.csv",
        LOG + f"r3,retrieved,web,wrong.pdf,{digest}\nr1,retrieved,,gone.pdf,{'a' * 64}\n",
    )
    assert review.run() == 0
    rows = read_built(review.review.built("fulltext", "pdfs"), PdfFile)
    assert [(row.file, row.citation_id, row.record, row.state, row.text, row.pages) for row in rows] == [
        ("Brook 2007.pdf", "r2", "", "uncertain", "yes", 4),
        ("again.PDF", "r1", "", "sure", "yes", 4),
        ("gone.pdf", "r1", "r1", "absent", "", None),
        ("locked.pdf", "", "", "unknown", "no", None),
        ("login.pdf", "", "", "unknown", "no", None),
        ("one.pdf", "r1", "", "sure", "yes", 4),
        ("wrong.pdf", "r2", "r3", "wrong", "yes", 4),
    ]
    assert [id for id in review.open() if ":pdf-" in id] == [
        "fulltext:pdf-broken:login.pdf",
        "fulltext:pdf-locked:locked.pdf",
        "fulltext:pdf-twice:one.pdf",
        "fulltext:pdf-uncertain:Brook 2007.pdf",
        "fulltext:pdf-unlogged:again.PDF",
        "fulltext:pdf-wrong:r3",
    ]
    assert review.open()["fulltext:pdf-wrong:r3"].text == (
        "wrong.pdf is logged for r3, and does not seem to be that report: it seems to be r2 'Drugs and the "
        "return of children, a cohort study' (2007)"
    )
    assert "; 6 PDFs (2 sure, 1 uncertain, 2 unknown, 1 wrong)" in capsys.readouterr().out

    # What was read is kept by its hash: a second run opens none of those that could be read.
    from tamis.pdf.process import Process

    asked = []
    ask = Process.ask
    monkeypatch.setattr(Process, "ask", lambda self, *a, **k: asked.append(k["path"]) or ask(self, *a, **k))
    before = review.review.built("fulltext", "pdfs").read_bytes()
    assert review.run() == 0
    assert review.review.built("fulltext", "pdfs").read_bytes() == before
    assert not asked


def test_a_report_with_two_different_pdfs_is_told(assessed):
    review = assessed({"r1": awaiting("r1"), "r2": awaiting("r2")}, citations=TITLED)
    review.write("fulltext/a.pdf", printed(TITLED["r1"].title, "Becci Akin, 2017"))
    review.write("fulltext/b.pdf", printed(TITLED["r1"].title, "B. Akin, author's version, 2017"))
    assert review.run() == 0
    assert "has 2 different PDFs: a.pdf, b.pdf" in review.open()["fulltext:pdf-twice:r1"].text
    assert [id for id in review.open() if ":pdf-" in id] == [
        "fulltext:pdf-twice:r1",
        "fulltext:pdf-unlogged:a.pdf",
    ]


def test_advice_leads_somewhere():
    """What is said of PDFs, by what the log says of them; nothing is read."""
    name = Citation("r1", title="Families after care")

    def told(*pdfs, log=None):
        return {
            item.item.removeprefix("fulltext:"): item.text
            for item in files.open_items(pdfs, log or {}, {"r1": name}, {"pdf-folder:old": "old is a folder"})
        }

    assert told()["pdf-folder:old"] == "old is a folder"
    sure = PdfFile("adams2001.pdf", "1", "r1", "", "sure", text="yes")
    log = {"r2": Retrieval("r2", "retrieved", file="adam2001.pdf", place="log:2")}
    assert told(sure, log=log)["pdf-missing:r2"] == (
        "there is no file 'adam2001.pdf' here (did you mean 'adams2001.pdf'?), and the log does not say its "
        "hash, by which it is known elsewhere; mend the name in records/fulltext/retrieval.csv, or write the "
        "hash into its column sha256"
    )
    logged = PdfFile("a.pdf", "2", "r1", "r1", "logged", text="yes", why="it calls itself a preprint")
    found = told(logged, sure, log={"r1": Retrieval("r1", "retrieved", file="a.pdf", sha256="2")})
    assert set(found) == {"pdf-folder:old", "pdf-uncertain:a.pdf", "pdf-twice:r1"}
    assert "and may be another: it calls itself a preprint" in found["pdf-uncertain:a.pdf"]
    perhaps = replace(sure, state="uncertain", why="it has 2 pages, and the report 12")
    assert told(logged, perhaps)["pdf-uncertain:adams2001.pdf"].endswith(
        "but it has 2 pages, and the report 12; a.pdf is logged for it; accept it, or take it away"
    )
    assert told(replace(sure, state="unknown"))["pdf-unknown:adams2001.pdf"].endswith("take it away")
    locked = replace(logged, problem=LOCKED, why="", text="no")
    assert told(locked)["pdf-locked:r1"] == (
        "a.pdf opens with a password only; save a copy without it in its place, and write the new hash into "
        "the log"
    )


def test_what_lies_there_and_is_not_read_is_told(assessed):
    review = assessed({"r1": awaiting("r1")})
    review.write("fulltext/requests_guideline.csv", "what,how\nmail,kindly\n")
    review.write("fulltext/Retrieval (1).csv", LOG + "r1,requested,author,,\n")
    review.write("fulltext/old/a.PDF", b"")
    (review.review.fulltext / "b.pdf").mkdir()
    (review.review.fulltext / "c.pdf").symlink_to("nowhere.pdf")
    assert review.said() == []
    assert {id: text.partition(",")[0] for id, text in inputs.passed_over(review.review).items()} == {
        "pdf-folder:b.pdf": "b.pdf is a folder",
        "pdf-broken:c.pdf": "c.pdf is a link to a file that is not there",
        "pdf-folder:old": "old is a folder with 1 PDF",
        "no-log:requests_guideline.csv": "requests_guideline.csv is read as no log: one is named "
        "retrieval.csv or requests.csv",
    }
    problems = Problems()
    assert [row.record for row in inputs.retrieval_log(review.review, problems)] == ["r1"]
    review.write("fulltext/two\nlines.pdf", b"")
    assert inputs.pdfs(review.review, problems) == []
    assert [str(problem) for problem in problems] == [
        "records/fulltext/two?lines.pdf: has a name that no list can hold; give it another"
    ]


def test_no_pdf_of_records_is_committed(tmp_path):
    git = shutil.which("git")
    if not git:
        pytest.skip("git is not here")
    subprocess.run([git, "init", "-q", str(tmp_path)], check=True)
    pdfs = ["records/fulltext/Smith.PDF", "records/fulltext/old/a.pdf", "records/extraction/a1.R1.Pdf"]
    skeleton = Path(tamis.__file__).parent / "skeleton"
    for ignored in (Path(__file__).parents[2] / ".gitignore", skeleton / "dot-gitignore"):
        shutil.copy(ignored, tmp_path / ".gitignore")
        asked = [git, "-C", str(tmp_path), "check-ignore", *pdfs, "records/fulltext/retrieval.csv"]
        assert subprocess.run(asked, capture_output=True, text=True).stdout.split() == pdfs


def test_a_full_disk_is_told_with_the_file(tmp_path):
    with pytest.raises(OSError, match="No space") as told, replacing(tmp_path / "a.csv"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert told.value.filename == str(tmp_path / "a.csv")


def test_a_text_of_another_reader_is_read_again(tmp_path):
    pdf, cache = tmp_path / "a.pdf", tmp_path / "texts"
    pdf.write_bytes(printed("Families after care"))
    before = files.texts([pdf], cache)
    (kept,) = cache.glob("*.json")
    text = kept.read_bytes()
    kept.write_bytes(b"another version\n{}\n")
    assert files.texts([pdf], cache) == before and kept.read_bytes() == text


def test_the_log_may_be_several_files_and_rows_to_fill_in(assessed):
    review = assessed({"r1": awaiting("r1"), "r2": awaiting("r2")})
    review.write("fulltext/retrieval.csv", LOG + "r1,requested,author,,\n")
    review.write("fulltext/retrieval.10.csv", LOG + "r1,retrieved,author,,\nr2,,,,\n")
    review.write("fulltext/retrieval.2.csv", LOG + "r1,not_retrieved,library,,\n")
    assert review.run() == 0
    assert {id: row.retrieval for id, row in review.reports().items()} == {"r1": "retrieved", "r2": ""}


# --- requests -----------------------------------------------------------------------------------

ASKED = "record,what,whom,asked,answered,answer\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("r1,full_text,author,2024-03-05,2024-03-01,sent",
         "2: answered 2024-03-01 is before it was asked for, on 2024-03-05"),
        ("r1,fulltext,author,2024-03-05,,",
         "2: what 'fulltext' is not one of full_text, data, clarification; did you mean 'full_text'?"),
        ("r9,data,author,2024-03-05,,", "2: record 'r9' is in no search export"),
        ("r1,data,author,,,", "2: asked is missing"),
        ("r1,data,author,03/04/2024,,",
         "2: asked '03/04/2024' can be read two ways; write 2024-04-03 or 2024-03-04"),
        ("r1,data,author,45356,,",
         "2: asked '45356' is not a date; write it as 2021-09-17, with a time as 2021-09-17 14:30 (in a "
         "spreadsheet, this number is 2024-03-05)"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_log_of_requests(assessed, row, expected):
    review = assessed({"r1": included("r1")})
    review.write("fulltext/requests.csv", ASKED + row + "\n")
    assert review.said() == [f"records/fulltext/requests.csv:{expected}"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "it is logged as requested; who was asked, and when, goes into records/fulltext/requests.csv"),
        ("r1,data,author,2024-03-05,,\n", "it is logged as requested; who was asked"),
        ("r1,full_text,author,2024-03-05,,\n", ""),
        ("r1,full_text,author,2024-03-05,2024-03-09,sent\n", "was sent, and it is still logged as requested"),
        ("r1,full_text,author,2024-03-05,2024-03-09,refused\n", "was refused, and it is still logged"),
        ("r1,full_text,author,2024-03-05,2024-03-09,refused\nr1,full_text,library,2024-03-10,,\n", ""),
        ("r1,full_text,author,2024-03-05,2024-03-09,\n", "was answered on 2024-03-09; what came, goes into"),
        ("r1,full_text,author,2024-03-05,,part\n", "was answered; when, goes into the column answered"),
    ],
)
def test_what_the_log_of_requests_leaves_open(assessed, rows, said):
    review = assessed({"r1": awaiting("r1")})
    review.write("fulltext/retrieval.csv", LOG + "r1,requested,author,,\n")
    review.write("fulltext/requests.csv", ASKED + rows)
    assert review.run() == 0
    item = review.open().get("fulltext:request:r1")
    assert (item.text if item else "").count(said) and bool(item) == bool(said)


def test_where_a_report_was_looked_for_is_asked_of_those_not_retrieved(assessed):
    review = assessed({"r1": awaiting("r1"), "r2": awaiting("r2")})
    review.write("fulltext/retrieval.csv", LOG + "r1,not_retrieved,,,\nr2,not_retrieved,library,,\n")
    assert review.run() == 0
    (item,) = review.open().values()
    assert (item.item, item.place) == ("fulltext:where:r1", "records/fulltext/retrieval.csv:2")


def test_a_full_text_that_one_reviewer_has_decided_on_waits_for_screening_alone(assessed):
    review = assessed({"r1": replace(awaiting("r1"), votes=1, include=1), "r2": awaiting("r2")})
    review.write("fulltext/retrieval.csv", LOG + "r1,retrieved,web,,\nr2,retrieved,web,,\n")
    assert review.run() == 0
    assert set(review.open()) == {"fulltext:awaiting:r2"}
