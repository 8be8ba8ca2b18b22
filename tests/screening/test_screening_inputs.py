"""Everything that can be wrong in a screening log is said at once, with its place, and nothing is written."""

import openpyxl
import pytest

from tamis.errors import Problems
from tamis.screening import inputs

TITLES = {"r1": "Families after care", "r2": "Support at home", "r3": "Going home"}
VOTES = "record,decision,reason\n"
IMPORTS = "file,tool,stage,reviewer,date,complete\n"


def said(small) -> list[str]:
    problems = Problems()
    inputs.check(small.review, small.config, small.known, problems)
    return [str(problem) for problem in problems]


def test_a_review_without_any_log_has_nothing_wrong(small):
    assert said(small(TITLES)) == []


def test_what_an_office_program_leaves_beside_a_log_is_no_log(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision\nr1,include\n")
    for name in ("~$title_abstract.R1.xlsx", ".~lock.title_abstract.R1.csv#", "README.md", "readme.csv"):
        review.write(name, "Ann")
    assert said(review) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "title_abstract.R1.csv",
            "record,decision\nr1,include\nr2,inculde\n",
            "records/screening/title_abstract.R1.csv:3: decision 'inculde' is not one of include, exclude, "
            "maybe, duplicate; did you mean 'include'?",
        ),
        (
            "title_abstract.R1.csv",
            "record,decision\nr9,include\n",
            "records/screening/title_abstract.R1.csv:2: record 'r9' is in no search export",
        ),
        (
            "title_abstract.R7.csv",
            "record,decision\nr1,include\n",
            "records/screening/title_abstract.R7.csv: reviewer 'R7' is not one of R1, R2, R3",
        ),
        (
            "full_text.R1.csv",
            "record,decision\nr1,exclude\n",
            "records/screening/full_text.R1.csv:2: reason is missing; an exclusion at full text needs one "
            "of population, intervention, design",
        ),
        (
            "title_abstract.R1.csv",
            "record,decision,reason\nr1,exclude,desing\n",
            "records/screening/title_abstract.R1.csv:2: reason 'desing' is not one of population, "
            "intervention, design; did you mean 'design'?",
        ),
        (
            "title_abstract.R1.csv",
            "record,decision,title\nr1,include,A novel about the sea and its many colours\n",
            "records/screening/title_abstract.R1.csv:2: title 'A novel about the sea and its many colours' "
            "is not the title of r1, which is 'Families after care'",
        ),
        (
            "title_abstract.R1.csv",
            "record,decision\nr1,duplicate\n",
            "records/screening/title_abstract.R1.csv:2: of is missing; a duplicate needs the id of the other "
            "record",
        ),
        (
            "title_abstract.R1.csv",
            "record,decision,time\nr1,include,03/04/2021\n",
            "records/screening/title_abstract.R1.csv:2: time '03/04/2021' can be read two ways; write "
            "2021-04-03 or 2021-03-04",
        ),
        (
            "abstracts.R1.csv",
            "record,decision\nr1,include\n",
            "records/screening/abstracts.R1.csv: the name's first part 'abstracts' is not one of "
            "title_abstract, full_text, adjudication, duplicates; did you mean 'title_abstract'?",
        ),
        (
            "adjudication.R3.csv",
            "record,stage,decision,how,who,why,time\nr1,full_text,exclude,third,R3,read again,2021-01-01\n",
            "records/screening/adjudication.R3.csv:2: reason is missing; an exclusion at full text needs "
            "one of population, intervention, design",
        ),
        (
            "adjudication.R3.csv",
            "record,stage,decision,how,who,why,time\nr1,full_text,include,third,R9,read again,2021-01-01\n",
            "records/screening/adjudication.R3.csv:2: who 'R9' is not one of R1, R2, R3",
        ),
        (
            "adjudication.R3.csv",
            "record,stage,decision,how,who,why,time\nr1,full_text,include,third,R3,,2021-01-01\n",
            "records/screening/adjudication.R3.csv:2: why is missing",
        ),
        (
            "imports.csv",
            "file,tool,stage,reviewer,date\nlist.ris,covidance,title_abstract,team,2021-01-01\n",
            "records/screening/imports.csv:2: tool 'covidance' is not one of list",
        ),
        (
            "imports.csv",
            "file,tool,stage,reviewer,date\nlist.ris,list,title_abstract,team,2021-01-01\n",
            "records/screening/imports.csv:2: file there is no file 'list.ris' beside this one",
        ),
        (
            "matches.csv",
            "file,entry,record,who\nlist.ris,1,r1,R1\n",
            "records/screening/matches.csv:2: file 'list.ris' is not one of (none known)",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(small, name, text, expected):
    review = small(TITLES)
    review.write(name, text)
    assert said(review) == [expected]


def test_a_file_that_nothing_names_does_not_belong_here(small):
    review = small(TITLES)
    for name in ("notes.txt", "votes.csv", "README.md", ".gitkeep", "~$title_abstract.R1.xlsx"):
        review.write(name, "x\n")
    assert [message.split(" a file")[0] for message in said(review)] == [
        "records/screening/notes.txt: does not belong here:",
        "records/screening/votes.csv: does not belong here:",
    ]


def test_a_list_without_entries_and_a_match_beyond_its_end_are_told(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS + "a.ris,list,title_abstract,team,2021-01-01,yes\n")
    review.write("a.ris", "this is no RIS file\n")
    review.write("matches.csv", "file,entry,record,who\na.ris,1,none,R1\n")
    no_list, match = said(review)
    assert no_list.startswith("records/screening/a.ris:1: is not a bibliography that Tamis knows (known: ")
    assert match == "records/screening/matches.csv:2: entry a.ris has entries 1 to 0, not 1"


def test_all_is_said_at_once_and_nothing_is_written(small, capsys):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision\nr1,inculde\nr9,include\n")
    review.write("full_text.R2.csv", "record,decision\nr1,exclude\n")
    before = {path: path.read_bytes() for path in review.review.records.rglob("*") if path.is_file()}
    assert review.run() == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in errors] == [
        "records/screening/full_text.R2.csv:2",
        "records/screening/title_abstract.R1.csv:2",
        "records/screening/title_abstract.R1.csv:3",
    ]
    assert not review.review.built("screening", "open").exists()
    assert {path: path.read_bytes() for path in before} == before


