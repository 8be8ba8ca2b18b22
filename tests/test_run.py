"""`tamis run`, with Snakemake, on a small review that begins with `tamis init`."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import flow, table
from tamis.cli import main

RIS = "TY  - JOUR\nAN  - {id}\nAU  - Smith, Ann\nTI  - {title}\nPY  - 2020\nER  - \n\n"
TITLES = ("Otters in rivers of the north", "Bread and its discontents", "Why lighthouses blink at night")


def begun(folder: Path) -> Path:
    """Return a review that was just begun, with one search of three records in it."""
    review = folder / "a review"  # with a space in its name, as people have
    assert main(["init", str(review)]) == 0
    records = review / "records"
    text = "".join(RIS.format(id=f"A{n}", title=title) for n, title in enumerate(TITLES))
    (records / "searches/scopus.ris").write_text(text)
    with (records / "searches/searches.csv").open("a") as log:
        log.write("scopus.ris,Scopus,Scopus,database,2021-09-17,,,,,3,,,,,\n")
    return review


@pytest.fixture
def review(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return begun(tmp_path)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a review that was run once, what people had written before, and what the run said."""
    review = begun(tmp_path_factory.mktemp("first"))
    before = written(review)
    return review, before, tamis("run", "-d", str(review))


@pytest.fixture
def finished(first, tmp_path):
    """Return a copy of the review that was run once."""
    review, _, done = first
    assert done.returncode == 0, done.stderr
    return shutil.copytree(review, tmp_path / "a review")


def tamis(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tamis", *arguments], capture_output=True, text=True)


def written(review: Path) -> dict[str, str]:
    """Return a hash of every file that people wrote."""
    return {
        path.relative_to(review).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("config", "records")
        for path in (review / folder).rglob("*")
        if path.is_file()
    }


def test_a_review_that_has_just_begun_comes_to_a_report_with_what_is_open(first):
    review, before, done = first
    assert done.returncode == 0, done.stderr
    assert flow(review)["records_screened"] == 3
    assert "awaiting decision (n = 3)" in (review / "reports/report.html").read_text("utf-8")
    assert "4 open items: `tamis status` says for whom." in done.stdout, done.stdout
    again = tamis("run", "-d", str(review))
    assert again.returncode == 0
    assert again.stdout.strip() == "Nothing to do: everything is up to date."
    state = tamis("status", "-d", str(review))
    assert "waits for R1: 3" in state.stdout and "waits for R2: 3" in state.stdout, state.stdout
    final = tamis("run", "final", "-d", str(review))
    assert final.returncode == 1
    assert "The review is not final" in final.stderr and "Traceback" not in final.stderr
    assert written(review) == before


def test_a_run_that_is_killed_changes_nothing_that_was_written_and_the_next_one_finishes(review):
    before = written(review)
    started = subprocess.Popen(
        [sys.executable, "-m", "tamis", "run", "screening", "-d", str(review)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (review / "build/searches/records.csv").exists() and started.poll() is None:
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert not (review / "build/screening/verdicts.csv").exists(), "it was too quick to be killed"
    assert written(review) == before
    assert tamis("run", "screening", "-d", str(review)).returncode == 0
    assert written(review) == before
    assert len(table(review, "screening/verdicts")) == 3


def test_a_folder_without_a_review_and_a_target_that_is_none_are_told(review, tmp_path):
    nothing = tamis("run", "-d", str(tmp_path))
    assert nothing.returncode == 1
    assert nothing.stderr.endswith(
        "config/config.yaml: is not there, so this is no review; `tamis init DIR` begins one\n"
    )
    wrong = tamis("run", "fnial", "-d", str(review))
    assert wrong.returncode != 0 and "fnial" in wrong.stderr and "Traceback" not in wrong.stderr


def test_what_was_deleted_or_saved_by_a_spreadsheet_is_made_again(finished):
    table = finished / "build/dedupe/citations.csv"
    made = table.read_bytes()
    table.write_bytes(b"\xef\xbb\xbf" + made.replace(b",", b";").replace(b"\n", b"\r\n"))
    (finished / "build/screening/verdicts.csv").unlink()
    done = tamis("run", "screening", "-d", str(finished))
    assert done.returncode == 0, done.stderr
    assert "kept as citations.changed.csv" in done.stderr
    assert table.read_bytes() == made
    assert (finished / "build/screening/verdicts.csv").exists()


def test_status_tells_what_is_wrong_before_what_the_last_run_had(finished):
    (finished / "records/screening/title_abstract.R1.csv").write_text("record,decision\nr1,inculde\n")
    state = tamis("status", "-d", str(finished))
    assert state.returncode == 1
    assert state.stdout.startswith("1 error in what people wrote"), state.stdout
    assert "did you mean 'include'?" in state.stdout


def test_a_stage_by_hand_says_what_it_needs_first(review):
    alone = tamis("screening", "-d", str(review))
    assert alone.returncode == 1
    assert "is not there yet; `tamis run` makes every stage in turn" in alone.stderr
