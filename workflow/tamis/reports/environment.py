"""Jinja2 as all templates use it, and what they print values with."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tamis.reports.numbers import NOT_RECORDED, marked, slug
from tamis.typeset.text import is_web

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def environment() -> Environment:
    """Return Jinja2 as all templates use it: everything escaped, nothing undefined."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(),
    )
    env.filters["known"] = known
    env.filters["day"] = day
    env.filters["clock"] = clock
    env.filters["slug"] = slug
    env.filters["page"] = page
    env.filters["marked"] = marked
    env.filters["parted"] = parted
    env.tests["web"] = is_web
    return env


def _compiled() -> FileSystemBytecodeCache | None:
    """Return where templates are kept once they are compiled: where Python keeps its modules; None: nowhere.

    Compiling them takes a fifth of the report's time. Nothing is ever read from a review's folder.
    """
    folder = TEMPLATES / "__pycache__"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:  # an installation that only an administrator may write to
        return None
    return FileSystemBytecodeCache(str(folder), "%s.j2c") if os.access(folder, os.W_OK) else None


def clock(text: str) -> str:
    """Return when something was run, to the minute.

    >>> clock("2021-09-17T12:26:00"), clock("2021-09-17")
    ('17 September 2021, 12:26', '17 September 2021')
    """
    time = text[11:16]
    return f"{day(text)}, {time}" if time else day(text)


def known(value: object) -> object:
    """Return a value, or words where it was not recorded."""
    return NOT_RECORDED if value is None or value == "" else value


def parted(place: str) -> Markup:
    """Return a place, file:line, so that it breaks after a slash and the file's name stays with its line.

    >>> parted("records/a.csv:12")
    Markup('records/<wbr><span>a.csv:12</span>')
    """
    folder, slash, name = place.rpartition("/")
    broken = Markup("/<wbr>").join([*folder.split("/"), ""]) if slash else ""
    return Markup("{}<span>{}</span>").format(broken, name)


def words(id: str) -> str:
    """Return an id as words: `title_abstract` is `title abstract`."""
    return id.replace("_", " ")


def page(text: str) -> str:
    """Return where in a report something stands, as printed.

    >>> page("12"), page("Table 3"), page("")
    ('page 12', 'Table 3', '')
    """
    return f"page {text}" if text[:1].isdigit() else text


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day(text: str) -> str:
    """Return a date as it is read aloud; what is no ISO date stays as it is.

    >>> day("2022-03-31"), day("2021-09-17T12:26:00")
    ('31 March 2022', '17 September 2021')
    """
    parts = text[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return text
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
