"""Stage: which source found what: overlap, sensitivity and precision of each source."""

from __future__ import annotations

import argparse
import sys

from tamis.config import require_config
from tamis.review import Review
from tamis.sources import found, heatmap, upset
from tamis.store import read_built, write_rows, write_text
from tamis.tables import (
    Citation,
    Combination,
    Exit,
    Export,
    Member,
    Overlap,
    Record,
    SourceYield,
    SummaryLine,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write the tables and figures of the sources into `reports/`."""
    review = Review(args.dir)
    config = require_config(review)
    finds = found.find(
        read_built(review.built("searches", "exports"), Export),
        read_built(review.built("searches", "records"), Record),
        read_built(review.built("dedupe", "members"), Member),
        read_built(review.built("flow", "exits"), Exit),
    )
    mark = config.stand_in("overlap")
    sentence = config.stand_ins.sentence if config.stand_ins else ""
    citations = read_built(review.built("dedupe", "citations"), Citation)
    write_rows(review.reports / "sources.csv", found.yields(finds), SourceYield)
    write_rows(review.reports / "overlap.csv", found.overlaps(finds), Overlap)
    write_rows(review.reports / "combinations.csv", found.together(finds), Combination)
    write_rows(review.reports / "search_summary.csv", found.summary(finds, citations), SummaryLine)
    write_text(review.reports / "overlap.svg", heatmap.draw(finds, mark=mark, sentence=sentence))
    write_text(review.reports / "upset.svg", upset.draw(finds, mark=mark, sentence=sentence))
    sys.stdout.write(said(finds))
    return 0


def said(finds: found.Found) -> str:
    """Return what was found, in one line."""
    everything, alone, several = len(finds.of()), len(finds.only()), len(finds.sources)
    return f"{several:,} sources found {everything:,} citations, {alone:,} of them by one source only\n"
