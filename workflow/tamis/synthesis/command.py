"""What people coded across the included studies: the framework matrix and directions of effect."""

from __future__ import annotations

import argparse
import sys

from tamis.config import require_config
from tamis.errors import Problems
from tamis.review import Review, study_ids
from tamis.store import read_built, write_rows
from tamis.synthesis import directions, framework, inputs, text
from tamis.tables import Direction, FrameworkCell, OpenItem, Study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none but the review's folder."""


def run(args: argparse.Namespace) -> int:
    """Write `build/synthesis/framework.csv` and `directions.csv`, of included studies, and `open.csv`."""
    review = Review(args.dir)
    config = require_config(review)
    studies = read_built(review.built("fulltext", "studies"), Study)
    problems = Problems()
    known = study_ids(review, problems)
    found = inputs.read(review, config, known, problems)
    problems.raise_if_any()
    ids = {study.study for study in studies}
    cells = framework.included(found.framework, ids)
    coded = [row for row in found.directions if row.study in ids]
    items = framework.open_items(config.framework, cells, studies)
    items += directions.open_items(config.outcomes, coded, studies)
    items += text.open_items(text.read(review), studies, known)
    write_rows(review.built("synthesis", "framework"), cells, FrameworkCell)
    write_rows(review.built("synthesis", "directions"), coded, Direction)
    write_rows(review.built("synthesis", "open"), sorted(items, key=lambda item: item.item), OpenItem)
    sys.stdout.write(
        f"synthesis: {len(cells)} components in the framework matrix, {len(coded)} directions of effect, "
        f"{len(items)} open items\n"
    )
    return 0
