"""What the pages beside the report share: their frame, their numbers, links to what people wrote."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from tamis.config import Config
from tamis.provenance import VERSION
from tamis.reports.environment import TEMPLATES, environment, parted


@dataclass(frozen=True, slots=True)
class Count:
    """A number, what it counts in words, the table and rows that are counted, and where they are listed.

    `at` is a part of this page, or a table that lists them; `mark` that of a number that rests on stand-ins.
    """

    n: int
    words: str
    table: str
    where: str
    at: str
    mark: str = ""

    @property
    def href(self) -> str:
        """Where a page in `reports/` finds what is counted."""
        return f"../{self.at}" if "/" in self.at else f"#{self.at}"


#: What the script of every page is made of, before its own.
SCRIPTS = ("contents.js", "tables.js", "find.js", "cases.js")

#: A part of a page: its id, its heading, and how many things it lists; None where it is no list.
Part = tuple[str, str, int | None]


def render(name: str, config: Config, parts: Sequence[Part], **content: Any) -> str:
    """Return a page as HTML: one file that needs nothing else, and reads without its script.

    Args:
        name: what its template, its own style and its script, if it has one, are called.
        config: the protocol.
        parts: its parts, in order; the first one holds its numbers.
        content: what its template prints.
    """
    style = "\n".join(_own(file) for file in ("page.css", "beside.css", f"{name}.css"))
    own = [f"{name}.js"] if (TEMPLATES / f"{name}.js").exists() else []
    script = "\n".join(_own(file) for file in (*SCRIPTS, *own))
    return (
        environment()
        .get_template(f"{name}.html.j2")
        .render(
            content,
            config=config,
            version=VERSION,
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            parts=parts,
            place=link,
        )
    )


def _own(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


#: The sheet of a workbook in a place.
_SHEET = re.compile(r"(?<=\.xlsx)\[[^\]]*\]$", re.IGNORECASE)


@functools.lru_cache(maxsize=10_000)
def _address(file: str) -> str:
    return f"../{quote(file)}"


def link(place: str) -> Markup:
    """Return a place, file:line, as a link to its file."""
    return Markup('<a class="place" href="{}">{}</a>').format(address(place), parted(place))


def address(place: str) -> str:
    """Return where a page in `reports/` finds the file of a place: `../records/searches/a%20b.ris`.

    >>> address("records/extraction/extraction.R1.xlsx[values]:14")
    '../records/extraction/extraction.R1.xlsx'
    """
    return _address(_SHEET.sub("", place.rpartition(":")[0] or place))
