"""What appraisers are still to answer, and which categories are missing; on what people wrote."""

import csv
import io
import re
import textwrap
from types import SimpleNamespace

import openpyxl
import pytest
from appraised import ADAMS, BROWN, CATEGORIES, CONFIG, fill, forms, lists, make, rows_of

from small_review import PROFORMA, included_studies, people_wrote
from tamis.forms.sheet import workbook
from tamis.store import write_rows
from tamis.tables import Category, Datum, Rating, Study

SECRET = "secretnote"
ROB2 = CONFIG.replace("id: mmat2018", "id: rob2")
#: A checklist whose answers, labels and criteria are all unlike those of the tools that are shipped.
CHECKLIST = """\
id: list
title: "=A checklist"
version: "1"
source: Nobody
licence: Ours
answers:
  - {id: a, label: "Yes, partly", symbol: "+", colour: "#009E73"}
  - {id: b, label: '=SUM("x")', symbol: "-", colour: "#D55E00", comment: true}
missing: {label: Missing, symbol: o, colour: "#FFFFFF"}
judgements:
  - {id: good, label: Good, symbol: "+", colour: "#009E73"}
  - {id: bad, label: Bad, symbol: "-", colour: "#D55E00"}
domains:
  - id: first
    label: "@First"
    judged: true
    items:
      - {id: "1.1", label: '=HYPERLINK("http://example.org")'}
      - {id: "1.20", label: Ten, answers: [a]}
overall: {}
"""


def listed(review, person, *more, name="mmat2018"):
    """Return study and criterion of each row that a person is asked, from a list that is taken away again."""
    path = review.records / "appraisal" / f"{name}.{person}.form.csv"
    assert forms(review, "appraisal", "--for", person, "--as", "csv", "-o", path, *more) == 0
    if not path.exists():
        return []
    rows = rows_of(review, path.name, Rating)
    path.unlink()
    assert {row.answer for row in rows} == {""}
    return [(row.study, row.item) for row in rows]


def of(study, items):
    return [(study, item) for item in items]


def log(*lines):
    return "\n".join(["study,item,answer", *lines]) + "\n"


def every(study, items, answer="yes"):
    return [f"{study},{item},{answer}" for item in items]


def test_an_appraiser_is_asked_what_each_category_asks_for_screening_first(tmp_path, capsys):
    review = make(tmp_path, {"categories.csv": CATEGORIES})
    assert listed(review, "R1") == [*of("adams2001", ADAMS), *of("brown2002", BROWN)]
    said = capsys.readouterr().out
    assert "24 questions of 2 studies for R1" in said
    assert "A comment must say why it is No or Can't tell." in said
    assert "overrule" not in said and "results" not in said


def test_what_was_answered_is_not_asked_again_and_nothing_of_others_is_shown(tmp_path):
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": log("adams2001,S1,yes", "adams2001,2.1/3.1,no", "adams2001,2.2,"),
        "mmat2018.R2.csv": f"study,item,answer,comment\nbrown2002,1.1,no,{SECRET}\n",
    }
    review = make(tmp_path, files)
    left = [item for item in ADAMS if item not in ("S1", "2.1")]
    assert listed(review, "R1") == [*of("adams2001", left), *of("brown2002", BROWN)]
    assert forms(review, "appraisal", "--for", "R1") == 0
    for path in (tmp_path / "records/appraisal").glob("mmat2018.R1.*xlsx"):
        book = openpyxl.load_workbook(path)
        text = str([[*sheet.values] for sheet in book.worksheets])
        assert SECRET not in text and "adams2001" in text


def test_rows_that_wait_in_another_sheet_of_the_person_are_named(tmp_path, capsys):
    review = make(tmp_path, {"categories.csv": CATEGORIES, "mmat2018.R1.csv": log("adams2001,2.2,")})
    assert len(listed(review, "R1")) == 24
    assert "1 of them wait in records/appraisal/mmat2018.R1.csv, too" in capsys.readouterr().out


def test_without_a_category_only_screening_questions_are_asked(tmp_path, capsys):
    review = make(tmp_path)
    assert listed(review, "R1") == [(id, item) for id in ("adams2001", "brown2002") for item in ("S1", "S2")]
    assert "2 of the studies have no category yet" in (said := capsys.readouterr().out)
    assert "`tamis forms categories`" in said


