"""What screening still waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.review import in_words, publication_name, waits_for
from tamis.screening.columns import (
    Flags,
    Held,
    Ints,
    Made,
    among,
    codes,
    flags,
    frame_from,
    frame_of,
    rows_of,
    starts,
    texts,
)
from tamis.screening.times import after
from tamis.screening.verdicts.settled import contradicting
from tamis.tables import AT_STAGE, STAGES, TEAM, Decision, Entry, OpenItem, Settlement, Verdict

if TYPE_CHECKING:
    import pandas as pd

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the citations: ids, titles and years, in the order of citations."""

    held: Held
    titles: pa.Array
    years: pa.Array

    def of(self, ids: pa.Array) -> list[str]:
        """Return the names of some citations."""
        at = pa.array(codes(ids, self.held.citations))
        titles, years = self.titles.take(at).to_pylist(), self.years.take(at).to_pylist()
        return [publication_name(*row) for row in zip(ids.to_pylist(), titles, years, strict=True)]


def items_of(
    verdicts: pd.DataFrame,
    reached: Mapping[str, Ints],
    made: Made,
    adjudicated: Mapping[_Key, Sequence[Settlement]],
    entries: Iterable[Entry],
    others: Iterable[OpenItem],
    names: Names,
    active: Sequence[str],
    compared: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Return all open items of the stage (frame of OpenItem), by id, each once.

    Args:
        verdicts: the verdicts of both stages (frame of Verdict), one stage after the other.
        reached: positions of the citations that reached each stage, as the verdicts have them.
        made: all decisions.
        adjudicated: what was adjudicated last, by stage and citation.
        entries: the entries of imports, matched.
        others: items that reading the files has found already.
        names: what people call the citations.
        active: the ids of the reviewers who are still in the review.
        compared: the reasons in which people can differ, by stage.
    """
    import pandas as pd

    items = [
        *of_verdicts(verdicts, made, adjudicated, names, active, compared),
        *of_thirds(made, adjudicated, names, active),
        *of_entries(entries),
        *of_unreached(verdicts, reached, made, adjudicated, names),
        *of_duplicates(made, adjudicated, names.held),
        *others,
    ]
    found = pd.concat([frame_from(items, OpenItem), of_awaiting(verdicts, names)], ignore_index=True)
    keys = pa.table({name: texts(found, name) for name in ("item", "place")})
    order = pc.sort_indices(keys, sort_keys=[("item", "ascending"), ("place", "ascending")]).to_numpy()
    ids = pc.dictionary_encode(keys["item"].combine_chunks().take(pa.array(order))).indices.to_numpy()
    once: pd.DataFrame = found.iloc[order[starts(ids.astype(np.int64))]].reset_index(drop=True)
    return once


def of_awaiting(verdicts: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return an item (frame of OpenItem) for each citation that waits for decisions.

    A full text on which nobody has decided is no item of this stage: whether it was retrieved is for the
    stage `fulltext` to say.
    """
    waits = pc.equal(texts(verdicts, "status"), "awaiting")
    begun = pc.or_(pc.equal(texts(verdicts, "stage"), STAGES[0]), pc.greater(texts(verdicts, "votes"), 0))
    at = np.flatnonzero(flags(pc.and_(waits, begun)))
    columns = ("stage", "citation_id", "votes", "needed", "waits_for", "place")
    stage, id, votes, needed, who, place = (texts(verdicts, name).take(pa.array(at)) for name in columns)
    where = pa.array(list(AT_STAGE.values()), pa.string()).take(pa.array(codes(stage, list(AT_STAGE))))
    missing = pc.max_element_wise(pc.subtract(needed, votes), 1).cast(pa.string())
    votes, needed = votes.cast(pa.string()), needed.cast(pa.string())
    ways = pc.binary_join_element_wise(stage, who, missing, "\t").dictionary_encode()  # they are few
    how = [_whose(*way.split("\t")) for way in ways.dictionary.to_pylist()]
    text = pc.binary_join_element_wise(
        pa.array(names.of(id), pa.string()),
        *(" has ", votes, " of ", needed, " decisions ", where),
        *(pa.array(how, pa.string()).take(ways.indices), ""),
    )
    item = pc.binary_join_element_wise("screening:awaiting", stage, id, ":")
    return frame_of({"item": item, "text": text, "waits_for": who, "place": place}, OpenItem)


def _whose(stage: str, waiting: str, missing: str) -> str:
    """Return whose decisions a citation waits for, and into which log they go."""
    people = in_words(waiting, int(missing))
    if waiting == TEAM:
        return f"; it waits for {people}: nobody who could decide is left in the review"
    one = ";" not in waiting
    file = f"{stage}.{waiting if one else '<reviewer>'}.csv"
    return f"; it waits for {people}, in {'' if one else 'their '}records/screening/{file}"


def _who_settles(waiting: str) -> str:
    """Return who may settle a conflict, and where."""
    file = "<reviewer>" if ";" in waiting or waiting == TEAM else waiting
    return f"{in_words(waiting, 1)} may settle it, in records/screening/adjudication.{file}.csv"


def of_verdicts(
    verdicts: pd.DataFrame,
    made: Made,
    adjudicated: Mapping[_Key, Sequence[Settlement]],
    names: Names,
    active: Sequence[str],
    compared: Mapping[str, Collection[str]],
) -> list[OpenItem]:
    """Return an item for each conflict, and for each adjudication where there was none to settle.

    That is one which overrules votes that nobody disputed, or which settles what too few had screened.
    """
    status, conflict = texts(verdicts, "status"), texts(verdicts, "conflict")
    settled = pc.and_(pc.equal(status, "adjudicated"), pc.equal(conflict, "no"))
    wanted = pc.or_(pc.equal(status, "conflict"), settled)
    found = rows_of(verdicts, Verdict, np.flatnonzero(flags(wanted)))
    votes: dict[_Key, list[Decision]] = defaultdict(list)
    on_these = among(made.citation, names.held.at({v.citation_id for v in found}))
    for d in made.rows(on_these & made.votes() & made.current):
        votes[d.stage, d.citation_id].append(d)
    called = names.of(pa.array([v.citation_id for v in found], pa.string()))
    items = []
    for v, name in zip(found, called, strict=True):
        key = v.stage, v.citation_id
        said, rows = votes.get(key, []), adjudicated.get(key, [])
        waits = waits_for(map(str.strip, v.resolved_who.split(";")), active)
        if v.status == "conflict":
            against = contradicting(said, rows, compared[v.stage])
            text = (
                f"{name} is in conflict {AT_STAGE[v.stage]}: {_said(said, rows, against)}; "
                f"{_who_settles(v.waits_for)}"
            )
            items.append(OpenItem(f"screening:conflict:{':'.join(key)}", text, v.waits_for, v.place))
        elif needless(said, v.outcome):
            # An adjudication that overrules votes which nobody disputed: often a wrong id.
            text = (
                f"{name} was not in conflict {AT_STAGE[v.stage]}, yet its votes were overruled: "
                f"{_said(said, rows, ())}; if {v.place} means another record, add a line for this one there "
                "with what the votes say"
            )
            items.append(OpenItem(f"screening:needless:{':'.join(key)}", text, waits, v.place))
        elif (v.votes or 0) < (v.needed or 0) and not any(vote.reviewer == TEAM for vote in said):
            # Screened by too few: often a wrong id as well, or a shortcut past the second reviewer.
            text = (
                f"{name} was adjudicated {AT_STAGE[v.stage]} with {v.votes or 0} of {v.needed} decisions: "
                f"{_said(said, rows, ())}; the others go into records/screening/{v.stage}.<you>.csv"
            )
            items.append(OpenItem(f"screening:unscreened:{':'.join(key)}", text, waits, v.place))
    return items


def of_thirds(
    made: Made, adjudicated: Mapping[_Key, Sequence[Settlement]], names: Names, active: Sequence[str]
) -> list[OpenItem]:
    """Return an item for each third reviewer who had voted on another record of what they adjudicated.

    That the records are one publication may have been found out later. On the very record it is an error.
    """
    rows = {key: [row for row in found if row.how == "third"] for key, found in adjudicated.items()}
    thirds = [(row, who.strip()) for found in rows.values() for row in found for who in row.who.split(";")]
    people = sorted({who for _, who in thirds})
    size = len(names.held.citations)
    asked = np.array([STAGES.index(row.stage) for row, _ in thirds], np.int64) * size
    asked = (asked + names.held.at(row.citation_id for row, _ in thirds)) * len(people)
    asked += np.array([people.index(who) for _, who in thirds], np.int64)
    who_voted = codes(texts(made.frame, "reviewer"), people)
    key = (made.stage * size + made.citation) * len(people) + who_voted
    wanted = np.isin(key, asked) & (who_voted >= 0)
    found: dict[str, tuple[str, str, Settlement]] = {}
    for d in made.rows(wanted & made.votes()):
        for row in rows.get((d.stage, d.citation_id), ()):
            who = [each.strip() for each in row.who.split(";")]
            other = d.record_id != row.record_id and not after(d.moment, d.day, row.time)
            if d.reviewer in who and other:
                found.setdefault(f"{d.stage}:{d.citation_id}:{d.reviewer}", (d.reviewer, d.record_id, row))
    called = names.of(pa.array([row.citation_id for *_, row in found.values()], pa.string()))
    return [
        OpenItem(
            f"screening:third:{key}",
            f"{name} was adjudicated {AT_STAGE[row.stage]} by {who} as third reviewer on {row.record_id}, "
            f"but {who} had voted on {record}, which is the same publication; a third reviewer is "
            "somebody else",
            waits_for([who], active),
            row.place,
        )
        for (key, (who, record, row)), name in zip(found.items(), called, strict=True)
    ]


def needless(votes: Sequence[Decision], outcome: str) -> bool:
    """Return whether an adjudication says the opposite of votes that all say the same."""
    said = {"exclude" if vote.decision == "exclude" else "include" for vote in votes}
    return len(said) == 1 and outcome not in said


def _said(votes: Sequence[Decision], settled: Sequence[Settlement], against: Sequence[Decision]) -> str:
    """Return who says what of a citation in conflict; its records are named where there are several."""
    several = len({row.record_id for row in votes} | {row.record_id for row in settled}) > 1

    def one(decision: str, reason: str, record: str) -> str:
        return decision + (f" ({reason})" if reason else "") + (f" on {record}" if several else "")

    said = [f"{d.reviewer}: {one(d.decision, d.reason, d.record_id)}" for d in votes]
    said += [f"adjudicated {one(row.decision, row.reason, row.record_id)} on {row.time}" for row in settled]
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
                    f"{text}say in matches.csv, with the entry's title, which record it means, or none",
                    TEAM,
                    entry.place,
                )
            )
    return items


