"""The tables that a manuscript may ask for: those of the report, with heads, and as wide as a page."""

import re
from dataclasses import replace

import pytest

from tamis.errors import Problems
from tamis.flow.labels import LABELS, load
from tamis.manuscript import tables
from tamis.manuscript.citing import citations, csl, inside
from tamis.manuscript.tables.made import table
from tamis.reports import built
from tamis.reports.context import Context
from tamis.reports.numbers import Numbers
from tamis.reports.tables import shown
from tamis.typeset.blocks import Cell, plain, words


@pytest.fixture(scope="module")
def context(whole):
    read = built.read(whole)
    return Context(read, Numbers(read.records))


@pytest.fixture(scope="module")
def made(context):
    return {name: make() for name, make in tables.all(context).items()}


def text(cell):
    return "\n".join(words(line) for line in cell.lines)


def column(table, at):
    return [text(row[at]) for row in table.rows[table.heads :] if len(row) > at]


def test_what_the_config_tells_is_what_can_be_made(context, made):
    assert {*tables.known(context.built.config)} == {*made}
    described = {name for name, _ in tables.described() if "<" not in name}
    assert described - {*made} <= {"levels"}  # this review has none


def test_what_heads_numbers_or_signs_stands_above_them():
    sign, number = Cell((plain("▲"),), align="center"), Cell((plain("2"),), align="right")
    rows = [[name, sign, number, "x"] for name in "ab"]
    head = table("t", "T", ["Study", "Sign", "Number", "Text"], rows).rows[0]
    assert [cell.align for cell in head] == ["left", "center", "right", "left"]


def test_every_row_is_as_wide_as_the_table(made):
    for name, of in made.items():
        wide = {sum(cell.columns for cell in row) for row in of.rows}
        assert len(wide) == 1 and len(of.widths) == wide.pop(), name
        assert 80 <= sum(of.widths) <= 100 and min(of.widths) > 0, name


def test_every_table_has_a_caption_and_heads_of_columns_and_rows(made):
    for name, of in made.items():
        assert words(of.caption) and of.heads == 1, name
        assert {cell.head for cell in of.rows[0]} == {"col"}, name
        assert all(row[0].head for row in of.rows[1:]), name


def test_a_table_of_the_config_has_the_cells_of_the_report(context, made):
    spec = context.built.config.tables[0]
    rows = [row for group in shown(context, spec).table.groups for row in group.rows]
    assert column(made[spec.id], 0) == [*(row.label for row in rows), "Reported in"]
    assert text(made[spec.id].rows[-1][1]) == "1 of 3\n1 in dispute\n1 not extracted yet"
    cells = [text(cell) for row in made[spec.id].rows[1:] for cell in row[1:]]
    assert "in dispute (R1, R2)" in cells and any("40 gardeners" in cell for cell in cells)


def test_groups_have_rows_of_their_own(context, made):
    of = made[context.built.config.tables[1].id]
    assert [text(row[0]) for row in of.rows if len(row) == 1] and any(len(row) > 1 for row in of.rows[1:])


def test_the_flow_table_has_the_numbers_labels_and_order_of_the_diagram(context, made):
    rows = [(text(row[0]).strip(), text(row[-1])) for row in made["flow"].rows[1:]]
    labels = [label for label, _ in rows]
    for name in ("duplicates", "records_screened", "dbr_assessed", "new_studies"):
        number = context.flow[name]
        assert (LABELS[name], f"{number}{number.mark}") in rows
    order = [
        labels.index(LABELS[name]) for name in ("identified", "removed", "records_screened", "new_studies")
    ]
    assert order == sorted(order) and "Included" in labels
    assert not [label for label in labels if "(n =" in label or "each record of a citation" in label]


def test_the_flow_table_speaks_the_language_of_the_diagram(context):
    german = replace(context.built, labels=load("de", None, Problems()))
    words_ = [text(row[0]).strip() for row in tables.all(replace(context, built=german))["flow"]().rows]
    assert "Gescreente Treffer" in words_ and "Eingeschlossen" in words_ and "Records screened" not in words_