@pytest.mark.parametrize(("answer", "left"), [("yes", ADAMS[2:]), ("no", []), ("Can't tell", [])])
def test_after_a_screening_question_that_does_not_pass_nothing_is_asked(tmp_path, answer, left):
    said = log("adams2001,S1,yes", f"adams2001,S2,{answer}", *every("brown2002", BROWN))
    review = make(tmp_path, {"categories.csv": CATEGORIES, "mmat2018.R1.csv": said})
    assert listed(review, "R1") == of("adams2001", left)


def test_what_has_its_appraisers_is_left_out_but_for_them(tmp_path, capsys):
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": log("adams2001,S1,yes"),
        "mmat2018.R2.csv": log("adams2001,S1,yes"),
    }
    review = make(tmp_path, files)
    assert listed(review, "R3") == of("brown2002", BROWN)
    assert "As many as the protocol asks for (2) rate 1 of the studies already." in capsys.readouterr().out
    assert listed(review, "R2") == [*of("adams2001", ADAMS[1:]), *of("brown2002", BROWN)]


@pytest.mark.parametrize(("items", "asked"), [(ADAMS, False), (ADAMS[:-1], True), (["S1"], True)])
def test_somebody_who_left_counts_where_they_were_done(tmp_path, items, asked):
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": log(*every("adams2001", ADAMS), *every("brown2002", BROWN)),
        "mmat2018.R4.csv": log(*every("adams2001", items), *every("brown2002", BROWN)),
    }
    review = make(tmp_path, files)
    assert listed(review, "R2") == (of("adams2001", ADAMS) if asked else [])
    assert forms(review, "appraisal", "--for", "R4") == 1


def test_a_study_that_nobody_left_to_rate_is_no_list(tmp_path, capsys):
    said = log(*every("adams2001", ADAMS), *every("brown2002", BROWN))
    review = make(tmp_path, {"categories.csv": CATEGORIES, "mmat2018.R1.csv": said})
    before = people_wrote(review)
    assert forms(review, "appraisal", "--for", "R1") == 0
    assert "No criterion waits for an answer of R1: no list is written." in capsys.readouterr().out
    assert people_wrote(review) == before


def test_a_workbook_offers_what_each_criterion_may_be_answered_and_shows_the_tool(tmp_path):
    review = make(tmp_path, {"categories.csv": CATEGORIES})
    assert forms(review, "appraisal", "--for", "r1") == 0
    path = tmp_path / "records/appraisal/mmat2018.R1.xlsx"
    book = openpyxl.load_workbook(path)
    sheet, tool = book.worksheets
    names = [cell.value for cell in sheet[1]]
    assert names == ["cited", "study", "item", "criterion", "answer", "comment", "quote", "page", "time"]
    assert sheet.freeze_panes == "D2" and sheet.auto_filter.ref == "A1:I25"
    assert lists(path) == {("answer", row): ["Yes", "No", "Can't tell"] for row in range(2, 26)}
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert all(cell.alignment.wrap_text for cell in cells)
    # One shade a study.
    shades = [(row[0].value, row[2].fill.fgColor.rgb) for row in sheet.iter_rows(min_row=2)]
    assert len({*shades}) == len({shade for _, shade in shades}) == 2
    first = [cell.value for cell in sheet[2]]
    assert first[:4] == ["Adams, 2001", "adams2001", "S1", "Screening questions: Clear questions"]
    assert tool.title == "mmat2018"
    items = [row[1] for row in tool.iter_rows(min_row=2, values_only=True)]
    assert items[:7] == ["S1", "S2", "1.1", "1.2", "1.3", "1.4", "1.5"] and "mixed" in items


def test_a_routed_tool_is_asked_as_a_whole_with_when_in_plain_words(tmp_path, capsys):
    categories = "study,tool,category,component,who,why\nadams2001,rob2,assignment,,R1,as the protocol says\n"
    review = make(tmp_path, {"categories.csv": categories}, config=ROB2, included=("adams2001",))
    assert forms(review, "appraisal", "--for", "R1") == 0
    said = capsys.readouterr().out
    assert "Leave out what is not asked" in said and "to overrule one, add a row" in said
    assert "Rows of results that a study does not have stay empty" in said
    rows = rows_of(review, "rob2.R1.xlsx", Rating)
    assert {row.result for row in rows} == {"return", "safety"}  # every outcome: none is named yet
    assert len(rows) == 2 * 22 and rows[0].cited == "Adams, 2001: Return home"
    by_item = {row.item: row for row in rows}
    assert by_item["2.4"].criterion == (
        "Deviations from the intended interventions (effect of assignment): Outcome probably changed by "
        "these (asked if 2.3 is Yes or Probably yes)"
    )
    asked = (
        "(asked if 2.1 is Yes, Probably yes or No information; or 2.2 is Yes, Probably yes or No information)"
    )
    assert by_item["2.3"].criterion.endswith(asked)
    offered = lists(tmp_path / "records/appraisal/rob2.R1.xlsx")
    words = {row.item: offered["answer", at] for at, row in enumerate(rows, start=2)}
    every = ["Yes", "Probably yes", "Probably no", "No", "No information"]
    assert words["1.1"] == every
    assert words["2.3"] == [*every, "Not applicable"] and words["3.2"] == [*every[:4], "Not applicable"]