def of_unreached(
    verdicts: pd.DataFrame,
    reached: Mapping[str, Ints],
    made: Made,
    adjudicated: Mapping[_Key, Sequence[Settlement]],
    names: Names,
) -> list[OpenItem]:
    """Return an item for each citation that was decided on at a stage that it never reached."""
    held = names.held
    has: Flags = np.zeros((len(STAGES), len(held.citations)), np.bool_)
    for stage, positions in reached.items():
        has[STAGES.index(stage), positions] = True
    place: dict[_Key, str] = {}
    for d in made.rows(made.votes() & made.current & ~has[made.stage, made.citation]):
        place.setdefault((d.stage, d.citation_id), d.place)
    stages = np.array([STAGES.index(stage) for stage, _ in adjudicated], np.int64)
    there = has[stages, held.at(id for _, id in adjudicated)].tolist()
    for (key, rows), is_there in zip(adjudicated.items(), there, strict=True):
        if not is_there:
            place.setdefault(key, rows[0].place)
    if not place:
        return []
    wanted = among(reached[STAGES[0]], held.at(id for _, id in place))
    before = {v.citation_id: v for v in rows_of(verdicts, Verdict, np.flatnonzero(wanted))}
    called = names.of(pa.array([id for _, id in place], pa.string()))
    items = []
    for ((stage, id), at), name in zip(place.items(), called, strict=True):
        why = (before[id].outcome or before[id].status) if id in before else "not screened"
        items.append(
            OpenItem(
                f"screening:unreached:{stage}:{id}",
                f"{name} was decided on {AT_STAGE[stage]}, which it has not reached: "
                f"{AT_STAGE['title_abstract']} it is {_PAST.get(why, why)}",
                TEAM,
                at,
            )
        )
    return items


