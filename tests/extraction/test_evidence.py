"""Quotes in the PDFs of their study or the log of evidence: states, pages, open items, the log's form."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import corpus
import evidence_review as made
import pytest

import small_review
from tamis.cli import main
from tamis.errors import Problems
from tamis.extraction import command, evidence
from tamis.extraction.evidence import Source
from tamis.extraction.evidence.document import Document
from tamis.extraction.evidence.nearly import NEARLY, Index
from tamis.extraction.evidence.quote import read
from tamis.pdf.texts import PageText, PdfText
from tamis.store import read_built, read_rows
from tamis.tables import Citation, Datum, Evidence, EvidenceLine, PdfFile, Study

HERE, THERE, SCAN = "a" * 64, "b" * 64, "c" * 64
TEXTS = {
    HERE: ["Of 34 families, 12 returned.", "Costs were 9.5% higher.", "", "Of 34 families, all moved."],
    SCAN: ["", ""],
}
SOURCES = {"s": [Source("cs", "rs", "one.pdf", HERE, 401)]}


@pytest.fixture(autouse=True)
def texts(monkeypatch, request):
    if "review" in request.fixturenames:
        return
    read = {
        sha256: PdfText(sha256, tuple(PageText(page, f"S{n}") for n, page in enumerate(pages, 1)))
        for sha256, pages in TEXTS.items()
    }
    monkeypatch.setattr("tamis.pdf.reader.cached", lambda sha256, cache: read.get(sha256))


def check(quote, page="1", sources=SOURCES, log=(), **more):
    datum = Datum(
        "s", "f", 1, "", "R1", **{"value": "12", "state": "given", "quote": quote, "page": page, **more}
    )
    (found,) = evidence.check([datum], sources, None, log)
    return found


@pytest.mark.parametrize("page", ["1", "p. 1", "S1", "401", "1-2", "Table 2", ""])
def test_a_quote_is_found_on_its_page_by_whatever_the_page_is_called(page):
    found = check("of 34 families, 12 returned", page)
    assert (found.state, found.checked, found.found, found.printed) == ("found", "here", 1, "S1")
    assert (found.score, found.number, found.words, found.file, found.sha256) == (
        100,
        "yes",
        5,
        "one.pdf",
        HERE,
    )
    assert (found.first, found.last, found.text, found.pages) == (0, 4, "", "")


@pytest.mark.parametrize("page", ["2", "S9", "402", "99"])
def test_a_quote_on_another_page_names_all_pages_on_which_it_is(page):
    found = check("of 34 families", page)
    assert (found.state, found.found, found.pages) == ("other_page", 1, "1;4")


def test_a_quote_with_another_number_is_only_nearly_there():
    found = check("of 34 families, 13 returned")
    assert (found.state, found.found, found.text) == ("nearly", 1, "Of 34 families, 12 returned.")
    assert 85 <= found.score < 100
    assert (found.number, found.first, found.last) == ("no", 0, 4)


@pytest.mark.parametrize(
    ("page", "quote", "there"),
    [
        ("The rate was 12% of all.", "the rate was 12", "The rate was 12%"),
        ("All 1 234 children came.", "234 children came", "1 234 children came."),
        ("So b = -.675, p < .05.", "so b = .675, p < .05", "So b = -.675, p < .05."),
        ("本研究共纳入12名儿童,其中5名返回家庭。", "本研究共纳入13名儿童", "本研究共纳入12名儿童"),
    ],
)
def test_what_stands_there_is_told_in_whole_words_and_numbers(page, quote, there):
    near = Index(Document([PageText(""), PageText(page)])).best(quote, read(quote).text)
    assert (near.place.page, near.text) == (1, there)
    assert NEARLY <= near.score < 100


def test_what_is_nowhere_is_not_found_unless_its_page_is_a_scan():
    assert check("Nobody asked anybody anything").state == "not_found"
    assert check("Nobody asked anybody anything", "3").state == "no_text"
    assert check("of 34", sources={"s": [Source("cs", "rs", "scan.pdf", SCAN)]}).state == "no_text"
    assert check("of 34", sources={}).state == "no_pdf"
    assert check("…", sources=SOURCES).state == "not_found"


def test_a_quote_may_be_in_any_report_of_the_study_unless_one_is_named():
    both = {"s": [Source("ct", "rt", "two.pdf", THERE), *SOURCES["s"]]}
    assert (check("of 34 families", sources=both).state, check("of 34 families", sources=both).file) == (
        "found",
        "one.pdf",
    )
    assert check("of 34 families", sources=both, report="rt").state == "no_pdf"
    assert check("of 34 families", report="rt").state == "no_pdf"
    named = {"s": [Source("cs", "rs", "one.pdf", HERE, records=frozenset({"rs", "other"}))]}
    assert check("of 34 families", sources=named, report="other").state == "found"
    slow = {"s": [Source("ct", "rt", "two.pdf", THERE, problem="took too long")]}
    assert (check("of 34", sources=slow).state, check("of 34", sources=slow).text) == (
        "no_text",
        "took too long",
    )
    # It can be in the one that is not here.
    assert check("Nobody asked anybody anything", sources=both).state == "no_pdf"


def test_what_is_no_number_has_none_to_be_looked_for_and_an_estimate_has_one():
    assert check("of 34 families", basis="imputed").number == "no"
    assert check("of 34 families", value="Ireland").number == ""
    assert check("[twelve] of 34 families").number == "no"
    assert check("[T]welve of 34 families").number == "yes"


def test_sources_are_the_pdfs_of_the_main_report_and_then_of_others():
    studies = [Study("s", "c1", "c2")]
    pdfs = [
        PdfFile("b.pdf", THERE, "c2", "r2", "sure"),
        PdfFile("a.pdf", HERE, "c1", "r1", "absent"),
        PdfFile("c.pdf", SCAN, "c1", "r1", "wrong"),
    ]
    found = evidence.sources(studies, pdfs, [Citation("c1", pages="401-15"), Citation("c2", pages="e77")])
    assert found == {"s": [Source("c1", "r1", "a.pdf", HERE, 401), Source("c2", "r2", "b.pdf", THERE, None)]}


def line(state="found", page=2, quote="Costs – were higher", sha256=THERE, **more):
    return EvidenceLine("s", "f", quote, sha256, state, page, **more)


def test_where_the_pdf_is_not_at_hand_the_log_counts_by_words_and_hash():
    away = {"s": [Source("cs", "rs", "two.pdf", THERE, 401)]}

    def logged(*lines, page="2"):
        found = check("costs were higher", page, away, lines)
        return found.state, found.checked, found.found

    assert logged(line()) == ("found", "log", 2)
    assert logged(line(), page="402") == ("found", "log", 2)
    assert logged(line(printed="S7"), page="S7") == ("found", "log", 2)
    assert logged(line(), page="3") == ("other_page", "log", 2)
    assert logged(line("nearly", score=90)) == ("nearly", "log", 2)
    assert logged(line("not_found", None), line()) == ("no_pdf", "", None)
    assert logged(line("not_found", None), line("nearly", score=90)) == ("nearly", "log", 2)
    assert logged(line(page=7), line()) == ("found", "log", 2)
    assert logged(line(sha256=SCAN)) == ("no_pdf", "", None)
    assert logged(line(quote="costs were lower")) == ("no_pdf", "", None)
    # What is at hand is looked at.
    assert check("costs were higher", "2", SOURCES, [line(sha256=HERE)]).checked == "here"


def test_a_log_that_does_not_say_what_the_pdf_says_is_an_open_item():
    here = {"quote": "of 34 families, 13 returned", "sha256": HERE, "place": "log:2"}
    assert check(here["quote"], log=[line(page=1, **here)]).log == "log:2"
    assert check(here["quote"], log=[line("nearly", page=1, **here)]).log == ""
    here["quote"] = "of 34 families, 12 returned"
    assert check(here["quote"], log=[line(page=1, **here)]).log == ""
    for lie in ({"page": 2}, {"page": 1, "printed": "S7"}, {"state": "not_found", "page": None}):
        assert check(here["quote"], log=[line(**lie, **here)]).log == "log:2"
    two = [line(place="a:2"), line("not_found", None, place="b:3")]
    away = check("costs were higher", "2", {"s": [Source("cs", "rs", "two.pdf", THERE)]}, two)
    assert (away.state, away.log) == ("no_pdf", "a:2;b:3")
    # What [...] parted is not what stands together.
    parted = line(page=1, quote="costs [...] were higher")
    assert check("costs were higher", "2", {"s": [Source("cs", "rs", "", THERE)]}, [parted]).state == "no_pdf"


def test_open_items_tell_of_logs_of_gaps_and_of_pdfs_that_cannot_be_read(review):
    _, proforma = small_review.protocol(review)
    row = Evidence(
        "s", "finding", 1, "", "R1", quote="it did [...] help them", page="1", file="a.pdf", found=1, words=5
    )
    rows = [
        replace(row, state="nearly", score=99.9, text="it did not help them"),
        replace(row, study="t", state="no_text", text="took more than 60 seconds to open"),
        replace(row, study="u", state="found", checked="here", log="evidence.R1.csv:2"),
        replace(row, study="v", state="nearly", score=99.9, quote="it [...] help", text="it did help"),
    ]
    items = evidence.open_items(rows, [], proforma)
    gap, log, unread, thin = (
        next(item.text for item in items if item.item.split(":")[2] == study) for study in "sutv"
    )
    assert "the quote leaves out 'not'" in gap and "differ" not in gap
    assert "evidence.R1.csv:2 says otherwise" in log and "a.pdf took more than 60 seconds" in unread
    assert "two words at least must stand on either side" in thin


def test_what_is_wrong_in_a_log_is_said_by_line(tmp_path):
    lines = ["study,field,quote,sha256,state", "s,f,some,12,found", f"s,f,words,{HERE},seen"]
    review = small_review.make(tmp_path, {"extraction/evidence.R1.csv": "\n".join(lines)})
    problems = Problems()
    assert evidence.read_log(review, problems) == []
    first, second = map(str, problems)
    assert first.startswith("records/extraction/evidence.R1.csv:2: sha256 '12' is no SHA-256 hash")
    assert "evidence.R1.csv:3: state 'seen' is not one of found, nearly, not_found" in second


# --- with PDFs ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    return corpus.pdfs(tmp_path_factory)


@pytest.fixture
def review(tmp_path, pdfs):
    return made.make(tmp_path, pdfs)


def test_every_state_comes_out_of_real_pdfs(review):
    assert made.states(review) == {
        ("adams2001", "country"): "found",
        ("adams2001", "funding"): "found",
        ("adams2001", "follow_up"): "nearly",
        ("adams2001", "ended"): "other_page",
        ("adams2001", "supports"): "not_found",
        ("adams2001", "effects"): "found",
        ("adams2001", "finding"): "found",
        ("brown2002", "finding"): "no_text",
        ("cole2003", "finding"): "no_pdf",
    }


def plain(item):
    """Return an open item's id without the digest of what was typed."""
    return re.sub(":[0-9a-f]{6}$", "", item.item)


