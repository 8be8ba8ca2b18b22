"""What people coded across studies, what is open, and the tables that are made from it."""

import pytest

from small_review import included_studies, make, people_wrote, protocol
from tamis.cli import main
from tamis.config import TableSpec
from tamis.errors import Problems
from tamis.store import read_built
from tamis.synthesis import directions, framework, inputs
from tamis.synthesis.cells import Cell
from tamis.synthesis.counts import counts
from tamis.synthesis.study_table import study_table
from tamis.tables import Datum, Direction, FrameworkCell, OpenItem

FRAMEWORK = """\
    row,column,component,studies
    after,family,Money for rent,brown2002
    before,child,"Visits, at home",adams2001; brown2002
    after,family,A worker to call,adams2001;adams2001
    """
DIRECTIONS = """\
    study,outcome,direction,who,why
    adams2001,return,better,R1,24 of 40 against 10 of 40
    brown2002,return,no_comparison,team,no second group
    brown2002,safety,mixed,R2,fewer reports but more returns to care
    """


def datum(study, field, value, row=1, column="", state="", who="R1", basis=""):
    state = state or ("given" if value else "not_reported")
    place = f"records/extraction/{study}.R1.yaml:{row}"
    return Datum(study, field, row, column, who, value, state, basis=basis, place=place)


def test_every_mistake_is_told_at_once_with_its_line(tmp_path):
    review = make(
        tmp_path,
        {
            "synthesis/framework.csv": """\
                row,column,component,studies
                befor,child,a,adams2001
                before,kin,b,adams2001
                before,child,c,adams2001;brown2020
                """,
            "synthesis/directions.csv": """\
                study,outcome,direction,who,why
                adams2010,return,better,R1,a
                adams2001,returns,better,R1,a
                adams2001,return,significant,R1,a
                adams2001,safety,better,R9,a
                brown2002,return,better,R1,
                """,
        },
    )
    problems = Problems()
    inputs.read(review, protocol(review)[0], {"adams2001", "brown2002"}, problems)
    place = "records/synthesis/"
    assert [str(problem) for problem in problems] == [
        f"{place}directions.csv:2: study 'adams2010' is not in records/studies.csv; did you mean "
        "'adams2001'?",
        f"{place}directions.csv:3: outcome 'returns' is not one of return, safety; did you mean 'return'?",
        f"{place}directions.csv:4: direction 'significant' is not one of better, worse, mixed, "
        "no_difference, no_comparison, not_measured",
        f"{place}directions.csv:5: who 'R9' is not one of R1, R2, team",
        f"{place}directions.csv:6: why is missing",
        f"{place}framework.csv:2: row 'befor' is not one of before, after; did you mean 'before'?",
        f"{place}framework.csv:3: column 'kin' is not one of child, family",
        f"{place}framework.csv:4: studies 'brown2020' is not in records/studies.csv; did you mean "
        "'brown2002'?",
    ]


def test_coding_that_the_protocol_does_not_foresee_is_told(tmp_path):
    review = make(tmp_path, {"synthesis/framework.csv": FRAMEWORK, "synthesis/directions.csv": DIRECTIONS})
    text = review.config.read_text(encoding="utf-8")
    review.config.write_text(text[: text.index("outcomes:")], encoding="utf-8")
    problems = Problems()
    inputs.read(review, protocol(review)[0], {"adams2001", "brown2002"}, problems)
    assert [str(problem) for problem in problems] == [
        "records/synthesis/directions.csv:2: config/config.yaml has no outcomes to code a direction for",
        "records/synthesis/framework.csv:2: config/config.yaml has no synthesis.framework to put this into",
    ]


@pytest.mark.parametrize("files", [{}, {"synthesis/framework.csv": "row,column,component,studies\n"}])
def test_what_nobody_coded_is_open_for_each_included_study(tmp_path, files):
    review = make(tmp_path, files, included=("adams2001",))
    assert main(["synthesis", "-d", str(tmp_path)]) == 0
    items = read_built(review.built("synthesis", "open"), OpenItem)
    assert [(item.item, item.waits_for, item.place) for item in items] == [
        ("synthesis:direction:adams2001:return", "team", "records/studies.csv:2"),
        ("synthesis:direction:adams2001:safety", "team", "records/studies.csv:2"),
        ("synthesis:framework:adams2001", "team", "records/studies.csv:2"),
    ]


def test_built_copies_keep_their_places_and_name_included_studies_only(tmp_path):
    review = make(
        tmp_path,
        {"synthesis/framework.csv": FRAMEWORK, "synthesis/directions.csv": DIRECTIONS},
        included=("adams2001",),
        known=("adams2001", "brown2002"),
    )
    before = people_wrote(review)
    assert main(["synthesis", "-d", str(tmp_path)]) == 0
    assert people_wrote(review) == before
    cells = read_built(review.built("synthesis", "framework"), FrameworkCell)
    assert [(c.component, c.studies, c.place) for c in cells] == [
        ("Visits, at home", "adams2001", "records/synthesis/framework.csv:3"),
        ("A worker to call", "adams2001", "records/synthesis/framework.csv:4"),
    ]
    coded = read_built(review.built("synthesis", "directions"), Direction)
    assert [(d.study, d.outcome, d.direction, d.place) for d in coded] == [
        ("adams2001", "return", "better", "records/synthesis/directions.csv:2")
    ]
    items = read_built(review.built("synthesis", "open"), OpenItem)
    assert [item.item for item in items] == ["synthesis:direction:adams2001:safety"]


