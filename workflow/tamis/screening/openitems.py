"""What screening still waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tamis.review import citation_name, waits_for
from tamis.screening.verdicts import Panel, contradicting
from tamis.tables import STAGES, TEAM, Adjudication, Citation, Decision, Entry, OpenItem, Verdict

_STAGE = {"title_abstract": "at title and abstract", "full_text": "at full text"}


def of_verdicts(
    verdicts: Iterable[Verdict],
    citation: Mapping[str, Citation],
    panels: Mapping[str, Panel],
    decisions: Mapping[tuple[str, str], list[Decision]],
    adjudications: Mapping[str, Mapping[str, list[Adjudication]]],
    when: Mapping[str, str],
) -> list[OpenItem]:
    """Return an item for each verdict that is open.

    A full text on which nobody has decided is no item of this stage: whether it was retrieved is for the
    stage `fulltext` to say.

    Args:
        verdicts: the verdicts of both stages.
        citation: the citations by id.
        panels: who decides, by stage.
        decisions: all decisions, by stage and citation.
        adjudications: the current ones, by stage and citation.
        when: the moment of each vote, by its place.
    """
    items = []
    for v in verdicts:
        text = ""
        votes = [
            d
            for d in decisions.get((v.stage, v.citation_id), ())
            if d.current == "yes" and d.decision != "duplicate"
        ]
        settled = adjudications[v.stage].get(v.citation_id, [])
        if v.status == "adjudicated" and v.conflict == "no" and needless(votes, v.outcome):
            items.append(_needless(v, votes, settled, citation[v.citation_id], panels[v.stage].active))
        if v.status == "conflict":
            against = contradicting(votes, settled, when)
            text = (
                f"is in conflict {_STAGE[v.stage]}: {_said(votes, settled, against)}; "
                "what holds now goes into records/screening/adjudication.<you>.csv"
            )
        elif v.status == "single" or (v.status == "awaiting" and v.stage == "title_abstract"):
            needed = panels[v.stage].rules.reviewers
            text = (
                f"has {v.votes} of {needed} decisions {_STAGE[v.stage]}; "
                f"yours goes into records/screening/{v.stage}.<you>.csv"
            )
        if text:
            items.append(
                OpenItem(
                    f"screening:{v.status}:{v.stage}:{v.citation_id}",
                    f"{citation_name(citation[v.citation_id])} {text}",
                    v.waits_for,
                    v.place,
                )
            )
    return items


def needless(votes: Sequence[Decision], outcome: str) -> bool:
    """Return whether an adjudication says the opposite of votes that all say the same."""
    said = {"exclude" if vote.decision == "exclude" else "include" for vote in votes}
    return len(said) == 1 and outcome not in said


def _needless(
    v: Verdict,
    votes: Sequence[Decision],
    settled: Sequence[Adjudication],
    citation: Citation,
    active: Sequence[str],
) -> OpenItem:
    """Return the item of an adjudication that overrides votes which nobody disputed: often a wrong id."""
    text = (
        f"{citation_name(citation)} was not in conflict {_STAGE[v.stage]}, yet its votes were overruled: "
        f"{_said(votes, settled, ())}; if {v.place} means another record, add a line for this one there "
        "with what the votes say"
    )
    return OpenItem(
        f"screening:needless:{v.stage}:{v.citation_id}",
        text,
        waits_for(map(str.strip, v.resolved_who.split(";")), active),
        v.place,
    )


def _said(votes: Sequence[Decision], settled: Sequence[Adjudication], against: Sequence[Decision]) -> str:
    """Return who says what of a citation in conflict; its records are named where there are several."""
    several = len({row.record_id for row in votes} | {row.record for row in settled}) > 1

    def one(decision: str, reason: str, record: str) -> str:
        return decision + (f" ({reason})" if reason else "") + (f" on {record}" if several else "")

    said = [f"{d.reviewer}: {one(d.decision, d.reason, d.record_id)}" for d in votes]
    said += [f"adjudicated {one(row.decision, row.reason, row.record)} on {row.time}" for row in settled]
    text = ", ".join(said)
    if against:
        records = ", ".join(dict.fromkeys(d.record_id for d in against))
        text += f"; what is said against the adjudication is not covered by it: adjudicate {records}"
    return text


def of_entries(entries: Iterable[Entry]) -> list[OpenItem]:
    """Return an item for each entry of an import that means no record, or that could mean several."""
    items = []
    for entry in entries:
        if entry.status in ("nothing", "several"):
            hint = f" ({entry.rule})" if entry.rule else ""
            found = "matches nothing" if entry.status == "nothing" else "matches several citations"
            text = f"entry {entry.entry} of {entry.file}, {entry.title!r}, {found}{hint}; "
            items.append(
                OpenItem(
                    f"screening:entry:{entry.file}:{entry.entry}",
                    f"{text}say in matches.csv which record it means, or none",
                    TEAM,
                    entry.place,
                )
            )
    return items


def of_unreached(
    verdicts: Iterable[Verdict],
    decisions: Iterable[Decision],
    adjudications: Mapping[str, Mapping[str, list[Adjudication]]],
    citation: Mapping[str, Citation],
) -> list[OpenItem]:
    """Return an item for each citation that was decided on at a stage that it never reached.

    Args:
        verdicts: the verdicts of both stages.
        decisions: all decisions.
        adjudications: the current ones, by stage and citation.
        citation: the citations by id.
    """
    verdict = {(v.stage, v.citation_id): v for v in verdicts}
    places: dict[tuple[str, str], str] = {}
    for d in decisions:
        if d.decision != "duplicate":
            places.setdefault((d.stage, d.citation_id), d.place)
    for stage, by_citation in adjudications.items():
        for id, rows in by_citation.items():
            places.setdefault((stage, id), rows[0].place)
    items = []
    for (stage, id), place in places.items():
        if (stage, id) not in verdict:
            before = verdict.get(("title_abstract", id))
            why = (before.outcome or before.status) if before else "not screened"
            what = citation_name(citation[id])
            items.append(
                OpenItem(
                    f"screening:unreached:{stage}:{id}",
                    f"{what} was decided on {_STAGE[stage]}, which it has not reached: "
                    f"{_STAGE['title_abstract']} it is {_PAST.get(why, why)}",
                    TEAM,
                    place,
                )
            )
    return items


_PAST = {"exclude": "excluded", "single": "awaiting decisions", "conflict": "in conflict"}


def of_duplicates(
    decisions: Sequence[Decision],
    adjudicated: Mapping[str, Mapping[str, Sequence[Adjudication]]],
    citation_of: Mapping[str, str],
) -> list[OpenItem]:
    """Return an item for each record that was called a duplicate of one that it was not united with.

    Not where that was taken back: by what was adjudicated on the record, or by a decision of the same person
    at a later stage.

    Args:
        decisions: all decisions.
        adjudicated: the adjudications that hold, by stage and citation.
        citation_of: the citation that holds each record.
    """
    last = {
        (d.reviewer, d.record_id): STAGES.index(d.stage)
        for d in sorted(decisions, key=lambda d: STAGES.index(d.stage))
    }
    settled = {
        (STAGES.index(stage), row.record)
        for stage, found in adjudicated.items()
        for rows in found.values()
        for row in rows
    }

    def taken_back(d: Decision) -> bool:
        stage = STAGES.index(d.stage)
        later = range(stage, len(STAGES))
        return last[d.reviewer, d.record_id] > stage or any((at, d.record_id) in settled for at in later)

    return [
        OpenItem(
            f"screening:apart:{d.record_id}:{d.of}",
            f"{d.reviewer} calls {d.record_id} a duplicate of {d.of}, but they are kept apart; "
            "see their pair in build/dedupe/pairs.csv",
            TEAM,
            d.place,
        )
        for d in decisions
        if d.current == "yes"
        and d.decision == "duplicate"
        and citation_of[d.record_id] != citation_of[d.of]
        and not taken_back(d)
    ]
