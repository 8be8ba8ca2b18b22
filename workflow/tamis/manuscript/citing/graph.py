"""What a style may ask of the engine: it sets macros in each other unlooked, until memory ends."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from xml.etree.ElementTree import Element

_CSL = "{http://purl.org/net/xbiblio/csl}"
#: How deep elements may stand in each other, and how many there may be, with macros where they are called.
_DEEPEST = 100
_MOST = 100_000


def wrong(root: Element) -> str:
    """Return why a style's macros cannot be set; empty where they can."""
    if (deep := _depth(root)) > _DEEPEST:
        return f"its elements stand in each other more than {_DEEPEST} deep"
    macros = {element.get("name", ""): element for element in root.iter(f"{_CSL}macro")}
    calls = {name: _calls(element, macros) for name, element in macros.items()}
    try:
        order = [
            *TopologicalSorter({name: {to for to, _ in of} for name, of in calls.items()}).static_order()
        ]
    except CycleError as error:
        return f"its macros call each other in a circle: {' -> '.join(reversed(error.args[1]))}"
    size, depth = dict[str, int](), dict[str, int]()
    for name in order:
        size[name] = sum(1 for _ in macros[name].iter()) + sum(size[to] for to, _ in calls[name])
        depth[name] = max([_depth(macros[name]), *(at + depth[to] for to, at in calls[name])])
    whole = [part for part in root if part.tag != f"{_CSL}macro"]
    of = [call for part in whole for call in _calls(part, macros)]
    total = sum(1 for part in whole for _ in part.iter()) + sum(size[to] for to, _ in of)
    if total > _MOST:
        return f"its macros call each other so often that it has more than {_MOST:,} elements"
    if max([deep, *(at + depth[to] for to, at in of)]) > _DEEPEST:
        return f"its macros call each other more than {_DEEPEST} deep"
    return ""


def _depth(root: Element) -> int:
    """Return how deep elements stand in each other; no recursion, for they may be thousands."""
    level, deep = [root], 0
    while level:
        level, deep = [below for element in level for below in element], deep + 1
    return deep


def _calls(root: Element, macros: dict[str, Element]) -> list[tuple[str, int]]:
    """Return the macros that are called below an element, each with how deep; unknown ones left out."""
    level, deep, found = [root], 1, list[tuple[str, int]]()
    while level:
        found += [(name, deep) for element in level if (name := element.get("macro", "")) in macros]
        level, deep = [below for element in level for below in element], deep + 1
    return found
