"""`tamis appraise`: ratings in tables that are in no review."""

import csv
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from pipeline import SHARED
from tamis.appraisal.engine import registry
from tamis.appraisal.loose import reading
from tamis.appraisal.loose.headings import Headings
from tamis.appraisal.loose.read_off import category_of, read_off
from tamis.appraisal.loose.studies import loosely
from tamis.cli import main
from tamis.errors import Problems

SAMPLES = Path(__file__).parent / "samples" / "loose"
CHECKLIST = SAMPLES.parent / "tools" / "checklist2017.yaml"
MMAT, ROB2 = registry.require("mmat2018"), registry.require("rob2")


@pytest.fixture
def appraise(tmp_path, monkeypatch, capsys):
    """Return what runs the command in an empty folder: exit code, what it says, what it says is wrong."""
    monkeypatch.chdir(tmp_path)

    def go(*words, tool="mmat2018"):
        code = main(["appraise", *map(str, words), "--tool", str(tool)])
        return code, *capsys.readouterr()

    return go


def rows(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def by_study(name: str, *columns: str) -> dict[str, tuple[str, ...]]:
    return {row["study"]: tuple(row[column] for column in columns) for row in rows(name)}


def book(name: str, table: list[list[object]], fills: dict[str, str] | None = None) -> str:
    made = openpyxl.Workbook()
    for row in table:
        made.active.append(row)
    for cell, colour in (fills or {}).items():
        made.active[cell].fill = PatternFill("solid", fgColor=colour)
    made.save(name)
    return name


# --- headings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "heading", "ids"),
    [
        *[(MMAT, heading, ("1.1",)) for heading in ("1.1", "Q1.1", "MMAT 1.1", "1.1 Is the ...?", "1.1: a")],
        *[(MMAT, heading, ("1.1",)) for heading in ("item_1.1", "MMAT 2018 1.1", "(1.1)", "Criterion 1.1")],
        *[(MMAT, heading, ("S1",)) for heading in ("S1", "s 1", "S1. Clear?", "MMAT S1")],
        *[(MMAT, heading, ("3.1", "4.1")) for heading in ("3.1/4.1", "3.1 or 4.1", "MMAT 3.1 & MMAT 4.1")],
        *[
            (MMAT, heading, None)
            for heading in ("1.10", "1.12", "11", "1.1.1", "Study", "Overall", "D1", "6.1")
        ],
        *[(ROB2, heading, ("D1",)) for heading in ("D1", "Domain 1", "D1 Bias arising from ...", "D1.")],
        (ROB2, "D2", ("D2_assignment", "D2_adhering")),
        (ROB2, "D2_adhering", ("D2_adhering",)),
        *[(ROB2, heading, ("overall",)) for heading in ("Overall", "Overall bias", "overall_risk")],
        *[(ROB2, heading, None) for heading in ("Weight", "D6", "D11", "Overalls")],
    ],
)
def test_a_heading_is_an_item_in_any_usual_spelling(tool, heading, ids):
    found = Headings(tool).target(heading)
    assert (found and found.ids) == ids


@pytest.mark.parametrize(
    ("heading", "comment"), [("1.1 comment", True), ("Notes 1.1", True), ("1.1 Note it?", False)]
)
def test_a_comment_stands_beside_its_item(heading, comment):
    found = Headings(MMAT).target(heading)
    assert (found.ids, found.comment) == (("1.1",), comment)


@pytest.mark.parametrize("id", registry.paths())
def test_every_criterion_and_judgement_of_a_tool_is_a_heading(id):
    tool = registry.require(id)
    headings = Headings(tool)
    for item in tool.item_ids:
        for text in (item, f"{item} Is it so?", f"Item {item}: text", f"{item}\nin two lines"):
            assert headings.target(text).ids == (item,), text
    for domain in tool.domains:
        if domain.judged:
            assert domain.id in headings.target(domain.short).ids
            assert headings.target(domain.id).judged
    assert not tool.overall or headings.target("Overall").ids == ("overall",)


