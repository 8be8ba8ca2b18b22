"""The page of evidence: for each study its quotes, and the pages on which they stand, as images."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from tamis.config import Config
from tamis.extraction.evidence.openitems import MOST_WORDS
from tamis.reports import beside
from tamis.reports.beside import Count, Part
from tamis.reports.environment import parted
from tamis.reports.evidence.cases import STATES, Case, Entry
from tamis.reports.evidence.pictures import Picture
from tamis.reports.numbers import slug

TABLE = "build/extraction/evidence.csv"


def render(
    config: Config, cases: Sequence[Case], source: Callable[[Picture], str], *, shared: bool = False
) -> str:
    """Return the page.

    Args:
        config: the protocol.
        cases: the studies with their quotes.
        source: gives the address of an image.
        shared: it lies in `reports/`, and not in `build/evidence/`.
    """
    root = ".." if shared else "../.."
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
        shared=shared,
        report="report.html" if shared else f"{root}/reports/report.html",
        line=lambda place: _link(root, place),
        percent=lambda part: f"{100 * part:.2f}".rstrip("0").rstrip("."),
    )


def _link(root: str, place: str) -> Markup:
    """Return a place, file:line, as a link to its file."""
    address = beside.address(place).removeprefix("..")
    return Markup('<a class="place" href="{}">{}</a>').format(f"{root}{address}", parted(place))


def counts(cases: Sequence[Case]) -> list[Count]:
    """Return how many quotes there are, and what became of them; each leads to the first of its own."""
    entries = [entry for case in cases for entry in case.entries]
    quoted = [entry for entry in entries if entry.state != "none"]

    def count(
        those: Sequence[Entry], words: str, where: str, table: str = TABLE, n: int | None = None
    ) -> Count:
        at = f"quote-{those[0].id}" if those else "counts"
        return Count(len(those) if n is None else n, words, table, where, at)

    made = [count(quoted, "quotes, each counted once for all values that rest on it", "")]
    for state, (sign, words) in STATES.items():
        if state != "none":
            those = [entry for entry in entries if entry.state == state]
            made.append(count(those, f"{sign} {words}", f"state is {state}"))
    lacking = [entry for entry in entries if any(value.lacking for value in entry.values)]
    values = sum(value.lacking for entry in lacking for value in entry.values)
    made.append(count(lacking, "values whose number is not in their quote", "number is no", n=values))
    long = [entry for entry in entries if entry.long]
    made.append(count(long, f"quotes of more than {MOST_WORDS} words", f"words above {MOST_WORDS}"))
    none = [entry for entry in entries if entry.state == "none"]
    where = "quote is empty, in fields that need one"
    made.append(count(none, STATES["none"][1], where, "build/extraction/data.csv"))
    return made
