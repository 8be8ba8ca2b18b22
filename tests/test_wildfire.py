"""A real search of six databases, screened by a team elsewhere: set up with `tamis init`, run to a report.

Each difference from what another tool made of it is explained in docs/wildfire.md.
"""

import csv
import shutil
from collections import Counter, defaultdict

import pytest

from accessible import click_through
from browser import needed
from pipeline import ROOT, SHARED, flow, make, table
from tamis.cli import main

WILDFIRE = SHARED / "reviews" / "wildfire"
pytestmark = pytest.mark.skipif(
    not WILDFIRE.exists(), reason="../shared is not here: the real search is not part of the repository"
)
SEARCHES = {
    "wos_278.ris": ("Web of Science", 278),
    "lens_343.ris": ("Lens.org", 343),
    "Dimensions_246.ris": ("Dimensions", 246),
    "envindex_100.ris": ("Environment Index", 100),
    "medline_84.ris": ("Medline", 84),
    "econlit_3.ris": ("EconLit", 3),
}
WOS, LENS, DIMENSIONS, ENVIRONMENT, MEDLINE, ECONLIT = (source for source, _ in SEARCHES.values())


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wildfire") / "review"
    assert main(["init", str(folder)]) == 0
    searches, screening = folder / "records/searches", folder / "records/screening"
    with (searches / "searches.csv").open("w") as log:
        log.write("file,source,kind,date_run,hits\n")
        for file, (source, hits) in SEARCHES.items():
            shutil.copy(WILDFIRE / "searches" / file, searches)
            log.write(f"{file},{source},database,2024-08-09,{hits}\n")
    with (screening / "imports.csv").open("w") as imports:
        imports.write("file,tool,stage,reviewer,date,complete\n")
        for stage in ("title_abstract", "full_text"):
            shutil.copy(WILDFIRE / f"included_after_{stage}.ris", screening)
            imports.write(f"included_after_{stage}.ris,list,{stage},team,2024-08-09,yes\n")
    return make(folder)


@pytest.fixture(scope="module")
def places(review):
    """Return the records of each citation, as (source, position), by citation."""
    records = {row["record_id"]: row for row in table(review, "searches/records")}
    found = defaultdict(set)
    for row in table(review, "dedupe/members"):
        record = records[row["record_id"]]
        found[row["citation_id"]].add((record["source"], int(record["ordinal"])))
    return found


@pytest.fixture(scope="module")
def entries(review):
    """Return the citation, or what became of it, of each entry, by list and position."""
    citation_of = {row["record_id"]: row["citation_id"] for row in table(review, "dedupe/members")}
    return {
        (row["stage"], int(row["entry"])): citation_of.get(row["record_id"], row["status"])
        for row in table(review, "screening/entries")
    }


def test_the_boxes_add_up(review):
    boxes = flow(review)
    assert boxes["database_results"] == 1054
    assert (boxes["duplicates"], boxes["records_screened"]) == (547, 507)
    assert (boxes["records_excluded"], boxes["dbr_sought_reports"]) == (380, 127)
    assert (boxes["dbr_excluded"], boxes["new_reports"]) == (103, 24)
    # Nobody logged where full texts were sought, nor which studies the reports are about.
    assert boxes["dbr_notretrieved_reports"] is None and boxes["new_studies"] is None


def test_what_each_source_found(places):
    sources = [{source for source, _ in found} for found in places.values()]
    assert Counter(source for found in sources for source in found) == {
        WOS: 278,
        LENS: 341,
        DIMENSIONS: 246,
        ENVIRONMENT: 100,
        MEDLINE: 84,
        ECONLIT: 3,
    }
    assert Counter(next(iter(found)) for found in sources if len(found) == 1) == {
        WOS: 104,
        LENS: 121,
        DIMENSIONS: 22,
        MEDLINE: 7,
        ENVIRONMENT: 4,
        ECONLIT: 2,
    }