def test_reports_that_left_stand_there_with_reference_and_reason(context, made):
    left = [row for row in context.built.exits if row.exit == "excluded_full_text"]
    assert len(made["excluded"].rows) - 1 == len(left)
    assert {reason.rstrip("†") for reason in column(made["excluded"], 1)} <= {
        *context.built.config.reasons.values(),
        "Reason not recorded",
    }
    assert len(made["not_retrieved"].rows) - 1 == sum(r.exit == "not_retrieved" for r in context.built.exits)


def test_a_study_has_all_its_reports(context, made):
    several = next(study for study in context.built.studies if study.companions)
    row = next(row for row in made["included"].rows if text(row[0]) == several.label)
    assert len(row[1].lines) == 1 + several.companions.count(";") + 1


def test_ratings_are_symbols_on_colours_with_a_key(made):
    of = made["appraisal"]
    filled = [cell for row in of.rows for cell in row if cell.fill]
    assert filled and all(text(cell) and cell.ink for cell in filled)
    assert all(text(cell) in words(of.note) for cell in filled)


def test_the_directions_are_tallied(context, made):
    of = made["directions"]
    assert text(of.rows[-1][0]).startswith("Studies: ")
    assert int(text(of.rows[-1][1])) == len(context.built.directions)


def test_numbers_stand_at_the_right_under_their_heads(made):
    assert [cell.align for cell in made["flow"].rows[0]] == ["left", "right"]
    assert {row[-1].align for row in made["searches"].rows} == {"right"}


def test_a_table_without_rows_says_so():
    head, row = table("a", "A", ["B", "C"], []).rows
    said = [(words(cell.lines[0]), cell.columns) for cell in row]
    assert len(head) == 2 and said == [("None recorded.", 2)]


@pytest.fixture(scope="module")
def works(context):
    return citations.works(context.built)


@pytest.mark.parametrize(
    ("style", "look"),
    [("apa", r"^[^()]+ \((\d{4}|n\.d\.)[-a-z, \d]*\)$"), ("vancouver", r"^[^()]+ \(\d+(,\d+|-\d+)*\)$")],
)
def test_studies_in_tables_are_cited_as_the_style_has_it_and_listed(context, made, works, style, look):
    name = context.built.config.tables[0].id
    bibliography = citations.Bibliography(works, csl.named(style))
    _, (of, left), references = inside.together(bibliography, [made[name], made["excluded"]])
    cells = [text(row[0]) for row in of.rows[1:-1] if len(row) > 1]
    assert cells and all(re.match(look, cell) for cell in cells), cells
    reports = {work.id for study in context.built.studies for work in works[study.study]}
    excluded = {row.citation_id for row in context.built.exits if row.exit == "excluded_full_text"}
    assert len(references) == len({works[id][0] for id in reports | excluded})
    links = {run.link for row in of.rows for cell in row for line in cell.lines for run in line if run.link}
    assert links and all(link.startswith("#ref-") for link in links)
    titles = [words(run for run in row[0].lines[0] if run.italic) for row in left.rows[1:]]
    assert all(titles)


def test_numbers_follow_the_order_of_text_and_tables(context, made, works):
    bibliography = citations.Bibliography(works, csl.named("vancouver"))
    last = context.built.studies[-1].study
    name = context.built.config.tables[0].id
    (said,), _, _ = inside.together(bibliography, [citations.Cluster((last,)), made[name]])
    assert words(said).startswith("(1")
    again, _, _ = inside.together(bibliography, [made[name], citations.Cluster((last,))])
    assert words(again[0]) != words(said)


def test_reports_excluded_at_full_text_can_be_cited(context, works):
    left = [
        row.citation_id for row in context.built.exits if row.exit in ("excluded_full_text", "not_retrieved")
    ]
    assert left and {*left} <= {*works}


def test_every_study_that_a_table_names_is_cited(context, made):
    labels = {study.label for study in context.built.studies}
    for name, of in made.items():
        lines = [line for row in of.rows for cell in row for line in cell.lines]
        plain = [run.text for line in lines for run in line if not isinstance(run, inside.Citing)]
        assert not [text for text in plain if any(label in text for label in labels)], name


def test_groups_of_an_appraisal_have_one_head_each(made):
    heads = [text(row[0]) for row in made["appraisal"].rows]
    assert heads.count("Study") == 1
