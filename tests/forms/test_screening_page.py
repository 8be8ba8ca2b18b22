"""The screening page in a browser, by keyboard alone: what is decided there is what the pipeline reads."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser import Browser, Page, needed
from tamis.cli import main
from tamis.config import Config, require_config
from tamis.errors import Problems
from tamis.forms.screening.page import terms
from tamis.forms.screening.page.page import render
from tamis.review import Known, Review
from tamis.screening import inputs
from tamis.store import harmless, read_built, read_rows, write_rows
from tamis.tables import Citation, Decision, Export, Member, Record, Vote

CONFIG = """\
tamis: 0.1.0
title: Gardens & <b>health</b>
version_date: 2022-03-31
questions: [{id: q1, text: 'Does it work?'}]
eligibility:
  flowchart:
    - {id: people, question: 'Is it about <i>people</i>?', reason: Other beings}
    - {id: gardens, question: 'Is it about gardens?', reason: No gardens}
search:
  terms:
    - {domain: Where, terms: 'Garden* OR "green space" OR (allotment NEAR/3 plot) NOT botanic*'}
reviewers: [{id: R1}, {id: R2xyzzy}]
screening:
  highlight: {include: [random*], exclude: ["in vitro"]}
  stages:
    title_abstract: {reviewers: 2}
    full_text: {reviewers: 2}
"""
RUN = "document.title='run'"
HOSTILE = f'=1+1 </script><script>{RUN}</script> <img src=x onerror="{RUN}"> &amp; {{{{ 7 * 7 }}}} "q"'
TITLES = (
    "A randomised trial of gardening",
    "Green-space in vitro, and gardens",
    HOSTILE,
    "Botanic allotments; a survey",
    "A randomised trial of gardening, again",
)
IDS = tuple(f"raaaaaaaa{letter}{letter}" for letter in "abcde")
NAME = re.compile(r"(title_abstract|full_text)\.R1\.page-[0-9a-f]{8}\.csv")


def citations() -> list[Citation]:
    return [
        Citation(
            id,
            arm="databases",
            records=1,
            title=title,
            year=2020,
            authors=f"Author, {id}",
            abstract=f"Abstract {number}. {HOSTILE if number == 3 else 'Growing green spaces helps.'}",
            url=f"javascript:{RUN}" if number == 3 else "https://example.org/",
            place=f"records/searches/a.ris:{number}",
        )
        for number, (id, title) in enumerate(zip(IDS, TITLES, strict=True), start=1)
    ]


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Return a review whose citations wait for title and abstract."""
    review = Review(tmp_path)
    review.config.parent.mkdir()
    review.config.write_text(CONFIG)
    records = [Record(c.citation_id, title=c.title, year=2020, source_file="a.ris") for c in citations()]
    exports = [Export("a.ris", date_run="2020-12-01")]
    for stage, table, rows, row in (
        ("searches", "exports", exports, Export),
        ("searches", "records", records, Record),
        ("dedupe", "members", [Member(id, id) for id in IDS], Member),
        ("dedupe", "citations", citations(), Citation),
    ):
        write_rows(review.built(stage, table), rows, row)
    return review


@pytest.fixture
def config(review: Review) -> Config:
    return require_config(review)


@pytest.fixture
def opened(browser: Browser, review: Review, config: Config):
    """Return what opens the page of R1; at the end, nothing was fetched, and nothing went wrong."""
    pages: list[Page] = []

    def opened(stage: str = "title_abstract", html: str = "", **window) -> Page:
        path = review.root / "page.html"
        path.write_text(html or render(config, "R1", stage, citations(), {IDS[1]: "pilot", IDS[4]: "1"}))
        pages.append(browser.page(path, **window))
        return pages[-1]

    yield opened
    for page in reversed(pages):
        assert page.errors == []
        assert {url for url in page.requests if not url.startswith(("file:", "blob:"))} == set()
        assert page.evaluate("document.title") != "run"
        page.__exit__()


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def said(path: Path) -> list[tuple[str, ...]]:
    return [
        tuple(line[name] for name in ("record", "decision", "of", "reason", "note")) for line in lines(path)
    ]


def votes(review: Review, config: Config) -> list[tuple[str, ...]]:
    """Return what the pipeline reads in records/screening/."""
    known = Known(
        {row.record_id: row.title for row in read_built(review.built("searches", "records"), Record)}
    )
    problems = Problems()
    found = inputs.read(review, config, known, problems).votes
    assert [str(problem) for problem in problems] == []
    assert set(found["stage"]) == {"title_abstract"} and set(found["reviewer"]) == {"R1"}
    names = ["record_id", "decision", "of", "reason", "note"]
    return [tuple(values) for values in found[names].itertuples(index=False)]


