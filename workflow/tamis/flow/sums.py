"""Whether a flow's boxes add up: the relations of PRISMA 2020, for records, reports and studies apart."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.flow.boxes import FOUND_ELSEWHERE, UPDATED, Flow
from tamis.flow.labels import KIND_BOX
from tamis.tables import DATABASE_KINDS

#: What leaves a box, and the box; and the one after it, by which both are compared where it is given.
_PARTS = (
    ("records_excluded", "records_screened"),
    ("dbr_notretrieved_reports", "dbr_sought_reports"),
    ("dbr_excluded", "dbr_assessed"),
    ("other_notretrieved_reports", "other_sought_reports"),
    ("other_excluded", "other_assessed"),
)
_NEXT = {
    "records_screened": "dbr_sought_reports",
    "dbr_sought_reports": "dbr_assessed",
    "other_sought_reports": "other_assessed",
    "dbr_assessed": "new_reports",
    "other_assessed": "new_reports",
}
#: A box, or what else a number stands for, with the number; None where it is not given.
Term = tuple[str, int | None]


class SumError(AssertionError):
    """Boxes that do not add up: one sentence each, naming the boxes and the difference."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        super().__init__("the flow does not add up: " + "; ".join(differences))


def check(flow: Flow) -> None:
    """Check that what went into each box of the flow equals what came out of it.

    Raises:
        SumError: it does not; every difference is named, with its boxes.
    """
    if found := differences(flow):
        raise SumError(found)


def differences(flow: Flow, *, typed: bool = False) -> list[str]:
    """Return what does not add up, a sentence for each relation of PRISMA 2020's boxes that is broken.

    b4 = b2 - b3; b6 = b4 - b5; b8 = b6 - b7; b9 = sum of reasons; b10 = b8 - b9 + b14 - b15; in the other
    arm b14 = b12 - b13, b15 = sum of reasons. What is open or not drawn is taken off as well. A box that is
    not given counts as 0 where others are given, but b10 is compared only where what was assessed is known in
    each arm; and what leaves a box is no more than what is in it. Of a review of ours b12 = b11, too: there
    a record is a report. PRISMA 2020 has no such relation, and typed counts (`typed`) need not have it.
    Of an updated review b16 = b1 + b10, for
    studies and for reports. Ours: automation tools excluded no more records than were excluded, and no more
    is in a meta-analysis than in the review.

    Reports and studies are many to many, so that no other relation holds between them than this: there are
    none of the one where there are none of the other. New reports of old studies are without a new study.
    """
    found = [f"{name} is {n:,}" for name, n in flow.boxes.items() if n is not None and n < 0]
    arms = [("databases", "dbr"), *([("other", "other")] if flow.other_arm else [])]
    relations = [
        _screened(flow),
        _sought(flow),
        *([_sought_elsewhere(flow)] if flow.other_arm and not typed else []),
        *(text for arm in arms for text in _assessed(flow, *arm)),
        _included(flow),
        *_sources_relations(flow),
        *_of_version(flow),
        *(_at_most(flow, *pair) for pair in _PARTS if flow.boxes[_NEXT[pair[1]]] is None),
        _at_most(flow, "records_excluded_automatic", "records_excluded"),
        *_of_meta_analysis(flow),
        *_of_both(flow),
    ]
    return found + [text for text in relations if text]


def _screened(flow: Flow) -> str:
    pooled = _elsewhere(flow) if flow.pooled else []
    return _relation(
        flow,
        "records_screened",
        ["database_results", "register_results", *pooled],
        ["duplicates", "excluded_automatic", "excluded_other"],
    )


def _sought(flow: Flow) -> str:
    return _relation(
        flow,
        "dbr_sought_reports",
        ["records_screened"],
        ["records_excluded"],
        _open(flow, "databases", "title_abstract"),
    )


def _elsewhere(flow: Flow) -> list[str]:
    """Return the boxes that say what other methods found: by kind, where these are all of it."""
    kinds = [box for box in FOUND_ELSEWHERE[:-1] if flow.boxes[box] is not None]
    whole = _sum(flow.boxes[box] for box in kinds)
    return kinds if whole is not None and whole == flow.boxes["other_results"] else ["other_results"]


