"""The open items that nobody can mend, because the review did not publish what they ask for.

Each item is named by itself. The rules with * stand for the five criteria of one set of MMAT, of a study
whose whole set is missing from the review's Table 3.
"""

from __future__ import annotations

from sources import DATABASES, SOURCES

WHO = "R1"
WHEN = "2022-03-31"

_DATABASE_HITS = "not published: of the five databases only the sum, 2,003, and the 668 of Web of Science are"
_OTHER_HITS = "not published: of all other searches only the sum, 11, is"
_STRATEGY = "not published: of the five strategies only that of Web of Science is"
_BY_HAND = "not published: it is only said that this was searched by hand"

#: Mixed-methods studies: MMAT also asks for the qualitative set and for one quantitative set.
_MIXED = {"madden2012": "4", "malvaso2020": "4", "ringle2015": "3", "rushovich2021": "2"}


def acceptances() -> list[dict[str, str]]:
    """Return the rows of records/accepted.csv."""
    items = {
        "search:dates:web_of_science.txt": (
            "as published: the search of 17 September 2021 covers the index up to 16 August; "
            "whether the month between was looked at is not published"
        )
    }
    for source in SOURCES:
        if not source.hits:
            hits = _DATABASE_HITS if source in DATABASES else _OTHER_HITS
            items[f"search:hits:{source.file}"] = hits
        if not source.strategy_file:
            items[f"search:strategy:{source.file}"] = _STRATEGY if source in DATABASES else _BY_HAND
    for study, component in _MIXED.items():
        for category in ("1", component):
            items[f"appraisal:missing:mmat2018:{study}:{category}.*"] = (
                "not published: Table 3 rates the mixed-methods studies on 5.1 to 5.5 only"
            )
    items["appraisal:missing:mmat2018:trout2020:2.1"] = (
        "not published: the cell is empty in Table 3, which prints four ratings for this study"
    )
    items["appraisal:comment:mmat2018:*"] = (
        "not published: Table 3 gives the answers alone, without a comment"
    )
    items["synthesis:framework:pine2009"] = "not published: Table 6 names this study in none of its cells"
    return [{"item": item, "who": WHO, "when": WHEN, "why": why} for item, why in items.items()]
