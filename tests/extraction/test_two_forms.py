"""Logs of checks and reconciliations: what is wrong in them is told by line; and the forms that make them."""

import openpyxl
import pytest
from twosome import QUOTED, Two

from tamis.cli import main
from tamis.errors import Problems
from tamis.store import read_rows
from tamis.tables import DatumCheck, DatumReconciliation

BOTH = {
    "adams2001.R1.yaml": f"""\
        design: cohort
        n: {{value: 12, {QUOTED}}}
        finding: Of 20 children 4 went home.
        effects:
          - {{outcome: Return, result: -5, p: < .05, quote: less went home, page: 3}}
        """,
    "adams2001.R2.yaml": f"""\
        design: trial
        n: {{value: 12, {QUOTED}}}
        finding: Of 20 children 5 went home.
        lots: by computer
        effects:
          - {{outcome: Return, result: 5, p: < .05, quote: more went home, page: 4}}
          - {{outcome: '=1+1', result: 7, p: ns, {QUOTED}}}
        """,
}


def forms(two, *given):
    return main(["forms", *given, "-d", str(two.review.root)])


def fill(two, name, said):
    """Fill in a workbook as a person does: `said` gives cells for a row that it is shown, or None."""
    path = two.review.records / "extraction" / name
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for cells in sheet.iter_rows(min_row=2):
        row = {name: cell.value or "" for name, cell in zip(names, cells, strict=True)}
        for column, value in (said(row) or {}).items():
            cells[names.index(column)].value = value
    book.save(path)


def rows(two, name, table):
    problems = Problems()
    found = read_rows(two.review.records / "extraction" / name, table, problems, root=two.review.root)
    assert not len(problems), list(problems)
    return found


