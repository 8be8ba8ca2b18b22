"""`tamis agreement` on files that are in no review."""

import csv

import openpyxl
import pytest

from tamis.cli import main

HEAD = "Record , decision,reason,note,time\n"
ONE = HEAD + "a,include,,,2021-01-01 10:00\nb,exclude,,,2021-01-01 10:01\nc,maybe,,,2021-01-01 10:02\n"
TWO = HEAD + "a,include,,,2021-01-02\nb,exclude,,,2021-01-02\nc,exclude,,,2021-01-02\nd,,,,\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(**files: str):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def agreement(*words: str) -> int:
    return main(["agreement", *words])


def table(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def advance(folder, name="out.csv") -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (row["reviewer_a"], row["reviewer_b"]): tuple(
            row[name] for name in ("both_include", "a_only", "b_only", "both_exclude", "left_out")
        )
        for row in table(folder / name)
        if (row["part"], row["table"]) == ("all", "advance")
    }


def test_logs_say_by_their_names_whose_they_are(here, capsys):
    folder = here(title_abstract__R1__csv=ONE, title_abstract__R2__csv=TWO)
    assert agreement("title_abstract.R1.csv", "title_abstract.R2.csv", "-o", "out.csv") == 0
    assert advance(folder) == {("R1", "R2"): ("1", "1", "0", "1", "0")}
    assert {row["stage"] for row in table(folder / "out.csv")} == {"title_abstract"}
    said = capsys.readouterr().out
    assert "R1, R2" in said and ".667 [.208, .939]" in said and "out.csv: written" in said


@pytest.mark.parametrize(
    ("maybe", "cells"), [("exclude", ("1", "0", "0", "2", "0")), ("left_out", ("1", "0", "0", "1", "1"))]
)
def test_what_a_maybe_is_can_be_said(here, maybe, cells):
    folder = here(title_abstract__R1__csv=ONE, title_abstract__R2__csv=TWO)
    logs = ("title_abstract.R1.csv", "title_abstract.R2.csv")
    assert agreement(*logs, "-o", "out.csv", "--maybe", maybe) == 0
    assert advance(folder) == {("R1", "R2"): cells}


LONG = """Wer;Urteil;Nummer;batch;when
R10;Include;1;pilot;
R9;include;1;pilot;
R9;exclude;1;pilot;
R10;exclude;2;1;
R9;exclude;2;1;
Ann;exclude;2;1;
Ann;duplicate;1;pilot;
"""


def test_a_table_with_headings_of_its_own(here):
    folder = here(long__csv=LONG)
    columns = "record=Nummer; reviewer=Wer; decision=Urteil"
    more = ("--panels", "panels.csv", "--cells", "cells.csv", "--lead", "R9")
    assert agreement("long.csv", "-o", "out.csv", "--columns", columns, *more) == 0
    assert advance(folder) == {
        ("Ann", "R9"): ("0", "0", "0", "1", "0"),
        ("Ann", "R10"): ("0", "0", "0", "1", "0"),
        ("R9", "R10"): ("1", "0", "0", "1", "0"),
        ("all", "all"): ("1", "0", "0", "3", "0"),
        ("R9", "others"): ("1", "0", "0", "2", "0"),
    }
    assert {row["part"] for row in table(folder / "out.csv")} == {"all", "pilot", "after_pilot", "batch:1"}
    (whole,) = [r for r in table(folder / "panels.csv") if (r["part"], r["table"]) == ("all", "words")]
    assert (whole["reviewers"], whole["citations"], whole["votes"], whole["alpha"]) == ("3", "2", "5", "1.0")
    assert len(table(folder / "cells.csv")) == 4 * len(table(folder / "out.csv")) // 2


def test_what_is_undefined_is_empty_in_the_table_and_said_on_the_screen(here, capsys):
    folder = here(long__csv=LONG)
    columns = "record=Nummer; reviewer=Wer; decision=Urteil"
    assert agreement("long.csv", "-o", "out.csv", "--columns", columns) == 0
    kappas = {(row["reviewer_a"], row["reviewer_b"]): row["kappa"] for row in table(folder / "out.csv")[:4]}
    assert kappas[("Ann", "R9")] == "" and kappas[("R9", "R10")] == "1.0"
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Ann, R9 ")]
    assert "undefined" in line


