"""What follows from answers: which questions are asked, how a domain is judged, and the whole.

Pure functions of a tool and of answers by item (ids of answers; an item without one is not in the mapping).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tamis.appraisal.engine.tool import Condition, Domain, Overall, Tool


def routes(tool: Tool, domain: Domain, answers: Mapping[str, str]) -> dict[str, bool | None]:
    """Return of each item of a domain whether it is asked; None: it hangs on a question without an answer.

    Args:
        tool: the tool.
        domain: one of its domains.
        answers: ids of answers by item; one that is not asked plays no part.
    """
    found: dict[str, bool | None] = {}
    said: dict[str, str | None] = {}  # the class that holds; None where it is not known; absent: not asked
    for item in domain.items:
        is_asked = _may_fit(item.asked, said) if item.asked else True
        found[item.id] = is_asked
        if is_asked is not False:
            known = item.id in answers and is_asked
            said[item.id] = tool.counts_as(answers[item.id]) if known else None
    return found


def asked(tool: Tool, domain: Domain, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the items of a domain that are asked, given the answers so far, in order.

    An item whose condition rests on a question that is not answered yet is not asked yet. What was answered
    to an item that is not asked plays no part.
    """
    return tuple(item for item, is_asked in routes(tool, domain, answers).items() if is_asked)


def unanswered(tool: Tool, domain: Domain, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the items of a domain that are asked and have no answer."""
    return tuple(item for item in asked(tool, domain, answers) if item not in answers)


def judge(tool: Tool, domain: Domain, answers: Mapping[str, str]) -> str:
    """Return the judgement that a domain's rules propose: the first rule that fits.

    Empty where a question that is asked has no answer, and where the domain has no rules.
    """
    known = asked(tool, domain, answers)
    if any(item not in answers for item in known):
        return ""
    rule = rule_for(domain, {item: tool.counts_as(answers[item]) for item in known})
    return domain.rules[rule].then if rule is not None else ""


def rule_for(domain: Domain, said: Mapping[str, str]) -> int | None:
    """Return the position of a domain's first rule that fits what was said, by classes; None: none does."""
    return next((at for at, rule in enumerate(domain.rules) if not rule.when or fits(rule.when, said)), None)


def decides(tool: Tool, domain: Domain, answers: Mapping[str, str]) -> str:
    """Return the item whose answer made the judgement that a domain's rules propose.

    It is the last that the rule names; of a rule for all that is left, the last that is asked. For answers of
    which `judge` proposes something.
    """
    said = {item: tool.counts_as(answers[item]) for item in asked(tool, domain, answers)}
    rule = domain.rules[rule_for(domain, said) or 0]
    named = next((one for one in rule.when if fits((one,), said)), said)
    return [item for item in said if item in named][-1]


def judge_all(
    overall: Overall, domains: Sequence[str], judgements: Mapping[str, str], said: Mapping[str, str]
) -> str:
    """Return the judgement of the whole that a tool's rules propose: the first rule that fits.

    Args:
        overall: the tool's rules.
        domains: the ids of the domains that are due and judged.
        judgements: their judgements.
        said: classes of answers by item, for rules that count items.

    Empty where one of the domains has no judgement or a counted item no answer, and where there are no rules.
    """
    values = {**said, **judgements}
    if any(not values.get(id) for id in {*domains, *(id for rule in overall.rules for id in rule.of)}):
        return ""
    rule = overall_rule(overall, domains, values)
    return overall.rules[rule].then if rule is not None else ""


def overall_rule(overall: Overall, domains: Sequence[str], values: Mapping[str, str]) -> int | None:
    """Return the position of the first rule that fits judgements and classes of answers; None: none does."""
    for at, rule in enumerate(overall.rules):
        among = rule.of or domains
        if not rule.is_ or sum(values.get(id) in rule.is_ for id in among) >= rule.at_least:
            return at
    return None


def decides_all(overall: Overall, domains: Sequence[str], values: Mapping[str, str]) -> str:
    """Return the domain or item that made the judgement of the whole.

    It is the one with which the rule's number was reached; of a rule for all that is left, the last. For
    values of which `judge_all` proposes something.
    """
    rule = overall.rules[overall_rule(overall, domains, values) or 0]
    among = rule.of or domains or [*values]
    return [id for id in among if values[id] in rule.is_][rule.at_least - 1] if rule.is_ else among[-1]


def paths(tool: Tool, domain: Domain) -> Iterator[dict[str, str]]:
    """Yield every complete way of answering a domain's routed questions: item and class of answer.

    Items that no condition and no rule names are left out: what is answered to them changes nothing.
    """
    named = {item for each in domain.items for one in each.asked for item in one}
    named |= {item for rule in domain.rules for one in rule.when for item in one}
    items = [item for item in domain.items if item.id in named or item.asked]
    classes = {item.id: tuple(dict.fromkeys(tool.counts_as(a) for a in item.answers)) for item in items}
    waiting: list[tuple[int, dict[str, str]]] = [
        (0, {})
    ]  # not by recursion: a file may have any number of items
    while waiting:
        position, said = waiting.pop()
        while position < len(items) and items[position].asked and not fits(items[position].asked, said):
            position += 1
        if position == len(items):
            yield said
            continue
        item = items[position].id
        waiting.extend((position + 1, {**said, item: word}) for word in reversed(classes[item]))


def fits(condition: Condition, said: Mapping[str, str]) -> bool:
    """Return whether a condition fits what was said, by classes; one that is empty fits nothing."""
    return any(all(said.get(item) in words for item, words in one.items()) for one in condition)


def _may_fit(condition: Condition, said: Mapping[str, str | None]) -> bool | None:
    """Say whether one of the alternatives fits, as far as that is known."""
    verdicts = [_all(one, said) for one in condition]
    return True if True in verdicts else None if None in verdicts else False


def _all(one: Mapping[str, frozenset[str]], said: Mapping[str, str | None]) -> bool | None:
    """Say whether every item is answered as it must be; an item that is not asked is not."""
    unknown = False
    for item, words in one.items():
        answer = said.get(item, "")
        if answer is None:
            unknown = True
        elif answer not in words:
            return False
    return None if unknown else True
