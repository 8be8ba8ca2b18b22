"""What a manuscript may name, and what is made of a name: nothing else is within its reach."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from tamis.errors import not_one_of
from tamis.manuscript import names
from tamis.manuscript.values import Quantity, Value

#: The groups of names.
NAMESPACES = tuple(names.NAMESPACES)
#: What can be called, and the words that each takes beside its texts.
FUNCTIONS: dict[str, dict[str, type]] = {
    "table": {"caption": str},
    "figure": {"caption": str},
    "cite": {"page": str, "narrative": bool},
    "references": {},
    "item": {},
    "ref": {"kind": str},
}
#: How each is written.
CALLED = {
    "table": 'table("characteristics")',
    "figure": 'figure("flow")',
    "cite": 'cite("smith2018", "jones2020", page="12")',
    "references": "references()",
    "item": 'item("16a")',
    "ref": 'ref("flow")',
}
#: The functions whose tag must be a paragraph of its own.
BLOCKS = ("table", "figure", "references")
FILTERS = ("words", "percent", "capitalize")
#: What is empty where there is nothing to say: that no number rests on a stand-in is no gap in a record.
_NOTHING = "review.stand_ins"
#: So many known names are listed beside an unknown one, the nearest first.
_SAID = 12


@dataclass(frozen=True)
class Published:
    """What a manuscript may name; None: not known yet, and not checked.

    Attributes:
        names: quantities and texts by dotted name; where they are None, a name is checked against those that
            any review may have.
        tables, figures: by name.
        keys: what can be cited; told: those of them that are told to somebody who cites another.
        items: checklists, and the items of each.
    """

    names: Mapping[str, Quantity | str] | None = None
    tables: Collection[str] | None = None
    figures: Collection[str] | None = None
    keys: Collection[str] | None = None
    items: Mapping[str, Collection[str]] | None = None
    told: Collection[str] | None = None


def item_of(text: str) -> tuple[str, str]:
    """Return checklist and item as a manuscript writes them.

    >>> item_of("16a"), item_of("prisma_s:3")
    (('prisma2020', '16a'), ('prisma_s', '3'))
    """
    checklist, colon, item = text.strip().partition(":")
    return (checklist.strip(), item.strip()) if colon else ("prisma2020", checklist.strip())


def unknown(function: str, text: str, published: Published) -> str:
    """Return what is wrong with the name that a function is called with; empty: nothing."""
    known = {"table": published.tables, "figure": published.figures, "cite": published.keys}.get(function)
    if function == "ref" and published.tables is not None and published.figures is not None:
        known = {*published.tables, *published.figures}
    if function == "cite" and known is not None and text not in known:
        where = "records/studies.csv and config/references.bib"
        return f"citation {listed(text, sorted(known if published.told is None else published.told), where)}"
    if known is not None and text not in known:
        return f"{function} {listed(text, known)}"
    if function == "item" and published.items is not None:
        checklist, item = item_of(text)
        if checklist not in published.items:
            return f"checklist {not_one_of(checklist, published.items)}"
        if item not in published.items[checklist]:
            return f"item of {checklist} {listed(item, published.items[checklist], 'docs/manuscript.md')}"
    return ""


def unknown_name(name: str, known: Collection[str] | None) -> str:
    """Say that a dotted name is none, with the nearest; `known`: None where nothing is built yet."""
    if known is None:
        known = [each for each, _ in names.described() if "<" not in each]
    space = f"{name.partition('.')[0]}."
    group = [each for each in known if each.startswith(space)]
    return (
        f"name {listed(name, group)}"
        if group
        else f"name {name!r}: this review has no name that begins with {space}"
    )


def listed(word: str, known: Collection[str], where: str = "records/README.md") -> str:
    """Say that a word is none of those known, of which a long list is cut short; `where` has it whole."""
    words = list(known)
    if len(words) <= _SAID:
        return not_one_of(word, words)
    near = difflib.get_close_matches(word.casefold(), [each.casefold() for each in words], _SAID, 0.5)
    first = sorted(
        (each for each in words if each.casefold() in near), key=lambda e: near.index(e.casefold())
    )
    said = not_one_of(word, list(dict.fromkeys([*first, *words]))[:_SAID])
    text, mean, hint = said.partition("; did you mean ")
    return f"{text}, and {len(words) - _SAID:,} more: {where}{mean}{hint}"


class Unrecorded(str):
    """A text that the review has a place for, and that is empty: false, and printed as not recorded."""

    __slots__ = ()


class Group:
    """A group of names, such as `flow` or `studies.design`: what stands behind the point, no more."""

    __slots__ = ("_all", "_at")

    def __init__(self, names: Mapping[str, Quantity | str], at: str) -> None:
        self._all, self._at = names, at

    def below(self, name: str) -> Value | str | Group | None:
        """Return what is called so here; None where nothing is."""
        whole = f"{self._at}.{name}"
        found = self._all.get(whole)
        if isinstance(found, Quantity):
            return Value.one(found)
        if found is not None:
            return found if found or whole == _NOTHING else Unrecorded()
        return Group(self._all, whole) if any(n.startswith(f"{whole}.") for n in self._all) else None

    def __iter__(self) -> Iterator[str]:
        """Give the names here, in their order: what `for` goes through."""
        start = f"{self._at}."
        here = (name[len(start) :].partition(".")[0] for name in self._all if name.startswith(start))
        return iter(dict.fromkeys(here))


@dataclass(frozen=True, slots=True)
class Made:
    """What one tag came to, once: its kind, the number of its tag, and what it holds."""

    kind: str
    tag: int
    value: Value | None = None
    text: str = ""
    keys: tuple[str, ...] = ()
    page: str = ""
    narrative: bool = False


@dataclass
class Marks:
    """All that the tags of one manuscript came to, in the order in which they were rendered."""

    made: list[Made] = field(default_factory=list)

    def add(self, made: Made) -> int:
        """Keep one; return its number."""
        self.made.append(made)
        return len(self.made) - 1
