"""Make the review: check all that people wrote, then run Snakemake on what has changed.

Targets are `all` (the default), `final`, and each rule's name: search, dedupe, screening, ...
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys

from tamis import documents, evidence
from tamis.checks import warnings
from tamis.checks.openitems import collect, read_accepted, settle
from tamis.config import require_config
from tamis.dedupe.possible import unlooked
from tamis.errors import Problems, fail, not_one_of
from tamis.provenance import VERSION, bundle, commands_on_path, source_digest
from tamis.review import Review, written
from tamis.store import write_text
from tamis.tables import columns, tables

#: The rules of the stages, in the order of a review.
STAGES = (
    "search",
    "dedupe",
    "screening",
    "fulltext",
    "extraction",
    "evidence",
    "appraisal",
    "synthesis",
    "flow",
    "sources",
    "report",
    "figures",
    "documents",
)
#: All rules: those, and two that make what the last of them only tells of.
RULES = (*STAGES, "report_documents", "manuscripts")
#: In build/: what people's files were like when they were last checked and found right.
_CHECKED = ".inputs"
TARGETS = ("all", "final", *STAGES)


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
        fail(review.config.as_posix(), "is not there, so this is no review; `tamis init DIR` begins one")
    if stale(review):
        from tamis import inputs

        inputs.problems(review).raise_if_any()
        for warning in warnings(review):
            sys.stderr.write(f"warning: {warning}\n")
        made_with = require_config(review).tamis
        if made_with != VERSION:
            sys.stderr.write(
                f"warning: config/config.yaml: this review was made with Tamis {made_with}, and this is "
                f"{VERSION}; numbers can differ\n"
            )
        mark_checked(review)
    _set_aside(review)
    if documents.lost(review):  # Snakemake knows nothing of them, so that a wrong one takes no other with it
        review.built("documents", "open").unlink(missing_ok=True)
    if evidence.lost(review):  # nor of this one, which is there only where the protocol says so
        (review.build / "evidence" / evidence.PAGE).unlink(missing_ok=True)
    commands_on_path()
    # -P and no profiles: nothing that lies in the folder of a review may run or steer the program.
    command = [sys.executable, "-P", "-m", "snakemake", "--snakefile", str(bundle() / "Snakefile")]
    command += ["--profile", "none", "--workflow-profile", "none"]
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
    elif code == 0 and "final" not in args.targets and (review.reports / "report.html").exists():
        sys.stdout.write(f"\n{_next(review)}\n")
    return code


def _next(review: Review) -> str:
    """Return where the report lies and what to do next."""
    count = len(settle(collect(review), read_accepted(review, Problems())).open)
    report = f"The report: {review.reports / 'report.html'}"
    if said := unlooked(review):
        report = f"{report}\n{said}"
    if not count:
        return f"{report}\nNothing is open: `tamis run final` makes it final."
    return f"{report}\n{count:,} open item{'s' if count > 1 else ''}: `tamis status` says for whom."


def _set_aside(review: Review) -> None:
    """Keep a table of `build/` that a spreadsheet saved under another name, and let it be made anew."""
    heads = {",".join(field.name for field in columns(table)).encode() for table in tables()}
    for path in sorted(review.build.glob("*/*.csv")):
        with path.open("rb") as stream:
            head = stream.readline().removesuffix(b"\n")
        if head not in heads and not path.stem.endswith(".changed"):
            kept = path.with_name(f"{path.stem}.changed{path.suffix}")
            path.replace(kept)
            sys.stderr.write(
                f"warning: {review.place(path)} was saved by another program; it is made anew, and what was "
                f"saved is kept as {kept.name}\n"
            )


def _logs(review: Review) -> dict[str, int]:
    """Return when each stage last ran: every one writes its log."""
    return {path.name: path.stat().st_mtime_ns for path in sorted((review.root / "logs").glob("*.log"))}


def stale(review: Review) -> bool:
    """Return whether anything that people wrote was changed since it was last checked and found right."""
    mark = review.build / _CHECKED
    return not mark.exists() or mark.read_text(encoding="utf-8") != _stamp(review)


def mark_checked(review: Review) -> None:
    """Take what people wrote, as it is now, for checked and found right."""
    write_text(review.build / _CHECKED, _stamp(review))


def _stamp(review: Review) -> str:
    """Return what changes when any file changes that a person wrote, or the program itself."""
    digest = hashlib.sha256(source_digest().encode())
    for folder in (review.config.parent, review.records):
        for path in written(folder, below=True):
            facts = path.stat()
            digest.update(
                f"{review.place(path)}\t{facts.st_size}\t{facts.st_mtime_ns}\n".encode(
                    "utf-8", "surrogateescape"
                )
            )
    return digest.hexdigest()
