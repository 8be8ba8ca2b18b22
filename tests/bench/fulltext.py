"""`make bench`: CPU seconds of reading 100 PDFs of 15 pages, of reading them again, and of 5,000 quotes.

The PDFs are made by the project itself: two justified columns of 600 to 800 words a page, hyphenated, with
a title, an abstract, footnotes and a table, each of another text. Every quote is a sentence that stands in
them, and what must hold is checked: each is found on its page, and one with a digit changed is not found.
"""

from __future__ import annotations

import hashlib
import re
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tamis.extraction.evidence import Source, check
from tamis.pdf.reader import read_all
from tamis.tables import Datum, Evidence

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "pdf")]
import corpus  # noqa: E402
from prose import sentences  # noqa: E402

PDFS, PAGES, QUOTES = 100, 15, 5_000
#: CPU seconds, of all processes together.
READING, CHECKING = 30.0, 10.0


def said(pdf: int) -> list[tuple[str, ...]]:
    """Return the sentences of each page of a PDF; the first has less room for them."""
    return [sentences(f"bench {pdf} {page}", 18 if page == 0 else 29) for page in range(PAGES)]


def spent(work: Callable[[], object]) -> float:
    """Return how many CPU seconds something takes, in this process and those that it starts and ends."""

    def so_far() -> float:
        return sum(
            used.ru_utime + used.ru_stime
            for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )

    begin = so_far()
    work()
    return so_far() - begin


def tell(what: str, seconds: float, target: float = 0) -> None:
    """Say what was measured, and whether it is what it should be."""
    held = f", at most {target:g}: {'yes' if seconds <= target else 'NO'}" if target else ""
    print(f"{what:<45}{seconds:7.2f} CPU seconds{held}")  # noqa: T201


def data(paths: Sequence[Path], changed: bool) -> list[Datum]:
    """Return so many quotes with their pages; where they are changed, the last digit of each is another."""
    each = QUOTES // PDFS
    made = []
    for pdf, path in enumerate(paths):
        known = [(page, words) for page, those in enumerate(said(pdf), 1) for words in those]
        step = len(known) // each
        for number, (page, words) in enumerate(known[: each * step : step], 1):
            if changed:
                words = re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), words)
            made.append(
                Datum(path.stem, f"f{number}", 1, "", "R1", "", "given", "", "", words, str(page), "", "", "")
            )  # fmt: skip
    return made


def main() -> None:
    """Make the PDFs, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"pdf{number}.pdf" for number in range(PDFS)]
        parts = {"title": corpus.TITLE, "abstract": corpus.ABSTRACT, "footnotes": corpus.FOOTNOTES}
        for number, path in enumerate(paths):
            corpus.typst_pdf(path, corpus.TWO, {**parts, "table": corpus.TABLE, "pages": said(number)})
        cache = Path(folder) / "texts"
        texts = []
        reading = spent(lambda: texts.extend(read_all(paths, cache)))
        words = sum(len(page.text.split()) for text in texts for page in text.pages)
        pages = sum(len(text.pages) for text in texts)
        tell(f"{PDFS} PDFs, {pages:,} pages, {words // pages} words a page", reading, READING)
        before = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
        tell("the same again", spent(lambda: [*read_all(paths, cache)]), 1)
        assert before == {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}, "read again"
        sources = {
            path.stem: [Source("", "", path.name, hashlib.sha256(path.read_bytes()).hexdigest())]
            for path in paths
        }
        for changed, target in ((False, CHECKING), (True, 0)):
            quotes = data(paths, changed)
            found: list[Evidence] = []
            seconds = spent(
                lambda quotes=quotes, found=found: found.extend(check(quotes, sources, cache, []))
            )
            tell(f"{len(quotes):,} quotes{', each with a digit changed' if changed else ''}", seconds, target)
            states = Counter(evidence.state for evidence in found)
            print("   ", dict(states))  # noqa: T201
            assert states["found"] + states["other_page"] == (0 if changed else len(quotes))


if __name__ == "__main__":
    main()
