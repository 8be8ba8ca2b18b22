"""Are the PDFs at hand those that the log names, and can they be read?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tamis.progress import shown
from tamis.store import sha256
from tamis.tables import TEAM, OpenItem, Retrieval

#: How long a PDF may take to be opened and searched for text.
SECONDS = 60.0


def absent(retrievals: Iterable[Retrieval], folder: Path) -> list[str]:
    """Return the names of the PDFs that the log names and that are not in the folder, in order."""
    return sorted({row.file for row in retrievals if row.file and not (folder / row.file).is_file()})


def open_items(retrievals: Iterable[Retrieval], folder: Path) -> list[OpenItem]:
    """Return an item for each PDF at hand that is not the one that was logged, or not readable.

    That a PDF is not here is no item: git ignores PDFs, so each computer has others (see `absent`).

    Args:
        retrievals: the rows that count.
        folder: where the PDFs lie.
    """
    items: list[OpenItem] = []
    at_hand: list[tuple[Retrieval, Path]] = []

    def note(row: Retrieval, what: str, text: str) -> None:
        items.append(OpenItem(f"fulltext:{what}:{row.record}", f"{row.file} {text}", TEAM, row.place))

    for row in shown(retrievals, "looking at PDFs", unit="reports"):
        path = folder / row.file
        if not row.file:
            continue
        if not path.is_file():
            continue
        at_hand.append((row, path))
        digest = sha256(path)
        if not row.sha256:
            note(
                row,
                "pdf-hash",
                f"can be told from another version by its fingerprint only; write {digest} into the column "
                "sha256 of records/fulltext/retrieval.csv",
            )
        elif digest != row.sha256.casefold():
            note(row, "pdf-differs", f"is not the file that was logged: its hash is {digest}")
    if at_hand:
        from tamis.pdf.worker import inspect_all

        facts = inspect_all([path for _, path in at_hand], SECONDS)
        facts = shown(facts, "reading PDFs", len(at_hand), unit="PDFs")
        for (row, _), fact in zip(at_hand, facts, strict=True):
            if fact.problem:
                note(row, "pdf-broken", fact.problem)
            elif fact.encrypted:
                note(row, "pdf-locked", "opens with a password only")
            elif not fact.has_text:
                note(
                    row, "pdf-no-text", f"holds no text on its {fact.pages} pages; run text recognition on it"
                )
    return items
