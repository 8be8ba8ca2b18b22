"""Quotes of two people: each is looked for, whose it is is told, and the one that is found is printed."""

import re

import pytest
from test_two import CHECK, LOG
from test_two_forms import forms, rows
from twosome import PROFORMA, Two

from small_review import protocol
from tamis.cli import main
from tamis.pdf.texts import PageText, PdfText
from tamis.reports.evidence.cases import cases
from tamis.reports.evidence.pictures import Pictures
from tamis.store import read_built, write_rows
from tamis.tables import Datum, DatumCheck, DatumReconciliation, Evidence, OpenItem, PdfFile, Study

HASH = "a" * 64
PAGES = ("In all 240 families took part.", "Of them 40 went home, p < .05, and 7 were safe.")


@pytest.fixture(autouse=True)
def pdf(monkeypatch):
    """Let the study's report be read: its PDF has two pages."""
    text = PdfText(HASH, tuple(PageText(page, f"{n}") for n, page in enumerate(PAGES, 1)))
    monkeypatch.setattr("tamis.pdf.reader.cached", lambda sha256, cache: text if sha256 == HASH else None)


def study(root, *, log="", more="", **said):
    """Return a review in which people said this of the number of participants: value, quote, page."""
    files = {
        f"adams2001.{person}.yaml": f"design: cohort\n{field_(*n) if isinstance(n, tuple) else n}{more}"
        for person, n in said.items()
    }
    two = Two(root, files, extractors=2)
    place = "records/studies.csv:2"
    write_rows(
        two.review.built("fulltext", "studies"), [Study("adams2001", "ca", label="A", place=place)], Study
    )
    write_rows(
        two.review.built("fulltext", "pdfs"), [PdfFile("one.pdf", HASH, "ca", "ra", "logged")], PdfFile
    )
    if log:
        two.write("reconciliation.R3.csv", log)
    return two.run()


def field_(value, quote="", page=1):
    return f"n: {{value: {value}, quote: '{quote}', page: {page}}}\n" if quote else f"n: {value}\n"


def evidence(two):
    return [
        (e.field, e.row, e.column, e.extractor, e.state, e.number)
        for e in read_built(two.review.built("extraction", "evidence"), Evidence)
    ]


def quotes(two):
    """Return open items on quotes without the digest of what was typed, with whom they wait for."""
    items = read_built(two.review.built("extraction", "open"), OpenItem)
    return {
        re.sub(":[0-9a-f]{6}(?=:|$)", "", item.item.removeprefix("extraction:")): item.waits_for
        for item in items
        if item.item.startswith("extraction:quote-")
    }


def of_n(two):
    return next(d for d in read_built(two.review.built("extraction", "data"), Datum) if d.field == "n")


GOOD, FALSE = "240 families took part", "all 250 families were asked twice over"


@pytest.mark.parametrize(("one", "other"), [("R1", "R2"), ("R2", "R1")])
def test_a_false_quote_does_not_vanish_behind_a_good_one(tmp_path, one, other):
    two = study(tmp_path, **{one: (240, FALSE), other: (240, GOOD)})
    found = [("n", 1, "", one, "not_found", "no"), ("n", 1, "", other, "found", "yes")]
    assert evidence(two) == sorted(found, key=lambda row: row[3])
    assert quotes(two) == {
        f"quote-not-found:adams2001:n:{one}": one,
        f"quote-number:adams2001:n:{one}": one,
    }
    n = of_n(two)
    assert (n.value, n.quote, n.extractor, n.settled) == ("240", GOOD, "R1;R2", "agreed")
    assert n.place == f"records/extraction/adams2001.{other}.yaml:2"
    item = next(
        i for i in read_built(two.review.built("extraction", "open"), OpenItem) if "not-found" in i.item
    )
    assert f"of adams2001 (quote of {one}): the quote" in item.text


def test_a_checker_sees_the_quote_that_is_printed(tmp_path):
    two = study(tmp_path, R1=(240, FALSE), R2=(240, GOOD))
    assert forms(two, "check", "--for", "R3", "--as", "csv") == 0
    assert next(r for r in rows(two, "check.R3.csv", DatumCheck) if r.field == "n").quote == GOOD


def test_the_same_quote_of_both_is_one_and_waits_for_both(tmp_path):
    two = study(tmp_path, R1=(240, FALSE), R2=("240.0", FALSE))
    assert evidence(two) == [("n", 1, "", "R1;R2", "not_found", "no")]
    assert quotes(two) == {"quote-not-found:adams2001:n": "R1;R2", "quote-number:adams2001:n": "R1;R2"}
    # Who gave none has no share in it.
    alone = study(tmp_path / "alone", R1=(240, FALSE), R2=(240,))
    assert quotes(alone) == {
        "quote-not-found:adams2001:n:R1": "R1",
        "quote-number:adams2001:n:R1": "R1",
    }


