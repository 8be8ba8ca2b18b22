"""The PRISMA 2020 flow of a review, or a diagram of counts that a person typed."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from tamis.config import Config, require_config
from tamis.errors import Problems, fail
from tamis.flow.boxes import Flow, Marks
from tamis.flow.counts import of_ledger
from tamis.flow.diagram import draw
from tamis.flow.exits import exits
from tamis.flow.inputs import flow_of
from tamis.flow.labels import BOXES, load
from tamis.flow.ledger import Ledger, ledger
from tamis.flow.protocol import check_meta_analysis, check_since, counting, language, not_searched, open_items
from tamis.flow.template import fill
from tamis.outputs import check_figure, figure
from tamis.review import Review, study_ids
from tamis.store import read_built, write_bytes, write_rows, write_text
from tamis.tables import (
    Box,
    Citation,
    Exit,
    Export,
    Member,
    OpenItem,
    Record,
    Report,
    Study,
    TemplateBox,
    Verdict,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for typed counts; without them the flow is that of the review."""
    add = parser.add_argument
    add(
        "counts",
        nargs="?",
        type=Path,
        help="typed counts (box,n or a PRISMA2020 template; CSV or XLSX), or a flow.json",
    )
    add("-o", "--output", type=Path, help="the diagram that is made from them: .svg, .png or .pdf")
    add("--language", default="en", help="the language of its labels (default: en)")
    add("--title", default="", help="what the diagram is called for those who cannot see it")
    add("--font", type=Path, metavar="FILE", help="a font file for characters that the fonts of Tamis lack")
    add("--force", action="store_true", help="write over any file that is there already")


def run(args: argparse.Namespace) -> int:
    """Make `build/flow/` and the flow's files in `reports/`; or one diagram from typed counts."""
    if args.counts or args.output:
        return _typed(args)
    review = Review(args.dir)
    config = require_config(review)
    problems = Problems()
    if config.flow.meta_analysis:
        check_meta_analysis(config, study_ids(review, problems), problems)
    exports = read_built(review.built("searches", "exports"), Export)
    check_since(config, (export.update for export in exports), problems)
    words = language(review, config, problems)
    problems.raise_if_any()
    verdicts = read_built(review.built("screening", "verdicts"), Verdict)
    reports = read_built(review.built("fulltext", "reports"), Report)
    records = read_built(review.built("searches", "records"), Record)
    previous = counting(config, exports, retrieval_logged=True).previous
    left = exits(
        records,
        read_built(review.built("dedupe", "members"), Member),
        read_built(review.built("dedupe", "citations"), Citation),
        verdicts,
        reports,
        read_built(review.built("fulltext", "studies"), Study),
        pooled=config.pool_other_methods,
        earlier=previous.files if previous else (),
        listed=previous.named if previous else {},
    )
    flow, _ = of_review(config, left, exports, reports)
    write_rows(review.built("flow", "exits"), left, Exit)
    items = [
        *not_searched(config, (export.update for export in exports)),
        *open_items(config, left, records, reports),
    ]
    write_rows(review.built("flow", "open"), items, OpenItem)
    write_rows(review.reports / "flow.csv", [Box(box, flow.boxes[box]) for box in BOXES], Box)
    write_rows(review.reports / "flow_prisma2020.csv", fill(flow), TemplateBox)
    write_text(review.reports / "flow.json", as_json(flow))
    write_text(review.reports / "flow.svg", draw(flow, language=words))
    sys.stdout.write(said(flow, len(left)))
    return 0


def _typed(args: argparse.Namespace) -> int:
    """Draw one diagram from typed counts."""
    if not (args.counts and args.output):
        fail("tamis flow", "needs both: tamis flow COUNTS.csv -o flow.svg")
    fonts = [args.font] if args.font else []
    check_figure(args.output, [args.counts, *fonts], force=args.force)
    problems = Problems()
    words = load(args.language, None, problems, "--language")
    problems.raise_if_any()
    svg = draw(flow_of(args.counts), title=args.title, language=words)
    write_bytes(args.output, figure(args.output, svg, args.title, fonts))
    return 0


def of_review(
    config: Config, left: list[Exit], exports: list[Export], reports: list[Report]
) -> tuple[Flow, Ledger]:
    """Return the flow of a review with the words and marks of its protocol, and what stands behind it."""
    how = counting(config, exports, retrieval_logged=logged(reports))
    behind = ledger(left, exports, how)
    marks = Marks(
        config.stand_in("hits"),
        config.stand_in("reasons"),
        config.stand_ins.sentence if config.stand_ins else "",
    )
    return of_ledger(behind, exports, how, reasons=config.reasons, marks=marks), behind


def logged(reports: list[Report]) -> bool:
    """Return whether the team logged what could be retrieved: else it is not recorded, and not 0."""
    return any(report.retrieval for report in reports)


def as_json(flow: Flow) -> str:
    """Return everything of a flow as JSON."""
    return json.dumps(dataclasses.asdict(flow), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def said(flow: Flow, records: int) -> str:
    """Return what was found, in one line."""
    reports = flow.boxes["new_reports"] or 0
    waits = sum(count.n for count in flow.open)
    waits += sum(count.n for count in flow.before if count.exit == "open")
    studies = flow.boxes["new_studies"]
    new = "new " if flow.updated else ""
    noun = "study" if studies == 1 else "studies"
    about = "their studies not named yet" if studies is None else f"about {studies:,} {new}{noun}"
    end = f"; {waits:,} open" if waits else ""
    found = f"{reports:,} {new}report{'' if reports == 1 else 's'} included"
    return f"{records:,} records, each with one exit: {found}, {about}{end}\n"
