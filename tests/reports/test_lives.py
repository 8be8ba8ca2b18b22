"""The life of each record of a review of every exit, event by event, as it was written down by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from whole_review import ids_of

from tamis.reports import built, packed
from tamis.reports.context import Context
from tamis.reports.lives import lives
from tamis.reports.lives.event import KINDS
from tamis.reports.lives.found import linked
from tamis.reports.lives.screened import screened
from tamis.reports.numbers import Behind, Numbers
from tamis.tables import Opinion, Pair, Record, Verdict

TA = "Title and abstract"
RULE = "same title, volume and first page"
SCREENING = "records/screening"


@pytest.fixture(scope="module")
def review(whole):
    return whole


@pytest.fixture(scope="module")
def tables(review):
    return built.read(review)


@pytest.fixture(scope="module")
def told(tables):
    return lives(tables, Context(tables, Numbers()).reason)


@pytest.fixture(scope="module")
def ids(review):
    return ids_of(review.root)


def short(events):
    return [(event.kind, event.part, event.what, event.why) for event in events]


def test_the_life_of_a_record_that_was_found_twice_and_disputed_twice(told, ids):
    events = told.of(ids["b"])
    assert short(events) == [
        ("search", "Found", "Scopus searched", ""),
        ("found", "Found", "Found in Scopus", "entry 2 of the export"),
        ("link", "Duplicates", "Found again as", RULE),
        ("vote", TA, "R1: exclude", ""),
        ("vote", TA, "R2: include", ""),
        ("settled", TA, "R3, as third reviewer: include", ""),
        (
            "outcome",
            TA,
            "On to retrieval and full text",
            "the reviewers’ decisions differed; settled by R3, as third reviewer",
        ),
        ("sought", "Retrieval", "Full text retrieved", ""),
        ("vote", "Full text", "R1: exclude", "Not research"),
        ("vote", "Full text", "R2: exclude", "Not about gardeners"),
        ("settled", "Full text", "R3, as third reviewer: exclude", "Not research"),
        (
            "outcome",
            "Full text",
            "Excluded: Not research",
            "the reviewers’ reasons differed; settled by R3, as third reviewer",
        ),
        ("exit", "Where it stands now", "Report excluded in full text", "Not research"),
    ]
    assert [event.time for event in events if event.kind in ("search", "vote", "settled")] == [
        "3 January 2024",
        "1 February 2024",
        "1 February 2024",
        "5 February 2024",
        "9 February 2024",
        "9 February 2024",
        "12 February 2024",
    ]
    assert [event.note for event in events if event.kind == "settled"] == ["It fits", "No research"]
    assert events[2].other == ids["b2"]


def test_every_event_has_the_line_it_was_read_from(told, tables, review, ids):
    places = [(event.kind, event.place) for event in told.of(ids["b"])]
    assert places == [
        ("search", "records/searches/searches.csv:2"),
        ("found", "records/searches/scopus.ris:7"),
        ("link", "records/searches/lists.ris:1"),
        ("vote", f"{SCREENING}/title_abstract.R1.csv:4"),
        ("vote", f"{SCREENING}/title_abstract.R2.csv:3"),
        ("settled", f"{SCREENING}/adjudication.R3.csv:2"),
        ("outcome", f"{SCREENING}/adjudication.R3.csv:2"),
        ("sought", "records/fulltext/retrieval.csv:3"),
        ("vote", f"{SCREENING}/full_text.R1.csv:3"),
        ("vote", f"{SCREENING}/full_text.R2.csv:3"),
        ("settled", f"{SCREENING}/adjudication.R3.csv:5"),
        ("outcome", f"{SCREENING}/adjudication.R3.csv:5"),
        ("exit", f"{SCREENING}/adjudication.R3.csv:5"),
    ]
    for record in tables.records:
        for event in told.of(record.record_id):
            assert event.kind in KINDS
            file, _, line = event.place.rpartition(":")
            assert 1 <= int(line) <= len((review.root / file).read_bytes().splitlines()), event


def test_a_duplicate_has_a_beginning_of_its_own_and_the_rest_of_its_publication(told, ids):
    own, first = told.own[ids["a2"]], told.of(ids["a"])
    assert [(event.what, event.other) for event in own[2:]] == [
        ("The same publication as", ids["a"]),
        ("Removed as a duplicate before screening", ""),
    ]
    assert own[0].what == "PubMed searched"
    rest = told.of(ids["a2"])[len(own) :]
    assert rest == first[-len(rest) :]
    assert [event.what for event in rest if event.kind in ("study", "exit")] == [
        "Main report of Smith, 2020a",
        "Included in the review",
    ]


def test_a_change_of_mind_stays_in_the_life_and_is_marked(told, ids):
    votes = [(e.what, e.why, e.past) for e in told.of(ids["c"]) if e.kind == "vote"]
    assert votes == [
        ("R1: include", "", True),
        ("R2: exclude", "Not about gardeners", False),
        ("R1: exclude", "", False),
    ]


@pytest.mark.parametrize(
    ("name", "outcome", "why", "exit"),
    [
        (
            "g",
            "In conflict",
            "the reviewers’ decisions differed; waits for R1, R2 and R3",
            "title and abstract",
        ),
        ("i", "Awaits decisions: 1 of 2 reviewers have decided", "waits for R2 and R3", "title and abstract"),
        ("j", "On to retrieval and full text", "decided by a list of the team", "excluded in full text"),
        ("d", "Excluded: Not research", "the reviewers agree", "Excluded on title and abstract"),
        (
            "f",
            "On to retrieval and full text",
            "a maybe asked for a decision; settled by R1 and R2, in discussion",
            "Included",
        ),
    ],
)
def test_what_came_of_a_stage(told, ids, name, outcome, why, exit):
    events = told.of(ids[name])
    came = next(event for event in events if event.kind == "outcome")
    assert (came.what, came.why) == (outcome, why)
    assert exit in events[-1].what


def test_what_was_sought_and_not_found_and_what_was_only_asked_for(told, ids):
    sought = {name: [e.what for e in told.of(ids[name]) if e.kind == "sought"] for name in "hez"}
    assert sought == {
        "h": ["Full text not retrieved"],
        "e": ["Full text requested"],
        "z": ["Full text not retrieved"],
    }
    assert told.of(ids["e"])[-1].what == "Still open: awaits retrieval"


def test_a_report_of_two_studies_has_both(told, ids):
    studies = [(e.what.partition(" of ")[0], e.why) for e in told.of(ids["w"]) if e.kind == "study"]
    assert studies == [("Main report", "study s2"), ("Main report", "study s3")]
    assert [e.what[:9] for e in told.of(ids["f"]) if e.kind == "study"] == ["Companion"]


def _record(id: str) -> Record:
    return Record(id, "x.ris", 1, 1, title=id, place=f"x.ris:{id[1:]}")


def test_a_record_is_joined_by_the_link_with_the_first_one_else_by_the_best_it_has():
    records = [_record(f"r{n}") for n in range(1, 5)]
    home = {"r1": "r1", "r2": "r1", "r3": "r1", "r4": "r4"}
    pairs = [
        Pair("r2", "r3", "duplicate", "same DOI"),
        Pair("r1", "r2", "duplicate", "same title"),
        Pair("r1", "r4", "possible", "much alike"),
    ]
    said = [Opinion("r1", "r4", "R1", "different", "2024-01-05", "Two parts.", "d.csv:2")]
    found = [(id, e.what, e.other, e.why, e.place) for id, e in linked(records, home, pairs, said)]
    assert sorted(found) == [
        ("r1", "Found again as", "r2", "same title", "x.ris:2"),
        ("r1", "Found again as", "r3", "same DOI", "x.ris:3"),
        ("r1", "R1 says: another publication than", "r4", "", "d.csv:2"),
        ("r2", "The same publication as", "r1", "same title", "x.ris:1"),
        ("r3", "The same publication as", "r2", "same DOI", "x.ris:2"),
        ("r4", "R1 says: another publication than", "r1", "", "d.csv:2"),
    ]


def test_a_link_that_a_person_made_stands_where_the_person_said_so():
    records = [_record("r1"), _record("r2")]
    pair = Pair("r1", "r2", "duplicate", "called the same by R3", place="d.csv:9")
    places = [event.place for _, event in linked(records, {"r1": "r1", "r2": "r1"}, [pair], [])]
    assert places == ["d.csv:9", "d.csv:9"]


def test_a_decision_of_automation_tools_alone_is_said_to_be_one():
    verdict = Verdict("title_abstract", "r1", "single", "exclude", "topic", automatic="yes", place="l.csv:2")
    ((_, event),) = screened("title_abstract", [], [], [verdict], str.upper)
    assert event.what == "Excluded: TOPIC" and event.why.endswith("; by automation tools alone")


def opened(data, id):
    """Return what stands behind a number, as the page's script reads it."""
    at, things = 0, []
    for step in data["lists"][id]:
        at += step
        things.append([*data["things"][at], *[0] * 6][:6])
    return things