def lists(two, name):
    """Return the words of each drop-down list of a workbook, and whether only they may be typed."""
    book = openpyxl.load_workbook(two.review.records / "extraction" / name)
    return {(v.formula1, v.showErrorMessage) for v in book.worksheets[0].data_validations.dataValidation}


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("check.R2.csv", "nobody1999,n,,,12,agree,,", "study 'nobody1999' is not in records/studies.csv"),
        ("check.R2.csv", "adams2001,m,,,12,agree,,", "field 'm' is not in config/proforma.yaml"),
        ("check.R2.csv", "adams2001,n,2,,12,agree,,", "row 2 is no row of n, which is no table"),
        ("check.R2.csv", "adams2001,n,,p,12,agree,,", "column must be empty: n is no table"),
        ("check.R2.csv", "adams2001,effects,1,q,12,agree,,", "column 'q' is not one of outcome, result, p"),
        ("check.R2.csv", "adams2001,n,,,12,no,,", "answer 'no' is not a number"),
        ("check.R2.csv", "adams2001,design,,,cohort,trail,,", "answer 'trail' is not one of trial, cohort"),
        ("check.R2.csv", "adams2001,effects,1,,not reported,3,,", "answer '3' is not 'agree'"),
        ("check.R9.csv", "adams2001,n,,,12,agree,,", "reviewer 'R9' is not one of R1, R2, R3, R4"),
        ("reconciliation.R3.csv", "adams2001,n,,,R1 1; R2 2,1,,,,", "how is missing: third, or discussion"),
        ("reconciliation.R3.csv", "adams2001,n,,,R1 1; R2 2,1,third,R3,why,", "time is missing"),
        ("reconciliation.R3.csv", "adams2001,n,,,R1 1; R2 2,1,third,R3,,2020-01-01", "why is missing"),
        (
            "reconciliation.R3.csv",
            "adams2001,n,,,R1 1; R2 2,1,third,R8,why,2020-01-01",
            "who 'R8' is not one of",
        ),
        (
            "reconciliation.R3.csv",
            "adams2001,n,,,,1,third,R3,why,2020-01-01",
            "values is missing: what each had",
        ),
        (
            "reconciliation.R3.csv",
            "adams2001,n,,,R1 1; R2 2,one,third,R3,why,2020-01-01",
            "value 'one' is not a",
        ),
        (
            "reconciliation.R3.csv",
            "adams2001,n,,,R1 1; R2 2,1,discussion,R1,why,2020-01-01",
            "who 'R1' is one person",
        ),
        (
            "reconciliation.R3.csv",
            "adams2001,effects,1,,R1 a; R2 no row,yes,third,R3,why,2020-01-01",
            "value 'yes' is not one of keep, drop",
        ),
    ],
)
def test_what_is_wrong_in_a_log_is_told_by_line(tmp_path, capsys, name, row, said):
    head = {
        "check": "study,field,row,column,first,answer,comment,time",
        "reconciliation": "study,field,row,column,values,value,how,who,why,time",
    }[name.partition(".")[0]]
    two = Two(tmp_path, BOTH)
    two.write(name, f"{head}\n{row}\n")
    assert main(["extraction", "-d", str(tmp_path)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert f"records/extraction/{name}" in line and said in line


def test_a_log_may_be_a_workbook_but_not_both(tmp_path, capsys):
    two = Two(tmp_path, BOTH)
    two.write("check.R3.csv", "study,field,answer\nadams2001,n,agree\n")
    book = openpyxl.Workbook()
    for row in (("study", "field", "answer"), ("adams2001", "n", "agree")):
        book.active.append(row)
    book.save(two.review.records / "extraction" / "check.R3.xlsx")
    assert main(["extraction", "-d", str(tmp_path)]) == 1
    assert "check.R3.xlsx: stands beside check.R3.csv; keep one of the two" in capsys.readouterr().err
    (two.review.records / "extraction" / "check.R3.csv").unlink()
    assert two.run().settled["n", 1, ""] == "checked"


def test_a_form_of_differences_is_filled_in_and_settles_them(tmp_path, capsys):
    two = Two(tmp_path, BOTH, extractors=2).run()
    open = [item for item in two.items if ":differs:" in item]
    assert len(open) == 4
    assert forms(two, "differences", "--for", "R3") == 0
    assert "4 differences for R3" in capsys.readouterr().out
    found = {(r.field, r.column): r for r in rows(two, "reconciliation.R3.xlsx", DatumReconciliation)}
    result = found["effects", "result"]
    assert (result.values, result.row, result.who, result.how) == ("R1 -5; R2 5", 1, "R3", "")
    assert result.quotes == (
        'R1: "less went home"; page 3 (not looked for: no PDF here; without -5) | '
        'R2: "more went home"; page 4 (not looked for: no PDF here; without 5)'
    )
    assert found["finding", ""].quotes.startswith("96.")
    assert found["effects", ""].values == "R1 no row; R2 =1+1 | 7 | ns"
    offered = lists(two, "reconciliation.R3.xlsx")
    assert ('"trial,cohort,not reported,not applicable"', False) in offered
    assert ('"keep,drop"', False) in offered
    assert ('"third,discussion"', True) in offered
    # As long as nothing is filled in, nothing is settled, and nothing is wrong.
    assert [item for item in two.run().items if ":differs:" in item] == open

    def said(row):
        value = {"result": "5", "": "keep" if row["field"] == "effects" else "cohort"}[row["column"]]
        value = "Of 20 children 5 went home." if row["field"] == "finding" else value
        return {"value": value, "how": "third", "why": "it says so", "time": "2020-03-01"}

    fill(two, "reconciliation.R3.xlsx", said)
    assert [item for item in two.run().items if ":differs:" in item] == []
    assert two.data["effects", 1, "result"] == "5"
    assert two.data["effects", 2, "outcome"] == "=1+1"
    assert [d.state for d in two.differences] == ["settled"] * 4
    assert forms(two, "differences", "--for", "R1") == 0
    assert "No difference waits for R1" in capsys.readouterr().out


def test_a_form_of_differences_as_csv_names_nobody_who_differs_as_the_third(tmp_path):
    two = Two(tmp_path, BOTH).run()
    assert forms(two, "differences", "--for", "R2", "--as", "csv") == 0
    found = rows(two, "reconciliation.R2.csv", DatumReconciliation)
    assert {row.who for row in found} == {""}
    assert (
        (two.review.records / "extraction" / "reconciliation.R2.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    )


def test_a_form_of_checks_has_what_others_extracted_and_takes_another_value(tmp_path, capsys):
    files = {"adams2001.R1.yaml": BOTH["adams2001.R1.yaml"], "brown2002.R2.yaml": "design: cohort\nn:\n"}
    two = Two(tmp_path, files, included=("adams2001", "brown2002"), checker=True).run()
    assert forms(two, "check", "--for", "R2") == 0
    assert "6 values of 1 study for a check by R2" in capsys.readouterr().out
    found = {(r.field, r.column): r for r in rows(two, "check.R2.xlsx", DatumCheck)}
    assert {row.study for row in found.values()} == {"adams2001"}
    n = found["n", ""]
    assert (n.first, n.quote, n.page, n.row, n.cited) == ("12", "words", "2", None, "Adams, 2001")
    assert (found["effects", "p"].first, found["effects", "p"].row) == ("< .05", 1)
    assert ('"agree,trial,cohort,not reported,not applicable"', False) in lists(two, "check.R2.xlsx")

    def said(row):
        return {"answer": "13" if row["field"] == "n" else "agree", "comment": "Table 1"}

    fill(two, "check.R2.xlsx", said)
    two.run()
    assert two.items["extraction:check:adams2001:n"] == "R1;R2"
    assert two.settled["effects", 1, "p"] == "checked"
    assert forms(two, "check", "--for", "R2") == 0
    assert "Nothing waits for a check by R2" in capsys.readouterr().out
    # The rest is for somebody else: what is not reported is to be looked up, too.
    assert forms(two, "check", "--for", "R3", "--as", "csv") == 0
    assert [(r.field, r.first) for r in rows(two, "check.R3.csv", DatumCheck)] == [
        ("design", "cohort"),
        ("n", "not reported"),
    ]
    assert forms(two, "differences", "--for", "R3", "--as", "csv") == 0
    [row] = rows(two, "reconciliation.R3.csv", DatumReconciliation)
    assert row.values == "R1 12; R2 13"
    assert row.quotes == 'R1: "words"; page 2 (not looked for: no PDF here; without 12) | R2: Table 1'


def test_who_may_still_be_the_second_extractor_sees_nothing(tmp_path, capsys):
    two = Two(tmp_path, {"adams2001.R1.yaml": BOTH["adams2001.R1.yaml"]}, extractors=2, checker=True).run()
    assert forms(two, "check", "--for", "R2") == 0
    said = capsys.readouterr().out
    assert "no list is written" in said and "1 study waits for a second extractor first" in said
    assert not (two.review.records / "extraction" / "check.R2.xlsx").exists()
