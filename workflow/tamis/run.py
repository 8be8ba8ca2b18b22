"""Make the review: check all that people wrote, then run Snakemake on what has changed.

Targets are `all` (the default), `final`, and each rule's name: search, dedupe, screening, ...
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys

from tamis.checks import emails
from tamis.config import require_config
from tamis.errors import fail, not_one_of
from tamis.provenance import VERSION, bundle, commands_on_path, source_digest
from tamis.review import Review
from tamis.store import write_text

TARGETS = (
    "all",
    "final",
    "search",
    "dedupe",
    "screening",
    "fulltext",
    "extraction",
    "appraisal",
    "synthesis",
    "flow",
    "report",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="what to make (default: all)")
    parser.add_argument("-c", "--cores", type=int, default=os.cpu_count() or 1, help="how many cores to use")


def run(args: argparse.Namespace) -> int:
    """Check and make; Snakemake's exit code."""
    review = Review(args.dir.resolve())
    for target in args.targets:
        if target not in TARGETS:
            fail("tamis run", f"target {not_one_of(target, TARGETS)}")
    if not review.config.exists():
        fail("config/config.yaml", "there is no review in this folder; `tamis init DIR` begins one")
    mark = review.build / ".inputs"
    stamp = _stamp(review)
    if not mark.exists() or mark.read_text(encoding="utf-8") != stamp:
        from tamis import inputs

        inputs.problems(review).raise_if_any()
        for warning in emails.warnings(review):
            sys.stderr.write(f"warning: {warning}\n")
        made_with = require_config(review).tamis
        if made_with != VERSION:
            sys.stderr.write(
                f"warning: config/config.yaml: this review was made with Tamis {made_with}, and this is "
                f"{VERSION}; numbers can differ\n"
            )
        write_text(mark, stamp)
    commands_on_path()
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(bundle() / "Snakefile")]
    command += ["--directory", str(review.root), "--cores", str(args.cores)]
    # What a killed run left is made again, and its lock is stale: every file is put in place in one step.
    command += ["--rerun-incomplete", "--nolock", "--keep-going"]
    # Quiet, since what there is to say the stages say themselves, errors included.
    before = _logs(review)
    code = subprocess.run([*command, "--quiet", "all", "--", *args.targets], check=False).returncode
    if _logs(review) == before:
        if code == 0:
            sys.stdout.write("Nothing to do: everything is up to date.\n")
        else:  # no stage ran, so it is Snakemake that has something to say
            code = subprocess.run([*command, "--", *args.targets], check=False).returncode
    return code


def _logs(review: Review) -> dict[str, int]:
    """Return when each stage last ran: every one writes its log."""
    return {path.name: path.stat().st_mtime_ns for path in sorted((review.root / "logs").glob("*.log"))}


def _stamp(review: Review) -> str:
    """Return what changes when any file changes that a person wrote, or the program itself."""
    digest = hashlib.sha256(source_digest().encode())
    for folder in (review.config.parent, review.records):
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            digest.update(f"{review.place(path)}\t{facts.st_size}\t{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