_PAST = {"exclude": "excluded", "awaiting": "awaiting decisions", "conflict": "in conflict"}


def of_duplicates(made: Made, adjudicated: Mapping[_Key, Sequence[Settlement]], held: Held) -> list[OpenItem]:
    """Return an item for each record that was called a duplicate of one that it was not united with.

    Not where that was taken back: by what was adjudicated on the record, or by a decision of the same person
    at a later stage.

    Args:
        made: all decisions.
        adjudicated: the adjudications that hold, by stage and citation.
        held: which citation holds each record.
    """
    called = ~made.votes() & made.current
    found = made.rows(called)
    last: dict[_Key, int] = {}
    for d in made.rows(among(made.citation, made.citation[called])):
        at = d.reviewer, d.record_id
        last[at] = max(last.get(at, 0), STAGES.index(d.stage))
    settled = {(STAGES.index(row.stage), row.record_id) for rows in adjudicated.values() for row in rows}
    citation_of = held.citation_of([name for d in found for name in (d.record_id, d.of)])

    def taken_back(d: Decision) -> bool:
        stage = STAGES.index(d.stage)
        later = range(stage, len(STAGES))
        return last[d.reviewer, d.record_id] > stage or any((at, d.record_id) in settled for at in later)

    apart: dict[_Key, list[Decision]] = defaultdict(list)
    for d in found:
        if citation_of[d.record_id] != citation_of.get(d.of) and not taken_back(d):
            apart[d.record_id, d.of].append(d)
    items = []
    for (record, of), rows in apart.items():
        *others, one = dict.fromkeys(d.reviewer for d in rows)
        who = f"{', '.join(others)} and {one} call" if others else f"{one} calls"
        text = (
            f"{who} {record} a duplicate of {of}, but they are kept apart; "
            "see their pair in build/dedupe/pairs.csv"
        )
        items.append(OpenItem(f"screening:apart:{record}:{of}", text, TEAM, rows[0].place))
    return items
