"""What texts call the studies that were included, and their reports."""

from __future__ import annotations

from tamis.manuscript.names.said.words import REPORT, STUDY, WERE


def _included(noun: str) -> tuple[str, ...]:
    final = r"(?:finally |ultimately |eventually |therefore |then |thus |subsequently )?"
    verb = r"(?:now |thus |therefore )?includ(?:ed|es)"
    review = (
        r"(?:the|this|our) (?:(?:final|rapid|systematic|scoping|present|current|evidence|narrative|umbrella|"
        r"integrative|qualitative|realist|literature|updated) )*(?:review|synthesis|sample|analysis)\b"
    )
    part = "meta-?anal|sub-?group|sensitivity|search|updat"
    return (
        rf"# {noun} {WERE}?{final}included (?:in|into) {review} ! {part}",
        rf"# {noun} {WERE}{final}included(?= ?(?:[.,;:()]|$|and |overall)) ! {part}",
        rf"# {noun} {final}included(?= ?(?:[.;)]|$)) ! {part}",
        rf"(?:we|review|rer|synthesis) {final}{verb} (?:a total of )?# {noun}"
        rf"(?= ?(?:[.,;:()]|$|and |overall|in (?:the|this|our) (?:\w+ )?(?:review|synthesis)\b|"
        r"(?:(?:reported|published|described|conducted) )?(?:in|from|across) ¤|(?:that|which) met)) ! "
        rf"{part}",
        rf"= (?:we|review) {final}{verb} (?:a total of )?# {noun}",
        rf"# {noun} (?:that )?(?:met|meeting|satisfied|satisfying|fulfilled|matched) (?:the |our |all |"
        rf"all the |these )?"
        r"(?:review )?(?:inclusion|eligibility|selection) criteria",
        rf"(?:the|these|all|our|all the|all of the|across|these) # included {noun}(?! (?:that|which|with|"
        rf"in which|where|on|of))",
        rf"# {noun} (?:met|fulfilled|satisfied) (?:the |our )criteria(?= ?(?:[.;]|$|and were included|"
        r"for inclusion)) "
        "! quality|apprais|bias|grade",
        rf"(?:^|[.;:] )(?:in all|in total|altogether|overall|in the end),? # (?:{noun}|trials)(?= "
        rf"?(?:[.;]|$)) ! {part}",
        rf"evidence(?: |-)base (?:consist(?:s|ed) of|compris(?:es|ed)|is made up of) # (?:included )?{noun}",
        rf"= # {noun} {WERE}?included",
        rf"= of (?:the )?# (?:{noun}|trials)",
        r"= # (?:of these |of which )?(?:were|was) included",
        rf"# {noun} {WERE}?(?:deemed |judged |found to be |considered )?(?:eligible|suitable|relevant) "
        rf"for inclusion",
        rf"final (?:sample|set|number|selection|review|synthesis)(?: of)?(?: included| comprised| "
        rf"consisted of| contained|"
        rf" was| was made up of)? # (?:included )?{noun}",
        rf"(?:this|our|present|current) (?:\w+ ){{0,2}}(?:review|synthesis) of # (?:included |relevant "
        rf"|eligible )?{noun} "
        rf"! {part}",
        rf"= (?:review|synthesis) of # (?:included |relevant |eligible )?{noun}",
        rf"(?:review|synthesis) (?:compris(?:es|ed)|covers|covered|is based on|was based on|draws on|"
        rf"drew on|identified|"
        rf"found|located|brings together|synthesi[sz]e[sd]) # (?:included |relevant |eligible )?{noun} ! "
        rf"{part}|another|previous",
        rf"(?:leaving|left|resulted in|resulting in|yielded|yielding) # (?:included )?{noun} "
        r"(?:for (?:inclusion|the review|synthesis)|in the (?:review|synthesis)|included|to be included|"
        r"to include)",
        rf"# {noun} {WERE}?(?:retained|selected|accepted) for (?:inclusion|the (?:final )?review|the "
        rf"synthesis)",
        rf"= # included {noun}(?= ?(?:[.,;:)]|$|were |was )) ! of the|among|these|\bthe other|part",
    )


#: What texts call included studies, and reports of them.
STUDIES = (
    *_included(STUDY),
    r"(?:included studies|studies included(?: in (?:the |this )?(?:review|synthesis))?|number of studies)@ "
    "! meta-?anal|sub-?group|outcome",
    r"(?:^|[;,.(] ?|\ue012 )included@ ! meta-?anal|enrol|randomi[sz]ed|participants|excluded",
    r"= studies@",
    rf"¤ {REPORT} (?:of|from|describing|reporting|on) # studies {WERE}?(?:included|met)",
)
#: The same of their reports.
REPORTS = _included(REPORT)