def test_what_is_packed_is_what_was_told(told, tables, ids):
    vote = Behind("records/x.csv:7", "a vote", ids["a2"], 3, ids["a"])
    lists = {"one": [vote, Behind("records/y.csv"), vote], "none": []}
    data = json.loads(json.dumps(packed.pack(tables.records, told, lists)))
    rows = {row[0]: [*row, *[[]] * 10][:10] for row in data["records"]}
    words, files = data["words"], data["files"]
    order = [record.record_id for record in tables.records]
    for record in tables.records:
        id, title, file, line, authors, year, source, home, own, _ = rows[record.record_id]
        assert (words[title], words[authors], year, words[source]) == (
            record.title,
            record.authors,
            record.year,
            record.source,
        )
        assert f"{files[file]}:{line}" == record.place
        assert order[home or 0] == told.home[id]
        shared = rows[order[home or 0]][9]
        events = [[*data["events"][at], *[0] * 10][:10] for at in (*own, *shared)]
        assert [(KINDS[e[0]], words[e[1]], words[e[2]], f"{files[e[3]]}:{e[4]}") for e in events] == [
            (e.kind, e.part, e.what, e.place) for e in told.of(record.record_id)
        ]
        assert [words[e[7]] for e in events] == [e.time for e in told.of(record.record_id)]
    a, a2 = order.index(ids["a"]), order.index(ids["a2"])
    first, second, third = opened(data, "one")
    assert first == third == [a2 + 1, files.index("records/x.csv"), 7, words.index("a vote"), 2, a + 1]
    assert second == [0, files.index("records/y.csv"), 0, 0, 0, 0]
    assert opened(data, "none") == []
    # What became of a publication stands with its first record alone.
    assert rows[ids["a"]][9] and not rows[ids["a2"]][9]


def test_the_same_tables_pack_to_the_same_text_that_can_stand_in_a_page(told, tables):
    hostile = [replace(r, title="</script><!-- & \u2028") for r in tables.records]
    one, two = (packed.json_in_html(packed.pack(hostile, told, {})) for _ in range(2))
    assert one == two
    assert not set("<>&\u2028") & set(one)
    assert json.loads(one)["words"][1] == hostile[0].title
