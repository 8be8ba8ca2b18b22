"""`flow`: every box of the flow diagram, their sums, reasons for exclusion, and what each source gave."""

from __future__ import annotations

from tamis.flow.labels import BOXES, LABELS
from tamis.manuscript.names import said
from tamis.manuscript.names.made import Names, added, of, under
from tamis.manuscript.values import Quantity
from tamis.reports.context import EXITS_TABLE, Context
from tamis.reports.numbers import Number
from tamis.reports.sections import summary
from tamis.reports.sections.flow import sources

#: Boxes that are one thing in two arms, with what they are together.
_SUMS = {
    "sought": ("Reports sought for retrieval, in all arms", "sought_reports"),
    "not_retrieved": ("Reports not retrieved, in all arms", "notretrieved_reports"),
    "assessed": ("Reports assessed for eligibility in full text, in all arms", "assessed"),
    "excluded_full_text": ("Reports excluded after reading the full text, in all arms", "excluded"),
}
_REMOVED = ("duplicates", "excluded_automatic", "excluded_other")


def _described(box: str) -> str:
    """Return a box's label in the official diagram, and the arm that it stands in where there are two."""
    if box == "other_results":
        return "Records identified via other methods, all kinds together"
    label = LABELS[box]
    if box == "records_excluded_automatic":
        label = f"{LABELS['records_excluded']} {label}"
    elif box.endswith("_results"):
        label = f"Records identified from: {label}"
    arm = {"dbr": "; databases and registers", "other": "; other methods"}.get(box.partition("_")[0], "")
    new = "; of an update, the new ones" if box.startswith("new_") else ""
    return label + arm + new


DESCRIBED = [
    *((f"flow.{box}", _described(box)) for box in BOXES),
    ("flow.identified", "records identified by all searches together; of an update, by its own"),
    ("flow.removed_before_screening", "records removed before screening: duplicates and others"),
    *((f"flow.{name}", words[0].lower() + words[1:]) for name, (words, _) in _SUMS.items()),
    (
        "flow.waiting",
        "what waits: records for a decision, reports for retrieval or a decision; of an update, its own",
    ),
    ("flow.reason.<reason>", "reports excluded at full text for a reason of the flowchart, by its id"),
    (
        "flow.source.<source>",
        "records that a source found, by its name in small letters: web_of_science; of an update, its own",
    ),
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
        else Quantity("flow.waiting", 0, waiting.words, EXITS_TABLE, context.counted("exit is open"))
    )
    return (
        named | under("flow.reason", _reasons(context)) | under("flow.source", by_source(context), small=True)
    )


def by_source(context: Context) -> list[tuple[str, Quantity]]:
    """Return what each source gave that the flow counts, by its name; one of two kinds is one source."""
    found: dict[str, list[Number]] = {}
    for _, source, number in sources(context):
        found.setdefault(source, []).append(number)
    return [
        (source, added("", numbers, numbers[0].words, *said.source(source)))
        for source, numbers in found.items()
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
                context.counted(f"exit is excluded_full_text; reason is {reason}"),
                context.mark("reasons"),
                called=said.labelled(context.reason(reason)),
            ),
        )
        for reason, n in found.items()
    ]
