"""Everything that can be wrong in a screening log is said at once, with its place, and nothing is written."""

import dataclasses

import openpyxl
import pytest

from tamis.config import Config, Flowchart, Question
from tamis.errors import Problems
from tamis.review import Known
from tamis.screening import inputs
from tamis.store import check_frame
from tamis.tables import Record, Statement

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
            "title_abstract, full_text, adjudication, duplicates, allocation; did you mean 'title_abstract'?",
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
            "records/screening/imports.csv:2: tool 'covidance' is not one of rayyan, covidence, eppi, "
            "asreview, abstrackr, table, list; did you mean 'covidence'?",
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
        tuple(row)
        for row in read.votes[["reviewer", "record_id", "decision", "note"]].itertuples(index=False)
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


def test_a_third_reviewer_is_somebody_who_has_not_voted(small):
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
    for alone in ("R3", "R3; R3"):
        review.write("adjudication.R1.csv", head + row.format(alone).replace("third", "discussion"))
        (problem,) = said(review)
        assert problem.startswith(
            f"records/screening/adjudication.R1.csv:2: who {alone!r} is one person, and a discussion needs"
        )
    # What they voted on is another record of the same citation.
    review.write("adjudication.R1.csv", head + row.format("R1").replace("r1", "r2", 1))
    assert said(review) == []
    assert review.run() == 0


# --- what is read, and in which order -----------------------------------------------------------


def read(small, config: Config | None = None) -> inputs.Screened:
    problems = Problems()
    found = inputs.read(small.review, config or small.config, small.known, problems)
    assert list(problems) == []
    check_frame(found.votes, Statement)
    return found


def votes(found: inputs.Screened, *names: str) -> list[tuple]:
    return [tuple(row) for row in found.votes[list(names)].itertuples(index=False)]


def test_without_any_log_there_are_no_votes(small):
    found = read(small(TITLES))
    assert len(found.votes) == 0 and found.adjudications == [] and found.gone == []


def test_a_person_may_have_several_files_and_a_line_that_two_of_them_have_counts_once(small):
    review = small(TITLES)
    head = "record,decision,time,title\n"
    same = "r1,include,2021-09-20 10:00,Families after care\n"
    review.write("title_abstract.r1.csv", head + same + "r2,include,2021-09-20,\n")
    review.write(
        "title_abstract.R1.2.csv", "time,record,decision\n2021-09-20T10:00:00,r1,include\n,r3,maybe\n"
    )
    review.write("title_abstract.R1.10.csv", head + "r2,include,2021-09-20,\n")  # it may be a change back
    review.write("full_text.R1.from_page.csv", head + same)
    assert votes(read(review), "stage", "reviewer", "record_id", "moment", "file", "line") == [
        ("title_abstract", "R1", "r1", "2021-09-20T10:00:00", "records/screening/title_abstract.r1.csv", 2),
        ("title_abstract", "R1", "r2", "2021-09-20T10:00:00", "records/screening/title_abstract.r1.csv", 3),
        ("title_abstract", "R1", "r3", "2021-09-20T10:00:00", "records/screening/title_abstract.R1.2.csv", 3),
        (
            "title_abstract",
            "R1",
            "r2",
            "2021-09-20T00:00:00",
            "records/screening/title_abstract.R1.10.csv",
            2,
        ),
        ("full_text", "R1", "r1", "2021-09-20T10:00:00", "records/screening/full_text.R1.from_page.csv", 2),
    ]


def test_a_moment_is_in_utc_and_in_full_and_empty_where_nothing_is_known(small):
    review = small(TITLES)
    lines = ("r1,maybe,", "r1,include,2021-09-20", "r2,include,2021-09-21T01:30:00+02:00", "r3,include,")
    review.write("title_abstract.R1.csv", "\n".join(("record,decision,time", *lines)) + "\n")
    assert votes(read(review), "time", "moment") == [
        ("", ""),
        ("2021-09-20", "2021-09-20T00:00:00"),
        ("2021-09-21T01:30:00+02:00", "2021-09-20T23:30:00"),
        ("", "2021-09-20T23:30:00"),
    ]
    assert votes(read(review), "day") == [("",), ("",), ("2021-09-21",), ("2021-09-21",)]


