"""The flow of a review, counted: the sums of its ledger, which must add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamis.flow.boxes import BeforeCount, Flow, Marks, OpenCount, ReasonCount, SourceCount, Undrawn
from tamis.flow.counted import total
from tamis.flow.ledger import Ledger, by_reason, ledger, made_up
from tamis.flow.protocol import Counting
from tamis.flow.sums import check
from tamis.tables import Exit, Export


def count(
    exits: Iterable[Exit],
    exports: Iterable[Export],
    counting: Counting,
    *,
    reasons: Mapping[str, str],
    marks: Marks | None = None,
) -> Flow:
    """Return the flow of a review, computed from where every record left.

    Args:
        exits: build/flow/exits.csv, one row a record.
        exports: build/searches/exports.csv, one row an export, in the order of the search log.
        counting: how it is counted.
        reasons: how each reason for exclusion is printed, in the order of the flowchart.
        marks: marks of numbers that rest on stand-ins.

    Raises:
        SumError: the boxes do not add up, which is our own mistake or that of tables of different runs.
    """
    exports = list(exports)
    return of_ledger(ledger(exits, exports, counting), exports, counting, reasons=reasons, marks=marks)


def of_ledger(
    behind: Ledger,
    exports: Iterable[Export],
    counting: Counting,
    *,
    reasons: Mapping[str, str],
    marks: Marks | None = None,
) -> Flow:
    """Return the flow whose numbers a ledger explains; arguments and errors are those of `count`."""
    flow = Flow(
        boxes={box: total(lines) for box, lines in behind.boxes.items()},
        pooled=counting.pooled,
        sources=_sources(counting.exports(exports)),
        reasons=tuple(
            ReasonCount(arm, reason, label, len(lines))
            for arm, reason, label, lines in by_reason(behind, "excluded_full_text", reasons)
        ),
        open=tuple(OpenCount(arm, at, len(lines)) for (arm, at), lines in behind.open.items()),
        undrawn=tuple(Undrawn(arm, exit, total(lines) or 0) for (arm, exit), lines in behind.undrawn.items()),
        marks=marks or Marks(),
        updated=counting.previous is not None,
        before=tuple(BeforeCount(exit, len(lines)) for exit, lines in behind.before.items()),
    )
    check(flow)
    return flow


def _sources(exports: list[Export]) -> tuple[SourceCount, ...]:
    """Return what each source gave, in the order of the search log; several exports of one are added."""
    found: dict[tuple[str, str], list[Export]] = {}
    for export in exports:
        found.setdefault((export.source_kind, export.source), []).append(export)
    return tuple(
        SourceCount(source, kind, sum(row.identified for row in rows), any(map(made_up, rows)))
        for (kind, source), rows in found.items()
    )