def test_only_results_that_somebody_named_are_asked(tmp_path):
    files = {
        "categories.csv": "study,tool,category,component,who,why\nadams2001,rob2,adhering,,R1,as it says\n",
        "rob2.R2.csv": "study,result,item,answer\nadams2001,safety,1.1,Y\n",
    }
    review = make(tmp_path, files, config=ROB2, included=("adams2001",))
    assert forms(review, "appraisal", "--for", "R1") == 0
    assert {row.result for row in rows_of(review, "rob2.R1.xlsx", Rating)} == {"safety"}


def test_the_result_of_which_a_direction_was_coded_is_asked_and_no_other(tmp_path):
    files = {
        "categories.csv": "study,tool,category,component,who,why\nadams2001,rob2,adhering,,R1,as it says\n"
    }
    review = make(tmp_path, files, config=ROB2, included=("adams2001",))
    coded = "study,outcome,direction,who,why\nadams2001,return,better,R1,as it says\n"
    (review.records / "synthesis").mkdir(exist_ok=True)
    (review.records / "synthesis/directions.csv").write_text(coded)
    assert forms(review, "appraisal", "--for", "R1") == 0
    assert {row.result for row in rows_of(review, "rob2.R1.xlsx", Rating)} == {"return"}


def test_a_tool_whose_id_is_lists_is_no_list_of_words():
    words = ["a, b", "c"]  # a comma parts words, so that these stand in a sheet
    beside = workbook.Beside("lists", {"item": 10}, [["1.1"]])
    sheet = workbook.Sheet("ratings", {"answer": 10}, 1, {"answer": words})
    book = openpyxl.load_workbook(io.BytesIO(workbook.as_xlsx(sheet, [SimpleNamespace(answer="")], [beside])))
    (rule,) = book["ratings"].data_validations.dataValidation
    title, _, cells = rule.formula1.partition("!")
    assert [cell.value for (cell,) in book[title][cells.replace("$", "")]] == words
    assert book["lists"]["A2"].value == "1.1"


