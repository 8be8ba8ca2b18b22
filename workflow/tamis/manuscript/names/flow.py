"""`flow`: every box of the flow diagram, their sums, reasons for exclusion, and what each source gave."""

from __future__ import annotations

from tamis.flow.labels import BOXES
from tamis.manuscript.names import said
from tamis.manuscript.names.made import Names, added, of, under
from tamis.manuscript.values import Quantity
from tamis.reports.context import EXITS_TABLE, Context
from tamis.reports.numbers import Number
from tamis.reports.sections import sources, summary

#: Boxes that are one thing in two arms, with what they are together.
_SUMS = {
    "sought": ("Reports sought for retrieval, in all arms", "sought_reports"),
    "not_retrieved": ("Reports not retrieved, in all arms", "notretrieved_reports"),
    "assessed": ("Reports assessed for eligibility in full text, in all arms", "assessed"),
    "excluded_full_text": ("Reports excluded after reading the full text, in all arms", "excluded"),
}
_REMOVED = ("duplicates", "excluded_automatic", "excluded_other")
_BOX = "the box of the flow diagram that `reports/flow.csv` calls so"

DESCRIBED = [
    *((f"flow.{box}", _BOX) for box in BOXES),
    ("flow.identified", "records identified by all searches together"),
    ("flow.removed_before_screening", "records removed before screening: duplicates and others"),
    *((f"flow.{name}", words[0].lower() + words[1:]) for name, (words, _) in _SUMS.items()),
    ("flow.waiting", "what waits: records for a decision, reports for retrieval or a decision"),
    ("flow.reason.<reason>", "reports excluded at full text for a reason of the flowchart, by its id"),
    ("flow.source.<source>", "records that a source found, by its name in small letters: web_of_science"),
]


def make(context: Context) -> Names:
    """Return the boxes, their sums, the reasons and the sources."""
    boxes = context.flow
    named: Names = {f"flow.{box}": _box(context, box) for box in BOXES}
    identified = summary.make(context)["records"]
    named["flow.identified"] = of("flow.identified", identified, *said.FLOW["identified"])
    named["flow.removed_before_screening"] = added(
        "flow.removed_before_screening",
        [boxes[box] for box in _REMOVED],
        "Records removed before screening",
        *said.FLOW["removed_before_screening"],
    )
    for name, (words, box) in _SUMS.items():
        both = [boxes[f"{arm}_{box}"] for arm in ("dbr", "other")]
        named[f"flow.{name}"] = added(f"flow.{name}", both, words, *said.FLOW[name])
    waiting = added("flow.waiting", context.waiting.values(), "Records and reports that await a decision")
    named["flow.waiting"] = (
        waiting
        if context.waiting
        else Quantity("flow.waiting", 0, waiting.words, EXITS_TABLE, "exit is open")
    )
    return (
        named | under("flow.reason", _reasons(context)) | under("flow.source", by_source(context), small=True)
    )


def by_source(context: Context) -> list[tuple[str, Quantity]]:
    """Return what each source gave, by its name."""
    return [
        (line.source, of("", line.records, *said.source(line.source))) for line in sources.lines(context)[0]
    ]


def _box(context: Context, box: str) -> Quantity:
    called = said.FLOW.get(box, ())
    number: Number | None = context.flow.get(box)
    if number is None:  # no box of this review
        return Quantity(f"flow.{box}", context.built.flow.boxes.get(box), box.replace("_", " ").capitalize())
    return of(f"flow.{box}", number, *called)


def _reasons(context: Context) -> list[tuple[str, Quantity]]:
    """Return how many reports left at full text for each reason, in all arms; 0 where none did."""
    found = dict.fromkeys(context.built.config.reasons, 0)
    for (exit, _, reason), lines in context.built.ledger.reasons.items():
        if exit == "excluded_full_text":
            found[reason] = found.get(reason, 0) + sum(line.n for line in lines)
    return [
        (
            reason,
            Quantity(
                "",
                n,
                f"Excluded on full text: {context.reason(reason)}",
                EXITS_TABLE,
                f"exit is excluded_full_text; reason is {reason}",
                context.mark("reasons"),
                called=said.labelled(context.reason(reason)),
            ),
        )
        for reason, n in found.items()
    ]
