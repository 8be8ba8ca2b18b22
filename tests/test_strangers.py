"""Files come from strangers: none of them runs, steers, stalls or leads out of a review."""

import os
import subprocess
import sys

import pytest

from pipeline import table
from tamis.checks import emails
from tamis.cli import main
from tamis.config import load_config
from tamis.dedupe.normalise import page_range, title_words, volume_key
from tamis.errors import Problems
from tamis.formats.columns import person
from tamis.formats.reading import looks_like
from tamis.review import Review

RIS = "TY  - JOUR\nAN  - A1\nAU  - Smith, Ann\nTI  - Otters in rivers of the north\nPY  - 2020\nER  - \n"


@pytest.fixture
def review(tmp_path):
    """A review that was just begun, with one record."""
    assert main(["init", str(tmp_path / "review")]) == 0
    searches = tmp_path / "review/records/searches"
    (searches / "a.ris").write_text(RIS)
    with (searches / "searches.csv").open("a") as log:
        log.write("a.ris,Scopus,Scopus,database,2021-09-17,,,,,1,,,,,\n")
    return tmp_path / "review"


def run(folder):
    return subprocess.run(
        [sys.executable, "-P", "-m", "tamis", "run", "screening"], cwd=folder, capture_output=True, text=True
    )


def test_nothing_that_lies_in_a_review_runs_or_steers_the_program(review):
    for name in ("snakemake.py", "pandas.py"):
        (review / name).write_text("raise SystemExit('PWNED')\n")
    (review / "profiles/default").mkdir(parents=True)
    (review / "profiles/default/config.yaml").write_text("dry-run: true\n")
    done = run(review)
    assert done.returncode == 0, done.stderr
    assert "PWNED" not in done.stdout + done.stderr
    assert len(table(review, "screening/verdicts")) == 1


def test_a_file_that_is_older_than_what_was_made_is_read_all_the_same(review):
    assert main(["search", "-d", str(review)]) == 0
    (record,) = (row["record_id"] for row in table(review, "searches/records"))
    logs = [review / f"records/screening/title_abstract.{who}.csv" for who in ("R1", "R2")]
    for log in logs:
        log.write_text(f"record,decision\n{record},include\n")
    assert main(["run", "screening", "-d", str(review)]) == 0
    assert next(row["outcome"] for row in table(review, "screening/verdicts")) == "include"
    for log in logs:
        log.write_text(f"record,decision\n{record},exclude\n")
        os.utime(log, (1_600_000_000, 1_600_000_000))
    assert main(["run", "screening", "-d", str(review)]) == 0
    assert [row["outcome"] for row in table(review, "screening/verdicts")] == ["exclude"]


def test_a_link_that_leads_out_of_the_review_is_refused(review, tmp_path, capsys):
    (tmp_path / "secret.txt").write_text("secret")
    (review / "records/searches/strategy.txt").symlink_to(tmp_path / "secret.txt")
    assert main(["run", "-d", str(review)]) == 1
    assert "strategy.txt: is a link that leads out of the review" in capsys.readouterr().err


def test_reviewers_whose_ids_no_disk_tells_apart_and_words_with_a_meaning_are_refused(review):
    path = Review(review).config
    text = path.read_text("utf-8").replace("  - id: R2\n", "  - id: r1\n  - id: team\n")
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    load_config(Review(review), problems)
    said = " ".join(str(problem) for problem in problems)
    assert "id 'r1' stands twice" in said and "id 'team' has a meaning of its own" in said


def test_no_command_writes_over_what_it_reads(review, capsys):
    export = review / "records/searches/a.ris"
    assert main(["read", str(export), "-o", str(export)]) == 1
    assert export.read_text() == RIS
    assert "is one of the files to read" in capsys.readouterr().err


def test_patterns_take_no_time_on_what_was_made_to_stall_them(review):
    # Each of these took minutes; together they must end at all.
    assert volume_key("0" * 100_000 + "_", 2020) is not None
    assert title_words("Xyz " + "." * 100_000).startswith("xyz")
    assert title_words("[record supplied by" * 20_000)
    assert looks_like(b"\n" * 200_000 + b"x") == ""
    assert person("(" + "@" * 100_000) and person("a" + " " * 100_000)
    assert page_range("1" * 5_000)[1:] == (0, 0)
    (review / "records/screening/note.txt").write_text("A" * 100_000)
    assert emails.warnings(Review(review)) == []


def test_a_value_that_contradicts_its_own_type_is_an_error_with_the_file(review, capsys):
    Review(review).config.write_text("title: !!bool maybe\n")
    assert main(["run", "-d", str(review)]) == 1
    assert "config/config.yaml: is not valid YAML" in capsys.readouterr().err
