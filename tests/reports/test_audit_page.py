"""The audit of screening: its numbers are those of the tables, its sentences true, texts only texts."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from report_reviews import CONFIG, make

from tamis.reports import built
from tamis.reports.audit import coefficients, drift, history, methods, tallies
from tamis.reports.audit.page import render
from tamis.reports.audit.rules import rules
from tamis.tables import Agreement, AgreementCell, Confusion, Decision, Misjudged, Settlement, Verdict

HOSTILE = '=1+1 <script>alert(1)</script> </table> {{ 7 * 7 }} "quoted"'
PAIR = {"stage": "title_abstract", "part": "all", "table": "advance", "left_out": 0}


def tables_of(root, change=lambda tables: None, **more):
    return built.read(make(root, change, **more))


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def verdict(id: str, status: str = "agreed", outcome: str = "exclude", **more) -> Verdict:
    return Verdict("title_abstract", id, status, outcome, **{"votes": 2, "conflict": "no", **more})


def decision(id: str, who: str, word: str, *, order: int = 1, current: str = "yes", **more) -> Decision:
    return Decision("title_abstract", id, id, who, word, order=order, current=current, first="yes", **more)


def test_the_page_has_every_part_and_every_link_has_its_goal(tmp_path):
    html = render(tables_of(tmp_path))
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert "Coaching for gardeners" in html and "<script" not in html


def test_texts_of_strangers_stay_texts(tmp_path):
    def change(tables):
        tables["dedupe", "citations"] = [
            replace(c, title=HOSTILE, authors=HOSTILE) for c in tables["dedupe", "citations"]
        ]
        tables["screening", "misjudged"] = [Misjudged("title_abstract", "r1", "include", 2, 2)]
        tables["screening", "verdicts"] = [replace(v, batch="pilot") for v in tables["screening", "verdicts"]]
        tables["screening", "entries"] = [
            replace(e, title=HOSTILE, status="nothing", rule=HOSTILE) for e in tables["screening", "entries"]
        ]

    html = render(tables_of(tmp_path, change))
    assert "<script" not in html and "{{ 7" in html
    assert html.count("&lt;script&gt;alert(1)") >= 2


def test_in_duplicate_is_said_only_where_it_is_true_of_every_citation():
    two = [verdict("r1"), verdict("r2", outcome="include", votes=3), verdict("r3", "awaiting", "", votes=1)]
    assert tallies.in_duplicate(two, "title_abstract")
    assert not tallies.in_duplicate([*two, verdict("r4", "single", votes=1)], "title_abstract")
    assert not tallies.in_duplicate([*two, verdict("r4", "listed", votes=0)], "title_abstract")
    assert not tallies.in_duplicate([], "title_abstract")


def test_the_methods_text_counts_those_that_one_reviewer_decided_alone(tmp_path):
    config = tables_of(tmp_path).config
    verdicts = [
        verdict("r1"),
        verdict("r2"),
        verdict("r3", "single", votes=1),
        verdict("r4", "single", votes=1),
    ]
    votes = [
        decision("r1", "R1", "exclude"),
        decision("r1", "R2", "exclude"),
        decision("r3", "R2", "exclude"),
    ]
    (said,) = methods.paragraphs(config, votes, verdicts, [], [], [])
    assert "4 citations were screened on title and abstract by 2 reviewers (R1 and R2)" in said
    assert "2 (50.0%) by two reviewers or more and 2 (50.0%) by one reviewer alone" in said
    assert "Each citation that was decided on was screened by two" not in said
    (said,) = methods.paragraphs(config, votes[:2], verdicts[:2], [], [], [])
    assert "Each citation that was decided on was screened by two reviewers or more." in said


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"resolved_how": "third", "status": "adjudicated"}, "1 was settled by a third reviewer"),
        ({"resolved_how": "discussion", "status": "adjudicated"}, "1 was settled by discussion"),
        ({"status": "agreed"}, "1 was settled when a reviewer changed a decision"),
        ({"status": "listed"}, "1 was decided by a list of the team"),
        ({"status": "conflict", "outcome": ""}, "1 was not settled yet"),
    ],
)
def test_each_conflict_takes_one_way(tmp_path, more, words):
    config = tables_of(tmp_path).config
    verdicts = [verdict("r1", **{"conflict": "yes", **more}), verdict("r2")]
    (said,) = methods.paragraphs(config, [], verdicts, [], [], [])
    assert "On 1 citation (50.0%) votes did not settle it: 1 with opposite decisions." in said
    assert f"Of these, {words}" in said
    of = tallies.conflicts(verdicts, [], "title_abstract", frozenset())
    assert of.third + of.discussion + of.themselves + of.listed + of.open == of.all == 1


def test_whether_the_third_reviewer_had_seen_the_votes_is_said():
    rows = [verdict(f"r{n}", "adjudicated", conflict="yes", resolved_how="third") for n in range(4)]
    settled = [
        Settlement(
            "title_abstract",
            f"r{n}",
            f"r{n}",
            "exclude",
            how="third",
            who="R3",
            votes_seen=seen,
            current="yes",
        )
        for n, seen in enumerate(["yes", "no", "no", ""])
    ]
    reversed_ = replace(settled[0], current="no", votes_seen="no", who="R9")
    of = tallies.conflicts(rows, [reversed_, *settled], "title_abstract", frozenset())
    assert (of.third, of.seen, of.unseen, of.who, of.reversed) == (4, 1, 2, ("R3",), 1)


def test_a_reviewers_line_counts_citations_and_changes_of_mind():
    votes = [
        decision("r1", "R1", "include", order=1, current="no", moment="2024-01-01T10:00:00"),
        decision("r1", "R1", "exclude", order=2, moment="2024-01-03T10:00:00"),
        decision("r2", "R1", "exclude", order=1, current="no"),
        decision("r2", "R1", "exclude", order=2),
        decision("r3", "R1", "maybe"),
        decision("r3", "team", "include"),
    ]
    (of,) = tallies.reviewed(votes, "title_abstract")
    assert (of.reviewer, of.citations, of.include, of.exclude, of.maybe, of.changed) == ("R1", 3, 0, 2, 1, 1)
    assert (of.start[:10], of.end[:10]) == ("2024-01-01", "2024-01-03")


def test_what_is_undefined_is_called_so_and_a_zero_is_a_zero():
    row = Agreement(**PAIR, reviewer_a="R1", reviewer_b="R2", both=4, kappa=None, ac1=0.0, observed=1.0)
    values = coefficients.values(row)
    assert values[2] == "undefined" and values[4] == "0.00" and values[0] == "100.0%"


def test_the_lead_and_all_pairs_stand_apart_from_single_pairs():
    rows = [
        Agreement(**PAIR, reviewer_a="R1", reviewer_b="R2", both=4),
        Agreement(**PAIR, reviewer_a="R1", reviewer_b="others", both=9),
        Agreement(**PAIR, reviewer_a="R1", reviewer_b="R3", both=5),
        Agreement(**PAIR, reviewer_a="all", reviewer_b="all", both=13),
    ]
    lines = coefficients.pairs(rows, "title_abstract", "all")
    assert [(line.who, line.total) for line in lines] == [
        ("R1 and R2", False),
        ("R1 and all others", True),
        ("R1 and R3", False),
        ("All pairs together", True),
    ]
    assert coefficients.pooled(rows, "title_abstract", "all").both == 13
    assert coefficients.pooled(rows[:1], "title_abstract", "all").both == 4


def test_words_for_kappa_only_where_the_config_asks_with_their_source(tmp_path):
    def change(tables):
        tables["screening", "agreement"] = [
            Agreement(**PAIR, reviewer_a="R1", reviewer_b="R2", both=4, observed=0.9, kappa=0.55)
        ]

    assert "moderate" not in render(tables_of(tmp_path / "a", change))
    asked = CONFIG.replace("screening:\n", "screening:\n  agreement: {words: landis_koch_1977}\n")
    assert asked != CONFIG
    html = text(render(tables_of(tmp_path / "b", change, config=asked)))
    assert "“moderate” by Landis" in html and "such bands mislead" not in html


def test_squares_have_every_word_once_in_each_direction():
    cells = [
        AgreementCell("full_text", "all", "R1", "R2", a, b, n)
        for a, b, n in (("include", "include", 5), ("include", "exclude", 2), ("maybe", "exclude", 1))
    ]
    (square,) = coefficients.squares(cells, "full_text")
    assert square.words == ("include", "maybe", "exclude")
    assert square.rows == (("include", (5, 0, 2)), ("maybe", (0, 0, 1)), ("exclude", (0, 0, 0)))
    found = coefficients.confusion(
        [Confusion("full_text", "all", "all", "topic", "", 3)], "full_text", ["topic"]
    )
    assert found.words == ("topic", "") and found.rows[0] == ("topic", (0, 3))


def test_history_is_in_order_of_time_within_a_citation(tmp_path):
    tables = tables_of(tmp_path)
    lines = history.history(tables.decisions, tables.adjudications, tables.citation)
    assert len(lines) == len(tables.decisions) + len(tables.adjudications)
    assert {line.kind for line in lines} == {"decision", "third"}
    late, early = (replace(tables.decisions[0], time=f"2024-01-0{day}") for day in (9, 2))
    assert [line.time for line in history.history([late, early], [], tables.citation)] == [
        "2024-01-02",
        "2024-01-09",
    ]


def test_the_rules_are_those_of_the_config(tmp_path):
    config = tables_of(tmp_path).config
    stage = config.stages["full_text"]
    alone = replace(
        config, stages={**config.stages, "full_text": replace(stage, alone="exclude", reasons="first")}
    )
    assert "One reviewer alone decides nothing." in rules(config, "full_text")
    said = rules(alone, "full_text")
    assert any("alone may exclude" in rule for rule in said) and any(
        "comes first in the" in rule for rule in said
    )


def test_the_figure_says_each_period_and_keeps_its_points_inside():
    periods = [
        Agreement(
            "title_abstract",
            f"period:{n}",
            "advance",
            "all",
            "all",
            both=10,
            left_out=0,
            observed=share,
            observed_low=share - 0.2,
            observed_high=min(share + 0.1, 1.0),
            start=f"2024-01-0{n}T10:00:00",
            end=f"2024-01-0{n}T12:00:00",
        )
        for n, share in ((1, 0.5), (2, 1.0))
    ]
    figure = drift.draw(periods, "Agreement <over> time")
    assert "50.0% of 10" in figure and "&lt;over&gt;" in figure
    points = [float(y) for y in re.findall(r'cy="([\d.]+)"', figure)]
    assert len(points) == 2 and drift.TOP == points[1] < points[0] < drift.HEIGHT - drift.BOTTOM
