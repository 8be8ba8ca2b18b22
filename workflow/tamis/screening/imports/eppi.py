"""EPPI-Reviewer: JSON with the codes that each item was given, and tables (CSV, XLSX) with named columns.

A code set for screening has codes of the types Include and Exclude; the name of an excluding code is the
reason. A code of any other set counts where the column `words` of imports.csv says what it means, or where
it is called as a reason of the flowchart is. Of several code sets for screening, one that is called after
the other stage does not count. Where no code of the file is a decision, the status of an item is: included
(I) or excluded (E); what was deleted (D) or is a duplicate (S) has none.

Which reviewer gave a code JSON does not say: the column `reviewer` of imports.csv does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tamis.formats.content import Content, Refused
from tamis.formats.entry import Entry, Raw
from tamis.formats.eppi_json import NAME as JSON
from tamis.formats.reading import open_export
from tamis.screening.imports import table
from tamis.screening.imports.settle import COMMON
from tamis.screening.imports.source import Article, Source, Voice, article, noted
from tamis.screening.imports.wording import NOTHING, folded

HINT = (
    "export it from EPPI-Reviewer as JSON with the code set of the screening, or name the column of the "
    "decisions in columns, as in decision=Screening"
)
WORDS = {**COMMON, "i": "include", "e": "exclude", "d": NOTHING, "s": NOTHING}

_TYPES = {"include": "include", "exclude": "exclude"}
_CODE_SETS = re.compile(r'"CodeSets"\s*:\s*')
#: What stands before the reason in the name of a code: `EXCLUDE on population`.
_EXCLUDE = re.compile(
    r"exclude[ds]?\b\s*(?:on the basis of|based on|because of|due to|on|for|by)?\b[\s:–-]*", re.I
)


@dataclass(frozen=True, slots=True)
class _Code:
    """A code that is a decision; `reason` is empty where its name says none."""

    name: str
    decision: str
    reason: str = ""


def articles(source: Source) -> list[Article]:
    """Return the items of an export, with the decisions that their codes, or their columns, are."""
    format = _format(source)
    if not format:
        return table.articles(source)
    _, found = source.entries()
    attributes = _attributes(source) if format == JSON else ()
    codes = {id: code for id, name, type in attributes if (code := _code(name, type, source))}
    return [_article(raw, entry, codes, source) for raw, entry in found]


def _format(source: Source) -> str:
    """Return the format of an export; empty for a table, which need not be one of citations."""
    try:
        export = open_export(source.path)
    except (Refused, OSError):
        return ""
    return export.format if export and not export.is_table else ""


def _article(raw: Raw, entry: Entry, codes: Mapping[str, _Code], source: Source) -> Article:
    people = tuple(filter(None, (raw.get(tag).strip() for tag in ("CreatedBy", "EditedBy"))))
    notes = {
        str(code.get("AttributeId")): str(code.get("AdditionalText") or "")
        for code in _dicts([_value(text) for text in raw.all("Codes")])
    }
    said = [(codes[id], note) for id, note in notes.items() if id in codes]
    decisions = {code.decision for code, _ in said}
    if len(decisions) > 1:
        names = " and ".join(repr(code.name) for code, _ in said)
        source.wrong(
            f"item {entry.source_id} has the codes {names}, which contradict each other; say in the column "
            f"words which one says nothing, as in {said[0][0].name}=none",
            entry.line,
        )
    if codes:
        reasons = tuple(code.reason for code, _ in said if code.reason)
        word, note = next(iter(sorted(decisions)), ""), noted(*(note for _, note in said))
    else:
        reasons, word, note = (), raw.get("ItemStatus"), noted(raw.get("ItemStatusTooltip"))
    return article(raw, entry, entry.source_id, (Voice((), word, reasons=reasons, note=note),), people)


def _code(name: str, type: str, source: Source) -> _Code | None:
    """Return what a code decides; None where it decides nothing."""
    wording = source.wording
    reason = name if folded(name) in wording.reasons else _EXCLUDE.sub("", name, count=1).strip()
    decision = wording.decisions.get(folded(name)) or _TYPES.get(type.casefold().strip())
    if decision is None and folded(name) in wording.reasons:
        decision = "exclude"
    if decision is None or decision == NOTHING:
        return None
    return _Code(name, decision, reason if decision == "exclude" else "")


def _attributes(source: Source) -> Iterator[tuple[str, str, str]]:
    """Yield id, name and type of each code of the sets that are not those of the other stage."""
    text = Content(source.path).text
    found = _CODE_SETS.search(text)
    try:
        sets, _ = json.JSONDecoder().raw_decode(text, found.end()) if found else ([], 0)
    except (ValueError, RecursionError):
        source.wrong("its code sets (CodeSets) are damaged; export it again")
        return
    for each in _dicts(sets):
        if _stage(str(each.get("SetName"))) in ("", source.row.stage):
            yield from _under(each)


def _stage(name: str) -> str:
    """Return the stage that a code set is called after; empty where it is called after none."""
    words = name.casefold()
    if "full" in words:
        return "full_text"
    return "title_abstract" if "title" in words or "abstract" in words else ""


def _under(parent: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    below = [parent]
    while below:
        inside = below.pop().get("Attributes")
        for code in _dicts(inside.get("AttributesList") if isinstance(inside, dict) else None):
            name, type = str(code.get("AttributeName") or ""), str(code.get("AttributeType") or "")
            yield str(code.get("AttributeId")), " ".join(name.split()), type
            below.append(code)


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
