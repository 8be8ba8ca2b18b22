"""`records/searches/` as people leave it, and what the stage says and writes."""

import hashlib
from pathlib import Path

import pytest
from search_reviews import LOG, RIS

from tamis.cli import main
from tamis.errors import Problems
from tamis.formats import ris
from tamis.searches import inputs
from tamis.store import read_built
from tamis.tables import Export, OpenItem, Record, Strategy

#: An entry that has lost its first line: it is read, and is not among those counted.
NO_TY = "\nTI  - Its TY is lost\nER  - \n"
NAMED = (
    "file,source,kind,date_run,strategy_file,hits,columns\na.ris,Scopus,database,2021-09-17,plan.csv,3,{}\n"
)


def test_a_search_where_all_adds_up_leaves_nothing_open(searches):
    assert searches.problems() == []
    assert searches.run() == {}
    records = read_built(searches.review.built("searches", "records"), Record)
    assert [(row.ordinal, row.line, row.title, row.place) for row in records] == [
        (1, 1, "Title 1", "records/searches/a.ris:1"),
        (2, 5, "Title 2", "records/searches/a.ris:5"),
        (3, 9, "Title 3", "records/searches/a.ris:9"),
    ]
    (export,) = read_built(searches.review.built("searches", "exports"), Export)
    assert (export.format, export.entries, export.records, export.hits) == ("RIS", 3, 3, 3)
    lines = read_built(searches.review.built("searches", "strategies"), Strategy)
    assert [(row.file, row.line, row.hits) for row in lines] == [("plan.csv", "1", 10), ("plan.csv", "2", 3)]
    assert inputs.read(searches.review, Problems()).titles() == {row.record_id: row.title for row in records}


def test_records_stand_in_the_order_of_the_log(searches):
    searches.write("0.ris", RIS.format(9))
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,3,", "0.ris,ERIC,database,2021-09-17,,,,1,")
    searches.run()
    records = read_built(searches.review.built("searches", "records"), Record)
    assert [row.source_file for row in records] == ["a.ris", "a.ris", "a.ris", "0.ris"]


def test_counts_that_differ_are_open_with_both_numbers(searches):
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,9,2")
    assert searches.run() == {
        "search:hits:a.ris": "Scopus reported 9 hits; a.ris holds 3 records and 2 were removed before.",
        "search:strategy:plan.csv:2": "Line 2 of plan.csv: it has 3 hits, the search log gives 9 for a.ris.",
    }
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,,")
    assert searches.run() == {"search:hits:a.ris": "How many hits Scopus reported is not recorded."}
    searches.write("plan.csv", "line,kind,of,query,hits\n1,terms,,child*,5\n")
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,5,2")
    assert searches.run() == {}


def test_a_count_of_entries_that_is_not_that_of_the_records_is_open(searches):
    searches.write("a.ris", RIS.format(1) + RIS.format(2) + NO_TY)
    said = searches.run()
    assert said["search:count:a.ris"] == "a.ris has 2 entries by their first lines; 3 records were read."
    (export,) = read_built(searches.review.built("searches", "exports"), Export)
    assert (export.entries, export.records) == (2, 3)


@pytest.mark.parametrize("nothing", [b"", b"\n \r\n\t\n", "\ufeff\n".encode("utf-16")])
def test_an_empty_file_is_open_unless_the_search_found_nothing(searches, nothing):
    searches.write("a.ris", nothing)
    assert searches.problems() == []
    assert searches.run() == {
        "search:empty:a.ris": "a.ris is empty, and Scopus reported 3 hits. Download it again; "
        "for a search that found nothing, hits is 0."
    }
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,,")
    assert [*searches.run()] == ["search:empty:a.ris", "search:hits:a.ris"]
    searches.write("plan.csv", "line,kind,query,hits\n1,terms,child*,0\n")
    searches.log(
        "a.ris,Scopus,database,2021-09-17,plan.csv,,,0,", "b.ris,ERIC,database,2021-09-17,plan.csv,,,0,"
    )
    searches.write("b.ris", nothing)
    assert searches.run() == {}


