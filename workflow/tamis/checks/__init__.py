"""What falls short, with its place: open items and acceptances, and one module a check.

openitems  what still has to be done, and what the team has accepted as it is
answers    answers on duplicates that stand in the wrong column
besides    what lies beside manuscripts and is none
emails     e-mail addresses in what people write

A check is a module with `warnings(review)`: add one, and name it in `CHECKS`.
"""

from __future__ import annotations

from typing import Protocol

from tamis.checks import answers, besides, emails
from tamis.review import Review


class Check(Protocol):
    """What a module must have to be a check."""

    def warnings(self, review: Review) -> list[str]:
        """Return one line for each thing that a person should look at, with its place."""
        ...


#: The checks, in the order in which their warnings are shown.
CHECKS: tuple[Check, ...] = (answers, besides, emails)


def warnings(review: Review) -> list[str]:
    """Return what every check warns of."""
    return [line for check in CHECKS for line in check.warnings(review)]
