"""`tamis write`: citations for other programs, and nobody's file overwritten."""

import os
import shutil

import pytest

import pipeline
from tamis.cli import main
from tamis.formats.reading import open_export
from tamis.review import Review
from tamis.run import _CHECKED, _stamp
from tamis.store import write_text
from tamis.write import WHICH

RIS = "TY  - JOUR\nID  - {0}\nTI  - Title {0}\nAU  - Doe, J.\nER  - \n"


def read(path):
    return list(open_export(path).entries())


@pytest.fixture(scope="module")
def made(worked, tmp_path_factory):
    """The worked example, with every stage run, and nothing changed since."""
    folder = shutil.copytree(worked, tmp_path_factory.mktemp("review") / "review")
    review = Review(folder.resolve())
    write_text(review.build / _CHECKED, _stamp(review))
    return folder


@pytest.mark.parametrize("suffix", [".ris", ".bib", ".csv", ".xml"])
def test_the_included_citations_come_back_with_their_ids(made, suffix, tmp_path, capsys):
    output = tmp_path / f"included{suffix}"
    assert main(["write", "included", "-o", str(output), "-d", str(made)]) == 0
    ids = {row["record_id"] for row in pipeline.table(made, "flow/exits") if row["exit"] == "included"}
    assert {entry.source_id for entry in read(output)} == ids
    said = capsys.readouterr()
    assert f"{output.as_posix()}: 15 citations written as " in said.out
    assert "tamis run" not in said.err


def test_each_word_chooses_as_many_as_the_flow_has(made, tmp_path):
    found = {}
    for which in WHICH:
        output = tmp_path / f"{which}.csv"
        assert main(["write", which, "-o", str(output), "-d", str(made)]) == 0
        found[which] = len(output.read_text(encoding="utf-8").splitlines()) - 1 if output.exists() else 0
    assert found == {
        "all": 990,
        "to-screen": 0,
        "excluded-title-abstract": 956,
        "sought": 34,
        "not-retrieved": 3,
        "excluded-full-text": 16,
        "included": 15,
        "excluded": 972,
    }


def test_where_there_is_no_citation_nothing_is_written(made, tmp_path, capsys):
    output = tmp_path / "to-screen.ris"
    output.write_text("mine")
    assert main(["write", "to-screen", "-o", str(output), "-d", str(made), "--force"]) == 0
    assert "no citation is to-screen: nothing was written" in capsys.readouterr().out
    assert output.read_text() == "mine"
    (tmp_path / "a.ris").write_text("\n")
    assert main(["write", str(tmp_path / "a.ris"), "-o", str(tmp_path / "b.ris")]) == 0
    assert "the files hold no citation: nothing was written" in capsys.readouterr().out
    assert not (tmp_path / "b.ris").exists()


