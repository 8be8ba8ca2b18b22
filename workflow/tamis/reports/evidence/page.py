"""The page of evidence: for each study its quotes, and the pages on which they stand, as images."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from markupsafe import Markup

from tamis.config import Config
from tamis.extraction.evidence.openitems import MOST_WORDS
from tamis.reports import beside
from tamis.reports.beside import Count, Part
from tamis.reports.environment import parted
from tamis.reports.evidence.cases import STATES, Case
from tamis.reports.evidence.pictures import Picture
from tamis.reports.numbers import slug

TABLE = "build/extraction/evidence.csv"


def render(config: Config, cases: Sequence[Case], source: Callable[[Picture], str], *, root: str) -> str:
    """Return the page.

    Args:
        config: the protocol.
        cases: the studies with their quotes.
        source: gives the address of an image.
        root: the way from the page's folder to the review's, such as `../..`.
    """
    parts: list[Part] = [
        ("counts", "In numbers", None),
        *((f"study-{slug(case.study)}", case.label or case.study, len(case.entries)) for case in cases),
    ]
    people = sorted({person for case in cases for entry in case.entries for person in entry.people})
    return beside.render(
        "evidence",
        config,
        parts,
        cases=cases,
        counts=counts(cases),
        states=STATES,
        people=people,
        source=source,
        most=MOST_WORDS,
        pictured=any(sheet.picture for case in cases for sheet in case.sheets),
        report=f"{root}/reports/report.html",
        line=lambda place: _link(root, place),
        percent=lambda part: f"{100 * part:.2f}".rstrip("0").rstrip("."),
    )


def _link(root: str, place: str) -> Markup:
    """Return a place, file:line, as a link to its file."""
    address = beside.address(place).removeprefix("..")
    return Markup('<a class="place" href="{}">{}</a>').format(f"{root}{address}", parted(place))


def counts(cases: Sequence[Case]) -> list[Count]:
    """Return how many quotes there are, and what became of them."""
    entries = [entry for case in cases for entry in case.entries]
    at = f"study-{slug(cases[0].study)}" if cases else "counts"
    states = Counter(entry.state for entry in entries)
    quoted = len(entries) - states["none"]
    made = [Count(quoted, "quotes, each counted once for all values that rest on it", TABLE, "", at)]
    made += [
        Count(states[state], f"{sign} {words}", TABLE, f"state is {state}", at)
        for state, (sign, words) in STATES.items()
        if state != "none"
    ]
    values = [value for entry in entries for value in entry.values]
    lacking = sum(value.lacking for value in values)
    made.append(Count(lacking, "values whose number is not in their quote", TABLE, "number is no", at))
    long = sum(entry.long for entry in entries)
    made.append(
        Count(long, f"quotes of more than {MOST_WORDS} words", TABLE, f"words above {MOST_WORDS}", at)
    )
    none = "quote is empty, in fields that need one"
    made.append(Count(states["none"], STATES["none"][1], "build/extraction/data.csv", none, at))
    return made
