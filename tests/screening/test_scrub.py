"""Names and addresses taken out of exports: where tools put them, and nowhere else."""

import gzip
import re
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import SHARED
from tamis.cli import main
from tamis.scrub.command import names_in
from tamis.scrub.people import People
from tamis.scrub.text import Scrubber, Tally, of_reviewers, scrubbed_bytes

ANN, LI = "Ann Lee", "Li"
IMPORTS = "file,tool,stage,date,people\n"
NAMES = ("--name", "Ann Lee=R1", "--name", "Li=R2")
RAYYAN = (
    "\ufeffkey,title,authors,notes,pmid,pmc_id\r\n"
    'rayyan-1,"On ""Li"", and others","Li and Ann Lee","RAYYAN-INCLUSION: {""Ann Lee""=>""Included"", '
    '""Li""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: Li | USER-NOTES: {""Li""=>[""ask Ann Lee""]}",,\r\n'
    "rayyan-2,Li,Li,,,\n"
)
SCRUBBED = RAYYAN.replace('""Ann Lee""=>', '""R1""=>').replace('""Li""=>', '""R2""=>')


def scrub(path, *more):
    return main(["scrub", str(path), "-d", str(path.parent), *more])


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_names_are_replaced_where_the_tool_puts_them_and_nowhere_else(tmp_path, capsys):
    export = written(tmp_path / "a.csv", RAYYAN)
    assert scrub(export, *NAMES) == 0
    out = tmp_path / "a.scrubbed.csv"
    assert out.read_bytes() == SCRUBBED.encode()
    assert export.read_bytes() == RAYYAN.encode()
    assert names_in(out) == ["R1", "R2"]
    assert capsys.readouterr().out == (
        f"{out.as_posix()}: replaced\n"
        "  name Ann Lee -> R1: 1 time\n"
        "  name Li -> R2: 2 times\n"
        "in other places, such as authors and abstracts, there still stand: Ann Lee (2); look at them\n"
        f"{export.as_posix()} still holds what was replaced: keep it out of git; commit a.scrubbed.csv, and "
        "name that in imports.csv\n"
    )


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "a.ris",
            'TY  - JOUR\nTI  - Li\nAU  - Li\nN1  - RAYYAN-INCLUSION: {"Ann Lee"=>"Included"}\nER  - \n',
            'TY  - JOUR\nTI  - Li\nAU  - Li\nN1  - RAYYAN-INCLUSION: {"R1"=>"Included"}\nER  - \n',
        ),
        (
            "a.bib",
            '@article{rayyan-1,\n title={Li},\n author={Li},\n note={RAYYAN-INCLUSION: {"Li"=>"Maybe"}}\n}\n',
            '@article{rayyan-1,\n title={Li},\n author={Li},\n note={RAYYAN-INCLUSION: {"R2"=>"Maybe"}}\n}\n',
        ),
        (
            "log.csv",
            "created_at,user_id,user_email,article_id,key,value\n"
            "2022-12-15T19:56:44.781Z,9,Ann@X.org,91,included,1\n"
            "2022-12-15T19:56:45.781Z,9,Ann@X.org,92,by li@x.org,1\n",
            "created_at,user_id,user_email,article_id,key,value\n"
            "2022-12-15T19:56:44.781Z,9,R1,91,included,1\n"
            "2022-12-15T19:56:45.781Z,9,R1,92,by li@x.org,1\n",
        ),
        (
            "abstrackr.csv",
            "(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus,"
            "labeled_at,Ann Lee,labeled_at,general notes (Ann Lee)\n"
            "1,2,0,,by Ann Lee,Ann Lee,J,Ann Lee,,o,,1,2021-01-01 10:00:00,none\n",
            "(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus,"
            "labeled_at,R1,labeled_at,general notes (R1)\n"
            "1,2,0,,by Ann Lee,Ann Lee,J,Ann Lee,,o,,1,2021-01-01 10:00:00,none\n",
        ),
        (
            "table.csv",
            'title;authors;reviewer;decision\n"Li";Li;"Li";include\nLi;Li;Ann Lee;exclude\n',
            'title;authors;reviewer;decision\n"Li";Li;"R2";include\nLi;Li;R1;exclude\n',
        ),
        (
            "wide.csv",
            "title,Ann Lee,Li,decision,reviewer\nLi,1,0,include,Li\n",
            "title,R1,R2,decision,reviewer\nLi,1,0,include,R2\n",
        ),
    ],
)
def test_each_format(tmp_path, name, before, after):
    export = written(tmp_path / name, before)
    assert scrub(export, *NAMES, "--name", "ann@x.org=R1") == 0
    assert (tmp_path / f"{export.stem}.scrubbed{export.suffix}").read_text() == after


