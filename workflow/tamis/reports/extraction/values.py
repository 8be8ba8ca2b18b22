"""How many values there are, of which kind, and what became of their quotes."""

from __future__ import annotations

from tamis.reports.extraction.material import DATA, EVIDENCE, Material
from tamis.reports.numbers import Behind, Number
from tamis.synthesis.cells import EMPTY, MISSING, WORDS, without
from tamis.tables import Evidence

#: What became of a quote: how it is called, and what that means.
QUOTES: dict[str, tuple[str, str]] = {
    "found": ("Found", "word for word on the page that was named"),
    "unpaged": ("Found, no page named", "word for word in the report; nobody said on which page"),
    "other_page": ("On another page", "word for word, and not on the page that was named"),
    "nearly": ("Nearly found", "words much like it stand in the report"),
    "not_found": ("Not found", "nothing like it stands in the report"),
    "no_text": ("No text", "the PDF is a scan, or cannot be read"),
    "no_pdf": ("Not checked: no PDF here", "nor does a log of evidence say what was found in it"),
}


def outcome(quote: Evidence) -> str:
    """Return what became of a quote, a name of `QUOTES`: one that was found may have had no page."""
    return "unpaged" if quote.state == "found" and not quote.page else quote.state


def values(material: Material) -> dict[str, Number]:
    """Return how many values there are, with a quote (`quoted`), and how many answers without one, by state.

    `given`, `quoted`, and `missing` and `empty` (see `cells.without`), are always there.
    """
    count = material.context.numbers.count
    made = {
        "given": count(
            "extraction-given",
            "Values that were extracted from the included studies",
            table=DATA,
            where="state is given",
            by=values,
            behind=material.by_field(material.given),
        ),
        "quoted": count(
            "extraction-quoted",
            "Values with a quote of the report",
            table=DATA,
            where="state is given; quote is not empty",
            by=values,
            behind=material.by_field([datum for datum in material.given if datum.quote]),
        ),
    }
    for state, which in ((MISSING, "required, or of studies without any row"), (EMPTY, "not required")):
        left = {study: material.left(study.study, state) for study in material.context.built.studies}
        made[state] = count(
            f"extraction-{state}",
            f"Fields of the form that nobody filled in, {which}",
            table=DATA,
            where=f"studies and fields without a row: {which}",
            by=without,
            behind=[
                Behind(study.place, f"{study.label}: {', '.join(fields)}", n=len(fields))
                for study, fields in left.items()
                if fields
            ],
        )
    for state, words in WORDS.items():
        rows = [datum for datum in material.data if datum.state == state]
        if rows:
            made[state] = count(
                f"extraction-{state}",
                f"Fields and columns of the included studies whose value is {words}",
                table=DATA,
                where=f"state is {state}",
                by=values,
                behind=material.by_field(rows),
            )
    return made


#: The condition on the table of those that have their state in common.
_ONCE = "each quote of a study once"
_WHERE = {"found": "state is found; page is not empty", "unpaged": "state is found; page is empty"}


def quotes(material: Material) -> dict[str, Number]:
    """Return how many quotes there are (`all`), and what became of them; what none is, is left out.

    `number`, `without`: with a quote in which the value's number stands, and does not. Whether a quote was
    found here or, as a log says, where the PDF is, makes no difference: reports are alike on all computers.
    """
    count = material.context.numbers.count
    sets = {
        "all": ("Quotes of reports", _ONCE, material.quotes),
        **{
            state: (
                f"Quotes: {name[:1].lower()}{name[1:]}, {means}",
                f"{_WHERE.get(state, f'state is {state}')}; {_ONCE}",
                [row for row in material.quotes if outcome(row) == state],
            )
            for state, (name, means) in QUOTES.items()
        },
        "number": (
            "Values with a number that stands in their quote",
            "number is yes",
            [row for row in material.evidence if row.number == "yes"],
        ),
        "without": (
            "Values with a number that does not stand in their quote",
            "number is no",
            [row for row in material.evidence if row.number == "no"],
        ),
    }
    return {
        id: count(f"quotes-{id}", words, table=EVIDENCE, where=where, by=quotes, behind=material.behind(rows))
        for id, (words, where, rows) in sets.items()
        if rows or id in ("all", "found")
    }
