"""The figures of appraisal: what is drawn for which rating, that nothing overlaps or leaves its page."""

from __future__ import annotations

import dataclasses
import functools
import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tamis import render, svg
from tamis.appraisal.engine import registry
from tamis.appraisal.engine.tool import OVERALL, Sign, Tool
from tamis.appraisal.figures import grid, page, palette, summary, traffic
from tamis.appraisal.figures.grid import Column, Panel, PanelRow
from tamis.appraisal.figures.palette import COCHRANE, COLOUR_BLIND, DISPUTED
from tamis.errors import Problems
from tamis.tables import Appraisal, Assessment, DomainJudgement

TOOLS = registry.SHIPPED
SAMPLES = Path(__file__).parent / "samples"
SVG = "{http://www.w3.org/2000/svg}"
DRAW = {"traffic": traffic.draw, "summary": summary.draw}
BOTH = pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
HOSTILE = (
    '<script>alert("x")</script> & Co. 2020',
    "دراسة محمد وعلي حول عودة الأطفال إلى المنزل 2019",
    "王小明、李雷與韓梅梅關於兒童返家的研究 2021",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch 2020",
    "Featherstonehaugh-Cholmondeley and Featherstonehaugh-Cholmondeley 2020",
    "\x00\x1b nothing \ud800 printed \u202e 2020",
    "",
)


@functools.cache
def tool(id: str) -> Tool:
    problems = Problems()
    found = registry.load_file(TOOLS / f"{id}.yaml", problems)
    problems.raise_if_any()
    assert found
    return found


MMAT, ROB2 = tool("mmat2018"), tool("rob2")
YES, NO, CANNOT = MMAT.answers
MISSING = MMAT.missing
SIGNS = (*MMAT.answers, DISPUTED, MISSING)


def row(kind, **known):
    """Return a row of a table with these columns, and the others empty."""
    return kind(**({field.name: "" for field in dataclasses.fields(kind)} | known))


def mmat(category: str, component: str = "", study: str = "s1", outcome: str = "appraised", **answers: str):
    """Return a study's assessment and ratings: all yes but these, by item (d1_2 is 1.2)."""
    case = row(Assessment, study=study, tool=MMAT.id, category=category, component=component, outcome=outcome)
    given = {name.removeprefix("d").replace("_", "."): answer for name, answer in answers.items()}
    rated = []
    for domain in (MMAT.domain["screening"], *MMAT.due(category, component)):
        for item in domain.item_ids:
            answer = given.get(item, "yes")
            stopped = outcome == "stopped" and domain.id != "screening"
            state = answer if answer in ("", "disputed") else "given"
            known = {"study": study, "tool": MMAT.id, "domain": domain.id, "item": item}
            due = "optional" if stopped else "yes"
            kept = "" if answer == "disputed" or stopped else answer
            rated.append(row(Appraisal, **known, due=due, answer=kept, state=state))
    return case, rated


def panels_of(*cases) -> list[Panel]:
    ratings = [rating for _, rated in cases for rating in rated]
    return grid.panels([MMAT], [case for case, _ in cases], ratings, [], {"s1": "Smith 2020"}, {})


def rob2(judged: dict[str, str], study: str = "s1", result: str = "home", category: str = "assignment"):
    case = row(Assessment, study=study, tool=ROB2.id, result=result, category=category)
    made = [
        row(DomainJudgement, study=study, tool=ROB2.id, result=result, domain=domain, judgement=word)
        for domain, word in judged.items()
    ]
    return case, made


def root(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)


def texts(element: ET.Element) -> list[str]:
    """Return all that is written; a title and what stands after it in the same line apart."""
    return [each.text or "" for text in element.iter(f"{SVG}text") for each in text.iter()]


def marked(drawn: str) -> Counter[tuple[str, str]]:
    """Return how often each fill stands with each symbol in the cells; every mark must have both.

    On each page the legend must have each of its marks once, and no other.
    """
    found: Counter[tuple[str, str]] = Counter()
    for each in pages(drawn) or [root(drawn)]:
        here = circles(each)
        low = max((y for _, _, y in here), default=0)
        said = Counter(mark[:2] for mark in here if mark[2] > low - 1)
        for line in range(1, 4):  # a legend may have several lines
            if {mark[:2] for mark in here} - {*said}:
                said = Counter(mark[:2] for mark in here if mark[2] > low - 26 * line - 1)
        assert {*said.values()} <= {1}, "a legend says something twice"
        cells = Counter(mark[:2] for mark in here) - said
        assert {*cells} == {*said}, "a legend does not have the signs of its page"
        found += cells
    return found


