"""The appraisal grid: every criterion of every study, in symbols and words, and both tallies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tamis.appraisal import registry, tally
from tamis.appraisal.registry import Tool
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import Appraisal


def make(context: Context) -> dict[str, Any] | None:
    """Return a grid and the tallies of each tool, or None where none is used."""
    tools = [registry.require(name) for name in context.built.config.tools]
    return {"grids": [grid(context, tool) for tool in tools]} if tools else None


def grid(context: Context, tool: Tool) -> dict[str, Any]:
    """Return a row a study, a column a criterion that is due or was rated for any study."""
    ratings = [row for row in context.built.ratings if row.tool == tool.id]
    cells = {(row.study, row.item): row for row in ratings}
    used = {row.item for row in ratings}
    groups = [
        (group, items)
        for group in tool.groups
        if (items := [item for item in group.items if item.id in used])
    ]
    categories = {row.study: row for row in context.built.categories if row.tool == tool.id}
    return {
        "tool": tool,
        "answers": {answer.id: answer for answer in tool.answers},
        "disputed": DISPUTED,
        "groups": groups,
        "unused": [group for group in tool.groups if group.id not in {g.id for g, _ in groups}],
        "rows": [(study, categories.get(study.study)) for study in context.built.studies],
        "cells": cells,
        "tallies": tallies(context, tool, ratings),
        "by_item": by_item(context, tool, ratings),
        "worded": all(item.wording for _, items in groups for item in items),
        "notes": tally.notes(ratings, tool),
    }


#: How the grid shows a criterion on which the appraisers differ.
DISPUTED = {"label": "In dispute", "symbol": "≠", "colour": "#D7C4E2"}

#: The sets over which answers are counted: name, heading, rows.
_SETS = (
    ("own", "Criteria of each study’s own category", "; the criterion is of the study's own category"),
    ("all", "All criteria due by the tool’s rule", "; no screening question"),
    ("screening", "Screening questions", "; a screening question"),
)


def words_of(tool: Tool) -> list[tuple[str, str, str]]:
    """Return what can be said of a criterion that is due: state, answer, label."""
    return [
        *(("given", answer.id, answer.label) for answer in tool.answers),
        ("empty", "", tool.missing.label),
        ("disputed", "", DISPUTED["label"]),
    ]


def tallies(context: Context, tool: Tool, ratings: Sequence[Appraisal]) -> list[dict[str, Any]]:
    """Return how often each answer was given, counted over three sets of criteria."""
    counted = tally.tally(ratings, tool)
    rows_of = tally.sets(ratings, tool)
    found = []
    for name, title, more in _SETS:
        counts: tally.Tally = getattr(counted, name)
        if not counts.due:
            continue
        rows = rows_of[name]
        where = f"tool is {tool.id}; due is yes{more}"
        values = {**counts.answers, "empty": counts.missing, "disputed": counts.disputed}
        found.append(
            {
                "title": title,
                "due": _number(context, tool, f"{name}-due", counts.due, f"{title}: due", where, rows),
                "answers": [
                    _number(
                        context,
                        tool,
                        f"{name}-{state}-{slug(answer)}",
                        values[answer or state],
                        f"{title}: {label.lower()}",
                        f"{where}; {_said(state, answer)}",
                        [row for row in rows if (row.state, row.answer) == (state, answer)],
                    )
                    for state, answer, label in words_of(tool)
                ],
            }
        )
    return found


def _said(state: str, answer: str) -> str:
    return f"answer is {answer}" if answer else f"state is {state}"


def by_item(context: Context, tool: Tool, ratings: Sequence[Appraisal]) -> dict[str, list[Number]]:
    """Return, for each criterion, how often each answer was given over the studies for which it is due."""
    rows: dict[str, list[Appraisal]] = {}
    for row in ratings:
        if row.due == "yes":
            rows.setdefault(row.item, []).append(row)
    return {
        item: [
            _number(
                context,
                tool,
                f"item-{slug(item)}-{state}-{slug(answer)}",
                len(found),
                f"Criterion {item}: {label.lower()}",
                f"tool is {tool.id}; item is {item}; due is yes; {_said(state, answer)}",
                found,
                by=by_item,
            )
            for state, answer, label in words_of(tool)
            for found in [[row for row in those if (row.state, row.answer) == (state, answer)]]
        ]
        for item, those in rows.items()
    }


def _number(
    context: Context,
    tool: Tool,
    id: str,
    value: int,
    words: str,
    where: str,
    rows: Sequence[Appraisal],
    by: Any = tally.tally,
) -> Number:
    return context.numbers.value(
        f"tool-{slug(tool.id)}-{id}",
        value,
        words,
        table="build/appraisal/ratings.csv",
        where=where,
        by=by,
        behind=[Behind(row.place, f"{context.built.study[row.study].label}, {row.item}") for row in rows],
    )
