import json
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from dedupe_support import frame, record, verdicts

from tamis.config import Policies
from tamis.dedupe.answers import settle
from tamis.dedupe.block import candidate_pairs
from tamis.dedupe.cluster import deduplicate
from tamis.dedupe.compare import compare
from tamis.dedupe.keys import keys_of
from tamis.dedupe.rules import judge

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_in_either_order(case):
    records = [record("ra", 1, **case["record_a"]), record("rb", 2, **case["record_b"])]
    found, citation = verdicts(records)
    assert found.get(("ra", "rb"), ("different", ""))[0] == case["expected"], (case["note"], found)
    assert (citation["ra"] == citation["rb"]) == (case["expected"] == "duplicate")
    _, turned = verdicts([record("rb", 1, **case["record_a"]), record("ra", 2, **case["record_b"])])
    assert (turned["ra"] == turned["rb"]) == (case["expected"] == "duplicate")


def test_case_ids_are_unique_and_their_words_known():
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert {case["expected"] for case in CASES} == {"duplicate", "related", "possible", "different"}


def test_all_cases_together_unite_no_two_that_differ():
    """Every near miss beside every other: what is kept apart alone is kept apart in company."""
    near = [case for case in CASES if case["expected"] != "duplicate"]
    for one, other in pairwise(near):
        records = [
            record(f"{case['id']}_{side}", position, **case[f"record_{side}"])
            for position, (case, side) in enumerate(
                [(one, "a"), (one, "b"), (other, "a"), (other, "b")], start=1
            )
        ]
        found, _ = verdicts(records)
        for case in (one, other):
            direct = found.get((f"{case['id']}_a", f"{case['id']}_b"), ("none", ""))
            assert direct[0] != "duplicate", case["note"]


def judged(case, **policies):
    """Return verdict, rule and policy of a case's pair under some policies."""
    records = [record("ra", 1, **case["record_a"]), record("rb", 2, **case["record_b"])]
    pairs, _ = deduplicate(frame(records), settle([]), Policies(**policies))
    return [(row.verdict, row.rule, row.policy) for row in pairs.itertuples()]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expected"] == "related"], ids=lambda case: case["id"]
)
def test_related_pairs_follow_their_policy_and_no_other(case):
    ((_, rule, policy),) = judged(case)
    others = {*Policies.__slots__} - {policy}
    assert judged(case, **dict.fromkeys(others, "merge")) == [("related", rule, policy)]
    if policy:
        assert judged(case, **{policy: "merge"}) == [("duplicate", rule, policy)]
        assert judged(case, **{policy: "separate"}) == []


def test_every_policy_has_a_related_case_and_some_pairs_have_no_policy():
    found = {judged(case)[0][2] for case in CASES if case["expected"] == "related"}
    assert found == {*Policies.__slots__, ""}


def test_what_a_policy_merges_is_not_doubted():
    """A preprint and its article, and a third record of the same title cut off, are one by the policy."""
    title = "Home visiting after reunification of children from foster care: effects on parenting stress"
    article = {"authors": "Marlow, Ann; Petersen, Lars", "year": 2014, "journal": "Ann Care",
               "volume": "3", "pages": "10-19"}  # fmt: skip
    preprint = {"authors": "Marlow, Ann; Petersen, Lars", "year": 2013, "journal": "medRxiv",
                "doi": "10.1101/2013.01.01"}  # fmt: skip
    records = [
        record("ra", 1, title=title, **article),
        record("rb", 2, title=title[:60], **article),
        record("rc", 3, title=title, **preprint),
        record("rd", 4, title=f"{title[:60]}...", **preprint),
    ]
    pairs, members = deduplicate(frame(records), settle([]), Policies(preprints="merge"))
    assert set(pairs["verdict"]) == {"duplicate"}
    assert set(members["citation_id"]) == {"ra"}


@pytest.mark.parametrize("name", ["doi", "pmid"])
def test_two_papers_of_one_title_that_a_record_without_pages_united_are_doubted(name):
    place = {"title": "Going home from foster care and what helps parents", "authors": "Quist, Per; Holm, E.",
             "year": 2011, "journal": "Annals of Care", "volume": "3"}  # fmt: skip
    ids = {"doi": ("10.5555/1", "10.5555/2"), "pmid": ("99000001", "99000002")}[name]
    records = [
        record("ra", 1, pages="10-19", **{name: ids[0]}, **place),
        record("rb", 2, **place),
        record("rc", 3, pages="90-99", **{name: ids[1]}, **place),
    ]
    found, citation = verdicts(records)
    assert len(set(citation.values())) == 1
    assert found[("ra", "rc")][0] == "doubted"


def test_two_titles_that_a_shorter_one_united_are_doubted():
    title = "Going home from foster care and what helps parents and their neighbours"
    place = {"authors": "Quist, Per", "year": 2011, "journal": "Annals of Care", "volume": "3", "pages": "12"}
    records = [
        record("ra", 1, title=title, **place),
        record("rb", 2, title=f"{title} in Spain", **place),
        record("rc", 3, title=f"{title} of refugees", **place),
    ]
    found, _ = verdicts(records)
    assert found[("rb", "rc")][0] != "duplicate"
    assert found[("rb", "rc")] == ("doubted", "a word of one title stands for another of the other")


