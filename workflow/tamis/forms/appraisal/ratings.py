"""What one appraiser is still to answer, with a tool of the protocol. Nothing of what others said is in it.

Logs are only ever added to, so that what the appraiser has answered already is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tamis.appraisal.cases.assess import Assessed, assess
from tamis.appraisal.engine.judge import routes
from tamis.appraisal.engine.tool import OVERALL, Tool
from tamis.appraisal.lines import Line
from tamis.config import Config
from tamis.forms.appraisal import now as appraised
from tamis.forms.appraisal.now import Appraised
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.forms.sheet.workbook import Sheet
from tamis.review import Review
from tamis.tables import Rating

_SHEET = Sheet(
    title="ratings",
    widths={
        "cited": 24,
        "study": 14,
        "result": 12,
        "item": 8,
        "criterion": 48,
        "answer": 14,
        "comment": 40,
        "quote": 40,
        "page": 10,
        "time": 17,
    },
    fixed=3,
    band="cited",
)


@dataclass(slots=True)
class _Found:
    """What a person is still to answer with a tool, and what is left out, by studies."""

    rows: list[Rating] = field(default_factory=list)
    choices: list[Sequence[str]] = field(default_factory=list)
    uncategorised: set[str] = field(default_factory=set)
    enough: set[str] = field(default_factory=set)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the criteria that a person is still to answer, with the first tool that has any."""
    there = appraised.read(review, config, asked.tool)
    found = {id: _find(there, tool, asked.person) for id, tool in there.tools.items()}
    id = next((id for id, each in found.items() if each.rows), next(iter(found)))
    place = appraised.folder(review) / f"{id}.{asked.person}{SUFFIX[asked.output]}"
    tool, here = there.tools[id], found[id]
    if not here.rows:
        left = "".join(_left_out(each, there.tools[id], config) for id, each in found.items())
        return Filled(
            place, b"", f"No criterion waits for an answer of {asked.person}: no list is written.{left}"
        )
    studies = {row.study for row in here.rows}
    said = f"{appraised.of_studies(len(here.rows), 'question', studies)} for {asked.person}, {tool.title}. "
    said += _how(tool) + _left_out(here, tool, config)
    said += appraised.elsewhere(review, id, asked.person, here.rows)
    said += "".join(_uncategorised(each, there.tools[other]) for other, each in found.items() if other != id)
    others = [other for other, each in found.items() if each.rows and other != id]
    if others:
        said += f" More waits with {' and '.join(others)}: --tool {others[0]}."
    if asked.output == "csv":
        said += " Spreadsheets may make dates of items such as 2.1: open it with that column as text."
    content = appraised.content(asked, _SHEET, here.rows, [tool], {"answer": here.choices})
    return Filled(place, content, said)


def _find(there: Appraised, tool: Tool, person: str) -> _Found:
    """Return what a person is still to answer with a tool."""
    found = _Found()
    for one in _cases(there, tool):
        case, answers = one.case, answers_of(one)
        own = answers.get(person, {})
        if not own and _enough(there, one, answers):
            found.enough.add(case.study.study)
            continue
        if not case.category:
            found.uncategorised.add(case.study.study)
        study, _, result = case.key
        for item in due(one, own):
            cited, criterion = there.cited(case), appraised.criterion(case, item)
            found.rows.append(Rating(study=study, result=result, item=item, cited=cited, criterion=criterion))
            found.choices.append(appraised.choices(case, item))
    return found


def _cases(there: Appraised, tool: Tool) -> Iterator[Assessed]:
    """Yield what is appraised with a tool; where nobody named a study's results, each outcome there is."""
    for one in there.assessed:
        if one.case.tool.id == tool.id and (one.case.result or tool.unit == "study"):
            yield one
        elif one.case.tool.id == tool.id:
            for outcome in there.config.outcomes:
                yield assess(replace(one.case, result=outcome.id), there.config.appraisal)


