"""Refuse while anything is open; else note that the review is finished.

Writes `build/final.txt`: what was accepted as it is, by whom, when and why.
"""

from __future__ import annotations

import argparse
import sys

from tamis.checks.openitems import ALL_STAGES, collect, read_accepted, settle
from tamis.config import require_config
from tamis.dedupe.possible import unlooked
from tamis.errors import Problems
from tamis.review import Review
from tamis.store import write_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Return 0 where nothing is open, else 1, with a line for each open item."""
    review = Review(args.dir)
    require_config(review)
    problems = Problems()
    for stage in ALL_STAGES:
        if not (path := review.built(stage, "open")).exists():
            problems.add(review.place(path), "is not there yet; `tamis run final` makes every stage in turn")
    problems.raise_if_any()
    settled = settle(collect(review), read_accepted(review, problems))
    problems.raise_if_any()
    if settled.open:
        for item in settled.open:
            sys.stderr.write(f"{item.place}: {item.text} [{item.item}]\n")
        sys.stderr.write(
            f"The review is not final: {len(settled.open)} open. Mend them, or accept one that cannot be "
            "mended in records/accepted.csv (item, who, when, why).\n"
        )
        return 1
    lines = [f"{item.item}: {a.why} ({a.who}, {a.when})" for item, a in settled.accepted]
    write_text(review.build / "final.txt", "\n".join(["Nothing is open.", *lines, ""]))
    sys.stdout.write(f"final: nothing is open; {len(lines)} accepted as they are\n")
    if said := unlooked(review):
        sys.stdout.write(f"final: {said}\n")
    return 0
