"""Updated reviews: what is of the version before, what is new, and that nothing is lost or counts twice."""

from collections import Counter
from dataclasses import replace

import pytest
from flow_reviews import Tables, cite, reviews, screen, search, seek, update
from hypothesis import given

from tamis.config import PreviousReview, PreviousStudy
from tamis.flow.boxes import UPDATED, BeforeCount, Undrawn
from tamis.flow.protocol import _may_be, _not_listed, earlier
from tamis.flow.sums import differences
from tamis.tables import DATABASE_KINDS


def _include(t: Tables, id_: str, studies: str) -> None:
    screen(t, id_, "include")
    seek(t, id_, "retrieved", "include", studies=studies)


def _update() -> Tables:
    """Return an update, its search first in the log: records found again, new reports of an old study."""
    t = Tables()
    search(t, "Scopus", "database", "n1 n2 n3 n4 n5", automatic=2, round_=1)
    search(t, "Scopus", "database", "o1 o2 o3 o4", automatic=7)
    search(t, "Ofsted", "website", "w1")
    for ids in ("n1 o1", "n2 w1", "n3", "n4", "n5", "o2", "o3", "o4"):
        cite(t, ids)
    _include(t, "n1", "a")
    screen(t, "n2", "include")
    seek(t, "n2", "not_retrieved")
    _include(t, "n3", "a")
    _include(t, "n4", "a;b;x")
    screen(t, "n5", "exclude", reason="design")
    _include(t, "o2", "a;c")
    screen(t, "o3", "exclude", reason="population")
    screen(t, "o4", "")
    return t


def test_what_the_update_counts_and_what_belongs_to_the_version_before() -> None:
    flow = update(_update(), x="Xu 2001; Xu 2003", y="Xu 2003").flow()
    boxes = {name: n for name, n in flow.boxes.items() if n is not None}
    assert boxes == {
        "previous_studies": 4,  # a, c; and x, y of the protocol
        "previous_reports": 4,  # n1 with o1, o2; and two that the protocol names
        "database_results": 7,
        "duplicates": 2,  # n1, n2: found again
        "excluded_automatic": 2,  # the 7 of the first round belong to the version before
        "records_screened": 3,
        "records_excluded": 1,
        "dbr_sought_reports": 2,
        "dbr_notretrieved_reports": 0,
        "dbr_assessed": 2,
        "dbr_excluded": 0,
        "new_studies": 1,  # b alone: n3 is a new report of a, n4 of a and x, too
        "new_reports": 2,
        "total_studies": 5,
        "total_reports": 6,
    }
    assert flow.updated
    assert [(s.source, s.n) for s in flow.sources] == [("Scopus", 7)]
    assert flow.before == (
        BeforeCount("excluded_title_abstract", 1),
        BeforeCount("not_retrieved", 1),
        BeforeCount("included", 2),
        BeforeCount("open", 1),
    )
    assert flow.undrawn == (Undrawn("databases", "open_before", 1),)
    assert flow.open == ()


def test_a_record_that_was_found_again_leaves_as_a_duplicate_whichever_one_names_the_citation() -> None:
    found = {e.record_id: (e.version, e.arm, e.exit) for e in update(_update()).exits()}
    # n1 and n2 name their citations, and change places with the records of the first round.
    assert found["n1"] == ("previous", "databases", "included")
    assert found["o1"] == ("", "databases", "duplicate")
    assert found["n2"] == ("previous", "other", "not_retrieved")
    assert found["w1"] == ("", "databases", "duplicate")
    assert found["n3"] == ("", "databases", "included")
    assert found["o4"] == ("previous", "databases", "open")