def test_text_between_entries_is_logged_and_is_nothing_to_wait_for(searches):
    searches.write(
        "a.ris", "Record #1 of 3\n" + RIS.format(1) + "Record #2 of 3\n" + RIS.format(2) + RIS.format(3)
    )
    log = searches.review.root / "logs/searches.log"
    assert main(["search", "-d", str(searches.review.root), "--log", str(log)]) == 0
    assert log.read_text().splitlines() == [
        "a.ris: 2 stretches of text between entries were skipped, the first at line 1: 'Record #1 of 3'",
        "3 records in 1 export; 0 open items",
    ]


def test_an_export_is_known_by_its_bytes(searches):
    searches.run()
    (export,) = read_built(searches.review.built("searches", "exports"), Export)
    assert export.sha256 == hashlib.sha256((searches.review.searches / "a.ris").read_bytes()).hexdigest()


def test_columns_that_the_log_names_wrongly_are_told(searches):
    searches.write("searches.csv", NAMED.format("titel=Titel; authors=Wer"))
    (said,) = searches.problems()
    assert said.startswith(
        "records/searches/searches.csv:2: columns 'titel' is not one of source_id, type, title,"
    )
    assert said.endswith("did you mean 'title'?")
    searches.write("searches.csv", NAMED.format("title=Titel; authors"))
    (said,) = searches.problems()
    assert "columns 'authors' is not column=heading, as in title=Titel; authors=Wer" in said


def test_a_table_is_read_by_the_headings_that_the_log_names(searches):
    searches.write("a.ris", "Nr;Wie es heißt;Wer\n1;Otter im Fluss;Alder, A\n2;Biber;Birch, B\n")
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,2,")
    searches.write("searches.csv", NAMED.format("title=Wie es heißt; authors = Wer").replace(",3,", ",2,"))
    searches.write("plan.csv", "line,kind,query,hits\n1,terms,otter,2\n")
    assert searches.problems() == [] and searches.run() == {}
    records = read_built(searches.review.built("searches", "records"), Record)
    assert [(row.title, row.authors) for row in records] == [
        ("Otter im Fluss", "Alder, A"),
        ("Biber", "Birch, B"),
    ]
    searches.write("searches.csv", NAMED.format("title=Wie es heist"))
    (said,) = searches.problems()
    assert said == (
        "records/searches/searches.csv:2: columns a.ris has no column 'Wie es heist' (named for title), so "
        "nothing of it was read; its columns are 'Nr', 'Wie es heißt', 'Wer'; did you mean 'Wie es heißt'?"
    )


def test_headings_that_are_named_for_no_table_are_told_at_their_row(searches):
    searches.write("searches.csv", NAMED.format("title=Was"))
    assert searches.problems() == [
        "records/searches/searches.csv:2: columns a.ris is RIS, not a table: columns has no use here; "
        "leave it empty"
    ]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("Was=title", "'Was=title' is the wrong way round; write it as title=Was"),
        ('"title=Was, authors=Wer"', "separate them by ; (title=Titel; authors=Wer)"),
    ],
)
def test_headings_that_are_named_in_another_way_are_told_how(searches, named, said):
    searches.write("searches.csv", NAMED.format(named))
    (found,) = searches.problems()
    assert found.startswith("records/searches/searches.csv:2: columns ") and found.endswith(said)


def test_records_without_a_title_are_open_with_their_lines(searches):
    bare = "TY  - JOUR\nAU  - Doe, J.\nER  - \n"
    searches.write("a.ris", RIS.format(1) + bare + bare)
    assert searches.run() == {
        "search:untitled:a.ris": "a.ris: 2 records have no title: line 5, 8; screening needs a title: look "
        "for it at the source."
    }
    (item,) = read_built(searches.review.built("searches", "open"), OpenItem)
    assert item.place == "records/searches/a.ris:5"
    searches.write("a.ris", bare * 3)
    assert "it may be a log or a list" in searches.run()["search:untitled:a.ris"]


