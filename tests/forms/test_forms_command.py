import csv
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tamis.cli import main
from tamis.dedupe.inputs import read_answers
from tamis.errors import Problems
from tamis.review import Review
from tamis.store import read_built, read_rows
from tamis.tables import Answer, Decision, OpenItem, Opinion, Pair, Settlement
from tamis.twins import details

ROOT = Path(__file__).parents[2]
PEOPLE = ("R1", "R2", "R3", "R4", "R5")
#: A DOI of its own in each makes a person look; the second title is a formula to a spreadsheet.
TITLES = (
    "Going home from care: a study of families in two counties",
    "=Costs of unplanned readmission after a return to the home",
    "Placement stability and what social workers say of contact",
)
ENTRY = """TY  - JOUR
TI  - {title}
AU  - Marlow, Ann
AU  - Petersen, Lars
PY  - 2014
JO  - Annals of Care
VL  - {volume}
DO  - 10.5555/{doi}
AN  - {doi}
ER  -
"""
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def review(tmp_path):
    """Return a review whose first two stages were run, with a possible duplicate for each title."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / "records/screening").mkdir(parents=True)
    searches = tmp_path / "records/searches"
    searches.mkdir()
    for source in ("scopus", "eric"):
        entries = [
            ENTRY.format(title=title, volume=at, doi=f"{source}{at}") for at, title in enumerate(TITLES, 1)
        ]
        (searches / f"{source}.ris").write_text("\n".join(entries), encoding="utf-8")
    (searches / "searches.csv").write_text(
        "file,source,kind,date_run\n"
        "scopus.ris,Scopus,database,2021-09-17\neric.ris,ERIC,database,2021-09-17\n"
    )
    stages(tmp_path)
    return tmp_path


def stages(folder):
    for stage in ("search", "dedupe"):
        assert main([stage, "-d", str(folder)]) == 0


def forms(folder, *more, person="R1"):
    return main(["forms", "duplicates", "--for", person, "-d", str(folder), *map(str, more)])


def rows_of(path):
    problems = Problems()
    rows = read_rows(path, Answer, problems, root=path.parent)
    assert not len(problems), list(problems)
    return rows


def pairs(folder, verdict):
    found = read_built(folder / "build/dedupe/pairs.csv", Pair)
    return sorted((p for p in found if p.verdict == verdict), key=lambda p: p.rank)


def answered(path, *words, folder=None):
    """Fill in the first rows of a list, as a person does."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    for line, word in zip(lines[1:], words, strict=False):
        line[lines[0].index("answer")] = word
    return lines


def test_the_list_holds_every_possible_duplicate_the_best_first_and_is_read_back(review, capsys):
    wanted = [(pair.record_a, pair.record_b) for pair in pairs(review, "possible")]
    assert len(wanted) == 3
    assert forms(review) == 0
    path = review / "records/screening/duplicates.R1.csv"
    assert "duplicates.R1.csv: 3 rows for R1" in capsys.readouterr().out
    assert path.read_bytes().startswith(MARK)
    rows = rows_of(path)
    assert [(row.record_a, row.record_b) for row in rows] == wanted
    assert {row.answer for row in rows} == {""}
    assert {row.title_a for row in rows} == {*TITLES}
    assert all("Marlow, Ann; Petersen, Lars (2014). Annals of Care; vol. " in row.details_a for row in rows)
    assert all(row.rule for row in rows)
    problems = Problems()
    assert read_answers(Review(review), PEOPLE, problems) == [] and not len(problems)
    stages(review)
    assert len(pairs(review, "possible")) == 3


