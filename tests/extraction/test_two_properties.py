"""What holds of any two extractors: nobody's word comes first, order does not count, nothing is lost."""

import random
import re
from dataclasses import replace

import pytest
import twosome
from hypothesis import given, settings
from hypothesis import strategies as st

import small_review
from tamis.extraction.filled.fields import Extraction
from tamis.extraction.together import bring
from tamis.extraction.together.slots import words_of
from tamis.tables import Datum, DatumCheck, DatumReconciliation

STUDIES = small_review.included_studies("adams2001", "brown2002")
PLAIN = {
    "design": ["trial", "cohort", ""],
    "n": ["12", "12.0", "13", "", "n/a"],
    "finding": ["Most went home.", "most went HOME", "12 of 20 went home", "12 of 21 went home", ""],
}
CELLS = {
    "outcome": ["Return", "return", "Safety", ""],
    "result": ["1", "1.0", "2", ""],
    "p": ["< .05", ".05", ""],
}


@pytest.fixture(scope="module")
def protocol(tmp_path_factory):
    two = twosome.Two(tmp_path_factory.mktemp("two"), {}, included=("adams2001", "brown2002"), checker=True)
    return small_review.protocol(two.review)


def datum(draw, study, person, field, row, column, value):
    quote = draw(st.sampled_from(["", "words", "more words"]))
    state = "not_applicable" if value == "n/a" else "given" if value else "not_reported"
    return Datum(
        study,
        field,
        row,
        column,
        person,
        "" if value == "n/a" else value,
        state,
        quote=quote,
        page="3" if quote and draw(st.booleans()) else "",
        basis=draw(st.sampled_from(["", "observed", "estimated", "imputed"])),
        place=f"records/extraction/{study}.{person}.yaml:{row}",
    )


@st.composite
def extraction(draw, study, person):
    """Return what a person took from a study: some fields, and a table of up to three rows, or none."""
    fields = {
        id: (datum(draw, study, person, id, 1, "", draw(st.sampled_from(values))),)
        for id, values in PLAIN.items()
        if draw(st.booleans())
    }
    for table, columns in (("effects", CELLS), ("arms", {"arm": ["new", "old"], "size": ["4", "5", ""]})):
        cells = [
            datum(draw, study, person, table, row, column, draw(st.sampled_from(values)))
            for row in range(1, draw(st.integers(0, 3)) + 1)
            for column, values in columns.items()
            if draw(st.booleans())
        ]
        if cells or draw(st.booleans()):
            fields[table] = tuple(cells or [datum(draw, study, person, table, 1, "", "")])
    return Extraction(study, person, 1, fields, (), f"records/extraction/{study}.{person}.yaml:1")


BOTH = st.tuples(*(extraction("adams2001", person) for person in ("R1", "R2")))


def settle(brought, how, seed):
    """Settle every open difference with one of the values that were said, or another one."""
    drawn = random.Random(seed)
    rows = []
    for study in brought.studies:
        for held in (held for of in study.fields for held in of.held if held.open):
            said = [words_of(each) for each in held.everyone.values()]
            value = drawn.choice([*said, ""]) if held.slot.kind == "cell" else drawn.choice(["keep", "drop"])
            _, field, row, column = held.slot.key
            values = held.slot.all_in_words(held.everyone)
            label = drawn.choice(["", held.slot.label])
            rows.append(
                (
                    "R3",
                    DatumReconciliation(
                        held.slot.study,
                        field,
                        row,
                        column,
                        values,
                        value,
                        how,
                        "R3",
                        "why",
                        "2020-03-01",
                        "",
                        label,
                    ),
                )
            )
    return rows


def checks(brought):
    return [
        ("R3", DatumCheck(d.study, d.field, d.row, d.column, words_of(d), "agree"))
        for d in brought.data
        if d.state != "disputed"
    ]


def table(brought):
    """Return all that is made, as one text."""
    rows = (brought.data, brought.differences, brought.agreement, brought.items)
    return "\n".join(repr(row) for part in rows for row in part)


def shape(brought, swap):
    """Return all that is made, where it does not depend on the order of names; `swap`: R1 for R2 and back."""

    def named(text):
        return re.sub("R[12]", lambda found: {"R1": "R2", "R2": "R1"}[found[0]], text) if swap else text

    data = [replace(d, extractor="", note=named(d.note), place="") for d in brought.data]
    who = [{*named(d.extractor).split(";")} for d in brought.data]
    told = [{*re.split("; (?=R[12] )", named(d.values))} for d in brought.differences]
    differences = [replace(d, values="", place="") for d in brought.differences]
    items = sorted((named(item.item), sorted(named(item.waits_for).split(";"))) for item in brought.items)
    return data, who, told, differences, brought.agreement, items


