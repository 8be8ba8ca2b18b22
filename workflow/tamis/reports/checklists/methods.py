"""PRISMA 2020 up to the methods: how items 1 to 15 are answered by the protocol."""

from __future__ import annotations

from tamis.errors import counted as number
from tamis.reports.checklists import searching, synthesis
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
    organised,
    partly,
    preset,
)
from tamis.reports.context import Context
from tamis.reports.extraction import people
from tamis.reports.extraction.material import Material


def _title(context: Context) -> Answer:
    config = context.built.config
    if config.title == preset()["title"]:
        return Answer("missing", f"the title: {CONFIG}, title")
    called = f"{config.title} {config.text.get('kind', '')}".casefold()
    if "systematic review" in called:
        return Answer("answered", "the title, or the kind of review above it", ("summary",))
    if "review" in called:
        return Answer(
            "partly",
            "the title or the kind names a review; missing: 'systematic review', which stands in neither: "
            f"{CONFIG}, title or kind",
            ("summary",),
        )
    return Answer("missing", f"that it is a systematic review: {CONFIG}, title or kind")


def _questions(context: Context) -> Answer:
    preset_ones = [each["text"] for each in preset()["questions"]]
    asked = [
        each for each in context.built.config.text.get("questions") or () if each["text"] not in preset_ones
    ]
    return one(asked, "the review questions", f"the questions: {CONFIG}, questions", "questions")


def _eligibility(context: Context) -> Answer:
    groups = grouped(context)
    criteria = context.built.config.text["eligibility"].get("criteria")
    return of_parts(
        Part(
            criteria != preset()["eligibility"]["criteria"],
            "criteria and flowchart",
            f"the criteria: {CONFIG}, eligibility.criteria",
        ),
        Part(
            bool(groups),
            f"groups for the synthesis: {counted(groups)}",
            f"how studies were grouped for the syntheses: {CONFIG}, synthesis.tables, group_by",
        ),
        sections=("eligibility", "synthesis") if groups else ("eligibility",),
    )


def _sources(context: Context) -> Answer:
    rows = context.built.searches
    said = f"{len({row.source for row in rows})} sources, each with the day of its search"
    return one(rows, said, f"the sources and the days of their searches: {SEARCHES}", "search")


def _strategies(context: Context) -> Answer:
    full, limits = searching.some_strategies(context), searching.limits(context)
    if full.state == "missing" or limits.there:
        return full
    return Answer("partly", f"{full.remark}; missing: {limits.lacks}", full.sections)


def _selection(context: Context) -> Answer:
    screening = context.built.config.text["screening"]
    stages = screening["stages"]
    told = all(str(stages[stage].get("organised", "")).strip() for stage in stages)
    return of_parts(
        Part(True, "how many reviewers at each stage", ""),
        Part(
            told,
            "how, in the team's words",
            f"how each stage was organised: {CONFIG}, screening.stages, organised",
        ),
        Part(
            bool(str(screening.get("blinding", "")).strip()),
            "whether they worked independently",
            f"whether they worked independently: {CONFIG}, screening.blinding",
        ),
        sections=("selection",),
    )


def _collection(context: Context) -> Answer:
    """Item 9: by how many, whether independently; whether investigators were asked, the team says."""
    rules, material = context.built.config.extraction, Material(context)
    two = len(people.by_how_many(material)["two"])
    studies = len({row.study for row in material.answers})
    planned = "two people a study" if rules.extractors == 2 else "one person a study"
    by_two = f"; in fact {two} of {studies} {'study' if studies == 1 else 'studies'} by two people"
    if rules.extractors == 1 and not two:  # as planned
        by_two = ""
    checked = sum(row.settled == "checked" for row in material.data)
    checker = f", {number(checked, 'value')} checked by another" if rules.checker else ""
    return of_parts(
        Part(
            bool(material.answers),
            f"{planned} by the protocol{by_two}{checker}",
            "what was extracted, and by whom: records/extraction/",
        ),
        Part(
            bool(organised(context, "extraction")),
            "how, in the team's words",
            f"how data were collected, whether investigators were asked: {CONFIG}, extraction.organised",
        ),
        sections=("collection", "extraction"),
    )


