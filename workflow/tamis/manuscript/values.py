"""What a name in a manuscript stands for: a quantity that knows what it counts, and prints itself.

`{{ flow.records_screened }}` is a `Value`. It can be added, subtracted, compared and divided; what comes out
remembers the quantities it was made from, so that each number of a manuscript leads back to its table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import SupportsIndex

from tamis.reports.numbers import NOT_RECORDED, shown


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the review knows.

    Attributes:
        name: as a manuscript writes it: `flow.records_screened`.
        value: None: not recorded.
        words: what it counts.
        table, where: the table it is counted in, and the rows.
        mark: of a number that rests on stand-ins.
        digits: behind the point.
        called: what a text calls it, as patterns with one `#` for the number: `# records were screened`,
            `screened # records`; used to find numbers that were typed by hand. Empty: not looked for.
    """

    name: str
    value: int | float | None
    words: str
    table: str = ""
    where: str = ""
    mark: str = ""
    digits: int = 0
    called: tuple[str, ...] = ()


class Value:
    """A quantity, or what was computed from several, in a manuscript."""

    __slots__ = ("number", "of")

    def __init__(self, number: int | float | None, of: tuple[Quantity, ...]) -> None:
        self.number = number
        self.of = of

    @classmethod
    def one(cls, quantity: Quantity) -> Value:
        """Return a quantity as a value."""
        return cls(quantity.value, (quantity,))

    @property
    def mark(self) -> str:
        """The mark, where any quantity in it has one and the value is known."""
        return next((q.mark for q in self.of if q.mark), "") if self.number is not None else ""

    def __str__(self) -> str:
        if self.number is None:
            return NOT_RECORDED
        digits = max((q.digits for q in self.of), default=0)
        return shown(self.number, digits) + self.mark

    def __bool__(self) -> bool:
        return bool(self.number)

    def __int__(self) -> int:
        return int(self._known())

    def __float__(self) -> float:
        return float(self._known())

    def __add__(self, other: Value | float) -> Value:
        return self._with(other, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Value | float) -> Value:
        return self._with(other, lambda a, b: a - b)

    def __eq__(self, other: object) -> bool:
        return self.number == (other.number if isinstance(other, Value) else other)

    def __lt__(self, other: Value | float) -> bool:
        return self._known() < float(other)

    def __gt__(self, other: Value | float) -> bool:
        return self._known() > float(other)

    def __hash__(self) -> int:
        return hash(self.number)

    def __round__(self, digits: SupportsIndex = 0) -> Value:
        return Value(round(self._known(), digits), self.of)

    def _known(self) -> float:
        if self.number is None:
            raise ValueError(f"{' and '.join(q.name for q in self.of)} is not recorded")
        return self.number

    def _with(self, other: Value | float, how: object) -> Value:
        number = other.number if isinstance(other, Value) else other
        of = (*self.of, *(other.of if isinstance(other, Value) else ()))
        if self.number is None or number is None:
            return Value(None, of)
        return Value(how(self.number, number), of)  # type: ignore[operator]
