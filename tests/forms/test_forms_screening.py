"""Lists to screen, who screens what, and conflicts to settle; on built tables made by hand."""

import csv
import io

import openpyxl
import pytest
from screened import IDS, TITLES, A, B, C, D, E, F, awaiting, make

from tamis.cli import main
from tamis.config import load_config
from tamis.dedupe.inputs import read_answers
from tamis.errors import Problems
from tamis.formats.reading import open_export
from tamis.forms import KINDS
from tamis.forms.sheet.form import SUFFIX
from tamis.run import mark_checked
from tamis.store import read_rows
from tamis.tables import Adjudication, Allocation, Vote

TA, FT = "title_abstract", "full_text"
LEAD = "allocation: {method: lead, lead: R1, seed: 7}"
PAIRS = "allocation: {method: pairs, seed: 7}"
#: What another reviewer said, and must not be found in anybody else's list.
SECRET = "secretnote"


def forms(review, *given):
    return main(["forms", *given, "-d", str(review.root)])


def rows_of(path, table):
    problems = Problems()
    rows = read_rows(path, table, problems, root=path.parents[2])
    assert not len(problems), list(problems)
    return rows


def listed(review, person, *more, stage=TA):
    """Return the records on a list that is made as a CSV file, and taken away again."""
    assert forms(review, "screening", "--for", person, "--as", "csv", *more) == 0
    path = review.screening / f"{stage}.{person}.csv"
    records = [row.record for row in rows_of(path, Vote)] if path.exists() else []
    path.unlink(missing_ok=True)
    return records


# --- who screens what -----------------------------------------------------------------------------


def test_an_allocation_is_written_with_the_pilot_first_and_said_in_words(tmp_path, capsys):
    review = make(tmp_path, allocation=LEAD, pilot=2, verdicts=awaiting())
    assert forms(review, "allocation") == 0
    rows = rows_of(review.screening / "allocation.csv", Allocation)
    assert sorted(row.record for row in rows) == sorted(IDS)
    assert [row.batch for row in rows] == ["pilot", "pilot", "1", "1", "2", "2"]
    assert [row.reviewers for row in rows] == ["R1;R2;R3"] * 2 + ["R1;R2"] * 2 + ["R1;R3"] * 2
    said = capsys.readouterr().out
    assert "allocation.csv: 6 citations at title and abstract; R1 screens everything" in said
    assert "In the pilot 2, for R1, R2 and R3. After it 4: R1 4, R2 2, R3 2. 2 batches" in said
    assert forms(review, "allocation") == 0
    assert "everything that reached it is allocated already" in capsys.readouterr().out
    assert [path.name for path in review.screening.iterdir()] == ["allocation.csv"]


def test_what_comes_later_is_allocated_in_a_file_of_its_own(tmp_path, capsys):
    """D was allocated under F, a record of its citation."""
    review = make(tmp_path, allocation=PAIRS, verdicts=awaiting(ids=IDS[:5]), members=[(F, D)])
    head = "record,stage,reviewers,batch\n"
    before = f"{head}{A},{TA},R1;R2,4\n{F},{TA},R1;R2,4\n{A},{FT},R1;R3,1\n"
    (review.screening / "allocation.csv").write_text(before)
    assert forms(review, "allocation") == 0
    rows = rows_of(review.screening / "allocation.2.csv", Allocation)
    assert sorted(row.record for row in rows) == [B, C, E]
    assert all("R3" in row.reviewers for row in rows[:2])
    assert {row.batch for row in rows} <= {"5", "6", "7"}
    assert (review.screening / "allocation.csv").read_text() == before
    assert (
        "What was allocated before stays as it is; with it: R1 3, R2 3, R3 "
        in capsys.readouterr().out.replace("R1 4, R2 3", "R1 3, R2 3").replace("R1 3, R2 4", "R1 3, R2 3")
    )


