"""The tools that are shipped, and tools that somebody adds: one file, and no code."""

import csv
import shutil
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import SHARED
from tamis.appraisal.engine import judge, reach, registry
from tamis.appraisal.engine.tool import COMPONENT
from tamis.cli import main
from tamis.errors import InputError, Problems
from tamis.review import Review

SAMPLES = Path(__file__).parent / "samples" / "tools"
SHIPPED = {id: registry.require(id) for id in registry.paths()}
every_tool = pytest.mark.parametrize("id", SHIPPED)
#: Those whose whole follows from the judgements of all domains.
WORST = [
    id
    for id, tool in SHIPPED.items()
    if tool.overall and tool.overall.rules and not any(rule.of for rule in tool.overall.rules)
]

#: Machado, Oliveira and Fernandes 2009: what linear red, green and blue become where one kind of cone is
#: lacking.
LACKING = {
    "protan": "0.152286 1.052583 -0.204868 0.114503 0.786281 0.099216 -0.003882 -0.048116 1.051998",
    "deutan": "0.367322 0.860646 -0.227968 0.280085 0.672501 0.047413 -0.011820 0.042940 0.968881",
    "tritan": "1.255528 -0.076749 -0.178779 -0.078411 0.930809 0.147602 0.004733 0.691367 0.303900",
    "nothing": "1 0 0 0 1 0 0 0 1",
}


# --- signs ----------------------------------------------------------------------------------------


