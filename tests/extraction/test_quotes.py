"""Whether words stand on a page: what must be found, and what must never pass."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.compare import in_words, pieces
from tamis.extraction.evidence.normal import normal
from tamis.extraction.evidence.numbers import has
from tamis.extraction.evidence.pages import first_page, meant, named


def found(page: str, quote: str) -> bool:
    return quotes.within(normal(page), quotes.read(quote)) is not None


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("was (p = .05) and", "(p=.05)"),
        ("The Families returned", "the families"),
        ("Café was", "Cafe\u0301 was"),
        ("the reunifi-\ncation rate", "reunification rate"),
        ("the reunifi\u00ad\ncation rate", "reunification"),
        ("soft\u00adware, in", "software"),
        ("well-being of", "wellbeing of"),
        ("pre- and post-test", "and post-test"),
        ("the ﬁrst eﬀect", "first effect"),
        ("χ² = 5.2", "χ2 = 5.2"),
        ("in 1990-\n1995 all", "1990–1995 all"),
        ("in 1990 – 1995 all", "1990-1995 all"),
        ("d = −0.5 here", "d = -0.5"),
        ("was − 0.45 (95% CI − 0.81 to", "was −0.45 (95% CI -0.81"),
        ("was −0.45 (95% CI −0.81 to", "was − 0.45 (95% CI − 0.81"),
        ("had\n− .45 or", "−.45 or"),
        ("had −\n.45 or", "had -.45 or"),
        ("d = – .45, and", "d = −.45"),
        ("Stress 22.1 − .45", "22.1 −.45"),
        ("aged 12 - 15 or", "aged 12–15 or"),
        ("families\n– 34 of them – came", "families – 34 of them"),
        ("children – who came", "children — who"),
        ("children—who came", "who came"),
        ("“quoted” text", "'quoted' text"),
        ("«quoted» text", '"quoted" text'),
        ("don’t go", "don't"),
        ("of 12, and", "of 12."),
        ("12 % of all", "12% of"),
        ("0·71 was", "0.71 was"),
        ("10⁵ of", "10^5"),
        ("½ of 3½", "3 1/2"),
        ("1\u2009234 children", "1 234 children"),
        ("Care order\n12\n345 all", "345 all"),
        ("Ωμέγα ΣΟΦΟΣ", "ωμέγα σοφός".replace("ό", "ο")),
        ("本研究共纳入12名儿童,其中", "纳入12名儿童"),
        ("本研究占88.\n6%的儿童", "占88.6%"),
        ("The one and the other came back", "The one [...] came back"),
        ("The one and the other came back", "... the one … came back"),
        ("The children returned home", "[T]he children [all of them] returned"),
        ("n = 120 [95% CI 1.2, 3.4] in", "120 [95% CI 1.2, 3.4]"),
        ("2×2 table", "2x2 table"),
        ("ｎ＝１２ of", "n=12"),
    ],
)
def test_the_same_words_are_found_however_they_are_set(page, quote):
    assert found(page, quote)


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("in 15 of 60", "5 of 6"),
        ("b = -.675 was", "b = .675"),
        ("b = -.675 was", ".675"),
        ("b = - .675 was", ".675 was"),
        ("b = −0.5 was", "0.5 was"),
        ("was − 0.45 or", "0.45 or"),
        ("b of − .45 or", ".45 or"),
        ("b = 0.5 was", "b = -0.5"),
        ("was 10.05", ".05"),
        ("was 0.05", ".05"),
        ("p = . 05", "05"),
        ("was .05", "0.05"),
        ("female", "male"),
        ("12a children", "12"),
        ("12³ children", "123"),
        ("12³ children", "12 children"),
        ("10⁵ children", "105"),
        ("10⁵ children", "10"),
        ("10⁻³ of", "10-3"),
        ("3½ years", "31/2"),
        ("123 in", "12 3"),
        ("12 3 in", "123"),
        ("12.\n5 of", "12.5"),
        ("12, 345 of", "12,345"),
        ("12，345 of", "12,345"),
        ("1,234 children", "234 children"),
        ("1 234 children", "234 children"),
        ("all 1 234 children", "all 1"),
        ("1,234 children", "1234 children"),
        ("p < .05", "p > .05"),
        ("p < .05", "p = .05"),
        ("p ≤ .05", "p < .05"),
        ("p<.05", ".05"),
        ("was 12% of", "was 12"),
        ("was 12 % of", "was 12"),
        ("was 12 of", "was 12%"),
        ("aged 5–10 years", "10 years"),
        ("aged 5 - 10 years", "10 years"),
        ("aged 5–10 years", "aged 5"),
        ("from 5 -3 to", "5-3 to"),
        ("was 3.5 in", "was 3"),
        ("was 3.5.", "was 3.5.1"),
        ("in 12/15 of", "in 12"),
        ("COVID-19 cases", "19 cases"),
        ("reunifi-\ncation rate", "cation rate"),
        ("well-being is", "being is"),
        ("n = 120 [95% CI 1.2, 3.4]", "n = 120 [95% CI 1.2, 3.5]"),
        ("n = 120 children", "n = [121] children"),
        ("one two three", "three [...] one"),
        ("one " + "word " * 150 + "two", "one [...] two"),
        ("one two three", "[...]"),
        ("one two three", "."),
        ("", "one"),
    ],
)
def test_what_is_not_there_is_not_found(page, quote):
    assert not found(page, quote)


def test_each_character_of_the_normal_form_leads_back_to_its_word():
    page = normal("The ﬁrst χ² of\nreunifi-\ncation — was\n12 % of 1 234.")
    for quote, words in [
        ("first", "ﬁrst"),
        ("χ2 of reunification", "χ² of reunifi- cation"),
        ("was 12%", "was 12 %"),
        ("1 234", "1 234."),
    ]:
        start, end = quotes.within(page, quotes.read(quote))
        assert page.written(page.word(start), page.word(end - 1)) == words


NUMBERS = st.one_of(
    st.integers(0, 99).map(str),
    st.integers(1000, 99999).map(str),
    st.integers(1000, 99999).map("{:,}".format),
    st.decimals(-9, 99, places=2).map(str),
    st.decimals(0, 1, places=3).map(lambda n: f"{n}".removeprefix("0")),
    st.integers(0, 100).map("{}%".format),
)
WORDS = st.sampled_from(
    (
        "families",
        "in",
        "p",
        "=",
        "<",
        ">",
        "of",
        "well-being",
        "the",
        "(n",
        "returned)",
        "χ²",
        "Müller,",
        "儿童",
    )
)


@st.composite
def pages(draw):
    """Return the words of a page, and the page, with lines, hyphens at their ends and odd dashes."""
    words = draw(st.lists(st.one_of(WORDS, NUMBERS), min_size=3, max_size=30))
    out = []
    for word in words:
        if word.isalpha() and word.isascii() and len(word) > 4 and draw(st.booleans()):
            word = f"{word[:3]}-\n{word[3:]}"
        out.append(word.replace("-", draw(st.sampled_from("-−–")) if word[-1:].isdigit() else "-"))
        out.append(draw(st.sampled_from([" ", "\n"])))
    return words, "".join(out)


def cut(data, words):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    return words[first:last]


@given(pages(), st.data())
def test_a_quote_that_was_cut_from_a_page_at_words_is_found_on_it(page, data):
    quote = " ".join(cut(data, page[0]))
    if any(sign.isalnum() for sign in quote):
        assert found(page[1], quote)


def _figures(text: str) -> list[str]:
    """Return the numbers of a text, as an oracle that knows nothing of normal forms."""
    text = re.sub("[−–]", "-", text)
    return re.findall(r"(?<![\d.])-?(?:\d+(?:,\d{3})+|\d*\.\d+|\d+)%?", text.replace("χ²", ""))


@given(pages(), st.data())
def test_with_one_digit_changed_a_quote_is_found_only_where_such_numbers_stand(page, data):
    quote = " ".join(cut(data, page[0]))
    digits = [at for at, sign in enumerate(quote) if sign.isascii() and sign.isdigit()]
    if not digits:
        return
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != quote[at]]))
    changed = quote[:at] + other + quote[at + 1 :]
    there, wanted = _figures(page[1]), _figures(changed)
    stands = any(there[n : n + len(wanted)] == wanted for n in range(len(there)))
    assert stands or not found(page[1], changed)


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_is_too_odd(page, quote):
    made = normal(page)
    assert list(made.words) == [word for line in page.split("\n") for word in line.split()]
    assert list(made.starts) == sorted(made.starts) and len(made.starts) == len(made.words)
    span = quotes.within(made, quotes.read(quote))
    assert span is None or 0 <= made.word(span[0]) <= made.word(span[1] - 1) < len(made.words)


@pytest.mark.parametrize(
    ("value", "quote", "said"),
    [
        ("12", "Twelve families", "yes"),
        ("1249", "n = 1,249", "yes"),
        ("1249", "n = 1 249", "yes"),
        ("23.7", "23.7% returned", "yes"),
        ("23.70", "23.7% returned", "yes"),
        ("24", "23.7% returned", "no"),
        (".05", "p = 0.05", "yes"),
        ("0", "None of them returned", "yes"),
        ("-0.5", "d = −0.5", "yes"),
        ("-0.5", "from 1-0.5", "no"),
        ("0.5", "d = -0.5", "no"),
        ("10", "aged 5-10", "yes"),
        ("<.001", "p < 0.001", "yes"),
        ("<.001", "p less than .001", "yes"),
        ("<.001", "p > .001", "no"),
        ("2014-03-01", "until March 2014", "yes"),
        ("2014", "in 2013/14", "no"),
        ("2014-03", "in 2013/14", "yes"),
        ("123", "Care order 12 123 45", "yes"),
        ("5", "15 of 60", "no"),
        ("Ireland", "in 2014", ""),
        ("", "in 2014", ""),
    ],
)
def test_a_value_s_number_is_in_its_quote_however_it_is_written(value, quote, said):
    assert has(value, quote) == said


def test_a_hostile_quote_costs_no_error_and_no_time():
    for quote in ("1" * 6000, "1 111 " * 4000, "a hundred " * 3000, "- " * 9000, "[" * 9000):
        assert has("7", quote) == "no"
        assert not found("nothing at all", quote)


def test_pages_are_named_as_people_name_them():
    assert named("pp. 12–14") == ["12", "13", "14"]
    assert named("p.12") == named("P12") == named("12") == named("page 12") == ["12"]
    assert named("403-5") == ["403", "404", "405"]
    assert named("Table 3") == named("Fig. 2a") == named("abstract") == named("") == []
    assert named("Table 3 (p. 7)") == ["7"] and named("iv") == ["iv"] and named("S12") == ["S12"]
    assert len(named("1-99999")) == 1


def test_a_page_is_meant_by_its_count_by_what_it_calls_itself_and_as_the_report_is_cited():
    printed = ["", "", "ii", "7"]
    assert meant("2", printed, None) == {1}
    assert meant("7", printed, None) == {3}
    assert meant("II", printed, None) == {2}
    assert meant("403", printed, 401) == {2}
    assert meant("99", printed, None) == frozenset()
    assert first_page("401-415") == 401 and first_page("1105") is None


@given(
    st.lists(st.sampled_from(["a", "b", "c", "12", "13", "1.5"])),
    st.lists(st.sampled_from(["a", "b", "c", "12", "13"])),
)
def test_what_differs_puts_both_texts_together_again(quote, there):
    parts = list(pieces(" ".join(quote), " ".join(there)))
    assert [word for part in parts for word in part.quote.split()] == quote
    assert [word for part in parts for word in part.there.split()] == there
    assert all(part.quote == part.there for part in parts if part.same)


def test_a_number_that_differs_is_always_said():
    quote = " ".join(f"word{n} {n}x" for n in range(9)) + " and 12 of 34"
    said = in_words(quote, "and 13 of 34")
    assert "12 in the quote, 13 there" in said
    assert in_words("p > .05", "p < .05") == "the number differs: > in the quote, < there"
    assert in_words("the 12 of us", "the 12 of you") == "us in the quote, you there"
