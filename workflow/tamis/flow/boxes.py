"""PRISMA 2020's boxes as a fold over the exits, and the check that they add up.

A flow counts three ledgers: records (and the citations they are merged into), reports, and studies.
While a review is not finished, what is open is counted where it waits, so that the sums always close.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tamis.flow.labels import BOXES, KIND_BOX, NOT_RECORDED
from tamis.tables import (
    ARMS,
    BEFORE,
    DATABASE_KINDS,
    DECIDED,
    EXITS,
    SOUGHT,
    SOURCE_KINDS,
    Exit,
    Export,
)

#: Where something can wait: `Exit.at`.
PLACES = ("title_abstract", "retrieval", "full_text")
#: Kinds of source that PRISMA 2020 counts among "other methods".
_OTHER = tuple(kind for kind in SOURCE_KINDS if kind not in DATABASE_KINDS)
#: What each box of records identified counts; `other` is a line of the diagram that has no box.
_KINDS = {box: (kind,) for kind, box in KIND_BOX.items()} | {"other_results": _OTHER, "other": ("other",)}


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What one source gave: `n` records, those removed before its exports were made included."""

    source: str
    kind: str
    n: int
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many reports of an arm were excluded for a reason; `reason` is an id of the flowchart."""

    arm: str
    reason: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many citations of an arm wait at a place, one of `PLACES`."""

    arm: str
    at: str
    n: int


