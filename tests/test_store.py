"""Tables to and from disk, as people save them and as the pipeline writes them."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis import store, tables
from tamis.errors import Problems
from tamis.tables import Box, Pair, Search, Vote

CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=30)


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
    text = 'record,decision,time\n"r1\n",include,\nr2,maybee,\nr 3,include,\nr4,include,03/04/2021\nr5,,\n'
    rows, problems = votes(tmp_path, text)
    assert [row.record for row in rows] == ["r1"]
    assert problems == [
        "v.csv:4: decision 'maybee' is not one of include, exclude, maybe, duplicate; did you mean 'maybe'?",
        "v.csv:5: record 'r 3' is not an id: it holds white space",
        "v.csv:6: time '03/04/2021' can be read two ways; write 2021-04-03 or 2021-03-04",
        "v.csv:7: decision is missing",
    ]


def test_a_column_that_is_not_known_is_named_with_those_that_are(tmp_path):
    _, problems = votes(tmp_path, "record,desicion\nr1,include\n")
    assert problems[0].startswith("v.csv:1: column 'decision' is missing")
    assert "did you mean 'decision'?" in problems[1]


def test_identical_lines_count_once_and_two_keys_that_are_equal_do_not(tmp_path):
    rows, problems = votes(tmp_path, "record,decision\nr1,include\nr1,include\nr1,exclude\n")
    assert [row.decision for row in rows] == ["include", "exclude"] and not problems
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
    ],
)
def test_a_date_is_read_where_it_can_be_read_one_way(written, iso):
    assert store.iso_date(written) == iso


@pytest.mark.parametrize("written", ["03/04/2021", "2021-02-30", "31.02.2021", "2021", "soon"])
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
    frame = store.frame_of([Pair("r1", "r2", "duplicate"), Pair("r1", "r2", "possible")], Pair)
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
