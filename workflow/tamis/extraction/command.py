"""What was extracted from the included studies, what holds of it, and what its checks say."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from tamis.config import require_config
from tamis.errors import Problems, counted
from tamis.extraction import evidence, inputs, numbers, together
from tamis.extraction.highlights import copies
from tamis.extraction.together import logs
from tamis.extraction.together.quoted import choose
from tamis.proforma import require_proforma
from tamis.progress import shown
from tamis.review import Review, study_ids, waits_for
from tamis.store import read_built, write_rows
from tamis.tables import (
    Citation,
    Datum,
    DatumDifference,
    Evidence,
    FieldAgreement,
    Finding,
    Member,
    OpenItem,
    PdfFile,
    Study,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none but the review's folder."""


def run(args: argparse.Namespace) -> int:
    """Write `build/extraction/`: data, differences, agreement, evidence, findings, open items."""
    review = Review(args.dir)
    config, proforma = require_config(review), require_proforma(review)
    studies = read_built(review.built("fulltext", "studies"), Study)
    problems = Problems()
    known = study_ids(review, problems)
    extractions = inputs.read(review, config, proforma, known, problems)
    outdated: logs.Again = {}
    checks = logs.read_checks(review, config, proforma, known, problems, outdated)
    settled = logs.read_reconciliations(review, config, proforma, known, problems, outdated)
    log = evidence.read_log(review, problems)
    problems.raise_if_any()

    included = {study.study for study in studies}
    there = [extraction for extraction in extractions if extraction.study in included]
    brought = together.bring(there, checks, settled, proforma, config, studies)
    pdfs = read_built(review.built("fulltext", "pdfs"), PdfFile)
    citations = read_built(review.built("dedupe", "citations"), Citation)
    members = read_built(review.built("dedupe", "members"), Member)
    sources = evidence.sources(studies, pdfs, citations, members)
    read(review, pdfs)
    found = evidence.check(brought.quoted, sources, review.texts, log)
    data = choose(brought.data, brought.quoted, found)
    findings = numbers.findings(data, proforma)
    items = one_each(
        [
            *brought.items,
            *(item for extraction in there for item in extraction.again),
            *(item for study in included for item in outdated.get(study, ())),
            *copies.open_items(review, config, proforma, there, included),
            *evidence.open_items(
                found, data, proforma, config.active, evidence.doubted(studies, pdfs, members)
            ),
            *_of_findings(findings, data, config.active),
        ]
    )
    write_rows(review.built("extraction", "data"), data, Datum)
    write_rows(review.built("extraction", "differences"), brought.differences, DatumDifference)
    write_rows(review.built("extraction", "agreement"), brought.agreement, FieldAgreement)
    write_rows(review.built("extraction", "evidence"), found, Evidence)
    write_rows(review.built("extraction", "findings"), findings, Finding)
    write_rows(review.built("extraction", "open"), items, OpenItem)
    extracted = len({extraction.study for extraction in there})
    sys.stdout.write(
        f"extraction: {extracted} of {len(studies)} included studies extracted, {len(data)} values, "
        f"{len(items)} open items\n"
    )
    if found or findings:
        quotes = evidence.once(found)
        good = sum(one.state == "found" for one in quotes)
        sys.stdout.write(
            f"extraction: {counted(len(quotes), 'quote')}, {good} found on the page; "
            f"{counted(len(findings), 'finding')} on numbers\n"
        )
    if left_out := len(extractions) - len(there):
        sys.stdout.write(f"extraction: files left out, since their studies are not included: {left_out}\n")
    return 0


def read(review: Review, pdfs: Iterable[PdfFile]) -> None:
    """Read the PDFs at hand of which no text is kept; as a rule all were read when they were matched."""
    from tamis.pdf.reader import cached, read_all

    new = [pdf for pdf in pdfs if pdf.state != "absent" and cached(pdf.sha256, review.texts) is None]
    paths = [path for path in dict.fromkeys(review.fulltext / pdf.file for pdf in new) if path.is_file()]
    for _ in shown(read_all(paths, review.texts), "reading PDFs", len(paths), unit="PDFs"):
        pass


def _of_findings(findings: Iterable[Finding], data: Iterable[Datum], active: Sequence[str]) -> list[OpenItem]:
    """Return an open item for each finding: it waits for those who typed what it is about."""
    whose: dict[str, dict[str, None]] = {}
    for datum in data:
        for key in (datum.place, datum.study):
            whose.setdefault(key, {}).update(dict.fromkeys(datum.extractor.split(";")))
    return [
        OpenItem(
            one.finding,
            f"{one.study}: {one.text}",
            waits_for(whose.get(one.place) or whose.get(one.study, {}), active),
            one.place,
        )
        for one in findings
    ]


def one_each(items: Iterable[OpenItem]) -> list[OpenItem]:
    """Return open items by id, each once: what waits for two people for the same reason waits for both.

    What was said of another place is said, too.
    """
    found: dict[str, OpenItem] = {}
    for item in items:
        if before := found.get(item.item):
            people = dict.fromkeys([*before.waits_for.split(";"), *item.waits_for.split(";")])
            text = before.text
            if item.place not in (before.place, ""):
                text += f" | {item.place}" + (f": {item.text}" if item.text not in text else "")
            item = OpenItem(item.item, text, ";".join(people), before.place)
        found[item.item] = item
    return [found[id] for id in sorted(found)]
