"""Quotes that only look as if they stood on a page, and true ones that are set otherwise than typed."""

from __future__ import annotations

import pytest

from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.compare import in_words
from tamis.extraction.evidence.document import Document
from tamis.extraction.evidence.numbers import has
from tamis.extraction.evidence.pages import named
from tamis.pdf.texts import PageText


def found(text, quote, loosely=False):
    """Return on which page a quote is first found; 0: on none."""
    document = Document([PageText(page) for page in ([text] if isinstance(text, str) else text)])
    pages = range(len(document.pages))
    return next((n + 1 for n in pages if document.on(n, quotes.read(quote), loosely)), 0)


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        # signs
        ("a 95% CI − 0.5 to 1.2 points", "0.5 to 1.2"),
        ("a difference of −\n0.5 points", "0.5 points"),
        ("a change ‒ 0.5 points", "0.5 points"),
        ("about (–) 0.5 points", "0.5 points"),
        ("was minus 0.5 points", "0.5 points"),
        ("aged 12 – 15 years", "−15 years"),
        # points and thousands
        ("In all 1’249 families", "249 families"),
        ("In all 1’249 families", "In all 1"),
        ("a ratio of 0∙5 families", "5 families"),
        ("a ratio of 0⋅5 families", "5 families"),
        ("a ratio of 0•5 families", "5 families"),
        ("a ratio of 0. 5 families", "5 families"),
        ("a ratio of 0 . 5 families", "ratio of 0"),
        ("aged 12½ years", "aged 12"),
        ("aged 12 ½ years", "aged 12"),
        ("of the 1\n249 families", "249 families"),
        # relations
        ("p > .05 was found", ".05 was found"),
        ("the p > .05 level", "the p [...] < [...] .05 level"),
        ("of p < .05 or", "p ≤ .05"),
        # words
        ("The child was notable", "The child was not able"),
        ("This is a typical child", "This is atypical child"),
        ("did not reduce re-entry", "It did [...] reduce re-entry"),
        ("we did not reduce re-entry", "we did [...] reduce re-entry"),
        ("families were reunited", "families were [not] reunited"),
        ("n was 5 and 12 families", "n [...] 12 families"),
        ("they were " + "word " * 40 + "reunited with them", "they were [all] reunited with them"),
        # numerals
        ("十二名儿童", "二名"),
        ("① of 60 families", "1 of 60 families"),
        # pages
        (["the effect was non-", "significant difference found"], "significant difference"),
        (["families who were\n12", "34 children in care"], "families who were 34 children"),
    ],
)
def test_what_only_looks_as_if_it_stood_there_is_not_found(page, quote):
    assert not found(page, quote)


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("was − 0.45 (95%", "was −0.45 (95%"),
        ("was − 0.45 (95%", "-0.45"),
        ("d = − 0.5", "d = -0.5"),
        ("children—12 of them", "12 of them"),
        ("children — 12 of them", "children – 12 of"),
        ("aged 12 – 15 years", "aged 12–15 years"),
        ("a ratio of 0∙5 families", "0.5 families"),
        ("a ratio of 0. 5 families", "0.5 families"),
        ("a mean of 12. 5 families", "5 families"),
        ("In all 1 249 families", "1,249 families"),
        ("In all 1,249 families", "1 249 families"),
        ("p ≤ .05 was", "p <= .05"),
        ("12 ± 3 weeks", "12 +/- 3"),
        ("3.2 × 10 −5 of", "3.2 × 10⁻⁵"),
        ("3.2 × 10 5 people", "3.2 × 10^5 people"),
        ("families¹² were reunited", "families were reunited"),
        ("families were.¹,² They", "families were. They"),
        ("families† were", "families were"),
        ("an area of 42 km² wide", "42 km² wide"),
        ("s p a c e d letters", "spaced letters"),
        ("a signifi cant T able", "significant Table"),
        ("a well-being of", "well being of"),
        ("were not at all reunited", "were [not at all] reunited"),
        ("A x " + "w " * 20 + "B y " + "w " * 60 + "B y " + "w " * 60 + "C z", "A x [...] B y [...] C z"),
        (["Of 34 families twelve", "came back in the end"], "34 families [...] came back"),
    ],
)
def test_what_stands_there_is_found_however_it_is_set(page, quote):
    assert found(page, quote) == 1


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        # what was put in is a part of a word, a sign, a number
        ("the effect was significant", "the effect was [in]significant"),
        ("the effect was seen", "the effect was [un]seen"),
        ("a change of 12 points", "a change of [−]12 points"),
        ("a change of 12 points", "a change of [minus] 12 points"),
        ("of p 12 or more", "of p [<] 12 or more"),
        ("cost $5 a day", "cost $5[ million] a day"),
        ("aged 12 years", "aged 12[½] years"),
        ("of 12 families", "[twelve] of 12 families"),
        # it turns the sense, or stands for a number
        ("all were reunited", "all were [hardly] reunited"),
        ("the control group was better", "the [treated] group was better"),
        ("the risk was 12 in all", "the risk was [lower than] 12 in all"),
        ("they and 12 families were reunited", "they and [the] families were reunited"),
        # what was left out turns it
        *(
            (f"it was {word} seen in all", "it was [...] seen in all")
            for word in ["hardly", "unlikely", "rarely"]
        ),
        *((f"of all {word} were seen", "of all [...] were seen") for word in ["none", "nobody", "few"]),
        *((f"they did{mark}t do so", "they [...] do so") for mark in ("n'", "n’", "n´", "nʼ", "n′")),
        ("the effect fails to reach it", "the effect [...] reach it"),
        ("it was ｎｏｔ seen in all", "it was [...] seen in all"),
    ],
)
def test_what_a_bracket_may_turn_is_only_nearly_there(page, quote):
    assert not found(page, quote)
    assert found(page, quote, loosely=True)


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("Twelve families were reunited", "[t]welve families were reunited"),
        ("they were reunited with them", "[the families] were reunited with them"),
        ("they said they were at home", "they said [that] they were at home"),
        ("families (0.45).¹² They were", "families (0.45). They were"),
        ("a ratio of 0· 91 in all", "a ratio of 0·91 in all"),
        ("a ratio of 8.5 in all", "a ratio of 8· 5 in all"),
        ("1034 of 11 711 patients", "1034 of 11711 patients"),
        ("1034 of 11,711 patients", "1034 of 11711 patients"),
        ("∙ 12 families were", "12 families were"),
        ("n = 12 families", "12 families"),
        (["all of them in 2001.", "Twelve families"], "all of them in 2001. Twelve"),
    ],
)
def test_what_is_only_set_or_marked_otherwise_is_found(page, quote):
    assert found(page, quote) == 1