def test_a_log_of_two_kinds_and_one_that_is_not_there_are_told_once(searches):
    searches.write("searches.xlsx", b"")
    assert searches.problems() == [
        "records/searches/searches.xlsx: stands beside searches.csv; keep one of the two"
    ]
    for name in ("searches.xlsx", "searches.csv"):
        (searches.review.searches / name).unlink()
    assert searches.problems() == ["records/searches/searches.csv: there is no such file"]


def test_each_export_is_read_once(searches, monkeypatch):
    opened = []
    scan = ris.scan
    monkeypatch.setattr(ris, "scan", lambda content: opened.append(content) or scan(content))
    problems = Problems()
    found = inputs.read(searches.review, problems)
    assert len(found.titles()) == 3 and len(opened) == 1 and not len(problems)


def test_records_are_known_to_be_incomplete_where_an_export_cannot_be_read(searches):
    assert inputs.read(searches.review, Problems()).complete
    searches.write("strange.txt", "no bibliography")
    assert inputs.read(searches.review, Problems()).complete  # that the log does not name it hides no record
    searches.write("a.ris", "%PDF-1.7")
    assert not inputs.read(searches.review, Problems()).complete


def test_a_file_that_was_cut_off_is_open(searches):
    searches.write("a.ris", RIS.format(1) + RIS.format(2) + RIS.format(3)[:-6])
    assert searches.run() == {
        "search:damaged:a.ris": "a.ris is not quite as its format wants it: line 9: the entry has no ER: "
        "it may have been cut off."
    }


def test_days_that_the_limits_leave_out_and_a_strategy_that_is_missing_are_open(searches):
    searches.log("a.ris,Scopus,database,2021-09-17,,2000-01-01,2021-08-16,3,")
    searches.review.searches.joinpath("plan.csv").unlink()
    assert searches.run() == {
        "search:dates:a.ris": "The limits of the search in Scopus end on 2021-08-16, it was run on "
        "2021-09-17: 32 days are not covered.",
        "search:strategy:a.ris": "The strategy of the search in Scopus (a.ris) is not recorded.",
    }


def test_limits_may_go_on_after_the_day_of_the_run(searches):
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,2000-01-01,2021-12-31,3,")
    assert searches.problems() == [] and searches.run() == {}


@pytest.mark.parametrize("content", ["line,kind,of,query,hits\n", "line,kind,of,query,hits\n#1,,,,\n"])
def test_a_strategy_without_a_line_is_open(searches, content):
    searches.write("plan.csv", content)
    assert searches.run() == {
        "search:strategy:a.ris": "plan.csv, the strategy of the search in Scopus (a.ris), has no line."
    }


def test_lines_of_a_strategy_may_be_called_by_a_hash(searches):
    searches.write("plan.csv", "line,kind,of,query,hits\n#1,terms,,child*,10\n#2,filter,#1,English,3\n")
    assert searches.run() == {}
    lines = read_built(searches.review.built("searches", "strategies"), Strategy)
    assert [row.line for row in lines] == ["#1", "#2"]


@pytest.mark.parametrize(
    "name", ["../../secret.ris", "sub/a.ris", "/etc/passwd", "sub\\a.ris", "C:a.ris", ".."]
)
def test_nothing_outside_of_the_folder_is_opened(searches, name, monkeypatch):
    searches.log(
        f"{name},Scopus,database,2021-09-17,plan.csv,,,3,", f"a.ris,S,database,2021-09-17,{name},,,3,"
    )
    opened = []
    open_ = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *a, **k: opened.append(path.name) or open_(path, *a, **k))
    said = searches.problems()
    log = "records/searches/searches.csv"
    text = f"{name!r} is not the plain name of a file beside the search log"
    assert said == [f"{log}:2: file {text}", f"{log}:3: strategy_file {text}"]
    assert set(opened) == {"searches.csv"}