def test_the_matrix_has_every_cell_also_the_empty_ones(tmp_path):
    review = make(tmp_path, {"synthesis/framework.csv": FRAMEWORK})
    config, _ = protocol(review)
    found = inputs.read(review, config, {"adams2001", "brown2002"}, Problems())
    matrix = framework.framework_matrix(config.framework, found.framework)
    assert [label.id for label in matrix.columns] == ["child", "family"]
    assert {
        row.label.id: [[(c.text, c.studies) for c in components] for components in row.cells]
        for row in matrix.rows
    } == {
        "before": [[("Visits, at home", ("adams2001", "brown2002"))], []],
        "after": [[], [("Money for rent", ("brown2002",)), ("A worker to call", ("adams2001",))]],
    }


def test_directions_stand_by_study_and_outcome_and_are_counted_as_coded(tmp_path):
    review = make(tmp_path, {"synthesis/directions.csv": DIRECTIONS})
    config, _ = protocol(review)
    coded = inputs.read(review, config, {"adams2001", "brown2002"}, Problems()).directions
    studies = included_studies("brown2002", "adams2001", "clark2003")
    table = directions.direction_table(config.outcomes, coded, studies)
    assert [(row.label, [c and c.direction for c in row.cells]) for row in table.rows] == [
        ("Adams, 2001", ["better", None]),
        ("Brown, 2002", ["no_comparison", "mixed"]),
        ("Clark, 2003", [None, None]),
    ]
    none = dict.fromkeys((mark.id for mark in directions.MARKS), 0)
    assert table.counts == (
        none | {"better": 1, "no_comparison": 1},
        none | {"mixed": 1},
    )
    assert {mark.id for mark in directions.MARKS} == set(
        Direction.__dataclass_fields__["direction"].metadata["words"]
    )


def test_a_study_table_prints_labels_units_and_rows_of_tables_in_groups(tmp_path):
    _, form = protocol(make(tmp_path))
    data = [
        datum("adams2001", "country", "us"),
        datum("adams2001", "supports", "housing;money"),
        datum("adams2001", "effects", "new", 1, "arm"),
        datum("adams2001", "effects", "23.70", 1, "returned"),
        datum("adams2001", "effects", "old", 2, "arm"),
        datum("adams2001", "effects", "", 2, "returned"),
        datum("brown2002", "country", "uk"),
        datum("brown2002", "follow_up", "0.50"),
        datum("clark2003", "country", ""),
        datum("davis2004", "country", "us"),
        datum("evans2005", "country", "us"),
    ]
    studies = included_studies("davis2004", "clark2003", "brown2002", "adams2001")
    spec = TableSpec("t", "Studies", ("follow_up", "supports", "effects"), "country")
    table = study_table(spec, form, data, studies)
    assert [head.label for head in table.columns] == ["Follow-up", "Kinds of support", "Effects"]
    # As the form orders the choices; no study is in Ireland; evans2005 is not included.
    assert [(group.label, [row.label for row in group.rows]) for group in table.groups] == [
        ("United Kingdom", ["Brown, 2002"]),
        ("United States", ["Adams, 2001", "Davis, 2004"]),
        ("not reported", ["Clark, 2003"]),
    ]
    adams = table.groups[1].rows[0]
    assert [cell.lines for cell in adams.cells] == [
        ("left empty",),
        ("Housing; Money",),
        ("Arm: new; Returned (%): 23.70", "Arm: old"),
    ]
    assert adams.cells[2].place == "records/extraction/adams2001.R1.yaml:1"
    assert table.groups[0].rows[0].cells[0].lines == ("0.50 months",)
    assert table.groups[2].rows[0].cells == (Cell(("left empty",), "empty"),) * 3
    by_text = study_table(
        TableSpec("t", "Studies", ("country",), "funding"),
        form,
        [datum("clark2003", "funding", "Zeta Fund"), datum("davis2004", "funding", "a charity")],
        studies,
    )
    assert [group.label for group in by_text.groups] == ["Zeta Fund", "a charity", "not extracted yet"]
    plain = study_table(TableSpec("t", "Studies", ("country",)), form, data, studies)
    assert [group.label for group in plain.groups] == [""]
    assert [row.study for row in plain.groups[0].rows] == [
        "adams2001",
        "brown2002",
        "clark2003",
        "davis2004",
    ]


def test_counts_are_over_included_studies_and_say_what_has_none(tmp_path):
    _, form = protocol(make(tmp_path))
    data = [
        datum("adams2001", "country", "us"),
        datum("adams2001", "supports", "housing;money"),
        datum("brown2002", "country", "us"),
        datum("brown2002", "supports", "money"),
        datum("clark2003", "country", ""),
        datum("evans2005", "country", "uk"),
    ]
    studies = included_studies("adams2001", "brown2002", "clark2003")
    assert [(c.label, c.n) for c in counts(form.field("country"), data, studies)] == [
        ("United Kingdom", 0),
        ("United States", 2),
        ("Ireland", 0),
        ("not reported", 1),
    ]
    assert [(c.label, c.studies) for c in counts(form.field("supports"), data, studies)] == [
        ("Housing", ("adams2001",)),
        ("Therapy", ()),
        ("Money", ("adams2001", "brown2002")),
        ("left empty", ("clark2003",)),
    ]


def test_every_direction_that_can_be_coded_has_a_sign_of_its_own():
    marks = directions.MARKS
    assert {"no_difference", "not_measured", "mixed"} <= {mark.id for mark in marks}
    assert len({mark.symbol for mark in marks}) == len({mark.label for mark in marks}) == len(marks)
