"""Levels of quality: which study has which, what a sensitivity analysis compares; what the text cites."""

import pytest

from small_review import included_studies, make, protocol
from tamis.cli import main
from tamis.config import Level, TableSpec
from tamis.store import read_built
from tamis.synthesis import text
from tamis.synthesis.cells import Cell, Part, Signs
from tamis.synthesis.quality import PALETTES, Grade, groups, level_grades, quality
from tamis.synthesis.study_table import Appraised, study_table
from tamis.tables import Assessment, OpenItem

LEVELS = (Level("good", "Good", met=80), Level("fair", "Fair", met=50), Level("poor", "Poor", met=0))
JUDGED = {"rob": (Grade("low", "Low", "+", "#000000"), Grade("high", "High", "-", "#ffffff"))}


def assessed(study, *, tool="rob", result="", level="", judgement=""):
    return Assessment(study, tool, result, outcome="appraised", level=level, judgement=judgement)


def test_a_study_has_the_level_that_was_found_and_of_two_the_lower():
    found = quality(
        LEVELS,
        [
            assessed("a", level="good"),
            assessed("a", tool="mmat", level="poor"),
            assessed("b", level="good"),
            assessed("b", result="harvest", level="fair"),
            assessed("c"),
        ],
        JUDGED,
    )
    assert found.levels
    assert (found.tool("a"), found.tool("b"), found.tool("c")) == ("mmat", "rob", "")
    grades = {(s, o): g.id if (g := found.grade(s, o)) else None for s in "abc" for o in ("", "harvest")}
    assert grades == {
        ("a", ""): "poor",
        ("a", "harvest"): "poor",
        ("b", ""): "good",
        ("b", "harvest"): "fair",
        ("c", ""): None,
        ("c", "harvest"): None,
    }


def test_without_levels_the_judgement_of_the_one_tool_that_judges_speaks():
    rows = [assessed("a", judgement="high"), assessed("b", tool="other", judgement="high")]
    found = quality((), rows, JUDGED)
    assert not found.levels
    assert [found.grade(study) for study in "ab"] == [JUDGED["rob"][1], None]
    # the judgements of two tools have no order among each other
    assert quality((), rows, JUDGED | {"other": JUDGED["rob"]}).of == {}


def test_a_sensitivity_analysis_names_every_study_once_in_its_level():
    rows = [
        assessed(id, level=level) for id, level in zip("abcd", ("good", "poor", "fair", "good"), strict=True)
    ]
    found = quality(LEVELS, rows, {})
    assert groups(found, list("abcde"), "harvest") == [
        ("all", "All studies", tuple("abcde")),
        ("level-good", "Good", ("a", "d")),
        ("level-fair", "Fair", ("c",)),
        ("level-poor", "Poor", ("b",)),
        ("but_lowest", "All but the lowest level (Poor); 1 without a level left out", ("a", "c", "d")),
        ("none", "No level", ("e",)),
    ]
    two = quality(LEVELS[:2], rows[:1], {})
    assert [id for id, _, _ in groups(two, ["a"], "")] == ["all", "level-good", "level-fair"]


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
    assert [row.cells[1] for row in table.groups[0].rows] == [cell, Cell()]


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
