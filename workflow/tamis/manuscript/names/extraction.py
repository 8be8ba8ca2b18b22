"""`extraction`: values and their quotes, who extracted, agreement, differences, and checks of numbers."""

from __future__ import annotations

from tamis.manuscript.names.made import Names, of
from tamis.manuscript.values import Quantity
from tamis.reports.context import Context
from tamis.reports.extraction import numbers, people, values
from tamis.reports.extraction.material import AGREEMENT, Material
from tamis.reports.numbers import Number

DESCRIBED = [
    ("extraction.values", "values that were extracted from the included studies"),
    ("extraction.not_reported", "fields and columns of which a study does not say anything"),
    ("extraction.disputed", "values on which people differ, and that nobody has settled"),
    ("extraction.quoted", "values with a quote of the report"),
    ("extraction.quotes", "quotes that were looked for in PDFs"),
    ("extraction.quotes_found", "of these, found word for word on the page that was named"),
    ("extraction.quotes_unpaged", "of these, found word for word where no page was named"),
    ("extraction.quotes_other_page", "of these, found word for word on another page"),
    ("extraction.quotes_nearly", "of these, nearly found"),
    ("extraction.quotes_not_found", "of these, not found"),
    ("extraction.quotes_no_text", "of these, in a PDF without text"),
    ("extraction.quotes_unchecked", "of these, not checked: no PDF here"),
    ("extraction.people", "how many people extracted"),
    ("extraction.studies_two", "studies that two people extracted independently, every value of them"),
    ("extraction.studies_part", "studies that two people extracted in part"),
    ("extraction.studies_one", "studies that one person extracted alone"),
    ("extraction.checked", "values of one person that another checked"),
    ("extraction.compared", "values that two people gave independently"),
    ("extraction.agreed", "of these, on how many they agreed before anything was settled"),
    ("extraction.agreement", "the same in per cent"),
    ("extraction.differences", "values on which two people differed"),
    ("extraction.differences_third", "of these, settled by a third person"),
    ("extraction.differences_discussion", "of these, settled in discussion"),
    ("extraction.differences_open", "of these, not settled yet"),
    ("extraction.findings", "what the checks of numbers found"),
    ("extraction.findings_accepted", "of this, accepted with a reason"),
    ("extraction.findings_open", "of this, open"),
]
#: What texts call studies that two people extracted; a part of them is called otherwise.
_BY_TWO = (
    r"# (?:included )?studies were (?:independently |each )?extracted (?:independently |in duplicate )?"
    r"by two (?:people|persons|reviewers|authors|researchers|extractors)\b",
)


def make(context: Context) -> Names:
    """Return what is counted of extracted data; what none is, is 0."""
    material = Material(context)
    given, quotes = values.values(material), values.quotes(material)
    shares, differed = people.shares(material), people.differences(material)
    whole, found = people.overall(material), numbers.tallied(material)
    share = 100 * int(whole.agreed.value or 0) / whole.compared.value if whole.compared.value else None
    persons = people.persons(material)
    named: Names = {}

    def add(name: str, number: Number | None, like: Number, *called: str) -> None:
        """Add a number; 0, counted in the table of another, where there is none."""
        full = f"extraction.{name}"
        words = dict(DESCRIBED)[full]
        quantity = (
            of(full, number, *called)
            if number
            else Quantity(
                full, 0, words, like.table, mark=(like if number is None else number).mark, called=called
            )
        )
        named[full] = quantity

    first = given["given"]
    add("values", first, first)
    add("not_reported", given.get("not_reported"), first)
    add("disputed", given.get("disputed"), first)
    add("quoted", given["quoted"], first)
    add("quotes", quotes["all"], quotes["all"])
    for name, state in (
        ("found", "found"),
        ("unpaged", "unpaged"),
        ("other_page", "other_page"),
        ("nearly", "nearly"),
        ("not_found", "not_found"),
        ("no_text", "no_text"),
        ("unchecked", "no_pdf"),
    ):
        add(f"quotes_{name}", quotes.get(state), quotes["all"])
    named["extraction.people"] = Quantity(
        "extraction.people",
        len(persons),
        "People who extracted",
        first.table,
        "column extractor, each once",
        context.mark(people.KIND),
    )
    add("studies_two", shares["two"], first, *_BY_TWO)
    add("studies_part", shares["part"], first)
    add("studies_one", shares["one"], first)
    add("checked", people.checked(material), first)
    add("compared", whole.compared, whole.compared)
    add("agreed", whole.agreed, whole.agreed)
    named["extraction.agreement"] = Quantity(
        "extraction.agreement",
        share,
        "Values on which two people agreed, in per cent of those that two gave",
        AGREEMENT,
        "column agreed by column compared, both summed",
        context.mark(people.KIND),
    )
    add("differences", differed["all"], differed["all"])
    for way in ("third", "discussion", "open"):
        add(f"differences_{way}", differed.get(way), differed["all"])
    add("findings", found["all"], found["all"])
    add("findings_accepted", found["accepted"], found["all"])
    add("findings_open", found["open"], found["all"])
    return named