def test_numbers_are_enough_for_a_tool_whose_ids_are_letters_and_numbers():
    headings = Headings(registry.load_file(CHECKLIST, Problems()))
    written = ("1", "2.", "Item 10", "10. Was it?", "Q 2", "1 year", "2020", "3")
    found = [headings.target(heading) for heading in written]
    assert [each and each.ids[0] for each in found] == ["Q1", "Q2", "Q10", "Q10", "Q2", None, None, None]


@pytest.mark.parametrize(("name", "third"), [("ids_as_dates", "Jan-03"), ("ids_as_german_dates", "01.Mrz")])
def test_what_excel_ate_is_read_back_and_said(appraise, name, third):
    code, out, _ = appraise(SAMPLES / f"{name}.tsv", "-o", "out.csv")
    assert code == 0 and by_study("out.csv", "category", "answered", "met") == {
        "Ash": ("qualitative", "5", "4")
    }
    assert f"{third!r}, a date, is read as '1.3'" in out


def test_a_number_that_ends_with_a_nought_is_read_by_its_place():
    ten = replace(MMAT.domain["qualitative"].items[0], id="1.10", label="Tenth")
    nine = replace(ten, id="1.9", label="Ninth")
    domains = [
        replace(domain, items=(*domain.items, nine, ten)) if domain.id == "qualitative" else domain
        for domain in MMAT.domains
    ]
    headings = Headings(replace(MMAT, domains=tuple(domains)))
    found, told = headings.targets(["study", "1.1", "1.2", "1.9", "1.1"])
    assert [each.ids[0] for each in found[1:]] == ["1.1", "1.2", "1.9", "1.10"]
    assert told == ["'1.1' after '1.9' is read as '1.10'"]


def test_a_date_that_can_be_two_ids_is_a_mistake(appraise):
    name = book("dates.xlsx", [["study", "2026-02-01", "3.4"], ["Ash", "Y", "Y"]])
    code, _, err = appraise(name)
    assert code == 1 and "dates.xlsx:1: '2026-02-01' is a date where 1.2 or 2.1 was meant" in err


def test_ids_that_a_workbook_holds_as_numbers(appraise):
    code, *_ = appraise(
        book("n.xlsx", [["Study", 1.1, 1.2, 1.3, 1.4, 1.5], ["Ash", *"YYNYY"]]), "-o", "out.csv"
    )
    assert code == 0 and by_study("out.csv", "category", "met", "percent") == {
        "Ash": ("qualitative", "4", "")
    }


# --- what tables look like ----------------------------------------------------------------------


def test_titles_groups_footnotes_dashes_and_other_columns(appraise):
    name = SAMPLES / "headings_spelled_out_under_a_title_and_groups.csv"
    code, out, err = appraise(name, "-o", "out.csv", "--ratings", "ratings.csv")
    assert (code, err) == (0, "")
    assert by_study("out.csv", "category", "outcome", "due", "answered", "met") == {
        "Ash 2011": ("qualitative", "appraised", "5", "5", "2"),
        "Birch, 2012": ("qualitative", "incomplete", "5", "3", "2"),
    }
    assert "columns passed over: Country" in out and "'Y = yes, N = no'" in out
    assert "read as no answer: 'n/a' 1 time, '–' 1 time" in out
    (last,) = [r for r in rows("ratings.csv") if (r["study"], r["item"]) == ("Ash 2011", "1.5")]
    assert last["comment"] == "a reason"


def test_columns_merged_and_mixed_studies_on_five(appraise):
    name = SAMPLES / "columns_merged_and_mixed_on_five.csv"
    code, out, _ = appraise(name, "-o", "out.csv", "--traffic", "t.svg", "--summary", "s.svg")
    assert code == 0
    assert by_study("out.csv", "category", "outcome") == {
        "Ash": ("", "incomplete"),
        "Birch": ("mixed", "incomplete"),
        "Cedar": ("randomised", "incomplete"),
        "Dogwood": ("randomised", "stopped"),
    }
    assert "category not known: 1 (Quantitative non-randomised or quantitative descriptive)" in out
    assert "or --category, says which: non_randomised or descriptive" in out
    assert "Ash: 5 ratings" in out and "(3.1/4.1 to 3.5/4.5)" in out
    assert "Birch: rated on 5 of 15 criteria" in out and "Birch: 5.5 is Yes, beside" in out
    assert "Cedar: 4 of 5 ratings on Randomised controlled trial: 2.1" in out
    assert "Dogwood: " not in out
    drawn = Path("t.svg").read_text(encoding="utf-8")
    assert "3.1/4.1" in drawn and "Ash" in drawn and "3.1/4.1" in Path("s.svg").read_text(encoding="utf-8")


