"""Texts in our own figures: never thought narrower than they are, and broken where a reader would."""

import io
import re
import unicodedata

import pymupdf
import pytest
from drawings import FONTS, real_width
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.svg import clusters, cut, width, wrap

HELVETICA = pymupdf.Font("helv")
FAMILY = "👩\u200d👩\u200d👧\u200d👦"
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda file: file.stem)
def test_no_glyph_of_our_fonts_is_wider_than_it_is_thought_to_be(file):
    font = TTFont(io.BytesIO(file.read_bytes()))
    em, bold = font["head"].unitsPerEm, "Bold" in file.stem
    first = TTFont(io.BytesIO((FONTS / "LiberationSans-Regular.ttf").read_bytes())).getBestCmap()
    wider = [
        f"{chr(point)} {point:04X}"
        for point, glyph in font.getBestCmap().items()
        if ("Liberation" in file.stem or point not in first)
        and font["hmtx"][glyph][0] / em > width(chr(point), 1, bold=bold)
    ]
    assert wider == []


@given(LATIN)
def test_latin_is_never_thought_narrower_than_it_is(text):
    assert width(text, 13) >= HELVETICA.text_length(text, 13)


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x400, 0x45F), (0x370, 0x3FF), (0x5D0, 0x5EA), (0x621, 0x64A), (0x671, 0x6D3), (0x4E00, 0x4FFF)],
)
@settings(max_examples=40)
@given(st.data())
def test_other_scripts_are_never_thought_narrower_than_they_are(first, last, data):
    letters = st.characters(min_codepoint=first, max_codepoint=last, categories=["L", "M"])
    text = data.draw(st.text(st.one_of(letters, st.just(" ")), max_size=30))
    for bold in (False, True):
        real = real_width(text, 13, bold=bold)
        assert real is None or real <= width(text, 13, bold=bold) + 1e-6


@given(st.text(max_size=80), st.integers(20, 300))
def test_wrapping_loses_nothing(text, space):
    joined = "".join(wrap(text, 13, space, hang=4))
    assert re.sub(r"[\s-]", "", joined) == re.sub(r"[\s-]", "", text)


@given(st.text(max_size=80), st.integers(60, 300))
def test_no_line_is_wider_than_its_space(text, space):
    for at, line in enumerate(wrap(text, 13, space, hang=4)):
        assert width(line, 13) <= space - (4 if at else 0) or len(line) == 1


def test_lines_break_where_a_reader_would_break_them():
    assert wrap("one two three", 10, 45) == ["one two", "three"]
    assert wrap("(n\xa0=\xa03) and (n\xa0=\xa04)", 10, 70) == ["(n = 3) and", "(n = 4)"]
    assert wrap("国立国会図書館の目録", 10, 60) == ["国立国会図", "書館の目録"]
    # No line begins with a full stop, and none ends with an opening bracket.
    assert wrap("国立国会図。書館", 10, 60) == ["国立国会", "図。書館"]
    assert wrap("国立国会（図書館", 10, 60) == ["国立国会", "（図書館"]


def test_a_word_that_is_wider_than_a_line_is_cut_with_a_hyphen_and_an_address_behind_a_slash():
    assert wrap("Rindfleischetikettierung", 10, 70) == ["Rindfleischeti-", "kettierung"]
    assert wrap("https://example.org/reviews/flow", 10, 80) == ["https://", "example.org/", "reviews/flow"]
    assert wrap("well-established-methods", 10, 80) == ["well-established-", "methods"]
    assert wrap("0123456789012345", 10, 50) == ["0123456", "7890123", "45"]  # a number has no hyphen


def test_what_is_one_character_to_a_reader_is_never_parted():
    assert clusters("e\u0301\u0323a") == ["e\u0301\u0323", "a"]
    assert clusters(FAMILY + "👍🏽🇩🇪🇫🇷") == [FAMILY, "👍🏽", "🇩🇪", "🇫🇷"]
    assert clusters("한") == ["한"]
    assert clusters(unicodedata.normalize("NFD", "한글")) == [unicodedata.normalize("NFD", c) for c in "한글"]
    for line in wrap(("e\u0301\u0323" * 30) + FAMILY * 5, 13, 100):
        assert not unicodedata.combining(line[0])
        assert not line.startswith("\u200d")
        assert not line.endswith("\u200d")


def test_a_sign_that_is_wider_than_a_line_is_cut_all_the_same():
    assert all(width(line, 13) <= 40 for line in wrap("👩\u200d" * 20, 13, 40))


@given(st.text(max_size=60), st.integers(60, 200), st.integers(1, 3))
def test_a_text_that_is_cut_fits_its_lines(text, space, lines):
    found = cut(text, 13, space, lines)
    assert len(found) <= lines
    assert found == wrap(text, 13, space) or found[-1].endswith("…")
    assert all(width(line, 13) <= space or len(line) == 1 for line in found)
