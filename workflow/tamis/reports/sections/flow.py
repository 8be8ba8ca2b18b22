"""The flow diagram, and its numbers as a table for those who cannot see it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tamis.flow.diagram import draw
from tamis.reports.context import Context
from tamis.reports.numbers import Number
from tamis.tables import Exit


def make(context: Context) -> dict[str, Any]:
    """Return the diagram, the table of its boxes, and the reasons for exclusion."""
    built = context.built
    return {
        "boxes": {name: number for name, number in context.flow.items() if _applies(context, name)},
        "diagram": diagram(context),
        "reasons": reasons(context, "excluded_title_abstract", "title and abstract"),
        "pooled": built.config.pool_other_methods,
    }


def _applies(context: Context, box: str) -> bool:
    """Return whether a box says something of this review: a source that was searched, an arm that it has."""
    if box.endswith("_results"):
        return context.built.flow.boxes[box] is not None
    return context.built.flow.other_arm or not box.startswith("other_")


def diagram(context: Context) -> Markup:
    """Return the diagram with each box a link to where its number is explained."""
    svg = draw(context.built.flow, href=lambda box: f"#n-flow-{box}")
    # A picture has no links for those who listen to a page; a group of texts has.
    return Markup(svg.replace('role="img"', 'role="group"', 1))  # noqa: S704  the diagram escapes its texts


def reasons(context: Context, exit: str, stage: str) -> list[tuple[str, Number]]:
    """Return how many citations left by an exit for each reason, in the order of the flowchart."""
    rows: dict[str, list[Exit]] = {}
    for row in context.built.exits:
        if row.exit == exit:
            rows.setdefault(row.reason, []).append(row)
    known = context.built.config.reasons
    order = [*known, *sorted(set(rows) - set(known))]
    return [
        (
            context.reason(reason),
            context.numbers.count(
                f"reason-{exit}-{reason or 'none'}",
                f"Excluded on {stage}: {context.reason(reason)}",
                table="build/flow/exits.csv",
                where=f"exit is {exit}; reason is {reason or 'empty'}",
                by=reasons,
                behind=context.records(row.record_id for row in rows[reason]),
                mark=context.mark("reasons"),
            ),
        )
        for reason in order
        if reason in rows
    ]
