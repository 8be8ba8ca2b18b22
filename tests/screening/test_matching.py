"""Which record an entry means, and what is left to a person."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.errors import Problems
from tamis.screening.imports.item import Item
from tamis.screening.inputs import Imported
from tamis.screening.snapshots.matches import check_title, plain_title
from tamis.screening.snapshots.matching import matched
from tamis.store import arrow_types
from tamis.tables import Import, Match, Record

COLUMNS = ("record_id", "title", "year", "doi", "pmid")
R1, R2, R3, R4, R5, R6 = (f"raaaaaaaaa{letter}" for letter in "bcdefg")
RECORDS = [
    (R1, "Families after care", 2019, "10.5555/a", "111"),
    (R2, "Families after care.", 2019, "10.5555/a", ""),
    (R3, "Editorial", 2020, "", ""),
    (R4, "Editorial", 2020, "10.5555/d", ""),
    (R5, "Kinship: <i>a review</i>", 2018, "10.5555/e", "555"),
    (R6, "Undated", None, "", ""),
]
CITATION_OF = {R1: R1, R2: R1, R3: R3, R4: R4, R5: R5, R6: R6}


def frame(rows=RECORDS):
    types = arrow_types(Record)
    columns = zip(*rows, strict=True)
    return pd.DataFrame(
        {name: pd.array(list(v), dtype=types[name]) for name, v in zip(COLUMNS, columns, strict=True)}
    )


def export(file, *items, tool="list", stage="title_abstract"):
    row = Import(file=file, tool=tool, stage=stage, reviewer="team", date="2021-01-01")
    return Imported(row, f"records/screening/{file}", tuple(items))


def found(*imports, matches=()):
    return [(e.status, e.record_id, e.rule) for e in matched(imports, matches, frame(), CITATION_OF)]


def one(item, **more):
    ((status, record, rule),) = found(export("a.ris", item, **more))
    return status, record, rule


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Item(1, "Another title", "10.5555/A", 2000), ("matched", R1, "DOI")),
        (Item(1, "FAMILIES AFTER CARE", "", 2019), ("matched", R1, "title and year")),
        (Item(1, "Families after care", "10.5555/unknown", 2019), ("matched", R1, "title and year")),
        (Item(1, "Families after care", "", None), ("matched", R1, "title and year")),
        (Item(1, "Families after care", "", 2018), ("nothing", "", f"title, another year: {R1}")),
        (Item(1, "Editorial", "", 2020), ("several", "", f"title and year: {R3}, {R4}")),
        (Item(1, "Kinship - a review", "", 2018), ("matched", R5, "title and year")),
        (Item(1, "Undated", "", 2018), ("matched", R6, "title and year")),
        (Item(1, "", "", 2018), ("nothing", "", "")),
        (Item(1, "Whatever", pmid="555"), ("matched", R5, "PubMed id")),
        (Item(1, source_id=R5), ("matched", R5, "record id")),
        (Item(1, source_id=R2), ("matched", R1, "record id")),
        (Item(1, source_id=f"rayyan-{R5}"), ("matched", R5, "record id")),
        (Item(1, source_id=R5.upper()), ("matched", R5, "record id")),
        (Item(1, key=f"#{R5}"), ("matched", R5, "record id")),
        (Item(1, source_id="recognition"), ("nothing", "", "")),  # as record ids look, and none
    ],
)
def test_an_entry_means_what_its_signals_mean(item, expected):
    assert one(item) == expected


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        (
            Item(1, "Kinship: a review", "10.5555/a", 2018),
            f"DOI: {R1}; title and year: {R5}",
        ),
        (Item(1, "", "10.5555/a", pmid="555"), f"PubMed id: {R5}; DOI: {R1}"),
        (
            Item(1, "Families after care", "10.5555/e", 2019, source_id=R5),
            f"record id: {R5}; DOI: {R5}; title and year: {R1}",
        ),
    ],
)
def test_signals_that_contradict_each_other_are_left_to_a_person(item, rule):
    assert one(item) == ("several", "", rule)


def test_a_signal_that_means_several_citations_narrows_the_others_and_contradicts_none():
    assert one(Item(1, "Editorial", "10.5555/d", 2020)) == ("matched", R4, "DOI")
    assert one(Item(1, "Editorial", "10.5555/e", 2020))[:2] == ("matched", R5)


def test_what_a_tool_calls_an_article_is_learned_from_its_other_exports():
    log = export("log.csv", Item(2, key="913"), Item(3, key="914"), tool="rayyan")
    articles = export("articles.csv", Item(2, "Kinship: a review", "", 2018, key="913"), tool="rayyan")
    assert found(log, articles) == [
        ("matched", R5, "the tool's own key"),
        ("nothing", "", ""),
        ("matched", R5, "title and year"),
    ]
    elsewhere = export("other.csv", Item(2, key="913"), tool="covidence")
    assert found(elsewhere, articles)[0] == ("nothing", "", "")


def test_a_key_that_another_entry_of_that_tool_has_too_says_nothing():
    first = export("a.csv", Item(2, "Kinship: a review", "", 2018, key="1"), tool="asreview")
    other = export("b.csv", Item(2, "Something else", "", 2018, key="1"), tool="asreview")
    assert found(first, other)[1] == ("nothing", "", "")


def test_a_key_that_narrows_and_a_key_that_contradicts():
    first = export("a.csv", Item(2, "Editorial", "10.5555/d", 2020, key="7"), tool="rayyan")
    again = export("b.csv", Item(2, "Editorial", "", 2020, key="7"), tool="rayyan")
    assert [each[:2] for each in found(first, again)] == [("matched", R4)] * 2
    other = export("c.csv", Item(2, "", "10.5555/e", key="7"), tool="rayyan")
    assert [each[0] for each in found(first, other)] == ["matched", "several"]


UNKNOWN = Item(4, "A thesis nobody indexed", "", 2011)


def settled(record, file="a.ris", entry=1, **more):
    return Match(file=file, entry=entry, record=record, who="R1", why="read it", **more)


def test_what_a_person_settled_comes_first_and_holds_for_the_same_entry_of_later_exports():
    january, july = export("a.ris", UNKNOWN), export("b.ris", Item(1, "Undated"), UNKNOWN)
    assert found(january, july, matches=[settled(R5)]) == [
        ("settled", R5, "R1: read it"),
        ("matched", R6, "title and year"),
        ("settled", R5, "R1: read it"),
    ]
    assert [each[0] for each in found(january, july, matches=[settled("none")])] == [
        "set_aside",
        "matched",
        "set_aside",
    ]
    assert found(export("a.ris", UNKNOWN), export("b.ris", UNKNOWN, tool="rayyan"), matches=[settled(R5)])[
        1
    ] == ("nothing", "", "")


def test_a_settlement_holds_for_a_key_but_not_for_another_title_under_it():
    first = export("a.csv", Item(2, "A thesis", key="9"), tool="rayyan")
    other = export(
        "b.csv", Item(2, "A thesis", key="9"), Item(3, "Not it", key="9"), Item(4, key="9"), tool="rayyan"
    )
    statuses = [each[:2] for each in found(first, other, matches=[settled(R5, "a.csv")])]
    assert statuses == [("settled", R5), ("settled", R5), ("nothing", ""), ("settled", R5)]


def test_of_two_settlements_each_holds_for_its_own_entry_and_the_newer_for_others():
    exports = [export(f"{name}.ris", UNKNOWN) for name in "abc"]
    said = [
        settled(R5, "a.ris", time="2021-02-01", place="matches.csv:2"),
        settled(R6, "b.ris", time="2021-01-01", place="matches.csv:3"),
    ]
    assert [each[1] for each in found(*exports, matches=said)] == [R5, R6, R5]


def test_a_settlement_on_a_record_that_is_gone_counts_for_nothing():
    gone = [settled("rzzzzzzzzzz")]
    assert found(export("a.ris", UNKNOWN), matches=gone) == [("nothing", "", "")]
    assert found(export("a.ris", Item(1, "Undated")), matches=gone)[0][0] == "matched"


def test_the_place_of_an_entry_is_its_line_in_the_export():
    (entry,) = matched([export("a.ris", UNKNOWN)], (), frame(), CITATION_OF)
    assert (entry.file, entry.entry, entry.stage, entry.place) == (
        "a.ris",
        1,
        "title_abstract",
        "records/screening/a.ris:4",
    )


SAME = Item(4, "Editorial of the year", "", 2011)


@pytest.mark.parametrize(
    ("settled_one", "other"),
    [
        (SAME, replace(SAME, line=9)),
        (replace(SAME, source_id="17"), replace(SAME, line=9, source_id="17")),
        (replace(SAME, source_id="17"), replace(SAME, line=9, source_id="18")),
        (replace(SAME, key="17"), replace(SAME, line=9, key="18")),
    ],
)
def test_a_settlement_never_holds_for_another_entry_of_the_same_file(settled_one, other):
    entries = found(export("a.ris", settled_one, other), matches=[settled(R5)])
    assert [each[:2] for each in entries] == [("settled", R5), ("nothing", "")]
    of_two_stages = [export("a.ris", settled_one, other, stage=at) for at in ("title_abstract", "full_text")]
    statuses = [each[0] for each in found(*of_two_stages, matches=[settled(R5)])]
    assert statuses == ["settled", "nothing"] * 2


@pytest.mark.parametrize(
    ("here", "there", "status"),
    [
        ({}, {}, "settled"),
        ({"key": "1"}, {"key": "1"}, "settled"),
        ({"source_id": "1"}, {"source_id": "1"}, "settled"),
        ({"key": "1"}, {"key": "2"}, "nothing"),
        ({"source_id": "1"}, {"source_id": "2"}, "nothing"),
        ({"source_id": "1"}, {}, "nothing"),
    ],
)
def test_a_title_carries_a_settlement_only_where_the_numbers_of_the_tool_allow_it(here, there, status):
    exports = [export("a.ris", replace(SAME, **here)), export("b.ris", replace(SAME, **there))]
    assert found(*exports, matches=[settled(R5)])[1][0] == status


def test_a_title_that_two_entries_of_a_file_have_carries_no_settlement():
    one, two = export("a.ris", SAME), export("b.ris", SAME, replace(SAME, line=9))
    assert [each[0] for each in found(one, two, matches=[settled(R5)])] == ["settled", "nothing", "nothing"]
    stages = [replace(one, row=replace(one.row, stage=at)) for at in ("title_abstract", "full_text")]
    once = found(*stages, export("c.ris", SAME), matches=[settled(R5)])
    assert [each[0] for each in once] == ["settled"] * 3
    back = found(one, two, matches=[settled(R5, "b.ris")])
    assert [each[0] for each in back] == ["nothing", "settled", "nothing"]


def test_a_settlement_whose_title_is_not_the_entrys_or_is_missing_is_an_error():
    problems = Problems()
    assert check_title(settled(R5, title="A thesis nobody indexed."), UNKNOWN, problems)
    assert check_title(settled(R5), replace(UNKNOWN, title=""), problems)
    assert not len(problems)
    without = settled(R5, place="records/screening/matches.csv:3")
    assert not check_title(without, UNKNOWN, problems)
    wrong = settled(R5, title="Editorial", place="records/screening/matches.csv:2")
    assert not check_title(wrong, UNKNOWN, problems)
    assert [str(problem) for problem in problems] == [
        "records/screening/matches.csv:2: title 'Editorial' is not the title of entry 1 of a.ris, which is "
        "'A thesis nobody indexed'",
        "records/screening/matches.csv:3: title is missing: write the title of entry 1 of a.ris there, which "
        "is 'A thesis nobody indexed'",
    ]


def test_titles_are_compared_without_mark_up_accents_and_punctuation():
    assert plain_title("<b>Pr\u00e9vention</b> &amp; soutien\u2014\u00e9tude") == "prevention soutien etude"
    assert plain_title("家族への支援: 研究") == "家族への支援 研究"


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_letters_is_the_long_way(title):
    assert plain_title(title) == plain_title(title + "<i>\u00e9</i>").removesuffix("e").rstrip()


@given(st.permutations(range(4)))
def test_the_order_of_imports_and_records_does_not_matter(order):
    items = [
        Item(2, "Editorial", "", 2020, key="7"),
        Item(2, "Editorial", "10.5555/d", 2020, key="7"),
        Item(2, "Kinship", "10.5555/e", key="8"),
        Item(2, key="8"),
    ]
    exports = [export(f"{at}.csv", item, tool="rayyan") for at, item in enumerate(items)]
    rows = [RECORDS[at] for at in order] + RECORDS[4:]
    entries = matched([exports[at] for at in order], (), frame(rows), CITATION_OF)
    assert {entry.file: entry.record_id for entry in entries} == {
        "0.csv": R4,
        "1.csv": R4,
        "2.csv": R5,
        "3.csv": R5,
    }
