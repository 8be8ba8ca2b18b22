"""Which judgements and rules of a tool can be reached at all, by going through every way of answering it."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tamis.appraisal.engine import judge
from tamis.appraisal.engine.tool import OVERALL, Domain, Kind, Overall, Tool
from tamis.errors import Problems, counted
from tamis.yamlfile import Document, Path_

#: No more ways of answering a domain are gone through: a second's work. RoB 2 has 1,448 in its longest.
LIMIT = 10_000
#: Where there are more, so many answers are drawn.
_DRAWN = 5 * LIMIT
#: Answers that are shown of one way.
_SHOWN = 12


@dataclass(slots=True)
class Reach:
    """What going through the ways of answering a domain, or of judging the whole, showed.

    complete: whether these were all ways; where not, some were drawn by lot, and that a rule was not met says
    nothing. lost: a way that ends in no judgement, and losses, how many do. first: rules that were first
    to fit; fits: alternatives of a rule (rule and position) that ever fit. met: items that were asked.
    """

    paths: int = 0
    complete: bool = True
    lost: Mapping[str, str] | None = None
    losses: int = 0
    judgements: set[str] = field(default_factory=set)
    first: set[int] = field(default_factory=set)
    fits: set[tuple[int, int]] = field(default_factory=set)
    met: set[str] = field(default_factory=set)


def domain(tool: Tool, domain: Domain) -> Reach:
    """Go through the ways of answering a domain's routed questions."""
    reach = Reach(complete=_few(tool, domain))
    for said in judge.paths(tool, domain) if reach.complete else _drawn(tool, domain):
        reach.paths += 1
        reach.met.update(said)
        if not domain.rules:
            continue
        rule = judge.rule_for(domain, said)
        if rule is None:
            reach.lost = reach.lost or said
            reach.losses += 1
        else:
            reach.first.add(rule)
            reach.judgements.add(domain.rules[rule].then)
        for at, each in enumerate(domain.rules):
            reach.fits.update((at, n) for n, one in enumerate(each.when) if judge.fits((one,), said))
    if not domain.rules:  # a person judges
        reach.judgements = {sign.id for sign in tool.judgements}
    elif not reach.complete:
        reach.judgements = {rule.then for rule in domain.rules}
    return reach


def overall(tool: Tool, overall: Overall, kind: Kind, component: str, found: Mapping[str, Reach]) -> Reach:
    """Go through the ways in which the domains of a category can be judged, and counted items answered."""
    judged = [each for each in tool.due(kind.id, component) if each.judged]
    values: dict[str, Sequence[str]] = {each.id: sorted(found[each.id].judgements) for each in judged}
    items = {item.id: item for each in tool.domains for item in each.items}
    for id in dict.fromkeys(id for rule in overall.rules for id in rule.of if id in items):
        values[id] = sorted({tool.counts_as(answer) for answer in items[id].answers})
    ways: Iterator[tuple[str, ...]] = itertools.product(*values.values())
    reach = Reach()
    if math.prod(map(len, values.values())) > LIMIT:
        reach.complete, chance = False, random.Random(0)  # noqa: S311  # the same ways at each run
        ways = (tuple(map(chance.choice, values.values())) for _ in range(_draws(len(values))))
    for way in ways:
        reach.paths += 1
        said = dict(zip(values, way, strict=True))
        rule = judge.overall_rule(overall, [each.id for each in judged], said)
        if rule is None:
            reach.lost = reach.lost or said
            reach.losses += 1
        else:
            reach.first.add(rule)
            reach.judgements.add(overall.rules[rule].then)
    return reach


