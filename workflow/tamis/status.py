"""What is done, what is open, and for whom.

Reads what the last run wrote; where a file was changed since, it says so.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tamis.checks import emails
from tamis.checks.openitems import STAGES, Settled, collect, read_accepted, settle
from tamis.errors import Problems, fail
from tamis.review import Review


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="list every open item, not the first of a kind")


def run(args: argparse.Namespace) -> int:
    """Print the state of the review; 0 also where something is open."""
    review = Review(args.dir.resolve())
    if not review.config.exists():
        fail("config/config.yaml", "there is no review in this folder; `tamis init DIR` begins one")
    problems = Problems()
    settled = settle(collect(review), read_accepted(review, problems))
    problems.raise_if_any()
    write = sys.stdout.write
    for stage in STAGES:
        write(f"{stage:<11} {_state(review, stage, settled)}\n")
    write(f"\n{_count(len(settled.open), 'open item')}, {len(settled.accepted)} accepted\n")
    for person, count in sorted(_waiting(settled).items()):
        write(f"  waits for {person}: {count}\n")
    shown: Counter[str] = Counter()
    for item in settled.open:
        kind = ":".join(item.item.split(":")[:2])
        shown[kind] += 1
        if args.all or shown[kind] <= _SHOWN:
            write(f"  {item.place}: {item.text} [{item.item}]\n")
    for kind, count in shown.items():
        if not args.all and count > _SHOWN:
            write(f"  ... and {count - _SHOWN} more of {kind} (tamis status --all)\n")
    for acceptance in settled.unused:
        write(f"  {acceptance.place}: accepts {acceptance.item!r}, which is not open\n")
    for warning in emails.warnings(review):
        write(f"  warning: {warning}\n")
    if _stale(review):
        write("\nFiles in config/ or records/ are newer than the report: run make (or tamis run).\n")
    return 0


#: How many open items of one kind are listed before the rest is only counted.
_SHOWN = 5


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _state(review: Review, stage: str, settled: Settled) -> str:
    if not review.built(stage, "open").exists():
        return "not yet made"
    # Ids begin with the stage's name; the stage in the folder searches/ calls its items `search`.
    name = "search" if stage == "searches" else stage
    count = sum(item.item.startswith(f"{name}:") for item in settled.open)
    return "done" if not count else _count(count, "open item")


def _waiting(settled: Settled) -> Counter[str]:
    return Counter(person for item in settled.open for person in item.waits_for.split(";") if person)


def _stale(review: Review) -> bool:
    report = review.reports / "report.html"
    if not report.exists():
        return True
    made = report.stat().st_mtime_ns
    return any(
        path.stat().st_mtime_ns > made
        for folder in (review.config.parent, review.records)
        for path in folder.rglob("*")
        if path.is_file()
    )
