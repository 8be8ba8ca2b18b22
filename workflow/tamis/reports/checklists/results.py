"""PRISMA 2020 from the results on: how items 16 to 27 are answered by the tables."""

from __future__ import annotations

import re

from tamis.errors import counted as number
from tamis.reports.checklists import synthesis
from tamis.reports.checklists.answer import (
    CONFIG,
    NO_TABLE,
    SEARCHES,
    Answer,
    Part,
    Predicate,
    by_hand,
    counted,
    displays,
    grouped,
    meta_analysis,
    of_parts,
    one,
    partly,
    tabled,
    words,
)
from tamis.reports.checklists.methods import sensitivity
from tamis.reports.context import Context

_DISCUSSION = "the discussion is people's"


def _flow(context: Context) -> Answer:
    waiting = [row for row in context.built.exits if row.exit == "open"]
    if not context.built.exits:
        return Answer("missing", f"records: {SEARCHES}")
    return of_parts(
        Part(True, "flow diagram, computed", ""),
        Part(
            not waiting,
            "every record has left",
            f"decisions on {number(len(waiting), 'record')}: records/screening/, records/fulltext/",
        ),
        sections=("flow", "sources", "screening"),
    )


def _excluded(context: Context) -> Answer:
    gone = [row for row in context.built.exits if row.exit == "excluded_full_text"]
    # A reason that is called so, as a tool's export may have it, says no more than none.
    without = [row for row in gone if "not recorded" in context.reason(row.reason).casefold()]
    if not gone:
        return Answer("not_applicable", "no report was excluded after reading its full text")
    return of_parts(
        Part(True, f"{len(gone):,} reports", ""),
        Part(
            not without,
            "the reason of each",
            f"the reason of {len(without):,}: records/screening/full_text.*.csv, column reason",
        ),
        sections=("excluded",),
    )


def _included(context: Context) -> Answer:
    built = context.built
    if not built.studies:
        included = sum(row.exit == "included" for row in built.exits)
        lacks = f"of {number(included, 'included report')}, which study it is about: records/studies.csv"
        return Answer(
            "missing", lacks if included else "included studies: records/screening/, records/studies.csv"
        )
    extracted = {datum.study for datum in built.data if datum.state == "given"}
    without = [study.label for study in built.studies if study.study not in extracted]
    disputed = sum(datum.state == "disputed" for datum in built.data)
    return of_parts(
        Part(True, f"{len(built.studies)} studies, cited", ""),
        Part(not without, "what was extracted from each", f"data of {counted(without)}: records/extraction/"),
        Part(not disputed, "", f"what holds of {number(disputed, 'value')} in dispute: records/extraction/"),
        Part(
            bool(tabled(context)),
            "in a table, with how many studies report each item",
            f"a table of characteristics: {CONFIG}, synthesis.tables",
        ),
        sections=("included", "extraction", "sheets"),
    )


def _appraised(context: Context) -> Answer:
    built = context.built
    done = {a.study for a in built.assessments if a.outcome in ("appraised", "stopped")}
    without = [study.label for study in built.studies if study.study not in done]
    if not done:
        return Answer("missing", f"appraisals: {CONFIG}, appraisal.tools, and records/appraisal/")
    return of_parts(
        Part(True, f"{len(done)} studies, criterion by criterion", ""),
        Part(not without, "", f"the appraisal of {counted(without)}: records/appraisal/"),
        sections=("appraisal",),
    )


#: What the form says that a number is (`proforma.KINDS`), by the parts of item 19.
_STATISTICS = {
    "summary statistics": {"count", "mean", "sd"},
    "effects": {
        "odds_ratio",
        "risk_ratio",
        "hazard_ratio",
        "risk_difference",
        "mean_difference",
        "d",
        "phi",
    },
    "their precision": {"low", "high", "se"},
}