def linear(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def seen(colour, lacking):
    factors = [float(factor) for factor in LACKING[lacking].split()]
    parts = linear(colour)
    return [sum(factors[3 * row + n] * parts[n] for n in range(3)) for row in range(3)]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def sets(tool):
    """Return the signs that stand together in one figure."""
    whole = tool.overall.judgements if tool.overall else ()
    return [[*signs, tool.missing] for signs in (tool.answers, tool.judgements, whole) if signs]


@every_tool
def test_signs_can_be_read_without_colours_and_told_apart_with_any_kind_of_colour_vision(id):
    for signs in sets(SHIPPED[id]):
        assert len({sign.symbol for sign in signs}) == len(signs)
        for sign in signs:  # WCAG 2.1, 1.4.3: black on the sign's colour has a contrast of 4.5 or more
            assert (luminance(sign.colour) + 0.05) / 0.05 >= 4.5, sign
        for one, other in combinations(signs, 2):
            for lacking in LACKING:
                apart = zip(seen(one.colour, lacking), seen(other.colour, lacking), strict=True)
                assert sum((a - b) ** 2 for a, b in apart) ** 0.5 > 0.15, (one.label, other.label, lacking)


@every_tool
def test_symbols_can_be_read_on_the_cochrane_palette(id):
    # Its colours are not told apart by everybody, so that the symbols must be read: in black or in white.
    for sign in (sign for signs in sets(SHIPPED[id]) for sign in signs if sign.cochrane):
        light = luminance(sign.cochrane)
        assert max((light + 0.05) / 0.05, 1.05 / (light + 0.05)) >= 4.5, sign


@every_tool
def test_a_palette_is_of_all_signs_or_of_none(id):
    for signs in sets(SHIPPED[id]):
        assert len({bool(sign.cochrane) for sign in signs[:-1]}) == 1


@every_tool
def test_labels_are_ours_and_nobodys_wording(id):
    # What ../shared has of a tool is somebody's paraphrase, and in part its own words.
    said = {item.label.casefold() for domain in SHIPPED[id].domains for item in domain.items}
    assert all(item.wording == "" for domain in SHIPPED[id].domains for item in domain.items)
    assert all(len(label) <= 60 and "?" not in label for label in said)
    if not SHARED.exists():
        pytest.skip("../shared is not here: it has how others call the criteria of tools")
    others = set()
    for path in (SHARED / "standards").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            others |= {row.get("wording", "").casefold() for row in csv.DictReader(stream)}
    assert said & others == set()


# --- every way of answering ----------------------------------------------------------------------


@st.composite
def answered(draw, tool, *, complete):
    """Draw a kind of study, and answers to its items, also to those that are not asked."""
    kind, component = draw(st.sampled_from(list(reach.choices(tool))))
    due = tool.due(kind.id, component)
    domains = [*([tool.domain[tool.screening.domain]] if tool.screening else []), *due]
    answers = {}
    for item in (item for domain in domains for item in domain.items):
        if word := draw(st.sampled_from(item.answers if complete else [*item.answers, ""])):
            answers[item.id] = word
    return due, answers


def outcomes(tool, due, answers):
    """Return what is the outcome of a study, in every way that says so: there must be exactly one."""
    found = []
    first = tool.domain[tool.screening.domain] if tool.screening else None
    passes = tool.screening.passes if first else ()
    given_ = [answers.get(item) for item in (judge.asked(tool, first, answers) if first else ())]
    stopped = any(word and word not in passes for word in given_)
    waiting = [each for each in due if judge.unanswered(tool, each, answers)]
    proposed = {each.id: judge.judge(tool, each, answers) for each in due if each.rules}
    # A person's judgements, where there are no rules, are there as soon as all is answered.
    for each in due:
        if each.judged and not each.rules:
            proposed[each.id] = "" if each in waiting else tool.judgements[-1].id
    if stopped:
        found.append(tool.screening.otherwise)
    elif None in given_ or waiting:
        found.append("incomplete")
    for each in due:
        if each.rules:
            assert (proposed[each.id] == "") == (each in waiting)
            assert proposed[each.id] in {"", *(sign.id for sign in tool.judgements)}
    if tool.overall and tool.overall.rules and not stopped and None not in given_:
        said = {item: tool.counts_as(word) for item, word in answers.items()}
        judged = [each.id for each in due if each.judged]
        if whole := judge.judge_all(tool.overall, judged, proposed, said):
            assert whole in {sign.id for sign in tool.overall.judgements}
            found.append(whole)
        elif not waiting and any(not rule.then for rule in tool.overall.rules):
            found.append("a person judges")
    elif not stopped and None not in given_ and not waiting:
        found.append("appraised")
    return found


@every_tool
@settings(max_examples=60)
@given(data=st.data())
def test_any_answers_end_in_exactly_one_outcome_or_are_incomplete(id, data):
    tool = SHIPPED[id]
    due, answers = data.draw(answered(tool, complete=data.draw(st.booleans())))
    found = outcomes(tool, due, answers)
    assert len(found) == 1, found
    if found != ["incomplete"]:
        assert {item for each in due for item in judge.unanswered(tool, each, answers)} == set() or (
            tool.screening and found == [tool.screening.otherwise]
        )


@every_tool
@settings(max_examples=60)
@given(data=st.data())
def test_what_is_answered_to_questions_that_are_not_asked_changes_nothing(id, data):
    tool = SHIPPED[id]
    due, answers = data.draw(answered(tool, complete=False))
    for each in due:
        asked = judge.asked(tool, each, answers)
        without = {item: word for item, word in answers.items() if item in asked}
        other = answers | {
            item.id: data.draw(st.sampled_from(item.answers)) for item in each.items if item.id not in asked
        }
        for changed in (without, other):
            assert judge.asked(tool, each, changed) == asked
            assert judge.unanswered(tool, each, changed) == judge.unanswered(tool, each, answers)
            assert judge.judge(tool, each, changed) == judge.judge(tool, each, answers)


@every_tool
@settings(max_examples=40)
@given(data=st.data())
def test_each_question_that_is_asked_is_needed_and_the_order_of_answering_is_not(id, data):
    tool = SHIPPED[id]
    due, answers = data.draw(answered(tool, complete=True))
    for each in due:
        asked = judge.asked(tool, each, answers)
        whole = judge.judge(tool, each, answers)
        order = data.draw(st.permutations(list(answers.items())))
        assert judge.judge(tool, each, dict(order)) == whole
        assert judge.asked(tool, each, dict(order)) == asked
        for item in asked:
            fewer = {key: word for key, word in answers.items() if key != item}
            assert judge.judge(tool, each, fewer) == ""
            assert item in judge.unanswered(tool, each, fewer)


@every_tool
def test_every_path_asks_for_what_it_answers_and_ends_in_one_judgement(id):
    tool = SHIPPED[id]
    for domain in tool.domains:
        first = {tool.counts_as(answer.id): answer.id for answer in reversed(tool.answers)}
        for path in judge.paths(tool, domain):
            said = {item: first[word] for item, word in path.items()}
            routed = {item.id for item in domain.items if item.asked}
            assert routed & set(judge.asked(tool, domain, said)) == routed & set(said)
            rest = {item.id: item.answers[0] for item in domain.items if item.id not in routed}
            judgement = judge.judge(tool, domain, rest | said)
            assert bool(judgement) == bool(domain.rules)


@pytest.mark.parametrize("id", WORST)
@settings(max_examples=60)
@given(data=st.data())
def test_a_worse_domain_never_makes_the_whole_better(id, data):
    tool = SHIPPED[id]
    ruled = {rule.then for rule in tool.overall.rules}  # no information is neither better nor worse
    order = [sign.id for sign in tool.overall.judgements if sign.id in ruled]
    kind, component = data.draw(st.sampled_from(list(reach.choices(tool))))
    judged = [domain.id for domain in tool.due(kind.id, component) if domain.judged]
    levels = [data.draw(st.sampled_from(range(len(order)))) for _ in judged]
    worse = [data.draw(st.sampled_from(range(level, len(order)))) for level in levels]
    one, other = (
        judge.judge_all(
            tool.overall,
            judged,
            {domain: order[at] for domain, at in zip(judged, each, strict=True)},
            {},
        )
        for each in (levels, worse)
    )
    assert order.index(one) <= order.index(other)


# --- MMAT ----------------------------------------------------------------------------------------


def test_mmat_has_two_screening_questions_and_five_criteria_of_each_kind():
    tool = SHIPPED["mmat2018"]
    assert tool.item_ids == ("S1", "S2", *(f"{kind}.{n}" for kind in range(1, 6) for n in range(1, 6)))
    assert tool.domain[tool.screening.domain].item_ids == ("S1", "S2")
    assert [answer.id for answer in tool.answers] == ["yes", "no", "cant_tell"]
    assert not tool.judged  # no overall score: its authors advise against one


def test_mmat_asks_a_mixed_study_for_fifteen_criteria():
    # MMAT 2018: the qualitative set, the quantitative set that fits, and the mixed-methods set.
    tool = SHIPPED["mmat2018"]
    for component, block in (("randomised", 2), ("non_randomised", 3), ("descriptive", 4)):
        items = [item for domain in tool.due("mixed", component) for item in domain.item_ids]
        assert items == [f"{block}.{n}" for block in (1, block, 5) for n in range(1, 6)]
    assert tool.category("mixed").own == ("mixed",)
    for kind in tool.categories[:4]:
        assert [domain.id for domain in tool.due(kind.id)] == [kind.id]


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"S1": "yes", "S2": "yes"}, "incomplete"),
        ({"S1": "yes", "S2": "yes", **{f"1.{n}": "no" for n in range(1, 6)}}, "appraised"),
        ({"S1": "yes", "S2": "yes", **{f"1.{n}": "no" for n in range(1, 5)}}, "incomplete"),
        ({"S1": "yes"}, "incomplete"),
        ({"S1": "yes", **{f"1.{n}": "yes" for n in range(1, 6)}}, "incomplete"),
        ({"S1": "no"}, "Not appraised further"),
        ({"S1": "yes", "S2": "cant_tell"}, "Not appraised further"),
        ({"S1": "no", "S2": "yes", "1.1": "yes"}, "Not appraised further"),
    ],
)
def test_mmat_studies_that_do_not_pass_are_not_appraised_further(answers, outcome):
    tool = SHIPPED["mmat2018"]
    assert outcomes(tool, tool.due("qualitative"), answers) == [outcome]


