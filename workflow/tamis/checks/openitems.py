"""Open items of all stages, and the acceptances that settle those which cannot be mended.

A review is finished when nothing is open. An acceptance names an open item's id; with `*` as its last
character it settles every item whose id begins so, but never more than one kind of item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review
from tamis.store import read_built, read_saved
from tamis.tables import TEAM, Accepted, OpenItem

#: The shortest ending-with-* that names one kind of item: `stage:what:*`.
_KIND = re.compile(r"[^:*]+:[^:*]+:.*")

#: The stages that can leave something open, in the order of a review.
STAGES = ("searches", "dedupe", "screening", "fulltext", "extraction", "appraisal", "synthesis", "flow")
#: Those, and what comes after the report, which cannot tell of it.
ALL_STAGES = (*STAGES, "figures", "documents")


#: How ids of items on PDFs begin. Which PDFs are at hand differs from computer to computer, so that reports,
#: which are alike everywhere, do not tell of them; `tamis status` does, and `tamis run final` waits for them.
_OF_PDFS = "fulltext:pdf-"


@dataclass(frozen=True, slots=True)
class Settled:
    """What is still open, what was accepted and by which acceptance, and acceptances of nothing."""

    open: list[OpenItem]
    accepted: list[tuple[OpenItem, Accepted]]
    unused: list[Accepted]

    def without_pdfs(self) -> Settled:
        """Return the same without items on PDFs, and without acceptances of such."""
        return Settled(
            [item for item in self.open if not item.item.startswith(_OF_PDFS)],
            [(item, by) for item, by in self.accepted if not item.item.startswith(_OF_PDFS)],
            [by for by in self.unused if not by.item.startswith(_OF_PDFS)],
        )


def read_accepted(review: Review, problems: Problems) -> list[Accepted]:
    """Return the acceptances of `records/accepted.csv`, or of the workbook of that name."""
    good = []
    for row in read_saved(review.records / "accepted.csv", Accepted, problems, root=review.root):
        if row.item.endswith("*") and not _KIND.fullmatch(row.item[:-1]):
            text = f"{row.item!r} would accept items of any kind; write at least stage:what:*"
            problems.add_at(row.place, f"{text}, such as search:hits:*", column="item")
        else:
            good.append(row)
    return good


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the acceptances."""
    people = (*config.reviewer_ids, TEAM)
    for row in read_accepted(review, problems):
        if row.who not in people:
            problems.add_at(row.place, not_one_of(row.who, people), column="who")


def collect(review: Review, stages: Sequence[str] = ALL_STAGES) -> list[OpenItem]:
    """Return the open items that each stage wrote, in the order of the stages."""
    paths = [review.built(stage, "open") for stage in stages]
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
