"""The audit of screening: its numbers are those of the tables, its sentences true, texts only texts."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from report_reviews import CONFIG, make

from tamis.reports import built
from tamis.reports.audit import coefficients, drift, history
from tamis.reports.audit.page import render
from tamis.reports.audit.rules import rules
from tamis.tables import Agreement, AgreementCell, Misjudged

HOSTILE = '=1+1 <script>alert(1)</script> </table> {{ 7 * 7 }} "quoted"'
PAIR = {"stage": "title_abstract", "part": "all", "table": "advance", "left_out": 0}


def tables_of(root, change=lambda tables: None, **more):
    return built.read(make(root, change, **more))


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_page_has_every_part_and_every_link_has_its_goal(tmp_path):
    html = render(tables_of(tmp_path))
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert "Coaching for gardeners" in html


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
    assert html.count("<script") == 1 and "{{ 7" in html  # our own
    assert html.count("&lt;script&gt;alert(1)") >= 2


def test_what_is_undefined_is_called_so_and_a_zero_is_a_zero():
    row = Agreement(**PAIR, reviewer_a="R1", reviewer_b="R2", both=4, kappa=None, ac1=0.0, observed=1.0)
    values = coefficients.values(row)
    assert values[2] == "undefined" and values[4] == "0.00" and values[0] == "100%"


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
    (alone,) = coefficients.squares(cells[:2], "full_text")
    assert alone.words == ("include", "exclude")


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