@pytest.mark.parametrize(
    ("spelling", "answer"),
    [
        ("Y", "yes"),
        ("No", "no"),
        ("CT", "cant_tell"),
        ("Can't tell", "cant_tell"),
        ("can’t  tell", "cant_tell"),
        ("cannot tell", "cant_tell"),
        ("cant_tell", "cant_tell"),
        ("perhaps", None),
        ("", None),
    ],
)
def test_mmat_answers_as_people_spell_them(spelling, answer):
    assert SHIPPED["mmat2018"].answer(spelling) == answer


# --- other tools ---------------------------------------------------------------------------------


def test_each_tool_has_the_items_that_it_has():
    numbers = {
        "jbi_cohort2020": [str(n) for n in range(1, 12)],
        "casp_qualitative2024": [str(n) for n in range(1, 11)],
        "amstar2": [str(n) for n in range(1, 17)],
        "quadas2": [
            *(f"{d}.{n}" for d, many in enumerate((3, 2, 2, 4), 1) for n in range(1, many + 1)),
            "A1",
            "A2",
            "A3",
        ],
        "robins_i2016": [
            f"{d}.{n}" for d, many in enumerate((8, 5, 3, 6, 5, 4, 3), 1) for n in range(1, many + 1)
        ],
    }
    for id, items in numbers.items():
        assert list(SHIPPED[id].item_ids) == items, id


def test_people_judge_where_a_tool_has_no_rule():
    # JBI: no score and no cut-off. CASP: no score. QUADAS-2: a no does not make a risk high. ROBINS-I: prose.
    jbi, casp, quadas, robins = (
        SHIPPED[id] for id in ("jbi_cohort2020", "casp_qualitative2024", "quadas2", "robins_i2016")
    )
    assert [sign.id for sign in jbi.overall.judgements] == ["include", "seek", "exclude"]
    assert not jbi.overall.rules and not casp.judged and quadas.overall is None
    assert [domain.judged for domain in quadas.domains] == [True] * 4 + [False]
    assert all(domain.judged and not domain.rules for domain in robins.domains)
    assert not any(tool.met for tool in (jbi, casp, quadas, robins))


