"""Seeded chance that throws the same everywhere.

Only `random.Random.random()` is promised to give the same numbers on every version of Python, so choices
and shuffles are made from it here. Each thing has dice of its own, named after it: a change to one record
does not reshuffle the others.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

SEED = 20210917  # the day of the one published search


class Dice:
    """Dice of their own for whatever is named."""

    def __init__(self, *name: object) -> None:
        self._random = random.Random("|".join(str(part) for part in (SEED, *name)))  # noqa: S311 (no secret)

    def chance(self, probability: float) -> bool:
        """Return True with that probability."""
        return self._random.random() < probability

    def number(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def fraction(self) -> float:
        """Return a number from 0 to 1."""
        return self._random.random()

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[int(self._random.random() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = int(self._random.random() * (last + 1))
            result[last], result[other] = result[other], result[last]
        return result

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return that many different items."""
        return self.shuffled(items)[:count]
