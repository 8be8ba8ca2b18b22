"""From a box of the flow diagram to the records in it and the life of each, in a browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import whole_review
from report_reviews import exits_of, make
from whole_review import ids_of

from accessible import click, found
from browser import needed
from tamis.reports import built as built_module
from tamis.reports import page as page_module

pytestmark = needed
BOX = ".flow svg a[data-name='{}']"


@pytest.fixture(scope="module")
def review(whole):
    return whole


@pytest.fixture
def page(review, browser):
    with browser.page(review.reports / "report.html", width=1400) as page:
        yield page
        assert page.errors == []
        assert [url for url in page.requests if not url.startswith("file:")] == []


def follow(page, name):
    """Focus a box or line of the diagram, and press Enter."""
    page.evaluate(f"document.querySelector({json.dumps(BOX.format(name))}).focus()")
    page.press("Enter")


def listed(page):
    """Return the titles in the panel."""
    names = "[...document.querySelectorAll('dialog .item .name')].map(name => name.textContent)"
    return page.evaluate(names)


def write(page, words):
    """Write into the filter."""
    page.evaluate("document.querySelector('dialog input').focus()")
    page.evaluate("document.querySelector('dialog input').select()")
    page.write(words)


def test_every_box_and_line_opens_as_many_as_it_says(page):
    names = page.evaluate("[...document.querySelectorAll('.flow svg a')].map(a => a.dataset.name)")
    assert {"identified", "duplicates", "records_screened", "dbr_excluded", "included", "other_results"} <= {
        *names
    }
    assert {"source:database:Scopus", "reason:databases:topic", "open:databases:retrieval"} <= {*names}
    said = page.evaluate(
        """[...document.querySelectorAll('.flow svg a')].filter(a => a.dataset.name).map(a => {
             a.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
             const panel = document.querySelector('dialog[open]');
             if (!panel) { return [a.dataset.name, null]; }
             const number = panel.querySelector('h2 b').textContent;
             const entry = document.querySelector(a.getAttribute('href').replaceAll('~', '\\\\~')
               .replaceAll('.', '\\\\.'));
             const items = [...panel.querySelectorAll('.item')];
             const found = [a.dataset.name, number, entry.querySelector('h4 b').textContent,
               panel.querySelector('.status').textContent, items.length,
               items.filter(item => !item.querySelector('.opener')).length,
               a.textContent.match(/n = ([0-9,]+)/)?.[1] ?? number];
             panel.close();
             return found;
           })"""
    )
    assert [one[0] for one in said if one[1] is None] == []
    for name, number, entry, status, items, without, drawn in said:
        assert number == entry == status.removesuffix(" in all"), name
        # What was removed before an export was made is in no file: one line tells of all of it.
        assert items == int(number) or without, name
        assert number == drawn or name in ("identified", "removed", "other_results", "included"), name


def test_from_a_box_to_a_record_to_its_life_by_keyboard_alone(page, review):
    ids = ids_of(review.root)
    follow(page, "records_screened")
    assert page.text("dialog h2") == "10 Records screened on title and abstract, one for each citation"
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert len(listed(page)) == 10
    write(page, "bread disc")
    assert listed(page) == [whole_review.TITLES["b"]]
    assert page.text("dialog .status") == "1 of 10 match"
    page.press("Tab", "Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    life = page.text("dialog .life")
    assert ids["b"] in life
    for told in (
        "records/searches/scopus.ris:7",
        "R3, as third reviewer: include“It fits”5 February 2024 · records/screening/adjudication.R3.csv:2",
        "Report excluded in full text",
    ):
        assert told in life
    # On to the other record of this publication, and back to where one was.
    page.press("Tab", "Enter")
    assert page.text("dialog h2") == whole_review.TITLES["b"]
    assert "Reference lists searched" in page.text("dialog .life")
    assert "What became of the publication" in page.text("dialog .life")
    page.evaluate("document.querySelector('dialog .back-to').focus()")
    page.press("Enter")
    assert page.text("dialog .status") == "1 of 10 match"
    assert page.evaluate("document.activeElement.textContent") == ids["b2"]
    page.press("Escape")
    assert not page.evaluate("document.querySelector('dialog').open")
    assert page.evaluate("document.activeElement.dataset.name") == "records_screened"


def test_a_line_and_the_box_around_it_open_what_each_of_them_counts(page):
    click(page, BOX.format("source:database:Scopus") + " text")
    assert page.text("dialog h2") == "11† (rests on stand-ins) Records identified from Scopus"
    click(page, "dialog .close")
    assert not page.evaluate("document.querySelector('dialog').open")
    click(page, BOX.format("removed") + " text")
    assert page.text("dialog h2") == "4 Records removed before screening"
    assert "Scopus: 2 not in scopus.ris" in page.text("dialog .items")


@pytest.mark.parametrize("width", [1400, 400])
def test_axe_finds_nothing_in_the_panel(page, width):
    page.resize(width)
    follow(page, "records_screened")
    # What repeats is tried twice, or it takes long.
    rest = "dialog .item ~ .item ~ .item, .page, .front"
    page.evaluate(f"document.querySelectorAll('{rest}').forEach(each => each.remove())")
    page.evaluate("document.querySelectorAll('dialog .opener').forEach(opener => opener.click())")
    assert found(page, "dialog", colours=width > 600) == []


def test_the_panel_is_named_and_keeps_the_focus(page):
    follow(page, "dbr_sought_reports")
    name = page.evaluate("document.querySelector('dialog').getAttribute('aria-labelledby')")
    assert page.text(f"#{name}").startswith("6 Reports sought")
    for _ in range(12):
        page.press("Tab")
        inside = "document.activeElement.closest('dialog') || document.activeElement === document.body"
        assert page.evaluate(f"!!({inside})")


def test_a_filter_looks_at_authors_years_sources_ids_and_files(page, review):
    follow(page, "records_screened")
    ids = ids_of(review.root)
    for words, count in (
        ("smith 2020", 10),
        (ids["d"], 1),
        ("PUBMED", 1),
        ("pubmed.ris:1", 0),
        ("øtters", 0),
    ):
        write(page, words)
        assert page.text("dialog .status") == f"{count} of 10 match", words
        assert len(listed(page)) == count


def test_the_panel_leads_to_where_the_number_comes_from(page):
    follow(page, "duplicates")
    page.evaluate("document.querySelector('dialog .tools a').click()")
    assert page.evaluate("location.hash") == "#n-flow-duplicates"
    assert not page.evaluate("document.querySelector('dialog').open")
    page.until("document.querySelector('#n-flow-duplicates details').open")
    page.until("document.activeElement === document.querySelector('#n-flow-duplicates h4')")


def test_a_record_opens_from_where_a_number_is_explained(page, review):
    page.evaluate("location.hash = '#n-flow-duplicates'")
    page.until("document.querySelector('#n-flow-duplicates button.rec')")
    page.evaluate("document.querySelector('#n-flow-duplicates button.rec').focus()")
    page.press("Enter")
    assert page.text("dialog h2") == whole_review.TITLES["a"]
    assert "The same publication as" in page.text("dialog .life")
    page.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == ids_of(review.root)["a2"]


def test_nothing_is_wider_than_a_telephone(review, browser):
    with browser.page(review.reports / "report.html", width=400) as page:
        follow(page, "records_screened")
        page.evaluate("document.querySelectorAll('dialog .opener').forEach(opener => opener.click())")
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [400, 400]
        widths = "['dialog', 'dialog .panel-body'].map(s => document.querySelector(s).scrollWidth)"
        assert page.evaluate(widths) == [400, 400]
        assert page.evaluate("document.querySelector('dialog .close').getBoundingClientRect().right") <= 400


def grown(built):
    """Add many duplicates to a review, and let strangers write its titles."""
    hostile = "<img src=x onerror=\"document.title='taken'\"> </script><b>bold</b>"
    more = [
        replace(built["searches", "records"][1], record_id=f"rx{n}", title=f"{hostile} {n}", line=n)
        for n in range(450)
    ]
    built["searches", "records"] += more
    built["dedupe", "members"] += [
        replace(built["dedupe", "members"][1], record_id=record.record_id) for record in more
    ]
    built["flow", "exits"] += [
        replace(exits_of(built)[4], record_id=record.record_id, citation_id="r2", place=record.place)
        for record in more
    ]
    built["searches", "exports"][0] = replace(built["searches", "exports"][0], records=454)


@pytest.fixture(scope="module")
def long_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    path = folder / "report.html"
    path.write_text(page_module.render(built_module.read(make(folder, grown))), encoding="utf-8")
    return path


def test_a_long_list_comes_in_portions_and_the_filter_looks_at_all_of_it(long_page, browser):
    with browser.page(long_page, width=1400) as page:
        follow(page, "duplicates")
        assert page.text("dialog .status") == "451 in all"
        assert len(listed(page)) == 200
        page.evaluate("document.querySelector('dialog .more').focus()")
        page.press("Enter")
        assert len(listed(page)) == 400
        assert page.evaluate("document.activeElement.querySelector('.name').textContent").endswith(" 199")
        page.evaluate("document.querySelector('dialog .more').click()")
        assert len(listed(page)) == 451
        assert page.evaluate("document.querySelector('dialog .more').hidden")
        write(page, "bold 449")
        assert page.text("dialog .status") == "1 of 451 match"


def test_a_list_opens_at_its_beginning_wherever_another_one_was_left(long_page, browser):
    with browser.page(long_page, width=1400) as page:
        follow(page, "duplicates")
        page.evaluate("document.querySelector('dialog .panel-body').scrollTop = 2000")
        assert page.evaluate("document.querySelector('dialog .panel-body').scrollTop") > 1000
        page.press("Escape")
        page.until("!document.querySelector('dialog').open")
        follow(page, "removed")
        assert page.evaluate("document.querySelectorAll('dialog .item').length") == 200
        assert page.evaluate("document.querySelector('dialog .panel-body').scrollTop") == 0


def test_what_strangers_wrote_turns_nothing_in_the_panel_around(tmp_path, browser):
    def turned(built):
        grown(built)
        built["searches", "records"] = [
            replace(record, title="\u202etitle", authors="\u202eAlder, A; \u202eElm, B", year=2020)
            for record in built["searches", "records"]
        ]

    path = tmp_path / "report.html"
    path.write_text(page_module.render(built_module.read(make(tmp_path, turned))), encoding="utf-8")
    with browser.page(path, width=1400) as page:
        follow(page, "duplicates")
        page.evaluate("document.querySelector('dialog .opener').click()")
        for line in (".by", ".life .who"):
            # The year, which stands behind the authors, is to the right of them.
            places = page.evaluate(
                f"""(() => {{
                  const walk = document.createTreeWalker(document.querySelector("dialog {line}"), 4);
                  const range = document.createRange(), found = {{}};
                  while (walk.nextNode()) {{
                    for (const word of ["Alder", "2020"]) {{
                      const at = walk.currentNode.data.indexOf(word);
                      if (at >= 0) {{
                        range.setStart(walk.currentNode, at);
                        range.setEnd(walk.currentNode, at + word.length);
                        found[word] = range.getBoundingClientRect().left;
                      }}
                    }}
                  }}
                  return [found["Alder"], found["2020"]];
                }})()"""
            )
            assert places[0] < places[1], line


def test_titles_of_strangers_are_only_text(long_page, browser):
    with browser.page(long_page, width=1400) as page:
        title = page.evaluate("document.title")
        follow(page, "duplicates")
        page.evaluate("document.querySelectorAll('dialog .opener')[1].click()")
        assert listed(page)[1].startswith("<img src=x onerror=")
        assert (
            page.evaluate("document.querySelectorAll('dialog img, dialog b:not(h2 b), dialog script').length")
            == 0
        )
        assert page.evaluate("document.title") == title and page.errors == []


def test_where_records_are_too_many_a_box_leads_to_its_entry(tmp_path, browser, monkeypatch):
    monkeypatch.setattr("tamis.reports.numbers.MOST_RECORDS", 4)
    path = tmp_path / "report.html"
    path.write_text(page_module.render(built_module.read(make(tmp_path))), encoding="utf-8")
    assert re.search(r'id="lists">\{\}</script>', path.read_text(encoding="utf-8"))
    with browser.page(path, width=1400) as page:
        follow(page, "records_screened")
        assert page.evaluate("[location.hash, document.querySelector('dialog')]") == [
            "#n-flow-records_screened",
            None,
        ]
        assert page.errors == []
