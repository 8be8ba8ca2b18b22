"""Studies, their reports, and how they are cited in text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tamis.errors import Problems
from tamis.tables import Citation, OpenItem, Report, Study, StudyReport


def author_year(authors: str, year: int | None, title: str) -> str:
    """Return author and year as cited in text; a group author stands as it is, a title where there is none.

    >>> author_year("Akin, Becci A.; Brook, Jody; Lloyd, Margaret", 2017, "")
    'Akin et al., 2017'
    >>> author_year("Brook, Jody; McDonald, Thomas P.", 2007, "")
    'Brook and McDonald, 2007'
    """
    names = [name.split(",")[0].strip() for name in authors.split(";") if name.strip()]
    if not names:
        words = title.split()
        who = " ".join(words[:5]) + (" ..." if len(words) > 5 else "") if words else "Anonymous"
    elif len(names) <= 2:
        who = " and ".join(names)
    else:
        who = f"{names[0]} et al."
    return f"{who}, {year if year is not None else 'n.d.'}"


def labelled(studies: Sequence[Study]) -> list[Study]:
    """Fill in `label`, one for each study: a, b follow the year where two reports would be cited alike.

    The letters follow the titles, as in a list of references. Studies that share their main report
    cannot be told apart by a letter: their ids stand in brackets.
    """
    plain = {s.study: author_year(s.authors, s.year, s.title) for s in studies}
    reports: dict[str, set[tuple[str, str]]] = defaultdict(set)
    sharing: dict[str, list[str]] = defaultdict(list)
    for study in studies:
        reports[plain[study.study].casefold()].add((study.title.casefold(), study.citation_id))
        sharing[study.citation_id].append(study.study)
    result = []
    for study in studies:
        label = plain[study.study]
        alike = sorted(reports[label.casefold()])
        if len(alike) > 1:
            label += _letters(alike.index((study.title.casefold(), study.citation_id)))
        if len(sharing[study.citation_id]) > 1:
            label += f" ({study.study})"
        result.append(replace(study, label=label))
    return result


def _letters(position: int) -> str:
    """Return a, b, ... z, aa, ab, ... for 0, 1, ..."""
    text = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def studies(
    rows: Sequence[StudyReport],
    reports: Iterable[Report],
    citation: Mapping[str, Citation],
    citation_of: Mapping[str, str],
    problems: Problems,
) -> tuple[list[Study], list[OpenItem]]:
    """Return the included studies by id, and an item for each study with a report that is not included.

    A study is included when one of its reports is. Two records of one study that are one report by now
    are a problem, since one row of the two is superfluous.

    Args:
        rows: which report is about which study.
        reports: the reports that were sought.
        citation: citations by id.
        citation_of: the citation of each record.
        problems: takes what is wrong.
    """
    included = {report.citation_id for report in reports if report.outcome == "include"}
    by_study: dict[str, list[StudyReport]] = defaultdict(list)
    for row in rows:
        by_study[row.study].append(row)
    found: list[Study] = []
    items: list[OpenItem] = []
    for study, of_study in sorted(by_study.items()):
        _check_distinct(of_study, citation_of, problems)
        outside = [row for row in of_study if citation_of[row.record] not in included]
        if outside:
            text = f"{study}: {', '.join(row.record for row in outside)} is not included at full text"
            items.append(OpenItem(f"fulltext:not-included:{study}", text, "team", outside[0].place))
        main = next((row for row in of_study if row.role == "main"), None)
        if main is not None and len(outside) < len(of_study):
            kept = [row for row in of_study if row not in outside]
            found.append(_study(main, kept, citation, citation_of))
    return labelled(found), items


def _check_distinct(
    of_study: Sequence[StudyReport], citation_of: Mapping[str, str], problems: Problems
) -> None:
    first: dict[str, StudyReport] = {}
    for row in of_study:
        other = first.setdefault(citation_of[row.record], row)
        if other is not row:
            line = other.place.rpartition(":")[2]
            text = f"{row.record} and {other.record} (line {line}) are one report; keep one of the two rows"
            problems.add_at(row.place, text, column="record")


def _study(
    main: StudyReport,
    kept: Sequence[StudyReport],
    citation: Mapping[str, Citation],
    citation_of: Mapping[str, str],
) -> Study:
    report = citation[citation_of[main.record]]
    companions = [row for row in kept if row.role == "companion"]
    arms = {citation[citation_of[row.record]].arm for row in kept}
    return Study(
        study=main.study,
        citation_id=report.citation_id,
        companions=";".join(citation_of[row.record] for row in companions),
        why="; ".join(dict.fromkeys(row.why for row in companions if row.why)),
        authors=report.authors,
        year=report.year,
        title=report.title,
        journal=report.journal,
        volume=report.volume,
        issue=report.issue,
        pages=report.pages,
        doi=report.doi,
        arm="databases" if "databases" in arms else "other",
        place=main.place,
    )
