"""`tamis read`: what it writes, what it says, and its exit codes."""

import csv
import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from search_reviews import RIS

from tamis.cli import main
from tamis.formats import ris
from tamis.formats.content import Refused

PAGE = "<!DOCTYPE html><html><title>Sign in</title></html>"
NO_TY = "TI  - Its TY is lost\nER  - \n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def read(folder, capsys):
    """Write files, by name, and read them; gives the exit code and the lines that were said."""

    def reading(*arguments, **files):
        names = []
        for name, content in files.items():
            names.append(name.replace("_", "."))
            (folder / names[-1]).write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["read", "-o", "records.csv", *arguments, *names])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return reading


def rows(path: str):
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_the_columns_are_those_that_need_no_review(read):
    code, out, err = read(one_txt=RIS.format("=1+1") + RIS.format(2))
    assert (code, err) == (0, [])
    assert out == [
        "one.txt: RIS, utf-8, 2 entries counted, 2 records read; no text between entries was skipped",
        "records.csv: 2 records",
    ]
    head, first, second = rows("records.csv")
    assert ",".join(head) == (
        "source_file,ordinal,line,source_id,type,title,authors,year,journal,volume,issue,pages,doi,pmid,"
        "accession,issn,abstract,keywords,url,language"
    )
    assert first[:6] == ["one.txt", "1", "1", "'=1+1", "JOUR", "Title =1+1"]
    assert second[:6] == ["one.txt", "2", "5", "2", "JOUR", "Title 2"]


def test_a_count_that_differs_is_shown_and_the_rows_are_written(read):
    code, out, _ = read(a_ris=RIS.format(1) + "Record 2 of 2\n" + NO_TY)
    assert code == 3
    assert out == [
        "a.ris: RIS, utf-8, 1 entries counted, 2 records read: THESE DIFFER; 1 stretch of text between "
        "entries was skipped, the first at line 5: 'Record 2 of 2'",
        "a.ris:6: the entry's first line is missing",
        "records.csv: 2 records",
    ]
    assert [row[5] for row in rows("records.csv")[1:]] == ["Title 1", "Its TY is lost"]


@pytest.mark.parametrize("nothing", ["", "\n\r\n \t\n", "\ufeff"])
def test_an_empty_file_is_told(read, nothing):
    code, out, err = read(a_ris=nothing)
    assert (code, out) == (4, ["records.csv: 0 records"])
    assert err == ["a.ris: is empty: there is nothing in it, blank lines aside"]
    assert len(rows("records.csv")) == 1


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (PAGE, "; it looks like a web page, perhaps of a login that had run out (known: "),
        ("%PDF-1.7\n", "; it looks like a PDF (known: "),
        ("Dear team, here is what we found.\n", " (known: "),
        (
            "a,b,c\n1,2,3\n",
            "; if it is a table, name its headings, as in title=Titel; authors=Wer (tamis read --columns",
        ),
        (gzip.compress(RIS.encode())[:-9], ""),
    ],
    ids=["page", "pdf", "letter", "table", "half-an-archive"],
)
def test_what_is_no_bibliography_is_named(read, content, looks):
    code, out, (said,) = read(a_ris=content)
    assert (code, out) == (5, ["records.csv: 0 records"])
    assert said.startswith(
        "a.ris:1: is a damaged archive"
        if not looks
        else f"a.ris:1: is not a bibliography that Tamis knows{looks}"
    )


def test_with_several_files_the_highest_code_counts_and_all_rows_are_written(read):
    code, _, err = read(a_ris=RIS.format(1), b_ris=PAGE, c_ris="", d_ris=NO_TY, e_ris=RIS.format(2))
    assert code == 5 and [line.split(":")[0] for line in err] == ["b.ris", "c.ris"]
    assert [row[0] for row in rows("records.csv")[1:]] == ["a.ris", "d.ris", "e.ris"]
    assert read(c_ris="", d_ris=NO_TY, e_ris=RIS.format(2))[0] == 4
    assert read(d_ris=NO_TY, e_ris=RIS.format(2))[0] == 3


def test_a_file_that_is_not_there_is_told_as_one_that_is_no_bibliography(read, folder):
    (folder / "sub").mkdir()
    code, _, err = read("gone.ris", "sub", a_ris=RIS.format(1))
    assert code == 5
    assert [line.partition(": cannot be read: ")[0] for line in err] == ["gone.ris", "sub"]
    assert len(rows("records.csv")) == 2


def test_of_a_file_that_is_refused_half_way_no_row_is_written(read, monkeypatch):
    scan = ris.scan

    def refusing(content):
        for raw in scan(content):
            if "stop" in raw.values:
                raise Refused("names a file outside of itself", raw.line)
            yield raw

    monkeypatch.setattr(ris, "scan", refusing)
    bad = "TY  - JOUR\nZZ  - extra\nER  - \n" + RIS.format("stop")
    code, out, err = read("--extras", "extras.csv", a_ris=RIS.format(1), b_ris=bad, c_ris=RIS.format(3))
    assert (code, err, out[-1]) == (5, ["b.ris:4: names a file outside of itself"], "records.csv: 2 records")
    assert [row[0] for row in rows("records.csv")[1:]] == ["a.ris", "c.ris"]
    assert len(rows("extras.csv")) == 1


