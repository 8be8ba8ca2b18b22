"""A made-up review as the stages before the report leave it: protocol, people's files, built tables."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tamis.flow.exits import exits
from tamis.review import Review
from tamis.store import write_rows
from tamis.tables import (
    Affected,
    Agreement,
    AgreementCell,
    Appraisal,
    Assessment,
    Citation,
    Confusion,
    Datum,
    DatumDifference,
    Decision,
    Direction,
    DomainJudgement,
    Drift,
    Entry,
    Evidence,
    Exit,
    Export,
    FieldAgreement,
    Finding,
    FrameworkCell,
    Member,
    Misjudged,
    OpenItem,
    Opinion,
    Origin,
    Pair,
    PanelAgreement,
    Record,
    Report,
    Row,
    Said,
    Settlement,
    Strategy,
    Study,
    Vanished,
    Verdict,
)

CONFIG = """\
tamis: 0.1.0
title: Coaching for gardeners
kind: rapid review
version_date: 2024-02-29
about: A review that was made up [@gale2013].
authors: [A. Made-Up]
funding: Nobody paid for it.
registration: {where: OSF, id: abcde, url: 'https://osf.io/abcde/', note: Registered in advance.}
questions: [{id: q1, text: 'Does coaching help gardeners?'}]
scope: [{part: Population, text: Gardeners.}]
eligibility:
  criteria: [{domain: Design, criteria: [Any trial]}]
  flowchart:
    - {id: topic, question: 'Is it about gardeners?', reason: Not about gardeners}
    - {id: design, question: 'Is it research?', reason: Not research}
  several_reports: The fullest report counts.
search:
  terms: [{domain: Population, terms: garden*}]
  limits: In English.
  not_done: Nobody was asked.
reviewers: [{id: R1, role: lead}, {id: R2}]
screening:
  tool: paper
  blinding: Apart.
  pilot: {size: 2, text: Both looked at the same two.}
  stages:
    title_abstract: {reviewers: 2, organised: Both screened everything.}
    full_text: {reviewers: 2}
amendments: [{date: 2024-01-02, what: A database was added., why: It had been forgotten.}]
appraisal: {tools: [{id: mmat2018}], appraisers: 1, organised: By one.}
outcomes: [{id: harvest, label: Harvest, rule: More is better.}]
synthesis:
  counts: [country]
  tables:
    - {id: one, title: The studies, fields: [country, sample]}
    - {id: two, title: By country, group_by: country, fields: [sample]}
  framework:
    title: Support
    source: '[@gale2013]'
    rows: [{id: before, label: Before}]
    columns: [{id: plants, label: Plants}]
stand_ins: {sentence: Some of it is not real., mark: '†', numbers: [hits, votes, reasons, conflicts]}
"""

PROFORMA = """\
sections:
  - id: study
    title: The study
    fields:
      - id: country
        label: Country
        type: choice
        choices: [{id: uk, label: United Kingdom}, {id: us, label: United States}]
      - {id: sample, label: Sample, type: text}
      - id: effects
        label: Effects
        type: table
        columns: [{id: outcome, label: Outcome}, {id: result, label: Result}]
