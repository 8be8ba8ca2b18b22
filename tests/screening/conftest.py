"""A small review on disk: a protocol, built tables of the stages before, and whatever logs a test writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tamis.cli import main
from tamis.config import Config, require_config
from tamis.review import Known, Review
from tamis.store import read_built, write_rows
from tamis.tables import Citation, Decision, Export, Member, OpenItem, Record, Verdict

CONFIG = """\
tamis: 0.1.0
title: A review
version_date: 2022-03-31
questions: [{{id: q1, text: 'Does it work?'}}]
eligibility:
  flowchart:
    - {{id: population, question: 'Is it about families?', reason: other population}}
    - {{id: intervention, question: 'Is it about support?', reason: other intervention}}
    - {{id: design, question: 'Is it a study?', reason: other design}}
reviewers: [{{id: R1}}, {{id: R2}}, {{id: R3, {left}}}]
screening:
  stages:
    title_abstract: {{reviewers: 2, maybe: {maybe}}}
    full_text: {{reviewers: 2}}
flow: {{pool_other_methods: {pooled}}}
"""


@dataclass(frozen=True)
class Small:
    """A review's folder and what a test asks of it."""

    review: Review

    @property
    def config(self) -> Config:
        return require_config(self.review)

    @property
    def known(self) -> Known:
        rows = read_built(self.review.built("searches", "records"), Record)
        return Known({row.record_id: row.title for row in rows})

    def write(self, name: str, text: str | bytes) -> None:
        path = self.review.screening / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self) -> int:
        return main(["screening", "-d", str(self.review.root)])

    def verdicts(self) -> dict[tuple[str, str], Verdict]:
        rows = read_built(self.review.built("screening", "verdicts"), Verdict)
        return {(row.stage, row.citation_id): row for row in rows}

    def decisions(self) -> list[Decision]:
        return read_built(self.review.built("screening", "decisions"), Decision)

    def open(self) -> dict[str, OpenItem]:
        rows = read_built(self.review.built("screening", "open"), OpenItem)
        return {row.item: row for row in rows}


@pytest.fixture
def small(tmp_path: Path):
    def make(
        records: Mapping[str, str | Record],
        *,
        united: Mapping[str, str] | None = None,
        other: frozenset[str] = frozenset(),
        pooled: bool = False,
        maybe: str = "include",
        left: str = "role: third",
        searched: Mapping[str, str] | None = None,
    ) -> Small:
        """Make a review of records (id and title), some united with another one's citation.

        `searched` gives the day of the search that found a record, where it is not 2020-12-01.
        """
        review = Review(tmp_path)
        review.config.parent.mkdir(parents=True)
        text = CONFIG.format(maybe=maybe, pooled=str(pooled).lower(), left=left)
        review.config.write_text(text)
        rows = [
            value if isinstance(value, Record) else Record(id, title=value, year=2020)
            for id, value in records.items()
        ]
        day = {id: (searched or {}).get(id, "2020-12-01") for id in records}
        rows = [replace(row, source_file=f"{day[row.record_id]}.ris") for row in rows]
        exports = [Export(f"{run}.ris", date_run=run) for run in sorted(set(day.values()))]
        write_rows(review.built("searches", "exports"), exports, Export)
        citation_of = {id: (united or {}).get(id, id) for id in records}
        write_rows(review.built("searches", "records"), rows, Record)
        members = [Member(id, citation) for id, citation in citation_of.items()]
        write_rows(review.built("dedupe", "members"), members, Member)
        citations = [
            Citation(
                row.record_id,
                arm="other" if row.record_id in other else "databases",
                title=row.title,
                year=row.year,
                doi=row.doi,
                place=f"records/searches/a.ris:{number}",
            )
            for number, row in enumerate(rows, start=1)
            if citation_of[row.record_id] == row.record_id
        ]
        write_rows(review.built("dedupe", "citations"), citations, Citation)
        return Small(review)

    return make
