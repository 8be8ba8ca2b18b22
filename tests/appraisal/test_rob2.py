"""RoB 2's rules against every path of answers that the tool has, and against mistakes that others make.

The published rules are the algorithms of the guidance of 22 August 2019 (tables 1, 4, 6, 10, 12 and 14).
"""

import csv
from itertools import product

import pytest

from pipeline import SHARED
from tamis.appraisal.engine import judge, registry
from tamis.appraisal.engine.reach import choices

TABLE = SHARED / "standards" / "rob2_truth_table.csv"
needs_table = pytest.mark.skipif(
    not TABLE.exists(), reason="../shared is not here: it has every path of answers"
)

TOOL = registry.require("rob2")
LEVELS = [sign.id for sign in TOOL.judgements]
LABELS = {"Low": "low", "Some concerns": "some_concerns", "High": "high"}
CLASSES = {"Y/PY": "yes", "N/PN": "no", "NI": "ni", "NA": "na"}
#: The parts that the table has of each domain; the worse part is the domain's judgement.
PARTS = {
    "D1": ["D1"],
    "D2_assignment": ["D2a-part1", "D2a-part2"],
    "D2_adhering": ["D2b"],
    "D3": ["D3"],
    "D4": ["D4"],
    "D5": ["D5"],
}


def table():
    """Return each part's paths: the answers that were asked for (as pairs), and the judgement."""
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said = {item: CLASSES[word] for item, word in (p.split("=") for p in row["answers"].split(";"))}
            for item in [item for item, word in said.items() if word == "na"]:
                # Only three questions have "not applicable" as an answer; elsewhere it says: not asked.
                unasked = item == "2.3" and said["2.1"] == said["2.2"] == "no"
                if row["domain"] != "D2b" or item not in ("2.3", "2.4", "2.5") or unasked:
                    del said[item]
            found.setdefault(row["domain"], {})[frozenset(said.items())] = LABELS[row["judgement"]]
    return found


def answers(classes):
    """Return answers that count as these classes: the first and the last there is of each."""
    of = {word: [a.id for a in TOOL.answers if a.counts_as == word] for word in CLASSES.values()}
    return [{item: of[word][end] for item, word in dict(classes).items()} for end in (0, -1)]


def judged(domain, **said):
    """Return a domain's judgement of answers such as q1_1="Y"."""
    given = {item[1:].replace("_", "."): word for item, word in said.items()}
    return judge.judge(TOOL, TOOL.domain[domain], given)


@needs_table
def test_the_table_is_the_one_that_is_meant():
    parts = table()
    assert sum(map(len, parts.values())) == 1664
    assert {part for each in PARTS.values() for part in each} == set(parts)


@needs_table
@pytest.mark.parametrize("domain", PARTS)
def test_every_path_has_the_judgement_of_the_published_algorithm(domain):
    parts = [table()[part] for part in PARTS[domain]]
    expected = {
        frozenset().union(*(path for path, _ in paths)): max((j for _, j in paths), key=LEVELS.index)
        for paths in product(*(part.items() for part in parts))
    }
    if domain == "D2_assignment":
        assert len(expected) == 511
    for path, judgement in expected.items():
        for given in answers(path):
            assert judge.judge(TOOL, TOOL.domain[domain], given) == judgement, given
            assert not judge.unanswered(TOOL, TOOL.domain[domain], given)
    # In the other direction: the file has these paths, and no others.
    ways = [frozenset(path.items()) for path in judge.paths(TOOL, TOOL.domain[domain])]
    assert len(ways) == len(set(ways))
    assert set(ways) == set(expected)


def test_the_variants_are_the_categories():
    assert [[domain.id for domain in TOOL.due(kind.id, part)] for kind, part in choices(TOOL)] == [
        ["D1", "D2_assignment", "D3", "D4", "D5"],
        ["D1", "D2_adhering", "D3", "D4", "D5"],
    ]
    assert TOOL.unit == "result"


# --- mistakes of public implementations ---------------------------------------------------------


