"""Eligibility criteria, the flowchart of questions in all its versions, several reports of one study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tamis.config import Flowchart
from tamis.reports.context import Context
from tamis.reports.flowchart import TITLE, draw
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import STAGE_NAMES, STAGES, Verdict

VERDICTS = "build/screening/verdicts.csv"
#: Exclusions for which no question is given: of a list of the team, or where none was asked for.
_NO_REASON = ("", "not_recorded")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one question from a version to the next: what, its id, as it was, and as it is."""

    what: str
    id: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is printed: its drawing, when it was in force, and how it differs from the one before.

    `since` is empty for the first one, and `until` for the one in force; `why` is why the one before it was
    changed.
    """

    number: int
    since: str
    until: str
    why: str
    changes: tuple[Change, ...]
    drawing: Markup


def make(context: Context) -> dict[str, Any]:
    """Return the criteria as the protocol words them, the flowchart, and how many each question excluded."""
    config = context.built.config
    eligibility = config.text["eligibility"]
    excluded = exclusions(context)
    return {
        "criteria": eligibility.get("criteria", []),
        "versions": versions(config.flowcharts, {id for id, *_ in excluded}),
        "stages": [STAGE_NAMES[stage] for stage in STAGES],
        "excluded": excluded,
        "several_reports": eligibility.get("several_reports", ""),
    }


def versions(flowcharts: tuple[Flowchart, ...], counted: set[str]) -> list[Version]:
    """Return the versions of the flowchart, the one in force first.

    Args:
        flowcharts: the versions, the oldest first.
        counted: ids of questions that have a line in the table, which their reasons lead to.
    """
    made = []
    for at, chart in enumerate(flowcharts):
        before = flowcharts[at - 1] if at else None
        title = f"{TITLE}, version {chart.number}" if len(flowcharts) > 1 else TITLE
        drawing = draw(chart, title=title, href=lambda id: f"#question-{slug(id)}" if id in counted else None)
        made.append(
            Version(
                chart.number,
                before.until if before else "",
                chart.until,
                before.why if before else "",
                tuple(changes(before, chart)) if before else (),
                Markup(drawing),  # noqa: S704  the figure escapes its texts
            )
        )
    return made[::-1]


def changes(before: Flowchart, after: Flowchart) -> list[Change]:
    """Return what became of the questions from a version to the next."""
    from tamis.screening.versions import changes as of_questions

    old = {question.id: question for question in before.questions}
    new = {question.id: question for question in after.questions}
    found = [
        Change(what, id, old[id].question if id in old else "", new[id].question if id in new else "")
        for what, id in of_questions(before, after)
    ]
    kept = [id for id in new if id in old]
    found += [
        Change("reason reworded", id, old[id].reason, new[id].reason)
        for id in kept
        if old[id].reason != new[id].reason
    ]
    if kept != [id for id in old if id in new]:
        found.append(Change("put in another order", ", ".join(new)))
    return found


def exclusions(context: Context) -> list[tuple[str, str, str, list[Number]]]:
    """Return how many citations each question excluded at each stage: its id, its words, reason, numbers.

    The questions in force come first, then those of earlier versions that are gone, then exclusions for
    which no question is given, and last all of them.
    """
    config, rows = context.built.config, context.built.verdicts
    asked: dict[str, str] = {}
    for chart in reversed(config.flowcharts):
        for question in chart.questions:
            gone = "" if chart.number == len(config.flowcharts) else " (no longer asked)"
            asked.setdefault(question.id, f"{question.question}{gone}")

    def numbers(name: str, words: str, where: str, ids: tuple[str, ...] | None) -> list[Number]:
        return [_excluded(context, stage, name, words, where, ids, rows) for stage in STAGES]

    found = [
        (id, text, config.reasons[id], numbers(slug(id), config.reasons[id], f"; reason is {id}", (id,)))
        for id, text in asked.items()
    ]
    none = numbers("~none", "no reason given", "; reason is empty or not_recorded", _NO_REASON)
    if any(none):
        found.append(("", "", "Reason not recorded", none))
    return [*found, ("", "", "All", numbers("~all", "all", "", None))]


def _excluded(
    context: Context,
    stage: str,
    name: str,
    words: str,
    where: str,
    ids: tuple[str, ...] | None,
    rows: list[Verdict],
) -> Number:
    """Count the verdicts to exclude at a stage for one of these reasons; None: whatever the reason."""
    return context.numbers.count(
        f"question-{stage}-{name}",
        f"Citations excluded, {STAGE_NAMES[stage].lower()}: {words}",
        table=VERDICTS,
        where=f"stage is {stage}; outcome is exclude{where}",
        by=exclusions,
        behind=[
            Behind(row.place, record=row.citation_id)
            for row in rows
            if row.stage == stage and row.outcome == "exclude" and (ids is None or row.reason in ids)
        ],
        mark=context.mark("reasons" if ids else "votes"),
    )
