"""The log of evidence: what was found of quotes where the PDFs were, for where they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tamis.errors import Problems
from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.pages import named
from tamis.pdf.texts import is_sha256
from tamis.review import Review, person_of, written
from tamis.store import read_rows
from tamis.tables import Evidence, EvidenceLine

KIND = "evidence"
#: What lines can say, the most first.
_BEST = ("found", "nearly", "not_found")


def files(review: Review) -> list[Path]:
    """Return the files that are logs of evidence: evidence.<person>.csv, and further ones, also workbooks."""
    folder = review.records / "extraction"
    return [
        path
        for path in written(folder)
        if path.suffix.casefold() in (".csv", ".xlsx") and person_of(path.name, KIND)
    ]


def read_log(review: Review, problems: Problems) -> list[EvidenceLine]:
    """Return all lines of all logs of evidence, noting what is wrong in them."""
    lines = []
    for path in files(review):
        for line in read_rows(path, EvidenceLine, problems, root=review.root):
            sha256 = line.sha256.casefold()
            if not is_sha256(sha256):
                text = f"{line.sha256[:80]!r} is no SHA-256 hash, which has 64 digits from 0 to 9 and a to f"
                problems.add_at(line.place, text, column="sha256")
                continue
            lines.append(replace(line, sha256=sha256))
    return lines


def by_quote(log: Sequence[EvidenceLine]) -> Mapping[tuple[str, str], Sequence[EvidenceLine]]:
    """Return the lines on words, in normal form, in a file of a hash; those that found more first."""
    found: dict[tuple[str, str], list[EvidenceLine]] = {}
    for line in sorted(log, key=lambda line: _BEST.index(line.state)):
        found.setdefault(key(line.quote, line.sha256), []).append(line)
    return found


def key(words: str, sha256: str) -> tuple[str, str]:
    """Return what a line and a quote are matched by."""
    return quotes.read(words).key, sha256


def in_doubt(lines: Sequence[EvidenceLine], holds: Callable[[EvidenceLine], bool]) -> str:
    """Return where the lines are that do not hold, separated by ;."""
    return ";".join(dict.fromkeys(line.place for line in lines if not holds(line)))


def by_log(here: Evidence, lines: Sequence[EvidenceLine], first_page: int | None) -> Evidence:
    """Return evidence as a log has it; words that stand on another page than was typed are on another page.

    Where one line found the words and another did not, neither counts.

    Args:
        here: the quote, with the page as it was typed.
        lines: the lines of logs on it, one at least; those that found more first.
        first_page: the first page of the report, as it is cited; None: not known.
    """
    if lines[0].state == "found" != lines[-1].state:
        return replace(here, log=in_doubt(lines, lambda _: False))
    on_it = [line for line in lines if _on_it(here.page, line, first_page)]
    line = (on_it or lines)[0] if lines[0].state == "found" else lines[0]
    state = "other_page" if line.state == "found" and not on_it else line.state
    return replace(
        here,
        state=state,
        checked="log",
        found=line.page,
        printed=line.printed,
        pages=str(line.page) if state == "other_page" else "",
        score=line.score,
    )


def _on_it(typed: str, line: EvidenceLine, first_page: int | None) -> bool:
    names = named(typed)
    if line.page is None or not names:
        return True
    counted = {line.page} | ({line.page + first_page - 1} if first_page else set())
    return any(
        name.casefold() == line.printed.casefold() or (name.isdigit() and int(name) in counted)
        for name in names
    )
