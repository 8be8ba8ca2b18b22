"""What follows from votes, at the corners that matter."""

import numpy as np
import pyarrow as pa
import pytest
from screening_votes import adjudicated, follow, panel, verdicts_of, vote

from tamis.screening.columns import frame_from
from tamis.screening.verdicts.verdicts import reached_full_text, reached_title_abstract
from tamis.tables import Allocation, Verdict


@pytest.mark.parametrize(
    ("votes", "status", "outcome", "conflict", "waits_for"),
    [
        ([], "awaiting", "", "no", "R1;R2;R3;R4"),
        (["R1 include"], "awaiting", "", "no", "R2;R3;R4"),
        (["R1 include", "R2 include"], "agreed", "include", "no", ""),
        (["R1 exclude", "R2 exclude"], "agreed", "exclude", "no", ""),
        (["R1 include", "R2 exclude"], "conflict", "", "yes", "R1;R2;R3;R4"),
        (["R1 include", "R2 maybe"], "agreed", "include", "no", ""),
        (["R1 exclude", "R2 maybe"], "conflict", "", "yes", "R1;R2;R3;R4"),
        (["R1 include", "R2 include", "R3 exclude"], "conflict", "", "yes", "R1;R2;R3;R4"),
        # A change of mind: the last word counts, that they differed at first stays on record.
        (["R1 include", "R2 exclude", "R2 include"], "agreed", "include", "yes", ""),
        # Records that turned out to be one publication.
        (["R1 include", "R1 exclude@r2"], "conflict", "", "yes", "R1;R2;R3;R4"),
        (["R1 include", "R1 include@r2"], "awaiting", "", "no", "R2;R3;R4"),
        (["R1 include", "R2 include@r2"], "agreed", "include", "no", ""),
        # A list of the team as a whole.
        (["team include"], "listed", "include", "no", ""),
        (["team exclude", "R1 include", "R2 exclude"], "listed", "exclude", "yes", ""),
        (["team include", "R1 exclude", "R2 exclude"], "conflict", "", "yes", "R1;R2;R3;R4"),
    ],
)
def test_what_follows_from_votes(votes, status, outcome, conflict, waits_for):
    result = follow(*votes)
    assert (result.status, result.outcome, result.conflict, result.waits_for) == (
        status,
        outcome,
        conflict,
        waits_for,
    )


def test_a_maybe_asks_for_a_decision_where_the_rules_say_so():
    assert follow("R1 include", "R2 maybe", maybe="conflict").status == "conflict"
    assert follow("R1 maybe", "R2 maybe", maybe="conflict").status == "conflict"
    assert follow("R1 maybe", "R2 maybe").outcome == "include"


@pytest.mark.parametrize(
    ("votes", "conflict"),
    [
        (["R1 maybe", "R2 maybe"], "maybe"),
        (["R1 maybe"], "maybe"),
        (["R1 include", "R2 maybe"], "maybe"),  # as agreement counts them
        (["R1 exclude", "R2 maybe"], "yes"),
        (["R1 maybe", "R2 maybe", "R1 include", "R2 include"], "maybe"),
        (["R1 maybe", "R2 exclude", "R1 exclude"], "yes"),
    ],
)
def test_a_maybe_that_asks_for_a_decision_is_not_counted_as_a_difference(votes, conflict):
    assert follow(*votes, maybe="conflict").conflict == conflict


def test_counts_are_of_reviewers():
    result = follow("R1 include", "R1 include@r2", "R2 exclude", "R3 maybe")
    assert (result.votes, result.include, result.exclude, result.maybe) == (3, 1, 1, 1)


def test_a_reviewer_who_left_keeps_votes_and_is_not_waited_for():
    assert follow("R1 include", "R2 include", active=("R2", "R3")).status == "agreed"
    assert follow("R1 include", active=("R2", "R3")).waits_for == "R2;R3"
    assert follow("R1 include", "R2 exclude", active=("R2", "R3")).waits_for == "R2;R3"
    assert follow("R1 include", active=("R1",)).waits_for == "team"


@pytest.mark.parametrize(
    ("rules", "waits_for"),
    [
        ({"how": ("third",)}, "R3;R4"),
        ({"how": ("discussion",)}, "R1;R2"),
        ({"who": ("R4",)}, "R4"),
        ({"who": ("R1", "R4"), "how": ("third",)}, "R4"),  # R1 has voted, and is no third
        ({"who": ("R4",), "how": ("discussion",)}, "R4"),
        ({"who": ("R4",), "active": ("R1", "R2", "R3")}, "R1;R2;R3"),  # whom the protocol names has left
        ({"how": ("discussion",), "active": ("R3", "R4")}, "team"),
        ({"how": ("third",), "active": ("R1", "R2")}, "team"),
    ],
)
def test_a_conflict_waits_for_those_who_can_settle_it_by_the_protocol(rules, waits_for):
    assert follow("R1 include", "R2 exclude", **rules).waits_for == waits_for


