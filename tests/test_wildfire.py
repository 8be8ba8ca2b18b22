"""A real search of six databases, screened by a team elsewhere: set up with `tamis init`, run to a report."""

import csv
import shutil

import pytest

from pipeline import SHARED, flow, make, table
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


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wildfire") / "review"
    assert main(["init", str(folder)]) == 0
    searches, screening = folder / "records/searches", folder / "records/screening"
    with (searches / "searches.csv").open("a") as log:
        for file, (source, hits) in SEARCHES.items():
            shutil.copy(WILDFIRE / "searches" / file, searches)
            log.write(f"{file},{source},,database,2024-08-09,,,,,{hits},,,,,\n")
    with (screening / "imports.csv").open("a") as imports:
        for stage in ("title_abstract", "full_text"):
            shutil.copy(WILDFIRE / f"included_after_{stage}.ris", screening)
            imports.write(f"included_after_{stage}.ris,list,{stage},team,2024-08-09,yes,\n")
    return make(folder)


def test_every_record_is_read_and_the_boxes_add_up(review):
    boxes = flow(review)
    assert boxes["database_results"] == 1054
    assert boxes["records_screened"] == 1054 - boxes["duplicates"]
    # Another tool found 510 citations; every difference was read by eye.
    assert 505 <= boxes["records_screened"] <= 512
    # Of 128 entries one stands twice.
    assert boxes["dbr_sought_reports"] == 127
    assert boxes["new_reports"] == 24
    assert boxes["dbr_excluded"] == 127 - 24
    # Nobody logged where full texts were sought, nor which studies the reports are about.
    assert boxes["dbr_notretrieved_reports"] is None and boxes["new_studies"] is None


def test_every_entry_of_the_lists_is_found_or_named(review):
    entries = table(review, "screening/entries")
    assert len(entries) == 128 + 24
    unmatched = {row["entry"] for row in entries if row["status"] != "matched"}
    assert {
        row["item"].rpartition(":")[2]
        for row in table(review, "screening/open")
        if row["item"].startswith("screening:entry")
    } == unmatched
    assert all(row["record_id"] for row in entries if row["entry"] not in unmatched)


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
    names = {source for source, _ in SEARCHES.values()}
    summary = [set(row["sources"].split("; ")) for row in rows("search_summary.csv")]
    assert len(summary) == 24 and all(sources and sources <= names for sources in summary)
    full_text = {row["source"]: row for row in rows("sources.csv") if row["stage"] == "full_text"}
    for name in names:
        assert int(full_text[name]["included"]) == sum(name in sources for sources in summary)
        assert int(full_text[name]["included_only_here"]) == summary.count({name})