def test_a_line_without_a_decision_is_no_vote_and_what_stands_beside_none_is_told(small):
    review = small(TITLES)
    review.write(
        "title_abstract.R1.csv",
        "record,decision,reason,note,title\nr1,,,,Families after care\nr2,include,,,\n",
    )
    assert votes(read(review), "record_id", "decision") == [("r2", "include")]
    review.write(
        "title_abstract.R1.csv", "record,decision,reason,note\nr1,,design,\nr2,,,look again\nr9,,,\n"
    )
    assert said(review) == [
        "records/screening/title_abstract.R1.csv:2: decision is missing, and reason has 'design': it counts "
        "as no decision",
    ]


def test_a_reason_stands_beside_an_exclusion_only(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", VOTES + "r1,include,design\nr2,exclude,\nr3,Exclude,DESIGN\n")
    assert said(review) == [
        "records/screening/title_abstract.R1.csv:2: reason 'design' stands beside include; only an exclusion "
        "has a reason: is it a note?"
    ]


def versions(config: Config) -> Config:
    """Until the 24th, 14:30, the flowchart asked for a setting, and not for a design."""
    now = config.flowchart
    before = (*now[:2], Question("setting", "Is it at home?", "other setting"))
    return dataclasses.replace(
        config, flowcharts=(Flowchart(1, before, "2021-09-24T14:30", "pilot"), Flowchart(2, now))
    )


@pytest.mark.parametrize(
    ("reason", "time", "right"),
    [
        ("population", "2021-09-24 14:29", True),
        ("design", "2021-09-24 14:29", False),
        ("setting", "2021-09-24 14:29", True),
        ("setting", "2021-09-24T14:30:00", False),
        ("setting", "2021-09-24T16:00:00+02:00", True),
        ("design", "2021-09-24", True),
        ("setting", "2021-09-24", True),
        ("setting", "2021-09-25", False),
        ("design", "2021-09-23", False),
        ("design", "", True),
        ("setting", "", True),
    ],
)
@pytest.mark.parametrize("name", ["full_text.R1.csv", "adjudication.R3.csv"])
def test_a_reason_must_have_been_in_the_flowchart_when_it_was_given(small, name, reason, time, right):
    review = small(TITLES)
    if name.startswith("full"):
        review.write(name, f"record,decision,reason,time\nr1,exclude,{reason},{time}\n")
    elif time:
        row = f"r1,full_text,exclude,{reason},discussion,R1;R2,so,{time}"
        review.write(name, f"record,stage,decision,reason,how,who,why,time\n{row}\n")
    problems = Problems()
    inputs.check(review.review, versions(review.config), review.known, problems)
    assert not len(problems) if right else len(problems) == 1
    if (reason, time) == ("design", "2021-09-24 14:29"):
        assert str(next(iter(problems))) == (
            f"records/screening/{name}:2: reason 'design' was no question of the flowchart on "
            "2021-09-24T14:29:00; it is one of version 2 (which is in force now)"
        )


def test_a_reason_may_be_copied_as_the_flowchart_words_it_and_advice_is_of_its_time(small):
    review = small(TITLES)
    rows = ("Other  Population,2021-09-01", "other setting,2021-09-01", ",2021-09-01", ",2021-09-25")
    lines = "".join(
        f"r1,exclude,{row}\n" for row in (*rows, "other desing,2021-09-25", "setting,2021-10-01", "setting,")
    )
    review.write("full_text.R1.csv", f"record,decision,reason,time\n{lines}")
    problems = Problems()
    found = inputs.read(review.review, versions(review.config), review.known, problems)
    assert votes(found, "reason") == [("population",), ("setting",)]
    assert [str(problem).partition(".csv:")[2] for problem in problems] == [
        "4: reason is missing; an exclusion at full text needs one of population, intervention, setting",
        "5: reason is missing; an exclusion at full text needs one of population, intervention, design",
        "6: reason 'other desing' is not one of population, intervention, design, setting",
        "7: reason 'setting' was no question of the flowchart on 2021-10-01; it is one of version 1 "
        "(until 2021-09-24T14:30)",
        "8: reason 'setting' was no question of the flowchart on 2021-10-01 (it has no time: dated by the "
        "line above); it is one of version 1 (until 2021-09-24T14:30)",
    ]


def test_a_line_without_a_time_is_not_before_the_one_above_it(small):
    review = small(TITLES)
    review.write(
        "title_abstract.R1.csv",
        "record,decision,reason,time\nr1,exclude,design,2021-09-25 10:00\nr2,exclude,setting,\n",
    )
    problems = Problems()
    inputs.check(review.review, versions(review.config), review.known, problems)
    assert [problem.line for problem in problems] == [3]


# --- records that are gone, or others -----------------------------------------------------------

A, B, C = "raaaaaaaaaa", "rbbbbbbbbbb", "rcccccccccc"


def test_lines_on_a_record_that_is_gone_are_kept_and_are_open_items(small):
    review = small({A: "Families after care", B: "Support at home"})
    review.write(
        "title_abstract.R1.csv",
        f"record,decision,of,title\n{C},include,,Support  at HOME\n{A},duplicate,raaaaaaaaac,\n"
        f"{A},include,,\n",
    )
    review.write("title_abstract.R2.csv", f"record,decision,title\n{C},exclude,\n")
    row = f"{C},title_abstract,include,third,R3,so,2021-09-24\n"
    review.write("adjudication.R3.csv", f"record,stage,decision,how,who,why,time\n{row}")
    found = read(review)
    assert votes(found, "record_id", "decision") == [(A, "include")]
    assert found.adjudications == []
    gone = {item.item: item for item in found.gone}
    assert [*gone] == ["screening:gone:raaaaaaaaac", f"screening:gone:{C}"]
    of, record = gone.values()
    assert f"; did you mean {A}: 'Families after care'?" in of.text and of.waits_for == "R1"
    assert f"{C} 'Support  at HOME', on which R1, R2, R3 decided, is in no search export" in record.text
    assert f"; {B} has its title now" in record.text and record.waits_for == "R1;R2;R3"
    assert record.place == "records/screening/title_abstract.R1.csv:2"
    assert said(review) == []


def test_a_record_that_people_decided_on_is_not_the_one_that_is_gone(small):
    review = small({A: "Families after care", B: "Support at home"})
    review.write(
        "title_abstract.R1.csv", f"record,decision,title\n{C},include,Support at home\n{B},include,\n"
    )
    (item,) = read(review).gone
    assert "has its title now" not in item.text


def test_where_a_whole_export_is_gone_there_is_one_item_a_file(small):
    review = small(TITLES)
    letters = "abcdefghijklmnopqrstuvwxyz"
    ids = [f"r{x}{y}aaaaaaaa" for x in letters[:5] for y in letters]
    review.write("title_abstract.R1.csv", "record,decision\n" + "".join(f"{id},include\n" for id in ids))
    (item,) = read(review).gone
    assert item.item == "screening:gone:title_abstract.R1.csv"
    assert item.text.startswith("130 lines of records/screening/title_abstract.R1.csv are on records")


def test_where_an_export_cannot_be_read_nothing_is_said_of_records(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", f"record,decision\n{C},include\nr9,include\n")
    problems = Problems()
    inputs.check(review.review, review.config, Known(TITLES, complete=False), problems)
    assert list(problems) == []


def test_a_line_on_a_twin_that_was_numbered_anew_does_not_count(small):
    first, second = f"{A}", f"{A}-2"
    title = "Families after care"
    review = small(
        {first: Record(first, title=title, volume="3"), second: Record(second, title=title, volume="4")}
    )
    head = "record,decision,title,details\n"
    review.write(
        "title_abstract.R1.csv",
        f"{head}{second},maybe,,\n{second},include,{title},Vol. 3\n{first},exclude,,vol. 3\n",
    )
    found = read(review)
    assert votes(found, "record_id", "decision") == [(first, "exclude")]
    (item,) = found.gone
    assert item.item == f"screening:changed:title_abstract:{second}:R1" and item.waits_for == "R1"
    assert f"the line is about {second} as 'Vol. 3' (now {first}), and {second} is now 'vol. 4'" in item.text
    assert item.place == "records/screening/title_abstract.R1.csv:3"
    # Whoever decides again settles it.
    review.write("title_abstract.R1.2.csv", f"record,decision\n{second},exclude\n")
    found = read(review)
    assert votes(found, "record_id", "decision") == [(first, "exclude"), (second, "exclude")]
    assert found.gone == []


def test_details_of_a_record_without_twins_are_for_people(small):
    review = small({A: Record(A, title="Families after care", volume="3")})
    review.write("title_abstract.R1.csv", f"record,decision,details\n{A},include,vol. 99\n")
    assert votes(read(review), "record_id") == [(A,)] and read(review).gone == []


# --- titles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        lambda title: "".join(letter if letter.isascii() else "?" for letter in title),
        lambda title: title.encode("utf-8").decode("latin-1"),
        lambda title: "".join(letter if letter.isascii() else "\ufffd" for letter in title),
    ],
)
def test_a_log_that_lost_its_letters_is_one_message(small, damage):
    titles = {
        f"r{n}": f"Исследование семей (CARE) номер {word}"
        for n, word in enumerate(("альфа", "бета", "гамма"))
    }
    review = small(titles)
    lines = "".join(f'{id},include,"{damage(title)}"\n' for id, title in titles.items())
    review.write("title_abstract.R1.csv", "record,decision,title\n" + lines + "r1,include,Quite another?\n")
    lost, other = said(review)
    assert lost.startswith(
        "records/screening/title_abstract.R1.csv: has lost letters of 3 titles (first: line 2, "
    )
    assert other.startswith(
        "records/screening/title_abstract.R1.csv:5: title 'Quite another?' is not the title of r1"
    )


