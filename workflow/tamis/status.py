"""What is done, what is open, and for whom.

Reads what the last run wrote; where a file was changed since, it says so.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import groupby

from tamis.checks import warnings
from tamis.checks.openitems import STAGES, Settled, collect, read_accepted, settle
from tamis.dedupe.possible import possible
from tamis.errors import Problems, counted, fail
from tamis.inputs import problems
from tamis.review import Review
from tamis.run import stale
from tamis.store import read_built, read_frame
from tamis.tables import Decision, Opinion, Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="list every open item, not the first of a kind")


def run(args: argparse.Namespace) -> int:
    """Print the state of the review; 0 also where something is open, 1 where a file is wrong."""
    review = Review(args.dir.resolve())
    if not review.config.exists():
        fail(review.config.as_posix(), "is not there, so this is no review; `tamis init DIR` begins one")
    write = sys.stdout.write
    changed = stale(review)
    wrong = problems(review) if changed else Problems()
    if len(wrong):
        write(f"{counted(len(wrong), 'error')} in what people wrote; until mended, no run can go on:\n")
        for problem in wrong:
            write(f"  {problem}\n")
        write("\nAs the last run had it:\n")
    settled = settle(collect(review), read_accepted(review, Problems()))
    for stage in STAGES:
        write(f"{stage:<11} {_state(review, stage, settled)}\n")
    for line in [*_screened(review), *_duplicates(review)]:
        write(f"{line}\n")
    write(f"\n{counted(len(settled.open), 'open item')}, {len(settled.accepted)} accepted\n")
    for person, count in sorted(_waiting(settled).items()):
        write(f"  waits for {person}: {count}\n")
    for kind, items in groupby(settled.open, key=lambda item: item.item.split(":")[:2]):
        those = list(items)
        shown = those if args.all else those[:_SHOWN]
        for item in shown:
            write(f"  {item.place}: {item.text} [{item.item}]\n")
        if len(those) > len(shown):
            write(f"  ... and {len(those) - len(shown):,} more of {':'.join(kind)} (tamis status --all)\n")
    for acceptance in settled.unused:
        write(f"  {acceptance.place}: accepts {acceptance.item!r}, which is not open\n")
    for warning in warnings(review):
        write(f"  warning: {warning}\n")
    if changed and not len(wrong):
        write("\nSomething in config/ or records/ was changed since the last run: `tamis run` takes it in.\n")
    return 1 if len(wrong) else 0


#: How many open items of one kind are listed before the rest is only counted.
_SHOWN = 5


def _state(review: Review, stage: str, settled: Settled) -> str:
    if not review.built(stage, "open").exists():
        return "not made yet"
    # Ids begin with the stage's name; the stage in the folder searches/ calls its items `search`.
    name = "search" if stage == "searches" else stage
    count = sum(item.item.startswith(f"{name}:") for item in settled.open)
    return "nothing open" if not count else counted(count, "open item")


def _waiting(settled: Settled) -> Counter[str]:
    return Counter(person for item in settled.open for person in item.waits_for.split(";") if person)


def _screened(review: Review) -> list[str]:
    """Return how far each reviewer is at each stage."""
    lines = []
    path = review.built("screening", "decisions")
    if path.exists():
        verdicts = read_frame(review.built("screening", "verdicts"), Verdict, ("stage",))
        reached = verdicts["stage"].value_counts().to_dict()
        made = read_frame(path, Decision, ("stage", "reviewer", "citation_id")).drop_duplicates()
        counts = made.groupby(["stage", "reviewer"]).size().reset_index(name="decided")
        for row in counts.itertuples():
            of = reached.get(row.stage, 0)
            lines.append(f"  {row.stage}: {row.reviewer} has decided on {row.decided:,} of {of:,}")
    return lines


def _duplicates(review: Review) -> list[str]:
    """Return how many possible duplicates there are, who has answered how many, and how to answer them."""
    found, nobody = possible(review)
    lines = []
    if found:
        looked = f"nobody looked at {nobody:,} of them" if nobody else "looked at by somebody"
        lines.append(f"  duplicates: {counted(found, 'possible one')}, {looked}")
    path = review.built("dedupe", "answers")
    opinions = read_built(path, Opinion) if path.exists() else []
    unsure = Counter(opinion.person for opinion in opinions if opinion.answer == "unsure")
    for person, count in sorted(Counter(opinion.person for opinion in opinions).items()):
        of_these = f", {unsure[person]:,} of them unsure" if unsure[person] else ""
        lines.append(f"  duplicates: {person} has answered {counted(count, 'pair')}{of_these}")
    words: dict[tuple[str, str], set[str]] = {}
    for opinion in opinions:
        words.setdefault((opinion.record_a, opinion.record_b), set()).add(opinion.answer)
    differ = sum(said >= {"same", "different"} for said in words.values())
    if differ:
        lines.append(f"  duplicates: people differ on {counted(differ, 'pair')}; kept apart until they agree")
    if found:
        lines.append("  `tamis forms duplicates --for YOU` makes a list to fill in")
    return lines