def _single(context: Context) -> Answer:
    """Item 19: which studies have numbers of which kind, as far as the form says what a number is."""
    built = context.built
    if not built.data:
        return Answer("missing", "data of the studies: records/extraction/")
    kinds = {
        (field.id, of.id if of is not field else ""): of.kind.word
        for field in built.proforma.fields
        for of in (field, *field.columns)
    }
    given = [datum for datum in built.data if datum.state == "given"]
    of = {
        name: {d.study for d in given if kinds.get((d.field, d.column)) in words}
        for name, words in _STATISTICS.items()
    }
    told = [
        f"{name} of {len(those)} {'study' if len(those) == 1 else 'studies'}"
        for name, those in of.items()
        if those
    ]
    tables = [f"the table “{spec.title}”" for spec in built.config.tables if spec.rows]
    rest = "what was extracted from each study, and the direction of effect where it is coded"
    said = ", ".join([*tables, rest])
    return partly(
        f"{said}: {', '.join(told)}" if told else said,
        "whether all results are there that the outcomes ask for, only people can tell"
        if told
        else "whether that has summary statistics, effects and their precision, only people can tell",
        *(("synthesis", "sheets") if tables else ("sheets", "synthesis")),
    )


def _contributing(context: Context) -> Answer:
    built = context.built
    if not (built.directions or built.framework or built.text.text.strip()):
        return Answer("missing", "a synthesis: records/synthesis/")
    return of_parts(
        Part(
            bool(built.directions or displays(context)),
            "the studies of each table",
            f"tables: {CONFIG}, synthesis.tables",
        ),
        Part(bool(built.ratings), "their ratings", "ratings: records/appraisal/"),
        sections=("synthesis", "appraisal"),
    )


def _results(context: Context) -> Answer:
    if meta_analysis(context):
        return Answer("by_hand", "the results of the meta-analysis are in no table", ("synthesis",))
    if context.built.directions:
        return Answer(
            "answered", "no statistical synthesis; the direction of effect by outcome", ("synthesis",)
        )
    return Answer(
        "not_applicable", f"there is no statistical synthesis ({CONFIG}, flow.meta_analysis, names no study)"
    )


def _only_with_meta(context: Context) -> Answer:
    if meta_analysis(context):
        return Answer("by_hand", NO_TABLE)
    if grouped(context):
        return partly(
            "results by group", "whether they were to explain differences, only people can tell", "synthesis"
        )
    return Answer("not_applicable", "there is no meta-analysis, and no table by group")


def _registration(context: Context) -> Answer:
    told = context.built.config.text.get("registration") or {}
    if re.search(r"\b(?:not|un|never|no)[ -]?(?:been )?regist", str(told.get("where", "")), re.IGNORECASE):
        return Answer("answered", "that the review was not registered", ("other",))
    return of_parts(
        Part(
            bool(told.get("where")),
            "the register",
            f"the register, or that the review was not registered: {CONFIG}, registration.where",
        ),
        Part(bool(told.get("id")), "the number", f"the number: {CONFIG}, registration.id"),
        sections=("other",),
    )


def _protocol(context: Context) -> Answer:
    told = context.built.config.text.get("registration") or {}
    there = told.get("url") or told.get("note")
    return one(
        there,
        "the address, or the note",
        f"where the protocol is: {CONFIG}, registration.url (or note)",
        "other",
    )


def _support(context: Context) -> Answer:
    said = "in the team's words; whether the role of funders is told, only people can see"
    return one(
        words(context, "funding"), said, f"support, or that there was none: {CONFIG}, funding", "other"
    )


def _interests(context: Context) -> Answer:
    lacks = f"competing interests, or that there are none: {CONFIG}, competing_interests"
    return one(words(context, "competing_interests"), "in the team's words", lacks, "other")


def _available(context: Context) -> Answer:
    return partly(
        "forms, data, decisions and program are in the review's folder",
        "where it is public is in no table: only people can tell",
        "other",
    )


ANSWERS: dict[str, Predicate] = {
    "16a": _flow,
    "16b": _excluded,
    "17": _included,
    "18": _appraised,
    "19": _single,
    "20a": _contributing,
    "20b": _results,
    "20c": _only_with_meta,
    "20d": sensitivity,
    "21": by_hand(NO_TABLE),
    "22": by_hand(NO_TABLE),
    "23a": by_hand(_DISCUSSION),
    "23b": by_hand(_DISCUSSION),
    "23c": by_hand(_DISCUSSION),
    "23d": by_hand(_DISCUSSION),
    "24a": _registration,
    "24b": _protocol,
    "24c": synthesis.changes,
    "25": _support,
    "26": _interests,
    "27": _available,
}
