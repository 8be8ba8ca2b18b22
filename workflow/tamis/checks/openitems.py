"""Open items of all stages, and the acceptances that settle those which cannot be mended.

A review is finished when nothing is open. An acceptance names an open item's id; with `*` as its last
character it settles every item whose id begins so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tamis.errors import Problems
from tamis.review import Review
from tamis.store import read_built, read_rows
from tamis.tables import Accepted, OpenItem

#: The stages that can leave something open, in the order of a review.
STAGES = ("searches", "dedupe", "screening", "fulltext", "extraction", "appraisal", "synthesis")


@dataclass(frozen=True, slots=True)
class Settled:
    """What is still open, what was accepted and by which acceptance, and acceptances of nothing."""

    open: list[OpenItem]
    accepted: list[tuple[OpenItem, Accepted]]
    unused: list[Accepted]


def accepted_path(review: Review) -> Path:
    """Return where acceptances are written."""
    return review.records / "accepted.csv"


def read_accepted(review: Review, problems: Problems) -> list[Accepted]:
    """Return the acceptances; none where the file is absent."""
    path = accepted_path(review)
    return read_rows(path, Accepted, problems, root=review.root) if path.exists() else []


def collect(review: Review) -> list[OpenItem]:
    """Return the open items that each stage wrote, in the order of the stages."""
    paths = [review.built(stage, "open") for stage in STAGES]
    return [item for path in paths if path.exists() for item in read_built(path, OpenItem)]


def settle(items: list[OpenItem], accepted: list[Accepted]) -> Settled:
    """Return which items are open and which accepted; of two acceptances that fit, the longer one."""
    exact = {a.item: a for a in accepted if not a.item.endswith("*")}
    endings = sorted((a for a in accepted if a.item.endswith("*")), key=lambda a: -len(a.item))
    result = Settled([], [], [])
    used: set[str] = set()
    for item in items:
        found = exact.get(item.item) or next((a for a in endings if item.item.startswith(a.item[:-1])), None)
        if found:
            result.accepted.append((item, found))
            used.add(found.item)
        else:
            result.open.append(item)
    result.unused.extend(a for a in accepted if a.item not in used)
    return result
