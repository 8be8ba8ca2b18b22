"""The first page of a PDF, and whether a report's title stands there as its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tamis.fulltext.candidates import Candidate, title_words
from tamis.pdf.texts import PdfText
from tamis.review import plain_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A page with fewer words is a cover, or a scan's stamp; the next one is looked at.
_FEW = 40
#: A paper's own title stands within so many letters, some 150 words, from the top.
_TOP = 1000
#: So much of a page is compared.
_MOST = 8000
#: Below this many letters a title is such as others have, too: "Editorial".
TELLING_TITLE = 20
_REFERENCES = re.compile(r"^\W*(?:references|bibliography|works cited|literature cited|literatur)\W*$", re.I)
#: What is answered, corrected or gone with, where the title of something else stands.
_TELLING = _words(
    """
    erratum errata corrigendum corrigenda correction corrections addendum retraction retracted withdrawal
    withdrawn reply replies response responses comment comments commentary rejoinder rebuttal re letter
    supplement supplementary supplemental supporting appendix protocol
    """
)
#: Words that go on in a title of which another part is wanted.
_GOING_ON = _words("part parts ii iii iv phase wave volume chapter study experiment")
_SERVERS = re.compile(
    r"\b(?:preprints?|(?:bio|med|psy|soc|edu?)?arxiv|ssrn|research square|not (?:been )?peer reviewed)\b"
)
_THESIS = re.compile(
    r"\b(?:(?:doctoral|phd|d phil|master s|masters) (?:dissertation|thesis)|in partial fulfil"
    r"|(?:thesis|dissertation) (?:submitted|presented))"
)
#: "Proceedings" alone are also a court's.
_MANY = re.compile(
    r"\b(?:abstract book|book of abstracts|(?:conference|congress|meeting|poster) abstracts"
    r"|proceedings of the \w+ (?:\w+ )?(?:conference|meeting|congress|symposium))\b"
)
#: Kinds of papers, and how they are said.
_KINDS = (
    (_SERVERS, "it calls itself a preprint"),
    (_THESIS, "it calls itself a thesis"),
    (_MANY, "it holds abstracts or proceedings"),
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
    """The first page of a PDF, by its letters and digits and by its lines."""

    def __init__(self, text: PdfText) -> None:
        pages = [page.text for page in text.pages]
        at = next((at for at, page in enumerate(pages[:3]) if len(page.split()) >= _FEW), 0)
        lines = pages[at].split("\n") if pages else []
        end = next((n for n, line in enumerate(lines) if n and _REFERENCES.match(line)), len(lines))
        #: Its text, without a list of references.
        self.text = "\n".join(lines[:end])
        #: The other pages.
        self.others: Sequence[str] = [page for n, page in enumerate(pages) if n != at]
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
            doubts=tuple(self._doubts(candidate, first, last, left)),
        )

    def _doubts(self, candidate: Candidate, first: int, last: int, left: str) -> list[str]:
        """Return what the lines around a title say against its being the paper's own."""
        known = {*candidate.words}
        before = {*plain_words(" ".join(self._lines[max(0, first - 4) : first])).split()}
        begun = self._lines[first].casefold()
        before |= {word for word in plain_words(begun).split() if begun.startswith(word)}
        after = plain_words(" ".join(self._lines[last + 1 : last + 3])).split()[:6]
        if left:
            after = [*plain_words(self._lines[last]).split()[-4:], *after]
        found = []
        if telling := sorted((before | {*after}) & _TELLING - known):
            found.append(f"{telling[0]!r} stands beside the title")
        if going := [word for word in after if word in _GOING_ON and word not in known]:
            found.append(f"the title goes on with {going[0]!r}")
        return found

    @cached_property
    def _kinds(self) -> list[tuple[re.Pattern[str], str]]:
        found = [(pattern, text) for pattern, text in _KINDS if pattern.search(self.plain[:3000])]
        if any(map(_CONTENTS.match, self._lines)):
            found.append((_CONTENTS, "it holds a table of contents"))
        return found

    def kinds(self, candidate: Candidate) -> list[str]:
        """Return what the page says of its kind that a report's citation does not say."""
        citation = candidate.citation
        said = plain_words(f"{citation.type} {citation.journal} {citation.title}") if self._kinds else ""
        return [text for pattern, text in self._kinds if not pattern.search(said)]

    def has(self, word: str) -> bool:
        """Say whether a name of one or more words stands on the page."""
        return f" {word} " in f" {self.plain} "
