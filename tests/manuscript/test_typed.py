"""Numbers typed by hand: those that the review knows are told, those that contradict it, and no others."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from engine_review import NAMES, rendered
from hypothesis import given
from hypothesis import strategies as st
from typed_quantities import quantities
from word_files import docx

from tamis.manuscript import openitems
from tamis.manuscript.markdown.document import Markdown
from tamis.manuscript.typed.check import Prose, check
from tamis.manuscript.typed.numerals import numerals, positions, row
from tamis.manuscript.values import Quantity
from tamis.manuscript.word.document import Word
from tamis.numberwords import DIGITS, WORDS, in_digits, in_words

KNOWN = quantities()
SENTENCES = [
    (row["sentence"], {tuple(each.strip().rsplit(" ", 1)) for each in row["told"].split(";") if each})
    for row in csv.DictReader(Path(__file__).with_name("typed_sentences.csv").read_text("utf-8").splitlines())
]
#: What the words alone do not tell: the trial's numbers are not the review's.
NOT_TOLD_APART = {"The trial screened 400 people, of whom 109 were eligible."}


def told(text, known=KNOWN, **how):
    return {(row.text, row.told) for row in check([Prose("a.md:1", text)], known, **how)}


def names(text):
    return {row.text: row.of.split("; ") for row in check([Prose("a.md:1", text)], KNOWN)}


def test_what_is_told_of_many_sentences_and_how_often_it_is_right():
    right = wrong = missed = 0
    for sentence, expected in SENTENCES:
        found = told(sentence)
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
    assert len(SENTENCES) >= 400 and right >= 360
    assert right / (right + wrong) >= 0.98 and right / (right + missed) >= 0.97, (right, wrong, missed)


def test_no_false_alarm_in_any_of_them():
    for sentence, expected in SENTENCES:
        contradicted = {each for each in told(sentence) if each[1] == "contradicts"}
        assert contradicted <= expected, sentence
        if sentence not in NOT_TOLD_APART:
            assert told(sentence) <= expected, sentence


@pytest.mark.parametrize("number", ["1,807", "1807", "1 807", "1\u00a0807", "1.807", "1'807"])
def test_thousands_are_read_in_any_style(number):
    assert told(f"We screened {number} records.") == {(number.replace("\u00a0", " "), "equals")}


def test_a_row_says_where_a_number_stands_what_it_is_and_what_it_could_be():
    text = (
        "We searched six databases. \ue000live:0\ue001 records were screened, and 1,693 records were "
        "excluded on title."
    )
    row = check([Prose("records/manuscript/a.md:12", text)], KNOWN)[-1]
    assert (row.place, row.position, row.told, row.text) == (
        "records/manuscript/a.md:12",
        3,
        "contradicts",
        "1,693",
    )
    assert (row.of, row.value, row.table) == ("flow.records_excluded", "1,692", "reports/flow.csv")
    assert "records were excluded on title" in row.around and "\ue000" not in row.around


@pytest.mark.parametrize(
    "text",
    ["**1,808** records were screened.", "1,8**08** records", "> *1,808* records", "- `1,808` records"],
)
def test_markdown_is_read_as_it_looks(text):
    if "screened" not in text:
        text = text.removesuffix(" records") + " records were screened."
    assert told(text) == {("1,808", "contradicts")}


def test_more_than_is_no_quotation():
    assert told("We screened > 1,800 records.") == set() != told("We screened\n> 1,808 records.")


TABLE = """| Step | n |
| --- | ---: |
| Records screened | **1,808** |
| Studies included | 19 |
| United Kingdom | 4,012 |
| Records excluded | 12 | 3 |
"""


def test_rows_of_a_table_with_two_cells_are_read_as_sentences():
    rows = check([Prose("a.md", TABLE, 7)], KNOWN)
    assert [(row.place, row.text, row.told, row.of) for row in rows] == [
        ("a.md:9", "1,808", "contradicts", "flow.records_screened"),
        ("a.md:10", "19", "equals", "flow.new_studies"),
    ]
    assert rows[0].around == "Records screened: 1,808."
    assert told(row("Records screened", "1,808")) == {("1,808", "contradicts")}
    assert not row("Records screened", "1,808 of all") and not row("At 12 months", "7") and not row("", "7")


def test_each_number_of_a_paragraph_has_its_line():
    text = "Of \ue000live:3\ue001 records,\n1,808 were read. We included\n14 studies.\nA last one."
    rows = check([Prose("a.md", text, 7)], KNOWN)
    assert [(row.place, row.position) for row in rows] == [("a.md:9", 3)]
    assert positions("a\n\ue000live:3\ue001")[3] == (1, 1)
    assert (
        check([Prose("a.docx: Results, paragraph 1", text)], KNOWN)[0].place == "a.docx: Results, paragraph 1"
    )


def test_lines_are_counted_through_comments():
    (said,) = Markdown("Text <!-- of\ntwo lines --> and\n1,808 records were screened.").said
    assert [row.place for row in check([Prose("a.md", said.text, 1)], KNOWN)] == ["a.md:3"]


def test_of_n_of_the_m_the_verb_is_ns_and_the_noun_ms():
    assert names("Thirteen of the 18 included studies were conducted in the United Kingdom.") == {
        "Thirteen": ["studies.country.uk"],
        "18": ["flow.new_studies"],
    }


def test_what_is_two_of_the_quantities_together_contradicts_neither():
    assert told("In all, 1,779 records were excluded.") == set()
    assert told("In all, 1,780 records were excluded.") == {("1,780", "contradicts")}


@pytest.mark.parametrize(
    "part",
    [
        "KP screened 180 records.",
        "The second author screened 180 records.",
        "Nine full-text articles were excluded because they had no controls.",
        "Nine full-text articles were excluded for wrong comparison.",
        "Rayyan removed 180 duplicates.",
        "One report could not be retrieved.",
    ],
)
def test_what_may_be_a_part_contradicts_nothing(part):
    assert told(part) == set()


def test_the_same_of_all_contradicts():
    assert told("We screened 180 records.") == told("KP and JS screened 180 records.") != set()
    assert told("Nine full-text articles were excluded.") == {("Nine", "contradicts")}
    assert told("We removed 180 duplicates.") == {("180", "contradicts")}


def test_live_numbers_are_counted_with_the_typed_ones_and_never_told():
    text = (
        "# Found\n\nOf \ue000live:7\ue001 records, 34 were old. <!-- \ue000live:8\ue001 --> "
        "| \ue000live:9\ue001 |"
    )
    assert positions(text) == {7: (1, 2), 8: (3, 2), 9: (4, 2)}
    assert told("\ue000live:1807\ue001 records were screened.") == set()


def test_the_names_are_those_of_what_is_spoken_of():
    assert names("We included 19 studies.") == {"19": ["flow.new_studies"]}
    assert "screening.full_text.kappa" not in names("On titles and abstracts, kappa was 0.71.")["0.71"]
    assert names("At full text, kappa was 0.71.") == {"0.71": ["screening.full_text.kappa"]}


def test_a_number_that_is_not_recorded_contradicts_nothing():
    assert told("Nine studies were included in the meta-analysis.") == set()


def test_in_other_languages_equal_numbers_alone_are_told():
    german = "Es wurden 1.807 Titel gesichtet und 6 Datenbanken durchsucht, 19 Studien und 2.000 Treffer."
    assert told(german, english=False) == {("1.807", "equals")}
    assert told("We included 14 studies.", english=False) == set()


def test_small_numbers_are_equal_by_chance():
    known = [Quantity("a.b", 34, "things"), Quantity("a.c", 340, "other things")]
    assert told("There were 34 chairs and 340 tables.", known) == {("340", "equals")}


@pytest.mark.parametrize(
    "text",
    [
        "It was read on 19 May 1807.",
        "See https://example.org/1807 or write to a1807@example.org.",
        "doi:10.1234/1807.109",
        "Call +44 20 7946 1807.",
        "p < 0.001807, 95% CI 109 to 1807",
        "The study of 1,807 children",
        "[@smith1807] 1807-2011",
        "Table 109 and Figure 1807",
    ],
)
def test_what_counts_something_else_is_passed_over(text):
    assert told(text) == set()


@given(st.integers(min_value=1, max_value=999_999))
def test_whole_numbers_come_back_from_words_and_digits(n):
    words = spelled(n)
    found = re.fullmatch(WORDS, words)
    assert found and in_words(words) == n
    assert re.fullmatch(DIGITS, f"{n:,}") and n in in_digits(f"{n:,}") and in_digits(str(n)) == (n,)


@given(st.text(alphabet="aeo 0123456789.,%()=-\n|#\ue000\ue001:live", max_size=80))
def test_any_text_is_read_without_harm(text):
    check([Prose("a", text)], KNOWN)
    assert [each.position for _, found in numerals(text) for each in found] == [
        *range(1, 1 + sum(len(found) for _, found in numerals(text)))
    ]


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ONES = [*ONES.split(), "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(n):
    if n >= 1000:
        rest = n % 1000
        joint = " and " if rest < 100 else " "
        return f"{spelled(n // 1000)} thousand" + (joint + spelled(rest) if rest else "")
    if n >= 100:
        return f"{ONES[n // 100]} hundred" + (f" and {spelled(n % 100)}" if n % 100 else "")
    if n < 20:
        return ONES[n]
    return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")


def test_a_row_of_two_cells_in_word_says_its_label_with_its_number():
    def fill(document):
        for cells in (["Records screened", "991"], ["Smith", "7", "9"]):
            for cell, text in zip(document.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
                cell.text = text
        document.add_paragraph("991 records")

    labels = [(said.text, said.label) for said in Word(docx(fill)).said]
    assert labels == [
        ("Records screened", ""),
        ("991", "Records screened"),
        ("Smith", ""),
        ("7", ""),
        ("9", ""),
        ("991 records", ""),
    ]
    assert told(row("Records screened", "991")) == {("991", "contradicts")}


def test_the_rows_of_tables_in_word_are_judged():
    known = replace(NAMES["studies.included"], called=("studies included@",))
    of = rendered(Word(docx(lambda document: two_cells(document, "Studies included", "16"))))
    of.material = replace(of.material, published=replace(of.material.published, names={"a": known}))
    assert [(each.text, each.told, each.around) for each in of.numbers()] == [
        ("16", "contradicts", "Studies included: 16")
    ]


def two_cells(document, *texts):
    for cell, text in zip(document.add_table(1, 2).rows[0].cells, texts, strict=True):
        cell.text = text


def test_an_open_item_says_what_each_quantity_is():
    numbers = check([Prose("a.md", "Our search identified 25 records. 20 studies were included.", 4)], KNOWN)
    first, second = (item.text for item in openitems.contradicting(numbers))
    assert first.startswith("“Our search identified 25 records.” has 25; flow.")
    assert "flow.identified is 2,418" in first and "flow.database_results is 2,390" in first
    assert first.endswith("; write the one you mean, in double braces, or mend the text")
    assert second.endswith(
        "has 20; flow.new_studies is 19; write {{ flow.new_studies }} instead, or mend the text"
    )
