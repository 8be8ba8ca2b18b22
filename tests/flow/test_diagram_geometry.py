"""Where things stand in the diagram: nothing overlaps, and no text leaves its box, whatever the flow."""

from itertools import combinations, pairwise
from pathlib import Path

import pymupdf
import pytest
from drawings import Rect, arrows, bars_and_headings, boxes, plain, real_width
from flow_cases import ARABIC, CASES, CHINESE, HEBREW, STRANGE, WORD, counts
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet import cjk, drawn

from tamis import render
from tamis.errors import Problems
from tamis.flow.boxes import BeforeCount, Flow, Marks, OpenCount, ReasonCount, SourceCount, Undrawn
from tamis.flow.diagram import draw
from tamis.flow.labels import languages, load
from tamis.tables import SOURCE_KINDS

NAMES = st.one_of(
    st.text(max_size=60), st.sampled_from([WORD, "W" * 90, ARABIC, HEBREW, CHINESE * 2, *STRANGE])
)
NUMBERS = st.one_of(st.none(), st.integers(0, 10**10))


@st.composite
def flows(draw_: st.DrawFn) -> Flow:
    """Return a flow of any shape, whose numbers need not add up."""
    several = {name: draw_(NUMBERS) for name in counts()}
    arm, kinds = st.sampled_from(["databases", "other"]), st.sampled_from(SOURCE_KINDS)
    at = st.sampled_from(["title_abstract", "retrieval", "full_text"])
    number = st.integers(0, 10**10)

    def some(*parts: st.SearchStrategy, of: type, most: int = 6) -> tuple:
        return tuple(draw_(st.lists(st.builds(of, *parts), max_size=most)))

    return Flow(
        several,
        pooled=draw_(st.booleans()),
        updated=draw_(st.booleans()),
        sources=some(NAMES, kinds, number, of=SourceCount),
        reasons=some(arm, st.just("r"), NAMES, number, of=ReasonCount),
        open=some(arm, at, number, of=OpenCount, most=3),
        undrawn=some(arm, st.sampled_from(["duplicate", "open_before"]), number, of=Undrawn, most=2),
        before=some(st.just("included"), number, of=BeforeCount, most=1),
        marks=Marks("<†>", "&", draw_(NAMES)),
    )


def _between(a: float, b: float, low: float, high: float) -> bool:
    return min(a, b) < high and low < max(a, b)


def _crosses(points: list[tuple[float, float]], area: Rect) -> bool:
    """Return whether an arrow, whose pieces are level or upright, goes through the inside of a rectangle."""
    return any(
        _between(x1, x2 + (x1 == x2) * 1e-6, area.x, area.right)
        and _between(y1, y2 + (y1 == y2) * 1e-6, area.y, area.bottom)
        for (x1, y1), (x2, y2) in pairwise(points)
    )


def _well_drawn(svg: str) -> None:
    """Check that nothing overlaps and no text leaves its rectangle."""
    found = boxes(svg)
    beside = bars_and_headings(svg)
    areas = [box.rect for box in found.values()] + [area for area, _ in beside]
    assert not [pair for pair in combinations(areas, 2) if pair[0].meets(pair[1])]
    for points in arrows(svg):
        assert not [area for area in areas if _crosses(points, area)]
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
    for box in found.values():
        for text in box.texts:
            x, y, size = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
            wide = real_width(plain(text), size) or 0
            left = x - wide if text.get("text-anchor") == "end" else x
            assert box.rect.x < left <= left + wide < box.rect.right, plain(text)
            assert box.rect.y < y - size < y + 0.22 * size < box.rect.bottom
    for area, texts in beside:
        for text in texts:
            long = area.bottom - area.y if text.get("transform") else area.right - area.x
            assert (real_width(plain(text), 13, bold=True) or 0) < long


@pytest.mark.parametrize("name", CASES)
def test_the_stress_cases_are_well_drawn(name: str) -> None:
    _well_drawn(drawn(CASES[name]))


@settings(max_examples=60)
@given(flows(), st.sampled_from(languages()))
def test_any_flow_is_well_drawn(flow: Flow, language: str) -> None:
    _well_drawn(draw(flow, language=load(language, None, Problems())))


def test_pooled_records_join_the_main_arm_before_duplicates_are_removed() -> None:
    svg = drawn(CASES["pooled"])
    main, other, removed = (
        boxes(svg)[name].rect for name in ("database_results", "other_results", "duplicates")
    )
    middle = (main.x + main.right) / 2
    joins = [y for x, y in (points[-1] for points in arrows(svg)) if 0 < x - middle < 12]
    # One arrow ends beside the main line, beneath both boxes of identification and above the removal.
    assert len(joins) == 1
    assert max(main.bottom, other.bottom) < joins[0] < removed.y


def test_the_columns_and_rows_are_those_of_the_official_template() -> None:
    at = {name: box.rect for name, box in boxes(drawn(CASES["updated_v2"])).items()}
    columns = [
        ["previous_studies"],
        [
            "database_results",
            "records_screened",
            "dbr_sought_reports",
            "dbr_assessed",
            "new_studies",
            "total_studies",
        ],
        ["duplicates", "records_excluded", "dbr_notretrieved_reports", "dbr_excluded"],
        ["other_results", "other_sought_reports", "other_assessed"],
        ["other_notretrieved_reports", "other_excluded"],
    ]
    assert all(len({at[name].x for name in column}) == 1 for column in columns)
    lefts = [at[column[0]].x for column in columns]
    assert lefts == sorted(lefts)
    for column in columns:
        assert [at[name].y for name in column] == sorted(at[name].y for name in column)
    rows = [
        ["previous_studies", "database_results", "duplicates", "other_results"],
        ["records_screened", "records_excluded"],
        [
            "dbr_sought_reports",
            "dbr_notretrieved_reports",
            "other_sought_reports",
            "other_notretrieved_reports",
        ],
        ["dbr_assessed", "dbr_excluded", "other_assessed", "other_excluded"],
    ]
    assert all(len({at[name].y for name in row}) == 1 for row in rows)
    # From the version before to the total; from the other arm to what is new.
    ends = [(points[0], points[-1]) for points in arrows(drawn(CASES["updated_v2"]))]
    before, total, new = at["previous_studies"], at["total_studies"], at["new_studies"]
    assert any(start[1] == before.bottom and total.x - 12 < end[0] < total.x for start, end in ends)
    assert any(
        start[1] == at["other_assessed"].bottom and new.right < end[0] < new.right + 12 for start, end in ends
    )


def test_printed_19_cm_wide_no_letter_is_smaller_than_six_and_a_half_points() -> None:
    for case in CASES.values():
        svg = drawn(case)
        wide = float(svg.split('width="')[1].split('"')[0])
        smallest = min(float(part.split('"')[0]) for part in svg.split('font-size="')[1:])
        assert smallest * (190 / 25.4 * 72) / wide >= 6.5


@pytest.mark.parametrize("name", ["arabic", "chinese", "strange", "long_words"])
def test_no_letter_stands_beside_its_box_in_the_picture(name: str, tmp_path: Path) -> None:
    svg = drawn(CASES[name])
    picture = pymupdf.Pixmap(render.to_png(svg, fonts=[cjk(tmp_path)], dpi=96))
    for box in boxes(svg).values():
        top, bottom = round(box.rect.y) + 4, round(box.rect.bottom) - 4
        paper = picture.pixel(round(box.rect.x) + 4, top)
        for x in (round(box.rect.x) + 4, round(box.rect.right) - 4):
            assert {picture.pixel(x, y) for y in range(top, bottom)} == {paper}
