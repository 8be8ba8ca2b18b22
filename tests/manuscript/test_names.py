"""What a manuscript may name: every number is that of the report, and every name is described."""

import re
from dataclasses import replace

import pytest

from pipeline import flow, flow_json, table
from tamis.config import Label, PreviousReview
from tamis.flow.command import of_review
from tamis.flow.exits import exits
from tamis.manuscript import names
from tamis.manuscript.names.made import part, parts
from tamis.manuscript.values import Quantity
from tamis.proforma import Field
from tamis.reports import built
from tamis.reports.context import Context
from tamis.reports.environment import day
from tamis.reports.numbers import Numbers
from tamis.reports.sections import SECTIONS, summary
from tamis.reports.sections import flow as flow_section
from tamis.tables import DATABASE_KINDS, Datum

SHOWN = re.compile(r"[A-Za-z]\w*")


def context_of(review):
    read = built.read(review)
    return Context(read, Numbers(read.records))


@pytest.fixture(scope="module")
def review(whole):
    return whole


@pytest.fixture(scope="module")
def context(review):
    return context_of(review)


@pytest.fixture(scope="module")
def named(context):
    return names.all(context)


def test_every_box_is_what_the_flow_file_has(review, named):
    boxes = flow(review.root)
    assert {
        name.removeprefix("flow."): named[name].value for name in named if name.removeprefix("flow.") in boxes
    } == boxes


def test_sums_are_those_of_both_arms(review, named):
    boxes = flow(review.root)
    assert named["flow.sought"].value == boxes["dbr_sought_reports"] + boxes["other_sought_reports"]
    assert named["flow.identified"].value == boxes["database_results"] + boxes["other_results"]
    removed = [boxes[name] for name in ("duplicates", "excluded_automatic", "excluded_other")]
    assert named["flow.removed_before_screening"].value == sum(n for n in removed if n is not None)
    assert named["flow.waiting"].value == sum(row["n"] for row in flow_json(review.root)["open"]) > 0


def test_reasons_and_sources_are_those_of_the_flow(review, named):
    found = {}
    for row in flow_json(review.root)["reasons"]:
        found[row["reason"]] = found.get(row["reason"], 0) + row["n"]
    reasons = {q.name: q.value for name, q in named.items() if name.startswith("flow.reason.")}
    assert {name.removeprefix("flow.reason."): n for name, n in reasons.items() if n} == found
    exports = table(review.root, "searches/exports")
    for row in exports:
        n = sum(int(row[column] or 0) for column in ("records", "removed_automatic", "removed_other"))
        assert named[f"flow.source.{part(row['source'].casefold())}"].value == n
        assert named[f"search.records.{row['source']}"].value == n


def test_every_number_that_the_report_counts_as_well_is_the_same(context, named):
    for section in SECTIONS:
        section.make(context)
    values = {(number.words, number.where): number.value for number in context.numbers.made.values()}
    shared = [q for q in named.values() if isinstance(q, Quantity) and (q.words, q.where) in values]
    assert len(shared) > 40
    assert all(q.value == values[q.words, q.where] for q in shared)


def test_agreement_is_as_the_audit_page_prints_it(review, context, named):
    html = (review.reports / "audit.html").read_text("utf-8")
    row = next(
        row
        for row in context.built.agreement
        if (row.stage, row.part, row.table) == ("title_abstract", "all", "advance")
    )
    assert f"{named['screening.title_abstract.kappa'].value:.2f}" == f"{row.kappa:.2f}"
    for id in ("kappa", "pabak", "ac1"):
        assert f"{named[f'screening.title_abstract.{id}'].value:.2f}" in html
    assert named["screening.title_abstract.kappa_interval"].rstrip("†*") in html


def test_what_is_undefined_is_said_and_what_is_not_there_is_not_recorded(named):
    pilot = named["screening.title_abstract.pilot.kappa"]
    assert isinstance(pilot, Quantity) and pilot.value is None


def test_marks_stand_where_numbers_rest_on_stand_ins(context, named):
    mark = context.mark("agreement")
    assert named["screening.title_abstract.kappa"].mark == mark
    assert named["flow.records_screened"].mark == ""


def test_every_name_is_described_and_every_plain_description_is_a_name(named):
    assert [name for name in named if not names.possible(name)] == []
    plain = [name for name, words in names.described() if "<" not in name]
    assert [name for name in plain if name not in named] == []
    assert all(words for _, words in names.described())


def test_what_cannot_be_a_name_is_known_before_anything_is_built():
    assert names.possible("studies.design.mixed") and names.possible("appraisal.mmat2018.item.1.1.yes")
    for wrong in ("flow.records_screend", "flo.x", "review.titel", "screening.kappa", "flow."):
        assert not names.possible(wrong), wrong


def test_no_name_is_also_the_beginning_of_another(named):
    own = {value.name if isinstance(value, Quantity) else name for name, value in named.items()}
    assert [name for name in own if any(other.startswith(f"{name}.") for other in own)] == []


def test_each_part_can_be_written_after_a_dot(named):
    for name, value in named.items():
        if not isinstance(value, Quantity) or value.name == name:
            assert all(SHOWN.fullmatch(piece) for piece in name.split(".")), name


def test_parts_are_told_apart_and_no_part_is_hidden():
    assert parts(["a-b", "a_b", "a.b"]) == {"a-b": "a_b", "a_b": "a_b_2", "a.b": "a_b_3"}
    assert not part("_secret").startswith("_") and part("2.1") == "n2_1" and part("検索") == "検索"


