"""Studies, their reports, and how they are cited in text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tamis.errors import Problems
from tamis.tables import Citation, OpenItem, Report, Study, StudyReport


def author_year(authors: str, year: int | None, title: str) -> str:
    """Return author and year as cited in text; a group author stands as it is, a title where there is none.

    >>> author_year("Akin, Becci A.; Brook, Jody; Lloyd, Margaret", 2017, "")
    'Akin et al., 2017'
    >>> author_year("Brook, Jody; McDonald, Thomas P.", 2007, "")
    'Brook and McDonald, 2007'
    """
    names = [name.split(",")[0].strip() for name in authors.split(";") if name.strip(" ,")]
    if not names:
        words = title.split()
        who = " ".join(words[:5]) + (" ..." if len(words) > 5 else "") if words else "Anonymous"
    elif len(names) == 1 or names[1:] == ["et al."]:
        who = " ".join(names)
    elif len(names) == 2:
        who = " and ".join(names)
    else:
        who = f"{names[0]} et al."
    return f"{who}, {year if year is not None else 'n.d.'}"


def letters(cited: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return the letter that follows the year of each work: a, b, ... where two would be cited alike.

    The letters follow the titles, as in a list of references; a work that nothing else is cited like has
    none, and is left out.

    Args:
        cited: id, author and year, and title of every work that is cited, each once.
    """
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for id, plain, title in cited:
        alike[plain.casefold()].append((title.casefold(), id))
    return {
        id: _letters(position)
        for works in alike.values()
        if len(works) > 1
        for position, (_, id) in enumerate(sorted(works))
    }


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
        kept = [row for row in of_study if row not in outside]
        if kept:
            found.append(_study(kept, citation, citation_of))
    return found, items


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
    kept: Sequence[StudyReport], citation: Mapping[str, Citation], citation_of: Mapping[str, str]
) -> Study:
    """Return a study with its included reports; it is cited from the main one, or from the first it has."""
    lead = next((row for row in kept if row.role == "main"), kept[0])
    report = citation[citation_of[lead.record]]
    others = [row for row in kept if row is not lead]
    arms = {citation[citation_of[row.record]].arm for row in kept}
    return Study(
        study=lead.study,
        citation_id=report.citation_id,
        companions=";".join(citation_of[row.record] for row in others),
        why="; ".join(dict.fromkeys(row.why for row in kept if row.why)),
        label=author_year(report.authors, report.year, report.title),
        authors=report.authors,
        year=report.year,
        title=report.title,
        journal=report.journal,
        volume=report.volume,
        issue=report.issue,
        pages=report.pages,
        doi=report.doi,
        arm="databases" if "databases" in arms else "other",
        place=lead.place,
    )
