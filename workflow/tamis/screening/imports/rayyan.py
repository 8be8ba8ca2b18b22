"""Rayyan: articles with everybody's decisions in their notes (CSV, RIS, BibTeX), and the log of decisions.

The notes of an article are what it came with, and then, separated by bars::

    RAYYAN-INCLUSION: {"Ann"=>"Included", "Li"=>"Excluded"} | RAYYAN-LABELS: a,b
    | RAYYAN-EXCLUSION-REASONS: wrong population,wrong design | USER-NOTES: {"Ann"=>["see table 2"]}

What a person writes in a note may look like any of these, and is none: quoted texts are passed over. Where an
article came from an earlier review in Rayyan, that one's decisions stand before; they are not of this review,
and the votes that count say in their notes that there were others.

Reasons and labels stand there without the name of whoever gave them: the reasons count for each who excluded
the article, the labels are noted with every decision. (help.rayyan.ai, "Understanding your Rayyan export
files".) The log, which comes with every export, is read by `rayyan_log`.
"""

from __future__ import annotations

import re
from dataclasses import replace

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

_INCLUSION = "RAYYAN-INCLUSION"
_SECTION = re.compile(r"\b(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES)\s*:")
#: A text as Ruby writes it; what it stands for; whose note or decision it is.
_TEXT = r'"((?:[^"\\]|\\.)*+)"'
_SAID = re.compile(rf"{_TEXT}\s*=>\s*(?:{_TEXT}|(\w+))")
_NOTES = re.compile(rf"{_TEXT}\s*=>\s*\[((?:\s*{_TEXT}\s*,?)*+)")
_TEXTS = re.compile(_TEXT)
#: All that stands in braces, whatever is in the texts there.
_HASH = re.compile(rf'\s*\{{(?:[^"{{}}]|{_TEXT})*+\}}')
_ESCAPED = re.compile(r"\\(.)")
_KEY = re.compile(r"rayyan-(\d+)")
_EARLIER = "decided on in an earlier review in Rayyan, which does not count"


def articles(source: Source) -> list[Article]:
    """Return the articles of an export, or those that the log speaks of."""
    _, found = source.entries()
    if found and rayyan_log.is_event(found[0][0]):
        return rayyan_log.articles(found, source)
    return [_article(raw, entry, source) for raw, entry in found]


def _article(raw: Raw, entry: Entry, source: Source) -> Article:
    sections, earlier = _sections(raw)
    said = [
        (_plain(name), _plain(text) or word)
        for name, text, word in _SAID.findall(sections.get(_INCLUSION, ""))
    ]
    if not said and (left := sections.get(_INCLUSION, "").strip(" {}")):
        source.wrong(f"{_INCLUSION} is not as Rayyan writes it: {left[:60]!r}", entry.line)
    reasons = listed(sections.get("RAYYAN-EXCLUSION-REASONS", ""), ",")
    labels = ", ".join(listed(sections.get("RAYYAN-LABELS", ""), ","))
    more = (f"labels: {labels}" if labels else "", _EARLIER if earlier else "")
    notes = {
        _plain(name): noted(*map(_plain, _TEXTS.findall(texts)))
        for name, texts, _ in _NOTES.findall(sections.get("USER-NOTES", ""))
    }
    voices = tuple(
        Voice(
            (name,),
            word,
            reasons=reasons if WORDS.get(folded(word), "exclude") == "exclude" else (),
            note=noted(notes.get(name, ""), *more),
        )
        for name, word in said
    )
    key = next((value[1] for value in map(_KEY.fullmatch, raw.values) if value), "")
    return replace(article(raw, entry, key, voices, tuple(notes)), asked=_INCLUSION in sections)


def _sections(raw: Raw) -> tuple[dict[str, str], bool]:
    """Return what Rayyan adds to the notes of an article, by the word it begins with; and what it leaves out.

    That is whether decisions of an earlier review stood before, which are none of this one.
    """
    found: dict[str, str] = {}
    earlier = False
    for value in raw.values:
        marks = _marks(value) if "RAYYAN-" in value or "USER-NOTES" in value else []
        for mark, after in zip(marks, [*marks[1:], None], strict=False):
            text = value[mark.end() : after.start() if after else len(value)]
            text = " ".join(text.split()).removesuffix("|").strip()
            if mark[1] == _INCLUSION and _INCLUSION in found:
                earlier = earlier or found[_INCLUSION] not in ("{}", text)
                found.clear()
            found[mark[1]] = text
    return found, earlier


def _marks(value: str) -> list[re.Match[str]]:
    """Return where the sections begin; what looks like one in what a person wrote is none."""
    marks = []
    at = 0
    while mark := _SECTION.search(value, at):
        marks.append(mark)
        inside = _HASH.match(value, mark.end())
        at = inside.end() if inside else mark.end()
    return marks


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nrt" else found[1], text).strip()
