"""Citations of a manuscript and its list of references, in a style of the Citation Style Language.

All clusters of a document are set at once and in order: numeric styles number by first use, and letters after
years tell apart what is cited. A study is cited with all its included reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tamis.manuscript.citing import hayagriva, locators, people, signs, tidy
from tamis.manuscript.citing.csl import Style as Style
from tamis.manuscript.citing.csl import style as style
from tamis.manuscript.citing.typst import Cited, Typeset, compiled
from tamis.reports.built import Built
from tamis.reports.references import Work, names
from tamis.tables import Study, StudyReport
from tamis.typeset.blocks import Run, Runs, words
from tamis.typeset.text import is_web

_LETTER = re.compile(r"\b\d{4}[b-z]\b")
_YEAR = re.compile(r"(?:\d{4}|n\.d\.)(?:-?[a-z])?(?:,|$)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is cited at one place: studies, reports or keys of `config/references.bib`.

    narrative: `Akin et al. (2017)` for `(Akin et al., 2017)`. page: of the last key's main report; a number,
    or in words (`chapter 3`).
    """

    keys: tuple[str, ...]
    narrative: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Citations, one a cluster, and the references in the style's order; links lead to `anchor(position)`."""

    citations: list[Runs]
    references: list[Runs]


def anchor(position: int) -> str:
    """Return the id of a reference by its place in the list, from 0."""
    return f"ref-{position + 1}"


def works(built: Built, listed: Iterable[StudyReport] = ()) -> dict[str, tuple[Work, ...]]:
    """Return what can be cited: studies with their included reports, main first; reports; other works.

    listed: the rows of `records/studies.csv`: a study that is not included any more can still be cited, so
    that a changed decision keeps no manuscript from being made. Reports that were excluded at full text, or
    not retrieved, can be cited by their citation (PRISMA 2020 item 16b).
    """
    library = built.library
    sought = (built.citation.get(report.citation_id) for report in built.reports)
    reports = {work.id: work for work in library.reports}
    citation_of = {member.record_id: member.citation_id for member in built.members}
    made = {citation.citation_id: (Work.of(citation),) for citation in sought if citation}
    for row in sorted(listed, key=lambda row: row.role != "main"):
        if citation := built.citation.get(citation_of.get(row.record, "")):
            made[row.study] = (*made.get(row.study, ()), Work.of(citation))
    made |= {id: (work,) for id, work in reports.items()}
    made |= {work.id: (work,) for work in library.others}
    return made | {study.study: _reports(study, reports) for study in built.studies}


def _reports(study: Study, reports: Mapping[str, Work]) -> tuple[Work, ...]:
    ids = dict.fromkeys([study.citation_id, *study.companions.split(";")])
    return tuple(reports[id.strip()] for id in ids if id.strip() in reports)


class Bibliography:
    """What can be cited, in a style."""

    def __init__(self, works: Mapping[str, Sequence[Work]], style: Style) -> None:
        """Take works by key and a style."""
        self._works = works
        self._style = style

    @property
    def known(self) -> tuple[str, ...]:
        """All keys."""
        return tuple(self._works)

    @property
    def prints_pages(self) -> bool:
        """Whether the style's citations can have a page."""
        return locators.prints_pages(self._style)

    def format(self, clusters: Sequence[Cluster]) -> Formatted:
        """Return citations and references of a document.

        Args:
            clusters: all of a document, in order; each key is known.

        Raises:
            KeyError: a key is not known.
        """
        cited = [self._cited(cluster) for cluster in clusters]
        found = dict.fromkeys(work for one in cited for work, _ in one)
        if not found:
            return Formatted([() for _ in clusters], [])
        keys = {work: f"w{position}" for position, work in enumerate(found)}
        numeric = _is_numeric(self._style)
        apart = people.Apart() if numeric else people.Apart.of(found)
        entries = {key: hayagriva.entry(work, apart.sign.get(work, "")) for work, key in keys.items()}
        asked = [
            _asked([(keys[work], page, work) for work, page in one], cluster.narrative and not numeric)
            for cluster, one in zip(clusters, cited, strict=True)
        ]
        flat = [part.cited for parts in asked for part in parts]
        made = compiled(entries, flat, self._style)
        nobody = not numeric and any(not names(work.authors) for work in found)
        lettered = not numeric and any(_LETTER.search(words(runs)) for _, runs in made.references)
        listed = self._order(entries, flat) if nobody or lettered else []
        if lettered:
            made = self._lettered(entries, flat, listed)
        at = {f"#{id}": f"#{anchor(position)}" for position, (id, _) in enumerate(made.references)}
        by_key = {key: work for work, key in keys.items()}
        nobodys = people.nobodys((f"#{anchor(at)}", by_key[key]) for at, key in enumerate(listed))
        texts = iter(made.clusters)

        def set_in(part: _Part) -> Runs:
            runs = apart.named(people.others(_linked(next(texts), at)))
            runs = people.without_letters(runs, nobodys, self._style, sentence=part.cited.narrative)
            if part.cited.narrative:
                runs = people.in_sentence(runs, by_key[part.cited.cites[0][0]], self._style)
            return _finished(runs)

        joiner = people.conjunction(self._style)
        citations = [_joined([set_in(part) for part in parts], parts, joiner) for parts in asked]
        if numeric:
            citations = [
                _named(one, runs) if cluster.narrative else runs
                for cluster, one, runs in zip(clusters, cited, citations, strict=True)
            ]
        references = list[Runs]()
        for position, (_, runs) in enumerate(made.references):
            whole = apart.listed(people.others(_linked(runs, at)))
            if work := nobodys.get(f"#{anchor(position)}"):
                whole = people.letterless(whole, work)
            references.append(_finished(tidy.without_extra(whole)))
        return Formatted(citations, references)

    def _order(self, entries: Mapping[str, dict[str, Any]], asked: Sequence[Cited]) -> list[str]:
        """Return the keys of works in the order of the list: a citation of each alone leads to its place."""
        alone = compiled(entries, [*asked, *(Cited(((key, ""),)) for key in entries)], self._style)
        place = {f"#{id}": position for position, (id, _) in enumerate(alone.references)}
        links = (next((run.link for run in runs if run.link), "") for runs in alone.clusters[len(asked) :])
        at = {place[link]: key for link, key in zip(links, entries, strict=True) if link}
        # A style may print nothing of a work: then nothing leads to it.
        unseen = iter([key for key in entries if key not in at.values()])
        return [at.get(position) or next(unseen) for position in range(len(alone.references))]

    def _lettered(
        self, entries: Mapping[str, dict[str, Any]], asked: Sequence[Cited], order: Sequence[str]
    ) -> Typeset:
        """Set all again so that letters after years follow the list, as styles have it.

        The engine gives them by first citation: so a paragraph before the others cites all in order.
        """
        ranks = {key: position for position, key in enumerate(order)}
        ordered = [replace(one, cites=tuple(sorted(one.cites, key=lambda c: ranks[c[0]]))) for one in asked]
        again = compiled(entries, [Cited(tuple((key, "") for key in order)), *ordered], self._style)
        return Typeset(again.clusters[1:], again.references)

    def _cited(self, cluster: Cluster) -> list[tuple[Work, str]]:
        """Return the works of a cluster, each once, with the page that is cited."""
        found: dict[Work, str] = {}
        for key in cluster.keys:
            last = key == cluster.keys[-1]
            for position, work in enumerate(self._works[key]):
                page = locators.page(cluster.page, self._style) if last and not position else ""
                found[work] = page or found.get(work, "")
        return list(found.items())


