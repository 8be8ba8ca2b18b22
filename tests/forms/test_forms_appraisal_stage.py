"""Forms of appraisal, filled in as people do and read by the stage: appraisers, second views, differences."""

import csv
import shutil
from datetime import datetime

import openpyxl
import pytest
from appraised import ADAMS, BROWN, CATEGORIES, CONFIG, fill, forms, lists, make, rows_of, stage

from small_review import PROFORMA, people_wrote
from tamis.appraisal.engine import registry
from tamis.appraisal.engine.tool import OVERALL
from tamis.cli import main
from tamis.inputs import problems
from tamis.review import Review
from tamis.store import read_built, write_rows
from tamis.tables import (
    Appraisal,
    Assessment,
    Datum,
    DomainJudgement,
    OpenItem,
    Rating,
    Reconciliation,
    Said,
    View,
)

SECOND = CONFIG.replace("  appraisers: 2\n", "  appraisers: 1\n  second_view: true\n")
ROB2 = CONFIG.replace("id: mmat2018", "id: rob2")


def copied(review, folder):
    shutil.copytree(review.root, folder, dirs_exist_ok=True)
    return Review(folder)


def built(review, name, table):
    return read_built(review.built("appraisal", name), table)


def open_items(review, what):
    found = built(review, "open", OpenItem)
    return {item.item.split(":", 2)[2]: item for item in found if item.item.split(":")[1] == what}


def states(review):
    return {(row.study, row.item): (row.answer, row.state) for row in built(review, "ratings", Appraisal)}


def answering(answers):
    """Return what fills in an appraiser's sheet: yes, or what `answers` has for study and item."""
    return lambda row: {
        "answer": answers.get((row["study"], row["item"]), "Yes"),
        "comment": "as it says" if (row["study"], row["item"]) in answers else None,
        "quote": "@a quote" if row["item"] == "2.1" else None,
        "page": "p. 3",
        "time": datetime(2021, 9, 20, 9, 30),
    }


@pytest.fixture(scope="module")
def by_two(tmp_path_factory):
    """Return a review that two people appraised by their sheets, who differ on two criteria."""
    review = make(tmp_path_factory.mktemp("by_two"), {"categories.csv": CATEGORIES})
    for person, answers in (
        ("R1", {("adams2001", "2.2"): "No", ("brown2002", "5.5"): "Can't tell"}),
        (
            "R2",
            {
                ("adams2001", "2.2"): "Can't tell",
                ("brown2002", "5.5"): "Can't tell",
                ("brown2002", "1.1"): "No",
            },
        ),
    ):
        assert forms(review, "appraisal", "--for", person) == 0
        fill(review, f"mmat2018.{person}.xlsx", answering(answers))
    stage(review)
    return review


@pytest.fixture
def differing(by_two, tmp_path):
    """Return a copy of that review."""
    return copied(by_two, tmp_path)


def test_two_appraisers_fill_in_their_sheets_and_what_they_differ_on_is_in_dispute(differing):
    found = states(differing)
    assert {*found} == {*(("adams2001", id) for id in ADAMS), *(("brown2002", id) for id in BROWN)}
    assert found["adams2001", "2.2"] == ("", "disputed") == found["brown2002", "1.1"]
    assert found["brown2002", "5.5"] == ("cant_tell", "given")
    rest = {*found} - {("adams2001", "2.2"), ("brown2002", "1.1"), ("brown2002", "5.5")}
    assert {found[each] for each in rest} == {("yes", "given")}
    said = [row for row in built(differing, "said", Said) if (row.study, row.item) == ("adams2001", "2.1")]
    assert [(row.person, row.quote, row.page, row.time) for row in said] == [
        (person, "@a quote", "p. 3", "2021-09-20T09:30:00") for person in ("R1", "R2")
    ]
    assert {*open_items(differing, "differs")} == {"mmat2018:adams2001:2.2", "mmat2018:brown2002:1.1"}
    for person in ("R1", "R2"):
        assert forms(differing, "appraisal", "--for", person) == 0
    assert not [*(differing.records / "appraisal").glob("*.2.*")]
    assert not len(problems(differing)) or not [p for p in problems(differing) if "appraisal" in p.file]


