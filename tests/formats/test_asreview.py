"""ASReview's project files, made here: entries of the file in them, and the decisions on each."""

import io
import json
import sqlite3
import zipfile

import pytest

from tamis.errors import Problems
from tamis.formats import asreview
from tamis.formats.content import Content
from tamis.formats.reading import read_export

RIS = "".join(f"TY  - JOUR\nTI  - Title {n}\nAU  - Alder, Ines\nER  - \n\n" for n in range(3))
RESULTS = (
    "CREATE TABLE results (record_id INTEGER, label INTEGER, time FLOAT, note TEXT, tags JSON,"
    " user_id INTEGER)"
)
RECORDS = (
    "CREATE TABLE record (dataset_row INTEGER, dataset_id VARCHAR, title VARCHAR, abstract VARCHAR,"
    " authors JSON, keywords JSON, year INTEGER, doi VARCHAR, url VARCHAR, included INTEGER,"
    " record_id INTEGER PRIMARY KEY)"
)
LABELS = [(1, 1, 12.5, "looks good", '["x"]', 7), (2, 0, 13.5, None, "[]", None)]


def database(tmp_path, *statements):
    """The bytes of a database."""
    path = tmp_path / "made.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for statement, rows in statements:
        if rows is None:
            connection.execute(statement)
        else:
            connection.executemany(statement, rows)
    connection.commit()
    connection.close()
    return path.read_bytes()


def results(tmp_path, labels=LABELS, known=None):
    return database(
        tmp_path,
        (RESULTS, None),
        ("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?)", labels),
        ("CREATE TABLE record_table (record_id INTEGER)", None),
        ("INSERT INTO record_table VALUES (?)", [(n,) for n in range(known or 0)]),
        ("CREATE TABLE decision_changes (record_id INTEGER, new_label INTEGER)", None),
        ("INSERT INTO decision_changes VALUES (2, 0)", None),
    )


def store(tmp_path, titles, first=0):
    rows = [
        (n, "abc", t, "", '["Alder, Ines"]', '["a", "b"]', 2019, None, None, None, first + n)
        for n, t in enumerate(titles)
    ]
    return database(tmp_path, (RECORDS, None), (f"INSERT INTO record VALUES ({', '.join('?' * 11)})", rows))


def project(tmp_path, settings, parts, folder=""):
    path = tmp_path / "project"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._project.json", b"junk")
        archive.writestr(f"{folder}project.json", json.dumps(settings))
        for name, data in parts.items():
            archive.writestr(folder + name, data)
    return path


def read(path):
    problems = Problems()
    return read_export(path, path.name, problems), [str(problem) for problem in problems]


def decisions(path):
    return [
        {tag: value for tag, value in zip(raw.tags, raw.values, strict=True) if tag.startswith("asreview_")}
        for raw in asreview.scan(Content(path))
    ]


V2 = {"version": "2.0", "datasets": [{"id": "abc", "name": "made.ris"}]}
V1 = {"version": "1.6", "dataset_path": "made.ris"}


def test_version_2_matches_decisions_by_row_and_record(tmp_path):
    parts = {
        "data/made.ris": RIS,
        "data/other.ris": RIS,
        "data_store.db": store(tmp_path, ["Title 0", "Title 1", "Title 2"], first=0),
        "reviews/r1/results.db": results(tmp_path),
    }
    path = project(tmp_path, V2, parts, folder="my-project/")
    reading, _ = read(path)
    assert (reading.format, reading.markers, reading.flaws) == ("ASReview project", 3, ())
    assert [(entry.title, entry.line, entry.authors) for entry in reading.entries] == [
        ("Title 0", 1, "Alder, Ines"),
        ("Title 1", 6, "Alder, Ines"),
        ("Title 2", 11, "Alder, Ines"),
    ]
    assert decisions(path) == [
        {},
        {
            "asreview_included": "1",
            "asreview_time": "12.5",
            "asreview_note": "looks good",
            "asreview_tags": '["x"]',
            "asreview_user": "7",
        },
        {
            "asreview_included": "0",
            "asreview_time": "13.5",
            "asreview_decision_change": '{"new_label": "0"}',
        },
    ]
    *_, raw = asreview.scan(Content(path))
    extras = asreview.COLUMNS.extras(raw, asreview.COLUMNS.entry(3, raw))
    assert (11, "asreview_included", "0") in extras


def test_a_decision_on_another_title_is_left_out_and_told(tmp_path):
    parts = {
        "data/made.ris": RIS,
        "data_store.db": store(tmp_path, ["Title 0", "Something else", "Title 2"]),
        "reviews/r1/results.db": results(tmp_path),
    }
    path = project(tmp_path, V2, parts)
    reading, _ = read(path)
    assert [(flaw.line, flaw.text) for flaw in reading.flaws] == [
        (6, "ASReview has another title for row 1; its decision is left out")
    ]
    assert ["asreview_included" in found for found in decisions(path)] == [False, False, True]


