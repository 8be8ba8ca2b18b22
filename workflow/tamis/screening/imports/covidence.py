"""Covidence: CSV or RIS. A reference says its decision by the list it is exported in, and never who gave it.

The column `decision` of imports.csv says which list it is: include for included, exclude for excluded and for
irrelevant. Reasons for exclusion stand in the notes (`Exclusion reason: Wrong population; `), or are tags.
"""

from __future__ import annotations

import re

from tamis.screening.imports.source import Article, Source, Voice, article, listed, noted

HINT = "it has no references"

_REASON = re.compile(r"\bExclusion reasons?:\s*([^;\n]*);?", re.I)
_NUMBER = re.compile(r"#?\s*(\d+)")


def articles(source: Source) -> list[Article]:
    """Return the references of a list, with what it says of all of them."""
    decision = source.row.decision
    if not decision:
        text = "is missing: write include for Covidence's list included, exclude for excluded and irrelevant"
        source.wrong_row(text, "decision")
        return []
    found = []
    for raw, entry in source.entries()[1]:
        notes = "\n".join(raw.of("Notes", "N1"))
        number = _NUMBER.fullmatch((raw.get("Covidence #") or raw.get("ID")).strip())
        voice = Voice(
            (),
            decision,
            reasons=tuple(filter(None, map(str.strip, _REASON.findall(notes)))),
            tags=listed(raw.get("Tags")),
            note=noted(*listed(_REASON.sub("", notes), r"[;\n]")),
        )
        found.append(article(raw, entry, number[1] if number else "", (voice,)))
    return found
