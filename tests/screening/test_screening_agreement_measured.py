"""Agreement of a review: which votes it is about, which rows there are, and what must hold of them."""

import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.config import AgreementRules
from tamis.reports.context import Context
from tamis.reports.numbers import Numbers
from tamis.reports.sections import screening as section
from tamis.screening.agreement import pairs
from tamis.screening.agreement.measure import Measured, measured_by
from tamis.screening.agreement.of_two import trend
from tamis.screening.agreement.votes import Plan, natural
from tamis.store import arrow_types
from tamis.tables import Decision, Verdict

STAGE = "title_abstract"
RULE = {"include": True, "maybe": True, "exclude": False}
REVIEWERS = ("R1", "R2", "R3")


def plan(reviewers=REVIEWERS, lead="", rule=RULE, reasons=()) -> Plan:
    return Plan(tuple(reviewers), lead, {STAGE: rule, "full_text": rule}, tuple(reasons))


def vote(reviewer, citation, decision, **more) -> Decision:
    row = Decision(STAGE, citation, citation, reviewer, decision, order=1, current="yes", first="yes")
    return replace(row, **more)


def frame(rows, kind) -> pd.DataFrame:
    names = list(arrow_types(kind))
    values = [[getattr(row, name) for name in names] for row in rows]
    return pd.DataFrame(values, columns=names).astype(arrow_types(kind))


def measure(votes, of: Plan | None = None, verdicts=()) -> Measured:
    return measured_by(of or plan(), frame(votes, Decision), frame(verdicts, Verdict))


def rows(found: Measured, part="all", table="advance", stage=STAGE):
    return {
        (row.reviewer_a, row.reviewer_b): row
        for row in found.agreement
        if (row.stage, row.part, row.table) == (stage, part, table)
    }


def cells(row):
    return (row.both_include, row.a_only, row.b_only, row.both_exclude)


# --- which votes ----------------------------------------------------------------------------------


def test_first_votes_of_people_count_and_nothing_else():
    made = [
        vote("R1", "a", "exclude"),
        vote("R1", "a", "include", first="no", order=2),  # changed after talking to R2
        vote("R2", "a", "include"),
        vote("R1", "b", "duplicate"),
        vote("R2", "b", "include"),
        vote("R1", "c", "maybe"),
        vote("R2", "c", "include"),
        vote("R1", "d", "include"),
        vote("team", "d", "exclude"),
        vote("R1", "e", "include"),
        vote("R2", "e", "exclude", stage="full_text"),
    ]
    found = rows(measure(made))
    assert {who: cells(row) for who, row in found.items()} == {("R1", "R2"): (1, 0, 1, 0)}
    assert [(p.first.reviewer, p.second.reviewer, p.first.citation_id) for p in pairs(made, REVIEWERS)] == [
        ("R1", "R2", "a"),
        ("R1", "R2", "c"),
    ]


def test_what_a_maybe_is_is_said_by_the_rule():
    made = [
        *(vote("R1", "a", "maybe"), vote("R2", "a", "include")),
        *(vote("R1", "b", "maybe"), vote("R2", "b", "exclude")),
        *(vote("R1", "c", "exclude"), vote("R2", "c", "exclude")),
    ]

    def advance(rule):
        (row,) = rows(measure(made, plan(rule=rule))).values()
        return cells(row), row.both, row.left_out

    assert advance(RULE) == ((1, 1, 0, 1), 3, 0)
    assert advance({**RULE, "maybe": False}) == ((0, 0, 1, 2), 3, 0)
    assert advance({"include": True, "exclude": False}) == ((0, 0, 0, 1), 3, 2)


