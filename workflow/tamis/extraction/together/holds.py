"""What holds in one place where several people speak: extractors, a checker, and what settled a difference.

A value that a checker agrees with was checked; another value of theirs is a difference like that of two
extractors, and is settled like it. A reconciliation is to what was said then: where somebody says something
else by now, and not what was settled, it is open again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tamis.extraction.together.listed import difference
from tamis.extraction.together.quoted import shared
from tamis.extraction.together.slots import DROP, KEEP, Slot
from tamis.settled import people_of
from tamis.store import in_utc, later
from tamis.tables import BASES, Datum, DatumCheck, DatumDifference, DatumReconciliation

#: In a check, in place of a value.
AGREE = "agree"
#: What may be said of a row, or of a table, that not all have.
ROW_WORDS = (KEEP, DROP)

Check = tuple[str, DatumCheck]
Reconciled = tuple[str, DatumReconciliation]


@dataclass(frozen=True)
class Held:
    """What holds in one place.

    datum: what is printed there; disputed ones are empty. Of a row that goes, and of one that is kept, it is
    what was said of the row. kept: of a row or table, whether it holds; None: that is not decided. everyone:
    what people say, differing checkers among them, by person. checkers: those of these who only checked.
    checked: those who agree, having checked it. again: checks of another value than is there now, which was
    not the right one. difference: the row that tells how people differ or differed. apart: whether extractors
    differ, or did before anything was settled. remarks: why what was settled does not count.
    """

    slot: Slot
    datum: Datum
    everyone: Mapping[str, Datum] = field(default_factory=dict)
    checkers: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    again: tuple[Check, ...] = ()
    difference: DatumDifference | None = None
    kept: bool | None = None
    apart: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether people differ, and nothing settled it."""
        return self.datum.state == "disputed"


def hold(
    slot: Slot, checks: Iterable[Check], settlements: Iterable[Reconciled], people: Sequence[str]
) -> Held:
    """Return what holds.

    Args:
        slot: what extractors said.
        checks: what checkers said there, each with the person, in order of each person's log.
        settlements: reconciliations, alike.
        people: all reviewer ids, by which `values` of a reconciliation is taken apart.
    """
    extractors = dict(slot.said)
    shared = slot.agree(extractors.values())
    best = _best(slot, extractors.values())
    differing: dict[str, Datum] = {}
    checked: list[str] = []
    again: list[Check] = []
    mended: Check | None = None
    for person, check in sorted(dict(checks).items()):
        if person in extractors or not shared:
            continue
        fits = not check.first or slot.is_said(check.first, best)
        wanted = slot.read(check.answer)
        if check.answer == AGREE:
            checked += [person] if fits else []
        elif slot.agree([wanted, best]):
            checked.append(person)
            mended = (person, check) if not fits else mended
        elif fits:
            differing[person] = replace(wanted, extractor=person, note=check.comment, place=check.place)
        else:
            again.append((person, check))
    everyone = {**extractors, **differing}
    differ = not slot.agree(everyone.values())
    settled, remarks = _settled(slot, everyone, [*slot.who, *dict(checks)], settlements, people)
    told = [told_by(row.values, people) for _, row in settlements]
    apart = not shared or any(_apart(slot, said) for said in told)
    last = max((row for _, row in settlements), key=lambda row: (in_utc(row.time), row.place), default=None)
    if settled:
        datum = _reconciled(slot, everyone, settled)
    elif differ:
        datum = replace(
            best,
            value="",
            state="disputed",
            quote="",
            page="",
            report="",
            basis="",
            note=_APART if differing and shared else _DIFFER,
            settled="",
        )
    else:
        how = "checked" if checked else "agreed" if len(slot.who) > 1 else "single"
        datum = replace(best, settled=how)
    datum = replace(datum, extractor=";".join(slot.who))
    return Held(
        slot,
        datum,
        everyone,
        tuple(differing),
        tuple(checked),
        tuple(again),
        difference(slot, everyone, datum, settled, last, mended, differ=differ),
        _kept(slot, settled, differ=differ),
        apart,
        tuple(remarks) if differ and not settled else (),
    )


_DIFFER, _APART = "the extractors differ", "extractor and checker differ"


def _kept(slot: Slot, settled: DatumReconciliation | None, *, differ: bool) -> bool | None:
    if slot.kind == "cell":
        return None
    if settled:
        return settled.value == KEEP
    return None if differ else True


def _best(slot: Slot, said: Iterable[Datum]) -> Datum:
    """Return the one of values that agree which is printed: with a quote and its page, and in full.

    It is the same whoever of them said what. What anybody says of how a number came about holds. Of 8 and 8.0
    it is 8: checks of numbers go by the decimals that are typed.
    """
    among = [datum for datum in said if datum.place] or list(said)
    best = max(
        among,
        key=lambda d: (
            bool(d.quote and d.page),
            bool(d.quote),
            len(d.value),
            d.value,
            d.quote,
            d.page,
            d.note,
        ),
    )
    bases = sorted({datum.basis for datum in among} - {"", BASES[0]}, key=BASES.index)
    value = best.value
    if slot.kind == "cell" and slot.type.type in ("number", "p"):
        value = min((datum.value for datum in among), key=_decimals)
    return replace(
        best, row=slot.row, column=slot.column, value=value, basis=bases[0] if bases else best.basis
    )