@pytest.mark.parametrize("output", ["xlsx", "csv"])
def test_a_third_person_settles_differences(differing, output, capsys):
    capsys.readouterr()
    assert forms(differing, "reconciliation", "--for", "R3", "--as", output) == 0
    name = f"reconciliation.R3.{output}"
    assert f"{name}: 2 differences for R3." in capsys.readouterr().out
    rows = rows_of(differing, name, Reconciliation)
    assert [(row.study, row.item, row.answers, row.how, row.who) for row in rows] == [
        ("adams2001", "2.2", "R1 no; R2 cant_tell", "third", "R3"),
        ("brown2002", "1.1", "R1 yes; R2 no", "third", "R3"),
    ]
    assert rows[0].reasons == "R1: as it says; p. 3 | R2: as it says; p. 3"
    assert rows[0].cited == "Adams, 2001" and "Similar groups at the start" in rows[0].criterion
    stage(differing)  # an empty sheet says nothing
    assert {*open_items(differing, "differs")} == {"mmat2018:adams2001:2.2", "mmat2018:brown2002:1.1"}
    said = {"answer": "No", "why": "+groups differ", "time": "21.09.2021 10:00"}
    if output == "xlsx":
        offered = lists(differing.records / "appraisal" / name)
        assert offered["answer", 2] == ["Yes", "No", "Can't tell"]
        assert offered["how", 3] == ["third", "discussion"]
        fill(differing, name, lambda row: said if row["study"] == "adams2001" else None)
    else:
        resave(differing.records / "appraisal" / name, said, "adams2001")
    stage(differing)
    (row,) = (r for r in built(differing, "ratings", Appraisal) if (r.study, r.item) == ("adams2001", "2.2"))
    assert (row.answer, row.state, row.comment) == ("no", "given", "+groups differ")
    assert row.reconciled == f"records/appraisal/{name}:2"
    assert forms(differing, "reconciliation", "--for", "R1", "--as", "csv") == 0
    (left,) = rows_of(differing, "reconciliation.R1.csv", Reconciliation)
    assert (left.study, left.how, left.who) == ("brown2002", "discussion", "R1;R2")