@given(BOTH)
@settings(max_examples=50)
def test_who_of_the_two_said_what_changes_names_only(protocol, both):
    config, proforma = protocol
    other = tuple(
        replace(
            one,
            extractor=name,
            place=one.place.replace(one.extractor, name),
            fields={
                id: tuple(
                    replace(d, extractor=name, place=d.place.replace(one.extractor, name)) for d in data
                )
                for id, data in one.fields.items()
            },
        )
        for one, name in zip(both, ("R2", "R1"), strict=True)
    )
    first, second = (bring(each, [], [], proforma, config, STUDIES) for each in (both, other))
    assert shape(first, True) == shape(second, False)


@given(BOTH, extraction("brown2002", "R2"), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_files_does_not_count_and_twice_is_once(protocol, both, third, shuffle):
    config, proforma = protocol
    files = [*both, third]
    brought = bring(files, [], [], proforma, config, STUDIES)
    settled, checked = settle(brought, "third", 1), checks(brought)
    first = table(bring(files, checked, settled, proforma, config, STUDIES))
    for part in (files, checked, settled):
        shuffle.shuffle(part)
    again = bring(files, checked, settled, proforma, config, list(reversed(STUDIES)))
    assert table(again) == first
    assert table(bring(files, checked * 2, settled * 2, proforma, config, STUDIES)) == first


@given(BOTH)
@settings(max_examples=30)
def test_nobodys_quote_is_lost_or_becomes_anothers(protocol, both):
    config, proforma = protocol
    brought = bring(both, [], [], proforma, config, STUDIES)
    typed = sorted(
        (d.field, d.column, d.extractor, d.quote, d.page)
        for one in both
        for data in one.fields.values()
        for d in data
        if d.quote
    )
    looked = [
        (d.field, d.column, who, d.quote, d.page) for d in brought.quoted for who in d.extractor.split(";")
    ]
    assert sorted(looked) == typed
    places = [(d.field, d.row, d.column, d.extractor) for d in brought.quoted]
    assert len(places) == len({*places})
    # What is printed with a value is one of them.
    assert {(d.field, d.row, d.column, d.quote, d.page) for d in brought.data if d.quote} <= {
        (d.field, d.row, d.column, d.quote, d.page) for d in brought.quoted
    }


@given(BOTH, BOTH, st.integers(0, 3))
@settings(max_examples=40)
def test_what_was_settled_is_settled_and_never_lost(protocol, both, later, seed):
    config, proforma = protocol
    settled = settle(bring(both, [], [], proforma, config, STUDIES), "third", seed)
    once = bring(both, [], settled, proforma, config, STUDIES)
    # A row that is kept, by name, may hold differences of its own among three; of two it holds none.
    assert not [row for row in once.differences if row.state == "open"]
    assert not [item for item in once.items if item.item.startswith("extraction:differs")]
    assert sorted((r.field, r.values) for r in once.differences) == sorted(
        (r.field, r.values) for _, r in settled
    )
    # Whatever they say later, all that was settled, or is in dispute, is listed; a key stands once.
    after = bring(later, [], settled, proforma, config, STUDIES)
    keys = [(r.study, r.field, r.row, r.column) for r in after.differences]
    assert len(keys) == len({*keys})
    listed = {r.values for r in after.differences}
    open = {(r.field, r.column) for r in after.differences if r.state == "open"}
    for _, row in settled:
        assert row.values in listed or {(row.field, row.column), (row.field, "")} & open


@given(BOTH)
@settings(max_examples=20)
def test_what_all_checked_waits_for_no_check(protocol, both):
    config, proforma = protocol
    brought = bring(both[:1], [], [], proforma, config, STUDIES)
    after = bring(both[:1], checks(brought), [], proforma, config, STUDIES)
    assert not [item for item in after.items if item.item.split(":")[1] in ("second", "check")]
    assert {d.settled for d in after.data if d.place.startswith("records/extraction")} <= {"checked"}
    assert [(d.field, d.row, d.column, d.value) for d in after.data] == [
        (d.field, d.row, d.column, d.value) for d in brought.data
    ]
