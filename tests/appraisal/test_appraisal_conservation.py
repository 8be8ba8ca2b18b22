"""Whatever people said: one line a study and tool, one row a criterion, nothing lost in silence."""

from dataclasses import replace

import pytest
from appraisals import MMAT, PEOPLE, ROB2, assessed, line
from hypothesis import given, settings
from hypothesis import strategies as st

from small_review import included_studies
from tamis.appraisal.cases.assess import assess
from tamis.appraisal.cases.case import Design, cases
from tamis.appraisal.engine import judge, registry
from tamis.appraisal.engine.judge import routes
from tamis.appraisal.inputs import Inputs
from tamis.appraisal.lines import AGREE, ALL, allowed
from tamis.appraisal.openitems import open_items
from tamis.appraisal.said import said
from tamis.config import AppraisalRules, ToolUse
from tamis.tables import Category

TOOLS = [registry.require(id) for id in registry.paths()]
KINDS = [
    (tool, kind.id, part) for tool in TOOLS for kind in tool.categories for part in kind.components or ("",)
]


def answers(tool, items=None):
    """Return a strategy of what one person answers: answers and judgements by item."""
    fixed = {
        item: st.sampled_from(allowed(tool, [item])) for item in tool.item_ids if not items or item in items
    }
    judged = [d.id for d in tool.domains if d.judged] + (["overall"] if tool.overall else [])
    judgements = {id: st.sampled_from([sign.id for sign in tool.signs(id)]) for id in judged}
    return st.fixed_dictionaries({}, optional=fixed | (judgements if not items else {}))


def lines(tool, person, given):
    """Return a person's log."""
    result = "return" if tool.unit == "result" else ""
    return [
        line(person, item, answer, position=at, tool=tool.id, result=result)
        for at, (item, answer) in enumerate(given.items())
    ]


@st.composite
def spoken(draw, most=3):
    """Return a tool, a category with its component, and the logs of some people."""
    tool, kind, component = draw(st.sampled_from(KINDS))
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=most, unique=True))
    return tool, kind, component, {person: draw(answers(tool)) for person in people}


def ids(items, *kinds):
    """Return the ids of open items of some kinds."""
    return {item.item for item in items if item.item.split(":")[1] in kinds}


@settings(max_examples=60)
@given(spoken(), st.integers(1, 3))
def test_every_criterion_that_is_due_has_one_row_and_an_answer_or_an_open_item(case, appraisers):
    tool, kind, component, logs = case
    ratings = [each for person, given in logs.items() for each in lines(tool, person, given)]
    one, items = assessed(tool, kind, ratings, component=component, appraisers=appraisers)
    keys = [(row.domain, row.item) for row in one.ratings]
    assert len(keys) == len(set(keys))
    assert len({item.item for item in items}) == len(items)
    rows = dict(zip(keys, one.ratings, strict=True))
    told = {item.item.rpartition(":")[2] for item in items}
    rated = any(logs.values())
    for domain in one.case.domains:
        holds = {
            r.item: r.answer for r in one.ratings if r.domain == domain.id and r.answer and r.due == "yes"
        }
        optional = one.stopped and domain in one.case.criteria
        for item in judge.asked(tool, domain, holds):
            if not optional:
                row = rows[domain.id, item]
                assert row.due == "yes"
                assert row.answer or not rated or item in told, (item, told)
    given_answers = {(each.person, each.items[0]) for each in ratings}
    assert {(s.person, s.item) for s in said([one])} == given_answers
    # Complete only where nothing waits; and where nothing waits, it is.
    assessment = one.assessment
    waits = ids(items, "none", "missing", "differs", "judge", "category")
    if assessment.outcome == "appraised":
        assert not waits
    elif assessment.outcome == "incomplete":
        assert waits
    for row in one.judgements:
        words = [sign.id for sign in tool.signs(row.domain)]
        assert row.judgement in ("", *words)
        assert bool(row.judgement) == (row.state in ("proposed", "overruled", "judged"))
        assert row.state != "proposed" or row.judgement == row.proposed


