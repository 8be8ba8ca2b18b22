"""The worked example comes out at the numbers of the published review, and each of them is computed.

Hood et al. (2022), sections 4.1 and 4.2 and Table 3; the numbers are facts of that publication.
"""

import csv
import filecmp
import re
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from docx import Document

from accessible import click_through
from browser import needed
from pipeline import ROOT, SHARED, example, flow, flow_json, make, table
from tamis.appraisal.engine.registry import require
from tamis.checks.openitems import collect, read_accepted, settle
from tamis.cli import main
from tamis.errors import Problems
from tamis.extraction.numbers import findings as check_numbers
from tamis.extraction.rows import names as row_names
from tamis.manuscript import names
from tamis.proforma import require_proforma
from tamis.reports import built
from tamis.reports.appraisal.material import Material
from tamis.reports.appraisal.tally import Tallies, tally
from tamis.reports.appraisal.written import written
from tamis.reports.context import Context
from tamis.reports.numbers import Numbers
from tamis.review import Review
from tamis.store import read_built
from tamis.tables import Appraisal, Assessment, Datum
from worked_numbers import BEYOND, FOUND, PRINTED

TOOL = require("mmat2018")


@pytest.fixture(scope="module")
def review(worked):
    return worked


def counts(review, field):
    return Counter(row["value"] for row in table(review, "extraction/data") if row["field"] == field)


def tallied(review) -> Tallies:
    """Return how often each answer was given."""
    ratings = read_built(Review(review).built("appraisal", "ratings"), Appraisal)
    return tally(ratings, read_built(Review(review).built("appraisal", "assessments"), Assessment), TOOL)


def numbers(review):
    """Return the whole numbers of the report by their ids, as its last section prints them."""
    page = (review / "reports/report.html").read_text("utf-8")
    printed = re.findall(r'<article class="entry" id="n-([^"]+)">\s*<h4><a [^>]*><b>([\d,]+)</b>', page)
    assert len(printed) > 300
    return {id: int(n.replace(",", "")) for id, n in printed}


def test_the_flow_is_the_published_one(review):
    assert {box: n for box, n in flow(review).items() if n is not None} == {
        "database_results": 2003,
        "website_results": 6,
        "citations_results": 5,
        "other_results": 11,
        "duplicates": 1024,
        "records_screened": 990,
        "records_excluded": 956,
        "dbr_sought_reports": 34,
        "dbr_notretrieved_reports": 3,
        "dbr_assessed": 31,
        "dbr_excluded": 16,
        "new_studies": 15,
        "new_reports": 15,
    }
    web_of_science = next(s for s in flow_json(review)["sources"] if s["source"] == "Web of Science")
    assert (web_of_science["n"], web_of_science["stand_in"]) == (668, False)


def test_the_studies_are_counted_as_published(review):
    assert counts(review, "country") == {"united_states": 13, "united_kingdom": 1, "australia": 1}
    assert sorted(counts(review, "design").values()) == [2, 4, 4, 5]
    assert sorted(counts(review, "group").values()) == [2, 3, 5, 5]


def test_the_ratings_are_counted_both_ways(review):
    found = tallied(review)
    assert (found.own.due, found.own.missing) == (75, 1)
    assert found.own.answers == {"yes": 54, "no": 10, "cant_tell": 10}
    assert (found.all.due, found.all.missing) == (115, 41)
    assert (found.screening.answers["yes"], found.screening.missing) == (30, 0)