def test_the_table_of_words_and_its_cells():
    made = [
        *(vote("R1", "a", "maybe"), vote("R2", "a", "include")),
        *(vote("R1", "b", "include"), vote("R2", "b", "include")),
        *(vote("R1", "c", "exclude"), vote("R2", "c", "exclude")),
    ]
    found = measure(made)
    (row,) = rows(found, table="words").values()
    assert (row.both, row.left_out, row.observed) == (3, 0, pytest.approx(2 / 3))
    assert cells(row) == (None, None, None, None) and row.prevalence is None and row.bias is None
    assert row.positive == pytest.approx(2 / 3) and row.negative == 1
    assert row.pabak == pytest.approx(0.5)  # of three words
    said = {(c.decision_a, c.decision_b): c.n for c in found.cells}
    assert len(said) == 9 and {k: n for k, n in said.items() if n} == {
        ("maybe", "include"): 1,
        ("include", "include"): 1,
        ("exclude", "exclude"): 1,
    }
    assert len(measure([row for row in made if row.citation_id != "a"]).cells) == 4  # nobody said maybe


# --- which rows -----------------------------------------------------------------------------------


def test_pairs_all_together_and_the_lead_with_the_others():
    made = [
        *(vote("R1", "a", "include"), vote("R2", "a", "exclude")),
        *(vote("R2", "b", "include"), vote("R3", "b", "exclude")),
        *(vote("R1", "c", "include"), vote("R3", "c", "include")),
    ]
    two = {("R1", "R2"): (0, 1, 0, 0), ("R1", "R3"): (1, 0, 0, 0), ("R2", "R3"): (0, 1, 0, 0)}
    two[("all", "all")] = (1, 2, 0, 0)
    assert {who: cells(row) for who, row in rows(measure(made)).items()} == two
    led = rows(measure(made, plan(lead="R2")))
    # R2 comes first though R1 stands before R2 in the list
    assert cells(led.pop(("R2", "others"))) == (0, 1, 1, 0)
    assert {who: cells(row) for who, row in led.items()} == two
    assert list(rows(measure(made[:2], plan(lead="R1")))) == [("R1", "R2")]


def test_batches_and_the_pilot():
    made = [
        vote(who, citation, "include", batch=batch)
        for citation, batch in (("a", "pilot"), ("b", "10"), ("c", "2"), ("d", ""))
        for who in ("R1", "R2")
    ]
    found = measure(made)
    parts = {row.part: row.both for row in found.agreement if row.table == "advance"}
    assert parts == {"all": 4, "pilot": 1, "after_pilot": 3, "batch:2": 1, "batch:10": 1}
    assert list(parts)[-2:] == ["batch:2", "batch:10"]
    assert {p.part: p.citations for p in found.panels if p.table == "words"} == parts
    without = measure([row for row in made if row.batch != "pilot"])
    assert {row.part for row in without.agreement} == {"all", "batch:2", "batch:10"}


def timed(
    number: int, agree=lambda at: True, moment=lambda at: f"2021-01-01T00:{at // 60:02d}:{at % 60:02d}"
):
    """Return votes of R1 and R2 on some citations, one a second; R2 a day before R1."""
    made = []
    for at in range(number):
        later = moment(at)
        made.append(vote("R1", f"r{at}", "exclude", moment=later))
        earlier = later and f"2020-12-31{later[10:]}"
        made.append(vote("R2", f"r{at}", "exclude" if agree(at) else "include", moment=earlier))
    return made


def test_periods_are_five_equal_parts_in_order_of_time():
    found = measure(timed(52, agree=lambda at: at >= 13))
    periods = {
        row.part: row for row in found.agreement if row.part.startswith("period") and row.table == "advance"
    }
    assert {part: row.both for part, row in periods.items()} == {
        "period:1": 11,
        "period:2": 10,
        "period:3": 11,
        "period:4": 10,
        "period:5": 10,
    }
    assert (periods["period:1"].start, periods["period:1"].end) == (
        "2021-01-01T00:00:00",
        "2021-01-01T00:00:10",
    )
    assert [row.observed for row in periods.values()] == [0, 0.8, 1, 1, 1]
    (drift,) = found.drift
    assert (drift.periods, drift.first, drift.last) == (5, 0, 1)
    assert measure(timed(50)).drift and not measure(timed(49)).drift