def test_every_quantity_has_its_own_name_and_can_be_traced(named):
    for name, value in named.items():
        if isinstance(value, Quantity) and value.value is not None:
            assert value.words and value.table, name
            assert named[value.name.replace("search.records", "flow.source")].value == value.value


def updated(context):
    """Return the review as an update, of which the last search of the log in a database is its round 1."""
    read = context.built
    late = [export for export in read.exports if export.source_kind == "database"][-1]
    exports = [replace(export, update=1 if export is late else 0) for export in read.exports]
    config = replace(read.config, previous=PreviousReview(n_studies=40, n_reports=50))
    left = exits(
        read.records,
        read.members,
        read.citations,
        read.verdicts,
        read.reports,
        read.studies,
        pooled=config.pool_other_methods,
        earlier={export.file for export in exports if not export.update},
    )
    flow_, ledger = of_review(config, left, exports, read.reports)
    made = replace(read, config=config, exports=exports, exits=left, flow=flow_, ledger=ledger)
    return Context(made, Numbers(read.records)), late


def test_names_of_an_update_are_of_its_own_rounds_as_the_diagram(context):
    update, late = updated(context)
    named = names.all(update)
    boxes = update.built.flow.boxes
    sources = {name: q.value for name, q in named.items() if name.startswith("flow.source.")}
    assert set(sources.values()) == {late.identified} == {boxes["database_results"]}
    assert named["search.n"].value == 1 and named["search.sources"] == late.source
    assert named["search.first_day"] == named["search.last_day"] == day(late.date_run)
    assert named["search.other_last_day"] == "" and named["search.updates"].value == 1
    assert named["flow.waiting"].where.startswith("version is empty; ")
    assert all(
        q.where.startswith("version is empty; ") for n, q in named.items() if n.startswith("flow.reason.")
    )
    # What is counted over the studies with data has them as its whole; 40 more are in the total alone.
    assert named["studies.n"].value == len(update.built.studies)
    assert named["flow.total_studies"].value == named["studies.n"].value + 40


def test_the_front_page_of_an_update_counts_what_the_diagram_counts(context):
    update, late = updated(context)
    front = summary.make(update)
    assert (front["sources"].value, front["records"].value) == (1, late.identified)
    assert front["assessed"].value == update.flow["dbr_assessed"].value - sum(
        row.exit == "open" and row.at == "full_text" and not row.version for row in update.built.exits
    )
    for number in (front["sources"], front["records"]):
        assert number.where.startswith("rounds of this update; ")
    assert front["updated"] and not summary.make(context)["updated"]
    flow_section.make(update)
    for id, number in update.numbers.made.items():
        if id.startswith(("flow-source", "reason-", "waiting-", "undrawn-", "assessed")):
            assert number.where.startswith(("version is ", "rounds of this update; ")), id


def test_the_last_day_is_of_databases_and_registers_and_others_have_their_own(context, named):
    exports = context.built.exports
    for name, main in (("search.last_day", True), ("search.other_last_day", False)):
        days = [e.date_run for e in exports if (e.source_kind in DATABASE_KINDS) is main and e.date_run]
        assert named[name] == (day(max(days)) if days else "")
    later = [replace(e, date_run="2031-01-01") for e in exports if e.source_kind not in DATABASE_KINDS]
    main = [e for e in exports if e.source_kind in DATABASE_KINDS]
    read = replace(context.built, exports=[*main, *later])
    assert (
        names.search.make(Context(read, Numbers(read.records)))["search.last_day"] == named["search.last_day"]
    )


def test_citations_are_counted_once_and_pairs_of_votes_apart(context, named):
    pairs = context.pairs["title_abstract"]
    citations = {pair.first.citation_id for pair in pairs}
    assert named["screening.title_abstract.citations"].value == len(citations)
    assert named["screening.title_abstract.pairs_of_votes"].value <= len(pairs)


def extracted(context, **values):
    """Return a context in which each study has a value of a field: follow_up months, or a country."""
    fields = (
        Field("follow_up", "Follow-up", "number", unit="months", section="about"),
        Field(
            "country",
            "Country",
            "choice",
            section="about",
            choices=(Label("uk", "United Kingdom"), Label("us", "US")),
        ),
    )
    read = context.built
    studies = [study.study for study in read.studies]
    data = [
        Datum(study=study, field=field, row=1, extractor="R1", value=value, state="given", place="a.yaml:1")
        for field, of in values.items()
        for study, value in zip(studies, of, strict=True)
        if value
    ]
    proforma = replace(read.proforma, fields=fields)
    return Context(replace(read, data=data, proforma=proforma), Numbers(read.records))


def test_number_fields_are_summed_where_every_study_has_one(context):
    named = names.studies.make(extracted(context, follow_up=["12", "30", "2.5"]))
    assert named["studies.total.follow_up"].value == 44.5
    assert (named["studies.smallest.follow_up"].value, named["studies.largest.follow_up"].value) == (2.5, 30)
    assert named["studies.total.follow_up"].digits == 1


def test_they_are_not_where_a_study_has_none(context):
    named = names.studies.make(extracted(context, follow_up=["12", "", "30"]))
    assert not [name for name in named if name.startswith("studies.total")]


def test_the_choices_of_counted_fields_are_there_also_where_no_study_has_them(context):
    named = names.studies.make(extracted(context, country=["uk", "uk", ""]))
    found = {name: q.value for name, q in named.items() if name.startswith("studies.country")}
    assert found == {"studies.country.uk": 2, "studies.country.us": 0, "studies.country.missing": 1}
