import json
from itertools import pairwise
from pathlib import Path

import pytest
from dedupe_support import record, verdicts

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case):
    records = [record("ra", 1, **case["record_a"]), record("rb", 2, **case["record_b"])]
    found, citation = verdicts(records)
    linked = citation["ra"] == citation["rb"]
    assert linked == (case["expected"] == "duplicate"), (case["note"], found)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_does_not_depend_on_order(case):
    ids = ("ra", "rb"), ("rb", "ra")
    outcomes = []
    for one, other in ids:
        citation = verdicts([record(one, 1, **case["record_a"]), record(other, 2, **case["record_b"])])[1]
        outcomes.append(citation["ra"] == citation["rb"])
    assert outcomes[0] == outcomes[1]


def test_case_ids_are_unique_and_their_words_known():
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert {case["expected"] for case in CASES} == {"duplicate", "different"}


def test_all_cases_together_unite_no_two_that_differ():
    """Every near miss beside every other: what is kept apart alone is kept apart in company."""
    near = [case for case in CASES if case["expected"] == "different"]
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