def test_a_trend_is_tested_where_each_period_has_five_pairs_of_each_kind_to_expect():
    def drift(differ):
        (row,) = measure(timed(100, agree=lambda at: at >= differ)).drift
        return row

    assert drift(25).z > 5 and drift(25).p < 1e-6 and drift(25).untested == ""
    assert drift(75).untested == "" and drift(76).untested == "few"
    assert (drift(24).z, drift(24).p, drift(24).untested) == (None, None, "few")


def test_the_pilot_is_no_period_and_dependent_pairs_have_no_trend():
    def votes(prefix, people, number, hour, batch):
        return [
            vote(who, f"{prefix}{at}", "exclude" if (at + n) % 3 else "include", batch=batch, moment=moment)
            for at in range(number)
            for n, who in enumerate(people)
            for moment in [f"2021-01-0{1 + n}T{hour:02d}:{at // 60:02d}:{at % 60:02d}"]
        ]

    piloted = votes("p", REVIEWERS, 60, 8, "pilot")
    rest = votes("a", ("R1", "R2"), 90, 9, "") + votes("b", ("R2", "R3"), 90, 10, "")
    found = measure(piloted + rest, plan(lead="R2"))
    periods = [row for row in rows_of_periods(found) if row.reviewer_a == "all"]
    assert sum(row.both for row in periods) == 180 and periods[0].start >= "2021-01-02T09"
    assert {(d.reviewer_a, d.reviewer_b): d.untested for d in found.drift} == dict.fromkeys(
        [("R1", "R2"), ("R2", "R3"), ("all", "all"), ("R2", "others")], ""
    )
    alone = measure(piloted, plan(lead="R2"))
    assert not alone.drift and not rows_of_periods(alone)
    together = measure([replace(v, batch="") for v in piloted], plan(lead="R2")).drift
    assert {d.reviewer_b: d.untested for d in together if d.reviewer_b in ("all", "others")} == {
        "all": "several",
        "others": "several",
    }
    assert all(d.p is None for d in together if d.untested)


def test_periods_do_not_overlap():
    def later(at):
        return f"2021-02-01T00:{at // 60:02d}:{at % 60:02d}"

    periods = rows_of_periods(measure(timed(50, moment=later)))
    assert all(row.start <= row.end < after.start for row, after in pairwise(periods))


def test_single_votes_count_for_no_panel_of_a_review():
    made = [
        vote(who, f"r{at}", word)
        for at, word in enumerate(["include", "exclude"] * 5)
        for who in ("R1", "R2")
    ]
    made[-1] = replace(made[-1], decision="include")
    single = [vote("R3", f"s{at}", "exclude") for at in range(40)]
    assert measure(made + single).panels == measure(made).panels
    of_loose = replace(plan(), alone=True)
    assert measure(made + single, of_loose).panels[0].fleiss < measure(made).panels[0].fleiss
    neither = plan(rule={"include": True, "exclude": False})
    maybe = [vote("R1", "m", "maybe"), vote("R2", "m", "exclude")]
    panels = [
        p for made_ in (made, made + maybe) for p in measure(made_, neither).panels if p.table == "advance"
    ]
    assert panels[0] == panels[1]


def test_periods_of_the_lead_have_the_lead_first():
    words = ("include", "exclude", "exclude")
    made = []
    for at in range(180):
        who = ("R1", "R2") if at % 3 else ("R2", "R3")
        moment = f"2021-01-01T{at // 60:02d}:{at % 60:02d}:00"
        made += [vote(one, f"r{at}", words[(at + shift) % 3], moment=moment) for shift, one in enumerate(who)]
    found = measure(made, plan(lead="R2"))
    for who, row in rows(found).items():
        periods = [rows(found, f"period:{number}")[who] for number in range(1, 6)]
        assert tuple(map(sum, zip(*map(cells, periods), strict=True))) == cells(row), who
    assert row.a_only != row.b_only


def rows_of_periods(found):
    return [row for row in found.agreement if row.part.startswith("period") and row.table == "advance"]