def _draws(answers: int) -> int:
    """Return how many ways of so many answers are drawn."""
    return min(LIMIT, _DRAWN // answers + 1)


def choices(tool: Tool) -> Iterator[tuple[Kind, str]]:
    """Yield each category with each component it may have (empty: it has none)."""
    for kind in tool.categories:
        for component in kind.components or ("",):
            yield kind, component


def _few(tool: Tool, domain: Domain) -> bool:
    """Return whether a domain's ways of answering are few enough to go through."""
    ruled = {item for rule in domain.rules for one in rule.when for item in one}
    always = [item for item in domain.items if item.id in ruled and not item.asked]
    if math.prod(len({tool.counts_as(answer) for answer in item.answers}) for item in always) > LIMIT:
        return False
    return next(itertools.islice(judge.paths(tool, domain), LIMIT, None), None) is None


def _drawn(tool: Tool, domain: Domain) -> Iterator[dict[str, str]]:
    """Yield ways of answering a domain by lot, the same at each run."""
    chance = random.Random(0)  # noqa: S311
    classes = {item.id: sorted({tool.counts_as(answer) for answer in item.answers}) for item in domain.items}
    for _ in range(_draws(len(domain.items))):
        said: dict[str, str] = {}
        for item in domain.items:
            if not item.asked or judge.fits(item.asked, said):
                said[item.id] = chance.choice(classes[item.id])
        yield said


def check(tool: Tool, document: Document, problems: Problems) -> None:
    """Note ways of answering that end in no judgement, and items and rules that none of them meets."""
    found: dict[str, Reach] = {}
    for d, each in enumerate(tool.domains):
        seen = found[each.id] = domain(tool, each)
        path: Path_ = ("domains", d)
        if seen.lost is not None:
            problems.add_at(document.place(*path, "rules"), _lost(seen))
        if seen.complete:
            for n, item in enumerate(each.items):
                if item.asked and item.id not in seen.met:
                    text = f"item {item.id!r} can never be asked"
                    problems.add_at(document.place(*path, "items", n, "asked"), text)
            _unreached(each, seen, path, document, problems)
    if not tool.overall or not tool.overall.rules:
        return
    ways = [overall(tool, tool.overall, *choice, found) for choice in choices(tool)]
    for seen in ways:
        if seen.lost is not None:
            problems.add_at(document.place(OVERALL, "rules"), _lost(seen))
            break
    if all(seen.complete for seen in ways):
        for r in range(len(tool.overall.rules)):
            if not any(r in seen.first for seen in ways):
                text = (
                    f"rule {r + 1} is never reached: it cannot fit, or an earlier one does whenever it could"
                )
                problems.add_at(document.place(OVERALL, "rules", r), text)


def _unreached(domain: Domain, seen: Reach, path: Path_, document: Document, problems: Problems) -> None:
    """Note the rules of a domain that are never the first to fit, and parts of them that never fit at all."""
    for r, rule in enumerate(domain.rules):
        at: Path_ = (*path, "rules", r)
        listed = isinstance(value_at(document, (*at, "when")), list)
        never = [n for n in range(len(rule.when)) if (r, n) not in seen.fits]
        for n in never:
            text = f"this can never fit: {_never(domain, rule.when[n])}"
            problems.add_at(document.place(*at, "when", *([n] if listed else [])), text)
        if r not in seen.first and len(never) < max(len(rule.when), 1):
            text = f"rule {r + 1} is never reached: whenever it fits, an earlier one does"
            problems.add_at(document.place(*at), text)


def _never(domain: Domain, one: Mapping[str, Container[str]]) -> str:
    routed = [item.id for item in domain.items if item.id in one and item.asked]
    if not routed:
        return "no answers are like that"
    return f"{' and '.join(routed)} {'is' if len(routed) == 1 else 'are'} skipped whenever it could"


def _lost(seen: Reach) -> str:
    lost = [f"{id} {word}" for id, word in (seen.lost or {}).items()]
    said = ", ".join([*lost[:_SHOWN], *(["..."] if len(lost) > _SHOWN else [])]) or "nothing is asked"
    more = f" and on {counted(seen.losses - 1, 'other path')}" if seen.losses > 1 else ""
    return f"no rule fits where {said}{more}; a last rule with then: alone would fit all that is left"


def value_at(document: Document, path: Path_) -> Any:
    """Return what stands at a path of a document; None where nothing does."""
    value = document.value
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value