def test_what_stands_behind_the_version_before_leads_to_a_record_or_to_a_line_of_the_config() -> None:
    boxes = update(_update(), x="Xu 2001; Xu 2003", c="Old 1999").ledger().boxes
    behind = {
        box: [(line.record, line.text, line.place) for line in boxes[box] or ()]
        for box in ("previous_studies", "previous_reports")
    }
    assert behind == {
        "previous_studies": [
            ("n1", "a", "records/fulltext/retrieval.csv:2"),
            ("o2", "c", "records/fulltext/retrieval.csv:6"),
            ("", "x, printed", "config/config.yaml:40"),  # c is in records/, and counts there
        ],
        "previous_reports": [
            ("n1", "", "records/fulltext/retrieval.csv:2"),
            ("o2", "", "records/fulltext/retrieval.csv:6"),
            ("", "x, printed: Xu 2001", "config/config.yaml:40"),
            ("", "x, printed: Xu 2003", "config/config.yaml:40"),
            ("", "c, printed: Old 1999", "config/config.yaml:41"),
        ],
    }


def _new(studies: str) -> Tables:
    t = Tables()
    search(t, "Scopus", "database", "n1")
    cite(t, "n1")
    _include(t, "n1", studies)
    return t


@pytest.mark.parametrize(
    ("said", "studies", "reports"),
    [
        ({"studies": 8, "reports": 11}, (8, 1, 9), (11, 1, 12)),
        ({"studies": 8}, (8, 1, 9), (None, 1, None)),  # of reports nothing is said
        ({}, (None, 1, None), (None, 1, None)),  # of the version before nothing is said
        ({"studies": 0, "reports": 0}, (0, 1, 1), (0, 1, 1)),  # a review without studies
        ({"old": "Old 1999"}, (1, 1, 2), (1, 1, 2)),
        ({"new": "Old 1999"}, (1, 0, 1), (1, 1, 2)),  # a new report of an old study adds a report only
    ],
)
def test_a_version_before_that_is_not_in_records(said: dict, studies: tuple, reports: tuple) -> None:
    boxes = update(_new("new"), **said).flow().boxes
    for what, numbers in (("studies", studies), ("reports", reports)):
        found = tuple(boxes[f"{when}_{what}"] for when in ("previous", "new", "total"))
        assert found == numbers, what
    assert boxes["records_screened"] == 1


def test_numbers_of_the_protocol_are_added_to_what_earlier_rounds_found() -> None:
    boxes = update(_update(), studies=3, reports=5).flow().boxes
    assert (boxes["previous_studies"], boxes["previous_reports"]) == (5, 7)
    assert (boxes["total_studies"], boxes["total_reports"]) == (7, 9)  # b and x are new here


@pytest.mark.parametrize("record", ["n1", "n1b"])
def test_a_listed_report_that_is_found_again_is_of_the_version_before(record: str) -> None:
    t = Tables()
    search(t, "Scopus", "database", "n1 n1b n2")
    cite(t, "n1 n1b")
    cite(t, "n2")
    _include(t, "n1", "old")
    _include(t, "n2", "old;new")
    boxes = update(t, old=f"Old 1999; {record}").flow().boxes
    assert (boxes["duplicates"], boxes["records_screened"]) == (2, 1)
    assert [boxes[f"{when}_reports"] for when in ("previous", "new", "total")] == [2, 1, 3]
    assert [boxes[f"{when}_studies"] for when in ("previous", "new", "total")] == [1, 1, 2]


def test_a_listed_report_that_an_earlier_round_found_as_well_counts_from_there() -> None:
    assert update(_update(), a="o1").flow().boxes["previous_reports"] == 2
    assert update(_update(), a="n1").flow().boxes["previous_reports"] == 2


@pytest.mark.parametrize(
    ("reference", "year", "may"),
    [
        ("Brook 2007", 2007, True),
        ("Brook 2007", 2008, True),
        ("brook2007", 2012, False),
        ("Brook", 2012, True),
    ],
)
def test_which_listed_report_a_new_one_may_be(reference: str, year: int, may: bool) -> None:
    assert _may_be(reference, year) is may


def test_a_study_of_a_listed_report_that_is_not_listed_itself_is_told() -> None:
    t = update(_new("old;gone"), old="n1")
    previous = PreviousReview(studies=(PreviousStudy("old", reports=("n1",)),))
    (item,) = _not_listed(previous, t.exits(), t.reports)
    assert item.item == "flow:previous:gone"


