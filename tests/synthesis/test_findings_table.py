"""Tables of what was extracted never have a blank cell, and say in how many studies each item is reported."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_review import included_studies, make, protocol
from tamis.config import Label, TableSpec
from tamis.errors import Problems
from tamis.proforma import Column, Field, Proforma, check_fields
from tamis.synthesis.cells import WORDS, cell, printed, state
from tamis.synthesis.study_table import study_table
from tamis.tables import BASES, DATUM_STATES, Datum

ARMS = (
    Column("outcome", "Outcome", "choice", choices=(Label("home", "At home"), Label("school", "At school"))),
    Column("n", "Children", "number"),
    Column("events", "Returned", "number"),
    Column("percent", "Returned, %", "number", unit="%", count="events"),
    Column("p", "P value", "p"),
)
FORM = Proforma(
    (
        Field(
            "country",
            "Country",
            "choice",
            required=True,
            choices=(Label("uk", "United Kingdom"), Label("us", "USA")),
        ),
        Field("follow_up", "Follow-up", "number", unit="months"),
        Field("results", "Results", "table", columns=ARMS),
    ),
    (),
    document=None,
)
STUDIES = ("adams2001", "brown2002", "clark2003", "davis2004", "evans2005")
SPEC = TableSpec("t", "Results", ("country", "outcome", "n", "events", "percent", "p"), rows="results")


def datum(study, field, value, row=1, column="", state="", who="R1", basis=""):
    state = state or ("given" if value else "not_reported")
    return Datum(study, field, row, column, who, value, state, basis=basis, place=f"{study}.yaml:{row}")


def row(study, number, **cells):
    return [datum(study, "results", value, number, column) for column, value in cells.items()]


DATA = [
    datum("adams2001", "country", "us"),
    *row("adams2001", 1, outcome="school", n="40", events="10", percent="25"),
    *row("adams2001", 2, outcome="home", n="40", percent="60", p="<0.001"),
    datum("brown2002", "country", "", state="disputed", who="R1;R2"),
    datum("brown2002", "results", "", state="not_applicable", who=""),
    *row("clark2003", 1, outcome="home", n="", events="3"),
    datum("clark2003", "results", "", 1, "p", state="disputed", who="R1;R2"),
    datum("davis2004", "results", ""),
]


INCLUDED = included_studies(*STUDIES)


def table(spec=SPEC, data=DATA):
    return study_table(spec, FORM, data, INCLUDED)


def cells(table, study):
    return [
        ["; ".join(cell.lines) for cell in row.cells]
        for group in table.groups
        for row in group.rows
        if row.study == study
    ]


def test_each_row_of_the_field_is_a_row_and_a_count_has_its_percentage_beside_it():
    made = table()
    assert made.rows and [head.label for head in made.columns] == [
        "Country",
        "Outcome",
        "Children",
        "Returned, n (%)",
        "P value",
    ]
    assert cells(made, "adams2001") == [
        ["USA", "At school", "40", "10 (25%)", "left empty"],
        ["USA", "At home", "40", "60%", "<0.001"],
    ]
    rows = made.groups[0].rows
    assert [(row.study[:-4], row.row, row.span) for row in rows] == [
        ("adams", 1, 2),
        ("adams", 2, 0),
        ("brown", 0, 1),
        ("clark", 1, 1),
        ("davis", 0, 1),
        ("evans", 0, 1),
    ]


def test_a_study_without_rows_says_why_in_each_cell():
    made = table()
    assert cells(made, "brown2002") == [["in dispute (R1, R2)", *["not applicable"] * 4]]
    assert cells(made, "clark2003") == [
        ["not extracted yet", "At home", "not reported", "3", "in dispute (R1, R2)"]
    ]
    assert cells(made, "davis2004") == [["not extracted yet", *["not reported"] * 4]]
    assert cells(made, "evans2005") == [["not extracted yet"] * 5]


def test_reported_counts_studies_with_a_value_of_those_to_which_it_is_applicable():
    made = table()
    told = {
        head.label: [
            len(each)
            for each in (
                head.reported.given,
                head.reported.asked,
                head.reported.disputed,
                head.reported.empty,
                head.reported.missing,
            )
        ]
        for head in made.columns
    }
    assert told == {
        "Country": [1, 5, 1, 0, 3],
        "Outcome": [2, 4, 0, 0, 1],
        "Children": [1, 4, 0, 0, 1],
        "Returned, n (%)": [2, 4, 0, 0, 1],
        "P value": [1, 4, 1, 0, 1],
    }


def test_what_is_not_required_and_left_out_is_empty_and_not_awaited():
    follow_up = study_table(
        TableSpec("t", "T", ("follow_up",)), FORM, [*DATA, datum("adams2001", "follow_up", "12")], INCLUDED
    )
    assert [cells(follow_up, study) for study in STUDIES[:2]] == [[["12 months"]], [["left empty"]]]
    assert cells(follow_up, "evans2005") == [["not extracted yet"]]
    known = follow_up.columns[0].reported
    assert (known.given, known.missing) == (("adams2001",), ("evans2005",))
    assert known.empty == ("brown2002", "clark2003", "davis2004")
    # A column that is left out of every row: somebody wrote the row, and nobody looked for this.
    outcome = study_table(SPEC, FORM, row("adams2001", 1, outcome="home"), INCLUDED)
    assert [head.reported.empty for head in outcome.columns[2:]] == [("adams2001",)] * 3


def test_rows_are_grouped_by_a_column_or_by_a_field_and_those_of_a_study_stay_together():
    made = table(replace(SPEC, group_by="outcome"))
    assert [(g.label, [(r.study[:-4], r.row, r.span) for r in g.rows]) for g in made.groups] == [
        ("At home", [("adams", 2, 1), ("clark", 1, 1)]),
        ("At school", [("adams", 1, 1)]),
        ("not reported", [("davis", 0, 1)]),
        ("not applicable", [("brown", 0, 1)]),
        ("not extracted yet", [("evans", 0, 1)]),
    ]
    made = table(replace(SPEC, group_by="country"))
    assert [(g.label, [row.span for row in g.rows]) for g in made.groups] == [
        ("USA", [2, 0]),
        ("not extracted yet", [1, 1, 1]),
        ("in dispute", [1]),
    ]


def test_a_number_that_was_not_observed_says_how_it_came_about():
    n = ARMS[1]
    assert printed(n, datum("a", "results", "12", 1, "n", basis="estimated")) == "12 (estimated)"
    assert printed(n, datum("a", "results", "12", 1, "n", basis="observed")) == "12"
    assert printed(ARMS[0], datum("a", "results", "home", 1, "outcome", basis="imputed")) == "At home"
    assert printed(FORM.fields[1], datum("a", "follow_up", "12")) == "12 months"


def test_one_value_that_is_given_speaks_for_a_field():
    assert state([]) == "missing" and {*WORDS} == {*DATUM_STATES, "missing", "empty"} - {"given"}
    given_too = [datum("a", "f", "", state="disputed"), datum("a", "f", "x")]
    assert state(given_too) == "given" and state(given_too[:1]) == "disputed"


@given(
    st.lists(
        st.builds(
            datum,
            st.sampled_from(STUDIES),
            st.just("results"),
            st.sampled_from(["1", "12.5"]),
            st.integers(1, 3),
            st.sampled_from(["", "n", "events", "percent", "p"]),
            st.sampled_from(DATUM_STATES),
            st.sampled_from(["", "R1", "R1;R2"]),
            st.sampled_from(BASES),
        ),
        max_size=12,
        unique_by=lambda d: (d.study, d.row, d.column),
    )
)
def test_no_cell_is_ever_blank(data):
    by_row, by_study = table(data=data), table(TableSpec("t", "T", ("results", "country")), data)
    for made in (by_row, by_study):
        rows = [row for group in made.groups for row in group.rows]
        assert {row.study for row in rows} == {*STUDIES}
        assert all(cell.lines and all(line.strip() for line in cell.lines) for r in rows for cell in r.cells)
        assert sum(row.span for row in rows) == len(rows)
        for head in made.columns:
            known = head.reported
            others = [*known.given, *known.disputed, *known.empty, *known.missing]
            assert {*others} <= {*known.asked} and len(others) <= len(known.asked)


def test_a_table_in_one_cell_has_a_line_for_each_row():
    lines = cell(FORM.fields[2], [d for d in DATA if d.study == "clark2003"]).lines
    assert lines == ("Outcome: At home; Returned: 3; P value: in dispute (R1, R2)",)
    empty = row("a", 1, n="", p="")
    assert cell(FORM.fields[2], empty).lines == ("not reported",)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        (
            "rows: effect, fields: [country]",
            "table 'effect' is not one of effects; did you mean 'effects'?; rows are those of a field of "
            "type table",
        ),
        ("rows: effects, fields: [arm, m]", "field 'm' is not one of country"),
        (
            "rows: effects, fields: [arm], group_by: n",
            "column 'n' must be of type choice, and is of type number",
        ),
    ],
)
def test_rows_that_the_form_does_not_have_are_told(tmp_path, spec, told):
    review = make(tmp_path)
    text = review.config.read_text(encoding="utf-8")
    asked = f"synthesis:\n  tables: [{{id: t, title: T, {spec}}}]\n"
    review.config.write_text(text.replace("synthesis:\n", asked), encoding="utf-8")
    config, form = protocol(review)
    problems = Problems()
    check_fields(config, form, problems)
    assert told in " ".join(map(str, problems)) and len(problems) == 1
