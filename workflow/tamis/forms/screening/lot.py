"""Who is to screen what: drawn by lot, in even loads, and never changed once it is written.

The lot is a hash of the seed, the stage and the citation's id, so that it falls alike on every machine. All
that goes to the same reviewers at one time is one batch, and batches are numbered; the pilot is a batch of
its own, for everybody, and comes first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.tables import PILOT, Allocation


@dataclass(frozen=True, slots=True)
class Share:
    """Who is to screen a citation at a stage, and in which batch."""

    reviewers: tuple[str, ...]
    batch: str


@dataclass(frozen=True, slots=True)
class Draw:
    """The rules of a lot.

    Args:
        stage: the stage.
        method: everyone, lead or pairs.
        reviewers: the ids of all who take part, the lead among them.
        needed: how many must decide on a citation.
        lead: who screens everything, for the method lead.
        seed: the number that the lot is drawn with.
        pilot: how many citations make the pilot; 0: there is none.
    """

    stage: str
    method: str
    reviewers: tuple[str, ...]
    needed: int
    lead: str = ""
    seed: int = 0
    pilot: int = 0

    @property
    def always(self) -> tuple[str, ...]:
        """Those who screen every citation."""
        return {"everyone": self.reviewers, "lead": (self.lead,), "pairs": ()}[self.method]

    @property
    def drawn(self) -> int:
        """How many more are drawn for each citation; beside a lead at least one."""
        return {"everyone": 0, "lead": max(1, self.needed - 1), "pairs": self.needed}[self.method]

    @property
    def others(self) -> tuple[str, ...]:
        """Those who are drawn."""
        return tuple(id for id in self.reviewers if id not in self.always)


def allocated(rows: Iterable[Allocation], stage: str, citation_of: Mapping[str, str]) -> dict[str, Share]:
    """Return the share of each citation that is allocated at a stage, in the order of the rows.

    Where several records of one citation are allocated, it is everybody's who was to screen one of them, and
    its batch is that of the first.

    Args:
        rows: all rows, in order of file and line.
        stage: the stage.
        citation_of: the citation of each record; what is of another record is left out.
    """
    found: dict[str, Share] = {}
    for row in rows:
        if row.stage == stage and row.record in citation_of:
            share = Share(people(row.reviewers), row.batch)
            before = found.setdefault(citation_of[row.record], share)
            everybody = tuple(dict.fromkeys((*before.reviewers, *share.reviewers)))
            found[citation_of[row.record]] = Share(everybody, before.batch)
    return found


def people(ids: str) -> tuple[str, ...]:
    """Return the ids of `R1; R2`."""
    return tuple(filter(None, map(str.strip, ids.split(";"))))


def allocate(draw: Draw, citations: Iterable[str], there: Mapping[str, Share]) -> dict[str, Share]:
    """Return a share for each citation that has none yet: the pilot first, then batch by batch.

    The pilot is drawn once, when nothing is allocated yet. Each citation after it goes to those who have
    least at this stage so far, drawn by lot among equals: loads differ by one at most, but for what was
    uneven before, and that is made up for first.

    Args:
        draw: the rules.
        citations: ids of all citations that reached the stage, in order.
        there: what is allocated already, at this stage; it stays as it is.

    Raises:
        ValueError: there are not as many reviewers as must be drawn for a citation.
    """
    if len(draw.others) < draw.drawn:
        raise ValueError(f"{draw.drawn} are to be drawn of {len(draw.others)}")
    new = [id for id in citations if id not in there]
    order = sorted(new, key=lambda id: _lot(draw, id))
    pilot = frozenset(() if there else order[: draw.pilot])
    load = Counter(id for share in there.values() for id in share.reviewers)
    load.update({id: len(pilot) for id in draw.reviewers})
    chosen: dict[str, tuple[str, ...]] = {}
    for citation in order:
        if citation not in pilot:
            chosen[citation] = _chosen(draw, citation, load)
            load.update(chosen[citation])
    numbers = _numbers(draw, set(chosen.values()), there)
    found = {
        id: Share(draw.reviewers, PILOT) if id in pilot else Share(chosen[id], numbers[chosen[id]])
        for id in new
    }
    return dict(sorted(found.items(), key=lambda each: batch_order(each[1].batch)))


def batch_order(batch: str) -> tuple[int, int, str]:
    """Return what sorts batches: the pilot, 1, 2, ..., those with other names, citations that have none."""
    kind = 0 if batch == PILOT else 1 if batch.isdecimal() else 2 if batch else 3
    return kind, int(batch) if kind == 1 else 0, batch


def _chosen(draw: Draw, citation: str, load: Mapping[str, int]) -> tuple[str, ...]:
    """Return who is to screen a citation, in the order in which the reviewers stand."""
    by_load = sorted(draw.others, key=lambda id: (load.get(id, 0), _lot(draw, citation, id)))
    taken = {*draw.always, *by_load[: draw.drawn]}
    return tuple(id for id in draw.reviewers if id in taken)


def _numbers(
    draw: Draw, groups: Iterable[tuple[str, ...]], there: Mapping[str, Share]
) -> dict[tuple[str, ...], str]:
    """Return the number of each group's batch: the next that are free.

    What comes later never joins a batch that is there, so that agreement by batch does not mix searches.
    """
    position = {id: at for at, id in enumerate(draw.reviewers)}
    last = max((int(share.batch) for share in there.values() if share.batch.isdecimal()), default=0)
    ordered = sorted(groups, key=lambda group: [position[id] for id in group])
    return {group: str(number) for number, group in enumerate(ordered, start=last + 1)}


def _lot(draw: Draw, *what: str) -> bytes:
    """Return what falls to a citation, or to a reviewer for a citation, whatever else there is."""
    text = "\n".join((str(draw.seed), draw.stage, *what))
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def loads(found: Iterable[Share], reviewers: Sequence[str]) -> dict[str, int]:
    """Return how many citations fall to each reviewer."""
    count = Counter(id for share in found for id in share.reviewers)
    return {id: count[id] for id in reviewers}
