"""What is done, what is open, and for whom.

Reads what the last run wrote; where a file was changed since, it says so.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from tamis.checks import warnings
from tamis.checks.openitems import ALL_STAGES, Settled, collect, read_accepted, settle
from tamis.config import Config, load_config
from tamis.dedupe.possible import possible
from tamis.errors import InputError, Problems, counted, fail, not_one_of
from tamis.forms import KINDS
from tamis.forms.appraisal import now as appraised
from tamis.forms.appraisal.ratings import answers_of, due
from tamis.forms.appraisal.view import to_view
from tamis.forms.screening import now
from tamis.inputs import problems
from tamis.review import Review, in_words
from tamis.run import stale
from tamis.store import read_built, read_frame
from tamis.tables import TEAM, Decision, OpenItem, Opinion, Report, Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="list every open item, not the first of a kind")
    parser.add_argument(
        "--for", dest="person", metavar="PERSON", default="", help="only what this reviewer can do"
    )


def run(args: argparse.Namespace) -> int:
    """Print the state of the review; 0 also where something is open, 1 where a file is wrong."""
    review = Review(args.dir.resolve())
    if not review.config.exists():
        fail(review.config.as_posix(), "is not there, so this is no review; `tamis init DIR` begins one")
    write = sys.stdout.write
    config = load_config(review, Problems())
    people = config.reviewer_ids if config else ()
    person = next((id for id in people if id.casefold() == args.person.casefold()), "")
    if args.person and not person:
        fail("tamis status", f"--for {not_one_of(args.person, people)}")
    changed = stale(review)
    wrong = problems(review) if changed else Problems()
    if len(wrong):
        write(f"{counted(len(wrong), 'error')} in what people wrote; until mended, no run can go on:\n")
        for problem in wrong:
            write(f"  {problem}\n")
        write("\nAs the last run had it:\n")
    settled = settle(collect(review), read_accepted(review, Problems()))
    if person:
        write("".join(f"{line}\n" for line in _of_one(review, config, person, settled, every=args.all)))
        return 1 if len(wrong) else 0
    for stage in ALL_STAGES:
        write(f"{stage:<11} {_state(review, stage, settled)}\n")
    for line in [*_screened(review, config), *_appraised(review, config), *_duplicates(review)]:
        write(f"{line}\n")
    write(f"\n{counted(len(settled.open), 'open item')}, {len(settled.accepted)} accepted\n")
    for whom, count in sorted(_waiting(review, settled).items()):
        write(f"  waits for {whom}: {count}\n")
    write("".join(f"{line}\n" for line in _listed(settled.open, every=args.all)))
    write("".join(f"{line}\n" for line in _hints(settled.open, config, "YOU")))
    for acceptance in settled.unused:
        write(f"  {acceptance.place}: accepts {acceptance.item!r}, which is not open\n")
    for warning in warnings(review):
        write(f"  warning: {warning}\n")
    if changed and not len(wrong):
        write("\nSomething in config/ or records/ was changed since the last run: `tamis run` takes it in.\n")
    return 1 if len(wrong) else 0


#: The forms that help with open items, and with which: the first two parts of their ids.
_FORMS = {
    "screening": ("screening:awaiting",),
    "adjudication": ("screening:conflict",),
    "categories": ("appraisal:category",),
    "appraisal": ("appraisal:none", "appraisal:missing", "appraisal:second", "appraisal:judge"),
    "view": ("appraisal:view",),
    "reconciliation": ("appraisal:differs",),
    "extraction": ("extraction:none", "extraction:second", "extraction:missing", "extraction:again"),
    "check": ("extraction:second",),
    "differences": ("extraction:differs", "extraction:check"),
}
#: How many open items of one kind are listed before the rest is only counted.
_SHOWN = 5


def _state(review: Review, stage: str, settled: Settled) -> str:
    if not review.built(stage, "open").exists():
        return "not made yet"
    # Ids begin with the stage's name; the stage in the folder searches/ calls its items `search`.
    name = "search" if stage == "searches" else stage
    count = sum(item.item.startswith(f"{name}:") for item in settled.open)
    return "nothing open" if not count else counted(count, "open item")


def _listed(open: Iterable[OpenItem], *, every: bool, more: str = "tamis status --all") -> Iterator[str]:
    """Yield a line for each open item; of one kind only the first ones, unless every one is wanted."""
    for kind, items in groupby(open, key=lambda item: item.item.split(":")[:2]):
        those = list(items)
        shown = those if every else those[:_SHOWN]
        yield from (f"  {item.place}: {item.text} [{item.item}]" for item in shown)
        if len(those) > len(shown):
            yield f"  ... and {len(those) - len(shown):,} more of {':'.join(kind)} ({more})"


def _of_one(
    review: Review, config: Config | None, person: str, settled: Settled, *, every: bool
) -> Iterator[str]:
    """Yield how far one person is, what they can do, and which lists help."""
    yield from _screened(review, config, person)
    yield from _appraised(review, config, person)
    theirs = [item for item in settled.open if person in item.waits_for.split(";")]
    team = sum(item.waits_for == TEAM for item in settled.open)
    rest = f"; {counted(team, 'other')} for the team as a whole: `tamis status`" if team else ""
    yield f"{counted(len(theirs), 'open item')} that {person} can see to{rest}"
    yield from _listed(theirs, every=every, more=f"tamis status --for {person} --all")
    anybody = [item for item in settled.open if item.waits_for == TEAM]
    yield from _hints([*theirs, *anybody], config, person)


def _hints(open: Iterable[OpenItem], config: Config | None, person: str) -> Iterator[str]:
    """Yield which forms help with open items; none for what the protocol does not ask for."""
    here = {":".join(item.item.split(":")[:2]) for item in open}
    checker, extractors = (config.extraction.checker, config.extraction.extractors) if config else (True, 2)
    for form, kinds in _FORMS.items():
        # The same kind of item awaits a second extractor, a checker, or both.
        asked = {*kinds} - ({"extraction:second"} if form == "extraction" and extractors == 1 else set())
        if here & asked and (form != "check" or checker):
            whose = f" --for {person}" if KINDS[form].personal else ""
            yield f"  `tamis forms {form}{whose}` makes a list to fill in"


def _waiting(review: Review, settled: Settled) -> Counter[str]:
    """Return how many open items wait for whom: for each one, or for any of several where so many will do."""
    enough: dict[str, int] = {}
    path = review.built("screening", "verdicts")
    if path.exists():
        names = ("stage", "citation_id", "status", "votes", "needed")
        verdicts = read_frame(path, Verdict, names)
        found = verdicts[verdicts["status"].isin(["awaiting", "conflict"])]
        for stage, id, status, votes, needed in zip(*(found[name] for name in names), strict=True):
            missing = 1 if status == "conflict" else max(1, needed - votes)
            enough[f"screening:{status}:{stage}:{id}"] = missing
    count: Counter[str] = Counter()
    for item in settled.open:
        people = [id for id in item.waits_for.split(";") if id]
        those = enough.get(item.item, len(people))
        count.update(people if len(people) <= those else [in_words(item.waits_for, those)])
    return count


def _screened(review: Review, config: Config | None, only: str = "") -> Iterator[str]:
    """Yield how far each reviewer is at each stage, of what is theirs to screen.

    That is what was allocated to them, and else all that reached the stage; at full text without what could
    not be had, or is still on its way. Who has decided on nothing is named while something waits for them.

    Args:
        review: the review.
        config: the protocol; nothing is told without it.
        only: the one reviewer who is asked about; empty: all.
    """
    path = review.built("screening", "decisions")
    if not path.exists() or config is None:
        return
    try:
        there = now.read(review)
    except InputError:  # what is wrong in the allocation is told before
        return
    reports = review.built("fulltext", "reports")
    absent: set[str] = set()
    if reports.exists():
        sought = read_frame(reports, Report, ("citation_id", "retrieval"))
        absent = {*sought[sought["retrieval"].isin(["not_retrieved", "requested"])]["citation_id"]}
    verdicts = read_frame(review.built("screening", "verdicts"), Verdict, ("stage", "status", "waits_for"))
    made = read_frame(path, Decision, ("stage", "reviewer", "citation_id"))
    said = {key: {*ids} for key, ids in made.groupby(["stage", "reviewer"])["citation_id"]}
    for stage in there.status:
        here = {*there.status[stage]} - (absent if stage == "full_text" else set())
        shares = there.shares(stage)
        awaiting = verdicts[(verdicts["stage"] == stage) & (verdicts["status"] == "awaiting")]
        waited = {id for people in awaiting["waits_for"].unique() for id in people.split(";")}
        for reviewer in [only] if only else config.reviewer_ids:
            own = {id for id, share in shares.items() if reviewer in share.reviewers} & here
            done = said.get((stage, reviewer), set()) & here
            if done or own or reviewer in waited:
                of = f"their {len(own):,}" if own else f"{len(here):,}"
                yield f"  {stage}: {reviewer} has decided on {len(done & own if own else done):,} of {of}"


def _appraised(review: Review, config: Config | None, only: str = "") -> Iterator[str]:
    """Yield how many studies (or results of studies) each person has rated, and looked at, with each tool.

    One of which the person has answered something, but not all that the form asks for, is begun.

    Args:
        review: the review.
        config: the protocol; nothing is told without it.
        only: the one person who is asked about; empty: all.
    """
    if config is None or not review.built("appraisal", "said").exists():
        return
    try:
        there = appraised.read(review, config)
    except InputError:  # what is wrong in a tool is told before
        return
    of = Counter(one.case.tool.id for one in there.assessed)
    done: dict[tuple[str, str, str], list[bool]] = {}
    for one in there.assessed:
        tool = one.case.tool.id
        for person, own in answers_of(one).items():
            whole = bool(one.case.category) and not any(due(one, own))
            done.setdefault((tool, "rated", person), []).append(whole)
        for person in {person for held in one.held.values() for person in held.views}:
            whole = not any(to_view(one, person, enough=False))
            done.setdefault((tool, "looked at", person), []).append(whole)
    for (tool, what, person), cases in sorted(
        done.items(), key=lambda each: (each[0][0], each[0][1] != "rated", each[0][2])
    ):
        if only in ("", person):
            more = f", and begun {cases.count(False):,} more" if False in cases else ""
            yield f"  appraisal: {person} has {what} {sum(cases):,} of {of[tool]:,} with {tool}{more}"


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
