"""PRISMA 2020's boxes as a fold over the exits, and the check that they add up.

A flow counts three ledgers: records (and the citations they are merged into), reports, and studies.
While a review is not finished, what is open is counted where it waits, so that the sums always close.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tamis.flow.labels import BOXES, KIND_BOX, NOT_RECORDED
from tamis.tables import ARMS, DATABASE_KINDS, SOURCE_KINDS, Exit, Export

#: Exits that a record takes before it is screened.
_BEFORE = ("duplicate", "removed_automatic", "removed_other")
#: Exits of reports that were sought, and places where they wait.
_SOUGHT = ("not_retrieved", "excluded_full_text", "excluded_after_appraisal", "included")
_ASSESSED = ("excluded_full_text", "excluded_after_appraisal", "included")
#: Where something can wait: `Exit.at`.
PLACES = ("title_abstract", "retrieval", "full_text")


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
    duplicates were removed; everything is then counted in the arm `databases`.
    """

    boxes: Mapping[str, int | None]
    pooled: bool = False
    sources: tuple[SourceCount, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    open: tuple[OpenCount, ...] = ()
    undrawn: tuple[Undrawn, ...] = ()
    marks: Marks = field(default_factory=Marks)

    def waiting(self, arm: str, *at: str) -> int:
        """Return how many of an arm wait at these places."""
        return sum(count.n for count in self.open if count.arm == arm and count.at in at)

    @property
    def other_arm(self) -> bool:
        """Whether PRISMA's right-hand arm is drawn."""
        return not self.pooled and self.boxes["other_results"] is not None


class SumError(AssertionError):
    """Boxes that do not add up: one sentence each, naming the boxes and the difference."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        super().__init__("the flow does not add up: " + "; ".join(differences))


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
    exits, exports = list(exits), list(exports)
    left = Counter((_arm(e.arm, pooled=pooled), e.exit, e.at if e.exit == "open" else "") for e in exits)
    boxes: dict[str, int | None] = dict.fromkeys(BOXES)
    for kind, box in KIND_BOX.items():
        boxes[box] = _identified(exports, (kind,))
    boxes["other_results"] = _identified(exports, tuple(k for k in SOURCE_KINDS if k not in DATABASE_KINDS))
    main = exports if pooled else [e for e in exports if e.source_kind in DATABASE_KINDS]
    boxes["duplicates"] = left["databases", "duplicate", ""]
    boxes["excluded_automatic"] = _sum(e.removed_automatic for e in main)
    boxes["excluded_other"] = _sum(e.removed_other for e in main)
    boxes["records_screened"] = sum(
        n for (arm, way, _), n in left.items() if arm == "databases" and way not in _BEFORE
    )
    boxes["records_excluded"] = left["databases", "excluded_title_abstract", ""]
    boxes |= _reports(left, "databases", "dbr", retrieval_logged=retrieval_logged)
    if boxes["other_results"] is not None and not pooled:
        boxes |= _reports(left, "other", "other", retrieval_logged=retrieval_logged)
    included = [e for e in exits if e.exit == "included"]
    boxes["new_reports"] = len(included)
    boxes["new_studies"] = _studies(included)
    flow = Flow(
        boxes=boxes,
        pooled=pooled,
        sources=_sources(exports),
        reasons=_reasons(exits, reasons, pooled=pooled),
        open=tuple(
            OpenCount(arm, at, left[arm, "open", at])
            for arm in ARMS
            for at in PLACES
            if left[arm, "open", at]
        ),
        undrawn=_undrawn(left, exports, pooled=pooled),
        marks=marks or Marks(),
    )
    check(flow)
    return flow


def _studies(included: list[Exit]) -> int | None:
    """Return how many studies the included reports are about; None while it is not known of one of them."""
    if not all(e.studies for e in included):
        return None
    return len({study.strip() for e in included for study in e.studies.split(";")})


def _arm(arm: str, *, pooled: bool) -> str:
    return "databases" if pooled else arm


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None where nothing is."""
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


def _of(export: Export) -> int:
    """Return how many records a search found: those in the export, and those removed before it."""
    return export.records + (export.removed_automatic or 0) + (export.removed_other or 0)


def _made_up(export: Export) -> bool:
    """Return whether an export's number is a stand-in: not where the source itself reported its hits."""
    return export.stand_in == "yes" and export.hits is None


def _identified(exports: list[Export], kinds: tuple[str, ...]) -> int | None:
    """Return how many records came from sources of these kinds; None where none was searched."""
    return _sum(_of(export) for export in exports if export.source_kind in kinds)


def _sources(exports: list[Export]) -> tuple[SourceCount, ...]:
    """Return what each source gave, in the order of the search log; several exports of one are added."""
    found: dict[tuple[str, str], list[Export]] = {}
    for export in exports:
        found.setdefault((export.source_kind, export.source), []).append(export)
    return tuple(
        SourceCount(source, kind, sum(map(_of, of)), any(map(_made_up, of)))
        for (kind, source), of in found.items()
    )


def _reports(
    left: Counter[tuple[str, str, str]], arm: str, prefix: str, *, retrieval_logged: bool
) -> dict[str, int | None]:
    """Return the four boxes on reports of an arm."""
    after = left[arm, "open", "full_text"]
    sought = sum(left[arm, way, ""] for way in _SOUGHT) + left[arm, "open", "retrieval"] + after
    return {
        f"{prefix}_sought_reports": sought,
        f"{prefix}_notretrieved_reports": left[arm, "not_retrieved", ""] if retrieval_logged else None,
        f"{prefix}_assessed": sum(left[arm, way, ""] for way in _ASSESSED) + after,
        f"{prefix}_excluded": left[arm, "excluded_full_text", ""],
    }


def _reasons(exits: list[Exit], labels: Mapping[str, str], *, pooled: bool) -> tuple[ReasonCount, ...]:
    """Return why reports were excluded, in the order of the flowchart; what has no reason comes last."""
    found = Counter(
        (_arm(e.arm, pooled=pooled), e.reason or "not_recorded")
        for e in exits
        if e.exit == "excluded_full_text"
    )
    unknown = sorted({reason for _, reason in found} - set(labels) - {"not_recorded"})
    return tuple(
        ReasonCount(arm, reason, labels.get(reason, NOT_RECORDED if reason == "not_recorded" else reason), n)
        for arm in ARMS
        for reason in (*labels, *unknown, "not_recorded")
        if (n := found[arm, reason])
    )


def _undrawn(
    left: Counter[tuple[str, str, str]], exports: list[Export], *, pooled: bool
) -> tuple[Undrawn, ...]:
    """Return the exits that PRISMA 2020 has no box for, where any record took them."""
    elsewhere = [] if pooled else [e for e in exports if e.source_kind not in DATABASE_KINDS]
    counts = [
        Undrawn("other", "duplicate", left["other", "duplicate", ""]),
        Undrawn("other", "removed_automatic", _sum(e.removed_automatic for e in elsewhere) or 0),
        Undrawn("other", "removed_other", _sum(e.removed_other for e in elsewhere) or 0),
        Undrawn("other", "excluded_title_abstract", left["other", "excluded_title_abstract", ""]),
        *(
            Undrawn(arm, "excluded_after_appraisal", left[arm, "excluded_after_appraisal", ""])
            for arm in ARMS
        ),
    ]
    return tuple(undrawn for undrawn in counts if undrawn.n)


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