def test_the_category_of_what_can_be_two_can_be_said(appraise):
    name = SAMPLES / "columns_merged_and_mixed_on_five.csv"
    code, out, _ = appraise(name, "-o", "out.csv", "--ratings", "r.csv", "--category", "descriptive")
    assert code == 0 and by_study("out.csv", "category", "met")["Ash"] == ("descriptive", "3")
    assert by_study("out.csv", "category")["Cedar"] == ("randomised",)
    merged = [(r["item"], r["written"], r["answer"]) for r in rows("r.csv") if r["written"]]
    assert merged[1] == ("4.2", "3.2/4.2", "no")
    assert "Ash: 5 ratings" in out  # it is still a finding that the columns were merged
    assert appraise(name, "--category", "descriptiv")[0] == 1


def test_no_category_asks_for_two_quantitative_sets(appraise):
    code, out, _ = appraise(SAMPLES / "sets_of_no_category.csv", "--traffic", "t.png", "--summary", "s.pdf")
    assert code == 0 and "Ash: no category of the tool asks for all that was rated" in out
    assert Path("t.png").read_bytes().startswith(b"\x89PNG") and Path("s.pdf").read_bytes().startswith(
        b"%PDF"
    )


def test_a_category_in_the_table_comes_before_what_was_rated(appraise):
    code, out, _ = appraise(SAMPLES / "category_against_what_was_rated.csv", "-o", "out.csv")
    assert code == 0
    assert by_study("out.csv", "category", "component", "chosen", "due") == {
        "Ash": ("descriptive", "", "person", "5"),
        "Birch": ("qualitative", "", "rated", "5"),
        "Cedar": ("mixed", "descriptive", "person", "15"),
    }
    assert "Ash: its category is Quantitative descriptive (as the table says), which does not ask for" in out
    assert "Birch: " not in out and "Cedar: " not in out


@pytest.mark.parametrize(
    ("word", "category"),
    [
        *[("Mixed-methods study", "mixed"), ("3. Quantitative nonrandomized", "non_randomised")],
        *[("RCT", "randomised"), ("Quantitative randomized controlled trials", "randomised")],
        *[("Quantitative descriptive studies", "descriptive"), ("qualitative", "qualitative")],
        *[("Mixed methods: qualitative and descriptive", None), ("cohort", None), ("", None)],
    ],
)
def test_the_category_in_people_s_words(word, category):
    found = category_of(MMAT, word)
    assert (found and found.id) == category


def test_each_category_is_read_off_its_own_sets():
    headings = Headings(MMAT)
    for kind in MMAT.categories:
        for part in kind.components or ("",):
            items = [item for domain in MMAT.due(kind.id, part) for item in domain.item_ids]
            found = read_off(MMAT, filter(None, map(headings.target, ["S1", *items])))
            assert ([each.id for each in found.kinds], found.component) == ([kind.id], part)


# --- judgements ---------------------------------------------------------------------------------


