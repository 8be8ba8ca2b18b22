"""Where things stand on paper: columns, rows that stay together, figures of several pages, fields."""

import io
import re
import zipfile
from dataclasses import replace

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_document import ARABIC, cell, small

from tamis import glyphs, render
from tamis.typeset import columns, docx, pages, pdf, pictures, ready
from tamis.typeset.blocks import Break, Cell, Document, Figure, Heading, Paragraph, Run, Table, plain, words
from tamis.typeset.text import kept_apart

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: A figure of two pages, each of them the height of a page of a document, and a letter on each.
PAGES = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="1800" viewBox="0 0 600 1800">'
    + "".join(
        f'<svg class="page" x="0" y="{y}" width="600" height="900" viewBox="0 {y} 600 900">'
        f'<rect x="0" y="{y}" width="600" height="900" fill="#eef"/>'
        f'<text x="20" y="{y + 60}" font-size="11">part {at}</text></svg>'
        for at, y in ((1, 0), (2, 900))
    )
    + "</svg>"
)


def _figure(folder, svg=PAGES):
    (folder / "flow.svg").write_text(svg, encoding="utf-8")
    (folder / "flow.png").write_bytes(render.to_png(svg, dpi=20))
    return lambda name: folder / f"{name}.svg", lambda name: folder / f"{name}.png"


def _xml(data, part="document"):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(f"word/{part}.xml").decode()


def nowhere(name):
    raise AssertionError(name)


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@given(st.lists(st.tuples(WORDS, st.integers(1, 60)), min_size=2, max_size=7))
def test_no_column_is_narrower_than_its_longest_word_where_all_fit(given_):
    said, wish = zip(*given_, strict=True)
    table = Table((tuple(map(cell, said)),), widths=wish)
    wide, size = columns.widths(table, 480)
    assert sum(wide) == pytest.approx(480)
    needs = [columns.em(word) * size + 5 for word in said]
    if sum(columns.em(word) + 1 for word in said) * columns.SIZES[-1] <= 480:
        assert all(has >= needed for has, needed in zip(wide, needs, strict=True))
    else:
        assert size == columns.SIZES[-1]


def test_columns_come_as_near_to_the_widths_that_are_wished_as_words_allow():
    def of(*said):
        return Table((tuple(map(cell, said)),), widths=(10, 45, 45))

    assert columns.widths(of("a", "b", "c"), 400) == ([40, 180, 180], 9.0)
    wide, _ = columns.widths(of("Reunification", "b", "c"), 400)
    assert wide[0] == pytest.approx(9 * (columns.em("Reunification") + 1))
    assert wide[1] == wide[2] == pytest.approx((400 - wide[0]) / 2)


def test_a_table_lies_only_where_small_letters_do_not_fit_upright():
    def of(columns_, text):
        return Table(tuple(tuple(cell(text) for _ in range(columns_)) for _ in range(3)), wide=True)

    assert not columns.lies(of(6, "one two three four five six " * 4), pages.UPRIGHT)
    assert columns.lies(of(12, "interventions"), pages.UPRIGHT)
    assert columns.lies(of(7, "one two three four " * 40), pages.UPRIGHT)
    assert not columns.lies(replace(of(12, "interventions"), wide=False), pages.UPRIGHT)


def test_a_word_that_no_column_holds_breaks_and_overprints_nothing():
    word = "Rindfleischetikettierungsueberwachungsaufgabe"
    table = Table((tuple(cell(word) for _ in range(6)),))
    with pymupdf.open(stream=pdf.write(Document("t", (table,)), nowhere)) as file:
        spans = sorted(
            line["bbox"] for block in file[0].get_text("dict")["blocks"] for line in block["lines"]
        )
        text = re.sub(r"[\s\xad\u2010-]", "", file[0].get_text())
    assert text.count(word) == 6
    found = [(a, b) for a in spans for b in spans if a < b and a[1] == b[1] and a[2] > b[0] + 0.1]
    assert not found


def test_rows_that_head_others_and_first_and_last_rows_stay_with_their_neighbours():
    rows = [(cell(f"{at} {'word ' * 30}"), cell("x")) for at in range(20)]
    rows.insert(10, (Cell((plain("SECTION"),), "row", columns=2),))
    table = Table(((cell("A", head="col"), cell("B", head="col")), *rows), note=plain("n"))
    xml = _xml(docx.write(Document("t", (table,)), nowhere))
    drawn = re.findall(r"<w:tr>.*?</w:tr>", xml)
    assert ["<w:tblHeader/>" in row for row in drawn] == [True, *[False] * 21]  # it is longer than a page
    kept = ["<w:keepNext/>" in row for row in drawn]
    assert [at for at, keeps in enumerate(kept) if keeps] == [0, 1, 2, 11, 20, 21]