def test_which_studies_are_new_is_not_known_while_an_old_report_has_no_study() -> None:
    t = _update()
    t.reports = [replace(r, studies="") if r.citation_id == "o2" else r for r in t.reports]
    boxes = update(t).flow().boxes
    assert [boxes[f"{when}_studies"] for when in ("previous", "new", "total")] == [None, None, None]
    assert [boxes[f"{when}_reports"] for when in ("previous", "new", "total")] == [2, 2, 4]


@pytest.mark.parametrize(
    ("rounds", "since", "before"),
    [
        ([None, 0, 1, 2], None, {0, 1}),
        ([None, None], None, set()),  # the whole log is the update
        ([None, 1, 2], 2, {0, 1}),
        ([None, 1], 0, set()),
        ([None, 0], 1, {0, 1}),  # the update is not searched yet
    ],
)
def test_which_rounds_belong_to_the_version_before(rounds: list, since: int | None, before: set) -> None:
    files = {f"{at}.ris": round_ for at, round_ in enumerate(rounds)}
    assert earlier(files, since) == {f"{at}.ris" for at in before}


def test_a_review_that_is_no_update_counts_all_rounds() -> None:
    flow = _update().flow()
    assert not flow.updated
    assert (flow.boxes["database_results"], flow.boxes["duplicates"]) == (18, 1)
    assert [flow.boxes[box] for box in UPDATED] == [None] * 4
    assert (flow.boxes["new_studies"], flow.boxes["new_reports"]) == (4, 4)


# --- whatever a team did ------------------------------------------------------------------------


@given(reviews(updated=True))
def test_every_record_leaves_once_in_its_version_and_arm(t: Tables) -> None:
    left = t.exits()
    assert [e.record_id for e in left] == [r.record_id for r in t.records]
    old = t.previous.files if t.previous else frozenset()

    def arm(kind: str) -> str:
        return "databases" if kind in DATABASE_KINDS else "other"

    entered = Counter(("previous" if r.source_file in old else "", arm(r.source_kind)) for r in t.records)
    assert Counter((e.version, e.arm) for e in left) == entered
    assert sorted(e.citation_id for e in left if e.exit != "duplicate") == sorted(
        c.citation_id for c in t.citations
    )
    assert Counter(e.exit for e in left if e.version) == {b.exit: b.n for b in t.flow().before}


@given(reviews(updated=True))
def test_the_boxes_of_any_update_count_what_is_new_and_add_up(t: Tables) -> None:
    # Computed here from the tables alone.
    flow = t.flow()
    boxes = {name: n or 0 for name, n in flow.boxes.items()}
    assert differences(flow) == []
    old_files = t.previous.files if t.previous else frozenset()
    old_records = {r.record_id for r in t.records if r.source_file in old_files}
    old = {m.citation_id for m in t.members if m.record_id in old_records}
    exports = [e for e in t.exports if e.file not in old_files]
    assert sum(s.n for s in flow.sources) == sum(e.identified for e in exports)
    new = [c for c in t.citations if c.citation_id not in old]
    assert boxes["records_screened"] == sum(t.pooled or c.arm == "databases" for c in new)
    main = [e for e in exports if t.pooled or e.source_kind in DATABASE_KINDS]
    assert boxes["duplicates"] == sum(e.records for e in main) - boxes["records_screened"]
    included = [r for r in t.reports if r.outcome == "include" and r.retrieval != "not_retrieved"]
    listed = t.previous.listed if t.previous else {}
    named = {report for study in listed.values() for report in study.reports}
    assert boxes["new_reports"] == sum(r.citation_id not in old for r in included)
    if flow.boxes["previous_reports"] is not None:
        assert boxes["previous_reports"] == sum(r.citation_id in old for r in included) + len(named)
    if flow.boxes["total_studies"] is not None:
        ids = {*listed, *(study for r in included for study in r.studies.split(";"))}
        assert boxes["total_studies"] == len(ids)
        assert boxes["new_studies"] == len(
            ids - {*listed, *(s for r in included if r.citation_id in old for s in r.studies.split(";"))}
        )


# --- a meta-analysis, and what automation tools excluded ----------------------------------------