def test_the_pilot_is_of_titles_and_abstracts_and_full_texts_that_cannot_be_had_are_left_out(tmp_path):
    full = awaiting(FT, (A, B, C))
    review = make(tmp_path, allocation=PAIRS, pilot=2, verdicts=full, reports=[(B, "not_retrieved"), (C, "")])
    assert forms(review, "allocation", "--stage", FT) == 0
    rows = rows_of(review.screening / "allocation.csv", Allocation)
    assert sorted((row.record, row.stage) for row in rows) == [(A, FT), (C, FT)]
    assert "pilot" not in {row.batch for row in rows}


@pytest.mark.parametrize(
    ("allocation", "told"),
    [
        ("", "config/config.yaml:12: says nothing of an allocation"),
        ("allocation: {method: lead, lead: R4}", "config/config.yaml:12: its lead R4 has left the review"),
        (
            "allocation: {method: pairs, reviewers: [R1, R4]}",
            "pairs needs more reviewers than are in the review",
        ),
    ],
)
def test_what_cannot_be_allocated_is_said_with_its_place(tmp_path, capsys, allocation, told):
    review = make(tmp_path, allocation=allocation, verdicts=awaiting())
    assert forms(review, "allocation") == 1
    assert told in capsys.readouterr().err
    assert not [*review.screening.iterdir()]


def test_an_allocation_that_cannot_be_read_is_not_added_to(tmp_path, capsys):
    review = make(tmp_path, allocation=PAIRS, verdicts=awaiting())
    (review.screening / "allocation.csv").write_text(f"record,stage,reviewers\n{A},full,R1;R2\n")
    assert forms(review, "allocation") == 1
    assert "allocation.csv:2: stage 'full' is not one of title_abstract, full_text" in capsys.readouterr().err
    assert not (review.screening / "allocation.2.csv").exists()


# --- what is to be screened -----------------------------------------------------------------------


def test_without_an_allocation_a_list_has_what_awaits_decisions(tmp_path):
    verdicts = [(TA, A, "agreed"), (TA, B, "conflict"), *awaiting(ids=(C, D, E)), (TA, F, "listed")]
    review = make(tmp_path, verdicts=verdicts, decisions=[(TA, D, "R1", "maybe"), (TA, E, "R2", "exclude")])
    assert listed(review, "R1") == [C, E]
    assert listed(review, "R2") == [C, D]
    assert listed(review, "r3") == []
    assert listed(review, "R3") == [C, D, E]


def test_with_an_allocation_it_has_what_is_theirs_whatever_others_said_the_pilot_first(tmp_path, capsys):
    verdicts = [(TA, A, "agreed"), (TA, B, "conflict"), *awaiting(ids=(C, D, E)), (TA, F, "adjudicated")]
    review = make(tmp_path, verdicts=verdicts, decisions=[(TA, D, "R3", "exclude")])
    text = "record,stage,reviewers,batch\n" + "".join(
        f"{id},{TA},{who},{batch}\n"
        for id, who, batch in (
            (A, "R1;R3", "10"),
            (B, "R1; R3", "2"),
            (C, "R1;R2", "1"),
            (D, "R2;R3", "1"),
            (F, "R2;R3", "2"),
        )
    )
    (review.screening / "allocation.csv").write_text(text.replace(f"{A},{TA},R1;R3,10", f"{A},{TA},R1;R3,10"))
    assert listed(review, "R3") == [B, A]
    assert (
        "1 citation at title and abstract wait for nobody yet: `tamis forms allocation"
        in capsys.readouterr().out
    )
    (review.screening / "allocation.csv").write_text(text.replace("R1;R3,10", "R1;R3,pilot"))
    assert listed(review, "R3") == [A, B]
    assert (
        "2 citations for R3 at title and abstract, the first 1 of them the pilot." in capsys.readouterr().out
    )


