"""Reports that are sought, what became of them, and the studies that they report."""

from dataclasses import replace

import pytest

from tamis.fulltext.studies import author_year, letters
from tamis.store import sha256
from tamis.tables import Citation, Verdict

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
    (item,) = review.open().values()
    assert item.item == "fulltext:retrieval:r1"
    assert item.text == (
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
        f"r2,retrieved,,scan.pdf,\nr3,retrieved,,broken.pdf,{digest}\nr4,retrieved,,absent.pdf,\nr5,retrieved,,,\n",
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


def test_a_pdf_that_is_on_another_computer_is_said_and_not_open(assessed, capsys):
    review = assessed({"r1": excluded("r1")})
    review.write("fulltext/retrieval.csv", LOG + "r1,retrieved,web,absent.pdf,\n")
    assert review.run() == 0
    assert not review.open()
    assert "; PDFs that the log names and that are not on this computer: 1" in capsys.readouterr().out


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
