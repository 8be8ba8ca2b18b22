"""`tamis dedupe FILE ...`, without a review: what it writes, what it says, and its exit codes."""

import csv
from pathlib import Path

import pytest

from tamis.cli import main
from tamis.tables import Answer, Citation, Pair, columns

READ = (
    "source_file,ordinal,line,source_id,type,title,authors,year,journal,volume,issue,pages,doi,pmid,"
    "accession,issn,abstract,keywords,url,language"
)
TITLE = "Going home from care: a study of twelve families"


def ris(*entries):
    """Return an export of entries, each given by its tags."""
    return "".join(
        "TY  - JOUR\n" + "".join(f"{tag}  - {value}\n" for tag, value in entry.items()) + "ER  - \n"
        for entry in entries
    )


def paper(**more):
    return {
        "TI": TITLE,
        "AU": "Marlow, Ann",
        "PY": "2014",
        "T2": "Annals of Care",
        "VL": "3",
        "SP": "12",
    } | more


#: One paper, as two sources have it, and another one.
ONE = ris(paper(ID="a1", AB="Children return home."), paper(ID="a2", TI="Foster care in the north", VL="4"))
TWO = ris(paper(ID="b1", T2="Ann. Care", EP="30", AU="Marlow, A."))


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def dedupe(tmp_path, monkeypatch, capsys):
    """Write files, by name, and run on them; gives the exit code, and the lines of both streams."""
    monkeypatch.chdir(tmp_path)

    def running(*arguments, **files):
        names = []
        for name, content in files.items():
            names.append(name.replace("_", "."))
            Path(names[-1]).write_text(content, encoding="utf-8")
        code = main(["dedupe", *names, *arguments])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return running


def test_records_citations_and_pairs_are_written(dedupe):
    code, out, err = dedupe("-o", "c.csv", "--pairs", "p.csv", "--merged", "m.csv", one_ris=ONE, two_ris=TWO)
    assert (code, err) == (0, [])
    assert out[-2:] == [
        "c.csv: 3 records, 2 citations, 1 duplicate",
        "1 pair linked, 0 possible, 0 related",
    ]
    assert Path("c.csv").read_text("utf-8-sig").splitlines()[0] == f"{READ},record_id,citation_id"
    found = rows("c.csv")
    assert [(row["source_file"], row["ordinal"], row["source_id"]) for row in found] == [
        ("one.ris", "1", "a1"),
        ("one.ris", "2", "a2"),
        ("two.ris", "1", "b1"),
    ]
    a1, a2, b1 = (row["record_id"] for row in found)
    assert [row["citation_id"] for row in found] == [a1, a2, a1]
    (pair,) = rows("p.csv")
    assert [*pair] == [*(column.name for column in columns(Pair)), "title_a", "title_b"]
    assert (pair["title_a"], pair["title_b"]) == (TITLE, TITLE)
    assert (pair["record_a"], pair["record_b"], pair["verdict"]) == (a1, b1, "duplicate")
    assert pair["rule"] and pair["title"] == "1.0"
    merged, other = rows("m.csv")
    assert [*merged] == [column.name for column in columns(Citation)]
    assert (merged["citation_id"], merged["records"], merged["sources"]) == (a1, "2", "one.ris;two.ris")
    assert merged["authors"] == "Marlow, Ann" and merged["journal"] == "Annals of Care"
    assert merged["pages"] == "12-30" and merged["abstract"] == "Children return home."
    assert other["citation_id"] == a2


def test_its_first_columns_are_what_tamis_read_writes(dedupe):
    dedupe("-o", "c.csv", one_ris=ONE, two_ris=TWO)
    main(["read", "one.ris", "two.ris", "-o", "r.csv"])
    assert [{name: row[name] for name in READ.split(",")} for row in rows("c.csv")] == rows("r.csv")


def test_a_citation_is_named_by_its_first_record_on_the_command_line(dedupe):
    dedupe("-o", "c.csv", one_ris=ONE, two_ris=TWO)
    ids = {row["source_id"]: row["record_id"] for row in rows("c.csv")}
    assert main(["dedupe", "two.ris", "one.ris", "-o", "c.csv"]) == 0
    found = {row["source_id"]: row for row in rows("c.csv")}
    assert {name: row["record_id"] for name, row in found.items()} == ids
    assert found["a1"]["citation_id"] == found["b1"]["citation_id"] == ids["b1"]


