"""Tables on the flow: its boxes with their numbers, and why reports were excluded."""

from __future__ import annotations

from functools import partial

from tamis.manuscript.tables.made import Content, TableMaker, spanning, table
from tamis.reports.context import Context
from tamis.reports.sections.flow import reasons, rows
from tamis.typeset.blocks import Cell, Table

DESCRIBED = [
    ("flow", "the boxes of the flow diagram, with their numbers"),
    ("reasons", "reasons for exclusion at full text, with how many reports left for each"),
]
#: What a line beneath another begins with: an em space.
_INDENT = "\u2003"
_WIDTHS = (84, 16)


def make(context: Context) -> dict[str, TableMaker]:
    """Return the tables."""
    return {"flow": partial(_flow, context), "reasons": partial(_reasons, context)}


def _flow(context: Context) -> Table:
    lines: list[list[Content]] = [
        [f"{_INDENT * depth}{number.words}", number] for depth, number in rows(context)
    ]
    return table(
        "flow", "The flow of records, reports and studies", ["Step", "Number"], lines, widths=_WIDTHS
    )


def _reasons(context: Context) -> Table:
    lines: list[list[Content] | tuple[Cell, ...]] = []
    for arm, found in reasons(context, "excluded_full_text", "full text"):
        if arm:
            lines.append(spanning(arm, 2))
        lines += [[words, number] for words, number in found]
    caption = "Why reports were excluded after reading the full text"
    return table("reasons", caption, ["Reason", "Reports"], lines, widths=_WIDTHS)