def test_headings_of_authors_are_not_of_reviewers():
    ours = ("reviewer", "user_email", "Screened by", "CreatedBy", "name", "E-mail", "Labeller", "who")
    theirs = ("authors", "Author email", "Correspondence address", "Reviewed title", "journal", "decision")
    assert [name for name in (*ours, *theirs) if of_reviewers(name)] == list(ours)


def test_a_name_that_cannot_be_replaced_where_it_stands_is_told_and_nothing_is_left(tmp_path, capsys):
    long = "Ann " + 50 * "Lee "
    text = f'TY  - JOUR\nTI  - A\nN1  - RAYYAN-INCLUSION: {{"{long}"=>"Included"}}\nER  - \n'
    export = written(tmp_path / "a.ris", text)
    assert scrub(export, "--name", f"{long}=R1") == 1
    assert "cannot be replaced where the tool put it; nothing was written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [export]


@pytest.mark.parametrize(
    "text",
    [
        'TY  - JOUR\nTI  - A\nN1  - RAYYAN-INCLUSION: {"Li"=>"Maybe", "NAME"=>"Included"}\nER  - \n',
        "key,title,authors,notes,pmid\n"
        'rayyan-1,A,B,"RAYYAN-INCLUSION: {""Li""=>""Maybe"", ""NAME""=>""Included""}",\n',
    ],
    ids=["ris", "csv"],
)
def test_a_name_with_quotation_marks_is_replaced(tmp_path, text):
    csv = text.startswith("key")
    name = 'Ann \\""X\\"" Lee' if csv else 'Ann \\"X\\" Lee'
    export = written(tmp_path / ("a.csv" if csv else "a.ris"), text.replace("NAME", name))
    assert scrub(export, "--name", 'Ann "X" Lee=R1', "--name", "Li=R2") == 0
    out = tmp_path / f"a.scrubbed{export.suffix}"
    assert out.read_text() == text.replace("NAME", "R1").replace('"Li"', '"R2"')


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8"])
def test_names_in_other_places_are_seen_in_any_encoding(tmp_path, capsys, encoding):
    text = "title,authors,reviewer,decision\nThe \u00e9lan of zo\u00eb  LEE,Zo\u00eb Lee,R1,include\n"
    export = written(tmp_path / "a.csv", text.encode(encoding))
    assert scrub(export, "--name", "Zo\u00eb Lee=R1") == 0
    assert "there still stand: Zo\u00eb Lee (2); look at them" in capsys.readouterr().out


def test_json_by_its_keys(tmp_path):
    text = (
        '{"CodeSets": [{"SetName": "Screen", "Attributes": {"AttributesList": [{"AttributeId": 1, '
        '"AttributeName": "INCLUDE", "AttributeType": "Include"}]}}], "References": [{"ItemId": 7, '
        '"Title": "Ann Lee", "Authors": "Ann Lee", "CreatedBy" :\t"Ann L\\u0065e", "EditedBy": "Li", '
        '"Codes": [{"AttributeId": 1, "AdditionalText": ""}]}]}'
    )
    export = written(tmp_path / "a.json", text)
    assert scrub(export, *NAMES) == 0
    changed = text.replace('"Ann L\\u0065e"', '"R1"').replace('"EditedBy": "Li"', '"EditedBy": "R2"')
    assert (tmp_path / "a.scrubbed.json").read_text() == changed


