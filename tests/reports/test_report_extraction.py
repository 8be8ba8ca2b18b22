"""What the report tells of extracted data: who extracted, what became of quotes, differences, findings."""

import csv
import re
from dataclasses import replace

import pytest
from report_reviews import CONFIG, PROFORMA, make
from test_report_page import Page

from tamis.cli import main
from tamis.config import StandIns, TableSpec
from tamis.manuscript import names
from tamis.reports import built, checklists, page
from tamis.reports.context import Context
from tamis.reports.extraction import methods, people, table, values
from tamis.reports.extraction.material import Material
from tamis.reports.numbers import Number, Numbers
from tamis.tables import Datum, DatumDifference, Evidence, FieldAgreement, Finding, OpenItem

FILE = "records/extraction/ash2020.R1.yaml"
FINDING = "extraction:number:sum:ash2020:effects:1"
TWO = CONFIG.replace("appraisal:", "extraction: {extractors: 2, checker: true}\nappraisal:", 1)


def of(field, value, line, *, row=1, column="", state="given", who="R1", settled="single", **more):
    place = f"{FILE}:{line}"
    return Datum("ash2020", field, row, column, who, value, state, settled, place=place, **more)


DATA = [
    of("country", "uk", 2, who="R1;R2", settled="agreed"),
    of("sample", "=40 gardeners", 3, who="R1;R2", settled="reconciled", quote="forty people", page="2"),
    of("effects", "Harvest", 5, column="outcome", quote="it rose <b>by 2", page="3", note="As printed."),
    of("effects", "twice as much", 6, column="result", quote="it rose <b>by 2", page="3", note="As printed."),
    of("effects", "Sales", 8, row=2, column="outcome", settled="checked"),
    of("effects", "", 9, row=2, column="result", state="disputed", who="R1;R2"),
]
EVIDENCE = [
    Evidence(
        "ash2020", "sample", 1, "", "R1", "=40 gardeners", "forty people", "2", "other_page", "here",
        found=5, printed="105", score=100, number="no", words=2, place=f"{FILE}:3",
    ),
    Evidence(
        "ash2020", "effects", 1, "outcome", "R1", "Harvest", "it rose <b>by 2", "3", "nearly", "log",
        found=3, printed="", score=91, words=4, text="it rises <i>by 2", place=f"{FILE}:5",
    ),
]  # fmt: skip
DIFFERENCES = [
    DatumDifference(
        "ash2020", "sample", 1, "", "R1 =40 gardeners; R2 41", 80, "settled", "=40 gardeners", "third", "R3",
        "Table <1>", "2024-02-01", f"{FILE}:3",
    ),
    DatumDifference(
        "ash2020", "effects", 2, "result", "R1 more; R2 less", None, "open", place=f"{FILE}:9"
    ),
]  # fmt: skip


def extracted(tables):
    tables["extraction", "data"] = DATA
    tables["extraction", "evidence"] = EVIDENCE
    tables["extraction", "differences"] = DIFFERENCES
    tables["extraction", "agreement"] = [
        FieldAgreement("country", "", 1, 1, "config/proforma.yaml:5"),
        FieldAgreement("sample", "", 2, 0, "config/proforma.yaml:9"),
    ]
    text = "10 + 12 = 22, and not 24."
    tables["extraction", "findings"] = [Finding(FINDING, "high", "ash2020", text, f"{FILE}:5")]


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    accepted = f"item,who,when,why\n{FINDING},R1,2024-02-03,Printed & so\n"
    item = OpenItem(FINDING, "10 + 12 = 22, and not 24.", "R1", f"{FILE}:5")
    root = tmp_path_factory.mktemp("extracted")
    return make(root, extracted, config=TWO, open_items=(item,), accepted=accepted)


@pytest.fixture(scope="module")
def context(review):
    read = built.read(review)
    return Context(read, Numbers(read.records))


@pytest.fixture(scope="module")
def html(context):
    return page.render(context.built)


def section(html, id):
    return html.partition(f'<section id="{id}"')[2].partition("</section>")[0]


def text(html):
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def said(sentences):
    return " ".join("".join(str(part) for part in sentence) for sentence in sentences)