@settings(max_examples=60)
@given(spoken(), st.randoms(use_true_random=False))
def test_the_order_of_files_and_lines_of_different_things_does_not_matter(case, chance):
    tool, kind, component, logs = case
    ratings = [each for person, given in logs.items() for each in lines(tool, person, given)]
    views = [replace(each, person="R4", answer=AGREE) for each in ratings if each.person != "R4"][:3]
    settled = [
        replace(each, person="R4", how="third", who=("R4",), time="2021-05-01", comment="why")
        for each in ratings[:3]
    ]
    one, items = assessed(tool, kind, ratings, component=component, views=views, settlements=settled)
    for each in (ratings, views, settled):
        chance.shuffle(each)
    other, again = assessed(tool, kind, ratings, component=component, views=views, settlements=settled)
    assert (one.ratings, one.judgements, one.assessment) == (
        other.ratings,
        other.judgements,
        other.assessment,
    )
    assert items == again and said([one]) == said([other])


@settings(max_examples=60)
@given(spoken(), st.data())
def test_one_more_appraiser_removes_no_dispute_in_silence(case, data):
    tool, kind, component, logs = case
    ratings = [each for person, given in logs.items() for each in lines(tool, person, given)]
    before, was = assessed(tool, kind, ratings, component=component)
    ratings += lines(tool, "R9", data.draw(answers(tool)))
    after, now = assessed(tool, kind, ratings, component=component)
    first = tool.screening.domain if tool.screening else ""
    screening = (
        {id for id in ids(was, "differs") if id.rpartition(":")[2] in tool.domain[first].item_ids}
        if first
        else set()
    )
    if after.stopped:  # which the assessment says; screening questions are due all the same
        assert screening <= ids(now, "differs")
        return
    domains = {domain.id for domain in tool.domains} | {"overall"}
    items = {id for id in ids(was, "differs") if id.rpartition(":")[2] not in domains}
    assert items <= ids(now, "differs")
    # A judgement in dispute is so still, or cannot be made for want of answers that hold.
    disputed = {row.domain for row in before.judgements if row.state == "disputed"}
    assert {row.domain for row in after.judgements if row.state in ("disputed", "incomplete")} >= disputed


@settings(max_examples=60)
@given(spoken(), st.data())
def test_a_reconciliation_settles_its_item_and_changes_nothing_else_of_what_is_said(case, data):
    tool, kind, component, logs = case
    ratings = [each for person, given in logs.items() for each in lines(tool, person, given)]
    one, items = assessed(tool, kind, ratings, component=component)
    differ = sorted(
        slot
        for slot, held in one.held.items()
        if held.state == "disputed" and one.route.get(slot) and not one.stopped
    )
    if not differ:
        return
    slot = data.draw(st.sampled_from(differ))
    held = one.held[slot]
    may = next(i for i in tool.domain[slot[0]].items if i.id == slot[1]).answers
    result = "return" if tool.unit == "result" else ""
    settling = line("R4", slot[1], data.draw(st.sampled_from(may)), tool=tool.id, result=result)
    settling = replace(
        settling, seen=held.in_words, how="discussion", who=tuple(held.said), time="2021-05-01"
    )
    after, now = assessed(tool, kind, ratings, component=component, settlements=[settling])
    row = next(r for r in after.ratings if (r.domain, r.item) == slot)
    assert (row.state, row.answer, row.reconciled) == ("given", settling.answer, settling.place)
    assert not ids(now, "stale")
    end = f":{slot[1]}"
    assert not [id for id in ids(now, "differs") if id.endswith(end)]
    # What the new answer routes away, or a screening question ends, is asked no more; all else is open still.
    later = [item.id for item in tool.domain[slot[0]].items]
    ends = tuple(f":{item}" for item in later[later.index(slot[1]) :])
    domains = tuple(f":{id}" for id in (*tool.domain, "overall"))
    if not after.stopped:
        left = {id for id in ids(items, "differs") if not id.endswith((*ends, *domains))}
        assert left <= ids(now, "differs")


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
@given(data=st.data())
def test_nothing_is_undecided_once_every_asked_question_is_answered(tool, data):
    said = data.draw(answers(tool, items=tool.item_ids))
    for domain in tool.domains:
        of = {item.id: said[item.id] for item in domain.items if said.get(item.id) in item.answers}
        if not judge.unanswered(tool, domain, of):
            assert None not in routes(tool, domain, of).values()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["qualitative", "randomised", "non_randomised", "descriptive", "mixed"]),
            st.sampled_from(["randomised", "non_randomised", "descriptive"]),
            answers(MMAT, items=MMAT.item_ids),
        ),
        max_size=5,
    )
)
def test_five_criteria_are_due_and_fifteen_of_a_mixed_study(studies):
    for kind, component, given_answers in studies:
        component = component if kind == "mixed" else ""
        one, _ = assessed(MMAT, kind, lines(MMAT, "R1", given_answers), component=component, appraisers=1)
        stopped = not {given_answers.get("S1", "yes"), given_answers.get("S2", "yes")} <= {"yes"}
        assert one.stopped == stopped
        assert one.assessment.due == (0 if stopped else 15 if kind == "mixed" else 5)
        assert sum(row.due == "yes" for row in one.ratings) == one.assessment.due + 2
        assert sum(row.answer != "" for row in one.ratings) == len(given_answers)