def test_what_was_allocated_to_somebody_who_left_waits_for_the_others(tmp_path):
    verdicts = [
        (TA, A, "awaiting", "R2", "R3"),
        (TA, B, "awaiting", "R3"),
        (TA, C, "conflict", "R3"),
        (TA, D, "awaiting", "R1"),
        (TA, E, "awaiting", "R1", "R3"),
    ]
    review = make(tmp_path, verdicts=verdicts, decisions=[(TA, A, "R1", "include"), (TA, B, "R1", "maybe")])
    given = ((A, "R1;R4"), (B, "R1;R4"), (C, "R1;R2"), (D, "R1;R4"))
    rows = "".join(f"{id},{TA},{who}\n" for id, who in given)
    (review.screening / "allocation.csv").write_text("record,stage,reviewers\n" + rows)
    assert listed(review, "R3") == [A, B]  # not E, which nobody was given yet
    assert listed(review, "R2") == [A, C]
    assert listed(review, "R1") == [C, D]


def test_lines_that_were_written_since_the_last_run_count(tmp_path, capsys):
    review = make(tmp_path, verdicts=awaiting(), members=[("rzzzzzzzzzz", A)])
    log = review.screening / f"{TA}.r1.csv"
    log.write_text(
        "record,decision,of\n"
        f"rzzzzzzzzzz,include,\n{B},,\n{C},duplicate,{D}\n{E},maybe,\n"
        # What is one citation by now awaits a decision all the same.
        f"{A},duplicate,rzzzzzzzzzz\nrunknownxxx,exclude,\n"
    )
    assert forms(review, "screening", "--for", "R1", "--as", "csv") == 0
    rows = rows_of(review.screening / f"{TA}.R1.csv", Vote)
    assert [row.record for row in rows] == [B, D, F]
    assert f"1 of them wait in records/screening/{TA}.r1.csv, too" in capsys.readouterr().out
    log.write_text(f"record,decision,of\n{A},duplicate,rzzzzzzzzzz\n")
    (review.screening / f"{TA}.R1.csv").unlink()
    assert A in listed(review, "R1")


def test_titles_and_abstracts_come_before_full_texts(tmp_path, capsys):
    full = [(FT, A, "awaiting"), (FT, B, "awaiting")]
    review = make(tmp_path, verdicts=[*awaiting(ids=(C,)), *full], reports=[(B, "not_retrieved")])
    assert listed(review, "R1") == [C]
    assert listed(review, "R1", "--stage", FT, stage=FT) == [A]
    (review.screening / f"{TA}.R1.2.csv").write_text(f"record,decision\n{C},exclude\n")
    assert listed(review, "R1", stage=FT) == [A]
    capsys.readouterr()
    assert listed(review, "R1", "--stage", TA) == []
    assert "Nothing waits for a decision of R1 at title and abstract: no list" in capsys.readouterr().out


@pytest.fixture
def spoken(tmp_path):
    """Return a review in which others have voted on everything, with a reason and a note."""
    more = {"reason": "topic", "note": SECRET}
    said = [(TA, id, "R2", "exclude", *more.items()) for id in IDS]
    return make(tmp_path, verdicts=awaiting(), decisions=said)


@pytest.mark.parametrize("output", KINDS["screening"].outputs)
def test_nothing_of_what_others_said_is_in_any_list_and_it_is_the_same_each_time(spoken, output):
    where = {"page": "sheets", "ris": "sheets", "citations": "sheets"}.get(output, "records/screening")
    files = []
    for name in (f"{TA}.R1", f"{TA}.R1.2"):
        assert forms(spoken, "screening", "--for", "R1", "--as", output) == 0
        files.append((spoken.root / where / f"{name}{SUFFIX[output]}").read_bytes())
    assert files[0] == files[1]
    book = io.BytesIO(files[0])
    text = (
        str([[[*row] for row in page.values] for page in openpyxl.load_workbook(book).worksheets[:1]])
        if output == "xlsx"
        else files[0].decode()
    )
    assert A in text and F in text and SECRET not in text
    if output != "page":  # it has the flowchart and what can be said
        assert "topic" not in text and "R2" not in text
        assert "exclude" not in text