def test_the_page_of_rules_names_each_rule_as_it_stands_beside_a_pair():
    keys = keys_of(frame([record("ra", 1, title="One"), record("rb", 2, title="One")]))
    none = np.array([0], np.int64), np.array([1], np.int64)
    found = judge(keys, compare(keys, *none, np.array([True])), Policies())
    rules = {(rule.verdict, rule.text) for rule in found.rules} | {
        ("doubted", text) for text in found.reasons
    }
    page = (Path(__file__).parents[2] / "docs" / "deduplication.md").read_text(encoding="utf-8")
    parts = {
        "duplicate": ("## What links", "## Related"),
        "related": ("## Related", "## The list"),
        "possible": ("## The list", "## What speaks"),
        "doubted": ("## What speaks", "## What is never"),
    }
    told = set()
    for verdict, (begin, end) in parts.items():
        lines = page.partition(begin)[2].partition(end)[0].splitlines()
        rows = [line.split("|")[1].strip() for line in lines if line.startswith("|")]
        told |= {(verdict, row) for row in rows[2:]}
    assert told == rules


def test_a_rare_title_with_little_else_ranks_before_a_pair_that_contradicts_itself():
    title = "Home visiting after reunification of children from foster care in the far north"
    records = [
        record("ra", 1, title=title, authors="Quist, Per", year=2011),
        record("rb", 2, title=title, authors="Quist, Per"),
        record("rc", 3, title=f"{title} of Norway", authors="Marlow, Ann", year=2014, journal="Ann Care",
               volume="3", pages="10-19"),
        record("rd", 4, title=f"{title} of Norway", authors="Marlow, Ann", year=2014, journal="Ann Care",
               volume="4", pages="410-419"),
    ]  # fmt: skip
    pairs, _ = deduplicate(frame(records), settle([]))
    ranks = {
        (row.record_a, row.record_b): row.rank for row in pairs.itertuples() if row.verdict == "possible"
    }
    assert ranks[("ra", "rb")] < ranks[("rc", "rd")]


def test_what_speaks_against_a_pair_that_a_cut_title_united_is_listed():
    title = "Going home from foster care and what helps parents: stages of {}"
    place = {
        "authors": "Quist, Per",
        "year": 2011,
        "journal": "Annals of Care",
        "volume": "3",
        "pages": "10-19",
    }
    records = [
        record("ra", 1, title=title.format("change in girls"), **place),
        record("rb", 2, title="Going home from foster care and what helps parents: stages of...", **place),
        record("rc", 3, title=title.format("change in boys"), **place),
    ]
    found, citation = verdicts(records)
    assert len(set(citation.values())) == 1
    assert found[("ra", "rc")] == (
        "doubted",
        "the titles are told apart by a number, an opposite or a word",
    )


def fillers(fields, chance, count=120):
    """Records that share with one a key by which pairs are found, and its year, and nothing else."""

    def words(number):
        return " ".join("".join(chance.choices("abdegiklmnoprstuvz", k=7)) for _ in range(number))

    title = fields.get("title", "").split()
    half = len(title) // 2 or 1
    shared = {
        "doi": {"doi": fields.get("doi", "")},
        "pmid": {"pmid": fields.get("pmid", "")},
        "title": {"title": " ".join(title)},
        "place": {"volume": fields.get("volume", ""), "pages": fields.get("pages", "")},
        "author and page": {"authors": fields.get("authors", ""), "pages": fields.get("pages", "")},
    }
    for _ in range(count):
        for each in shared.values():
            yield {"title": words(8), "authors": words(1).title() + ", A.", "year": fields.get("year")} | each
        begin, end = " ".join(title[:half]), " ".join(title[half:])
        for text in (f"{begin} {words(6)}", f"{words(6)} {end}"):
            yield {"title": text, "authors": words(1).title() + ", A.", "year": fields.get("year")}
        opening = {"title": f"{' '.join(title[:2])} {words(6)}", "authors": fields.get("authors", "")}
        yield opening | {"year": fields.get("year")}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expected"] == "duplicate"], ids=lambda case: case["id"]
)
def test_a_pair_is_compared_whatever_else_shares_its_keys(case):
    """A link depends on the two records alone (DESIGN: what is stable)."""
    chance = random.Random(case["id"])
    records = [record("ra", 1, **case["record_a"]), record("rb", 2, **case["record_b"])]
    more = [*fillers(case["record_a"], chance), *fillers(case["record_b"], chance)]
    records += [record(f"rf{at:04d}", at, **fields) for at, fields in enumerate(more, start=3)]
    a, b = candidate_pairs(keys_of(frame(records)))
    assert (0, 1) in set(zip(a.tolist(), b.tolist(), strict=True))
    assert len(a) < 150 * len(records)


def test_near_titles_whose_first_authors_differ_are_linked_among_a_hundred_that_begin_alike():
    title = "Going home from foster care: {} and how families are helped with {}"
    pair = [
        record("ra", 1, title=title.format("a cohort", "behaviour"), authors="Vries, A.; Petersen, L.",
               year=2014, journal="Annals of Care"),
        record("rb", 2, title=title.format("cohort", "behavior"), authors="Petersen L; Vries A",
               year=2014, journal="Annals of Care"),
    ]  # fmt: skip
    others = [
        record(f"rf{at:03d}", at + 3, title=f"Going home from foster care: {name} in {name[::-1]}", year=2014)
        for at, name in enumerate(f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200))
    ]
    for records in (pair, pair + others):
        found, citation = verdicts(records)
        assert citation["ra"] == citation["rb"], found
