"""The dossier as a page: what is unresolved first, so that a team can work through it in a meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tamis.config import Config, StageRules
from tamis.errors import counted
from tamis.reports import beside
from tamis.reports.beside import Count, Part
from tamis.reports.conflicts.dossier import WAYS, Case
from tamis.screening.times import after
from tamis.tables import STAGE_NAMES, STAGES, TEAM, Decision, Settlement

VERDICTS = "build/screening/verdicts.csv"
#: So many conflicts stand on the page; all of them in the table beside it.
MOST = 3_000
#: What reviewers differed in, in words, by `conflict` of the verdict.
DIFFERED = {
    "yes": "decisions differ",
    "reason": "both exclude, for different reasons",
    "maybe": "a maybe asks for a decision",
    "no": "contradicted after it was decided",
}
HOW = {"third": "a third reviewer", "discussion": "discussion"}


def render(config: Config, cases: Sequence[Case]) -> str:
    """Return the page.

    Args:
        config: the protocol.
        cases: the conflicts, as `dossier.cases` orders them.
    """
    shown = cases[:MOST]
    lists = {"unresolved": [case for case in shown if case.unresolved]}
    lists |= {
        stage: [case for case in shown if case.verdict.stage == stage and not case.unresolved]
        for stage in STAGES
    }
    parts: list[Part] = [
        ("counts", "In numbers", None),
        ("unresolved", "Unresolved", len(lists["unresolved"])),
        *((stage, f"Settled: {STAGE_NAMES[stage].lower()}", len(lists[stage])) for stage in STAGES),
    ]
    return beside.render(
        "conflicts",
        config,
        parts,
        unresolved=lists["unresolved"],
        settled=[(stage, f"Settled: {STAGE_NAMES[stage].lower()}", lists[stage]) for stage in STAGES],
        counts=[(STAGE_NAMES[stage], counts(cases, stage, config.stand_in("conflicts"))) for stage in STAGES],
        pairs=pairs(shown),
        more=len(cases) - len(shown),
        names=STAGE_NAMES,
        ways={name: words for name, (words, _) in WAYS.items()},
        differed=DIFFERED,
        reasons={**config.reasons, "": "no reason given", "not_recorded": "reason not recorded"},
        rules=[(STAGE_NAMES[stage], rule(config, rules)) for stage, rules in config.stages.items()],
        questions=config.flowchart,
        voter=lambda id: _voter(id, config),
        of_vote=lambda case, vote: of_vote(case, vote, several=len(config.flowcharts) > 1),
        of_settlement=lambda row: of_settlement(row, several=len(config.flowcharts) > 1),
        mark=config.stand_in("conflicts"),
        sentence=config.stand_ins.sentence if config.stand_ins else "",
        who=who,
    )


def who(ids: str) -> str:
    """Return reviewer ids that are separated by semicolons as they are read.

    >>> who("R1;R2"), who("team"), who("")
    ('R1, R2', 'the team', 'the team')
    """
    names = [id.strip() for id in ids.split(";") if id.strip()]
    return ", ".join("the team" if name == TEAM else name for name in names) or "the team"


def _voter(id: str, config: Config) -> str:
    """Return whose vote it is, for people; who left the review is said to have left."""
    left = any(reviewer.id == id and reviewer.left for reviewer in config.reviewers)
    return "The team's list" if id == TEAM else f"{id} (left)" if left else id


def of_vote(case: Case, vote: Decision, *, several: bool) -> list[str]:
    """Return what else is to be said of a vote; `several`: the flowchart has more than one version."""
    times = [row.time for row in case.settlements if row.time]
    remarks = {
        "first vote": vote.first == "yes" and len(case.votes[vote.reviewer]) > 1,
        "said after it was adjudicated": any(after(vote.moment, vote.day, time) for time in times),
        "a change of mind": vote.order > 1,
        "counts no more": vote.current != "yes",
        f"of the record {vote.record_id}": vote.record_id != vote.citation_id,
        f"flowchart version {vote.version}": several and vote.version is not None,
    }
    return [words for words, holds in remarks.items() if holds]


def of_settlement(row: Settlement, *, several: bool) -> list[str]:
    """Return what else is to be said of an adjudication; `several` as for votes."""
    seen = {"yes": "had seen the votes", "no": "had not seen the votes"}
    meeting = f" at {row.meeting}" if row.meeting else ""
    remarks = {
        "by a third reviewer" if row.how == "third" else f"by discussion{meeting}": True,
        seen.get(row.votes_seen, "whether the votes were seen is not recorded"): True,
        "reversed by a later one": row.current != "yes",
        f"of the record {row.record_id}": row.record_id != row.citation_id,
        f"flowchart version {row.version}": several and row.version is not None,
    }
    return [words for words, holds in remarks.items() if holds]


def counts(cases: Sequence[Case], stage: str, mark: str) -> list[Count]:
    """Return how many conflicts there were at a stage, and what became of them; `mark` marks stand-ins."""
    of = [case for case in cases if case.verdict.stage == stage]
    found = Counter(case.way for case in of)
    every = "conflict is not no, or status is conflict"
    lists = stage if any(not case.unresolved for case in of) else "unresolved"
    made = [Count(len(of), "in conflict at some time", VERDICTS, f"stage is {stage}; {every}", lists, mark)]
    return made + [
        Count(found[name], words, VERDICTS, f"of these, {where}", stage if name else "unresolved", mark)
        for name, (words, where) in WAYS.items()
        if found[name]
    ]


def pairs(cases: Sequence[Case]) -> list[tuple[str, str, int]]:
    """Return those who stand against each other: as the page's filter has them, in words, and how often."""
    found = Counter(pair for case in cases for pair in case.pairs)
    return [(f"{a} {b}", _pair(a, b), n) for (a, b), n in found.items()]


def _pair(a: str, b: str) -> str:
    if a == b:
        return f"{a} alone, on two records"
    return f"{a} and " + ("the team's list" if b == TEAM else b)


def rule(config: Config, rules: StageRules) -> str:
    """Return how a conflict at a stage may be settled, and by whom."""
    how = " or ".join(HOW[word] for word in rules.adjudication.how)
    active = [id for id in rules.adjudication.who if id in config.active]
    by = f", by {', '.join(active)}" if rules.adjudication.who else ""
    need = f"{counted(rules.reviewers, 'reviewer')} must decide on each"
    return f"{need}; a conflict is settled by {how}{by}."