@pytest.mark.parametrize(
    ("wrong", "confidence"),
    [
        ({}, "high"),
        ({"16": "no"}, "high"),
        ({"1": "no", "3": "no"}, "moderate"),
        ({str(n): "no" for n in (1, 3, 5, 6, 8, 10, 12, 14, 16)}, "moderate"),
        ({"7": "no"}, "low"),
        ({"7": "no", "1": "no", "3": "no"}, "low"),
        ({"2": "no", "15": "no"}, "critically_low"),
        ({"2": "partial_yes", "4": "partial_yes", "9": "partial_yes"}, "high"),
        ({"11": "no_meta_analysis", "12": "no_meta_analysis", "15": "no_meta_analysis"}, "high"),
    ],
)
def test_amstar_2_counts_critical_flaws_and_other_weaknesses_apart(wrong, confidence):
    # High: no critical flaw, at most one weakness; moderate: several weaknesses; low: one critical flaw; else
    # critically low. Critical: 2, 4, 7, 9, 11, 13, 15.
    tool = SHIPPED["amstar2"]
    said = dict.fromkeys(tool.item_ids, "yes") | wrong
    assert judge.judge_all(tool.overall, [], {}, said) == f"{confidence}_confidence"


@pytest.mark.parametrize(
    ("domains", "whole"),
    [
        ([], "low"),
        (["moderate"], "moderate"),
        (["serious", "moderate"], "serious"),
        (["serious", "critical"], "critical"),
        (["no_information", "moderate"], ""),  # a person says whether the domain is a key one
        (["no_information", "serious"], "serious"),
    ],
)
def test_robins_i_takes_the_worst_domain_and_lets_no_information_hide_no_serious_risk(domains, whole):
    tool = SHIPPED["robins_i2016"]
    ids = [domain.id for domain in tool.due("assignment")]
    judgements = dict.fromkeys(ids, "low") | dict(zip(ids, domains, strict=False))
    assert judge.judge_all(tool.overall, ids, judgements, {}) == whole


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"1.1": "PN"}, "1.1"),
        ({"1.1": "Y", "1.2": "N"}, "1.1 1.2 1.4 1.6"),
        ({"1.1": "Y", "1.2": "N", "1.4": "PY"}, "1.1 1.2 1.4 1.5 1.6"),
        ({"1.1": "Y", "1.2": "Y", "1.3": "N"}, "1.1 1.2 1.3 1.4 1.6"),
        ({"1.1": "Y", "1.2": "Y", "1.3": "Y", "1.7": "Y"}, "1.1 1.2 1.3 1.7 1.8"),
        ({"2.1": "N", "2.4": "Y"}, "2.1 2.4"),
        ({"2.1": "Y", "2.2": "Y", "2.3": "Y", "2.4": "Y"}, "2.1 2.2 2.3 2.4 2.5"),
        ({"2.1": "N", "2.4": "PN"}, "2.1 2.4 2.5"),
    ],
)
def test_robins_i_asks_what_follows_from_the_answers_so_far(answers, asked):
    tool = SHIPPED["robins_i2016"]
    domain = tool.domain["D1" if "1.1" in answers else "D2"]
    assert judge.asked(tool, domain, answers) == tuple(asked.split())


# --- tools of one's own --------------------------------------------------------------------------


@pytest.fixture
def review(tmp_path):
    """Return a review with a checklist of its own."""
    review = Review(tmp_path)
    shutil.copytree(SAMPLES, registry.folder(review))
    review.config.write_text("title: A review\n", encoding="utf-8")
    return review


def test_a_new_tool_is_one_new_file(review):
    assert set(registry.paths(review)) == {*SHIPPED, "checklist2017"}
    tool = registry.require("checklist2017", review)
    assert tool.item_ids == ("Q1", "Q2", "Q10") and tool.judged
    (domain,) = tool.due("any")
    assert tool.answer("N/A") == "not_applicable"
    assert tool.judgement("overall", "Seek further info") == "seek"
    assert judge.unanswered(tool, domain, {"Q2": "yes"}) == ("Q1", "Q10")

    def whole(**said):
        return judge.judge_all(tool.overall, [], {}, said)

    assert whole(Q1="yes", Q2="no", Q10="unclear") == "include"
    assert whole(Q1="yes", Q2="unclear", Q10="no") == "seek"
    assert whole(Q1="no", Q2="unclear", Q10="yes") == "exclude"
    # Nothing follows while something that counts has no answer.
    assert whole(Q1="no") == ""


def test_a_tool_that_is_not_there_is_told_with_those_that_are(review):
    with pytest.raises(
        InputError, match=r"'mmat2081' is not one of .*checklist2017.*did you mean 'mmat2018'"
    ):
        registry.require("mmat2081", review)


