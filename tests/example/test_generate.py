import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from tamis.errors import Problems
from tamis.formats.reading import read_export
from tamis.manuscript.word.document import Word

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "example"
SEARCHES = ROOT / "records" / "searches"


def generate(folder, *more):
    command = [sys.executable, str(EXAMPLE / "generate.py"), "--into", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def written(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def works():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLE))
        return importlib.import_module("works").everything(EXAMPLE / "included.csv")


@pytest.fixture(scope="module")
def entries():
    """What Tamis reads in the committed exports, by file."""
    problems = Problems()
    names = [line.split(",")[0] for line in (SEARCHES / "searches.csv").read_text("utf-8").splitlines()[1:]]
    readings = {name: read_export(SEARCHES / name, name, problems) for name in names}
    problems.raise_if_any()
    return {name: reading.entries for name, reading in readings.items()}


def test_the_committed_records_are_what_the_generator_writes(tmp_path):
    result = generate(tmp_path)
    assert result.returncode == 0, result.stderr
    made = written(tmp_path)
    assert len(made) > 20
    word = made.pop("records/manuscript/manuscript.docx")
    assert [name for name, data in made.items() if (ROOT / name).read_bytes() != data] == []
    committed = Word((ROOT / "records/manuscript/manuscript.docx").read_bytes())
    assert [said.text for said in Word(word).said] == [said.text for said in committed.said]


def test_nothing_is_overwritten_unless_told_to(tmp_path):
    log = tmp_path / "records" / "screening" / "title_abstract.R1.csv"
    log.parent.mkdir(parents=True)
    log.write_text("somebody's own\n")
    other = tmp_path / "records" / "screening" / "notes.txt"
    other.write_text("left alone\n")
    refused = generate(tmp_path)
    assert refused.returncode == 1
    assert "title_abstract.R1.csv: exists" in refused.stderr
    assert set(written(tmp_path)) == {f"records/screening/{log.name}", f"records/screening/{other.name}"}
    assert generate(tmp_path, "--again").returncode == 0
    assert log.read_bytes() == (ROOT / "records" / "screening" / log.name).read_bytes()
    assert other.read_text() == "left alone\n"


def test_the_published_totals(works, entries):
    counts = {name: len(found) for name, found in entries.items()}
    websites_and_lists = ("ofsted", "department_for_education", "cafcass", "reference_lists")
    other = sum(counts[f"{name}.ris"] for name in websites_and_lists)
    assert counts["web_of_science.txt"] == 668
    assert other == 11
    assert sum(counts.values()) - other == 2003
    assert len(works) == 990
    left = [work.left for work in works]
    assert left.count("included") == 15
    assert left.count("title_abstract") == 956
    assert left.count("not_retrieved") == 3


def test_every_stand_in_is_marked_and_no_included_study_has_more_than_was_published(works, entries):
    included = {work.title.casefold() for work in works if work.real}
    real = 0
    for entry in (entry for found in entries.values() for entry in found):
        if entry.title.casefold().rstrip(".") in included:
            real += 1
            assert entry.keywords == ""
            assert (entry.doi, entry.pmid, entry.accession, entry.abstract) == ("", "", "", "")
        else:
            assert "tamis stand-in" in entry.keywords.split("; "), entry
            assert entry.doi == "" or entry.doi.startswith("10.5555/")
            # The Cochrane Library writes its hyphens as U+2010.
            says = entry.abstract.replace("\u2010", "-")
            assert says.startswith("Stand-in record: ") or says in ("", "[No abstract available]")
    assert real > 2 * 15


def test_titles_differ_clearly_but_for_the_near_misses(works):
    near = {frozenset((work.key, work.near)) for work in works if work.near}
    titles = [work.title.casefold() for work in works]
    alike = process.cdist(titles, titles, scorer=fuzz.token_sort_ratio, score_cutoff=85)
    pairs = {frozenset((works[a].key, works[b].key)) for a, b in np.argwhere(alike > 0).tolist() if a != b}
    assert pairs - near == set()
    assert len(pairs & near) > 10  # part I and II, a talk and its paper, two years of a report


def test_every_near_miss_is_a_pair(works):
    near = {work.key: work.near for work in works if work.near}
    assert {key: near.get(other) for key, other in near.items()} == {key: key for key in near}