def test_a_sequence_that_was_not_random_is_some_concerns_where_allocation_was_hidden():
    # Table 4: with 1.2 answered yes, 1.1 no gives some concerns, not high.
    assert judged("D1", q1_1="N", q1_2="Y", q1_3="N") == "some_concerns"
    assert judged("D1", q1_1="PN", q1_2="PY", q1_3="Y") == "some_concerns"
    assert judged("D1", q1_1="NI", q1_2="Y", q1_3="NI") == "low"


def test_differences_at_baseline_alone_are_some_concerns():
    # Table 4: 1.3 yes gives high only where nothing is known of the allocation.
    assert judged("D1", q1_1="Y", q1_2="Y", q1_3="Y") == "some_concerns"
    assert judged("D1", q1_1="Y", q1_2="NI", q1_3="PY") == "high"
    assert judged("D1", q1_1="Y", q1_2="NI", q1_3="NI") == "some_concerns"
    assert judged("D1", q1_1="Y", q1_2="PN", q1_3="N") == "high"


def test_deviations_that_hardly_changed_the_outcome_are_some_concerns():
    # Table 6: 2.4 no gives some concerns, not low.
    known = {"q2_1": "Y", "q2_2": "N", "q2_6": "Y"}
    assert judged("D2_assignment", **known, q2_3="Y", q2_4="N") == "some_concerns"
    assert judged("D2_assignment", **known, q2_3="Y", q2_4="PY", q2_5="PY") == "some_concerns"
    assert judged("D2_assignment", **known, q2_3="Y", q2_4="NI", q2_5="NI") == "high"
    assert judged("D2_assignment", **known, q2_3="NI") == "some_concerns"
    assert judged("D2_assignment", **known, q2_3="PN") == "low"


def test_the_second_domain_is_the_worse_of_its_parts():
    assert judged("D2_assignment", q2_1="N", q2_2="N", q2_6="N", q2_7="NI") == "high"
    assert judged("D2_assignment", q2_1="N", q2_2="N", q2_6="NI", q2_7="N") == "some_concerns"
    assert judged("D2_assignment", q2_1="Y", q2_2="Y", q2_3="NI", q2_6="N", q2_7="PY") == "high"
    assert judged("D2_assignment", q2_1="Y", q2_2="Y", q2_3="NI", q2_6="N", q2_7="PN") == "some_concerns"


def test_no_information_is_as_bad_as_the_worse_answer_where_the_tool_says_so():
    # Tables 10, 12 and 14.
    missing = {"q3_1": "NI", "q3_2": "N", "q3_3": "NI"}
    assert judged("D3", **missing, q3_4="NI") == "high"
    assert judged("D3", **missing, q3_4="PN") == "some_concerns"
    assert judged("D3", q3_1="PN", q3_2="PN", q3_3="N") == "low"
    sound = {"q4_1": "N", "q4_3": "Y"}
    assert judged("D4", **sound, q4_2="N", q4_4="NI", q4_5="NI") == "high"
    assert judged("D4", **sound, q4_2="N", q4_4="Y", q4_5="PN") == "some_concerns"
    assert judged("D4", **sound, q4_2="NI", q4_4="N") == "some_concerns"
    assert judged("D4", **sound, q4_2="PN", q4_4="N") == "low"
    assert judged("D5", q5_1="NI", q5_2="N", q5_3="N") == "some_concerns"
    assert judged("D5", q5_1="Y", q5_2="NI", q5_3="N") == "some_concerns"
    assert judged("D5", q5_1="Y", q5_2="NI", q5_3="PY") == "high"


def test_whether_the_result_was_distorted_has_no_answer_no_information():
    (item,) = (item for item in TOOL.domain["D3"].items if item.id == "3.2")
    assert item.answers == ("Y", "PY", "PN", "N")
    others = [item for domain in TOOL.domains for item in domain.items if item.id != "3.2"]
    assert all("NI" in item.answers for item in others)


def test_not_applicable_is_an_answer_of_three_questions_only():
    found = [(d.id, item.id) for d in TOOL.domains for item in d.items if "NA" in item.answers]
    assert found == [("D2_adhering", id) for id in ("2.3", "2.4", "2.5")]


