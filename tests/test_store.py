"""Tables to and from disk, as people save them and as the pipeline writes them."""

import dataclasses
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis import cells, store, tables
from tamis.dedupe import frames
from tamis.errors import Problems
from tamis.tables import Box, Pair, Search, StrategyLine, StudyReport, Vote

CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


def read(path: Path, row=Vote, **kwargs):
    problems = Problems()
    rows = store.read_rows(path, row, problems, root=path.parent, **kwargs)
    return rows, [str(problem) for problem in problems]


def votes(tmp_path: Path, data: str | bytes, name: str = "v.csv"):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


@pytest.mark.parametrize(
    "data",
    [
        "record,decision,note\nr1,include,café\n".encode(),
        "\ufeffrecord;decision;note\r\nr1;include;café\r\n".encode(),
        "record\tdecision\tnote\nr1\tInclude\tcafé\n".encode("utf-16"),
        "record;decision;note\r\nr1;INCLUDE;café\r\n".encode("cp1252"),
        "# a remark\nnote,decision,record\ncafé,include,r1\n\n,,\n".encode(),
        b"record,decision,note\rr1,include,caf\xc3\xa9\r",
    ],
    ids=["plain", "excel-utf8", "utf16-tabs", "excel-cp1252", "other-order-and-remarks", "old-mac"],
)
def test_a_table_is_read_as_any_spreadsheet_saves_it(tmp_path, data):
    rows, problems = votes(tmp_path, data)
    assert problems == []
    assert [(row.record, row.decision, row.note) for row in rows] == [("r1", "include", "café")]


def test_a_workbook_is_read_with_its_row_numbers(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["record", "decision", "time"])
    book.active.append(["r1", "include", __import__("datetime").datetime(2021, 9, 17)])
    book.active.append(["r2", "inculde", None])
    book.save(tmp_path / "v.xlsx")
    rows, problems = read(tmp_path / "v.xlsx")
    assert [(row.record, row.time, row.place) for row in rows] == [("r1", "2021-09-17", "v.xlsx:2")]
    assert problems == [
        "v.xlsx:3: decision 'inculde' is not one of include, exclude, maybe, duplicate; "
        "did you mean 'include'?"
    ]


def test_all_errors_of_a_file_are_told_at_once_with_their_lines(tmp_path):
    text = (
        'record,decision,time\n"r1\n",include,\nr2,maybee,\nr 3,include,\nr4,include,03/04/2021\n,include,\n'
    )
    rows, problems = votes(tmp_path, text)
    assert [row.record for row in rows] == ["r1"]
    assert problems == [
        "v.csv:4: decision 'maybee' is not one of include, exclude, maybe, duplicate; did you mean 'maybe'?",
        "v.csv:5: record 'r 3' is not an id: it holds white space",
        "v.csv:6: time '03/04/2021' can be read two ways; write 2021-04-03 or 2021-03-04",
        "v.csv:7: record is missing",
    ]


def test_a_column_that_is_not_known_is_named_with_those_that_are(tmp_path):
    _, problems = votes(tmp_path, "record,desicion\nr1,include\n")
    assert problems[0].startswith("v.csv:1: column 'decision' is missing")
    assert "did you mean 'decision'?" in problems[1]


@pytest.mark.parametrize(
    ("log", "counted"),
    [
        ("r1,include,\nr1,include,\nr1,exclude,\n", ["include", "exclude"]),
        ("r1,include,\nr1,exclude,\nr1,include,\n", ["include", "exclude", "include"]),
        ("r1,include,\n\nr1,include\nr1,exclude,\n", ["include", "exclude"]),
        (
            "r1,include,2021-09-17\nr1,exclude,2021-09-17\nr1,include,2021-09-17\n",
            ["include", "exclude", "include"],
        ),
        (
            "r1,include,2021-09-17 10:00\nr1,exclude,2021-09-17 11:00\nr1,include,2021-09-17 10:00,,,\n",
            ["include", "exclude"],
        ),
        ("r1,include,\nRecord,decision,time\nr1,exclude,\n", ["include", "exclude"]),
    ],
    ids=["adjacent", "change-of-mind", "cells-left-out", "one-day", "timed", "head-again"],
)
def test_a_line_of_a_log_that_is_there_twice_counts_once_and_a_change_of_mind_counts(tmp_path, log, counted):
    rows, problems = votes(tmp_path, f"record,decision,time\n{log}")
    assert [row.decision for row in rows] == counted and not problems


