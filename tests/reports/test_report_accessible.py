"""The pages of a review in a browser: readable by everybody, searchable, printable, harmless."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace

import pytest
from report_reviews import make

from accessible import quiet, violations
from browser import needed
from tamis.cli import main
from tamis.reports import command
from tamis.review import Review
from tamis.tables import Citation, Record

pytestmark = needed
GONE = "document.title='gone'"
HOSTILE = f"\u202e<img src=x onerror={GONE}>"


@pytest.fixture(scope="module")
def review(whole, tmp_path_factory):
    review = Review(shutil.copytree(whole.root, tmp_path_factory.mktemp("review") / "review"))
    assert main(["forms", "screening", "--for", "R1", "-d", str(review.root)]) == 0
    return review


@pytest.fixture(scope="module")
def report(review):
    return review.reports / "report.html"


# The report as a telephone shows it is tried with the worked example, as all of it is at either width.
@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("report", 1400),
        *((name, width) for name in ("duplicates", "conflicts", "audit") for width in (1400, 400)),
    ],
)
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


def test_what_scrolls_leaves_room_for_the_ring_of_the_focus(browser, report):
    with browser.page(report) as page:
        room = """[...document.querySelectorAll(".contents a, .contents input")].map(each => {
          const own = each.getBoundingClientRect(), box = each.closest("details").getBoundingClientRect();
          return Math.min(own.left - box.left, box.right - own.right);
        })"""
        assert min(page.evaluate(room)) >= 5  # 3 pixels of ring, 2 between
        label, field = (
            f"document.querySelector('.find {name}').getBoundingClientRect()" for name in ("label", "input")
        )
        assert page.evaluate(f"{label}.bottom + 5 <= {field}.top")


def test_on_a_telephone_the_diagram_says_that_it_scrolls_and_places_break_where_they_may(browser, report):
    with browser.page(report, width=400) as page:
        diagram = "document.querySelector('#flow .flow svg')"
        assert page.evaluate(f"{diagram}.getBoundingClientRect().width") >= 700
        assert page.evaluate(f"getComputedStyle({diagram}).mixBlendMode") == "multiply"
        assert page.evaluate("!document.querySelector('.scroll figcaption')")
        page.evaluate("document.querySelectorAll('#numbers details').forEach(each => { each.open = true; })")
        broken = """[...document.querySelectorAll("#numbers .place span")].filter(each => {
          const range = document.createRange();
          range.selectNodeContents(each);
          return range.getClientRects().length > 1;
        }).map(each => each.textContent)"""
        assert page.evaluate("document.querySelectorAll('#numbers .place span').length") > 50
        assert page.evaluate(broken) == []


def test_the_sign_of_sorting_stands_with_the_last_word_and_beside_numbers(browser, review):
    with browser.page(review.reports / "duplicates.html") as page:
        page.evaluate("""document.querySelector("main table").insertAdjacentHTML("beforebegin",
          "<table id='t'><thead><tr><th><button class='sort'>Words</button></th>"
          + "<th class='num'><button class='sort'>Kappa</button></th><th>A</th></tr></thead></table>")""")
        content = page.evaluate("getComputedStyle(document.querySelector('#t .sort'), '::after').content")
        assert content.startswith('"\u00a0')
        room = "getComputedStyle(document.querySelector('#t .num')).paddingRight"
        assert page.evaluate(f"parseFloat({room})") > 20


def test_a_search_among_duplicates_leads_to_the_first_one(browser, review):
    with browser.page(review.reports / "duplicates.html") as page:
        assert not page.evaluate("document.querySelector('.parts').checkVisibility()")
        page.evaluate("document.querySelector('#words').focus()")
        page.write("bread")
        page.until("document.querySelector('#found').textContent.endsWith(' shown')")
        assert page.evaluate("document.querySelector('.onward').checkVisibility()")
        page.press("Enter")
        assert "Bread" in page.evaluate("document.activeElement.textContent")
        top = "document.activeElement.getBoundingClientRect().top"
        page.until(f"{top} >= 0 && {top} < innerHeight")
        page.resize(400)
        assert page.evaluate("document.querySelector('.parts').checkVisibility()")


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
