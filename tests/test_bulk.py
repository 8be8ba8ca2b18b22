"""A table that is read by columns is what it is when it is read row by row, with the same messages."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tamis import bulk, isotimes, store
from tamis.errors import Problems
from tamis.tables import Allocation, Answer, Match, Rating, Vote, columns

WORDS = {"reason": ("population", "design")}
NOTE = st.text(alphabet=" ab'\"#=-,;\t\n\r\x1f\xa0é\ufeff\ufffd", max_size=5)
TIME = st.one_of(
    st.datetimes().map(lambda when: when.isoformat()),
    st.datetimes().map(lambda when: when.isoformat(sep=" ", timespec="minutes")),
    st.datetimes().map(lambda when: when.strftime("%d.%m.%Y %H:%M")),
    st.sampled_from(
        (
            *("", "", "2021-09-20", "2021-09-20T09:31:05", "2021-09-20T09:31:05Z", "2021-02-29"),
            *("2024-02-29", "2021-09-20T23:31:05-05:00", "2021-09-20T09:31:05.123Z", "2021-09-20T24:00"),
            *("0999-01-01T00:00:00+05:00", "9999-12-31T23:59:59-01:00", "17.09.2021", "03/04/2021"),
            *("9/17/2021 2:30 PM", "2021-09-20t09:31:05z", "2021-13-01", "2021-09-20T09:31:05+24:00", "soon"),
        )
    ),
)
CELLS = {
    "record": st.sampled_from(("r1", "r2", "R3", " r4 ", "r5-2")),
    "decision": st.sampled_from(("include", "exclude", "Maybe", "DUPLICATE", "")),
    "of": st.sampled_from(("", "", "r9")),
    "reason": st.sampled_from(("", "population", "Design")),
    "note": NOTE,
    "time": TIME,
    "title": st.sampled_from(("A title", "'=1+1", "'Care', they said", "")),
}
#: What is wrong, or means nothing, in any column.
ODD = st.sampled_from(
    ("", "inculde", "r 1", "#N/A", "# so", "record", "decision", "x\ny", 'a "b" c', "a\xa0b")
)


@st.composite
def lines(draw):
    """Rows of votes under some of the columns, in any order; now and then with a cell that is odd."""
    names = draw(st.lists(st.sampled_from([*CELLS]), unique=True, min_size=1))
    names = draw(st.permutations([*dict.fromkeys(["record", "decision", *names])]))
    rows = draw(st.lists(st.tuples(*(CELLS[name] for name in names)).map(list), max_size=6))
    rows += draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    if rows and draw(st.integers(0, 3)) == 0:
        row = draw(st.integers(0, len(rows) - 1))
        rows[row] = [*rows[row]]
        rows[row][draw(st.integers(0, len(names) - 1))] = draw(ODD)
    return [names, *rows]


@st.composite
def files(draw):
    """Bytes of such a table, as programs and people save them."""
    rows = draw(lines())
    out = io.StringIO()
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    csv.writer(
        out,
        delimiter=draw(st.sampled_from(",;\t")),
        lineterminator=draw(st.sampled_from(("\n", "\r\n"))),
        quoting=quoting,
    ).writerows(rows)
    text = out.getvalue()
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.sampled_from(("\n", "\r", '"', ",", ";;;;", "\n# x\n", "\x00", "'")))
            + text[at:]
        )
    mark = draw(st.sampled_from(("", "\ufeff")))
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "cp1252", "utf-16")))
    return (mark + text).encode(encoding, "replace")[: draw(st.sampled_from((None, None, None, -1)))]


def by_rows(path, row, words):
    problems = Problems()
    rows = store.read_rows(path, row, problems, root=path.parent, words=words)
    names = [field.name for field in columns(row) if field.name != "place"]
    values = [(*(getattr(each, name) for name in names), int(each.place.rpartition(":")[2])) for each in rows]
    return values, list(problems)


def by_columns(path, row, words):
    problems = Problems()
    table = bulk.read(path, row, problems, root=path.parent, words=words)
    assert table.column_names == [*(f.name for f in columns(row) if f.name != "place"), "line"]
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True)), list(problems)


@settings(max_examples=400, deadline=None)
@given(data=files())
@example(b"record,decision\n")
@example(b"")
@example(b"record,decision\nr1,include\n,\nr2,exclude\n")
@example(b"record;decision;;\r\nr1;include;;\r\n")
@example(b"record,decision\n#x,\nr1,include\n")
@example(b"record,decision,note\nr1,include,#N/A\n")
@example(b'record,decision,note\nr1,include,"a" b\n')
@example(b'record,decision,note\nr1,include,a "b" c\n')
@example(b"record,decision,note\nr1,include,\r\rr2,include,\n")
@example(b"record,decision,of\nr1,include,a b\n")
@example(b'record,decision,note\nr1,include,"a, ""b"" c\nr2,exclude,"\nr3,include,\n')
@example(b'record,decision,note\nr1,include,"a, ""b"""\nr1,include,""\n')
def test_any_table_is_what_it_is_row_by_row(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bulk") / "v.csv"
    path.write_bytes(data)
    assert by_columns(path, Vote, WORDS) == by_rows(path, Vote, WORDS)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            Allocation,
            "record,stage,reviewers,batch\nr1,title_abstract,R1;R2,1\nr1,Full_text,R1,\nr2,full_text,R1,\n",
        ),
        (Allocation, "record,stage,reviewers\nr1,full_text,R1\nr1,FULL_TEXT,R1\n"),
        (Allocation, "record,stage,reviewers\nr1,full_text,R1\nr2,full_text,R1\nr1,full_text,R1\n"),
        (Allocation, "record,stage,reviewers\nr1,full_text,\n"),
        (Answer, "record_a,record_b,answer,why\nr1,r2,Same,'-x\n\nr3,r4,,\n"),
        (Match, "file,entry,record,who\na.ris,1,r1,R1\na.ris,2,none,R1\na.ris,x,none,R1\n"),
        (Rating, "study,item,answer\ns1,1.1,yes\nStudy,item,Answer\ns1,1.1,yes\n"),
        (Rating, "study,item,answer,time\ns1,1.1,yes,2021-09-20\ns2,1.1,no,\ns1,1.1,yes,2021-09-20\n"),
        (Match, "file,entry,record,who\na.ris,1,r1,R1\na.ris,01,r2,R1\n"),
    ],
)
def test_tables_with_keys_and_numbers_are_read_alike(tmp_path, row, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert by_columns(path, row, None) == by_rows(path, row, None)


@pytest.mark.parametrize(
    "text",
    [
        "record,decision,note\nr1,Include,caf\u00e9\nr1,exclude,\n",
        "\ufeffdecision;record;time;;\r\ninclude;r1;20.09.2021 09:31;;\r\n;r2;;;\r\n",
        'record\tdecision\ttitle\ttime\nr1\tmaybe\t"A ""title"", quoted"\t2021-09-20T09:31:05.123Z\n',
        "record,decision,title\nr1,include,'=1+1\n,,\nr1,include,'=1+1\nr2,exclude,No. #2",
    ],
    ids=["plain", "as Excel saves it", "quoted", "formula, empty row, repetition"],
)
def test_what_programs_write_is_not_read_row_by_row(tmp_path, monkeypatch, text):
    path = tmp_path / "v.csv"
    path.write_bytes(text.encode())
    expected = by_rows(path, Vote, None)
    monkeypatch.setattr(bulk, "read_rows", None)
    assert by_columns(path, Vote, None) == expected


@given(times=st.lists(TIME, max_size=8))
@example(times=["2021-02-29"])
@example(times=["31.04.2021 10:00"])
@example(times=["2021-09-20T09:31:05-00:00", "2021-09-20 09:31-05:00"])
def test_a_column_of_times_is_what_each_time_is(times):
    def alone(text):
        try:
            return store.iso_time(text) if text else ""
        except ValueError:
            return None

    wanted = [alone(text) for text in times]
    good = [(text, when) for text, when in zip(times, wanted, strict=True) if when is not None]
    found = isotimes.iso_times(pa.array([text for text, _ in good], pa.string()))
    assert found.to_pylist() == [when for _, when in good]
    if None in wanted:
        with pytest.raises(ValueError):
            isotimes.iso_times(pa.array(times, pa.string()))


DAY = st.sampled_from(("2021-09-20", "2021-09-21"))
_HOURS = ("T09:00:00", "T23:30:00+00:00", "T00:00:00", "T01:00:00+02:00", "T23:30:00-05:00")
WHEN = st.one_of(
    st.just(""),
    DAY,
    st.tuples(DAY, st.sampled_from(_HOURS)).map("".join),
)


@given(times=st.lists(WHEN, max_size=8))
def test_a_log_is_ordered_as_it_is_line_by_line(times):
    rows = [Vote("r1", time=time, place=f"v.csv:{at}") for at, time in enumerate(times, start=2)]
    wanted = [when for when, _ in store.log_order(rows)]
    assert isotimes.log_order(pa.array(times, pa.string())).to_pylist() == wanted
    day, days = "", []
    for time in times:
        day = time[:10] or day
        days.append(day)
    found = isotimes.written_days(pa.array(times, pa.string())).to_pylist()
    assert found in (days, [""] * len(times))
    assert any(found) or not any(time.endswith(("+02:00", "-05:00")) for time in times)
