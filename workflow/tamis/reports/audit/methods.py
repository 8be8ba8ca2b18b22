"""How was screened, in sentences for a methods section, written from the data: PRISMA 2020 item 8, GRRAS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tamis.config import Config
from tamis.errors import counted
from tamis.provenance import VERSION
from tamis.reports.audit.coefficients import pooled
from tamis.reports.audit.tallies import conflicts, in_duplicate, reviewed
from tamis.reports.audit.words import STAGE, between, listed, percent, share, were, with_limits
from tamis.tables import (
    STAGES,
    TEAM,
    Agreement,
    Decision,
    PanelAgreement,
    Settlement,
    Verdict,
)


def paragraphs(
    config: Config,
    decisions: Sequence[Decision],
    verdicts: Sequence[Verdict],
    adjudications: Sequence[Settlement],
    agreement: Sequence[Agreement],
    panels: Sequence[PanelAgreement],
    gone: frozenset[str] = frozenset(),
) -> list[str]:
    """Return one paragraph for each stage that citations have reached: who screened, conflicts, agreement.

    Args:
        config: the protocol.
        decisions: every decision.
        verdicts: what followed for each citation.
        adjudications: everything that was adjudicated.
        agreement: agreement of pairs.
        panels: agreement of all reviewers together.
        gone: citations that could not be retrieved.
    """
    return [
        " ".join(
            [
                *_screened(config, decisions, verdicts, stage, gone),
                *_pilot(config, verdicts, stage),
                *_conflicts(verdicts, adjudications, stage, gone),
                *_agreement(config, agreement, panels, stage),
            ]
        )
        for stage in STAGES
        if any(v.stage == stage and (v.votes or v.outcome) for v in verdicts)
    ]


def _screened(
    config: Config,
    decisions: Sequence[Decision],
    verdicts: Sequence[Verdict],
    stage: str,
    gone: frozenset[str],
) -> list[str]:
    """Say who screened how many, how many were screened by two, and what is still to be done."""
    rows = [v for v in verdicts if v.stage == stage and (v.outcome or v.citation_id not in gone)]
    decided = [v for v in rows if v.outcome]
    people = reviewed(decisions, stage)
    times = sorted(time for person in people for time in (person.start, person.end) if time)
    when = between(times[0], times[-1]) if times else ""
    names = [person.reviewer for person in people]
    who = f" by {counted(len(names), 'reviewer')} ({listed(names)})" if names else ""
    done = f"{counted(len(rows), 'citation')} {were(len(rows))} screened {STAGE[stage]}{who}"
    said = [f"{done}{f' {when}' if when else ''}, with Tamis {VERSION}."]
    if in_duplicate(verdicts, stage):
        said.append("Each citation that was decided on was screened by two reviewers or more.")
    elif decided:
        numbers = Counter(min(v.votes, 2) for v in decided)
        alone = sum(v.status == "single" for v in decided)
        by_list = sum(v.status == "listed" for v in decided)
        parts = [f"{share(numbers[2], len(decided))} by two reviewers or more"] if numbers[2] else []
        parts += (
            [f"{share(alone, len(decided))} by one reviewer alone, as the protocol allows"] if alone else []
        )
        parts += [f"{share(by_list, len(decided))} by a list of the team as a whole"] if by_list else []
        if parts:
            said.append(f"Of {counted(len(decided), 'citation')} with a decision, {listed(parts)} had it.")
    if config.stages[stage].maybe == "include" and any(v.maybe for v in rows):
        said.append("A “maybe” carried a citation on.")
    if blinding := config.text.get("screening", {}).get("blinding"):
        said.append(str(blinding).strip())
    if waiting := len(rows) - len(decided):
        said.append(f"{counted(waiting, 'citation')} {were(waiting)} still without a decision.")
    changed = sum(person.changed for person in people)
    if changed:
        said.append(
            f"{counted(changed, 'decision')} {were(changed)} changed by the reviewer who had made it."
        )
    return said


def _pilot(config: Config, verdicts: Sequence[Verdict], stage: str) -> list[str]:
    pilot = sum(v.stage == stage and v.batch == "pilot" for v in verdicts)
    versions = len(config.flowcharts)
    said = [f"A pilot of {counted(pilot, 'citation')} came first."] if pilot else []
    if versions > 1:
        said.append(
            f"The eligibility flowchart had {versions} versions; each decision counts under the one that "
            "was in force at its time."
        )
    return said


def _conflicts(
    verdicts: Sequence[Verdict], adjudications: Sequence[Settlement], stage: str, gone: frozenset[str]
) -> list[str]:
    """Say how many conflicts there were, and how they were resolved."""
    of = conflicts(verdicts, adjudications, stage, gone)
    reached = sum(v.stage == stage for v in verdicts)
    if not of.all:
        return ["Reviewers were never in conflict."] if any(v.votes > 1 for v in verdicts) else []
    kinds = [
        f"{n:,} {words}"
        for n, words in (
            (of.opposite, "with opposite decisions"),
            (of.reasons, "with different reasons for exclusion"),
            (of.maybe, "with a “maybe” alone"),
        )
        if n
    ]
    ways = [
        f"{n:,} {were(n)} {words}"
        for n, words in (
            (of.third, f"settled by a third reviewer{f' ({listed(of.who)})' if of.who else ''}"),
            (of.discussion, "settled by discussion"),
            (of.themselves, "settled when a reviewer changed a decision"),
            (of.listed, "decided by a list of the team"),
            (of.lost, "left alone, since the report was not retrieved"),
            (of.open, "not settled yet"),
        )
        if n
    ]
    said = [f"On {share(of.all, reached, 'citation')} votes did not settle it: {listed(kinds)}."]
    said.append(f"Of these, {listed(ways)}.")
    if of.third:
        unknown = of.third - of.seen - of.unseen
        seen = [
            f"{words} {n:,}"
            for n, words in (
                (of.seen, "having seen the votes in"),
                (of.unseen, "without having seen them in"),
                (unknown, "and whether the votes had been seen was not recorded in"),
            )
            if n
        ]
        said.append(f"The third reviewer decided {', '.join(seen)}.")
    if of.reversed:
        said.append(f"{counted(of.reversed, 'adjudication')} {were(of.reversed)} reversed by a later one.")
    return said


def _agreement(
    config: Config, agreement: Sequence[Agreement], panels: Sequence[PanelAgreement], stage: str
) -> list[str]:
    """Say how far reviewers agreed before conflicts were settled: pooled, the weakest pair, the panel."""
    row = pooled(agreement, stage, "all")
    if row is None or row.observed is None:
        return []
    n = row.both - row.left_out
    pairs = [
        r
        for r in agreement
        if (r.stage, r.part, r.table) == (stage, "all", "advance")
        and r.reviewer_a not in ("all", TEAM)
        and r.reviewer_b != "others"
    ]
    over = f"{n:,} {'pair' if n == 1 else 'pairs'} of votes"
    said = [
        f"Agreement was measured on each reviewer’s first vote, before conflicts were settled: over {over} "
        f"of {counted(len(pairs), 'pair')} of reviewers, observed agreement was "
        f"{with_limits(row.observed, row.observed_low, row.observed_high, of_percent=True)}, Cohen’s kappa "
        f"{with_limits(row.kappa, row.kappa_low, row.kappa_high)}, Gwet’s AC1 "
        f"{with_limits(row.ac1, row.ac1_low, row.ac1_high)}; positive agreement was {percent(row.positive)} "
        f"and negative agreement {percent(row.negative)} (in brackets: 95% confidence intervals)."
    ]
    measured = [pair for pair in pairs if pair.observed is not None]
    if len(measured) > 1:
        weakest = min(measured, key=lambda pair: pair.observed or 0.0)
        said.append(
            f"The pair that agreed least was {weakest.reviewer_a} and {weakest.reviewer_b}, with "
            f"{percent(weakest.observed)} of {weakest.both - weakest.left_out:,}."
        )
    panel = next((p for p in panels if (p.stage, p.part, p.table) == (stage, "all", "advance")), None)
    if panel and panel.reviewers > 2:
        said.append(
            f"Over all {panel.reviewers} reviewers, whose panel changed from citation to citation, Fleiss’ "
            f"kappa in Gwet’s generalisation was "
            f"{with_limits(panel.fleiss, panel.fleiss_low, panel.fleiss_high)} and Krippendorff’s alpha "
            f"{with_limits(panel.alpha, panel.alpha_low, panel.alpha_high)}."
        )
    return said