"""

BIB = """\
@article{gale2013,
  author = {Gale, Nicola K. and {Department for Gardens} and others},
  year = {2013},
  title = {Using the framework method},
  journal = {BMC MEDICAL RESEARCH METHODOLOGY},
  pages = {117--118},
}
"""

SEARCHES = """\
file,source,platform,kind,date_run,strategy_file,limits,hits,stand_in,note
scopus.csv,Scopus,Scopus,database,2024-01-03,scopus_strategy.csv,English,5,no,
lists.ris,Reference lists,,citation,2024-01-04,,,,yes,by hand
"""
RETRIEVAL = "record,status,where,note\nr4,not_retrieved,publisher;library,asked twice\nr1,retrieved,,\n"
CATEGORIES = "study,tool,category,component,who,why\nash2020,mmat2018,randomised,,R1,It is a trial.\n"

#: Tables of screening that hold nothing here.
EMPTY: dict[str, type[Row]] = {
    "cells": AgreementCell,
    "panels": PanelAgreement,
    "confusions": Confusion,
    "misjudged": Misjudged,
    "drift": Drift,
    "vanished": Vanished,
    "affected": Affected,
}
#: Tables of extraction that hold nothing here.
EXTRACTED: dict[str, type[Row]] = {
    "differences": DatumDifference,
    "agreement": FieldAgreement,
    "evidence": Evidence,
    "findings": Finding,
}
#: What is built, by stage and table.
Tables = dict[tuple[str, str], list[Row]]


def tables() -> Tables:
    """Return built tables of five records of four citations: one of every common exit."""
    records = [
        _record("r1", "scopus.csv", 2, "Coaching for gardeners: a trial", "Ash, Beech C.; Oak, Dee", 2020),
        _record("r2", "scopus.csv", 3, "Gardens of the world", "Fir, Gwen", 2001),
        _record("r3", "scopus.csv", 4, "An essay on coaching", "Ivy, Jo; Kale, Lee; Moss, Nia", 2011),
        _record("r4", "scopus.csv", 5, "A report that nobody has", "Pear Trust", None),
        replace(
            _record("r5", "lists.ris", 1, "Coaching for gardeners. A trial", "Ash, B; Oak, D", 2020),
            source="Reference lists",
            source_kind="citation",
            stand_in="yes",
        ),
    ]
    members = [Member(r.record_id, "r1" if r.record_id == "r5" else r.record_id) for r in records]
    citations = [
        Citation(
            r.record_id,
            "databases",
            2 if r.record_id == "r1" else 1,
            sources="Scopus",
            title=r.title,
            authors=r.authors,
            year=r.year,
            journal="ANNALS OF THE GARDEN" if r.record_id == "r1" else "",
            volume="3" if r.record_id == "r1" else "",
            doi="10.5555/x.1" if r.record_id == "r1" else "",
            stand_in="no",
            place=r.place,
        )
        for r in records[:4]
    ]
    votes = [
        _vote("title_abstract", id, who, word, line)
        for line, (id, who, word) in enumerate(
            [
                ("r1", "R1", "include"),
                ("r2", "R1", "exclude"),
                ("r3", "R1", "include"),
                ("r4", "R1", "maybe"),
            ],
            start=2,
        )
    ] + [_vote("title_abstract", id, "R2", "exclude" if id == "r2" else "include", 2) for id in ("r1", "r2")]
    verdicts = [
        _verdict("title_abstract", "r1", "agreed", "include"),
        _verdict("title_abstract", "r2", "agreed", "exclude", reason="topic"),
        replace(
            _verdict("title_abstract", "r3", "adjudicated", "include", conflict="yes"),
            resolved_how="third",
        ),
        _verdict("title_abstract", "r4", "agreed", "include"),
        _verdict("full_text", "r1", "agreed", "include"),
        _verdict("full_text", "r3", "agreed", "exclude", reason="design"),
        _verdict("full_text", "r4", "awaiting", ""),
    ]
    reports = [
        Report(
            "r1",
            "databases",
            "retrieved",
            outcome="include",
            studies="ash2020",
            place="records/studies.csv:2",
        ),
        Report("r3", "databases", "retrieved", outcome="exclude", reason="design", place="records/x.csv:3"),
        Report(
            "r4", "databases", "not_retrieved", "publisher;library", place="records/fulltext/retrieval.csv:2"
        ),
    ]
    studies = [
        Study(
            "ash2020",
            "r1",
            label="Ash and Oak, 2020",
            authors="Ash, Beech C.; Oak, Dee",
            year=2020,
            title="Coaching for gardeners: a trial",
            journal="Annals of the Garden",
            volume="3",
            issue="1",
            pages="1-9",
            doi="10.5555/x.1",
            arm="databases",
            place="records/studies.csv:2",
        )
    ]
    data = [
        _datum("country", "uk", 2),
        replace(_datum("sample", "40 gardeners", 3), quote="forty people", page="2", note="As printed."),
        replace(_datum("effects", "Harvest", 5), column="outcome"),
        replace(_datum("effects", "twice as much", 6), column="result"),
    ]
    rated = [
        ("S1", "yes"),
        ("S2", "yes"),
        ("2.1", "yes"),
        ("2.2", "no"),
        ("2.3", "cant_tell"),
        ("2.4", "yes"),
    ]
    ratings = [
        Appraisal(
            "ash2020",
            "mmat2018",
            "",
            "screening" if item[0] == "S" else "randomised",
            item,
            "yes",
            answer,
            "given" if answer else "empty",
            "R1" if answer else "",
            place=f"records/appraisal/mmat2018.R1.csv:{line}",
        )
        for line, (item, answer) in enumerate([*rated, ("2.5", "")], 2)
    ]
    said = [
        Said("ash2020", "mmat2018", "", row.item, "appraiser", "R1", row.answer, place=row.place)
        for row in ratings
        if row.answer
    ]
    assessed = Assessment(
        "ash2020",
        "mmat2018",
        "",
        "randomised",
        chosen="person",
        why="It is a trial.",
        outcome="incomplete",
        due=5,
        answered=4,
        met=2,
        place="records/appraisal/categories.csv:2",
    )
    built: Tables = {
        ("searches", "records"): list(records),
        ("searches", "exports"): [
            _export("scopus.csv", "Scopus", "database", 4, hits=5, line=2),
            replace(_export("lists.ris", "Reference lists", "citation", 1, line=3), stand_in="yes"),
        ],
        ("searches", "strategies"): [
            Strategy("scopus_strategy.csv", "1", "terms", "", "TITLE(garden*)", 5, "2024-01-03T10:00:00"),
        ],
        ("dedupe", "members"): list(members),
        ("dedupe", "citations"): list(citations),
        ("dedupe", "pairs"): [
            Pair(
                "r1",
                "r5",
                "duplicate",
                "same title and authors",
                by_rules="duplicate",
                score=0.9,
                title=1.0,
                authors=0.9,
            ),
            Pair(
                "r2",
                "r3",
                "different",
                "called different by R1",
                score=0.25,
                title=0.2,
                place="records/screening/duplicates.R1.csv:2",
            ),
        ],
        ("dedupe", "answers"): [
            Opinion(
                "r2",
                "r3",
                "R1",
                "different",
                "2024-01-05",
                "Two gardens.",
                "records/screening/duplicates.R1.csv:2",
            )
        ],
        ("dedupe", "origins"): [Origin("r1", title="r1", authors="r1", year="r5")],
        ("screening", "decisions"): list(votes),
        ("screening", "verdicts"): list(verdicts),
        ("screening", "entries"): [
            Entry(
                "list.ris",
                1,
                "title_abstract",
                "Seen",
                "matched",
                "r1",
                "DOI",
                "records/screening/list.ris:1",
            )
        ],
        ("screening", "agreement"): [
            Agreement(
                "title_abstract",
                "all",
                "advance",
                "R1",
                "R2",
                both=2,
                left_out=0,
                both_include=1,
                a_only=0,
                b_only=0,
                both_exclude=1,
                observed=1.0,
                positive=1.0,
                negative=1.0,
                kappa=-0.25,
            )
        ],
        ("screening", "adjudications"): [
            Settlement(
                "title_abstract",
                "r3",
                "r3",
                "include",
                how="third",
                who="R2",
                votes_seen="no",
                why="It is a trial.",
                time="2024-01-09",
                version=1,
                current="yes",
                place="records/screening/adjudication.R2.csv:2",
            )
        ],
        **{("screening", table): [] for table in EMPTY},
        ("fulltext", "reports"): list(reports),
        ("fulltext", "studies"): list(studies),
        ("extraction", "data"): list(data),
        **{("extraction", table): [] for table in EXTRACTED},
        ("appraisal", "ratings"): list(ratings),
        ("appraisal", "said"): list(said),
        ("appraisal", "judgements"): [],
        ("appraisal", "assessments"): [assessed],
        ("appraisal", "findings"): [
            Finding(
                "appraisal:few:mmat2018:ash2020",
                "high",
                "ash2020",
                "Ash and Oak, 2020: 4 of 5 ratings.",
                "records/appraisal/mmat2018.R1.csv:2",
            )
        ],
        ("synthesis", "directions"): [
            Direction(
                "ash2020", "harvest", "better", "R1", "twice as much", "records/synthesis/directions.csv:2"
            )
        ],
        ("synthesis", "framework"): [
            FrameworkCell("before", "plants", "Water", "ash2020", place="records/synthesis/framework.csv:2")
        ],
    }
    built["flow", "exits"] = list(exits(records, members, citations, verdicts, reports, studies, pooled=True))
    return built


def _record(id: str, file: str, line: int, title: str, authors: str, year: int | None) -> Record:
    return Record(
        id,
        file,
        line,
        line,
        title=title,
        authors=authors,
        year=year,
        source="Scopus",
        source_kind="database",
        stand_in="no",
        place=f"records/searches/{file}:{line}",
    )


def _export(file: str, source: str, kind: str, records: int, *, line: int, hits: int | None = None) -> Export:
    return Export(
        file,
        source,
        "",
        kind,
        "2024-01-03",
        "RIS",
        "utf-8",
        "0" * 64,
        records,
        records,
        hits,
        stand_in="no",
        place=f"records/searches/searches.csv:{line}",
    )


def _vote(stage: str, id: str, who: str, word: str, line: int) -> Decision:
    place = f"records/screening/{stage}.{who}.csv:{line}"
    return Decision(stage, id, id, who, word, version=1, order=1, current="yes", first="yes", place=place)


def _verdict(
    stage: str, id: str, status: str, outcome: str, *, reason: str = "", conflict: str = "no"
) -> Verdict:
    place = f"records/screening/{stage}.R1.csv:{id[1:]}"
    votes = {"needed": 2, "votes": 2, "include": 1, "exclude": 1, "maybe": 0}
    return Verdict(stage, id, status, outcome, reason, **votes, conflict=conflict, place=place)


def _datum(field: str, value: str, line: int) -> Datum:
    place = f"records/extraction/ash2020.R1.yaml:{line}"
    return Datum("ash2020", field, 1, "", "R1", value, "given", "single", place=place)


def make(
    root: Path,
    change: Callable[[Tables], Any] = lambda built: None,
    *,
    config: str = CONFIG,
    bib: str = BIB,
    open_items: tuple[OpenItem, ...] = (),
    accepted: str = "",
) -> Review:
    """Write the review; `change` may alter its built tables first."""
    review = Review(root)
    files = {
        "config/config.yaml": config.replace("stand_ins:", "flow: {pool_other_methods: true}\nstand_ins:"),
        "config/proforma.yaml": PROFORMA,
        "config/references.bib": bib,
        "records/searches/searches.csv": SEARCHES,
        "records/fulltext/retrieval.csv": RETRIEVAL,
        "records/appraisal/categories.csv": CATEGORIES,
    } | ({"records/accepted.csv": accepted} if accepted else {})
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    built = tables()
    change(built)
    classes = {key: type(rows[0]) for key, rows in tables().items() if rows}
    classes |= {("screening", table): row for table, row in EMPTY.items()}
    classes |= {("extraction", table): row for table, row in EXTRACTED.items()}
    classes |= {("appraisal", "judgements"): DomainJudgement}
    for key, rows in built.items():
        write_rows(review.built(*key), rows, classes[key])
    write_rows(review.built("search" + "es", "open"), open_items, OpenItem)
    return review


def exits_of(built: Tables) -> list[Exit]:
    """Return the exits of a built review, with their type."""
    return [row for row in built["flow", "exits"] if isinstance(row, Exit)]