def _sought_elsewhere(flow: Flow) -> str:
    off = [
        (f"{undrawn.exit} of other methods", undrawn.n)
        for undrawn in flow.undrawn
        if undrawn.arm == "other" and undrawn.exit != "excluded_after_appraisal"
    ]
    waiting = _open(flow, "other", "title_abstract")
    return _relation(flow, "other_sought_reports", ["other_results"], [], [*off, *waiting])


def _assessed(flow: Flow, arm: str, prefix: str) -> list[str]:
    """Return what is wrong with the reports of an arm that were assessed, and why some were excluded."""
    given: list[Term] = [(f"reason {count.label!r}", count.n) for count in flow.reasons if count.arm == arm]
    return [
        _relation(
            flow,
            f"{prefix}_assessed",
            [f"{prefix}_sought_reports"],
            [f"{prefix}_notretrieved_reports"],
            _open(flow, arm, "retrieval"),
        ),
        _compare(flow, f"{prefix}_excluded", given, []) if given else "",
    ]


def _included(flow: Flow) -> str:
    if flow.boxes["dbr_assessed"] is None or (flow.other_arm and flow.boxes["other_assessed"] is None):
        return ""
    return _relation(
        flow,
        "new_reports",
        ["dbr_assessed", "other_assessed"],
        ["dbr_excluded", "other_excluded"],
        [
            *_open(flow, "databases", "full_text"),
            *_open(flow, "other", "full_text"),
            *((u.exit, u.n) for u in flow.undrawn if u.exit == "excluded_after_appraisal"),
        ],
    )


def _open(flow: Flow, arm: str, *at: str) -> list[Term]:
    return [(f"open at {count.at}", count.n) for count in flow.open if count.arm == arm and count.at in at]


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


# --- the version before, and a meta-analysis ----------------------------------------------------


def _of_version(flow: Flow) -> list[str]:
    """Return what is wrong with the boxes that an updated review has; any of them elsewhere is."""
    if not flow.updated:
        given = [(box, flow.boxes[box]) for box in UPDATED]
        return [f"{box} is {n:,}, but the review is no update" for box, n in given if n is not None]
    found = []
    for what in ("studies", "reports"):
        total, parts = f"total_{what}", [f"previous_{what}", f"new_{what}"]
        if all(flow.boxes[part] is not None for part in parts):
            found.append(_relation(flow, total, parts, []))
        else:
            found += [_at_most(flow, part, total) for part in parts]
    earlier = sum(count.n for count in flow.before if count.exit == "included")
    previous = flow.boxes["previous_reports"]
    if previous is not None and previous < earlier:
        text = f"previous_reports is {previous:,}, but earlier rounds of the search found {earlier:,} of them"
        found.append(f"{text}: {earlier - previous:,} too few")
    return found


def _of_meta_analysis(flow: Flow) -> list[str]:
    whole = "total" if flow.updated else "new"
    return [_at_most(flow, f"meta_analysis_{what}", f"{whole}_{what}") for what in ("studies", "reports")]


def _of_both(flow: Flow) -> list[str]:
    """Return where there are studies without reports, or reports without studies."""
    found = []
    for what in ("previous", "new", "total", "meta_analysis"):
        studies, reports = flow.boxes[f"{what}_studies"], flow.boxes[f"{what}_reports"]
        of_old_studies = what == "new" and flow.updated and studies == 0
        if studies is None or reports is None or bool(studies) == bool(reports) or of_old_studies:
            continue
        found.append(f"{what}_studies is {studies:,}, but {what}_reports is {reports:,}")
    return found


def _at_most(flow: Flow, part: str, whole: str) -> str:
    """Return by how much a part is more than the whole; nothing where it is not, or either is not given."""
    n, all_ = flow.boxes[part], flow.boxes[whole]
    if n is None or all_ is None or n <= all_:
        return ""
    return f"{part} is {n:,}, but {whole} is {all_:,}: {n - all_:,} too many"


# --- numbers ------------------------------------------------------------------------------------


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


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None where nothing is."""
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None
