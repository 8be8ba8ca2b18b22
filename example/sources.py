"""Which source holds which work, and the search log.

Published: 668 records of Web of Science, 2,003 of the five databases together, 11 of other searches.
How the remaining 1,335 and the 11 are divided is a stand-in, and so is which source found which work.
"""

from __future__ import annotations

from dataclasses import dataclass

from copies import TYPED_FROM_MEMORY
from dice import Dice
from vocabulary import DOMAINS
from works import Work


@dataclass(frozen=True, slots=True)
class Source:
    """One search: its row of the search log, and how many records its export holds.

    `twice` of the records are entries that the same source holds a second time.
    """

    id: str
    file: str
    name: str
    platform: str
    kind: str
    records: int
    twice: int = 0
    strategy_file: str = ""
    limits: str = ""
    date_from: str = ""
    date_to: str = ""
    hits: str = ""
    note: str = ""


_LIMITS = "2000 to 2021; English; peer-reviewed journal article"
_DATE = "run between 13 and 17 September 2021; the last of these days stands for the day, not published"
_HITS = "hits and strategy not published"
_BY_HAND = "2000 to 2021; English; report or peer-reviewed journal article"

#: In the order of the search log, which is the order in which citations are named.
SOURCES = (
    Source(
        "web_of_science",
        "web_of_science.txt",
        "Web of Science",
        "Web of Science Core Collection",
        "database",
        records=668,
        twice=5,
        strategy_file="strategy_web_of_science.csv",
        limits="English; Articles or Early Access; Index Date 2000-01-01 to 2021-08-16",
        date_from="2000-01-01",
        date_to="2021-08-16",
        hits="668",
        note="date, limits, hits and strategy as published; the records, but for included studies, stand-ins",
    ),
    Source(
        "scopus",
        "scopus.csv",
        "Scopus",
        "Scopus",
        "database",
        records=585,
        twice=5,
        limits=_LIMITS,
        date_from="2000-01-01",
        note=f"{_DATE}; {_HITS}",
    ),
    Source(
        "psycinfo",
        "psycinfo.ris",
        "PsycINFO",
        "Ovid",
        "database",
        records=402,
        twice=3,
        limits=_LIMITS,
        date_from="2000-01-01",
        note=f"{_DATE}; {_HITS}; nor is the platform, Ovid is a stand-in",
    ),
    Source(
        "pubmed",
        "pubmed.nbib",
        "PubMed",
        "PubMed",
        "database",
        records=284,
        twice=2,
        limits=_LIMITS,
        date_from="2000-01-01",
        note=f"{_DATE}; {_HITS}",
    ),
    Source(
        "cochrane",
        "cochrane.ris",
        "Cochrane",
        "Cochrane Library",
        "database",
        records=64,
        twice=4,
        limits=_LIMITS,
        date_from="2000-01-01",
        note=f"{_DATE}; {_HITS}; the review says Cochrane, here it is taken for the library's trials",
    ),
    Source(
        "ofsted",
        "ofsted.ris",
        "Ofsted",
        "",
        "website",
        records=2,
        limits=_BY_HAND,
        note=f"searched by hand; {_DATE}; hits not published",
    ),
    Source(
        "department_for_education",
        "department_for_education.ris",
        "Department for Education",
        "",
        "website",
        records=2,
        limits=_BY_HAND,
        note=f"searched by hand; {_DATE}; hits not published",
    ),
    Source(
        "cafcass",
        "cafcass.ris",
        "Cafcass",
        "",
        "website",
        records=2,
        limits=_BY_HAND,
        note=f"searched by hand; {_DATE}; hits not published",
    ),
    Source(
        "reference_lists",
        "reference_lists.ris",
        "Reference lists of other reviews",
        "",
        "citation",
        records=5,
        limits=_BY_HAND,
        note=f"searched by hand; {_DATE}; hits not published; of included full texts, says another paragraph",
    ),
)

DATE_RUN = "2021-09-17"
DATABASES = SOURCES[:5]


