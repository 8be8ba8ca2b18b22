"""Full texts: retrieval, outcomes, PDFs, and which report is which study's."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tamis.config import require_config
from tamis.errors import Problems, counted
from tamis.fulltext import files, inputs, requests, retrieval
from tamis.fulltext.candidates import candidates
from tamis.fulltext.matching import match
from tamis.fulltext.studies import studies
from tamis.review import Known, Review
from tamis.store import read_built, write_rows
from tamis.tables import Citation, Member, OpenItem, PdfFile, Record, Report, Retrieval, Study, Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none beyond those that all commands have."""


def run(args: argparse.Namespace) -> int:
    """Make the tables in `build/fulltext/`."""
    review = Review(args.dir)
    require_config(review)
    records = read_built(review.built("searches", "records"), Record)
    known = Known({record.record_id: record.title for record in records})
    citation_of = {m.record_id: m.citation_id for m in read_built(review.built("dedupe", "members"), Member)}
    citation = {c.citation_id: c for c in read_built(review.built("dedupe", "citations"), Citation)}
    verdicts = read_built(review.built("screening", "verdicts"), Verdict)
    problems = Problems()
    retrievals = inputs.read_retrievals(review, known, problems)
    asked = inputs.read_requests(review, known, problems)
    rows = inputs.read_studies(review, known, problems)
    paths = inputs.pdfs(review, problems)
    problems.raise_if_any()

    logged = retrieval.by_citation(retrievals, citation_of)
    sought = retrieval.reports(verdicts, citation, logged, rows, citation_of)
    included, not_included = studies(rows, sought, citation, citation_of, problems)
    problems.raise_if_any()
    log = [(id, row) for id, rows in logged.items() for row in rows]
    pdfs = _pdfs(review, paths, log, records, citation, citation_of, sought)
    items = [
        *retrieval.open_items(sought, verdicts, citation, logged),
        *requests.open_items(asked, logged, citation, citation_of),
        *not_included,
        *files.open_items(pdfs, {row.record: row for _, row in log}, citation, inputs.passed_over(review)),
    ]
    write_rows(review.built("fulltext", "reports"), sought, Report)
    write_rows(review.built("fulltext", "studies"), included, Study)
    write_rows(review.built("fulltext", "pdfs"), pdfs, PdfFile)
    write_rows(review.built("fulltext", "open"), sorted(items, key=lambda item: item.item), OpenItem)
    sys.stdout.write(said(sought, included, pdfs, files.absent((row for _, row in log), pdfs)))
    return 0


def _pdfs(
    review: Review,
    paths: Sequence[Path],
    log: Sequence[tuple[str, Retrieval]],
    records: Iterable[Record],
    citation: Mapping[str, Citation],
    citation_of: Mapping[str, str],
    sought: Iterable[Report],
) -> list[PdfFile]:
    """Return the PDFs with their reports; where there are none, the citations are not looked at."""
    if not paths:
        return match({}, log, (), "")
    members: dict[str, list[str]] = defaultdict(list)
    dois: dict[str, list[str]] = defaultdict(list)
    for record in records:
        members[citation_of[record.record_id]].append(record.record_id)
        dois[citation_of[record.record_id]].append(record.doi)
    of_report = {report.citation_id: [*filter(None, report.studies.split(";"))] for report in sought}
    among = candidates(citation.values(), members, dois, of_report, of_report)
    return match(files.texts(paths, review.texts), log, among, review.place(review.fulltext))


def said(
    sought: Sequence[Report], included: Sequence[Study], pdfs: Sequence[PdfFile], absent: Sequence[str]
) -> str:
    """Return what the command prints: what became of the reports, which PDFs are here, and which are not."""
    outcome = Counter(report.outcome for report in sought)
    missing = sum(report.retrieval == "not_retrieved" for report in sought)
    state = Counter(pdf.state for pdf in pdfs if pdf.state != "absent")
    here = (
        f"; {counted(state.total(), 'PDF')} ({', '.join(f'{n} {word}' for word, n in sorted(state.items()))})"
    )
    return (
        f"{len(sought)} reports sought, {missing} logged as not retrieved, {outcome['exclude']} excluded, "
        f"{outcome['include']} included; {len(included)} studies"
        + (here if state else "")
        + (f"; PDFs that the log names and that are not on this computer: {len(absent)}" if absent else "")
        + "\n"
    )