def test_it_refuses_while_a_name_has_no_id_and_lists_them_all(tmp_path, capsys):
    export = written(tmp_path / "a.csv", RAYYAN)
    assert scrub(export) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{export.as_posix()}: {name!r} stands in it, and is nobody's name: say --name '{name}=R1', or write "
        "it into config/people.yaml"
        for name in (ANN, LI)
    ]
    assert list(tmp_path.iterdir()) == [export]


def review(folder: Path, people: str) -> None:
    main(["init", str(folder)])
    (folder / "config" / "people.yaml").write_text(people, encoding="utf-8")


def test_names_of_a_review_stand_in_people_yaml(tmp_path, capsys):
    review(tmp_path / "r", "R1: {name: Ann Lee, email: ann@x.org, also: [A. Lee, LEE]}\nR2: Li\n")
    export = written(
        tmp_path / "r/records/screening/a.csv", RAYYAN + "rayyan-3,ask ANN@x.org or b@y.org,,,,\r\n"
    )
    assert main(["scrub", str(export), "-d", str(tmp_path / "r")]) == 0
    out = tmp_path / "r/records/screening/a.scrubbed.csv"
    assert out.read_bytes() == (SCRUBBED + "rayyan-3,ask R1 or b@y.org,,,,\r\n").encode()
    said = capsys.readouterr().out
    assert "address ANN@x.org -> R1: 1 time" in said
    assert "e-mail addresses of others: 1 left, as of authors; --all-emails removes them (b@y.org)" in said


@pytest.mark.parametrize(
    ("people", "text"),
    [
        ("R1: [Ann Lee]\n", "config/people.yaml:1: is not as in R1: Ann Lee, or R1: {name: Ann Lee, "),
        ("R1: {nickname: Ann}\n", "config/people.yaml:1: is not as in "),
        ("R1: Ann Lee\nR9: Li\n", "config/people.yaml:2: 'R9' is not one of R1, R2"),
        ("- R1\n", "config/people.yaml: is not as in "),
        ("R1: !!python/object/apply:os.getcwd []\n", "is not valid YAML"),
    ],
)
def test_people_yaml_is_checked(tmp_path, capsys, people, text):
    review(tmp_path / "r", people)
    capsys.readouterr()
    export = written(tmp_path / "a.csv", RAYYAN)
    assert main(["scrub", str(export), "-d", str(tmp_path / "r")]) == 1
    assert text in capsys.readouterr().err


def test_all_addresses_can_be_removed(tmp_path):
    text = "title,reviewer,decision\nWrite to b@y.org or c.d@z.co.uk.,R1,include\n"
    export = written(tmp_path / "a.csv", text)
    assert scrub(export, "--name", "Ann=R1", "--all-emails") == 0
    assert (tmp_path / "a.scrubbed.csv").read_text() == (
        "title,reviewer,decision\nWrite to [e-mail removed] or [e-mail removed].,R1,include\n"
    )


def test_nothing_is_written_over_and_nothing_into_the_pipelines_folders(tmp_path, capsys):
    export = written(tmp_path / "a.csv", RAYYAN)
    assert scrub(export, *NAMES, "-o", str(export)) == 1
    assert "is there already, and is not written over" in capsys.readouterr().err
    assert scrub(export, *NAMES) == 0
    assert scrub(export, *NAMES) == 1
    review(tmp_path / "r", "R1: Ann Lee\nR2: Li\n")
    (tmp_path / "r/build").mkdir()
    assert main(["scrub", str(export), "-d", str(tmp_path / "r"), "-o", str(tmp_path / "r/build/a.csv")]) == 1
    assert "build/ is for what the pipeline makes" in capsys.readouterr().err
    assert export.read_bytes() == RAYYAN.encode()


