"""Every computed number of the report: what it means, what counts it, and what stands behind it.

A section makes a `Number` where it needs one, and the page prints it as a link to its entry in "Where
each number comes from". Templates count nothing themselves, so that a number that nobody defined is not
printed; and a number whose lines do not add up to it is not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FunctionType

from markupsafe import Markup, escape

from tamis.tables import Record

#: Lists up to this length stand in the page as they are; longer ones are opened by the page's script
#: from one table of all records, which keeps a page of 2,000 records under 3 MB.
SHORT = 40
#: A review with more records than this points to its tables instead of carrying the long lists along.
MOST_RECORDS = 20_000

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Behind:
    """One thing behind a number: a record, a vote, a rating; the line it comes from; how much it adds.

    `beside` is the citation that stands with all its records in `duplicates.html`, where there is one.
    """

    place: str
    text: str = ""
    record: str = ""
    n: int = 1
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A computed number and all that is needed to check it."""

    id: str
    value: int | float | None
    words: str
    table: str
    where: str
    code: str
    behind: tuple[Behind, ...] = ()
    mark: str = ""
    digits: int = 0

    def __bool__(self) -> bool:
        """Return whether it is anything but nought or unknown."""
        return bool(self.value)

    def __str__(self) -> str:
        """Return it as printed: with thousands separators, and words where it is not known."""
        return shown(self.value, self.digits)


def shown(value: int | float | None, digits: int = 0) -> str:
    """Return a number as printed.

    >>> shown(1234), shown(0.5, 2), shown(None)
    ('1,234', '0.50', 'not recorded')
    """
    if value is None:
        return NOT_RECORDED
    text = f"{value:,.{digits}f}" if isinstance(value, float) else f"{value:,}"
    return text.replace("-", "−")


def source_of(code: Callable[..., object]) -> str:
    """Return where a function stands: `workflow/tamis/flow/boxes.py:41 (count)`."""
    if not isinstance(code, FunctionType):
        raise TypeError(f"{code!r} is no function that counts")
    path = f"workflow/{code.__module__.replace('.', '/')}.py"
    return f"{path}:{code.__code__.co_firstlineno} ({code.__qualname__})"


def slug(text: str) -> str:
    """Return a text as part of an id in the page: no two texts have the same, and none holds a hyphen.

    >>> slug("scopus_1.ris"), slug("scopus-1.ris"), slug("検索"), slug("")
    ('scopus_1.ris', 'scopus~2d~1.ris', '~691c~~7d22~', '~')
    """
    return re.sub(r"[^A-Za-z0-9_.]", lambda found: f"~{ord(found[0]):x}~", text) or "~"


class Numbers:
    """All numbers of a page: made by sections, printed by templates, listed at its end."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records = tuple(records)
        self._made: dict[str, Number] = {}
        self._shown: dict[str, str] = {}
        self._opened: set[str] = set()
        self._section = ""

    def count(
        self,
        id: str,
        words: str,
        *,
        table: str,
        where: str,
        by: Callable[..., object],
        behind: Iterable[Behind],
        mark: str = "",
    ) -> Number:
        """Make a number that counts the things behind it."""
        things = tuple(behind)
        value = sum(thing.n for thing in things)
        return self._add(Number(id, value, words, table, where, source_of(by), things, mark))

    def value(
        self,
        id: str,
        value: int | float | None,
        words: str,
        *,
        table: str,
        where: str,
        by: Callable[..., object],
        behind: Iterable[Behind] = (),
        mark: str = "",
        digits: int = 0,
    ) -> Number:
        """Make a number that another module counted, or that a source reported.

        Raises:
            AssertionError: the things behind a whole number do not add up to it, which is our own mistake.
        """
        things = tuple(behind)
        marked = mark if value is not None else ""
        return self._add(Number(id, value, words, table, where, source_of(by), things, marked, digits))

    def _add(self, number: Number) -> Number:
        if self._made.setdefault(number.id, number) != number:
            raise AssertionError(f"two numbers have the id {number.id}")
        lines = sum(thing.n for thing in number.behind)
        if isinstance(number.value, int) and number.value != lines:
            raise AssertionError(f"{number.id} is {number.value}, but its lines add up to {lines}")
        return number

    @property
    def made(self) -> dict[str, Number]:
        """Every number that was made, by its id."""
        return dict(self._made)

    def enter(self, section: str) -> str:
        """Say in which section the numbers that follow are printed; prints nothing."""
        self._section = section
        return ""

    def link(self, number: Number, text: str = "") -> Markup:
        """Return a number as a link to its entry, with its mark; the first use is what the entry links to."""
        first = number.id not in self._shown
        if first:
            self._shown[number.id] = self._section
        return Markup('<a class="n"{} href="#n-{}">{}</a>{}').format(
            Markup(' id="at-{}"').format(number.id) if first else "",
            number.id,
            text or str(number),
            marked(number.mark),
        )

    def opener(self, number: Number) -> str:
        """Return the address of a number's entry, where the script opens the records behind it instead."""
        self._opened.add(number.id)
        return f"#n-{number.id}"

    def entries(self) -> list[tuple[str, list[Number]]]:
        """Return the numbers that were printed, by the section in which each stands first."""
        by_section: dict[str, list[Number]] = {}
        for id, section in self._shown.items():
            by_section.setdefault(section, []).append(self._made[id])
        return list(by_section.items())

    def is_short(self, number: Number) -> bool:
        """Return whether the list behind a number stands in the page as it is."""
        return len(number.behind) <= SHORT

    @property
    def carried(self) -> bool:
        """Whether the page carries the long lists along."""
        return len(self._records) <= MOST_RECORDS

    def lists(self) -> dict[str, tuple[Behind, ...]]:
        """Return what the page's script opens: the long lists, and those that figures open.

        Empty where there are too many records for the page to carry them.
        """
        wanted = [
            number
            for number in (self._made[id] for id in self._shown)
            if not self.is_short(number) or (number.id in self._opened and number.value is not None)
        ]
        return {number.id: number.behind for number in wanted} if self.carried else {}


def marked(mark: str) -> Markup:
    """Return the mark of a stand-in, with words for those who listen to the page."""
    if not mark:
        return Markup("")
    return Markup(
        '<a class="mark" href="#stand-ins"><span aria-hidden="true">{}</span>'
        '<span class="sr"> (rests on stand-ins)</span></a>'
    ).format(escape(mark))
