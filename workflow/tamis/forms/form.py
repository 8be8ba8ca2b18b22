"""What a kind of form is: its table, where it lies, and how its rows are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tamis.config import Config
from tamis.review import Review
from tamis.tables import Row


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows of a form, and what is said of them to whoever has it made."""

    rows: Sequence[Row]
    said: str


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of form.

    Args:
        doc: what it is for, in one line.
        table: the table that a person fills in.
        place: the file of a person that does not have one, in the review; a second is `<name>.2.csv`.
        rows: makes the rows for a person.
    """

    doc: str
    table: type[Row]
    place: Callable[[Review, str], Path]
    rows: Callable[[Review, Config, str], Filled]