def test_a_sheet_has_its_columns_and_no_formulas(spoken, capsys):
    assert forms(spoken, "screening", "--for", "R1", "--as", "csv") == 0
    path = spoken.screening / f"{TA}.R1.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = list(csv.DictReader(stream))
    assert [*cells[0]] == [
        *("record", "decision", "of", "reason", "note", "time", "title"),
        *("authors", "year", "journal", "details", "abstract"),
    ]
    assert not any(cell[:1] in "=+@" for row in cells for cell in row.values() if cell)
    first, second, third, *_ = rows_of(path, Vote)
    assert (first.title, first.abstract) == (TITLES[0], "First line. Second line.")
    assert (first.authors, first.year, first.journal) == (
        "Marlow, Ann; Petersen, Lars",
        "2014",
        "Annals of Care",
    )
    assert first.details == f"vol. 3; pp. 1-9; doi 10.5555/{A}"
    assert second.title == TITLES[1]
    assert third.title == TITLES[2]  # the record's own: the run takes another one's for a mistake
    assert {row.decision for row in (first, second, third)} == {""}
    assert "Rows without a decision may stay" in capsys.readouterr().out


def test_a_workbook_offers_what_can_be_said_and_is_read_back(spoken):
    assert forms(spoken, "screening", "--for", "R1", "--as", "xlsx") == 0
    path = spoken.screening / f"{TA}.R1.xlsx"
    book = openpyxl.load_workbook(path)
    sheet, flowchart = book.worksheets
    names = [cell.value for cell in sheet[1]]
    letter = {name: cell.column_letter for name, cell in zip(names, sheet[1], strict=True)}
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists[f"{letter['decision']}2:{letter['decision']}7"] == '"include,exclude,maybe,duplicate"'
    assert lists[f"{letter['reason']}2:{letter['reason']}7"] == "flowchart!$A$2:$A$3"
    assert [row[:2] for row in flowchart.iter_rows(min_row=2, values_only=True)] == [
        ("topic", "On topic?"),
        ("design", "A study?"),
    ]
    assert sheet.freeze_panes == "D2" and sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    assert sheet[f"{letter['title']}3"].value == TITLES[1]
    # As a person does: a decision, and a day and time that the spreadsheet knows as such.
    sheet[f"{letter['decision']}2"] = "exclude"
    sheet[f"{letter['reason']}2"] = "design"
    sheet[f"{letter['time']}2"] = "2021-09-20 09:31"
    book.save(path)
    rows = rows_of(path, Vote)
    assert [row.record for row in rows] == [*IDS]
    assert (rows[0].decision, rows[0].reason, rows[0].time) == ("exclude", "design", "2021-09-20T09:31:00")
    assert {row.decision for row in rows[1:]} == {""}
    assert forms(spoken, "screening", "--for", "R1", "--as", "xlsx") == 0
    again = rows_of(spoken.screening / f"{TA}.R1.2.xlsx", Vote)
    assert [row.record for row in again] == [*IDS[1:]]


def test_lists_for_other_tools_have_the_ids(spoken, capsys):
    for output in ("ris", "citations"):
        assert forms(spoken, "screening", "--for", "R1", "--as", output) == 0
        path = spoken.root / f"sheets/{TA}.R1{SUFFIX[output]}"
        entries = [*open_export(path, {}).entries()]
        assert [entry.source_id for entry in entries] == [*IDS]
        assert entries[0].title == TITLES[0]
        said = capsys.readouterr().out
        assert "by which the tool's export is matched" in said and "tamis run` takes in" not in said