def test_what_was_scrubbed_is_scrubbed_to_the_same_bytes(tmp_path):
    export = written(tmp_path / "a.csv", RAYYAN)
    assert scrub(export, *NAMES) == 0
    assert scrub(tmp_path / "a.scrubbed.csv", *NAMES, "-o", str(tmp_path / "b.csv")) == 0
    assert (tmp_path / "b.csv").read_bytes() == SCRUBBED.encode()


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["title", "authors", "reviewer", "decision"],
        ["Li", "Li", "Li", "include"],
        ["=1+1", None, ANN, "exclude"],
    ):
        sheet.append(row)
    sheet["A1"].comment = openpyxl.comments.Comment("ask ann@x.org", ANN)
    book.properties.creator = ANN
    book.save(path)
    return path


def test_a_workbook_by_its_cells(tmp_path):
    export = workbook(tmp_path / "a.xlsx")
    assert scrub(export, *NAMES, "--name", "ann@x.org=R1") == 0
    out = tmp_path / "a.scrubbed.xlsx"
    sheet = openpyxl.load_workbook(out).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["title", "authors", "reviewer", "decision"],
        ["Li", "Li", "R2", "include"],
        ["=1+1", None, "R1", "exclude"],
    ]
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, part in parts.items() if ANN.encode() in part or b"ann@x.org" in part]
    assert scrub(out, *NAMES, "-o", str(tmp_path / "b.xlsx")) == 0
    assert (tmp_path / "b.xlsx").read_bytes() == out.read_bytes()


def test_what_a_workbook_says_outside_its_cells_is_emptied_or_listed_with_its_part(tmp_path, capsys):
    book = openpyxl.load_workbook(workbook(tmp_path / "made.xlsx"))
    sheet = book.active
    sheet.title = ANN
    sheet["B1"].comment = openpyxl.comments.Comment("Ann Lee:\nand ann lee said no", "somebody")
    sheet.oddHeader.center.text = "Screened by Ann Lee"
    book.properties.description = "for Ann &amp; Ann Lee"
    book.save(tmp_path / "made.xlsx")
    export = tmp_path / "a.xlsx"
    rich = "<sst><si><r><t>An</t></r><r><rPr><b/></rPr><t>n Lee</t></r></si><si><t>x</t></si></sst>"
    more = {
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            '<pivotCacheDefinition refreshedBy=\'Jo Secret\' refreshedDate="1"><s v="Ann&#32;Lee"/>'
            "</pivotCacheDefinition>"
        ),
        "xl/other.xml": rich,
        "xl/filters.xml": "<filters><filter val='li'/><filter val='Lima'/><a>Li</a></filters>",
        "xl/printerSettings1.bin": b"\0\1\2" + "Ann Lee".encode("utf-16-le"),
    }
    lay = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x15"><x15ac:absPath xmlns:x15ac="x" '
        'url="C:\\Users\\secret\\"/></mc:Choice></mc:AlternateContent><fileSharing userName="Jo Secret"/>'
    )
    with zipfile.ZipFile(tmp_path / "made.xlsx") as made, zipfile.ZipFile(export, "w") as archive:
        for name in made.namelist():
            content = made.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b"<workbookPr", lay.encode() + b"<workbookPr")
            archive.writestr(name, content)
        for name, content in more.items():
            archive.writestr(name, content)
    assert scrub(export, *NAMES, "--name", "ann@x.org=R1") == 0
    with zipfile.ZipFile(tmp_path / "a.scrubbed.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b'refreshedBy=""' in parts["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert b"R1:\nand ann lee" in parts["xl/comments/comment1.xml"]
    assert not [name for name, part in parts.items() if b"secret" in part.lower()]
    assert openpyxl.load_workbook(tmp_path / "a.scrubbed.xlsx").sheetnames == [ANN]
    said = capsys.readouterr().out
    told = re.findall(r"in (\S+), as in authors, .*: (?:Ann Lee|Li) \((\d)\); look", said)
    assert dict(told) == {
        "docProps/core.xml": "1",
        "xl/workbook.xml": "1",
        "xl/worksheets/sheet1.xml": "1",
        "xl/comments/comment1.xml": "1",
        **dict.fromkeys(more, "1"),
    }


NOTE = "Ann Lee asks " + 3000 * "ann@x.org "
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXTS = ("title", "authors", "reviewer", "decision", "Li", "include", ANN, "exclude")


def as_excel_writes(path: Path) -> Path:
    """Write a workbook whose cells share their texts: Li is an author and a reviewer, Ann Lee a reviewer."""

    def row(number, *cells):
        letters = zip("ABCD", cells, strict=True)
        return "".join(f'<c r="{a}{number}" t="s"><v>{TEXTS.index(text)}</v></c>' for a, text in letters)

    rows = (TEXTS[:4], ("Li", "Li", "Li", "include"), ("Li", "Li", ANN, "exclude"))
    data = "".join(f'<row r="{n}">{row(n, *cells)}</row>' for n, cells in enumerate(rows, 1))
    shared = "".join(f"<si><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></si>" for text in TEXTS)
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
                'officedocument.spreadsheetml.sheet.main+xml"/>'
                '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
                'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
            ),
            "_rels/.rels": (
                f'<Relationships {RELATIONS}><Relationship Id="a" Type="{OFFICE}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets>'
                "</workbook>"
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships {RELATIONS}><Relationship Id="a" Type="{OFFICE}/worksheet" '
                f'Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{OFFICE}/sharedStrings" '
                'Target="sharedStrings.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{data}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>",
        }.items():
            archive.writestr(part, content)
    return path