def resave(path, said, study):
    """Fill in the rows of a study in a CSV file, and save it as a spreadsheet with semicolons does."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *lines = csv.reader(stream)
    for line in lines:
        for name, value in said.items() if line[head.index("study")] == study else ():
            line[head.index(name)] = value
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([head, *lines])


def test_what_is_settled_counts_at_once_and_is_open_again_where_somebody_says_something_else(differing):
    assert forms(differing, "reconciliation", "--for", "R3") == 0
    filled = {"answer": "Yes", "why": "a meeting", "time": "2021-09-22"}
    fill(differing, "reconciliation.R3.xlsx", lambda row: filled)
    folder = differing.records / "appraisal"
    assert forms(differing, "reconciliation", "--for", "R3") == 0
    assert not (folder / "reconciliation.R3.2.xlsx").exists()
    stage(differing)
    assert not open_items(differing, "differs")
    (folder / "mmat2018.R2.2.csv").write_text("study,item,answer,time\nbrown2002,1.1,cant_tell,2021-09-23\n")
    stage(differing)
    assert {*open_items(differing, "differs")} == {"mmat2018:brown2002:1.1"}
    assert not open_items(differing, "stale")
    assert forms(differing, "reconciliation", "--for", "R3") == 0
    (row,) = rows_of(differing, "reconciliation.R3.2.xlsx", Reconciliation)
    assert (row.study, row.answers) == ("brown2002", "R1 yes; R2 cant_tell")


def test_who_stopped_at_a_screening_question_that_was_settled_to_pass_goes_on(tmp_path, capsys):
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": "study,item,answer,comment\nadams2001,S1,no,unclear\nadams2001,S2,yes,\n",
        "mmat2018.R2.csv": "study,item,answer\n" + "".join(f"adams2001,{id},yes\n" for id in ADAMS),
    }
    review = make(tmp_path, files, included=("adams2001",), known=("adams2001", "brown2002"))

    def said():
        stage(review)
        capsys.readouterr()
        main(["status", "-d", str(review.root)])  # the review has no searches, which it says, too
        return capsys.readouterr().out

    assert "R1 has rated 1 of 1 with mmat2018\n" in said()
    row = "adams2001,mmat2018,S1,R1 no; R2 yes,yes,third,R3,as it says,2021-09-22\n"
    head = "study,tool,item,answers,answer,how,who,why,time\n"
    settling = review.records / "appraisal/reconciliation.R3.csv"
    settling.write_text(head + row)
    assert "R1 has rated 0 of 1 with mmat2018, and begun 1 more\n" in said()
    assert {*open_items(review, "second")} == {"mmat2018:adams2001"}
    assert forms(review, "appraisal", "--for", "R1") == 0
    assert [row.item for row in rows_of(review, "mmat2018.R1.2.xlsx", Rating)] == ADAMS[2:]
    fill(review, "mmat2018.R1.2.xlsx", lambda row: {"answer": "Yes"})
    assert "R1 has rated 1 of 1 with mmat2018\n" in said()
    assert not open_items(review, "second")


def test_a_difference_with_somebody_who_left_is_better_settled_by_a_third(differing, capsys):
    for path in (differing.records / "appraisal").glob("mmat2018.R2.*"):
        path.rename(path.with_name("mmat2018.R4.xlsx"))
    capsys.readouterr()
    assert forms(differing, "reconciliation", "--for", "R1", "--as", "csv") == 0
    assert "2 of them are with somebody who left" in capsys.readouterr().out
    rows = rows_of(differing, "reconciliation.R1.csv", Reconciliation)
    assert {(row.how, row.who) for row in rows} == {("", "")}
    assert forms(differing, "reconciliation", "--for", "R2", "--as", "csv") == 0
    rows = rows_of(differing, "reconciliation.R2.csv", Reconciliation)
    assert {(row.how, row.who) for row in rows} == {("third", "R2")}


def test_status_names_the_command_for_what_is_open(differing, capsys):
    def said(person=""):
        capsys.readouterr()
        main(["status", *(["--for", person] if person else []), "-d", str(differing.root)])
        return capsys.readouterr().out

    assert "`tamis forms reconciliation --for YOU` makes a list to fill in" in said()
    assert "tamis forms categories" not in said()
    assert "`tamis forms reconciliation --for R1` makes a list to fill in" in said("R1")
    assert "tamis forms appraisal" not in said("R1")
    (differing.records / "appraisal/mmat2018.R2.xlsx").unlink()
    (differing.records / "appraisal/mmat2018.R2.csv").write_text("study,item,answer\nadams2001,S1,yes\n")
    stage(differing)
    assert "`tamis forms appraisal --for R2` makes a list to fill in" in said("R2")
    (differing.records / "appraisal/categories.csv").unlink()
    stage(differing)
    for person in ("", "R3"):  # whom nothing waits for by name
        assert "`tamis forms categories` makes a list to fill in" in said(person)


@pytest.mark.parametrize("id", registry.paths())
def test_every_tool_that_is_shipped_is_filled_in_by_its_form(tmp_path, id):
    tool = registry.require(id)
    ends = dict.fromkeys((tool.categories[0].id, tool.categories[-1].id))
    kinds = [(kind, part) for kind in map(tool.category, ends) for part in kind.components[:1] or ("",)]
    studies = {f"study{1900 + at}": each for at, each in enumerate(kinds)}
    categories = "".join(
        f"{study},{id},{kind.id},{part},R1,as it is\n" for study, (kind, part) in studies.items()
    )
    review = make(
        tmp_path,
        {"categories.csv": f"study,tool,category,component,who,why\n{categories}"},
        config=CONFIG.replace("id: mmat2018", f"id: {id}").replace("appraisers: 2", "appraisers: 1"),
        included=tuple(studies),
    )
    assert forms(review, "appraisal", "--for", "R1") == 0
    name = f"{id}.R1.xlsx"
    rows = rows_of(review, name, Rating)
    for study, (kind, part) in studies.items():
        asked = {row.item for row in rows if row.study == study}
        assert asked >= {item for domain in tool.due(kind.id, part) for item in domain.item_ids}
        assert asked <= {*tool.item_ids, *tool.domain, OVERALL}
    offered = lists(review.records / "appraisal" / name)
    first = {
        (row.study, row.result, row.item): offered["answer", at][0] for at, row in enumerate(rows, start=2)
    }
    fill(
        review,
        name,
        lambda row: {
            "answer": first[row["study"], row.get("result", ""), row["item"]],
            "comment": "why",
        },
    )
    stage(review)
    assert not open_items(review, "missing") and not open_items(review, "judge")
    assert {row.outcome for row in built(review, "assessments", Assessment)} == {"appraised"}
    assert forms(review, "appraisal", "--for", "R1") == 0
    assert not (review.records / "appraisal" / f"{id}.R1.2.xlsx").exists()


# --- second views ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_one(tmp_path_factory):
    """Return a review that R1 rated alone, where somebody else must look at it."""
    review = make(tmp_path_factory.mktemp("by_one"), {"categories.csv": CATEGORIES}, config=SECOND)
    assert forms(review, "appraisal", "--for", "R1") == 0
    fill(review, "mmat2018.R1.xlsx", answering({("adams2001", "2.2"): "No"}))
    stage(review)
    return review


@pytest.fixture
def rated(by_one, tmp_path):
    """Return a copy of that review."""
    return copied(by_one, tmp_path)


def test_a_second_view_is_of_what_others_rated_and_agrees_or_differs(rated, capsys):
    capsys.readouterr()
    assert forms(rated, "view", "--for", "R1") == 0
    assert "Nothing waits for a second view of R1: no list is written." in capsys.readouterr().out
    assert forms(rated, "view", "--for", "R2") == 0
    assert "view.R2.xlsx: 24 answers of 2 studies for a second view by R2" in capsys.readouterr().out
    rows = rows_of(rated, "view.R2.xlsx", View)
    assert [(row.study, row.item) for row in rows] == [
        *(("adams2001", id) for id in ["all", *ADAMS]),
        *(("brown2002", id) for id in ["all", *BROWN]),
    ]
    by_item = {(row.study, row.item): row for row in rows}
    assert by_item["adams2001", "2.2"].first == "No"
    assert by_item["adams2001", "2.2"].reason == "as it says; p. 3"
    assert by_item["adams2001", "2.1"].reason == '"@a quote"; p. 3'
    assert {row.answer for row in rows} == {""}
    offered = lists(rated.records / "appraisal/view.R2.xlsx")
    assert (offered["answer", 2], offered["answer", 3]) == (["agree"], ["agree", "Yes", "No", "Can't tell"])
    stage(rated)  # an empty sheet says nothing
    assert {*open_items(rated, "view")} == {"mmat2018:adams2001", "mmat2018:brown2002"}
    answers = {"2.2": {"answer": "Yes", "comment": "groups are alike"}, "2.3": {}}
    fill(
        rated,
        "view.R2.xlsx",
        lambda row: (
            row["item"] != "all"
            and answers.get(row["item"], {"answer": "agree"}) | {"time": datetime(2021, 9, 21)}
        ),
    )
    stage(rated)
    assert {*open_items(rated, "view")} == {"mmat2018:adams2001"}
    assert {*open_items(rated, "differs")} == {"mmat2018:adams2001:2.2"}
    assert forms(rated, "view", "--for", "R3", "--as", "csv") == 0
    (left,) = rows_of(rated, "view.R3.csv", View)
    assert (left.study, left.item) == ("adams2001", "2.3")
    assert forms(rated, "reconciliation", "--for", "R2", "--as", "csv") == 0
    (row,) = rows_of(rated, "reconciliation.R2.csv", Reconciliation)
    assert (row.item, row.answers, row.how, row.who) == ("2.2", "R1 no; R2 yes", "discussion", "R1;R2")
    assert row.reasons == "R1: as it says; p. 3 | R2: groups are alike"


def test_where_no_second_view_is_asked_for_everybody_may_look_and_once(tmp_path):
    config = SECOND.replace("  second_view: true\n", "")
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": "study,item,answer\nadams2001,S1,yes\nadams2001,S2,yes\n",
        "view.R2.csv": "study,tool,item,answer,time\nadams2001,mmat2018,all,agree,2021-09-21\n",
    }
    review = make(tmp_path, files, config=config)
    assert forms(review, "view", "--for", "R2") == 0
    assert not [*(review.records / "appraisal").glob("view.R2.*xlsx")]
    assert forms(review, "view", "--for", "R3", "--as", "csv") == 0
    assert [row.item for row in rows_of(review, "view.R3.csv", View)] == ["all", "S1", "S2"]


def test_one_row_agrees_with_all_of_a_study_that_no_other_row_answers(rated, capsys):
    assert forms(rated, "view", "--for", "R2") == 0
    assert "Where the item is all, agree is said of everything" in capsys.readouterr().out
    said = {"all": {"answer": "agree", "time": "2021-09-21"}, "2.2": {"answer": "Yes", "time": "2021-09-21"}}
    fill(rated, "view.R2.xlsx", lambda row: said.get(row["item"]))
    stage(rated)
    assert not open_items(rated, "view")
    assert {*open_items(rated, "differs")} == {"mmat2018:adams2001:2.2"}
    main(["status", "-d", str(rated.root)])  # the review has no searches, which it says, too
    assert "R2 has looked at 2 of 2 with mmat2018\n" in capsys.readouterr().out


def test_what_was_answered_anew_is_looked_at_again(rated):
    assert forms(rated, "view", "--for", "R2") == 0
    fill(rated, "view.R2.xlsx", lambda row: {"answer": "agree", "time": "2021-09-21"})
    anew = "study,item,answer,comment,time\nadams2001,2.3,no,many left,2021-09-22\n"
    (rated.records / "appraisal/mmat2018.R1.2.csv").write_text(anew)
    assert forms(rated, "view", "--for", "R2", "--as", "csv") == 0
    (row,) = rows_of(rated, "view.R2.2.csv", View)
    assert (row.item, row.first) == ("2.3", "No")


def test_rows_that_wait_in_an_earlier_list_are_told_unless_they_are_of_other_answers(rated, capsys):
    assert forms(rated, "view", "--for", "R2") == 0
    assert ", too: an answer in either" not in capsys.readouterr().out
    anew = "study,item,answer,comment,time\nadams2001,2.3,no,many left,2021-09-22\n"
    (rated.records / "appraisal/mmat2018.R1.2.csv").write_text(anew)
    assert forms(rated, "view", "--for", "R2") == 0
    told = "23 of them wait in records/appraisal/view.R2.xlsx, too: an answer in either is enough."
    assert told in capsys.readouterr().out


def test_differences_that_wait_in_an_earlier_list_are_told(differing, capsys):
    for output in ("csv", "xlsx"):
        assert forms(differing, "reconciliation", "--for", "R3", "--as", output) == 0
    first, again = capsys.readouterr().out.split("2 differences for R3.")[1:]
    told = "2 of them wait in records/appraisal/reconciliation.R3.csv, too: an answer in either is enough."
    assert told not in first and told in again


def test_status_tells_what_is_begun_from_what_is_rated(tmp_path, capsys):
    said = "study,item,answer\nadams2001,S1,yes\n" + "".join(f"brown2002,{id},yes\n" for id in BROWN)
    review = make(tmp_path, {"categories.csv": CATEGORIES, "mmat2018.R1.csv": said})
    stage(review)
    main(["status", "-d", str(review.root)])  # the review has no searches, which it says, too
    assert "  appraisal: R1 has rated 1 of 2 with mmat2018, and begun 1 more\n" in capsys.readouterr().out


# --- results, judgements, designs -----------------------------------------------------------------


def test_a_routed_tool_is_filled_in_by_two_and_a_judgement_that_is_overruled_is_settled(tmp_path):
    categories = "study,tool,category,component,who,why\nadams2001,rob2,assignment,,R1,as the protocol says\n"
    review = make(tmp_path, {"categories.csv": categories}, config=ROB2, included=("adams2001",))
    no = ("1.3", "2.1", "2.2", "4.1", "4.2", "4.3", "5.2", "5.3")
    asked = ("1.1", "1.2", *no, "2.6", "3.1", "5.1")

    def answers(row):
        if row["result"] == "return" and row["item"] in asked:
            return {"answer": "No" if row["item"] in no else "Probably yes"}
        return None

    for person in ("R1", "R2"):
        assert forms(review, "appraisal", "--for", person) == 0
        fill(review, f"rob2.{person}.xlsx", answers)
    log = review.records / "appraisal/rob2.R2.2.csv"
    log.write_text("study,result,item,answer,comment\nadams2001,return,D3,some concerns,many left\n")
    stage(review)
    (whole,) = built(review, "assessments", Assessment)
    assert (whole.result, whole.judgement) == ("return", "")  # in dispute; nobody said anything of safety
    judged = {row.domain: row.state for row in built(review, "judgements", DomainJudgement)}
    assert judged["D1"] == "proposed" and judged["D3"] == "disputed"
    assert forms(review, "appraisal", "--for", "R1") == 0  # what the routing passes over is not asked again
    assert not [*(review.records / "appraisal").glob("rob2.R1.2.*")]
    more = review.records / "appraisal/rob2.R1.2.csv"
    more.write_text("study,result,item,answer\nadams2001,return,3.1,PN\n")
    assert forms(review, "appraisal", "--for", "R1", "--as", "csv") == 0
    assert [row.item for row in rows_of(review, "rob2.R1.3.csv", Rating)] == ["3.2", "3.3", "3.4"]
    more.unlink()
    assert forms(review, "reconciliation", "--for", "R3") == 0
    (row,) = rows_of(review, "reconciliation.R3.xlsx", Reconciliation)
    assert (row.result, row.item, row.answers) == ("return", "D3", "R1 low; R2 some_concerns")
    assert row.criterion == "Missing outcome data: judgement of the domain"
    assert lists(review.records / "appraisal/reconciliation.R3.xlsx")["answer", 2] == [
        *("Low risk", "Some concerns", "High risk")
    ]
    fill(
        review,
        "reconciliation.R3.xlsx",
        lambda row: {"answer": "Some concerns", "why": "R2 is right", "time": "2021-09-22"},
    )
    stage(review)
    judged = {row.domain: row for row in built(review, "judgements", DomainJudgement)}
    assert (judged["D3"].judgement, judged["D3"].state) == ("some_concerns", "overruled")
    assert judged["overall"].judgement == "some_concerns"


def test_sheets_that_nobody_filled_in_change_nothing_for_the_stage(tmp_path):
    config = CONFIG.replace(
        "    - id: mmat2018\n",
        "    - id: mmat2018\n      design: design\n      categories: {both: [mixed], trial: [randomised]}\n",
    )
    ids = ("adams2001", "brown2002", "cole2003")
    review = make(tmp_path, config=config, included=ids)
    review.proforma.write_text(
        PROFORMA.replace(
            "      - {id: funding,",
            "      - {id: design, label: Design, type: choice, choices: [{id: both, label: Both}, "
            "{id: trial, label: Trial}]}\n      - {id: funding,",
        )
    )
    designs = dict(zip(ids, ("both", "trial", ""), strict=True))
    data = [Datum(id, "design", 1, "", value=design, state="given") for id, design in designs.items()]
    write_rows(review.built("extraction", "data"), data, Datum)
    stage(review)
    before = (
        review.built("appraisal", "assessments").read_bytes(),
        review.built("appraisal", "open").read_bytes(),
    )
    assert forms(review, "categories") == 0
    for output in ("csv", "xlsx"):
        assert forms(review, "appraisal", "--for", "R1", "--as", output) == 0
    assert forms(review, "categories", "--as", "csv") == 0
    wrote = people_wrote(review)
    stage(review)
    now = (
        review.built("appraisal", "assessments").read_bytes(),
        review.built("appraisal", "open").read_bytes(),
    )
    assert now == before and people_wrote(review) == wrote
    half = {"category": "mixed", "who": "R1"}
    fill(review, "categories.xlsx", lambda row: half if row["study"] == "adams2001" else None)
    told = [str(problem) for problem in problems(review) if "categories" in problem.file]
    assert any("component" in text for text in told) and any("why" in text for text in told)


def test_a_sheet_that_a_spreadsheet_saved_as_numbers_and_dates_is_read(tmp_path):
    review = make(
        tmp_path, {"categories.csv": CATEGORIES}, included=("adams2001",), known=("adams2001", "brown2002")
    )
    assert forms(review, "appraisal", "--for", "R1") == 0
    path = review.records / "appraisal/mmat2018.R1.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        item = row[names.index("item")]
        if item.value[0].isdigit():
            item.value, item.number_format = float(item.value), "General"
        row[names.index("answer")].value = "YES "
        row[names.index("page")].value = 3
        row[names.index("time")].value = datetime(2021, 9, 20)
    book.save(path)
    stage(review)
    assert {(answer, state) for answer, state in states(review).values()} == {("yes", "given")}
    assert len(states(review)) == len(ADAMS)
    assert {row.page for row in built(review, "ratings", Appraisal)} == {"3"}