def circles(page: ET.Element) -> list[tuple[str, str, float]]:
    """Return the fill, the symbol and the height of each mark."""
    found, children = [], [*page]
    for at, child in enumerate(children):
        if child.tag == f"{SVG}circle" and child.get("r") == "10":
            symbol = children[at + 1]
            assert symbol.tag == f"{SVG}text" and symbol.get("x") == child.get("cx") and symbol.text
            found.append((child.attrib["fill"], symbol.text, float(child.attrib["cy"])))
    return found


def expected(panels: list[Panel], colours: str = COLOUR_BLIND) -> Counter[tuple[str, str]]:
    """Return the marks that panels must have."""
    found: Counter[tuple[str, str]] = Counter()
    for panel in panels:
        for sign, n in panel.totals().items():
            found[palette.colour(sign, colours), sign.symbol] += n
    return found


# --- what is in a panel -------------------------------------------------------------------------------


def test_a_panel_a_category_and_component_in_the_order_of_the_tool():
    made = panels_of(
        mmat("mixed", "descriptive", "s4"),
        mmat("mixed", "randomised", "s3"),
        mmat("non_randomised", study="s2"),
        mmat("qualitative"),
        mmat("mixed", "", "s5"),
    )
    assert [panel.title for panel in made] == [
        "Qualitative",
        "Quantitative non-randomised",
        "Mixed methods, with randomised controlled trial",
        "Mixed methods, with quantitative descriptive",
        "Mixed methods, component not known yet",
    ]
    assert [column.id for column in made[0].columns] == ["S1", "S2", "1.1", "1.2", "1.3", "1.4", "1.5"]
    groups = list(dict.fromkeys(column.group for column in made[3].columns))
    assert groups == ["Screening questions", "Qualitative", "Quantitative descriptive", "Mixed methods"]
    assert made[0].rows == (PanelRow("Smith 2020", (YES,) * 7),)
    assert made[1].rows[0].label == "s2"


def test_what_is_missing_disputed_or_not_due_stands_apart():
    (panel,) = panels_of(mmat("randomised", d2_1="no", d2_2="cant_tell", d2_3="", d2_4="disputed"))
    assert panel.rows[0].cells == (YES, YES, NO, CANNOT, MISSING, DISPUTED, YES)
    (stopped,) = panels_of(mmat("randomised", outcome="stopped", S2="no"))
    assert stopped.rows == (PanelRow("Smith 2020", (YES, NO, *[None] * 5), "not appraised further"),)


def test_a_study_without_a_category_shows_the_screening_questions():
    (panel,) = panels_of(mmat(""))
    assert panel.title == grid.UNKNOWN
    assert panel.rows[0].cells == (YES, YES)


def test_judgements_have_a_panel_a_result_and_category_with_the_whole_last():
    judged = {"D1": "low", "D2_assignment": "high", "D3": "low", "D4": "", "D5": "low", OVERALL: ""}
    first = rob2(judged)
    later = rob2({"D2_adhering": "low", OVERALL: "some_concerns"}, result="away", category="adhering")
    outcomes = {"home": "Return home", "away": "Re-entry"}
    cases, made = [later[0], first[0]], [*first[1], *later[1]]
    one, two = grid.panels([ROB2], cases, [], made, {}, outcomes)
    assert one.title == "Return home: effect of assignment to the intervention"
    assert two.title == "Re-entry: effect of adhering to the intervention"
    assert [column.head for column in one.columns] == ["D1", "D2", "D3", "D4", "D5", "Overall"]
    assert [cell.symbol for cell in one.rows[0].cells if cell] == ["+", "−", "+", "○", "+", "○"]
    assert [cell.symbol for cell in two.rows[0].cells if cell] == ["○", "+", "○", "○", "○", "!"]


# --- what is drawn ------------------------------------------------------------------------------------


def small() -> list[Panel]:
    return panels_of(
        mmat("randomised", d2_1="no", d2_2="cant_tell", d2_3=""),
        mmat("randomised", study="s2", outcome="stopped", S2="no"),
        mmat("mixed", "descriptive", study="s3", d5_5="disputed"),
    )