def test_pairs_of_one_moment_are_never_torn_apart():
    one_moment = measure(timed(60, moment=lambda at: "2021-01-01T24:00:00"))
    assert {row.part for row in one_moment.agreement} == {"all"} and not one_moment.drift
    two = measure(timed(60, moment=lambda at: f"2021-01-0{1 + at % 2}T24:00:00"))
    counts = {row.part: row.both for row in two.agreement if row.table == "advance"}
    assert counts == {"all": 60, "period:1": 30, "period:2": 30}
    assert two.drift[0].z is None and two.drift[0].p is None  # they agree on all


def test_without_times_there_are_no_periods_and_no_moments():
    found = measure(timed(60, moment=lambda at: ""))
    assert {(row.part, row.start, row.end) for row in found.agreement} == {("all", "", "")}
    some = timed(60)
    some[:11] = [replace(row, moment="") if row.reviewer == "R1" else row for row in some[:11]]
    found = measure(some)
    assert found.drift and found.agreement[0].start == "2020-12-31T00:00:00"
    assert sum(row.both for row in rows_of_periods(found)) == 54  # where one time is not known, none is


def test_trend_of_a_published_table():
    """Smokers among patients of four studies (Fleiss 1981, p. 139), as R's help on prop.trend.test has it."""
    z, p = trend(np.array([83, 90, 129, 70]), np.array([86, 93, 136, 82]))
    assert z**2 == pytest.approx(8.2249, abs=5e-5)  # X-squared of R's help page
    assert p == pytest.approx(0.004132, abs=5e-7)
    assert z < 0
    assert trend(np.array([5, 5]), np.array([5, 5])) == (None, None)
    assert trend(np.array([0, 3]), np.array([0, 5])) == (None, None)


def test_stages_are_apart_and_in_order():
    made = [vote(who, "a", "include", stage=stage) for stage in ("full_text", STAGE) for who in ("R1", "R2")]
    assert [row.stage for row in measure(made).agreement] == [STAGE, STAGE, "full_text", "full_text"]


def test_of_nothing_there_is_nothing():
    assert measure([]) == Measured([], [], [], [], [], [])
    alone = measure([vote("R1", "a", "include")])
    assert alone == Measured([], [], [], [], [], [])


# --- reasons, the pilot ---------------------------------------------------------------------------


def test_reasons_that_are_confused():
    def out(who, citation, reason):
        return vote(who, citation, "exclude", reason=reason)

    made = [
        *(out("R1", "a", "design"), out("R2", "a", "topic")),
        *(out("R1", "b", "topic"), out("R3", "b", "design")),
        *(out("R1", "c", "topic"), out("R2", "c", "topic")),
        *(out("R1", "d", ""), out("R2", "d", "")),
        *(out("R1", "e", "topic"), out("R2", "e", "")),
        *(out("R1", "f", "topic"), vote("R2", "f", "include")),
    ]
    found = measure(made, plan(reasons=("topic", "design"))).confusions
    assert [(c.reviewer_a, c.reviewer_b, c.reason_a, c.reason_b, c.n) for c in found] == [
        ("R1", "R2", "topic", "topic", 1),
        ("R1", "R2", "topic", "", 1),
        ("R1", "R2", "design", "topic", 1),
        ("R1", "R2", "", "", 1),
        ("R1", "R3", "topic", "design", 1),
        ("all", "all", "topic", "topic", 1),
        ("all", "all", "topic", "design", 2),
        ("all", "all", "topic", "", 1),
        ("all", "all", "", "", 1),
    ]


def test_what_the_pilot_got_wrong():
    def both(citation, one, other, outcome, batch="pilot"):
        votes = [vote("R1", citation, one, batch=batch), vote("R2", citation, other, batch=batch)]
        return votes, Verdict(STAGE, citation, "agreed", outcome)

    made = [
        both("b", "exclude", "exclude", "include"),
        both("a", "exclude", "include", "include"),
        both("c", "include", "include", "include"),
        both("d", "include", "include", ""),
        both("e", "include", "include", "duplicate"),
        both("f", "exclude", "exclude", "include", batch="1"),
        both("g", "maybe", "exclude", "exclude"),
    ]
    votes, verdicts = [v for two, _ in made for v in two], [verdict for _, verdict in made]
    found = measure(votes, verdicts=verdicts).misjudged
    assert [(m.citation_id, m.outcome, m.votes, m.wrong) for m in found] == [
        ("a", "include", 2, 1),
        ("b", "include", 2, 2),
        ("g", "exclude", 2, 1),
    ]
    neither = measure(votes, plan(rule={"include": True, "exclude": False}), verdicts).misjudged
    assert [m.citation_id for m in neither] == ["a", "b"]