def test_what_no_column_holds_is_kept_in_order_with_its_line(read):
    entry = "TY  - JOUR\nTI  - A title\nZ9  - 12\nXX  - =a\nC6  - one\ntwo\nXX  - b\nER  - \n"
    code, out, _ = read("--extras", "extras.csv", a_ris=f"Exported by us\n{entry}The end\n{entry}")
    assert code == 0
    assert out[0].endswith(
        "2 stretches of text between entries were skipped, the first at line 1: 'Exported by us'"
    )
    assert rows("extras.csv") == [
        ["source_file", "ordinal", "line", "tag", "value"],
        ["a.ris", "", "1", "", "Exported by us"],
        ["a.ris", "1", "4", "Z9", "12"],
        ["a.ris", "1", "5", "XX", "'=a"],
        ["a.ris", "1", "6", "C6", "one\ntwo"],
        ["a.ris", "1", "8", "XX", "b"],
        ["a.ris", "", "10", "", "The end"],
        ["a.ris", "2", "13", "Z9", "12"],
        ["a.ris", "2", "14", "XX", "'=a"],
        ["a.ris", "2", "15", "C6", "one\ntwo"],
        ["a.ris", "2", "17", "XX", "b"],
    ]


def test_headings_of_a_table_may_be_named_in_any_case_of_the_columns_name(read):
    table = "Nr;Wie es heißt;Wer\n1;Otter im Fluss;Alder, A\n2;Biber;Birch, B\n"
    code, _, _ = read("--columns", "Title=Wie es heißt;authors=Wer", a_csv=table)
    assert code == 0 and [row[5:7] for row in rows("records.csv")[1:]] == [
        ["Otter im Fluss", "Alder, A"],
        ["Biber", "Birch, B"],
    ]
    code, _, (said,) = read("--columns", "title=Titel", a_csv=table)
    assert code == 5 and said.startswith("a.csv:1: has no column 'Titel' (named for title)")


def test_half_a_letter_stops_nothing(read):
    code, out, _ = read(a_json='[{"id": "a", "type": "article-journal", "title": "Half \\ud800 a letter"}]')
    assert code == 0 and out[-1] == "records.csv: 1 records"


def test_many_flaws_are_counted_and_the_first_five_shown(read):
    code, out, _ = read(a_ris="".join(RIS.format(n).replace("ER  - \n", "") for n in range(8)))
    assert code == 0
    assert [line.split(": ")[0] for line in out] == [
        "a.ris",
        *(f"a.ris:{line}" for line in (1, 4, 7, 10, 13)),
        "a.ris",
        "records.csv",
    ]
    assert out[-2] == "a.ris: and 3 more like this"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--columns", "titel=Titel"], "--columns: 'titel' is not one of source_id, type, title,"),
        (["--columns", "title"], "--columns: 'title' is not column=heading"),
        (["--columns", "title=A; Title=B"], "--columns: 'title' stands twice"),
        (["--extras", "a.ris"], "a.ris: is one of the files to read"),
        (["--extras", "./records.csv"], "records.csv: cannot be both tables"),
        (["-o", "a.ris"], "a.ris: is one of the files to read"),
        (["-o", "a.ris/records.csv"], "a.ris: "),
    ],
)
def test_a_mistake_in_the_command_reads_and_writes_nothing(read, folder, arguments, said):
    code, out, err = read(*arguments, a_ris=RIS.format(1))
    assert (code, out) == (1, []) and err[0].startswith(said)
    assert sorted(path.name for path in folder.iterdir()) == ["a.ris"]
    assert (folder / "a.ris").read_text() == RIS.format(1)


def test_the_exit_codes_are_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["read", "--help"])
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.split("exit codes")[1].splitlines() if line[2:3].isdigit()] == [
        *"01345"
    ]


def test_a_run_that_ends_half_way_leaves_the_old_table(read, folder, monkeypatch):
    (folder / "records.csv").write_text("old")
    monkeypatch.setattr(ris, "count_markers", lambda content: (_ for _ in ()).throw(KeyboardInterrupt))
    assert read(a_ris=RIS.format(1))[0] == 130
    assert sorted(path.name for path in folder.iterdir()) == ["a.ris", "records.csv"]
    assert (folder / "records.csv").read_text() == "old"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
def test_a_file_is_not_held_in_memory(folder):
    entry = f"TY  - JOUR\nTI  - A title\nAB  - {'word ' * 20_000}\nER  - \n"
    (folder / "a.ris").write_text(entry * 1000)  # 100 MB
    command = [sys.executable, "-P", "-m", "tamis", "read", "a.ris", "-o", "records.csv"]

    def limit():
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (90 << 20, 90 << 20))

    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("records.csv: 1000 records\n")
