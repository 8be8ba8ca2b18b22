"""The stage on a small review: flowchart versions, allocation, what one alone decides, what is printed."""

import pytest
from screening_votes import FLOWCHARTS

from tamis.cli import main
from tamis.config import Flowchart, Question
from tamis.screening.versions import changes
from tamis.status import _screened
from tamis.store import read_built, write_rows
from tamis.tables import Affected, Report, Settlement

TITLES = {"r1": "Families after care", "r2": "Support at home", "r3": "Going home", "r4": "Kinship"}
HEAD = "record,decision,reason,time\n"
SETTLED = "record,stage,decision,how,who,why,time\n"
IMPORTS = "file,tool,stage,reviewer,date,complete\n"
EARLIER = """\
eligibility:
  earlier:
    - until: 2021-03-02
      why: The pilot showed that support was understood in two ways.
      flowchart:
        - {id: population, question: 'Is it about  families?', reason: other population}
        - {id: intervention, question: 'Is it about help?', reason: other intervention}
        - {id: language, question: 'Is it in English?', reason: other language}
"""


def changed(review, old: str, new: str) -> None:
    path = review.review.config
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def built(review, table, row):
    return read_built(review.review.built("screening", table), row)


def test_each_decision_counts_under_the_flowchart_of_its_time_and_what_a_change_affects_is_listed(small):
    review = small(TITLES)
    changed(review, "eligibility:\n", EARLIER)
    review.write(
        "title_abstract.R1.csv",
        HEAD + "r1,include,,2021-03-01\nr2,exclude,intervention,2021-03-01T23:59:59\n"
        "r3,exclude,population,2021-03-01\nr4,exclude,intervention,2021-03-02\n",
    )
    review.write(
        "title_abstract.R2.csv",
        HEAD + "r1,maybe,,2021-03-01\nr1,exclude,design,2021-03-03\nr2,exclude,language,2021-03-01\n"
        "r3,exclude,,2021-03-01\n",
    )
    review.write(
        "adjudication.R3.csv",
        "record,stage,decision,how,who,why,time\n"
        "r1,title_abstract,exclude,third,R3,no,2021-03-01\nr1,title_abstract,include,third,R3,yes,2021-03-01\n",
    )
    assert review.run() == 0
    assert [(d.record_id, d.reviewer, d.version) for d in review.decisions()] == [
        ("r1", "R1", 1),
        ("r1", "R2", 1),
        ("r1", "R2", 2),
        ("r2", "R1", 1),
        ("r2", "R2", 1),
        ("r3", "R1", 1),
        ("r3", "R2", 1),
        ("r4", "R1", 2),
    ]
    assert [
        (row.record_id, row.who, row.decision, row.change, row.question)
        for row in built(review, "affected", Affected)
    ] == [
        ("r1", "R1", "include", "added", "design"),
        ("r1", "R1", "include", "reworded", "intervention"),
        ("r2", "R1", "exclude", "reworded", "intervention"),
        ("r2", "R2", "exclude", "removed", "language"),
        ("r1", "R3", "include", "added", "design"),
        ("r1", "R3", "include", "reworded", "intervention"),
    ]
    assert [
        (row.citation_id, row.decision, row.current, row.version)
        for row in built(review, "adjudications", Settlement)
    ] == [("r1", "exclude", "no", 1), ("r1", "include", "yes", 1)]
    # A question that is gone is still a reason.
    assert review.verdicts()["title_abstract", "r2"].reason == "intervention"
    assert review.config.reasons["language"] == "other language"