@cache
def _is_numeric(style: Style) -> bool:
    """Return whether a style cites by number: then a citation says neither who, nor what, nor when."""
    work = {"type": "book", "title": "Title", "author": {"name": "Body"}, "date": 2000}
    made = compiled({"a": work}, [Cited((("a", ""),))], style)
    return not re.search("Body|Title|2000", words(made.clusters[0]), re.I)


@dataclass(frozen=True, slots=True)
class _Part:
    """What the engine sets at once; `again`: of the same people, so that its year alone is printed."""

    cited: Cited
    again: bool = False


def _asked(cited: Sequence[tuple[str, str, Work]], narrative: bool) -> list[_Part]:
    """Return what the engine sets for a cluster: in a sentence work by work, the same people's together."""
    if not narrative:
        return [_Part(Cited(tuple((key, page) for key, page, _ in cited)))] if cited else []
    of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, page, work in cited:
        of[work.authors or work.title].append((key, page))
    return [
        _Part(Cited((one,), narrative=True), at > 0) for same in of.values() for at, one in enumerate(same)
    ]


def _joined(texts: Sequence[Runs], asked: Sequence[_Part], conjunction: str) -> Runs:
    """Return a cluster's parts as one: `A (2018a, 2018b), B (2019) and C (2020)`."""
    groups: list[Runs] = []
    for runs, part in zip(texts, asked, strict=True):
        year = _IN_BRACKETS.search(runs[-1].text) if runs else None
        if not part.again or not year or not groups[-1][-1].text.endswith(")"):
            groups.append(runs)
            continue
        *before, last = groups[-1]
        closed = replace(last, text=last.text.removesuffix(")"))
        groups[-1] = (*before, closed, Run(", "), replace(runs[-1], text=year[1]), Run(")"))
    out: list[Run] = []
    for position, runs in enumerate(groups):
        if position:
            out.append(Run(f" {conjunction} " if position == len(groups) - 1 else ", "))
        out += runs
    return _years_apart(out)


def _years_apart(runs: Sequence[Run]) -> Runs:
    """Return a citation in which years of the same people are parted by commas, as all styles here have it.

    The engine parts them as it parts people: `Akin, 2017a; 2017b`.
    """
    return tuple(
        replace(run, text=", ") if run.text == "; " and _YEAR.match(after.text) else run
        for run, after in zip(runs, [*runs[1:], Run("")], strict=True)
    )


def _linked(runs: Sequence[Run], at: Mapping[str, str]) -> list[Run]:
    """Return runs with links to references as `at` has them; links that lead nowhere are text."""
    linked = [replace(run, link=at.get(run.link, run.link if is_web(run.link) else "")) for run in runs]
    return tidy.tidied(linked)


def _finished(runs: Sequence[Run]) -> Runs:
    """Return runs without our signs in them, with the looks that titles have."""
    return tuple(tidy.tidied([run.saying(signs.bare(run.text)) for run in signs.looked(runs)]))


def _named(cited: Iterable[tuple[Work, str]], number: Runs) -> Runs:
    """Return a narrative citation of a style that cites by number: who it was, and the number.

    The engine would print initials and all.
    """
    who = list(dict.fromkeys(people.called(work) for work, _ in cited))
    joined = who[0] if len(who) == 1 else ", ".join(who[:-1]) + f" and {who[-1]}"
    superscript = bool(number) and number[0].sup
    return (Run(joined if superscript else f"{joined} "), *number)
