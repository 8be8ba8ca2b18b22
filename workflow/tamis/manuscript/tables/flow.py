"""Tables on the flow: its boxes with their numbers, and why reports were excluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from tamis.flow.diagram.said import Line, Said, boxes, headings, joined, notes
from tamis.flow.labels import ENGLISH, Labels
from tamis.manuscript.tables.made import Content, TableMaker, spanning, table
from tamis.reports.context import Context
from tamis.reports.numbers import Number
from tamis.reports.sections.flow import numbers, reasons
from tamis.typeset.blocks import Cell, Table, plain

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
    """Return the boxes in the order and with the labels of the diagram, each column of it a group."""
    flow, words = context.built.flow, context.built.labels
    known = numbers(context)
    heads = headings(flow, words)
    if joined(flow):
        heads["screening"] = words.phases[1]
    heads["included"] = words.phases[2]
    under: dict[str, list[list[Content]]] = {group: [] for group in heads}
    for name, said in boxes(flow, words).items():
        group = next((group for start, group in _GROUPS.items() if name.startswith(start)), "databases")
        under[group if group in heads else "databases"] += _box(said, known, words)
    lines: list[list[Content] | tuple[Cell, ...]] = []
    for group, rows in under.items():
        lines += [spanning(heads[group], 2), *rows] if rows else []
    if left := [line for line in notes(flow, words) if line.name.startswith("undrawn:")]:
        lines.append(spanning(words.notes["undrawn"], 2))
        lines += [_row(line, known[line.name], words) for line in left]
    english = words == ENGLISH
    return table(
        "flow",
        "The flow of records, reports and studies" if english else words.title,
        ["Step", "Number"] if english else [words.title, "n"],
        lines,
        widths=_WIDTHS,
    )


#: How the names of boxes begin that stand under another heading than that of databases.
_GROUPS = {
    "previous_": "previous",
    "other_": "other",
    **dict.fromkeys(("records_", "dbr_"), "screening"),
    **dict.fromkeys(("new_", "total_", "meta_analysis_"), "included"),
}


def _box(said: Said, known: Mapping[str, Number], words: Labels) -> Iterator[list[Content]]:
    """Yield the lines of a box that have a number; the first has that of the whole box."""
    told = ""
    for at, line in enumerate(said.lines):
        name = line.name or ("" if at else said.link)
        if name and name != told and name in known:
            yield _row(line, known[name], words)
        told = name


def _row(line: Line, number: Number, words: Labels) -> list[Content]:
    """Return a line of the diagram as a row: its label, without the number that the diagram has in it."""
    n = None if number.value is None else int(number.value)
    ends = {words.number(n, mark) for mark in ("", number.mark)}
    text = line.text.replace("\u00a0", " ").rstrip(":： ")
    label = next((text.removesuffix(end).rstrip(":： ") for end in ends if text.endswith(end)), text)
    shown = words.not_recorded if n is None else f"{words.plain(n)}{number.mark}"
    depth = max(line.level, int(line.open))
    return [f"{_INDENT * depth}{label}", Cell((plain(shown),), align="right")]


def _reasons(context: Context) -> Table:
    lines: list[list[Content] | tuple[Cell, ...]] = []
    for arm, found in reasons(context, "excluded_full_text", "full text"):
        if arm:
            lines.append(spanning(arm, 2))
        lines += [[words, number] for words, number in found]
    caption = "Why reports were excluded after reading the full text"
    return table("reasons", caption, ["Reason", "Reports"], lines, widths=_WIDTHS)