def test_answers_stay_where_files_are_renamed_or_added(dedupe):
    dedupe("-o", "c.csv", one_ris=ONE, two_ris=TWO)
    a1, _, b1 = (row["record_id"] for row in rows("c.csv"))
    Path("duplicates.R1.csv").write_text(f"record_a,record_b,answer\n{a1},{b1},different\n")
    Path("sub").mkdir()
    Path("sub/one.ris").write_text(ris(paper(ID="c1", AU="Marlow, Ann M")), encoding="utf-8")
    files = ("sub/one.ris", "--answers", "duplicates.R1.csv", "-o", "c.csv")
    code, out, err = dedupe(*files, zwei_ris=TWO, one_ris=ONE)
    assert (code, err) == (0, []) and "1 kept apart by people" in out[-1]
    found = {row["source_id"]: row for row in rows("c.csv")}
    assert (found["a1"]["record_id"], found["b1"]["record_id"]) == (a1, b1)
    assert found["a1"]["citation_id"] != found["b1"]["citation_id"]
    assert found["a1"]["source_file"] == "one.ris" and found["c1"]["source_file"] == "sub/one.ris"


def test_a_number_means_one_record_in_one_file_only(dedupe):
    """Each file may be of another database, and two may give one number to two papers."""
    whole, cut = paper(AN="100200"), paper(AN="100200", TI="Going home from care", VL="", SP="")
    rule = "same record of the source, by its accession number"
    dedupe("-o", "c.csv", "--pairs", "p.csv", one_ris=ris(whole, cut))
    assert [pair["rule"] for pair in rows("p.csv")] == [rule]
    dedupe("-o", "c.csv", "--pairs", "p.csv", one_ris=ris(whole), two_ris=ris(cut))
    assert rule not in [pair["rule"] for pair in rows("p.csv")]


def test_a_file_that_is_given_twice_is_told_and_linked_with_itself(dedupe):
    Path("sub").mkdir()
    Path("sub/one.ris").write_text(ONE, encoding="utf-8")
    code, out, err = dedupe("sub/one.ris", "-o", "c.csv", one_ris=ONE)
    assert code == 0 and "is the same file as" in err[0]
    assert "c.csv: 4 records, 2 citations, 2 duplicates" in out
    assert len({row["record_id"] for row in rows("c.csv")}) == 4


def test_exit_codes_are_those_of_reading(dedupe):
    code, _, err = dedupe("gone.ris", "-o", "c.csv", one_ris=ONE, empty_ris="", page_ris="<html></html>")
    assert code == 5 and len(err) == 3
    assert len(rows("c.csv")) == 2
    assert dedupe("-o", "c.csv", one_ris=ONE, empty_ris="")[0] == 4
    code, out, _ = dedupe("-o", "new.csv", empty_ris="")
    assert code == 4 and out[-1] == "new.csv: not written, since nothing could be read"
    assert not Path("new.csv").exists()


def test_a_search_that_found_nothing_gives_tables_without_rows(dedupe):
    head = "Authors,Title,Year,Source title,EID\n"
    code, out, _ = dedupe("-o", "c.csv", "--pairs", "p.csv", "--merged", "m.csv", scopus_csv=head)
    assert code == 0 and "c.csv: 0 records, 0 citations, 0 duplicates" in out
    assert rows("c.csv") == rows("p.csv") == rows("m.csv") == []


def test_answers_of_people_win(dedupe):
    dedupe("-o", "c.csv", one_ris=ONE, two_ris=TWO)
    a1, a2, b1 = (row["record_id"] for row in rows("c.csv"))
    Path("duplicates.R1.csv").write_text(f"record_a,record_b,answer\n{a1},{b1},different\n{a1},{a2},same\n")
    Path("more.csv").write_text(f"record_a;record_b;answer\n{a1};r0000000000;same\n{a1};{a2};\n")
    answers = ("--answers", "duplicates.R1.csv", "--answers", "more.csv")
    code, out, err = dedupe("-o", "c.csv", "--pairs", "p.csv", *answers, one_ris=ONE, two_ris=TWO)
    assert code == 3
    assert err == [
        "warning: more.csv: 1 answer on records that none of these files has, left aside: line 2",
    ]
    assert [row["citation_id"] for row in rows("c.csv")] == [a1, a1, b1]
    assert out[-1] == "1 pair linked, 0 possible, 0 related, 1 kept apart by people"
    assert {(row["verdict"], row["rule"], row["place"]) for row in rows("p.csv")} == {
        ("different", "called different by R1", "duplicates.R1.csv:2"),
        ("duplicate", "called the same by R1", "duplicates.R1.csv:3"),
    }


