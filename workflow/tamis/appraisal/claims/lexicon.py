"""The words with which reviews say how good studies are, and of how many: patterns for `quality`.

They match text as `sentences.plain` makes it.
"""

from __future__ import annotations

import re

from tamis.numberwords import NUMBERS

#: Whom a claim is about: how many of the studies it says are so.
ALL, MOST, SOME, FEW, NONE, NOT_ALL = "all", "most", "some", "few", "none", "not all"
#: What the claim speaks of: quality, where high is good, or risk, where low is.
QUALITY, RISK = "quality", "risk"


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


STUDY = _any(
    "stud(?:y|ies) evaluations? trials? rcts? research evidence evidence-base papers? articles? literature "
    "publications? methods? methodolog(?:y|ies) designs? experiments?"
)
#: Words that may stand before the name of a kind of study: its design, and how many.
MODIFIER = _any(
    "the these those this that its their our all both each every most some few many several any other no of "
    "included reviewed appraised available published underlying existing primary empirical individual "
    "remaining relevant single quantitative qualitative mixed mixed-methods? methods? nonrandomised "
    "randomised controlled comparison comparative quasi-experimental experimental observational descriptive "
    "cohort survey case-control cross-sectional longitudinal matched pilot clinical cluster pre-post and or "
    "outcome impact programme intervention process research evidence study methodological scientific "
    "american british us uk two three four five six seven eight nine ten eleven twelve \\d+"
)
#: Words that may follow it without changing what it is.
AFTER = _any(
    "included reviewed appraised available found identified here retrieved itself themselves alone base"
)
#: What stands between two words for levels: of high quality or of moderate quality.
BETWEEN = r"(?: (?:quality|rigour|risk|of bias|of|at|an?|had|were|was|the))"
PRONOUN = _any("those these them both all each most many some others rest remainder")
#: What ends the words that "of" brings in.
STOP = _any(
    "in on for at by with from to as than that which who whose was were is are be been has have had can "
    "could may might varied varies ranged differed improved remained seems? seemed appear(?:s|ed)? but "
    "while whereas although though and/or among across within between when where because since so if"
)
ADVERB = (
    r"(?:very|quite|rather|fairly|generally|mostly|largely|mainly|predominantly|usually|typically|overall|also|"
    r"relatively|reasonably|particularly|consistently|uniformly|all|both|often|sometimes|always|therefore|clearly|"
    r"indeed|still|only|too|so|equally|similarly|again|on the whole|in general|for the most part|"
    r"judged|rated|considered|deemed|assessed|found|thought|appraised|scored|classed|graded|called|described|"
    r"to be|as|being|having|to have|of|a|an|at|"
    r"methodologically|not|never|n't)"
)
OF_METHODS = "(?:methodological|overall|study|research|scientific)"
COPULA = (
    r"(?:was|were|is|are|be|been|being|as|judged|rated|considered|deemed|remained|remains|seemed|seems|"
    r"appeared|appears|proved|had|has|have|of)"
)
JUDGING = [
    "good",
    "excellent",
    "high",
    "strong",
    "sound",
    "robust",
    "rigorous",
    "solid",
    "satisfactory",
    "adequate",
    "acceptable",
    "reasonable",
    "fair",
    "moderate",
    "medium",
    "poor",
    "low",
    "weak",
    "bad",
    "inadequate",
    "unsatisfactory",
    "limited",
    "flawed",
    "questionable",
    "serious",
    "critical",
    "unclear",
    "insufficient",
    "credible",
]
ADJECTIVE = (
    r"(?:(?:well|poorly|badly|carefully|soundly|adequately|rigorously|inadequately) "
    r"(?:conducted|designed|executed|carried out|done|performed|reported)|rigorous|robust|strong|sound|solid|"
    r"weak|good|poor|flawed|credible|excellent)"
)
#: A study's quality, by a name that cannot mean anything else.
SURE = re.compile(
    r"\b(?:risk of bias|internal validity|methodological(?: and \w+)? (?:quality|rigour|strengths?|soundness|"
    r"standards?|limitations?|weakness(?:es)?|shortcomings?|flaws?)|(?:scientific|research) rigour)\b"
)
QUALITY_NAME = re.compile(r"\b(?:quality|rigour)\b")
RISK_WORDS = re.compile(r"\b(?:some concerns|(?:high|low) risk)\b")
MEETS_ALL = re.compile(
    r"\b(?:met|meets?|fulfil(?:led)?|satisf(?:y|ied)) (?:all|every)\b(?: [\w.-]+){0,4}? criteri(?:a|on)\b"
)
#: A claim that all criteria are met, as one of the words that studies are said to be.
MET_ALL = "met all criteria"

