"""How many values there are, of which kind, and what became of their quotes."""

from __future__ import annotations

from tamis.reports.extraction.material import DATA, EVIDENCE, Material
from tamis.reports.numbers import Behind, Number
from tamis.synthesis.cells import MISSING, WORDS

#: What became of a quote: how it is called, and what that means.
QUOTES: dict[str, tuple[str, str]] = {
    "found": ("Found", "word for word on the page that was named"),
    "other_page": ("On another page", "word for word, and not on the page that was named"),
    "nearly": ("Nearly found", "words much like it stand in the report"),
    "not_found": ("Not found", "nothing like it stands in the report"),
    "no_text": ("No text", "the PDF is a scan, or cannot be read"),
    "no_pdf": ("Unchecked", "the PDF is not at hand, and nobody has found the quote in it before"),
}


def values(material: Material) -> dict[str, Number]:
    """Return how many values there are, with a quote (`quoted`), and how many answers without one, by state.

    `given`, `quoted` and `missing` are always there.
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
    context = material.context
    missing = {
        study: [
            f.label for f in context.built.proforma.fields if (study.study, f.id) not in context.extracted
        ]
        for study in context.built.studies
    }
    made[MISSING] = count(
        f"extraction-{MISSING}",
        "Fields of the form that nobody filled in, of all included studies",
        table=DATA,
        where="studies and fields without a row",
        by=values,
        behind=[
            Behind(study.place, f"{study.label}: {', '.join(fields)}", n=len(fields))
            for study, fields in missing.items()
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


def quotes(material: Material) -> dict[str, Number]:
    """Return how many quotes there are (`all`), and what became of them; what none is, is left out.

    `log`: quotes that count as checked by a log of evidence; `number`, `without`: with a quote in which the
    value's number stands, and does not.
    """
    count = material.context.numbers.count
    sets = {
        "all": ("Quotes of reports", "every row", material.evidence),
        **{
            state: (
                f"Quotes: {name.lower()}, {means}",
                f"state is {state}",
                [row for row in material.evidence if row.state == state],
            )
            for state, (name, means) in QUOTES.items()
        },
        "log": (
            "Quotes that were checked where the PDF is, by records/extraction/evidence.<person>.csv",
            "checked is log",
            [row for row in material.evidence if row.checked == "log"],
        ),
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
