"""Who screened what, and how: stand-ins for decisions, conflicts and reasons that were not published.

Published is how it was organised: a pilot of 100 by all five, then the lead on every citation and the
others on a batch each; conflicts to a third reviewer or a meeting; 34 left for full text, of which three
could not be had; of the 31 read, 16 left, most of them for want of outcomes after the return home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from copies import TYPED_FROM_MEMORY
from dice import Dice
from works import Work

LEAD = "R1"
SECONDS = ("R2", "R3", "R4", "R5")
PILOT = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A work's records, in the order of the search log: id and title. The first names the citation."""

    records: tuple[tuple[str, str], ...]

    def one(self, dice: Dice) -> tuple[str, str]:
        """Return the record that a vote names: mostly the first, now and then another copy."""
        return dice.pick(self.records) if dice.chance(0.1) else self.records[0]


@dataclass(slots=True)
class Logs:
    """The rows of every log, by file name without suffix."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def add(self, name: str, row: dict[str, str]) -> None:
        """Add a row to a log."""
        self.rows.setdefault(name, []).append(row)


class Clock:
    """The hours at which one person works: sittings on working days, some seconds a decision."""

    def __init__(self, name: str, start: datetime, sitting: int, seconds: tuple[int, int]) -> None:
        self._dice = Dice("clock", name)
        self._now, self._sitting, self._seconds, self._done = start, sitting, seconds, 0

    def next(self) -> datetime:
        """Return the time of the next decision."""
        if self._done == self._sitting:
            self._done = 0
            day = self._now.replace(hour=9, minute=self._dice.number(0, 59)) + timedelta(days=1)
            while day.weekday() > 4:
                day += timedelta(days=1)
            self._now = day
        self._done += 1
        self._now += timedelta(seconds=self._dice.number(*self._seconds))
        return self._now


# --- title and abstract -----------------------------------------------------------------------------


def title_abstract(works: list[Work], named: Mapping[str, Named], logs: Logs) -> None:
    """Write the votes of all five reviewers, and how each conflict was settled."""
    apart = [work for work in works if work.key != TYPED_FROM_MEMORY]
    pilot = {work.key for work in Dice("pilot").some(apart, PILOT)}
    rest = [work for work in works if work.key not in pilot]
    batch = {work.key: SECONDS[n * len(SECONDS) // len(rest)] for n, work in enumerate(rest)}
    first = {
        name: Clock(f"pilot {name}", datetime(2021, 9, 20, 9, 30), 60, (20, 80)) for name in (LEAD, *SECONDS)
    }
    then = {name: Clock(name, datetime(2021, 9, 24, 9, 15), 95, (15, 75)) for name in (LEAD, *SECONDS)}
    meeting = Clock("pilot meeting", datetime(2021, 9, 23, 14, 0), 40, (120, 400))
    settling = {
        name: Clock(f"settling {name}", datetime(2021, 10, 14, 10, 0), 30, (60, 300)) for name in "AB"
    }
    changes: list[tuple[Work, str, str]] = []
    for work in [w for w in works if w.key in pilot] + rest:
        everyone = (LEAD, *SECONDS) if work.key in pilot else (LEAD, batch[work.key])
        number = "pilot" if work.key in pilot else str(SECONDS.index(batch[work.key]) + 1)
        _allocate(work, named, logs, "title_abstract", everyone, number)
        said = _votes(work, everyone)
        for name in everyone:
            clock = (first if work.key in pilot else then)[name]
            decision = said[name]
            dice = Dice("change", work.key, name)
            if work.key not in pilot and dice.chance(0.005):
                # A change of mind: what is said first is the other thing.
                changes.append((work, name, decision))
                decision = "include" if decision == "exclude" else "exclude"
            logs.add(f"title_abstract.{name}", _vote(work, named, name, decision, clock.next()))
        opinions = {decision == "exclude" for decision in said.values()}
        if len(opinions) > 1:
            together = work.key in pilot or "R3" in everyone
            clock = meeting if work.key in pilot else settling["A" if together else "B"]
            who = (
                ";".join((LEAD, *SECONDS) if work.key in pilot else (LEAD, "R3", "R5")) if together else "R3"
            )
            against = [
                named[work.key].one(Dice("vote", work.key, name))
                for name, decision in said.items()
                if (decision == "exclude") != (work.left == "title_abstract")
            ]
            _settle(work, named, logs, "title_abstract", who, clock.next(), against)
    for work, name, decision in changes:
        logs.add(f"title_abstract.{name}", _vote(work, named, name, decision, then[name].next()))
    _duplicate_seen(named, logs, batch[TYPED_FROM_MEMORY], then)
    _kept_apart(works, named, logs, then[LEAD])


def _allocate(
    work: Work, named: Mapping[str, Named], logs: Logs, stage: str, who: tuple[str, ...], batch: str
) -> None:
    """Write who is to screen a work."""
    record, title = named[work.key].records[0]
    logs.add(
        "allocation",
        {"record": record, "stage": stage, "reviewers": ";".join(who), "batch": batch, "title": title},
    )


def _duplicate_seen(named: Mapping[str, Named], logs: Logs, name: str, then: Mapping[str, Clock]) -> None:
    """Write that a reviewer recognised a paper that no rule would: a record typed from memory."""
    (first, _), *_, (record, title) = named[TYPED_FROM_MEMORY].records
    logs.add(
        f"title_abstract.{name}",
        {
            "record": record,
            "decision": "duplicate",
            "of": first,
            "reason": "",
            "note": "typed from a reference list with half of its title and the wrong year",
            "time": then[name].next().isoformat(timespec="seconds"),
            "title": title,
        },
    )


def _kept_apart(works: list[Work], named: Mapping[str, Named], logs: Logs, clock: Clock) -> None:
    """Write that the lead looked at talks which became papers of the same title: two works each."""
    for work in works:
        if work.type == "abstract":
            logs.add(
                f"duplicates.{LEAD}",
                {
                    "record_a": named[work.near].records[0][0],
                    "record_b": named[work.key].records[0][0],
                    "answer": "different",
                    "time": clock.next().isoformat(timespec="seconds"),
                    "why": "a talk, and the paper that was made of it a year later",
                },
            )


def _votes(work: Work, everyone: tuple[str, ...]) -> dict[str, str]:
    """Return what each reviewer says in the end; what follows from it, or from a settlement, is published."""
    goes_on = work.left != "title_abstract"
    said = {name: _opinion(work, name, goes_on) for name in everyone}
    right = "include" if goes_on else "exclude"
    if all((decision == "exclude") == goes_on for decision in said.values()):
        said[LEAD] = right  # else they would agree on what was not the outcome
    return said


def _opinion(work: Work, name: str, goes_on: bool) -> str:
    thrown = Dice("opinion", work.key, name).fraction()
    if goes_on:
        return "exclude" if thrown < 0.1 else "maybe" if thrown < 0.22 else "include"
    doubt = 0.055 if work.domain == "care" else 0.005
    return "exclude" if thrown > doubt else "maybe" if thrown < doubt / 3 else "include"


def _reason(work: Work) -> str:
    """Return why a work leaves on title and abstract, as a word of the flowchart."""
    thrown = Dice("reason", work.key).fraction()
    if work.type in ("letter", "erratum", "abstract", "report"):
        return "study_design"
    if work.domain != "care":
        return "study_design" if thrown < 0.05 else "population"
    return "study_design" if thrown < 0.15 else "population" if thrown < 0.4 else "topic"


def _vote(work: Work, named: Mapping[str, Named], name: str, decision: str, time: datetime) -> dict[str, str]:
    dice = Dice("vote", work.key, name)
    record, title = named[work.key].one(dice)
    reason = ""
    if decision == "exclude" and (name == LEAD or dice.chance(0.6)):
        reason = _reason(work) if work.left == "title_abstract" else "topic"
    note = (
        dice.pick(("abstract does not say", "see full text", "about care at all?"))
        if decision == "maybe"
        else ""
    )
    return {
        "record": record,
        "decision": decision,
        "of": "",
        "reason": reason,
        "note": note,
        "time": time.isoformat(timespec="seconds"),
        "title": title,
    }


_WHY = {
    "include": (
        "services after the return home may be described; the full text decides",
        "outcomes cannot be told from the abstract",
        "the programme works with families while children go home",
    ),
    "study_design": ("no primary research", "not a report of a study"),
    "population": ("the children do not come home from care", "another country than the five"),
    "topic": (
        "about children in care, not about a service for going home",
        "reunification is background only",
        "no service is examined",
    ),
    "outcome": ("counts returns home only, nothing after", "follow-up ends on the day of the return"),
}


def _settle(
    work: Work,
    named: Mapping[str, Named],
    logs: Logs,
    stage: str,
    who: str,
    time: datetime,
    against: list[tuple[str, str]],
) -> None:
    """Write how a conflict was settled: on the work's first record, and on each that a vote against it names.

    An adjudication covers the votes on its own record only.
    """
    if stage == "title_abstract":
        decision, reason = ("include", "") if work.left != "title_abstract" else ("exclude", _reason(work))
    else:
        decision, reason = ("include", "") if work.left == "included" else ("exclude", work.left)
    together = ";" in who
    for record, title in dict.fromkeys([named[work.key].records[0], *against]):
        logs.add(
            f"adjudication.{LEAD if together else who}",
            {
                "record": record,
                "stage": stage,
                "decision": decision,
                "of": "",
                "reason": reason,
                "how": "discussion" if together else "third",
                "who": who,
                "votes_seen": "yes" if together else "no",
                "meeting": time.date().isoformat() if together else "",
                "why": Dice("why", stage, work.key).pick(_WHY[reason or "include"]),
                "time": time.isoformat(timespec="seconds"),
                "title": title,
            },
        )


# --- full text --------------------------------------------------------------------------------------

#: What one reviewer said otherwise: (work, what the second reviewer said, their reason).
_SAID_OTHERWISE = {
    "left09": ("include", ""),
    "left12": ("include", ""),
    "brook2007": ("exclude", "outcome"),
    "left14": ("exclude", "study_design"),
    "left18": ("exclude", "outcome"),
}
_PLACES = (
    "publisher's website",
    "university library",
    "interlibrary loan",
    "open repository",
    "author's web page",
)


def full_text(works: list[Work], named: Mapping[str, Named], logs: Logs) -> None:
    """Write what became of the reports that were sought, and the votes on those that were retrieved."""
    sought = [work for work in works if work.left != "title_abstract"]
    clock = Clock("retrieval", datetime(2021, 10, 21, 9, 30), 12, (300, 1500))
    for work in sought:
        record, title = named[work.key].records[0]
        dice = Dice("retrieval", work.key)
        missing = work.left == "not_retrieved"
        logs.add(
            "retrieval",
            {
                "record": record,
                "status": "not_retrieved" if missing else "retrieved",
                "where": ";".join(_PLACES[:3] if missing else (dice.pick(_PLACES),)),
                "date": clock.next().date().isoformat(),
                "note": "not to be had within the time of a rapid review" if missing else "",
                "title": title,
            },
        )
    read = [work for work in sought if work.left != "not_retrieved"]
    clocks = {
        name: Clock(f"full {name}", datetime(2021, 11, 1, 9, 0), 6, (900, 3000)) for name in (LEAD, *SECONDS)
    }
    settling = Clock("full settling", datetime(2021, 11, 24, 14, 0), 9, (300, 900))
    for number, work in enumerate(read):
        second = SECONDS[number % len(SECONDS)]
        right = ("include", "") if work.left == "included" else ("exclude", work.left)
        said = {LEAD: right, second: _SAID_OTHERWISE.get(work.key, right)}
        _allocate(work, named, logs, "full_text", (LEAD, second), "")
        for name, (decision, reason) in said.items():
            record, title = named[work.key].one(Dice("full text", work.key, name))
            logs.add(
                f"full_text.{name}",
                {
                    "record": record,
                    "decision": decision,
                    "of": "",
                    "reason": reason,
                    "note": "",
                    "time": clocks[name].next().isoformat(timespec="seconds"),
                    "title": title,
                },
            )
        if said[LEAD] != said[second]:
            third = "R3" if second != "R3" and work.left != "included" else f"{LEAD};{second};R4"
            against = [
                named[work.key].one(Dice("full text", work.key, name))
                for name, (decision, _) in said.items()
                if decision != right[0]
            ]
            _settle(work, named, logs, "full_text", third, settling.next(), against)


def studies(works: list[Work], named: Mapping[str, Named], logs: Logs) -> None:
    """Write which report is which study's: each of the fifteen has one."""
    for work in sorted((work for work in works if work.real), key=lambda work: work.study):
        record, title = named[work.key].records[0]
        logs.add(
            "studies", {"study": work.study, "record": record, "role": "main", "why": "", "title": title}
        )
