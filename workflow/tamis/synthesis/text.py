"""The synthesis in the team's own words, records/synthesis/text.md: which studies it cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tamis.review import Review
from tamis.store import decode, line_feeds
from tamis.tables import OpenItem, Study

_CITATION = re.compile(r"\[@[^\]]+\]")
_CITED = re.compile(r"@([^\s;\]]+)")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of people, and the file it stands in."""

    file: str
    text: str

    def cited(self) -> Iterator[tuple[str, str]]:
        """Yield each id that the text cites, as in [@id; @id], with its place."""
        for found in _CITATION.finditer(self.text):
            for each in _CITED.finditer(found[0]):
                line = self.text.count("\n", 0, found.start() + each.start()) + 1
                yield each[1], f"{self.file}:{line}"


def read(review: Review) -> Prose:
    """Return the text; empty where there is none."""
    path = review.records / "synthesis" / "text.md"
    return Prose(review.place(path), line_feeds(decode(path.read_bytes())[0]) if path.exists() else "")


def open_items(text: Prose, studies: Collection[Study], known: Collection[str]) -> list[OpenItem]:
    """Return each study that the text cites and the review does not include: `synthesis:text:<study>`.

    Args:
        text: the text.
        studies: the included studies.
        known: the ids that `records/studies.csv` has; what is none of them is a work, or a mistake.
    """
    included = {study.study for study in studies}
    first = {id: place for id, place in reversed([*text.cited()]) if id in known and id not in included}
    return [
        OpenItem(
            f"synthesis:text:{id}",
            f"the synthesis cites {id}, which is not included (any more); its sentence has to be looked at",
            "team",
            place,
        )
        for id, place in first.items()
    ]
