"""Rayyan: articles with everybody's decisions in their notes (CSV, RIS, BibTeX), and the log of decisions.

The notes of an article are what it came with, and then, separated by bars::

    RAYYAN-INCLUSION: {"Ann"=>"Included", "Li"=>"Excluded"} | RAYYAN-LABELS: a,b
    | RAYYAN-EXCLUSION-REASONS: wrong population,wrong design | USER-NOTES: {"Ann"=>["see table 2"]}

Reasons and labels stand there without the name of whoever gave them: the reasons count for each who excluded
the article, the labels are noted with every decision. (help.rayyan.ai, "Understanding your Rayyan export
files".) The log, which comes with every export, is read by `rayyan_log`.
"""

from __future__ import annotations

import re

from tamis.formats.entry import Entry, Raw
from tamis.screening.imports import rayyan_log
from tamis.screening.imports.source import Article, Source, Voice, article, listed, noted
from tamis.screening.imports.wording import folded

HINT = "export it from Rayyan again, and tick decisions (inclusion), exclusion reasons, labels and notes"
WORDS = {
    **dict.fromkeys(("included", "true", "1"), "include"),  # early exports had true and false
    **dict.fromkeys(("excluded", "false", "-1"), "exclude"),
    **dict.fromkeys(("maybe", "0"), "maybe"),
    **dict.fromkeys(("undecided", "nil", "deleted"), "none"),
}

_SECTION = re.compile(r"\b(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES)\s*:")
#: A text as Ruby writes it; what it stands for; whose note or decision it is.
_TEXT = r'"((?:[^"\\]|\\.)*+)"'
_SAID = re.compile(rf"{_TEXT}\s*=>\s*(?:{_TEXT}|(\w+))")
_NOTES = re.compile(rf"{_TEXT}\s*=>\s*\[((?:\s*{_TEXT}\s*,?)*+)")
_TEXTS = re.compile(_TEXT)
_ESCAPED = re.compile(r"\\(.)")
_KEY = re.compile(r"rayyan-(\d+)")


def articles(source: Source) -> list[Article]:
    """Return the articles of an export, or those that the log speaks of."""
    _, found = source.entries()
    if found and rayyan_log.is_event(found[0][0]):
        return rayyan_log.articles(found, source)
    return [_article(raw, entry, source) for raw, entry in found]


def _article(raw: Raw, entry: Entry, source: Source) -> Article:
    sections = _sections(raw)
    said = [
        (_plain(name), _plain(text) or word)
        for name, text, word in _SAID.findall(sections.get("RAYYAN-INCLUSION", ""))
    ]
    if not said and (left := sections.get("RAYYAN-INCLUSION", "").strip(" {}")):
        source.wrong(f"RAYYAN-INCLUSION is not as Rayyan writes it: {left[:60]!r}", entry.line)
    reasons = listed(sections.get("RAYYAN-EXCLUSION-REASONS", ""), ",")
    labels = ", ".join(listed(sections.get("RAYYAN-LABELS", ""), ","))
    notes = {
        _plain(name): noted(*map(_plain, _TEXTS.findall(texts)))
        for name, texts, _ in _NOTES.findall(sections.get("USER-NOTES", ""))
    }
    voices = tuple(
        Voice(
            (name,),
            word,
            reasons=reasons if WORDS.get(folded(word), "exclude") == "exclude" else (),
            note=noted(notes.get(name, ""), f"labels: {labels}" if labels else ""),
        )
        for name, word in said
    )
    key = next((value[1] for value in map(_KEY.fullmatch, raw.values) if value), "")
    return article(raw, entry, key, voices, tuple(notes))


def _sections(raw: Raw) -> dict[str, str]:
    """Return what Rayyan adds to the notes of an article, by the word it begins with.

    Where an article came from an earlier review in Rayyan, what that one added stands before.
    """
    found: dict[str, str] = {}
    for value in raw.values:
        marks = list(_SECTION.finditer(value)) if "RAYYAN-" in value or "USER-NOTES" in value else []
        for mark, after in zip(marks, [*marks[1:], None], strict=False):
            if mark[1] in found:
                found.clear()
            text = value[mark.end() : after.start() if after else len(value)]
            found[mark[1]] = " ".join(text.split()).removesuffix("|").strip()
    return found


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nrt" else found[1], text).strip()
