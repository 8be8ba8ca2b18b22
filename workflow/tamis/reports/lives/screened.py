"""What was said of citations at each stage of screening, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamis.reports.environment import clock
from tamis.reports.lives.event import Event, Words, people, person
from tamis.store import in_utc
from tamis.tables import STAGE_NAMES, Decision, Settlement, Verdict

_CAME = {"exclude": "Excluded", "duplicate": "A duplicate"}
_INCLUDED = {"title_abstract": "On to retrieval and full text", "full_text": "Included"}
_BECAUSE = {
    "agreed": "the reviewers agree",
    "single": "decided by one reviewer, as the protocol allows",
    "listed": "decided by a list of the team",
}
_DIFFERED = {
    "yes": "the reviewers’ decisions differed",
    "reason": "the reviewers’ reasons differed",
    "maybe": "a maybe asked for a decision",
}


def screened(
    stage: str,
    decisions: Iterable[Decision],
    settlements: Iterable[Settlement],
    verdicts: Iterable[Verdict],
    words: Words,
) -> Iterator[tuple[str, Event]]:
    """Yield by citation what was said of it at a stage, in order of time, and then what came of it."""
    part = STAGE_NAMES[stage]
    said: list[tuple[str, str, Event]] = []
    for d in decisions:
        if d.stage == stage:
            of = d.of if d.decision == "duplicate" else ""
            what = f"{person(d.reviewer)}: {d.decision}{' of' if of else ''}"
            past = d.current != "yes"
            event = Event(
                "vote",
                part,
                what,
                d.place,
                words(d.reason) if d.reason else "",
                d.note,
                clock(d.time),
                of,
                past,
            )
            said.append((d.citation_id, d.moment, event))
    for s in settlements:
        if s.stage == stage:
            said.append((s.citation_id, in_utc(s.time), _settled(part, s, words)))
    # Sorting keeps the order of what has the same time: decisions stand before what was made of them.
    said.sort(key=lambda each: each[1])
    for citation, _, event in said:
        yield citation, event
    for verdict in verdicts:
        if verdict.stage == stage:
            yield verdict.citation_id, _came(part, verdict, words)


def _settled(part: str, s: Settlement, words: Words) -> Event:
    """Return an adjudication: who, how, what and why."""
    of = s.of if s.decision == "duplicate" else ""
    meeting = f" ({s.meeting})" if s.meeting else ""
    what = f"{_settled_by(s.who, s.how)}{meeting}: {s.decision}{' of' if of else ''}"
    seen = {"yes": "the votes were seen before", "no": "without seeing the votes"}.get(s.votes_seen, "")
    why = "; ".join(filter(None, (words(s.reason) if s.reason else "", seen)))
    return Event("settled", part, what, s.place, why, s.why, clock(s.time), of, s.current != "yes")


def _settled_by(who: str, how: str) -> str:
    return f"{people(who)}, as third reviewer" if how == "third" else f"{people(who)}, in discussion"


def _came(part: str, verdict: Verdict, words: Words) -> Event:
    """Return what came of a stage: agreed, in conflict, adjudicated, or what it waits for."""
    because = [_DIFFERED.get(verdict.conflict, "")]
    if not verdict.outcome:
        if verdict.status == "conflict":
            what = "In conflict"
        else:
            what = f"Awaits decisions: {verdict.votes:,} of {verdict.needed:,} reviewers have decided"
        because.append(f"waits for {people(verdict.waits_for)}" if verdict.waits_for else "")
    else:
        reason = f": {words(verdict.reason)}" if verdict.outcome == "exclude" and verdict.reason else ""
        what = f"{_CAME.get(verdict.outcome) or _INCLUDED[verdict.stage]}{reason}"
        settled = f"settled by {_settled_by(verdict.resolved_who, verdict.resolved_how)}"
        because.append(_BECAUSE.get(verdict.status) or settled)
        because.append("by automation tools alone" if verdict.automatic else "")
    return Event("outcome", part, what, verdict.place, "; ".join(filter(None, because)))
