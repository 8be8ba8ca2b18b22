"""An appraisal tool, for looking things up while filling in a sheet: criteria, answers, routing and rules."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.appraisal.engine import words
from tamis.appraisal.engine.tool import OVERALL, Domain, Item, Sign, Tool
from tamis.forms.sheet.workbook import Beside

_WIDTHS = {"part": 30, "item": 14, "what": 64, "answers": 36, "when": 64}
_JUDGEMENT = "judgement of the domain"
_WHOLE = "judgement of the whole"


def sheet(tool: Tool) -> Beside:
    """Return a tool as a sheet: its criteria, what may be answered, when each is asked, and its rules."""
    rows: list[tuple[str, ...]] = []
    for domain in tool.domains:
        for item in domain.items:
            text, answers = item.wording or item.label, [tool.answer_of[id] for id in item.answers]
            rows.append((domain.label, item.id, text, _labels(answers), _asked(tool, domain, item)))
        if domain.judged:
            signs = _labels(tool.signs(domain.id))
            rows.append((domain.label, domain.id, _JUDGEMENT, signs, "; ".join(words.rules(tool, domain))))
    if tool.overall:
        rules = "; ".join(words.overall(tool, tool.overall))
        rows.append((tool.overall.label, OVERALL, _WHOLE, _labels(tool.signs(OVERALL)), rules))
    if tool.screening:
        passes = words.either(tool.answer_of[id].label for id in tool.screening.passes)
        text = f"after any answer but {passes} the criteria are optional: {tool.screening.otherwise}"
        rows.append((tool.domain[tool.screening.domain].label, "", text, "", ""))
    for kind in tool.categories if len(tool.categories) > 1 else ():
        parts = [tool.domain[id].label for id in kind.due if id in tool.domain]
        text = " + ".join([*parts, *(["that of its component"] if kind.components else [])])
        rows.append(("Category", kind.id, f"{kind.label}: {text}", ", ".join(kind.components), ""))
    rows.append(("Source", "", tool.source, "", tool.licence))
    return Beside(tool.id[:31], _WIDTHS, rows)


def criterion(tool: Tool, domain: Domain, item: Item) -> str:
    """Return what a criterion is about: its domain, the team's wording or our label, and when it is asked."""
    asked = f" ({_asked(tool, domain, item)})" if item.asked else ""
    return f"{domain.label}: {item.wording or item.label}{asked}"


def judgement(tool: Tool, domain: str) -> str:
    """Return what a judgement is about: a domain, or the whole."""
    if domain == OVERALL:
        return f"{tool.overall.label if tool.overall else OVERALL}: {_WHOLE}"
    return f"{tool.domain[domain].label}: {_JUDGEMENT}"


def _asked(tool: Tool, domain: Domain, item: Item) -> str:
    return f"asked if {words.condition(tool, domain, item.asked)}" if item.asked else ""


def _labels(signs: Sequence[Sign]) -> str:
    return ", ".join(sign.label for sign in signs)
