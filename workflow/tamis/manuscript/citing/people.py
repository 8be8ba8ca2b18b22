"""Who is named in a citation: people of one surname told apart, titles for nobody, `and` in sentences."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tamis.manuscript.citing import signs
from tamis.manuscript.citing.csl import Style
from tamis.reports.references import Work, initials, names
from tamis.typeset.blocks import Run, words

#: How the words before those who are not named join them to the rest; the engine takes them for an author.
_JOINED = re.compile(rf"([,;]?)\s*(?:(?:&|and|und|et|e|y|i|og|och|и)\s+)?{signs.OTHERS}\.?", re.I)
_AND = {"de": "und", "pt": "e"}
_YEAR_FIRST = re.compile(r"(\d{4}|n\.d\.)([a-z]?)(?![\w])")


@dataclass(frozen=True)
class Apart:
    """First authors of one surname who are different people: author-date styles give their initials.

    APA 7, 8.20: also where the years differ. sign: what stands behind the surname of a work's first author
    while the engine sets it, so that it takes them for two; surnames and initials: of each of these people.
    """

    sign: Mapping[Work, str] = field(default_factory=dict)
    surnames: Sequence[str] = ()
    initials: Sequence[str] = ()

    @classmethod
    def of(cls, works: Iterable[Work]) -> Apart:
        """Return who must be told apart; initials that begin other initials may be the same person's."""
        of: dict[str, list[tuple[str, str, Work]]] = defaultdict(list)
        for work in works:
            last, _, first = initials((names(work.authors) or [""])[0]).partition(",")
            if last and first.strip():
                last, first = (
                    signs.clean(last),
                    signs.clean(first).replace(".", ". ").replace(" -", "-").strip(),
                )
                of[last.casefold()].append((first, last, work))
        sign: dict[Work, str] = {}
        surnames, short = list[str](), list[str]()
        for _, same in sorted(of.items()):
            people = list[str]()
            for first, _, _ in sorted(same, key=lambda each: each[0].casefold()):
                if not people or not first.casefold().startswith(people[-1].casefold()):
                    people.append(first)
            if len(people) < 2:
                continue
            for first, _, work in same:
                who = next(
                    at for at, each in enumerate(people) if first.casefold().startswith(each.casefold())
                )
                sign[work] = signs.person(len(surnames) + who)
            surnames += [same[0][1]] * len(people)
            short += people
        return cls(sign, surnames, short)

    def named(self, runs: Iterable[Run]) -> list[Run]:
        """Return a citation, with initials."""
        return [run.saying(signs.told_apart(run.text, self.initials, self.surnames)) for run in runs]

    def listed(self, runs: Iterable[Run]) -> list[Run]:
        """Return a reference, which has all initials anyway."""
        return [run.saying(signs.told_apart(run.text, (), self.surnames)) for run in runs]


def others(runs: Iterable[Run]) -> list[Run]:
    """Return runs with `et al.` for those who are not named."""
    return [run.saying(_JOINED.sub(r"\1 et al.", run.text)) for run in runs]


def title(work: Work, style: Style) -> Run:
    """Return what stands for who wrote a work that nobody is said to have written: its title."""
    text = signs.bare(signs.unmarked(work.title)).rstrip(".") or "No title"
    american = style.lang == "en" and style.region != "gb"
    return Run(f"“{text}”" if american else f"‘{text}’")


def conjunction(style: Style) -> str:
    """Return `and` in the language of a style."""
    return _AND.get(style.lang, "and")


def in_sentence(runs: Sequence[Run], work: Work, style: Style) -> list[Run]:
    """Return a citation that stands in a sentence: `Ash and Oak (2018)`, with no `&` (APA 8.17)."""
    out = [run.saying(run.text.replace(" ()", "")) for run in runs]
    people = names(work.authors)
    if not people and words(runs)[:1] in "(":
        first = title(work, style)
        link = next((run.link for run in runs if run.link), "")
        rest = [run for run in out if run.text != "()"]
        return [replace(first, text=first.text + (" " if rest else ""), link=link), *rest]
    for name in people[1:]:
        last = signs.clean(name.partition(",")[0])
        out = [run.saying(run.text.replace(f" & {last}", f" {conjunction(style)} {last}")) for run in out]
    return out


def without_letters(
    runs: Sequence[Run], nobodys: Mapping[str, Work], style: Style, *, sentence: bool = False
) -> list[Run]:
    """Return a citation in which works of nobody have no letter: the engine takes them for one author's.

    A style that prints a year alone for them has the title before it.

    Args:
        runs: the citation.
        nobodys: works without authors, none of which has another's title, by the link to their reference.
        style: the style.
        sentence: whether the title stands before it anyway.
    """
    out, done = list[Run](), ""
    for run in runs:
        work = nobodys.get(run.link)
        if work is None:
            out.append(run)
            continue
        found = _YEAR_FIRST.match(run.text)
        if found and run.link != done and not sentence:
            out.append(replace(title(work, style), text=f"{title(work, style).text}, ", link=run.link))
        done = run.link
        out += letterless([run], work)
    return out


def letterless(runs: Sequence[Run], work: Work) -> list[Run]:
    """Return runs in which a work's year, or `n.d.`, has no letter."""
    year = str(work.year) if work.year is not None else r"n\.d\.-?"
    lettered = re.compile(rf"(?<!\w)({year})[a-z](?!\w)")
    return [run.saying(lettered.sub(r"\1", run.text)) for run in runs]


def nobodys(listed: Iterable[tuple[str, Work]]) -> dict[str, Work]:
    """Return the works without authors whose title no other has, by the link to their reference."""
    references = list(listed)
    titles = Counter(work.title.casefold() for _, work in references)
    return {
        link: work
        for link, work in references
        if not names(work.authors) and titles[work.title.casefold()] == 1
    }


def called(work: Work) -> str:
    """Return who is named in a sentence of a style that cites by number: `Akin et al.`, or a title."""
    people = [signs.clean(name) for name in names(work.authors)]
    if not people:
        return f"‘{signs.unmarked(work.title).rstrip('.') or 'No title'}’"
    last = [name.partition(",")[0].strip() for name in people]
    if len(last) > 2 or last[1:] == ["et al."]:
        return f"{last[0]} et al."
    return " and ".join(last)
