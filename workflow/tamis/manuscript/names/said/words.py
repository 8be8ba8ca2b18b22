"""Nouns and verbs of the texts: patterns from which others are made. They match small letters."""

from __future__ import annotations

import re

WERE = r"(?:(?:were|was|are|is|had been|have been|being) )"
NOUN = (
    r"(?:records?|citations?|references?|articles?|titles?(?:(?: and |/| & )abstracts?)?|abstracts?|papers?|"
    r"publications?|hits|results|stud(?:y|ies)|entries|documents?|items|reports?|manuscripts?)"
)
#: Records as they were found, and as they are screened.
FOUND_NOUN = rf"(?:(?:potential|potentially relevant|relevant|bibliographic|initial|total|database) )*{NOUN}"
LEFT_NOUN = (
    r"(?:(?:unique|remaining|de-?duplicated|non-?duplicate[ds]?|distinct|individual|separate|potential|"
    r"relevant|"
    rf"potentially relevant|eligible|possible|bibliographic|original) )*{NOUN}"
)
STUDY = r"(?:(?:unique|separate|individual|eligible|relevant|primary|empirical|original) )*(?:studies|study)"
REPORT = (
    r"(?:(?:unique|separate|individual|eligible|relevant|primary|empirical|original) )*"
    r"(?:articles?|papers?|publications?|reports?|records?)"
)
FOUND = (
    r"(?:identified|found|retrieved|located|yielded|returned|produced|generated|captured|imported|downloaded|"
    r"exported|uncovered|obtained|retrieving|identifying|yielding|returning|producing)"
)
READ = r"(?:assessed|reviewed|screened|read|examined|evaluated|checked|considered|inspected|scrutini[sz]ed)"
FULL = (
    r"full[- ]?texts?(?: (?:articles?|papers?|reports?|publications?|stud(?:y|ies)|records?|documents?|"
    r"copies|"
    r"versions|manuscripts?))?"
)
ON_TITLE = (
    r"(?:on|at|by|after|based on|during|following|from|in|through|because of) ~(?:titles?|abstracts?)\b"
)
AT_FULL = r"(?:on|at|after|based on|during|following|from|in|upon|because of|by) ~full"
#: What may stand behind a verb that speaks of all: an end, or the stage.
CLEAN = (
    r"(?= ?(?:[.,;:()]|$|and |overall|with (?:the )?reasons|for the following|for (?:several|various|"
    r"different|"
    r"a range)|(?:at|after|during|following|in|by|on) (?:the |this )?(?:full|stage|eligib|assess|read)))"
)
#: What may stand behind what the search found.
BY_SEARCH = (
    r"(?= ?(?:[.,;:()]|$|and |overall|altogether|initially|(?:from|through|across|in|by|via|using) "
    r"(?:(?:the|our|all|these|this|electronic|bibliographic|literature|systematic|initial|database) )*"
    r"(?:databases?|search|sources|total|all|¤|strategy)))"
)
#: Databases: what one of them gave is a part.
ONE_OF_THEM = (
    r"psyc ?info|pubmed|medline|embase|cinahl|scopus|web of science|\beric\b|assia|cochrane|"
    r"\bcentral\b|lilacs|"
    r"proquest|socindex|abstracts\b|econlit|openalex|dimensions|clinicaltrials|ebsco|\bovid"
)
PEOPLE = (
    r"(?:(?:independent|separate|different|blinded|trained|of the|of our|review|experienced) )*"
    r"(?:reviewers?|authors?|researchers?|raters?|screeners?|assessors?|investigators?|team members|people|"
    r"members of the (?:review )?team|of us)"
)
PART = (
    "pilot|sample|second reviewer|second screen|subset|each reviewer|calibrat|per reviewer|"
    "(?:a|per) (?:day|week)|(?:an|per) hour"
)
OTHERS = (
    "hand[- ]?search|citation search|snowball|gr[ea]y literature|websites?|reference lists?|google|other "
    "sources|"
    "other methods|other means|registers?|forward|backward|updated? search|top[- ]up"
)
SEARCH = r"(?:search(?:es|ing)?|search strateg(?:y|ies)|strategy|databases?|queries|process)"


def literal(text: str) -> str:
    """Return a text as a pattern of itself."""
    return re.escape(text.casefold()).replace(r"\ ", " ")