A, B, C, D, E = IDS


@needed
def test_a_list_is_decided_on_by_keyboard_alone_and_the_pipeline_reads_just_that(opened, review, config):
    page = opened()
    assert page.text("#record") == B and "pilot: 0 of 1" in page.text(".state")  # the pilot first
    page.press("i")
    assert page.text("#said").startswith(f"Included. {TITLES[1]}") and "Next:" in page.text("#said")
    assert "That was the pilot: meet before you go on." in page.text("#said")
    assert page.text("#record") == E  # then batch 1, then what has no batch
    page.press("d")
    page.write("TRIAL garden")
    assert page.text("#others-found") == "1 found"  # itself is not on offer
    page.press("Enter")
    assert "pilot" not in page.text("#said")
    assert page.text("#record") == A and "Duplicate of A randomised trial" in page.text("#said")
    page.press("n")
    page.write('to be read again, "surely"\nie 1u')
    page.press("Escape", "m")
    assert page.text("#record") == C
    page.press("2", "e", "u")  # excluded with a reason; another without, which is taken back
    assert page.text("#record") == D and page.text("#decided") == "Not decided yet"
    assert (
        page.text("#done") == "4 of 5 decided"
        and page.text("#by-word") == "1 include, 1 exclude, 1 maybe, 1 duplicate"
    )
    page.press("k", "k", "e")  # back to the maybe: a change of mind
    assert page.text("#record") == D
    page.press("s")
    (path,) = page.saved()
    assert NAME.fullmatch(path.name)
    expected = [
        (B, "include", "", "", ""),
        (E, "duplicate", A, "", ""),
        (A, "maybe", "", "", 'to be read again, "surely" ie 1u'),
        (C, "exclude", "", "gardens", ""),
        (A, "exclude", "", "", 'to be read again, "surely" ie 1u'),
    ]
    assert said(path) == expected
    assert page.text("#unsaved") == "All is in a file." and "records/screening/" in page.text("#said")
    assert all(
        re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", line["time"]) for line in lines(path)
    )
    review.screening.mkdir(parents=True)
    (review.screening / path.name).write_bytes(path.read_bytes())
    assert sorted(votes(review, config)) == sorted(expected)
    assert main(["screening", "-d", str(review.root)]) == 0
    built = read_built(review.built("screening", "decisions"), Decision)
    assert {(row.record_id, row.decision) for row in built} >= {
        vote[:2] for vote in expected if vote[1] != "duplicate"
    }


@needed
def test_what_a_file_has_is_never_unsaid(opened):
    page = opened()
    page.press("u")
    assert page.text("#said") == "There is nothing to take back."
    page.press("i", "s")
    (first,) = page.saved()
    before = first.read_bytes()
    first.unlink()
    page.press("u")
    assert "can be changed, and not unsaid" in page.text("#said") and page.text("#record") == B
    page.press("m", "s")
    (second,) = page.saved(2)
    assert second.read_bytes().startswith(before)
    second.unlink()
    page.press("u")
    assert page.text("#said").startswith("Said again: Included.") and page.text("#decided") == "Included"
    page.press("u")  # that was in no file, and goes again
    assert page.text("#decided") == "Maybe"
    page.press("i", "s")
    (third,) = page.saved(3)
    assert [line[1] for line in said(third)] == ["include", "maybe", "include"]
    times = [line["time"] for line in lines(third)]
    assert times == sorted(set(times))  # never two of one citation in one second


@needed
def test_the_browser_keeps_all_and_warns_of_what_is_in_no_file(opened):
    page = opened()
    page.press("i", "n")
    page.write("half a thou")
    page.reload()
    assert page.dialogs == ["beforeunload"]
    assert (
        page.text("#record") == E and page.evaluate("document.getElementById('note').value") == "half a thou"
    )
    assert page.text("#done") == "1 of 5 decided" and page.text("#unsaved") == "1 decision not in a file yet."
    page.press("k")
    assert page.text("#decided") == "Included"
    page.press("s")
    page.saved()
    page.reload()
    assert page.dialogs == ["beforeunload"] and page.text("#unsaved") == "All is in a file."


