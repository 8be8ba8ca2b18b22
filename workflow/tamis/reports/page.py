"""The page: its parts, what its templates may use, and the HTML that comes of it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from tamis.appraisal.figures.palette import colour, ink
from tamis.progress import shown
from tamis.provenance import VERSION
from tamis.reports.built import Built
from tamis.reports.context import Context
from tamis.reports.environment import TEMPLATES, environment, words
from tamis.reports.lives import lives
from tamis.reports.numbers import Numbers, marked
from tamis.reports.packed import json_in_html, pack
from tamis.reports.sections import SECTIONS, Section
from tamis.synthesis.cells import printed

#: What the page's one style and its one script are made of, in this order.
STYLES = ("page.css", "records.css")
SCRIPTS = ("contents.js", "page.js", "tables.js", "find.js", "records.js")


def joined(names: Iterable[str]) -> str:
    """Return files of the templates' folder as one text."""
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8").strip() for name in names)


def carried(context: Context) -> Markup:
    """Return the records that the page carries, with their lives and the lists they stand in, as JSON."""
    built = context.built
    lists = context.numbers.lists()
    return json_in_html(pack(built.records, lives(built, context.reason), lists) if lists else {})


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
        "printed": printed,
        "words": words,
        "fill": lambda sign: colour(sign, built.config.figures.palette),
        "ink": ink,
    }
    parts = []
    for section, content in shown(contents(context), "writing the report", unit="sections"):
        numbers.enter(section.id)
        template = env.get_template(f"sections/{section.id}.html.j2")
        parts.append((section, Markup(template.render(shared, s=content))))  # noqa: S704  autoescaped
    style, script = joined(STYLES), joined(SCRIPTS)
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
        lists=carried(context),
    )
