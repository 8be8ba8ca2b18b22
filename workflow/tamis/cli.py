"""The command line: one program, a command a stage, and what people run by hand.

A command is a module with `add_arguments(parser)` and `run(args) -> int`; it is imported when it is
called, so that a stage pays only for what it uses. Every command takes `--log FILE`: what it says goes
to the terminal and to that file.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import TextIO

from tamis.errors import InputError
from tamis.provenance import VERSION

#: Commands by name: the module that runs it, and what `tamis --help` says of it.
COMMANDS = {
    "init": ("tamis.start", "a new, empty review: config, records/, and what to do first"),
    "run": ("tamis.run", "make the review: search, dedupe, ... report, documents"),
    "status": ("tamis.status", "what is done, what is open, and for whom"),
    "read": ("tamis.searches.read_command", "any export to one table"),
    "write": ("tamis.write", "citations as RIS, BibTeX, CSV or EndNote XML, for other programs"),
    "agreement": ("tamis.screening.agreement.command", "how far reviewers agree, from tables of decisions"),
    "appraise": (
        "tamis.appraisal.loose.command",
        "figures and checks of any table of ratings",
    ),
    "forms": (
        "tamis.forms.command",
        "lists to fill in: who screens what, what to screen, conflicts, ...; a manuscript to begin with",
    ),
    "tools": (
        "tamis.appraisal.engine.command",
        "appraisal tools: which there are, what they ask; check a file of yours",
    ),
    "audit": ("tamis.audit", "lines of logs that were changed or removed in git's history"),
    "scrub": ("tamis.scrub.command", "take names and e-mail addresses out of a screening export"),
    "search": ("tamis.searches.command", "stage: read the search exports, check the search log"),
    "dedupe": ("tamis.dedupe.command", "stage: link the records of one publication"),
    "screening": ("tamis.screening.command", "stage: decisions, verdicts, conflicts, agreement"),
    "fulltext": ("tamis.fulltext.command", "stage: retrieval, and which report is which study's"),
    "extraction": ("tamis.extraction.command", "stage: what was extracted, against the pro-forma"),
    "evidence": ("tamis.evidence", "stage: the team's page of quotes, with the places where they stand"),
    "appraisal": ("tamis.appraisal.command", "stage: ratings, against the appraisal tool"),
    "synthesis": ("tamis.synthesis.command", "stage: tables over the included studies"),
    "flow": (
        "tamis.flow.command",
        "stage: PRISMA 2020 counts and diagram; or a diagram of counts that you type",
    ),
    "sources": ("tamis.sources.command", "stage: which source found what; overlap of the sources"),
    "report": ("tamis.reports.command", "stage: the report"),
    "figures": ("tamis.figures", "stage: every figure as PNG and PDF"),
    "documents": ("tamis.documents", "stage: Word and PDF of the report; manuscripts; checklists"),
    "final": ("tamis.final", "refuses while anything is open"),
}


class _Both:
    """A stream that writes to the terminal and to the log."""

    def __init__(self, terminal: TextIO, log: TextIO) -> None:
        self._terminal, self._log = terminal, log

    def write(self, text: str) -> int:
        self._log.write(text)
        return self._terminal.write(text)

    def flush(self) -> None:
        self._log.flush()
        self._terminal.flush()


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, without the arguments of each."""
    top = argparse.ArgumentParser(
        prog="tamis", description="A systematic review from search exports to report."
    )
    top.add_argument("--version", action="version", version=f"tamis {VERSION}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_, text) in COMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 where all is well; 1 where the input is wrong, with one line for each error, or a file cannot be
        read or written; 130 where it was interrupted.
    """
    given = sys.argv[1:] if arguments is None else arguments
    name = parser().parse_known_args(given[:1])[0].command
    module = importlib.import_module(COMMANDS[name][0])
    own = argparse.ArgumentParser(prog=f"tamis {name}", description=(module.__doc__ or "").split("\n")[0])
    own.add_argument("-d", "--dir", type=Path, default=Path(), help="the review's folder (default: .)")
    own.add_argument("--log", type=Path, help="a file that takes all that is said")
    module.add_arguments(own)
    args = own.parse_args(given[1:])
    terminal, errors = sys.stdout, sys.stderr
    log: TextIO | None = None
    try:
        if args.log:
            args.log.parent.mkdir(parents=True, exist_ok=True)
            log = args.log.open("w", encoding="utf-8", newline="\n")
            sys.stdout, sys.stderr = _Both(terminal, log), _Both(errors, log)
        return int(module.run(args))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:  # whoever read along, such as `| head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), terminal.fileno())
        return 0
    except OSError as error:  # a file in the way of a folder, no permission, no space: not ours to mend
        names = " and ".join(str(name) for name in (error.filename, error.filename2) if name)
        sys.stderr.write(f"{names or 'tamis'}: {error.strerror or error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"tamis {name}: interrupted\n")
        return 130
    finally:
        sys.stdout, sys.stderr = terminal, errors
        if log:
            log.close()
