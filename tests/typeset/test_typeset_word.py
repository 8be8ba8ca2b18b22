"""Word documents: what is read back from them, what strangers cannot put in, and the same bytes each time."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx as word
import pymupdf
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from small_document import ARABIC, cell, figures, small

from tamis.typeset import docx
from tamis.typeset.blocks import Document, Figure, Heading, Items, Paragraph, Run, Table, plain
from tamis.typeset.text import by_way, clean, runs_left

GOLDEN = Path(__file__).with_name("small.xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data):
    return word.Document(io.BytesIO(data))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def nowhere(name):
    raise AssertionError(f"no figure is asked for, and {name} is")


def texts(document):
    """Return the text of each paragraph, also of those in tables and links."""
    return [
        "".join(node.text or "" for node in each.iter(f"{W}t")) for each in document.element.iter(f"{W}p")
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return docx.write(small(), figures(tmp_path_factory.mktemp("figures"), "png"))


def test_what_is_written_is_read_back_with_the_styles_of_word(data):
    document = opened(data)
    styled = [(each.style.name, each.text) for each in document.paragraphs if each.text]
    for one in [
        ("Subtitle", "Systematic review"),
        ("Title", "A review of <things> & others"),
        ("Author", "A. One, B. Two"),
        ("Heading 1", "Methods"),
        ("Under Heading", "PRISMA 5"),
        ("List Number", "first"),
        ("List Bullet", "inner"),
        ("List Number", "again from one"),
        ("Heading 2", "Results"),
        ("Caption", "Table 1. Ratings"),
        ("Table Note", "+ yes, − no"),
        ("Figure Caption", "Figure 1. Flow of records"),
        ("Bibliography", "Smith A. A title 2020"),
    ]:
        assert one in styled
    assert document.core_properties.title == "A review of <things> & others"
    assert document.core_properties.author == "A. One; B. Two"
    assert document.core_properties.created.date().isoformat() == "2024-05-06"


def test_a_table_has_heads_that_repeat_spans_and_colours(data):
    (table,) = opened(data).tables
    assert [[each.text for each in row.cells] for row in table.rows] == [
        ["Study", "Answers", "Answers"],
        ["Study", "1.1", "1.2"],
        ["Smith 2020", "+", "−"],
        [ARABIC, "two\nlines", ""],
    ]
    rows = table._tbl.tr_lst
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert {each.get(f"{W}fill") for each in table._tbl.iter(f"{W}shd")} == {"009E73"}
    assert table._tbl.find(f".//{W}textDirection").get(f"{W}val") == "btLr"
    width = sum(int(each.get(f"{W}w")) for each in table._tbl.tblGrid)
    section = opened(data).sections[0]
    assert width <= (section.page_width - section.left_margin - section.right_margin) / 635


def test_a_figure_says_what_it_shows_and_fits_the_page(data):
    (shape,) = opened(data).inline_shapes
    assert shape._inline.docPr.get("descr") == "990 screened, 15 included"
    assert shape.width < Mm(170) and shape.height < Mm(253) * 0.8


def test_lists_begin_anew_and_links_lead_to_bookmarks(data):
    document = opened(data)
    numbered = [each for each in document.element.iter(f"{W}numId")]
    assert len({each.get(f"{W}val") for each in numbered}) == 3  # two ordered lists, one of bullets
    marks = {each.get(f"{W}name") for each in document.element.iter(f"{W}bookmarkStart")}
    anchors = [each.get(f"{W}anchor") for each in document.element.iter(f"{W}hyperlink")]
    assert {each for each in anchors if each} <= marks
    outside = [each for each in document.part.rels.values() if each.is_external]
    assert [each.target_ref for each in outside] == ["https://a.org/x?y=1&z=2"]


def test_text_from_right_to_left_is_told_to_word(data):
    line = next(each for each in opened(data).paragraphs if ARABIC in each.text)
    assert line._p.find(f"{W}pPr/{W}bidi") is not None
    marked = {
        "".join(node.text or "" for node in run.iter(f"{W}t")): run.find(f"{W}rPr/{W}rtl") is not None
        for run in line._p.iter(f"{W}r")
    }
    assert marked[ARABIC] and not marked[" (2020) "]


def test_the_same_bytes_each_time_and_no_clock(data, tmp_path):
    again = docx.write(small(), figures(tmp_path, "png"))
    assert again == data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist()[0] == "[Content_Types].xml"
    assert not [name for name in parts(data) if "thumbnail" in name]
    other = parts(docx.settle(data, "2020-01-02"))["docProps/core.xml"]
    assert other.count(b"2020-01-02T00:00:00Z") == 2


def test_the_small_document_is_as_it_was(data):
    """Delete small.xml, and run this test twice, where a change is meant."""
    made = parts(data)["word/document.xml"].decode()
    made = re.sub(r"(<w:(p|tbl|tr|sectPr)[ >])", r"\n\1", made) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_text(made, encoding="utf-8")
        pytest.fail("small.xml was written anew; look at it")
    assert made == GOLDEN.read_text(encoding="utf-8")


@settings(max_examples=20)
@given(st.text(max_size=60), st.text(max_size=20), st.booleans())
def test_any_text_survives(said, address, bold):
    table = Table(((cell(said, head="col"),), (cell(said),)), caption=plain(said))
    document = Document(
        said,
        (
            Paragraph((Run(said, bold=bold, link=address),)),
            Items(((Paragraph(plain(said)),),)),
            table,
            Heading(plain(said), 2, said),
        ),
    )
    made = opened(docx.write(document, nowhere))
    found = re.sub(r"\s", "", "".join(texts(made)))
    said = re.sub(r"\s", "", clean(said)).replace("\xad", "")
    assert found.count(said) >= 6 if said else True


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/hosts", "mailto:a@b.org", "http://a b", "HTTP:x", "#no", "\\\\a\\b"],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_nowhere(address):
    data = docx.write(Document("t", (Paragraph((Run("here", link=address),)),)), nowhere)
    assert "here" in texts(opened(data))
    assert not list(opened(data).element.iter(f"{W}hyperlink"))
    assert b'TargetMode="External"' not in b"".join(parts(data).values())


def test_nothing_of_a_text_becomes_a_field_or_turns_its_neighbours():
    said = (
        "{ INCLUDETEXT c:\\x } \u202egnp.exe\u202c \u2066a\u2069 \x00\x0b]]> </w:t><w:fldSimple w:instr='X'/>"
    )
    data = parts(docx.write(Document(said, (Paragraph(plain(said)),), kind=said, authors=(said,)), nowhere))
    whole = data["word/document.xml"].decode()
    assert "fldSimple" not in re.sub(r">[^<]*<", "><", whole) and "instrText" not in whole
    assert "\u202e" not in whole and "\u2066" not in whole
    assert re.findall(r'instr="([^"]*)"', b"".join(data.values()).decode("utf-8", "ignore")) == [" PAGE "]


def test_a_text_for_the_eye_is_cut_by_the_way_it_runs():
    assert list(by_way("a b")) == [("a b", False)]
    assert list(by_way(f"x {ARABIC} 5 y")) == [("x ", False), (ARABIC, True), (" 5 y", False)]
    assert runs_left(f"1. {ARABIC} a") and not runs_left(f"a {ARABIC}") and not runs_left("12")


@given(st.text(max_size=40))
def test_cutting_loses_nothing(said):
    assert "".join(part for part, _ in by_way(said)) == said


def test_a_wide_table_lies_on_a_page_of_its_own_and_the_rest_stands():
    wide = Table(
        tuple(tuple(cell(f"interventions{column}") for column in range(12)) for _ in range(3)),
        wide=True, caption=plain("Wide"),
    )  # fmt: skip
    blocks = (
        Paragraph(plain("before")),
        Heading(plain("Wide one")),
        wide,
        Paragraph(plain("of it"), "note"),
        Paragraph(plain("after")),
    )
    document = opened(docx.write(Document("t", blocks), nowhere))
    turned = [each.page_width > each.page_height for each in document.sections]
    assert turned == [False, True, False]
    body = [each.tag.split("}")[1] for each in document.element.body]
    assert body[-1] == "sectPr" and len([each for each in document.paragraphs if not each.text]) <= 2


def an_authors_document(style=True):
    """Return a document as a team may have it: Letter, wide margins, own styles or hardly any."""
    document = word.Document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(216), Mm(60), Mm(56)
    if not style:
        for each in [*document.styles]:
            if each.name not in ("Normal", "Default Paragraph Font"):
                each.delete()
    document.add_paragraph("before")
    document.add_paragraph("after")
    return document


@pytest.mark.parametrize("style", [True, False])
def test_blocks_are_put_behind_a_paragraph_in_the_documents_own_styles(style, tmp_path):
    document = an_authors_document(style)
    blocks = (
        *small().blocks[1:10],
        replace(small().blocks[8], label="Table 7"),
        Figure("flow", plain("F"), "alt"),
    )
    docx.insert(document.paragraphs[0], blocks, figures(tmp_path, "png"))
    saved = io.BytesIO()
    document.save(saved)
    made = opened(docx.settle(saved.getvalue(), ""))
    said = [each.text for each in made.paragraphs]
    assert said[0] == "before" and said[-1] == "after" and "Methods" in said and "Ratings" in said
    assert "Table 7. Ratings" in said
    names = {each.text: each.style.name for each in made.paragraphs}
    assert names["Methods"] == ("Heading 1" if style else "Normal")
    assert names["Ratings"] == ("Caption" if style else "Normal")
    for table in made.tables:
        width = sum(int(each.get(f"{W}w")) for each in table._tbl.tblGrid)
        assert width <= Mm(100) / 635 + 20
    assert all(shape.width <= Mm(101) for shape in made.inline_shapes)
    assert len(made.inline_shapes) == 2
    assert len({shape._inline.docPr.id for shape in made.inline_shapes}) == 2


def test_blocks_in_a_cell_fit_into_it(tmp_path):
    document = an_authors_document()
    table = document.add_table(1, 2)
    docx.insert(table.cell(0, 1).paragraphs[0], [Figure("flow", plain("F"), "alt")], figures(tmp_path, "png"))
    assert document.inline_shapes[0].width <= table.cell(0, 1).width


def test_a_row_that_fills_a_page_may_break():
    long = cell("word " * 2000)
    document = opened(docx.write(Document("t", (Table(((cell("a"),), (long,))),)), nowhere))
    rows = document.tables[0]._tbl.tr_lst
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False]


#: The order in which Word wants the elements of a format (ECMA-376, part 1, annex A), of those that are ours.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs bidi spacing ind jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing sz szCs u shd vertAlign rtl lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd textDirection vAlign",
}


@pytest.mark.parametrize("own", [True, False])
def test_elements_stand_in_the_order_that_word_wants(own, data, tmp_path):
    if own:
        made = [parts(data)[f"word/{name}.xml"] for name in ("document", "styles", "numbering")]
    else:
        document = an_authors_document(style=False)
        arabic = [Paragraph(plain(ARABIC), kind) for kind in ("quote", "note", "term", "under")]
        docx.insert(document.paragraphs[0], (*small().blocks, *arabic), figures(tmp_path, "png"))
        document.save(saved := io.BytesIO())
        made = [parts(saved.getvalue())["word/document.xml"]]
    for xml in made:
        for each in word.oxml.parse_xml(xml).iter(*(f"{W}{name}" for name in ORDER)):
            order = ORDER[each.tag.removeprefix(W)].split()
            found = [order.index(child.tag.removeprefix(W)) for child in each]
            assert found == sorted(set(found)), each.tag


def test_libreoffice_opens_it(data, tmp_path):
    office = shutil.which("soffice")
    if not office and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    assert office, "CI needs LibreOffice to open documents"
    (tmp_path / "small.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "small.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with pymupdf.open(tmp_path / "small.pdf") as pdf:
        text = "\n".join(page.get_text() for page in pdf)
        assert len(pdf) <= 4
    for said in (
        "A review of <things> & others",
        "again from one",
        "Table 1. Ratings",
        "990 screened" and "Flow of records",
    ):
        assert said in text