def test_wrong_answers_are_told_with_their_lines(dedupe):
    Path("a.csv").write_text("record_a,record_b,answer\nra,rb,perhaps\nra,ra,same\n")
    code, _, err = dedupe("-o", "c.csv", "--answers", "a.csv", one_ris=ONE)
    assert code == 1
    assert [line.split(" ")[0] for line in err] == ["a.csv:2:", "a.csv:3:"]
    assert dedupe("-o", "c.csv", "--answers", "gone.csv", one_ris=ONE)[2] == [
        "gone.csv: there is no such file"
    ]


def test_of_many_answers_on_unknown_records_five_lines_are_named(dedupe):
    Path("a.csv").write_text("record_a,record_b,answer\n" + "".join(f"r{n},s{n},same\n" for n in range(7)))
    code, _, (line,) = dedupe("-o", "c.csv", "--answers", "a.csv", one_ris=ONE)
    assert code == 3 and "7 answers" in line and "left aside: line 2, 3, 4, 5, 6 and 2 more" in line
    assert len(rows("c.csv")) == 2
    assert dedupe("-o", "c.csv", "--answers", "a.csv", one_ris=ONE, empty_ris="")[0] == 4


def test_an_answer_under_why_is_told_with_its_line(dedupe):
    Path("a.csv").write_text("record_a,record_b,answer,why\nra,rb,, Same\nra,rc,,same as before\n")
    code, _, err = dedupe("-o", "c.csv", "--answers", "a.csv", one_ris=ONE)
    assert code == 0
    assert err == ["warning: a.csv:2: 'Same' stands under why, and answer is empty: it counts as no answer"]


#: A DOI of its own makes a person look; a formula to a spreadsheet.
COSTS = {
    "TI": "=Costs of unplanned readmission after a return to the home",
    "AU": "Marlow, Ann; Petersen, Lars",
}
APART = {
    f"{name}_ris": ris({**COSTS, "PY": "2014", "T2": "Annals of Care", "VL": "2", "DO": f"10.5555/{name}"})
    for name in ("one", "two")
}


def test_a_work_list_that_was_filled_in_is_a_file_of_answers(dedupe):
    code, out, _ = dedupe("-o", "c.csv", "--pairs", "p.csv", "--worklist", "duplicates.R1.csv", **APART)
    assert code == 0
    assert out[-1] == "duplicates.R1.csv: 1 pair to answer: same, different or unsure in the column answer"
    (pair,), (row,) = rows("p.csv"), rows("duplicates.R1.csv")
    assert (pair["verdict"], pair["title_a"][:2]) == ("possible", "'=")
    assert [*row] == [column.name for column in columns(Answer) if column.name != "place"]
    assert (row["record_a"], row["record_b"], row["rule"]) == tuple(
        pair[name] for name in ("record_a", "record_b", "rule")
    )
    assert row["title_a"][:2] == "'=" and row["details_b"].endswith("doi 10.5555/two; type: JOUR")
    text = Path("duplicates.R1.csv").read_text("utf-8-sig")
    Path("duplicates.R1.csv").write_text(text.replace(f"{row['record_b']},,", f"{row['record_b']},same,"))
    answers = ("--answers", "duplicates.R1.csv")
    code, out, err = dedupe("-o", "c.csv", "--worklist", "next.csv", *answers, **APART)
    assert (code, err, rows("next.csv")) == (0, [], [])
    assert len({row["citation_id"] for row in rows("c.csv")}) == 1
    code, _, (line,) = dedupe("-o", "c.csv", "--worklist", "duplicates.R1.csv", **APART)
    assert code == 1 and "may hold answers" in line


def test_answers_in_two_files_of_one_name_are_of_two_people(dedupe):
    dedupe("-o", "c.csv", one_ris=ONE, two_ris=TWO)
    a1, _, b1 = (row["record_id"] for row in rows("c.csv"))
    answers = []
    for person, answer in (("ann", "different"), ("bo", "same")):
        Path(person).mkdir()
        Path(person, "answers.csv").write_text(f"record_a,record_b,answer\n{a1},{b1},{answer}\n")
        answers += ["--answers", f"{person}/answers.csv"]
    dedupe("-o", "c.csv", "--pairs", "p.csv", *answers, one_ris=ONE, two_ris=TWO)
    (pair,) = rows("p.csv")
    assert "ann/answers.csv" in pair["rule"] and "bo/answers.csv" in pair["rule"]