@needed
def test_a_saved_file_is_read_back_at_another_computer(opened, tmp_path):
    page = opened()
    page.press("i", "2", "n")
    page.write("=note; with, all")
    page.press("Escape", "m", "s")
    (path,) = page.saved()
    assert lines(path)[2]["note"] == "'=note; with, all"  # no formula for a spreadsheet
    again = tmp_path / "again.csv"  # as Excel saves it, with a line of another list
    rows = [*csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))]
    with again.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(
            [*rows, ["rzzzzzzzzzz", "include", "", "", "é", "", "", ""]]
        )
    other = opened()
    other.press("m")
    other.upload("#file", again)
    other.until("document.getElementById('said').textContent.includes('taken in')")
    assert "3 decisions taken in. 1 line on citations that are not on this list" in other.text("#said")
    assert other.text("#unsaved") == "1 decision not in a file yet."
    other.press("s")
    (saved,) = other.saved()
    assert said(saved) == [*said(path), (B, "maybe", "", "", "")]
    assert saved.name == path.name
    assert other.dialogs == ["confirm"]  # another name: is it really one's own?
    again.write_text(f"record,decision\n{A},perhaps\n")
    other.upload("#file", again)
    other.until("document.getElementById('said').textContent.includes('perhaps')")
    assert "line 2 has the decision perhaps, which is unknown here" in other.text("#said")


@needed
@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("title_abstract.R2xyzzy.page-00000000.csv", "another person's"),
        ("title_abstract.R10.csv", "another person's"),
        ("full_text.R1.csv", "another stage"),
        ("adjudication.R1.csv", "another stage"),
        ("title_abstract.r1.page (1).csv", "1 decision taken in"),
        ("mine.csv", "Nothing was taken from mine.csv."),  # since the person says no
    ],
)
def test_nobody_elses_file_is_taken_in(opened, tmp_path, name, taken):
    page = opened()
    page.evaluate("window.confirm = (text) => { document.body.dataset.asked = text; return false; }")
    path = tmp_path / name
    path.write_text(f"record,decision\n{A},include\n")
    page.upload("#file", path)
    page.until(f"document.getElementById('said').textContent.includes({json.dumps(taken)})")
    asked = page.evaluate("document.body.dataset.asked || ''")
    assert asked == (
        "Does mine.csv hold R1's own decisions of the stage title_abstract, and nobody else's?"
        if name == "mine.csv"
        else ""
    )
    assert page.text("#done") == ("1 of 5 decided" if "taken in" in taken else "0 of 5 decided")


@needed
def test_lines_that_the_pipeline_refuses_are_not_taken_in(opened, tmp_path):
    def answer(page, stage, line):
        path = tmp_path / f"{stage}.R1.csv"
        path.write_text(f"record,decision,of,reason,note,time\n{line}\n")
        page.evaluate("document.getElementById('said').textContent = ''")
        page.upload("#file", path)
        page.until("document.getElementById('said').textContent !== ''")
        return page.text("#said")

    page = opened("full_text")
    for line, told in (
        (f"{A},constructor,,,,", "line 2 has the decision constructor, which is unknown here"),
        (f"{A},duplicate,,,,", "a duplicate, and not of which record"),
        (f"{A},duplicate,{A},,,", f"{A} as the other record of a duplicate, which it cannot be"),
        (f"{A},duplicate,smith2020,,,", "smith2020 as the other record of a duplicate, which it cannot be"),
        (f"{A},exclude,,,,", "an exclusion without a reason"),
        (f"{A},exclude,,tastes,,", "the reason tastes, which is unknown here"),
        (f"{A},include,,people,,", "the reason people beside include; only an exclusion has one"),
        (f"{A},include,,,,2024-02-30", "the time 2024-02-30, which is none"),
        (f"{A},include,,,,2024-02-01 25:00", "the time 2024-02-01 25:00, which is none"),
        (f"{A},include,,,,yesterday", "the time yesterday, which is none"),
    ):
        assert told in answer(page, "full_text", line)
    assert page.text("#done") == "0 of 5 decided"
    for time in ("2024-02-01", "2024-02-01T09:00:00+05:30", "01.02.2024 9:00", "2024-02-01 09:00:00Z", ""):
        assert "1 decision taken in" in answer(page, "full_text", f"{A},include,,,,{time}")
    assert "1 decision taken in" in answer(page, "full_text", f"{A},exclude,,people,,02.01.2024 23:00")
    assert page.text("#done") == "1 of 5 decided"
    page.press("k", "k", "k", "k", "k", "j", "j")
    assert page.text("#record") == A
    assert page.text("#decided").startswith("Included")  # in February; the other was said in January


