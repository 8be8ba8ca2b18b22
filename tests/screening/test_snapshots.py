"""Exports as snapshots: what counts once, what is a change of mind, what is gone, what is left open."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.screening.imports.item import Item, Said
from tamis.screening.inputs import Imported
from tamis.screening.snapshots.statements import votes_of
from tamis.store import arrow_types
from tamis.tables import Entry, Import, Statement, Vanished

CITATION_OF = {f"r{number}": f"r{number}" for number in range(9)} | {"r9": "r8"}


def export(file, date, said, *, tool="rayyan", stage="title_abstract", reviewer="", **more):
    """Return an import and its entries; `said` gives the votes on each record, in order."""
    row = Import(file=file, tool=tool, stage=stage, reviewer=reviewer, date=date, **more)
    path = f"records/screening/{file}"
    items = tuple(
        Item(line, f"Title {record}", votes=tuple(votes)) for line, (record, votes) in enumerate(said, 2)
    )
    entries = [
        Entry(file, at, stage, f"Title {record}", "matched", record, "DOI", f"{path}:{at + 1}")
        for at, (record, _) in enumerate(said, 1)
    ]
    return Imported(row, path, items), entries


def logs(*lines):
    """Return a frame of statements: reviewer, record, decision, moment, reason."""
    rows = [
        Statement("title_abstract", who, record, decision, "", reason, "", moment, moment, "log", line)
        for line, (who, record, decision, moment, reason) in enumerate(lines, 2)
    ]
    types = arrow_types(Statement)
    return pd.DataFrame(
        {name: pd.array([getattr(row, name) for row in rows], dtype=kind) for name, kind in types.items()}
    )


def told(*exports, log=()):
    """Return reviewer, record, decision, reason and moment of what counts, what is gone, and what is open."""
    entries = [entry for _, found in exports for entry in found]
    votes, gone, items = votes_of([each for each, _ in exports], entries, logs(*log), CITATION_OF)
    assert {name: kind for name, kind in votes.dtypes.items()} == arrow_types(Statement)
    rows = list(
        zip(
            *(votes[name].tolist() for name in ("reviewer", "record_id", "decision", "reason", "moment")),
            strict=True,
        )
    )
    return rows, gone, {item.item: item.text for item in items}


def yes(person="R1", **more):
    return Said(person, "include", **more)


def no(person="R1", reason="", **more):
    return Said(person, "exclude", reason, **more)


END = "T24:00:00"


def test_an_unchanged_vote_counts_once_and_a_changed_one_is_a_change_of_mind_of_its_snapshot():
    january = export("jan.csv", "2021-01-31", [("r1", [yes()]), ("r2", [yes(), no("R2")])])
    march = export("mar.csv", "2021-03-31", [("r1", [yes()]), ("r2", [no(), no("R2")])])
    rows, gone, items = told(january, march)
    assert rows == [
        ("R1", "r1", "include", "", f"2021-01-31{END}"),
        ("R1", "r2", "include", "", f"2021-01-31{END}"),
        ("R2", "r2", "exclude", "", f"2021-01-31{END}"),
        ("R1", "r2", "exclude", "", f"2021-03-31{END}"),
    ]
    assert (gone, items) == ([], {})


def test_a_statement_says_where_it_stands():
    imported, entries = export("jan.csv", "2021-01-31 14:30:00", [("r1", [no(note="short")])])
    votes, _, _ = votes_of([imported], entries, logs(), CITATION_OF)
    (row,) = votes.to_dict("records")
    assert row == {
        "stage": "title_abstract",
        "reviewer": "R1",
        "record_id": "r1",
        "decision": "exclude",
        "of": "",
        "reason": "",
        "note": "short",
        "time": "2021-01-31 14:30:00",
        "moment": "2021-01-31T14:30:00",
        "file": "records/screening/jan.csv",
        "line": 2,
        "day": "",
    }


def test_the_tools_own_time_dates_a_vote_and_its_history():
    said = [yes(time="2021-01-02T10:00:00"), no(time="2021-01-03T10:00:00+01:00"), no(time="2021-01-04")]
    rows, _, items = told(export("log.csv", "2021-01-31", [("r1", said)]))
    assert [(row[2], row[4]) for row in rows] == [
        ("include", "2021-01-02T10:00:00"),
        ("exclude", "2021-01-03T09:00:00"),
    ]
    assert items == {}


def test_a_reason_that_comes_later_is_news_and_one_that_goes_takes_nothing_back():
    exports = [
        export(f"{month}.csv", f"2021-0{month}-01", [("r1", [no(reason=reason)])])
        for month, reason in enumerate(["", "design", "", "population"], 1)
    ]
    assert [row[3] for row in told(*exports)[0]] == ["", "design", "population"]


def test_what_vanished_goes_on_counting_and_is_one_item_for_two_exports_and_a_reviewer():
    january = export("jan.csv", "2021-01-31", [("r1", [yes(), yes("R2")]), ("r2", [no()]), ("r3", [no()])])
    march = export("mar.csv", "2021-03-31", [("r1", [yes("R2")]), ("r3", [no()])])
    rows, gone, items = told(january, march)
    assert len(rows) == 4
    assert gone == [
        Vanished("title_abstract", "R1", "r1", "include", "jan.csv", "mar.csv"),
        Vanished("title_abstract", "R1", "r2", "exclude", "jan.csv", "mar.csv"),
    ]
    assert items == {
        "screening:vanished:title_abstract:jan.csv:mar.csv:R1": (
            "2 votes of R1 at title and abstract in jan.csv are in mar.csv no more (such as include on entry "
            "1, 'Title r1'); they go on counting; what should not, say otherwise in "
            "records/screening/title_abstract.R1.csv, or accept that they count"
        )
    }


def test_what_came_back_or_was_taken_back_elsewhere_has_not_vanished():
    first = export("1.csv", "2021-01-01", [("r1", [yes()]), ("r2", [yes()]), ("r3", [yes()])])
    second = export("2.csv", "2021-02-01", [("r3", [yes()])])
    third = export("3.csv", "2021-03-01", [("r1", [yes()]), ("r3", [yes()])])
    rows, gone, _ = told(first, second, third, log=[("R1", "r2", "exclude", "2021-02-01T10:00:00", "")])
    assert len(rows) == 3 and gone == []


def test_a_vote_is_gone_also_where_the_last_export_that_has_it_says_two_things():
    first = export("1.csv", "2021-01-01", [("r1", [yes()])])
    for said in ([yes(), no()], [no(), yes()]):  # of both, the exclusion is news, and counts
        second = export("2.csv", "2021-02-01", [("r1", said), ("r2", [yes()])])
        third = export("3.csv", "2021-03-01", [("r2", [yes()])])
        rows, gone, _ = told(first, second, third)
        assert [row[2] for row in rows if row[1] == "r1"] == ["include", "exclude"]
        assert gone == [Vanished("title_abstract", "R1", "r1", "exclude", "2.csv", "3.csv")]


def test_of_a_tools_log_the_last_decision_alone_can_vanish():
    said = [yes(time="2021-01-02T10:00:00"), no(time="2021-01-03T10:00:00")]
    later = export("2.csv", "2021-02-01", [], reviewer="R1")
    exports = [export("1.csv", "2021-01-04", [("r1", said)]), later]
    assert [row.decision for row in told(*exports)[1]] == ["exclude"]
    assert told(*exports, log=[("R1", "r1", "include", "2021-01-10T10:00:00", "")])[1] == []


def test_what_was_taken_back_in_the_tool_is_listed_and_goes_on_counting():
    back = yes(time="2021-01-02T10:00:00", taken_back=True)
    log = export("log.csv", "2021-01-31", [("r1", [back]), ("r2", [back, no(time="2021-01-03T10:00:00")])])
    rows, gone, items = told(log)
    assert [row[:3] for row in rows] == [
        ("R1", "r1", "include"),
        ("R1", "r2", "include"),
        ("R1", "r2", "exclude"),
    ]
    assert gone == [Vanished("title_abstract", "R1", "r1", "include", "log.csv", "log.csv")]
    assert items == {
        "screening:vanished:title_abstract:log.csv:log.csv:R1": (
            "1 vote of R1 at title and abstract in log.csv was taken back in the tool (such as include on "
            "entry 1, 'Title r1'); it goes on counting; what should not, say otherwise in "
            "records/screening/title_abstract.R1.csv, or accept that they count"
        )
    }
    earlier = export("old.csv", "2021-01-15", [("r1", [yes(time="2021-01-02T10:00:00")])])
    assert told(earlier, log)[:2] == (rows, gone)
    articles = export("articles.csv", "2021-01-31", [("r1", [yes()])])
    assert told(log, articles)[1] == []  # decided again
    otherwise = [("R1", "r1", "exclude", "2021-01-20T10:00:00", "")]
    assert told(log, log=otherwise)[1] == []


def test_an_export_without_any_vote_of_its_reviewer_is_a_snapshot_of_theirs_all_the_same():
    first = export("1.csv", "2021-01-01", [("r1", [yes()])], reviewer="R1")
    second = export("2.csv", "2021-02-01", [("r1", [])], reviewer="R1")
    assert [row.later for row in told(first, second)[1]] == ["2.csv"]
    by_name = export("3.csv", "2021-02-01", [("r1", [yes("R2")])], people="Ann=R1; Li=R2")
    assert [row.later for row in told(first, by_name)[1]] == ["3.csv"]
    of_another = export("4.csv", "2021-02-01", [("r1", [yes("R2")])])
    assert told(first, of_another)[1] == []


def listed(file, date, decision, *records):
    said = [(record, [Said("team", decision)]) for record in records]
    return export(file, date, said, tool="list", reviewer="team", decision=decision)


def test_lists_of_one_day_are_one_snapshot_and_moving_from_one_list_to_another_is_a_change():
    first = [
        listed("in1.ris", "2021-01-01", "include", "r1", "r2"),
        listed("in2.ris", "2021-01-01", "include", "r3"),
        listed("out1.ris", "2021-01-01", "exclude", "r4"),
    ]
    second = [
        listed("in3.ris", "2021-02-01", "include", "r1", "r3"),
        listed("out3.ris", "2021-02-01", "exclude", "r2", "r4"),
    ]
    rows, gone, items = told(*first, *second)
    assert (gone, items) == ([], {})
    assert [row[:3] for row in rows if row[4] > "2021-02"] == [("team", "r2", "exclude")]


def test_what_one_snapshot_says_in_two_ways_is_open():
    rows, _, items = told(
        listed("in.ris", "2021-01-01", "include", "r1"), listed("out.ris", "2021-01-01", "exclude", "r1")
    )
    assert [row[2] for row in rows] == ["include", "exclude"]
    (text,) = items.values()
    assert text == (
        "what out.ris says at title and abstract for the team contradicts an entry above it or an export "
        "of the same moment says of 1 citation (such as exclude on entry 1, 'Title r1'); until "
        "records/screening/adjudication.<you>.csv says what holds, the last one counts"
    )


@pytest.mark.parametrize(
    ("log", "kept"),
    [
        ([("R1", "r1", "include", "2021-01-30T09:00:00", "")], 0),
        ([("R1", "r1", "include", "", "")], 0),  # not timed: before all that is
        (
            [
                ("R1", "r1", "include", "2021-01-31T09:00:00", ""),
                ("R1", "r1", "exclude", "2021-01-31T15:00:00", ""),
            ],
            0,
        ),
        ([("R1", "r1", "include", "2021-02-02T09:00:00", "")], 0),  # typed in from the export
        ([("R2", "r1", "include", "2021-01-30T09:00:00", "")], 1),
        ([("R1", "r2", "include", "2021-01-30T09:00:00", "")], 1),
        ([("R1", "r1", "exclude", "2021-01-30T09:00:00", "")], 1),
        (
            [
                ("R1", "r1", "include", "2021-01-29T09:00:00", ""),
                ("R1", "r1", "exclude", "2021-01-30T09:00:00", ""),
            ],
            1,
        ),
        (
            [
                ("R1", "r1", "exclude", "2021-02-01T09:00:00", ""),
                ("R1", "r1", "include", "2021-02-02T09:00:00", ""),
            ],
            1,
        ),
    ],
)
def test_a_vote_that_stands_in_a_log_and_in_an_export_counts_once(log, kept):
    rows, _, _ = told(export("jan.csv", "2021-01-31", [("r1", [yes()])]), log=log)
    assert len(rows) == kept


def test_an_export_of_a_day_may_show_what_the_log_said_before_it_changed_that_day():
    log = [
        ("R1", "r1", "include", "2021-01-30T09:00:00", ""),
        ("R1", "r1", "exclude", "2021-01-31T15:00:00", ""),
    ]
    assert told(export("jan.csv", "2021-01-31", [("r1", [yes()])]), log=log)[0] == []


def test_a_line_that_comes_after_another_vote_of_the_tool_is_not_the_vote_before_it():
    said = [yes(time="2021-01-02T10:00:00"), no(time="2021-01-03T10:00:00")]
    log = [("R1", "r1", "include", "2021-01-05T09:00:00", "")]
    rows, _, _ = told(export("log.csv", "2021-01-04", [("r1", said)]), log=log)
    assert [row[2] for row in rows] == ["include", "exclude"]


def test_a_contradiction_that_the_next_export_no_longer_has_is_settled_by_it():
    first = export("1.csv", "2021-01-01", [("r1", [yes()]), ("r1", [no()])])
    second = export("2.csv", "2021-02-01", [("r1", [yes()])])
    rows, _, items = told(first, second)
    assert [row[2] for row in rows] == ["include", "exclude", "include"] and items == {}


def test_a_reason_may_be_missing_in_the_log_or_in_the_export_but_another_is_a_change():
    def kept(in_log, in_export):
        log = [("R1", "r1", "exclude", "2021-01-01T09:00:00", in_log)]
        return len(told(export("a.csv", "2021-01-31", [("r1", [no(reason=in_export)])]), log=log)[0])

    assert [kept("design", ""), kept("", "design"), kept("design", "design")] == [0, 0, 0]
    assert kept("design", "population") == 1


def test_a_tool_that_was_not_told_of_a_change_in_the_log_does_not_take_it_back():
    exports = [export(f"{m}.csv", f"2021-0{m}-01", [("r1", [yes()])]) for m in (1, 3)]
    rows, gone, _ = told(*exports, log=[("R1", "r1", "exclude", "2021-02-01T09:00:00", "")])
    assert [(row[2], row[4][:7]) for row in rows] == [("include", "2021-01")]
    assert gone == []


def test_a_change_of_mind_is_put_on_the_record_that_the_reviewer_named_before():
    log = [("R1", "r9", "include", "2021-01-01T09:00:00", "")]  # r8 and r9 are one citation
    rows, _, _ = told(export("a.csv", "2021-01-31", [("r8", [no()])]), log=log)
    assert [row[:3] for row in rows] == [("R1", "r9", "exclude")]
    assert told(export("a.csv", "2021-01-31", [("r8", [yes()])]), log=log)[0] == []


def test_what_two_tools_say_alike_counts_once():
    first = export("a.csv", "2021-01-31", [("r1", [yes()])])
    second = export("b.csv", "2021-02-28", [("r1", [yes()])], tool="covidence")
    rows, gone, _ = told(first, second)
    assert len(rows) == 1 and gone == []


def test_an_entry_without_a_record_has_no_votes():
    imported, (entry,) = export("a.csv", "2021-01-31", [("r1", [yes()])])
    nothing = Entry(entry.file, 1, entry.stage, entry.title, "nothing", "", "", entry.place)
    votes, gone, items = votes_of([imported], [nothing], logs(), CITATION_OF)
    assert (len(votes), gone, items) == (0, [], [])


def test_words_that_nobody_explained_and_missing_reasons_are_one_item_an_import_and_word():
    said = [
        ("r1", [no(word="wrong pop"), no("R2", word="wrong pop")]),
        ("r2", [no(word="foreign")]),
        ("r3", [no(), no("R2", "design")]),
        ("r4", [yes()]),
    ]
    _, _, items = told(export("ft.csv", "2021-01-31", said, stage="full_text"))
    assert items == {
        "screening:reason:full_text:ft.csv:wrong pop": (
            "2 exclusions at full text in ft.csv give 'wrong pop' as the reason (such as exclude on entry 1, "
            "'Title r1'), which is no question of the flowchart: write it under also: of its question in "
            "config/config.yaml, or say what it means in words of imports.csv: wrong pop=<question's id>"
        ),
        "screening:reason:full_text:ft.csv:foreign": (
            "1 exclusion at full text in ft.csv gives 'foreign' as the reason (such as exclude on entry 2, "
            "'Title r2'), which is no question of the flowchart: write it under also: of its question in "
            "config/config.yaml, or say what it means in words of imports.csv: foreign=<question's id>"
        ),
        "screening:unreasoned:full_text:ft.csv": (
            "1 exclusion at full text in ft.csv gives no reason (such as exclude on entry 3, 'Title r3'): "
            "say it in records/screening/full_text.<reviewer>.csv, with the same decision, or in the tool, "
            "and export again"
        ),
    }
    _, _, items = told(export("ta.csv", "2021-01-31", said))
    assert {item.rpartition(":")[2] for item in items} == {"wrong pop", "foreign"}


def test_a_reason_that_was_given_since_is_not_asked_for():
    exports = [
        export("1.csv", "2021-01-01", [("r1", [no(word="old")]), ("r2", [no()])], stage="full_text"),
        export("2.csv", "2021-02-01", [("r1", [no(reason="design")]), ("r2", [yes()])], stage="full_text"),
    ]
    assert told(*exports)[2] == {}


# --- properties ---------------------------------------------------------------------------------

said = st.builds(
    Said,
    st.sampled_from(["R1", "R2"]),
    st.sampled_from(["include", "exclude", "maybe"]),
    st.sampled_from(["", "design"]),
    time=st.sampled_from(["", "", "2021-01-02T10:00:00", "2021-02-03T11:00:00", "2021-01-20"]),
)
content = st.lists(
    st.tuples(st.sampled_from(["r1", "r2", "r8", "r9"]), st.lists(said, max_size=3)), max_size=5
)
days = st.sampled_from(["2021-01-15", "2021-02-15", "2021-02-15 12:00:00", "2021-03-15"])
lines = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2"]),
        st.sampled_from(["r1", "r2"]),
        st.sampled_from(["include", "exclude", "maybe"]),
        st.sampled_from(["", "2021-01-10T09:00:00", "2021-02-15T09:00:00", "2021-02-15T18:00:00"]),
        st.just(""),
    ),
    max_size=6,
).map(lambda lines: sorted(lines, key=lambda line: line[3]))


@given(content, days, lines)
def test_reading_the_same_export_again_changes_nothing(content, day, log):
    first = export("a.csv", day, content)
    rows, gone, _ = told(first, log=log)
    for later in ("2021-03-20", day):
        again = told(first, export("b.csv", later, content), log=log)
        timeless = [row[:4] for row in rows]
        assert [row[:4] for row in again[0]] == timeless and again[0] == rows
        assert again[1] == gone == []


@given(st.lists(st.tuples(days, content), max_size=4), lines, st.randoms())
def test_the_order_of_rows_in_imports_csv_does_not_matter(contents, log, random):
    exports = [export(f"{at}.csv", day, content) for at, (day, content) in enumerate(contents)]
    expected = told(*exports, log=log)
    random.shuffle(exports)
    assert told(*exports, log=log) == expected


@given(lines, st.sampled_from(["2021-01-10", "2021-02-15", "2021-02-15 10:00:00", "2021-03-01"]))
def test_an_export_of_what_the_log_says_adds_nothing(log, day):
    moment = day.replace(" ", "T")
    until = f"{moment}{END}" if len(day) == 10 else moment
    state = {(who, record): decision for who, record, decision, when, _ in log if when <= until}
    shown = [(record, [Said(who, decision)]) for (who, record), decision in state.items()]
    rows, gone, _ = told(export("a.csv", day, shown), log=log)
    assert (rows, gone) == ([], [])


@given(st.lists(st.tuples(days, content), max_size=4), lines)
def test_what_an_export_says_last_counts_or_was_said_before(contents, log):
    """Each vote of an export stands, by decision, among what is told of that reviewer and citation."""
    exports = [export(f"{at}.csv", day, content) for at, (day, content) in enumerate(contents)]
    rows, _, _ = told(*exports, log=log)
    known = {(who, CITATION_OF[record], decision) for who, record, decision, *_ in [*rows, *log]}
    for _, content in contents:
        for record, votes in content:
            assert {(vote.person, CITATION_OF[record], vote.decision) for vote in votes} <= known
