"""The tools that are shipped, and tools that somebody adds: one file, and no code."""

import csv
import shutil
from itertools import combinations
from pathlib import Path

import pytest

from small_review import CONFIG, included_studies, make, protocol
from tamis.appraisal import inputs, ratings, registry, tally
from tamis.errors import Problems

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLES = Path(__file__).parent / "samples" / "tools"

#: Machado, Oliveira and Fernandes 2009: what linear red, green and blue become where one kind of cone is
#: lacking.
LACKING = {
    "protan": "0.152286 1.052583 -0.204868 0.114503 0.786281 0.099216 -0.003882 -0.048116 1.051998",
    "deutan": "0.367322 0.860646 -0.227968 0.280085 0.672501 0.047413 -0.011820 0.042940 0.968881",
    "tritan": "1.255528 -0.076749 -0.178779 -0.078411 0.930809 0.147602 0.004733 0.691367 0.303900",
    "nothing": "1 0 0 0 1 0 0 0 1",
}


def linear(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def seen(colour, lacking):
    factors = [float(factor) for factor in LACKING[lacking].split()]
    parts = linear(colour)
    return [sum(factors[3 * row + n] * parts[n] for n in range(3)) for row in range(3)]


@pytest.mark.parametrize("id", registry.names())
def test_every_shipped_tool_is_right_and_can_be_read_without_colours(id):
    tool = registry.require(id)
    cells = [*tool.answers, tool.missing]
    assert len({cell.symbol for cell in cells}) == len(cells)
    for cell in cells:  # WCAG 2.1, 1.4.3: black on the cell's colour has a contrast of 4.5 or more
        red, green, blue = linear(cell.colour)
        assert (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / 0.05 >= 4.5
    for one, other in combinations(cells, 2):
        for lacking in LACKING:
            apart = zip(seen(one.colour, lacking), seen(other.colour, lacking), strict=True)
            assert sum((a - b) ** 2 for a, b in apart) ** 0.5 > 0.15, (one.label, other.label, lacking)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: it has the list of MMAT's criteria")
def test_mmat_has_its_criteria_and_none_of_anybodys_words():
    with (SHARED / "standards" / "mmat2018.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["item_id"]: row for row in csv.DictReader(stream) if row["domain"][0] in "s12345"}
    tool = registry.require("mmat2018")
    assert list(tool.group_of) == list(listed)
    for group in tool.groups:
        for item in group.items:
            assert item.wording == ""
            assert item.label.casefold() != listed[item.id]["wording"].casefold()


def test_mmat_asks_a_mixed_study_for_fifteen_criteria():
    # MMAT 2018: the qualitative set, the quantitative set that fits, and the mixed-methods set.
    tool = registry.require("mmat2018")
    due = tool.due("mixed", "descriptive")
    items = [item for item, group in tool.group_of.items() if group.id in due]
    assert items == [f"{block}.{n}" for block in (1, 4, 5) for n in range(1, 6)]
    assert [tool.due(k.id) for k in tool.categories[:4]] == [(k.id,) for k in tool.categories[:4]]


@pytest.mark.parametrize(
    ("spelling", "answer"),
    [
        ("Y", "yes"),
        ("No", "no"),
        ("CT", "cant_tell"),
        ("Can't tell", "cant_tell"),
        ("can’t  tell", "cant_tell"),
        ("cannot tell", "cant_tell"),
        ("cant_tell", "cant_tell"),
        ("perhaps", None),
        ("", None),
    ],
)
def test_mmat_answers_as_people_spell_them(spelling, answer):
    assert registry.require("mmat2018").answer(spelling) == answer


def test_a_new_tool_is_one_new_file(tmp_path):
    review = make(
        tmp_path / "review",
        {
            "appraisal/checklist2017.R1.csv": "study,item,answer\n"
            "adams2001,Q1,Yes\nadams2001,Q2,n/a\nadams2001,Q10,Unclear\nbrown2002,Q1,no\n"
        },
        config=CONFIG.replace("[mmat2018]", "[checklist2017]"),
    )
    problems = Problems()
    found = inputs.read(review, protocol(review)[0], {"adams2001", "brown2002"}, problems, SAMPLES)
    assert list(problems) == []
    studies = included_studies("adams2001", "brown2002")
    rows = ratings.rows(found, studies)
    # One kind of study only: no list of categories is asked for.
    assert [(r.study, r.item, r.due, r.answer) for r in rows] == [
        ("adams2001", "Q1", "yes", "yes"),
        ("adams2001", "Q2", "yes", "not_applicable"),
        ("adams2001", "Q10", "yes", "unclear"),
        ("brown2002", "Q1", "yes", "no"),
        ("brown2002", "Q2", "yes", ""),
        ("brown2002", "Q10", "yes", ""),
    ]
    assert [item.item for item in ratings.open_items(found, studies, ["R1"])] == [
        "appraisal:missing:checklist2017:brown2002:Q10",
        "appraisal:missing:checklist2017:brown2002:Q2",
    ]
    counts = tally.tally(rows, found.tools[0])
    assert counts.own == counts.all
    assert counts.all.answers == {"yes": 1, "no": 1, "unclear": 1, "not_applicable": 1}
    assert (counts.all.due, counts.all.missing, counts.screening.due) == (6, 2, 0)


def test_mistakes_in_a_tool_are_told_at_once_with_their_lines(tmp_path):
    folder = tmp_path / "tools"
    shutil.copytree(SAMPLES, folder)
    path = folder / "checklist2017.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("id: checklist2017", "id: checklist2016").replace("due: [all]", "due: [al]")
    text = text.replace("id: Q2,", "id: Q1,").replace("[n/a, NA]", "[n/a, 'No']")
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    assert registry.load("checklist2017", problems, folder) is None
    assert [str(problem) for problem in problems] == [
        "tools/checklist2017.yaml:2: 'checklist2016' must be the file's name, 'checklist2017'",
        "tools/checklist2017.yaml:7: 'no' stands twice",
        "tools/checklist2017.yaml:13: 'Q1' stands twice",
        "tools/checklist2017.yaml:21: 'al' is not one of all; did you mean 'all'?",
        "tools/checklist2017.yaml:21: 'all' is not one of al; did you mean 'al'?",
    ]


def test_a_yes_without_quotation_marks_is_told(tmp_path):
    # YAML 1.1 reads it as a truth, not as a word.
    folder = tmp_path / "tools"
    shutil.copytree(SAMPLES, folder)
    path = folder / "checklist2017.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('id: "yes"', "id: yes"), encoding="utf-8")
    problems = Problems()
    assert registry.load("checklist2017", problems, folder) is None
    assert [str(problem) for problem in problems] == [
        "tools/checklist2017.yaml:8: answers[1].id: must be a text"
    ]
