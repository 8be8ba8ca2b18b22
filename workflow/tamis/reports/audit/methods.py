"""How was screened, in sentences for a methods section, written from the data: PRISMA 2020 item 8, GRRAS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tamis.config import Config
from tamis.errors import counted
from tamis.provenance import VERSION
from tamis.reports.audit import agreed
from tamis.reports.audit.firsts import KINDS, lost
from tamis.reports.audit.people import Changes, at_stage, changes, first_votes, reviewed
from tamis.reports.audit.tallies import Conflicts, conflicts, in_duplicate
from tamis.reports.audit.words import STAGE, between, listed, share, were
from tamis.tables import PILOT, STAGES, Agreement, Decision, PanelAgreement, Settlement, Verdict


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

    What the protocol says of blinding is quoted once, at the first stage at which two voted on a citation:
    it is stated, the data do not show it.

    Args:
        config: the protocol.
        decisions: every decision.
        verdicts: what followed for each citation.
        adjudications: everything that was adjudicated.
        agreement: agreement of pairs.
        panels: agreement of all reviewers together.
        gone: citations that could not be retrieved.
    """
    screened = {stage: _rows(verdicts, stage) for stage in STAGES}
    twice = next((stage for stage, rows in screened.items() if any(v.votes > 1 for v in rows)), "")
    found = []
    for stage, rows in screened.items():
        if not rows:
            continue
        of = conflicts(verdicts, decisions, adjudications, stage, gone)
        said = [
            *_screened(config, decisions, rows, stage),
            *_waiting(verdicts, rows, stage, gone),
            *_decided(rows, stage),
            *_automation(config, rows),
            *(["A “maybe” carried a citation on."] if _maybe_goes_on(config, rows, stage) else []),
            *(_blinding(config) if stage == twice else []),
            *_changed(changes(decisions, stage, config.advances(stage))),
            *_pilot(verdicts, decisions, stage),
            *_conflicts(of, rows, stage),
            *_lost(decisions, verdicts, stage),
            *agreed.sentences(agreement, panels, stage),
        ]
        found.append(" ".join(said))
    if found:
        found[-1] += f" Counts and coefficients were computed with Tamis {VERSION}."
    return found


def _rows(verdicts: Iterable[Verdict], stage: str) -> list[Verdict]:
    """Return the verdicts on citations that somebody has screened: what every share is of."""
    return [v for v in verdicts if v.stage == stage and (v.votes or v.outcome)]


def _screened(
    config: Config, decisions: Sequence[Decision], rows: Sequence[Verdict], stage: str
) -> list[str]:
    """Say who screened how many, when, and in which software."""
    people = reviewed(decisions, stage)
    times = sorted(time for person in people for time in (person.start, person.end) if time)
    when = f" {between(times[0], times[-1])}" if times else ""
    names = [person.reviewer for person in people]
    who = f" by {counted(len(names), 'reviewer')} ({listed(names)})" if names else ""
    tool = str(config.text.get("screening", {}).get("tool") or "").strip().rstrip(".")
    done = f"{counted(len(rows), 'citation')} {were(len(rows))} screened {STAGE[stage]}{who}{when}"
    said = [f"{done}{f', in {tool}' if tool else ''}."]
    untimed = sum(not d.moment for d in at_stage(decisions, stage))
    if times and untimed:
        carry = "carries" if untimed == 1 else "carry"
        said.append(
            f"{counted(untimed, 'decision')} {carry} no time; days and periods are those of the others."
        )
    return said


def _waiting(
    verdicts: Iterable[Verdict], rows: Sequence[Verdict], stage: str, gone: frozenset[str]
) -> list[str]:
    """Say what is still to be done: citations that nobody has screened, and those without a decision."""
    reached = [v for v in verdicts if v.stage == stage]
    unseen = sum(not v.votes and not v.outcome and v.citation_id not in gone for v in reached)
    open_ = sum(not v.outcome and v.citation_id not in gone for v in rows)
    said = [f"{unseen:,} more {_are(unseen)} not screened yet."] if unseen else []
    if open_:
        said.append(f"{counted(open_, 'citation')} {_are(open_)} without a decision.")
    return said


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


#: Who decided on a citation, by name, as it stands after a number of citations.
_BY = {
    "two": "by two reviewers or more",
    "alone": "by one alone, as the protocol allows",
    "helped": "by one reviewer and an adjudicator",
    "adjudicator": "by an adjudicator without a reviewer’s vote",
    "list": "by a list of the team as a whole",
}


def _by(verdict: Verdict) -> str:
    """Return who decided on a citation: a name of `_BY`."""
    if verdict.votes > 1:
        return "two"
    if verdict.status == "adjudicated":
        return "helped" if verdict.votes else "adjudicator"
    return "list" if verdict.status == "listed" else "alone"


def _automation(config: Config, rows: Sequence[Verdict]) -> list[str]:
    """Say which of the reviewers are automation tools, and what they alone excluded (PRISMA 2020, item 8)."""
    if not config.automation:
        return []
    alone = sum(v.automatic == "yes" for v in rows)
    tools = f"Of the reviewers {listed(list(config.automation))} {were(len(config.automation))}"
    kind = "an automation tool" if len(config.automation) == 1 else "automation tools"
    return [f"{tools} {kind}; {counted(alone, 'citation')} {were(alone)} excluded by automation tools alone."]