def test_in_a_pdf_no_row_that_heads_others_ends_a_page():
    rows = [
        (Cell((plain(f"SECTION {at}"),), "row", columns=2),)
        if at % 3 == 0
        else (cell(f"row {at}"), cell("x"))
        for at in range(300)
    ]
    table = Table(((cell("A", head="col"), cell("B", head="col")), *rows))
    for above in range(3):
        lines = tuple(Paragraph(plain(f"line {at}")) for at in range(above))
        with pymupdf.open(stream=pdf.write(Document("t", (*lines, table)), nowhere)) as file:
            ends = [re.findall(r"SECTION|row", page.get_text())[-1] for page in file]
        assert len(ends) > 4 and set(ends) == {"row"}


def test_in_a_pdf_the_first_rows_stay_with_their_head():
    rows = [(cell(f"row {at}"), cell("x")) for at in range(60)]
    table = Table(((cell("A", head="col"), cell("B", head="col")), *rows), caption=plain("Caption"))
    for above in range(28, 36):
        lines = tuple(Paragraph(plain(f"line {at}")) for at in range(above))
        with pymupdf.open(stream=pdf.write(Document("t", (*lines, table)), nowhere)) as file:
            text = next(page.get_text() for page in file if "Caption" in page.get_text())
        assert "row 2\n" in text


def test_a_head_that_is_read_upwards_stands_once():
    head = (cell("Study", head="col"), *(cell("a long name", head="col", turned=True) for _ in range(3)))
    for count, whole in ((25, True), (90, False)):
        table = Table((head, *(tuple(map(cell, (f"s{at}", "", "", ""))) for at in range(count))))
        xml = _xml(docx.write(Document("t", (table,)), nowhere))
        assert ("<w:tblHeader/>" in xml) is whole  # marks a head for those who listen, and repeats it
        assert (xml.count("<w:keepNext/>") >= 4 * count) is whole
        with pymupdf.open(stream=pdf.write(Document("t", (table,)), nowhere)) as file:
            assert sum("Study" in page.get_text() for page in file) == 1


def test_each_page_of_a_figure_is_a_picture_and_none_leaves_the_page(tmp_path):
    svg, png = _figure(tmp_path)
    blocks = (
        Heading(plain("H")),
        Figure("flow", plain("What it shows"), "alt", "f"),
        Paragraph(plain("after")),
    )
    document = Document("t", blocks)
    with pymupdf.open(stream=pdf.write(document, svg)) as file:
        for page in file:
            drawn = [each["rect"] for each in page.get_drawings()]
            assert all(rect.y1 <= pages.HEIGHT - pages.TOP + 1 for rect in drawn)
            assert all(rect.x1 <= pages.WIDTH - pages.SIDE + 1 for rect in drawn)
        said = "\n".join(page.get_text() for page in file)
    at = [said.index(each) for each in ("part 1", "part 2", "Figure 1. What it shows", "after")]
    assert at == sorted(at)
    xml = _xml(docx.write(document, png))
    crops = re.findall(r'<a:srcRect l="(\d+)" t="(\d+)" r="(\d+)" b="(\d+)"/>', xml)
    assert crops == [("0", "0", "0", "50000"), ("0", "50000", "0", "0")]
    assert re.findall(r'descr="([^"]*)"', xml) == ["alt (1 of 2)", "alt (2 of 2)"]
    assert len(re.findall(r"What it shows", xml)) == 1
    high = [int(each) / 12700 for each in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', xml)]
    assert len(high) == 2 and max(high) <= (pages.HEIGHT - 2 * pages.TOP) * pages.TALLEST


def test_a_tall_figure_takes_less_of_a_manuscript_than_of_the_report():
    (tall,) = pictures.parts(
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="1200">'
        '<text x="1" y="9" font-size="20">a</text></svg>'
    )
    width, height = pages.text(side=False)
    assert pictures.scale([tall], width, height, pages.TALLEST) * tall.height == pytest.approx(0.77 * height)
    assert pictures.scale([tall], width, height, pages.SHORTER) * tall.height == pytest.approx(0.6 * height)
    small = replace(tall, letters=10.5)
    assert pictures.scale([small], width, height, pages.SHORTER) * small.letters == pytest.approx(6)
    tiny = replace(tall, letters=1.0)  # however small its letters are, it fits the page
    assert pictures.scale([tiny], width, height, pages.SHORTER) * tiny.height == pytest.approx(0.77 * height)


@pytest.mark.parametrize(("size", "side"), [((1057, 592), True), ((700, 600), False), ((1057, 1400), False)])
def test_a_figure_lies_where_its_letters_are_too_small_upright(size, side, tmp_path):
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}">'
        '<text x="1" y="20" font-size="11">a</text></svg>'
    )
    svgs, pngs = _figure(tmp_path, svg)
    document = Document(
        "t", (Paragraph(plain("before")), Figure("flow"), Paragraph(plain("after"))), contents=True
    )
    with pymupdf.open(stream=pdf.write(document, svgs)) as file:
        assert any(page.rect.width > page.rect.height for page in file) is side
    assert ('w:orient="landscape"' in _xml(docx.write(document, pngs))) is side


