"""E-mail addresses in what people write: a warning, since what is in git is hard to take back.

Search exports are left out: they stay exactly as downloaded, and authors' addresses are published.
"""

from __future__ import annotations

import re

from tamis.review import Review, written
from tamis.store import decode, line_feeds

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,190}[A-Za-z]")
_TEXT = {".csv", ".tsv", ".txt", ".yaml", ".yml", ".md", ".json", ".ris", ".bib"}


def warnings(review: Review) -> list[str]:
    """Return one line for each file in `records/` and `config/` that holds an address, with its first line.

    `config/people.yaml` is meant for names, and git ignores it.
    """
    found = []
    for folder in (review.records, review.config.parent):
        for path in written(folder, below=True):
            if (
                path.suffix.casefold() not in _TEXT
                or review.searches in path.parents
                or path.name == "people.yaml"
            ):
                continue
            lines = line_feeds(decode(path.read_bytes())[0]).split("\n")
            hits = [
                number for number, line in enumerate(lines, start=1) if "@" in line and _ADDRESS.search(line)
            ]
            if hits:
                more = f" and in {len(hits) - 1} more lines" if len(hits) > 1 else ""
                found.append(
                    f"{review.place(path)}:{hits[0]}: holds an e-mail address{more}; take it out before it "
                    "is committed"
                )
    return found
