"""The whole corpus of PDFs: every known quote is found on its page, and none that was changed anywhere."""

from __future__ import annotations

import random

import corpus
import pytest

from tamis.extraction import evidence
from tamis.extraction.evidence import Source
from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.document import Document
from tamis.pdf.reader import read_all
from tamis.pdf.texts import PageText, PdfText
from tamis.tables import Datum


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = corpus.pdfs(tmp_path_factory)
    files = sorted(folder.glob("*.pdf"))
    texts = read_all(files, tmp_path_factory.mktemp("texts"))
    return {path.name: Document(text.pages) for path, text in zip(files, texts, strict=True)}


def found(documents, file, page, words):
    return documents[file].on(page - 1, quotes.read(words)) is not None


def test_every_quote_is_found_on_its_page(documents):
    missed = [known for known in corpus.QUOTES if not found(documents, known.file, known.page, known.words)]
    assert missed == []
    assert len(corpus.QUOTES) > 2000


def test_no_quote_with_another_digit_sign_or_relation_is_found_in_its_document(documents):
    picked = random.Random(8)
    tried, passed = 0, []
    for known in picked.sample(corpus.QUOTES, 350):
        for changed in _changed(known.words, picked):
            tried += 1
            pages = range(1, len(documents[known.file].pages) + 1)
            near = pages if len(pages) < 20 else [known.page]
            passed += [(known, changed) for page in near if found(documents, known.file, page, changed)]
    assert tried > 700
    assert passed == []


def _changed(words, picked):
    digits = [at for at, sign in enumerate(words) if sign.isdigit()]
    if digits:
        at = picked.choice(digits)
        other = picked.choice([digit for digit in "0123456789" if digit != words[at]])
        yield words[:at] + other + words[at + 1 :]
        yield words[: digits[0]] + "-" + words[digits[0] :] if words[digits[0] - 1] == " " else f"{words} 7"
    for sign, other in (("<", ">"), (">", "<"), ("%", ""), ("−", ""), (" = ", " < ")):
        if sign in words:
            yield words.replace(sign, other, 1)


def test_what_only_looks_as_if_it_stood_there_is_not_found(documents):
    for known in corpus.ABSENT:
        assert not found(documents, known.file, known.page, known.words), known


def test_a_quote_runs_over_to_the_next_page_past_foot_and_head():
    def page(number, text):
        return PageText(f"Journal of Tests 12 (3)\n{text}\nA. Author {number}\n{number}", str(number))

    document = Document(
        [
            page(7, "Nothing here.\nOf all of the 34 fami-"),
            page(8, "lies, 12 returned home.\nMore of it."),
            page(9, "The rest."),
        ]
    )
    place = document.on(0, quotes.read("the 34 families, 12 returned"))
    assert (place.page, place.over) == (0, True)
    assert document.normal(0).written(place.first, place.last) == "the 34 fami-"
    assert not document.on(1, quotes.read("the 34 families, 12 returned"))
    assert not document.on(0, quotes.read("the 34 families, 13 returned"))
    assert not document.on(0, quotes.read("returned home. More"))
    assert document.on(1, quotes.read("returned home. More"))


def test_what_is_nearly_there_scores_above_what_is_not(monkeypatch):
    pages = [" ".join(corpus.PAGES["one.pdf"][n]) for n in range(3)]
    text = PdfText("a" * 64, tuple(PageText(page) for page in pages))
    monkeypatch.setattr("tamis.pdf.reader.cached", lambda sha256, cache: text)
    source = {"s": [Source("c", "r", "one.pdf", "a" * 64)]}

    def checked(words):
        (one,) = evidence.check(
            [Datum("s", "f", 1, "", quote=words, page="1", state="given")], source, None, []
        )
        return one

    for sentence in corpus.PAGES["one.pdf"][0]:
        words = sentence.split()
        half = len(words) // 2
        near = checked(" ".join([*words[:half], "quixotically", *words[half + 1 :]]))
        assert (near.state, near.found) == ("nearly", 1) and 85 <= near.score < 100
        assert words[half] in near.text.split()
    for words in ("Not one of the gardens was ever watered", "Wholly other matters: x = 9.81, y > 7"):
        assert checked(words).state == "not_found" and checked(words).score < 70