def test_a_pdf_of_which_no_text_is_kept_is_read_again(review, tmp_path):
    one, two = read_built(review.built("fulltext", "pdfs"), PdfFile)
    shutil.rmtree(review.texts)
    command.read(review, [one, replace(two, state="absent")])
    assert [path.stem for path in review.texts.iterdir()] == [one.sha256]


def test_each_quote_that_is_not_simply_found_is_an_open_item_once(review):
    config, proforma = small_review.protocol(review)
    rows = read_built(review.built("extraction", "evidence"), Evidence)
    items = {plain(item): item for item in evidence.open_items(rows, made.data(), proforma, config.active)}
    assert list(items) == [
        "extraction:quote-long:adams2001:finding",
        "extraction:quote-nearly:adams2001:follow_up",
        "extraction:quote-no-text:brown2002:finding",
        "extraction:quote-not-found:adams2001:supports",
        "extraction:quote-number:adams2001:effects:1:returned",
        "extraction:quote-number:adams2001:effects:2:returned",
        "extraction:quote-number:adams2001:ended",
        "extraction:quote-number:adams2001:follow_up",
        "extraction:quote-other-page:adams2001:ended",
        "extraction:quote-unchecked:cole2003",
    ]
    assert {item.waits_for for item in items.values()} == {"R1"}
    assert all(item.place.startswith("records/extraction/") for item in items.values())
    nearly = items["extraction:quote-nearly:adams2001:follow_up"].text
    digit = next(sign for sign in made.SAID[0][5] if sign.isdigit())
    assert "the number differs: " in nearly and f"{(int(digit) + 3) % 10}" in nearly
    assert "not on page 401 of printed.pdf, but on page 3 of the PDF, printed as 403" in (
        items["extraction:quote-other-page:adams2001:ended"].text
    )


