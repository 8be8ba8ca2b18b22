"""SWiM: how each of its items is answered, where there is a synthesis without meta-analysis."""

from __future__ import annotations

from tamis.errors import counted as number
from tamis.reports.checklists.answer import (
    CONFIG,
    Answer,
    Part,
    Predicate,
    by_hand,
    counted,
    displays,
    grouped,
    of_parts,
    one,
    organised,
    partly,
)
from tamis.reports.context import Context


def applies(context: Context) -> bool:
    """Return whether the review brings studies together that are in no meta-analysis."""
    built = context.built
    pooled = set(built.config.flow.meta_analysis or ())
    alone = [study for study in built.studies if study.study not in pooled]
    together = (
        built.directions or built.framework or built.text.text.strip() or organised(context, "synthesis")
    )
    return bool(alone and together)


def _grouping(context: Context) -> Answer:
    groups = grouped(context)
    return of_parts(
        Part(
            bool(groups),
            counted(groups),
            f"groups: {CONFIG}, synthesis.tables, group_by (or synthesis.framework)",
        ),
        Part(
            bool(organised(context, "synthesis")),
            "why, as far as the team's words say it",
            f"why these groups: {CONFIG}, synthesis.organised",
        ),
        sections=("collection", "synthesis"),
    )


def changes(context: Context) -> Answer:
    """Return the answer on amendments: a list, which may be empty where it is written down."""
    text = context.built.config.text
    made = text.get("amendments")
    said = number(len(made), "amendment") if made else "the list of amendments is empty: none was made"
    return one(made is not None, said, f"amendments, or an empty list of them: {CONFIG}, amendments", "other")


def _regrouped(context: Context) -> Answer:
    """Return the answer on changes of the groups: where something was amended, it may be about them."""
    found = changes(context)
    if not context.built.config.text.get("amendments"):
        return found
    return Answer(
        "by_hand", f"{found.remark}; whether one is about the groups, only people can tell", found.sections
    )


def _method(context: Context) -> Answer:
    if not organised(context, "synthesis"):
        return Answer("missing", f"how the synthesis was done: {CONFIG}, synthesis.organised")
    why = "whether they say why there was no meta-analysis, only people can tell"
    return partly("in the team's words", why, "collection")


def rules(context: Context) -> Answer:
    """Return the answer on how effects are measured: by direction, coded by a rule for each outcome."""
    outcomes = context.built.config.outcomes
    without = [outcome.label for outcome in outcomes if not outcome.rule.strip()]
    if not outcomes:
        return Answer("missing", f"the outcomes, and how their effects are measured: {CONFIG}, outcomes")
    return of_parts(
        Part(True, "the direction of effect" if not without else f"{len(outcomes)} outcomes", ""),
        Part(
            not without,
            "a rule for each outcome",
            f"how it is coded for {counted(without)}: {CONFIG}, outcomes, rule",
        ),
        sections=("collection",),
    )


def by_quality(context: Context) -> bool:
    """Return whether directions of effect are printed by level of quality: a sensitivity analysis."""
    return bool(context.built.config.appraisal.levels and context.built.directions)


def shown(context: Context) -> Answer:
    """Return the answer on tables and figures."""
    made = displays(context)
    lacks = f"tables: {CONFIG}, synthesis.tables (or outcomes, or synthesis.framework)"
    return one(made, counted(made), lacks, "collection", "synthesis")


def heterogeneity(context: Context) -> Answer:
    """Return the answer on how differences between results were looked into."""
    groups = grouped(context)
    if groups or by_quality(context):
        what = [*groups, *(["by level of quality"] if by_quality(context) else [])]
        return partly(
            f"results stand by group: {counted(what)}",
            "what the groups were to explain, only people can tell",
            "synthesis",
        )
    return Answer("by_hand", "no table stands by group; what else was done, only people can tell")


def _results(context: Context) -> Answer:
    if not (context.built.directions or context.built.text.text.strip()):
        return Answer("missing", "records/synthesis/directions.csv, or records/synthesis/text.md")
    return partly("findings with their studies", "how certain they are is in no table", "synthesis")


def _priorities(context: Context) -> Answer:
    if by_quality(context):
        return partly(
            "levels of quality",
            "whether they gave weight to results, only people can tell",
            "appraisal",
            "synthesis",
        )
    return Answer(
        "by_hand",
        "which results were given weight, only people can tell; levels of quality: appraisal.levels",
    )


_ANSWERS: dict[str, Predicate] = {
    "1a": _grouping,
    "1b": _regrouped,
    "2": rules,
    "3": _method,
    "4": _priorities,
    "5": heterogeneity,
    "6": by_hand("no table of the review holds certainty of evidence"),
    "7": shown,
    "8": _results,
    "9": by_hand("the discussion is people's"),
}


def _where(predicate: Predicate) -> Predicate:
    """Return a predicate that asks only where the checklist applies."""
    none = Answer("not_applicable", "there is no synthesis without meta-analysis")
    return lambda context: predicate(context) if applies(context) else none


ANSWERS = {item: _where(predicate) for item, predicate in _ANSWERS.items()}