def test_quotes_of_values_in_dispute_are_looked_for_and_the_third_sees_it(tmp_path, capsys):
    two = study(tmp_path, R1=(240, GOOD, 2), R2=(250, FALSE))
    assert of_n(two).state == "disputed"
    assert evidence(two) == [("n", 1, "", "R1", "other_page", "yes"), ("n", 1, "", "R2", "not_found", "yes")]
    assert forms(two, "differences", "--for", "R3", "--as", "csv") == 0
    [row] = rows(two, "reconciliation.R3.csv", DatumReconciliation)
    assert row.quotes == (
        f'R1: "{GOOD}"; page 2 (found on page 1 of the PDF instead) | R2: "{FALSE}"; page 1 (not found)'
    )
    assert (row.quote, row.page) == ("", "")


ROW = "effects: [{{outcome: {0}, result: {1}, quote: '{2}', page: 2}}]\n"


def test_quotes_of_rows_that_one_has_are_looked_for_until_the_row_is_dropped(tmp_path):
    one, other = ROW.format("Return", 40, "40 went home"), ROW.format("Went home", 41, "41 went home")
    two = study(tmp_path, R1=one, R2=other)
    assert evidence(two) == [
        ("effects", 1, "outcome", "R1", "found", ""),
        ("effects", 1, "result", "R1", "found", "yes"),
        ("effects", 2, "outcome", "R2", "nearly", ""),
        ("effects", 2, "result", "R2", "nearly", "yes"),
    ]
    assert quotes(two) == {"quote-nearly:adams2001:effects:went-home": "R2"}
    # They may be one row under two names.
    texts = [two.text(item) for item in two.items if ":differs:" in item]
    assert len(texts) == 2
    assert all(
        "; if Effects (Return) and Effects (Went home) are one row, write its key alike; else "
        "keep or drop each" in text
        for text in texts
    )
    assert forms(two, "differences", "--for", "R3", "--as", "csv") == 0
    first, second = rows(two, "reconciliation.R3.csv", DatumReconciliation)
    assert first.quotes == 'R1: "40 went home"; page 2 (found)'
    assert second.quotes.startswith(
        'R2: "41 went home"; page 2 (nearly found, on page 2 of the PDF: the number'
    )
    drop = (
        "adams2001,effects,2,,R1 no row; R2 Went home | 41,drop,third,R3,why,2020-03-01,Effects (Went home)\n"
    )
    two.write("reconciliation.R3.csv", LOG + drop)
    assert [row[3] for row in evidence(two.run())] == ["R1", "R1"]
    assert quotes(two) == {}


def test_who_found_no_rows_may_have_a_quote_for_that(tmp_path):
    none = "effects: {value: not reported, quote: all 240 families took part, page: 1}\n"
    two = study(tmp_path, R1=none, R2=ROW.format("Return", 40, "40 went home"))
    assert [(row[0], row[3], row[4]) for row in evidence(two)] == [
        ("effects", "R1", "found"),
        ("effects", "R2", "found"),
        ("effects", "R2", "found"),
    ]
    assert forms(two, "differences", "--for", "R3", "--as", "csv") == 0
    [row] = rows(two, "reconciliation.R3.csv", DatumReconciliation)
    assert row.quotes == (
        'R1: "all 240 families took part"; page 1 (found) | R2: "40 went home"; page 2 (found)'
    )


def test_one_row_more_is_no_row_under_another_name(tmp_path):
    two = study(tmp_path, R1="effects: []\n", R2=ROW.format("Return", 40, "40 went home"))
    assert "are one row" not in "".join(two.text(item) for item in two.items)


SETTLED = LOG.strip() + ",quote,page\nadams2001,n,,,{0},{1},third,R3,why,2020-03-01,,{2},{3}\n"


def test_who_settles_a_difference_may_give_a_quote_of_a_value_that_nobody_has(tmp_path):
    said = {"R1": (230, "230 families", 1), "R2": (250, FALSE, 1)}
    told = "R1 230; R2 250"
    two = study(tmp_path / "a", **said, log=SETTLED.format(told, 240, GOOD, 1))
    assert (of_n(two).value, of_n(two).quote, of_n(two).page) == ("240", GOOD, "1")
    assert evidence(two) == [("n", 1, "", "R3", "found", "yes")]
    assert quotes(two) == {} and two.items == {}
    false = study(tmp_path / "b", **said, log=SETTLED.format(told, 240, "241 families in all", 1))
    assert {*quotes(false).values()} == {"R3"}
    # Without one, none of theirs is of that value; and who has it keeps their own.
    none = study(tmp_path / "c", **said, log=SETTLED.format(told, 240, "", ""))
    assert of_n(none).quote == "" and "extraction:quote:adams2001:n" in none.items
    theirs = study(tmp_path / "d", **said, log=SETTLED.format(told, 250, GOOD, 1))
    assert of_n(theirs).quote == FALSE and [row[3] for row in evidence(theirs)] == ["R2"]


