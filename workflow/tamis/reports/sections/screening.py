"""Votes of each reviewer, conflicts and how they were settled, and agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from tamis.reports.audit.words import limits
from tamis.reports.conflicts.dossier import WAYS, is_conflict, way
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.screening import agreement as module
from tamis.tables import DECISIONS, STAGE_NAMES, STAGES, Agreement, Decision, Entry, Verdict

#: What an agreement table prints beside the counts: column, heading, definition.
MEASURES = (
    ("observed", "Observed", "proportion on which both say the same: (a + d) / (a + b + c + d)"),
    ("positive", "Positive", "specific agreement on carrying on: 2a / (2a + b + c)"),
    ("negative", "Negative", "specific agreement on exclude: 2d / (2d + b + c)"),
    (
        "kappa",
        "Cohen’s kappa",
        "(po - pe) / (1 - pe), po: observed, pe: agreement by chance from each one's share of what goes on",
    ),
    (
        "ac1",
        "Gwet’s AC1",
        "(po - pe) / (1 - pe), po: observed, pe: 2q(1 - q), q: the mean of both shares",
    ),
)


#: Those that have limits of 95 in 100 beside them.
LIMITED = ("observed", "kappa", "ac1")


def make(context: Context) -> dict[str, Any]:
    """Return, for each stage, its votes, its conflicts and its agreement."""
    return {
        "measures": MEASURES,
        "scale": module.SCALES[context.built.config.agreement.words].source
        if context.built.config.agreement.words
        else "",
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
                "entries": entries(context, stage),
                "snapshots": snapshots(context, stage),
                "set_aside": [
                    e for e in context.built.entries if (e.stage, e.status) == (stage, "set_aside")
                ],
                "verdicts": verdicts(context, stage),
                "agreement": [
                    agreement(context, row)
                    for row in context.built.agreement
                    if (row.stage, row.part, row.table) == (stage, "all", "advance")
                ],
            }
            for stage in STAGES
        ],
    }


def _votes(decisions: Iterable[Decision]) -> list[Behind]:
    """Return decisions as what stands behind a number: one for each citation."""
    first: dict[str, Decision] = {}
    for decision in decisions:
        first.setdefault(decision.citation_id, decision)
    return [Behind(decision.place, record=id) for id, decision in first.items()]


def votes(context: Context, stage: str) -> list[tuple[str, dict[str, Number]]]:
    """Return on how many citations each reviewer's decisions say what now, reviewer by reviewer.

    A citation of several records counts once; where a reviewer says two things of its records, once for
    each word, and once in all.
    """
    current: dict[str, list[Decision]] = {}
    for decision in context.built.decisions:
        if decision.stage == stage and decision.current == "yes":
            current.setdefault(decision.reviewer, []).append(decision)
    result = []
    for reviewer, decisions in sorted(current.items()):
        id = f"votes-{stage}-{slug(reviewer)}"
        cells = {
            word: context.numbers.count(
                f"{id}-{word}",
                f"Citations on which {reviewer} says “{word}” on {STAGE_NAMES[stage].lower()}",
                table="build/screening/decisions.csv",
                where=f"stage is {stage}; reviewer is {reviewer}; decision is {word}; current is yes; "
                "each citation once",
                by=votes,
                behind=_votes(decision for decision in decisions if decision.decision == word),
                mark=context.mark("votes"),
            )
            for word in DECISIONS
        }
        cells["all"] = context.numbers.count(
            id,
            f"Citations that {reviewer} decided on, on {STAGE_NAMES[stage].lower()}",
            table="build/screening/decisions.csv",
            where=f"stage is {stage}; reviewer is {reviewer}; current is yes; each citation once",
            by=votes,
            behind=_votes(decisions),
            mark=context.mark("votes"),
        )
        result.append((reviewer, cells))
    return result


def changed(context: Context, stage: str) -> dict[str, Number]:
    """Count the changes of mind: decisions that the same reviewer replaced by another word, or reason.

    A line that says again what the one before it said changes nothing.
    """
    made: dict[tuple[str, str], list[Decision]] = {}
    for decision in context.built.decisions:
        if decision.stage == stage:
            made.setdefault((decision.reviewer, decision.record_id), []).append(decision)
    steps = [
        step
        for of_one in made.values()
        for step in pairwise(sorted(of_one, key=lambda decision: decision.order))
    ]
    return {
        name: context.numbers.count(
            f"changed-{stage}-{name}",
            f"{words} on {STAGE_NAMES[stage].lower()}, by the reviewer who had decided",
            table="build/screening/decisions.csv",
            where=f"stage is {stage}; current is no; the next decision of the same reviewer on the record "
            f"has {differs}",
            by=changed,
            behind=[
                Behind(old.place, record=old.citation_id)
                for old, new in steps
                if (old.decision != new.decision) == (name == "word")
                and (old.decision, old.reason) != (new.decision, new.reason)
            ],
            mark=context.mark("votes"),
        )
        for name, words, differs in (
            ("word", "Changes of mind", "another decision"),
            ("reason", "Changed reasons for the same decision", "the same decision and another reason"),
        )
    }


#: How entries of lists are told, by status.
_ENTRIES = {
    "matched": "matched to a citation",
    "settled": "matched by a person",
    "set_aside": "set aside by a person, since no search found them",
    "nothing": "match nothing",
    "several": "match several citations",
}


def entries(context: Context, stage: str) -> list[tuple[str, Number]]:
    """Return how many entries of the imports of a stage there are, and what became of them."""
    rows = [entry for entry in context.built.entries if entry.stage == stage]

    def number(name: str, words: str, where: str, found: Sequence[Entry]) -> Number:
        return context.numbers.count(
            f"entries-{stage}-{name}",
            f"{STAGE_NAMES[stage]}: entries of imports {words}".rstrip(),
            table="build/screening/entries.csv",
            where=f"stage is {stage}{where}",
            by=entries,
            behind=[Behind(row.place, row.title or "[no title]") for row in found],
            mark=context.mark("votes"),
        )

    by_status = {status: [row for row in rows if row.status == status] for status in _ENTRIES}
    return [
        ("", number("all", "", "", rows)),
        *(
            (words, number(status, f"that were {words}", f"; status is {status}", by_status[status]))
            for status, words in _ENTRIES.items()
            if by_status[status]
        ),
    ]


def snapshots(context: Context, stage: str) -> Number | None:
    """Count the imports of a stage, where there are several: what each of them holds is an entry of each."""
    first: dict[str, Entry] = {}
    for entry in context.built.entries:
        if entry.stage == stage:
            first.setdefault(entry.file, entry)
    if len(first) < 2:
        return None
    return context.numbers.count(
        f"snapshots-{stage}",
        f"{STAGE_NAMES[stage]}: imports",
        table="build/screening/entries.csv",
        where=f"stage is {stage}; each file once",
        by=snapshots,
        behind=[Behind(row.place, file) for file, row in first.items()],
        mark=context.mark("votes"),
    )


def _differed(verdict: Verdict) -> bool:
    return verdict.conflict in ("yes", "reason")


#: The rows of verdicts that were in conflict, see `is_conflict`.
_CONFLICT = "conflict is not no, or status is conflict"
#: What is said of the citations that reached a stage: name, words, filter, test.
_VERDICTS: tuple[tuple[str, str, str, Callable[[Verdict], bool]], ...] = (
    ("reached", "Citations that reached this stage", "", lambda v: True),
    ("listed", "Decided by a list of the team", "; status is listed", lambda v: v.status == "listed"),
    (
        "needless",
        "Adjudicated though the reviewers had not differed",
        "; status is adjudicated; conflict is no",
        lambda v: v.status == "adjudicated" and v.conflict == "no",
    ),
    ("conflict", "In conflict at some time", f"; {_CONFLICT}", is_conflict),
    ("differed", "Reviewers differed", "; conflict is yes or reason", _differed),
    (
        "reason",
        "Reviewers differed on the reason alone",
        "; conflict is reason",
        lambda v: v.conflict == "reason",
    ),
    (
        "maybe",
        "A “maybe” asked for a decision, and nobody said the opposite",
        "; conflict is maybe",
        lambda v: v.conflict == "maybe",
    ),
)


def verdicts(context: Context, stage: str) -> dict[str, Any]:
    """Return how many citations reached a stage, how many were in conflict, and what became of those."""
    rows = [verdict for verdict in context.built.verdicts if verdict.stage == stage]
    # Nobody decides on a report that could not be had: at full text it is not open, but gone.
    gone = frozenset(row.citation_id for row in context.built.exits if row.exit == "not_retrieved")

    def number(name: str, words: str, where: str, found: list[Verdict], mark: str) -> Number:
        return context.numbers.count(
            f"verdicts-{stage}-{name}",
            f"{STAGE_NAMES[stage]}: {words[0].lower() + words[1:]}",
            table="build/screening/verdicts.csv",
            where=f"stage is {stage}{where}",
            by=verdicts,
            behind=[Behind(row.place, record=row.citation_id) for row in found],
            mark=mark,
        )

    mark = context.mark("conflicts")
    result: dict[str, Any] = {
        name: number(
            name,
            words,
            where,
            [row for row in rows if test(row)],
            "" if name in ("reached", "listed") else mark,
        )
        for name, words, where, test in _VERDICTS
    }
    asked = [row for row in rows if is_conflict(row)]
    result["settled"] = [
        (words, number(name or "unsettled", f"in conflict, {words}", f"; {_CONFLICT}; {where}", found, mark))
        for name, (words, where) in WAYS.items()
        if (found := [row for row in asked if way(row, gone) == name])
    ]
    waiting = [row for row in rows if row.outcome == ""]
    for name, words, exit, found in (
        ("gone", "Not retrieved, so not decided", "is", [r for r in waiting if r.citation_id in gone]),
        ("open", "Still open", "is not", [r for r in waiting if r.citation_id not in gone]),
    ):
        where = f"; outcome is empty; the exit of the citation {exit} not_retrieved"
        result[name] = number(name, words, where, found, "")
    return result


def agreement(context: Context, row: Agreement) -> dict[str, Any]:
    """Return one row of the agreement table; its numbers share the list of what both decided on."""
    pair = f"{row.stage}-{slug(row.reviewer_a)}-{slug(row.reviewer_b)}"
    cells, left_out = votes_of_pairs(context, row)
    everyone = row.reviewer_a == module.ALL
    others = row.reviewer_b == module.OTHERS
    two = f"{row.reviewer_a} and {'everyone else together' if others else row.reviewer_b}"
    who = "all pairs of reviewers" if everyone else two
    where = (
        f"stage is {row.stage}; part is {row.part}; table is {row.table}; reviewer_a is {row.reviewer_a}; "
        f"reviewer_b is {row.reviewer_b}"
    )
    stage = STAGE_NAMES[row.stage].lower()
    counts = f"; a = {row.both_include}, b = {row.a_only}, c = {row.b_only}, d = {row.both_exclude}"

    def number(column: str, words: str, behind: Sequence[Behind] = (), digits: int = 0) -> Number:
        return context.numbers.value(
            f"agreement-{pair}-{column}",
            getattr(row, column),
            f"{who}, {stage}: {words}",
            table="build/screening/agreement.csv",
            where=f"{where}; column {column}{counts if digits else ''}",
            by=module.measured,
            behind=behind,
            mark=context.mark("agreement"),
            digits=digits,
        )

    word = module.in_words(row.kappa, context.built.config.agreement.words)
    return {
        "who": "All pairs together" if everyone else two,
        "everyone": everyone,
        "both": number(
            "both",
            "citations that both decided on, first votes",
            [vote for cell in (*cells, left_out) for vote in cell],
        ),
        "left_out": number("left_out", "with a maybe, which is neither", left_out) if row.left_out else None,
        "cells": [
            number("both_include", "both carry it on (a)", cells[0]),
            number("a_only", "only the first carries it on (b)", cells[1]),
            number("b_only", "only the second carries it on (c)", cells[2]),
            number("both_exclude", "both exclude (d)", cells[3]),
        ],
        "measures": [
            (
                number(column, f"{head}: {words}", digits=2),
                _limits(row, column) if column in LIMITED else "",
                word if column == "kappa" else "",
            )
            for column, head, words in MEASURES
        ],
    }


def _limits(row: Agreement, column: str) -> str:
    """Return the limits of a measure; only its words may be broken, where they cannot be estimated."""
    found = limits(getattr(row, f"{column}_low"), getattr(row, f"{column}_high"))
    return found.replace(" to ", "\u00a0to\u00a0")


def votes_of_pairs(context: Context, row: Agreement) -> tuple[tuple[list[Behind], ...], list[Behind]]:
    """Return what stands behind the four cells of a row, and what is in none: the first one's votes."""
    rule = context.built.config.advances(row.stage)
    cells: dict[tuple[bool, bool], list[Behind]] = {(a, b): [] for a in (True, False) for b in (True, False)}
    left_out: list[Behind] = []
    for each in context.pairs[row.stage]:
        if pair := each.of(row.reviewer_a, row.reviewer_b):
            cell = pair.advances(rule)
            (left_out if cell is None else cells[cell]).append(
                Behind(pair.first.place, record=pair.first.citation_id)
            )
    return tuple(cells.values()), left_out