def test_where_order_says_nothing_a_repetition_may_stand_anywhere_and_equal_keys_may_not(tmp_path):
    (tmp_path / "studies.csv").write_text("study,record,role\ns1,r1,main\ns2,r2,main\ns1,r1,main\n")
    rows, problems = read(tmp_path / "studies.csv", StudyReport)
    assert [row.study for row in rows] == ["s1", "s2"] and not problems
    path = tmp_path / "s.csv"
    path.write_text("file,source,kind,date_run\na.ris,A,database,2021-01-31\na.ris,B,database,2021-01-31\n")
    _, problems = read(path, Search)
    assert problems == ["s.csv:3: file 'a.ris' stands twice (also line 2)"]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-09-17", "2021-09-17"),
        ("17.09.2021", "2021-09-17"),
        ("3.4.2021", "2021-04-03"),
        ("17/09/2021", "2021-09-17"),
        ("09/17/2021 14:05", "2021-09-17T14:05:00"),
        ("05/05/2021", "2021-05-05"),
        ("2021-09-17 14:05", "2021-09-17T14:05:00"),
        ("2021-09-17T14:05:09Z", "2021-09-17T14:05:09+00:00"),
        ("2021-09-17T23:30:00-05:00", "2021-09-18T04:30:00+00:00"),
        ("2021-09-17T14:05:09.123+0200", "2021-09-17T12:05:09+00:00"),
        ("9/17/2021 2:30 PM", "2021-09-17T14:30:00"),
        ("9/17/2021, 12:05:09\u202fa.m.", "2021-09-17T00:05:09"),
        ("17.09.2021 8:05:09", "2021-09-17T08:05:09"),
    ],
)
def test_a_date_is_read_where_it_can_be_read_one_way(written, iso):
    assert store.iso_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2021",
        "2021-02-30",
        "31.02.2021",
        "2021",
        "soon",
        "2021-09-17 99:99",
        "17.09.2021 24:00",
        "17.09.2021 13:00 PM",
        "17.09.2021 0:30 am",
        "17.09.2021 10:00 sharp",
        "17.09.2021 10:00:61",
        "0001-01-01 00:00+14:00",
        "17/09.2021",
        "2021-09-17 14",
    ],
)
def test_a_date_that_is_none_or_two_is_refused(written):
    with pytest.raises(ValueError, match=r"two ways|not a date"):
        store.iso_date(written)


@given(st.lists(st.builds(Vote, *[CELL] * len(dataclasses.fields(Vote))), max_size=5))
def test_rows_that_are_written_are_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("t") / "t.csv"
    store.write_rows(path, rows, Vote)
    assert store.read_built(path, Vote) == rows
    if rows:
        frame = store.read_frame(path, Vote)
        assert [tuple(line) for line in frame.itertuples(index=False)] == [
            dataclasses.astuple(row) for row in rows
        ]
        before = path.read_bytes()
        store.write_frame(path, store.check_frame(frame, Vote), Vote)
        assert path.read_bytes() == before


TEXT = CELL | st.sampled_from(
    [
        "",
        '"',
        ",",
        "\n",
        "\r",
        "a\r\nb",
        "=1",
        "-1",
        "-1.5",
        "+1.",
        "'=1",
        "''@",
        "'",
        "-",
        "1e5",
        "\t",
        " a ",
        "\x00",
    ]
)


@given(
    st.lists(
        st.tuples(TEXT | st.none(), st.none() | st.integers(-9, 2**40), st.none() | st.floats(width=32), TEXT)
    ),
    st.integers(1, 4),
    st.booleans(),
    st.integers(1, 3),
)
def test_columns_are_written_as_rows_are_byte_for_byte(tmp_path_factory, rows, wide, marked, at_once):
    folder = tmp_path_factory.mktemp("t")
    names = ["a,1", "b", "=c", "d"][:wide]
    types = [pa.string(), pa.int64(), pa.float64(), pa.large_string()]
    with store.writing_columns(folder / "rows.csv", names, marked=marked) as table:
        for row in rows:
            table.line(row[:wide])
    columns = {
        name: pd.arrays.ArrowExtensionArray(
            pa.chunked_array([pa.array([row[at] for row in rows], types[at])])
        )
        for at, name in enumerate(names)
    }
    before, cells._ROWS = cells._ROWS, at_once
    try:
        store.write_columns(
            folder / "columns.csv", pd.DataFrame({"x": [1] * len(rows), **columns}), names, marked=marked
        )
    finally:
        cells._ROWS = before
    assert (folder / "columns.csv").read_bytes() == (folder / "rows.csv").read_bytes()


