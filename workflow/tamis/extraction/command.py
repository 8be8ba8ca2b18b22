"""What was extracted from the included studies, what holds of it, and what its checks say."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tamis.config import require_config
from tamis.errors import Problems, counted
from tamis.extraction import evidence, inputs, logs, marks, numbers, together
from tamis.proforma import Proforma, require_proforma
from tamis.review import Review, study_ids, waits_for
from tamis.store import read_built, write_rows
from tamis.tables import (
    Citation,
    Datum,
    DatumDifference,
    Evidence,
    FieldAgreement,
    Finding,
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
    checks = logs.read_checks(review, config, proforma, known, problems)
    settled = logs.read_reconciliations(review, config, proforma, known, problems)
    log = evidence.read_log(review, problems)
    problems.raise_if_any()

    included = {study.study for study in studies}
    there = [extraction for extraction in extractions if extraction.study in included]
    brought = together.bring(there, checks, settled, proforma, config, studies)
    pdfs = read_built(review.built("fulltext", "pdfs"), PdfFile)
    citations = read_built(review.built("dedupe", "citations"), Citation)
    sources = evidence.sources(studies, pdfs, citations)
    found = evidence.check(_with_basis(brought.data, proforma), sources, review.texts, log)
    findings = numbers.findings(brought.data, proforma)
    items = one_each(
        [
            *brought.items,
            *(item for extraction in there for item in extraction.again),
            *marks.open_items(review, config, proforma, there, included),
            *evidence.open_items(found, brought.data, proforma, config.active),
            *_of_findings(findings, brought.data, config.active),
            *marks.open_items(review, config, proforma, there, included),
        ]
    )
    write_rows(review.built("extraction", "data"), brought.data, Datum)
    write_rows(review.built("extraction", "differences"), brought.differences, DatumDifference)
    write_rows(review.built("extraction", "agreement"), brought.agreement, FieldAgreement)
    write_rows(review.built("extraction", "evidence"), found, Evidence)
    write_rows(review.built("extraction", "findings"), findings, Finding)
    write_rows(review.built("extraction", "open"), items, OpenItem)
    extracted = len({extraction.study for extraction in there})
    sys.stdout.write(
        f"extraction: {extracted} of {len(studies)} included studies extracted, {len(brought.data)} values, "
        f"{len(items)} open items\n"
    )
    if found or findings:
        good = sum(one.state == "found" for one in found)
        sys.stdout.write(
            f"extraction: {counted(len(found), 'quote')}, {good} found on the page; "
            f"{counted(len(findings), 'finding')} on numbers\n"
        )
    if left_out := len(extractions) - len(there):
        sys.stdout.write(f"extraction: files left out, since their studies are not included: {left_out}\n")
    return 0


def _with_basis(data: Sequence[Datum], proforma: Proforma) -> list[Datum]:
    """Return data that say how each number came about, also where a column of its table says so."""
    told = {
        (datum.study, datum.field, datum.row): datum.value
        for datum in data
        if datum.value
        and (of := proforma.field(datum.field))
        and of.column(datum.column).kind.word == "basis"
    }
    return [
        replace(datum, basis=datum.basis or told.get((datum.study, datum.field, datum.row), ""))
        for datum in data
    ]


def _of_findings(findings: Iterable[Finding], data: Iterable[Datum], active: Sequence[str]) -> list[OpenItem]:
    """Return an open item for each finding: it waits for those who typed what it is about."""
    whose: dict[str, dict[str, None]] = {}
    for datum in data:
        for key in (datum.place, datum.study):
            whose.setdefault(key, {}).update(dict.fromkeys(datum.extractor.split(";")))
    return [
        OpenItem(
            one.finding,
            one.text,
            waits_for(whose.get(one.place) or whose.get(one.study, {}), active),
            one.place,
        )
        for one in findings
    ]


def one_each(items: Iterable[OpenItem]) -> list[OpenItem]:
    """Return open items by id, each once: what waits for two people for the same reason waits for both."""
    found: dict[str, OpenItem] = {}
    for item in items:
        if before := found.get(item.item):
            people = dict.fromkeys([*before.waits_for.split(";"), *item.waits_for.split(";")])
            item = OpenItem(item.item, before.text, ";".join(people), before.place)
        found[item.item] = item
    return [found[id] for id in sorted(found)]