def _decided(rows: Sequence[Verdict], stage: str) -> list[str]:
    """Say by whom the citations with a decision were decided on; the parts sum to all of them."""
    decided = [v for v in rows if v.outcome]
    if in_duplicate(rows, stage):
        return ["Each citation that was decided on was screened by two reviewers or more."]
    if not decided:
        return []
    number = Counter(_by(v) for v in decided)
    parts = [f"{share(number[name], len(decided))} {words}" for name, words in _BY.items() if number[name]]
    first, _, rest = parts[0].partition(") ")
    parts[0] = f"{first}) {were(number[next(name for name in _BY if number[name])])} decided on {rest}"
    return [f"Of {counted(len(decided), 'citation')} with a decision, {listed(parts)}."]


def _maybe_goes_on(config: Config, rows: Iterable[Verdict], stage: str) -> bool:
    return config.stages[stage].maybe == "include" and any(v.maybe for v in rows)


def _blinding(config: Config) -> list[str]:
    """Quote what the protocol says of blinding."""
    text = str(config.text.get("screening", {}).get("blinding") or "").strip()
    return [f"As the protocol states: “{text}”"] if text else []


def _changed(of: Changes) -> list[str]:
    """Say how many decisions were changed, which of these may be slips, and which followed another's vote."""
    if not of.all:
        return []
    them = "by the reviewer who had made it" if of.all == 1 else "by the reviewers who had made them"
    slips = f" ({of.slips:,} within a minute)" if of.slips else ""
    said = f"{counted(of.all, 'decision')} {were(of.all)} changed {them}{slips}"
    if of.after:
        said += f"; {of.after:,} after another reviewer had voted, {of.towards:,} of these towards that vote"
    return [f"{said}."]


def _pilot(verdicts: Iterable[Verdict], decisions: Sequence[Decision], stage: str) -> list[str]:
    """Say how large the pilot was, and under how many versions of the flowchart votes fall."""
    pilot = sum(v.stage == stage and v.batch == PILOT for v in verdicts)
    versions = {d.version for d in at_stage(decisions, stage) if d.version is not None}
    said = [f"A pilot of {counted(pilot, 'citation')} came first."] if pilot else []
    if len(versions) > 1:
        said.append(
            f"These votes fall under {len(versions)} versions of the eligibility flowchart; each counts "
            "under the one that was in force at its time."
        )
    return said


def _counts(of: Mapping[str, int], words: Mapping[str, str]) -> list[str]:
    """Return numbers with their words, without those that are 0."""
    return [f"{of[name]:,} {said}" for name, said in words.items() if of.get(name)]


def _conflicts(of: Conflicts, rows: Sequence[Verdict], stage: str) -> list[str]:
    """Say how many conflicts there were, what they were about, and how they were resolved."""
    if not of.all:
        return ["Reviewers were never in conflict."] if any(v.votes > 1 for v in rows) else []
    asked = ", or a “maybe” asked for a decision," if of.kinds.get("maybe") else ""
    kinds = ", ".join(_counts(of.kinds, {name: words for name, words in KINDS.items() if name != "later"}))
    at_first = f", on {of.at_first:,} in their first votes: {kinds}" if kinds else ""
    said = [f"Reviewers differed{asked} on {share(of.all, len(rows), 'citation')}{at_first}."]
    said.append(f"Of these, {listed(_ways(of))}.")
    said += _seen(of)
    if settled := of.included + of.excluded:
        on = "included" if stage == "full_text" else "carried on"
        said.append(
            f"Of {settled:,} that were adjudicated, {of.included:,} {were(of.included)} {on} and "
            f"{of.excluded:,} excluded."
        )
    if of.reversed:
        said.append(f"{counted(of.reversed, 'adjudication')} {were(of.reversed)} reversed by a later one.")
    return said


def _ways(of: Conflicts) -> list[str]:
    """Return what became of the conflicts, each way with its number."""
    who = f" ({listed(of.who)})" if of.who else ""
    joined = f" (in {of.joined:,} of these with somebody who had not voted)" if of.joined else ""
    words = {
        "third": f"settled by a third reviewer{who}",
        "discussion": f"settled by discussion{joined}",
        "themselves": "settled when a reviewer changed a decision",
        "list": "decided by a list of the team",
        "lost": "left alone, since the report was not retrieved",
    }
    said = [f"{n:,} {were(n)} {words[name]}" for name in words if (n := of.ways.get(name, 0))]
    return said + ([f"{n:,} {_are(n)} not settled yet"] if (n := of.ways.get("", 0)) else [])


def _seen(of: Conflicts) -> list[str]:
    """Say whether the third reviewer had seen the votes."""
    third = of.ways.get("third", 0)
    if not third:
        return []
    any_, all_ = ("the one", "the one") if third == 1 else (f"any of the {third:,}", f"all of the {third:,}")
    if of.unseen == third:
        return [f"The third reviewer had not seen the votes on {any_}."]
    if of.seen == third:
        return [f"The third reviewer had seen the votes on {all_}."]
    parts = {"seen on": of.seen, "not seen on": of.unseen, "not recorded for": third - of.seen - of.unseen}
    words = [f"{said} {n:,}" for said, n in parts.items() if n]
    return [f"Whether the third reviewer had seen the votes: {listed(words)}."]


def _lost(decisions: Sequence[Decision], verdicts: Sequence[Verdict], stage: str) -> list[str]:
    """Say how much of what went on had a first vote to exclude: what one reviewer alone might have lost."""
    rows = lost(first_votes(decisions, stage), verdicts, stage)
    if not rows or not rows[0].on or not any(v.stage == stage and v.votes > 1 for v in verdicts):
        return []
    of = rows[0]
    if stage == "full_text":
        return [
            f"Of {counted(of.on, 'citation')} that were included, {of.on_out:,} had a first vote to exclude."
        ]
    end = f", as had {of.included_out:,} of the {of.included:,} included in the end" if of.included else ""
    return [f"Of {counted(of.on, 'citation')} that went on, {of.on_out:,} had a first vote to exclude{end}."]