def _decimals(value: str) -> tuple[int, int, str]:
    """Order equal numbers by how many decimals were typed: fewer say less, and nobody said more for sure."""
    return len(value.partition(".")[2]), len(value), value


def _reconciled(slot: Slot, everyone: Mapping[str, Datum], settled: DatumReconciliation) -> Datum:
    """Return what was settled, with the quote of somebody who has that value; else that of who settled it.

    Where nobody has it, and nobody gave another quote, the one that all gave is kept.
    """
    if slot.kind != "cell":
        return replace(_best(slot, everyone.values()), settled="reconciled")
    wanted = slot.read(settled.value)
    alike = [
        datum for person, datum in everyone.items() if person in slot.said and slot.agree([datum, wanted])
    ]
    exact = [datum for datum in alike if slot.is_said(settled.value, datum)]
    if exact:
        return replace(_best(slot, exact), settled="reconciled")
    held = replace(wanted, settled="reconciled", note=settled.why, place=settled.place)
    one = shared(slot) if wanted.state == "given" else None
    if settled.quote or not one:
        return replace(held, quote=settled.quote, page=settled.page)
    return replace(held, quote=one.quote, page=one.page, report=one.report)


# --- what was settled ---------------------------------------------------------------------------


def _settled(
    slot: Slot,
    everyone: Mapping[str, Datum],
    spoke: Sequence[str],
    settlements: Iterable[Reconciled],
    people: Sequence[str],
) -> tuple[DatumReconciliation | None, list[str]]:
    """Return the reconciliation that counts, if any; and why others do not."""
    of = dict(settlements)
    rows = sorted(of.values(), key=lambda row: (in_utc(row.time)[:19], row.place))
    remarks = []
    good = []
    for row in rows:
        third = [who for who in people_of(row.who) if who in spoke] if row.how == "third" else []
        if third:
            text = f"{row.place} calls {', '.join(third)} a third person, who has said something on this"
            remarks.append(text)
        else:
            good.append(row)
    if not good:
        return None, remarks
    last = good[-1]
    others = [row for row in good[:-1] if not _alike(slot, row, last) and not later(last.time, row.time)]
    if others:
        places = " and ".join(row.place for row in (*others, last))
        text = f"{places} settle it differently, and nobody knows which is the later one: give their times"
        return None, [*remarks, text]
    if not _fits(slot, everyone, last, people):
        return None, [
            *remarks,
            f"the earlier reconciliation in {last.place}, of {last.values}, does not fit this",
        ]
    return last, remarks


def _alike(slot: Slot, one: DatumReconciliation, other: DatumReconciliation) -> bool:
    if slot.kind != "cell":
        return one.value == other.value
    return slot.agree([slot.read(one.value), slot.read(other.value)])


def _fits(slot: Slot, everyone: Mapping[str, Datum], row: DatumReconciliation, people: Sequence[str]) -> bool:
    """Say whether what was said then is what is said now; who changed it to what was settled does no harm."""
    told = told_by(row.values, people)
    for person, datum in everyone.items():
        now = person in told and slot.is_said(told[person], datum)
        if not now and not _taken_over(slot, datum, row):
            return False
    return True


def as_told(slot: Slot, row: DatumReconciliation, people: Sequence[str]) -> bool:
    """Say whether all extractors say now what `values` of a reconciliation tells that they said."""
    told = told_by(row.values, people)
    return all(person in told and slot.is_said(told[person], datum) for person, datum in slot.said.items())


def _taken_over(slot: Slot, datum: Datum, row: DatumReconciliation) -> bool:
    if slot.kind == "cell":
        return slot.is_said(row.value, datum)
    return (row.value == KEEP) == (datum.state == "given")


def told_by(values: str, people: Sequence[str]) -> dict[str, str]:
    """Return what each person said by `values` of a reconciliation: R1 12; R2 13.

    A value may hold a semicolon itself; a person's part ends where the next person's begins.
    """
    ids = {id.casefold(): id for id in people}
    names = "|".join(re.escape(id) for id in sorted(people, key=len, reverse=True))
    found = list(re.finditer(rf"(?:^|;)\s*({names})(?::|\b)[ \t]*", values, re.IGNORECASE)) if names else []
    ends = [*(each.start() for each in found[1:]), len(values)]
    return {
        ids[each[1].casefold()]: values[each.end() : end].strip()
        for each, end in zip(found, ends, strict=True)
    }


def _apart(slot: Slot, told: Mapping[str, str]) -> bool:
    """Say whether two extractors differed by what a reconciliation says was said then."""
    said = [told[person] for person in slot.said if person in told]
    if slot.kind != "cell":
        return len(said) > 1
    return not slot.agree([slot.read(text) for text in said])