def test_the_page_is_whole_and_each_number_leads_to_an_entry_with_lines(html):
    found = Page(html)
    assert found.wrong == []
    ids = {attrs["id"] for _, attrs in found.elements if "id" in attrs}
    linked = re.findall(r'class="n"[^>]* href="#(n-[^"]+)"', section(html, "extraction"))
    assert len(linked) > 15 and {*linked} <= ids
    assert {"n-quotes-nearly", "n-quotes-other_page", "n-agreement-agreed-all", "n-extraction-checked"} <= ids
    entry = html.partition('id="n-quotes-nearly"')[2].partition("</article>")[0]
    assert "Ash and Oak, 2020: Effects: Outcome, row 1" in text(entry) and "ash2020.R1.yaml:5" in entry


def test_quotes_differences_and_findings_are_told_and_escaped(html):
    part = section(html, "extraction")
    assert "<b>by" not in part and "it rose &lt;b&gt;by 2" in part and "it rises &lt;i&gt;by 2" in part
    told = text(part)
    assert "On another page, page 105" in told.replace(" ,", ",") and "likeness 91 of 100" in told
    assert "Table &lt;1&gt;" in told and "Settled by a third person" in told
    assert "R1: “more”; R2: “less”" in told and "R1: “=40 gardeners”; R2: “41” alike 80 of 100" in told
    assert "Two people differed on 2 values: 1 was settled by a third person (R3) and 1 is not" in told
    assert "10 + 12 = 22, and not 24." in told and "Printed &amp; so" in told
    assert "The 1 that was found is accepted with a reason." in told
    accepted = section(html, "accepted")
    assert "1 finding of the checks of numbers: see" in text(accepted)
    assert 'href="#extraction-findings"' in accepted and 'id="extraction-findings"' in part
    assert "10 + 12" not in accepted and "10 + 12" in part
    assert "All fields 3 1 33%" in told


def test_the_methods_say_what_was_planned_and_what_was_really_done(context, tmp_path):
    assert said(methods.methods(context)) == (
        "The protocol has two people extract the data of each study, independently of each other, and "
        "somebody else check each value against the report. Data were extracted by R1 (1 study) and R2 "
        "(1 study). Of these studies, 0 were extracted by two people independently and 1 was extracted "
        "by two people in part. 1 value of one person was checked against the report by another. Before"
        " anything was settled they agreed on 1 of 3 values that two people gave (33%). Two people "
        "differed on 2 values: 1 was settled by a third person (R3) and 1 is not settled yet. With 3 of"
        " 5 values the words of the report were kept, and looked for in its PDF by program: of 2 quotes"
        " 0 were found word for word on the page named, 1 on another page than the one named and 1 "
        "nearly. Numbers were checked against each other by program, which found 1 thing that does not "
        "fit, 1 of them accepted with a reason."
    )
    alone = built.read(make(tmp_path, config=TWO))
    told = said(methods.methods(Context(alone, Numbers())))
    assert "No study was extracted by two people, each was by one alone." in told
    assert "No check by a second person is recorded." in told and "quotes" not in told
    nothing = Context(replace(alone, data=[]), Numbers())
    assert said(methods.methods(nothing)).endswith("Nothing has been extracted yet.")


def test_each_value_of_a_sheet_has_its_quote_and_whether_that_is_there(html):
    sheet = text(html.partition('id="s-ash2020"')[2].partition("</details>")[0])
    assert "forty people page 2, on another page: page 105, without the number" in sheet.replace(" ,", ",")
    assert (
        "they said: R1: “=40 gardeners”; R2: “41”; settled by a third person by R3: Table &lt;1&gt;" in sheet
    )
    assert "nearly found: page 3" in sheet and "Row 1 it rose" in sheet
    assert "Row 2: Outcome R1 · checked by another" in sheet
    assert "in dispute (R1, R2)" in sheet and "both agree" in sheet


