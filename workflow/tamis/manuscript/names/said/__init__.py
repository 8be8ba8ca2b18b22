"""What English texts call the numbers of a review: patterns by which numbers typed by hand are known.

A pattern is a regular expression over small letters, in which `#` is the number (`#%`: in per cent), `@` a
number in brackets or behind a colon or `n =`, `¤` another number, and `~` up to four words. What follows
` ! ` must not stand near it, between the numbers before and after. By a pattern that begins with `= ` a
number is known where it is equal; where it is not, it contradicts nothing. They are generous in phrasing and
narrow in meaning: what could speak of a part only, or of another review, is left out or begins with `= `,
since a false alarm costs trust.
"""

from __future__ import annotations

from tamis.manuscript.names.said.flow import FLOW
from tamis.manuscript.names.said.screening import screening
from tamis.manuscript.names.said.search import QUERIES, source
from tamis.manuscript.names.said.studies import choice, graded, labelled

__all__ = ["FLOW", "QUERIES", "choice", "graded", "labelled", "screening", "source"]
