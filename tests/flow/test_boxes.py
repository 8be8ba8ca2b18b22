from dataclasses import replace

import pytest
from flow_reviews import Tables, cite, every_exit, reviews, screen, search, seek
from hypothesis import given

from tamis.flow.boxes import Marks, OpenCount, ReasonCount, SourceCount, Undrawn
from tamis.flow.counts import count
from tamis.flow.labels import BOXES
from tamis.flow.protocol import Counting
from tamis.flow.sums import SumError, check, differences
from tamis.tables import DATABASE_KINDS


def test_the_boxes_of_a_review_with_every_exit() -> None:
    flow = every_exit().flow()
    assert flow.boxes == {
        "previous_studies": None,
        "previous_reports": None,
        "database_results": 9,  # seven records, and two that were removed before the export
        "register_results": 1,
        "website_results": 5,
        "organisation_results": None,
        "citations_results": 2,
        "duplicates": 1,
        "excluded_automatic": 2,
        "excluded_other": None,
        "records_screened": 7,
        "records_excluded": 1,
        "dbr_sought_reports": 5,
        "dbr_notretrieved_reports": 1,
        "dbr_assessed": 3,
        "dbr_excluded": 1,
        "other_sought_reports": 2,
        "other_notretrieved_reports": 0,
        "other_assessed": 2,
        "other_excluded": 0,
        "new_studies": None,  # of one included report it is not recorded which study it is about
        "new_reports": 3,
        "total_studies": None,
        "total_reports": None,
        "other_results": 8,
        "records_excluded_automatic": None,
        "meta_analysis_studies": None,
        "meta_analysis_reports": None,
    }
    assert list(flow.boxes) == list(BOXES)
    assert flow.open == (
        OpenCount("databases", "title_abstract", 1),
        OpenCount("databases", "retrieval", 1),
        OpenCount("other", "full_text", 1),
    )
    assert flow.undrawn == (
        Undrawn("other", "duplicate", 2),
        Undrawn("other", "removed_other", 3),
        Undrawn("other", "excluded_title_abstract", 1),
    )
    assert flow.reasons == (ReasonCount("databases", "outcome", "No outcome of interest", 1),)
    assert flow.sources[0] == SourceCount("Scopus", "database", 7, stand_in=True)


def _pooled() -> Tables:
    """Return the same review pooled: what came by other methods is screened with the rest."""
    t = every_exit()
    t.pooled = True
    screen(t, "w2", "include")
    screen(t, "c2", "include")
    return t


def test_the_same_review_pooled() -> None:
    flow = _pooled().flow()
    boxes = flow.boxes
    assert (boxes["database_results"], boxes["other_results"]) == (9, 8)
    assert (boxes["duplicates"], boxes["excluded_automatic"], boxes["excluded_other"]) == (3, 2, 3)
    assert (boxes["records_screened"], boxes["records_excluded"]) == (10, 2)
    assert (boxes["dbr_sought_reports"], boxes["dbr_assessed"]) == (7, 5)
    after = BOXES[BOXES.index("other_sought_reports") : BOXES.index("new_studies")]
    assert [boxes[box] for box in after] == [None, None, None, None]
    assert flow.undrawn == ()
    assert {count.arm for count in flow.open} == {"databases"}


def test_what_was_not_recorded_is_empty_and_never_0() -> None:
    t = Tables()
    search(t, "Scopus", "database", "s1")
    cite(t, "s1")
    screen(t, "s1", "include")
    seek(t, "s1", "", "include", studies="a")
    boxes = t.flow().boxes
    empty = {name for name, n in boxes.items() if n is None}
    assert {"register_results", "website_results", "other_results", "other_assessed"} <= empty
    assert {"excluded_automatic", "excluded_other", "dbr_notretrieved_reports"} <= empty
    assert (boxes["duplicates"], boxes["records_excluded"], boxes["new_reports"]) == (0, 0, 1)


def test_a_source_that_was_searched_and_gave_nothing_is_0() -> None:
    t = Tables()
    search(t, "Scopus", "database", "")
    search(t, "Ofsted", "website", "")
    boxes = t.flow().boxes
    assert (boxes["database_results"], boxes["website_results"], boxes["other_results"]) == (0, 0, 0)
    assert boxes["other_sought_reports"] == 0


def test_several_exports_of_one_source_are_one_line_in_the_order_of_the_log() -> None:
    t = Tables()
    search(t, "Scopus", "database", "a b", automatic=1)
    search(t, "PubMed", "database", "c")
    search(t, "Scopus", "database", "d")
    for record in t.records:
        cite(t, record.record_id)
        screen(t, record.record_id, "exclude")
    assert [(s.source, s.n) for s in t.flow().sources] == [("Scopus", 4), ("PubMed", 1)]


def test_a_number_that_the_source_reported_is_no_stand_in_though_its_records_are() -> None:
    t = Tables()
    search(t, "Scopus", "database", "", stand_in="yes")
    search(t, "Web of Science", "database", "", stand_in="yes")
    t.exports[1] = replace(t.exports[1], hits=0)
    assert [(s.source, s.stand_in) for s in t.flow().sources] == [("Scopus", True), ("Web of Science", False)]


