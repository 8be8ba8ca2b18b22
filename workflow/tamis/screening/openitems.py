"""What screening still waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamis.screening.inputs import TEAM
from tamis.screening.verdicts import Panel
from tamis.tables import Adjudication, Citation, Decision, Entry, OpenItem, Verdict

_STAGE = {"title_abstract": "at title and abstract", "full_text": "at full text"}
_LONGEST = 80


def name(citation: Citation) -> str:
    """Return a citation for people: its id and its title, cut short.

    >>> name(Citation("r1", title="A title", year=2020))
    "r1 'A title' (2020)"
    """
    title = citation.title if len(citation.title) <= _LONGEST else f"{citation.title[:_LONGEST].rstrip()}..."
    return f"{citation.citation_id} {title!r}" + (f" ({citation.year})" if citation.year else "")


def of_verdicts(
    verdicts: Iterable[Verdict],
    citation: Mapping[str, Citation],
    panels: Mapping[str, Panel],
    decisions: Mapping[tuple[str, str], list[Decision]],
) -> list[OpenItem]:
    """Return an item for each verdict that is open.

    A full text on which nobody has decided is no item of this stage: whether it was retrieved is for the
    stage `fulltext` to say.
    """
    items = []
    for v in verdicts:
        text = ""
        if v.status == "conflict":
            said = (
                f"{d.reviewer}: {d.decision}" + (f" ({d.reason})" if d.reason else "")
                for d in decisions.get((v.stage, v.citation_id), ())
                if d.current == "yes" and d.decision != "duplicate"
            )
            text = f"is in conflict {_STAGE[v.stage]}: {', '.join(said)}"
        elif v.status == "single" or (v.status == "awaiting" and v.stage == "title_abstract"):
            needed = panels[v.stage].rules.reviewers
            text = f"has {v.votes} of {needed} decisions {_STAGE[v.stage]}"
        if text:
            items.append(
                OpenItem(
                    f"screening:{v.status}:{v.stage}:{v.citation_id}",
                    f"{name(citation[v.citation_id])} {text}",
                    v.waits_for,
                    v.place,
                )
            )
    return items


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
            items.append(
                OpenItem(
                    f"screening:unreached:{stage}:{id}",
                    f"{name(citation[id])} was decided on {_STAGE[stage]}, which it has not reached: "
                    f"{_STAGE['title_abstract']} it is {_PAST.get(why, why)}",
                    TEAM,
                    place,
                )
            )
    return items


_PAST = {"exclude": "excluded", "single": "awaiting decisions", "conflict": "in conflict"}


def of_duplicates(decisions: Iterable[Decision], citation_of: Mapping[str, str]) -> list[OpenItem]:
    """Return an item for each record that was called a duplicate of one that it was not united with."""
    return [
        OpenItem(
            f"screening:apart:{d.record_id}:{d.of}",
            f"{d.reviewer} calls {d.record_id} a duplicate of {d.of}, but they are kept apart; "
            "see their pair in build/dedupe/pairs.csv",
            TEAM,
            d.place,
        )
        for d in decisions
        if d.current == "yes" and d.decision == "duplicate" and citation_of[d.record_id] != citation_of[d.of]
    ]
