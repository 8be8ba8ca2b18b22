"""Answers on records whose ids were numbered anew, so that they would mean other papers: see `twins`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.dedupe.answers import FILE, Said, Settled, Two, called, item, settle
from tamis.dedupe.worklist import described
from tamis.tables import OpenItem
from tamis.twins import base, moved, said_of, with_twins

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer, and one of its records that is no longer what stands beside the answer.

    `was` is what the line says, `now` what the record is; `moved` is the one id that the line fits now.
    """

    said: Said
    record: str
    was: str
    now: str
    moved: str

    @property
    def words(self) -> str:
        """What the line says, what the record is, and where what the line says is now."""
        return said_of(self.record, self.was, self.now, self.moved)


def changed_items(
    changed: Iterable[Changed], *, name: Callable[[str], str] = str, active: Sequence[str] = ()
) -> list[OpenItem]:
    """Return an item for each two records of which an answer was about other records.

    Args:
        changed: such answers.
        name: what people call a record.
        active: the ids of all who are still in the review.
    """
    found: dict[Two, list[Changed]] = {}
    for each in changed:
        if each.said.answer != "unsure":
            found.setdefault(each.said.two, []).append(each)
    items = []
    for two, answers in sorted(found.items()):
        last = max(answers, key=lambda each: each.said.age)
        spoken = [each.said for each in answers]
        text = (
            f"{name(two[0])} and {name(two[1])} are {called(spoken)}, but {last.words}. The answer does not "
            f"count; answer again in a new line of {FILE}: same or different of the records as they are now, "
            "or unsure, and in another line with the ids that you meant"
        )
        items.append(item(f"changed:{two[0]}:{two[1]}", spoken, text, active))
    return items


def settle_checked(answers: Sequence[Said], records: pd.DataFrame) -> tuple[Settled, list[Changed]]:
    """Settle answers on records that there are, without those that were about others; return these, too.

    An answer of theirs that is older does not come back: it was about the other records as well. A newer one
    on the same two counts.
    """
    there = set(records["record_id"].tolist())
    settled = settle(said for said in answers if there.issuperset(said.two))
    holding = [
        said
        for kind in (settled.same, settled.different, settled.contested, settled.unsure)
        for spoken in kind.values()
        for said in spoken
    ]
    found = changed(holding, records, {record for said in answers for record in said.two})
    gone = {each.said for each in found}
    return (settle(said for said in holding if said not in gone), found) if found else (settled, [])


def changed(answers: Iterable[Said], records: pd.DataFrame, named: Iterable[str]) -> list[Changed]:
    """Return the answers that were about other records; at most one entry an answer.

    Args:
        answers: those that would count.
        records: all records, `worklist.COLUMNS` of them.
        named: ids that people named, also such as are gone: where a twin was, the others may be others now.
    """
    detailed = [said for said in answers if any(said.details)]
    if not detailed:
        return []
    bases = {base(record) for said in detailed for record in said.two}
    ids = [id for id in records["record_id"].tolist() if base(id) in bases]
    twins = with_twins(ids, named)
    texts = described(records, (id for id in ids if base(id) in twins))
    about = {id: text for id, (_, text) in texts.items()}
    found = (_first(said, about) for said in detailed)
    return [each for each in found if each]


def _first(said: Said, about: dict[str, str]) -> Changed | None:
    for record, was in zip((said.a, said.b), said.details, strict=True):
        there = moved(record, was, about)
        if there is not None:
            return Changed(said, record, was, about[record], there)
    return None