def log_row(source: Source) -> dict[str, str]:
    """Return a source's row of the search log."""
    return {
        "file": source.file,
        "source": source.name,
        "platform": source.platform,
        "kind": source.kind,
        "date_run": DATE_RUN,
        "strategy_file": source.strategy_file,
        "limits": source.limits,
        "date_from": source.date_from,
        "date_to": source.date_to,
        "hits": source.hits,
        "stand_in": "yes",
        "note": source.note,
    }


#: What is found outside the databases only, and what is found there as well.
_ELSEWHERE = {
    "ofsted": ("annual2a", "annual2b"),
    "department_for_education": ("annual1a", "annual1b"),
    "cafcass": ("annual3a", "annual3b"),
    "reference_lists": ("left02", "society017"),
}
_ELSEWHERE_TOO = {"reference_lists": ("left17", "care042", TYPED_FROM_MEMORY)}

#: A database holds what it is likely to hold; these kinds it does not.
_REFUSED = {
    "web_of_science": ("abstract", "erratum"),
    "psycinfo": ("abstract",),
    "pubmed": ("abstract",),
    "scopus": (),
}


def held(works: list[Work]) -> dict[str, list[tuple[str, int]]]:
    """Return, by source, which works it holds, in the order of the export; 2 marks the second entry."""
    by_key = {work.key: work for work in works}
    inside = _inside_databases(works)
    result: dict[str, list[tuple[str, int]]] = {}
    for source in SOURCES:
        keys = inside.get(source.id) or {*_ELSEWHERE.get(source.id, ()), *_ELSEWHERE_TOO.get(source.id, ())}
        once = [work.key for work in works if work.key in keys]
        able = [key for key in once if not by_key[key].real and not by_key[key].near]
        twice = Dice("twice", source.id).some(able, source.twice)
        entries = [(key, 1) for key in once] + [(key, 2) for key in twice]
        if len(entries) != source.records:
            raise AssertionError(f"{source.id}: {len(entries)} entries, not {source.records}")
        result[source.id] = Dice("export", source.id).shuffled(entries)
    return result


def _inside_databases(works: list[Work]) -> dict[str, set[str]]:
    """Return the keys of the works that each database holds; each is in one at least."""
    outside = {key for keys in _ELSEWHERE.values() for key in keys}
    inside: dict[str, set[str]] = {source.id: set() for source in DATABASES}
    for work in works:
        if work.real:
            # In three databases, or in two: which ones is not published.
            other = Dice("real", work.key).number(0, 4)
            inside["web_of_science"].add(work.key)
            inside["scopus"].update([work.key] if other else [])
            inside["psycinfo"].update([work.key] if other != 1 else [])
    rest = [work for work in works if not work.real and work.key not in outside]
    # First every work gets one database, Scopus last, which refuses none; then each is filled up.
    homeless = rest
    for source in sorted(DATABASES, key=lambda source: (source.id == "scopus", source.records)):
        share = len(homeless) if source.id == "scopus" else (source.records - source.twice) * 2 // 5
        inside[source.id].update(_likeliest("home", source, homeless, share))
        homeless = [work for work in homeless if work.key not in inside[source.id]]
    for source in DATABASES:
        wanting = source.records - source.twice - len(inside[source.id])
        others = [work for work in rest if work.key not in inside[source.id]]
        inside[source.id].update(_likeliest("fill", source, others, wanting))
    return inside


def _fits(source: Source, work: Work) -> bool:
    if source.id == "cochrane":
        return work.type in ("trial", "abstract")
    return work.type not in _REFUSED[source.id]


def _likeliest(step: str, source: Source, works: list[Work], count: int) -> set[str]:
    """Return the keys of that many works that it may hold, drawn by how likely it is to hold each."""

    def drawn(work: Work) -> tuple[float, str]:
        weight = DOMAINS[work.domain].weights[source.id] * (1.6 if work.left != "title_abstract" else 1)
        return Dice(step, source.id, work.key).fraction() / weight, work.key

    return {work.key for work in sorted((w for w in works if _fits(source, w)), key=drawn)[:count]}
