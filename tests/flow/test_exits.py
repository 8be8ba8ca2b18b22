import re
from dataclasses import replace

import pytest
from flow_reviews import Tables, cite, every_exit, reviews, screen, search, seek
from hypothesis import given

from tamis.tables import DATABASE_KINDS, EXITS, Member, Report


def test_every_record_takes_the_exit_it_took() -> None:
    found = {e.record_id: (e.citation_id, e.arm, e.exit, e.at, e.reason) for e in every_exit().exits()}
    assert found == {
        "s1": ("s1", "databases", "excluded_title_abstract", "", "population"),
        "s2": ("s2", "databases", "included", "", ""),
        "s3": ("s3", "databases", "not_retrieved", "", ""),
        "s4": ("s4", "databases", "excluded_full_text", "", "outcome"),
        "s5": ("s5", "databases", "open", "title_abstract", ""),
        "p1": ("s1", "databases", "duplicate", "", ""),
        "p2": ("p2", "databases", "open", "retrieval", ""),
        "t1": ("t1", "databases", "included", "", ""),
        "w1": ("s2", "other", "duplicate", "", ""),
        "w2": ("w2", "other", "included", "", ""),
        "c1": ("w2", "other", "duplicate", "", ""),
        "c2": ("c2", "other", "open", "full_text", ""),
        "e1": ("e1", "other", "excluded_title_abstract", "", ""),
    }


def test_an_exit_leads_to_the_line_that_decided_it() -> None:
    places = {e.record_id: e.place for e in every_exit().exits()}
    assert places["s1"] == "records/screening/title_abstract.R1.csv:2"
    assert places["s3"] == "records/fulltext/retrieval.csv:3"
    assert places["p1"] == "records/searches/pubmed.ris:1"


@given(reviews())
def test_every_record_has_exactly_one_exit(t: Tables) -> None:
    found = t.exits()
    assert [e.record_id for e in found] == [r.record_id for r in t.records]
    assert all(e.exit in EXITS and (e.exit == "open") == bool(e.at) for e in found)
    # A citation leaves once; its other records leave as duplicates of it.
    left = [e.citation_id for e in found if e.exit != "duplicate"]
    assert sorted(left) == sorted(c.citation_id for c in t.citations)


@given(reviews())
def test_as_many_records_leave_an_arm_as_entered_it(t: Tables) -> None:
    entered = sum(r.source_kind in DATABASE_KINDS for r in t.records)
    assert sum(e.arm == "databases" for e in t.exits()) == entered


def test_a_citation_of_both_arms_named_by_the_other_one_counts_under_databases_once() -> None:
    t = Tables()
    search(t, "Ofsted", "website", "w1")
    search(t, "Scopus", "database", "s1 s2")
    cite(t, "w1 s1 s2")
    screen(t, "w1", "exclude", reason="design")
    assert [(e.record_id, e.arm, e.exit) for e in t.exits()] == [
        ("w1", "databases", "excluded_title_abstract"),
        ("s1", "other", "duplicate"),
        ("s2", "databases", "duplicate"),
    ]
    boxes = t.flow().boxes
    assert (boxes["database_results"], boxes["duplicates"], boxes["records_screened"]) == (2, 1, 1)
    assert (boxes["other_results"], boxes["other_sought_reports"]) == (1, 0)


def _one(title_abstract: str = "include") -> Tables:
    t = Tables()
    search(t, "Scopus", "database", "s1")
    cite(t, "s1")
    screen(t, "s1", title_abstract)
    return t


@pytest.mark.parametrize(
    ("retrieval", "outcome", "votes", "exit_", "at"),
    [
        ("not_retrieved", "exclude", 0, "not_retrieved", ""),  # a complete list excludes what it lacks
        ("not_retrieved", "", 0, "not_retrieved", ""),
        ("requested", "", 0, "open", "retrieval"),
        ("requested", "", 1, "open", "full_text"),
        ("retrieved", "", 0, "open", "full_text"),
        ("", "", 0, "open", "full_text"),  # this team logs no retrieval
        ("", "exclude", 2, "excluded_full_text", ""),
        ("requested", "exclude", 2, "excluded_full_text", ""),
        ("retrieved", "include", 2, "included", ""),  # whatever study it turns out to be about
    ],
)
def test_where_a_report_is(retrieval: str, outcome: str, votes: int, exit_: str, at: str) -> None:
    t = _one()
    seek(t, "s1", retrieval, outcome)
    screen(t, "s1", outcome, stage="full_text", votes=votes)
    found = t.exits()[0]
    assert (found.exit, found.at) == (exit_, at)


def test_a_report_without_a_row_waits_for_retrieval_where_the_team_logs_it() -> None:
    t = _one()
    search(t, "PubMed", "database", "p1")
    cite(t, "p1")
    screen(t, "p1", "include")
    seek(t, "s1")
    seek(t, "p1", "retrieved")
    assert [e.at for e in t.exits()] == ["retrieval", "full_text"]


def test_a_record_that_is_missing_from_a_later_table_is_named() -> None:
    with pytest.raises(AssertionError, match=r"s1 was included .* missing from build/fulltext/reports\.csv"):
        _one().exits()

    t = every_exit()
    t.verdicts = [v for v in t.verdicts if v.citation_id != "s3"]
    with pytest.raises(AssertionError, match=r"s3 has nothing in build/screening/verdicts\.csv"):
        t.exits()

    t = every_exit()
    t.members = [m for m in t.members if m.record_id != "c1"]
    with pytest.raises(AssertionError, match=r"c1 is in no citation"):
        t.exits()

    t = every_exit()
    t.reports = [r for r in t.reports if r.citation_id != "c2"]
    with pytest.raises(AssertionError, match=r"c2 needs no decision .* missing from build/fulltext"):
        t.exits()

    t = every_exit()
    t.studies = [s for s in t.studies if s.study != "b2002"]
    with pytest.raises(AssertionError, match=r"w2 reports study b2002"):
        t.exits()

    t = every_exit()
    t.citations = [c for c in t.citations if c.citation_id != "s1"]
    t.verdicts = [v for v in t.verdicts if v.citation_id != "s1"]
    with pytest.raises(AssertionError, match=r"s1 is in citation s1, which is not in"):
        t.exits()


def test_a_record_at_two_exits_is_named() -> None:
    t = every_exit()
    seek(t, "s1", "retrieved", "include", studies="a2001")
    with pytest.raises(AssertionError, match=r"s1 was excluded at title_abstract, yet is in build/fulltext"):
        t.exits()

    t = every_exit()
    seek(t, "s5", "retrieved")
    with pytest.raises(AssertionError, match=r"s5 is still open at title_abstract, yet"):
        t.exits()


@pytest.mark.parametrize("table", ["members", "verdicts", "reports"])
def test_rows_about_what_does_not_exist_are_named(table: str) -> None:
    t = every_exit()
    if table == "members":
        t.members.append(Member("gone", "s1"))
    elif table == "verdicts":
        t.verdicts.append(replace(t.verdicts[0], citation_id="gone"))
    else:
        t.reports.append(Report("gone"))
    with pytest.raises(AssertionError, match=re.escape("record gone is in build/")):
        t.exits()