PAIR = """\
id: pair2020
title: A pair
version: "2020"
source: Made up.
licence: Made up.
answers:
  - {id: "Y", label: "Yes", symbol: "+", colour: "#009E73", counts_as: "yes", spellings: ["yes"]}
  - {id: PY, label: Probably yes, symbol: "±", colour: "#A5D8F3", counts_as: "yes"}
  - {id: "N", label: "No", symbol: "-", colour: "#D55E00", counts_as: "no"}
  - {id: NI, label: No information, symbol: "?", colour: "#F0E442", counts_as: ni}
missing: {label: Missing, symbol: "○", colour: "#FFFFFF"}
judgements:
  - {id: low, label: Low, symbol: "+", colour: "#009E73"}
  - {id: high, label: High, symbol: "-", colour: "#D55E00"}
domains:
  - id: first
    label: First
    items:
      - {id: "0.1", label: Screens, answers: ["Y", "N"]}
  - id: one
    label: One
    items:
      - {id: "1.1", label: Always}
      - {id: "1.2", label: Sometimes, asked: {"1.1": ["no", ni]}}
      - {id: "1.3", label: Seldom, asked: [{"1.2": ["no"]}, {"1.2": [ni]}], answers: ["Y", "N"]}
    rules:
      - {when: {"1.3": ["no"]}, then: high}
      - {when: [{"1.2": ["yes"]}, {"1.1": ["yes"]}], then: low}
      - {then: low}
  - id: two
    label: Two
    items:
      - {id: "2.1", label: Another}
    judged: true
overall:
  rules:
    - {is: [high], then: high}
    - {then: low}
  notes:
    - {is: [low], at_least: 2, unless: high, text: Both}
screening:
  domain: first
  passes: ["Y"]
  otherwise: Stopped
categories:
  - {id: a, label: A, due: [one, component], components: [two], own: [one]}
notes:
  - {item: "1.1", answer: "Y", text: Said}
"""