def test_case_and_marks_in_a_title_do_not_matter_and_other_numbers_do(small):
    review = small({"r1": "Families after care: Part 1", "r2": "Families after care: Part 2"})
    lines = "r1,include,FAMILIES AFTER CARE - part 1.\nr2,include,Families after care: Part 1\n"
    review.write("title_abstract.R1.csv", "record,decision,title\n" + lines)
    assert [message.split(": title")[0] for message in said(review)] == [
        "records/screening/title_abstract.R1.csv:3"
    ]


# --- allocation, imports, matches ---------------------------------------------------------------

ALLOCATION = "record,stage,reviewers,batch\n"


def test_who_is_to_screen_what_is_read_from_all_files_in_order(small):
    review = small({A: "Families after care", B: "Support at home"})
    review.write("allocation.csv", ALLOCATION + f"{B},title_abstract,R1;R2,pilot\n{A},full_text,R1 ; R2,1\n")
    review.write("allocation.2.csv", ALLOCATION + f"{A},title_abstract,R2;R3,1\n{C},title_abstract,R2;R3,1\n")
    found = read(review)
    assert [(row.record, row.stage, row.reviewers, row.batch, row.place) for row in found.allocation] == [
        (B, "title_abstract", "R1;R2", "pilot", "records/screening/allocation.csv:2"),
        (A, "full_text", "R1 ; R2", "1", "records/screening/allocation.csv:3"),
        (A, "title_abstract", "R2;R3", "1", "records/screening/allocation.2.csv:2"),
    ]
    assert [(item.item, item.place) for item in found.gone] == [
        ("screening:gone:allocation.2.csv", "records/screening/allocation.2.csv:3")
    ]