def test_hostile_texts_and_long_words_of_a_tool_of_ones_own_are_harmless(tmp_path):
    config = CONFIG.replace("id: mmat2018", "id: list")
    review = make(tmp_path, config=config, included=("adams2001",))
    write_rows(
        review.built("fulltext", "studies"),
        [Study(study="adams2001", label="=cmd|' /C calc'!A0", place="records/studies.csv:2")],
        Study,
    )
    (tmp_path / "config/tools").mkdir()
    (tmp_path / "config/tools/list.yaml").write_text(CHECKLIST)
    assert forms(review, "appraisal", "--for", "R1") == 0
    path = tmp_path / "records/appraisal/list.R1.xlsx"
    rows = rows_of(review, path.name, Rating)
    assert [row.item for row in rows] == ["1.1", "1.20", "first", "overall"]
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    answers = ["Yes, partly", '=SUM("x")']
    assert [lists(path)["answer", row] for row in range(2, 6)] == [
        *(answers, answers[:1]),
        *(["Good", "Bad"], ["Good", "Bad"]),
    ]
    assert book["_lists"].sheet_state == "hidden"
    assert forms(review, "appraisal", "--for", "R2", "--as", "csv") == 0
    with (tmp_path / "records/appraisal/list.R2.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert rows_of(review, "list.R2.csv", Rating)[0].criterion == rows[0].criterion
    fill(review, path.name, lambda row: {"answer": "Yes, partly"} if row["item"] == "1.1" else None)
    assert listed(review, "R1", name="list") == of("adams2001", ["1.20", "first", "overall"])


def test_what_is_wrong_in_a_tools_file_is_told(tmp_path, capsys):
    review = make(tmp_path, config=CONFIG.replace("id: mmat2018", "id: list"))
    (tmp_path / "config/tools").mkdir()
    (tmp_path / "config/tools/list.yaml").write_text(CHECKLIST.replace("answers: [a]", "answers: [c]"))
    assert forms(review, "appraisal", "--for", "R1") == 1
    assert "config/tools/list.yaml:" in (said := capsys.readouterr().err) and "'c'" in said


def test_a_teams_wording_stands_in_the_form(tmp_path):
    review = make(tmp_path, {"categories.csv": CATEGORIES})
    (tmp_path / "config/tools").mkdir()
    (tmp_path / "config/tools/mmat2018.wording.yaml").write_text('"S1": "In the words of the team?"\n')
    assert forms(review, "appraisal", "--for", "R1", "--as", "csv") == 0
    first, second, *_ = rows_of(review, "mmat2018.R1.csv", Rating)
    assert first.criterion == "Screening questions: In the words of the team?"
    assert second.criterion == "Screening questions: Data able to answer them"


def test_nothing_is_ever_overwritten_and_the_same_is_written_each_time(tmp_path, capsys):
    review = make(tmp_path, {"categories.csv": CATEGORIES})
    for _ in range(2):
        assert forms(review, "appraisal", "--for", "R1") == 0
    folder = tmp_path / "records/appraisal"
    assert (folder / "mmat2018.R1.xlsx").read_bytes() == (folder / "mmat2018.R1.2.xlsx").read_bytes()
    before = people_wrote(review)
    for place in ("records/appraisal/mmat2018.R1.xlsx", "build/mine.xlsx", "reports/mine.xlsx"):
        assert forms(review, "appraisal", "--for", "R1", "-o", tmp_path / place) == 1
    assert people_wrote(review) == before
    capsys.readouterr()
    assert forms(review, "appraisal", "--for", "R1", "-o", tmp_path / "mine.xlsx") == 0
    assert "It belongs into records/appraisal/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("appraisal", "--for", "R1", "--tool", "mmat"), "--tool 'mmat' is not one of mmat2018, rob2"),
        (("appraisal", "--for", "R9"), "reviewer 'R9' is not one of R1, R2, R3, R4"),
        (("appraisal",), "whose is it? --for with one of R1, R2, R3, R4"),
        (("appraisal", "--for", "R1", "--as", "page"), "--as 'page' is not one of xlsx, csv"),
        (("appraisal", "--for", "R1", "--stage", "full_text"), "--stage means nothing to appraisal"),
        (("duplicates", "--for", "R1", "--tool", "rob2"), "--tool means nothing to duplicates"),
        (("categories", "--for", "R1"), "categories is one for all: leave out --for R1"),
        (("view", "--for", "R4"), "R4 left the review on 2020-02-01"),
        (("reconciliation", "--for", "R4"), "R4 left the review on 2020-02-01"),
    ],
)
def test_what_is_not_known_is_told(tmp_path, capsys, given, told):
    config = CONFIG.replace("    - id: mmat2018\n", "    - id: mmat2018\n    - id: rob2\n")
    assert forms(make(tmp_path, config=config), *given) == 1
    assert told in capsys.readouterr().err


def test_without_a_tool_in_the_config_the_tools_there_are_are_named(tmp_path, capsys):
    config = CONFIG.replace("appraisal:\n  tools:\n    - id: mmat2018\n  appraisers: 2\n", "")
    for kind in ("appraisal", "view", "reconciliation"):
        assert forms(make(tmp_path, config=config), kind, "--for", "R1") == 1
        said = capsys.readouterr().err
        assert "config/config.yaml: names no appraisal tool" in said and {"mmat2018", "rob2"} <= {
            *re.findall(r"\w+", said)
        }


def test_of_several_tools_the_first_with_something_to_answer_is_taken(tmp_path, capsys):
    config = CONFIG.replace("    - id: mmat2018\n", "    - id: mmat2018\n    - id: rob2\n")
    categories = textwrap.dedent(CATEGORIES) + "adams2001,rob2,assignment,,R1,a trial\n"
    done = log(*every("adams2001", ADAMS), *every("brown2002", BROWN))
    review = make(tmp_path, {"categories.csv": categories}, config=config)
    assert forms(review, "appraisal", "--for", "R1") == 0
    said = capsys.readouterr().out
    assert "mmat2018.R1.xlsx" in said and "More waits with rob2: --tool rob2" in said
    assert forms(review, "appraisal", "--for", "R1", "--tool", "rob2") == 0
    assert "rob2.R1.xlsx" in capsys.readouterr().out
    (tmp_path / "records/appraisal/mmat2018.R2.csv").write_text(done)
    assert forms(review, "appraisal", "--for", "R2") == 0
    assert "rob2.R2.xlsx" in capsys.readouterr().out
    (tmp_path / "records/appraisal/categories.csv").write_text(textwrap.dedent(CATEGORIES))
    assert forms(review, "appraisal", "--for", "R3") == 0
    said = capsys.readouterr().out
    told = "2 of the studies have no category yet with rob2, without which nothing can be asked"
    assert "mmat2018.R3.xlsx" in said and told in said


