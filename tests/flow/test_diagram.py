import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from flow_reviews import Tables, every_exit, reviews
from hypothesis import given
from hypothesis import strategies as st

from tamis.flow.boxes import Flow, Marks, OpenCount, ReasonCount, SourceCount
from tamis.flow.diagram import draw
from tamis.flow.labels import BOXES, HEAD_DATABASES, HEAD_OTHER, LABELS, REMOVED
from tamis.svg import width, wrap

SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[2].parent / "shared"
MARKS = Marks("†", "†", "Search records are stand-ins.")
HELVETICA = pymupdf.Font("helv")


def _flow(*, pooled: bool = False, **boxes: int) -> Flow:
    return Flow({**dict.fromkeys(BOXES), **boxes}, pooled=pooled)


def _boxes(svg: str) -> dict[str, list[str]]:
    """Return the lines of each box."""
    root = ET.fromstring(svg)
    return {
        g.attrib["data-box"]: [text.text or "" for text in g.iter(f"{SVG}text")]
        for g in root.iter(f"{SVG}g")
        if g.get("class") == "box"
    }


def _rects(svg: str) -> Iterator[tuple[dict[str, float], list[ET.Element]]]:
    for g in ET.fromstring(svg).iter(f"{SVG}g"):
        rect = next(g.iter(f"{SVG}rect"))
        yield {k: float(rect.attrib[k]) for k in ("x", "y", "width", "height")}, list(g.iter(f"{SVG}text"))


def test_a_small_review_gives_the_picture_that_was_looked_at() -> None:
    # To make it anew: write what this draws to the sample, and look at it in a browser.
    drawn = draw(every_exit().flow(MARKS), href=lambda box: f"#{box}")
    assert drawn == (SAMPLES / "every_exit.svg").read_text(encoding="utf-8")


def test_what_the_boxes_of_a_review_say() -> None:
    said = _boxes(draw(every_exit().flow(MARKS)))
    assert said["database_results"] == [
        "Records identified from:",
        "Databases (n = 9)",
        "Scopus (n = 7†)",
        "PubMed (n = 2)",
        "Registers (n = 1)",
        "ISRCTN (n = 1)",
    ]
    assert "Other sources (n = 1)" in said["other_results"]
    assert said["duplicates"][:2] == [f"{REMOVED}:", "Duplicate records removed (n = 1)"]
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
    said = _boxes(draw(_flow(database_results=12345, records_screened=0)))
    assert said["database_results"] == ["Records identified from:", "Databases (n = 12,345)"]
    assert said["records_screened"] == ["Records screened", "(n = 0)"]
    assert said["dbr_notretrieved_reports"] == ["Reports not retrieved", "(not recorded)"]


def test_other_methods_are_drawn_only_where_there_are_any() -> None:
    alone = draw(_flow(database_results=3))
    assert HEAD_DATABASES in alone
    assert HEAD_OTHER not in alone
    assert not any(name.startswith("other_") for name in _boxes(alone))
    both = draw(_flow(database_results=3, other_results=0))
    assert {"other_results", "other_sought_reports", "other_excluded"} <= set(_boxes(both))


def test_pooled_records_join_the_main_arm_before_duplicates_are_removed() -> None:
    svg = draw(_flow(pooled=True, database_results=3, website_results=2, other_results=2))
    said = _boxes(svg)
    assert said["other_results"] == ["Records identified from:", "Websites (n = 2)"]
    assert "other_sought_reports" not in said
    assert "were pooled with the rest" in svg
    rects = {name: rect for name, (rect, _) in zip(said, _rects(svg), strict=True)}
    main, other, removed = (rects[name] for name in ("database_results", "other_results", "duplicates"))
    ends = [points.split()[-1] for points in re.findall(r'<polyline points="([^"]+)"', svg)]
    middle = main["x"] + main["width"] / 2
    joins = [float(y) for x, y in (end.split(",") for end in ends) if 0 < float(x) - middle < 12]
    # One arrow ends beside the main line, beneath both boxes of identification and above the removal.
    assert len(joins) == 1
    assert max(main["y"] + main["height"], other["y"] + other["height"]) < joins[0] < removed["y"]


def test_boxes_link_to_where_they_are_told_to() -> None:
    svg = draw(_flow(database_results=3), href=lambda box: "?a=1&b" if box == "records_screened" else None)
    links = [a.attrib["href"] for a in ET.fromstring(svg).iter(f"{SVG}a")]
    assert links == ["?a=1&b"]
    assert ET.fromstring(svg).get("role") == "group"  # a picture has no links


