"""Manuscripts: `records/manuscript/*.docx` and `*.md`, what comes of each, what is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.checks.besides import BESIDE
from tamis.errors import Problems
from tamis.review import Review, written
from tamis.store import decode, line_feeds

if TYPE_CHECKING:
    from tamis.manuscript.engine.published import Published
    from tamis.manuscript.markdown.document import Markdown
    from tamis.manuscript.word.document import Word

FOLDER = "records/manuscript"
#: The kinds of files that are manuscripts.
KINDS = (".docx", ".md")
#: The names in `reports/` that the pipeline gives to files of its own; the figures' come on top.
OURS = [
    "report",
    "duplicates",
    "extraction",
    "conflicts",
    "audit",
    "agreement",
    "appraisal",
    "open_items",
    "flow_prisma2020",
    "search_summary",
    "sources",
    "combinations",
    "checklists",
    "manuscript_numbers",
]
_FIT = re.compile(r"[^\W_][\w .,()+&'’-]*(?<![ .])")
_LIKE_WORD = (".doc", ".docm", ".dotx", ".dotm", ".odt", ".rtf", ".pages")
#: Markdown is read as a whole: no text of a review is longer.
_LONGEST = 5_000_000
_MOST_TAGS = 10_000


def paths(review: Review) -> list[Path]:
    """Return the manuscripts of a review, by name."""
    return [path for path in written(review.records / "manuscript") if path.suffix.casefold() in KINDS]


def check_names(review: Review, figures: Collection[str], problems: Problems) -> list[Path]:
    """Return the manuscripts whose names will do; note the others, and what is no manuscript.

    figures: names that figures have in `reports/`.
    """
    good, stems = list[Path](), dict[str, Path]()
    ours = {name.casefold() for name in (*OURS, *figures)}
    for path in written(review.records / "manuscript"):
        place, kind, stem = review.place(path), path.suffix.casefold(), path.stem.casefold()
        if kind in _LIKE_WORD:
            problems.add(place, f"is a {kind} file; save it in Word as .docx (Word Document)")
        elif kind in BESIDE:
            continue
        elif path.is_symlink() and not path.resolve().is_relative_to(review.root.resolve()):
            problems.add(place, "is a link that leads out of the review; put the file itself there")
        elif kind not in KINDS:
            problems.add(place, "is not read here; a manuscript is a .docx or a .md file")
        elif stem in ours:
            problems.add(
                place, f"would be made into reports/{path.stem}.docx, a name the pipeline uses; rename it"
            )
        elif not _FIT.fullmatch(path.stem):
            sign = next((sign for sign in path.stem if not _FIT.fullmatch(f"a{sign}a")), path.stem[:1])
            where = "has" if not _FIT.fullmatch(f"a{sign}a") else "begins or ends with"
            what = f"{where} the sign {sign!r} in its name, which not every system takes"
            problems.add(place, f"{what}; rename it, as paper.docx")
        elif stem in stems:
            first = stems[stem].name
            problems.add(
                place, f"would be made into the same reports/{path.stem}.docx as {first}; rename one"
            )
        else:
            stems[stem] = path
            good.append(path)
    return good


def read(review: Review, path: Path, published: Published, problems: Problems) -> Word | Markdown | None:
    """Return a manuscript, every tag of it checked; None where anything is wrong in it, which is noted."""
    from tamis.manuscript.engine.checking import check

    place = review.place(path)
    manuscript: Word | Markdown
    data = path.read_bytes()
    if path.suffix.casefold() == ".docx":
        from tamis.manuscript.word import package

        if text := package.wrong(data):
            problems.add(place, text)
            return None
        from tamis.manuscript.word.document import Word

        try:
            manuscript = Word(data)
        except ValueError as error:
            problems.add(place, str(error))
            return None
    else:
        from tamis.manuscript.markdown.document import Markdown

        if len(data) > _LONGEST:
            problems.add(place, f"has {len(data) / 1e6:,.0f} MB; a text may have {_LONGEST / 1e6:.0f} MB")
            return None
        manuscript = Markdown(line_feeds(decode(data)[0]))
    if len(manuscript.tags) > _MOST_TAGS:
        problems.add(place, f"holds {len(manuscript.tags):,} tags; a manuscript may have {_MOST_TAGS:,}")
        return None
    wrong = [*manuscript.wrong]
    wrong += [manuscript.of_tag(at, text) for at, text in check(manuscript.tags, published)]
    for each in wrong:
        found = each.problem(place)
        problems.add(place, found.text, line=found.line, column=found.column)
    return None if wrong else manuscript


def check(review: Review, figures: Collection[str], published: Published, problems: Problems) -> None:
    """Note everything that is wrong in the manuscripts, so far as it is published yet."""
    for path in check_names(review, figures, problems):
        read(review, path, published, problems)
