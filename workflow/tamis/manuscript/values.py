"""What a name in a manuscript stands for: a quantity that knows what it counts, and prints itself.

`{{ flow.records_screened }}` is a `Value`. It can be added, subtracted, compared and divided; what comes out
remembers the quantities it was made from, so that each number of a manuscript leads back to its table.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tamis.numberwords import spelled
from tamis.reports.numbers import NOT_RECORDED, shown

#: Nobody types more digits behind the point than these: a number that has more was computed.
_WRITTEN = 4


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
            `screened # records`; used to find numbers that were typed by hand, see `names/said`. Empty: not
            looked for.
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
    """A quantity, or what was computed from several, in a manuscript.

    digits: behind the point; None: as many as its quantities have. said: how it is printed instead, in words
    or as a percentage.
    """

    __slots__ = ("digits", "number", "of", "said")

    def __init__(
        self,
        number: int | float | None,
        of: tuple[Quantity, ...],
        digits: int | None = None,
        said: str = "",
    ) -> None:
        self.number = number
        self.of = of
        self.digits = digits
        self.said = said

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
        digits = max((q.digits for q in self.of), default=0) if self.digits is None else self.digits
        return (self.said or shown(self.number, digits)) + self.mark

    def __bool__(self) -> bool:
        return bool(self.number)

    def __float__(self) -> float:
        if self.number is None:
            raise ValueError(f"{' and '.join(q.name for q in self.of) or 'the number'} is not recorded")
        return float(self.number)

    def __add__(self, other: Value | float) -> Value:
        return self._with(other, operator.add)

    __radd__ = __add__

    def __sub__(self, other: Value | float) -> Value:
        return self._with(other, operator.sub)

    def __rsub__(self, other: float) -> Value:
        return Value(other, ()) - self

    def __mul__(self, other: Value | float) -> Value:
        return self._with(other, operator.mul)

    __rmul__ = __mul__

    def __truediv__(self, other: Value | float) -> Value:
        made = self._with(other, operator.truediv)
        return Value(made.number, made.of, digits=2)

    def __rtruediv__(self, other: float) -> Value:
        return Value(other, ()) / self

    def __pos__(self) -> Value:
        return self

    def __neg__(self) -> Value:
        return 0 - self

    def __eq__(self, other: object) -> bool:
        return self.number == (other.number if isinstance(other, Value) else other)

    def __lt__(self, other: Value | float) -> bool:
        return float(self) < float(other)

    def __le__(self, other: Value | float) -> bool:
        return float(self) <= float(other)

    def __gt__(self, other: Value | float) -> bool:
        return float(self) > float(other)

    def __ge__(self, other: Value | float) -> bool:
        return float(self) >= float(other)

    def __hash__(self) -> int:
        return hash(self.number)

    def _with(self, other: Value | float, how: Callable[[float, float], float]) -> Value:
        """Return what comes of two numbers; not recorded where one of them is not."""
        number = other.number if isinstance(other, Value) else other
        of = (*self.of, *(other.of if isinstance(other, Value) else ()))
        if self.number is None or number is None:
            return Value(None, of)
        digits = other.digits if isinstance(other, Value) and self.digits is None else self.digits
        made = how(self.number, number)
        if digits is None and made != int(made) and not any(q.digits for q in of):
            digits = 2  # what is counted is whole; what is computed need not be
        return Value(made, of, digits)


def plain(number: int | float) -> Value:
    """Return a number that is no quantity of the review's: as it is written, computed ones cut to two digits.

    >>> str(plain(2.5)), str(plain(1.96)), str(plain(10 / 3)), str(plain(1500))
    ('2.5', '1.96', '3.33', '1,500')
    """
    behind = _behind(number)
    return Value(number, (), digits=behind if behind <= _WRITTEN else _behind(round(number, 2)))


def _behind(number: int | float) -> int:
    """Return how many digits a number has behind the point as it is written."""
    return len(format(Decimal(repr(number)).normalize(), "f").partition(".")[2])


def _of(value: object) -> Value:
    """Return a number as a value.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, Value):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Value(value, ())
    raise ValueError("is no number; only a number is written in words or as a percentage")


def words(value: Value | float) -> Value:
    """Return a whole number in words (a filter of manuscripts); from a million on in figures.

    Raises:
        ValueError: the number is not a whole one.
    """
    made = _of(value)
    if made.number is None:
        return made
    if made.number != int(made.number):
        raise ValueError(f"{made} is not a whole number; 'words' writes whole numbers")
    number = int(made.number)
    said = spelled(number) if abs(number) < 1_000_000 else shown(number)
    return Value(made.number, made.of, made.digits, said)


def capitalize(value: Value | float | str) -> Value | str:
    """Return a number in words, or a text, with a capital letter (a filter of manuscripts)."""
    if isinstance(value, str):
        return value[:1].upper() + value[1:] if value else value
    made = _of(value)
    return Value(made.number, made.of, made.digits, made.said[:1].upper() + made.said[1:])


def percent(value: Value | float, digits: int = 0) -> Value:
    """Return a share as a percentage (a filter of manuscripts): 0.24 as 24%."""
    made = _of(value)
    if made.number is None:
        return made
    if not 0 <= digits <= 6:
        raise ValueError("'percent' writes up to 6 digits behind the point")
    return Value(made.number, made.of, made.digits, shown(float(made.number) * 100, digits) + "%")