def test_texts_that_cells_share_go_where_no_cell_needs_them_any_more(tmp_path):
    assert scrub(as_excel_writes(tmp_path / "a.xlsx"), *NAMES) == 0
    out = tmp_path / "a.scrubbed.xlsx"
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook(out).active] == [
        ["title", "authors", "reviewer", "decision"],
        ["Li", "Li", "R2", "include"],
        ["Li", "Li", "R1", "exclude"],
    ]
    with zipfile.ZipFile(out) as archive:
        assert b"n Lee" not in archive.read("xl/sharedStrings.xml")


def project(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        database = path.with_suffix(".db")
        with sqlite3.connect(database) as connection:
            connection.execute(
                "CREATE TABLE results (record_id INTEGER, label INTEGER, user_name TEXT, note TEXT)"
            )
            connection.execute("INSERT INTO results VALUES (0, 1, 'Ann Lee', ?)", [NOTE])
        connection.close()
        archive.write(database, "reviews/1/results.db")
        database.unlink()
        archive.writestr("project.json", '{"id": "1", "owner": "Ann Lee", "name": "Ann Lee", "datasets": []}')
        archive.writestr("data/a.csv", "title,authors\nLi,Ann Lee\n")
    return path


def test_a_project_of_asreview(tmp_path, monkeypatch):
    export = project(tmp_path / "a.asreview")
    # ASReview's module finds no name in a project so small; what it would find is told here.
    monkeypatch.setattr(
        "tamis.scrub.command.names_in", lambda path, columns="": [ANN] if path == export else []
    )
    assert scrub(export, *NAMES, "--name", "ann@x.org=R1") == 0
    with zipfile.ZipFile(tmp_path / "a.scrubbed.asreview") as archive:
        assert archive.read("data/a.csv") == b"title,authors\nLi,Ann Lee\n"
        assert archive.read("project.json") == b'{"id": "1", "owner": "R1", "name": "R1", "datasets": []}'
        content = archive.read("reviews/1/results.db")
    assert b"ann@x.org" not in content  # nor in what the file no longer uses
    database = written(tmp_path / "x.db", content)
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT * FROM results").fetchall() == [
            (0, 1, "R1", NOTE.replace("ann@x.org", "R1"))
        ]
    connection.close()


