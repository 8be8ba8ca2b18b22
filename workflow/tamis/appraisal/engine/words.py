"""Conditions and rules of a tool in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamis.appraisal.engine.tool import Condition, CountRule, Domain, Overall, Tool


def condition(tool: Tool, domain: Domain, condition: Condition) -> str:
    """Return a condition in words: `2.1 is Yes or Probably yes, and 2.2 is No`."""
    answers = {item.id: item.answers for item in domain.items}
    return "; or ".join(
        ", and ".join(
            f"{id} is "
            + either(tool.answer_of[each].label for each in answers[id] if tool.counts_as(each) in words)
            for id, words in one.items()
        )
        for one in condition
    )


def rules(tool: Tool, domain: Domain) -> Iterator[str]:
    """Yield how a domain is judged, a rule at a time; nothing where it has no judgement."""
    labels = {sign.id: sign.label for sign in tool.judgements}
    for rule in domain.rules:
        when = f"where {condition(tool, domain, rule.when)}" if rule.when else "in all other cases"
        yield f"{labels[rule.then]} {when}"
    if domain.judged and not domain.rules:
        yield "A person judges."


def overall(tool: Tool, overall: Overall) -> Iterator[str]:
    """Yield how the whole is judged, a rule at a time, and what is said of it."""
    labels = {sign.id: sign.label for sign in overall.judgements}
    for rule in overall.rules:
        yield f"{labels[rule.then] if rule.then else 'A person judges'} {_counts(tool, rule)}"
    if not overall.rules:
        yield f"A person judges: {either(labels.values())}."
    yield from (note.text for note in overall.notes)


def _counts(tool: Tool, rule: CountRule) -> str:
    if not rule.is_:
        return "in all other cases"
    words = [sign.label for sign in tool.judgements if sign.id in rule.is_]
    words += [answer.label for answer in tool.answers if answer.counts_as in rule.is_ and rule.of]
    among = ", ".join(rule.of) or "the domains"
    return (
        f"where at least {rule.at_least} of {among} {'is' if rule.at_least == 1 else 'are'} {either(words)}"
    )


def either(words: Iterable[str]) -> str:
    """Return words as `Yes, Probably yes or No information`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
