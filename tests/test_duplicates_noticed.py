"""A duplicate that is noticed while screening, from the vote to the flow, on the worked example."""

from collections import Counter

import pytest

from pipeline import example, flow, table
from tamis.cli import main

BOXES = ("duplicates", "records_screened", "records_excluded", "dbr_sought_reports", "dbr_excluded")
#: As published: 1,024 duplicates, 990 screened, 956 excluded, 34 sought, 16 excluded.
PUBLISHED = (1024, 990, 956, 34, 16)
ANSWERS = "record_a,record_b,answer,time"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    review = example(tmp_path_factory.mktemp("noticed"))
    assert main(["search", "-d", str(review)]) == 0
    again(review)
    return review


@pytest.fixture
def review(made):
    """Return the review, and put what people wrote back afterwards."""
    folder = made / "records/screening"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    yield made
    for path in folder.iterdir():
        path.unlink()
    for path, data in before.items():
        path.write_bytes(data)


def again(review):
    for stage in ("dedupe", "screening", "fulltext", "flow"):  # what the flow stands on, and no more
        assert main([stage, "-d", str(review)]) == 0, stage


def add(review, name, line, head=""):
    path = review / "records/screening" / name
    text = path.read_text("utf-8-sig") if path.exists() else f"{head}\n"
    path.write_text(f"{text.rstrip()}\n{line}\n", encoding="utf-8")


def state(review):
    """Return the boxes, the exit of every record, and what is open."""
    exits = {row["record_id"]: row["exit"] for row in table(review, "flow/exits")}
    items = [row["item"] for stage in ("dedupe", "screening") for row in table(review, f"{stage}/open")]
    assert len(exits) == 2014 and Counter(exits.values())["duplicate"] == flow(review)["duplicates"]
    return tuple(flow(review)[box] for box in BOXES), exits, items


def alone(review, exit_):
    """Return two citations of one record each that left the review by an exit."""
    size = Counter(row["citation_id"] for row in table(review, "dedupe/members"))
    found = [row["record_id"] for row in table(review, "flow/exits") if row["exit"] == exit_]
    return sorted(record for record in found if size[record] == 1)[:2]


def test_a_duplicate_noticed_on_title_and_abstract(review):
    again(review)
    boxes, exits, _ = state(review)
    assert boxes == PUBLISHED
    a, b = alone(review, "excluded_title_abstract")

    add(review, "title_abstract.R1.csv", f"{a},duplicate,{b},,,2022-01-10T10:00:00,")
    again(review)
    boxes, now, items = state(review)
    assert boxes == (1025, 989, 955, 34, 16)
    assert sorted((now[a], now[b])) == ["duplicate", "excluded_title_abstract"]
    assert [item for item in items if not item.startswith("dedupe:unlike")] == []
    assert {record for record in now if now[record] != exits[record]} < {a, b}

    built = {path: path.read_bytes() for path in (review / "build").rglob("*.csv")}
    again(review)
    assert {path: path.read_bytes() for path in (review / "build").rglob("*.csv")} == built

    add(review, "duplicates.R2.csv", f"{b},{a},different,2022-01-11", ANSWERS)
    again(review)
    boxes, now, items = state(review)
    first, second = sorted((a, b))
    assert (boxes, now) == (PUBLISHED, exits)
    assert f"dedupe:answer:{first}:{second}" in items

    add(review, "duplicates.R2.csv", f"{a},{b},unsure,2022-01-12")
    add(review, "title_abstract.R1.csv", f"{a},exclude,,topic,,2022-01-13T10:00:00,")
    again(review)
    assert state(review) == (PUBLISHED, exits, [])


def test_a_duplicate_noticed_on_full_texts_and_in_an_adjudication(review):
    again(review)
    _, exits, _ = state(review)
    # For one and the same reason: two would be a conflict of their reviewers.
    a, b = sorted(row["citation_id"] for row in table(review, "flow/exits") if row["reason"] == "outcome")[:2]
    assert exits[a] == exits[b] == "excluded_full_text"
    c, d = alone(review, "excluded_title_abstract")
    add(review, "full_text.R1.csv", f"{a},duplicate,{b},,,2022-01-10T10:00:00,")
    adjudicated = "{},title_abstract,{},{},{},discussion,R1;R2,yes,,one text,2022-01-{}T10:00:00,"
    add(review, "adjudication.R3.csv", adjudicated.format(c, "duplicate", d, "", 10))
    again(review)
    boxes, now, items = state(review)
    assert boxes == (1026, 988, 955, 33, 15)
    assert sorted((now[a], now[b])) == ["duplicate", "excluded_full_text"]
    assert sorted((now[c], now[d])) == ["duplicate", "excluded_title_abstract"]
    assert [item for item in items if not item.startswith("dedupe:unlike")] == []

    add(review, "full_text.R1.csv", f"{a},exclude,,outcome,,2022-01-11T10:00:00,")
    add(review, "adjudication.R1.csv", adjudicated.format(c, "exclude", "", "topic", 11))
    again(review)
    boxes, now, _ = state(review)
    assert (boxes, now) == (PUBLISHED, exits)
