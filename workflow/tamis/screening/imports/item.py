"""What every reader of an import yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an import: what it says of itself, what was decided on it, and its line."""

    line: int
    title: str = ""
    doi: str = ""
    year: int | None = None
    decision: str = "include"
