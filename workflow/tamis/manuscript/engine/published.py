"""What a manuscript may name, and what is made of a name: nothing else is within its reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from tamis.manuscript.values import Quantity, Value

#: The groups of names.
NAMESPACES = ("flow", "search", "screening", "studies", "appraisal", "synthesis", "review")
#: What can be called, and the words that each takes beside its texts.
FUNCTIONS: dict[str, dict[str, type]] = {
    "table": {"caption": str},
    "figure": {"caption": str},
    "cite": {"page": str, "narrative": bool},
    "references": {},
    "item": {},
}
#: The functions whose tag must be a paragraph of its own.
BLOCKS = ("table", "figure", "references")
FILTERS = ("words", "percent", "capitalize")


@dataclass(frozen=True)
class Published:
    """What a manuscript may name; None: not known yet, and not checked.

    Attributes:
        names: quantities and texts by dotted name.
        maybe: where names are not known yet: whether a name may come to be one.
        tables, figures: by name.
        keys: what can be cited.
        items: checklists, and the items of each.
    """

    names: Mapping[str, Quantity | str] | None = None
    tables: Collection[str] | None = None
    figures: Collection[str] | None = None
    keys: Collection[str] | None = None
    items: Mapping[str, Collection[str]] | None = None
    maybe: Callable[[str], bool] | None = None


def item_of(text: str) -> tuple[str, str]:
    """Return checklist and item as a manuscript writes them.

    >>> item_of("16a"), item_of("prisma_s:3")
    (('prisma2020', '16a'), ('prisma_s', '3'))
    """
    checklist, colon, item = text.strip().partition(":")
    return (checklist.strip(), item.strip()) if colon else ("prisma2020", checklist.strip())


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
            return found
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