@pytest.mark.parametrize(
    ("votes", "active", "waits_for"),
    [
        ([], "R1 R2 R3 R4", "R2;R3"),
        (["R2 include"], "R1 R2 R3 R4", "R3"),
        (["R1 include"], "R1 R2 R3 R4", "R2;R3"),  # whichever of the two comes first
        (["R2 include"], "R1 R2 R4", "R1;R4"),  # the other one has left: anybody
        ([], "R1 R2 R4", "R1;R2;R4"),
        (["R2 include"], "R2", "team"),
    ],
)
def test_a_citation_waits_for_those_to_whom_it_was_allocated(votes, active, waits_for):
    # It was allocated by a record that another one took in since.
    rows = [
        Allocation("r2", "title_abstract", "R2; R3", "pilot"),
        Allocation("r3", "title_abstract", "R1", "2"),
    ]
    result = follow(*votes, active=tuple(active.split()), allocation=rows)
    assert (result.waits_for, result.batch) == (waits_for, "pilot")


@pytest.mark.parametrize(
    ("alone", "votes", "status", "outcome"),
    [
        ("exclude", ["R1 exclude"], "single", "exclude"),
        ("exclude", ["R1 include"], "awaiting", ""),
        ("exclude", ["R1 include", "R2 include"], "agreed", "include"),
        ("exclude", ["R1 exclude", "R2 exclude"], "agreed", "exclude"),
        ("exclude", ["R1 exclude", "R2 include"], "conflict", ""),
        ("include", ["R1 maybe"], "single", "include"),
        ("include", ["R1 exclude"], "awaiting", ""),
        ("both", ["R1 exclude@r2", "R1 exclude"], "single", "exclude"),
        ("both", ["R1 exclude@r2", "R1 include"], "conflict", ""),
        ("nothing", ["R1 exclude"], "awaiting", ""),
    ],
)
def test_one_reviewer_alone_decides_what_the_protocol_allows_and_no_more(alone, votes, status, outcome):
    result = follow(*votes, alone=alone)
    assert (result.status, result.outcome) == (status, outcome)
    assert result.needed == 2


def test_where_one_must_decide_a_decision_of_one_is_counted_as_of_one():
    rules = {"reviewers": 1, "alone": "both"}
    assert (follow("R1 include", **rules).status, follow("R1 include", **rules).outcome) == (
        "single",
        "include",
    )
    assert follow("R1 include", "R2 include", **rules).status == "agreed"


def test_a_lone_maybe_that_asks_for_a_decision_does_so_once_all_have_voted():
    assert follow("R1 maybe", maybe="conflict").status == "awaiting"
    assert follow("R1 maybe", maybe="conflict", alone="both").status == "awaiting"
    assert follow("R1 maybe", maybe="conflict", reviewers=1).status == "conflict"


def test_reasons_that_differ_are_no_conflict_where_the_first_of_the_flowchart_counts():
    result = follow("R1 exclude design", "R2 exclude population", stage="full_text", reasons="first")
    assert (result.status, result.reason, result.conflict) == ("agreed", "population", "no")


def test_at_title_and_abstract_reasons_never_conflict_and_the_first_of_the_flowchart_counts():
    result = follow("R1 exclude design", "R2 exclude population")
    assert (result.status, result.reason) == ("agreed", "population")
    assert follow("R1 exclude design", "R2 exclude").reason == "design"
    assert follow("R1 include", "R2 include").reason == ""


def test_at_full_text_different_reasons_are_a_conflict_until_it_is_adjudicated():
    votes = ("R1 exclude design", "R2 exclude population")
    open_ = follow(*votes, stage="full_text")
    assert (open_.status, open_.outcome, open_.conflict) == ("conflict", "", "reason")
    settled = follow(*votes, stage="full_text", adjudications=[adjudicated("exclude", reason="design")])
    assert (settled.status, settled.outcome, settled.reason) == ("adjudicated", "exclude", "design")
    assert (settled.conflict, settled.resolved_who, settled.resolved_how) == ("reason", "R3", "third")


