"""What texts call the numbers of the flow diagram."""

from __future__ import annotations

from tamis.manuscript.names.said.included import REPORTS, STUDIES
from tamis.manuscript.names.said.words import (
    AT_FULL,
    BY_SEARCH,
    CLEAN,
    FOUND,
    FOUND_NOUN,
    FULL,
    LEFT_NOUN,
    NOUN,
    ON_TITLE,
    ONE_OF_THEM,
    OTHERS,
    PART,
    READ,
    REPORT,
    SEARCH,
    STUDY,
    WERE,
)

_IDENTIFIED = (
    rf"# {FOUND_NOUN} {WERE}?(?:initially |originally |first |then |also )?{FOUND}(?! ~full)"
    rf"{BY_SEARCH} ! {ONE_OF_THEM}|stud(?:y|ies)|trials|{OTHERS}|duplicat|unique|includ|inclusion|"
    r"eligib|full[- ]?text",
    rf"{SEARCH} ~(?:{FOUND}|resulted in|resulting in|gave|led to|revealed|provided|recovered) "
    rf"(?:a |in )?(?:total of )?# {FOUND_NOUN} ! {ONE_OF_THEM}|stud(?:y|ies)|{OTHERS}|duplicat|unique|"
    r"includ|inclusion|eligib|full[- "
    rf"]?text",
)
_SAID_SO = r"(?:^|[;,.(] ?|\ue012 )"  # a list of counts: identified: 25; screened: 19
_RECORDS = (
    r"(?:(?:unique|remaining|de-?duplicated|potential|distinct) )*(?:records|citations|references|"
    r"titles|hits)\b"
)
_WITH_OTHERS = (  # from databases and other sources together
    rf"# {FOUND_NOUN} {WERE}?{FOUND} ~(?:through|from|in|via|by) ~(?:databases?|database search\w*) and "
    rf"~other (?:sources|methods|means) ! duplicat|unique",
)
_FOUND_SHORT = (
    rf"= # {FOUND_NOUN} {WERE}?(?:\w+ )?{FOUND} ! full|unique",
    rf"= {SEARCH} ~{FOUND} (?:a total of )?# {FOUND_NOUN}",
    rf"= (?:we|search(?:es)?) (?:\w+ )?{FOUND} # {FOUND_NOUN}",
    rf"{_SAID_SO}(?:records )?identified@ ! enrol|randomi[sz]ed|participants|{OTHERS}",
)
_OUT = (
    rf"(?<!of )(?<!of the )# records {WERE}excluded(?= ?(?:[.,;:)]|$|and )) ! before",
    rf"= # (?:of these |of which )?{WERE}excluded",
)
_OF_ALL = r"^of (?:the )?# (?:records|citations|references) were excluded"  # of what those are that are out
_FURTHER = (  # what goes on to full text: PRISMA's sought and assessed
    rf"# {LEFT_NOUN} {WERE}?~(?:proceeded|progressed|moved|advanced|went|taken|carried|selected|retained|"
    rf"included|"
    r"passed|eligible|left|remained|remaining|retrieved|obtained|identified|suitable) ~(?:for|to|at|in) "
    r"~full ! "
    "exclud|not ",
    rf"# {FULL} {WERE}?~(?:retrieved|obtained|accessed|requested|ordered|sourced|sought) ! not |unable|"
    rf"exclud",
    rf"(?:leaving|leaves|left) # {LEFT_NOUN} ~(?:for|to|at|in) ~full",
    rf"= full[- ]?texts? of # {LEFT_NOUN} ! not |unable|exclud",
    rf"full[- ]?texts? of # {LEFT_NOUN} {WERE}~(?:sought|requested|{READ})(?= ?(?:[.,;:()]|$|and |for |"
    r"against ))",
    rf"(?:retrieved|obtained|sought|requested) # {FULL} ! not |unable",
    rf"full[- ]?texts? {WERE}?(?:sought|requested|retrieved|obtained) (?:for|of) # {LEFT_NOUN} ! not |unable",
    rf"# (?:{NOUN} )?(?:went|progressed|proceeded|moved) (?:forward |on |through )?to full ! not ",
    rf"= of (?:the )?# (?:{FULL}|{NOUN})",
    rf"= (?:leaving|leaves|left) (?:a total of )?# {LEFT_NOUN}",
    rf"= # (?:of these |of which )?{WERE}(?:read|assessed|retrieved|obtained)",
)
_ASSESSED = (
    rf"# {FULL} {WERE}?~{READ} ! not |exclud",
    rf"{READ} (?:a |in )?(?:total of )?# {FULL} ! not |exclud",
    rf"# {LEFT_NOUN} {WERE}?~{READ} (?:in|at|as|on|against|for|by) (?:the )?(?:full|eligibility) ! not |"
    rf"title|exclud",
    rf"full[- ]?text (?:screening|review|assessment|reading) (?:of|for) # {LEFT_NOUN} ! exclud",
    rf"{READ} # {LEFT_NOUN} (?:in|at) full ! exclud|titles|abstracts",
    rf"# {LEFT_NOUN} underwent ~full ! exclud",
    rf"full[- ]?text (?:screening|review|assessment|reading) {WERE}(?:done|carried out|conducted|"
    r"performed|undertaken) "
    rf"(?:for|on|of) # {LEFT_NOUN} ! exclud",
    rf"(?:reports|articles|papers|full[- ]?texts?(?: articles)?|studies) (?:{WERE})?assessed for "
    rf"eligibility@",
    _OF_ALL,
    *_FURTHER,
)
_SOUGHT = (
    rf"# {LEFT_NOUN} {WERE}?sought(?: for retrieval)?",
    rf"sought (?:to retrieve |to obtain )?# {LEFT_NOUN}",
    r"reports sought(?: for retrieval)?@",
    *_FURTHER,
)
_NOT_HAD = (
    rf"# (?:{LEFT_NOUN}|{FULL}) ~(?:could not be|cannot be|were not|was not|not) "
    r"(?:retrieved|obtained|accessed|located|found|available|sourced)(?! to)\b",
    r"# (?:of these |of which )?(?:could not be|cannot be) (?:retrieved|obtained|accessed|located|sourced)",
    r"(?:unable to|could not|failed to|not able to|not possible to) (?:retrieve|obtain|access|locate|"
    r"find|source) "
    rf"(?:the )?(?:full[- ]?texts? (?:of|for) )?# (?:{LEFT_NOUN}|{FULL})",
    rf"# (?:{LEFT_NOUN}|{FULL}) {WERE}(?:unavailable|irretrievable|inaccessible|unobtainable)",
    r"reports not retrieved@",
)
_OUT_IN_FULL = (
    rf"# (?:(?:{LEFT_NOUN}|{FULL}) )?(?:of these )?{WERE}?~excluded {AT_FULL} ! title",
    rf"excluded # (?:(?:{LEFT_NOUN}|{FULL}) )?{AT_FULL} ! title",
    rf"# {FULL} {WERE}?~excluded{CLEAN}",
    rf"excluded # {FULL} ! because|due to|title|owing",
    rf"full[- ]?text[\w ,-]{{0,60}}, (?:and |of which )?# (?:{NOUN} )?{WERE}(?:then )?excluded ! because|"
    rf"due to|title|"
    "owing|since|as they",
    r"(?:reports|full[- ]?texts?(?: articles)?) excluded(?:,? with reasons?)?@",
    r"(?:at|after|on) (?:the )?full[- ]?text(?: \w+)?,? we (?:then )?excluded # (?:further |more "
    rf")?{NOUN} ! title",
    r"(?:reading|read|assessing|screening|reviewing) (?:the |all )?full[- ]?texts?,? (?:we |this "
    r")excluded # "
    rf"(?:further |more )?{NOUN}",
    *_OUT,
    rf"(?:at|after|on) (?:the )?full[- ]?text(?: \w+)?,? # {NOUN} {WERE}excluded ! title",
    rf"full[- ]?text (?:screening|review|assessment|stage)~,? (?:we |this )?excluded # (?:further |more "
    rf")?(?:{NOUN}|were)",
)