def answers_of(one: Assessed) -> dict[str, dict[str, Line]]:
    """Return what each person has answered, by person and criterion."""
    found: dict[str, dict[str, Line]] = {}
    for (_, item), lines in one.answers.items():
        for person, line in lines.items():
            # 3.1/4.1 was printed for one of the two; without a category it is not known for which.
            found.setdefault(person, {}).update(dict.fromkeys(item.split("/"), line))
    return found


def _enough(there: Appraised, one: Assessed, answers: Mapping[str, Mapping[str, Line]]) -> bool:
    """Say whether as many as the protocol asks for appraise it: they are at it, or left when it was done."""
    at_it = [
        person for person, own in answers.items() if person in there.config.active or not [*due(one, own)]
    ]
    return len(at_it) >= there.config.appraisal.appraisers


def due(one: Assessed, own: Mapping[str, Line]) -> Iterator[str]:
    """Yield what is due and has no answer, in the tool's order: criteria, and judgements without rules.

    Questions that hang on others are there as long as the person's answers, or what holds, may lead to them.
    Nothing follows screening questions that do not pass: as this person answered them, unless it was settled
    that they do, or as it was settled once they were answered.
    """
    case, tool, screening = one.case, one.case.tool, one.case.tool.screening
    for domain in case.domains:
        asked = routes(tool, domain, {id: own[id].answer for id in domain.item_ids if id in own})
        for id in domain.item_ids:
            if id not in own and (asked[id] is not False or one.route.get((domain.id, id))):
                yield id
        if domain.judged and not domain.rules and domain.id not in own:
            yield domain.id
        if screening and domain.id == screening.domain:
            said = {id: own[id].answer for id in domain.item_ids if id in own}
            settled = one.stopped and len(said) == len(domain.items)
            # What was settled to pass does so for everybody, also for who had stopped at it.
            for id in said:
                if (held := one.held[domain.id, id]).settled and held.answer in screening.passes:
                    said[id] = held.answer
            if settled or any(answer not in screening.passes for answer in said.values()):
                return
    if tool.overall and not tool.overall.rules and case.category and OVERALL not in own:
        yield OVERALL


def _how(tool: Tool) -> str:
    """Return how such a sheet is filled in."""
    text = "Fill in answer; comment, quote and page say why. Rows without an answer may stay."
    needing = [answer.label for answer in tool.answers if answer.comment]
    if needing:
        text += f" A comment must say why it is {' or '.join(needing)}."
    if any(item.asked for domain in tool.domains for item in domain.items):
        text += " Leave out what is not asked."
    if any(domain.rules for domain in tool.domains) or (tool.overall and tool.overall.rules):
        text += (
            " Judgements follow from the answers by the tool's rules; to overrule one, add a row with the "
            f"domain's id or {OVERALL} as item, the judgement as answer, and the reason as comment."
        )
    if tool.unit == "result":
        text += " Rows of results that a study does not have stay empty."
    return text


def _left_out(found: _Found, tool: Tool, config: Config) -> str:
    """Return what to say of studies that are left out, wholly or in part."""
    text = ""
    if tool.unit == "result" and not config.outcomes:
        text += f" {tool.id} appraises results, and the config names no outcomes."
    text += _uncategorised(found, tool)
    if found.enough:
        needed = config.appraisal.appraisers
        text += (
            f" As many as the protocol asks for ({needed}) rate {len(found.enough):,} of the studies already."
        )
    return text


def _uncategorised(found: _Found, tool: Tool) -> str:
    """Return what to say of studies that wait for a category."""
    if not found.uncategorised:
        return ""
    asked = "only screening questions can be" if tool.screening else "nothing can be"
    return (
        f" {len(found.uncategorised):,} of the studies have no category yet with {tool.id}, without which "
        f"{asked} asked: `tamis forms categories`."
    )


FORM = Form(
    doc="what an appraiser is still to answer on the included studies, with a tool of the protocol",
    fill=_fill,
    outputs=("xlsx", "csv"),
    options={"tool"},
)
