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


_RINGLE = "as published in the cell that begins with 62; of how many the percentages are is not published"
_RUSHOVICH = "as published, in groups of 48 and 69 children; of how many the percentages are is not published"
#: What the checks of numbers find. An id ends in a digest of the numbers: others are not accepted with them.
_NUMBERS = {
    "sum:akin2017:arms:n:892c71": (
        "the review prints 493 children in Table 2, and 357 and 892 in section 4.4.1; how they relate is not "
        "published"
    ),
    "percent:akin2017:results:re-entry-to-care_from-3-years-and-3-3b0661:percent_1:b2dbe1": (
        "as published: 23.7% of a group of 357; the number of children behind it is not published"
    ),
    "unit:brook2007:arms:counted_in:354527": (
        "as published: 60 families and 79 children; the same unit for both is not published"
    ),
    "percent:chambers2016:results:families-with-a-child-living-out-of-home-7b5da8:percent_2:78b7d8": (
        "the review prints 4 families in section 4.4.1 and 10% in Table 5; which is right is not published"
    ),
    "unit:chambers2019:arms:counted_in:cdfde0": (
        "Table 2 says children, section 4.4.1 families; which is right is not published"
    ),
    "unit:degarmo2013:total:e61bac": (
        "Table 2 prints 101 children, section 4.4.1 50 and 53 families; how they relate is not published"
    ),
    "unit:lewandowski2002:total:c9393f": (
        "Table 2 calls families what it then counts as children; which is right is not published"
    ),
    "percent:lewandowski2002:results:re-entry-to-care_18-months:percent_2:9e5d8b": (
        "as published with N = 374; how the 269 closed cases divide is not published"
    ),
    "chi2:lewandowski2002:results:re-entry-to-care_18-months:statistic:7cc813": (
        "as published with N = 374, while it fits the 269 closed cases; how these divide is not published"
    ),
    "sum:malvaso2020:composition:unsuccessful-reunifications:n:e3a153": (
        "the review prints 7 of 9 in Table 5, and all but one in section 4.4.1; which is right is not "
        "published"
    ),
    "percent:pine2009:results:children-reunified-with-biological-9a120c:percent_1:dab74e": (
        "as published: 122 children, 61.9%, in a group of 254; the denominator is not published"
    ),
    "percent:pine2009:results:children-reunified-with-biological-9a120c:percent_2:0ac160": (
        "as published: 57.2% of 223 children in Table 5, 233 elsewhere; the number reunified is not published"
    ),
    "percent:ringle2015:composition:young-people-by-sex_female:percent:72d376": _RINGLE,
    "percent:ringle2015:composition:young-people-by-ethnicity_white:percent:b617ec": _RINGLE,
    "percent:ringle2015:composition:young-people-by-ethnicity_african-963185:percent:7632e8": _RINGLE,
    "percent:ringle2015:composition:young-people-by-ethnicity_hispanic:percent:ac49a3": _RINGLE,
    "percent:rushovich2021:results:re-entry-to-care_study-period:percent_1:2acd2d": _RUSHOVICH,
    "percent:rushovich2021:results:re-entry-to-care_study-period:percent_2:70111c": _RUSHOVICH,
    "percent:rushovich2021:results:alleged-victim-of-maltreatment-after-93bbd7:percent_1:b5bf2b": _RUSHOVICH,
    "percent:rushovich2021:results:alleged-victim-of-maltreatment-after-93bbd7:percent_2:fa4dca": _RUSHOVICH,
    "sum:ryan2016:composition:mothers-by-primary-substance:percent:4eee6a": (
        "as published: the four substances make 99.7%; what the rest is, is not published"
    ),
    "d:trout2020:results:placement-at-home-as-section-4.4-1-ac2060:d:6bc31a": (
        "section 4.4.1 prints d with a minus sign, Table 5 without; that the sign is a slip is not published"
    ),
}


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
    items |= {f"extraction:number:{item}": why for item, why in _NUMBERS.items()}
    return [{"item": item, "who": WHO, "when": WHEN, "why": why} for item, why in items.items()]