def test_extraction_csv_has_every_datum_and_no_formula(review):
    assert main(["report", "-d", str(review.root)]) == 0
    with (review.reports / "extraction.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(r["field"], r["row"], r["column"], r["state"]) for r in rows] == [
        (d.field, str(d.row), d.column, d.state) for d in DATA
    ]
    assert rows[1]["value"] == "'=40 gardeners"
    assert (rows[1]["quote_state"], rows[1]["found_page"], rows[1]["settled"]) == (
        "other_page",
        "5",
        "reconciled",
    )
    assert (rows[1]["found_printed"], rows[1]["number_in_quote"], rows[3]["number_in_quote"]) == (
        "105",
        "no",
        "",
    )
    assert {(r["label"], r["field_label"]) for r in rows if r["field"] == "effects"} == {
        ("Outcome", "Effects"),
        ("Result", "Effects"),
    }
    # Both cells of a row share its quote.
    assert [row["quote_state"] for row in rows] == ["", "other_page", "nearly", "nearly", "", ""]
    assert {row["cited"] for row in rows} == {"Ash and Oak, 2020"} and rows[3]["label"] == "Result"


def test_what_was_settled_in_words_is_printed_as_it_is(context):
    material = Material(context)
    assert material.printed("country", "", "uk") == "United Kingdom"
    assert material.printed("country", "", "not reported") == "not reported"
    assert material.printed("effects", "", "two rows") == "two rows"
    assert material.about(("ash2020", "effects", 2, "")) == "Effects, row 2"


def test_lines_of_the_table_are_the_same_twice(context):
    assert list(table.rows(context)) == list(table.rows(context))


def test_names_of_manuscripts_are_the_numbers_of_the_report(context):
    named = {name: q.value for name, q in names.all(context).items() if name.startswith("extraction.")}
    described = {name for name, _ in names.described() if name.startswith("extraction.")}
    assert described == {*named}
    known = {name.removeprefix("extraction."): value for name, value in named.items() if value}
    assert known.pop("agreement") == pytest.approx(100 / 3)
    assert known == {
        "values": 5,
        "disputed": 1,
        "quoted": 3,
        "quotes": 2,
        "quotes_other_page": 1,
        "quotes_nearly": 1,
        "people": 2,
        "studies_part": 1,
        "checked": 1,
        "compared": 3,
        "agreed": 1,
        "differences": 2,
        "differences_third": 1,
        "differences_open": 1,
        "findings": 1,
        "findings_accepted": 1,
    }


def test_the_checklist_answers_from_the_data(context):
    told = {line.item: line for line in checklists.answers(context, {}) if line.checklist == "prisma2020"}
    assert told["9"].remark.startswith(
        "two people a study by the protocol; in fact 0 of 1 study by two people"
    )
    assert "1 value checked by another" in told["9"].remark and told["9"].answer == "partly"
    assert "config/config.yaml, extraction.organised" in told["9"].remark
    assert "what holds of 1 value in dispute" in told["17"].remark and told["17"].answer == "partly"
    assert "3 fields, of which 2 are defined" in told["10b"].remark


def test_the_checklist_counts_studies_with_effects_and_their_precision(tmp_path):
    form = PROFORMA + "      - {id: n, label: n, type: number, kind: count}\n"
    form += "      - {id: ratio, label: OR, type: number, kind: odds_ratio}\n"
    more = [of("n", "40", 9), of("ratio", "", 10, state="not_reported")]
    review = make(tmp_path, lambda tables: tables["extraction", "data"].extend(more))
    review.proforma.write_text(form, encoding="utf-8")
    read = built.read(review)
    told = {
        line.item: line
        for line in checklists.answers(Context(read, Numbers()), {})
        if line.checklist == "prisma2020"
    }
    assert "summary statistics of 1 study;" in told["19"].remark


def test_what_is_counted_by_field_adds_up(context):
    for number in context.numbers.made.values():
        assert isinstance(number, Number)
        if isinstance(number.value, int):
            assert number.value == sum(thing.n for thing in number.behind)


def among(context, **changed):
    """Return the context of a review that differs in what was built; nothing is counted yet."""
    extracted = replace(context.built.extracted, **{k: v for k, v in changed.items() if k != "data"})
    data = changed.get("data", context.built.data)
    return Context(replace(context.built, extracted=extracted, data=data), Numbers())