def test_those_who_cannot_see_it_hear_the_title_and_every_box() -> None:
    root = ET.fromstring(draw(every_exit().flow(), title="Flow of <this> review"))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    assert title.text == "Flow of <this> review"
    assert "Reports not retrieved, (n = 1)." in (description.text or "")


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
    said = _boxes(draw(flow))
    assert said["database_results"][1:] == ["Databases (n = 5)", "Scopus (n = 2†)", "Web of Science (n = 3)"]
    assert said["other_results"][1:] == ["Websites (n = 2†)", "Ofsted (n = 2†)"]


LONG = "Ovid MEDLINE(R) and Epub Ahead of Print, In-Process, In-Data-Review & Other Non-Indexed Citations"
NAMES = st.one_of(
    st.text(max_size=60),
    st.sampled_from([LONG, "W" * 90, "http://www.example.org/" + "a/long/path/" * 9, "国立国会図書館" * 6]),
)


@given(st.lists(NAMES, max_size=12), st.lists(NAMES, max_size=8), st.integers(0, 10**9), st.booleans())
def test_any_text_makes_a_picture_whose_boxes_do_not_touch(
    sources: list[str], reasons: list[str], n: int, pooled: bool
) -> None:
    flow = replace(
        _flow(pooled=pooled, database_results=n, other_results=n, dbr_excluded=n),
        sources=tuple(
            SourceCount(name, ["database", "register", "other"][at % 3], n, stand_in=True)
            for at, name in enumerate(sources)
        ),
        reasons=tuple(ReasonCount("databases", "x", name, n) for name in reasons),
        open=(OpenCount("databases", "full_text", n),),
        marks=Marks("<†>", "&", "because"),
    )
    found = [rect for rect, _ in _rects(draw(flow))]
    for at, a in enumerate(found):
        for b in found[at + 1 :]:
            apart_x = a["x"] + a["width"] < b["x"] or b["x"] + b["width"] < a["x"]
            apart_y = a["y"] + a["height"] < b["y"] or b["y"] + b["height"] < a["y"]
            assert apart_x or apart_y


LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)


@given(st.lists(LATIN, max_size=6), st.lists(LATIN, max_size=6))
def test_no_text_leaves_its_box(sources: list[str], reasons: list[str]) -> None:
    flow = replace(
        _flow(database_results=1, other_results=1, dbr_excluded=1, other_excluded=1),
        sources=tuple(
            SourceCount(s, ["database", "website"][at % 2], 10**at) for at, s in enumerate(sources)
        ),
        reasons=tuple(
            ReasonCount(["databases", "other"][at % 2], "", r, 10**at) for at, r in enumerate(reasons)
        ),
    )
    for rect, texts in _rects(draw(flow)):
        for text in texts:
            x, y, size = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
            # Helvetica's widths as another program has them.
            right = x + HELVETICA.text_length(text.text or "", size)
            assert rect["x"] < x <= right < rect["x"] + rect["width"]
            assert rect["y"] < y - size
            assert y + 0.22 * size < rect["y"] + rect["height"]


@given(LATIN)
def test_a_text_is_never_thought_narrower_than_it_is(text: str) -> None:
    assert width(text, 13) >= HELVETICA.text_length(text, 13)


@given(st.text(max_size=80), st.integers(20, 300))
def test_wrapping_loses_nothing(text: str, space: int) -> None:
    joined = "".join(wrap(text, 13, space, hang=4))
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)


@given(reviews())
def test_the_same_flow_gives_the_same_bytes(t: Tables) -> None:
    svg = draw(t.flow(MARKS))
    assert svg == draw(t.flow(MARKS))
    assert set(re.findall(r"\d+\.\d+", re.sub(r"<(title|desc|text)\b.*", "", svg))) <= {"1.25"}


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: it holds PRISMA's own labels")
def test_labels_are_those_of_the_official_templates() -> None:
    with (SHARED / "standards" / "prisma2020_flow.csv").open(encoding="utf-8") as stream:
        wording = [row["wording"] for row in csv.DictReader(stream)]
    official = {part.strip(" *:") for text in wording for part in re.split(r"\(n = \)|[*]*: | / ", text)}
    for label in [*LABELS.values(), HEAD_DATABASES, HEAD_OTHER, REMOVED]:
        assert label in official, label
