"""What was extracted from the included studies, against the pro-forma."""

from __future__ import annotations

import argparse
import sys

from tamis.config import require_config
from tamis.errors import Problems
from tamis.extraction import inputs, together
from tamis.proforma import require_proforma
from tamis.review import Review, study_ids
from tamis.store import read_built, write_rows
from tamis.tables import Datum, OpenItem, Study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none but the review's folder."""


def run(args: argparse.Namespace) -> int:
    """Write `build/extraction/data.csv`, the data of the included studies, and `open.csv`."""
    review = Review(args.dir)
    config, proforma = require_config(review), require_proforma(review)
    studies = read_built(review.built("fulltext", "studies"), Study)
    problems = Problems()
    found = inputs.read(review, config, proforma, study_ids(review, problems), problems)
    problems.raise_if_any()
    included = {study.study for study in studies}
    extractions = [extraction for extraction in found if extraction.study in included]
    data = together.data(extractions, proforma)
    items = together.open_items(studies, extractions, proforma, config.active)
    write_rows(review.built("extraction", "data"), data, Datum)
    write_rows(review.built("extraction", "open"), items, OpenItem)
    extracted = len({extraction.study for extraction in extractions})
    sys.stdout.write(
        f"extraction: {extracted} of {len(studies)} included studies extracted, {len(data)} values, "
        f"{len(items)} open items\n"
    )
    if left_out := len(found) - len(extractions):
        sys.stdout.write(f"extraction: files left out, since their studies are not included: {left_out}\n")
    return 0
