"""What texts call numbers that stand beside a label: reasons, choices of a field, levels of quality."""

from __future__ import annotations

import re

from tamis.manuscript.names.said.words import literal


def labelled(label: str) -> tuple[str, ...]:
    """Return how a number stands beside a label, such as a reason: `wrong population (n = 3)`."""
    return (rf"\b{literal(label)}@",) if len(label.split()) > 1 else ()


#: How texts call what labels spell out.
_SHORT = {
    "united kingdom": r"u\.?k\b\.?|great britain",
    "uk": "united kingdom",
    "united states": r"(?:united states of america|usa|u\.s\.a?\.?|(?<=the )us\b)",
    "united states of america": r"(?:united states|usa|u\.s\.a?\.?|(?<=the )us\b)",
    "usa": r"united states(?: of america)?|u\.s\.a?\.?|(?<=the )us\b",
    "randomised controlled trial": r"randomi[sz]ed (?:controlled |clinical )?(?:trials?|stud(?:y|ies))|rcts?",
    "rct": r"randomi[sz]ed (?:controlled |clinical )?(?:trials?|stud(?:y|ies))",
}


def _called(label: str) -> str:
    """Return a pattern of a label and of its short forms."""
    own = literal(label).removesuffix("s") + "s?"
    key = label.casefold().replace("randomized", "randomised").removesuffix("s" if "trial" in label else "")
    short = _SHORT.get(key) or _SHORT.get(label.casefold())
    return f"(?:{own}|{short})" if short else own


def choice(label: str) -> tuple[str, ...]:
    """Return how texts say how many studies are of a kind or from a place; not for long labels."""
    words = re.sub(r"\s*\(.*?\)", "", label).strip()
    if not words or len(words.split()) > 4:
        return ()
    own = _called(words)
    some = r"(?:of the (?:included )?|included |of these )?(?:studies|study|papers|articles|evaluations)"
    part = "and \\w+ (?:of|were)|\ue010.*of wh(?:ich|om)|only|that|\ue012"
    ends = r"(?= ?(?:[.;:)]|,(?! in )|$|and (?:¤|the (?:rest|others|remaining))))"
    return (
        rf"# (?:{some} )?(?:were|was) (?:an? )?{own}(?: (?:studies|study|designs?|trials?|"
        rf"evaluations?))?(?= ?(?:[.,;:)]|$|and )) "
        f"! {part}",
        rf"# (?:{some} )?(?:were|was) (?:conducted|carried out|based|undertaken|set|done|located|from) "
        rf"(?:in |from )?(?:the )?{own}{ends} ! {part}",
        rf"# (?:{some} )(?:came|originated) from (?:the )?{own}{ends} ! {part}",
        rf"# (?:{some} )(?:used|employed|adopted|had) an? {own}(?: (?:design|approach|methods?))?\b ! {part}",
        rf"\b{own}(?: (?:studies|study|designs?|trials?|evaluations?))?@ ! {part}|%",
        rf"= # (?:{some} )?(?:of which (?:were|are) |(?:from|in) (?:the )?)?{own}\b",
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