def test_a_workbook_and_a_log_together(here):
    folder = here(title_abstract__R1__csv=ONE)
    book = openpyxl.Workbook()
    for row in (("record", "reviewer", "stage", "decision"), ("a", "R2", "title_abstract", "exclude")):
        book.active.append(row)
    book.save(folder / "R2.xlsx")
    assert agreement("title_abstract.R1.csv", "R2.xlsx", "-o", "out.csv") == 0
    assert advance(folder) == {("R1", "R2"): ("0", "1", "0", "0", "0")}


def test_the_first_vote_is_the_earliest_whatever_the_order_of_files(here):
    later = HEAD + "a,exclude,,,2021-03-01 09:00\n"
    folder = here(title_abstract__R1__csv=ONE, title_abstract__R1__2__csv=later, title_abstract__R2__csv=TWO)
    logs = ("title_abstract.R1.2.csv", "title_abstract.R1.csv", "title_abstract.R2.csv")
    assert agreement(*logs, "-o", "out.csv") == 0
    assert agreement(*logs[::-1], "-o", "other.csv") == 0
    assert advance(folder)["R1", "R2"][0] == "1"
    assert (folder / "out.csv").read_bytes() == (folder / "other.csv").read_bytes()


def test_all_mistakes_are_told_at_once_and_nothing_is_written(here, capsys):
    wrong = HEAD + "a,inculde,,,\n,exclude,,,\nc,exclude,,,31.31.2021\n"
    folder = here(title_abstract__R1__csv=wrong, other__csv="record,who\n1,x\n", empty__csv="")
    assert agreement("title_abstract.R1.csv", "other.csv", "empty.csv", "gone.csv", "-o", "out.csv") == 1
    said = capsys.readouterr().err
    for text in (
        "title_abstract.R1.csv:2: decision 'inculde' is not one of include, exclude, maybe, duplicate; did",
        "title_abstract.R1.csv:3: record is missing",
        "title_abstract.R1.csv:4: time '31.31.2021' is not a date",
        "other.csv:1: has no column 'decision'",
        "other.csv:1: has no column 'reviewer', and its name is not <stage>.<reviewer>.csv",
        "empty.csv: is empty",
        "gone.csv: there is no such file",
    ):
        assert text in said, text
    assert not (folder / "out.csv").exists()


def test_mistakes_in_the_command(here, capsys):
    here(title_abstract__R1__csv=ONE, title_abstract__R2__csv=TWO, mine__csv="my own,table\n")
    logs = ("title_abstract.R1.csv", "title_abstract.R2.csv")
    for words, text in (
        ((), "-o agreement.csv"),
        (("-o", "title_abstract.R1.csv"), "is one of the files to read"),
        (("-o", "mine.csv"), "is there already, and is no such table"),
        (("-o", "out.csv", "--lead", "R3"), "--lead: 'R3' is not one of R1, R2"),
        (("-o", "out.csv", "--columns", "who=Wer"), "'who' is not one of record, reviewer, decision"),
        (("-o", "out.csv", "--panels", "out.csv"), "cannot be both tables"),
    ):
        assert agreement(*logs, *words) == 1, words
        assert text in capsys.readouterr().err, words
    assert agreement(*logs, "-o", "mine.csv", "--force") == 0


def test_where_nobody_shares_a_record_nothing_is_written(here, capsys):
    folder = here(title_abstract__R1__csv=ONE)
    assert agreement("title_abstract.R1.csv", "-o", "out.csv") == 4
    assert "no two reviewers decided on one record" in capsys.readouterr().err
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize("name", ["all", "Others", "team"])
def test_names_that_the_table_uses_are_refused(here, capsys, name):
    here(long__csv=f"record,reviewer,decision\na,{name},include\n")
    assert agreement("long.csv", "-o", "out.csv") == 1
    assert "has a meaning of its own" in capsys.readouterr().err


def test_names_that_a_spreadsheet_would_run_are_harmless(here):
    folder = here(long__csv="record,reviewer,decision\na,=1+1,include\na,R2,include\n")
    assert agreement("long.csv", "-o", "out.csv") == 0
    assert "'=1+1" in (folder / "out.csv").read_text(encoding="utf-8-sig")