AMOUNTS = (
    (NOT_ALL, r"not (?:all|every|each)"),
    (NONE, r"none|no|not one|not a single|neither"),
    (MOST, r"most|(?:a|the) (?:large |vast |great |clear |small )?majority|more than half|over half|"
           r"(?:almost|nearly|virtually|practically) (?:all|every)|two[- ]thirds"),
    (FEW, r"few|very few|only a few|a minority|hardly any|less than half|fewer than half"),
    (SOME, r"some|a few|several|a number|one or two|at least one"),
    (ALL, r"all|every|each|both"),
)  # fmt: skip
ADVERBS_OF_MOST = re.compile(
    r"\b(?:generally|overall|mostly|largely|mainly|predominantly|usually|typically|in general|on the whole|"
    r"by and large|for the most part|on balance)\b"
)
#: A whole number, and no year.
NUMBER = rf"(?:{'|'.join(NUMBERS)}|(?!(?:19|20)\d\d\b)\d{{1,4}})"
OTHER_AMOUNT = re.compile(
    rf"\b(?:half|a third|(?<!two )thirds?|quarters?|many|much|{NUMBER}|per cent)\b(?: of)?(?: (?:the|these))?"
    rf" (?:{MODIFIER} ){{0,4}}?(?:{STUDY}|were|was|had)\b|%"
)
_OF_NUMBER = rf"(?P<number>{NUMBER})\b(?:(?: (?:of|out of) (?:the |these )?| ?/ ?)(?P<total>{NUMBER})\b)?"
#: How many studies, where that is said in a number and none of all that comes before changes it.
COUNTED = re.compile(
    r"(?<!\babout )(?<!\baround )(?<!\bnearly )(?<!\balmost )(?<!\bsome )(?<!\bapproximately )(?<!\bover )"
    r"(?<!\bup to )(?<!\bof )(?<!\bof the )(?<!\btrial )(?<!\bstudy )(?<![\w./%-])"
    rf"\b{_OF_NUMBER}(?: of)?(?: (?:the|these|those))? "
    rf"(?:{MODIFIER} ){{0,4}}?(?:{STUDY}|were|was|had)\b"
)
#: The same in brackets: (n = 6), (6/7), (six), (6 of 7 studies), (86%).
BRACKET = re.compile(
    rf" ?\((?:n ?= ?)?(?:{_OF_NUMBER}(?: (?:{MODIFIER} )*{STUDY})?|"
    r"\d+(?:\.\d+)? ?(?:%|per cent)(?: of (?:the )?\w+)?)(?:[,;] ?\d+(?:\.\d+)? ?(?:%|per cent))?\)"
)
#: Scores are in no rating: after the name of a tool, or of studies that scored.
SCORES = (
    rf"\b(?:{{called}}|quality|appraisal|methodological)(?: \w+)? scores?\b(?! (?:sheet|system|card))|"
    rf"\b{STUDY}(?: {ADVERB})* scored(?: {ADVERB})* (?:highly|high|low|well|badly|poorly|good|between|from|"
    r"above|below|over|under|\d)"
)
#: What is planned, asked for or only asked is no claim.
NOT_A_CLAIM = re.compile(
    r"\b(?:need(?:s|ed)?|requir(?:e|es|ed|ing)|should|must|ought|future|further|would|will|whether|if|unless|"
    r"aim\w*|planned|call(?:s|ed)? for|in order to|to assess|to appraise|to rate|criteria for|instrument|"
    r"guidance|we (?:assessed|appraised|rated)|(?:was|were) (?:\w+ )?(?:assessed|appraised|rated|checked) "
    r"(?:by|with|using|independently|for|against))\b|\?\s*$"
)
#: Where a clause has one of these, people must read it.
UNSURE = re.compile(
    r"\b(?:except|apart from|other than|exception|lack(?:s|ed|ing)?|absence|scarcity|shortage|paucity|dearth|"
    r"may|might|could|rather than|far from|anything but|nor|hardly|scarcely|without|fails?|failed|free from|"
    r"free of|better|worse|higher|lower|than|stronger|weaker|all but|rare|rarely|only(?! a few)|variable|"
    r"mixed quality|varied|varies|ranged|at least(?! one\b)|at most|or (?:more|less|above|below))\b"
)
#: Before one aspect of quality: "low risk of bias for missing outcome data", not "low for all studies".
ASPECT = re.compile(
    r"\b(?:with (?:respect|regard) to|regarding|concerning|due to|in terms of|in relation to|"
    r"relat(?:ed|ing) to|arising from|"
    r"(?:for|(?<=risk of bias )in)(?! the most part\b| (?:this|our|the) review\b| (?:(?:in|the) )?"
    rf"(?:{MODIFIER} )*(?:{STUDY}|{PRONOUN}|majority)\b))(?= \w)"
)
#: What studies found is not about the studies.
REPORTED = re.compile(
    rf"\b{STUDY}\b[^,;]*\b(?:found|show(?:s|ed)?|report(?:s|ed)?|suggest(?:s|ed)?|indicated?|concluded?|"
    r"noted?|measured|improved|argued?)\b[^,;]*$"
)
APPRAISED = re.compile(r"\b(?:apprais\w*|assess(?:ment|ed)\w*|rat(?:ed|ings?)|tool)\b")
#: Before the word quality: whose it is, where it is not the studies'.
NOT_OF_STUDIES = re.compile(
    r"\b(?:air|water|sleep|care|life|relationship|parenting|placement|attachment|service|implementation|"
    r"interaction|housing|food|teaching|school|home|data|image|sound|of) $"
)
#: Words that narrow down which studies are meant: "studies with small samples", not "studies in this review".
NARROWED = re.compile(
    rf"\b{STUDY} (?:with|without|that|which|who|whose|of|on|from|where|conducted|carried out|"
    r"in(?! (?:this|these|the|our|general|question)\b))\b(?P<how>(?: [\w-]+){0,8})"
)
#: Where a clause ends and another begins that may say something else.
CLAUSE = re.compile(
    r"\s*[;:]\s+|,? (?:(?<!\ball )but|whereas|while|whilst|although|though|yet|however) |, (?:with|and the|"
    r"and (?:that|those) of|although|as|despite|in contrast) | and (?:that|those) of "
)