def test_judgements_alone_as_robvis_has_them(appraise):
    name = SAMPLES / "robvis_judgements_alone.csv"
    code, out, _ = appraise(name, "--traffic", "t.svg", tool="rob2")
    assert (
        code == 0
        and "columns passed over: Weight" in out
        and "  Overall: 1 Low risk, 2 Some concerns, 1 High" in out
    )
    assert "Cedar: the whole is judged Low risk; from the domains follows High risk" in out
    assert "Dogwood: 4 of 5 judgements: D5 has none" in out and "2 findings" in out
    assert all(f">{head}<" in Path("t.svg").read_text(encoding="utf-8") for head in ("D1", "D5", "Overall"))
    words = ("-o", "out.csv", "--judgements", "j.csv", "--category", "assignment")
    code, out, _ = appraise(name, *words, tool="rob2")
    assert code == 0 and "2 findings" in out
    assert by_study("out.csv", "outcome", "judgement", "due") == {
        "Ash": ("appraised", "some_concerns", ""),
        "Birch": ("appraised", "high", ""),
        "Cedar": ("appraised", "low", ""),
        "Dogwood": ("incomplete", "some_concerns", ""),
    }
    states = Counter(row["state"] for row in rows("j.csv"))
    assert states == {"judged": 20, "proposed": 2, "overruled": 1, "incomplete": 1}


def test_what_is_judged_holds_whichever_the_category_is(appraise):
    table = "Study,D1,D2,D3,D4,D5,Overall\nAsh,Low,Some,Some,Low,Low,Some\nBirch,Low,Low,Low,Low,Low,Low\n"
    Path("t.csv").write_text(table, encoding="utf-8")
    code, out, _ = appraise("t.csv", "-o", "out.csv", "--judgements", "j.csv", tool="rob2")
    assert code == 0 and "1 finding:" in out and "category not known: 2" in out
    either = " or ".join(ROB2.domain[id].label for id in ("D2_assignment", "D2_adhering"))
    assert f"Ash: 2 domains judged Some concerns ({either}, Missing outcome data), and the whole" in out
    assert by_study("out.csv", "category", "outcome", "judgement") == {
        "Ash": ("", "appraised", "some_concerns"),
        "Birch": ("", "appraised", "low"),
    }
    judged = [row["domain"] for row in rows("j.csv") if row["study"] == "Ash" and row["judgement"]]
    assert judged == ["D1", "D2_assignment/D2_adhering", "D3", "D4", "D5", "overall"]


@pytest.mark.parametrize("category", [(), ("--category", "assignment")])
def test_a_cell_that_says_there_is_no_judgement_is_missing_and_named(appraise, category):
    table = "Study,D1,D2,D3,D4,D5,Overall\nAsh,Low,Low,Low,Low,Low,Low\n"
    Path("t.csv").write_text(f"{table}Birch,Low,Low,No information,Low,n/a,Low\n", encoding="utf-8")
    code, out, _ = appraise("t.csv", "-o", "out.csv", "--traffic", "t.svg", *category, tool="rob2")
    assert code == 0 and Path("t.svg").exists()
    for cell in ("D3 is 'No information'", "D5 is 'n/a'"):
        assert f"  t.csv:3: Birch: {cell}, which is no judgement of the tool: taken as missing\n" in out
    assert [*by_study("out.csv", "outcome").values()] == [("appraised",), ("incomplete",)]
    Path("t.csv").write_text(f"{table}Birch,Low,Low,Green,Low,Low,Low\n", encoding="utf-8")
    assert "'Green' is not one of Low risk" in appraise("t.csv", tool="rob2")[2]


@pytest.mark.parametrize(("heads", "cells", "times"), [("", "", 1), ("S1,S2,", "y,y,", 0)])
def test_a_table_without_screening_questions_is_told_once(appraise, heads, cells, times):
    table = f"Study,{heads}1.1,1.2,1.3,1.4,1.5\nAsh,{cells}y,y,y,y,y\nBirch,{cells}y,n,y,y,y\n"
    Path("t.csv").write_text(table, encoding="utf-8")
    code, out, _ = appraise("t.csv", "-o", "out.csv")
    assert code == 0 and out.count("the table has no screening questions (S1, S2)") == times
    assert {*by_study("out.csv", "outcome").values()} == {("incomplete",) if times else ("appraised",)}