def said_of(folder, text, name="pair2020"):
    """Return what is wrong in a tool's file, by line."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    tool = registry.load_file(path, problems)
    assert (tool is None) == bool(len(problems))
    return [str(problem).removeprefix(f"{name}.yaml:") for problem in problems]


def test_the_tool_to_be_broken_is_sound(tmp_path):
    # Its third rule is for 1.3 answered yes.
    assert said_of(tmp_path, PAIR) == []


BROKEN = {
    "the file's name": (
        "id: pair2020",
        "id: pair2019",
        ["1: 'pair2019' must be the file's name, 'pair2020'"],
    ),
    "a spelling twice": ('["yes"]}', '["yes", "NO"]}', ["9: 'No' stands twice"]),
    "an answer twice": ("{id: PY", '{id: "y"', ["8: 'y' stands twice"]),
    "a symbol twice": ('symbol: "±"', 'symbol: "○"', ["8: symbol '○' is that of missing too"]),
    "a symbol of a dispute": ('symbol: "±"', 'symbol: "≠"', ["8: symbol '≠' is that of disputed too"]),
    "a judgement's symbol": (
        'label: High, symbol: "-"',
        'label: High, symbol: "+"',
        ["14: symbol '+' is that of low too"],
    ),
    "a judgement twice": ("{id: high, label: High", "{id: high, label: LOW", ["14: 'LOW' stands twice"]),
    "an answer that counts as two": (
        "counts_as: ni}",
        "counts_as: N}",
        ["10: 'N' itself counts as 'no'", "24: answer 'ni' is not one of N, no, yes; did you mean 'N'?"],
    ),
    "met": ("missing:", "met: yess\nmissing:", ["11: answer 'yess' is not one of Y, PY, N, NI"]),
    "not applicable": (
        "missing:",
        "not_applicable: NA\nmissing:",
        ["11: answer 'NA' is not one of Y, PY, N, NI"],
    ),
    "a domain twice": ("- id: two", "- id: ONE", ["30: 'ONE' stands twice"]),
    "a domain called overall": ("- id: two", "- id: overall", ["30: 'overall' has a meaning of its own"]),
    "an item twice": ('{id: "1.2"', '{id: "1.1"', ["24: '1.1' stands twice"]),
    "an item that is the number of another": (
        '{id: "2.1"',
        '{id: "1.10"',
        ["33: '1.10' and '1.1' are one number to a spreadsheet"],
    ),
    "an item called all": ('{id: "2.1"', "{id: all", ["33: 'all' means a domain, the whole, or all items"]),
    "an item called like a domain": (
        '{id: "2.1"',
        "{id: two",
        ["33: 'two' means a domain, the whole, or all"],
    ),
    "an item's answer": (
        'answers: ["Y", "N"]}\n    rules',
        'answers: ["Y", "no"]}\n    rules',
        ["25: answer 'no' is not one of Y, PY, N, NI"],
    ),
    "a later item": (
        '{"1.1": ["no", ni]}',
        '{"1.3": ["no"]}',
        ["24: item '1.3' is not one of the domain's earlier ones: 1.1"],
    ),
    "an item of another domain": (
        '{when: {"1.3": ["no"]}',
        '{when: {"2.1": ["no"]}',
        ["27: item '2.1' is not one of the domain's: 1.1, 1.2, 1.3"],
    ),
    "an item that became a number": (
        '{when: {"1.3": ["no"]}',
        '{when: {1.3: ["no"]}',
        ['27: item 1.3 needs quotation marks: "1.3"'],
    ),
    "a class that the item does not have": (
        '{when: {"1.3": ["no"]}',
        '{when: {"1.3": [ni]}',
        ["27: answer 'ni' is not one of no, yes"],
    ),
    "an answer in the place of its class": (
        '{when: {"1.3": ["no"]}',
        '{when: {"1.3": ["N"]}',
        ["27: 'N' counts as 'no', and rules go by that: write that"],
    ),
    "a judgement of a rule": (
        '["no"]}, then: high',
        '["no"]}, then: hihg',
        ["27: judgement 'hihg' is not one"],
    ),
    "a path that ends nowhere": (
        "      - {then: low}\n  - id: two",
        "  - id: two",
        ["26: no rule fits where 1.1 no, 1.2 no, 1.3 yes and on 3 other paths; a last rule with then: alone"],
    ),
    "a rule that an earlier one hides": (
        '{when: {"1.3": ["no"]}, then: high}',
        "{then: high}",
        ["28: rule 2 is never reached: whenever it fits", "29: rule 3 is never reached: whenever it fits"],
    ),
    "a rule on a question that is skipped then": (
        '{when: {"1.3": ["no"]}',
        '{when: {"1.1": ["yes"], "1.3": ["no"]}',
        ["27: this can never fit: 1.3 is skipped whenever it could"],
    ),
    "an item that is never asked": (
        '[{"1.2": ["no"]}, {"1.2": [ni]}]',
        '{"1.1": ["yes"], "1.2": ["no"]}',
        ["25: item '1.3' can never be asked", "27: this can never fit: 1.3 is skipped whenever it could"],
    ),
    "no judgements": (
        PAIR[PAIR.index("judgements:") : PAIR.index("domains:")],
        "",
        [
            "23: domain 'one' is judged, but the tool has no judgements",
            "31: domain 'two' is judged, but the tool has no judgements",
            "32: the whole is judged, but the tool has no judgements",
        ],
    ),
    "what the whole is of": (
        "is: [high]",
        "is: [hihg]",
        ["37: judgement or answer 'hihg' is not one of high, low"],
    ),
    "what is counted": (
        "is: [high]",
        "of: [oen], is: [high]",
        ["37: domain or item 'oen' is not one of one, two, 0.1, 1.1, 1.2, 1.3, 2.1; did you mean 'one'?"],
    ),
    "an item that not every study is asked": (
        "is: [high]",
        'of: ["1.2"], is: ["no"]',
        ["37: '1.2' is not asked of every study, so that it cannot be counted for the whole"],
    ),
    "a number that nothing reaches": (
        "is: [high]",
        "at_least: 3, is: [high]",
        ["37: at_least is 3, but only 2 are counted"],
    ),
    "a number without a count": (
        "- {then: low}\n  notes",
        "- {at_least: 1, then: low}\n  notes",
        ["38: at_least: "],
    ),
    "a whole without judgement": (
        "    - {then: low}\n  notes",
        "  notes",
        ["36: no rule fits where one low, two low; a last rule with then: alone would fit all that is left"],
    ),
    "a rule of the whole that is hidden": (
        "    - {is: [high], then: high}\n",
        "    - {is: [low, high], then: high}\n",
        ["38: rule 2 is never reached"],
    ),
    "a note of the whole": (
        "at_least: 2, unless: high",
        "at_least: 4, unless: hihg",
        ["40: at_least is 4, but only 2", "40: judgement 'hihg' is not one"],
    ),
    "the screening domain": (
        "domain: first",
        "domain: frist",
        ["42: domain 'frist' is not one of first, one, two; did you mean 'first'?"],
    ),
    "what passes": (
        'passes: ["Y"]',
        "passes: [NI]",
        ["43: 'NI' is no answer of 0.1, so that no study could pass"],
    ),
    "what is due": (
        "due: [one, component]",
        "due: [oen, component]",
        [
            "20: domain 'one' is due in no category",
            "46: domain 'oen' is not one of first, one, two, component; did you mean 'one'?",
        ],
    ),
    "screening questions that are due": (
        "due: [one, component]",
        "due: [one, first, component]",
        ["46: 'first' holds the screening questions, which every study is asked"],
    ),
    "a component and no components": (
        " components: [two],",
        "",
        ["46: due: component and components: go together; one of them is missing"],
    ),
    "a domain of its own": ("own: [one]", "own: [two]", ["46: domain 'two' is not one of one, component"]),
    "a component twice": ("due: [one, component]", "due: [one, two, component]", ["46: 'two' is due twice"]),
    "an item in two domains": (
        '{id: "2.1"',
        '{id: "1.1"',
        ["46: item '1.1' stands twice: domains 'one' and 'two' are both due in category 'a'"],
    ),
    "a note's item": (
        '{item: "1.1"',
        '{item: "1.9"',
        ["48: item '1.9' is not one of 0.1, 1.1, 1.2, 1.3, 2.1"],
    ),
    "a note's answer": ('answer: "Y"', "answer: maybe", ["48: answer 'maybe' is not one of Y, PY, N, NI"]),
    "a condition of no shape": (
        '{when: {"1.3": ["no"]}',
        '{when: "1.3"',
        ["27: domains[2].rules[1].when: must be keys with values or a list (lines that begin with -)"],
    ),
    "a word in the place of a list": (
        '{when: {"1.3": ["no"]}',
        '{when: [{"1.3": "no"}]',
        ["27: domains[2].rules[1].when[1].1.3: must be a list (lines that begin with -)"],
    ),
    "a bare yes": (  # YAML 1.1 reads it as a truth, not as a word
        '{when: {"1.3": ["no"]}',
        '{when: {"1.3": [no]}',
        ["27: domains[2].rules[1].when.1.3[1]: must be a text; put it in quotation marks"],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN.values(), ids=BROKEN)
def test_what_a_schema_cannot_see_is_told_at_its_line(tmp_path, old, new, expected):
    assert PAIR.count(old) >= 1
    said = said_of(tmp_path, PAIR.replace(old, new, 1))
    for line in expected:
        assert any(each.startswith(line) for each in said), said


@pytest.mark.parametrize("id", ["categories", "view", "reconciliation"])
def test_a_tool_cannot_be_called_like_other_files_of_the_folder(tmp_path, id):
    text = PAIR.replace("id: pair2020", f"id: {id}")
    assert said_of(tmp_path, text, id) == [
        f"1: '{id}' names files of another kind in records/appraisal/; take another id"
    ]


def test_mistakes_are_told_all_at_once(tmp_path):
    names = ("the file's name", "met", "what passes", "a note's answer", "what the whole is of")
    text = PAIR
    for old, new, _ in (BROKEN[name] for name in reversed(names)):
        text = text.replace(old, new, 1)
    assert len(said_of(tmp_path, text)) == len(names)


def test_a_domain_with_too_many_paths_is_tried_by_lot_and_ends_all_the_same(tmp_path):
    ids = ["1.1", *(f"q{n}" for n in range(1, 300))]
    items = "".join(f'      - {{id: "{id}", label: Item}}\n' for id in ids)
    rule = ", ".join(f'"{id}": ["no"]' for id in ids)
    start, end = PAIR.index('      - {id: "1.1"'), PAIR.index("  - id: two")
    rules = f"    rules:\n      - {{when: {{{rule}}}, then: high}}\n      - {{then: low}}\n"
    text = f"{PAIR[:start]}{items}{rules}{PAIR[end:]}"
    # That all 300 are no was not drawn, of course; nothing is said of a rule that was not met.
    assert said_of(tmp_path, text) == []
    tool = registry.load_file(tmp_path / "pair2020.yaml", Problems())
    seen = reach.domain(tool, tool.domain["one"])
    assert not seen.complete and 100 < seen.paths < reach.LIMIT
    # A way that ends nowhere is found all the same.
    said = said_of(tmp_path, text.replace("      - {then: low}\n  - id: two", "  - id: two"))
    assert "no rule fits where 1.1 " in said[0] and len(said[0]) < 250


NODES = st.sampled_from(
    [
        None,
        True,
        2.3,
        "",
        "one",
        "overall",
        "1.1",
        "no",
        [],
        {},
        [{}],
        {"1.1": ["no"]},
        {1.1: ["no"]},
        ["high"],
    ]
)


@settings(max_examples=60)
@given(data=st.data())
def test_no_broken_file_ends_in_a_traceback(tmp_path_factory, data):
    tree = yaml.safe_load(PAIR)
    for _ in range(data.draw(st.integers(1, 3))):
        node = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(node[key], dict | list) and node[key] and data.draw(st.integers(0, 4)):
                node = node[key]
                continue
            if data.draw(st.booleans()):
                del node[key]
            else:
                node[key] = data.draw(NODES)
            break
    said_of(tmp_path_factory.getbasetemp() / "broken", yaml.safe_dump(tree, allow_unicode=True))


def test_what_a_team_fills_in_of_the_wording_stands_with_the_items(review):
    path = registry.wording_path("checklist2017", review)
    path.write_text('Q1: "First? 1.10"\nQ2: ""\nQ10: 1.10\n', encoding="utf-8")
    items = registry.require("checklist2017", review).domains[0].items
    assert [item.wording for item in items] == ["First? 1.10", "", "1.10"]
    assert "checklist2017.wording" not in registry.paths(review)
    path.write_text("Q1: a\nQ3: b\nQ2: [c]\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        registry.require("checklist2017", review)
    assert [str(problem) for problem in error.value.problems] == [
        "config/tools/checklist2017.wording.yaml:2: item 'Q3' is not one of Q1, Q2, Q10",
        "config/tools/checklist2017.wording.yaml:3: the wording of Q2 must be a text",
    ]


# --- tamis tools ---------------------------------------------------------------------------------


def test_tools_are_listed_those_of_the_review_too(review, capsys):
    assert main(["tools"]) == 0
    shipped = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in shipped] == list(SHIPPED)
    assert main(["tools", "-d", str(review.root)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == sorted([*SHIPPED, "checklist2017"])
    assert "A checklist, 2017: 3 items in 1 domain, one appraisal a study" in "".join(listed)


@every_tool
def test_a_tool_is_told_in_plain_words(id, capsys):
    assert main(["tools", id]) == 0
    said = capsys.readouterr().out
    tool = SHIPPED[id]
    for word in (tool.title, tool.version, tool.licence, *tool.item_ids):
        assert word in said
    for sign in (*tool.answers, *tool.judgements, *tool.domains):
        assert f"{sign.id}: {sign.label}" in said
    assert COMPONENT not in said or any(kind.components for kind in tool.categories)


def test_rules_and_routing_are_told_in_plain_words(capsys):
    assert main(["tools", "rob2"]) == 0
    said = capsys.readouterr().out.splitlines()
    for line in (
        "      asked where 2.4 is Yes, Probably yes or No information",
        "  Some concerns where 1.1 is Probably no or No; or 1.3 is Yes or Probably yes",
        "  High risk where 1.2 is No information, and 1.3 is Yes or Probably yes",
        "  High risk where at least 1 of the domains is High risk",
        "  Low risk in all other cases",
        "      answers: Y, PY, PN, N",
    ):
        assert line in said


def test_a_file_of_ones_own_is_checked(review, capsys):
    path = registry.folder(review) / "checklist2017.yaml"
    assert main(["tools", str(path)]) == 0
    first, *ways = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "checklist2017.yaml: A checklist, 2017: 3 items in 1 domain; nothing is wrong in it"
    )
    # The rules look at two questions, each with four answers.
    assert ways == [
        "questions: every item is asked; it has no judgement",
        "overall, any: 16 ways of judging, each of which ends in one judgement",
    ]
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("then: seek", "then: sek").replace("label: First", "label: 1"), encoding="utf-8"
    )
    assert main(["tools", str(path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert (
        "checklist2017.yaml:23: domains[1].items[1].label: must be a text; put it in quotation marks" in line
    )
    assert main(["tools", str(review.root / "none.yaml")]) == 1
    assert "none.yaml: there is no such file" in capsys.readouterr().err
    assert main(["tools", str(path.rename(path.with_suffix(".yml")))]) == 1
    assert "checklist2017.yml: must end in .yaml" in capsys.readouterr().err


def test_the_file_for_a_tools_wording_is_written_once(review, capsys):
    args = ["tools", "mmat2018", "--wording", "-d", str(review.root)]
    assert main(args) == 0
    path = registry.wording_path("mmat2018", review)
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == dict.fromkeys(SHIPPED["mmat2018"].item_ids, "")
    assert registry.require("mmat2018", review) == SHIPPED["mmat2018"]
    path.write_text('"1.1": "Ours"\n', encoding="utf-8")
    assert main(args) == 1
    assert "is there already; nothing was written" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == '"1.1": "Ours"\n'
    assert main(["tools", "--wording"]) == 1
    assert main(["tools", "x.yaml", "--wording"]) == 1
    assert main(["tools", "rob2", "--wording", "-d", str(review.root / "nothing")]) == 1


def test_the_order_of_judgements_is_from_the_best():
    # Levels and figures go by it; the rules of the whole take the worst first.
    for tool in map(SHIPPED.get, WORST):
        order = [sign.id for sign in tool.overall.judgements]
        then = [order.index(rule.then) for rule in tool.overall.rules if rule.then]
        assert all(a >= b for a, b in pairwise(then))
