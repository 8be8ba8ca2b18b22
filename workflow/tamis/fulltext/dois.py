"""The DOIs that stand in a PDF, and which of them is its own: one of a list of references is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tamis.fulltext.candidates import Candidate, trimmed

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]*")
#: A DOI that is broken at the end of a line is broken behind one of these.
_BROKEN = re.compile(r"[/.\-_(]$")
_NEXT = re.compile(r"\n[ \t]*([^\s\"<>]+)")
#: So many lines are the head of a page, and so many its foot.
_MARGIN = 3


@dataclass(frozen=True, slots=True)
class Doi:
    """A DOI as it stands; where it may go on in the next line, both ways to read it, the longer one last."""

    read: tuple[str, ...]

    def of(self, candidate: Candidate) -> bool:
        """Say whether it is a report's."""
        return not candidate.dois.isdisjoint(self.read)

    def maybe_of(self, candidate: Candidate) -> bool:
        """Say whether it can be a report's: it is cut off, or words are stuck to it."""
        return any(
            (known.startswith(text) and len(text) > len("10.1000/abc"))
            or (text.startswith(known) and text[len(known) :][:1].isalpha())
            for known in candidate.dois
            for text in self.read
        )


def dois(text: str) -> list[Doi]:
    """Return the DOIs in a text, each once, in order."""
    folded = text.casefold()
    found = {}
    for each in _DOI.finditer(folded):
        read = [] if each[0].endswith("/") else [trimmed(each[0])]
        after = _NEXT.match(folded, each.end())
        if after and _BROKEN.search(each[0]):
            read.append(trimmed(each[0] + after[1]))
        if read:
            found[read[0]] = Doi(tuple(dict.fromkeys(read)))
    return list(found.values())


def own(front: str, pages: Iterable[str]) -> tuple[Doi | None, list[Doi]]:
    """Return the DOI that a paper gives itself, None where that cannot be told, and all that were looked at.

    It is the only one of the first page; of several, the one in its head or foot, or in those of other pages.

    Args:
        front: the first page, without a list of references.
        pages: the other pages.
    """
    there = dois(front)
    if len(there) == 1:
        return there[0], there
    margins = Counter(doi.read[0] for page in pages for doi in dois(_margins(page)))
    repeated = {text for text, count in margins.items() if count > 1}
    if not there:
        running = [doi for page in pages for doi in dois(_margins(page)) if doi.read[0] in repeated]
        there = list({doi.read[0]: doi for doi in running}.values())
        return (there[0] if len(there) == 1 else None), there
    at_edge = {doi.read[0] for doi in dois(_margins(front))}
    for those in (repeated, at_edge):
        kept = [doi for doi in there if doi.read[0] in those]
        if len(kept) == 1:
            return kept[0], there
    return None, there


def _margins(page: str) -> str:
    """Return the first and the last lines of a page."""
    lines = [line for line in page.split("\n") if line.strip()]
    if len(lines) <= 2 * _MARGIN:
        return "\n".join(lines)
    return "\n".join([*lines[:_MARGIN], "", *lines[-_MARGIN:]])