def test_what_a_database_of_a_project_no_longer_uses_is_taken_out(tmp_path, monkeypatch, capsys):
    export = project(tmp_path / "a.asreview")
    with zipfile.ZipFile(export) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    database = written(tmp_path / "x.db", parts["reviews/1/results.db"])
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM results")
    connection.close()
    assert b"ann@x.org" in database.read_bytes()
    with zipfile.ZipFile(export, "w") as archive:
        archive.write(database, "reviews/1/results.db")
        archive.writestr("project.json", '{"id": "1"}')
        archive.writestr("data/a.csv", "title,authors\nLi,Ann Lee\n")
    monkeypatch.setattr("tamis.scrub.command.names_in", lambda path, columns="": [])
    assert scrub(export, *NAMES, "--name", "ann@x.org=R1") == 0
    with zipfile.ZipFile(tmp_path / "a.scrubbed.asreview") as archive:
        content = archive.read("reviews/1/results.db")
    assert b"ann@x.org" not in content and ANN.encode() not in content
    said = capsys.readouterr().out
    assert "in data/a.csv, as in authors" in said and "results.db" not in said


@pytest.mark.parametrize(
    ("content", "text"),
    [(gzip.compress(RAYYAN.encode()), "is packed; unpack it first"), (b"PK\x03\x04 cut off", "damaged")],
)
def test_what_cannot_be_scrubbed_is_told(tmp_path, capsys, content, text):
    export = written(tmp_path / "a.csv", content)
    assert scrub(export, *NAMES) == 1
    assert text in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [export]


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-16")))
def test_a_file_without_names_keeps_every_byte(data):
    people = People(frozenset({"R1"}), {"Ann Lee": "R1", "ann@x.org": "R1"})
    assert scrubbed_bytes(data, Scrubber(people, Tally())) == data


CELLS = st.text(alphabet='a",;\t\r\n\u00e9{}=>@.', max_size=6)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_table_keeps_every_byte_but_names(rows, encoding):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows([["title", "reviewer"], *rows, ["Ann Lee", "Ann Lee"]])
    people = People(frozenset({"R1"}), {"Ann Lee": "R1"})
    data = out.getvalue().encode(encoding)
    new = scrubbed_bytes(data, Scrubber(people, Tally()))
    expected = out.getvalue().removesuffix("Ann Lee\r\n") + "R1\r\n"
    assert new.decode(encoding) == expected


@pytest.mark.skipif(
    not (SHARED / "exports").exists(), reason="../shared is not here: real exports are scrubbed there"
)
@pytest.mark.parametrize(
    "name",
    [
        "csv/rayyan_cff.csv",
        "ris/rayyan_cff.ris",
        "csv/abstrackr_cff.csv",
        "json/eppi_retraction_a.json",
        "screening/rayyan_customizations_concurrency.csv",
    ],
)
def test_real_exports(tmp_path, name):
    source = SHARED / "exports" / name
    found = names_in(source)
    names = [part for at, each in enumerate(found, 1) for part in ("--name", f"{each}=Q{at}")]
    out = tmp_path / f"out{source.suffix}"
    assert found and main(["scrub", str(source), "-d", str(tmp_path), "-o", str(out), *names]) == 0
    assert names_in(out) == sorted(f"Q{at}" for at in range(1, len(found) + 1))
    assert abs(out.stat().st_size - source.stat().st_size) < 25_000


def test_a_scrubbed_export_is_read_with_the_ids_as_names(small):
    review = small({"r1": "On Li and others", "r2": "Li"})
    export = RAYYAN.replace('"On ""Li"", and others"', "On Li and others")
    review.write("a.csv", export)
    review.write("imports.csv", IMPORTS + "a.csv,rayyan,title_abstract,2021-01-01,Ann Lee=R1; Li=R2\n")
    assert review.run() == 0
    before = [(d.reviewer, d.record_id, d.decision, d.place) for d in review.decisions()]
    assert before and main(["scrub", str(review.review.screening / "a.csv"), *NAMES]) == 0
    (review.review.screening / "a.csv").unlink()
    (review.review.screening / "a.scrubbed.csv").rename(review.review.screening / "a.csv")
    review.write("imports.csv", IMPORTS + "a.csv,rayyan,title_abstract,2021-01-01,\n")
    assert review.run() == 0
    assert [(d.reviewer, d.record_id, d.decision, d.place) for d in review.decisions()] == before