def test_logs_are_read_as_excel_saves_them(small):
    review = small(TITLES)
    text = "record;decision;note\r\nr1;include;für später\r\n"
    review.write("title_abstract.R1.csv", b"\xef\xbb\xbf" + text.encode())
    review.write("title_abstract.R2.csv", text.encode("cp1252"))
    book = openpyxl.Workbook()
    for row in (["Record", "Decision", "Time"], ["r2", "Exclude", "2021-01-01"]):
        book.active.append(row)
    book.save(review.review.screening / "title_abstract.R3.xlsx")
    problems = Problems()
    read = inputs.read(review.review, review.config, review.known, problems)
    assert list(problems) == []
    assert [
        (log.reviewer, vote.record, vote.decision, vote.note) for log in read.logs for vote in log.votes
    ] == [
        ("R1", "r1", "include", "für später"),
        ("R2", "r1", "include", "für später"),
        ("R3", "r2", "exclude", ""),
    ]


def test_one_log_saved_in_two_formats_is_told_once(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision\nr1,include\n")
    book = openpyxl.Workbook()
    book.active.append(["record", "decision"])
    book.save(review.review.screening / "title_abstract.R1.xlsx")
    assert said(review) == [
        "records/screening/title_abstract.R1.xlsx: stands beside title_abstract.R1.csv; keep one of the two"
    ]


def test_a_title_that_was_cut_short_is_right(small):
    review = small({"r1": "Families after care: a long account of what helps them, and of what does not"})
    review.write("title_abstract.R1.csv", "record,decision,title\nr1,include,Families After Care\n")
    assert said(review) == []


def test_a_third_reviewer_is_somebody_who_has_not_voted(small, capsys):
    review = small(TITLES, united={"r2": "r1"})
    head = "record,stage,decision,how,who,why,time\n"
    review.write("title_abstract.R1.csv", "record,decision\nr1,exclude\n")
    review.write("title_abstract.R2.csv", "record,decision\nr1,include\n")
    row = "r1,title_abstract,exclude,third,{},x,2021-01-02\n"
    review.write("adjudication.R1.csv", head + row.format("R1"))
    wrong = "who 'R1' has voted on this record; a third reviewer is somebody else"
    assert said(review) == [f"records/screening/adjudication.R1.csv:2: {wrong}"]
    review.write(
        "adjudication.R1.csv", head + row.format("R1") + row.format("R3")
    )  # put right by a later line
    assert said(review) == []
    review.write("adjudication.R1.csv", head + row.format("R1;R2").replace("third", "discussion"))
    assert said(review) == []
    # What they voted on is another record of the same citation.
    review.write("adjudication.R1.csv", head + row.format("R1").replace("r1", "r2", 1))
    assert said(review) == []
    assert review.run() == 1
    assert f"records/screening/adjudication.R1.csv:2: {wrong}" in capsys.readouterr().err
