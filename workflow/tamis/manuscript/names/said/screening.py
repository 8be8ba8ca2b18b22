"""What texts call the numbers of the screening."""

from __future__ import annotations

from tamis.manuscript.names.said.words import NOUN, PART, PEOPLE, WERE


def screening(stage: str) -> dict[str, tuple[str, ...]]:
    """Return what the numbers of a screening stage are called."""
    other = {"title_abstract": r"full[- ]?texts?", "full_text": r"titles?\b|abstracts?\b"}[stage]
    things = {
        "title_abstract": r"(?:titles? and abstracts?|titles?|abstracts?|records?|citations?|references?)",
        "full_text": r"(?:full[- ]?texts?|in full)",
    }[stage]
    elsewhere = rf"apprais|quality|risk of bias|\bbias\b|extract|rating of|{other}"
    part = (
        rf"{PART}|third|conflict|disagree|consensus|discuss|%|per cent|double|resolv|extract|apprais|"
        rf"risk of bias|{other}"
    )
    kappa = r"(?:kappa|κ|kappa \((?:κ|k)\))(?: (?:coefficients?|statistics?|values?|scores?|index))?"
    was = (
        r"(?: \([^()#]*\))?(?: (?:for|on|at|between) (?:[\w/-]+ ){1,6}?)?"
        r" ?(?:was|were|of|is|=|:|at|reached|,|\(|) ?(?:equal to )?"
    )
    people = (
        rf"# {PEOPLE} ~(?:screened|screen|reviewed|assessed|examined|read|checked|rated) ~{things} ! {part}",
        rf"{things} ~{WERE}~(?:screened|reviewed|assessed|examined|read|checked|rated) ~by # {PEOPLE} ! "
        rf"{part}",
        rf"(?:screened|screening) ~by # {PEOPLE} ! {part}",
        rf"screening of ~{things} {WERE}~(?:done|conducted|performed|carried out|undertaken) ~by # "
        rf"{PEOPLE} ! {part}",
        rf"# {PEOPLE} (?:independently )?screened ! {part}",
    )
    return {
        "reviewers": people,
        "people": people,
        "kappa": (rf"{kappa}{was}# ! {elsewhere}|pabak|prevalence|fleiss",),
        "ac1": (rf"ac1(?: (?:coefficient|statistic|value))?{was}# ! {elsewhere}",),
        "pabak": (
            rf"(?:pabak|prevalence[- ](?:and bias[- ])?adjusted(?: bias[- ]adjusted)? kappa){was}# ! "
            rf"{elsewhere}",
        ),
        "observed": (
            rf"(?:agreement|agreed){was}?(?:on )?#% ! {elsewhere}|positive|negative|disagree",
            rf"#% (?:inter-?rater |overall |raw |observed )?agreement ! {elsewhere}|positive|negative",
            rf"(?:agreed|agreement) (?:on|in|was reached (?:on|for|in)) #% ! {elsewhere}|positive|"
            rf"negative|disagree",
        ),
        "conflicts": (
            rf"# (?:conflicts|disagreements|discrepanc(?:y|ies)|conflicting (?:decisions|votes)) ! "
            rf"{elsewhere}|of these",
            rf"(?:disagreed|differed) (?:on|about|over) # {NOUN} ! {elsewhere}",
            rf"(?:conflicts|disagreements|discrepancies)@ ! {elsewhere}",
        ),
    }