def test_a_meta_analysis_counts_the_included_studies_that_are_listed_and_their_reports() -> None:
    t = update(_update(), y="Xu 2001; Xu 2003")
    t.meta_analysis = ("c", "a", "y", "gone")
    boxes = t.ledger().boxes
    assert [line.text for line in boxes["meta_analysis_studies"] or ()] == ["c", "a", "y, printed"]
    assert [line.record or line.text for line in boxes["meta_analysis_reports"] or ()] == [
        "n1",
        "o2",
        "n3",
        "n4",
        "y, printed: Xu 2001",
        "y, printed: Xu 2003",
    ]
    assert t.flow().boxes["meta_analysis_studies"] == 3


def test_a_meta_analysis_of_nothing_is_0_and_none_is_not() -> None:
    t = _update()
    assert t.flow().boxes["meta_analysis_studies"] is None
    t.meta_analysis = ()
    assert (t.flow().boxes["meta_analysis_studies"], t.flow().boxes["meta_analysis_reports"]) == (0, 0)


def test_what_automation_tools_alone_excluded_is_counted_apart() -> None:
    t = Tables(automation=True)
    search(t, "Scopus", "database", "a b c")
    search(t, "Ofsted", "website", "d")
    for id_, automatic in (("a", "yes"), ("b", ""), ("c", "yes"), ("d", "yes")):
        cite(t, id_)
        screen(t, id_, "exclude", automatic=automatic)
    boxes = t.flow().boxes
    assert (boxes["records_excluded"], boxes["records_excluded_automatic"]) == (3, 2)
    t.automation = False
    assert t.flow().boxes["records_excluded_automatic"] is None


# --- sums ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"total_studies": 6},
            ["total_studies is 6, but previous_studies 4 + new_studies 1 is 5: 1 too many"],
        ),
        (
            {"total_reports": 5},
            ["total_reports is 5, but previous_reports 4 + new_reports 2 is 6: 1 too few"],
        ),
        (
            {"previous_studies": None, "total_studies": 0},
            [
                "new_studies is 1, but total_studies is 0: 1 too many",
                "total_studies is 0, but total_reports is 6",
            ],
        ),
        (
            {"previous_reports": 1, "total_reports": 3},
            ["previous_reports is 1, but earlier rounds of the search found 2 of them: 1 too few"],
        ),
        (
            {"records_excluded_automatic": 2},
            ["records_excluded_automatic is 2, but records_excluded is 1: 1 too many"],
        ),
        (
            {"meta_analysis_studies": 6, "meta_analysis_reports": 7},
            [
                "meta_analysis_studies is 6, but total_studies is 5: 1 too many",
                "meta_analysis_reports is 7, but total_reports is 6: 1 too many",
            ],
        ),
        (
            {"meta_analysis_studies": 2, "meta_analysis_reports": 0},
            ["meta_analysis_studies is 2, but meta_analysis_reports is 0"],
        ),
        (
            {"previous_studies": 0, "total_studies": 1},
            ["previous_studies is 0, but previous_reports is 4"],
        ),
        ({"new_studies": 0, "total_studies": 4}, []),  # new reports of old studies
    ],
)
def test_what_does_not_add_up_names_the_boxes_and_the_difference(wrong: dict, said: list[str]) -> None:
    flow = update(_update(), x="Xu 2001; Xu 2003", y="Xu 2003").flow()
    assert differences(replace(flow, boxes={**flow.boxes, **wrong})) == said


def test_new_studies_have_reports_and_a_new_review_has_no_version_before() -> None:
    flow = _new("a").flow()
    assert differences(replace(flow, boxes={**flow.boxes, "new_studies": 0})) == [
        "new_studies is 0, but new_reports is 1"
    ]
    assert differences(replace(flow, boxes={**flow.boxes, "previous_studies": 3})) == [
        "previous_studies is 3, but the review is no update"
    ]
    assert differences(
        replace(flow, boxes={**flow.boxes, "meta_analysis_studies": 2, "meta_analysis_reports": 1})
    ) == ["meta_analysis_studies is 2, but new_studies is 1: 1 too many"]
