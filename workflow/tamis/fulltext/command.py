"""Full texts: retrieval, outcomes, and which report is which study's."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from tamis.config import require_config
from tamis.errors import Problems
from tamis.fulltext import files, retrieval
from tamis.fulltext.inputs import read_retrievals, read_studies
from tamis.fulltext.studies import studies
from tamis.review import Known, Review
from tamis.store import read_built, write_rows
from tamis.tables import Citation, Member, OpenItem, Record, Report, Study, Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none beyond those that all commands have."""


def run(args: argparse.Namespace) -> int:
    """Make the tables in `build/fulltext/`."""
    review = Review(args.dir)
    require_config(review)
    known = Known({r.record_id: r.title for r in read_built(review.built("searches", "records"), Record)})
    citation_of = {m.record_id: m.citation_id for m in read_built(review.built("dedupe", "members"), Member)}
    citation = {c.citation_id: c for c in read_built(review.built("dedupe", "citations"), Citation)}
    verdicts = read_built(review.built("screening", "verdicts"), Verdict)
    problems = Problems()
    retrievals = read_retrievals(review, known, problems)
    rows = read_studies(review, known, problems)
    problems.raise_if_any()

    logged = retrieval.by_citation(retrievals, citation_of)
    sought = retrieval.reports(verdicts, citation, logged, rows, citation_of)
    included, not_included = studies(rows, sought, citation, citation_of, problems)
    problems.raise_if_any()
    counted = [row for rows in logged.values() for row in rows]
    items = [
        *retrieval.open_items(sought, verdicts, citation, logged),
        *not_included,
        *files.open_items(counted, review.records / "fulltext"),
    ]
    write_rows(review.built("fulltext", "reports"), sought, Report)
    write_rows(review.built("fulltext", "studies"), included, Study)
    write_rows(review.built("fulltext", "open"), sorted(items, key=lambda item: item.item), OpenItem)
    sys.stdout.write(said(sought, included, files.absent(counted, review.records / "fulltext")))
    return 0


def said(sought: Sequence[Report], included: Sequence[Study], absent: Sequence[str]) -> str:
    """Return what the command prints: what became of the reports, and how many PDFs are not at hand."""
    outcome = Counter(report.outcome for report in sought)
    missing = sum(report.retrieval == "not_retrieved" for report in sought)
    return (
        f"{len(sought)} reports sought, {missing} logged as not retrieved, {outcome['exclude']} excluded, "
        f"{outcome['include']} included; {len(included)} studies"
        + (f"; PDFs that the log names and that are not on this computer: {len(absent)}" if absent else "")
        + "\n"
    )
