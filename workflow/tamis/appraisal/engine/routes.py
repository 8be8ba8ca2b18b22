"""Whether a question is asked, is not asked, or is not decided yet, given the answers that hold."""

from __future__ import annotations

from collections.abc import Mapping

from tamis.appraisal.engine.tool import Condition, Domain, Tool


def routes(tool: Tool, domain: Domain, answers: Mapping[str, str]) -> dict[str, bool | None]:
    """Return of each item of a domain whether it is asked; None: it hangs on a question without an answer.

    Those that are asked are those of `judge.asked`.

    Args:
        tool: the tool.
        domain: one of its domains.
        answers: ids of answers by item; one that is not asked plays no part.
    """
    found: dict[str, bool | None] = {}
    said: dict[str, str | None] = {}  # the class that holds; None where it is not known; absent: not asked
    for item in domain.items:
        asked = _fits(item.asked, said) if item.asked else True
        found[item.id] = asked
        if asked is not False:
            known = item.id in answers and asked
            said[item.id] = tool.counts_as(answers[item.id]) if known else None
    return found


def _fits(condition: Condition, said: Mapping[str, str | None]) -> bool | None:
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
