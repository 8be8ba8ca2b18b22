"""PDFs: their text, outline, links and tags, pages that lie on their side, and the same bytes each time."""

import re
from dataclasses import replace

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_document import ARABIC, HEBREW, cell, figures, small

from tamis.typeset import pdf
from tamis.typeset.blocks import Document, Heading, Paragraph, Run, Table, plain


def nowhere(name):
    raise AssertionError(f"no figure is asked for, and {name} is")


def said(data):
    with pymupdf.open(stream=data) as file:
        return "\n".join(page.get_text() for page in file)


def squeezed(text):
    return re.sub(r"[\s\u200e\xad]", "", text)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return pdf.write(small(), figures(tmp_path_factory.mktemp("figures"), "svg"))


def test_what_is_written_can_be_read_in_order(data):
    text = squeezed(said(data))
    at = [
        text.index(squeezed(each))
        for each in (
            "SYSTEMATIC REVIEW", "A review of <things> & others", "A. One, B. Two", "Contents", "PRISMA 5",
            "As Smith says", "first", "inner", "again from one", "Table 1. Ratings", "+ yes, − no",
            "Figure 1. Flow of records", "see the table", "Smith A. A title 2020",
        )
    ]  # fmt: skip
    assert at == sorted(at)
    assert "990screened" in text


def test_letters_from_right_to_left_come_out_whole(data):
    text = said(data)
    for word in (*ARABIC.split(), *HEBREW.split()):
        assert word in text or word[::-1] in text


def test_it_is_tagged_titled_and_dated_by_the_document(data):
    assert b"pdfuaid" in data
    with pymupdf.open(stream=data) as file:
        assert file.metadata["title"] == "A review of <things> & others"
        assert "20240506" in file.metadata["creationDate"]
        assert file.xref_get_key(file.pdf_catalog(), "Lang")[1] == "en"
        assert [(level, title) for level, title, _ in file.get_toc()] == [
            (1, "Methods"),
            (2, "Results"),
            (1, "References"),
        ]
        whole = "\n".join(file.xref_object(number) for number in range(1, file.xref_length()))
        links = [link.get("uri") for page in file for link in page.get_links()]
    assert "/Alt (990 screened, 15 included)" in whole
    assert "/S /TH" in whole and "/S /Caption" in whole
    assert "https://a.org/x?y=1&z=2" in links


def test_the_same_bytes_each_time(data, tmp_path):
    assert pdf.write(small(), figures(tmp_path, "svg")) == data


def test_a_long_table_repeats_its_head_and_a_wide_one_lies():
    rows = tuple((cell(f"row {number}"), cell("x")) for number in range(120))
    long = Table(((cell("Head", head="col"), cell("B", head="col")), *rows), caption=plain("Long"))
    wide = Table(
        tuple(tuple(cell(f"interventions{column}") for column in range(12)) for _ in range(3)), wide=True
    )
    data = pdf.write(Document("t", (long, wide, Paragraph(plain("after")))), nowhere)
    with pymupdf.open(stream=data) as file:
        pages = [(page.rect.width > page.rect.height, page.get_text()) for page in file]
    assert [lies for lies, _ in pages] == [False] * (len(pages) - 2) + [True, False]
    assert len(pages) > 3 and all("Head" in text for _, text in pages[:-2])
    assert all(f"row {number}\n" in "".join(text for _, text in pages) for number in range(120))


def test_a_row_longer_than_a_page_is_not_cut():
    data = pdf.write(Document("t", (Table(((cell("word " * 3000 + "end"),),)),)), nowhere)
    assert said(data).count("word") == 3000 and "end" in said(data)


def test_characters_that_no_font_has_are_named_and_the_rest_is_set():
    document = Document("中", (Paragraph(plain("plain ✓ †")), Paragraph((Run(ARABIC),))))
    assert pdf.missing(document) == ["中"]
    assert "plain" in said(pdf.write(document, nowhere))


@settings(max_examples=15)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40),
    st.booleans(),
    st.text(max_size=9),
)
def test_any_text_survives_and_none_is_a_program(text, italic, link):
    text = f'#panic("x") $x$ *b* {text} = @a <b> \\'
    blocks = (
        Paragraph((Run(text, italic=italic, link=link),)),
        Heading(plain(text), 9, text),
        Table(((cell(text),),)),
    )
    found = squeezed(said(pdf.write(Document(text, blocks), nowhere)))
    # A reader joins soft hyphens and letters with marks in its own way.
    assert found.count(squeezed('#panic("x") $x$ *b*')) >= 4
    assert not set(squeezed(text)) - set(found) - {chr(n) for n in range(0x7F, 0xA0)}


def test_a_document_of_nothing_is_a_page():
    with pymupdf.open(stream=pdf.write(Document("", ()), nowhere)) as file:
        assert len(file) == 1
    assert pdf.write(replace(small(), blocks=(), date="soon", lang="Klingon?"), nowhere)
