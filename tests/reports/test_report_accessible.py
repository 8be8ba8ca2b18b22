"""The pages of a review in a browser: readable by everybody, searchable, printable, harmless."""

from __future__ import annotations

import argparse
from dataclasses import replace

import pytest
import whole_review
from report_reviews import make

from accessible import quiet, violations
from browser import needed
from tamis.cli import main
from tamis.reports import command
from tamis.tables import Citation, Record

pytestmark = needed
GONE = "document.title='gone'"
HOSTILE = f"\u202e<img src=x onerror={GONE}>"


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    review = whole_review.make(tmp_path_factory.mktemp("review"))
    assert main(["forms", "screening", "--for", "R1", "-d", str(review.root)]) == 0
    return review


@pytest.fixture(scope="module")
def report(review):
    return review.reports / "report.html"


@pytest.mark.parametrize("name", ["report", "duplicates", "conflicts", "audit"])
@pytest.mark.parametrize("width", [1400, 400])
def test_axe_finds_nothing(browser, review, name, width):
    assert violations(browser, review.reports / f"{name}.html", width) == []


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (1400, True), (400, False), (400, True)])
def test_axe_finds_nothing_on_the_page_for_screening(browser, review, width, dark):
    (page,) = (review.root / "sheets").glob("*.html")
    assert violations(browser, page, width, dark=dark) == []


def test_axe_would_find_something(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><title>A</title><main><h1>A</h1><p style='color:#999'>pale</p><img src='data:,'>")
    found = violations(browser, page, 1400)
    assert [line.split(",")[0] for line in found] == [
        "serious: color-contrast",
        "serious: html-has-lang",
        "critical: image-alt",
    ]


def test_the_keyboard_reaches_the_text_at_once_and_the_search_by_its_key(browser, report):
    with browser.page(report, width=400) as page:
        page.press("Tab")
        assert page.evaluate(
            "document.activeElement.matches('.skip') && document.activeElement.offsetLeft >= 0"
        )
        page.press("Enter")
        page.until("location.hash === '#main'")
        page.press("/")
        assert page.evaluate("document.activeElement.id") == "finder-words"
        assert page.evaluate("document.querySelector('.contents details').open")


def test_the_search_names_the_parts_and_goes_from_place_to_place(browser, report):
    with browser.page(report) as page:
        page.press("/")
        page.write("folding nothing of the kind")
        page.until("document.querySelector('#finder-found').textContent === 'Nothing found'")
        page.evaluate("document.querySelector('#finder-words').value = ''")
        page.write("LIGHTHOUSES blink")
        page.until("document.querySelector('#finder-hits a')")
        parts = page.evaluate(
            "[...document.querySelectorAll('#finder-hits li')].map(li => li.textContent.split(/ (?=\\d+$)/))"
        )
        places = sum(int(n) for _, n in parts)
        assert page.text("#finder-found") == f"{places} places; Enter goes to the next"
        assert "Where each number comes from" in [part for part, _ in parts]
        page.press("Enter", "Enter")
        assert page.text("#finder-found") == f"2 of {places}"
        assert "lighthouses blink" in page.text(".hit").lower()
        assert page.evaluate("document.querySelectorAll('.hit').length") == 1
        page.evaluate("document.querySelector('#finder-hits a').click()")
        assert page.evaluate("document.activeElement.matches('.hit')")
        page.evaluate("document.querySelector('#finder-words').focus()")
        page.press("Escape")
        assert not page.evaluate("document.querySelector('.hit, #finder-hits a')")


def test_a_link_to_a_row_that_is_left_out_brings_all_rows_back(browser, tmp_path, report):
    table = (
        "<table><caption>T</caption><thead><tr><th scope='col'>A</th><th scope='col' class='num'>N</th></tr>"
    )
    words = ["9", "1,000", "≥ 10", "not recorded", "", "−3", "2.5%", "10†", "8"]
    rows = "".join(
        f"<tr id='r{at}'><th scope='row'>w{at}</th><td class='num'>{n}</td></tr>"
        for at, n in enumerate(words)
    )
    total = "<tr class='total'><th scope='row'>All</th><td class='num'>1</td></tr>"
    html = report.read_text(encoding="utf-8")
    start, end = html.index('<main id="main">'), html.index("</main>")
    page_file = tmp_path / "page.html"
    body = f"<section>{table}</thead><tbody>{rows}{total}</tbody></table></section>"
    page_file.write_text(f'{html[:start]}<main id="main">{body}{html[end:]}', encoding="utf-8")
    with browser.page(page_file) as page:
        shown = (
            "[...document.querySelectorAll('tbody tr')].filter(tr => !tr.hidden).map(tr => tr.textContent)"
        )
        page.evaluate("document.querySelector('th:nth-child(2) button').click()")
        numbers = ["−3", "2.5%", "8", "9", "≥ 10", "10†", "1,000"]
        order = [*(f"w{words.index(n)}{n}" for n in numbers), "w3not recorded", "w4", "All1"]
        assert page.evaluate(shown) == order
        page.evaluate("document.querySelector('.table-find input').focus()")
        page.write("W3")
        page.until(f"{shown}.length === 1")
        assert page.text(".table-find [role=status]") == "1 of 9 rows"
        page.evaluate("location.hash = 'r7'")
        page.until(f"{shown}.length === 10")
        assert page.evaluate("document.querySelector('.table-find input').value") == ""


def test_without_its_script_a_page_shows_no_field_and_all_rows(browser, tmp_path, report):
    html = report.read_text(encoding="utf-8")
    page_file = tmp_path / "page.html"
    page_file.write_text(html[: html.rindex("<script>")], encoding="utf-8")
    with browser.page(page_file) as page:
        assert not page.evaluate("document.querySelector('#finder').checkVisibility()")
        assert not page.evaluate("document.querySelector('.table-find, .sort, tr[hidden]')")
        quiet(page)


def test_texts_of_strangers_stay_texts_and_turn_nothing_around(browser, tmp_path):
    def hostile(built):
        for rows in built.values():
            for at, row in enumerate(rows):
                if isinstance(row, Citation | Record):
                    rows[at] = replace(row, title=HOSTILE, url=f"javascript:{GONE}", doi='"><svg onload=x>')

    review = make(tmp_path / "review", hostile)
    assert command.run(argparse.Namespace(dir=review.root)) == 0
    for name in ("report", "duplicates", "conflicts", "audit"):
        with browser.page(review.reports / f"{name}.html") as page:
            quiet(page)
            assert "gone" not in page.evaluate("document.title")
            assert not page.evaluate(
                "document.querySelector('main img, a[href^=\"javascript:\" i], [onload], [onerror]')"
            )
    with browser.page(review.reports / "report.html") as page:
        # What stands after a title is still to the right of where the title begins.
        assert page.evaluate(
            """(() => {
              document.querySelectorAll("main details").forEach(each => { each.open = true; });
              const titles = [...document.querySelectorAll("main bdi")].filter(bdi => bdi.nextElementSibling);
              return titles.length > 2 && titles.every(bdi => {
                const own = bdi.getClientRects()[0], next = bdi.nextElementSibling.getClientRects()[0];
                return next.top >= own.bottom - 2 || next.left > own.left;
              });
            })()"""
        )


def test_print_has_what_is_shut_and_every_number(browser, review):
    with browser.page(review.reports / "audit.html") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.call("Emulation.setEmulatedMedia", media="print")
        assert page.evaluate("[...document.querySelectorAll('main details')].every(each => each.open)")
        assert page.evaluate(
            "[...document.querySelectorAll('main td')].every(each => each.checkVisibility())"
        )
