"""The flow diagram, each box and line of which opens its records, and its numbers as a table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from tamis.flow.counted import Counted, Lines
from tamis.flow.diagram import draw
from tamis.flow.labels import KIND_BOX
from tamis.flow.ledger import by_reason, ledger
from tamis.reports.context import ARMS, EXITS_TABLE, EXPORTS_TABLE, Context
from tamis.reports.numbers import Number, slug

#: Boxes of the diagram that have several numbers: what they count, the boxes that they sum up, and the rows.
SUMS = {
    "identified": (
        "Records identified from databases and registers",
        ("database_results", "register_results"),
        "source_kind is database or register; columns records, removed_automatic and removed_other, summed",
    ),
    "removed": (
        "Records removed before screening",
        ("duplicates", "excluded_automatic", "excluded_other"),
        "columns removed_automatic and removed_other, summed; and the duplicates of build/flow/exits.csv",
    ),
}
#: Boxes with a number of studies and one of reports: what they open, the first of these that is known.
PAIRS = {
    "previous": ("previous_reports", "previous_studies"),
    "included": ("new_reports", "new_studies"),
    "total": ("total_reports", "total_studies"),
    "meta_analysis": ("meta_analysis_reports", "meta_analysis_studies"),
}
#: Boxes that not every diagram has; all others are there, and say so where nothing was recorded.
_SOME = ("previous_", "total_", "meta_analysis_", "records_excluded_automatic")
#: The names of lines of the diagram that stand beneath a box, in the table as in the picture.
_BENEATH = {
    **{box: (f"source:{kind}:",) for kind, box in KIND_BOX.items()},
    "other_results": ("kind:other", "source:other:"),
    "records_screened": ("open:databases:title_abstract",),
    "records_excluded": ("records_excluded_automatic", "records_excluded_human"),
    "dbr_sought_reports": ("open:databases:retrieval",),
    "dbr_assessed": ("open:databases:full_text",),
    "dbr_excluded": ("reason:databases:",),
    "other_sought_reports": ("open:other:retrieval",),
    "other_assessed": ("open:other:full_text",),
    "other_excluded": ("reason:other:",),
}


def make(context: Context) -> dict[str, Any]:
    """Return the diagram, the table of its numbers, and the reasons for exclusion."""
    lines = dict(_lines(context))
    return {
        "rows": _rows(context, lines),
        "diagram": diagram(context, lines),
        "reasons": reasons(context, "excluded_title_abstract", "title and abstract"),
    }


def numbers(context: Context) -> dict[str, Number]:
    """Return the number of each box and line of the diagram, by the name that `diagram.said` has for it."""
    return dict(_lines(context))


def _applies(context: Context, box: str) -> bool:
    """Return whether a box says something of this review: a source that was searched, an arm that it has."""
    if box.endswith("_results") or box.startswith(_SOME):
        return context.built.flow.boxes[box] is not None
    return context.two_arms or not box.startswith("other_")


def _lines(context: Context) -> Iterator[tuple[str, Number]]:
    """Yield the number of each box and line of the diagram, by the name by which `draw` asks for its link."""
    flow = {name: number for name, number in context.flow.items() if _applies(context, name)}
    yield from flow.items()
    for kind, source, number in sources(context):
        yield f"source:{kind}:{source}", number
    if other := [
        line
        for line in context.built.ledger.boxes["other_results"] or ()
        if context.export[line.place].source_kind == "other"
    ]:
        words = "Records identified from other sources"
        where = "source_kind is other; columns records, removed_automatic and removed_other, summed"
        yield "kind:other", _sum(context, "kind_other", words, other, where, ("other_results",))
    for name, (words, boxes, where) in SUMS.items():
        parts = [part for box in boxes if (part := context.built.ledger.boxes[box])]
        if parts:
            yield name, _sum(context, name, words, [line for part in parts for line in part], where, boxes)
    for name, boxes in PAIRS.items():
        if known := [flow[box] for box in boxes if box in flow and flow[box].value is not None]:
            yield name, known[0]
    yield from _by_humans(context)
    for arm, reason, _, number in _by_reason(context, "excluded_full_text", "full text"):
        yield f"reason:{arm}:{reason}", number
    for (arm, at), number in context.waiting.items():
        yield f"open:{arm}:{at}", number
    for (arm, exit), number in zip(context.built.ledger.undrawn, context.undrawn, strict=True):
        yield f"undrawn:{arm}:{exit}", number


def sources(context: Context) -> Iterator[tuple[str, str, Number]]:
    """Yield the kind and the name of each source that the flow counts, and what it gave."""
    boxes = context.built.ledger.boxes
    found: dict[tuple[str, str], list[Counted]] = {}
    for line in (
        *(boxes["database_results"] or ()),
        *(boxes["register_results"] or ()),
        *(boxes["other_results"] or ()),
    ):
        export = context.export[line.place]
        found.setdefault((export.source_kind, export.source), []).append(line)
    marks = {(source.kind, source.source): source.stand_in for source in context.built.flow.sources}
    for (kind, source), lines in found.items():
        yield (
            kind,
            source,
            context.numbers.count(
                f"flow-source-{kind}-{slug(source)}",
                f"Records identified from {source}",
                table=EXPORTS_TABLE,
                where=context.counted(
                    f"source_kind is {kind}; source is {source}; columns records, removed_automatic and "
                    "removed_other, summed",
                    searches=True,
                ),
                by=ledger,
                behind=context.identified(lines),
                mark=context.built.flow.marks.hits if marks.get((kind, source)) else "",
            ),
        )


def _sum(
    context: Context, name: str, words: str, lines: Lines | Sequence[Counted], where: str, of: tuple[str, ...]
) -> Number:
    """Return the number of a box that sums others up."""
    searches = all(box.endswith("_results") for box in of)
    return context.numbers.count(
        f"flow-{name}",
        words,
        table=EXPORTS_TABLE,
        where=context.counted(where, searches=True),
        by=ledger,
        behind=context.identified(lines) if searches else context.behind(tuple(lines)),
        mark=context.built.flow.mark(of[0]) if searches else "",
    )


def _by_humans(context: Context) -> Iterator[tuple[str, Number]]:
    """Yield who was excluded on title and abstract by people, where automation tools excluded others."""
    boxes = context.built.ledger.boxes
    if (automatic := boxes["records_excluded_automatic"]) is not None:
        tools = {line.record for line in automatic}
        yield (
            "records_excluded_human",
            context.numbers.count(
                "flow-records_excluded_human",
                "Records excluded on title and abstract by a person",
                table=EXITS_TABLE,
                where=context.counted(
                    "exit is excluded_title_abstract, but for those that automation tools alone excluded"
                ),
                by=ledger,
                behind=context.behind(
                    tuple(line for line in boxes["records_excluded"] or () if line.record not in tools)
                ),
            ),
        )


def _rows(context: Context, lines: dict[str, Number]) -> list[tuple[int, Number]]:
    """Return the numbers of the diagram as rows of a table: how far each is set in, and the number."""
    left = {name: number for name, number in lines.items() if name not in (*SUMS, *PAIRS)}
    rows: list[tuple[int, Number]] = []
    for box in context.flow:
        if box in left:
            rows.append((0, left.pop(box)))
        beneath = [name for start in _BENEATH.get(box, ()) for name in left if name.startswith(start)]
        rows += [(1, left.pop(name)) for name in dict.fromkeys(beneath)]
    return (
        rows
        + [(0, number) for number in left.values()]
        + [(0, lines[name]) for name in SUMS if name in lines]
    )


def diagram(context: Context, lines: dict[str, Number]) -> Markup:
    """Return the diagram with each box and line a link to what it counts."""

    def href(name: str) -> str | None:
        return context.numbers.opener(lines[name]) if name in lines else None

    return Markup(draw(context.built.flow, href=href, language=context.built.labels))  # noqa: S704  the diagram escapes its texts


def reasons(context: Context, exit: str, stage: str) -> list[tuple[str, list[tuple[str, Number]]]]:
    """Return how many left by an exit for each reason: arm by arm as the diagram has it, each in order."""
    found: dict[str, list[tuple[str, Number]]] = {}
    for arm, _, words, number in _by_reason(context, exit, stage):
        found.setdefault(context.arm(arm), []).append((words, number))
    return list(found.items())


def _by_reason(context: Context, exit: str, stage: str) -> Iterable[tuple[str, str, str, Number]]:
    """Yield why records or reports left by an exit: arm, reason, its words, and how many."""
    for arm, reason, _, lines in by_reason(context.built.ledger, exit, context.built.config.reasons):
        words = context.reason(reason)
        of = f" ({ARMS[arm].lower()})" if context.two_arms else ""
        number = context.numbers.count(
            f"reason-{exit}-{arm}-{slug(reason)}",
            f"Excluded on {stage}{of}: {words}",
            table=EXITS_TABLE,
            where=context.counted(
                f"{context.of_arm(arm)}exit is {exit}; reason is "
                + ("empty or not_recorded" if reason == "not_recorded" else reason)
            ),
            by=ledger,
            behind=context.behind(lines),
            mark=context.mark("reasons"),
        )
        yield arm, reason, words, number