def _outcomes(context: Context) -> Answer:
    outcomes = context.built.config.outcomes
    fields = [
        field.label
        for field in context.built.proforma.fields
        if any("outcome" in f"{of.id} {of.label}".casefold() for of in (field, *field.columns))
    ]
    without = [outcome.label for outcome in outcomes if not outcome.rule.strip()]
    if not outcomes and fields:
        return of_parts(
            Part(True, f"fields of the pro-forma: {counted(fields)}", ""),
            Part(False, "", f"outcomes with definitions: {CONFIG}, outcomes"),
            sections=("collection",),
        )
    if not outcomes:
        return Answer("missing", f"the outcomes with definitions: {CONFIG}, outcomes")
    return of_parts(
        Part(True, counted([outcome.label for outcome in outcomes]), ""),
        Part(
            not without,
            "which results count",
            f"which results count for {counted(without)}: {CONFIG}, outcomes, rule",
        ),
        sections=("collection",),
    )


def _variables(context: Context) -> Answer:
    """Item 10b: the form lists the variables; choices, units, columns and help define them."""
    fields = context.built.proforma.fields
    plain = [f.label for f in fields if not (f.help or f.choices or f.columns or f.unit)]
    said = f"the form's {number(len(fields), 'field')}"
    if plain:
        said += f", of which {len(fields) - len(plain)} are defined by a help text, choices or columns"
    return partly(
        said, "what was assumed of missing or unclear information, only people can tell", "collection"
    )


def _appraisal_methods(context: Context) -> Answer:
    rules = context.built.config.appraisal
    if not rules.tools:
        return Answer("missing", f"the tools of appraisal: {CONFIG}, appraisal.tools")
    return of_parts(
        Part(True, f"tools and number of appraisers ({len(rules.tools)} in use)", ""),
        Part(
            bool(organised(context, "appraisal")),
            "how, in the team's words",
            f"whether appraisers worked independently: {CONFIG}, appraisal.organised",
        ),
        sections=("collection",),
    )


def _effect_measures(context: Context) -> Answer:
    found = synthesis.rules(context)
    if meta_analysis(context):
        return Answer("by_hand", "the effect measures of the meta-analysis are in no table", found.sections)
    return found


def _eligible(context: Context) -> Answer:
    return of_parts(
        Part(
            bool(displays(context)),
            f"tables: {counted(displays(context))}",
            f"tables: {CONFIG}, synthesis.tables",
        ),
        Part(
            bool(organised(context, "synthesis")),
            "how, in the team's words",
            f"how it was decided which study is in which synthesis: {CONFIG}, synthesis.organised",
        ),
        sections=("collection", "synthesis"),
    )


def _methods(context: Context) -> Answer:
    said = organised(context, "synthesis")
    if said and meta_analysis(context):
        return partly(
            "in the team's words",
            "model, heterogeneity and software of the meta-analysis are in no table",
            "collection",
        )
    return one(
        said,
        "in the team's words",
        f"how the synthesis was done, and why so: {CONFIG}, synthesis.organised",
        "collection",
    )


def sensitivity(context: Context) -> Answer:
    """Return the answer on sensitivity analyses: directions of effect by level of quality."""
    if synthesis.by_quality(context):
        said = "directions of effect by level of quality"
        return (
            partly(said, "other analyses only people can tell", "synthesis")
            if meta_analysis(context)
            else Answer("answered", said, ("collection", "synthesis"))
        )
    built = context.built
    lacks = [
        *([] if built.config.appraisal.levels else [f"no levels of quality ({CONFIG}, appraisal.levels)"]),
        *([] if built.directions else ["no directions of effect (records/synthesis/directions.csv)"]),
    ]
    return Answer(
        "by_hand", f"Tamis computes none: {' and '.join(lacks)}; whether people made one, only they can tell"
    )


ANSWERS: dict[str, Predicate] = {
    "1": _title,
    "2": by_hand("the abstract is people's: see the checklist for abstracts"),
    "3": by_hand("the introduction is people's"),
    "4": _questions,
    "5": _eligibility,
    "6": _sources,
    "7": _strategies,
    "8": _selection,
    "9": _collection,
    "10a": _outcomes,
    "10b": _variables,
    "11": _appraisal_methods,
    "12": _effect_measures,
    "13a": _eligible,
    "13b": by_hand("whether data were converted, or missing ones filled in, only people can tell"),
    "13c": synthesis.shown,
    "13d": _methods,
    "13e": synthesis.heterogeneity,
    "13f": sensitivity,
    "14": by_hand(NO_TABLE),
    "15": by_hand(NO_TABLE),
}
