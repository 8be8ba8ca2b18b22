"""Whether a number may be of a part only: one person's, one tool's, one reason's, one analysis's.

A number of a part says nothing on the whole, so it contradicts nothing. What is doubtful is taken for a
part: a contradiction is an open item, and one that is false costs more trust than one that is missed.
"""

from __future__ import annotations

import re

from tamis.manuscript.typed.numerals import OTHER, THIS

_TOOL = (
    r"(?:endnote|covidence|rayyan|zotero|mendeley|asreview|abstrackr|distiller\w*|eppi\S*|deduplicator|sras?|"
    r"swift\S*|excel|software|machine|classifier|algorithm|automation|tools?|scripts?|automatically|manually|"
    r"by hand|hand)"
)
_BEFORE = re.compile(
    r"\b(?:first|last|next|further|another|additional|other|extra|every|each|per|sample of|subset of|"
    r"batch(?:es)? of|random(?:ly)?(?: selected)?|same|only (?:one|two) of|most recent|top|only|just|"
    r"rest of(?: the)?|including|among them|of them|such as)\s(?:the )?(?:a )?$"
)
#: Anywhere between the numbers before and after: who, when, with what, why.
_NEAR = re.compile(
    rf"(?:\b|(?={OTHER}))(?:(?:{OTHER}|first|second|third|fourth|another|other|one|each|lead|senior|"
    r"same|single|corresponding|junior) "
    r"(?:review )?(?:author|reviewer|screener|researcher|rater|person|member|assistant|student)\b"
    r"|librarian|students?|assistants?|both (?:reviewers|authors)|pilot\w*|calibrat\w*|training|subset|"
    r"sub-?sample|random|updat(?:e|ed|ing)\b|top[- ]up|re-?r[au]n\w*|scoping search|scoping exercise|"
    r"(?:earlier|previous|prior|original|first|last) (?:\w+ )?(?:version|edition|review|search(?:es)?|"
    r"rounds?)"
    r"|protocol|"
    r"(?<!and )(?<!or )(?<!/)(?<!& )(?:titles?|abstracts?) (?:stage|screening|phase|alone)|"
    r"(?:from|by|with|through|via|to|of) (?:(?:their|the|study|its) )*(?:authors?|librar\w+)|"
    r"inter-?library|at the request|"
    r"authors? (?:supplied|sent|provided|gave)|at (?:that|this) point|so far|to date|by then|"
    r"sub-?groups?|sensitivity|secondary|initially only|"
    r"(?<!mostly )(?<!mainly )(?<!primarily )(?<!chiefly )(?<!largely )(?<!usually )because|since|due "
    r"to|owing to|"
    r"on account of|on the grounds?|as (?:they|it|these|this|the (?:study|studies|report|paper))|"
    r"for (?:not|being|lack|having|other|language|reasons? of|this reason|that reason)|lacking|"
    r"without|not reporting|"
    r"not in english|non-english|(?:s|were) in (?:german|french|spanish|chinese|portuguese|russian|japanese)|"
    rf"{_TOOL} (?:\w+ )?(?:removed|removes|flagged|identified|found|detected|excluded|deleted|marked|merged|"
    rf"suggested|prioriti[sz]ed|ranked)|(?:by|using|with|through|via) (?:the )?(?:\w+ )?{_TOOL}|"
    r"automatically|manually)\b"
)
#: Behind it, up to the next number: what is narrower than the review.
_AFTER = re.compile(
    r"\b(?:only|although|though|despite|except|narrative synthes[ie]s)\b|\bexcluded for (?!the "
    r"following|these|several|various|a range|different)"
    r"|\b(?:in|into|for|to) (?:the |our |a |an |this |that |each |any )?(?:[\w-]+ ){0,3}"
    r"(?:analys[ie]s|synthes[ie]s|comparisons?|models?|pool\w*) (?:of|on|for|about|with|by|concerning|"
    r"regarding|only)\b"
    r"|\b(?:narrative|qualitative|quantitative|thematic|statistical|network|meta-?) ?(?:synthes|"
    r"analys)\w* only"
    r"|\bin (?:the|our|a|an) (?!final|main|present|overall|review)[\w-]+ analys[ie]s\b"
    r"|\b(?:twice|together|as a team|before starting|in time|late)\b"
    r"|\b(?:per|each) (?:study|review|outcome|database|year)"
    r"|\bby (?:both|two|three|one|a|the|all|[a-z]\.?[a-z]\.?) (?:\w+ )?(?:reviewer|author|person|"
    r"people|member|screener)"
)


def may_be_part(plain: str, near: str) -> bool:
    """Return whether the words around a number leave it open whether it is of the whole.

    Args:
        plain: the sentence, in small letters, with marks for its numbers (`numerals.windows`).
        near: what stands between the numbers before and after.
    """
    before = plain.partition(THIS)[0]
    behind = near.partition(THIS)[2]
    # who or what acts, stands at the beginning of the clause, even before another number
    clause = re.split(r"[;:]", before)[-1] + THIS + behind
    return bool(_BEFORE.search(before) or _NEAR.search(clause) or _AFTER.search(behind))


#: Of a number that stands behind "N of the": the whole, of which the verb says nothing.
_OF_WHOLE = re.compile(
    rf"(?:{OTHER}(?:\s?(?:%|per ?cent))?|half|most|some|none|many|few|majority|minority|several|each|"
    r"any|both|"
    r"quarter|third|two-thirds|all but \w+) of (?:(?:the|these|those|our|all) )*$"
)
_NOUN = re.compile(
    r" ?(?:[a-z-]+ ){0,2}?(?:full[- ]?texts?|studies|trials|reports|records|citations|references|"
    r"articles|papers|"
    r"publications|titles|abstracts|documents|hits|databases)\b(?: (?:were excluded|(?:that|which) "
    r"could not be "
    r"(?:retrieved|obtained)|(?:(?:that|which) )?(?:we |were )?(?:included|screened|identified|"
    r"assessed|sought|retrieved))"
    r"(?: for (?:retrieval|eligibility))?(?= ?(?:[.,;:)]|$|were |was |had |did |could |met |came |"
    r"reported )))?"
)


def whole(plain: str) -> str:
    """Return what speaks of a number: of the whole behind "N of the", its noun only; else the sentence.

    >>> whole("two of the \\ue010 reports could not be retrieved".replace("two", "\\ue011"))
    'of the \\ue010 reports'
    """
    before, _, after = plain.partition(THIS)
    if not _OF_WHOLE.search(before):
        return plain
    noun = _NOUN.match(after)
    return f"of the {THIS}{noun[0] if noun else ''}"
