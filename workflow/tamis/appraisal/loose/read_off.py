"""The category of a study as a loose table tells it: by a word, or by which criteria it is rated on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tamis.appraisal.engine.tool import COMPONENT, Kind, Tool
from tamis.appraisal.loose.headings import Target


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What can be told from what was rated.

    kinds: the categories that it can be; one: it is this; none: no category asks for all that was rated, or
    nothing was. component: of a category with components the one that was rated; empty: none was, or several
    can be meant.
    """

    kinds: tuple[Kind, ...] = ()
    component: str = ""


def category_of(tool: Tool, word: str, id: str = "") -> Kind | None:
    """Return the category that a word names: its id or label, or all words of one and of no other; else None.

    Args:
        tool: the tool.
        word: as people write it: Mixed-methods study, 3. Quantitative nonrandomized.
        id: where given, only this category is looked for.
    """
    said = _words(word)
    kinds = [kind for kind in tool.categories if id in ("", kind.id)]
    for fits in (lambda name: name == said, lambda name: name <= said):
        found = [kind for kind in kinds if said and any(map(fits, (_words(kind.id), _words(kind.label))))]
        if len(found) == 1:
            return found[0]
    return None


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, in one spelling: without plurals, numbers and the hyphens of non-."""
    text = re.sub(r"\bnon[ -]", "non", text.casefold().replace("_", " ").replace("-", " ")).replace(
        "ized", "ised"
    )
    text = re.sub(r"\brcts?\b", "randomised controlled trial", text)
    return frozenset(word.removesuffix("s") for word in re.findall(r"[^\W\d]+", text))


def read_off(tool: Tool, rated: Iterable[Target]) -> ReadOff:
    """Return the categories that ask for what was rated, and for nothing else where there are such.

    Args:
        tool: the tool.
        rated: what has an answer. Of merged columns one of the sets is meant, and it is not said which.
    """
    targets = [of for about in rated if (of := domains_of(tool, about))]
    if not targets:
        return ReadOff(tool.categories if len(tool.categories) == 1 else ())
    among = frozenset().union(*targets)
    ways = [(kind, part, due) for kind, part, due in _ways(tool) if all(of & due for of in targets)]
    exact = [way for way in ways if way[2] <= among]
    kinds = tuple({kind.id: kind for kind, _, _ in exact or ways}.values())
    if len(kinds) != 1:
        return ReadOff(kinds)
    needed = [part for _, part, due in exact or ways if part in among]
    return ReadOff(kinds, needed[0] if len(needed) == 1 else "")


def domains_of(tool: Tool, about: Target) -> frozenset[str]:
    """Return the domains that a column can belong to, screening questions and the whole apart."""
    first = tool.screening.domain if tool.screening else ""
    ids = {*about.ids}
    return frozenset(
        domain.id
        for domain in tool.domains
        if domain.id != first and ({domain.id} if about.judged else {*domain.item_ids}) & ids
    )


def _ways(tool: Tool) -> Iterator[tuple[Kind, str, frozenset[str]]]:
    """Yield each category with each of its components, and the domains that are due for it."""
    for kind in tool.categories:
        for part in kind.components or ("",):
            yield kind, part, frozenset(part if id == COMPONENT else id for id in kind.due)