def test_the_published_table_is_printed_again_cell_by_cell(review):
    published = SHARED / "seeds" / "table3_mmat.csv"
    if not published.exists():
        pytest.skip("../shared is not here: the published table cannot be compared")
    with published.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    tables = built.read(Review(review))
    (tool,) = tables.tools.values()
    found = written(Material(Context(tables, Numbers()), tool))
    assert found is not None
    head, *columns = rows[0]
    assert list(found.columns) == columns
    comments = {
        row.study: row.comment for row in reversed(tables.said) if row.comment.startswith("printed as")
    }
    letters = {"yes": "Y", "no": "N", "cant_tell": "C", "": ""}

    def named(printed):
        return re.findall(r"\w+", printed)[0], printed[-5:-1]

    ours = {}
    for study, _, cells in found.rows:
        label = tables.study[study].label
        name = comments.get(study, "").removeprefix("printed as ") or label
        ours[named(name)[0], study] = [letters[cell.answer] if cell else "" for cell in cells]
    theirs = {named(row[head])[0]: [] for row in rows}
    for row in rows:
        theirs[named(row[head])[0]].append([row[column][:1].upper() for column in columns])
    made = {name: [] for name in theirs}
    for (name, _), cells in ours.items():
        made[name].append(cells)
    assert made == theirs
    findings = [row.finding.rpartition(":")[0] for row in tables.findings]
    assert findings.count("appraisal:merged:mmat2018") == 7  # E5
    assert findings.count("appraisal:part:mmat2018") == 4  # E6
    assert [row.finding for row in tables.findings if ":few:" in row.finding] == [
        "appraisal:few:mmat2018:trout2020"  # E7
    ]


def number_findings(review):
    """Return the ids without the digest of the numbers that each ends in."""
    found = [
        re.fullmatch("extraction:number:(.+):[0-9a-f]{6}", row["finding"])
        for row in table(review, "extraction/findings")
    ]
    assert all(found)
    return [id[1] for id in found if id]


def test_the_checks_of_numbers_find_what_is_wrong_in_the_published_review_and_nothing_else(review):
    expected = [id for ids in FOUND.values() for id in ids] + BEYOND
    assert sorted(number_findings(review)) == sorted(expected)


def test_every_number_of_the_checklist_is_data(review):
    rows = defaultdict(dict)
    for row in table(review, "extraction/data"):
        field, of = (row["field"], row["row"]) if row["column"] else ("", "")
        if row["state"] == "given":
            rows[row["study"], field, of][row["column"] or row["field"]] = row["value"]
    missing = [
        f"{study}: {printed}"
        for study, all_printed in PRINTED.items()
        for printed in all_printed
        if not any(
            of == study and dict(part.split(" ", 1) for part in printed.split(", ")).items() <= row.items()
            for (of, _, _), row in rows.items()
        )
    ]
    assert missing == [] and len(PRINTED) == len(table(review, "fulltext/studies"))


def test_estimated_and_imputed_percentages_give_no_findings(review):
    """Harwin's are estimates of survival, Ringle's rest on multiple imputation: no counts are behind them."""
    data = read_built(Review(review).built("extraction", "data"), Datum)
    form = require_proforma(Review(review))
    shares = [
        datum
        for datum in data
        if (datum.study, datum.basis) in {("harwin2018", "estimated"), ("ringle2015", "imputed")}
        and datum.column == "percent_1"
    ]
    assert sorted(datum.value for datum in shares) == ["34", "51", "57", "58", "72", "72", "76"]
    where = {(datum.study, datum.row) for datum in shares}
    rows = {
        (study, name): (study, row)
        for (study, id, row), name in row_names(data, form).items()
        if id == "results"
    }

    def found(of):
        ids = [finding.finding.split(":") for finding in check_numbers(of, form)]
        return {rows[id[3], id[5]] for id in ids if id[4] == "results"} & where

    assert found(data) == set()
    # .1 more is no whole number of 52, 62 or 71: what is said of counted numbers is not said of these.
    finer = [replace(datum, value=f"{datum.value}.1") if datum in shares else datum for datum in data]
    counted = [replace(datum, basis="") if (datum.study, datum.row) in where else datum for datum in finer]
    assert found(finer) == set() and found(counted) == where


