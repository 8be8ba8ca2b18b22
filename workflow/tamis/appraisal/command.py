"""What appraisers answered on the included studies, against each tool's own rules."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass

from tamis.appraisal import inputs
from tamis.appraisal.cases.assess import assess
from tamis.appraisal.cases.case import cases
from tamis.appraisal.cases.designs import Extracted
from tamis.appraisal.engine.tool import Tool
from tamis.appraisal.openitems import open_items
from tamis.appraisal.said import said
from tamis.config import Config, require_config
from tamis.errors import Problems, counted
from tamis.review import Review, study_ids
from tamis.store import decode, line_feeds, read_built, write_rows, write_text
from tamis.tables import (
    Appraisal,
    Assessment,
    DomainJudgement,
    Finding,
    OpenItem,
    Said,
    Study,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """All that the stage makes of a review."""

    tools: tuple[Tool, ...]
    ratings: list[Appraisal]
    said: list[Said]
    judgements: list[DomainJudgement]
    assessments: list[Assessment]
    findings: list[Finding]
    open: list[OpenItem]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none but the review's folder."""


def run(args: argparse.Namespace) -> int:
    """Write the tables of `build/appraisal/`, `reports/appraisal.svg` and `reports/appraisal_summary.svg`."""
    review = Review(args.dir)
    config = require_config(review)
    studies = read_built(review.built("fulltext", "studies"), Study)
    made = make(review, config, studies)
    for name, rows, table in (
        ("ratings", made.ratings, Appraisal),
        ("said", made.said, Said),
        ("judgements", made.judgements, DomainJudgement),
        ("assessments", made.assessments, Assessment),
        ("findings", made.findings, Finding),
        ("open", made.open, OpenItem),
    ):
        write_rows(review.built("appraisal", name), rows, table)
    _draw(review, config, studies, made)
    due = [row for row in made.ratings if row.due == "yes"]
    missing = sum(row.state == "empty" for row in due)
    disputed = sum(row.state == "disputed" for row in due)
    outcomes = Counter(row.outcome for row in made.assessments)
    sys.stdout.write(
        f"appraisal: {len(studies):,} included studies, {counted(len(made.assessments), 'assessment')} "
        f"({outcomes['appraised']:,} complete), {len(due):,} ratings due (screening questions among them), "
        f"{missing:,} missing, {disputed:,} in dispute, "
        f"{counted(len(made.findings), 'finding')}, {counted(len(made.open), 'open item')}\n"
    )
    return 0


def make(review: Review, config: Config, studies: list[Study]) -> Stage:
    """Return what the stage makes.

    Raises:
        InputError: with everything that is wrong in what people wrote.
    """
    problems = Problems()
    found = inputs.read(review, config, study_ids(review, problems), problems)
    problems.raise_if_any()
    rules = config.appraisal
    these, without = cases(found, rules, config.reviewer_ids, studies, Extracted(review, config))
    assessed = [assess(case, rules) for case in these]
    keys = {case.key for case in these}
    included = {study.study for study in studies}
    lost = [
        line
        for line in (*found.views, *found.reconciliations)
        if line.case not in keys and line.study in included
    ]
    items = open_items(assessed, without, rules, config.active, lost)
    ratings = [row for one in assessed for row in one.ratings]
    judgements = [row for one in assessed for row in one.judgements]
    assessments = [one.assessment for one in assessed]
    from tamis.appraisal import claims, findings

    outcomes = config.outcome_labels
    noted = findings.findings(found.tools, assessments, ratings, judgements, studies, outcomes)
    text = review.records / "synthesis" / "text.md"
    if text.is_file():
        labels = {study.study: study.label for study in studies}
        claimed, more = claims.claims(
            line_feeds(decode(text.read_bytes())[0]),
            review.place(text),
            found.tools,
            rules.levels,
            assessments,
            ratings,
            labels,
        )
        noted, items = [*noted, *claimed], [*items, *more]
    return Stage(
        found.tools,
        ratings,
        said(assessed),
        judgements,
        assessments,
        sorted(noted, key=lambda finding: finding.finding),
        sorted(items, key=lambda item: item.item),
    )


def _draw(review: Review, config: Config, studies: list[Study], made: Stage) -> None:
    """Write the figures."""
    from tamis.appraisal.figures import grid, summary, traffic

    labels = {study.study: study.label for study in studies}
    outcomes = config.outcome_labels
    panels = grid.panels(made.tools, made.assessments, made.ratings, made.judgements, labels, outcomes)
    palette = config.figures.palette
    write_text(review.reports / "appraisal.svg", traffic.draw(panels, palette))
    write_text(review.reports / "appraisal_summary.svg", summary.draw(panels, palette))