def test_results_and_raters_of_a_long_table(appraise):
    name = SAMPLES / "two_results_two_raters_long.csv"
    code, out, _ = appraise(name, "--judgements", "j.csv", "--ratings", "r.csv", tool="rob2")
    assert code == 0
    # The raters differ on 1.1, so that nothing follows from the answers, and what is judged stands.
    judged = [
        (r["result"], r["proposed"], r["judgement"], r["state"]) for r in rows("j.csv") if r["domain"] == "D1"
    ]
    assert judged == [("pain", "", "low", "judged"), ("sleep", "high", "low", "overruled")]
    found = {(r["result"], r["item"]): (r["state"], r["appraiser"], r["quote"]) for r in rows("r.csv")}
    assert found["pain", "1.1"] == ("disputed", "R1;R2", "")
    assert found["pain", "1.2"] == ("given", "R1", "p. 3")
    assert found["sleep", "1.2"] == ("given", "R1", "")
    assert (
        "category not known: 1" in out
        and "Ash (sleep): Randomisation is judged Low risk; from the answers" in out
    )


def test_an_overruled_judgement_is_a_finding(appraise):
    Path("long.csv").write_text(
        "study,item,answer,category\nAsh,1.1,PN,assignment\nAsh,1.2,Y,assignment\nAsh,1.3,N,assignment\n"
        "Ash,D1,Low,assignment\n",
        encoding="utf-8",
    )
    code, out, _ = appraise("long.csv", "--judgements", "j.csv", tool="rob2")
    assert (
        code == 0 and "Ash: Randomisation is judged Low risk; from the answers follows Some concerns" in out
    )
    (row,) = [row for row in rows("j.csv") if row["domain"] == "D1"]
    assert (row["proposed"], row["judgement"], row["state"]) == ("some_concerns", "low", "overruled")


def test_a_tool_of_one_s_own(appraise):
    Path("t.csv").write_text("Paper,1,2,10\nAsh,yes,no,n/a\nBirch,no,yes,yes\n", encoding="utf-8")
    code, out, _ = appraise("t.csv", "-o", "out.csv", "--traffic", "t.svg", tool=CHECKLIST)
    assert code == 0 and "1 Not applicable" in out
    assert by_study("out.csv", "category", "chosen", "judgement") == {
        "Ash": ("any", "only", "include"),
        "Birch": ("any", "only", "exclude"),
    }


# --- what is wrong ------------------------------------------------------------------------------


def test_all_unknown_words_are_said_with_row_column_and_known_words(appraise):
    name = SAMPLES / "words_nobody_knows.csv"
    code, out, err = appraise(name, "-o", "out.csv", "--traffic", "t.svg")
    assert (code, out) == (1, "") and not Path("out.csv").exists() and not Path("t.svg").exists()
    assert err.splitlines() == [
        f"{name.as_posix()}:2: 2.2 Ash: 'yess' is not one of Yes, No, Can't tell; did you mean 'Yes'?",
        f"{name.as_posix()}:2: 2.5 Ash: 'green' is not one of Yes, No, Can't tell",
        f"{name.as_posix()}:3: 2.5 Birch: '#N/A' is not one of Yes, No, Can't tell",
    ]


def test_a_study_that_stands_twice_and_differs(appraise):
    code, _, err = appraise(SAMPLES / "study_twice_with_two_answers.csv")
    assert code == 1 and "Ash: 1.2 is no here, and yes at" in err and "1.1" not in err


def test_of_a_log_the_last_line_counts_and_its_name_says_whose_it_is(appraise):
    Path("mmat2018.R1.csv").write_text("study,item,answer\nAsh,1.1,yes\nAsh,1.1,no\n", encoding="utf-8")
    Path("mmat2018.R2.csv").write_text("study,item,answer\nAsh,1.1,yes\nAsh,1.2,yes\n", encoding="utf-8")
    code, out, _ = appraise("mmat2018.R1.csv", "mmat2018.R2.csv", "--ratings", "r.csv")
    assert code == 0 and "1 answer replaced by a later row" in out
    found = {row["item"]: (row["state"], row["appraiser"]) for row in rows("r.csv")}
    assert found["1.1"] == ("disputed", "R1;R2") and found["1.2"] == ("given", "R2")


def test_a_table_of_something_else(appraise):
    code, _, err = appraise(SAMPLES / "no_heading_of_the_tool.csv")
    assert code == 1 and "its headings are 'Author', 'Country', 'Quality'" in err and "3.1" in err


