"""Files that are named on the command line, as one frame."""

import pandas as pd
import pytest
from search_reviews import RIS

from tamis import loose
from tamis.cli import main
from tamis.formats import ris
from tamis.formats.content import Refused
from tamis.store import check_frame
from tamis.tables import Record

TABLE = (
    'Title,Authors,Year,Keywords\n"A title\nof two lines","Doe, J.",2019,Tamis stand-in\n,"Roe, R.",2020,\n'
)


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Write files, by name, and read them into a frame."""
    monkeypatch.chdir(tmp_path)

    def reading(headings=None, **files):
        paths = []
        for name, content in files.items():
            paths.append(loose.Path(name.replace("_", ".")))
            paths[-1].write_text(content)
        return loose.read(paths, headings or {})

    return reading


def test_records_stand_in_the_order_of_files_with_their_place(read):
    found = read(a_csv=TABLE, b_ris=RIS.format(1) + RIS.format(2))
    frame = check_frame(found.frame, Record)
    assert (found.code, found.nothing) == (0, False)
    assert not frame.drop(columns="year").isna().any(axis=None)
    assert frame["place"].tolist() == ["a.csv:2", "a.csv:4", "b.ris:1", "b.ris:5"]
    assert frame["ordinal"].tolist() == [1, 2, 1, 2]
    assert frame["source_file"].tolist() == frame["source"].tolist() == ["a.csv"] * 2 + ["b.ris"] * 2
    assert frame["title"].tolist() == ["A title of two lines", "", "Title 1", "Title 2"]
    assert frame["stand_in"].tolist() == ["yes", "no", "no", "no"]
    assert set(frame["source_kind"]) == {"database"}
    assert frame["year"].isna().tolist() == [False, False, True, True]


def test_what_is_told_and_the_exit_code_are_those_of_tamis_read(read, capsys):
    files = {
        "a_csv": TABLE,
        "b_ris": RIS.format(1),
        "c_ris": RIS.format(1),
        "d_ris": "",
        "e_ris": "%PDF-1.7\n",
        "f_ris": RIS.format(2).replace("ER  - \n", ""),
    }
    found = read({"title": "Was"}, **files)
    told = capsys.readouterr()
    names = [name.replace("_", ".") for name in files]
    assert main(["read", "-o", "records.csv", "--columns", "title=Was", *names]) == found.code == 5
    said = capsys.readouterr()
    assert said.err == told.err
    assert [
        line for line in said.out.splitlines() if not line.startswith("records.csv:")
    ] == told.out.splitlines()
    assert len(found.frame) == 3


def test_a_file_that_is_refused_half_way_gives_no_record(read, monkeypatch):
    scan = ris.scan

    def refusing(content):
        for raw in scan(content):
            yield raw
            if "2" in raw.values:
                raise Refused("names a file outside of itself")

    monkeypatch.setattr(ris, "scan", refusing)
    monkeypatch.setattr("tamis.formats.reading._AT_ONCE", 1)
    found = read(a_ris=RIS.format(1), b_ris=RIS.format(1) + RIS.format(2), c_ris=RIS.format(3))
    assert found.frame["source_file"].tolist() == ["a.ris", "c.ris"]


def test_where_nothing_can_be_read_the_frame_has_no_row(read):
    found = read(a_ris="", b_ris="Dear team")
    assert (found.code, found.nothing, len(check_frame(found.frame, Record))) == (5, True, 0)


def test_a_column_of_more_than_a_piece_is_the_same(read, monkeypatch):
    whole = read(a_csv=TABLE, b_ris=RIS.format(1)).frame
    monkeypatch.setattr(loose, "_ONE_PIECE", 0)
    pd.testing.assert_frame_equal(read(a_csv=TABLE, b_ris=RIS.format(1)).frame, whole)
