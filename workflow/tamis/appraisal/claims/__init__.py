"""What the synthesis text claims about the quality of studies, against the grid of ratings.

sentences   the sentences of a text, with the line each begins on
lexicon     the words with which reviews say how good studies are, and of how many
quality     what a sentence says
kinds       which categories of study it names
standing    how each study stands in the grid, and the figures of it
check       whether what is said holds
"""

from tamis.appraisal.claims.check import Claim, checked, claims

__all__ = ["Claim", "checked", "claims"]
