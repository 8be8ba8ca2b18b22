"""The colours of signs, what is written on them, and how they are told apart where there is no colour."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.appraisal.engine.tool import Sign
from tamis.svg import INK, WHITE

COLOUR_BLIND, COCHRANE = "colour_blind", "cochrane"
#: Stands where two people differ and nobody has settled it yet.
DISPUTED = Sign("disputed", "Disputed", "≠", WHITE)
#: Signs that are nearer to each other than this in lightness (of 100) look alike in grey.
_NEAR = 14


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


def hatches(signs: Iterable[Sign], palette: str) -> dict[Sign, int]:
    """Return for each sign its hatching in a bar, 0 is none: no two that are alike in grey have the same.

    What is open has none here: it is drawn in a way of its own.
    """
    found: dict[Sign, int] = {}
    for sign in dict.fromkeys(signs):
        if not is_open(sign):
            light = lightness(colour(sign, palette))
            near = {at for each, at in found.items() if abs(light - lightness(colour(each, palette))) < _NEAR}
            found[sign] = min(set(range(len(near) + 1)) - near)
    return found


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour `#rrggbb`, 0 to 1 (WCAG 2.2; sRGB, IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