def test_headings_can_be_named(appraise):
    Path("t.csv").write_text("Wer;Frage;Antwort\nAsh;1.1;y\n", encoding="utf-8")
    columns = ("--columns", "study=Wer; item=Frage; answer=Antwort", "-o", "out.csv")
    assert appraise("t.csv", *columns)[0] == 0 and by_study("out.csv", "category") == {
        "Ash": ("qualitative",)
    }
    assert appraise("t.csv")[0] == 1


COLOURS = {"B2": "00B050", "C2": "FF0000", "B3": "00B050", "C3": "FFFFFF"}


def test_a_table_of_colours_alone_has_nothing_to_appraise(appraise):
    name = book(
        "colours.xlsx", [["Study", "1.1", "1.2"], ["Ash", None, None], ["Birch", None, None]], COLOURS
    )
    code, out, err = appraise(name, "-o", "out.csv")
    assert (code, out) == (4, "") and not Path("out.csv").exists()
    assert "3 rating cells empty but coloured (2 #00B050, 1 #FF0000)" in err


def test_some_cells_that_are_coloured_and_empty_are_a_finding_and_stripes_are_none(appraise):
    table = [["Study", "1.1", "1.2"], ["Ash", None, None], ["Birch", "Y", None], ["Cedar", "Y", None]]
    stripe = {cell: "DDDDDD" for cell in ("A4", "B4", "C4")}
    code, out, _ = appraise(book("colours.xlsx", table, {**COLOURS, **stripe}), "-o", "out.csv")
    assert code == 0 and "2 rating cells empty but coloured" in out
    assert by_study("out.csv", "outcome")["Ash"] == ("none",)


def test_outputs_take_the_place_of_nothing_else(appraise):
    Path("t.csv").write_text("study,1.1\nAsh,Y\n", encoding="utf-8")
    Path("there.svg").write_text("mine", encoding="utf-8")
    for words in (
        ("-o", "t.csv"),
        ("-o", "out.xlsx"),
        ("--traffic", "there.svg"),
        ("--traffic", "t.gif"),
        ("--traffic", "a.svg", "--summary", "a.svg"),
        ("--summary", "no/a.svg"),
    ):
        assert appraise("t.csv", *words)[0] == 1, words
    assert sorted(path.name for path in Path().iterdir()) == ["t.csv", "there.svg"]
    assert appraise("t.csv", "--traffic", "there.svg", "--force")[0] == 0


def test_texts_of_strangers_are_harmless(appraise):
    Path("t.csv").write_text("study,1.1\n=1+1,Y\n<script>&,Y\n", encoding="utf-8")
    assert appraise("t.csv", "-o", "out.csv", "--traffic", "t.svg")[0] == 0
    assert "\n'=1+1," in Path("out.csv").read_text(encoding="utf-8-sig")
    assert "<script" not in Path("t.svg").read_text(encoding="utf-8")


# --- several people, marks, columns without a name -----------------------------------------------


def test_what_people_differ_on_is_in_dispute_and_counted_once(appraise):
    table = "Study,Reviewer,1.1,1.2,1.3,1.4,1.5\nAsh,AB,y,y,y,y,y\nAsh,CD,y,y,y,n,y\n"
    Path("t.csv").write_text(table, encoding="utf-8")
    code, out, _ = appraise("t.csv")
    assert code == 0 and "criteria: 4 Yes, 1 in dispute\n" in out and "5 expected, 5 present" in out
    assert "  t.csv:2: Ash: AB and CD differ on 1.4\n" in out
    Path("t.csv").write_text("Study,Reviewer,1.1,1.2\nAsh,AB,Y,Y\nAsh,CD,PY,N\n", encoding="utf-8")
    assert "AB and CD differ on 1.2\n" in appraise("t.csv", tool="rob2")[1]  # Y and PY are of one class


