"""The appraisal tools there are, what each asks and how it judges; a tool's file of one's own, checked.

Without a word: every tool, one a line. With a tool's id: its domains, items, answers, judgements and rules in
plain words. With a file: what is wrong in it, line by line, or how many ways of answering it has.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tamis.appraisal.engine import reach, registry, words
from tamis.appraisal.engine.tool import Domain, Item, Sign, Tool
from tamis.errors import InputError, Problems, counted, fail
from tamis.review import Review
from tamis.store import write_text

_WORDING = """\
# The wording of {title}, version {version}, for a team that may use it:
# put each item's own words between its quotation marks. An item left empty keeps its short label.
# Its terms of use, as far as they are known: {licence}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "tool", nargs="?", default="", metavar="TOOL", help="a tool's id, or a file of your own"
    )
    parser.add_argument(
        "--wording",
        action="store_true",
        help="write config/tools/TOOL.wording.yaml, to fill in the tool's own words where you may use them",
    )


def run(args: argparse.Namespace) -> int:
    """Say what is asked for, or write the file for a tool's wording."""
    review = Review(args.dir.resolve())
    file = Path(args.tool)
    if args.tool and (file.suffix in (".yaml", ".yml") or len(file.parts) > 1):
        if args.wording:
            fail("tamis tools", "--wording needs a tool's id, such as mmat2018, and not a file")
        lines = _checked(file)
    elif args.tool:
        tool = registry.require(args.tool, review)
        lines = [_write_wording(tool, review)] if args.wording else list(described(tool))
    elif args.wording:
        fail("tamis tools", "--wording needs the id of a tool, such as mmat2018")
    else:
        lines = _list(review)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _list(review: Review) -> list[str]:
    tools = [registry.require(id, review) for id in registry.paths(review)]
    ids = max(len(tool.id) for tool in tools)
    return [
        f"{tool.id:{ids}}  {tool.title}, {tool.version}: {_size(tool)}, one appraisal a {tool.unit}"
        for tool in tools
    ]


def _size(tool: Tool) -> str:
    items = sum(len(domain.items) for domain in tool.domains)
    return f"{counted(items, 'item')} in {counted(len(tool.domains), 'domain')}"


def _checked(path: Path) -> list[str]:
    """Return what a sound tool's file holds.

    Raises:
        InputError: with everything that is wrong in it.
    """
    if path.suffix != ".yaml":
        fail(path.as_posix(), "must end in .yaml; a file of another name is not found in config/tools/")
    problems = Problems()
    tool = registry.load_file(path, problems, Review(Path()))
    if tool is None:
        raise InputError(problems)
    lines = [f"{path.as_posix()}: {tool.title}, {tool.version}: {_size(tool)}; nothing is wrong in it"]
    for domain in tool.domains:
        seen = reach.domain(tool, domain)
        routed = domain.rules or any(item.asked for item in domain.items)
        ways = f"{domain.id}: {_ways(seen, 'of answering') if routed else 'every item is asked'}"
        if domain.rules:
            lines.append(f"{ways}, each of which ends in one judgement")
        else:
            lines.append(f"{ways}; {'a person judges' if domain.judged else 'it has no judgement'}")
    if tool.overall and not tool.overall.rules:
        lines.append("overall: a person judges")
    elif tool.overall:
        found = {domain.id: reach.domain(tool, domain) for domain in tool.domains}
        for kind, component in reach.choices(tool):
            seen = reach.overall(tool, tool.overall, kind, component, found)
            name = " with ".join(filter(None, (kind.id, component)))
            ends = "in one judgement" + (", or with a person who judges" if "" in seen.judgements else "")
            lines.append(f"overall, {name}: {_ways(seen, 'of judging')}, each of which ends {ends}")
    return lines


def _ways(seen: reach.Reach, what: str) -> str:
    if seen.complete:
        return f"{seen.paths:,} {'way' if seen.paths == 1 else 'ways'} {what}"
    return f"more than {reach.LIMIT:,} ways {what}, of which {seen.paths:,} were drawn by lot and tried"


def described(tool: Tool) -> Iterator[str]:
    """Yield what a tool asks and how it judges, in lines for people."""
    yield f"{tool.id}: {tool.title}, {tool.version}"
    yield f"{_size(tool)}, one appraisal a {tool.unit}"
    yield f"Source: {tool.source}"
    yield f"Licence: {tool.licence}"
    if tool.wording:
        yield f"Wording: {tool.wording}"
    if tool.remarks:
        yield f"Remarks: {tool.remarks}"
    if tool.score:
        yield f"Score: {tool.score}"
    yield from ("", "Answers")
    for answer in tool.answers:
        remarks = ["needs a comment"] if answer.comment else []
        remarks += ["what counts as a criterion met"] if answer.id == tool.met else []
        remarks += ["also where a question is not asked"] if answer.id == tool.not_applicable else []
        yield _sign(answer, remarks)
    if tool.judgements:
        yield from ("", "Judgements", *(_sign(sign, ()) for sign in tool.judgements))
    if tool.screening:
        yield from ("", f"Asked first: {tool.domain[tool.screening.domain].label}")
        passes = words.either(tool.answer_of[id].label for id in tool.screening.passes)
        yield f"  where one is not answered {passes}: {tool.screening.otherwise}"
    for domain in tool.domains:
        yield from ("", f"{domain.id}: {domain.label}")
        for item in domain.items:
            yield from _item(tool, domain, item)
        yield from (f"  {rule}" for rule in words.rules(tool, domain))
    if tool.overall:
        yield from ("", tool.overall.label)
        yield from (f"  {rule}" for rule in words.overall(tool, tool.overall))
    yield from ("", "Categories")
    for kind in tool.categories:
        components = f" (component: {words.either(kind.components)})" if kind.components else ""
        yield f"  {kind.id}: {kind.label}: {', '.join(kind.due)}{components}"


def _sign(sign: Sign, remarks: Iterable[str]) -> str:
    also = [f"also written {', '.join(sign.spellings)}"] if sign.spellings else []
    return f"  {'; '.join((f'{sign.symbol}  {sign.id}: {sign.label}', *also, *remarks))}"


def _item(tool: Tool, domain: Domain, item: Item) -> Iterator[str]:
    yield f"  {item.id}  {item.wording or item.label}"
    if len(item.answers) < len(tool.answers):
        yield f"      answers: {', '.join(item.answers)}"
    if item.asked:
        yield f"      asked where {words.condition(tool, domain, item.asked)}"


def _write_wording(tool: Tool, review: Review) -> str:
    """Write the file for a tool's own wording, with no words in it yet, and say so."""
    path = registry.wording_path(tool.id, review)
    if not review.config.exists():
        fail(review.config.as_posix(), "there is no such file: is this a review's folder? Name it with -d")
    if path.exists():
        fail(path.as_posix(), "is there already; nothing was written")
    path.parent.mkdir(exist_ok=True)
    text = _WORDING.format(title=tool.title, version=tool.version, licence=" ".join(tool.licence.split()))
    write_text(path, text + "".join(f'"{id}": ""\n' for id in tool.item_ids))
    return (
        f"{path.as_posix()}: {counted(len(tool.item_ids), 'item')}, to fill in from your own copy of the tool"
    )
