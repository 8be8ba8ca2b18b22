"""The protocol as data: what a schema cannot see, and what holds where it says nothing."""

import pytest

from small_review import CONFIG, make
from tamis.config import check_fields, load_config, load_proforma
from tamis.errors import Problems


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
    assert said.startswith("config/config.yaml:18: field 'contry' is not one of country, ")
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