@pytest.mark.parametrize("sign", ["�", "˗", "─", "➖", "⎯", "∼", "≲", "∓", "¬", "√", "\uf02d", "\uf03c"])
def test_no_quote_begins_behind_a_sign_that_may_be_of_its_number(sign):
    assert not found(f"d = {sign}0.5 at", "0.5 at") and not found(f"d = {sign} 0.5 at", "0.5 at")


@pytest.mark.parametrize(
    ("pages", "quote"),
    [
        (["it was −", "0.5 families"], "0.5 families"),
        (["it was minus", "0.5 families"], "0.5 families"),
        (["of p <", ".05 was it"], ".05 was it"),
        (["it was 12.", "5 families"], "5 families"),
        (["it was 12-", "15 years old"], "15 years old"),
        (["all aged 12", "% of all"], "all aged 12"),
        (["all aged 12", ".5 of all"], "all aged 12"),
    ],
)
def test_no_quote_begins_or_ends_within_what_two_pages_share(pages, quote):
    assert not found(pages, quote)
    assert found(pages, " ".join(pages)) == 1


def test_a_number_at_a_page_s_end_is_whole_where_the_next_one_goes_on_with_words():
    pages = ["it was so in 2001.", "Families were at home"]
    assert found(pages, "Families were at home") == 2 and found(pages, "so in 2001") == 1


def test_what_a_gap_or_a_blank_turns_is_found_loosely():
    assert found("we did not reduce re-entry", "we did [...] reduce re-entry", loosely=True)
    assert found("The child was notable", "The child was not able", loosely=True)
    assert not found("The child was notable", "The child was able", loosely=True)


def test_the_numbers_of_a_manuscript_s_lines_are_no_part_of_it():
    lines = ["was seen in", "34 of them and", "all came back", "in the end for", "60 were there"]
    lines += ["as they said", "to all", "of us"]
    page = "\n".join(f"{number} {line}" for number, line in enumerate(lines, 40))
    assert found(page, "seen in 34 of them and all came back")
    assert not found(page, "41 34 of them") and not found(page, "44 60 were")
    table = (
        "Some words\nand more\nof them\nin a text\nof a page\nas it is\n" * 2 + "1 Ash 12\n2 Bay 15\n3 Cox 18"
    )
    assert found(table, "2 Bay 15")


def test_a_hostile_text_costs_no_time():
    text = "the outcome " * 40_000 + "x " * 150 + "was good"
    assert not found(text, "the outcome [...] was good")
    assert not found("aa" * 100_000, "a" * 1000)


@pytest.mark.parametrize(
    ("value", "quote", "said"),
    [
        ("15", "aged 12 – 15 years", "yes"),
        ("-15", "aged 12 – 15 years", "no"),
        ("12", "the families – 12 in all", "yes"),
        ("0.5", "a change of − 0.5", "no"),
        ("-0.5", "d = – 0.5", "yes"),
        ("12", "[T]welve families", "yes"),
        ("<.05", "p ≤ .05", "no"),
        ("≤.05", "p <= .05", "yes"),
        ("≤.05", "p < .05", "no"),
        (">3", "no more than 3", "no"),
        ("0.5", "a ratio of 0∙5", "yes"),
        ("5", "a ratio of 0∙5", "no"),
        ("1.5", "1½ years", "yes"),
        ("1", "1½ years", "no"),
        ("1,249", "1249 families", "yes"),
    ],
)
def test_a_number_is_read_with_its_sign_its_relation_and_its_fraction(value, quote, said):
    assert has(value, quote) == said


def test_what_is_counted_but_no_page_names_none():
    assert named("Tables 2 and 3") == named("page two") == named("-") == named("Figs. 1–3") == []
    assert named("Tables 2 and 3, p. 7") == ["7"]
    assert named("12f.") == ["12", "13"] and named("12ff")[:3] == ["12", "13", "14"]


def test_the_mark_of_a_note_is_no_number_that_differs():
    assert "number" not in in_words("the comparison group was", "the comparison group1 was")
    assert "number" not in in_words("of all families were", "of all families¹² were")
    assert "number" in in_words("the 12 families", "the 13 families")
