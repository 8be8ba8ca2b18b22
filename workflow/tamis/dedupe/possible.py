"""Possible duplicates that nobody looked at, counted for whoever asks how a review stands.

They are no open items: a review may be finished without them, as reviews always were. But it is said wherever
a team looks, so that nobody overlooks them.
"""

from __future__ import annotations

from tamis.review import Review
from tamis.store import read_frame
from tamis.tables import Pair


def possible(review: Review) -> tuple[int, int]:
    """Return how many possible duplicates the last run found, and how many of them nobody looked at."""
    path = review.built("dedupe", "pairs")
    if not path.exists():
        return 0, 0
    pairs = read_frame(path, Pair, ["verdict", "place"])
    found = pairs["verdict"] == "possible"
    return int(found.sum()), int((found & (pairs["place"] == "")).sum())


def unlooked(review: Review) -> str:
    """Return one sentence on those that nobody looked at; empty where there are none."""
    _, nobody = possible(review)
    if not nobody:
        return ""
    one = nobody == 1
    return (
        f"{nobody:,} possible duplicate{' that' if one else 's that'} nobody looked at: "
        f"`tamis forms duplicates --for YOU` makes a list of {'it' if one else 'them'} to fill in."
    )
