"""What `tamis appraise` says: what was read, how often each answer was given, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tamis.appraisal.engine.tool import Sign, Tool
from tamis.appraisal.findings import findings
from tamis.appraisal.loose.as_written import candidates
from tamis.appraisal.loose.given import Table, held
from tamis.appraisal.loose.studies import Loose, expected, found_loosely
from tamis.errors import counted
from tamis.tables import Finding


def said(tool: Tool, table: Table, studies: Sequence[Loose]) -> Iterator[str]:
    """Yield what was read, by which categories, how often each answer was given, and what was found."""
    yield from table.told
    yield f"{tool.title}, {tool.version}: {_counted_studies(len(studies))}"
    yield from _categories(tool, studies)
    yield from _answers(tool, studies)
    found = all_found(tool, studies)
    pictures = coloured(table)
    if found or pictures:
        yield f"{counted(len(found) + len(pictures), 'finding')}:"
        yield from _grouped(found, studies)
        yield from (f"  {text}" for text in pictures)


def _grouped(found: Sequence[Finding], studies: Sequence[Loose]) -> Iterator[str]:
    """Yield findings; what is the same of several studies is said once, with the studies below."""
    names = {each.name for each in studies}
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for finding in found:
        # A name may hold ': ' itself.
        name = max((name for name in names if finding.text.startswith(f"{name}: ")), key=len, default="")
        check, text = finding.finding.split(":")[1], finding.text.removeprefix(f"{name}: ")
        groups.setdefault((check, text), []).append((finding.place, name))
    for (_, text), those in groups.items():
        if len(those) == 1:
            place, name = those[0]
            yield f"  {place}: {name}: {text}"
        else:
            yield f"  {text}"
            yield from (f"    {place}: {name}" for place, name in those)


def all_found(tool: Tool, studies: Sequence[Loose]) -> list[Finding]:
    """Return what is wrong with the ratings, in the order of the studies: what the stage finds, and more."""
    found = findings(
        [tool],
        [each.assessment for each in studies],
        [row for each in studies for row in each.ratings],
        [row for each in studies for row in each.judgements],
        [],
        {},
    )
    order = {each.key[0]: at for at, each in enumerate(studies)}
    return sorted([*found, *found_loosely(tool, studies)], key=lambda each: (order[each.study], each.finding))


def _counted_studies(number: int) -> str:
    return f"{number:,} {'study' if number == 1 else 'studies'}"


def _categories(tool: Tool, studies: Sequence[Loose]) -> Iterator[str]:
    """Yield how many studies are of each category, and how that is known; and of how many it is not."""
    counts = Counter((each.assessment.category, each.assessment.why) for each in studies)
    for kind in tool.categories:
        for (id, why), number in sorted(counts.items()):
            if id == kind.id:
                yield f"  {kind.label}: {number:,} ({why})"
    unknown = Counter(
        (
            candidates(each.read) or ("no category fits" if each.rated else "no criterion was rated"),
            each.read.kinds,
        )
        for each in studies
        if not each.assessment.category
    )
    for (which, kinds), number in unknown.items():
        yield f"  category not known: {number:,} ({which})"
        if kinds:
            ids = " or ".join(kind.id for kind in kinds)
            yield f"    a column 'category', or --category, says which: {ids}"


def _answers(tool: Tool, studies: Sequence[Loose]) -> Iterator[str]:
    """Yield how often each answer and judgement was given, screening questions apart; and how many lack."""
    first = {*tool.domain[tool.screening.domain].item_ids} if tool.screening else set()
    said = [(about, answer) for each in studies for about, answer in held(tool, each.given).items()]
    rated = [(about, answer) for about, answer in said if not about.judged]
    criteria = [answer for about, answer in rated if not first & {*about.ids}]
    asked_first = [answer for about, answer in rated if first & {*about.ids}]
    for name, answers in (("screening questions", asked_first), ("criteria", criteria)):
        if answers:
            yield f"  {name}: {_counts(answers, tool.answers)}"
    if criteria and first and not asked_first:
        ids = ", ".join(id for id in tool.item_ids if id in first)
        yield f"  the table has no screening questions ({ids}) answered: without them no study is appraised"
    if criteria and not tool.judged:
        studies = [each for each in studies if each.assessment.outcome != "stopped"]
        due = sum(expected(tool, each) for each in studies)
        there = sum(
            len({given.target.ids for given in each.given} - {(id,) for id in first}) for each in studies
        )
        yield f"  ratings in the sets that were begun: {due:,} expected, {there:,} present"
    for about in dict.fromkeys(about for about, _ in said if about.judged):
        answers = [answer for one, answer in said if one == about]
        yield f"  {about.written}: {_counts(answers, tool.signs(about.ids[0]))}"


def _counts(answers: Sequence[str], signs: Sequence[Sign]) -> str:
    """Return how often each answer holds, and how often people differ."""
    counts = Counter(answers)
    found = [f"{counts[sign.id]:,} {sign.label}" for sign in signs if counts[sign.id]]
    return ", ".join([*found, *([f"{counts['']:,} in dispute"] if counts[""] else [])])


def coloured(table: Table) -> list[str]:
    """Say which tables have colours where answers should be."""
    return [
        f"{file}: {counted(colours.total(), 'rating cell')} empty but coloured ("
        + ", ".join(f"{number:,} {colour}" for colour, number in sorted(colours.items()))
        + "): the answers are not there as text; write the words, since colours alone are read neither by "
        "programs nor by everybody"
        for file, colours in table.coloured.items()
    ]