@pytest.mark.parametrize(
    ("judgements", "whole", "notes"),
    [
        (["low"] * 5, "low", 0),
        (["low", "low", "some_concerns", "low", "low"], "some_concerns", 0),
        (["some_concerns"] * 2 + ["low"] * 3, "some_concerns", 1),
        (["some_concerns"] * 3 + ["low"] * 2, "some_concerns", 1),
        (["some_concerns"] * 5, "some_concerns", 1),
        (["high"] + ["low"] * 4, "high", 0),
        (["some_concerns"] * 4 + ["high"], "high", 0),
    ],
)
def test_several_some_concerns_are_noted_and_never_made_high(judgements, whole, notes):
    # Table 1: that is a person's judgement, and the tool names no number.
    domains = [domain.id for domain in TOOL.due("assignment")]
    given = dict(zip(domains, judgements, strict=True))
    assert judge.judge_all(TOOL.overall, domains, given, {}) == whole
    (note,) = TOOL.overall.notes
    said = note.unless != whole and sum(j in note.is_ for j in judgements) >= note.at_least
    assert said == bool(notes)


def test_without_a_domains_judgement_the_whole_has_none():
    domains = [domain.id for domain in TOOL.due("adhering")]
    given = dict.fromkeys(domains, "high") | {"D4": ""}
    assert judge.judge_all(TOOL.overall, domains, given, {}) == ""


# --- a worse answer never gives a better judgement ----------------------------------------------

#: For each question, classes of answers from the better to the worse; those in one place are alike.
WORSE = {
    "D1": {"1.1": ["yes|ni", "no"], "1.2": ["yes", "ni", "no"], "1.3": ["no|ni", "yes"]},
    "D2_assignment": {
        "2.1": ["no", "yes|ni"],
        "2.2": ["no", "yes|ni"],
        "2.3": ["no", "ni", "yes"],
        "2.4": ["no", "yes|ni"],
        "2.5": ["yes", "no|ni"],
        "2.6": ["yes", "no|ni"],
        "2.7": ["no", "yes|ni"],
    },
    "D2_adhering": {
        "2.1": ["no", "yes|ni"],
        "2.2": ["no", "yes|ni"],
        "2.3": ["yes|na", "no|ni"],
        "2.4": ["no|na", "yes|ni"],
        "2.5": ["no|na", "yes|ni"],
        "2.6": ["yes", "no|ni"],
    },
    "D3": {"3.1": ["yes", "no|ni"], "3.2": ["yes", "no"], "3.3": ["no", "yes|ni"], "3.4": ["no", "yes|ni"]},
    "D4": {
        "4.1": ["no|ni", "yes"],
        "4.2": ["no", "ni", "yes"],
        "4.3": ["no", "yes|ni"],
        "4.4": ["no", "yes|ni"],
        "4.5": ["no", "yes|ni"],
    },
    "D5": {"5.1": ["yes", "no|ni"], "5.2": ["no", "ni", "yes"], "5.3": ["no", "ni", "yes"]},
}


@pytest.mark.parametrize("domain", WORSE)
def test_a_worse_answer_never_gives_a_better_judgement(domain):
    scales = WORSE[domain]
    assert list(scales) == list(TOOL.domain[domain].item_ids)
    of = {word: next(a.id for a in TOOL.answers if a.counts_as == word) for word in CLASSES.values()}
    level = {}
    for way in product(*(range(len(scale)) for scale in scales.values())):
        # One class stands for each place of a scale; that those in one place are alike, the table shows.
        given = {id: of[scales[id][at].split("|")[0]] for id, at in zip(scales, way, strict=True)}
        level[way] = LEVELS.index(judge.judge(TOOL, TOOL.domain[domain], given))
    for way, at in level.items():
        for n in range(len(way)):
            worse = (*way[:n], way[n] + 1, *way[n + 1 :])
            assert level.get(worse, at) >= at, (way, worse)
    assert {0, len(LEVELS) - 1} <= set(level.values())
