"""What follows from votes, at the corners that matter and for any votes there may be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.config import StageRules
from tamis.screening.decisions import numbered
from tamis.screening.verdicts import Panel, reached_full_text, reached_title_abstract, verdict, verdicts
from tamis.tables import Adjudication, Citation, Decision, Verdict

REASONS = ("population", "intervention", "design")
REVIEWERS = ("R1", "R2", "R3", "R4")
CITATION = Citation("r1", place="records/searches/a.ris:1")


def panel(stage="title_abstract", *, reviewers=2, maybe="include", active=REVIEWERS) -> Panel:
    return Panel(stage, StageRules(reviewers, maybe), active, REASONS)


def vote(text: str, stage="title_abstract") -> Decision:
    """`R1 exclude design`, with another record of the citation after an @, and a time after a comma."""
    text, _, time = text.partition(",")
    text, _, record = text.partition("@")
    reviewer, decision, *reason = text.split()
    place = f"log.{reviewer}.csv:2"
    return Decision(
        stage, "r1", record or "r1", reviewer, decision, reason="".join(reason), time=time, place=place
    )


def follow(*votes: str, adjudications=(), needed=2, **rules) -> Verdict:
    on = panel(**rules)
    made = numbered([vote(text, on.stage) for text in votes])
    return verdict(on, CITATION, made, adjudications, when={}, needed=needed)


def adjudicated(decision: str, record="r1", reason="", time="2021-01-02") -> Adjudication:
    return Adjudication(
        record, "full_text", decision, reason=reason, how="third", who="R3", why="x", time=time
    )


@pytest.mark.parametrize(
    ("votes", "status", "outcome", "conflict", "waits_for"),
    [
        ([], "awaiting", "", "no", "R1;R2;R3;R4"),
        (["R1 include"], "single", "", "no", "R2;R3;R4"),
        (["R1 include", "R2 include"], "agreed", "include", "no", ""),
        (["R1 exclude", "R2 exclude"], "agreed", "exclude", "no", ""),
        (["R1 include", "R2 exclude"], "conflict", "", "yes", "R1;R2"),
        (["R1 include", "R2 maybe"], "agreed", "include", "no", ""),
        (["R1 exclude", "R2 maybe"], "conflict", "", "yes", "R1;R2"),
        (["R1 include", "R2 include", "R3 exclude"], "conflict", "", "yes", "R1;R2;R3"),
        # A change of mind: the last word counts, that they differed at first stays on record.
        (["R1 include", "R2 exclude", "R2 include"], "agreed", "include", "yes", ""),
        # Records that turned out to be one publication.
        (["R1 include", "R1 exclude@r2"], "conflict", "", "yes", "R1"),
        (["R1 include", "R1 include@r2"], "single", "", "no", "R2;R3;R4"),
        (["R1 include", "R2 include@r2"], "agreed", "include", "no", ""),
        # A list of the team as a whole.
        (["team include"], "listed", "include", "no", ""),
        (["team exclude", "R1 include", "R2 exclude"], "listed", "exclude", "yes", ""),
        (["team include", "R1 exclude", "R2 exclude"], "conflict", "", "yes", "R1;R2"),
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
    assert follow("R1 include", "R2 exclude", active=("R2", "R3")).waits_for == "R2"
    assert follow("R1 include", "R2 exclude", active=("R3", "R4")).waits_for == "team"
    assert follow("R1 include", active=("R1",)).waits_for == "team"


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
    assert (late.status, late.place) == ("conflict", "log.R2.csv:2")


def test_a_list_gives_no_reason_of_its_own():
    assert follow("team exclude not_recorded").reason == "not_recorded"
    assert follow("team exclude not_recorded", "R1 exclude design").reason == "design"


def test_records_found_by_other_methods_need_no_title_screening_unless_they_were_pooled():
    a, b, c = Citation("a", arm="databases"), Citation("b", arm="other"), Citation("c", arm="other")

    def ids(citations):
        return [citation.citation_id for citation in citations]

    assert ids(reached_title_abstract([a, b, c], pooled=True, decided=frozenset())) == ["a", "b", "c"]
    assert ids(reached_title_abstract([a, b, c], pooled=False, decided=frozenset("c"))) == ["a", "c"]
    screened = [
        Verdict("title_abstract", "a", "agreed", "include"),
        Verdict("title_abstract", "c", "agreed", "exclude"),
    ]
    assert ids(reached_full_text([a, b, c], screened, pooled=False)) == ["a", "b"]
    assert ids(reached_full_text([a, b, c], screened, pooled=True)) == ["a"]


def test_whoever_decides_on_one_that_needs_no_decision_is_enough():
    made = numbered([vote("R1 exclude")])
    result = verdicts(panel(), [CITATION], made, {}, when={}, optional=frozenset({"r1"}))
    assert (result[0].status, result[0].outcome) == ("agreed", "exclude")


# --- for any votes ------------------------------------------------------------------------------

VOTES = st.lists(
    st.builds(
        lambda reviewer, decision, record, reason: vote(
            f"{reviewer} {decision} {reason if decision == 'exclude' else ''}@{record}"
        ),
        st.sampled_from(REVIEWERS),
        st.sampled_from(["include", "exclude", "maybe"]),
        st.sampled_from(["r1", "r2"]),
        st.sampled_from(["", *REASONS]),
    ),
    max_size=8,
)
PANELS = st.builds(
    lambda stage, reviewers, maybe, active: panel(
        stage, reviewers=reviewers, maybe=maybe, active=tuple(r for r in REVIEWERS if r in active)
    ),
    st.sampled_from(["title_abstract", "full_text"]),
    st.integers(1, 3),
    st.sampled_from(["include", "conflict"]),
    st.sets(st.sampled_from(REVIEWERS)),
)


def result_of(on: Panel, votes: list[Decision]) -> Verdict:
    made = numbered([replace(v, stage=on.stage) for v in votes])
    return verdict(on, CITATION, made, (), when={}, needed=on.rules.reviewers)


@given(PANELS, VOTES, st.permutations(REVIEWERS))
def test_it_does_not_matter_who_said_what(on, votes, names):
    other = dict(zip(REVIEWERS, names, strict=True))
    renamed = replace(on, active=tuple(r for r in REVIEWERS if r in {other[a] for a in on.active}))
    one = result_of(on, votes)
    two = result_of(renamed, [replace(v, reviewer=other[v.reviewer]) for v in votes])
    assert {other.get(name, name) for name in one.waits_for.split(";")} == set(two.waits_for.split(";"))
    assert replace(one, waits_for="", place="") == replace(two, waits_for="", place="")


@given(PANELS, VOTES)
def test_it_does_not_matter_whose_log_is_read_first(on, votes):
    by_reviewer = sorted(votes, key=lambda v: REVIEWERS.index(v.reviewer))
    backwards = sorted(votes, key=lambda v: -REVIEWERS.index(v.reviewer))
    assert replace(result_of(on, by_reviewer), place="") == replace(result_of(on, backwards), place="")


@given(PANELS, VOTES)
def test_one_more_who_agrees_never_makes_a_conflict(on, votes):
    before = result_of(on, [v for v in votes if v.reviewer != "R4"])
    if before.outcome:
        agreeing = replace(vote(f"R4 {before.outcome}"), reason=before.reason)
        after = result_of(on, [v for v in votes if v.reviewer != "R4"] + [agreeing])
        assert (after.status, after.outcome, after.conflict) == ("agreed", before.outcome, before.conflict)


@given(PANELS, VOTES)
def test_a_verdict_is_open_or_has_an_outcome_and_waits_for_nobody_who_left(on, votes):
    result = result_of(on, votes)
    assert bool(result.outcome) == (result.status == "agreed")
    assert bool(result.waits_for) != bool(result.outcome)
    assert set(result.waits_for.split(";")) <= {*on.active, "team", ""}
    if result.status == "agreed":
        assert result.votes >= on.rules.reviewers


@given(PANELS, VOTES, st.sampled_from(["include", "exclude"]))
def test_votes_on_another_record_are_never_lost_in_an_adjudication(on, votes, decision):
    made = numbered([replace(v, stage=on.stage) for v in votes])
    row = replace(adjudicated(decision), stage=on.stage)
    result = verdict(on, CITATION, made, [row], when={}, needed=1)
    opposite = {
        v.place
        for v in made
        if v.current == "yes" and v.record_id == "r2" and (v.decision == "exclude") != (decision == "exclude")
    }
    assert (result.status == "conflict") == bool(opposite)
    assert not opposite or result.place in opposite


@given(
    PANELS, st.lists(st.tuples(st.sampled_from("abcd"), VOTES), max_size=5), st.sets(st.sampled_from("abcd"))
)
def test_every_citation_that_reached_a_stage_has_exactly_one_verdict(on, voted, reached):
    decisions = numbered(
        [
            replace(v, stage=on.stage, citation_id=id, record_id=f"{id}{v.record_id}")
            for id, votes in voted
            for v in votes
        ]
    )
    citations = [Citation(id) for id in sorted(reached)]
    found = verdicts(on, citations, decisions, {}, when={})
    assert [v.citation_id for v in found] == sorted(reached)
    assert sum(v.status == "awaiting" for v in found) == len(reached - {d.citation_id for d in decisions})
