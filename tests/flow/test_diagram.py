"""What the diagram says, and what of it can be opened; where things stand: test_diagram_geometry.py."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from drawings import SVG, boxes
from flow_cases import CASES
from flow_reviews import Tables, every_exit, reviews
from hypothesis import given
from sheet import drawn

from tamis.flow.boxes import Flow, Marks, ReasonCount, SourceCount
from tamis.flow.diagram import draw
from tamis.flow.diagram.said import boxes as said_in_boxes
from tamis.flow.labels import BOXES, ENGLISH, HEAD_DATABASES, HEAD_OTHER, LABELS
from tamis.flow.sums import check

SAMPLES = Path(__file__).parent / "samples"
MARKS = Marks("†", "†", "Search records are stand-ins.")
TEMPLATES = ("new_v1", "new_v2", "updated_v1", "updated_v2")


def _said(flow: Flow) -> dict[str, list[str]]:
    """Return what each box says, paragraph by paragraph."""
    return {
        name: [line.text.replace("\xa0", " ") for line in said.lines]
        for name, said in said_in_boxes(flow, ENGLISH).items()
    }


def _flow(*, pooled: bool = False, **boxes: int) -> Flow:
    return Flow({**dict.fromkeys(BOXES), **boxes}, pooled=pooled)


def test_a_small_review_gives_the_picture_that_was_looked_at() -> None:
    # To make it anew: write what this draws to the sample, and look at it in a browser.
    drawn = draw(every_exit().flow(MARKS), href=lambda box: f"#{box}")
    assert drawn == (SAMPLES / "every_exit.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_stress_cases_add_up(name: str) -> None:
    check(CASES[name].flow)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_four_templates_give_the_pictures_that_were_looked_at(name: str) -> None:
    # To make them anew: python tests/flow/sheet.py DIR, look at DIR/*.png, and copy the four SVGs.
    assert drawn(CASES[name]) == (SAMPLES / f"{name}.svg").read_text(encoding="utf-8")


def test_what_the_boxes_of_a_review_say() -> None:
    said = _said(every_exit().flow(MARKS))
    assert said["database_results"] == [
        "Records identified from:",
        "Databases (n = 9)",
        "Scopus (n = 7†)",
        "PubMed (n = 2)",
        "Registers (n = 1)",
        "ISRCTN (n = 1)",
    ]
    assert "Other sources (n = 1)" in said["other_results"]
    assert said["duplicates"][:2] == [f"{LABELS['removed']}:", "Duplicate records removed (n = 1)"]
    assert said["duplicates"][-1].endswith("(not recorded)")
    assert said["records_screened"] == ["Records screened", "(n = 7)", "awaiting decision (n = 1)"]
    assert said["dbr_sought_reports"][-1] == "awaiting retrieval (n = 1)"
    assert said["dbr_excluded"] == ["Reports excluded (n = 1):", "No outcome of interest (n = 1†)"]
    assert said["other_excluded"] == ["Reports excluded", "(n = 0)"]
    assert said["new_studies"] == [
        "Studies included in review",
        "(not recorded)",
        "Reports of included studies",
        "(n = 3)",
    ]


def test_thousands_have_separators_and_what_is_not_recorded_is_no_number() -> None:
    said = _said(_flow(database_results=12345, records_screened=0))
    assert said["database_results"] == ["Records identified from:", "Databases (n = 12,345)"]
    assert said["records_screened"] == ["Records screened", "(n = 0)"]
    assert said["dbr_notretrieved_reports"] == ["Reports not retrieved", "(not recorded)"]


def test_other_methods_are_drawn_only_where_there_are_any() -> None:
    alone = draw(_flow(database_results=3))
    assert HEAD_DATABASES in alone
    assert HEAD_OTHER not in alone
    assert not any(name.startswith("other_") for name in boxes(alone))
    both = draw(_flow(database_results=3, other_results=0))
    assert {"other_results", "other_sought_reports", "other_excluded"} <= set(boxes(both))


def test_pooled_records_join_the_main_arm_before_duplicates_are_removed() -> None:
    flow = _flow(pooled=True, database_results=3, website_results=2, other_results=2)
    svg, said = draw(flow), _said(flow)
    assert said["other_results"] == ["Records identified from:", "Websites (n = 2)"]
    assert "other_sought_reports" not in said
    assert "were pooled with the rest" in svg


def test_a_box_links_to_where_it_is_told_to() -> None:
    svg = draw(_flow(database_results=3), href=lambda box: "?a=1&b" if box == "records_screened" else None)
    links = [a.attrib["href"] for a in ET.fromstring(svg).iter(f"{SVG}a")]
    assert links == ["?a=1&b"]
    assert ET.fromstring(svg).get("role") == "group"  # a picture has no links


@pytest.mark.parametrize("name", CASES)
def test_every_number_can_be_opened_and_no_link_holds_another(name: str) -> None:
    asked: list[str] = []
    svg = draw(CASES[name].flow, href=lambda name: asked.append(name) or f"#{len(asked)}")
    for link in ET.fromstring(svg).iter(f"{SVG}a"):
        assert not [inner for inner in link.iter(f"{SVG}a") if inner is not link]
        assert "".join(link.itertext()).strip() or link.get("aria-label")
    for box in boxes(svg).values():
        opened = [text for texts in box.links.values() for text in texts]
        assert sorted(opened) == sorted(box.lines)


def test_the_names_by_which_lines_are_opened() -> None:
    svg = draw(CASES["unfinished"].flow, href=lambda name: "#")
    found = {a.attrib["data-name"] for a in ET.fromstring(svg).iter(f"{SVG}a")}
    assert {"undrawn:other:duplicate", "open:databases:title_abstract", "open:other:retrieval"} <= found
    assert {"identified", "removed", "included", "new_reports", "register_results", "excluded_other"} <= found
    found = {
        name for box in boxes(draw(every_exit().flow(), href=lambda name: "#")).values() for name in box.links
    }
    assert {"source:database:Scopus", "kind:other", "source:other:Experts <asked> & others"} <= found
    assert "reason:databases:outcome" in found
    links = boxes(draw(CASES["new_v1"].flow, href=lambda name: "#"))["records_excluded"].links
    assert links == {
        "records_excluded": ["Records excluded (n = 480):"],
        "records_excluded_human": ["by a human (n = 380)"],
        "records_excluded_automatic": ["by automation tools (n = 100)"],
    }


def test_the_rest_of_a_box_is_its_own_link() -> None:
    svg = draw(CASES["updated_v1"].flow, href=lambda name: "#" if name != "previous_reports" else None)
    links = boxes(svg)["previous_studies"].links
    assert links["previous_studies"][-1] == "(n = 11)"
    assert links["previous"][-1] == "(n = 14)"  # what has no link of its own


def test_an_updated_review_says_what_is_new_and_what_there_is_in_all() -> None:
    said = _said(CASES["updated_v1"].flow)
    assert said["new_studies"] == [
        "New studies included in review", "(n = 15)", "Reports of new included studies", "(n = 18)"
    ]  # fmt: skip
    assert said["total_studies"][-1] == "(n = 32)"
    assert "1,214 records that earlier searches found" in draw(CASES["updated_v1"].flow)
    assert "Previous studies" not in draw(CASES["new_v1"].flow)
    unknown = _flow(database_results=3)
    assert _said(replace(unknown, updated=True))["total_studies"][1] == "(not recorded)"


def test_a_meta_analysis_has_a_box_only_where_one_is_asked_for() -> None:
    assert "meta_analysis_studies" not in _said(_flow(database_results=3))
    flow = _flow(database_results=3, meta_analysis_studies=2)
    svg = draw(flow)
    assert _said(flow)["meta_analysis_studies"] == ["Studies included in meta-analysis", "(n = 2)"]
    assert "PRISMA 2020 has no box for a meta-analysis" in svg


def test_a_name_cannot_turn_its_number_round() -> None:
    flow = replace(_flow(database_results=12), sources=(SourceCount("\u202eabc\u2066", "database", 12),))
    assert _said(flow)["database_results"][-1] == "abc (n = 12)"


def test_a_name_that_is_empty_and_a_reason_that_is_not_recorded_are_said() -> None:
    flow = replace(
        _flow(database_results=12, dbr_excluded=5),
        sources=(SourceCount(" ", "database", 12),),
        reasons=(
            ReasonCount("databases", "r", "", 2),
            ReasonCount("databases", "not_recorded", "not recorded", 3),
        ),
    )
    assert _said(flow)["database_results"][-1] == "[no name] (n = 12)"
    assert _said(flow)["dbr_excluded"][1:] == ["[no name] (n = 2)", "Reason not recorded (n = 3)"]


def test_markup_in_a_label_is_text() -> None:
    svg = draw(CASES["strange"].flow, href=lambda name: f"#{name}")
    assert "<script" not in svg
    assert "<script>alert('1')</script> & co." in " ".join(boxes(svg)["dbr_excluded"].lines)


def test_those_who_cannot_see_it_hear_the_title_and_every_box() -> None:
    root = ET.fromstring(draw(every_exit().flow(), title="Flow of <this> review"))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    assert title.text == "Flow of <this> review"
    assert "Reports not retrieved, (n = 1)." in (description.text or "")
    assert "Records identified from, Databases (n = 9)" in (description.text or "")


def test_marks_are_explained_only_where_they_stand() -> None:
    assert MARKS.sentence in draw(every_exit().flow(MARKS))
    assert MARKS.sentence not in draw(every_exit().flow(Marks(sentence=MARKS.sentence)))


def test_a_total_is_marked_where_all_of_it_rests_on_stand_ins() -> None:
    flow = replace(
        _flow(pooled=True, database_results=5, website_results=2, other_results=2),
        sources=(
            SourceCount("Scopus", "database", 2, stand_in=True),
            SourceCount("Web of Science", "database", 3),
            SourceCount("Ofsted", "website", 2, stand_in=True),
        ),
        marks=MARKS,
    )
    said = _said(flow)
    assert said["database_results"][1:] == ["Databases (n = 5)", "Scopus (n = 2†)", "Web of Science (n = 3)"]
    assert said["other_results"][1:] == ["Websites (n = 2†)", "Ofsted (n = 2†)"]


@given(reviews())
def test_the_same_flow_gives_the_same_bytes(t: Tables) -> None:
    svg = draw(t.flow(MARKS))
    assert svg == draw(t.flow(MARKS))
    assert set(re.findall(r"\d+\.\d+", re.sub(r"<(title|desc|text)\b.*", "", svg))) <= {"1.25"}
