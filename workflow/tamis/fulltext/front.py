"""The first page of a PDF, and whether a report's title stands there as its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tamis.fulltext import telling
from tamis.fulltext.candidates import Candidate, title_words
from tamis.pdf.texts import PdfText
from tamis.review import plain_words

#: A page with fewer words is a cover, a thesis's title page or a scan's stamp; the next one belongs to it.
_FEW = 40
#: So many pages are looked at for one with more words.
_FIRST = 3
#: A paper's own title stands within so many letters, some 150 words, from the top.
_TOP = 1000
#: So far from the top, in letters, a page says what kind of paper it is.
_KIND = 3000
#: So much of a page is compared.
_MOST = 8000
#: Below this many letters a title is such as others have, too: "Editorial".
TELLING_TITLE = 20
_REFERENCES = re.compile(
    r"^\W*(?:references|bibliography|works cited|literature cited|literatur|(?:further|suggested) reading"
    r"|reading list|sources)\W*$",
    re.IGNORECASE,
)
#: The mark of a footnote sticks to the last word; the page number in a table of contents does not.
_FOOTNOTE = re.compile(r"[^\W\d_][\d,]{1,5}\W*$")
_CONTENTS = re.compile(r"^\W*(?:(?:table of )?contents|in this issue)\W*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Titled:
    """How a title stands on a page: how alike, from 0 to 100; where, in letters; and what speaks against
    its being the paper's own.

    exact: letter by letter. own: in lines of its own, at the top.
    """

    score: float
    begin: int
    end: int
    exact: bool
    own: bool
    doubts: tuple[str, ...] = ()


class Front:
    """The first page of a PDF with the cover before it, by its letters and digits and by its lines."""

    def __init__(self, text: PdfText) -> None:
        pages = [page.text for page in text.pages]
        many = (at for at, page in enumerate(pages[:_FIRST], 1) if len(page.split()) >= _FEW)
        count = next(many, _FIRST)
        lines = "\n".join(pages[:count]).split("\n")
        end = next((n for n, line in enumerate(lines) if n and _REFERENCES.match(line)), len(lines))
        #: Its text, without a list of references.
        self.text = "\n".join(lines[:end])
        #: The other pages.
        self.others: Sequence[str] = pages[count:]
        self._lines: list[str] = []
        self._starts: list[int] = []
        letters = ""
        for line in self.text.split("\n"):
            plain = title_words(line).replace(" ", "")
            if plain:
                self._lines.append(line)
                self._starts.append(len(letters))
                letters += plain
            if len(letters) > _MOST:
                break
        self.letters = letters

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the page, those broken at the end of a line both ways."""
        joined = re.sub(r"[-\u00ad\u2010]\s*\n\s*", "", self.text)
        return frozenset(title_words(self.text).split()) | frozenset(title_words(joined).split())

    @cached_property
    def plain(self) -> str:
        """The page in plain words."""
        return plain_words("\n".join(self._lines))

    def titled(self, candidate: Candidate) -> Titled | None:
        """Return how a report's title stands on the page; None: nothing is like it."""
        from rapidfuzz import fuzz

        title = candidate.letters
        if not title or not self.letters:
            return None
        begin = self.letters.find(title)
        if begin >= 0:
            score, end = 100.0, begin + len(title)
        else:
            found = fuzz.partial_ratio_alignment(title, self.letters, score_cutoff=60)
            if found is None or found.dest_end - found.dest_start < len(title) * 0.6:
                return None
            score, begin, end = found.score, found.dest_start, found.dest_end
            if _NUMBER.findall(title) != _NUMBER.findall(self.letters[begin:end]):
                score = min(score, 85.0)
        first, last = bisect_right(self._starts, begin) - 1, bisect_right(self._starts, end - 1) - 1
        starts = self._starts[first] == begin
        stop = self._starts[last + 1] if last + 1 < len(self._starts) else len(self.letters)
        left, line = self.letters[end:stop], self._lines[last].rstrip()
        marked = left.isdigit() and _FOOTNOTE.search(line) is not None
        ends = (not left or marked) and not line.endswith((":", "–", "—"))
        return Titled(
            score=score,
            begin=begin,
            end=end,
            exact=score == 100 and len(title) >= TELLING_TITLE,
            own=starts and ends and begin <= _TOP,
            doubts=tuple(self._doubts(candidate, first, last, left, begin)),
        )

    def _begun(self, line: int, begin: int) -> list[str]:
        """Return the words that stand in a line before a title that begins in it."""
        left = begin - self._starts[line]
        words = []
        for word in title_words(self._lines[line]).split():
            left -= len(word)
            if left < 0:
                break
            words.append(word)
        return words

    def _doubts(self, candidate: Candidate, first: int, last: int, left: str, begin: int) -> list[str]:
        """Return what the lines above and behind a title say against its being the paper's own."""
        known = {*candidate.words, *plain_words(candidate.citation.type).split()}
        before = " ".join([plain_words("\n".join(self._lines[:first])), *self._begun(first, begin)])
        after = plain_words(" ".join(self._lines[last + 1 : last + 3])).split()[:6]
        if left:
            after = [*plain_words(self._lines[last]).split()[-4:], *after]
        behind = " ".join(after)
        found = []
        if word := telling.first(telling.TITLE, f"{before} | {behind}", known):
            found.append(f"{word!r} stands beside the title")
        if word := telling.first(telling.AFTER, behind, known):
            found.append(f"the title goes on with {word!r}")
        return found

    @cached_property
    def _kinds(self) -> list[telling.Kind]:
        return telling.kinds(self.plain[:_KIND])

    @cached_property
    def _contents(self) -> bool:
        return any(map(_CONTENTS.match, self._lines))

    def kinds(self, candidate: Candidate) -> list[str]:
        """Return what the page says of its kind that a report's citation does not say."""
        citation = candidate.citation
        title = plain_words(f"{citation.title} {citation.journal}") if self._kinds else ""
        found = [kind.said for kind in self._kinds if not kind.of(plain_words(citation.type), title)]
        return [*found, "it holds a table of contents"] if self._contents else found

    def has(self, word: str) -> bool:
        """Say whether a name of one or more words stands on the page."""
        return f" {word} " in f" {self.plain} "
