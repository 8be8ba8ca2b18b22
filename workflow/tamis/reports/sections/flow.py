"""The flow diagram, and its numbers as a table for those who cannot see it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tamis.flow.boxes import by_reason, ledger
from tamis.flow.diagram import draw
from tamis.reports.context import EXITS_TABLE, Context
from tamis.reports.numbers import Number, slug


def make(context: Context) -> dict[str, Any]:
    """Return the diagram, the table of its boxes, and the reasons for exclusion."""
    boxes = {name: number for name, number in context.flow.items() if _applies(context, name)}
    return {
        "boxes": [*boxes.values(), *context.waiting.values(), *context.undrawn],
        "diagram": diagram(context, set(boxes)),
        "reasons": reasons(context, "excluded_title_abstract", "title and abstract"),
    }


def _applies(context: Context, box: str) -> bool:
    """Return whether a box says something of this review: a source that was searched, an arm that it has."""
    if box.endswith("_results"):
        return context.built.flow.boxes[box] is not None
    return context.two_arms or not box.startswith("other_")


def diagram(context: Context, boxes: set[str]) -> Markup:
    """Return the diagram with each box a link to where its number is explained, where the page has it."""
    svg = draw(context.built.flow, href=lambda box: f"#n-flow-{box}" if box in boxes else None)
    return Markup(svg)  # noqa: S704  the diagram escapes its texts


def reasons(context: Context, exit: str, stage: str) -> list[tuple[str, list[tuple[str, Number]]]]:
    """Return how many left by an exit for each reason: arm by arm as the diagram has it, each in order."""
    found: dict[str, list[tuple[str, Number]]] = {}
    for arm, reason, _, lines in by_reason(context.built.ledger, exit, context.built.config.reasons):
        words = context.reason(reason)
        of = f" ({context.arm(arm).lower()})" if context.two_arms else ""
        number = context.numbers.count(
            f"reason-{exit}-{arm}-{slug(reason)}",
            f"Excluded on {stage}{of}: {words}",
            table=EXITS_TABLE,
            where=f"{context.of_arm(arm)}exit is {exit}; reason is "
            + ("empty or not_recorded" if reason == "not_recorded" else reason),
            by=ledger,
            behind=context.behind(lines),
            mark=context.mark("reasons"),
        )
        found.setdefault(context.arm(arm), []).append((words, number))
    return list(found.items())
