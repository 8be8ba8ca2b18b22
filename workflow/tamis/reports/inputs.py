"""What people write for the report alone: `config/references.bib`, works cited beyond the studies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.reports.references import CITATION, Work, cited
from tamis.review import Known, Review
from tamis.store import decode
from tamis.synthesis import text as synthesis

_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s{}]+)\s*,")
_END = re.compile(r"[\s,]*\}")
_NUMBER = re.compile(r"\d+")
_FIELD = re.compile(r"\s*,?\s*([\w-]+)\s*=\s*")


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note what is wrong in `config/references.bib`, and each citation of an unknown work in a text."""
    check_citations(config, synthesis.read(review), read_works(review, problems), known.studies, problems)


def check_citations(
    config: Config, prose: synthesis.Prose, works: Iterable[Work], studies: Iterable[str], problems: Problems
) -> None:
    """Note each `[@id]` in people's texts that is neither a work nor a study, and each work that is both."""
    works, ids = list(works), frozenset(studies)
    for work in works:
        if work.id in ids:
            wrong = f"key {work.id!r} is the id of a study too; nobody could tell which [@{work.id}] means"
            problems.add_at(work.place, wrong)
    known = sorted({work.id for work in works} | ids)
    places = [
        (id, config.place(*path))
        for path, words in _texts(config.document.value, ())
        for found in CITATION.finditer(words)
        for id in cited(found[0])
    ]
    for id, place in (*places, *prose.cited()):
        if id not in known:
            problems.add_at(place, f"citation {not_one_of(id, known)}")


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of a YAML document with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, (*path, key))
    elif isinstance(value, list):
        for position, below in enumerate(value):
            yield from _texts(below, (*path, position))


def read_works(review: Review, problems: Problems) -> list[Work]:
    """Return the works of `config/references.bib`, noting what is wrong in it.

    Read are `key`, and the fields author, editor, year, date, title, journal, booktitle, publisher,
    institution, volume, number, pages, doi, url; values in braces or quotation marks, without macros.
    """
    path = review.config.parent / "references.bib"
    if not path.exists():
        return []
    file = review.place(path)
    text = decode(path.read_bytes())[0]
    found: dict[str, Work] = {}
    for start in _ENTRY.finditer(text):
        line = text.count("\n", 0, start.start()) + 1
        kind, key = start[1].casefold(), start[2]
        if kind in ("comment", "string", "preamble"):
            continue
        fields = _fields(text, start.end())
        if fields is None:
            problems.add(file, f"entry {key!r} is not closed, or has a value without braces", line=line)
            continue
        if not fields.get("title"):
            problems.add(file, f"entry {key!r} has no title", line=line)
        if not (fields.get("year") or fields.get("date")):
            problems.add(file, f"entry {key!r} has no year", line=line)
        if key in found:
            problems.add(file, f"key {key!r} stands twice", line=line)
        found[key] = _work(key, fields, f"{file}:{line}")
    return list(found.values())


def _fields(text: str, at: int) -> dict[str, str] | None:
    """Return the fields of the entry that begins here; None where it is broken."""
    fields: dict[str, str] = {}
    while True:
        if _END.match(text, at):
            return fields
        name = _FIELD.match(text, at)
        if not name:
            return None
        value, at = _value(text, name.end())
        if value is None:
            return None
        fields[name[1].casefold()] = value


def _value(text: str, at: int) -> tuple[str | None, int]:
    """Return the value that begins here, and where it ends."""
    if bare := _NUMBER.match(text, at):
        return bare[0], bare.end()
    if text[at : at + 1] not in ("{", '"'):
        return None, at
    closing = "}" if text[at] == "{" else '"'
    depth = 0
    for position in range(at + 1, len(text)):
        character = text[position]
        if depth == 0 and character == closing:
            return " ".join(text[at + 1 : position].split()), position + 1
        depth += (character == "{") - (character == "}")
    return None, at


def _work(key: str, raw: dict[str, str], place: str) -> Work:
    fields = {name: _bare(value) for name, value in raw.items()}
    authors = "; ".join(_last_first(name) for name in _people(raw))
    year = re.search(r"\d{4}", fields.get("year", "") or fields.get("date", ""))
    number = int(year[0]) if year else None
    return Work(
        key,
        authors,
        number,
        fields.get("title", ""),
        fields.get("journal") or fields.get("booktitle", ""),
        fields.get("volume", ""),
        fields.get("number", ""),
        fields.get("pages", "").replace("--", "-"),
        fields.get("doi", "").casefold(),
        fields.get("url", ""),
        fields.get("publisher") or fields.get("institution", ""),
        place=place,
    )


def _bare(value: str) -> str:
    """Return a value without the braces that keep its capitals."""
    return value.replace("{", "").replace("}", "").replace("\\&", "&").strip()


def _people(raw: dict[str, str]) -> list[str]:
    """Return authors as tables have them; `and others` becomes `et al.`."""
    names = re.split(r"\s+and\s+(?![^{]*\})", raw.get("author") or raw.get("editor") or "")
    return ["et al." if name.strip() == "others" else name.strip() for name in names if name.strip()]


def _last_first(name: str) -> str:
    """Return a name as tables have it; `First Last` is turned round, a body in braces is left alone."""
    if name.startswith("{") or "," in name or " " not in name or name == "et al.":
        return _bare(name)
    first, _, last = name.rpartition(" ")
    return f"{_bare(last)}, {_bare(first)}"
