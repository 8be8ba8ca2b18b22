"""Wrong input gets one clear line each, with its place, all of them at once, and no traceback.

Each test spoils one file of a copy of the worked example; the last one spoils all of them.
"""

import shutil
from pathlib import Path

import pytest

from small_review import make
from tamis import inputs
from tamis.cli import main
from tamis.errors import Problems
from tamis.review import Known

ROOT = Path(__file__).parents[1]


def add_line(path: Path, **cells: str) -> int:
    """Add a line to a table, and return its number."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
    mark = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
    head = text.split("\n")[0].split(mark)
    path.write_text(f"{text}\n{mark.join(cells.get(name, '') for name in head)}\n", encoding="utf-8")
    return len(text.split("\n")) + 1


def first(path: Path, column: str) -> str:
    """Return the first value of a column."""
    lines = path.read_bytes().decode("utf-8-sig").splitlines()
    mark = ";" if lines[0].count(";") > lines[0].count(",") else ","
    return lines[1].split(mark)[lines[0].split(mark).index(column)]


def unknown_decision_word(review: Path) -> str:
    log = review / "records/screening/title_abstract.R2.csv"
    line = add_line(log, record=first(log, "record"), decision="inculde")
    return (
        f"records/screening/title_abstract.R2.csv:{line}: decision 'inculde' is not one of "
        "include, exclude, maybe, duplicate; did you mean 'include'?"
    )


def decision_on_a_record_that_does_not_exist(review: Path) -> str:
    line = add_line(
        review / "records/screening/title_abstract.R3.csv", record="rnosuchone", decision="include"
    )
    return f"records/screening/title_abstract.R3.csv:{line}: record 'rnosuchone' is in no search export"


def answer_on_what_is_no_record_id(review: Path) -> str:
    answers = review / "records/screening/duplicates.R1.csv"
    line = add_line(answers, record_a=first(answers, "record_a"), record_b="smith2020", answer="same")
    return f"records/screening/duplicates.R1.csv:{line}: record_b 'smith2020' is in no search export"


def answer_beside_another_records_title(review: Path) -> str:
    log = review / "records/screening/title_abstract.R1.csv"
    record, title = first(log, "record"), "A paper on something else"
    (review / "records/screening/duplicates.R1.2.csv").write_text(
        f"record_a,record_b,answer,title_a\n{record},rabcdefghij,,{title}\n"
    )
    return f"records/screening/duplicates.R1.2.csv:2: title_a {title!r} is not the title of {record}"


def duplicate_of_a_record_that_does_not_exist(review: Path) -> str:
    log = review / "records/screening/title_abstract.R3.csv"
    line = add_line(log, record=first(log, "record"), decision="duplicate", of="rnosuchone")
    return f"records/screening/title_abstract.R3.csv:{line}: of 'rnosuchone' is in no search export"


def reviewer_who_is_not_in_the_config(review: Path) -> str:
    (review / "records/screening/title_abstract.R9.csv").write_text("record,decision\n")
    return "records/screening/title_abstract.R9.csv: reviewer 'R9' is not one of R1, R2, R3, R4, R5"


def missing_reason_at_full_text(review: Path) -> str:
    log = review / "records/screening/full_text.R1.csv"
    line = add_line(log, record=first(log, "record"), decision="exclude")
    return f"records/screening/full_text.R1.csv:{line}: reason is missing; an exclusion at full text needs"


def two_studies_with_one_id(review: Path) -> str:
    studies = review / "records/studies.csv"
    record = first(review / "records/screening/title_abstract.R1.csv", "record")
    line = add_line(studies, study=first(studies, "study"), record=record, role="main")
    return f"records/studies.csv:{line}: study {first(studies, 'study')!r} has two main reports (also line 2)"


def mmat_answer_out_of_vocabulary(review: Path) -> str:
    path = review / "records/appraisal/mmat2018.R1.csv"
    line = add_line(path, study="trout2020", item="2.1", answer="perhaps")
    return f"records/appraisal/mmat2018.R1.csv:{line}: answer 'perhaps' is not one of"


def reconciliation_without_a_reason(review: Path) -> str:
    (review / "records/appraisal/reconciliation.R2.csv").write_text(
        "study,tool,item,answer,how,who,why,time\n"
        "trout2020,mmat2018,2.1,yes,third,R2,,2021-12-01\ntrout2020,mmat2018,2.1,,,,,\n"
    )
    return "records/appraisal/reconciliation.R2.csv:2: why is missing"


def second_view_of_what_one_rated_oneself(review: Path) -> str:
    (review / "records/appraisal/view.R1.csv").write_text(
        "study,tool,item,first,answer\ntrout2020,mmat2018,2.2,no,agree\n"
    )
    return "records/appraisal/view.R1.csv:2: item R1 rated 2.2; a second view is by somebody who did not"


def acceptance_by_nobody_known(review: Path) -> str:
    line = add_line(
        review / "records/accepted.csv", item="search:hits:*", who="Ann", when="2022-03-31", why="lost"
    )
    return f"records/accepted.csv:{line}: who 'Ann' is not one of R1, R2, R3, R4, R5, team"


def config_key_that_does_not_exist(review: Path) -> str:
    path = review / "config/config.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nreviewer: []\n", encoding="utf-8")
    line = len(text.splitlines()) + 2
    return f"config/config.yaml:{line}: key 'reviewer' is not one of"


def export_that_is_not_one(review: Path) -> str:
    (review / "records/searches/cochrane.ris").write_bytes(b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n1 0 obj\n")
    return "records/searches/cochrane.ris:1: is not a bibliography that Tamis knows; it looks like a PDF"


def export_that_the_log_does_not_name(review: Path) -> str:
    (review / "records/searches/eric.ris").write_text("TY  - JOUR\nTI  - A title\nER  - \n")
    return "records/searches/eric.ris: the search log does not name it"


SPOILERS = [
    unknown_decision_word,
    decision_on_a_record_that_does_not_exist,
    answer_on_what_is_no_record_id,
    answer_beside_another_records_title,
    duplicate_of_a_record_that_does_not_exist,
    reviewer_who_is_not_in_the_config,
    missing_reason_at_full_text,
    two_studies_with_one_id,
    mmat_answer_out_of_vocabulary,
    reconciliation_without_a_reason,
    second_view_of_what_one_rated_oneself,
    acceptance_by_nobody_known,
    config_key_that_does_not_exist,
    export_that_is_not_one,
    export_that_the_log_does_not_name,
]


@pytest.fixture
def review(tmp_path):
    for name in ("config", "records"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def contents(folder: Path):
    return {
        path: path.read_bytes() for name in ("config", "records") for path in (folder / name).rglob("*.*")
    }


@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda spoil: spoil.__name__)
def test_wrong_input_gets_one_line_with_its_place(review, capsys, spoil):
    expected = spoil(review)
    before = contents(review)
    assert main(["run", "-d", str(review)]) == 1
    said = capsys.readouterr().err
    assert [line for line in said.splitlines() if line.startswith(expected)], said
    assert len(said.splitlines()) == 1, said
    assert contents(review) == before
    assert not (review / "build").exists() and not (review / "reports").exists()


def test_everything_that_is_wrong_is_said_at_once(review, capsys):
    # An export that cannot be read hides which records exist, so it is left out here.
    expected = [spoil(review) for spoil in SPOILERS if spoil is not export_that_is_not_one]
    assert main(["run", "-d", str(review)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(expected)
    for text in expected:
        assert any(line.startswith(text) for line in said), text
    assert not any("Traceback" in line for line in said)


def test_files_that_nothing_would_read_are_told_with_the_folder_they_are_meant_for(tmp_path):
    review = make(tmp_path)
    for name in (
        "title_abstract.R2.xlsx",
        "medline.ris",
        "smith2020.R1.yaml",
        "rob2.R1.xlsx",
        "view.R2.csv",
        "text.md",
        "notes.odt",
        "Screening/title_abstract.R1.csv",
        "README.md",
        "~$studies.xlsx",
        ".hidden/x",
    ):
        path = review.records / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    said = [str(problem) for problem in inputs.problems(review) if "studies.csv" not in str(problem)]
    folders = "screening, fulltext, extraction, appraisal, synthesis, searches, manuscript"
    assert said == [
        f"records/Screening: is no folder that is read: 'Screening' is not one of {folders}; "
        "did you mean 'screening'?",
        "records/medline.ris: is not read here; did you mean records/searches/?",
        "records/notes.odt: is not read here; files go into records/" + folders.replace(", ", ", records/"),
        "records/rob2.R1.xlsx: is not read here; did you mean records/appraisal/?",
        "records/smith2020.R1.yaml: is not read here; did you mean records/extraction/?",
        "records/text.md: is not read here; did you mean records/synthesis/?",
        "records/title_abstract.R2.xlsx: is not read here; did you mean records/screening/?",
        "records/view.R2.csv: is not read here; did you mean records/appraisal/?",
    ]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("rkhedf23og3", "; did you mean rkhedf23ogc: 'Going home'?"),
        ("RKHEDF23OGC", "; did you mean rkhedf23ogc: 'Going home'?"),
        ("rkhedf99999", ""),
        (
            "rkhedfabcde",
            "; was its source's name in searches.csv changed? The name is part of the id",
        ),
    ],
)
def test_the_nearest_id_is_suggested(said, hint):
    problems = Problems()
    known = Known({"r5tlgbccule": "Moving", "rkhedf23ogc": "Going home"})
    assert not known.check_record(said, "", "a.csv:2", problems)
    assert [str(p) for p in problems] == [f"a.csv:2: record {said!r} is in no search export{hint}"]