def test_names_sort_as_people_count():
    assert sorted(["10", "2", "b1", "a"], key=natural) == ["2", "10", "a", "b1"]


# --- any votes ------------------------------------------------------------------------------------

WORD = st.sampled_from(["include", "exclude", "exclude", "maybe"])
MOMENT = st.sampled_from(["", "2021-01-01T24:00:00", "2021-01-02T08:00:00", "2021-01-02T09:30:00"])


@st.composite
def votes(draw):
    made = []
    for at in range(draw(st.integers(1, 8))):
        batch = draw(st.sampled_from(["pilot", "1", "2", ""]))
        for who in draw(st.lists(st.sampled_from(REVIEWERS), unique=True, max_size=3)):
            reason = draw(st.sampled_from(["", "topic", "design"]))
            made.append(vote(who, f"r{at}", draw(WORD), batch=batch, reason=reason, moment=draw(MOMENT)))
    return made


few = settings(max_examples=30)


@few
@given(votes(), st.randoms())
def test_the_order_of_rows_does_not_matter(made, random):
    verdicts = [Verdict(STAGE, id, outcome="include") for id in {v.citation_id for v in made}]
    shuffled = random.sample(made, len(made))
    assert measure(made, plan(lead="R2"), verdicts) == measure(shuffled, plan(lead="R2"), verdicts[::-1])


@few
@given(votes())
def test_names_do_not_matter(made):
    people, ids = {"R1": "Zoe", "R2": "ann", "R3": "7"}, {f"r{at}": f"x{-at}" for at in range(9)}
    renamed = [replace(v, reviewer=people[v.reviewer], citation_id=ids[v.citation_id]) for v in made]
    one, two = measure(made, plan(lead="R2")), measure(renamed, plan(people.values(), lead="ann"))

    def back(row):
        names = {new: old for old, new in people.items()}
        return replace(
            row,
            reviewer_a=names.get(row.reviewer_a, row.reviewer_a),
            reviewer_b=names.get(row.reviewer_b, row.reviewer_b),
        )

    assert [back(row) for row in two.agreement] == one.agreement
    assert [back(row) for row in two.cells] == one.cells
    assert two.panels == one.panels


@few
@given(votes())
def test_listing_reviewers_the_other_way_transposes(made):
    one, two = measure(made), measure(made, plan(REVIEWERS[::-1]))
    turned = {
        (c.part, c.reviewer_b, c.reviewer_a, c.decision_b, c.decision_a): c.n
        for c in two.cells
        if c.reviewer_a != "all"
    }
    assert turned == {
        (c.part, c.reviewer_a, c.reviewer_b, c.decision_a, c.decision_b): c.n
        for c in one.cells
        if c.reviewer_a != "all"
    }
    for row in one.agreement:
        if row.reviewer_a == "all":
            continue
        other = rows(two, row.part, row.table)[row.reviewer_b, row.reviewer_a]
        for name in ("observed", "kappa", "ac1", "positive", "kappa_low"):
            a, b = getattr(row, name), getattr(other, name)
            assert a is b or math.isclose(a, b, abs_tol=1e-9)


@few
@given(votes(), st.sampled_from(["advance", "words"]))
def test_counts_add_up(made, table):
    found = measure(made, plan(lead="R2"))
    for part in {row.part for row in found.agreement}:
        of = rows(found, part, table)
        two = {who: row for who, row in of.items() if not {"all", "others"} & {*who}}
        if ("all", "all") in of:
            assert of["all", "all"].both == sum(row.both for row in two.values())
        if ("R2", "others") in of:
            assert of["R2", "others"].both == sum(row.both for who, row in two.items() if "R2" in who)
    whole = rows(found, table=table)
    pilot, after = rows(found, "pilot", table), rows(found, "after_pilot", table)
    if pilot or after:
        for who, row in whole.items():
            assert row.both == sum(part[who].both for part in (pilot, after) if who in part)