@dataclass(frozen=True, slots=True)
class Undrawn:
    """How many records of an arm took an exit that PRISMA 2020 does not draw.

    `exit` is one of `tables.EXITS`, or `before_retrieval` for counts that a person typed.
    """

    arm: str
    exit: str
    n: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of numbers that rest on stand-ins, and the sentence that explains them."""

    hits: str = ""
    reasons: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything that the diagram shows. None is not recorded, or not applicable; never 0.

    `boxes` has the names of `labels.BOXES`. Pooled: records from other methods joined the rest before
    duplicates were removed; everything is then counted in the arm `databases`. Updated: the diagram is that of
    an updated review, with the boxes of the version before and the totals; `new_studies` are then studies that
    the version before did not have, `new_reports` the reports that it did not have.
    """

    boxes: Mapping[str, int | None]
    pooled: bool = False
    sources: tuple[SourceCount, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    open: tuple[OpenCount, ...] = ()
    undrawn: tuple[Undrawn, ...] = ()
    marks: Marks = field(default_factory=Marks)
    updated: bool = False

    def waiting(self, arm: str, *at: str) -> int:
        """Return how many of an arm wait at these places."""
        return sum(count.n for count in self.open if count.arm == arm and count.at in at)

    def mark(self, box: str) -> str:
        """Return the mark of a box of records identified: where all that it counts rests on stand-ins."""
        kinds = [s.stand_in for s in self.sources if s.kind in _KINDS.get(box, ())]
        return self.marks.hits if kinds and all(kinds) else ""

    @property
    def other_arm(self) -> bool:
        """Whether PRISMA's right-hand arm is drawn."""
        return not self.pooled and self.boxes["other_results"] is not None


class SumError(AssertionError):
    """Boxes that do not add up: one sentence each, naming the boxes and the difference."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        super().__init__("the flow does not add up: " + "; ".join(differences))


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that a number of the flow counts: how much it adds, where it stands, and what it is.

    A record or a report is one, and `record` names it; a search adds what it found, and `text` says so.
    """

    n: int
    place: str
    record: str = ""
    text: str = ""


Lines = tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands behind each number of a flow; a number is the sum of its lines, None where it has none.

    `boxes` has the names of `labels.BOXES`; `open` is by arm and place; `reasons` by exit, arm and reason
    (`not_recorded` where there is none); `undrawn` by arm and exit.
    """

    boxes: Mapping[str, Lines | None]
    open: Mapping[tuple[str, str], Lines]
    reasons: Mapping[tuple[str, str, str], Lines]
    undrawn: Mapping[tuple[str, str], Lines]


def ledger(
    exits: Iterable[Exit], exports: Iterable[Export], *, pooled: bool, retrieval_logged: bool
) -> Ledger:
    """Return what each number of the flow of a new review counts; the arguments are those of `count`."""
    exports = list(exports)
    left = _Left(exits, pooled=pooled)
    main = exports if pooled else [e for e in exports if e.source_kind in DATABASE_KINDS]
    rest = [] if pooled else [e for e in exports if e.source_kind not in DATABASE_KINDS]
    boxes: dict[str, Lines | None] = dict.fromkeys(BOXES)
    for box, kinds in _KINDS.items():
        if box in boxes:
            boxes[box] = _identified(exports, kinds)
    boxes["duplicates"] = left.by("databases", "duplicate")
    boxes["excluded_automatic"] = _removed(main, "removed_automatic")
    boxes["excluded_other"] = _removed(main, "removed_other")
    boxes["records_screened"] = left.by("databases", *(way for way in EXITS if way not in BEFORE), at=PLACES)
    boxes["records_excluded"] = left.by("databases", "excluded_title_abstract")
    arms = [("databases", "dbr")]
    if boxes["other_results"] is not None and not pooled:
        arms.append(("other", "other"))
    for arm, prefix in arms:
        boxes[f"{prefix}_sought_reports"] = left.by(arm, *SOUGHT, at=("retrieval", "full_text"))
        boxes[f"{prefix}_notretrieved_reports"] = left.by(arm, "not_retrieved") if retrieval_logged else None
        boxes[f"{prefix}_assessed"] = left.by(arm, *DECIDED, at=("full_text",))
        boxes[f"{prefix}_excluded"] = left.by(arm, "excluded_full_text")
    boxes["new_reports"] = _one_each(left.included)
    boxes["new_studies"] = _studies(left.included)
    undrawn = {
        ("other", "duplicate"): left.by("other", "duplicate"),
        ("other", "removed_automatic"): _removed(rest, "removed_automatic") or (),
        ("other", "removed_other"): _removed(rest, "removed_other") or (),
        ("other", "excluded_title_abstract"): left.by("other", "excluded_title_abstract"),
        **{(arm, "excluded_after_appraisal"): left.by(arm, "excluded_after_appraisal") for arm in ARMS},
    }
    waiting = {(arm, at): left.by(arm, at=(at,)) for arm in ARMS for at in PLACES}
    return Ledger(
        boxes=boxes,
        open={where: lines for where, lines in waiting.items() if lines},
        reasons=left.reasons(),
        undrawn={where: lines for where, lines in undrawn.items() if _total(lines)},
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
        return _one_each(self._rows(keys))

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
        return {key: _one_each(rows) for key, rows in found.items()}

    def _rows(self, keys: Iterable[tuple[str, str, str]]) -> list[Exit]:
        found = [pair for key in keys for pair in self._found.get(key, ())]
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _one_each(exits: Iterable[Exit]) -> Lines:
    return tuple(Counted(1, row.place, row.record_id) for row in exits)


def _studies(included: list[Exit]) -> Lines | None:
    """Return the studies that the included reports are about; None while it is not known of one of them."""
    if not all(e.studies for e in included):
        return None
    found: dict[str, Counted] = {}
    for e in included:
        for study in map(str.strip, e.studies.split(";")):
            found.setdefault(study, Counted(1, e.place, e.record_id, study))
    return tuple(found.values())


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


def _total(lines: Lines | None) -> int | None:
    """Return the sum of lines; None where there are none to sum."""
    return None if lines is None else sum(line.n for line in lines)


def count(
    exits: Iterable[Exit],
    exports: Iterable[Export],
    *,
    reasons: Mapping[str, str],
    pooled: bool,
    retrieval_logged: bool,
    marks: Marks | None = None,
) -> Flow:
    """Return the flow of a new review, computed from where every record left.

    Args:
        exits: build/flow/exits.csv, one row a record.
        exports: build/searches/exports.csv, one row an export, in the order of the search log.
        reasons: how each reason for exclusion is printed, in the order of the flowchart.
        pooled: records from other methods joined the rest before duplicates were removed.
        retrieval_logged: the team logged what could be retrieved; else that is not recorded.
        marks: marks of numbers that rest on stand-ins.

    Raises:
        SumError: the boxes do not add up, which is our own mistake or that of tables of different runs.
    """
    exports = list(exports)
    behind = ledger(exits, exports, pooled=pooled, retrieval_logged=retrieval_logged)
    flow = Flow(
        boxes={box: _total(lines) for box, lines in behind.boxes.items()},
        pooled=pooled,
        sources=_sources(exports),
        reasons=tuple(
            ReasonCount(arm, reason, label, len(lines))
            for arm, reason, label, lines in by_reason(behind, "excluded_full_text", reasons)
        ),
        open=tuple(OpenCount(arm, at, len(lines)) for (arm, at), lines in behind.open.items()),
        undrawn=tuple(
            Undrawn(arm, exit, _total(lines) or 0) for (arm, exit), lines in behind.undrawn.items()
        ),
        marks=marks or Marks(),
    )
    check(flow)
    return flow


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


def _sources(exports: list[Export]) -> tuple[SourceCount, ...]:
    """Return what each source gave, in the order of the search log; several exports of one are added."""
    found: dict[tuple[str, str], list[Export]] = {}
    for export in exports:
        found.setdefault((export.source_kind, export.source), []).append(export)
    return tuple(
        SourceCount(source, kind, sum(row.identified for row in rows), any(map(made_up, rows)))
        for (kind, source), rows in found.items()
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None where nothing is."""
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


# --- do they add up? ----------------------------------------------------------------------------


def check(flow: Flow) -> None:
    """Check that what went into each box of the flow equals what came out of it.

    Raises:
        SumError: it does not; every difference is named, with its boxes.
    """
    if found := differences(flow):
        raise SumError(found)


def differences(flow: Flow) -> list[str]:
    """Return what does not add up, a sentence for each relation of PRISMA 2020's boxes that is broken.

    b4 = b2 - b3; b6 = b4 - b5; b8 = b6 - b7; b9 = sum of reasons; b10 = b8 - b9 + b14 - b15; in the other
    arm b12 = b11, b14 = b12 - b13, b15 = sum of reasons. What is open or not drawn is taken off as well.
    A box that is not given counts as 0 where others are given.
    """
    found = [f"{name} is {n:,}" for name, n in flow.boxes.items() if n is not None and n < 0]
    pooled = ["other_results"] if flow.pooled else []
    relations = [
        _relation(
            flow,
            "records_screened",
            ["database_results", "register_results", *pooled],
            ["duplicates", "excluded_automatic", "excluded_other"],
        ),
        _relation(
            flow,
            "dbr_sought_reports",
            ["records_screened"],
            ["records_excluded"],
            _open(flow, "databases", "title_abstract"),
        ),
        _arm_relation(flow, "databases", "dbr"),
        _reasons_relation(flow, "databases", "dbr_excluded"),
    ]
    if flow.other_arm:
        off = [
            (f"{undrawn.exit} of other methods", undrawn.n)
            for undrawn in flow.undrawn
            if undrawn.arm == "other" and undrawn.exit != "excluded_after_appraisal"
        ]
        relations += [
            _relation(
                flow,
                "other_sought_reports",
                ["other_results"],
                [],
                [*off, *_open(flow, "other", "title_abstract")],
            ),
            _arm_relation(flow, "other", "other"),
            _reasons_relation(flow, "other", "other_excluded"),
        ]
    relations += [
        _relation(
            flow,
            "new_reports",
            ["dbr_assessed", "other_assessed"],
            ["dbr_excluded", "other_excluded"],
            [
                *_open(flow, "databases", "full_text"),
                *_open(flow, "other", "full_text"),
                *((u.exit, u.n) for u in flow.undrawn if u.exit == "excluded_after_appraisal"),
            ],
        ),
        *_sources_relations(flow),
    ]
    studies, reports = flow.boxes["new_studies"], flow.boxes["new_reports"]
    if studies is not None and reports is not None and bool(studies) != bool(reports):
        found.append(f"new_studies is {studies:,}, but new_reports is {reports:,}")
    return found + [text for text in relations if text]


Term = tuple[str, int | None]


def _open(flow: Flow, arm: str, *at: str) -> list[Term]:
    return [(f"open at {count.at}", count.n) for count in flow.open if count.arm == arm and count.at in at]


def _arm_relation(flow: Flow, arm: str, prefix: str) -> str:
    return _relation(
        flow,
        f"{prefix}_assessed",
        [f"{prefix}_sought_reports"],
        [f"{prefix}_notretrieved_reports"],
        _open(flow, arm, "retrieval"),
    )


def _reasons_relation(flow: Flow, arm: str, box: str) -> str:
    """Return how the reasons of an arm differ from its box; where none is given there is nothing to say."""
    given: list[Term] = [(f"reason {count.label!r}", count.n) for count in flow.reasons if count.arm == arm]
    return _compare(flow, box, given, []) if given else ""


def _sources_relations(flow: Flow) -> list[str]:
    """Return how the lines of single sources differ from the box of their kind."""
    found = []
    for kind, box in KIND_BOX.items():
        given: list[Term] = [(f"source {s.source!r}", s.n) for s in flow.sources if s.kind == kind]
        if given:
            found.append(_compare(flow, box, given, []))
    known = [flow.boxes[box] for kind, box in KIND_BOX.items() if kind not in DATABASE_KINDS]
    rest = [s.n for s in flow.sources if s.kind == "other"]
    total, parts = flow.boxes["other_results"], _sum([*known, *rest])
    if parts is not None and ((total or 0) < parts or (rest and total != parts)):
        found.append(f"other_results is {total or 0:,}, but its parts are {parts:,}")
    return found


def _relation(
    flow: Flow, total: str, plus: list[str], minus: list[str], off: list[Term] | None = None
) -> str:
    terms: list[Term] = [(name, flow.boxes[name]) for name in plus]
    less: list[Term] = [(name, flow.boxes[name]) for name in minus]
    return _compare(flow, total, terms, [*less, *(off or [])])


def _compare(flow: Flow, total: str, plus: list[Term], minus: list[Term]) -> str:
    """Return how a box differs from a sum of others; nothing where it is equal or either is not given."""
    said = flow.boxes[total]
    gained, lost = _sum(n for _, n in plus), _sum(n for _, n in minus) or 0
    if said is None or gained is None or said == gained - lost:
        return ""
    text = " + ".join(f"{name} {n:,}" for name, n in plus if n is not None)
    text += "".join(f" - {name} {n:,}" for name, n in minus if n is not None)
    due = gained - lost
    word = "many" if said > due else "few"
    return f"{total} is {said:,}, but {text} is {due:,}: {abs(said - due):,} too {word}"