def test_a_stand_in_export_is_marked_where_the_source_reported_another_number() -> None:
    t = Tables()
    search(t, "Scopus", "database", "", stand_in="yes")
    search(t, "Embase", "database", "", automatic=2, stand_in="yes")
    t.exports[0] = replace(t.exports[0], hits=9)
    t.exports[1] = replace(t.exports[1], hits=2)
    assert [(s.source, s.n, s.stand_in) for s in t.flow().sources] == [
        ("Scopus", 0, True),
        ("Embase", 2, False),
    ]


def test_a_box_is_marked_where_all_that_it_counts_rests_on_stand_ins() -> None:
    t = Tables()
    search(t, "Scopus", "database", "", automatic=3, stand_in="yes")
    search(t, "Embase", "database", "", automatic=2)
    search(t, "Ofsted", "website", "", other=6, stand_in="yes")
    t.pooled = True
    flow = t.flow(Marks(hits="†"))
    marks = {box: flow.mark(box) for box in flow.boxes}
    assert {box for box, mark in marks.items() if mark} == {"website_results", "other_results"}


def _behind(t: Tables) -> dict[str, list[str]]:
    return {
        box: [line.record or f"{line.n} {line.text}" for line in lines]
        for box, lines in t.ledger().boxes.items()
        if lines
    }


def test_what_stands_behind_each_box() -> None:
    assert _behind(every_exit()) == {
        "database_results": [
            "7 Scopus: 5 in scopus.ris, 2 removed before by automation tools",
            "2 PubMed: 2 in pubmed.ris",
        ],
        "register_results": ["1 ISRCTN: 1 in isrctn.ris"],
        "website_results": ["5 Ofsted: 2 in ofsted.ris, 3 removed before for other reasons"],
        "citations_results": ["2 Reference lists: 2 in reference_lists.ris"],
        "other_results": [
            "5 Ofsted: 2 in ofsted.ris, 3 removed before for other reasons",
            "2 Reference lists: 2 in reference_lists.ris",
            "1 Experts <asked> & others: 1 in experts_<asked>_&_others.ris",
        ],
        "duplicates": ["p1"],
        "excluded_automatic": ["2 Scopus: 2 not in scopus.ris"],
        "records_screened": ["s1", "s2", "s3", "s4", "s5", "p2", "t1"],
        "records_excluded": ["s1"],
        "dbr_sought_reports": ["s2", "s3", "s4", "p2", "t1"],
        "dbr_notretrieved_reports": ["s3"],
        "dbr_assessed": ["s2", "s4", "t1"],
        "dbr_excluded": ["s4"],
        "other_sought_reports": ["w2", "c2"],
        "other_assessed": ["w2", "c2"],
        "new_reports": ["s2", "t1", "w2"],
    }


@given(reviews() | reviews(updated=True))
def test_what_stands_behind_any_number_adds_up_to_it(t: Tables) -> None:
    flow, behind = t.flow(), t.ledger()
    sums = {box: None if lines is None else sum(x.n for x in lines) for box, lines in behind.boxes.items()}
    assert sums == flow.boxes
    assert {w: sum(x.n for x in lines) for w, lines in behind.open.items()} == {
        (c.arm, c.at): c.n for c in flow.open
    }
    assert {w: sum(x.n for x in lines) for w, lines in behind.undrawn.items()} == {
        (u.arm, u.exit): u.n for u in flow.undrawn
    }
    full = {key[1:]: len(lines) for key, lines in behind.reasons.items() if key[0] == "excluded_full_text"}
    assert full == {(r.arm, r.reason): r.n for r in flow.reasons}


def test_reasons_come_in_the_order_of_the_flowchart_and_those_not_recorded_last() -> None:
    t = Tables()
    search(t, "Scopus", "database", "a b c d e f")
    given_ = ["not_recorded", "zzz", "design", "population", "design", ""]
    for record, reason in zip(t.records, given_, strict=True):
        cite(t, record.record_id)
        screen(t, record.record_id, "include")
        seek(t, record.record_id, "retrieved", "exclude", reason=reason)
    assert [(r.label, r.n) for r in t.flow().reasons] == [
        ("Wrong population", 1),
        ("Not research", 2),
        ("zzz", 1),
        ("not recorded", 2),
    ]


def test_one_report_of_two_studies_and_two_reports_of_one() -> None:
    t = Tables()
    search(t, "Scopus", "database", "a b c")
    for id_, studies in (("a", "x;y"), ("b", "y"), ("c", "y")):
        cite(t, id_)
        screen(t, id_, "include")
        seek(t, id_, "retrieved", "include", studies=studies)
    boxes = t.flow().boxes
    assert (boxes["new_studies"], boxes["new_reports"]) == (2, 3)