@few
@given(votes(), st.sampled_from([RULE, {**RULE, "maybe": False}, {"include": True, "exclude": False}]))
def test_each_cell_is_what_the_pairs_say(made, rule):
    found = rows(measure(made, plan(lead="R2", rule=rule)))
    for (a, b), row in found.items():
        said = Counter(each.of(a, b).advances(rule) for each in pairs(made, REVIEWERS) if each.of(a, b))
        yes, no = True, False
        assert cells(row) == (said[yes, yes], said[yes, no], said[no, yes], said[no, no])
        assert row.left_out == said[None] and row.both == sum(said.values())


@few
@given(votes())
def test_who_agrees_in_words_agrees_on_what_goes_on(made):
    found = measure(made)
    for who, row in rows(found, table="words").items():
        assert row.observed <= rows(found)[who].observed + 1e-12


@few
@given(votes())
def test_of_two_reviewers_the_panel_agrees_as_they_do(made):
    two = [v for v in made if v.reviewer != "R3"]
    found = measure(two)
    panels = {(p.part, p.table): p for p in found.panels}
    for row in found.agreement:
        assert math.isclose(panels[row.part, row.table].observed, row.observed, abs_tol=1e-12)
        assert panels[row.part, row.table].citations == row.both


# --- in the report --------------------------------------------------------------------------------


def section_row(made, who, *, rule=RULE, words="", lead=""):
    """Return a row of the report's table, and the numbers it made."""
    config = SimpleNamespace(
        agreement=AgreementRules(words),
        people=REVIEWERS,
        advances=lambda stage: rule,
        stand_in=lambda kind: "",
    )
    row = rows(measure(made, plan(lead=lead, rule=rule)))[who]
    context = Context(SimpleNamespace(config=config, decisions=made), Numbers(()))
    return section.agreement(context, row)


def test_the_report_shows_who_stands_behind_each_cell_also_of_those_that_are_left_out():
    made = [
        *(vote("R1", "a", "maybe"), vote("R2", "a", "include")),
        *(vote("R1", "b", "include"), vote("R2", "b", "exclude")),
        *(vote("R3", "c", "include"), vote("R2", "c", "include")),
    ]
    shown = section_row(made, ("R2", "others"), rule={"include": True, "exclude": False}, lead="R2")
    assert shown["who"] == "R2 and everyone else together"
    assert [[b.record for b in cell.behind] for cell in shown["cells"]] == [["c"], [], ["b"], []]
    assert [b.record for b in shown["left_out"].behind] == ["a"]
    assert sorted(b.record for b in shown["both"].behind) == ["a", "b", "c"] and shown["both"].value == 3
    assert section_row(made, ("R1", "R2"))["left_out"] is None


def test_words_for_kappa_stand_in_the_report_only_where_they_are_asked_for():
    made = [vote(who, id, "include" if id == "a" else "exclude") for who in ("R1", "R2") for id in "abc"]
    kappa = [head for _, head, _ in section.MEASURES].index("Cohen’s kappa")

    def word(**more):
        return [said for _, _, said in section_row(made, ("R1", "R2"), **more)["measures"]]

    assert set(word()) == {""}
    asked = word(words="landis_koch_1977")
    assert asked[kappa] == "almost perfect" and set(asked) == {"", "almost perfect"}


def test_automation_tools_agree_with_nobody():
    votes = [vote("R1", "a", "include"), vote("R2", "a", "include"), vote("R3", "a", "exclude")]
    found = rows(measure(votes, replace(plan(), automation=("R3",))))
    assert {pair: cells(row) for pair, row in found.items()} == {("R1", "R2"): (1, 0, 0, 0)}
