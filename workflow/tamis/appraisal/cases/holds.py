"""What holds where several people speak: appraisers, second views, and what settled a difference.

Answers that a tool's rules take for the same, such as yes and probably yes in RoB 2, are of one class. Only a
difference of class is a difference here: the algorithm knows no other. Within a class, the answer that is
shown is that of the appraiser whom the protocol names first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from tamis.appraisal.lines import AGREE, ALL, Line
from tamis.store import in_utc, later


@dataclass(frozen=True)
class Held:
    """What is said of one item, domain or whole, and what holds.

    said: what counts of each appraiser, in order; differing: of second views that say something else; views:
    those that count, by person; agreeing: the people whose second view agrees; answer: what holds; settled:
    what settled it; stale: second views and reconciliations of something else than what is said now; unclear:
    two reconciliations of which nobody knows the later one.
    """

    said: Mapping[str, str]
    differing: Mapping[str, str]
    views: Mapping[str, Line]
    agreeing: tuple[str, ...]
    state: str
    answer: str
    settled: Line | None = None
    stale: tuple[Line, ...] = ()
    unclear: tuple[Line, ...] = ()

    @property
    def all_said(self) -> dict[str, str]:
        """What every person says, appraisers first."""
        return {**self.said, **self.differing}

    @property
    def in_words(self) -> str:
        """What every person says, as a reconciliation's `answers` has it: R1 yes; R2 no."""
        return in_words(self.all_said)


def in_words(said: Mapping[str, str]) -> str:
    """Return who says what: R1 yes; R2 no."""
    return "; ".join(f"{person} {answer}" for person, answer in said.items())


def hold(
    said: Mapping[str, str],
    rated: Mapping[str, Line],
    views: Iterable[Line],
    settlements: Iterable[Line],
    *,
    same: Callable[[str], str],
    spelled: Callable[[str], str],
    open_to: bool,
    may: Collection[str] | None = None,
    since: Collection[Line] = (),
    under: Collection[Line] = (),
) -> Held:
    """Return what holds.

    Args:
        said: the answer of each appraiser that counts, in the order of the protocol.
        rated: the appraisers' lines, by person.
        views: second views, in order of each person's log.
        settlements: reconciliations, in order of each person's log.
        same: the class of an answer.
        spelled: the id of an answer as somebody wrote it; empty where it is none.
        open_to: whether a reconciliation may settle it though nobody differs, since fewer answered than the
            protocol asks for, or since rules proposed it.
        may: the answers that can settle it; None: any.
        since: the lines with which what is said began. A second view or reconciliation that does not say to
            which answers it is, is to those before it.
        under: of a judgement, the lines with which the answers that it rests on began. One that was settled
            before them is so no more.
    """
    classes = {same(answer) for answer in said.values()}
    shared = next(iter(said.values())) if len(classes) == 1 else ""
    live: dict[str, Line] = {}
    differing: dict[str, str] = {}
    agreeing: list[str] = []
    stale: list[Line] = []
    for person, view in sorted(_last_view(views).items()):
        if person in rated or person in said:
            continue
        if not said or _unseen(view, since) or not matches(view.seen, said, same, spelled):
            stale += [] if view.items == (ALL,) else [view]
            continue
        live[person] = view
        if view.answer != AGREE and (not shared or same(view.answer) != same(shared)):
            differing[person] = view.answer
        elif shared:
            agreeing.append(person)
    everyone = {**said, **differing}
    differ = len({same(answer) for answer in everyone.values()}) > 1
    last, unclear = _last(settlements, same)
    settled = None
    if last and not unclear:
        others = {person: line.answer for person, line in rated.items()} | dict.fromkeys(agreeing, shared)
        silent = {*said} - {*rated}
        right = may is None or last.answer in may
        right = right and not _unseen(last, [*since, *(live[person] for person in differing)])
        right = right and not any(later(line.time, last.time) for line in under)
        if right and (differ or open_to) and matches(last.seen, everyone, same, spelled, others, silent):
            settled = last
        elif differ or not shared or same(last.answer) != same(shared):
            stale.append(last)
    answer = settled.answer if settled else "" if differ else shared
    state = "given" if settled else "disputed" if differ else "given" if shared else "empty"
    return Held(
        dict(said), differing, live, tuple(agreeing), state, answer, settled, tuple(stale), tuple(unclear)
    )


def _unseen(line: Line, since: Iterable[Line]) -> bool:
    """Say whether what somebody answered to, and did not name, is not what began with some lines.

    Of an answer that was changed without a time nobody knows that it was there already.
    """
    return not line.seen.strip() and any(
        later(one.time, line.time) or (one.changed and not one.time) for one in since
    )


def matches(
    seen: str,
    said: Mapping[str, str],
    same: Callable[[str], str],
    spelled: Callable[[str], str],
    others: Mapping[str, str] | None = None,
    silent: Iterable[str] = (),
) -> bool:
    """Say whether what somebody answered to is what is said now; what is empty answers to whatever is said.

    Args:
        seen: one answer, which all give, or each person with an answer: R1 yes; R2 no.
        said: the answers by person.
        same: the class of an answer.
        spelled: the id of an answer as somebody wrote it; empty where it is none.
        others: what more people say, who may be named.
        silent: the people who said nothing themselves (what is said follows by rules), and need not be named.
    """
    if not seen.strip():
        return True
    if one := spelled(seen):
        return bool(said) and {same(answer) for answer in said.values()} == {same(one)}
    told: dict[str, str] = {}
    for part in seen.split(";"):
        person, _, word = part.strip().partition(" ")
        if person:
            told[person.rstrip(":").casefold()] = spelled(word)
    now = {person.casefold(): answer for person, answer in {**(others or {}), **said}.items()}
    needed = {person.casefold() for person in {*said} - {*silent}}
    return needed <= {*told} and all(
        answer and person in now and same(now[person]) == same(answer) for person, answer in told.items()
    )


def _last_view(views: Iterable[Line]) -> dict[str, Line]:
    """Return each person's last view; one of everything only where no other row of theirs names the item."""
    found: dict[str, Line] = {}
    for view in sorted(views, key=lambda view: (view.items != (ALL,), view.position, view.place)):
        found[view.person] = view
    return found


def _last(settlements: Iterable[Line], same: Callable[[str], str]) -> tuple[Line | None, list[Line]]:
    """Return the last reconciliation; and all that may be as late, where they say something else."""
    of: dict[str, Line] = {}
    for line in sorted(settlements, key=lambda line: (line.position, line.place)):
        of[line.person] = line
    if not of:
        return None, []
    lines = sorted(of.values(), key=lambda line: (in_utc(line.time)[:19], line.person))
    last = lines[-1]
    others = [
        line
        for line in lines[:-1]
        if same(line.answer) != same(last.answer) and not later(last.time, line.time)
    ]
    return last, [*others, last] if others else []