def test_an_adjudication_holds_whatever_the_votes_and_keeps_the_conflict_countable():
    settled = follow("R1 include", "R2 exclude design", adjudications=[adjudicated("include")])
    assert (settled.status, settled.outcome, settled.conflict, settled.reason) == (
        "adjudicated",
        "include",
        "yes",
        "",
    )
    needless = follow("R1 include", adjudications=[adjudicated("exclude")])
    assert (needless.status, needless.outcome, needless.conflict) == ("adjudicated", "exclude", "no")


def test_adjudications_of_two_records_that_differ_are_a_conflict():
    both = [adjudicated("include"), adjudicated("exclude", "r2", "design")]
    result = follow("R1 include", "R2 exclude design@r2", adjudications=both, stage="full_text")
    assert (result.status, result.outcome, result.conflict) == ("conflict", "", "yes")


@pytest.mark.parametrize(
    ("votes", "status"),
    [
        # What the adjudication was about: the votes on its record that were there by then.
        (["R1 exclude", "R2 include", "R2 exclude,2021-01-01"], "adjudicated"),
        (["R1 exclude,2021-01-02T18:00:00"], "adjudicated"),  # of the same day, so far as is known
        # What was said of a record that turned out to be the same publication.
        (["R1 include", "R2 exclude@r2"], "conflict"),
        (["R1 exclude", "R1 exclude@r2"], "conflict"),
        (["R1 exclude", "R2 include@r2"], "adjudicated"),
        (["R1 exclude", "R2 maybe@r2"], "adjudicated"),
        # A vote that was changed afterwards.
        (["R1 include", "R1 exclude,2021-01-03"], "conflict"),
        (["R1 exclude", "R1 include,2021-01-03"], "adjudicated"),
        (["R1 exclude,2021-01-03", "R1 include,2021-01-04"], "adjudicated"),
        # The team's lists.
        (["team exclude@r2"], "conflict"),
        (["team exclude not_recorded@r2"], "adjudicated"),
        (["team exclude not_recorded@r2,2021-01-03"], "conflict"),
    ],
)
def test_an_adjudication_covers_the_votes_on_its_record_that_were_there(votes, status):
    result = follow(*votes, adjudications=[adjudicated("include")])
    settled = status == "adjudicated"
    assert (result.status, result.outcome) == (status, "include" if settled else "")
    assert bool(result.waits_for) != settled
    assert bool(result.resolved_who) == settled
    assert settled or result.conflict == "yes"


def test_an_adjudication_of_each_record_settles_what_was_said_of_both():
    votes = ["R1 include", "R2 exclude@r2"]
    both = [adjudicated("include"), adjudicated("include", "r2")]
    assert follow(*votes, adjudications=both).status == "adjudicated"
    # Each covers its own record's votes only: one that came later on r2 is covered by neither.
    late = follow("R1 include", "R2 exclude@r2,2021-01-03", adjudications=both)
    assert (late.status, late.place) == ("conflict", "log.R2.csv:3")


def test_a_list_gives_no_reason_of_its_own():
    assert follow("team exclude not_recorded").reason == "not_recorded"
    assert follow("team exclude not_recorded", "R1 exclude design").reason == "design"


def test_what_a_list_of_the_team_gives_as_its_reason_holds():
    assert follow("team exclude design").reason == "design"
    assert follow("team exclude design", "R1 exclude population").reason == "design"


@pytest.mark.parametrize(
    ("vote", "status"),
    [
        # Of an export nothing but its day is known: what it says first may have been there before.
        ("R1 exclude,2021-01-03T24:00:00", "adjudicated"),
        ("team exclude,2021-01-03T24:00:00", "conflict"),
        ("R1 exclude,2021-01-03T10:00:00", "conflict"),
    ],
)
def test_what_an_export_says_first_is_not_taken_for_later_than_an_adjudication(vote, status):
    assert follow(vote, adjudications=[adjudicated("include")]).status == status
    # A change of mind that two exports show is.
    changed = ("R1 include,2021-01-01T24:00:00", vote.replace("team", "R1"))
    assert follow(*changed, adjudications=[adjudicated("include")]).status == "conflict"


def test_records_found_by_other_methods_need_no_title_screening_unless_they_were_pooled():
    arms = pa.array(["databases", "other", "other"])
    nobody, third = np.array([], np.int64), np.array([2])
    assert reached_title_abstract(arms, pooled=True, decided=nobody).tolist() == [0, 1, 2]
    assert reached_title_abstract(arms, pooled=False, decided=third).tolist() == [0, 2]
    rows = [
        Verdict("title_abstract", "a", "agreed", "include"),
        Verdict("title_abstract", "c", "agreed", "exclude"),
    ]
    screened, here = frame_from(rows, Verdict), np.array([0, 2])
    assert reached_full_text(arms, screened, here, pooled=False).tolist() == [0, 1]
    assert reached_full_text(arms, screened, here, pooled=True).tolist() == [0]