def test_a_file_may_stand_behind_every_option(dedupe):
    Path("a.csv").write_text("record_a,record_b,answer\n")
    for option in (("--policy", "errata=merge"), ("--answers", "a.csv")):
        Path("one.ris").write_text(ONE, encoding="utf-8")
        code, out, _ = dedupe("-o", "c.csv", *option, "one.ris")
        assert code == 0 and "c.csv: 2 records, 2 citations, 0 duplicates" in out


def test_policies_are_as_in_a_review(dedupe):
    notice = ris(paper(ID="e1", TI=f"Erratum to: {TITLE}", SP="99"))
    files = {"one_ris": ONE, "notice_ris": notice}
    assert dedupe("-o", "c.csv", **files)[1][-1] == "0 pairs linked, 0 possible, 1 related"
    code, out, _ = dedupe(
        "-o", "c.csv", "--policy", "errata=merge", "--policy", "preprints=separate", **files
    )
    assert code == 0 and out[-1] == "1 pair linked, 0 possible, 0 related"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--policy", "errata"], "--policy: 'errata' is not what=do, as in errata=merge"),
        (["--policy", "erratum=merge"], "did you mean 'errata'?"),
        (["--policy", "errata=unite"], "--policy: errata: 'unite' is not one of related, merge, separate"),
        (["--policy", "errata=merge", "--policy", "errata=related"], "--policy: errata stands twice"),
        (["--pairs", "c.csv"], "--pairs needs a name of its own"),
        (["--merged", "one.ris"], "is one of the files to read"),
        (["--merged", "m.xlsx"], "call it m.csv"),
        (["--pairs", "mine.csv"], "is there already, and is no such table"),
        (["--pairs", "gone/p.csv"], "there is no folder gone"),
        (["--columns", "titel=x"], "--columns: 'titel' is not one of"),
    ],
)
def test_mistakes_in_the_command_are_told_and_nothing_is_written(dedupe, arguments, said):
    Path("mine.csv").write_text("what,I,wrote\n")
    code, out, err = dedupe("-o", "c.csv", *arguments, one_ris=ONE)
    assert (code, out) == (1, []) and said in err[0]
    assert not Path("c.csv").exists()
    assert Path("mine.csv").read_text() == "what,I,wrote\n"


def test_its_own_tables_are_written_over(dedupe):
    for _ in range(2):
        assert dedupe("-o", "c.csv", "--pairs", "p.csv", "--merged", "m.csv", one_ris=ONE)[0] == 0
    assert main(["read", "one.ris", "-o", "r.csv"]) == 0
    assert "is no such table" in dedupe("-o", "r.csv", one_ris=ONE)[2][0]
    assert dedupe("-o", "r.csv", "--force", one_ris=ONE)[0] == 0


def test_without_files_it_is_the_stage_and_without_a_table_it_is_nothing(dedupe):
    assert dedupe("--pairs", "p.csv")[2] == [
        "tamis dedupe: --pairs is for exports outside of a review; name their files, too"
    ]
    assert dedupe(one_ris=ONE)[2] == ["tamis dedupe: say what the table is to be called: -o citations.csv"]


def test_the_same_files_give_the_same_bytes(dedupe):
    tables = ["c.csv", "p.csv", "m.csv"]
    written = []
    for _ in range(2):
        dedupe("-o", "c.csv", "--pairs", "p.csv", "--merged", "m.csv", one_ris=ONE, two_ris=TWO)
        written.append([Path(name).read_bytes() for name in tables])
    assert written[0] == written[1]
    assert all(data.startswith(b"\xef\xbb\xbf") and b"\r" not in data for data in written[0])


def test_cells_that_a_spreadsheet_would_run_are_harmless(dedupe):
    dedupe("-o", "c.csv", "--merged", "m.csv", one_ris=ris(paper(TI="=HYPERLINK(1)")))
    assert rows("c.csv")[0]["title"] == rows("m.csv")[0]["title"] == "'=HYPERLINK(1)"
