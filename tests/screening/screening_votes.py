"""Votes written in a few letters, and what follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from tamis.config import AdjudicationRules, Flowchart, Question, StageRules
from tamis.screening.adjudicated import holding, settlements
from tamis.screening.columns import Held, Made, frame_from, rows_of
from tamis.screening.decisions import decisions
from tamis.screening.shares import shares
from tamis.screening.verdicts.verdicts import verdicts
from tamis.screening.verdicts.votes import Panel
from tamis.tables import Adjudication, Allocation, Decision, Settlement, Statement, Verdict

REASONS = ("population", "intervention", "design")
REVIEWERS = ("R1", "R2", "R3", "R4")
#: Two records of one citation, and one of another.
CITATION_OF = {"r1": "r1", "r2": "r1", "r3": "r3"}
FLOWCHARTS = (Flowchart(1, tuple(Question(id, f"Is it {id}?", id) for id in REASONS)),)


def held(citation_of: Mapping[str, str] = CITATION_OF) -> Held:
    """Return what holds what, citations in order of their first records."""
    of = pa.array(list(citation_of.values()), pa.string())
    return Held.read(
        pa.array(list(citation_of), pa.string()), of, pa.array(list(dict.fromkeys(citation_of.values())))
    )


def vote(text: str, line: int = 2, stage: str = "title_abstract") -> Statement:
    """`R1 exclude design@r2,2021-01-03`: the record and the moment may be left out."""
    text, _, moment = text.partition(",")
    text, _, record = text.partition("@")
    reviewer, decision, *reason = text.split()
    return Statement(
        stage=stage,
        reviewer=reviewer,
        record_id=record or "r1",
        decision=decision,
        of="r3" if decision == "duplicate" else "",
        reason="".join(reason),
        time=moment[:10] if moment.endswith("T24:00:00") else moment,
        moment=moment,
        file=f"log.{reviewer}.csv",
        line=line,
    )


def panel(
    stage: str = "title_abstract",
    *,
    reviewers: int = 2,
    maybe: str = "include",
    alone: str = "nothing",
    reasons: str = "conflict",
    how: tuple[str, ...] = ("third", "discussion"),
    who: tuple[str, ...] = (),
    active: Sequence[str] = REVIEWERS,
    people: tuple[str, ...] = REVIEWERS,
    automation: tuple[str, ...] = (),
) -> Panel:
    rules = StageRules(reviewers, maybe, alone, reasons, adjudication=AdjudicationRules(how, who))
    return Panel(stage, rules, people, tuple(active), REASONS, automation=automation)


def decided(
    said: Iterable[Statement],
    settled: Iterable[Settlement] = (),
    people: Sequence[str] = REVIEWERS,
    flowcharts: Sequence[Flowchart] = FLOWCHARTS,
    citation_of: Mapping[str, str] = CITATION_OF,
) -> Made:
    return decisions(frame_from(said, Statement), held(citation_of), people, flowcharts, settled=settled)


def made_rows(made: Made) -> list[Decision]:
    return rows_of(made.frame, Decision)


def verdicts_of(
    on: Panel,
    said: Iterable[Statement],
    adjudications: Sequence[Adjudication] = (),
    *,
    reached: Sequence[int] = (0,),
    optional: bool = False,
    allocation: Sequence[Allocation] = (),
    citation_of: Mapping[str, str] = CITATION_OF,
) -> list[Verdict]:
    """Return the verdicts on some citations: on r1, where nothing else is said."""
    settled = settlements(adjudications, citation_of, FLOWCHARTS)
    here = held(citation_of)
    share = shares(allocation, here, on.reviewers).get(on.stage)
    frame = verdicts(
        replace(on, share=share),
        here,
        pa.array([f"records/searches/a.ris:{at}" for at in range(len(here.citations))]),
        np.array(reached, np.int64),
        decided(said, settled, on.reviewers, citation_of=citation_of),
        holding(settled),
        optional=np.full(len(here.citations), optional) if optional else None,
    )
    return rows_of(frame, Verdict)


def follow(
    *votes: str,
    adjudications: Sequence[Adjudication] = (),
    allocation: Sequence[Allocation] = (),
    optional: bool = False,
    **rules,
) -> Verdict:
    """Return the verdict on one citation; lines of a log stand in the order given."""
    on = panel(**rules)
    said = [vote(text, line, on.stage) for line, text in enumerate(votes, start=2)]
    settled = [replace(row, stage=on.stage) for row in adjudications]
    (found,) = verdicts_of(on, said, settled, allocation=allocation, optional=optional)
    return found


def adjudicated(decision: str, record="r1", reason="", time="2021-01-02", stage="full_text") -> Adjudication:
    return Adjudication(
        record,
        stage,
        decision,
        reason=reason,
        how="third",
        who="R3",
        why="x",
        time=time,
        place="adj.R3.csv:2",
    )
