"""The protocol as data: what a schema cannot see, and what holds where it says nothing."""

import pytest

from small_review import CONFIG, make
from tamis.config import load_config
from tamis.errors import Problems
from tamis.proforma import check_fields, load_proforma


def read(tmp_path, config):
    """Return the config, and all that is wrong with it."""
    review = make(tmp_path, config=config)
    problems = Problems()
    loaded, proforma = load_config(review, problems), load_proforma(review, problems)
    if loaded and proforma:
        check_fields(loaded, proforma, problems)
    return loaded, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("counts: [country, supports]", []),
        (
            "counts: [country, finding]",
            ["field 'finding' must be of type choice or choices, and is of type text"],
        ),
        (
            "counts: [effects]",
            ["field 'effects' must be of type choice or choices, and is of type table"],
        ),
        (
            "tables: [{id: a, title: A, group_by: follow_up, fields: [finding, effects]}]",
            ["field 'follow_up' must be of type choice or choices, and is of type number"],
        ),
        ("tables: [{id: a, title: A, group_by: country, fields: [finding]}]", []),
    ],
)
def test_what_is_counted_or_groups_rows_is_a_choice(tmp_path, key, expected):
    config = CONFIG.replace("synthesis:\n", f"synthesis:\n  {key}\n")
    line = config.splitlines().index(f"  {key}") + 1
    _, said = read(tmp_path, config)
    assert said == [f"config/config.yaml:{line}: {text}" for text in expected]


def test_a_field_that_the_form_does_not_have_is_told_with_the_nearest(tmp_path):
    _, (said,) = read(tmp_path, CONFIG.replace("synthesis:\n", "synthesis:\n  counts: [contry]\n"))
    assert said.startswith("config/config.yaml:20: field 'contry' is not one of country, ")
    assert said.endswith("; did you mean 'country'?")


def test_a_maybe_carries_on_at_title_and_abstract_and_asks_for_a_decision_at_full_text(tmp_path):
    config, said = read(tmp_path, CONFIG)
    assert said == []
    assert {stage: rules.maybe for stage, rules in config.stages.items()} == {
        "title_abstract": "include",
        "full_text": "conflict",
    }
    text = CONFIG.replace("full_text: {reviewers: 1}", "full_text: {reviewers: 1, maybe: include}")
    _, said = read(tmp_path, text)
    assert said == [
        "config/config.yaml:11: screening.stages.full_text.maybe: 'include' is not one of conflict"
    ]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("reviewers: 1", ""),
        ("reviewers: 1, alone: both", ""),
        ("reviewers: 2, alone: nothing", ""),
        ("reviewers: 1, alone: nothing", "alone: nothing contradicts reviewers: 1"),
        ("reviewers: 2, allocation: {method: lead, lead: R1}", ""),
        ("reviewers: 2, allocation: {method: lead}", "needs to know who is the lead"),
        ("reviewers: 2, allocation: {method: pairs, lead: R1}", "a lead has no part in method pairs"),
        ("reviewers: 2, allocation: {method: pairs, reviewers: [R9]}", "'R9' is not one of"),
        ("reviewers: 2, adjudication: {who: [R9]}", "'R9' is not one of"),
    ],
)
def test_rules_of_a_stage_that_contradict_themselves_are_told(tmp_path, rules, expected):
    _, said = read(tmp_path, CONFIG.replace("full_text: {reviewers: 1}", f"full_text: {{{rules}}}"))
    assert [expected in text for text in said] == ([True] if expected else [])


def test_versions_of_the_flowchart_are_in_order_of_time_and_old_reasons_keep_their_words(tmp_path):
    earlier = """\
  earlier:
    - until: 2021-02-01
      why: Unclear
      flowchart: [{id: old, question: Was it asked, reason: Old}]
    - until: 2021-03-01T12:00
      why: Pilot
      flowchart: [{id: older, question: Is it asked, reason: Two}]
"""
    config, said = read(tmp_path / "a", CONFIG.replace("eligibility:\n", f"eligibility:\n{earlier}"))
    assert said == []
    assert [version.number for version in config.flowcharts] == [1, 2, 3]
    assert list(config.reasons)[-2:] == ["older", "old"] and config.reasons["old"] == "Old"
    swapped = earlier.replace("2021-02-01", "2021-04-01")
    _, (said,) = read(tmp_path / "b", CONFIG.replace("eligibility:\n", f"eligibility:\n{swapped}"))
    assert "is not later than that of the version before it" in said


@pytest.mark.parametrize(
    ("said", "key", "expected"),
    [
        ("{studies: 8, reports: 11}", "", []),
        ("{studies: 8}", "", []),
        ("{studies: [{id: a, reports: [One]}, {id: b, reports: [One]}]}", "", []),
        ("{reports: 11}", "reports", ["of how many studies? studies: is missing"]),
        ("{studies: 8, reports: 0}", "reports", ["8 studies cannot have 0 reports"]),
        (
            "{studies: [{id: a, reports: [One]}], reports: 1}",
            "reports",
            ["the studies are listed, each with its reports; leave it out"],
        ),
        (
            "{studies: [{id: a, reports: [One]}, {id: A, reports: [Two]}]}",
            "",
            ["id 'A' stands twice (also line 1)"],
        ),
    ],
)
def test_what_is_said_of_the_version_before(tmp_path, said, key, expected):
    _, found = read(tmp_path, f"previous_review: {said}\n{CONFIG}")
    assert found == [f"config/config.yaml:1: {text}" for text in expected]


def test_a_study_that_stands_twice_in_a_meta_analysis_is_told(tmp_path):
    _, found = read(tmp_path, f"flow: {{meta_analysis: [a, b, a]}}\n{CONFIG}")
    assert found == ["config/config.yaml:1: study 'a' stands twice"]


def test_an_automation_tool_is_a_reviewer_whom_nobody_waits_for(tmp_path):
    text = CONFIG.replace("reviewers: [", "reviewers: [{id: T1, role: classifier, automation: true}, ", 1)
    config, found = read(tmp_path, text)
    assert found == []
    assert "T1" in config.reviewer_ids
    assert config.automation == ("T1",)
    assert "T1" not in config.active
    assert "T1" not in config.people