@pytest.mark.parametrize("name", DRAW)
def test_a_small_review_gives_the_picture_that_was_looked_at(name: str) -> None:
    # To make it anew: write what this draws to the sample, and look at it in a browser.
    assert DRAW[name](small()) == (SAMPLES / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("colours", [COLOUR_BLIND, COCHRANE])
def test_every_rating_is_a_circle_with_its_colour_and_its_symbol(colours: str) -> None:
    assert marked(traffic.draw(small(), colours)) == expected(small(), colours)
    assert palette.colour(NO, COCHRANE) == "#BF0000" and palette.colour(MISSING, COCHRANE) == "#FFFFFF"


def test_what_was_not_appraised_further_is_blank_with_a_note() -> None:
    drawn = traffic.draw(panels_of(mmat("randomised", outcome="stopped", S2="no")))
    assert "not appraised further" in texts(root(drawn))
    assert sum(marked(drawn).values()) == 2


def test_what_is_not_due_is_a_dot_and_stands_in_the_legend() -> None:
    panel = Panel("A", (Column("1", "One"), Column("2", "Two")), (PanelRow("S", (None, YES)),), SIGNS)
    drawn = root(traffic.draw([panel]))
    assert [each.get("r") for each in drawn.iter(f"{SVG}circle")] == ["1.5", "10", "10", "1.5"]
    assert "Not asked" in texts(drawn)
    assert "n=0" in texts(root(summary.draw([panel])))


@BOTH
def test_a_figure_says_in_words_what_it_shows(draw) -> None:
    drawn = root(draw(small()))
    assert drawn.get("role") == "img"
    title, said = (drawn.findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))
    assert title and "Randomised controlled trial, 2 studies" in said and "Can't tell 1" in said
    assert (drawn.get("font-family") or "").startswith("'Liberation Sans', ")


@BOTH
def test_no_study_gives_one_line(draw) -> None:
    assert texts(root(draw([]))) == ["No study was appraised."]


@BOTH
def test_the_legend_has_the_signs_that_occur(draw) -> None:
    said = texts(root(draw(panels_of(mmat("qualitative", d1_1="no")))))
    assert {"Yes", "No"} <= {*said} and not {"Can't tell", "Missing", "Disputed"} & {*said}


def test_each_column_is_told_once_under_the_panels() -> None:
    said = texts(root(traffic.draw(small())))
    assert said.count("Who is in the sample") == said.count("Clear questions") == 1


def test_panels_of_few_columns_stand_beside_each_other() -> None:
    panels = [panel_of(1, 6), panel_of(1, 6)]
    heads = [each for each in root(traffic.draw(panels)).iter(f"{SVG}text") if each.text == "Study"]
    assert len({each.get("x") for each in heads}) == 2 and len({each.get("y") for each in heads}) == 1


def test_more_columns_than_fit_are_drawn_in_parts() -> None:
    panel = panel_of(2, 60)
    drawn = traffic.draw([panel])
    assert any("part 2 of" in text for text in texts(root(drawn)))
    assert marked(drawn) == expected([panel])


def test_a_long_figure_is_pages_with_their_own_heads_and_legends() -> None:
    panel = panel_of(90, 7)
    drawn = traffic.draw([panel])
    found = pages(drawn)
    assert len(found) == 2
    for at, each in enumerate(found):
        assert {"Yes", "No", "Study"} <= {*texts(each)}
        assert "continued" in texts(each)
        assert ("90 studies" in texts(each)) == (at == 0)
    assert len(render.pages(drawn)) == 2


def test_each_tool_begins_a_page_with_its_own_legend_in_the_order_of_the_tool() -> None:
    judged = {domain.id: "high" for domain in ROB2.domains} | {"D1": "low", OVERALL: "high"}
    case, made = rob2(judged)
    (trial,) = grid.panels([ROB2], [case], [], made, {}, {"home": "Return home"})
    panels = [*panels_of(mmat("qualitative", d1_1="no", d1_2="cant_tell")), trial]
    for draw in DRAW.values():
        first, second = pages(draw(panels))
        said = texts(first)
        assert [word for word in said if word in {"Yes", "No", "Can't tell"}] == ["Yes", "No", "Can't tell"]
        assert said[0] == MMAT.title and texts(second)[0] == ROB2.title
        assert texts(second)[-1] == "High risk" and not {"Some concerns", "Yes"} & {*texts(second)}
        inside(draw(panels))