def test_a_file_that_only_a_note_mentions_is_not_named(searches):
    searches.write(
        "searches.csv", LOG.strip() + ",note\na.ris,Scopus,database,2021-09-17,plan.csv,,,3,,b.ris\n"
    )
    searches.write("b.ris", RIS.format(1))
    (said,) = searches.problems()
    assert said.startswith("records/searches/b.ris: the search log does not name it")


def test_a_log_that_cannot_be_read_to_its_end_calls_no_file_a_stranger(searches):
    searches.log('a.ris,"Scopus,database,2021-09-17,plan.csv,,,3,', "b.ris,ERIC,database,2021-09-17,,,,1,")
    searches.write("b.ris", RIS.format(1))
    (said,) = searches.problems()
    assert said.startswith("records/searches/searches.csv:2: a quotation mark is not closed")


def test_lines_of_a_text_end_where_an_editor_ends_them(searches):
    searches.write("plan.txt", "#1 child*\x0b\u2028or care\r#2 home\r\n#3 1 and 2\n")
    searches.log("a.ris,Scopus,database,2021-09-17,plan.txt,,,3,")
    searches.review.searches.joinpath("plan.csv").unlink()
    searches.run()
    lines = read_built(searches.review.built("searches", "strategies"), Strategy)
    assert [row.line for row in lines] == ["1", "2", "3"]


def test_a_letter_that_is_not_utf8_is_open_with_its_line(searches):
    ris = (RIS.format("é") + RIS.format("ü")).encode() + RIS.format(3).replace("Title", "It's").encode()
    searches.write("a.ris", ris.replace(b"It's", b"It\x92s"))
    assert searches.run() == {
        "search:damaged:a.ris": "a.ris is not quite as its format wants it: line 11: a letter is not UTF-8, "
        "and was read as cp1252."
    }
    records = read_built(searches.review.built("searches", "records"), Record)
    assert [row.title for row in records] == ["Title é", "Title ü", "It’s 3"]


def test_a_time_in_utc_may_be_of_the_next_day(searches):
    searches.write("plan.csv", "line,kind,query,hits,time\n1,terms,child*,3,2021-09-17T23:30-05:00\n")
    assert searches.run() == {}


def test_a_strategy_line_of_another_day_is_open(searches):
    searches.write("plan.csv", "line,kind,query,hits,time\n1,terms,child*,3,2021-09-16 12:26\n")
    said = searches.run()
    assert said["search:strategy:plan.csv:1"].endswith(
        "it was run on 2021-09-16, the search log says 2021-09-17."
    )


def test_a_strategy_that_is_plain_text_is_kept_line_by_line(searches):
    searches.write("plan.txt", "#1 child*\n\n#2 #1 AND English\n")
    searches.log("a.ris,Scopus,database,2021-09-17,plan.txt,,,3,")
    searches.review.searches.joinpath("plan.csv").unlink()
    assert searches.run() == {}
    lines = read_built(searches.review.built("searches", "strategies"), Strategy)
    assert [(row.line, row.query, row.hits) for row in lines] == [
        ("1", "#1 child*", None),
        ("3", "#2 #1 AND English", None),
    ]


def test_a_strategy_must_be_text(searches):
    searches.write("plan.csv", "line,kind,query\n1,terms,child*\n")
    searches.write("plan.docx", b"PK\x03\x04")
    searches.log(
        "a.ris,Scopus,database,2021-09-17,plan.docx,,,3,", "b.ris,ERIC,database,2021-09-17,plan.csv,,,0,"
    )
    (said,) = searches.problems()
    assert said.startswith(
        "records/searches/plan.docx: is neither a table nor plain text: it is an Office document"
    )


def test_a_search_that_found_nothing_needs_no_file(searches):
    searches.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,3,", "none.ris,Ofsted,website,2021-09-17,,,,0,")
    assert searches.problems() == []
    assert list(searches.run()) == ["search:strategy:none.ris"]
    assert [row.records for row in read_built(searches.review.built("searches", "exports"), Export)] == [3, 0]