@needed
def test_cells_are_as_the_pipeline_writes_them(opened, tmp_path):
    notes = ["=1+1", "'=1", "-2.5", "@x, y", 'a\tb\n\n"c"; d']
    page = opened()
    for note in notes:
        page.press("n")
        page.evaluate(f"document.getElementById('note').value = {json.dumps(note)}")
        page.press("Escape", "m")
    page.press("s")
    (path,) = page.saved()
    flat = [" ".join(note.split()) for note in notes]
    assert [line["note"] for line in lines(path)] == [harmless(note) for note in flat]
    problems = Problems()
    rows = read_rows(path, Vote, problems, root=tmp_path)
    assert not len(problems) and [row.note for row in rows] == flat
    assert {row.title for row in rows} == {*TITLES}


@needed
def test_two_windows_on_one_list_lose_nothing(opened, browser, review):
    page = opened()
    page.press("i")
    with browser.page(review.root / "page.html", beside=page) as other:
        other.press("m")
        page.until("document.getElementById('done').textContent === '2 of 5 decided'")
        page.press("u")
        other.until("document.getElementById('done').textContent === '1 of 5 decided'")
        other.press("e")
        page.until("document.getElementById('done').textContent === '2 of 5 decided'")
    page.press("i", "s")
    (path,) = page.saved()
    assert [line[1] for line in said(path)] == ["include", "exclude", "include"]


@needed
def test_at_full_text_an_exclusion_needs_a_reason(opened):
    page = opened("full_text")
    page.press("e")
    assert "which question is answered no? Choose it, or press 1 to 2" in page.text("#said")
    page.press("Escape")
    assert page.text("#done") == "0 of 5 decided"
    page.press("e", "3")  # there is no third question
    assert page.text("#done") == "0 of 5 decided"
    page.press("Tab", "Enter")  # from the first question to the second
    page.press("1", "i")
    page.press("s")
    (path,) = page.saved()
    assert [line[1:4] for line in said(path)] == [
        ("exclude", "", "gardens"),
        ("exclude", "", "people"),
        ("include", "", ""),
    ]
    assert path.name.startswith("full_text.R1.")


@needed
def test_the_filter_finds_words_and_decisions(opened):
    page = opened()
    page.press("i", "e", "m", "/")
    page.write("randomised TRIAL")
    page.press("Enter")
    assert page.text("#found") == "2 citations"
    page.press("j", "j")
    assert page.text("#said") == "This is the last one." and page.text("#record") == A
    page.press("/", "Backspace", "Escape")
    assert page.text("#found") == "5 citations"
    page.evaluate("document.getElementById('which').focus()")
    page.press("u")  # a letter in a list of choices chooses there
    page.until("document.getElementById('found').textContent === '2 citations'")
    assert page.text("#record") == C and page.text("#done") == "3 of 5 decided"
    page.evaluate("document.activeElement.blur()")
    page.press("i", "i")
    assert page.text("#done") == "5 of 5 decided" and page.text("#found") == "No citation fits."
    assert "All are decided." in page.text("#said")


@needed
def test_words_are_marked_each_kind_its_own_way_and_strangers_texts_stay_texts(opened):
    page = opened()
    marks = "[...document.querySelectorAll('#title mark, #abstract mark')]"
    assert page.evaluate(f"{marks}.map(mark => mark.className + ':' + mark.textContent)") == [
        "search:Green-space",
        "exclude:in vitro",
        "search:gardens",
    ]
    assert page.evaluate("getComputedStyle(document.querySelector('mark.exclude')).fontStyle") == "italic"
    page.press("h")
    style = "getComputedStyle(document.querySelector('#title mark.search')).textDecorationLine"
    assert page.evaluate(style) == "none"
    page.press("j", "j", "j")
    assert page.text("#record") == C and page.text("#title") == HOSTILE
    assert page.evaluate("document.querySelectorAll('article :is(img, script, b)').length") == 0
    assert page.evaluate("document.querySelectorAll('#links a').length") == 0
    assert page.text(".review h1") == "Gardens & <b>health</b>"