def test_three_papers_that_another_tool_counts_twice_are_one_citation_each(places):
    found = list(places.values())
    assert {(WOS, 134), (ENVIRONMENT, 86)} in found
    assert {(WOS, 79), (DIMENSIONS, 210), (LENS, 241)} in found
    assert {(DIMENSIONS, 162), (WOS, 147)} in found
    # As would have three citations more: two found by Web of Science alone, one by each of the others.
    apart = [{(WOS, 134)}, {(ENVIRONMENT, 86)}, {(LENS, 241)}, {(DIMENSIONS, 162)}, {(WOS, 147)}]
    assert not [each for each in apart if each in found]


def test_two_pairs_within_lens_are_one_citation_each(places):
    within = [
        sorted(n for s, n in found if s == source)
        for source in (WOS, LENS, DIMENSIONS, ENVIRONMENT, MEDLINE, ECONLIT)
        for found in places.values()
    ]
    assert sorted(found for found in within if len(found) > 1) == [[12, 170], [217, 279]]


def test_the_six_entries_that_another_tool_did_not_find_are_found(places, entries):
    assert {entry: places[entries["title_abstract", entry]] for entry in (62, 84, 85, 91, 92, 114)} == {
        62: {(LENS, 325), (DIMENSIONS, 169)},
        84: {(ECONLIT, 2)},
        85: {(ECONLIT, 3)},
        91: {(LENS, 77)},
        92: {(LENS, 78)},
        114: {(LENS, 321)},
    }


def test_every_entry_of_the_lists_is_matched_and_one_stands_twice(review, places, entries):
    assert Counter(row["status"] for row in table(review, "screening/entries")) == {"matched": 128 + 24}
    rules = Counter(row["rule"] for row in table(review, "screening/entries"))
    assert rules == {"DOI": 139, "PubMed id": 7, "title and year": 6}
    first = {entry: citation for (stage, entry), citation in entries.items() if stage == "title_abstract"}
    twice = [sorted(e for e, c in first.items() if c == citation) for citation in set(first.values())]
    assert [each for each in twice if len(each) > 1] == [[31, 117]]
    # The reprint of an article is a citation of its own.
    assert (WOS, 82) in places[first[39]] and first[39] != first[62]
    assert not [row for row in table(review, "screening/open") if row["item"].startswith("screening:entry")]


def test_a_list_gives_no_reason_and_none_is_made_up(review):
    reasons = {row["reason"] for row in table(review, "screening/verdicts") if row["outcome"] == "exclude"}
    assert reasons == {"not_recorded"}


def test_every_included_report_has_its_sources(review):
    def rows(name):
        with (review / "reports" / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    *_, together = rows("sources.csv")
    assert (together["records"], together["included"], together["sensitivity"]) == ("1054", "24", "1.0")
    assert float(together["precision"]) == pytest.approx(24 / 1054, abs=1e-6)
    summary = [set(row["sources"].split("; ")) for row in rows("search_summary.csv")]
    assert len(summary) == 24
    full_text = {row["source"]: row for row in rows("sources.csv") if row["stage"] == "full_text"}
    included = {WOS: 22, LENS: 21, DIMENSIONS: 21, ENVIRONMENT: 16, MEDLINE: 14, ECONLIT: 0}
    for name, number in included.items():
        assert int(full_text[name]["included"]) == sum(name in sources for sources in summary) == number
        assert int(full_text[name]["included_only_here"]) == summary.count({name})


def test_the_page_on_it_gives_these_figures():
    text = (ROOT / "docs" / "wildfire.md").read_text(encoding="utf-8")
    lines = dict(line.strip("| ").split(" | ", 1) for line in text.splitlines() if line.startswith("| "))
    ours = {name: lines[name].split(" | ")[0] for name in lines}
    assert ours["citations"] == "507" and ours["distinct within Lens"] == "341"
    assert [
        ours[f"only {name}"] for name in ("Web of Science", "Dimensions", "Environment Index", "Lens")
    ] == [
        "104",
        "22",
        "4",
        "121",
    ]


@needed
@pytest.mark.parametrize("width", [1400, 400])
def test_the_report_can_be_used_by_everybody(browser, review, width):
    assert click_through(browser, review / "reports" / "report.html", width) == []