def test_the_key_has_as_many_columns_as_fit_and_no_group_of_it_is_divided() -> None:
    drawn = root(traffic.draw([panel_of(20, 7)] * 5))
    for each in drawn.iter(f"{SVG}svg"):
        heads = [text for text in texts(each) if re.fullmatch(r"Label \d", text)]
        assert not heads or len(heads) == 7
    at = {text.text: float(text.attrib["x"]) for text in drawn.iter(f"{SVG}text")}
    assert at["Label 0"] < at["Label 5"]


def test_what_a_person_overruled_is_a_square_and_stands_in_the_legend() -> None:
    case, made = rob2({"D1": "low", "D2_assignment": "high", OVERALL: "low"})
    made[1] = dataclasses.replace(made[1], state="overruled")
    (panel,) = grid.panels([ROB2], [case], [], made, {}, {})
    assert panel.rows[0].overruled == {1}
    drawn = root(traffic.draw([panel]))
    squares = [each.attrib["fill"] for each in drawn.iter(f"{SVG}rect") if each.get("width") == "18"]
    assert squares[0] == palette.colour(ROB2.judgements[-1], COLOUR_BLIND) and len(squares) == 2
    assert "Overruled by a person" in texts(drawn)
    assert "Overruled by a person" not in texts(root(traffic.draw(small())))


def test_a_name_that_is_cut_keeps_its_year_and_one_that_is_empty_is_the_id() -> None:
    name = "Van der Berg-Featherstonehaugh and Cholmondeley-Featherstonehaugh and many others of them, {}"
    rows = tuple(PanelRow(name.format(year), (YES,) * 7) for year in (1993, 2000))
    panel = dataclasses.replace(panel_of(1, 7), rows=rows)
    said = " ".join(texts(root(traffic.draw([panel, panel]))))
    assert "1993" in said and "2000" in said
    for year in ("1993", "2000"):
        assert traffic._name(name.format(year), 80)[-1].endswith(f"… {year}")
    long = dataclasses.replace(
        panel_of(1, 6), rows=(PanelRow("Van der Berg and Featherstonehaugh, " * 2, (YES,) * 6),)
    )
    assert len({x for x, text in placed(traffic.draw([long, long])) if text == "Study"}) == 1, (
        "no two columns"
    )
    case, rated = mmat("qualitative")
    (made,) = grid.panels([MMAT], [case], rated, [], {"s1": ""}, {})
    assert made.rows[0].label == "s1"


def placed(drawn: str) -> list[tuple[str, str]]:
    return [(text.attrib["x"], text.text or "") for text in root(drawn).iter(f"{SVG}text")]


def test_a_long_head_of_the_whole_has_lines() -> None:
    heads = (Column("1", "One"), Column(OVERALL, "Confidence in the results of it"))
    panel = Panel("A", heads, (PanelRow("S", (YES, YES)),), SIGNS)
    drawn = traffic.draw([panel])
    assert "Confidence in the results of it" in " ".join(texts(root(drawn)))
    inside(drawn)


# --- bars ---------------------------------------------------------------------------------------------


def test_studies_with_different_components_have_one_panel_of_bars() -> None:
    drawn = root(summary.draw(panels_of(mmat("mixed", "randomised"), mmat("mixed", "descriptive", "s2"))))
    said = texts(drawn)
    assert "Mixed methods" in said and "2 studies" in said
    assert said.count("n=2") == 2 + 5 + 5 and said.count("n=1") == 5 + 5
    assert said.index("Randomised controlled trial") < said.index("Quantitative descriptive")


def test_the_parts_of_a_bar_are_shares_of_those_for_whom_it_is_due() -> None:
    cells = [(YES,), (YES,), (NO,), (MISSING,), (DISPUTED,), (None,), (YES,), (CANNOT,), (NO,)]
    panel = Panel("A", (Column("1", "One"),), tuple(PanelRow("S", cell) for cell in cells), SIGNS)
    drawn = root(summary.draw([panel]))
    ((_, _, parts),) = bars(drawn)
    whole = sum(parts)
    assert [round(part / whole * 8, 1) for part in parts] == [3, 2, 1, 1, 1]
    assert "n=8" in texts(drawn)


