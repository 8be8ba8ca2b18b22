"""Votes of each reviewer, conflicts and how they were settled, and agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number
from tamis.reports.sections.selection import STAGE_NAMES
from tamis.screening import agreement as module
from tamis.tables import DECISIONS, STAGES, Agreement, Decision, Verdict

#: What an agreement table prints beside the counts: column, heading, definition.
MEASURES = (
    ("observed", "Observed", "proportion on which both say the same: (a + d) / (a + b + c + d)"),
    ("positive", "Positive", "specific agreement on include: 2a / (2a + b + c)"),
    ("negative", "Negative", "specific agreement on exclude: 2d / (2d + b + c)"),
    (
        "kappa",
        "Cohen’s kappa",
        "(po - pe) / (1 - pe), po: observed, pe: agreement by chance from each one's own share of includes",
    ),
    (
        "ac1",
        "Gwet’s AC1",
        "(po - pe) / (1 - pe), po: observed, pe: 2q(1 - q), q: the mean of both shares of includes",
    ),
)


def make(context: Context) -> dict[str, Any]:
    """Return, for each stage, its votes, its conflicts and its agreement."""
    return {
        "measures": MEASURES,
        "stages": [
            {
                "name": STAGE_NAMES[stage],
                "votes": votes(context, stage),
                "words": [
                    word
                    for word in DECISIONS
                    if word in ("include", "exclude")
                    or any(d.decision == word for d in context.built.decisions if d.stage == stage)
                ],
                "changed": changed(context, stage),
                "verdicts": verdicts(context, stage),
                "agreement": [
                    agreement(context, row) for row in context.built.agreement if row.stage == stage
                ],
            }
            for stage in STAGES
        ],
    }


def _vote(decision: Decision) -> Behind:
    return Behind(decision.place, record=decision.citation_id)


def votes(context: Context, stage: str) -> list[tuple[str, dict[str, Number]]]:
    """Return how each reviewer's decisions that count now fall, reviewer by reviewer."""
    current: dict[str, list[Decision]] = {}
    for decision in context.built.decisions:
        if decision.stage == stage and decision.current == "yes":
            current.setdefault(decision.reviewer, []).append(decision)
    result = []
    for reviewer, decisions in sorted(current.items()):
        cells = {
            word: context.numbers.count(
                f"votes-{stage}-{reviewer}-{word}",
                f"Decisions “{word}” of {reviewer} on {STAGE_NAMES[stage].lower()}",
                table="build/screening/decisions.csv",
                where=f"stage is {stage}; reviewer is {reviewer}; decision is {word}; current is yes",
                by=votes,
                behind=[_vote(decision) for decision in decisions if decision.decision == word],
                mark=context.mark("votes"),
            )
            for word in DECISIONS
        }
        cells["all"] = context.numbers.count(
            f"votes-{stage}-{reviewer}",
            f"Citations that {reviewer} decided on, on {STAGE_NAMES[stage].lower()}",
            table="build/screening/decisions.csv",
            where=f"stage is {stage}; reviewer is {reviewer}; current is yes",
            by=votes,
            behind=[_vote(decision) for decision in decisions],
            mark=context.mark("votes"),
        )
        result.append((reviewer, cells))
    return result


def changed(context: Context, stage: str) -> Number:
    """Count the changes of mind: decisions that a later one of the same reviewer replaced."""
    return context.numbers.count(
        f"changed-{stage}",
        f"Changes of mind on {STAGE_NAMES[stage].lower()}: decisions that the same reviewer replaced",
        table="build/screening/decisions.csv",
        where=f"stage is {stage}; current is no",
        by=changed,
        behind=[
            _vote(decision)
            for decision in context.built.decisions
            if decision.stage == stage and decision.current == "no"
        ],
        mark=context.mark("votes"),
    )


#: What is said of the citations that reached a stage: name, words, filter, test.
_VERDICTS: tuple[tuple[str, str, str, Callable[[Verdict], bool]], ...] = (
    ("reached", "Citations that reached this stage", "", lambda v: True),
    ("conflict", "Reviewers differed", "; conflict is not no", lambda v: v.conflict != "no"),
    (
        "reason",
        "of these, on the reason alone",
        "; conflict is reason",
        lambda v: v.conflict == "reason",
    ),
    ("third", "Settled by a third reviewer", "; resolved_how is third", lambda v: v.resolved_how == "third"),
    (
        "discussion",
        "Settled by discussion",
        "; resolved_how is discussion",
        lambda v: v.resolved_how == "discussion",
    ),
    (
        "themselves",
        "Settled when a reviewer changed a decision",
        "; conflict is not no; resolved_how is empty; outcome is not empty",
        lambda v: v.conflict != "no" and not v.resolved_how and v.outcome != "",
    ),
    ("listed", "Decided by a list of the team", "; status is listed", lambda v: v.status == "listed"),
)
_ON_CONFLICTS = ("conflict", "reason", "third", "discussion", "themselves")


