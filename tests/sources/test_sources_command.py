"""The stage: what it writes, and that it writes the same again."""

import csv
from pathlib import Path

import pytest
from source_reviews import SMALL, SMALL_FATES, tables

from tamis.cli import main
from tamis.review import Review
from tamis.store import write_rows
from tamis.tables import Citation, Exit, Export, Member, Record

CONFIG = """\
tamis: "0.1.0"
title: A review
version_date: "2021-01-01"
questions: [{id: q1, text: 'What?'}]
eligibility:
  flowchart:
    - {id: population, question: 'Right population?', reason: Wrong population}
reviewers: [{id: R1}, {id: R2}]
screening:
  stages: {title_abstract: {reviewers: 2}, full_text: {reviewers: 2}}
stand_ins: {sentence: Overlap is made up., mark: "†", numbers: [overlap]}
"""
OUTPUTS = ("sources.csv", "overlap.csv", "combinations.csv", "search_summary.csv", "overlap.svg", "upset.svg")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def review(tmp_path: Path) -> Review:
    review = Review(tmp_path)
    review.config.parent.mkdir(parents=True)
    review.config.write_text(CONFIG, encoding="utf-8")
    exports, records, members, citations, exits = tables(SMALL, SMALL_FATES, removed=3)
    write_rows(review.built("searches", "records"), records, Record)
    write_rows(review.built("searches", "exports"), exports, Export)
    write_rows(review.built("dedupe", "members"), members, Member)
    write_rows(review.built("dedupe", "citations"), citations, Citation)
    write_rows(review.built("flow", "exits"), exits, Exit)
    return review


def rows(review: Review, name: str) -> list[dict[str, str]]:
    with (review.reports / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_stage_writes_tables_and_figures(review: Review, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "-d", str(review.root)]) == 0
    assert capsys.readouterr().out == "4 sources found 8 citations, 4 of them by one source only\n"
    assert sorted(path.name for path in review.reports.iterdir()) == sorted(OUTPUTS)
    total = rows(review, "sources.csv")[-1]
    assert (total["source"], total["included"], total["precision"]) == ("All sources", "2", "0.125")
    # What is not defined is empty, what is none is 0.
    empty = next(row for row in rows(review, "sources.csv") if row["source"] == "www & <empty>")
    assert (empty["records"], empty["sensitivity"], empty["precision"]) == ("0", "0.0", "")
    assert [row["sources"] for row in rows(review, "search_summary.csv")] == ["Scopus; PubMed"] * 2
    assert sum(int(row["citations"]) for row in rows(review, "combinations.csv")) == 8
    assert len(rows(review, "overlap.csv")) == 6
    for name in ("overlap.svg", "upset.svg"):
        assert "† Overlap is made up." in (review.reports / name).read_text(encoding="utf-8")


def test_it_writes_the_same_bytes_again(review: Review) -> None:
    assert main(["sources", "-d", str(review.root)]) == 0
    before = {name: (review.reports / name).read_bytes() for name in OUTPUTS}
    assert main(["sources", "-d", str(review.root)]) == 0
    assert {name: (review.reports / name).read_bytes() for name in OUTPUTS} == before


def test_every_output_is_named_in_the_rule() -> None:
    rule = (ROOT / "workflow" / "rules" / "sources.smk").read_text(encoding="utf-8")
    assert all(f'"reports/{name}"' in rule for name in OUTPUTS)


def test_without_the_stages_before_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = Review(tmp_path)
    review.config.parent.mkdir(parents=True)
    review.config.write_text(CONFIG, encoding="utf-8")
    assert main(["sources", "-d", str(tmp_path)]) == 1
    assert "tamis run" in capsys.readouterr().err
