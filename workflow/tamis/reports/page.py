"""The page: its parts, what its templates may use, and the HTML that comes of it."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tamis.progress import shown
from tamis.provenance import VERSION
from tamis.reports.built import Built
from tamis.reports.context import Context
from tamis.reports.numbers import NOT_RECORDED, Numbers, marked, slug
from tamis.reports.references import is_web
from tamis.reports.sections import SECTIONS, Section
from tamis.synthesis.cells import text

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
    )
    env.filters["known"] = known
    env.filters["day"] = day
    env.filters["clock"] = clock
    env.filters["slug"] = slug
    env.tests["web"] = is_web
    return env


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


def words(id: str) -> str:
    """Return an id as words: `title_abstract` is `title abstract`."""
    return id.replace("_", " ")


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


def contents(context: Context) -> list[tuple[Section, dict[str, Any]]]:
    """Return the parts of the page that this review has, each with what its template prints."""
    made = [(section, section.make(context)) for section in SECTIONS]
    return [(section, content) for section, content in made if content is not None]


def render(built: Built) -> str:
    """Return the report as one HTML page that needs nothing else."""
    numbers, library = Numbers(built.records), built.library
    context = Context(built, numbers)
    env = environment()
    shared: dict[str, Any] = {
        "config": built.config,
        "text": built.config.text,
        "version": VERSION,
        "n": numbers.link,
        "marked": marked,
        "cite": library.cite,
        "cite_all": library.cite_all,
        "cite_report": library.cite_report,
        "prose": library.prose,
        "paragraphs": library.paragraphs,
        "printed": text,
        "words": words,
        "disputed": context.disputed,
    }
    parts = []
    for section, content in shown(contents(context), "writing the report", unit="sections"):
        numbers.enter(section.id)
        template = env.get_template(f"sections/{section.id}.html.j2")
        parts.append((section, Markup(template.render(shared, s=content))))  # noqa: S704  autoescaped
    style, script = (
        (TEMPLATES / name).read_text(encoding="utf-8").strip() for name in ("page.css", "page.js")
    )
    titles = {section.id: section.title for section, _ in parts}
    return env.get_template("report.html.j2").render(
        shared,
        style=Markup(style),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        parts=parts,
        entries=[(id, titles[id], found) for id, found in numbers.entries()],
        is_short=numbers.is_short,
        carried=numbers.carried,
        record=built.record,
        lists=numbers.long_lists(),
    )
