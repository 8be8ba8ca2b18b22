"""What appraisers answered on the included studies, against each tool's own rule."""

from __future__ import annotations

import argparse
import sys

from tamis.appraisal import inputs, ratings
from tamis.config import require_config
from tamis.errors import Problems
from tamis.review import Review, study_ids
from tamis.store import read_built, write_rows
from tamis.tables import Appraisal, OpenItem, Study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none but the review's folder."""


def run(args: argparse.Namespace) -> int:
    """Write `build/appraisal/ratings.csv`, the ratings of the included studies, and `open.csv`."""
    review = Review(args.dir)
    config = require_config(review)
    studies = read_built(review.built("fulltext", "studies"), Study)
    problems = Problems()
    found = inputs.read(review, config, study_ids(review, problems), problems)
    problems.raise_if_any()
    rows = ratings.rows(found, studies)
    items = ratings.open_items(found, studies, config.active)
    write_rows(review.built("appraisal", "ratings"), rows, Appraisal)
    write_rows(review.built("appraisal", "open"), items, OpenItem)
    due = [row for row in rows if row.due == "yes"]
    missing = sum(row.state == "empty" for row in due)
    disputed = sum(row.state == "disputed" for row in due)
    sys.stdout.write(
        f"appraisal: {len(studies)} included studies, {len(due)} ratings due (screening questions among "
        f"them), {missing} missing, {disputed} in dispute, {len(items)} open items\n"
    )
    return 0
