"""Logs to decisions: order, change of mind, merged citations; and the whole command on a small review."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screening_votes import FLOWCHARTS, REVIEWERS, adjudicated, decided, held, made_rows, vote

from tamis.screening.adjudicated import holding, settlements
from tamis.screening.shares import shares
from tamis.store import iso_date, log_order, read_built
from tamis.tables import Adjudication, Agreement, Allocation, Verdict, Vote

TABLES = (
    *("decisions", "verdicts", "entries", "adjudications", "vanished", "affected", "open"),
    *("agreement", "cells", "panels", "confusions", "misjudged", "drift"),
)
TITLES = {"r1": "Families after care", "r2": "Support at home", "r3": "Going home", "r4": "Kinship"}


def times(*given_times: str) -> list[str]:
    rows = [Vote("r1", "include", time=time, place=f"a.csv:{n}") for n, time in enumerate(given_times, 2)]
    return [time for time, _ in log_order(rows)]


def test_a_line_without_a_time_takes_that_of_the_line_above():
    assert times("", "2021-03-01", "", "2021-03-02") == ["", "2021-03-01", "2021-03-01", "2021-03-02"]


def test_a_day_alone_does_not_come_before_the_line_above_of_that_day():
    assert times("2021-03-01T10:00:00", "2021-03-01", "2021-03-02") == [
        "2021-03-01T10:00:00",
        "2021-03-01T10:00:00",
        "2021-03-02",
    ]


def test_times_of_two_zones_are_compared_as_moments():
    first, second = times(iso_date("2021-03-01T10:00:00+00:00"), iso_date("2021-03-01T10:30:00+01:00"))
    assert second < first


@given(st.lists(st.sampled_from(["", "2021-03-01", "2021-03-01T09:00:00", "2021-03-02"])))
def test_a_log_written_in_order_of_time_is_read_in_order_of_its_lines(written):
    rising = sorted(written)
    found = log_order([Vote("r1", time=time, place=f"a.csv:{n}") for n, time in enumerate(rising, 2)])
    assert found == sorted(found)


def test_a_change_of_mind_is_one_more_line_and_an_identical_line_counts_once(small):
    review = small(TITLES)
    review.write(
        "title_abstract.R1.csv",
        "record,decision,time\n"
        "r1,include,2021-03-05\n"  # written last, stands first: a merge of two branches
        "r1,exclude,2021-03-01\n"
        "r2,include,2021-03-01\n"
        "r2,include,2021-03-01\n",
    )
    assert review.run() == 0
    assert [
        (d.record_id, d.decision, d.order, d.current, d.place.rpartition(":")[2]) for d in review.decisions()
    ] == [
        ("r1", "exclude", 1, "no", "3"),
        ("r1", "include", 2, "yes", "2"),
        ("r2", "include", 1, "yes", "4"),
    ]


def test_votes_on_two_records_of_one_citation_meet(small):
    review = small(TITLES, united={"r2": "r1", "r4": "r3"})
    review.write("title_abstract.R1.csv", "record,decision\nr1,include\nr3,include\nr4,exclude\n")
    review.write("title_abstract.R2.csv", "record,decision\nr2,include\n")
    assert review.run() == 0
    found = review.verdicts()
    assert list(found) == [("title_abstract", "r1"), ("title_abstract", "r3"), ("full_text", "r1")]
    assert found["title_abstract", "r1"].status == "agreed"
    assert found["title_abstract", "r3"].status == "conflict"
    assert {d.citation_id for d in review.decisions()} == {"r1", "r3"}


def test_a_duplicate_is_no_vote_on_eligibility(small):
    review = small(TITLES, united={"r2": "r1"})
    review.write(
        "title_abstract.R1.csv", "record,decision,of\nr1,include,\nr2,duplicate,r1\nr3,duplicate,r4\n"
    )
    review.write("title_abstract.R2.csv", "record,decision\nr1,include\n")
    assert review.run() == 0
    found = review.verdicts()
    assert found["title_abstract", "r1"].outcome == "include"
    assert found["title_abstract", "r3"].status == "awaiting"
    assert "screening:apart:r3:r4" in review.open()
    assert "screening:apart:r2:r1" not in review.open()


def test_a_duplicate_that_was_adjudicated_otherwise_asks_for_nothing(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision,of\nr3,duplicate,r4\nr2,duplicate,r1\n")
    review.write(
        "adjudication.R3.csv",
        "record,stage,how,decision,who,why,time\nr3,title_abstract,third,include,R3,not so,2021-09-18\n",
    )
    assert review.run() == 0
    assert "screening:apart:r2:r1" in review.open()
    assert "screening:apart:r3:r4" not in review.open()


def test_a_review_under_way(small):
    """R1 and R2 screen four citations; R3 settles what they differ on."""
    review = small(TITLES, left="left: 2021-05-01")
    review.write(
        "title_abstract.R1.csv",
        "record,decision,reason\nr1,include,\nr2,exclude,design\nr3,include,\nr4,include,\n",
    )
    review.write(
        "title_abstract.R2.csv",
        "record,decision,reason\nr1,maybe,\nr2,exclude,population\nr3,exclude,design\n",
    )
    review.write(
        "adjudication.R3.csv",
        "record,stage,decision,how,who,why,time\n"
        "r3,title_abstract,include,discussion,R1; R2,eligible,2021-04-01\n",
    )
    review.write("full_text.R1.csv", "record,decision,reason\nr1,exclude,design\nr3,include,\nr2,include,\n")
    review.write("full_text.R2.csv", "record,decision,reason\nr1,exclude,population\n")
    assert review.run() == 0
    assert {key: (v.status, v.outcome, v.reason, v.conflict) for key, v in review.verdicts().items()} == {
        ("title_abstract", "r1"): ("agreed", "include", "", "no"),
        ("title_abstract", "r2"): ("agreed", "exclude", "population", "no"),
        ("title_abstract", "r3"): ("adjudicated", "include", "", "yes"),
        ("title_abstract", "r4"): ("awaiting", "", "", "no"),
        ("full_text", "r1"): ("conflict", "", "", "reason"),
        ("full_text", "r3"): ("awaiting", "", "", "no"),
    }
    found = review.open()
    assert {id: item.waits_for for id, item in found.items()} == {
        "screening:awaiting:full_text:r3": "R2",
        "screening:awaiting:title_abstract:r4": "R2",
        "screening:conflict:full_text:r1": "R1;R2",
        "screening:unreached:full_text:r2": "team",
    }
    assert list(found) == sorted(found)
    assert found["screening:conflict:full_text:r1"].text == (
        "r1 'Families after care' (2020) is in conflict at full text: R1: exclude (design), "
        "R2: exclude (population); any one of R1, R2 may settle it, in "
        "records/screening/adjudication.<reviewer>.csv"
    )
    assert found["screening:awaiting:title_abstract:r4"].text.endswith(
        "; it waits for R2, in records/screening/title_abstract.R2.csv"
    )
    assert found["screening:unreached:full_text:r2"].place == "records/screening/full_text.R1.csv:4"
    rows = read_built(review.review.built("screening", "agreement"), Agreement)
    assert [(r.stage, r.both, r.a_only) for r in rows if r.table == "advance"] == [
        ("title_abstract", 3, 1),
        ("full_text", 1, 0),
    ]


def test_a_stage_on_which_nothing_was_decided_awaits_everyone(small):
    review = small(TITLES)
    assert review.run() == 0
    assert [(v.status, v.waits_for, v.place) for v in review.verdicts().values()] == [
        ("awaiting", "R1;R2;R3", f"records/searches/a.ris:{n}") for n in (1, 2, 3, 4)
    ]
    assert len(review.open()) == 4
    assert review.open()["screening:awaiting:title_abstract:r1"].text == (
        "r1 'Families after care' (2020) has 0 of 2 decisions at title and abstract; "
        "it waits for any two of R1, R2, R3, in their records/screening/title_abstract.<reviewer>.csv"
    )


def test_records_by_other_methods_go_to_full_text_at_once_unless_pooled(small):
    review = small(TITLES, other=frozenset({"r3", "r4"}))
    review.write("title_abstract.R1.csv", "record,decision\nr4,exclude\n")
    assert review.run() == 0
    assert [key for key in review.verdicts() if key[1] in ("r3", "r4")] == [
        ("title_abstract", "r4"),
        ("full_text", "r3"),
    ]
    assert not [id for id in review.open() if id.endswith(("r3", "r4"))]


def test_two_runs_give_the_same_bytes(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision\nr1,include\nr2,exclude\n")
    folder = review.review.build / "screening"
    assert review.run() == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert review.run() == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert set(first) == {f"{table}.csv" for table in TABLES}


def test_an_open_review_is_finished_by_adjudication_without_votes(small):
    review = small({"r1": "A"})
    review.write(
        "adjudication.R3.csv",
        "record,stage,decision,how,who,why,time\n"
        "r1,title_abstract,include,third,R3,pilot,2021-04-01\n"
        "r1,title_abstract,exclude,third,R3,read again,2021-04-02\n",
    )
    assert review.run() == 0
    verdict: Verdict = review.verdicts()["title_abstract", "r1"]
    assert (verdict.status, verdict.outcome, verdict.conflict) == ("adjudicated", "exclude", "no")
    assert verdict.place == "records/screening/adjudication.R3.csv:3"
    (item,) = review.open().values()
    assert (item.item, item.waits_for) == ("screening:unscreened:title_abstract:r1", "R3")
    assert "was adjudicated at title and abstract with 0 of 2 decisions: adjudicated exclude" in item.text


ADJUDICATED = (
    "record,stage,decision,how,who,why,time\nr1,title_abstract,include,third,R3,eligible,2021-04-01\n"
)


def test_a_vote_on_a_record_that_merges_later_is_not_swallowed_by_an_adjudication(small):
    review = small({"r1": "Families after care", "r2": "Families after care."}, united={"r2": "r1"})
    review.write("title_abstract.R1.csv", "record,decision\nr1,include\n")
    review.write("title_abstract.R2.csv", "record,decision\nr1,exclude\nr2,exclude\n")
    review.write("adjudication.R3.csv", ADJUDICATED)
    assert review.run() == 0
    (verdict,) = review.verdicts().values()
    assert (verdict.status, verdict.outcome, verdict.resolved_who) == ("conflict", "", "")
    (item,) = review.open().values()
    assert (item.item, item.waits_for) == ("screening:conflict:title_abstract:r1", "R1;R2;R3")
    assert item.place == "records/screening/title_abstract.R2.csv:3"
    assert item.text == (
        "r1 'Families after care' (2020) is in conflict at title and abstract: R1: include on r1, "
        "R2: exclude on r1, R2: exclude on r2, adjudicated include on r1 on 2021-04-01; what is said against "
        "the adjudication is not covered by it: adjudicate r2; "
        "any one of R1, R2, R3 may settle it, in records/screening/adjudication.<reviewer>.csv"
    )
    review.write("adjudication.R3.csv", ADJUDICATED + ADJUDICATED.splitlines()[1].replace("r1", "r2", 1))
    assert review.run() == 0
    assert review.verdicts()["title_abstract", "r1"].status == "adjudicated"
    assert not review.open()


@pytest.mark.parametrize(("day", "status"), [("2021-03-31", "adjudicated"), ("2021-04-02", "conflict")])
def test_a_vote_without_a_time_is_not_older_than_the_line_above_it(small, day, status):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", f"record,decision,time\nr2,exclude,{day}\nr1,exclude,\n")
    review.write("adjudication.R3.csv", ADJUDICATED)
    assert review.run() == 0
    assert review.verdicts()["title_abstract", "r1"].status == status


def test_the_last_adjudication_of_a_record_counts_whoever_wrote_it():
    def row(who, decision, time):
        return Adjudication(
            "r1", "full_text", decision, how="third", who=who, why="x", time=time, place=f"{who}.csv:2"
        )

    rows = [row("R3", "include", "2021-02-01"), row("R1", "exclude", "2021-01-01")]
    found = settlements(rows, {"r1": "r1"}, FLOWCHARTS)
    assert [(row.decision, row.current) for row in found] == [("exclude", "no"), ("include", "yes")]
    assert [row.decision for row in holding(found)["full_text", "r1"]] == ["include"]
    again = replace(rows[1], record="r2", time="2021-01-15", place="R1.csv:3")
    found = settlements([*rows, again], {"r1": "r1", "r2": "r1"}, FLOWCHARTS)
    assert [row.record_id for row in holding(found)["full_text", "r1"]] == ["r2", "r1"]
    # What was called a duplicate settles nothing, and takes back what was settled before.
    other = replace(rows[0], decision="duplicate", of="r9", time="2021-03-01", place="R3.csv:3")
    assert not holding(settlements([*rows, other], {"r1": "r1"}, FLOWCHARTS))


def test_a_first_vote_is_one_that_was_made_before_its_citation_was_adjudicated():
    said = [
        vote("R1 include,2021-01-01T10:00:00"),
        vote("R2 exclude,2021-01-03T10:00:00"),
        vote("R3 exclude@r2,2021-01-02T10:00:00"),  # of the day of the adjudication: not known to be later
        vote("R4 exclude,2021-01-09T24:00:00"),  # in an export of that day: not known either
        vote("R2 exclude@r3,2021-01-03T10:00:00"),
    ]
    settled = settlements([adjudicated("include")], {"r1": "r1"}, FLOWCHARTS)
    said = [replace(one, stage="full_text") for one in said]
    made = made_rows(decided(said, settled))
    assert [(d.reviewer, d.citation_id, d.first) for d in made] == [
        ("R1", "r1", "yes"),
        ("R2", "r1", "no"),
        ("R3", "r1", "yes"),
        ("R4", "r1", "yes"),
        ("R2", "r3", "yes"),
    ]
    assert {d.first for d in made_rows(decided([vote("team include"), vote("R1 duplicate")]))} == {"no"}


def test_votes_that_nobody_disputed_are_not_overruled_silently(small):
    review = small({"r1": "Families after care", "r2": "Support at home"})
    for who in ("R1", "R2"):
        review.write(f"title_abstract.{who}.csv", "record,decision\nr1,exclude\nr2,include\n")
    review.write(
        "adjudication.R3.csv",
        "record,stage,decision,how,who,why,time\n"
        "r1,title_abstract,include,third,R3,x,2021-01-02\nr2,title_abstract,include,third,R3,x,2021-01-02\n",
    )
    assert review.run() == 0
    needless = [item for item in review.open().values() if item.item.startswith("screening:needless")]
    assert [(item.item, item.waits_for, item.place) for item in needless] == [
        ("screening:needless:title_abstract:r1", "R3", "records/screening/adjudication.R3.csv:2")
    ]
    assert "R1: exclude, R2: exclude, adjudicated include on 2021-01-02" in needless[0].text
    assert "records/screening/adjudication.R3.csv:2" in needless[0].text


def test_a_vote_after_the_first_of_several_adjudications_is_not_independent():
    rows = [adjudicated("include", time="2021-01-08"), adjudicated("include", "r2", time="2021-01-02")]
    settled = settlements(rows, {"r1": "r1", "r2": "r1"}, FLOWCHARTS)
    said = replace(vote("R1 include,2021-01-05T10:00:00"), stage="full_text")
    assert [d.first for d in made_rows(decided([said], settled))] == ["no"]


def test_the_batch_of_a_citation_is_that_of_its_record_that_was_allocated_first():
    rows = [Allocation(record, "full_text", "R1", batch) for record, batch in (("r2", "7"), ("r1", "8"))]
    (share,) = shares(rows, held(), REVIEWERS).values()
    assert share.batches.to_pylist() == ["7", ""]


def test_what_a_list_leaves_out_is_dated_by_the_first_list_of_a_day_on_which_it_was_found(small):
    review = small(TITLES, searched={"r2": "2021-02-01", "r3": "2021-03-01"})
    review.write(
        "imports.csv",
        "file,tool,stage,reviewer,date,complete\na.csv,table,title_abstract,R1,2021-03-01,yes\n"
        "b.csv,table,title_abstract,R1,2021-02-01,yes\n",
    )
    for name in ("a.csv", "b.csv"):
        review.write(name, "title,decision\nFamilies after care,include\n")
    assert review.run() == 0
    assert {d.record_id: d.time for d in review.decisions() if d.decision == "exclude"} == {
        "r2": "2021-02-01",
        "r3": "2021-03-01",
        "r4": "2021-02-01",
    }


@pytest.mark.parametrize("settled", [False, True])
def test_a_duplicate_is_taken_back_by_what_is_said_at_a_later_stage(small, settled):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision,of\nr1,duplicate,r2\n")
    assert review.run() == 0
    assert "screening:apart:r1:r2" in review.open()
    if settled:
        head = "record,stage,decision,how,who,why,time\n"
        review.write("adjudication.R3.csv", head + "r1,full_text,include,third,R3,x,2021-01-02\n")
    else:
        review.write("full_text.R1.csv", "record,decision\nr1,include\n")
    assert review.run() == 0
    assert "screening:apart:r1:r2" not in review.open()