def test_headings_of_a_table_may_be_named(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("Nr;Was;Wer\n1;Otter im Fluss;Alder, A\n")
    command = ["write", str(tmp_path / "a.csv"), "-o", str(tmp_path / "b.ris"), "--columns"]
    assert main([*command, "title=Was; authors=Wer"]) == 0
    assert [(entry.title, entry.authors) for entry in read(tmp_path / "b.ris")] == [
        ("Otter im Fluss", "Alder, A")
    ]
    assert main([*command, "Was=title", "--force"]) == 1
    assert "--columns: 'Was=title' is the wrong way round" in capsys.readouterr().err


def test_a_table_begins_with_what_tells_excel_its_letters(tmp_path):
    (tmp_path / "a.ris").write_text(RIS.format("é"), encoding="utf-8")
    assert main(["write", str(tmp_path / "a.ris"), "-o", str(tmp_path / "b.csv")]) == 0
    assert (tmp_path / "b.csv").read_bytes().startswith("\ufeffordinal,".encode())
    assert [entry.title for entry in read(tmp_path / "b.csv")] == ["Title é"]


def test_no_folder_is_made(tmp_path, capsys):
    (tmp_path / "a.ris").write_text(RIS.format(1))
    assert main(["write", str(tmp_path / "a.ris"), "-o", str(tmp_path / "outt" / "b.ris")]) == 1
    assert "there is no folder" in capsys.readouterr().err and not (tmp_path / "outt").exists()


def test_what_changed_since_the_last_run_is_said(made, tmp_path, capsys):
    log = made / "records" / "searches" / "searches.csv"
    facts = log.stat()
    try:
        os.utime(log, ns=(facts.st_atime_ns, facts.st_mtime_ns + 10**9))
        assert main(["write", "included", "-o", str(tmp_path / "a.ris"), "-d", str(made)]) == 0
        assert "changed since the last run" in capsys.readouterr().err
    finally:
        os.utime(log, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def test_what_is_not_made_yet_names_the_run(tmp_path, capsys):
    assert main(["init", str(tmp_path / "new")]) == 0
    assert main(["write", "included", "-o", str(tmp_path / "a.ris"), "-d", str(tmp_path / "new")]) == 1
    assert "build/flow/exits.csv: is not there yet; `tamis run`" in capsys.readouterr().err
    assert not (tmp_path / "a.ris").exists()


@pytest.mark.parametrize("folder", ["records/searches", "config", "build", "reports"])
def test_nothing_is_written_where_people_or_the_pipeline_write(made, folder, capsys):
    output = made / folder / "mine.ris"
    assert main(["write", "all", "-o", str(output), "-d", str(made), "--force"]) == 1
    assert f"{folder.split('/')[0]}/ is for what" in capsys.readouterr().err
    assert not output.exists()


def test_any_export_is_converted_and_several_make_one_file(tmp_path, capsys):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(RIS.format(f"{name}1") + RIS.format(f"{name}2"))
    files, output = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], tmp_path / "all.bib"
    assert main(["write", *files, "-o", str(output)]) == 0
    assert [(entry.source_id, entry.title) for entry in read(output)] == [
        (id, f"Title {id}") for id in ("a1", "a2", "b1", "b2")
    ]
    assert capsys.readouterr().out == f"{output.as_posix()}: 4 citations written as BibTeX\n"


def test_a_format_can_be_named_and_an_unknown_one_lists_those_that_are(tmp_path, capsys):
    source = tmp_path / "a.ris"
    source.write_text(RIS.format(1))
    assert main(["write", str(source), "-o", str(tmp_path / "b.txt"), "--to", "enxml"]) == 0
    assert open_export(tmp_path / "b.txt").format == "EndNote XML"
    assert main(["write", str(source), "-o", str(tmp_path / "c.doc")]) == 1
    assert ".ris (RIS), .bib (BibTeX), .csv (CSV), .xml (EndNote XML)" in capsys.readouterr().err
    assert main(["write", str(source), "-o", str(tmp_path / "c.ris"), "--to", "endnote"]) == 1
    assert "'endnote' is not one of ris, bib, csv, enxml" in capsys.readouterr().err
    assert main(["write", "inculded", "-o", str(tmp_path / "c.ris")]) == 1
    assert "did you mean 'included'?" in capsys.readouterr().err


def test_no_file_is_overwritten_unless_that_is_asked_for(tmp_path, capsys):
    source, output = tmp_path / "a.ris", tmp_path / "b.ris"
    source.write_text(RIS.format(1))
    output.write_text("mine")
    assert main(["write", str(source), "-o", str(output)]) == 1
    assert "is there already" in capsys.readouterr().err and output.read_text() == "mine"
    assert main(["write", str(source), "-o", str(source), "--force"]) == 1
    assert "is one of the files to read" in capsys.readouterr().err and source.read_text() == RIS.format(1)
    assert main(["write", str(source), "-o", str(output), "--force"]) == 0
    assert len(read(output)) == 1


def test_a_file_that_cannot_be_read_leaves_nothing_written(tmp_path, capsys):
    (tmp_path / "a.ris").write_text(RIS.format(1))
    (tmp_path / "b.ris").write_bytes(b"%PDF-1.7 and more")
    files = [str(tmp_path / "a.ris"), str(tmp_path / "b.ris")]
    assert main(["write", *files, "-o", str(tmp_path / "c.ris")]) == 1
    said = capsys.readouterr().err
    assert "b.ris:1: is not a bibliography" in said
    assert said.endswith("; nothing was written, so that no file is missed\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ris", "b.ris"]


def test_what_is_not_as_it_should_be_is_said(tmp_path, capsys):
    (tmp_path / "a.ris").write_text(RIS.format(1).replace("ER  - ", ""))
    (tmp_path / "b.ris").write_text("\n")
    files = [str(tmp_path / "a.ris"), str(tmp_path / "b.ris")]
    assert main(["write", *files, "-o", str(tmp_path / "c.bib")]) == 0
    said = capsys.readouterr().err
    assert "a.ris: 1 flaw;" in said and "b.ris: the file is empty" in said
    assert "cannot hold" not in said  # the kind is written in words of its own


def test_what_a_format_has_otherwise_is_said(tmp_path, capsys):
    text = RIS.format("k1").replace("JOUR\n", "JOUR\nM3  - x\n") + RIS.format("k1") + RIS.format("")
    (tmp_path / "a.ris").write_text(text)
    assert main(["write", str(tmp_path / "a.ris"), "-o", str(tmp_path / "b.bib")]) == 0
    said = capsys.readouterr().err
    assert "BibTeX cannot hold as it is: source_id (2 citations: k1-2 in place of k1)" in said
    (tmp_path / "a.nbib").write_text("PMID- 1\nTI  - A\nPT  - Journal Article\nPT  - Review\n")
    assert main(["write", str(tmp_path / "a.nbib"), "-o", str(tmp_path / "b.ris")]) == 0
    assert "RIS cannot hold as it is: type (1 citation)\n" in capsys.readouterr().err