def test_the_documentation_has_each_known_inconsistency_once():
    listed = SHARED / "seeds" / "004_inconsistencies.csv"
    if not listed.exists():
        pytest.skip("../shared is not here: the list of inconsistencies cannot be compared")
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        ids = [row["id"] for row in csv.DictReader(stream)]
    section = (ROOT / "docs" / "extraction.md").read_text("utf-8").partition("\n## The worked example\n")[2]
    rows = re.findall(r"^\| ([A-F]\d+) \|(.*)$", section, re.M)
    assert sorted(id for id, _ in rows) == sorted(ids)
    written = {id: text for id, text in rows}
    for id, findings in FOUND.items():
        assert all(f"`{finding}`" in written[id] for finding in findings), id
    assert all(f"`{finding}`" in section for finding in BEYOND)


def test_nothing_is_open_that_was_not_accepted_with_a_reason(review):
    problems = Problems()
    settled = settle(collect(Review(review)), read_accepted(Review(review), problems))
    assert settled.open == [] and settled.unused == [] and len(problems) == 0
    assert all("not published" in acceptance.why for _, acceptance in settled.accepted)


def test_every_record_has_one_exit_with_a_place_that_exists(review):
    exits, records = table(review, "flow/exits"), table(review, "searches/records")
    assert [row["record_id"] for row in exits] == [row["record_id"] for row in records]
    lengths = {}
    for row in exits:
        file, _, line = row["place"].rpartition(":")
        if file not in lengths:
            lengths[file] = len((review / file).read_bytes().splitlines())
        assert 1 <= int(line) <= lengths[file], row


def test_the_real_studies_carry_nothing_that_was_not_seen_in_a_source(review):
    for row in table(review, "fulltext/studies"):
        assert row["doi"] == "", row["study"]
    for row in table(review, "searches/records"):
        assert not row["doi"] or row["doi"].startswith("10.5555/"), row["record_id"]
        assert row["stand_in"] == "yes" or not row["abstract"], row["record_id"]


