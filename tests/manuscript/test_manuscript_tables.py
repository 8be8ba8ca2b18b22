"""The tables that a manuscript may ask for: those of the report, with heads, and as wide as a page."""

import pytest
import whole_review

from tamis.manuscript import tables
from tamis.manuscript.tables.made import runs, table
from tamis.reports import built
from tamis.reports.context import Context
from tamis.reports.numbers import Numbers
from tamis.reports.tables import shown
from tamis.typeset.blocks import words


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    read = built.read(whole_review.make(tmp_path_factory.mktemp("tables")))
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
    assert column(made[spec.id], 0) == [row.label for row in rows]
    cells = [text(cell) for row in made[spec.id].rows[1:] for cell in row[1:]]
    assert "in dispute" in cells and any("40 gardeners" in cell for cell in cells)


def test_groups_have_rows_of_their_own(context, made):
    of = made[context.built.config.tables[1].id]
    assert [text(row[0]) for row in of.rows if len(row) == 1] and any(len(row) > 1 for row in of.rows[1:])


def test_the_flow_table_has_the_numbers_of_the_diagram(context, made):
    printed = dict(zip(column(made["flow"], 0), column(made["flow"], 1), strict=True))
    for name in ("duplicates", "records_screened", "dbr_assessed", "new_studies"):
        number = context.flow[name]
        assert printed[number.words] == f"{number}{number.mark}"


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


def test_markup_becomes_runs_and_nothing_of_it_is_left():
    found = runs(
        '<cite>A &lt;b&gt;</cite> <a href="https://a.org/?x=1&amp;y">here</a> <a href="javascript:x">no</a>'
    )
    assert [(run.text, run.italic, run.link) for run in found] == [
        ("A <b>", True, ""),
        (" ", False, ""),
        ("here", False, "https://a.org/?x=1&y"),
        (" ", False, ""),
        ("no", False, ""),
    ]


def test_a_table_without_rows_is_one():
    assert len(table("a", "A", ["B", "C"], []).rows) == 1
