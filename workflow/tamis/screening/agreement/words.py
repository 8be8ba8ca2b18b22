"""Words for the size of kappa, which rest on no more than convention; printed only if the config asks."""

from __future__ import annotations

from typing import NamedTuple


class Scale(NamedTuple):
    """Whose words; the least kappa of each, from above.

    `below` is the word below all of them; empty: there is none.
    """

    source: str
    words: tuple[tuple[float, str], ...]
    below: str = ""


SCALES = {
    "landis_koch_1977": Scale(
        "Landis JR, Koch GG. The measurement of observer agreement for categorical data. Biometrics 1977; "
        "33: 159-174",
        (
            (0.81, "almost perfect"),
            (0.61, "substantial"),
            (0.41, "moderate"),
            (0.21, "fair"),
            (0.0, "slight"),
        ),
        "poor",
    ),
    "handbook_5_1": Scale(
        "Orwin RG. Evaluating coding decisions. In: Cooper H, Hedges LV (eds). The Handbook of Research "
        "Synthesis. 1994. As the Cochrane Handbook for Systematic Reviews of Interventions, version 5.1.0 "
        "(2011), has it in section 7.2.6",
        ((0.75, "excellent"), (0.60, "good"), (0.40, "fair")),
    ),
}


def in_words(kappa: float | None, scale: str) -> str:
    """Return the word for a kappa; empty where it is undefined, no scale is asked for, or it has no word.

    Both scales are given in two decimals, .20 and .21 being neighbours: kappa is rounded to them first.

    Args:
        kappa: kappa.
        scale: one of `SCALES`, as the config names it; empty: none.
    """
    if kappa is None or not scale:
        return ""
    chosen = SCALES[scale]
    if kappa < 0:
        return chosen.below
    size = round(kappa, 2)
    return next((word for least, word in chosen.words if size >= least), chosen.below)
