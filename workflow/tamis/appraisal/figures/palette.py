"""The colours of signs, what is written on them, and how they are told apart where there is no colour."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from tamis.appraisal.engine.tool import Answer, Sign
from tamis.svg import INK, WHITE

COLOUR_BLIND, COCHRANE = "colour_blind", "cochrane"
#: Stands where two people differ and nobody has settled it yet.
DISPUTED = Sign("disputed", "Disputed", "≠", WHITE)
#: Stands in legends for the shape of what a person overruled.
OVERRULED = Sign("overruled", "Overruled by a person", "", WHITE)
#: Signs that are nearer to each other than this in lightness (of 100) look alike in grey.
_NEAR = 7


def is_open(sign: Sign) -> bool:
    """Return whether an answer is still to come: a tool's sign of a missing one has no id."""
    return not sign.id or sign == DISPUTED


def colour(sign: Sign, palette: str) -> str:
    """Return the colour of a sign: its own, for any kind of colour vision; or Cochrane's where it has one."""
    return (palette == COCHRANE and sign.cochrane) or sign.colour


def ink(on: str) -> str:
    """Return what is written with on a colour: of dark and white the one with the greater contrast."""
    return max((INK, WHITE), key=lambda each: contrast(each, on))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(of: str) -> float:
    """Return how light a colour is, 0 to 100: L* of CIE 1976, which is what is left of it in grey."""
    y = _luminance(of)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def ringed(signs: Iterable[Sign], palette: str) -> frozenset[Sign]:
    """Return what has a ring, or a hatching in a bar, since another sign of its kind is like it in grey.

    Answers are compared with answers, and judgements with judgements, since these share columns. One of each
    kind has it at most, where that tells all apart: several would look like emphasis. Where one does not do,
    symbols tell them apart, as they do in any case.
    """
    found = set()
    every = [sign for sign in dict.fromkeys(signs) if not is_open(sign)]
    for kind in (True, False):
        those = [sign for sign in every if isinstance(sign, Answer) == kind]
        near = [{*pair} for pair in combinations(those, 2) if _alike(*pair, palette)]
        if near and (common := set.intersection(*near)):
            found.add(max(common, key=those.index))
    return frozenset(found)


def _alike(one: Sign, other: Sign, palette: str) -> bool:
    return abs(lightness(colour(one, palette)) - lightness(colour(other, palette))) < _NEAR


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour `#rrggbb`, 0 to 1 (WCAG 2.2; sRGB, IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
