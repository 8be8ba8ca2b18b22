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

from tamis.manuscript.citing import hayagriva
from tamis.manuscript.citing.csl import Style as Style
from tamis.manuscript.citing.csl import style as style
from tamis.manuscript.citing.typst import Cited, Typeset, compiled, tidied
from tamis.reports.built import Built
from tamis.reports.references import Work, is_web, names
from tamis.tables import Study, StudyReport
from tamis.typeset.blocks import Run, Runs, words

#: How the words before those who are not named join them to the rest; the engine takes them for an author.
_JOINED = re.compile(rf"([,;]?)\s*(?:(?:&|and|und|et|e|y|i|og|och|и)\s+)?{hayagriva.OTHERS}\.?", re.I)
_LETTER = re.compile(r"\b\d{4}[b-z]\b")
_BARE_YEAR = re.compile(r"(?<=\()(\d{4}[a-z]?),(?=\))")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?= (?:URL )?$)")
_YEAR = re.compile(r"(?:\d{4}|n\.d\.)(?:-?[a-z])?(?:,|$)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
_PAGES = re.compile(r"\d\s*(?:[-–,;&]|and)\s*\d")
_DASH = re.compile(r"(?<=\d)\s*-\s*(?=\d)")


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
    that a changed decision keeps no manuscript from being made.
    """
    library = built.library
    reports = {work.id: work for work in library.reports}
    citation_of = {member.record_id: member.citation_id for member in built.members}
    made: dict[str, tuple[Work, ...]] = {}
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
        entries = {key: hayagriva.entry(work) for work, key in keys.items()}
        numeric = _is_numeric(self._style)
        asked = [
            _asked([(keys[work], page, work) for work, page in one], cluster.narrative and not numeric)
            for cluster, one in zip(clusters, cited, strict=True)
        ]
        flat = [part.cited for parts in asked for part in parts]
        made = compiled(entries, flat, self._style)
        if not numeric and any(_LETTER.search(words(runs)) for _, runs in made.references):
            made = self._lettered(entries, flat)
        at = {f"#{id}": f"#{anchor(position)}" for position, (id, _) in enumerate(made.references)}
        texts = iter(made.clusters)
        citations = [_joined([_runs(next(texts), at) for _ in parts], parts) for parts in asked]
        if numeric:
            citations = [
                _named(one, runs) if cluster.narrative else runs
                for cluster, one, runs in zip(clusters, cited, citations, strict=True)
            ]
        return Formatted(citations, [_reference(runs, at) for _, runs in made.references])

    def _lettered(self, entries: dict[str, dict[str, Any]], asked: Sequence[Cited]) -> Typeset:
        """Set all again so that letters after years follow the list, as styles have it.

        The engine gives them by first citation: so a paragraph before the others cites all in order.
        """
        alone = compiled(entries, [*asked, *(Cited(((key, ""),)) for key in entries)], self._style)
        place = {f"#{id}": position for position, (id, _) in enumerate(alone.references)}
        at = (place[next(run.link for run in runs if run.link)] for runs in alone.clusters[len(asked) :])
        order = [key for _, key in sorted(zip(at, entries, strict=True))]
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
                page = _page(cluster.page) if last and not position else ""
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
        of[_people(work)].append((key, page))
    return [
        _Part(Cited((one,), narrative=True), at > 0) for same in of.values() for at, one in enumerate(same)
    ]


def _joined(texts: Sequence[Runs], asked: Sequence[_Part]) -> Runs:
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
            out.append(Run(" and " if position == len(groups) - 1 else ", "))
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


def _page(page: str) -> str:
    """Return a page as styles print it.

    >>> _page("12"), _page("12-14"), _page("chapter 3"), _page("p. 4")
    ('p. 12', 'pp. 12–14', 'chapter 3', 'p. 4')
    """
    page = page.strip()
    if not page[:1].isdigit():
        return page
    return f"pp. {_DASH.sub('–', page)}" if _PAGES.search(page) else f"p. {page}"


def _runs(runs: Sequence[Run], at: Mapping[str, str]) -> Runs:
    """Return runs with links to references as `at` has them; links that lead nowhere are text."""
    linked = [replace(run, link=at.get(run.link, run.link if is_web(run.link) else "")) for run in runs]
    return tuple(replace(run, text=_JOINED.sub(r"\1 et al.", run.text)) for run in tidied(linked))


def _reference(runs: Sequence[Run], at: Mapping[str, str]) -> Runs:
    """Return a reference without signs too many: a comma behind a year alone, a second full stop."""
    return tuple(
        replace(run, text=_TWO_STOPS.sub(".", _BARE_YEAR.sub(r"\1", run.text))) for run in _runs(runs, at)
    )


def _named(cited: Iterable[tuple[Work, str]], number: Runs) -> Runs:
    """Return a narrative citation of a style that cites by number: who it was, and the number.

    The engine would print initials and all.
    """
    people = list(dict.fromkeys(_people(work) for work, _ in cited))
    joined = people[0] if len(people) == 1 else ", ".join(people[:-1]) + f" and {people[-1]}"
    superscript = bool(number) and number[0].sup
    return (Run(joined if superscript else f"{joined} "), *number)


def _people(work: Work) -> str:
    """Return who is named in a text: `Akin et al.`, or a title."""
    people = names(work.authors)
    if not people:
        return f"‘{work.title.strip().rstrip('.')}’"
    last = [name.partition(",")[0].strip() for name in people]
    if len(last) > 2 or last[1:] == ["et al."]:
        return f"{last[0]} et al."
    return " and ".join(last)
