"""What stands behind each number of a flow: the boxes of PRISMA 2020 as a fold over the exits.

While a review is not finished, what is open is counted where it waits, so that the sums always close. Of an
updated review, what earlier rounds found belongs to the version before, and is in no box of identification
and screening.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.flow.boxes import KINDS, PLACES
from tamis.flow.counted import Counted, Lines, one_each, total
from tamis.flow.included import included
from tamis.flow.labels import BOXES, NOT_RECORDED
from tamis.flow.protocol import Counting
from tamis.tables import ARMS, BEFORE, DATABASE_KINDS, DECIDED, EXITS, SOUGHT, Exit, Export


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands behind each number of a flow; a number is the sum of its lines, None where it has none.

    `boxes` has the names of `labels.BOXES`; `open` is by arm and place; `reasons` by exit, arm and reason
    (`not_recorded` where there is none); `undrawn` by arm and exit; `before`, of the records of rounds before
    an update, by exit.
    """

    boxes: Mapping[str, Lines | None]
    open: Mapping[tuple[str, str], Lines]
    reasons: Mapping[tuple[str, str, str], Lines]
    undrawn: Mapping[tuple[str, str], Lines]
    before: Mapping[str, Lines]


def ledger(exits: Iterable[Exit], exports: Iterable[Export], counting: Counting) -> Ledger:
    """Return what each number of a flow counts.

    Args:
        exits: build/flow/exits.csv, one row a record.
        exports: build/searches/exports.csv, one row an export, in the order of the search log.
        counting: how it is counted.
    """
    exits = list(exits)
    before = [row for row in exits if row.version == "previous"]
    left = _Left((row for row in exits if row.version != "previous"), pooled=counting.pooled)
    exports = counting.exports(exports)
    main = exports if counting.pooled else [e for e in exports if e.source_kind in DATABASE_KINDS]
    rest = [] if counting.pooled else [e for e in exports if e.source_kind not in DATABASE_KINDS]
    boxes: dict[str, Lines | None] = dict.fromkeys(BOXES)
    for box, kinds in KINDS.items():
        if box in boxes:
            boxes[box] = _identified(exports, kinds)
    boxes["duplicates"] = left.by("databases", "duplicate")
    boxes["excluded_automatic"] = _removed(main, "removed_automatic")
    boxes["excluded_other"] = _removed(main, "removed_other")
    boxes["records_screened"] = left.by("databases", *(way for way in EXITS if way not in BEFORE), at=PLACES)
    boxes["records_excluded"] = left.by("databases", "excluded_title_abstract")
    boxes["records_excluded_automatic"] = left.automatic() if counting.automation else None
    arms = [("databases", "dbr")]
    if boxes["other_results"] is not None and not counting.pooled:
        arms.append(("other", "other"))
    for arm, prefix in arms:
        retrieved = left.by(arm, "not_retrieved") if counting.retrieval_logged else None
        boxes[f"{prefix}_sought_reports"] = left.by(arm, *SOUGHT, at=("retrieval", "full_text"))
        boxes[f"{prefix}_notretrieved_reports"] = retrieved
        boxes[f"{prefix}_assessed"] = left.by(arm, *DECIDED, at=("full_text",))
        boxes[f"{prefix}_excluded"] = left.by(arm, "excluded_full_text")
    citations = {row.record_id: row.citation_id for row in exits}
    old = [row for row in before if row.exit == "included"]
    boxes |= included(left.included, old, citations, counting)
    undrawn = {
        ("databases", "open_before"): one_each(row for row in before if row.exit == "open"),
        ("other", "duplicate"): left.by("other", "duplicate"),
        ("other", "removed_automatic"): _removed(rest, "removed_automatic") or (),
        ("other", "removed_other"): _removed(rest, "removed_other") or (),
        ("other", "excluded_title_abstract"): left.by("other", "excluded_title_abstract"),
        **{(arm, "excluded_after_appraisal"): left.by(arm, "excluded_after_appraisal") for arm in ARMS},
    }
    waiting = {(arm, at): left.by(arm, at=(at,)) for arm in ARMS for at in PLACES}
    ways = {way: one_each(row for row in before if row.exit == way) for way in EXITS}
    return Ledger(
        boxes=boxes,
        open={where: lines for where, lines in waiting.items() if lines},
        reasons=left.reasons(),
        undrawn={where: lines for where, lines in undrawn.items() if total(lines)},
        before={way: lines for way, lines in ways.items() if lines},
    )


