"""Abstrackr: CSV with a column for each who labelled: 1 include, 0 maybe, -1 exclude, o for nothing.

Beside each stands the time (`labeled_at`), and at the end everybody's notes (`general notes (Ann)`). The
column `consensus` is the team's. A table of what nobody has labelled follows, without these columns. Tags
stand there without the name of whoever gave them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats.entry import Raw
from tamis.screening.imports.settle import OF_TEAM
from tamis.screening.imports.source import Article, Source, Voice, article, listed, moment, noted

HINT = "export it from Abstrackr again, with the labels of all reviewers"
WORDS = {"1": "include", "0": "maybe", "-1": "exclude", "o": "none"}

_TIME, _CONSENSUS = "labeled_at", "consensus"
_NOTES = re.compile(r"(?P<of>.+) notes \((?P<name>.*)\)")


def articles(source: Source) -> list[Article]:
    """Return the citations, with the labels on each."""
    return [
        article(raw, entry, raw.get("(internal) id").strip(), tuple(_voices(raw)), tuple(_names(raw)))
        for raw, entry in source.entries()[1]
    ]


def _names(raw: Raw) -> list[str]:
    """Return who labelled: the headings that a time follows."""
    pairs = zip(raw.tags, raw.tags[1:], strict=False)
    return [tag for tag, after in pairs if after == _TIME and tag != _CONSENSUS]


def _voices(raw: Raw) -> Iterator[Voice]:
    notes: dict[str, list[str]] = {}
    for tag, value in zip(raw.tags, raw.values, strict=True):
        if (found := _NOTES.fullmatch(tag)) and value.strip():
            notes.setdefault(found["name"], []).append(f"{found['of']}: {value}")
    for at, name in enumerate(raw.tags[:-1]):
        if raw.tags[at + 1] == _TIME:
            yield Voice(
                OF_TEAM if name == _CONSENSUS else (name,),
                raw.values[at],
                tags=listed(raw.get("tags")),
                note=noted(*notes.get(name, ())),
                time=moment(raw.values[at + 1]),
            )