@pytest.mark.parametrize("heading", ["Q{}", "Criterion {}", "Question {}: is it?"])
def test_numbered_columns_are_those_of_the_category(appraise, heading):
    names = ",".join(heading.format(number) for number in range(1, 6))
    Path("t.csv").write_text(f"Study,S1,S2,{names}\nAsh,y,y,y,n,y,y,y\n", encoding="utf-8")
    code, out, _ = appraise("t.csv", "--category", "descriptive", "-o", "out.csv")
    assert code == 0 and "are taken for 4.1 to 4.5, those of descriptive (1 row)" in out
    assert by_study("out.csv", "category", "chosen", "met") == {"Ash": ("descriptive", "given", "4")}
    code, _, err = appraise("t.csv", "--traffic", "t.svg")
    assert code == 1 and "only numbered, and no category is known" in err and not Path("t.svg").exists()


def test_columns_of_criteria_can_be_named_and_without_any_nothing_is_written(appraise):
    Path("t.csv").write_text("Study,S1,S2,Aims,Methods\nAsh,y,y,y,n\n", encoding="utf-8")
    code, out, err = appraise("t.csv", "-o", "out.csv")
    assert (code, out) == (4, "") and not Path("out.csv").exists()
    assert "columns passed over: Aims, Methods" in err and "--columns '1.1=Q1'" in err
    assert appraise("t.csv", "--columns", "1.1=Aims; 1.2=Methods", "--ratings", "r.csv")[0] == 0
    found = {row["item"]: row["answer"] for row in rows("r.csv")}
    assert (found["1.1"], found["1.2"]) == ("yes", "no")


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        ("✓,✗,✔,x,×", "yes no yes no no"),
        ("+,−,?,-,+", "yes no cant_tell no yes"),
        ("y,−,-,○,y", "yes    yes"),
    ],
)
def test_marks_are_read_where_they_mean_one_thing(appraise, cells, answers):
    Path("t.csv").write_text(f"Study,1.1,1.2,1.3,1.4,1.5\nAsh,{cells}\n", encoding="utf-8")
    code, out, _ = appraise("t.csv", "--ratings", "r.csv")
    assert code == 0 and "t.csv: read as " in out
    found = {row["item"]: row["answer"] for row in rows("r.csv")}
    assert [found[f"1.{n}"] for n in range(1, 6)] == answers.split(" ")


def test_a_mark_that_can_mean_two_things_is_asked_for(appraise):
    Path("t.csv").write_text("Study,1.1,1.2,1.3\nAsh,x,0,y\n", encoding="utf-8")
    code, _, err = appraise("t.csv")
    assert code == 1 and "1.1 Ash: 'x' is not one of Yes, No, Can't tell" in err and "--words '1=Yes" in err
    assert appraise("t.csv", "--words", "x=yes; 0=no", "--ratings", "r.csv")[0] == 0
    assert [row["answer"] for row in rows("r.csv") if row["item"] in ("1.1", "1.2")] == ["yes", "no"]
    code, _, err = appraise("t.csv", "--words", "x=maybe")
    assert code == 1 and "--words: 'maybe' is not one of Yes, No, Can't tell" in err


def test_a_row_of_totals_is_passed_over_and_another_may_be_deleted(appraise):
    Path("t.csv").write_text("Study,1.1,1.2\nAsh,y,y\nTotal,1/1,1/1\n", encoding="utf-8")
    code, out, _ = appraise("t.csv", "-o", "out.csv")
    assert code == 0 and "t.csv:3: passed over, since it is a total: 'Total'" in out
    assert [*by_study("out.csv", "met")] == ["Ash"]
    Path("t.csv").write_text("Study,1.1,1.2\nAsh,y,y\nAll of them,1/1,1/1\n", encoding="utf-8")
    code, _, err = appraise("t.csv")
    assert code == 1 and "t.csv:3: All of them: no cell is an answer" in err and "delete it" in err


def test_what_is_found_of_several_studies_is_said_once(appraise):
    Path("t.csv").write_text("Study,1.1,1.2\nAsh: a,y,y\nBirch,y,n\nCedar,y,\n", encoding="utf-8")
    _, out, _ = appraise("t.csv")
    lines = out.splitlines()
    (at,) = [at for at, line in enumerate(lines) if line.startswith("  2 of 5 ratings")]
    assert lines[at - 1] == "3 findings:"
    assert lines[at + 1 : at + 3] == ["    t.csv:2: Ash: a", "    t.csv:3: Birch"]
    assert lines[at + 3].startswith("  t.csv:4: Cedar: 1 of 5 ratings")