@pytest.mark.parametrize("colours", [COLOUR_BLIND, COCHRANE])
def test_in_grey_one_sign_of_a_kind_at_most_has_a_ring(colours: str) -> None:
    for path in sorted(TOOLS.glob("*.yaml")):
        used = tool(path.stem)
        judgements = {*used.judgements, *(used.overall.judgements if used.overall else ())}
        ringed = palette.ringed((*used.answers, *judgements, DISPUTED, used.missing), colours)
        for kind in ({*used.answers}, judgements):
            assert len(ringed & kind) <= 1
        for sign in (*used.answers, *judgements):
            assert palette.contrast(palette.ink(colour(sign, colours)), colour(sign, colours)) >= 4.5
    if colours == COLOUR_BLIND:  # yes and no, low and high are alike in grey, and the ring tells them apart
        assert palette.ringed(SIGNS, colours) == {NO}
        assert palette.ringed(ROB2.judgements, colours) == {ROB2.judgements[-1]}
        three = [Sign(str(at), str(at), str(at), "#777777") for at in range(3)]
        assert not palette.ringed(three, colours), "where one does not do, none has it"
        assert not palette.ringed([YES, ROB2.judgements[-1]], colours), "they share no column"


def colour(sign: Sign, colours: str) -> str:
    return palette.colour(sign, colours)


def test_lightness_and_contrast_are_the_known_ones() -> None:
    # L* of sRGB's primaries and mid grey: CIE 1976; the contrast of #777777 on white is WCAG's known 4.48.
    assert [round(palette.lightness(each), 1) for each in ("#FF0000", "#00FF00", "#0000FF")] == [
        53.2,
        87.7,
        32.3,
    ]
    assert round(palette.lightness("#777777"), 1) == 50.0
    assert round(palette.contrast("#777777", "#FFFFFF"), 2) == 4.48
    assert palette.contrast("#000000", "#FFFFFF") == 21


# --- anything that anybody may write ------------------------------------------------------------------


def panel_of(rows: int, columns: int, title: str = "A", group: int = 5, labels=("Smith 2020",)) -> Panel:
    """Return a panel of so many rows and columns; of each nine studies one was not appraised further.

    Where there are many, almost all are a yes.
    """
    made, signs, of = [], [*SIGNS[1:], None, YES], 97 if rows > 40 else 6
    for r in range(rows):
        stopped = r % 9 == 4
        cells = [None if stopped and c > 1 else signs[min((r * 7 + c * c) % of, 5)] for c in range(columns)]
        made.append(PanelRow(labels[r % len(labels)], tuple(cells), "not appraised further" * stopped))
    heads = (Column(f"{c // group}.{c}", f"Label {c}", f"Group {c // group}") for c in range(columns))
    return Panel(title, tuple(heads), tuple(made), SIGNS)


@BOTH
def test_labels_from_strangers_are_text_and_stay_in_their_place(draw) -> None:
    for label in HOSTILE:
        sign = Sign("x", label or "x", (label or "x")[:9], "#009E73")
        panel = Panel(
            label,
            (Column(label, label * 4, label), Column("2", label, "b"), Column(OVERALL, label)),
            (PanelRow(label, (sign, None, sign), label), PanelRow(label * 5, (MISSING, DISPUTED, sign))),
            (sign, DISPUTED, MISSING),
            label,
        )
        drawn = draw([panel, dataclasses.replace(panel, tool="another")])
        assert root(drawn).find(f".//{SVG}script") is None
        inside(drawn)


