"""The page as HTML: one file that needs nothing else, and has no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tamis.config import Config
from tamis.reports import beside
from tamis.reports.audit import (
    changed,
    coefficients,
    drift,
    firsts,
    grras,
    measures,
    methods,
    people,
    tallies,
)
from tamis.reports.audit.reasons import Reasons
from tamis.reports.audit.reasons import reasons as reasons_of
from tamis.reports.audit.rules import rules
from tamis.reports.audit.words import coefficient, p_value, percent, share, span
from tamis.reports.built import Built
from tamis.screening.agreement import SCALES, in_words
from tamis.tables import PILOT, STAGE_NAMES, STAGES, Agreement, Citation, Drift, Entry, Misjudged

#: How many lines of a long list stand on the page; all of them stand in the table that is named beside it.
SHOWN = 200
#: The parts of the page, in their order.
PARTS = (
    ("numbers", "In numbers"),
    ("methods", "For the methods section"),
    ("protocol", "What the protocol asks for"),
    ("reviewers", "Who screened what"),
    ("verdicts", "How citations were decided"),
    ("conflicts", "Conflicts"),
    ("agreement", "Agreement"),
    ("pilot", "The pilot"),
    ("time", "Agreement over time"),
    ("reasons", "Reasons"),
    ("changes", "What a changed flowchart affects"),
    ("imports", "Exports of screening tools"),
    ("coefficients", "The coefficients"),
    ("grras", "Where GRRAS is answered"),
    ("files", "All of it, as tables"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the page says of one stage; see the functions that make each part."""

    id: str
    name: str
    rules: list[str]
    organised: str
    summary: list[beside.Count]
    in_duplicate: bool
    reviewed: list[people.Reviewed]
    gap: str
    by_votes: list[beside.Count]
    by_status: list[beside.Count]
    lost: list[firsts.Lost]
    pairs: list[coefficients.Line]
    parts: list[tuple[str, list[coefficients.Line]]]
    panels: list[Any]
    squares: list[coefficients.Square]
    reasons: Reasons | None
    overlapping: bool
    misjudged: list[tuple[Misjudged, list[str]]]
    pilot: int
    figure: Markup
    drift: list[Drift]
    in_words: str


def render(built: Built) -> str:
    """Return the page."""
    config = built.config
    affected = changed.lines(built.affected, config.flowcharts)
    return beside.render(
        "audit",
        config,
        [(id, name, None) for id, name in PARTS],
        stages=[stage(built, id) for id in STAGES],
        methods=methods.paragraphs(
            config,
            built.decisions,
            built.verdicts,
            built.adjudications,
            built.agreement,
            built.panels,
            _gone(built),
        ),
        conflicts=_conflicts(built),
        screening=config.text.get("screening", {}),
        changes=changed.changes(built.affected),
        affected=affected,
        shown=first(affected),
        unknown=changed.unknown([*built.decisions, *built.adjudications], len(config.flowcharts)),
        vanished=first(built.vanished),
        imports=imports(built.entries),
        lost=first([entry for entry in built.entries if entry.status in ("nothing", "several")]),
        measures=measures.MEASURES,
        panel_measures=measures.PANEL,
        terms=measures.TERMS,
        grras=grras.ITEMS,
        reason=reasons(config),
        citation=built.citation,
        title=title,
        everyone=everyone,
        share=share,
        coefficient=coefficient,
        percent=percent,
        who=coefficients.who,
        untested=drift.UNTESTED,
        tested=drift.tested,
        p_value=p_value,
        mark=config.stand_in("votes"),
    )


def _conflicts(built: Built) -> list[tuple[str, bool, tuple[int | None, ...]]]:
    """Return the rows of the table of conflicts, with a number for each stage."""
    return tallies.conflict_rows(
        built.config,
        {
            id: tallies.conflicts(built.verdicts, built.decisions, built.adjudications, id, _gone(built))
            for id in STAGES
        },
    )


def _gone(built: Built) -> frozenset[str]:
    """Return the citations that could not be retrieved."""
    return frozenset(row.citation_id for row in built.exits if row.exit == "not_retrieved")