def verdicts(context: Context, stage: str) -> dict[str, Number]:
    """Return how many citations reached a stage, how many were in conflict, and what became of those."""
    rows = [verdict for verdict in context.built.verdicts if verdict.stage == stage]
    # Nobody decides on a report that could not be had: at full text it is not open, but gone.
    gone = {row.citation_id for row in context.built.exits if row.exit == "not_retrieved"}

    def number(name: str, words: str, where: str, found: list[Verdict]) -> Number:
        return context.numbers.count(
            f"verdicts-{stage}-{name}",
            f"{STAGE_NAMES[stage]}: {words[0].lower() + words[1:]}",
            table="build/screening/verdicts.csv",
            where=f"stage is {stage}{where}",
            by=verdicts,
            behind=[Behind(row.place, record=row.citation_id) for row in found],
            mark=context.mark("conflicts") if name in _ON_CONFLICTS else "",
        )

    result = {
        name: number(name, words, where, [row for row in rows if test(row)])
        for name, words, where, test in _VERDICTS
    }
    waiting = [row for row in rows if row.outcome == ""]
    for name, words, exit, found in (
        ("gone", "Not retrieved, so not decided", "is", [r for r in waiting if r.citation_id in gone]),
        ("open", "Still open", "is not", [r for r in waiting if r.citation_id not in gone]),
    ):
        where = f"; outcome is empty; the exit of the citation {exit} not_retrieved"
        result[name] = number(name, words, where, found)
    return result


def agreement(context: Context, row: Agreement) -> dict[str, Any]:
    """Return one row of the agreement table; its numbers share the list of what both decided on."""
    pair = f"{row.stage}-{row.reviewer_a}-{row.reviewer_b}"
    cells = votes_of_pairs(context, row)
    everyone = row.reviewer_a == "all"
    who = "all pairs of reviewers" if everyone else f"{row.reviewer_a} and {row.reviewer_b}"
    where = f"stage is {row.stage}; reviewer_a is {row.reviewer_a}; reviewer_b is {row.reviewer_b}"
    stage = STAGE_NAMES[row.stage].lower()
    counts = f"; a = {row.both_include}, b = {row.a_only}, c = {row.b_only}, d = {row.both_exclude}"

    def number(column: str, words: str, behind: Sequence[Behind] = (), digits: int = 0) -> Number:
        return context.numbers.value(
            f"agreement-{pair}-{column}",
            getattr(row, column),
            f"{who}, {stage}: {words}",
            table="build/screening/agreement.csv",
            where=f"{where}; column {column}{counts if digits else ''}",
            by=module.agreement,
            behind=behind,
            mark=context.mark("agreement"),
            digits=digits,
        )

    return {
        "who": "All pairs together" if everyone else f"{row.reviewer_a} and {row.reviewer_b}",
        "everyone": everyone,
        "both": number(
            "both", "citations that both decided on, first votes", [v for cell in cells for v in cell]
        ),
        "cells": [
            number("both_include", "both include (a)", cells[0]),
            number("a_only", "only the first includes (b)", cells[1]),
            number("b_only", "only the second includes (c)", cells[2]),
            number("both_exclude", "both exclude (d)", cells[3]),
        ],
        "measures": [number(column, f"{head}: {words}", digits=2) for column, head, words in MEASURES],
    }


def votes_of_pairs(context: Context, row: Agreement) -> tuple[list[Behind], ...]:
    """Return what stands behind the four cells of a row: for each citation the first one's vote."""
    order = context.built.config.reviewer_ids
    cells: dict[tuple[bool, bool], list[Behind]] = {(a, b): [] for a in (True, False) for b in (True, False)}
    for citation, votes in context.first_votes[row.stage].items():
        here = [reviewer for reviewer in order if reviewer in votes]
        for a, b in combinations(here, 2):
            if row.reviewer_a == module.ALL or (a, b) == (row.reviewer_a, row.reviewer_b):
                said = votes[a].decision != "exclude", votes[b].decision != "exclude"
                cells[said].append(Behind(votes[a].place, record=citation))
    return tuple(cells.values())