def test_a_page_is_what_there_is_unless_something_else_is_asked_for(spoken, capsys):
    assert forms(spoken, "screening", "--for", "R1") == 0
    assert (spoken.root / f"sheets/{TA}.R1.html").read_text().startswith("<!DOCTYPE html>")
    assert f"sheets/{TA}.R1.html: 6 citations for R1" in capsys.readouterr().out


# --- conflicts ------------------------------------------------------------------------------------


@pytest.fixture
def conflicts(tmp_path):
    """Return a review with conflicts: on A and C at title and abstract, on B at full text."""
    return make(
        tmp_path,
        members=[("rzzzzzzzzzz", C)],
        verdicts=[
            (TA, A, "conflict", "R1", "R2", "R3"),
            (TA, B, "agreed"),
            (TA, C, "conflict", "R3"),
            (FT, B, "conflict", "R1", "R2"),
        ],
        decisions=[
            (TA, A, "R1", "include"),
            (TA, A, "R2", "exclude", ("reason", "topic"), ("note", SECRET)),
            (TA, A, "R2", "maybe", ("current", "no")),
            (TA, C, "R1", "include"),
            (TA, "rzzzzzzzzzz", "R2", "exclude"),
            (FT, B, "R1", "exclude", ("reason", "topic")),
            (FT, B, "R2", "exclude", ("reason", "design")),
        ],
        settled=[(TA, C, "records/screening/adjudication.R1.csv:2")],
    )


def test_conflicts_are_listed_for_who_may_settle_them_without_the_votes(conflicts, capsys):
    assert forms(conflicts, "adjudication", "--for", "R3") == 0
    path = conflicts.screening / "adjudication.R3.csv"
    rows = rows_of(path, Adjudication)
    assert [(row.record, row.stage) for row in rows] == [(A, TA), (C, TA), ("rzzzzzzzzzz", TA)]
    assert {(row.how, row.who, row.votes_seen, row.votes, row.decision) for row in rows} == {
        ("third", "R3", "", "", "")
    }
    assert SECRET not in path.read_text()
    said = capsys.readouterr().out
    assert "2 conflicts for R3" in said and "both rows need a decision" in said
    assert forms(conflicts, "adjudication", "--for", "R1") == 0
    rows = rows_of(conflicts.screening / "adjudication.R1.csv", Adjudication)
    assert [(row.stage, row.how, row.who) for row in rows] == [
        (TA, "discussion", "R1;R2"),
        (FT, "discussion", "R1;R2"),
    ]


def test_who_left_is_neither_asked_nor_proposed(tmp_path, capsys):
    said = [(TA, A, "R1", "include"), (TA, A, "R4", "exclude"), (TA, A, "R2", "include")]
    review = make(tmp_path, verdicts=[(TA, A, "conflict", "R1", "R2")], decisions=said)
    assert forms(review, "adjudication", "--for", "R1") == 0
    rows = rows_of(review.screening / "adjudication.R1.csv", Adjudication)
    assert [(row.how, row.who) for row in rows] == [("discussion", "R1;R2")]
    for kind in ("screening", "adjudication"):
        assert forms(review, kind, "--for", "R4") == 1
        assert "R4 left the review on 2020-02-01, so nothing waits for them" in capsys.readouterr().err


def test_an_empty_sheet_that_was_just_written_is_nothing_that_was_changed(tmp_path, capsys):
    review = make(tmp_path, verdicts=awaiting())
    mark_checked(review)
    for person in ("R1", "R2"):
        assert forms(review, "screening", "--for", person, "--as", "csv") == 0
        assert "was changed since" not in capsys.readouterr().out
    sheet = review.screening / "title_abstract.R1.csv"
    sheet.write_text(sheet.read_text().replace(",,", ",include,", 1))
    assert forms(review, "screening", "--for", "R2", "--as", "csv") == 0
    assert "was changed since" in capsys.readouterr().out


