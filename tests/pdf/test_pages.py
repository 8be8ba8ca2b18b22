"""Images of pages, and where words stand on them."""

import os
from pathlib import Path

import corpus
import pymupdf
import pytest

from tamis.pdf.pages import draw, is_whole, places

SHA256 = "a" * 64


def test_pages_are_drawn_once_and_those_that_are_not_there_are_left_out(pdfs, tmp_path):
    drawn = draw(pdfs / "rotated.pdf", [1, 4, 9], tmp_path / "images", SHA256)
    assert drawn == {n: tmp_path / "images" / f"{SHA256}-{n}.png" for n in (1, 4)}
    sizes = [(image.width, image.height) for image in map(pymupdf.Pixmap, map(str, drawn.values()))]
    assert sizes == [(827, 1170)] * 2  # A4 at 100 dots an inch, as the viewer turns it
    kept = drawn[4].read_bytes()
    drawn[1].write_bytes(kept)
    assert draw(pdfs / "rotated.pdf", [1], tmp_path / "images", SHA256)[1].read_bytes() == kept
    drawn[1].write_bytes(kept[:-100])
    assert not is_whole(drawn[1])
    again = draw(pdfs / "rotated.pdf", [1], tmp_path / "images", SHA256)[1]
    assert again.read_bytes() != kept and is_whole(again), "what is cut off is drawn again"
    assert len([*(tmp_path / "images").iterdir()]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_an_error_that_names_the_image(pdfs, tmp_path):
    part = tmp_path / f"{SHA256}-1.{os.getpid()}.part"
    part.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as error:
        draw(pdfs / "one.pdf", [1], tmp_path, SHA256)
    assert error.value.filename == str(tmp_path / f"{SHA256}-1.png")
    assert not [*tmp_path.iterdir()]


def test_of_a_bad_file_nothing_is_drawn_and_nothing_found(pdfs, tmp_path):
    assert draw(pdfs / "locked.pdf", [1], tmp_path, SHA256) == {}
    assert places(pdfs / "absent.pdf", [(1, 0, 3)]) == [()]
    assert not [*tmp_path.iterdir()]


def test_a_page_as_large_as_a_field_is_drawn_small(tmp_path):
    with pymupdf.open() as document:
        document.new_page(width=14_000, height=7_000)
        document.save(tmp_path / "large.pdf")
    (image,) = draw(tmp_path / "large.pdf", [1], tmp_path, SHA256).values()
    assert pymupdf.Pixmap(str(image)).width == 2400


def test_a_name_of_an_image_is_a_hash(pdfs, tmp_path):
    with pytest.raises(ValueError, match="is not a hash"):
        draw(pdfs / "one.pdf", [1], tmp_path, "../../x")


@pytest.mark.parametrize(("name", "page"), [("rotated.pdf", 3), ("two.pdf", 2), ("written.pdf", 2)])
def test_words_stand_where_they_are_told_to(pdfs, texts, name, page):
    words = texts[name].pages[page - 1].text.split()
    asked = [(page, at, min(at + 9, len(words) - 1)) for at in range(0, len(words), 37)]
    found = places(pdfs / name, asked)
    with pymupdf.open(pdfs / name) as document:
        shown = document[page - 1]
        wide, high = shown.rect.width, shown.rect.height
        for (_, first, last), boxes in zip(asked, found, strict=True):
            there = set()
            for left, top, right, bottom in boxes:
                assert 0 <= left < right <= 1 and 0 <= top < bottom <= 1
                clip = pymupdf.Rect(left * wide, top * high, right * wide, bottom * high)
                at = shown.get_text("words", clip=clip * shown.derotation_matrix)
                there |= {word[4].replace("\u00ad", "-") for word in at}
            assert {*words[first : last + 1]} <= there


def test_a_word_stands_where_it_was_set_and_one_that_is_not_there_nowhere(pdfs):
    absent = [(1, 900, 905), (2, 0, 1), (0, 0, 1), (-1, 0, 1)]
    boxes, *nowhere = places(pdfs / "footnotes.pdf", [(1, 0, 3), *absent])
    assert nowhere == [()] * 4
    ((left, top, right, bottom),) = boxes
    assert left * 595 == pytest.approx(60, abs=1) and right * 595 < 160
    assert top * 842 < 66 < bottom * 842 < 75


def test_the_corpus_is_made_alike_each_time(pdfs, tmp_path):
    for name in ("two.pdf", "marked.pdf", "labels.pdf"):
        corpus._MAKERS[name](tmp_path / name)
        assert (tmp_path / name).read_bytes() == (pdfs / name).read_bytes(), name
