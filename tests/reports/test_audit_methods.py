"""What the audit counts of people and conflicts, and the paragraphs for a methods section: all of it true."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from report_reviews import make

from tamis.reports import built, page
from tamis.reports.audit import agreed, firsts, methods, people, tallies
from tamis.reports.audit.page import render
from tamis.reports.audit.rules import rules
from tamis.reports.audit.words import with_limits
from tamis.tables import Agreement, Decision, Misjudged, PanelAgreement, Settlement, Verdict

STAGE = "title_abstract"
ADVANCES = {"include": True, "maybe": True, "exclude": False}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return built.read(make(tmp_path_factory.mktemp("review"))).config


def verdict(id: str, status: str = "agreed", outcome: str = "exclude", **more) -> Verdict:
    return Verdict(
        **{"stage": STAGE, "votes": 2, "conflict": "no", **more},
        citation_id=id,
        status=status,
        outcome=outcome,
    )


def decision(id: str, who: str, word: str, **more) -> Decision:
    values = {"stage": STAGE, "order": 1, "current": "yes", "first": "yes", **more}
    return Decision(citation_id=id, record_id=id, reviewer=who, decision=word, **values)


def settled(id: str, how: str, who: str, **more) -> Settlement:
    return Settlement(
        **{"stage": STAGE, "current": "yes", **more},
        citation_id=id,
        record_id=id,
        decision="exclude",
        how=how,
        who=who,
    )


def pair(a: str, b: str, both: int, cells=(None,) * 4, part: str = "all", **more) -> Agreement:
    names = ("both_include", "a_only", "b_only", "both_exclude")
    values = {"observed": 0.9, "left_out": 0, **dict(zip(names, cells, strict=True)), **more}
    return Agreement(stage=STAGE, part=part, table="advance", reviewer_a=a, reviewer_b=b, both=both, **values)


def said(config, decisions, verdicts, adjudications=(), agreement=(), panels=(), gone=frozenset()):
    return methods.paragraphs(config, decisions, verdicts, adjudications, agreement, panels, gone)


def test_in_duplicate_is_said_only_where_it_is_true_of_every_citation():
    two = [verdict("r1"), verdict("r2", outcome="include", votes=3), verdict("r3", "awaiting", "", votes=1)]
    assert tallies.in_duplicate(two, STAGE)
    assert not tallies.in_duplicate([*two, verdict("r4", "single", votes=1)], STAGE)
    assert not tallies.in_duplicate([*two, verdict("r4", "listed", votes=0)], STAGE)
    assert not tallies.in_duplicate([], STAGE)


def test_the_software_is_the_protocols_and_tamis_counted(config):
    rayyan = replace(config, text={**config.text, "screening": {"tool": "Rayyan."}})
    (text,) = said(rayyan, [decision("r1", "R1", "exclude")], [verdict("r1")])
    assert "by 1 reviewer (R1), in Rayyan." in text
    assert text.count("Tamis") == 1 and "coefficients were computed with Tamis" in text
    (text,) = said(replace(config, text={}), [], [verdict("r1")])
    assert "1 citation was screened on title and abstract." in text


def test_the_parts_by_who_decided_sum_to_all(config):
    alone = [verdict(f"r{n}", "single", votes=1) for n in (3, 4)]
    rows = [verdict("r1"), verdict("r2"), *alone]
    votes = [
        decision("r1", "R1", "exclude"),
        decision("r1", "R2", "exclude"),
        decision("r3", "R2", "exclude"),
    ]
    (text,) = said(config, votes, rows)
    assert "4 citations were screened on title and abstract by 2 reviewers (R1 and R2)" in text
    assert (
        "Of 4 citations with a decision, 2 (50%) were decided on by two reviewers or more and 2 (50%) by "
        "one alone, as the protocol allows." in text
    )
    helped = [verdict("r5", "adjudicated", votes=1), verdict("r6", "listed", votes=0)]
    (text,) = said(config, votes, [*rows, *helped])
    assert (
        "2 (33%) by one alone, as the protocol allows, 1 (17%) by one reviewer and an adjudicator and "
        "1 (17%) by a list" in text
    )
    (text,) = said(config, votes[:2], rows[:2])
    assert "Each citation that was decided on was screened by two reviewers or more." in text


def test_one_denominator_for_what_was_screened(config):
    rows = [
        verdict("r1", conflict="yes", resolved_how="third", status="adjudicated"),
        verdict("r2"),
        verdict("r3", "awaiting", "", votes=1),
        verdict("r4", "awaiting", "", votes=0),
        verdict("r5", "awaiting", "", votes=0),
    ]
    (text,) = said(config, [], rows, gone=frozenset({"r5"}))
    assert "3 citations were screened" in text and "1 more is not screened yet." in text
    assert "1 citation is without a decision." in text
    assert "Reviewers differed on 1 citation (33%)" in text


def test_blinding_is_quoted_once_and_only_where_two_voted(config):
    blind = replace(config, text={**config.text, "screening": {"blinding": "Nobody saw."}})
    full = {"stage": "full_text"}
    one = [verdict("r1", "single", "include", votes=1), verdict("r1", "single", "include", votes=1, **full)]
    assert not any("Nobody saw" in text or "in conflict" in text for text in said(blind, [], one))
    both = [verdict("r1", outcome="include"), verdict("r1", outcome="include", **full)]
    first, second = said(blind, [], both)
    assert "As the protocol states: “Nobody saw.”" in first and "Nobody saw" not in second
    first, second = said(blind, [], [one[0], both[1]])
    assert "Nobody saw" not in first and "Nobody saw" in second
    assert "never in conflict" in second and "never in conflict" not in first


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"resolved_how": "third", "status": "adjudicated"}, "1 was settled by a third reviewer"),
        ({"resolved_how": "discussion", "status": "adjudicated"}, "1 was settled by discussion"),
        ({"status": "agreed"}, "1 was settled when a reviewer changed a decision"),
        ({"status": "listed"}, "1 was decided by a list of the team"),
        ({"status": "conflict", "outcome": ""}, "1 is not settled yet"),
    ],
)
def test_each_conflict_takes_one_way(config, more, words):
    verdicts = [verdict("r1", **{"conflict": "yes", **more}), verdict("r2")]
    votes = [decision("r1", "R1", "include"), decision("r1", "R2", "exclude")]
    (text,) = said(config, votes, verdicts)
    assert (
        "Reviewers differed on 1 citation (50%), on 1 in their first votes: 1 include against exclude. "
        f"Of these, {words}" in text
    )
    of = tallies.conflicts(verdicts, votes, [], STAGE, frozenset())
    assert sum(of.ways.values()) == sum(of.kinds.values()) == of.all == 1


def test_conflicts_are_told_by_first_votes():
    def kind(*words, conflict="yes", reasons=("", "", "")):
        votes = [
            decision("r1", f"R{n}", word, reason=reason)
            for n, (word, reason) in enumerate(zip(words, reasons, strict=False))
        ]
        return firsts.kind(verdict("r1", conflict=conflict), votes)

    assert kind("include", "exclude", "maybe") == "opposite"
    assert kind("maybe", "exclude") == "maybe_out"
    assert kind("maybe", "include", conflict="maybe") == "maybe"
    assert kind("exclude", "exclude", conflict="reason", reasons=("topic", "design")) == "reasons"
    assert kind("exclude", "exclude", conflict="reason", reasons=("topic", "topic")) == "later"
    assert kind("exclude", "exclude") == "later"


def test_what_the_rules_make_impossible_is_no_row(config):
    stages = {
        STAGE: replace(config.stages[STAGE], maybe="include"),
        "full_text": replace(config.stages["full_text"], maybe="include", reasons="conflict"),
    }
    of = {stage: tallies.conflicts([], [], [], stage, frozenset()) for stage in stages}
    rows = {words: numbers for words, _, numbers in tallies.conflict_rows(replace(config, stages=stages), of)}
    assert f"by first votes: {firsts.KINDS['maybe']}" not in rows and rows[
        f"by first votes: {firsts.KINDS['reasons']}"
    ] == (None, 0)
    stages[STAGE] = replace(stages[STAGE], maybe="conflict")
    rows = {words: numbers for words, _, numbers in tallies.conflict_rows(replace(config, stages=stages), of)}
    assert rows[f"by first votes: {firsts.KINDS['maybe']}"] == (0, None)


def test_whether_the_third_reviewer_had_seen_the_votes_is_said(config):
    rows = [verdict(f"r{n}", "adjudicated", conflict="yes", resolved_how="third") for n in range(4)]
    third = [
        settled(f"r{n}", "third", "R3", votes_seen=seen) for n, seen in enumerate(["yes", "no", "no", ""])
    ]
    reversed_ = replace(third[0], current="no", votes_seen="no", who="R9")
    of = tallies.conflicts(rows, [], [reversed_, *third], STAGE, frozenset())
    assert (of.ways["third"], of.seen, of.unseen, of.who, of.reversed) == (4, 1, 2, ("R3",), 1)
    (text,) = said(config, [], rows, third)
    assert "had seen the votes: seen on 1, not seen on 2 and not recorded for 1." in text
    (text,) = said(config, [], rows[1:3], third[1:3])
    assert "The third reviewer had not seen the votes on any of the 2." in text
    assert "Of 2 that were adjudicated, 0 were carried on and 2 excluded." in text


def test_a_discussion_tells_whether_somebody_joined_who_had_not_voted(config):
    rows = [verdict(id, "adjudicated", conflict="yes", resolved_how="discussion") for id in ("r1", "r2")]
    votes = [decision(id, who, "include") for id in ("r1", "r2") for who in ("R1", "R2")]
    met = [settled("r1", "discussion", "R1;R2"), settled("r2", "discussion", "R1;R2;R3")]
    assert tallies.conflicts(rows, votes, met, STAGE, frozenset()).joined == 1
    (text,) = said(config, votes, rows, met)
    assert "2 were settled by discussion (in 1 of these with somebody who had not voted)" in text


def test_a_reviewers_line_counts_citations_reasons_and_changes_of_mind():
    votes = [
        decision("r1", "R1", "include", order=1, current="no", moment="2024-01-01T10:00:00"),
        decision("r1", "R1", "exclude", order=2, moment="2024-01-03T10:00:00", first="no", reason="topic"),
        decision("r2", "R1", "exclude", order=1, current="no"),
        decision("r2", "R1", "exclude", order=2, first="no"),
        decision("r3", "R1", "maybe"),
        decision("r3", "team", "include"),
    ]
    (of,) = people.reviewed(votes, STAGE)
    assert (of.reviewer, of.citations, of.include, of.exclude, of.maybe, of.changed) == ("R1", 3, 0, 2, 1, 1)
    assert (of.start[:10], of.end[:10]) == ("2024-01-01", "2024-01-03")
    assert of.unreasoned == 1


def test_order_and_time_between_votes_are_those_of_known_times():
    votes = [
        decision("r1", "R1", "exclude", moment="2024-01-05T10:00:00"),
        decision("r1", "R2", "exclude", moment="2024-01-01T10:00:00"),
        decision("r1", "R3", "exclude", moment="2024-01-09T10:00:00"),
        decision("r2", "R1", "exclude", moment="2024-01-01T10:00:00"),
        decision("r2", "R2", "exclude", moment="2024-01-02T24:00:00"),
        decision("r3", "R1", "exclude", moment="2024-01-01T10:00:00"),
        decision("r3", "R2", "exclude", moment="2024-01-03T10:00:00"),
        decision("r4", "R1", "exclude"),
    ]
    order = {of.reviewer: (of.later, of.timed) for of in people.reviewed(votes, STAGE)}
    assert order == {"R1": (1, 2), "R2": (1, 2), "R3": (1, 1)}
    assert people.gap(people.first_votes(votes, STAGE)) == timedelta(days=3)
    assert people.gap({}) is None


def test_changes_tell_slips_and_what_follows_another_vote(config):
    def changed(id, who, one, two, at, seconds=3600):
        later = f"2024-01-0{at}T{10 + seconds // 3600}:{seconds % 3600 // 60:02}:00"
        return [
            decision(id, who, one, moment=f"2024-01-0{at}T10:00:00", current="no"),
            decision(id, who, two, moment=later, order=2, first="no"),
        ]

    other = [decision(id, "R2", "exclude", moment="2024-01-03T10:00:00") for id in ("r1", "r2", "r3", "r4")]
    votes = [
        *other,
        *changed("r1", "R1", "include", "exclude", 5),  # towards R2
        *changed("r2", "R1", "exclude", "maybe", 5),  # away from R2
        *changed("r3", "R1", "include", "exclude", 1),  # before R2 had voted
        *changed("r4", "R1", "include", "maybe", 5, seconds=60),  # a slip, and on the same side
    ]
    assert people.changes(votes, STAGE, ADVANCES) == people.Changes(all=4, slips=1, after=3, towards=1)
    (text,) = said(config, votes, [verdict("r1")])
    assert (
        "4 decisions were changed by the reviewers who had made them (1 within a minute); 3 after another "
        "reviewer had voted, 1 of these towards that vote." in text
    )


def test_votes_without_a_time_are_said_beside_the_days(config):
    timed = decision("r1", "R1", "exclude", moment="2024-01-05T10:00:00")
    (text,) = said(config, [timed, decision("r1", "R2", "exclude")], [verdict("r1")])
    assert "1 decision carries no time; days and periods are those of the others." in text
    (text,) = said(config, [timed], [verdict("r1")])
    assert "no time" not in text


def test_versions_are_said_where_the_votes_of_the_stage_fall_under_several(config):
    votes = [decision(f"r{n}", "R1", "exclude", version=n) for n in (1, 2)]
    rows = [verdict("r1"), verdict("r2")]
    assert "These votes fall under 2 versions" in said(config, votes, rows)[0]
    assert "versions" not in said(config, votes[1:], rows)[0]


def test_what_one_reviewer_alone_would_have_lost(config):
    full = {"stage": "full_text"}
    rows = [
        *(verdict(id, outcome="include") for id in ("r1", "r2", "r3")),
        verdict("r4"),
        verdict("r1", outcome="include", **full),
        verdict("r2", outcome="exclude", **full),
    ]
    votes = [
        *(decision(id, "R1", "exclude") for id in ("r1", "r4")),
        *(decision(id, "R1", "include") for id in ("r2", "r3")),
        *(decision(id, "R2", "exclude") for id in ("r1", "r2")),
        decision("r2", "R2", "include", first="no"),
    ]
    found = firsts.lost(people.first_votes(votes, STAGE), rows, STAGE)
    assert found == [
        firsts.Lost("", on=3, on_out=2, included=1, included_out=1),
        firsts.Lost("R1", on=3, on_out=1, included=1, included_out=1),
        firsts.Lost("R2", on=2, on_out=2, included=1, included_out=1),
    ]
    text = said(config, votes, rows)[0]
    assert "Of 3 citations that went on, 2 had a first vote to exclude, as had 1 of the 1 included" in text


def test_the_pilot_names_those_whose_first_vote_differed():
    first = {"r1": [decision("r1", who, word) for who, word in (("R2", "maybe"), ("R1", "exclude"))]}
    row = Misjudged(STAGE, "r1", "exclude", 2, 1)
    assert firsts.against(first, [row], ADVANCES) == [(row, ["R2"])]
    assert firsts.against(first, [row], {"include": True, "exclude": False}) == [(row, [])]


def test_the_pair_that_agrees_least_is_chosen_by_what_goes_on():
    rows = [
        pair("R1", "R2", 300, (9, 20, 20, 251), positive=0.31, kappa=0.3, observed=0.87),
        pair("R1", "R3", 300, (0, 13, 0, 287), positive=0.0, kappa=0.0, observed=0.96),
        pair("R1", "R4", 300, (0, 9, 9, 282), positive=0.0, kappa=-0.01, observed=0.94),
        pair("R2", "R4", 5, (0, 2, 3, 0), positive=0.0, kappa=-1.0, observed=0.0),
        pair("all", "all", 905, positive=0.0, kappa=-2.0),
        pair("R1", "others", 900, positive=0.0, kappa=-2.0),
    ]
    text = " ".join(agreed.sentences(rows, [], STAGE))
    assert (
        "Of the pairs of reviewers that shared 20 citations or more, R1 and R4 agreed least on what goes on: "
        "positive agreement 0.0% (0 citations both carried on, 18 one alone), kappa -0.01." in text
    )
    assert "agreed least" not in " ".join(agreed.sentences([rows[0], rows[3], rows[4]], [], STAGE))


def test_the_pilot_and_the_rest_are_told_apart_and_the_pooled_row_is_not_printed():
    numbers = {"kappa": 0.42, "kappa_low": 0.3, "kappa_high": 0.55, "positive": 0.457, "negative": 0.966}
    rows = [
        pair("all", "all", 1890, observed=0.957, **numbers),
        pair("all", "all", 1000, part="pilot", observed=0.97, **numbers),
        pair(
            "all",
            "all",
            890,
            part="after_pilot",
            observed=0.936,
            observed_low=0.918,
            observed_high=0.95,
            **numbers,
        ),
    ]

    def panel(part, citations, votes, observed):
        return PanelAgreement(STAGE, part, "advance", 5, citations, votes, observed, 0.44, -0.1, 0.98)

    panels = [panel("pilot", 100, 500, 0.976), panel("after_pilot", 890, 1780, 0.936)]
    text = " ".join(agreed.sentences(rows, panels, STAGE))
    assert (
        "After the pilot, two reviewers agreed on 93.6% of 890 citations (91.8% to 95.0%; Cohen’s kappa 0.42 "
        "(0.30 to 0.55), positive agreement 45.7%, negative 96.6%); in the pilot, 5 reviewers agreed on "
        "97.6% of the pairs of votes on 100 citations (Fleiss’ kappa 0.44 (-0.10 to 0.98))." in text
    )
    assert "1,890" not in text and "95.7%" not in text


def test_an_interval_without_variance_is_no_certainty():
    assert with_limits(1.0, 1.0, 1.0) == "1.00 (interval cannot be estimated)"
    assert with_limits(0.0, 0.0, 0.0) == "0.00 (interval cannot be estimated)"
    assert with_limits(1.0, 0.7, 1.0) == "1.00 (0.70 to 1.00)"


def test_the_report_has_limits_under_observed_agreement_and_kappa(tmp_path):
    def change(tables):
        tables["screening", "agreement"] = [
            replace(row, observed_low=0.34, observed_high=1.0, kappa_low=0.5, kappa_high=0.5)
            for row in tables["screening", "agreement"]
        ]

    html = page.render(built.read(make(tmp_path, change)))
    printed = re.findall(r'<small class="interval">(.*?)</small>', html)
    assert printed == ["0.34\u00a0to\u00a01.00", "interval cannot be estimated"]


def test_who_settles_conflicts_reads_as_a_sentence(config):
    of = config.stages[STAGE]
    both = replace(of, adjudication=replace(of.adjudication, how=("third", "discussion"), who=("R3",)))
    text = " ".join(rules(replace(config, stages={**config.stages, STAGE: both}), STAGE))
    assert "settled by discussion, or by a third reviewer who had not voted (R3)." in text


def test_tables_full_of_stand_ins_say_so_once(tmp_path):
    html = render(built.read(make(tmp_path)))
    methods_part = html.split('id="methods"')[1].split("</section>")[0]
    reviewers = html.split('id="reviewers"')[1].split("</section>")[0]
    assert 'class="mark"' in methods_part and 'class="mark"' in reviewers.split("</caption>")[0]
    assert "Voted after another" in reviewers and "Excluded without a reason" in reviewers


def test_automation_tools_are_named_with_what_they_alone_excluded(config):
    votes = [decision("a", "R1", "exclude"), decision("a", "R2", "exclude")]
    rows = [verdict("a", votes=2, automatic="yes")]
    assert "automation tool" not in " ".join(said(config, votes, rows))
    tools = tuple(replace(each, automation=each.id == "R2") for each in config.reviewers)
    (text,) = said(replace(config, reviewers=tools), votes, rows)
    assert (
        "Of the reviewers R2 was an automation tool; 1 citation was excluded by automation tools alone."
        in text
    )