def test_a_table_that_cannot_be_written_to_its_end_leaves_the_old_one(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    with pytest.raises(KeyError), store.writing_columns(path, ["a"]) as table:
        table.columns(pa.table({"a": ["new"]}))
        table.columns(pa.table({"b": ["new"]}))
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_a_table_that_was_emptied_is_told(tmp_path):
    rows, problems = votes(tmp_path, "")
    assert rows == []
    assert problems == ["v.csv: holds nothing, not even its head; was it saved as it should be?"]


def test_numbers_that_are_not_known_stay_empty(tmp_path):
    rows = [Box("screened", 0), Box("register_results", None)]
    store.write_rows(tmp_path / "b.csv", rows, Box)
    assert (tmp_path / "b.csv").read_text() == "box,n\nscreened,0\nregister_results,\n"
    frame = store.read_frame(tmp_path / "b.csv", Box)
    assert frame["n"].isna().tolist() == [False, True]
    store.write_frame(tmp_path / "b.csv", frame, Box)
    assert store.read_built(tmp_path / "b.csv", Box) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "'=1+1"])
def test_a_cell_that_a_spreadsheet_would_run_is_written_harmless_and_read_back(tmp_path, cell):
    store.write_rows(tmp_path / "t.csv", [Vote(record="r1", decision="include", note=cell)], Vote)
    written = (tmp_path / "t.csv").read_text().splitlines()[1]
    assert f"'{cell}" in written
    assert store.read_built(tmp_path / "t.csv", Vote)[0].note == cell