def in_manuscript(review) -> dict[tuple[str, str], str]:
    """Return the live numbers of the worked example's paper, by place and name."""
    with (review / "reports/manuscript_numbers.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["place"].startswith("manuscript.docx")]
    assert {row["told"] for row in rows} == {"live"}
    return {(f"{row['place']} {row['position']}", row["of"]): row["text"] for row in rows}


def test_one_changed_decision_moves_every_number_that_depends_on_it(review, tmp_path):
    changed = example(tmp_path)
    study = next(row for row in table(review, "fulltext/studies") if row["study"] == "harwin2018")
    votes = [
        row
        for row in table(review, "screening/decisions")
        if row["stage"] == "full_text" and row["citation_id"] == study["citation_id"]
    ]
    assert len(votes) >= 2
    reasons = re.findall(r"^    - id: (\w+)$", (changed / "config/config.yaml").read_text("utf-8"), re.M)
    for vote in votes:
        log = changed / vote["place"].rpartition(":")[0]
        head = log.read_text("utf-8-sig").splitlines()[0]
        mark = ";" if ";" in head else ","
        cells = {"record": vote["record_id"], "decision": "exclude", "reason": reasons[0]}
        cells["time"] = "2021-12-24"
        with log.open("a", encoding="utf-8", newline="") as stream:
            stream.write(mark.join(cells.get(name, "") for name in head.split(mark)) + "\n")
    make(changed, until="report")
    before, after = flow(review), flow(changed)
    moved = {box: n - before[box] for box, n in after.items() if n is not None and n != before[box]}
    assert moved == {"dbr_excluded": 1, "new_studies": -1, "new_reports": -1}
    assert counts(changed, "country")["united_kingdom"] == 0
    assert sum(counts(changed, "design").values()) == 14
    picture = (changed / "reports/flow.svg").read_text("utf-8")
    assert "(n = 17)" in picture and "(n = 14)" in picture and "(n = 15)" not in picture
    found = tallied(changed)
    assert found.own.answers["yes"] == 49 and found.own.missing == 1
    # The study is excluded now, and nothing that was extracted from it is in the page any more.
    assert "harwin2018" not in {row["study"] for row in table(changed, "extraction/data")}
    # Every other number of the report stays; these are the study's own votes, data, ratings and direction.
    was, is_ = numbers(review), numbers(changed)
    moved = {id: is_.get(id, 0) - was.get(id, 0) for id in was | is_ if is_.get(id, 0) != was.get(id, 0)}
    # Acceptances with the same reason are numbered as they come: what comes after one that is gone moves up.
    moved = {id: by for id, by in moved.items() if not re.fullmatch(r"accepted-\d+", id)}
    data = [row for row in table(review, "extraction/data") if row["study"] == "harwin2018"]
    fields = {row["field"] for row in data}
    in_tables = {row["field"] for row in data if f"reported-{row['field']}" in was}
    by_result = [
        "outcome",
        "follow_up",
        "n_1",
        "events_1-percent_1",
        "n_2",
        "events_2-percent_2",
        "p",
        "in_words",
    ]
    rated_yes = ["S1", "S2", "3.1", "3.2", "3.3", "3.4", "3.5"]
    assert moved == {
        "flow-dbr_excluded": 1,
        "flow-new_reports": -1,
        "flow-new_studies": -1,
        f"reason-excluded_full_text-databases-{reasons[0]}": 1,
        f"question-full_text-{reasons[0]}": 1,
        "question-full_text-~all": 1,
        "changed-full_text-word": len(votes),
        **{f"votes-full_text-{vote['reviewer']}-include": -1 for vote in votes},
        **{f"votes-full_text-{vote['reviewer']}-exclude": 1 for vote in votes},
        "count-country-united_kingdom": -1,
        "count-design-matched_comparison": -1,
        "count-group-substance_misuse": -1,
        "direction-after_return-better": -1,
        **{f"tool-mmat2018-item-{item}-given-yes": -1 for item in rated_yes},
        # of what was extracted: values, and what of them the tables have
        "studies-included": -1,
        "extractor-R1-studies": -1,
        "extractor-R1-fields": -len(fields),
        "extraction-empty": -(len(require_proforma(Review(review)).fields) - len(fields)),
        **{f"extraction-{state}": -n for state, n in Counter(row["state"] for row in data).items()},
        **dict.fromkeys((f"reported-{field}" for field in in_tables), -1),
        **dict.fromkeys((f"reported-results-{column}" for column in by_result), -1),
        **dict.fromkeys(["asked-results-n_2", "asked-results-events_2-percent_2"], -1),
        # of the sources: those that found the study, all together, and this combination of them
        "passed-full_text-Web~20~of~20~Science": -1,
        "passed-full_text-PsycINFO": -1,
        "passed-full_text-~": -1,
        "set_included-Web~20~of~20~Science-PsycINFO": -1,
        **dict.fromkeys(["tool-mmat2018-own-due", "tool-mmat2018-own-given-yes"], -5),
        **dict.fromkeys(["tool-mmat2018-all-due", "tool-mmat2018-all-given-yes"], -5),
        **dict.fromkeys(["tool-mmat2018-screening-due", "tool-mmat2018-screening-given-yes"], -2),
        # of its appraisal: who did it, and the finding that it was written under merged columns
        "tool-mmat2018-cases": -1,
        "tool-mmat2018-appraised": -1,
        "tool-mmat2018-appraiser-R1": -1,
        "findings-mmat2018-high": -1,
        "findings-mmat2018-high-merged": -1,
        "open-items": 2,  # records/studies.csv and the text of the synthesis name it still
    }
    for stage in (["figures"], ["documents", "--only", "manuscripts"]):
        assert main([*stage, "-d", str(changed)]) == 0
    was, is_ = in_manuscript(review), in_manuscript(changed)
    assert was.keys() == is_.keys() and len(was) > 20
    # Every number that depends on it, and no other; those of sums from studies.n and a part of them, too.
    assert {key[1]: (was[key], is_[key]) for key in was if is_[key] != was[key]} == {
        "flow.dbr_excluded": ("16", "17"),
        "flow.new_studies": ("Fifteen", "Fourteen"),
        "synthesis.after_return.better": ("nine", "eight"),
        "studies.n; studies.design.randomised; studies.design.mixed_methods": ("seven", "six"),
        "studies.n; studies.country.united_states": ("two", "one"),
    }
    text = "\n".join(p.text for p in Document(str(changed / "reports/manuscript.docx")).paragraphs)
    assert "17 were excluded" in text and "Fourteen studies were included" in text
    cites = [item["item"] for item in table(changed, "documents/open")]
    assert cites == ["documents:cited:manuscript.docx:harwin2018"]


@needed
@pytest.mark.parametrize("width", [1400, 400])
def test_from_a_box_of_the_diagram_to_the_line_that_decided_on_a_record(review, browser, width):
    settled = next(
        row
        for row in table(review, "screening/verdicts")
        if row["resolved_how"] and row["outcome"] == "exclude"
    )
    excluded = f"{flow(review)['records_excluded']:,}"
    with browser.page(review / "reports/report.html", width=width) as page:
        page.evaluate("document.querySelector('.flow svg a[data-name=records_excluded]').focus()")
        page.press("Enter")
        assert page.text("dialog h2").startswith(f"{excluded} Records excluded")
        assert page.text("dialog .status") == f"{excluded} in all"
        assert page.evaluate("document.querySelectorAll('dialog .item').length") == 200
        page.evaluate("document.querySelector('dialog input').focus()")
        page.write(settled["citation_id"])
        assert page.text("dialog .status") == f"1 of {excluded} match"
        page.press("Tab", "Enter")
        assert settled["place"] in page.text("dialog .settled .at")
        assert page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
        page.press("Escape")
        assert page.evaluate("document.activeElement.dataset.name") == "records_excluded"
        assert page.errors == [] and len(page.requests) == 1


def test_two_runs_in_two_folders_give_the_same_bytes(review, tmp_path):
    other = make(example(tmp_path))
    for folder in ("build", "reports"):
        names = sorted(p.relative_to(review) for p in (review / folder).rglob("*") if p.is_file())
        assert names == sorted(p.relative_to(other) for p in (other / folder).rglob("*") if p.is_file())
        assert [name for name in names if not filecmp.cmp(review / name, other / name, shallow=False)] == []


def test_no_published_number_stands_in_the_code():
    for path in sorted((ROOT / "workflow").rglob("*")):
        if path.suffix in {".py", ".html", ".jinja", ".j2", ".smk", ".css", ".js", ".yaml"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\b(2,?003|2,?014|1,024|990|956)\b(?! ?(bytes|px))", text), path


@needed
@pytest.mark.parametrize("width", [1400, 400])
def test_the_report_can_be_used_by_everybody(browser, review, width):
    assert click_through(browser, review / "reports" / "report.html", width) == []


def test_what_a_manuscript_may_name_has_the_values_of_the_report(review):
    read = built.read(Review(review))
    named = names.all(Context(read, Numbers(read.records)))
    boxes = flow(review)
    assert {box: named[f"flow.{box}"].value for box in boxes} == boxes
    found = {row["reason"]: row["n"] for row in flow_json(review)["reasons"]}
    assert {reason: named[f"flow.reason.{reason}"].value for reason in found} == found
    for field in ("country", "design", "group"):
        start = f"studies.{field}."
        found = {name.removeprefix(start): q.value for name, q in named.items() if name.startswith(start)}
        assert {choice: n for choice, n in found.items() if n} == counts(review, field)
    assert named["search.sources"].count(",") + 2 == named["search.databases"].value
    assert [name for name in named if not names.possible(name)] == []