SIZE = st.integers(1, 95)
ANY = st.lists(
    st.builds(
        panel_of,
        SIZE,
        st.integers(1, 45),
        st.sampled_from(["Trial", "A title that is long enough to need two lines in a narrow column"]),
        st.integers(1, 9),
        st.lists(st.sampled_from([*HOSTILE, "Smith 2020", "Ng and Lee 2021"]), min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8)
@given(ANY)
@example([panel_of(90, 7)] * 6)
@example([panel_of(1, 1)])
def test_each_rating_is_drawn_once_and_nothing_overlaps_whatever_the_numbers(panels) -> None:
    drawn = traffic.draw(panels)
    assert marked(drawn) == expected(panels)
    inside(drawn)


@settings(max_examples=8)
@given(ANY)
def test_the_parts_of_each_bar_fill_its_axis_and_nothing_overlaps(panels) -> None:
    drawn = summary.draw(panels)
    found = [parts for each in pages(drawn) or [root(drawn)] for _, _, parts in bars(each)]
    due = [sum(panel.tally(at).values()) for panel in panels for at in range(len(panel.columns))]
    assert len(found) == sum(map(bool, due))
    assert all(abs(sum(parts) - sum(found[0])) < 0.1 for parts in found)
    inside(drawn)
    for each in pages(drawn) or [root(drawn)]:
        in_their_parts(each)


def bars(element: ET.Element) -> list[tuple[float, float, list[float]]]:
    """Return each bar: where it begins, and how wide its parts are; they follow each other without a gap."""
    rows: dict[float, list[tuple[float, float]]] = {}
    for each in element.iter(f"{SVG}rect"):
        if each.get("class") == "part":
            rows.setdefault(float(each.attrib["y"]), []).append(
                (float(each.attrib["x"]), float(each.attrib["width"]))
            )
    # The legend's swatches are parts that do not touch each other; they stand last, at the left edge.
    made = []
    for y, parts in rows.items():
        if parts[0][0] > page.EDGE + 1:
            for (x, wide), (after, _) in pairwise(parts):
                assert abs(x + wide - after) < 0.05
            made.append((y, parts[0][0], [wide for _, wide in parts]))
    return made


def in_their_parts(element: ET.Element) -> None:
    """Assert that what is written in a bar stands inside one of its parts."""
    rows = {y: (start, parts) for y, start, parts in bars(element)}
    for text in element.iter(f"{SVG}text"):
        x, y = (float(text.attrib[name]) for name in "xy")
        top = next((top for top in rows if top < y < top + 15), None)
        if top is not None and rows[top][0] < x < rows[top][0] + sum(rows[top][1]):
            start, parts = rows[top]
            half = svg.width(text.text or "", 11) / svg.MARGIN / 2
            edges = [start + sum(parts[:at]) for at in range(len(parts) + 1)]
            assert any(left <= x - half and x + half <= right for left, right in pairwise(edges))


def pages(drawn: str) -> list[ET.Element]:
    return root(drawn).findall(f"{SVG}svg")


Box = tuple[float, float, float, float]


def inside(drawn: str) -> None:
    """Assert that all is on its page, that no text is too small, and that no two texts or marks overlap."""
    whole = root(drawn)
    assert float(whole.attrib["width"]) <= page.WIDTH
    top = 0.0
    for each in pages(drawn):
        assert float(each.attrib["y"]) == top and float(each.attrib["height"]) <= page.HEIGHT
        top += float(each.attrib["height"])
    for each in pages(drawn) or [whole]:
        wide, high = (float(each.attrib[name]) for name in ("width", "height"))
        assert high <= page.HEIGHT
        written, marks = list[Box](), list[Box]()
        for text in each.iter(f"{SVG}text"):
            size = float(text.attrib["font-size"])
            assert size >= 32 / 3  # 8 point
            long = svg.width(text.text or "", size) / svg.MARGIN
            for span in text:
                long += float(span.attrib["dx"]) + svg.width(span.text or "", 12) / svg.MARGIN
            left = float(text.attrib["x"])
            left -= {"middle": long / 2, "end": long}.get(text.get("text-anchor", ""), 0)
            base = float(text.attrib["y"])
            written.append((left, base - 0.72 * size, left + long, base + 0.1 * size))
        for circle in each.iter(f"{SVG}circle"):
            x, y, r = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
            marks.append((x - r, y - r, x + r, y + r))
        for box in (*written, *marks):
            assert box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= high
        apart(written)
        apart(marks)
        for left, above, right, below in written:
            for mark in marks:
                if above < mark[3] and mark[1] < below and left < mark[2] and mark[0] < right:
                    assert abs((left + right) - (mark[0] + mark[2])) < 0.1, "a text runs into a mark"


def apart(boxes: list[Box]) -> None:
    """Assert that no two boxes overlap."""
    open_ = list[Box]()
    for box in sorted(boxes, key=lambda box: box[1]):
        open_ = [other for other in open_ if other[3] > box[1]]
        assert not any(box[0] < other[2] and other[0] < box[2] for other in open_ if box[0] < box[2])
        open_.append(box)


def test_the_bytes_are_the_same_each_time() -> None:
    assert traffic.draw(small()) == traffic.draw(small()) and summary.draw(small()) == summary.draw(small())
    assert not re.search(r"\d\.\d{4}", summary.draw(small()))
