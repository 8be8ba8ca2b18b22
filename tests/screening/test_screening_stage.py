"""The stage on a small review: flowchart versions, allocation, what one alone decides, what is printed."""

import pytest
from screening_votes import FLOWCHARTS

from tamis.config import Flowchart, Question
from tamis.screening.versions import changes
from tamis.status import _screened
from tamis.store import read_built
from tamis.tables import Affected, Settlement

TITLES = {"r1": "Families after care", "r2": "Support at home", "r3": "Going home", "r4": "Kinship"}
HEAD = "record,decision,reason,time\n"
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


def test_a_third_reviewer_who_voted_on_another_record_of_the_citation_is_an_error(small, capsys):
    review = small(TITLES, united={"r2": "r1"})
    review.write("title_abstract.R3.csv", HEAD + "r2,include,,\n")
    review.write(
        "adjudication.R3.csv",
        "record,stage,decision,how,who,why,time\nr1,title_abstract,include,third,R3,x,2021-04-01\n",
    )
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
    apart = [item.item for item in review.open().values() if ":apart:" in item.item]
    assert apart == ["screening:apart:r1:r2"]


def test_status_says_how_far_each_reviewer_is(small):
    review = small(TITLES, united={"r4": "r3"})
    review.write("title_abstract.R1.csv", HEAD + "r1,include,,\nr1,exclude,,\nr3,include,,\nr4,include,,\n")
    review.write("title_abstract.R2.csv", HEAD + "r1,include,,\nr3,include,,\n")
    review.write("full_text.R2.csv", HEAD + "r3,include,,\n")
    assert review.run() == 0
    assert _screened(review.review) == [
        "  full_text: R2 has decided on 1 of 1",
        "  title_abstract: R1 has decided on 2 of 3",
        "  title_abstract: R2 has decided on 2 of 3",
    ]
