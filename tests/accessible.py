"""What every page must pass in a browser: axe-core's rules, no request, as wide as its window; and clicks.

Of what repeats, such as the rows of a table, a page that is tried keeps the first few: axe-core takes minutes
for thousands of elements that one template made.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from pathlib import Path

from browser import Browser, Page

#: What of a page is the same again.
_AGAIN = (
    ".entry + .entry, .item ~ .item ~ .item, .case ~ .case ~ .case, .rule ~ .rule, .sheet ~ .sheet,"
    " .data > :nth-child(n+4), tbody tr:nth-child(n+4), li:nth-child(n+6),"
    " .scroll:has(.grid) ~ .scroll:has(.grid), #numbers h3 ~ h3 ~ h3"
)
_RUN = """axe.run('PART', {resultTypes: ['violations'], selectors: false, preload: false,
  rules: {'color-contrast': {enabled: COLOURS}}})
.then(found => found.violations.map(rule => `${rule.impact}: ${rule.id}, ${rule.nodes.length} times, such as `
  + rule.nodes[0].html.slice(0, 200)))"""


@functools.cache
def _axe() -> str:
    return (importlib.resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


def quiet(page: Page) -> None:
    """Check that a page asked for nothing but itself, runs without an error, and is as wide as its window."""
    asked = [request for request in page.requests if not request.startswith("data:")]  # that is in the page
    assert asked == asked[:1] and asked[0].startswith("file:"), asked
    assert page.errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def violations(browser: Browser, path: Path, width: int, *, dark: bool = False) -> list[str]:
    """Return what axe-core finds on a page with everything in it open; a telephone's has the same colours."""
    with browser.page(path, width=width, dark=dark) as page:
        return _opened(page, colours=width > 600 or dark)


def _opened(page: Page, *, colours: bool) -> list[str]:
    """Return what axe-core finds on a page once everything in it is open, and what repeats is left out."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    page.evaluate(f"document.querySelectorAll({json.dumps(_AGAIN)}).forEach(each => each.remove())")
    quiet(page)
    return found(page, colours=colours)


def found(page: Page, within: str = "html", *, colours: bool = True) -> list[str]:
    """Return what axe-core finds in a part of a page as it is now; `colours`: whether contrast counts."""
    page.evaluate(_axe() + "; 0")
    run = _RUN.replace("PART", within).replace("COLOURS", "true" if colours else "false")
    return page.evaluate(run)


def click(page: Page, selector: str) -> None:
    """Click on the first line of the first element that a selector finds, where a person would."""
    at = page.evaluate(
        f"""(() => {{
          const element = document.querySelector({json.dumps(selector)});
          if (!element) return {{missing: true}};
          element.scrollIntoView({{block: "center", inline: "center"}});
          const box = element.getClientRects()[0];
          const x = box.x + Math.min(box.width / 2, 40), y = box.y + box.height / 2;
          const hit = document.elementFromPoint(x, y);
          return {{x, y, hit: element.contains(hit) || hit?.contains(element)}};
        }})()"""
    )
    assert at.get("hit"), f"{selector} is not there, or something lies over it"
    for kind in ("mousePressed", "mouseReleased"):
        page.call("Input.dispatchMouseEvent", type=kind, x=at["x"], y=at["y"], button="left", clickCount=1)


def click_through(browser: Browser, path: Path, width: int) -> list[str]:
    """Go through a report as a reader does: contents, a number, its records, tables, details, the search.

    Returns what axe-core finds on the page after that, as `violations` does.
    """
    with browser.page(path, width=width) as page:
        quiet(page)
        _contents(page, narrow=width < 900)
        _number(page)
        _table(page)
        _search(page)
        return _opened(page, colours=width > 600)


def _contents(page: Page, *, narrow: bool) -> None:
    assert page.evaluate("document.querySelector('.contents details').open") is not narrow
    if narrow:
        click(page, ".contents summary")
    click(page, ".contents a[href='#excluded']")
    page.until("document.querySelector('.contents [aria-current]').hash === '#excluded'")
    page.until("document.querySelector('#excluded').getBoundingClientRect().top < 100")


def _number(page: Page) -> None:
    click(page, "#summary .figures .figure:nth-child(2) a.n")
    page.until("location.hash.startsWith('#n-') && document.querySelector(location.hash + ' details').open")
    line = "document.querySelector(location.hash + ' details .place')"
    page.until(line)
    assert page.evaluate(f"/^records\\/searches\\/.+:\\d+$/.test({line}.textContent)")
    click(page, ":target .back")
    page.until("location.hash.startsWith('#at-')")


def _table(page: Page) -> None:
    """Filter a long table and sort another one."""
    rows = "[...document.querySelector('#excluded table').tBodies[0].rows]"
    word = page.evaluate(f"{rows}.at(-1).textContent.match(/[a-z]{{6,}}/)[0]")
    fitting = page.evaluate(f"{rows}.filter(row => row.textContent.toLowerCase().includes('{word}')).length")
    everything = page.evaluate(f"{rows}.length")
    assert 0 < fitting <= everything > 8
    click(page, "#excluded .table-find input")
    page.write(word)
    page.until(f"{rows}.filter(row => row.checkVisibility()).length === {fitting}")
    assert page.text("#excluded .table-find [role=status]") == f"{fitting} of {everything} rows"
    # Print shows all rows.
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.evaluate(f"{rows}.filter(row => row.checkVisibility()).length") == everything
    assert not page.evaluate("document.querySelector('.table-find, .contents').checkVisibility()")
    page.call("Emulation.setEmulatedMedia", media="")
    shut = "#sources details:last-of-type"
    click(page, f"{shut} > summary")
    page.until(f"document.querySelector('{shut}').open")
    cells = f"[...document.querySelectorAll('{shut} td:nth-child(2)')]"
    numbers = f"{cells}.map(cell => parseInt(cell.textContent.replace(',', '')))"
    before = page.evaluate(numbers)
    head = f"{shut} th:nth-child(2)"
    for way, wanted in (("ascending", sorted(before)), ("descending", sorted(before)[::-1]), (None, before)):
        click(page, f"{head} button")
        assert page.evaluate(f"document.querySelector('{head}').getAttribute('aria-sort')") == way
        assert page.evaluate(numbers) == wanted


def _search(page: Page) -> None:
    """Find a word in what is shut and filtered, by keyboard alone."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = false; })")
    page.evaluate("document.activeElement.blur()")
    page.press("/")
    assert page.evaluate("document.activeElement.id") == "finder-words"
    page.write("utf-8")
    page.until("document.querySelectorAll('#finder-hits a').length > 0")
    page.press("Enter")
    page.until("document.querySelector('.hit')?.checkVisibility()")
    assert page.text("#finder-found").startswith("1 of ")
    hit = "document.querySelector('.hit').getBoundingClientRect()"
    assert page.evaluate(f"{hit}.bottom > 0 && {hit}.top < innerHeight")