def test_stand_ins_are_marked_by_a_keyword(searches):
    searches.write(
        "a.ris", "TY  - JOUR\nTI  - A\nKW  - Tamis stand-in\nER  - \n" + RIS.format(2) + RIS.format(3)
    )
    searches.run()
    records = read_built(searches.review.built("searches", "records"), Record)
    assert [row.stand_in for row in records] == ["yes", "no", "no"]


def test_everything_that_is_wrong_is_said_at_once(searches):
    searches.log(
        "a.ris,Scopus,databse,2021-09-17,plan.csv,,,3,",
        "b.rsi,ERIC,database,2021-09-17,plan.txt,,2021-12-31,3,",
        "c.ris,Ofsted,website,17/09/2021,,2021-02-01,2021-01-01,3,",
        "d.ris,Ofsted,website,03/04/2021,,,,many,",
    )
    searches.write("b.ris", RIS.format(1))
    searches.write("c.ris", "<html>login</html>")
    searches.write("d.ris", RIS.format(1))
    searches.write("README.md", "# What this is")
    searches.write(".DS_Store", b"\x00")
    searches.write("sub/e.ris", RIS.format(1))
    log = "records/searches/searches.csv"
    expected = [
        "records/searches/b.ris: the search log does not name it",
        "records/searches/c.ris:1: is not a bibliography that Tamis knows; it looks like a web page",
        f"{log}:2: kind 'databse' is not one of database, register,",
        f"{log}:3: file 'b.rsi' is not in records/searches/; did you mean 'b.ris'?",
        f"{log}:3: strategy_file 'plan.txt' is not in records/searches/",
        f"{log}:4: date_from 2021-02-01 is after date_to",
        f"{log}:5: date_run '03/04/2021' can be read two ways",
        f"{log}:5: hits 'many' is not a whole number",
        "records/searches/sub: is a folder",
    ]
    said = searches.problems()
    assert [line.startswith(start) for line, start in zip(said, expected, strict=True)] == [True] * 9, said


def test_the_stage_refuses_what_is_wrong_without_a_traceback(searches, capsys):
    searches.write("a.ris", "%PDF-1.7\n")
    assert main(["search", "-d", str(searches.review.root)]) == 1
    said = capsys.readouterr().err
    assert (
        said.startswith(
            "records/searches/a.ris:1: is not a bibliography that Tamis knows; it looks like a PDF"
        )
        and said.count("\n") == 1
    )
    assert not searches.review.build.exists()


def test_a_review_without_searches_is_no_error_and_is_open(searches):
    for path in searches.review.searches.iterdir():
        path.unlink()
    nothing = {"search:none": "No search is logged yet: a review begins with its search exports."}
    assert searches.problems() == []
    assert searches.run() == nothing
    searches.log()
    assert searches.run() == nothing
    searches.write("a.ris", RIS.format(1))
    assert searches.problems()[0] == "records/searches/a.ris: the search log does not name it; " + (
        "add a row for it to records/searches/searches.csv"
    )


def test_the_log_may_be_as_excel_saves_it(searches):
    log = LOG + "a.ris,Scopus,Database,17.09.2021,plan.csv,,,3,\n"
    searches.write("searches.csv", log.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"))
    assert searches.run() == {}


def test_an_export_that_was_put_there_twice_is_told(searches):
    searches.write("a (1).ris", (searches.review.searches / "a.ris").read_bytes())
    searches.log(
        "a.ris,Scopus,database,2021-09-17,plan.csv,,,3,", "a (1).ris,Scopus,database,2021-09-17,,,,3,"
    )
    said = searches.run()
    assert said["search:twice:a (1).ris"] == (
        "a (1).ris is the same file as a.ris: its records are counted twice."
    )
    assert "search:twice:a.ris" not in said