@given(reviews())
def test_the_boxes_of_any_review_add_up(t: Tables) -> None:
    # Computed here from the tables alone, arm by arm, not by the code's own relations.
    flow = t.flow()
    boxes = {name: n or 0 for name, n in flow.boxes.items()}
    assert differences(flow) == []
    waits = {(c.arm, c.at): c.n for c in flow.open}
    here = waits.get
    main = boxes["database_results"] + boxes["register_results"] + (boxes["other_results"] if t.pooled else 0)
    removed = boxes["duplicates"] + boxes["excluded_automatic"] + boxes["excluded_other"]
    assert main - removed == boxes["records_screened"]
    assert boxes["records_screened"] == sum(t.pooled or c.arm == "databases" for c in t.citations)
    included = 0
    for arm, prefix in (("databases", "dbr"), ("other", "other")):
        assessed = boxes[f"{prefix}_assessed"]
        waiting = here((arm, "retrieval"), 0)
        assert (
            boxes[f"{prefix}_sought_reports"] - boxes[f"{prefix}_notretrieved_reports"] - waiting == assessed
        )
        assert sum(r.n for r in flow.reasons if r.arm == arm) == boxes[f"{prefix}_excluded"]
        included += assessed - boxes[f"{prefix}_excluded"] - here((arm, "full_text"), 0)
    assert included == boxes["new_reports"]
    assert boxes["dbr_sought_reports"] + boxes["other_sought_reports"] == len(t.reports)
    waits_first = here(("databases", "title_abstract"), 0)
    assert boxes["records_screened"] - boxes["records_excluded"] - waits_first == boxes["dbr_sought_reports"]
    if flow.other_arm:
        off = sum(u.n for u in flow.undrawn if u.arm == "other")
        assert (
            boxes["other_results"] - off - here(("other", "title_abstract"), 0)
            == boxes["other_sought_reports"]
        )


@given(reviews())
def test_what_every_source_gave_is_what_was_identified(t: Tables) -> None:
    flow = t.flow()
    total = sum(s.n for s in flow.sources)
    before = sum((e.removed_automatic or 0) + (e.removed_other or 0) for e in t.exports)
    assert total == len(t.records) + before
    databases = sum(s.n for s in flow.sources if s.kind in DATABASE_KINDS)
    assert total - databases == (flow.boxes["other_results"] or 0)


@given(reviews())
def test_no_box_is_made_up_for_a_kind_that_was_not_searched(t: Tables) -> None:
    boxes = t.flow().boxes
    searched = {e.source_kind for e in t.exports}
    assert (boxes["register_results"] is None) == ("register" not in searched)
    assert (boxes["other_results"] is None) == (not searched - set(DATABASE_KINDS))


def test_exports_that_do_not_hold_the_records_do_not_add_up() -> None:
    t = every_exit()
    t.exports[1] = replace(t.exports[1], records=3)
    with pytest.raises(SumError, match=r"records_screened is 7, but database_results 10 .* is 8: 1 too few"):
        t.flow()


@pytest.mark.parametrize(
    ("box", "names"),
    [
        ("records_screened", {"records_screened", "dbr_sought_reports"}),
        ("records_excluded", {"dbr_sought_reports"}),
        ("dbr_sought_reports", {"dbr_sought_reports", "dbr_assessed"}),
        ("dbr_notretrieved_reports", {"dbr_assessed"}),
        ("dbr_assessed", {"dbr_assessed", "new_reports"}),
        ("dbr_excluded", {"dbr_excluded", "new_reports"}),
        ("other_sought_reports", {"other_sought_reports", "other_assessed"}),
        ("other_notretrieved_reports", {"other_assessed"}),
        ("other_assessed", {"other_assessed", "new_reports"}),
        ("other_excluded", {"new_reports"}),
        ("new_reports", {"new_reports"}),
        ("duplicates", {"records_screened"}),
        ("excluded_automatic", {"records_screened"}),
        ("register_results", {"register_results", "records_screened"}),
        ("other_results", {"other_results", "other_sought_reports"}),
    ],
)
def test_a_box_that_is_one_too_high_is_found(box: str, names: set[str]) -> None:
    flow = every_exit().flow()
    n = flow.boxes[box]
    assert n is not None
    wrong = replace(flow, boxes={**flow.boxes, box: n + 1})
    assert {text.split(" is ")[0] for text in differences(wrong)} == names


def test_an_error_names_the_boxes_and_the_difference() -> None:
    flow = every_exit().flow()
    with pytest.raises(SumError) as caught:
        check(replace(flow, boxes={**flow.boxes, "dbr_assessed": 1}))
    assert caught.value.differences == [
        "dbr_assessed is 1, but dbr_sought_reports 5 - dbr_notretrieved_reports 1 - open at retrieval 1 "
        "is 3: 2 too few",
        "new_reports is 3, but dbr_assessed 1 + other_assessed 2 - dbr_excluded 1 - other_excluded 0 "
        "- open at full_text 1 is 1: 2 too many",
    ]


def test_an_exclusion_after_appraisal_is_counted_though_it_is_not_drawn() -> None:
    t = every_exit()
    left = [
        replace(e, exit="excluded_after_appraisal", studies="") if e.record_id == "s2" else e
        for e in t.exits()
    ]
    flow = count(left, t.exports, Counting(), reasons={})
    assert Undrawn("databases", "excluded_after_appraisal", 1) in flow.undrawn
    assert (flow.boxes["dbr_assessed"], flow.boxes["new_reports"]) == (3, 2)
