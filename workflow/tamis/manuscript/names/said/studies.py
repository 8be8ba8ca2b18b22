"""What texts call numbers that stand beside a label: reasons, choices of a field, levels of quality."""

from __future__ import annotations

import re

from tamis.manuscript.names.said.words import literal


def labelled(label: str) -> tuple[str, ...]:
    """Return how a number stands beside a label, such as a reason: `wrong population (n = 3)`."""
    return (rf"\b{literal(label)}@",) if len(label.split()) > 1 else ()


def choice(label: str) -> tuple[str, ...]:
    """Return how texts say how many studies are of a kind or from a place; not for long labels."""
    words = re.sub(r"\s*\(.*?\)", "", label).strip()
    if not words or len(words.split()) > 4:
        return ()
    own = literal(words).removesuffix("s") + "s?"
    some = r"(?:of the (?:included )?|included |of these )?(?:studies|study|papers|articles|evaluations)"
    part = r"and \w+ (?:of|were)|of which|of whom|only|that"
    return (
        rf"# (?:{some} )?(?:were|was) (?:an? )?{own}(?: (?:studies|study|designs?|trials?|"
        rf"evaluations?))?(?= ?(?:[.,;:)]|$|and )) "
        f"! {part}",
        rf"# (?:{some} )?(?:were|was) (?:conducted|carried out|based|undertaken|set|done|located|from) "
        rf"(?:in |from )?(?:the )?{own} ! {part}",
        rf"# (?:{some} )(?:came|originated) from (?:the )?{own} ! {part}",
        rf"# (?:{some} )(?:used|employed|adopted|had) an? {own}(?: (?:design|approach|methods?))?\b ! {part}",
        rf"\b{own}(?: (?:studies|study|designs?|trials?|evaluations?))?@ ! {part}|%",
    )


def graded(label: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return how texts say how many studies have a level of quality."""
    some = r"(?:of the (?:included )?|included |of these )?(?:studies|study|papers|articles)"
    called = "|".join(literal(each) for each in dict.fromkeys((label, *words)) if each)
    return (
        rf"# (?:{some} )?(?:were|was) (?:(?:rated|judged|assessed|considered|deemed|classed|graded) )?"
        rf"(?:as |to be )?(?:of |having |at )?(?:an? )?(?:{called})(?: (?:methodological )?quality)?(?= "
        rf"?(?:[.,;:)]|$|and )) "
        "! for |domain|outcome",
    )
