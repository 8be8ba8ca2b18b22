"""Levels of quality: which study has which, what a sensitivity analysis compares; what the text cites."""

import pytest

from small_review import included_studies, make, protocol
from tamis.cli import main
from tamis.config import Level, TableSpec
from tamis.store import read_built
from tamis.synthesis import text
from tamis.synthesis.cells import Cell, Part, Signs
from tamis.synthesis.quality import PALETTES, Grade, groups, level_grades, quality
from tamis.synthesis.study_table import NOT_APPRAISED, Appraised, study_table
from tamis.tables import Assessment, OpenItem

LEVELS = (Level("good", "Good", met=80), Level("fair", "Fair", met=50), Level("poor", "Poor", met=0))
SCALE = level_grades(LEVELS)
JUDGED = {"rob": (Grade("low", "Low", "+", "#000000"), Grade("high", "High", "-", "#ffffff"))}


def assessed(study, *, tool="rob", result="", level="", judgement=""):
    return Assessment(study, tool, result, outcome="appraised", level=level, judgement=judgement)


def ids(found, study, outcome=""):
    return {tool: grade.id for tool, grade in found.given(study, outcome).items()}


def test_of_tools_with_the_same_levels_a_study_has_the_lowest():
    found = quality(
        {"rob": SCALE, "mmat": SCALE},
        [
            assessed("a", level="good"),
            assessed("a", tool="mmat", level="poor"),
            assessed("b", level="good"),
            assessed("b", result="harvest", level="fair"),
            assessed("c"),
        ],
        levels=True,
    )
    grades = {(study, outcome): ids(found, study, outcome) for study in "abc" for outcome in ("", "harvest")}
    assert grades == {
        ("a", ""): {"mmat": "poor"},
        ("a", "harvest"): {"mmat": "poor"},
        ("b", ""): {"rob": "good"},
        ("b", "harvest"): {"rob": "fair"},
        ("c", ""): {},
        ("c", "harvest"): {},
    }


def test_levels_and_judgements_of_different_tools_are_kept_apart():
    scales = {"rob": level_grades([Level("trusted", "Trusted")]), "mmat": SCALE}
    found = quality(
        scales, [assessed("a", level="trusted"), assessed("a", tool="mmat", level="poor")], levels=True
    )
    assert ids(found, "a") == {"rob": "trusted", "mmat": "poor"}
    best = found.given("a")["rob"]
    assert (best.symbol, best.colour) == (SCALE[0].symbol, SCALE[0].colour)  # the best of its own tool
    rows = [assessed("a", judgement="high"), assessed("a", tool="other", judgement="low")]
    judged = quality(JUDGED | {"other": JUDGED["rob"]}, rows, levels=False)
    assert ids(judged, "a") == {"rob": "high", "other": "low"}


def test_a_sensitivity_analysis_names_every_study_once_in_its_level():
    good, fair, poor = SCALE
    graded = {"a": good, "b": poor, "c": fair, "d": good, "e": None}
    assert groups(SCALE, graded) == [
        ("all", "All studies", tuple("abcde")),
        ("level-good", "Good", ("a", "d")),
        ("level-fair", "Fair", ("c",)),
        ("level-poor", "Poor", ("b",)),
        ("but_lowest", "All but the lowest level (Poor); 1 without a level left out", ("a", "c", "d")),
        ("none", "No level", ("e",)),
    ]
    assert [id for id, _, _ in groups(SCALE[:2], {"a": good})] == ["all", "level-good", "level-fair"]


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_levels_are_told_apart_by_colour_symbol_and_word(palette, n):
    grades = level_grades([Level(f"l{k}", f"Level {k}") for k in range(n)], palette)
    assert len({grade.colour for grade in grades}) == len({grade.symbol for grade in grades}) == n
    assert grades[0].colour == PALETTES[palette][0]


def test_a_table_may_have_a_column_on_appraisal(tmp_path):
    _, proforma = protocol(make(tmp_path))
    signs = Signs("2.1 to 2.2", (("+", "Yes"), ("?", "Can't tell")))
    cell = Cell(parts=(Part("Trial", (signs,), "a-adams2001-mmat", "records/x.csv:2"),))
    assert cell.widths == [len("Trial"), len("2.1 to 2.2: + ? ")]
    table = study_table(
        TableSpec("t", "T", ("country", "appraisal")),
        proforma,
        [],
        included_studies("adams2001", "brown2002"),
        {"appraisal": Appraised("Appraisal", {"adams2001": cell})},
    )
    assert [column.label for column in table.columns] == ["Country", "Appraisal"]
    assert [row.cells[1] for row in table.groups[0].rows] == [cell, NOT_APPRAISED]


def test_a_study_that_the_text_cites_and_nobody_includes_is_open(tmp_path):
    words = "Both [@adams2001; @brown2002].\r\nOne [@chen2003;\r\n@gale2013] and again [@chen2003].\r\n"
    review = make(tmp_path, {"synthesis/text.md": words}, known=("adams2001", "brown2002", "chen2003"))
    assert [*text.read(review).cited()] == [
        ("adams2001", "records/synthesis/text.md:1"),
        ("brown2002", "records/synthesis/text.md:1"),
        ("chen2003", "records/synthesis/text.md:2"),
        ("gale2013", "records/synthesis/text.md:3"),
        ("chen2003", "records/synthesis/text.md:3"),
    ]
    assert main(["synthesis", "-d", str(tmp_path)]) == 0
    items = [row for row in read_built(review.built("synthesis", "open"), OpenItem) if ":text:" in row.item]
    assert [(row.item, row.place) for row in items] == [
        ("synthesis:text:chen2003", "records/synthesis/text.md:2")
    ]