class _Left:
    """The exits by arm, way and place, in the order of the records."""

    def __init__(self, exits: Iterable[Exit], *, pooled: bool) -> None:
        self._found: dict[tuple[str, str, str], list[tuple[int, Exit]]] = defaultdict(list)
        for position, row in enumerate(exits):
            arm = "databases" if pooled else row.arm
            at = row.at if row.exit == "open" else ""
            self._found[arm, row.exit, at].append((position, row))

    def by(self, arm: str, *ways: str, at: tuple[str, ...] = ()) -> Lines:
        """Return who left an arm by some exits, and who waits in it at some places."""
        keys = [(arm, way, "") for way in ways] + [(arm, "open", place) for place in at]
        return one_each(self._rows(keys))

    def automatic(self) -> Lines:
        """Return what automation tools alone excluded on title and abstract."""
        excluded = self._rows([("databases", "excluded_title_abstract", "")])
        return one_each(row for row in excluded if row.automatic == "yes")

    @property
    def included(self) -> list[Exit]:
        """The reports that were included, of both arms."""
        return self._rows([(arm, "included", "") for arm in ARMS])

    def reasons(self) -> dict[tuple[str, str, str], Lines]:
        """Return those that were excluded by exit, arm and reason."""
        found: dict[tuple[str, str, str], list[Exit]] = defaultdict(list)
        for (arm, exit, _), rows in self._found.items():
            if exit in ("excluded_title_abstract", "excluded_full_text"):
                for _, row in rows:
                    found[exit, arm, row.reason or "not_recorded"].append(row)
        return {key: one_each(rows) for key, rows in found.items()}

    def _rows(self, keys: Iterable[tuple[str, str, str]]) -> list[Exit]:
        found = [pair for key in keys for pair in self._found.get(key, ())]
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]


# --- what searches found ------------------------------------------------------------------------


def made_up(export: Export) -> bool:
    """Return whether the number of an export's records is a stand-in.

    It is not where the source itself reported as many: then only what the records say was made up.
    """
    return export.stand_in == "yes" and export.hits != export.identified


def _identified(exports: list[Export], kinds: tuple[str, ...]) -> Lines | None:
    """Return what was found in sources of these kinds; None where none was searched."""
    found = [export for export in exports if export.source_kind in kinds]
    return tuple(Counted(e.identified, e.place, text=_found(e)) for e in found) or None


def _found(export: Export) -> str:
    """Return what a search found, in words."""
    parts = [f"{export.records:,} in {export.file}"]
    parts += [
        f"{n:,} {words}"
        for n, words in (
            (export.removed_automatic, "removed before by automation tools"),
            (export.removed_other, "removed before for other reasons"),
        )
        if n
    ]
    return f"{export.source}: {', '.join(parts)}"


def _removed(exports: list[Export], column: str) -> Lines | None:
    """Return what was removed before the exports were made; None where that was recorded of none."""
    found = [(export, n) for export in exports if (n := getattr(export, column)) is not None]
    return tuple(Counted(n, e.place, text=f"{e.source}: {n:,} not in {e.file}") for e, n in found) or None


# --- sums ---------------------------------------------------------------------------------------


def by_reason(behind: Ledger, exit: str, labels: Mapping[str, str]) -> list[tuple[str, str, str, Lines]]:
    """Return why reports or records left by an exit: arm, reason, its label, and which they are.

    In the order of the flowchart, arm by arm; what has no reason comes last.
    """
    found = {(arm, reason): lines for (way, arm, reason), lines in behind.reasons.items() if way == exit}
    unknown = sorted({reason for _, reason in found} - set(labels) - {"not_recorded"})
    return [
        (arm, reason, labels.get(reason, NOT_RECORDED if reason == "not_recorded" else reason), lines)
        for arm in ARMS
        for reason in (*labels, *unknown, "not_recorded")
        if (lines := found.get((arm, reason)))
    ]