@needed
def test_it_fits_a_telephone_and_any_key_has_a_button(opened):
    page = opened(width=400)
    widths = "[document.documentElement.scrollWidth, innerWidth]"
    assert page.evaluate(widths) == [400, 400]
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.press("?")
    assert page.evaluate("document.getElementById('help').open") and page.evaluate(widths) == [400, 400]
    page.press("Escape", "i", "d")
    assert page.evaluate(widths) == [400, 400] and page.evaluate("document.activeElement.id") == "other"
    page.press("Escape")
    keys = "[...document.querySelectorAll('[aria-keyshortcuts]')].map(e => e.ariaKeyShortcuts).join(' ')"
    found = " ".join(sorted(page.evaluate(keys).split()))
    assert found == "/ 1 2 ? ArrowLeft ArrowRight d e h i j k m n s u"
    nameless = (
        "[...document.querySelectorAll('button, input:not([hidden]), select, textarea')]"
        ".filter(e => !(e.textContent.trim() || e.ariaLabel || (e.labels && e.labels.length))).length"
    )
    assert page.evaluate(nameless) == 0
    tall = "[...document.querySelectorAll('#bar button')].every(e => e.getBoundingClientRect().height >= 44)"
    assert page.evaluate(tall)


@needed
def test_a_key_held_down_decides_once_and_keys_can_be_switched_off(opened):
    page = opened()
    for repeat in (False, True, True):
        page.call("Input.dispatchKeyEvent", type="keyDown", key="i", code="KeyI", text="i", autoRepeat=repeat)
    assert page.text("#done") == "1 of 5 decided"
    page.call("Input.dispatchKeyEvent", type="keyDown", key="i", code="KeyI", modifiers=2)
    page.evaluate("document.getElementById('keys-on').click()")
    page.press("i")
    assert page.text("#done") == "1 of 5 decided"


@needed
def test_a_browser_that_keeps_nothing_is_told_of_and_the_file_is_whole(opened, config):
    html = render(config, "R1", "title_abstract", citations(), {})
    script = 'Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } });'
    html = re.sub(r"<meta http-equiv[^>]*>", f"<script>{script}</script>", html)
    page = opened(html=html)
    assert not page.evaluate("document.getElementById('storage').hidden")
    page.press("i", "m", "s")
    (path,) = page.saved()
    assert [line[1] for line in said(path)] == ["include", "maybe"]


@needed
def test_a_long_list_is_quick_and_draws_one_citation(opened, config):
    many = [
        replace(citations()[0], citation_id=f"r{n:010d}", title=f"Title {n} " + "x" * 90)
        for n in range(10_000)
    ]
    many[0] = replace(many[0], abstract="a" * 300_000 + " garden" * 30_000)
    page = opened(html=render(config, "R1", "title_abstract", many, {}))
    page.press("i", "i", "i")
    assert page.text("#done") == "3 of 10,000 decided"
    assert page.evaluate("document.getElementsByTagName('*').length") < 600


def test_nothing_of_other_reviewers_is_in_the_page_and_its_bytes_are_the_same(config):
    html = render(config, "R1", "title_abstract", citations(), {})
    assert "xyzzy" not in html
    assert html == render(config, "R1", "title_abstract", citations(), {})
    assert NAME.search(html)[0] != NAME.search(render(config, "R1", "title_abstract", citations()[1:], {}))[0]
    assert html.count("<script") == 2 and "innerHTML" not in html
    assert "There is nothing on this list" in render(config, "R1", "full_text", [], {})


def test_the_policy_lets_this_style_and_script_run_and_nothing_else(config):
    html = render(config, "R1", "title_abstract", citations(), {})
    policy = re.search(r'Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Child* OR Baby or Babies* OR "Young people"', ["child*", "baby", "babies*", "young people"]),
        ('"children\'s home" OR “looked after”', ["children s home", "looked after"]),
        ("TS=(foster NEAR/3 care) NOT (adult* AND (old OR aged)) AND kin", ["foster", "care", "kin"]),
        ("child*.ti,ab. adj2 wom#n.tw.", ["child*", "wom?n"]),
        ('exp Infant/ OR TITLE-ABS-KEY(colo$r) OR "Foster Home"[Mesh]', ["infant", "colo?r", "foster home"]),
        ("#1 AND #2 OR 12 W/5 follow-up NOT elderly", ["follow up"]),
        ("* OR ? OR a* OR )( NOT", []),
        ("", []),
    ],
)
def test_the_words_of_a_search_are_what_it_looks_for(text, words):
    assert terms.words([text, text]) == words


@given(st.lists(st.text(alphabet='aB1é*?$#"“”()[]/.,=:- ', max_size=40), max_size=3))
def test_any_search_gives_words_that_can_be_looked_for_each_once(searches):
    found = terms.words(searches)
    assert len(set(found)) == len(found)
    for phrase in found:
        assert re.fullmatch(r"[a-z0-9é*?]+( [a-z0-9é*?]+)*", phrase) and re.search("[a-zé]", phrase)
        assert terms.phrase(phrase) == phrase