def test_a_frame_that_does_not_fit_its_table_is_our_own_mistake():
    pairs = [Pair("r1", "r2", "duplicate"), Pair("r1", "r2", "possible")]
    names = [column.name for column in tables.columns(Pair)]
    frame = frames.frame({name: [getattr(pair, name) for pair in pairs] for name in names}, Pair)
    with pytest.raises(AssertionError, match="not unique"):
        store.check_frame(frame, Pair)
    with pytest.raises(AssertionError, match="columns"):
        store.check_frame(frame.drop(columns="rule"), Pair)
    with pytest.raises(AssertionError, match="score is"):
        store.check_frame(frame.head(1).assign(score="x"), Pair)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    store.write_text(path, "old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        store.write_text(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]
    assert path.read_text() == "old"


def test_every_table_says_what_each_of_its_columns_holds():
    for table in tables.tables():
        assert table.name != "row"
        assert all(field.metadata["doc"] for field in tables.columns(table)), table
        kinds = {field.metadata["kind"] for field in tables.columns(table)}
        assert kinds <= {"text", "id", "date", "time", "note", "int", "float"}


# --- what would be lost without a word ----------------------------------------------------------


@pytest.mark.parametrize(
    "rest",
    [
        "r3,include,\nr4,exclude,b\n",
        'r3,include,\nr4,exclude,"b"\n',
        'r3,include,\nr4,exclude,b"\nr5,include,\n',
    ],
    ids=["to-the-end", "to-the-next-one", "closed-too-late"],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_decision(tmp_path, rest):
    _, problems = votes(tmp_path, f'record,decision,note\nr1,include,a\nr2,exclude,"note not closed\n{rest}')
    assert problems[0].startswith("v.csv:3: a ") and "is not closed" in problems[0]


def test_a_mark_within_a_text_and_a_text_of_several_lines_are_what_they_are(tmp_path):
    text = 'record,decision,note\nr1,include,5" tube\nr2,exclude,"one, two\nthree, and ""four"""\nr3,maybe,\n'
    rows, problems = votes(tmp_path, text)
    assert [row.note for row in rows] == ['5" tube', 'one, two\nthree, and "four"', ""] and not problems
    assert [row.place for row in rows] == ["v.csv:2", "v.csv:3", "v.csv:5"]
    _, problems = votes(tmp_path, 'record,decision,note\nr1,include,"he said "no" to it"\nr2,include,\n')
    assert [problem.split(" ")[0] for problem in problems] == ["v.csv:2:"]


def workbook(path, *rows):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def rewrite(path: Path, old: str, new: str) -> None:
    """Change the first sheet's XML."""
    with zipfile.ZipFile(path) as book:
        files = {name: book.read(name) for name in book.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"].decode()
    assert old in sheet
    files["xl/worksheets/sheet1.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, data in files.items():
            book.writestr(name, data)


@pytest.mark.parametrize("dimension", ["A1:B2", "A1", "A1:XFD1048576"])
def test_a_workbook_that_is_wrong_about_its_size_loses_no_row(tmp_path, dimension):
    path = tmp_path / "v.xlsx"
    workbook(path, ["record", "decision", "note"], ["r1", "include", "a"], ["r2", "exclude", "b"])
    rewrite(path, '<dimension ref="A1:C3"', f'<dimension ref="{dimension}"')
    rows, problems = read(path)
    assert [(row.record, row.note) for row in rows] == [("r1", "a"), ("r2", "b")] and not problems


def test_a_workbook_with_rows_beyond_all_bounds_is_refused(tmp_path):
    path = tmp_path / "v.xlsx"
    workbook(path, ["record", "decision"], ["r1", "include"])
    rewrite(path, '<row r="2"', '<row r="999999999"')
    _, problems = read(path)
    assert problems == [
        "v.xlsx: cannot be read as a table: it has too many rows or columns; delete those that are empty, "
        "and save again"
    ]


def test_a_line_that_is_called_by_a_hash_is_no_remark(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("# as run, in Ovid\nline,kind,query\n#1,terms,child*\n# a remark\n#2,terms,care\n")
    rows, problems = read(path, StrategyLine)
    assert [(row.line, row.query) for row in rows] == [("#1", "child*"), ("#2", "care")] and not problems


@pytest.mark.parametrize("cell", ["#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!"])
def test_a_formula_that_failed_is_told(tmp_path, cell):
    rows, problems = votes(tmp_path, f"record,decision,note\n{cell},,\nr1,include,{cell}\nr2,include,\n")
    assert [row.record for row in rows] == ["r2"]
    text = f"{cell!r} stands where a formula of the spreadsheet failed; write what is meant"
    assert problems == [f"v.csv:2: {text}", f"v.csv:3: {text}"]


def test_text_without_a_heading_is_told_once_a_column(tmp_path):
    _, problems = votes(
        tmp_path, "record,decision,,note\nr1,include,,a\nr2,include,maybe not,\nr3,include,x,\n"
    )
    assert problems == ["v.csv:3: column 3 has text, 'maybe not', but no heading"]
    _, problems = votes(tmp_path, "record,decision,,\nr1,include,,why\n")
    assert problems[0].startswith("v.csv:2: has 4 cells, the head has 2")


def test_every_cell_that_is_missing_in_a_row_is_named(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("study,record,role\n,,chief\n")
    _, problems = read(path, StudyReport)
    assert [problem.split(" ")[1] for problem in problems] == ["record", "role", "study"]


@pytest.mark.parametrize("cell", ["1.000", "1_000", "1,5", "1e3", "-1", "nan", "1" * 16, "١"])
def test_a_whole_number_is_digits_only(tmp_path, cell):
    path = tmp_path / "s.csv"
    path.write_text(f'file,source,kind,date_run,hits\na.ris,A,database,2021-01-31,"{cell}"\n')
    assert read(path, Search) == (
        [],
        [f"s.csv:2: hits {cell!r} is not a whole number of 0 or more; write digits only, such as 1000"],
    )


def test_a_whole_number_may_be_as_a_spreadsheet_writes_it_and_a_day_may_have_a_time(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("file,source,kind,date_run,hits\na.ris,A,database,2021-01-31T23:30:00-05:00,1000.0\n")
    ((row,), problems) = read(path, Search)
    assert (row.hits, row.date_run, problems) == (1000, "2021-01-31", [])


def test_one_stray_byte_spoils_no_other_letter(tmp_path):
    rows, _ = votes(tmp_path, "record,decision,note\nr1,include,café – naïve – it".encode() + b"\x92s\n")
    assert rows[0].note == "café – naïve – it’s"
    rows, _ = votes(tmp_path, "record,decision,note\nr1,include,Müller’s Größe\n".encode("cp1252"))
    assert rows[0].note == "Müller’s Größe"
    assert store.decode("é".encode("utf-16")[:-1])[1] == store.DAMAGED


# A text holds no zeros; a file in which every other byte is one is UTF-16.
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_encoded_well_is_decoded_as_it_was(text, encoding):
    text = text.lstrip("\ufeff")
    assert store.decode(text.encode(encoding, "replace"))[0] == text.encode(encoding, "replace").decode(
        encoding
    )


@given(st.binary())
def test_any_bytes_at_all_are_decoded_and_read_without_a_traceback(data):
    text, encoding = store.decode(data)
    list(store.csv_lines(text, lambda line: None))
    assert encoding


def test_returns_in_a_text_are_line_feeds_and_are_written_in_quotation_marks(tmp_path):
    rows, _ = votes(tmp_path, b'record,decision,note\r\nr1,include,"a\rb\r\nc"\r\nr2,include,\r\n')
    assert [row.note for row in rows] == ["a\nb\nc", ""]
    workbook(tmp_path / "v.xlsx", ["record", "decision", "note"], ["r1", "include", "a\r\nb_x000D_\nc"])
    assert read(tmp_path / "v.xlsx")[0][0].note == "a\nb\nc"
    store.write_rows(tmp_path / "t.csv", [Vote("r1", "include", note="a\rb")], Vote)
    assert b'"a\rb"' in (tmp_path / "t.csv").read_bytes()


def test_numbers_are_no_formulas():
    assert [store.harmless(cell) for cell in ("-1.5", "+2", "-1.2.3", "-x")] == [
        "-1.5",
        "+2",
        "'-1.2.3",
        "'-x",
    ]


def test_a_write_takes_away_what_a_killed_one_left_of_the_same_file_only(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_, **__: None)  # a process that is killed cleans nothing up
        for name in ("report.html", "report"):
            with pytest.raises(KeyboardInterrupt):
                store.write_text(tmp_path / name, "new")
    monkeypatch.undo()
    assert len(list(tmp_path.iterdir())) == 2
    store.write_text(tmp_path / "report.html", "new")
    (left,) = [path.name for path in tmp_path.iterdir() if path.name != "report.html"]
    assert left.startswith(".report.") and not left.startswith(".report.html.")


def test_a_log_is_ordered_by_time_in_any_zone_then_by_line():
    times = ("", "2021-03-01T10:00:00+00:00", "2021-03-01T10:30:00+01:00", "2021-03-01", "")
    rows = [Vote("r1", "include", time=time, place=f"v.csv:{line}") for line, time in enumerate(times, 2)]
    assert store.log_order(rows) == [
        ("", 2),
        ("2021-03-01T10:00:00", 3),
        ("2021-03-01T09:30:00", 4),
        ("2021-03-01T09:30:00", 5),
        ("2021-03-01T09:30:00", 6),
    ]


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (("2021-03-01T23:30:00-05:00", "2021-03-01"), ("2021-03-02T04:30:00", "2021-03-02T04:30:00")),
        (("2021-03-01", "", "2021-03-01T01:00:00+02:00"), ("2021-02-28T23:00:00",) * 3),
        (("2021-03-01", "2021-03-01T09:00:00+02:00"), ("2021-03-01", "2021-03-01T07:00:00")),
        (("2021-03-02", "2021-03-01T01:00:00+02:00"), ("2021-03-02", "2021-02-28T23:00:00")),
    ],
)
def test_a_line_that_gives_the_day_only_stands_among_those_of_that_day_as_people_wrote_it(times, order):
    rows = [Vote("r1", "include", time=time, place=f"v.csv:{line}") for line, time in enumerate(times, 2)]
    assert [when for when, _ in store.log_order(rows)] == [*order]


def test_a_second_sheet_with_the_columns_of_the_table_is_not_passed_over_silently(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["record", "decision"])
    book.active.append(["r1", "include"])
    others = {
        "Flowchart": ["id", "question"],
        "More": ["Record", "Decision", "note"],
        "Old": ["record", "decision"],
    }
    for name, head in others.items():
        book.create_sheet(name).append(head)
    book["Old"].sheet_state = "hidden"
    book.create_sheet("Empty")
    book.save(tmp_path / "v.xlsx")
    problems = Problems()
    rows = store.read_rows(tmp_path / "v.xlsx", Vote, problems, root=tmp_path)
    assert [row.record for row in rows] == ["r1"]
    assert [str(problem) for problem in problems] == [
        "v.xlsx: its sheet 'More' is such a table, too, and only the first is read; make it a file of its own"
    ]