#: What texts call the boxes of the flow diagram, and their sums.
FLOW: dict[str, tuple[str, ...]] = {
    "identified": (*_IDENTIFIED, *_FOUND_SHORT, *_WITH_OTHERS, rf"= of (?:the )?# {NOUN}"),
    "database_results": (
        *_IDENTIFIED,
        *_FOUND_SHORT,
        rf"# {FOUND_NOUN} ~(?:from|through|in|via|by|across) ~databases? ! {OTHERS}|duplicat|unique|exclud",
        r"(?<!other )databases?@",
    ),
    "register_results": (rf"# {FOUND_NOUN} ~(?:from|through|in|via|by|across) ~regist(?:ers?|ries|ry)",),
    "website_results": (
        rf"# (?:\w+ )?{FOUND_NOUN} ~(?:from|through|on|via|by|across) ~websites?(?! and) ! citation|list",
    ),
    "citations_results": (
        rf"(?:citation (?:search|track|chas)\w*|snowballing|reference lists?) ~{FOUND} # {FOUND_NOUN} ! "
        rf"web|hand",
        rf"# (?:\w+ )?{FOUND_NOUN} ~(?:from|through|via|by) (?:citation (?:search|track|chas)\w*|snowballing|"
        r"(?:the )?reference lists?) ! web|hand",
    ),
    "other_results": (
        rf"# (?:\w+ )?{FOUND_NOUN} ~(?:from|through|via|by) other (?:sources|methods|means)",
        rf"other (?:sources|methods|means) ~{FOUND} # ",
        r"# (?:were )?(?:found |identified )?(?:through|from|via|by) other (?:sources|methods|means)",
        r"other (?:sources|methods|means)@",
    ),
    "duplicates": (
        r"# (?:(?:were|exact|further|of these were) )?duplicat(?:es?|ed|ions?)\b ! automatically|"
        r"manually|by hand|within",
        rf"# {NOUN} {WERE}?~(?:removed|excluded|deleted|identified|discarded) as duplicat ! "
        rf"automatically|manually",
        rf"(?:duplicates?|duplicate {NOUN}) (?:{WERE}?(?:removed|excluded|deleted))?@ ! automatically|"
        rf"manually",
        rf"(?:removal|removing|removed|deleting|exclusion|excluding|deleted) (?:of )?# (?:{NOUN} "
        rf")?duplicat ! automatically",
        r"de-?duplication ~(?:removed|eliminated|excluded|deleted) # ! automatically|leaving",
    ),
    "removed_before_screening": (rf"# {NOUN} {WERE}?removed (?:before|prior to) screening",),
    "records_screened": (
        rf"# {LEFT_NOUN} {WERE}?~(?:screened|title-screened) ! full|{PART}|twice|reference lists|exclud",
        rf"screened (?:a |in )?(?:total of )?(?:the )?(?:titles and abstracts of )?(?:all )?(?:the )?# "
        rf"{LEFT_NOUN}(?= ?(?:[.,;:()]|$|and |by |on |at |against |for (?!us)|using |independently|"
        r"between |of which|"
        rf"in (?:duplicate|total|all|covidence|rayyan))) ! full|{PART}",
        rf"= screened # {LEFT_NOUN}",
        rf"screening of (?:the |all )?(?:a total of )?# {LEFT_NOUN} ! full|{PART}",
        rf"(?:titles?|abstracts?) of (?:the |all )?(?:remaining )?# {LEFT_NOUN} ! {PART}",
        rf"# titles(?: and |/| & )abstracts ! full|{PART}|exclud",
        r"= # (?:titles|abstracts)",
        _OF_ALL,
        rf"titles and abstracts@\) {WERE}~screened ! {PART}",
        rf"of (?:the |these )?¤ {NOUN} {WERE}?{FOUND},? # {WERE}screened(?! by| in full)",
        rf"{_SAID_SO}screened@ ! full|enrol|randomi[sz]ed|participants|{PART}",
        rf"= # (?:of these |of which )?{WERE}screened",
        rf"= of (?:the )?# {NOUN}",
        rf"= (?:leaving|leaves|left) (?:a total of )?# {LEFT_NOUN}",
        rf"(?:leaving|leaves|left) (?:a total of )?# {_RECORDS} ! full|includ|inclusion|eligib|{PART}|"
        rf"synthes|exclud",
        rf"# {LEFT_NOUN} (?:remained|remaining|{WERE}left) ! full|includ|inclusion|{PART}|exclud|eligib|"
        rf"synthes",
        rf"# (?:unique|de-?duplicated|non-?duplicate[ds]?) {NOUN} ! full|includ|inclusion|studies "
        rf"included|exclud",
        rf"# {LEFT_NOUN} {WERE}?~{READ} (?:on|by|at|based on|for|against) ~(?:titles?|abstracts?) ! "
        rf"exclud|{PART}",
        rf"(?:records|citations|references|articles|titles(?: and abstracts)?) screened@ ! full|{PART}",
        rf"after ~(?:duplicates?|de-?duplication)~,? (?:there were |we had |a total of )?# {LEFT_NOUN} ! "
        rf"full|exclud|includ",
    ),
    "records_excluded": (
        rf"# (?:{LEFT_NOUN} )?(?:of these )?{WERE}?~(?:excluded|rejected|discarded|removed) {ON_TITLE} ! "
        rf"full|duplicat",
        rf"(?:excluded|rejected|discarded) # (?:{LEFT_NOUN} )?~{ON_TITLE} ! full|duplicat",
        rf"(?:title and abstract|title/abstract|abstract) (?:screening|review)~,? (?:we |this "
        rf")?(?:excluded|removed) "
        rf"# (?:{NOUN}|were) ! full",
        r"records excluded@ ! full",
        rf"of (?:the |these |all )?¤ {NOUN} (?:that were |we )?screened,? # {WERE}excluded ! full",
        *_OUT,
    ),
    "dbr_sought_reports": _SOUGHT,
    "sought": _SOUGHT,
    "dbr_notretrieved_reports": _NOT_HAD,
    "not_retrieved": _NOT_HAD,
    "dbr_assessed": _ASSESSED,
    "assessed": _ASSESSED,
    "dbr_excluded": _OUT_IN_FULL,
    "excluded_full_text": _OUT_IN_FULL,
    "new_studies": STUDIES + REPORTS,
    "total_studies": STUDIES + REPORTS,
    "new_reports": (
        *REPORTS,
        rf"(?:reported|published|described|presented) (?:in|across) # {REPORT} ! stud(?:y|ies) (?:that|"
        rf"which)",
        rf"# {REPORT} (?:of|reporting on|reporting|describing|relating to) (?:the )?(?:included studies|"
        rf"\d+ studies)",
        r"(?:reports of included studies|(?:reports|articles|papers) included)@",
        rf"¤ {STUDY} \(# {REPORT}\) {WERE}?(?:included|met)",
        rf"# {REPORT} (?:of|from|describing|reporting|on) ¤ studies {WERE}?(?:included|met)",
        rf"= of (?:the )?# {REPORT}",
    ),
    "total_reports": REPORTS,
    "meta_analysis_studies": (
        rf"# {STUDY} {WERE}?~(?:included|pooled|combined) (?:in|into) (?:the|a|our) meta-?anal ! "
        rf"sub-?group|sensitivity",
        rf"meta-?analysis (?:of|included) # {STUDY} ! sub-?group|sensitivity|outcome",
    ),
}