def test_what_is_wrong_in_an_allocation_is_said_with_both_places(small):
    review = small(TITLES)
    review.write(
        "allocation.csv", ALLOCATION + "r1,full_text,R1;R9,1\nr2,full_text,R1,1\nr8,full_text,R1,1\n"
    )
    review.write("allocation.2.csv", ALLOCATION + "r2,full_text,R2,1\nr3,abstract,R2,1\n")
    assert said(review) == [
        "records/screening/allocation.2.csv:2: record 'r2', stage 'full_text' stands twice (also "
        "records/screening/allocation.csv:3)",
        "records/screening/allocation.2.csv:3: stage 'abstract' is not one of title_abstract, full_text; did "
        "you mean 'title_abstract'?",
        "records/screening/allocation.csv:2: reviewers 'R9' is not one of R1, R2, R3",
        "records/screening/allocation.csv:4: record 'r8' is in no search export",
    ]


LIST = "TY  - JOUR\nTI  - Support at home\nER  - \n"


def test_a_list_needs_to_say_whose_it_is(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS + "a.ris,list,title_abstract,,2021-01-01,\n")
    review.write("a.ris", LIST)
    assert [message.split(": reviewer is missing")[0] for message in said(review)] == [
        "records/screening/imports.csv:2"
    ]


def test_a_settled_match_on_a_record_that_is_gone_is_an_open_item(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS + "a.ris,list,title_abstract,team,2021-01-01,\n")
    review.write("a.ris", LIST)
    review.write("matches.csv", f"file,entry,record,who,title\na.ris,1,{C},R2,Support at home\n")
    found = read(review)
    assert found.matches == []
    assert [(item.item, item.waits_for, item.place) for item in found.gone] == [
        (f"screening:gone:{C}", "R2", "records/screening/matches.csv:2")
    ]


def test_an_adjudication_without_a_decision_is_still_to_be_made(small):
    review = small(TITLES)
    head = "record,stage,decision,how,who,why,time,title\n"
    review.write("adjudication.R3.csv", head + "r1,full_text,,third,R3,,,Families after care\n")
    assert read(review).adjudications == []
    review.write("adjudication.R3.csv", head + "r1,full_text,include,third,,,,\n")
    assert [message.rpartition("csv:2: ")[2] for message in said(review)] == [
        "time is missing",
        "who is missing",
        "why is missing",
    ]