@pytest.mark.parametrize(
    ("known", "labelled"), [(3, [False, True, True]), (4, [False] * 3), (0, [False] * 3)]
)
def test_version_1_goes_by_position_where_the_numbers_agree(tmp_path, known, labelled):
    parts = {"data/made.ris": RIS, "reviews/r1/results.sql": results(tmp_path, known=known)}
    path = project(tmp_path, V1, parts)
    reading, _ = read(path)
    assert (len(reading.entries), reading.markers) == (3, 3)
    assert ["asreview_included" in found for found in decisions(path)] == labelled
    assert any("decisions are left out" in flaw.text for flaw in reading.flaws) == (known != 3)


def test_a_decision_on_no_entry_is_told(tmp_path):
    parts = {
        "data/made.ris": RIS,
        "reviews/r1/results.sql": results(tmp_path, [(9, 1, 1.0, None, None, None)], known=3),
    }
    reading, _ = read(project(tmp_path, V1, parts))
    assert [flaw.text for flaw in reading.flaws] == [
        "ASReview has decisions on records that are not there (9)"
    ]


def test_without_a_file_the_table_of_records_is_read(tmp_path):
    parts = {"data/made.ris": b"\x00\x01 no bibliography", "results.db": store(tmp_path, ["A", "", "A"])}
    reading, _ = read(project(tmp_path, V2, parts))
    assert reading.markers == 3
    assert [(entry.title, entry.source_id) for entry in reading.entries] == [
        ("A", "0"),
        ("", "1"),
        ("A", "2"),
    ]
    assert (reading.entries[0].authors, reading.entries[0].keywords) == ("Alder, Ines", "a; b")
    assert "data/made.ris is in no format that Tamis knows" in [flaw.text for flaw in reading.flaws]


def test_a_damaged_database_costs_the_decisions_alone(tmp_path):
    parts = {"data/made.ris": RIS, "reviews/r1/results.db": b"SQLite format 3\x00" + b"junk" * 500}
    reading, _ = read(project(tmp_path, V2, parts))
    assert len(reading.entries) == 3
    assert [flaw.line for flaw in reading.flaws] == [1]
    assert "reviews/r1/results.db cannot be read" in reading.flaws[0].text


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW results AS WITH RECURSIVE n(record_id) AS"
        " (VALUES(1) UNION ALL SELECT record_id FROM n) SELECT * FROM n",
        "CREATE TABLE results (record_id INTEGER, label AS (hex(zeroblob(record_id))))",
    ],
)
def test_a_database_that_computes_is_not_asked(tmp_path, sql):
    parts = {"data/made.ris": RIS, "reviews/r1/results.db": database(tmp_path, (sql, None))}
    reading, _ = read(project(tmp_path, V2, parts))
    assert (len(reading.entries), reading.flaws) == (3, ())


def test_a_path_in_the_archive_is_never_one_on_disk(tmp_path):
    parts = {"data/../../../out.ris": RIS, "data//out.ris": RIS, "data/C:\\out.ris": RIS}
    path = project(tmp_path, {"dataset_path": "/out.ris"}, parts)
    reading, _ = read(path)
    assert len(reading.entries) == 3
    assert not (tmp_path.parent / "out.ris").exists() and sorted(tmp_path.iterdir()) == [path]


def test_a_bomb_and_a_project_in_a_project_are_refused(tmp_path):
    zeros = io.BytesIO(bytes(80 << 20))
    path = project(tmp_path, V2, {"data/made.ris": zeros.getvalue()})
    reading, problems = read(path)
    assert reading is None and "unpacks to far too much" in problems[0]
    inner = project(tmp_path, V2, {"data/made.ris": RIS}).read_bytes()
    reading, problems = read(project(tmp_path, V2, {"data/made.ris": inner}))
    assert reading is None and "without a bibliography" in problems[0]


def test_settings_that_cannot_be_read_cost_no_entry(tmp_path):
    path = tmp_path / "project"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", "[" * 100_000)
        archive.writestr("data/made.ris", RIS)
    reading, _ = read(path)
    assert len(reading.entries) == 3
    assert "project.json" in reading.flaws[0].text


@pytest.mark.parametrize("at", range(0, 1100, 37))
def test_a_damaged_archive_is_refused_or_read(tmp_path, at):
    path = project(tmp_path, V1, {"data/made.ris": RIS, "reviews/r1/results.sql": results(tmp_path, known=3)})
    data = bytearray(path.read_bytes())
    for place in (at, -at - 1):
        data[place % len(data)] ^= 0x55
    path.write_bytes(data)
    reading, problems = read(path)
    assert problems or len(reading.entries) == 3 or reading.flaws