def test_quotes_of_rows_and_cells_are_named_by_row_and_column(review):
    _, proforma = small_review.protocol(review)
    rows = [
        Evidence("s", "effects", row, column, value="1", quote=quote, state="not_found", words=3)
        for row, column, quote in [(1, "n", "a b"), (1, "arm", "a b"), (2, "n", "c d"), (2, "arm", "e f")]
    ]
    items = evidence.open_items(rows, [], proforma)
    assert [plain(item).rpartition("effects")[2] for item in items] == [":1", ":2:arm", ":2:n"]
    whole = [replace(row, quote="a b") for row in rows]
    assert [plain(item) for item in evidence.open_items(whole, [], proforma)] == [
        "extraction:quote-not-found:s:effects"
    ]
    assert items[0].waits_for == "team"


def test_the_log_that_the_form_makes_stands_in_for_pdfs_that_are_not_there(review, pdfs, tmp_path, capsys):
    assert main(["forms", "evidence", "--for", "R1", "-d", str(review.root)]) == 0
    assert "7 quotes in 1 PDF, 5 of them found" in capsys.readouterr().out
    path = review.records / "extraction" / "evidence.R1.csv"
    log = read_rows(path, EvidenceLine, problems := Problems(), root=review.root)
    assert not list(problems)
    elsewhere = made.make(tmp_path / "elsewhere", pdfs, log=log, present=False)
    before, after = made.states(review), made.states(elsewhere)
    assert after == before | {("brown2002", "finding"): "no_pdf"}
    rows = read_built(elsewhere.built("extraction", "evidence"), Evidence)
    assert {row.checked for row in rows if row.study == "adams2001"} == {"log"}
    # Nothing is logged twice, and nothing of the PDF but the quotes is in it.
    assert main(["forms", "evidence", "--for", "R1", "-d", str(review.root)]) == 0
    assert "all of them are in the log" in capsys.readouterr().out
    text = path.read_text("utf-8-sig")
    assert made.SAID[0][0] not in text and made.SAID[0][3] in text
