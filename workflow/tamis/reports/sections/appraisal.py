"""The appraisal grid: every criterion of every study, in symbols and words, and both tallies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tamis.appraisal import registry, tally
from tamis.appraisal.registry import Tool
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number
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
        "groups": groups,
        "unused": [group for group in tool.groups if group.id not in {g.id for g, _ in groups}],
        "rows": [(work, categories.get(work.id)) for work in context.library.included],
        "cells": cells,
        "tallies": tallies(context, tool, ratings),
        "by_item": by_item(context, tool, ratings),
        "worded": all(item.wording for _, items in groups for item in items),
        "notes": tally.notes(ratings, tool),
    }


def tallies(context: Context, tool: Tool, ratings: Sequence[Appraisal]) -> list[dict[str, Any]]:
    """Return how often each answer was given, counted over three sets of criteria."""
    counted = tally.tally(ratings, tool)
    criteria = [row for row in ratings if row.due == "yes" and row.category != tool.screening]
    own = {
        study: tally.own_set([row for row in criteria if row.study == study], tool)
        for study in {row.study for row in criteria}
    }
    sets = [
        (
            "own",
            "Criteria of each study’s own category",
            "the criterion belongs to the study's own category",
            counted.own,
            [row for row in criteria if row.category == own[row.study]],
        ),
        ("all", "All criteria due by the tool’s rule", "due is yes", counted.all, criteria),
        (
            "screening",
            "Screening questions",
            "due is yes; a screening question",
            counted.screening,
            [row for row in ratings if row.due == "yes" and row.category == tool.screening],
        ),
    ]
    return [
        {
            "title": title,
            "due": _number(context, f"{tool.id}-{id}", counts.due, f"{title}: how many are due", where, rows),
            "answers": [
                _number(
                    context,
                    f"{tool.id}-{id}-{answer.id}",
                    counts.answers[answer.id],
                    f"{title}: rated “{answer.label}”",
                    f"{where}; answer is {answer.id}",
                    [row for row in rows if row.answer == answer.id],
                )
                for answer in tool.answers
            ],
            "missing": _number(
                context,
                f"{tool.id}-{id}-missing",
                counts.missing,
                f"{title}: due and not rated",
                f"{where}; answer is empty",
                [row for row in rows if not row.answer],
            ),
        }
        for id, title, where, counts, rows in sets
        if counts.due
    ]


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
                f"{tool.id}-item-{item}-{answer or 'missing'}",
                sum(row.answer == answer for row in those),
                f"Criterion {item}: {label.lower()}",
                f"item is {item}; due is yes; answer is {answer or 'empty'}",
                [row for row in those if row.answer == answer],
                by=by_item,
            )
            for answer, label in [*((a.id, a.label) for a in tool.answers), ("", tool.missing.label)]
        ]
        for item, those in rows.items()
    }


def _number(
    context: Context,
    id: str,
    value: int,
    words: str,
    where: str,
    rows: Sequence[Appraisal],
    by: Any = tally.tally,
) -> Number:
    return context.numbers.value(
        id,
        value,
        words,
        table="build/appraisal/ratings.csv",
        where=where,
        by=by,
        behind=[Behind(row.place, f"{_label(context, row.study)}, {row.item}") for row in rows],
    )


def _label(context: Context, study: str) -> str:
    row = context.built.study.get(study)
    return row.label if row else study
