"""The team's page of evidence: what it shows, that it is harmless, and how it is in a browser."""

from __future__ import annotations

import re

import corpus
import evidence_review as made
import pytest

from accessible import violations
from browser import needed
from tamis import evidence
from tamis.cli import main
from tamis.extraction.evidence import doubted, open_items
from tamis.pdf import pages
from tamis.proforma import require_proforma
from tamis.reports.evidence.cases import STATES, Entry, Sheet
from tamis.reports.evidence.pictures import Pictures, pictures
from tamis.review import Review
from tamis.store import read_built, write_rows
from tamis.tables import Evidence, Member, PdfFile, Study

SHARED = f"{made.CONFIG}extraction: {{share_pages: true}}\n"


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    return corpus.pdfs(tmp_path_factory)


def run(review):
    assert main(["evidence", "-d", str(review.root)]) == 0
    return review


@pytest.fixture(scope="module")
def review(tmp_path_factory, pdfs):
    return run(made.make(tmp_path_factory.mktemp("review"), pdfs, config=SHARED))


def page(review: Review) -> str:
    return (review.build / "evidence" / "evidence.html").read_text(encoding="utf-8")


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def quote(html: str, field: str) -> str:
    """Return the quote of a field of the first study that has it."""
    return next(
        one for one in re.findall(r"<article.*?</article>", html, re.DOTALL) if f"<bdi>{field}<" in one
    )


def test_each_quote_says_in_words_what_became_of_it(review):
    html = page(review)
    assert "✓ found on its page page 1 of the PDF (printed 401) " in text(quote(html, "Country"))
    assert "United Kingdom" in text(quote(html, "Country"))
    nearly = text(quote(html, "Follow-up"))
    assert "≈ nearly found 99." in nearly and "12 months ≠ not in the quote" in nearly
    assert "⇄ on another page on page 3 of the PDF (printed 403), typed as page 401" in text(
        quote(html, "Data collected until")
    )
    assert "✗ not found in printed.pdf" in text(quote(html, "Kinds of support"))
    assert "101 words; at most 40" in text(quote(html, "Main finding"))
    effects = text(quote(html, "Effects"))
    assert "Arm, row 1 : Home visits" in effects and effects.count("≠ not in the quote") == 2
    assert "▧ no text to search" in text(html) and "○ not checked: no PDF here" in text(html)


def test_what_differs_is_marked_on_both_sides(review):
    found = quote(page(review), "Follow-up")
    (mine,), (theirs,) = re.findall("<del>(.*?)</del>", found), re.findall("<mark>(.*?)</mark>", found)
    assert mine in made.changed(made.SAID[0][5]) and theirs in made.SAID[0][5] and mine != theirs


def test_one_image_a_page_with_the_words_of_all_its_quotes_on_it(review):
    html = page(review)
    images = re.findall(r'<img src="(pages/[0-9a-f]{64}-(\d+)\.png)" width="(\d+)" height="(\d+)"', html)
    assert [page for _, page, _, _ in images] == ["1", "2", "3"]
    for name, *_ in images:
        assert (review.build / "evidence" / name).is_file()
    boxes = re.findall(r'class="spot \w+"[^>]*style="([^"]+)"', html)
    assert len(boxes) > 6
    for box in boxes:
        left, top, width, height = map(float, re.findall(r"[\d.]+(?=%)", box))
        assert left >= 0 and left + width <= 100 and top >= 0 and top + height <= 100 and height < 5
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#(words-\d+)"', html)) == {id for id in ids if id.startswith("words-")}


def test_texts_of_strangers_are_escaped(review):
    assert "<img src=x" not in page(review)
    assert "&lt;img src=x onerror=document.title=&#39;gone&#39;&gt;" in page(review)