designs = st.sampled_from(["trial", "mixed", "other", ""])


@given(
    st.dictionaries(st.sampled_from(["adams2001", "brown2002", "clark2003"]), designs),
    st.lists(st.tuples(st.sampled_from(["adams2001", "brown2002"]), st.sampled_from(["return", "safety"]))),
    st.booleans(),
)
def test_every_study_has_one_assessment_for_each_tool_it_is_for_and_result_or_is_told(design, results, tied):
    kinds = {"trial": ("assignment",)}
    rules = AppraisalRules(
        tools=(
            ToolUse("mmat2018", "design", {"trial": ("randomised",), "mixed": ("mixed",)}),
            ToolUse("rob2", "design", kinds if tied else {}),
        )
    )
    studies = included_studies(*design)
    named = frozenset((study, "rob2", result) for study, result in results)
    chosen = tuple(Category(s.study, "rob2", "", "assignment", "", "R1", "why") for s in studies)
    found, without = cases(
        Inputs((MMAT, ROB2), chosen, named=named),
        rules,
        PEOPLE,
        studies,
        lambda study, field: Design(tuple(filter(None, [design[study]])), design[study]),
    )
    keys = [case.key for case in found]
    assert len(keys) == len(set(keys))
    alone = {study.study for study, tool in without if not tool}
    assert {study for study, _, _ in keys} | alone == {*design}
    for study, its in design.items():
        mine = {result for _, result in {r for r in results if r[0] == study}}
        wanted = {("mmat2018", "")} if its in ("trial", "mixed") else set()
        if mine or not tied or its == "trial":
            wanted |= {("rob2", result) for result in mine or {""}}
        assert {(tool, result) for id, tool, result in keys if id == study} == wanted
    every = [assess(case, rules) for case in found]
    told = {item.item for item in open_items(every, without, rules, PEOPLE)}
    assert {f"appraisal:no-tool:{id}" for id in alone} <= told
    for study, tool in without:  # of each tool that is not used it is known why, or told that it is not
        assert not tool or (design[study.study] == "" and f"appraisal:category:{tool}:{study.study}" in told)
    for tool, id, result in ((key[1], key[0], key[2]) for key in keys):
        assert ":".join(["appraisal", "none", tool, id, *([result] if result else [])]) in told


@settings(max_examples=60)
@given(spoken(most=2), st.booleans())
def test_a_second_view_of_everything_is_enough_and_none_is_not(case, everything):
    tool, kind, component, logs = case
    logs.pop("R4", None)
    ratings = [each for person, given in logs.items() for each in lines(tool, person, given)]
    if not ratings:
        return
    result = "return" if tool.unit == "result" else ""
    view = replace(line("R4", ALL, AGREE, tool=tool.id, result=result), items=(ALL,))
    views = [view] if everything else []
    one, items = assessed(tool, kind, ratings, component=component, views=views, second=True, appraisers=1)
    counted = any(row.state != "empty" and row.due == "yes" for row in one.ratings)
    counted |= any(row.who for row in one.judgements)
    unsettled = bool(ids(items, "differs"))
    if everything:
        assert not ids(items, "view") or unsettled
    elif counted:
        assert ids(items, "view")
