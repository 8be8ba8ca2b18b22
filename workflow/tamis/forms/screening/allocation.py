"""Who is to screen what, as a table: drawn by lot for the citations that have nobody yet.

What is allocated already stays as it is. What goes to the same reviewers is one batch, by its number; the
pilot, which is drawn once and goes to everybody, comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from tamis.config import Config
from tamis.errors import counted, fail
from tamis.forms.screening import now
from tamis.forms.screening.lot import Draw, Share, allocate, batch_order, loads
from tamis.forms.sheet.form import Asked, Filled, Form, as_csv
from tamis.review import Review
from tamis.tables import AT_STAGE, PILOT, Allocation

_METHOD = {
    "everyone": "everybody screens everything",
    "lead": "{lead} screens everything, and each of the others a batch",
    "pairs": "{needed} reviewers each, drawn by lot",
}


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return a row for each citation that reached the stage and that nobody was to screen so far."""
    stage = asked.stage or "title_abstract"
    draw = _draw(config, stage)
    there = now.read(review)
    before = there.shares(stage)
    place = review.screening / "allocation.csv"
    try:
        found = allocate(draw, there.status[stage], before)
    except ValueError:
        _refuse(config, stage, f"{draw.method} needs more reviewers than are in the review")
    if not found:
        what = "everything that reached it is allocated already" if before else "nothing has reached it yet"
        return Filled(place, b"", f"{AT_STAGE[stage].capitalize()}: {what}; no list is written.")
    citations = there.citations(found)
    rows = [
        Allocation(
            record=id,
            stage=stage,
            reviewers=";".join(share.reviewers),
            batch=share.batch,
            title=each["title"],
        )
        for (id, share), each in zip(found.items(), now.about(review, citations), strict=True)
    ]
    return Filled(place, as_csv(Allocation, rows), _said(draw, found.values(), before.values()))


def _draw(config: Config, stage: str) -> Draw:
    """Return the rules of the lot, with those who are still in the review."""
    rules = config.stages[stage]
    allocation = rules.allocation
    if allocation is None:
        _refuse(
            config,
            stage,
            "says nothing of an allocation, so everybody screens everything, and no list is needed; to share "
            "it out, write allocation: {method: pairs}, for instance",
        )
    named = {*(allocation.reviewers or config.active), allocation.lead}
    active = tuple(id for id in config.active if id in named)
    if allocation.method == "lead" and allocation.lead not in active:
        _refuse(config, stage, f"its lead {allocation.lead} has left the review; name another one")
    return Draw(
        stage=stage,
        method=allocation.method,
        reviewers=active,
        needed=rules.reviewers,
        lead=allocation.lead,
        seed=allocation.seed,
        pilot=(config.pilot or 0) if stage == "title_abstract" else 0,
    )


def _refuse(config: Config, stage: str, text: str) -> NoReturn:
    path = ("screening", "stages", stage)
    place = config.place(*path, "allocation") if config.stages[stage].allocation else config.place(*path)
    file, _, line = place.rpartition(":")
    fail(file, text, line=int(line))


def _said(draw: Draw, found: Iterable[Share], before: Iterable[Share]) -> str:
    """Return what was allocated to whom, and by which rule."""
    found, before = list(found), list(before)
    pilot = [share for share in found if share.batch == PILOT]
    rest = [share for share in found if share.batch != PILOT]
    method = _METHOD[draw.method].format(lead=draw.lead, needed=draw.needed)
    text = f"{counted(len(found), 'citation')} {AT_STAGE[draw.stage]}; {method} (seed {draw.seed})."
    if pilot:
        text += f" In the pilot {len(pilot):,}, for {_list(draw.reviewers)}."
    if rest:
        each = ", ".join(f"{id} {n:,}" for id, n in loads(rest, draw.reviewers).items())
        text += f" {'After it' if pilot else 'Newly'} {len(rest):,}: {each}."
        batches = sorted({share.batch for share in rest}, key=batch_order)
        text += f" {len(batches):,} batch{'es' if len(batches) > 1 else ''}, "
        text += "one for all that goes to the same reviewers."
    if before:
        each = ", ".join(f"{id} {n:,}" for id, n in loads([*before, *found], draw.reviewers).items())
        text += f" What was allocated before stays as it is; with it: {each}."
    return text


def _list(ids: Sequence[str]) -> str:
    return f"{', '.join(ids[:-1])} and {ids[-1]}" if len(ids) > 1 else "".join(ids)


FORM = Form(
    doc="who is to screen what, drawn by lot as the config says; what is allocated already stays",
    fill=_fill,
    personal=False,
    options={"stage"},
    says=True,
)
