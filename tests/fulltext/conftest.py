"""A small review whose screening is done: what a test of the full-text stage begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.cli import main
from tamis.errors import Problems
from tamis.fulltext import inputs
from tamis.review import Known, Review
from tamis.store import read_built, write_rows
from tamis.tables import Citation, Member, OpenItem, Record, Report, Study, Verdict

CONFIG = """\
tamis: 0.1.0
title: A review
version_date: 2022-03-31
questions: [{id: q1, text: 'Does it work?'}]
eligibility:
  flowchart: [{id: design, question: 'Is it a study?', reason: other design}]
reviewers: [{id: R1}, {id: R2}]
screening:
  stages: {title_abstract: {reviewers: 2}, full_text: {reviewers: 2}}
"""


@dataclass(frozen=True)
class Assessed:
    """A review's folder and what a test asks of it."""

    review: Review

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.review.records / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def said(self) -> list[str]:
        problems = Problems()
        rows = read_built(self.review.built("searches", "records"), Record)
        known = Known({row.record_id: row.title for row in rows})
        inputs.read_retrievals(self.review, known, problems)
        inputs.read_requests(self.review, known, problems)
        inputs.read_studies(self.review, known, problems)
        return [str(problem) for problem in problems]

    def run(self) -> int:
        return main(["fulltext", "-d", str(self.review.root)])

    def reports(self) -> dict[str, Report]:
        rows = read_built(self.review.built("fulltext", "reports"), Report)
        return {row.citation_id: row for row in rows}

    def studies(self) -> dict[str, Study]:
        return {row.study: row for row in read_built(self.review.built("fulltext", "studies"), Study)}

    def open(self) -> dict[str, OpenItem]:
        rows = read_built(self.review.built("fulltext", "open"), OpenItem)
        return {row.item: row for row in rows}


@pytest.fixture
def assessed(tmp_path: Path):
    def make(
        verdicts: Mapping[str, Verdict | None],
        *,
        united: Mapping[str, str] | None = None,
        citations: Mapping[str, Citation] | None = None,
    ) -> Assessed:
        """Make a review of records with their verdict at full text; None: it is not sought."""
        review = Review(tmp_path)
        review.config.parent.mkdir(parents=True)
        review.config.write_text(CONFIG)
        ids = [*verdicts, *(united or {})]
        write_rows(
            review.built("searches", "records"), [Record(id, title=f"Title {id}") for id in ids], Record
        )
        members = [Member(id, (united or {}).get(id, id)) for id in ids]
        write_rows(review.built("dedupe", "members"), members, Member)
        made = [
            (citations or {}).get(id, Citation(id, arm="databases", title=f"Title {id}")) for id in verdicts
        ]
        write_rows(review.built("dedupe", "citations"), made, Citation)
        found = [Verdict("title_abstract", id, "agreed", "include") for id in verdicts]
        found += [verdict for verdict in verdicts.values() if verdict is not None]
        write_rows(review.built("screening", "verdicts"), found, Verdict)
        return Assessed(review)

    return make