def test_where_all_gave_one_quote_it_is_that_of_what_was_settled(tmp_path):
    said = {"R1": (24, GOOD), "R2": (204, GOOD)}
    two = study(tmp_path, **said, log=SETTLED.format("R1 24; R2 204", 240, "", ""))
    assert (of_n(two).value, of_n(two).quote) == ("240", GOOD)
    assert evidence(two) == [("n", 1, "", "R1;R2", "found", "yes")]
    # Of two pages it is the one on which it stands.
    said = {"R1": (24, GOOD, 2), "R2": (204, GOOD, 1)}
    two = study(tmp_path / "pages", **said, log=SETTLED.format("R1 24; R2 204", 240, "", ""))
    assert [row[3:5] for row in evidence(two)] == [("R1", "other_page"), ("R2", "found")]
    assert (of_n(two).page, of_n(two).place) == ("1", "records/extraction/reconciliation.R3.csv:2")


def test_a_quote_of_a_number_that_one_calls_estimated_must_have_it_too(tmp_path):
    estimated = f"n: {{value: 300, quote: {GOOD}, page: 1, basis: estimated}}\n"
    two = study(tmp_path, R1=(300, "Of them 40 went home", 2), R2=estimated)
    assert {row[5] for row in evidence(two)} == {"no"}


def test_the_page_has_each_quote_once_and_says_whose_each_value_is(tmp_path):
    two = study(tmp_path, R1=(240, GOOD), R2=(250, GOOD))
    found = read_built(two.review.built("extraction", "evidence"), Evidence)
    assert [(e.extractor, e.number) for e in found] == [("R1", "yes"), ("R2", "no")]
    studies = read_built(two.review.built("fulltext", "studies"), Study)
    data = read_built(two.review.built("extraction", "data"), Datum)
    [case] = cases(studies, found, data, protocol(two.review)[1], Pictures(), {})
    [entry] = case.entries
    assert entry.people == ["R1", "R2"]
    assert [(value.value, value.who, value.lacking) for value in entry.values] == [
        ("240 people", "R1", False),
        ("250 people", "R2", True),
    ]


@pytest.mark.parametrize("word", ["OK", "yes", "Correct.", "✓", "✔️"])
def test_a_yes_of_a_checker_is_agreement_where_it_is_no_value(tmp_path, word):
    two = Two(tmp_path, {"adams2001.R1.yaml": f"design: cohort\n{field_(12)}"}, checker=True)
    two.write("check.R2.csv", f"{CHECK}adams2001,n,,,12,{word},,\nadams2001,design,,,cohort,{word},,\n")
    assert {*two.run().settled.values()} == {"checked"} and two.differences == []


def test_a_yes_on_a_text_is_asked_back_and_one_that_is_a_choice_is_the_choice(tmp_path, capsys):
    form = PROFORMA.replace("id: trial, label: Trial", "id: yes_, label: 'Yes'").replace("[trial]", "[yes_]")
    files = {"adams2001.R1.yaml": "design: cohort\nfinding: All did.\n"}
    two = Two(tmp_path, files, proforma=form, checker=True)
    two.write("check.R2.csv", f"{CHECK}adams2001,finding,,,All did.,yes,,\nadams2001,design,,,cohort,yes,,\n")
    assert main(["extraction", "-d", str(tmp_path)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert (
        "check.R2.csv:2: answer 'yes' may say that the value is right, or be the value: write agree" in line
    )
    two.write("check.R2.csv", f"{CHECK}adams2001,design,,,cohort,yes,,\n")
    assert two.run().differences[0].values == "R1 cohort; R2 yes_"
    # Another value needs the reason for it.
    assert "; R2 gave no reason, which belongs under comment" in two.text("extraction:check:adams2001:design")
    two.write("check.R2.csv", f"{CHECK}adams2001,finding,,,All did.,yes,So it is put in Table 2.,\n")
    assert two.run().differences[0].values == "R1 All did.; R2 yes"
    assert "gave no reason" not in two.text("extraction:check:adams2001:finding")
