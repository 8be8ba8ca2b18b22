"""A work list or sheet to fill in: what to screen, conflicts, possible duplicates, what to appraise.

It never takes the place of a file, and never lies in build/ or reports/. What is filled in, the next
`tamis run` reads.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tamis.appraisal.engine.registry import paths
from tamis.config import Config, require_config
from tamis.errors import fail, not_one_of
from tamis.forms import KINDS
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.review import Review
from tamis.run import mark_checked, stale
from tamis.store import write_bytes
from tamis.tables import STAGES

_STALE = (
    "\nSomething in config/ or records/ was changed since the last run; `tamis run` first for a list that "
    "has it all."
)

#: Endings of files of which a review may have one of a name.
_ALIKE = ((".csv", ".xlsx"), (".docx", ".md"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "kinds:\n" + "".join(_help(name, form) for name, form in KINDS.items())
    parser.add_argument(
        "kind",
        metavar="KIND",
        nargs="?",
        default="",
        help="one of the words below; with -o DIR alone: extraction",
    )
    parser.add_argument("--for", dest="person", metavar="PERSON", default="", help="a reviewer's id")
    parser.add_argument("--stage", metavar="STAGE", default="", help=" or ".join(STAGES))
    parser.add_argument("--tool", metavar="TOOL", default="", help="an appraisal tool of the config")
    parser.add_argument("--as", dest="output", metavar="WHAT", default="", help="as which file; see below")
    parser.add_argument(
        "--votes", action="store_true", help="of conflicts: show who said what, and note that it was seen"
    )
    parser.add_argument(
        "-o",
        "--output",
        dest="path",
        type=Path,
        metavar="WHERE",
        help="a file, or a folder, which is made where there is none (default: where it belongs)",
    )


def _help(name: str, form: Form) -> str:
    asked = ["[--for PERSON]" if form.anybody else "--for PERSON"] if form.personal else []
    asked += ["[--stage STAGE]"] if "stage" in form.options else []
    asked += ["[--tool TOOL]"] if "tool" in form.options else []
    asked += [f"[--as {'|'.join(form.outputs)}]"] if len(form.outputs) > 1 else []
    asked += ["[--votes]"] if "votes" in form.options else []
    return f"  {' '.join((name, *asked))}\n      {form.doc}\n"


def run(args: argparse.Namespace) -> int:
    """Write the form, and say what is in it and what to do with it."""
    review = Review(args.dir.resolve())
    if not args.kind and args.path is not None:
        args.kind = "extraction"
    if args.kind not in KINDS:
        fail("tamis forms", f"KIND {not_one_of(args.kind, KINDS)}")
    if not review.config.exists():
        fail(review.config.as_posix(), "is not there, so this is no review; `tamis init DIR` begins one")
    config = require_config(review)
    form = KINDS[args.kind]
    asked = _asked(args, form, review, config)
    if args.path is not None:
        _check_chosen(args.path, SUFFIX[asked.output], review)
    hint = _STALE if stale(review) else ""
    up_to_date = not hint
    filled = form.fill(review, config, asked)
    if not filled.content and not filled.files:
        sys.stdout.write(f"{filled.said}{hint}\n")
        return 0
    written = _several(filled, args.path) if filled.files else [_one(filled, args.path, SUFFIX[asked.output])]
    if written and up_to_date and not form.says:
        mark_checked(review)
    folder = filled.place if filled.files else filled.place.parent
    sys.stdout.write(f"{_listed(written, filled, review)}\n")
    if written and folder.is_relative_to(review.records):
        if written[0].resolve().parent != folder.resolve():
            behind = "" if filled.files else f", with a name that begins with {filled.place.stem}"
            it = "They belong" if filled.files else "It belongs"
            sys.stdout.write(f"{it} into {review.place(folder)}/{behind}.\n")
        sys.stdout.write(f"`tamis run` takes in what {'they say' if filled.files else 'it says'}.{hint}\n")
    elif hint:
        sys.stdout.write(f"{hint.strip()}\n")
    return 0


def _one(filled: Filled, path: Path | None, suffix: str) -> Path:
    """Write a form that is one file where it was asked for, and return where."""
    if path is None:
        path = _free(filled.place)
    elif _is_folder(path, suffix):
        path = _free(path / filled.place.name)
    write_bytes(path, filled.content)
    return path


def _several(filled: Filled, path: Path | None) -> list[Path]:
    """Write the files of a form that are not there yet, and return them."""
    if path is not None and path.suffix.casefold() in SUFFIX.values() and not path.is_dir():
        fail(path.as_posix(), f"would be one file, and the form is {len(filled.files):,}: name a folder")
    folder = path or filled.place
    places = [folder / name for name in filled.files]
    new = [place for place in places if not place.exists()]
    for place in new:
        write_bytes(place, filled.files[place.name])
    return new


def _listed(written: Sequence[Path], filled: Filled, review: Review) -> str:
    """Say what was written, and how many files of that name there were already."""
    if not filled.files:
        return f"{review.place(written[0])}: {filled.said}"
    there = len(filled.files) - len(written)
    is_, it_is = ("is", "it is") if there == 1 else ("are", "they are")
    left = f" {there:,} of that name {is_} there already, and left as {it_is}."
    if not written:
        return f"No form is written:{left}"
    first, last = (review.place(path) for path in (written[0], written[-1]))
    names = first if len(written) == 1 else f"{first} to {last.rpartition('/')[2]}"
    return f"{names}: {filled.said}{left if there else ''}"


def _asked(args: argparse.Namespace, form: Form, review: Review, config: Config) -> Asked:
    """Return what is asked for, where the kind has it."""
    for option, given in (("stage", args.stage), ("tool", args.tool), ("votes", args.votes)):
        if given and option not in form.options:
            fail("tamis forms", f"--{option} means nothing to {args.kind}")
    if args.person and not form.personal:
        fail("tamis forms", f"{args.kind} is one for all: leave out --for {args.person}")
    if form.personal and not args.person and not (form.anybody and args.path is not None):
        fail("tamis forms", f"whose is it? --for with one of {', '.join(config.reviewer_ids)}")
    person = next((id for id in config.reviewer_ids if id.casefold() == args.person.casefold()), "")
    if args.person and not person:
        fail("tamis forms", f"reviewer {not_one_of(args.person, config.reviewer_ids)}")
    if left := next((each.left for each in config.reviewers if each.id == person), ""):
        fail("tamis forms", f"{person} left the review on {left}, so nothing waits for them")
    if args.stage and args.stage not in STAGES:
        fail("tamis forms", f"--stage {not_one_of(args.stage, STAGES)}")
    tools = [use.id for use in config.appraisal.tools]
    if "tool" in form.options and not tools:
        text = f"names no appraisal tool under appraisal: tools; there are {', '.join(paths(review))}"
        fail(review.place(review.config), text)
    if args.tool and args.tool not in tools:
        fail("tamis forms", f"--tool {not_one_of(args.tool, tools)}")
    output = args.output or form.outputs[0]
    if output not in form.outputs:
        fail("tamis forms", f"--as {not_one_of(output, form.outputs)}")
    return Asked(person, args.stage, output, args.votes, args.tool)


def _free(path: Path) -> Path:
    """Return the first of `<name>.csv`, `<name>.2.csv`, ... that is not there, nor a table of its name."""
    alike = next((each for each in _ALIKE if path.suffix in each), (path.suffix,))
    number = 1
    while True:
        name = f"{path.stem}.{number}" if number > 1 else path.stem
        if not any(path.with_name(f"{name}{ending}").exists() for ending in alike):
            return path.with_name(f"{name}{path.suffix}")
        number += 1


def _is_folder(path: Path, suffix: str) -> bool:
    """Say whether a folder is meant: one that is there, or a name without the ending of a form."""
    return path.is_dir() or path.suffix.casefold() != suffix


def _check_chosen(path: Path, suffix: str, review: Review) -> None:
    """Say what is wrong with the file or folder that a person chose."""
    if not path.is_dir() and path.suffix and path.suffix.casefold() != suffix:
        fail(path.as_posix(), f"is no name for what is to be written: its name ends in {suffix}")
    if path.exists() and not path.is_dir():
        fail(path.as_posix(), "is there already; nothing was written")
    whole = path.resolve()
    for folder in (review.build, review.reports):
        if whole.is_relative_to(folder.resolve()):
            text = "is where the pipeline writes, and can be deleted at any time; take another folder"
            fail(path.as_posix(), text)
    if not _is_folder(path, suffix) and not whole.parent.is_dir():
        fail(path.as_posix(), "cannot be written: there is no such folder")