def test_no_cell_of_the_list_is_a_formula(review):
    forms(review)
    with (review / "records/screening/duplicates.R1.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for line in csv.reader(stream) for cell in line]
    assert "'" + TITLES[1] in cells and not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("book", [False, True], ids=["csv", "xlsx"])
def test_a_list_that_was_filled_in_half_counts_and_what_is_left_is_asked_again(review, book):
    forms(review)
    path = review / "records/screening/duplicates.R1.csv"
    lines = answered(path, "same", "Different")
    if book:
        path.unlink()
        workbook = openpyxl.Workbook()
        for line in lines:
            workbook.active.append([cell or None for cell in line])
        workbook.save(path.with_suffix(".xlsx"))
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(lines)
    assert forms(review) == 0  # before the next run
    (left,) = rows_of(review / "records/screening/duplicates.R1.2.csv")
    assert left.record_a == lines[3][0]
    stages(review)
    opinions = read_built(review / "build/dedupe/answers.csv", Opinion)
    assert sorted(opinion.answer for opinion in opinions) == ["different", "same"]
    (possible,) = pairs(review, "possible")
    assert possible.record_a == left.record_a


def test_who_is_unsure_is_not_asked_again_and_another_is(review, capsys):
    forms(review)
    path = review / "records/screening/duplicates.R1.csv"
    lines = answered(path, "unsure", "unsure", "unsure")
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    stages(review)
    assert all(pair.place for pair in pairs(review, "possible"))
    capsys.readouterr()
    assert forms(review) == 0
    assert "Nothing waits for an answer of R1: no list is written" in capsys.readouterr().out
    assert not (review / "records/screening/duplicates.R1.2.csv").exists()
    assert forms(review, person="r2") == 0
    assert len(rows_of(review / "records/screening/duplicates.R2.csv")) == 3


def test_a_link_that_waits_for_an_answer_comes_first(review):
    a, b, c = (pair.record_a for pair in pairs(review, "possible"))
    (review / "records/screening/duplicates.R2.csv").write_text(
        f"record_a,record_b,answer\n{a},{b},same\n{b},{c},unsure\n"
    )
    stages(review)
    forms(review)
    first, *rest = rows_of(review / "records/screening/duplicates.R1.csv")
    assert {first.record_a, first.record_b} == {a, b} and first.rule.startswith("called the same by R2")
    assert len(rest) == len(pairs(review, "possible"))
    forms(review, person="R2")
    assert len(rows_of(review / "records/screening/duplicates.R2.2.csv")) == len(rest)


def test_a_list_never_takes_the_place_of_a_file(review, tmp_path, capsys):
    names = ["duplicates.R1.csv", "duplicates.R1.2.xlsx"]
    for name in names:
        (review / "records/screening" / name).write_bytes(b"mine")
    before = {path: path.read_bytes() for path in review.rglob("*.*") if path.is_file()}
    for output, told in (
        (review / "records/screening/duplicates.R1.csv", "is there already; nothing was written"),
        (review / "build/mine.csv", "is where the pipeline writes"),
        (review / "reports/../build/dedupe/mine.csv", "is where the pipeline writes"),
        (review / "mine.xlsx", "its name ends in .csv"),
        (review / "nowhere/mine.csv", "there is no such folder"),
    ):
        assert forms(review, "-o", output) == 1
        assert told in capsys.readouterr().err
    assert {path: path.read_bytes() for path in review.rglob("*.*") if path.is_file()} == before
    for name in names:
        (review / "records/screening" / name).write_text("record_a,record_b,answer\n")
    (review / "records/screening" / names[1]).unlink()
    (review / "records/screening" / names[1]).write_bytes(workbook(review))
    assert forms(review) == 0
    assert (review / "records/screening/duplicates.R1.3.csv").exists()


def workbook(folder):
    book = openpyxl.Workbook()
    book.active.append(["record_a", "record_b", "answer"])
    book.save(folder / "book.xlsx")
    return (folder / "book.xlsx").read_bytes()


def test_a_list_elsewhere_says_where_it_belongs(review, capsys):
    assert forms(review, "-o", review / "mine.csv") == 0
    assert "It belongs into records/screening/" in capsys.readouterr().out
    assert len(rows_of(review / "mine.csv")) == 3


def test_what_is_not_known_is_told(review, capsys):
    assert forms(review, person="R9") == 1
    assert "reviewer 'R9' is not one of R1, R2, R3, R4, R5" in capsys.readouterr().err
    assert main(["forms", "duplicate", "--for", "R1", "-d", str(review)]) == 1
    assert "did you mean 'duplicates'?" in capsys.readouterr().err


def test_a_review_that_was_not_run_has_no_list_yet(review, capsys):
    shutil.rmtree(review / "build")
    assert forms(review) == 1
    assert "build/dedupe/pairs.csv: is not there yet; `tamis run`" in capsys.readouterr().err


def test_what_is_wrong_in_answers_is_told_by_the_run_not_by_the_list(review):
    (review / "records/screening/duplicates.R1.csv").write_text("record_a,record_b,answer\nra,rb,perhaps\n")
    assert forms(review) == 0


def test_details_leave_out_what_is_not_known_and_cut_long_lists_of_authors():
    nothing = dict.fromkeys(("authors", "year", "journal", "volume", "issue", "pages", "doi", "type"), "")
    assert details(nothing | {"year": None}) == ""
    assert details(nothing | {"year": 2014, "pages": "1-9"}) == "(2014). pp. 1-9"
    many = details(nothing | {"authors": "; ".join(["Marlow, Ann"] * 100)})
    assert len(many) < 220 and many.endswith("Marlow, Ann ...")


def test_status_counts_possible_duplicates_and_answers_and_names_the_command(review, capsys):
    def said():
        capsys.readouterr()
        main(["status", "-d", str(review)])
        return [line.strip() for line in capsys.readouterr().out.splitlines() if "uplicate" in line]

    assert said()[:2] == [
        "duplicates: 3 possible ones, nobody looked at 3 of them",
        "`tamis forms duplicates --for YOU` makes a list to fill in",
    ]
    first, second, third = pairs(review, "possible")
    head = "record_a,record_b,answer\n"
    (review / "records/screening/duplicates.R1.csv").write_text(
        f"{head}{first.record_a},{first.record_b},same\n{second.record_a},{second.record_b},unsure\n"
    )
    (review / "records/screening/duplicates.R2.csv").write_text(
        f"{head}{first.record_a},{first.record_b},different\n"
    )
    stages(review)
    assert said()[:4] == [
        "duplicates: 2 possible ones, nobody looked at 1 of them",
        "duplicates: R1 has answered 2 pairs, 1 of them unsure",
        "duplicates: R2 has answered 1 pair",
        "duplicates: people differ on 1 pair; kept apart until they agree",
    ]
    (review / "records/screening/duplicates.R3.csv").write_text(
        f"{head}{third.record_a},{third.record_b},unsure\n"
    )
    stages(review)
    assert said()[0] == "duplicates: 2 possible ones, looked at by somebody"


def test_a_pair_whose_record_is_another_now_is_asked_about_again(tmp_path):
    """From the exports to the list: of three editorials, one is in the next download no more."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    searches, screening = tmp_path / "records/searches", tmp_path / "records/screening"
    searches.mkdir(parents=True)
    screening.mkdir()

    def download(*volumes):
        text = ENTRY.replace("AN  - {doi}\n", "")
        entries = [text.format(title=TITLES[0], volume=volume, doi=f"a{volume}") for volume in volumes]
        (searches / "scopus.ris").write_text("\n".join(entries), encoding="utf-8")
        stages(tmp_path)

    (searches / "searches.csv").write_text(
        "file,source,kind,date_run\nscopus.ris,Scopus,database,2021-09-17\n"
    )
    download(1, 2, 3)
    assert forms(tmp_path) == 0
    path = screening / "duplicates.R1.csv"
    rows = rows_of(path)
    ids = {row.record_a: row.details_a for row in rows} | {row.record_b: row.details_b for row in rows}
    (base,) = (id for id in ids if "-" not in id)
    (pair,) = (row for row in rows if {row.record_a, row.record_b} == {base, f"{base}-2"})
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    for line in lines:
        if {line["record_a"], line["record_b"]} == {pair.record_a, pair.record_b}:
            line["answer"] = "same"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, [*lines[0]])
        table.writeheader()
        table.writerows(lines)
    stages(tmp_path)
    opinions = tmp_path / "build/dedupe/answers.csv"
    assert [row.answer for row in read_built(opinions, Opinion)] == ["same"]
    gone = next(volume for volume in (1, 2, 3) if f"doi 10.5555/a{volume}" in ids[base])
    download(*(volume for volume in (1, 2, 3) if volume != gone))
    assert read_built(opinions, Opinion) == []
    items = read_built(tmp_path / "build/dedupe/open.csv", OpenItem)
    (item,) = (item for item in items if item.item.startswith("dedupe:changed:"))
    assert f"10.5555/a{gone}" in item.text and item.waits_for == "R1"
    assert forms(tmp_path) == 0
    again = rows_of(screening / "duplicates.R1.2.csv")
    assert [{row.record_a, row.record_b} for row in again] == [{base, f"{base}-2"}]
    assert f"10.5555/a{gone}" not in again[0].details_a + again[0].details_b


def test_a_sheet_is_filled_in_and_read_by_the_next_run(review):
    def screening(*given):
        assert main(["screening", "-d", str(review)]) == 0
        assert main(["forms", *given, "-d", str(review)]) == 0

    screening("screening", "--for", "R2", "--as", "xlsx")
    path = review / "records/screening/title_abstract.R2.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    records = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    for row, word in ((2, "include"), (4, "exclude"), (5, "maybe")):
        sheet.cell(row, at["decision"]).value = word
        sheet.cell(row, at["time"]).value = datetime(2021, 10, 20, 9, row)
    book.save(path)
    (review / "records/screening/title_abstract.R1.csv").write_text(
        f"record,decision\n{records[0]},exclude\n"
    )
    screening("adjudication", "--for", "R3", "--votes")
    votes = read_built(review / "build/screening/decisions.csv", Decision)
    assert [(vote.record_id, vote.decision, vote.time) for vote in votes if vote.reviewer == "R2"] == [
        (records[0], "include", "2021-10-20T09:02:00"),
        (records[2], "exclude", "2021-10-20T09:04:00"),
        (records[3], "maybe", "2021-10-20T09:05:00"),
    ]
    path = review / "records/screening/adjudication.R3.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert "R1: exclude; R2: include" in text
    screening("screening", "--for", "R2", "--as", "csv")  # a list that is not filled in yet is no mistake
    head, line = text.splitlines()
    filled = dict(zip(head.split(","), line.split(","), strict=True))
    filled |= {"decision": "include", "why": "on topic", "time": "2021-10-21"}
    path.write_text(f"{head}\n{','.join(filled.values())}\n")
    assert main(["screening", "-d", str(review)]) == 0
    (settled,) = read_built(review / "build/screening/adjudications.csv", Settlement)
    assert (settled.citation_id, settled.who, settled.votes_seen) == (records[0], "R3", "yes")
