"""How far reviewers agree, on the first independent vote of each; a vote changed later does not count.

`measured` makes the tables of a review, the command `tamis agreement` those of loose files. Coefficients
stand beside their tables, since at the low prevalence of screening kappa alone misleads.
"""

from tamis.screening.agreement.measure import Measured, measured
from tamis.screening.agreement.pairs import ALL, OTHERS, Pair, pairs
from tamis.screening.agreement.words import SCALES, in_words

__all__ = ["ALL", "OTHERS", "SCALES", "Measured", "Pair", "in_words", "measured", "pairs"]
