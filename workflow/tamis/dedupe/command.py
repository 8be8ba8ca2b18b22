"""Link the records of one publication into citations, and say why for each pair.

Reads `build/searches/records.csv` and what people said of duplicates; writes `build/dedupe/`: pairs.csv,
members.csv, citations.csv and open.csv.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tamis.errors import Problems
from tamis.review import Review
from tamis.tables import Citation, Member, OpenItem, Pair, Record

if TYPE_CHECKING:
    import pandas as pd

#: Titles less alike than this are hardly those of one publication.
_UNLIKE = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments: none."""


def run(args: argparse.Namespace) -> int:
    """Run the stage on a review's folder."""
    from tamis import store
    from tamis.config import require_config
    from tamis.dedupe.answers import open_items, settle
    from tamis.dedupe.cluster import deduplicate
    from tamis.dedupe.inputs import check_answers, read_answers
    from tamis.dedupe.merge import citations

    review = Review(args.dir)
    records = store.read_frame(review.built("searches", "records"), Record)
    known = set(records["record_id"].tolist())
    problems = Problems()
    answers = read_answers(review, problems)
    check_answers(answers, known, problems)
    problems.raise_if_any()
    # A vote on a record that does not exist is told by the screening stage.
    settled = settle(answer for answer in answers if answer.a in known)
    pairs, members = deduplicate(records, settled, require_config(review).policies)
    merged = citations(records, members)
    verdicts = pairs["verdict"].value_counts().to_dict()
    refused = pairs[pairs["verdict"] == "refused"]
    unlike = pairs[(pairs["verdict"] == "duplicate") & (pairs["title"] < _UNLIKE)]
    items = open_items(settled, _twos(refused), _twos(unlike))
    store.write_frame(review.built("dedupe", "pairs"), pairs, Pair)
    store.write_frame(review.built("dedupe", "members"), members, Member)
    store.write_frame(review.built("dedupe", "citations"), merged, Citation)
    store.write_rows(review.built("dedupe", "open"), items, OpenItem)
    sys.stdout.write(
        f"dedupe: {len(records)} records, {len(merged)} citations, {len(records) - len(merged)} duplicates\n"
        f"dedupe: {verdicts.get('duplicate', 0)} pairs linked, {verdicts.get('possible', 0)} possible, "
        f"{verdicts.get('different', 0)} kept apart by people, {verdicts.get('refused', 0)} refused; "
        f"{len(items)} open\n"
    )
    return 0


def _twos(pairs: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the records of pairs, each two in the order of their ids."""
    return [(min(two), max(two)) for two in zip(pairs["record_a"], pairs["record_b"], strict=True)]
