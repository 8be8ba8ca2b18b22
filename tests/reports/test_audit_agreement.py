"""Agreement as the audit prints it: which rows, what is not claimed, reasons, changed flowcharts."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from report_reviews import CONFIG, make

from tamis.config import Flowchart, Question
from tamis.reports import built
from tamis.reports.audit import changed, coefficients, drift
from tamis.reports.audit.page import render
from tamis.reports.audit.reasons import reasons
from tamis.tables import Affected, Agreement, Confusion, Decision, Drift, PanelAgreement

STAGE = "title_abstract"
ROW = Agreement(STAGE, "all", "advance", "R1", "R2", both=200, left_out=0, observed=0.9, bias=0.1)


def section(html: str, id: str) -> str:
    """Return the text of a part of the page, without marks of stand-ins."""
    found = html.split(f'<section id="{id}"')[1].split("</section>")[0]
    found = re.sub(r'<a class="mark".*?</a>', "", found)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def page(root, change=lambda tables: None, **more) -> str:
    return render(built.read(make(root, change, **more)))


# --- rows of agreement ----------------------------------------------------------------------------


def test_an_interval_of_no_width_is_not_printed_as_certainty():
    values = coefficients.values(replace(ROW, kappa=1.0, kappa_low=1.0, kappa_high=1.0))
    assert values[2] == "1.00 (interval cannot be estimated)"
    panel = PanelAgreement(
        STAGE, "all", "advance", 3, 5, 15, 1.0, fleiss=0.0, fleiss_low=-1e-17, fleiss_high=1e-17
    )
    ((_, _, cells),) = coefficients.panels([panel], STAGE)
    assert cells[:2] == ("100%", "0.00 (interval cannot be estimated)")


def test_few_citations_have_no_decimals_of_a_per_cent():
    assert coefficients.values(replace(ROW, both=8, positive=0.8754))[:2] == ("90%", "88%, undefined")
    assert coefficients.values(replace(ROW, both=120, left_out=21))[0] == "90%"
    assert coefficients.values(replace(ROW, both=120, left_out=20))[0] == "90.0%"


def test_all_pairs_together_have_no_bias():
    assert coefficients.values(ROW)[-1] == "undefined, 0.10"
    assert coefficients.values(replace(ROW, reviewer_a="all", reviewer_b="all"))[-1] == "undefined, –"


def test_rows_that_say_the_same_stand_once():
    rows = [
        ROW,
        replace(ROW, reviewer_b="R3"),
        replace(ROW, reviewer_b="others", both=400),
        replace(ROW, reviewer_a="all", reviewer_b="all", both=400),
    ]
    assert [line.who for line in coefficients.pairs(rows, STAGE, "all")] == [
        "R1 and R2",
        "R1 and R3",
        "R1 and all others",
    ]
    rows[-1] = replace(rows[-1], both=401)
    assert len(coefficients.pairs(rows, STAGE, "all")) == 4
    parts = [
        replace(ROW, part="after_pilot"),
        replace(ROW, part="batch:1"),
        replace(ROW, part="batch:2", both=9),
    ]
    found = coefficients.several(parts, STAGE, ("pilot", "after_pilot", "batch:1", "batch:2"))
    assert [name for name, _ in found] == ["After the pilot", "Batch 2"]


@pytest.mark.parametrize(("votes", "overlap"), [(400, False), (300, True)])
def test_the_note_on_several_pairs_stands_where_a_vote_is_in_several(tmp_path, votes, overlap):
    def change(tables):
        rows = [ROW, replace(ROW, reviewer_b="R3"), replace(ROW, reviewer_a="all", reviewer_b="all")]
        tables["screening", "agreement"] = [
            replace(row, table=table) for row in rows for table in ("advance", "words")
        ]
        tables["screening", "panels"] = [PanelAgreement(STAGE, "all", "words", 3, 200, votes)]

    said = section(page(tmp_path, change), "agreement")
    assert ("a vote can count in several of them" in said) == overlap


def test_where_numbers_rest_on_stand_ins_each_table_of_agreement_says_so(tmp_path):
    def change(tables):
        tables["screening", "agreement"] = [
            *(replace(ROW, part=f"period:{n}", start=day, end=day) for n, day in enumerate(DAYS, start=1)),
            ROW,
        ]
        tables["screening", "drift"] = [Drift(STAGE, "R1", "R2", 2, 0.9, 0.9, 0.1, 0.9)]
        tables["screening", "confusions"] = [Confusion(STAGE, "R1", "R2", "topic", "topic", 3)]

    html = page(tmp_path, change)
    for id in ("agreement", "time", "reasons"):
        part = html.split(f'<section id="{id}"')[1].split("</section>")[0]
        captions = re.findall(r"<(?:fig)?caption>(.*?)</(?:fig)?caption>", part, re.S)
        assert captions and all('class="mark"' in caption for caption in captions), id
    plain = CONFIG.replace("[hits, votes, ", "[hits, ")
    assert plain != CONFIG
    assert "all numbers" not in page(tmp_path / "plain", change, config=plain)


DAYS = ("2024-01-01T10:00:00", "2024-01-05T10:00:00")


# --- over time ------------------------------------------------------------------------------------


def test_what_is_not_tested_is_called_so_and_many_tests_are_said_to_be_many(tmp_path):
    def change(tables):
        tables["screening", "agreement"] = [
            replace(ROW, part=f"period:{n}", start=day, end=day) for n, day in enumerate(DAYS, start=1)
        ]
        tables["screening", "drift"] = [
            Drift(STAGE, "R1", "R2", 2, 0.9, 0.8, -1.5, 0.134),
            Drift(STAGE, "R1", "R3", 2, 0.9, 0.8, 1.0, 0.317),
            Drift(STAGE, "R2", "R3", 2, 0.9, 0.8, None, None, "few"),
            Drift(STAGE, "all", "all", 2, 0.9, 0.7, None, None, "several"),
        ]

    said = section(page(tmp_path, change), "time")
    assert "R2 and R3 2 90.0% 80.0% – too few" in said
    assert "All pairs together 2 90.0% 70.0% – not tested" in said
    assert "R1 and R2 2 90.0% 80.0% -1.50 0.134" in said
    assert "2 trends are tested, and p is not corrected" in said
    assert "intervals are narrower than they should be" in said


def test_a_trend_that_says_the_same_stands_once():
    led = Drift(STAGE, "R1", "others", 5, 0.9, 0.8, -1.5, 0.134)
    pooled = replace(led, reviewer_a="all", reviewer_b="all")
    assert drift.lines([pooled, led], STAGE) == [led]
    assert len(drift.lines([replace(pooled, first=0.95), led], STAGE)) == 2
    assert drift.lines([pooled], STAGE) == [pooled] and drift.lines([pooled], "full_text") == []


# --- reasons --------------------------------------------------------------------------------------


def test_pairs_with_two_reasons_are_told_from_those_with_one_or_none(tmp_path):
    counts = {("topic", "topic"): 6, ("topic", "design"): 2, ("design", ""): 4, ("", ""): 3}
    rows = [Confusion(STAGE, "all", "all", a, b, n) for (a, b), n in counts.items()]
    of = reasons(rows, STAGE, ["topic", "design"])
    assert (of.pairs, of.two, of.same, of.differ, of.one, of.none) == (15, 8, 6, 2, 4, 3)
    assert of.agreement == "75% (41% to 93%)"  # Wilson's limits of 6 in 8
    assert of.square.folded and of.square.words == ("topic", "design", "")
    assert reasons(rows, "full_text", []) is None
    none = reasons([rows[-1]], STAGE, [])
    assert none.agreement == "undefined" and none.two == 0

    def change(tables):
        tables["screening", "confusions"] = rows

    said = section(page(tmp_path, change), "reasons")
    assert "Of 15 pairs of exclusions, 8 gave two reasons, 4 one and 3 none." in said
    assert "no reason given – – 3" in said  # which came first does not count


def test_where_nobody_gave_a_reason_there_is_no_table_of_reasons(tmp_path):
    def change(tables):
        tables["screening", "confusions"] = [Confusion(STAGE, "R1", "R2", "", "", 7)]

    said = section(page(tmp_path, change), "reasons")
    assert "0 gave two reasons, 0 one and 7 none. How far reviewers agree on reasons cannot be said." in said
    assert "rows: the first" not in said


def test_of_one_pair_it_counts_who_said_which():
    rows = [Confusion(STAGE, "R1", "R2", "topic", "design", 2), Confusion(STAGE, "R1", "R2", "design", "", 1)]
    square = reasons(rows, STAGE, ["topic", "design"]).square
    assert not square.folded and square.who == "R1 and R2" and square.rows[0] == ("topic", (0, 2, 0))


# --- a changed flowchart --------------------------------------------------------------------------


def asked(id: str, reason: str) -> Question:
    return Question(id, "?", reason)


VERSIONS = (Flowchart(1, (asked("topic", "Old words"),)), Flowchart(2, (asked("topic", "New words"),)))


def affected(record: str, decision: str, change: str = "reworded", question: str = "topic") -> Affected:
    reason = question if decision == "exclude" else ""
    return Affected(STAGE, record, record, "R1", decision, reason, 1, 2, change, question, f"log:{record}")


def test_a_decision_stands_once_with_its_questions_and_the_words_of_its_own_version():
    rows = [affected("r1", "exclude"), affected("r2", "maybe"), affected("r2", "maybe", "added", "outcome")]
    lines = changed.lines(rows, VERSIONS)
    assert [(line.citation_id, line.reason, line.questions) for line in lines] == [
        ("r1", "Old words", ("topic reworded",)),
        ("r2", "", ("topic reworded", "outcome added")),
    ]


def test_where_the_version_is_not_known_the_reason_has_the_last_words_that_it_had():
    row = replace(affected("r1", "exclude", "removed", "design"), version=None)
    gone = Flowchart(1, (asked("design", "Wrong design"),))
    (line,) = changed.lines([row], (gone, VERSIONS[1]))
    assert (line.reason, line.version) == ("Wrong design", None)


def test_exclusions_are_told_from_what_went_on():
    rows = [affected("r1", "exclude"), affected("r2", "exclude"), affected("r3", "include")]
    assert changed.changes(rows) == [changed.Change(2, "reworded", "topic", excluded=2, carried=1)]


def test_exclusions_without_a_reason_under_an_earlier_version_are_counted():
    def made(decision="exclude", **more):
        return Decision(STAGE, "a", "a", "R1", decision, **{"current": "yes", "version": 1, **more})

    rows = [
        made(),
        made(reason="topic"),
        made("include"),
        made(version=2),
        made(current="no"),
        made(version=None),
        made("include", version=None),
    ]
    assert changed.unknown(rows, 2) == (1, 2)
    assert changed.unknown(rows, 1) == (0, 0)