def test_whoever_decides_on_one_that_needs_no_decision_is_enough():
    result = follow("R1 exclude", optional=True)
    assert (result.status, result.outcome, result.needed) == ("single", "exclude", 1)


def test_what_is_said_of_other_citations_and_at_other_stages_plays_no_part():
    said = [vote("R1 include"), vote("R2 exclude", stage="full_text"), vote("R2 exclude@r3")]
    one, other = verdicts_of(panel(), said, reached=(0, 1))
    assert [(v.citation_id, v.votes, v.exclude, v.place) for v in (one, other)] == [
        ("r1", 1, 0, "log.R1.csv:2"),
        ("r3", 1, 1, "log.R2.csv:2"),
    ]
    (alone,) = verdicts_of(panel(), said, reached=(1,))
    assert alone == other


# --- reasons behind an adjudication -------------------------------------------------------------


@pytest.mark.parametrize(
    ("vote", "settled", "status"),
    [
        ("R2 exclude population,2021-01-05", ["r1 design"], "conflict"),
        ("R2 exclude population,2021-01-01", ["r1 design"], "adjudicated"),
        ("R2 exclude population@r2,2021-01-01", ["r1 design"], "conflict"),
        ("R2 exclude,2021-01-05", ["r1 design"], "adjudicated"),
        ("R2 exclude population,2021-01-05", ["r1 "], "adjudicated"),
        ("R2 exclude design,2021-01-05", ["r1 design"], "adjudicated"),
        ("R2 exclude design,2021-01-01", ["r1 design", "r2 population"], "conflict"),
        ("R2 exclude design,2021-01-01", ["r1 design", "r2 "], "adjudicated"),
    ],
)
def test_a_reason_that_differs_is_not_hidden_by_an_adjudication_that_does_not_cover_it(vote, settled, status):
    said = ("R1 exclude design,2021-01-01", vote)
    rows = [adjudicated("exclude", *row.split(" ")) for row in settled]
    found = follow(*said, adjudications=rows, stage="full_text")
    assert found.status == status
    assert status == "adjudicated" or (found.outcome, found.conflict) == ("", "reason")
    for rules in ({"stage": "title_abstract"}, {"stage": "full_text", "reasons": "first"}):
        assert follow(*said, adjudications=rows, **rules).status == "adjudicated"


def test_what_is_opposite_as_well_is_not_a_conflict_of_reasons_alone():
    said = ("R1 exclude design,2021-01-01", "R2 include,2021-01-05")
    found = follow(*said, adjudications=[adjudicated("exclude", reason="design")], stage="full_text")
    assert (found.status, found.conflict) == ("conflict", "yes")


def test_an_adjudication_without_a_reason_leaves_that_of_the_teams_list():
    settled = [adjudicated("exclude")]
    assert follow("team exclude design", adjudications=settled).reason == "design"
    assert follow("team exclude", "R1 exclude population", adjudications=settled).reason == "population"
    assert follow("team include,2021-01-01", adjudications=settled).reason == ""


def test_of_several_adjudications_that_agree_the_last_one_is_named():
    rows = [adjudicated("include", time="2021-01-02"), adjudicated("include", "r2", time="2021-01-05")]
    assert follow("R1 include", adjudications=rows).resolved_time == "2021-01-05"


@pytest.mark.parametrize(
    ("votes", "automatic"),
    [
        (["R4 exclude"], "yes"),
        (["R3 exclude", "R4 exclude"], "yes"),
        (["R1 exclude", "R4 exclude"], ""),  # a person has excluded it, too
        (["R1 exclude"], ""),
        (["R4 include"], ""),
        (["R4 exclude", "R1 include"], ""),  # a conflict
        (["team exclude", "R4 exclude"], ""),
        (["R4 exclude", "R4 include"], ""),
        (["R1 exclude", "R1 include", "R4 exclude"], ""),
        ([], ""),
    ],
)
def test_an_exclusion_rests_on_automation_tools_where_no_person_excluded_it(votes, automatic):
    found = follow(*votes, alone="exclude", automation=("R3", "R4"), active=("R1", "R2"))
    assert found.automatic == automatic


def test_what_was_adjudicated_people_decided():
    settled = [adjudicated("exclude", time="2021-01-05")]
    assert follow("R4 exclude", "R3 include", adjudications=settled, automation=("R3", "R4")).automatic == ""
