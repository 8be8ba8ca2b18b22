"""The PRISMA 2020 flow of a review, or a diagram of counts that a person typed."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from tamis.config import Config, require_config
from tamis.errors import fail
from tamis.flow.boxes import Flow, Marks, count
from tamis.flow.diagram import draw
from tamis.flow.exits import exits
from tamis.flow.inputs import flow_of
from tamis.flow.labels import BOXES
from tamis.flow.template import fill
from tamis.review import Review
from tamis.store import read_built, write_rows, write_text
from tamis.tables import (
    Box,
    Citation,
    Exit,
    Export,
    Member,
    Record,
    Report,
    Study,
    TemplateBox,
    Verdict,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for typed counts; without them the flow is that of the review."""
    parser.add_argument(
        "counts", nargs="?", type=Path, help="typed counts (box,n or a PRISMA2020 template), or a flow.json"
    )
    parser.add_argument("-o", "--output", type=Path, help="the diagram that is made from them (.svg)")


def run(args: argparse.Namespace) -> int:
    """Make `build/flow/` and the flow's files in `reports/`; or one diagram from typed counts."""
    if args.counts or args.output:
        if not (args.counts and args.output):
            fail("tamis flow", "needs both: tamis flow COUNTS.csv -o flow.svg")
        if args.output.exists() and args.output.samefile(args.counts):
            fail(args.output.as_posix(), "holds the counts; the diagram needs a name of its own")
        write_text(args.output, draw(flow_of(args.counts)))
        return 0
    review = Review(args.dir)
    config = require_config(review)
    verdicts = read_built(review.built("screening", "verdicts"), Verdict)
    reports = read_built(review.built("fulltext", "reports"), Report)
    left = exits(
        read_built(review.built("searches", "records"), Record),
        read_built(review.built("dedupe", "members"), Member),
        read_built(review.built("dedupe", "citations"), Citation),
        verdicts,
        reports,
        read_built(review.built("fulltext", "studies"), Study),
        pooled=config.pool_other_methods,
    )
    exports = read_built(review.built("searches", "exports"), Export)
    flow = of_review(config, left, exports, reports)
    write_rows(review.built("flow", "exits"), left, Exit)
    write_rows(review.reports / "flow.csv", [Box(box, flow.boxes[box]) for box in BOXES], Box)
    write_rows(review.reports / "flow_prisma2020.csv", fill(flow), TemplateBox)
    write_text(review.reports / "flow.json", as_json(flow))
    write_text(review.reports / "flow.svg", draw(flow))
    sys.stdout.write(said(flow, len(left)))
    return 0


def of_review(config: Config, left: list[Exit], exports: list[Export], reports: list[Report]) -> Flow:
    """Return the flow of a review with the words and marks of its protocol."""
    return count(
        left,
        exports,
        reasons=config.reasons,
        pooled=config.pool_other_methods,
        retrieval_logged=logged(reports),
        marks=Marks(
            config.stand_in("hits"),
            config.stand_in("reasons"),
            config.stand_ins.sentence if config.stand_ins else "",
        ),
    )


def logged(reports: list[Report]) -> bool:
    """Return whether the team logged what could be retrieved: else it is not recorded, and not 0."""
    return any(report.retrieval for report in reports)


def as_json(flow: Flow) -> str:
    """Return everything of a flow as JSON."""
    return json.dumps(dataclasses.asdict(flow), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def said(flow: Flow, records: int) -> str:
    """Return what was found, in one line."""
    reports, waits = flow.boxes["new_reports"] or 0, sum(count.n for count in flow.open)
    studies = flow.boxes["new_studies"]
    about = "their studies not named yet" if studies is None else f"about {studies:,} studies"
    end = f"; {waits:,} open" if waits else ""
    return f"{records:,} records, each with one exit: {reports:,} reports included, {about}{end}\n"
