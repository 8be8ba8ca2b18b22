"""The flowchart of eligibility: its drawing, and what the report says of its versions."""

import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tamis.config import Flowchart, Question
from tamis.reports.flowchart import draw
from tamis.svg import width

SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = Path(__file__).parent / "samples"
TWO = Flowchart(
    2,
    (
        Question(
            "topic", "Is it about gardeners, whether they are paid for it or not?", "Not about gardeners"
        ),
        Question(
            "design", "Is it research?", "Not research of a kind that was asked for: <trials> & 'cohorts'" * 3
        ),
    ),
)


def test_a_small_flowchart_gives_the_picture_that_was_looked_at():
    # To make it anew: write what this draws to the sample, and look at it in a browser.
    drawn = draw(TWO, href=lambda id: f"#reason-{id}")
    assert drawn == (SAMPLES / "flowchart.svg").read_text(encoding="utf-8")


words = st.text(min_size=1, max_size=300)


@given(st.lists(st.builds(Question, words, words, words), min_size=1, max_size=6))
def test_every_text_stays_in_its_box_and_no_box_on_another(questions):
    root = ET.fromstring(draw(Flowchart(1, tuple(questions))))
    boxes = [
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if "x" in rect.attrib
    ]
    assert len(boxes) == 2 * len(questions) + 2
    for at, (x, y, wide, high) in enumerate(boxes):
        for x2, y2, wide2, high2 in boxes[:at]:
            assert x >= x2 + wide2 or x2 >= x + wide or y >= y2 + high2 or y2 >= y + high
    for text in root.iter(f"{SVG}text"):
        if "font-weight" in text.attrib:  # yes and no stand beside the arrows
            continue
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        inside = [b for b in boxes if b[0] <= x <= b[0] + b[2] and b[1] <= y <= b[1] + b[3]]
        assert len(inside) == 1
        assert len(text.text or "") <= 1 or x + width(text.text or "", 13) <= inside[0][0] + inside[0][2]


def test_those_who_listen_hear_every_question_and_its_reason():
    root = ET.fromstring(draw(TWO, title="Which ones?"))
    said = {child.tag.removeprefix(SVG): child.text or "" for child in root[:2]}
    assert said["title"] == "Which ones?"
    assert "Is it research? No: excluded, Not research of a kind" in said["desc"]
    assert (
        root.attrib["role"] == "img"
        and root.attrib["aria-labelledby"] == "flowchart-2-title flowchart-2-desc"
    )
    assert ET.fromstring(draw(TWO, href=lambda id: id)).attrib["role"] == "group"
