"""What is read of the corpus: every known sentence in one piece on its page, marks, the pages' numbers."""

import re
import unicodedata
from collections import Counter

import corpus
import pytest

from tamis.pdf.texts import dumps, loads


def bare(text):
    """Return the text without blanks and hyphens, but for blanks between digits."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).replace("\u2010", "-"))
    return re.sub(r"(?<!\d) | (?!\d)", "", re.sub(r"(?<=[^\W\d])- ?(?=[^\W\d])", "", text))


def test_every_known_sentence_stands_in_one_piece_on_its_page(texts):
    pages = {name: [bare(page.text) for page in text.pages] for name, text in texts.items()}
    missed = [known for known in corpus.QUOTES if bare(known.words) not in pages[known.file][known.page - 1]]
    assert missed == []
    assert len(corpus.QUOTES) > 2000
    for known in corpus.ABSENT:
        assert bare(known.words) not in pages[known.file][known.page - 1]


def test_words_are_neither_lost_nor_said_twice(texts):
    for name in ("plain.pdf", "shuffled.pdf", "three.pdf", "rotated.pdf", "sideways.pdf", "printed.pdf"):
        for number, (said, page) in enumerate(zip(corpus.PAGES[name], texts[name].pages, strict=True)):
            read, known = Counter(page.text.split()), Counter(" ".join(said).split())
            assert not known - read, (name, number)
            assert sum(read.values()) - sum(known.values()) < 15, (name, number)


def test_a_page_is_blocks_of_lines_of_words(texts):
    text = texts["plain.pdf"].pages[0].text
    assert not re.search(r"[^\S\n]{2}|\n{3}|^\s|\s$| \n|\n ", text)
    assert text.count("\n") > 60


def test_raised_marks_are_words_of_their_own(texts):
    text = texts["footnotes.pdf"].pages[0].text
    assert "was 5.17 1 in the control group and 6.02 2 in" in text.replace("\n", " ")
    assert "the families a moved house within the year. 3 They" in text.replace("\n", " ")


def test_broken_words_keep_their_hyphen_at_the_end_of_the_line(texts):
    text = texts["hyphenated.pdf"].pages[0].text
    assert "\u00ad" not in text
    assert len(re.findall(r"\w[-\u2010]\n", text)) > 20


def test_what_nobody_sees_is_not_there(texts):
    text = texts["blanks.pdf"].pages[0].text
    assert " ".join(text.split()) == " ".join(corpus.BLANK_READ)
    assert "\ufb01" not in texts["ligatures.pdf"].pages[0].text


def test_only_what_is_seen_of_the_report_itself_is_its_text(texts):
    for said, page in zip(corpus.PAGES["written.pdf"], texts["written.pdf"].pages, strict=True):
        assert " ".join(page.text.split()) == f"{' '.join(said)} BEHIND THE PICTURE"


@pytest.mark.parametrize("name", [*corpus.FILES])
def test_what_cannot_be_read_says_why(texts, name):
    text = texts[name]
    assert text.problem == corpus.BAD.get(name, "")
    assert text.encrypted == (name == "locked.pdf")
    assert text.has_text == (name not in corpus.BAD and name not in corpus.WITHOUT_TEXT)
    assert len(text.sha256) == 64
    if name in corpus.PAGES:
        assert len(text.pages) == len(corpus.PAGES[name])


def test_pages_are_called_what_they_call_themselves(texts):
    for name, names in (("printed.pdf", corpus.PRINTED), ("labels.pdf", corpus.LABELS)):
        assert {n: page.printed for n, page in enumerate(texts[name].pages, 1)} == names
    assert [page.printed for page in texts["one.pdf"].pages] == ["1", "2", "3"]
    assert {page.printed for page in texts["plain.pdf"].pages} == {""}


def test_marks_have_the_words_under_them_and_their_comment(texts):
    for name in ("marked.pdf", "turned.pdf"):
        found = [(mark.page, mark.kind, bare(mark.words), mark.comment) for mark in texts[name].marks]
        known = [mark for mark in corpus.MARKS if mark.file == name]
        assert sorted(found) == sorted(
            (mark.page, mark.kind, bare(mark.words), mark.comment) for mark in known
        )


def test_a_text_is_written_and_read_back(texts):
    for name in ("marked.pdf", "locked.pdf", "chinese.pdf"):
        assert loads(dumps(texts[name])) == texts[name]
    for wrong in (
        "",
        "[]",
        "{}",
        "null",
        '{"pages": [1], "marks": []}',
        '{"pages": [], "marks": []}',
        '{"sha256": "", "pages": [{"text": 5}], "marks": []}',
        '{"sha256": "", "pages": [{"text": "", "printed": null}], "marks": []}',
        '{"sha256": "", "pages": [], "marks": [], "encrypted": "no"}',
        "[" * 100_000,
    ):
        with pytest.raises(ValueError):
            loads(wrong)