# --- categories -----------------------------------------------------------------------------------

DESIGNED = CONFIG.replace(
    "    - id: mmat2018\n",
    """\
    - id: mmat2018
      design: design
      categories: {trial: [randomised], survey: [descriptive, non_randomised], both: [mixed]}
""",
)
DESIGNS = PROFORMA.replace(
    "      - {id: funding,",
    """\
      - id: design
        label: Design
        type: choice
        choices:
          - {id: trial, label: A trial}
          - {id: survey, label: A survey}
          - {id: both, label: =Both}
          - {id: other, label: Another}
      - {id: funding,""",
)


@pytest.fixture
def designed(tmp_path):
    """Return a review whose studies are of these designs, by the first letter of their ids."""
    ids = ("adams2001", "brown2002", "cole2003", "dunn2004", "evans2005")
    review = make(tmp_path, config=DESIGNED, included=ids)
    review.proforma.write_text(DESIGNS)
    designs = dict(zip(ids, ("trial", "survey", "both", "other", ""), strict=True))
    data = [
        Datum(id, "design", 1, "", value=design, state="given" if design else "empty")
        for id, design in designs.items()
    ]
    write_rows(review.built("extraction", "data"), data, Datum)
    return review


def test_studies_whose_category_does_not_follow_from_their_design_are_listed(designed, capsys):
    assert forms(designed, "categories") == 0
    rows = rows_of(designed, "categories.xlsx", Category)
    assert [(row.study, row.design, row.category, row.component) for row in rows] == [
        ("brown2002", "A survey", "", ""),
        ("cole2003", "=Both", "mixed", ""),
        ("evans2005", "", "", ""),
    ]
    assert rows[0].cited == "Brown, 2002" and {(row.who, row.why) for row in rows} == {("", "")}
    offered = lists(designed.records / "appraisal/categories.xlsx")
    kinds = ["qualitative", "randomised", "non_randomised", "descriptive", "mixed"]
    for at in (2, 3, 4):
        assert offered["category", at] == kinds and offered["component", at] == kinds[1:4]
        assert offered["who", at] == ["R1", "R2", "R3", "team"]
    said = capsys.readouterr().out
    assert "records/appraisal/categories.xlsx: 3 rows." in said and "component where" in said


def test_a_list_of_categories_is_read_as_it_is_and_filled_in(designed):
    assert forms(designed, "categories", "--as", "csv") == 0
    assert forms(designed, "categories") == 0  # beside the first
    folder = designed.records / "appraisal"
    assert sorted(path.name for path in folder.iterdir()) == ["categories.2.xlsx", "categories.csv"]
    assert listed(designed, "R1")[:3] == [("adams2001", item) for item in ADAMS[:3]]
    filled = {"category": "mixed", "component": "descriptive", "who": "R1", "why": "two parts"}
    fill(designed, "categories.2.xlsx", lambda row: filled if row["study"] == "cole2003" else None)
    assert [item for study, item in listed(designed, "R1") if study == "cole2003"] == BROWN
    assert forms(designed, "categories", "--as", "csv") == 0
    left = rows_of(designed, "categories.3.csv", Category)
    assert [row.study for row in left] == ["brown2002", "evans2005"]


def test_no_list_of_categories_where_none_is_missing(tmp_path, capsys):
    review = make(tmp_path, {"categories.csv": CATEGORIES})
    assert forms(review, "categories") == 0
    assert "No study waits for a category: no list is written." in capsys.readouterr().out


def test_ninety_mixed_studies_are_asked_everything(tmp_path):
    ids = tuple(f"study{n:04d}" for n in range(1900, 1990))
    lines = "".join(f"{id},mmat2018,mixed,descriptive,R1,two parts\n" for id in ids)
    review = make(
        tmp_path, {"categories.csv": f"study,tool,category,component,who,why\n{lines}"}, included=ids
    )
    assert forms(review, "appraisal", "--for", "R1") == 0
    rows = rows_of(review, "mmat2018.R1.xlsx", Rating)
    assert [(row.study, row.item) for row in rows] == [(id, item) for id in ids for item in BROWN]
    assert [row.cited for row in rows[::17]] == [study.label for study in included_studies(*ids)]
