"""Link the records of one publication, of a review or of any exports, and say why for each pair.

In a review it is a stage: it reads `build/searches/records.csv` and what people said of duplicates, and
writes `build/dedupe/`: pairs.csv, members.csv, citations.csv, origins.csv, answers.csv and open.csv.
"""

from __future__ import annotations

import argparse

from tamis.dedupe import files
from tamis.review import Review


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments, which are all for exports outside of a review."""
    files.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Run on the exports that are named, else the stage on a review's folder."""
    if args.files:
        return files.run(args)
    files.check_none(args)

    from tamis.dedupe import stage

    return stage.run(Review(args.dir))
