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
NOT_WRITTEN = "records.csv: not written, since nothing could be read"
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
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_the_columns_are_those_that_need_no_review(read):
    code, out, err = read(one_txt=RIS.format("=1+1") + RIS.format(2))
    assert (code, err) == (0, [])
    assert out == [
        "one.txt: RIS, utf-8, 2 entries counted, 2 records read",
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
        "a.ris: RIS, utf-8, 1 entry counted, 2 records read: THESE DIFFER; 1 stretch of text between "
        "entries was skipped, the first at line 5: 'Record 2 of 2'",
        "a.ris:6: the entry's first line is missing",
        "records.csv: 2 records",
    ]
    assert [row[5] for row in rows("records.csv")[1:]] == ["Title 1", "Its TY is lost"]


@pytest.mark.parametrize("nothing", ["", "\n\r\n \t\n", "\ufeff"])
def test_an_empty_file_is_told(read, nothing):
    code, out, err = read(a_ris=nothing)
    assert (code, out) == (4, [NOT_WRITTEN])
    assert err == ["a.ris: is empty: there is nothing in it, blank lines aside"]
    assert not Path("records.csv").exists()


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (PAGE, "; it looks like a web page, perhaps of a login that had run out"),
        ("%PDF-1.7\n", "; it looks like a PDF"),
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
    assert (code, out) == (5, [NOT_WRITTEN])
    assert ("known:" in said) == ("known:" in looks)
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
    assert (code, err) == (5, ["b.ris:4: names a file outside of itself"])
    assert out[-2:] == [
        "records.csv: 2 records",
        "2 of 3 files read; not read: b.ris (names a file outside of itself)",
    ]
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
    assert code == 5
    assert said == (
        "a.csv:1: has no column 'Titel' (named for title), so nothing of it was read; its columns are 'Nr', "
        "'Wie es heißt', 'Wer'"
    )
    code, _, (said,) = read("--columns", "authors=Weer", a_csv=table)
    assert code == 5 and said.endswith("; did you mean 'Wer'?")


def test_half_a_letter_stops_nothing(read):
    code, out, _ = read(a_json='[{"id": "a", "type": "article-journal", "title": "Half \\ud800 a letter"}]')
    assert code == 0 and out[-1] == "records.csv: 1 record"


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
        (
            ["--columns", "title=Was, authors=Wer"],
            "--columns: 'title=Was, authors=Wer' names several columns",
        ),
        (["--columns", "Was=Title"], "--columns: 'Was=Title' is the wrong way round; write it as title=Was"),
        (["--extras", "a.ris"], "a.ris: is one of the files to read"),
        (["--extras", "./records.csv"], "records.csv: cannot be both tables"),
        (["-o", "a.ris"], "a.ris: is one of the files to read"),
        (["-o", "a.ris/records.csv"], "a.ris/records.csv: there is no folder a.ris"),
        (["-o", "tabels/records.csv"], "tabels/records.csv: there is no folder tabels"),
        (["-o", "o.xlsx"], "o.xlsx: the table is CSV, and this name says otherwise: call it o.csv"),
        (["--extras", "o.xml"], "o.xml: the table is CSV, and this name says otherwise: call it o.csv"),
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
    assert read("--force", a_ris=RIS.format(2))[0] == 0
    old = (folder / "records.csv").read_text()
    monkeypatch.setattr(ris, "count_markers", lambda content: (_ for _ in ()).throw(KeyboardInterrupt))
    assert read(a_ris=RIS.format(1))[0] == 130
    assert sorted(path.name for path in folder.iterdir()) == ["a.ris", "records.csv"]
    assert (folder / "records.csv").read_text() == old


def test_what_is_written_shows_its_letters_in_excel_and_is_read_again(read, folder):
    entry = "TY  - JOUR\nAN  - 1\nTI  - Evaluación\nXX  - ñ\nER  - \n"
    assert read("--extras", "extras.csv", a_ris=entry)[0] == 0
    before = rows("records.csv")
    for name in ("records.csv", "extras.csv"):
        assert (folder / name).read_bytes().count("\ufeff".encode()) == 1
        assert (folder / name).read_bytes().startswith("\ufeff".encode())
    code, out, _ = read("records.csv", "-o", "again.csv")
    assert code == 0 and out[0] == "records.csv: Tamis table, utf-8-sig, 1 entry counted, 1 record read"
    assert rows("again.csv")[1][5] == before[1][5] == "Evaluación"


def test_only_a_table_of_its_own_is_written_over_unless_that_is_asked_for(read, folder):
    (folder / "records.csv").write_text("Title,Year\nA download,2020\n")
    code, out, (said,) = read(a_ris=RIS.format(1))
    assert (code, out) == (1, []) and said.startswith("records.csv: is there already, and is no such table")
    assert "A download" in (folder / "records.csv").read_text()
    assert read("--force", a_ris=RIS.format(1))[0] == 0 and len(rows("records.csv")) == 2
    assert read(a_ris=RIS.format(1) + RIS.format(2))[0] == 0 and len(rows("records.csv")) == 3
    code, _, (said,) = read("--extras", "a.txt", a_ris=RIS.format(1), a_txt="my notes")
    assert code == 1 and said.startswith("a.txt: is one of the files")
    (folder / "notes.txt").write_text("my notes")
    code, _, (said,) = read("--extras", "notes.txt", a_ris=RIS.format(1))
    assert code == 1 and said.startswith("notes.txt: is there already, and is no such table")


