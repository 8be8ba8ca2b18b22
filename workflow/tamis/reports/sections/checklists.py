"""The reporting checklists: each item, and where this report answers it."""

from __future__ import annotations

from typing import Any

from tamis.reports import checklists
from tamis.reports.context import Context


def make(context: Context) -> dict[str, Any]:
    """Return what is missing, and each checklist with its items, answers and links to sections."""
    found, titles = checklists.found(context), checklists.titles()
    lists = []
    for id in checklists.IDS:
        known = checklists.checklist(id)
        rows = [
            (item, answer, [(section, titles[section]) for section in answer.sections if section in titles])
            for item in known.items
            for answer in (found[id, item.item],)
        ]
        applies = any(answer.state != "not_applicable" for _, answer, _ in rows)
        lists.append((known, rows, applies))
    missing = [
        (known, item, answer)
        for known, rows, _ in lists
        for item, answer, _ in rows
        if answer.state == "missing"
    ]
    return {"lists": lists, "missing": missing, "states": checklists.STATES}