def test_the_same_again_and_nothing_but_what_is_drawn_is_kept(review):
    before = page(review)
    stray = review.build / "evidence" / "pages" / f"{'0' * 64}-1.png"
    stray.write_bytes(b"")
    killed = stray.with_name(f"{'0' * 64}-1.77.part")
    killed.write_bytes(b"")
    run(review)
    assert page(review) == before and not stray.exists() and not killed.exists()


def test_images_that_were_deleted_or_damaged_are_noticed_and_drawn_again(review):
    images = sorted((review.build / "evidence" / "pages").iterdir())
    assert not evidence.lost(review)
    whole = images[0].read_bytes()
    images[0].write_bytes(whole[: len(whole) // 2])
    assert evidence.lost(review)
    images[0].unlink()
    assert evidence.lost(review)
    run(review)
    assert not evidence.lost(review) and images[0].read_bytes() == whole


def test_pages_of_a_pdf_that_is_replaced_while_they_are_drawn_are_not_kept(tmp_path, pdfs, monkeypatch):
    review = made.make(tmp_path, pdfs)
    path = review.fulltext / "printed.pdf"
    rows = read_built(review.built("extraction", "evidence"), Evidence)

    def replacing(asked, *rest):
        path.write_bytes((pdfs / "one.pdf").read_bytes())
        return {}

    monkeypatch.setattr(pages, "draw", replacing)
    assert pictures(rows, review.fulltext, tmp_path / "images") == Pictures()


def test_each_number_leads_to_the_first_of_what_it_counts(review):
    html = page(review)
    links = dict(
        (words, int(at))
        for at, words in re.findall(r'href="#quote-(\d+)">\d+</a></td><th scope="row">(.*?)</th>', html)
    )
    states = [(int(n), state) for n, state in re.findall(r'id="quote-(\d+)".*?data-state="(\w+)"', html)]
    assert len({state for _, state in states}) > 5
    for n, state in reversed(states):
        sign, words = STATES[state]
        first = links[words if state == "none" else f"{sign} {words}"]
        assert first <= n and (first, state) in states
    lacking = re.findall(r'id="quote-(\d+)"(?:(?!</article>).)*?≠', html, re.DOTALL)
    assert links["values whose number is not in their quote"] == int(lacking[0])


def test_numbers_that_would_cover_each_other_have_one_label():
    def entry(id, left, top):
        row = Evidence("a", "b", 1, "", "R1", words=1)
        return Entry(
            id, "", (), row, "found", ("R1",), ((left, top, left + 0.4, top + 0.01),) if left else ()
        )

    entries = [
        entry(8, 0.1, 0.2),
        entry(9, 0.1, 0.2),
        entry(10, 0.1, 0.3),
        entry(11, 0.5, 0.2),
        entry(12, 0, 0),
    ]
    assert Sheet("a.pdf", 1, "", None, entries).labels == [
        (0.1, 0.2, "8, 9"),
        (0.1, 0.3, "10"),
        (0.5, 0.2, "11"),
    ]


def test_a_pdf_that_is_here_and_may_be_another_is_named(tmp_path, pdfs):
    review = made.make(tmp_path, pdfs)
    files = [
        PdfFile("cole.pdf", "0" * 64, "", "rcole2003", "wrong"),
        PdfFile("cole2.pdf", "1" * 64, "rcole2003", "", "uncertain"),
    ]
    studies = read_built(review.built("fulltext", "studies"), Study)
    there = doubted(studies, files, [Member("rcole2003", "rcole2003")])
    assert [item for _, item in there["cole2003"]] == [
        "fulltext:pdf-wrong:rcole2003",
        "fulltext:pdf-uncertain:cole2.pdf",
    ]
    rows = read_built(review.built("extraction", "evidence"), Evidence)
    form = require_proforma(review)
    items = {item.item: item.text for item in open_items(rows, made.data(), form, (), there)}
    said = items["extraction:quote-unchecked:cole2003"]
    assert "cole.pdf is logged for it, and seems to be another report (fulltext:pdf-wrong:rcole2003)" in said
    assert "not on this computer" not in said
    write_rows(review.built("fulltext", "pdfs"), files, PdfFile)
    assert "○ not checked: no PDF here ( cole.pdf is logged for it," in text(page(run(review)))


def test_only_where_the_protocol_says_so_the_page_is_shared_with_its_images_in_it(review, tmp_path, pdfs):
    shared = (review.reports / "evidence.html").read_text(encoding="utf-8")
    assert shared.count("data:image/png;base64,") == 3 and "pages/" not in shared
    assert 'href="report.html"' in shared and "The team's own page" not in text(shared)
    assert 'href="../../reports/report.html"' in page(review) and "The team's own page" in text(page(review))
    assert not evidence.lost(review)
    alone = run(made.make(tmp_path, pdfs, present=False))
    assert not (alone.reports / "evidence.html").exists() and not evidence.lost(alone)
    alone.config.write_text(SHARED, encoding="utf-8")
    run(alone)
    assert (alone.reports / "evidence.html").exists()
    (alone.reports / "evidence.html").unlink()
    assert evidence.lost(alone)
    alone.config.write_text(made.CONFIG, encoding="utf-8")
    run(alone)
    assert not (alone.reports / "evidence.html").exists() and not evidence.lost(alone)


def test_without_any_pdf_the_page_says_so(tmp_path, pdfs):
    html = page(run(made.make(tmp_path, pdfs, present=False)))
    assert "<img" not in html and "No page is shown as an image" in html
    assert text(html).count("○ not checked: no PDF here") > 8
    nothing = page(run(made.make(tmp_path / "empty", pdfs, rows=[], present=False)))
    assert "nothing that rests on a quote was extracted yet" in nothing and "Go to:" not in nothing


def test_a_pdf_that_was_changed_since_is_not_shown(tmp_path, pdfs):
    review = made.make(tmp_path, pdfs)
    (review.fulltext / "printed.pdf").write_bytes((pdfs / "one.pdf").read_bytes())
    html = page(run(review))
    assert "<img" not in html and "No image of this page" in html


@needed
@pytest.mark.parametrize("width", [1400, 400])
def test_axe_finds_nothing(browser, review, width):
    assert violations(browser, review.reports / "evidence.html", width) == []


@needed
def test_filters_keys_and_images_in_a_browser(browser, review):
    shown = "[...document.querySelectorAll('.quote')].filter(one => one.checkVisibility()).length"
    with browser.page(review.build / "evidence" / "evidence.html") as page:
        every = page.evaluate(shown)
        page.press("u")
        assert page.text("#found") == f"{every - 2} of {every} shown" and page.evaluate(shown) == every - 2
        page.press("u")
        page.press("j")
        page.press("j")
        assert page.evaluate("document.activeElement.id") == "quote-2"
        frame = "document.querySelector('#words-2').closest('.window')"
        inside = f"""(() => {{ const outer = {frame}.getBoundingClientRect();
            const spot = document.querySelector('#words-2').getBoundingClientRect();
            return spot.top >= outer.top && spot.bottom <= outer.bottom; }})()"""
        assert page.evaluate(inside)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.until("[...document.images].every(one => one.complete && one.naturalWidth > 400)")
        page.evaluate(
            "document.querySelector('#state').value = 'not_found';"
            "document.querySelector('#state').dispatchEvent(new Event('change'))"
        )
        assert page.evaluate(shown) == 1
        assert not page.evaluate("document.querySelector('#study-cole2003').checkVisibility()")
        page.evaluate("document.querySelector('.contents a[href=\"#study-cole2003\"]').click()")
        page.until("document.querySelector('#study-cole2003').checkVisibility()")
        assert page.evaluate(shown) == every
        assert page.errors == [] and all(request.startswith("file:") for request in page.requests)
        assert page.evaluate("document.title !== 'gone'")