def test_no_output_takes_the_place_of_the_tool(appraise):
    own = Path(CHECKLIST.name)
    own.write_bytes(CHECKLIST.read_bytes())
    Path("t.csv").write_text("Paper,1,2,10\nAsh,yes,no,n/a\n", encoding="utf-8")
    for option in ("-o", "--ratings", "--traffic"):
        code, _, err = appraise("t.csv", option, f"./{own}", "--force", tool=own)
        assert code == 1 and "is one of the files to read" in err
    assert own.read_bytes() == CHECKLIST.read_bytes()


# --- the published table, and a property --------------------------------------------------------


def test_the_published_table_and_what_is_wrong_with_it(appraise):
    table = SHARED / "seeds" / "table3_mmat.csv"
    if not table.exists():
        pytest.skip("../shared is not here")
    code, out, _ = appraise(table, "-o", "out.csv", "--traffic", "t.svg")
    assert code == 0
    with table.open(encoding="utf-8", newline="") as stream:
        printed = list(csv.DictReader(stream))
    cells = Counter(cell for row in printed for name, cell in row.items() if name[0].isdigit() and cell)
    assert cells == {"Y": 54, "N": 10, "CT": 10}
    assert f"criteria: {cells['Y']} Yes, {cells['N']} No, {cells['CT']} Can't tell" in out
    assert "75 expected, 74 present" in out
    lines = out.splitlines()
    findings = [line for line in lines if line.startswith("  ") and table.name in line]
    merged = [row["study_as_printed"] for row in printed if row["3.1/4.1"]]
    mixed = [row["study_as_printed"] for row in printed if row["5.1"]]
    assert (len(merged), len(mixed)) == (7, 4)
    for studies, text in (
        (merged, "merged columns (3.1/4.1 to 3.5/4.5)"),
        (mixed, "rated on 5 of 15 criteria"),
    ):
        (at,) = [at for at, line in enumerate(lines) if text in line]  # said once, the studies below
        said = lines[at + 1 : at + 1 + len(studies)]
        assert [line.rpartition(": ")[2] for line in said] == studies
    (trout,) = [line for line in findings if "4 of 5 ratings" in line]
    assert "Trout" in trout and "2.1" in trout


def texts(tool):
    items = [item for domain in tool.domains for item in domain.items]
    one = st.dictionaries(
        st.sampled_from(list(dict.fromkeys(item.id for item in items))), st.integers(0, 99), min_size=1
    )
    return st.tuples(
        st.dictionaries(st.sampled_from(["Ash", "Birch 2012", "Cedar, x"]), one, min_size=1), st.randoms()
    )


def written(rows) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("tool", [MMAT, ROB2], ids=lambda tool: tool.id)
def test_a_wide_table_of_any_long_one_says_the_same(tool, tmp_path):
    answers = {item.id: item.answers for domain in tool.domains for item in domain.items}

    @settings(max_examples=40)
    @given(texts(tool))
    def same(drawn):
        numbers, random = drawn
        ratings = {
            study: {
                item: tool.answer_of[answers[item][n % len(answers[item])]].label for item, n in row.items()
            }
            for study, row in numbers.items()
        }
        long = [(study, item, word) for study, row in ratings.items() for item, word in row.items()]
        random.shuffle(long)
        columns = list(dict.fromkeys(item for _, item, _ in long))
        table = [
            ("Study", *columns),
            *([s, *(row.get(c, "") for c in columns)] for s, row in ratings.items()),
        ]
        found = []
        for name, text in (("long", written([("study", "item", "answer"), *long])), ("wide", written(table))):
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            problems = Problems()
            read = reading.read([path], tool, {}, problems)
            problems.raise_if_any()
            found.append({each.key: replace(each.assessment, place="") for each in loosely(read, tool)})
        assert found[0] == found[1] and len(found[0]) == len(ratings)

    same()