def test_a_quote_without_a_page_was_not_found_on_a_page_that_was_named(context):
    quotes = [
        replace(EVIDENCE[0], state="found", page="2"),
        replace(EVIDENCE[1], state="found", page="", checked="log"),
        replace(EVIDENCE[1], row=2, state="no_pdf"),
    ]
    other = among(context, evidence=quotes)
    told = said(methods.methods(other))
    assert "of 3 quotes 1 was found word for word on the page named, 1 in the report, where nobody" in told
    assert "1 not checked, for want of the PDF" in told
    named = names.all(other)
    assert {name: named[f"extraction.quotes_{name}"].value for name in ("found", "unpaged", "unchecked")} == {
        "found": 1,
        "unpaged": 1,
        "unchecked": 1,
    }


def test_who_found_a_quote_where_changes_nothing(context):
    """A report is the same where the PDFs are and where a log stands for them."""
    elsewhere = [replace(row, checked="log") for row in EVIDENCE]
    assert page.render(among(context, evidence=elsewhere).built) == page.render(among(context).built)


def test_no_figure_tells_of_quotes_where_the_form_asks_for_none(context):
    quoteless = among(context, data=[replace(datum, quote="") for datum in DATA], evidence=[])
    told = text(section(page.render(quoteless.built), "extraction"))
    assert "with a quote" not in told and "on the page named" not in told
    assert "No field of the form asks for the words of the report" in told


def test_what_was_left_out_is_not_awaited_unless_it_is_required(context, html):
    fields = context.built.proforma.fields
    form = replace(context.built.proforma, fields=(*fields[:1], replace(fields[1], required=True), fields[2]))
    country = among(context, data=DATA[:1])
    country = Context(replace(country.built, proforma=form), Numbers())
    kept = values.values(Material(country))
    others = len(country.built.studies) - 1
    assert (kept["empty"].value, kept["missing"].value) == (1, 1 + 3 * others)  # effects; sample, and others
    sheet = text(page.render(country.built).partition('id="s-ash2020"')[2].partition("</details>")[0])
    assert "Left empty, and not required: Effects." in sheet and "Not extracted yet: Sample." in sheet


def test_numbers_that_rest_on_who_extracted_carry_the_mark(context):
    stand_ins = StandIns("Who extracted is made up.", "†", frozenset({"extractors"}))
    made_up = among(context)
    made_up = Context(
        replace(made_up.built, config=replace(made_up.built.config, stand_ins=stand_ins)), Numbers()
    )
    material = Material(made_up)
    marked = [
        *(number for each in people.persons(material) for number in (each.studies, each.values)),
        *people.shares(material).values(),
        *people.differences(material).values(),
        people.checked(material),
        people.overall(material).agreed,
    ]
    assert len(marked) > 8 and {number.mark for number in marked} == {"†"}
    named = names.all(made_up)
    assert {named[f"extraction.{name}"].mark for name in ("people", "agreement", "studies_two")} == {"†"}
    assert named["extraction.values"].mark == ""


def test_where_one_person_was_planned_nothing_is_said_of_two(context):
    rules = replace(context.built.config.extraction, extractors=1, checker=False)
    alone = [replace(datum, extractor="R1") for datum in DATA if datum.state == "given"]
    one = among(context, data=alone)
    one = Context(replace(one.built, config=replace(one.built.config, extraction=rules)), Numbers())
    told = {line.item: line for line in checklists.answers(one, {}) if line.checklist == "prisma2020"}
    assert "one person a study by the protocol" in told["9"].remark and "in fact" not in told["9"].remark


def test_results_in_a_table_of_rows_are_named_before_the_sheets_which_are_not_in_print(context):
    def nineteen(tables):
        config = replace(context.built.config, tables=tables)
        lines = checklists.answers(Context(replace(context.built, config=config), Numbers()), {})
        return next(line for line in lines if (line.checklist, line.item) == ("prisma2020", "19"))

    by_row = nineteen((TableSpec("t", "All results", ("outcome",), rows="effects"),))
    assert by_row.remark.startswith("the table “All results”") and by_row.report.startswith("Findings")
    assert not nineteen(()).report.startswith("Findings")


def test_the_form_is_told_in_sentences_and_a_note_on_the_page_is_not_for_print(html):
    assert "Country . One of: United Kingdom; United States." in text(section(html, "collection"))
    assert '<p class="note on-screen">Each value leads' in section(html, "included")
    assert "Reported in: how many studies have a value" in text(section(html, "included"))