@pytest.mark.parametrize("name", ["config/a.csv", "records/searches/a.csv", "build/a.csv", "reports/a.csv"])
@pytest.mark.parametrize("command", [["read"], ["dedupe"], ["read", "-o", "fine.csv", "--extras"]])
def test_nothing_is_written_into_the_folders_of_a_review(folder, capsys, monkeypatch, command, name):
    (folder / "a.ris").write_text(RIS.format(1))
    assert main(["init", "review"]) == 0
    output = folder / "review" / name
    output.parent.mkdir(exist_ok=True)
    command, *more = command
    for place in (folder, folder / "review"):
        monkeypatch.chdir(place)
        arguments = [str(folder / "a.ris"), *more, *([] if more else ["-o"]), str(output), "--force"]
        capsys.readouterr()
        assert main([command, *arguments]) == 1
        assert f"{name.split('/')[0]}/ is for what" in capsys.readouterr().err
        assert not output.exists()
    monkeypatch.chdir(folder)
    assert main(["read", "a.ris", "-o", "review/a.csv"]) == 0


def test_a_file_that_is_read_entry_by_entry_needs_no_arrow(folder):
    """Which takes longer to load than a small file to read."""
    (folder / "a.ris").write_text(RIS.format(1))
    command = "import sys; from tamis.cli import main; main(['read', 'a.ris', '-o', 'a.csv'])"
    script = f"{command}; sys.exit('pyarrow' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert len(rows("a.csv")) == 2


def test_few_entries_are_written_as_many_are(read, folder, monkeypatch):
    text = 'TY  - JOUR\nAU  - Doe, J.\nPY  - 2019\nTI  - =A "title", of {0}\nAB  - é, -1\nER  - \n'
    content = "".join(map(text.format, range(5))) + RIS.format("")
    read(a_ris=content)
    few = (folder / "records.csv").read_bytes()
    monkeypatch.setattr("tamis.searches.read_command._FEW", 0)
    read(a_ris=content)
    assert (folder / "records.csv").read_bytes() == few


def test_where_nothing_can_be_read_the_old_table_stays(read):
    assert read(a_ris=RIS.format(1))[0] == 0
    assert read(a_ris=PAGE, b_ris="")[1] == [
        NOT_WRITTEN,
        "0 of 2 files read; not read: a.ris (a web page), b.ris (empty)",
    ]
    assert [row[5] for row in rows("records.csv")[1:]] == ["Title 1"]


def test_of_many_files_the_last_lines_name_those_with_something_wrong(read):
    cut = RIS.format(1).replace("ER  - \n", "")
    code, out, _ = read(
        "gone.ris", a_ris=RIS.format(1), b_ris="%PDF-1.7\n", c_ris="", d_ris=cut, e_ris="Dear"
    )
    assert code == 5
    assert out[-2:] == [
        "look cut off or damaged: d.ris",
        "2 of 6 files read; not read: gone.ris (No such file or directory), b.ris (a PDF), c.ris (empty), "
        "e.ris (no bibliography)",
    ]
    assert not any("files read" in line for line in read(a_ris=RIS.format(1))[1])


def test_files_of_one_name_are_told_apart_and_one_that_is_there_twice_is_told(read, folder):
    for name, content in (("x", RIS.format(1)), ("y", RIS.format(2)), ("z", RIS.format(2))):
        (folder / name).mkdir()
        (folder / name / "a.ris").write_text(content)
    code, _, err = read(
        "--extras", "extras.csv", "x/a.ris", "y/a.ris", "z/a.ris", b_ris="#\n" + RIS.format(3)
    )
    assert code == 0 and [row[0] for row in rows("records.csv")[1:]] == [
        "x/a.ris",
        "y/a.ris",
        "z/a.ris",
        "b.ris",
    ]
    assert err == ["warning: z/a.ris: is the same file as y/a.ris, so that its records are there twice"]


def test_records_without_a_title_are_told_in_a_line(read):
    bare = "TY  - JOUR\nAU  - Doe, J.\nER  - \n"
    _, out, _ = read(a_ris=RIS.format(1) + bare)
    assert (
        out[1] == "a.ris: 1 record has no title: line 5; screening needs a title: look for it at the source"
    )
    _, out, _ = read(a_ris=bare * 5)
    assert out[1] == (
        "a.ris: 5 records have no title: line 1, 4, 7 and 2 more; none has one: it may be a log or a list, "
        "and no export of records"
    )
    assert len(read(a_ris=RIS.format(1))[1]) == 2


def test_headings_that_no_table_uses_are_told(read):
    table = "Nr;Was;Wer\n1;Otter im Fluss;Alder, A\n"
    code, _, (said,) = read("--columns", "title=Was", a_ris=RIS.format(1))
    assert code == 0 and said.startswith("warning: --columns: none of the files is a table")
    assert read("--columns", "title=Was", a_ris=RIS.format(1), b_csv=table)[2] == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
def test_a_file_is_not_held_in_memory(folder):
    entry = f"TY  - JOUR\nTI  - A title\nAB  - {'word ' * 60_000}\nER  - \n"
    (folder / "a.ris").write_text(entry * 500)  # 150 MB; with its libraries alone the program needs 160
    command = [sys.executable, "-P", "-m", "tamis", "read", "a.ris", "-o", "records.csv"]

    def limit():
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (240 << 20, 240 << 20))

    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("records.csv: 500 records\n")