def test_a_note_below_what_lies_lies_with_it_and_one_before_stays():
    wide = Table(tuple(tuple(cell(f"interventions{n}") for n in range(12)) for _ in range(3)), wide=True)
    before, of_it, after = (Paragraph(plain(text), "note") for text in ("before", "of it", "after"))
    under = Paragraph(plain("5"), "under")
    blocks = (
        Paragraph(plain("a")),
        before,
        Heading(plain("H")),
        under,
        wide,
        of_it,
        Paragraph(plain("b")),
        after,
    )
    parts = pages.sections(blocks, lambda figure: False)
    assert parts == [(False, blocks[:2]), (True, blocks[2:6]), (False, blocks[6:])]


def test_numbers_of_captions_and_the_contents_are_fields_with_a_result(tmp_path):
    _, png = _figure(tmp_path)
    data = docx.write(small(), png)
    xml = _xml(data)
    codes = [each.strip() for each in re.findall(r"<w:instrText[^>]*>([^<]*)<", xml)]
    assert codes[0] == r'TOC \o "1-2" \h \z'
    assert codes[-2:] == [r"SEQ Table \* ARABIC", r"SEQ Figure \* ARABIC"]
    marks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', xml))
    paged = [code.split()[1] for code in codes if code.startswith("PAGEREF")]
    assert len(paged) == 3 and set(paged) <= marks
    kinds = re.findall(r'fldCharType="(\w+)"', xml)
    assert all(kinds.count(kind) == len(codes) for kind in ("begin", "separate", "end"))
    depth = 0
    for kind in kinds:
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        assert depth >= 0
    assert depth == 0
    assert "updateFields" not in _xml(data, "settings") and "w:dirty" not in xml
    shown = re.sub(r"<w:instrText.*?</w:instrText>|<[^>]+>", "", xml)
    assert "Table 1. Ratings" in shown and "Figure 1. Flow of records" in shown
    other = Table(((cell("a"),),), caption=plain("C"), label="Table S1")
    assert "SEQ" not in _xml(docx.write(Document("t", (other,)), png))


def test_a_break_leaves_no_empty_line_above_what_begins_the_page():
    document = Document(
        "t", (Paragraph(plain("a")), Break(), Heading(plain("b")), Break(), Table(((cell("c"),),)))
    )
    xml = _xml(docx.write(document, nowhere))
    assert re.search(r'<w:pStyle w:val="Heading1"/><w:pageBreakBefore/>', xml)
    assert xml.count('<w:br w:type="page"/>') == 1  # a table cannot begin a page by itself


def test_an_id_that_stands_twice_is_that_of_the_first(tmp_path):
    twice = (
        Heading(plain("A"), 1, "same"),
        Paragraph(plain("b"), id="same"),
        Paragraph((Run("to", link="#same"),)),
    )
    found = ready.blocks(twice)
    assert [block.id for block in found] == ["same", "", ""]
    document = Document("t", twice)
    assert _xml(docx.write(document, nowhere)).count("<w:bookmarkStart ") == 1
    assert pdf.write(document, nowhere)


def test_parts_that_are_kept_apart_are_so_once():
    line = [f"a {ARABIC}", " 5, b"]
    once = kept_apart(line)
    assert once != line and kept_apart(once) == once
    assert words(ready.blocks(ready.blocks([Paragraph(tuple(map(Run, line)))]))[0].runs) == "".join(once)


def test_the_fonts_of_tamis_are_called_as_they_are_listed():
    files = sorted(render.FONTS.glob("*.ttf"))
    assert {*render.FAMILIES} == {glyphs.family(path) for path in files}
