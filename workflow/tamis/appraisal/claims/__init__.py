"""What the synthesis text claims about the quality of studies, against the grid of ratings.

sentences   the sentences of a text, with the line each begins on
lexicon     the words with which reviews say how good studies are, and of how many
amounts     of how many of them a sentence speaks
quality     what a sentence says
kinds       which categories of study it names
standing    how each study stands in the grid, and the figures of it
wanted      whether a study is of the level that a sentence names, by each tool that it was rated with
claim       a claim, what is found of it, and that in words
check       whether what is said holds
"""

from tamis.appraisal.claims.check import checked, claims
from tamis.appraisal.claims.claim import Claim

__all__ = ["Claim", "checked", "claims"]