def test_a_decision_whose_time_nobody_knows_has_a_version_only_where_there_is_but_one(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\n")
    assert review.run() == 0
    assert [d.version for d in review.decisions()] == [1]
    changed(review, "eligibility:\n", EARLIER)
    assert review.run() == 0
    assert [d.version for d in review.decisions()] == [None]
    assert not built(review, "affected", Affected)


def test_a_question_that_was_only_moved_or_set_otherwise_is_no_change():
    one = FLOWCHARTS[0]
    two = Flowchart(
        2, tuple(Question(q.id, f" {q.question}\n", "another label") for q in reversed(one.questions))
    )
    assert changes(one, two) == []


def test_an_allocation_gives_batches_and_tells_who_is_waited_for(small):
    review = small(TITLES, united={"r4": "r3"})
    review.write(
        "allocation.csv",
        "record,stage,reviewers,batch\nr1,title_abstract,R1; R2,pilot\nr2,title_abstract,R2; R3,1\n"
        "r4,title_abstract,R1; R3,2\n",
    )
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\nr2,include,,\n")
    assert review.run() == 0
    assert [(v.citation_id, v.batch, v.waits_for) for v in review.verdicts().values()] == [
        ("r1", "pilot", "R2"),
        ("r2", "1", "R2;R3"),
        ("r3", "2", "R1;R3"),
    ]
    assert {d.record_id: d.batch for d in review.decisions()} == {"r1": "pilot", "r2": "1"}


def test_what_one_reviewer_alone_decided_is_said_and_goes_on(small, capsys):
    review = small(TITLES)
    changed(review, "title_abstract: {reviewers: 2,", "title_abstract: {reviewers: 2, alone: include,")
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\nr2,exclude,,\n")
    review.write("title_abstract.R2.csv", HEAD + "r3,include,,\n")
    review.write("title_abstract.R3.csv", HEAD + "r3,include,,\n")
    assert review.run() == 0
    assert capsys.readouterr().out == (
        "title and abstract: 4 citations, 2 included, 0 excluded, 2 undecided; 0 in conflict at some time; "
        "1 decided by one reviewer alone\n"
        "full text: 2 citations, 0 included, 0 excluded, 2 undecided; 0 in conflict at some time\n"
    )
    assert {key: v.status for key, v in review.verdicts().items() if v.outcome} == {
        ("title_abstract", "r1"): "single",
        ("title_abstract", "r3"): "agreed",
    }
    assert set(review.open()) == {
        "screening:awaiting:title_abstract:r2",
        "screening:awaiting:title_abstract:r4",
    }


@pytest.mark.parametrize(
    ("votes", "told"),
    [("r2,include,,2021-03-31\n", True), ("r2,include,,2021-04-02\n", False), ("r3,include,,\n", False)],
    ids=["before", "after", "of another citation"],
)
def test_a_third_reviewer_who_had_voted_on_another_record_of_the_citation_is_an_open_item(small, votes, told):
    """Two citations may be united at any time; no run stops for that."""
    review = small(TITLES, united={"r2": "r1"})
    review.write("title_abstract.R3.csv", HEAD + votes)
    review.write("adjudication.R3.csv", SETTLED + "r1,title_abstract,include,third,R3,x,2021-04-01\n")
    assert review.run() == 0
    found = [item for id, item in review.open().items() if id.startswith("screening:third:")]
    assert [(item.item, item.place, item.waits_for) for item in found] == [
        ("screening:third:title_abstract:r1:R3", "records/screening/adjudication.R3.csv:2", "R3")
    ] * told
    assert not told or "as third reviewer on r1, but R3 had voted on r2" in found[0].text


def test_a_third_reviewer_whose_vote_on_the_record_stands_in_an_export_is_an_error(small, capsys):
    review = small(TITLES)
    review.write("imports.csv", f"{IMPORTS}tool.csv,table,title_abstract,R3,2021-04-05,\n")
    review.write("tool.csv", "title,decision\nFamilies after care,include\n")
    review.write("adjudication.R3.csv", SETTLED + "r1,title_abstract,include,third,R3,x,2021-04-01\n")
    assert review.run() == 1
    assert capsys.readouterr().err == (
        "records/screening/adjudication.R3.csv:2: who 'R3' has voted on this record; "
        "a third reviewer is somebody else\n"
    )


@pytest.mark.parametrize("stage", ["title_abstract", "full_text"])
def test_a_citation_that_several_people_call_a_duplicate_is_one_item_a_pair(small, stage):
    review = small(TITLES)
    for who in ("R1", "R2"):
        review.write(f"{stage}.{who}.csv", "record,decision,of\nr1,duplicate,r2\n")
    assert review.run() == 0
    (apart,) = [item for item in review.open().values() if ":apart:" in item.item]
    assert apart.item == "screening:apart:r1:r2"
    assert apart.text.startswith("R1 and R2 call r1 a duplicate of r2")


def test_status_says_how_far_each_reviewer_is(small):
    review = small(TITLES, united={"r4": "r3"})
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\nr1,exclude,,\nr3,include,,\nr4,include,,\n")
    review.write("title_abstract.R2.csv", HEAD + "r1,include,,\nr3,include,,\n")
    review.write("full_text.R2.csv", HEAD + "r3,include,,\n")
    assert review.run() == 0
    assert [*_screened(review.review, review.config)] == [
        "  title_abstract: R1 has decided on 2 of 3",
        "  title_abstract: R2 has decided on 2 of 3",
        "  title_abstract: R3 has decided on 0 of 3",
        "  full_text: R1 has decided on 0 of 1",
        "  full_text: R2 has decided on 1 of 1",
        "  full_text: R3 has decided on 0 of 1",
    ]
    allocated = "record,stage,reviewers\nr1,title_abstract,R1; R2\nr2,title_abstract,R2; R3\n"
    review.write("allocation.csv", allocated + "r3,title_abstract,R1; R2\nr3,full_text,R1; R2\n")
    assert review.run() == 0
    reports = [Report("r3", retrieval="requested")]
    write_rows(review.review.built("fulltext", "reports"), reports, Report)
    assert [*_screened(review.review, review.config)] == [
        "  title_abstract: R1 has decided on 2 of their 2",
        "  title_abstract: R2 has decided on 2 of their 3",
        "  title_abstract: R3 has decided on 0 of their 1",
        "  full_text: R1 has decided on 0 of 0",
    ]


def test_status_says_who_must_do_what(small, capsys):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\nr2,include,,\nr3,include,,\n")
    review.write("title_abstract.R2.csv", HEAD + "r1,exclude,,\nr2,exclude,,\n")
    review.write(
        "allocation.csv", "record,stage,reviewers\nr3,title_abstract,R1; R2\nr4,title_abstract,R1; R2\n"
    )
    assert review.run() == 0
    capsys.readouterr()
    main(["status", "-d", str(review.review.root)])
    said = capsys.readouterr().out
    assert "  waits for R1: 1\n  waits for R2: 2\n  waits for any one of R1, R2, R3: 2\n" in said
    main(["status", "-d", str(review.review.root), "--for", "r3"])
    said = capsys.readouterr().out
    assert "2 open items that R3 can see to" in said and "tamis forms adjudication --for R3" in said
    assert "screening:conflict:title_abstract:r1" in said and "screening:awaiting" not in said
    assert main(["status", "-d", str(review.review.root), "--for", "R7"]) == 1
    assert "'R7' is not one of R1, R2, R3" in capsys.readouterr().err


def test_what_is_dated_after_somebody_left_is_open_and_counts(small):
    review = small(TITLES, left="left: 2021-03-31")
    lines = "r1,include,,2021-03-31 23:00\nr2,include,,2021-04-02\nr3,include,,\n"
    review.write("title_abstract.R3.csv", HEAD + lines)
    review.write("title_abstract.R1.csv", HEAD + "r1,exclude,,2021-05-01\nr2,include,,\n")
    review.write(
        "adjudication.R1.csv", SETTLED + "r1,title_abstract,include,discussion,R1; R3,x,2021-05-02\n"
    )
    assert review.run() == 0
    found = {id: item for id, item in review.open().items() if id.startswith("screening:left:")}
    assert {id: (item.place, item.waits_for) for id, item in found.items()} == {
        "screening:left:title_abstract:R3": ("records/screening/title_abstract.R3.csv:3", "team"),
        "screening:left:adjudication:R3": ("records/screening/adjudication.R1.csv:2", "team"),
    }
    assert review.verdicts()["title_abstract", "r2"].status == "agreed"


def test_a_file_without_times_is_not_dated_by_another_and_comes_after_it(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,2021-03-01\n")
    review.write("title_abstract.R1 (1).csv", HEAD + "r1,exclude,,\nr2,include,,\n")
    assert review.run() == 0
    made = {(d.record_id, d.decision): (d.moment, d.order, d.current) for d in review.decisions()}
    assert made == {
        ("r1", "include"): ("2021-03-01T00:00:00", 1, "no"),
        ("r1", "exclude"): ("", 2, "yes"),
        ("r2", "include"): ("", 1, "yes"),
    }


# --- days as people write them ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voted", "settled", "status"),
    [
        ("2021-03-01T20:00:00-06:00", "2021-03-01", "adjudicated"),
        ("2021-03-02T01:00:00+02:00", "2021-03-01", "conflict"),
        ("2021-03-02", "2021-03-01T20:00:00-06:00", "conflict"),
        ("2021-03-02", "2021-03-02T01:00:00+02:00", "adjudicated"),
        ("2021-03-01T20:00:00-06:00", "2021-03-02T01:59:59", "conflict"),
        ("2021-03-01T20:00:00-06:00\nr2,include,,", "2021-03-01", "adjudicated"),
    ],
)
def test_where_a_day_alone_is_known_days_are_compared_as_they_are_written(small, voted, settled, status):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", HEAD + f"r1,include,,{voted}\n")
    review.write("title_abstract.R2.csv", HEAD + f"r1,exclude,,{voted}\n")
    for record in ("r1", "r2"):
        review.write(
            "adjudication.R3.csv", SETTLED + f"{record},title_abstract,include,third,R3,x,{settled}\n"
        )
        assert review.run() == 0
        found = review.verdicts()["title_abstract", record]
        assert record == "r2" or found.status == status
        first = {d.first for d in review.decisions() if d.record_id == record}
        assert first <= {"yes" if status == "adjudicated" else "no"}


def test_a_change_of_mind_of_the_same_day_counts_wherever_it_was_written(small):
    review = small(TITLES)
    review.write(
        "title_abstract.R1.csv", HEAD + "r1,include,,2021-03-01T23:30:00-05:00\nr1,exclude,,2021-03-01\n"
    )
    review.write(
        "title_abstract.R2.csv", HEAD + "r1,include,,2021-03-01\nr1,exclude,,2021-03-01T01:00:00+02:00\n"
    )
    assert review.run() == 0
    assert {d.decision for d in review.decisions() if d.current == "yes"} == {"exclude"}
    assert review.verdicts()["title_abstract", "r1"].outcome == "exclude"


# --- order of files, and of adjudications -------------------------------------------------------


@pytest.mark.parametrize(("before", "later"), [("R1.csv", "R1.2.csv"), ("R1.2.csv", "R1.10.csv")])
def test_a_persons_further_file_comes_after_the_one_before_it(small, before, later):
    review = small(TITLES)
    review.write(f"title_abstract.{before}", HEAD + "r1,include,,2021-03-01\n")
    review.write(f"title_abstract.{later}", HEAD + "r1,exclude,,2021-03-01\n")
    line = "r2,title_abstract,{},third,R3,x,2021-03-01\n"
    review.write(f"adjudication.{before.replace('R1', 'R3')}", SETTLED + line.format("include"))
    review.write(f"adjudication.{later.replace('R1', 'R3')}", SETTLED + line.format("exclude"))
    assert review.run() == 0
    assert [(d.decision, d.current) for d in review.decisions()] == [("include", "no"), ("exclude", "yes")]
    found = [(row.decision, row.current) for row in built(review, "adjudications", Settlement)]
    assert found == [("include", "no"), ("exclude", "yes")]


@pytest.mark.parametrize(
    ("time", "status"),
    [
        ("2021-03-01", "conflict"),
        ("2021-03-01T10:00:00", "conflict"),
        ("2021-03-02", "adjudicated"),
        ("2021-02-28", "adjudicated"),
    ],
)
def test_opposite_adjudications_of_two_people_are_a_conflict_where_nobody_knows_which_is_later(
    small, time, status
):
    review = small(TITLES)
    review.write("adjudication.R3.csv", SETTLED + "r1,title_abstract,include,third,R3,x,2021-03-01\n")
    review.write("adjudication.R2.csv", SETTLED + f"r1,title_abstract,exclude,third,R2,y,{time}\n")
    assert review.run() == 0
    found = review.verdicts()["title_abstract", "r1"]
    assert found.status == status
    assert found.outcome == {"2021-03-02": "exclude", "2021-02-28": "include"}.get(time, "")
    review.write("adjudication.R2.csv", SETTLED + f"r1,title_abstract,include,third,R2,y,{time}\n")
    assert review.run() == 0
    rows = built(review, "adjudications", Settlement)
    assert [row.current for row in rows].count("yes") == 1  # where they say the same, the last one counts


def test_an_adjudication_of_what_one_of_two_screened_is_told(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\nr2,include,,\n")
    review.write("title_abstract.R2.csv", HEAD + "r2,include,,\n")
    line = "{},title_abstract,include,third,R3,x,2021-03-01\n"
    review.write("adjudication.R3.csv", SETTLED + line.format("r1") + line.format("r2"))
    assert review.run() == 0
    found = [item for id, item in review.open().items() if "unscreened" in id]
    assert [item.item for item in found] == ["screening:unscreened:title_abstract:r1"]
    assert "with 1 of 2 decisions: R1: include, adjudicated include on 2021-03-01" in found[0].text


# --- versions of the flowchart, where the hour is not known -------------------------------------


def test_a_vote_of_an_export_counts_under_the_version_that_has_its_reason(small):
    review = small(TITLES)
    changed(review, "eligibility:\n", EARLIER)
    review.write("imports.csv", f"{IMPORTS}tool.csv,table,title_abstract,R1,2021-03-05,\n")
    review.write(
        "tool.csv",
        "title,decision,reason\nFamilies after care,exclude,language\nSupport at home,exclude,design\n"
        "Going home,exclude,population\nKinship,include,\n",
    )
    assert review.run() == 0
    assert [(d.record_id, d.version) for d in review.decisions()] == [
        ("r1", 1),
        ("r2", 2),
        ("r3", None),
        ("r4", None),
    ]
    rows = built(review, "affected", Affected)
    assert [(row.record_id, row.version, row.change, row.question) for row in rows] == [
        ("r1", 1, "removed", "language")
    ]


def test_an_exclusion_whose_reason_is_in_the_flowchart_no_more_is_told_whatever_its_version(small):
    review = small(TITLES)
    changed(review, "eligibility:\n", EARLIER)
    review.write(
        "title_abstract.R1.csv", HEAD + "r1,exclude,language,\nr2,exclude,population,\nr3,include,,\n"
    )
    assert review.run() == 0
    assert [(row.record_id, row.version) for row in built(review, "affected", Affected)] == [("r1", None)]


def test_a_line_of_the_day_of_a_change_counts_under_the_version_that_has_its_reason(small):
    review = small(TITLES)
    changed(review, "eligibility:\n", EARLIER.replace("until: 2021-03-02", "until: 2021-03-02T14:30"))
    lines = "r1,exclude,design,2021-03-02\nr2,exclude,language,2021-03-02\nr3,include,,2021-03-02\n"
    review.write("title_abstract.R1.csv", HEAD + lines)
    review.write(
        "adjudication.R3.csv",
        SETTLED.replace("why", "reason,why")
        + "".join(
            f"{id},title_abstract,exclude,third,R3,{reason},x,2021-03-02\n"
            for id, reason in (("r1", "design"), ("r2", "language"))
        ),
    )
    assert review.run() == 0
    assert [(d.record_id, d.version) for d in review.decisions()] == [("r1", 2), ("r2", 1), ("r3", 1)]
    assert [row.version for row in built(review, "adjudications", Settlement)] == [2, 1]


# --- what adjudications do not hide -------------------------------------------------------------


def test_a_citation_that_its_last_lines_call_a_duplicate_waits_for_nobody_at_title_and_abstract(small):
    review = small(TITLES, other=frozenset({"r4"}))
    review.write(
        "title_abstract.R1.csv",
        "record,decision,of,time\nr4,include,,2021-03-01\nr4,duplicate,r1,2021-03-02\n",
    )
    assert review.run() == 0
    assert [key for key in review.verdicts() if key[1] == "r4"] == [("full_text", "r4")]
    assert [id for id in review.open() if "r4" in id] == ["screening:apart:r4:r1"]


def test_what_was_only_adjudicated_at_title_and_abstract_is_screened_there(small):
    review = small(TITLES, other=frozenset({"r4"}))
    review.write("adjudication.R3.csv", SETTLED + "r4,title_abstract,exclude,third,R3,x,2021-03-01\n")
    assert review.run() == 0
    assert review.verdicts()["title_abstract", "r4"].outcome == "exclude"


@pytest.mark.parametrize(
    ("rule", "how", "who", "said"),
    [
        ("{how: [third]}", "third", "R3", False),
        ("{how: [third]}", "discussion", "R1;R2", True),
        ("{who: [R3]}", "third", "R3", False),
        ("{who: [R3]}", "discussion", "R1;R2", True),
        ("{who: [R3]}", "discussion", "R1;R2;R3", False),
        ("{how: [discussion], who: [R3]}", "third", "R3", True),
    ],
)
def test_whoever_adjudicates_against_the_protocol_is_named_and_the_decision_holds(
    small, rule, how, who, said
):
    review = small(TITLES)
    changed(review, "title_abstract: {reviewers: 2", f"title_abstract: {{adjudication: {rule}, reviewers: 2")
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,2021-03-01\n")
    review.write("title_abstract.R2.csv", HEAD + "r1,exclude,,2021-03-01\n")
    review.write("adjudication.R3.csv", SETTLED + f"r1,title_abstract,include,{how},{who},why,2021-03-02\n")
    assert review.run() == 0
    assert (f"screening:rule:title_abstract:{how}:{who}" in review.open()) == said
    assert review.verdicts()["title_abstract", "r1"].status == "adjudicated"
