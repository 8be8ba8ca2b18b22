"""Answers on records whose ids were numbered anew, so that they would now mean other papers.

Records of one source that only a number tells apart (`rX`, `rX-2`, `rX-3`; see `ids`) are numbered anew when
one of them goes in a new download. Their titles are equal, so what tells which of them an answer was about
are the details beside it, as the work list gives them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.dedupe.answers import FILE, Said, Settled, Two, called, item, settle
from tamis.dedupe.normalise import fold
from tamis.dedupe.worklist import described
from tamis.tables import OpenItem

if TYPE_CHECKING:
    import pandas as pd

_WORD = re.compile(r"[^\W_]+")


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
        moved = f" (now {self.moved})" if self.moved else ""
        return (
            f"the line is about {self.record} as {self.was!r}{moved}, and {self.record} is now {self.now!r}: "
            "records that only a number tells apart are numbered anew when one of them goes"
        )


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
    bases = {_base(record) for said in detailed for record in said.two}
    ids = [id for id in records["record_id"].tolist() if _base(id) in bases]
    several = {base for base, count in Counter(map(_base, ids)).items() if count > 1}
    several |= {_base(record) for record in named if _base(record) != record}
    texts = described(records, (id for id in ids if _base(id) in several))
    about = {id: text for id, (_, text) in texts.items()}
    found = (_first(said, about) for said in detailed)
    return [each for each in found if each]


def _first(said: Said, about: dict[str, str]) -> Changed | None:
    for record, was in zip((said.a, said.b), said.details, strict=True):
        if was and record in about and _words(was) != _words(about[record]):
            fits = [id for id in about if _base(id) == _base(record) and _words(about[id]) == _words(was)]
            return Changed(said, record, was, about[record], fits[0] if len(fits) == 1 else "")
    return None


def _base(record: str) -> str:
    return record.partition("-")[0]


def _words(text: str) -> Sequence[str]:
    """Return what a line says, however it is spelled: its words, folded."""
    return _WORD.findall(fold(text))
