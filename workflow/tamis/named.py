"""Headings that a person names for columns of a table: `title=Titel; authors=Wer`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from tamis.errors import fail, not_one_of
from tamis.formats.entry import COLUMNS

#: What an entry's heading can be named for.
NAMES = COLUMNS[2:]


def named(text: str, names: Sequence[str] = NAMES) -> dict[str, str]:
    """Return the headings that a text names, by column.

    Args:
        text: as `title=Titel; authors=Wer`.
        names: the columns that it may name.

    Raises:
        ValueError: a part is no `column=heading`, or its column is not known or stands twice.
    """
    found: dict[str, str] = {}
    # Another column, where a semicolon should stand before it.
    comma = re.compile(rf",\s*(?:{'|'.join(names)})\s*=", re.I)
    for part in filter(None, map(str.strip, text.split(";"))):
        name, _, heading = (side.strip() for side in part.partition("="))
        name = name.casefold()
        if not heading:
            raise ValueError(f"{part!r} is not column=heading, as in title=Titel; authors=Wer")
        if name not in names and heading.casefold() in names:
            turned = f"{heading.casefold()}={part.partition('=')[0].strip()}"
            raise ValueError(f"{part!r} is the wrong way round; write it as {turned}")
        if name not in names:
            raise ValueError(not_one_of(name, names))
        if comma.search(heading):
            raise ValueError(f"{part!r} names several columns; separate them by ; (title=Titel; authors=Wer)")
        if name in found:
            raise ValueError(f"{name!r} stands twice")
        found[name] = heading
    return found


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add the option `--columns` to a command that reads tables."""
    parser.add_argument(
        "--columns", default="", metavar="NAMES", help="headings of a table: 'title=Titel; authors=Wer'"
    )


def of_option(text: str) -> dict[str, str]:
    """Return the headings that the option names, by column.

    Raises:
        InputError: as `named`.
    """
    try:
        return named(text)
    except ValueError as error:
        fail("--columns", str(error))
