"""The figures: what they say, that nothing is cut off or overlaps, and the pictures that were looked at."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reviews import Built, found, reviews, small

from tamis import svg
from tamis.sources import heatmap, upset
from tamis.sources.found import Found, find

SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = Path(__file__).parent / "samples"
DRAW = {"heatmap": heatmap.draw, "upset": upset.draw}
SENTENCE = "Search records are stand-ins."
LONG = "The Register of <everything> that was ever registered & nobody read, in all languages of the world"
BOTH = pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)


def many(n: int) -> Found:
    """Return n sources, each of which shares something with each other one: more sets than are drawn."""
    pairs = [chr(ord("A") + a) + chr(ord("A") + b) for a, b in combinations(range(n), 2)]
    letters = {pair: chr(0x4E00 + at) for at, pair in enumerate(pairs)}
    return found(
        [
            (
                f"Source {chr(ord('A') + at)}",
                "".join(letter for pair, letter in letters.items() if chr(ord("A") + at) in pair),
            )
            for at in range(n)
        ]
    )


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawn).iter(f"{SVG}text")]


def titles(drawn: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawn).iter(f"{SVG}title")]


@pytest.mark.parametrize("name", DRAW)
def test_a_small_review_gives_the_picture_that_was_looked_at(name: str) -> None:
    # To make it anew: write what this draws to the sample, and look at it in a browser.
    drawn = DRAW[name](small(), mark="†", sentence=SENTENCE)
    assert drawn == (SAMPLES / f"{name}.svg").read_text(encoding="utf-8")


def test_what_the_cells_of_the_heatmap_say() -> None:
    said = titles(heatmap.draw(small()))
    assert "Scopus: 7" in said
    assert "Scopus and PubMed: 3, 43%" in said and "PubMed and Scopus: 3, 100%" in said
    assert "www and PubMed: 0" in said
    assert "Only Scopus: 3, 43%" in said


def test_what_the_columns_of_the_upset_plot_say() -> None:
    said = titles(upset.draw(small()))
    assert [title for title in said if title.startswith("Only")] == [
        "Only Scopus: 3, 0 included so far",
        "Only Scopus and PubMed: 3, 2 included so far",
        "Only www: 1, 0 included so far",
        "Only Scopus and www: 1, 0 included so far",
    ]
    done = upset.draw(found([("A", "ab")], {"a": "in"}))
    assert "included" in texts(done) and "so far" not in done and "Screening is open" not in done


def test_a_dot_stands_for_each_source_of_a_set() -> None:
    root = ET.fromstring(upset.draw(small()))
    dots = [c for c in root.iter(f"{SVG}circle") if c.attrib["fill"] == svg.INK]
    assert len(dots) == 1 + 2 + 1 + 2
    rows = sorted({float(c.attrib["cy"]) for c in root.iter(f"{SVG}circle")})
    assert len(rows) == 4  # that of the source that found nothing has faint ones only
    assert rows[2] not in {float(dot.attrib["cy"]) for dot in dots}


@BOTH
def test_those_who_cannot_see_it_hear_what_it_shows(draw) -> None:
    root = ET.fromstring(draw(small()))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img" and title is not None and title.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "Scopus and PubMed: 3" in description.text and "<empty>" not in title.text


@BOTH
def test_names_are_text_however_they_are_written(draw) -> None:
    names = ["<script>alert(1)</script>", 'a "b" & c', LONG, "検索データベース" * 9, "x\x00y\ud800", " "]
    drawn = draw(found([(name, "ab") for name in names]), mark="<†>", sentence="a & b <c>")
    root = ET.fromstring(drawn)
    assert not list(root.iter(f"{SVG}script"))
    # A long name is cut in print, and stands in full for who points at it.
    assert any(LONG in title for title in titles(drawn)) and LONG not in texts(drawn)
    assert any(text.endswith("…") for text in texts(drawn))
    drawn.encode("utf-8")


@BOTH
@pytest.mark.parametrize("n", [0, 1, 2, 12, 15])
def test_any_number_of_sources(draw, n: int) -> None:
    drawn = draw(many(n)) if n > 1 else draw(found([("Alone", "abc")][:n]))
    root = ET.fromstring(drawn)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for text in root.iter(f"{SVG}text"):
        assert int(text.attrib["font-size"]) >= 11
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        long = svg.width(text.text or "", float(text.attrib["font-size"])) / svg.MARGIN
        if "transform" in text.attrib:
            assert y - long >= 0 and y <= height and 0 <= x <= width, text.text
        else:
            start = {"middle": x - long / 2, "end": x - long}.get(text.attrib.get("text-anchor", ""), x)
            assert start >= 0 and start + long <= width and 0 <= y <= height, text.text
    if not n:
        assert "No record was read yet." in texts(drawn)


@BOTH
def test_sources_that_found_nothing_are_drawn(draw) -> None:
    drawn = draw(found([("A", ""), ("B", "")]))
    assert {"A", "B", "0", "No record was read yet."} <= set(texts(drawn))


def test_the_upset_plot_says_how_many_sets_are_left_out() -> None:
    of = many(15)
    assert len(of.groups) == 105
    drawn = " ".join(texts(upset.draw(of)))
    assert "The 20 largest of 105 combinations are drawn; the others hold 85 citations" in drawn
    assert len([title for title in titles(upset.draw(of)) if title.startswith("Only")]) == 20


def test_numbers_beside_one_another_do_not_overlap() -> None:
    big = found([("A", "".join(map(chr, range(0x4E00, 0x4E00 + 1234)))), ("B", "ab")])
    root = ET.fromstring(upset.draw(big, mark="†"))
    bars = [text for text in root.iter(f"{SVG}text") if (text.text or "") == "1,234†"]
    assert len(bars) == 2
    columns = sorted({float(c.attrib["cx"]) for c in root.iter(f"{SVG}circle")})
    assert svg.width("1,234†", 11) <= columns[1] - columns[0]


@given(st.floats(0, 1))
def test_a_number_can_be_read_on_every_shade(of: float) -> None:
    fill, ink = heatmap.shade(of)

    def luminance(colour: str) -> float:
        rgb = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
        return sum(part * v for part, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(fill), luminance(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_larger_share_is_darker_in_grey_too() -> None:
    greys = [sum(int(heatmap.shade(at / 50)[0][i : i + 2], 16) for i in (1, 3, 5)) for at in range(51)]
    assert greys == sorted(greys, reverse=True) and len(set(greys)) == 51


@BOTH
def test_marks_stand_after_every_number_and_are_explained(draw) -> None:
    drawn = draw(small(), mark="†", sentence=SENTENCE)
    assert f"† {SENTENCE}" in texts(drawn)
    numbers = [text for text in texts(drawn) if re.fullmatch(r"[\d,]+†?", text)]
    assert numbers and all(text.endswith("†") for text in numbers)
    assert "†" not in draw(small())


def test_links_go_where_they_are_told_to() -> None:
    links = ET.fromstring(heatmap.draw(small(), href=lambda a, b: f"?{a}&{b}" if a == "www" else None))
    assert [a.attrib["href"] for a in links.iter(f"{SVG}a")] == [
        f"?www&{b}" for b in ("Scopus", "PubMed", "www & <empty>", "www", "")
    ]
    assert links.get("role") == "group"
    plot = ET.fromstring(upset.draw(small(), href=lambda names, row: "#r" if row else "#" + "+".join(names)))
    found_links = [a.attrib["href"] for a in plot.iter(f"{SVG}a")]
    assert found_links == ["#r"] * 4 + ["#Scopus", "#Scopus+PubMed", "#www", "#Scopus+www"]


@given(reviews())
def test_every_review_can_be_drawn_and_the_bars_add_up(built: Built) -> None:
    exports, records, members, citations, exits = built
    of = find(exports, records, members, exits)
    said = titles(upset.draw(of))
    drawn = [int(re.search(r": (\d+), \d+ included", t)[1]) for t in said if t.startswith("Only ")]
    assert sum(drawn) == len(citations)
    ET.fromstring(heatmap.draw(of))