def stage(built: Built, id: str) -> Stage:
    """Return what the page says of a stage."""
    config, rows = built.config, built.agreement
    mark = config.stand_in("votes")
    rule = config.stages[id]
    first_votes = people.first_votes(built.decisions, id)
    periods = [row for row in rows if row.stage == id and row.part.startswith("period:")]
    periods = [row for row in periods if row.reviewer_a == "all"] or periods
    periods = [row for row in periods if row.observed is not None and row.table == "advance"]
    whole = coefficients.pooled(rows, id, "all")
    pilot = sum(v.stage == id and v.batch == PILOT for v in built.verdicts)
    return Stage(
        id=id,
        name=STAGE_NAMES[id],
        rules=rules(config, id),
        organised=rule.organised.strip(),
        summary=tallies.summary(built.verdicts, id, mark),
        in_duplicate=tallies.in_duplicate(built.verdicts, id),
        reviewed=people.reviewed(built.decisions, id),
        gap=span(people.gap(first_votes)),
        by_votes=tallies.by_votes(built.verdicts, id, mark),
        by_status=tallies.by_status(built.verdicts, id, mark),
        lost=firsts.lost(first_votes, built.verdicts, id),
        pairs=coefficients.pairs(rows, id, "all"),
        parts=coefficients.several(
            rows, id, ("pilot", "after_pilot", *coefficients.parts(rows, id, "batch"))
        ),
        panels=coefficients.panels(built.panels, id),
        squares=coefficients.squares(built.cells, id),
        reasons=reasons_of(built.confusions, id, [*config.reasons]),
        overlapping=coefficients.overlapping(rows, built.panels, id),
        misjudged=firsts.against(
            first_votes, [row for row in built.misjudged if row.stage == id], config.advances(id)
        ),
        pilot=pilot,
        figure=_figure(periods, f"{STAGE_NAMES[id]}{', after the pilot' if pilot else ''}"),
        drift=drift.lines(built.drift, id),
        in_words=_in_words(whole, config),
    )


def _figure(periods: Sequence[Agreement], name: str) -> Markup:
    """Return agreement over time as SVG; nothing where there are not two periods."""
    if len(periods) < 2:
        return Markup()
    return Markup(drift.draw(periods, f"Observed agreement: {name.lower()}"))  # noqa: S704  our own


def _in_words(row: Agreement | None, config: Config) -> str:
    """Return what the words that the config asks for call the pooled kappa, with their source."""
    scale = config.agreement.words
    word = in_words(row.kappa if row else None, scale)
    if not word or row is None:
        return ""
    source = SCALES[scale].source
    return f"The kappa of {row_name(row)}, {coefficient(row.kappa)}, is called “{word}” by {source}."


def row_name(row: Agreement) -> str:
    """Return whose a row is, in a sentence."""
    return "all pairs together" if row.reviewer_a == "all" else f"{row.reviewer_a} and {row.reviewer_b}"


def first(rows: Sequence[Any]) -> tuple[Sequence[Any], int]:
    """Return the first rows of a list, and how many more there are."""
    return rows[:SHOWN], max(len(rows) - SHOWN, 0)


def everyone(misjudged: Sequence[tuple[Misjudged, list[str]]]) -> list[tuple[Misjudged, list[str]]]:
    """Return the citations on which no first vote was what held in the end."""
    return [(row, who) for row, who in misjudged if row.wrong == row.votes]


def imports(entries: Sequence[Entry]) -> list[tuple[str, str, int, int, int, int]]:
    """Return of each import its file and stage, and its entries: all, matched, set aside, unsettled."""
    of: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        of.setdefault((entry.file, entry.stage), []).append(entry.status)
    return [
        (
            file,
            STAGE_NAMES[stage],
            len(found),
            sum(status in ("matched", "settled") for status in found),
            found.count("set_aside"),
            found.count("nothing") + found.count("several"),
        )
        for (file, stage), found in of.items()
    ]


def reasons(config: Config) -> dict[str, str]:
    """Return how each reason is printed, also where none was given."""
    return {**config.reasons, "not_recorded": "not recorded", "": "no reason given"}


def title(citation: Citation) -> str:
    """Return a citation's title and year, for a list."""
    year = f" ({citation.year})" if citation.year else ""
    return f"{citation.title or '[no title]'}{year}"