def test_who_said_what_stands_there_when_asked_for_and_is_noted(conflicts):
    assert forms(conflicts, "adjudication", "--for", "R3", "--votes", "--as", "xlsx") == 0
    rows = rows_of(conflicts.screening / "adjudication.R3.xlsx", Adjudication)
    assert rows[0].votes == f"R1: include; R2: exclude (topic), {SECRET}"
    assert {row.votes_seen for row in rows} == {"yes"}
    sheet = openpyxl.load_workbook(conflicts.screening / "adjudication.R3.xlsx").worksheets[0]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists == {
        '"include,exclude,duplicate"',
        '"third,discussion"',
        '"yes,no"',
        "flowchart!$A$2:$A$3",
    }


def test_what_was_settled_since_the_last_run_is_not_asked_again(conflicts, capsys):
    head = "record,stage,decision,how,who,why,time\n"
    old = f"{C},{TA},include,third,R3,on topic,2021-09-24\n"  # known to the last run, and contradicted
    new = f"{A},{TA},exclude,third,R3,off topic,2021-09-25\n"
    blank = f"{B},{FT},,,,,\n"
    (conflicts.screening / "adjudication.R1.csv").write_text(head + old + new + blank)
    assert forms(conflicts, "adjudication", "--for", "R3") == 0
    rows = rows_of(conflicts.screening / "adjudication.R3.csv", Adjudication)
    assert {row.record for row in rows} == {C, "rzzzzzzzzzz"}
    assert forms(conflicts, "adjudication", "--for", "R3", "--stage", FT) == 0
    assert "No conflict waits for R3" in capsys.readouterr().out


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("screening",), "whose is it? --for with one of R1, R2, R3, R4"),
        (("allocation", "--for", "R1"), "allocation is one for all: leave out --for R1"),
        (("duplicates", "--for", "R1", "--stage", TA), "--stage means nothing to duplicates"),
        (("screening", "--for", "R1", "--votes"), "--votes means nothing to screening"),
        (
            ("screening", "--for", "R1", "--stage", "full"),
            "--stage 'full' is not one of title_abstract, full_text",
        ),
        (("adjudication", "--for", "R1", "--as", "page"), "--as 'page' is not one of csv, xlsx"),
        (("screening", "--for", "R1", "--as", "ris", "-o", "a.csv"), "its name ends in .ris"),
        (("forms", "--for", "R1"), "is not one of allocation, screening, adjudication, duplicates"),
    ],
)
def test_what_a_kind_does_not_have_is_told(spoken, capsys, given, told):
    assert forms(spoken, *given) == 1
    assert told in capsys.readouterr().err


def test_the_help_names_every_kind_with_what_may_be_asked_of_it(capsys):
    with pytest.raises(SystemExit):
        main(["forms", "--help"])
    said = capsys.readouterr().out
    for name, form in KINDS.items():
        assert f"  {name}" in said and form.doc in said
        assert {*form.outputs} <= {*SUFFIX} and {*form.options} <= {"stage", "tool", "votes"}
    assert "screening --for PERSON [--stage STAGE] [--as page|xlsx|csv|ris|citations]" in said


def test_the_review_of_these_tests_is_right(tmp_path):
    problems = Problems()
    assert load_config(make(tmp_path, allocation=LEAD, pilot=2), problems) and not [*problems]


def test_a_line_that_is_not_filled_in_takes_back_no_duplicate(tmp_path):
    review = make(tmp_path)
    (review.screening / f"{TA}.R1.csv").write_text(f"record,decision,of\n{A},duplicate,{B}\n{A},,\n")
    head = "record,stage,decision,of,how,who,why,time\n"
    (review.screening / "adjudication.R3.csv").write_text(
        f"{head}{C},{TA},duplicate,{D},third,R3,same trial,2021-09-24\n{C},{TA},,,third,R3,,\n"
    )
    problems = Problems()
    said = read_answers(review, ("R1", "R2", "R3"), problems)
    assert not [*problems]
    assert sorted((each.person, each.a, each.b) for each in said) == [("R1", A, B), ("R3", C, D)]
