"""Ids of open items: of the same row and the same numbers the same, wherever the row stands, else another."""

import pytest
import twosome
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numbers_form import RESULTS, check, column

import small_review
from tamis.extraction.evidence import open_items
from tamis.extraction.filled.fields import Extraction
from tamis.extraction.numbers import findings
from tamis.extraction.rows import digest, key, named
from tamis.extraction.together import bring
from tamis.proforma import Column, Field, Proforma
from tamis.tables import Datum, Evidence

STUDIES = small_review.included_studies("adams2001")
KEYS = (Column("outcome", "Outcome", "text", key=True), Column("time", "Time", "number", key=True))
TABLE = Field("results", "Results", "table", columns=(*KEYS, *RESULTS[1:]))
FORM = Proforma((TABLE,), (), None)
NUMBERS = {
    "n1": ["20", "50", "80"],
    "n2": ["20", "50", "80"],
    "e1": ["4", "10", "25"],
    "e2": ["4", "10", "25"],
    "p1": ["8", "10", "20.0", "50"],
    "p2": ["8", "10", "20.0", "50"],
    "stat": ["2.50", "8.17"],
    "p": [".05", "< .001"],
    "or": ["1.43", "3.0"],
    "d": ["0.22", "-.67"],
    "m1": ["5.19", "2.1"],
}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return small_review.protocol(twosome.Two(tmp_path_factory.mktemp("ids"), {}).review)[0]


# --- names of rows ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "time", "name"),
    [
        ("Return home", "12", "return-home_12"),
        ("  RETURN, home.", "12.0", "return-home_12"),
        ("Twelve months", "", "12-months"),
        ("Return", "", "return"),
        ("", "12", "_12"),
        ("Ä été 學校", "1.5", "ä-été-學校_1.5"),
    ],
)
def test_a_row_is_called_by_the_words_of_its_key(outcome, time, name):
    assert named({3: key(TABLE, {"outcome": outcome, "time": time})}) == {3: name}


def test_what_is_cut_or_leaves_a_sign_out_has_a_digest():
    said = ["< 5 years", "> 5 years", "a" * 60, "a" * 61, ":*", "%"]
    names = [named({1: key(TABLE, {"outcome": each})})[1] for each in said]
    assert len({*names}) == len(said) and all(len(name) <= 47 for name in names)
    assert names[0].startswith("5-years-") and names[2].startswith("a" * 40 + "-")
    assert not {*"".join(names)} & {*":* <%"}


def test_rows_without_key_go_by_number_and_repeats_are_counted():
    keys = {1: ("",), 2: ("a",), 3: ("a",), 4: ("a 2",), 5: ("1",)}
    assert named(keys) == {1: "1-2", 2: "a", 3: "a-3", 4: "a-2", 5: "1"}
    assert named({1: (), 2: ()}) == {1: "1", 2: "2"}


SAID = st.text(st.sampled_from("ab1 -_.<%é"), max_size=6)


@settings(max_examples=30)
@given(st.lists(st.tuples(SAID, st.sampled_from(["", "1", "-1", "1.5"])), max_size=5))
def test_two_rows_have_one_name_only_where_they_have_one_key(rows):
    keys = [key(TABLE, {"outcome": outcome, "time": time}) for outcome, time in rows]
    alone = [named({1: each})[1] for each in keys if any(each)]
    assert len({*alone}) == len({each for each in keys if any(each)})
    found = named(dict(enumerate(keys, start=1)))
    assert len({*found.values()}) == len(keys)
    assert {named({1: each})[1] for each in keys if any(each)} <= {*found.values()}


def test_a_digest_tells_where_one_text_ends():
    assert digest(["ab", "c"]) != digest(["a", "bc"])


# --- findings and quotes ------------------------------------------------------------------------


@st.composite
def rows(draw, most=3):
    """Return rows of the table, each with another key."""
    keys = draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=most, unique=True))
    numbers = st.fixed_dictionaries({}, optional={id: st.sampled_from(NUMBERS[id]) for id in NUMBERS})
    return [{"outcome": key, "test": "chi2", **draw(numbers)} for key in keys]


def data(rows, person="R1"):
    """Return what a person took: rows in this order, each with a quote of its own."""
    return [
        Datum(
            "adams2001",
            "results",
            number,
            id,
            person,
            value,
            "given",
            quote=f"words of {row['outcome']}",
            place=f"adams2001.{person}.yaml:1",
        )
        for number, row in enumerate(rows, start=1)
        for id, value in row.items()
    ]


def items(data):
    """Return by id what is told of each row: sentences of findings, and quotes, all found nowhere."""
    told = {one.finding: one.text.partition(";")[0] for one in findings(data, FORM)}
    lost = [
        Evidence(
            d.study,
            d.field,
            d.row,
            d.column,
            d.extractor,
            d.value,
            d.quote,
            "",
            "not_found",
            number="no",
            words=3,
        )
        for d in data
    ]
    return told | {item.item: "" for item in open_items(lost, data, FORM)}


def of(items, row):
    return {id: text for id, text in items.items() if f":results:{row['outcome']}:" in id}


@given(rows(), rows(most=1), st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_other_rows_and_their_order_leave_the_ids_of_a_row_as_they_are(some, new, shuffle):
    assume(new[0]["outcome"] not in {row["outcome"] for row in some})
    before = items(data(some))
    assert before.keys() == {id for row in some for id in of(before, row)}
    more = [*some, *new]
    shuffle.shuffle(more)
    after = items(data(more))
    assert [of(after, row) for row in some] == [of(before, row) for row in some]


@given(rows(), st.data())
@settings(max_examples=12)
def test_another_number_is_another_finding(some, draw):
    at = draw.draw(st.integers(0, len(some) - 1))
    id = draw.draw(st.sampled_from(sorted({*some[at]} - {"outcome", "test"}) or ["n1"]))
    value = draw.draw(st.sampled_from([each for each in NUMBERS[id] if each != some[at].get(id)]))
    changed = [{**row, id: value} if n == at else row for n, row in enumerate(some)]
    before, after = items(data(some)), items(data(changed))
    assert {id: before[id] for id in before.keys() & after} == {id: after[id] for id in before.keys() & after}
    ends = f":{some[at]['outcome']}:{id}:"
    if id in some[at]:  # nothing that is told of the value itself is told of another
        assert not [each for each in before.keys() & after if ends in each]


@given(rows(), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_which_of_two_extractors_has_which_order_does_not_count(config, some, shuffle):
    other = [*some]
    shuffle.shuffle(other)

    def made(first, second):
        read = [
            Extraction("adams2001", who, 1, {"results": tuple(data(those, who))}, (), "")
            for who, those in (("R1", first), ("R2", second))
        ]
        return items(bring(read, [], [], FORM, config, STUDIES).data)

    assert made(some, other) == made(other, some) == made(some, some) == items(data(some))


def test_a_sum_is_that_of_its_parts_in_any_order():
    columns = [column("arm", type="text", key=True), column("n", "count", adds_up_to="all")]
    whole = [column("all", "count")]

    def found(*sizes, all="100"):
        parts = [{"arm": f"arm {size}", "n": size} for size in sizes]
        return [one.finding for one in check(parts, whole, columns, {"all": all})]

    first = found(20, 30)
    assert len(first) == 1 and first == found(30, 20)
    assert len({*first, *found(20, 31), *found(20, 30, 40), *found(20, 30, all="90")}) == 4
