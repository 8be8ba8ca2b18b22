"""Claims about quality in a text: which sentences make one, and what the grid says of it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.appraisal.claims import checked, claims
from tamis.appraisal.claims.sentences import cited, sentences
from tamis.appraisal.engine import registry
from tamis.config import Level
from tamis.tables import Appraisal, Assessment

MMAT = registry.require("mmat2018")
ROB2 = registry.require("rob2")
LETTERS = {"Y": "yes", "N": "no", "C": "cant_tell", " ": ""}
#: Of the trials two are good (one at the edge), one is poor, one half rated; one mixed study is good.
GRID = {
    "adams2001": ("randomised", "", ["YYYYY"]),
    "brown2002": ("randomised", "", ["YYYYN"]),
    "clark2003": ("randomised", "", ["NNNCY"]),
    "davis2004": ("randomised", "", ["YYY  "]),
    "evans2005": ("mixed", "descriptive", ["YYYYY", "YYYYY", "YYYYY"]),
    "frank2006": ("mixed", "descriptive", ["     ", "     ", "YYYYY"]),
    "green2007": ("qualitative", "", ["YYYYY"]),
}
LABELS = {id: f"{id[:5].title()} et al., {id[5:]}" for id in GRID}
GOOD = ("good", "high", "strong", "sound", "robust", "rigorous", "well-conducted")
LEVELS = (
    Level(
        "good",
        "Good",
        met=80,
        words=GOOD,
    ),
    Level("fair", "Fair", met=40, words=("moderate",)),
    Level("poor", "Poor", met=0, words=("poor", "low", "weak")),
)
FILE = "records/synthesis/text.md"


def grid(studies=GRID):
    """Return assessments and ratings of some studies."""
    assessments, ratings = [], []
    for study in studies:
        category, component, sets = GRID[study]
        domains = MMAT.due(category, component)
        for domain, letters in zip(domains, sets, strict=True):
            for item, letter in zip(domain.item_ids, letters, strict=True):
                row = Appraisal(study, "mmat2018", "", domain.id, item, "yes", LETTERS[letter], "given")
                ratings.append(row)
        outcome = "incomplete" if any(" " in letters for letters in sets) else "appraised"
        assessments.append(Assessment(study, "mmat2018", "", category, component, "person", "", outcome))
    return assessments, ratings


def read(text, levels=LEVELS, studies=GRID):
    return checked(text, [MMAT], levels, *grid(studies), LABELS)


def said(text, levels=LEVELS, studies=GRID):
    return claims(text, FILE, [MMAT], levels, *grid(studies), LABELS)


CLAIMS = """\
Overall the quality of the non-randomised and mixed methods evaluations was good.
Appraisal of the studies showed the quality of research to be generally good.
Most of the included studies were of good methodological quality.
All studies were of high quality.
Overall, study quality was poor.
The methodological quality of the included studies was moderate to good.
None of the randomised trials was of good quality.
No study was of poor quality.
Few of the trials were rigorous.
The majority of mixed-methods studies were methodologically sound.
The qualitative studies were well conducted.
Most studies were well designed and well conducted.
Not all studies were of good quality.
The trials were not of good quality.
The quality of the evidence was low.
We found the quality of the randomised controlled trials to be weak.
The evaluation by Clark et al. (2003) was of poor quality.
@clark2003 was a weak study.
Almost all of the evaluations were robust.
The literature on this topic is of mixed, mostly low, quality.
High-quality randomised trials were rare in this review.
About half of the studies were of good quality.
All of the randomised trials met all criteria.
Their quality was good in all but one of the studies.
The rigour of most studies was limited.
Methodological rigor was generally high across the included studies.
The evaluations were, on the whole, sound.
Quality was generally good across all included studies.
Both mixed methods studies were of **good** quality.
The strong designs of the comparison studies are a strength of this review.
These were mostly robust studies.
Most included studies had a low risk of bias.
Across the included trials, risk of bias was generally low.
Methodological limitations were present in most studies.
Neither of the qualitative studies was rigorous.
The evidence comes mostly from low-quality studies.
None of the studies can be called rigorous.
The study by Adams et al. (2001) was well designed.
Studies were rated as good.
Trial quality was, overall, moderate.
Seven studies were appraised as good quality.
Five of six trials were sound.
Most of the included studies (n = 5) were sound.
MMAT scores were high for all studies.
Studies scored between 40% and 100%.
Most studies scored highly.
Most studies were of a high standard.
The trials were of good quality for the most part.
The evidence base is weak.
""".splitlines()

NO_CLAIMS = """\
The quality of life of children improved in most studies.
Air quality was poor in most homes, the study found.
Families had a low risk of re-entry in all trials.
Families were at high risk in all trials.
Children were placed in high-quality foster care.
Most studies reported that the quality of care was good.
The quality of implementation is likely to be crucial in all evaluations.
Some tried to improve continuity and quality of care through reduced caseloads.
Parents showed strong attachment in the randomised trial.
The studies found that relationship quality was low.
Good quality services were offered in all studies.
There was strong evidence of an effect in randomised trials.
More high-quality trials are needed.
Future research should be of high quality.
The quality of included studies was appraised with the MMAT.
Quality was assessed by two reviewers for all studies.
Most of the randomised trials had small samples.
High risk families were recruited in most studies.
Poor families were over-represented in the evaluation.
The programme was well designed and well received in most studies.
A good relationship with the caseworker was key in all studies.
Studies were strong predictors of funding.
High-quality childcare was part of most programmes evaluated.
The study of housing quality showed good results.
Both studies found that quality was high in residential homes.
Weak social networks were reported in many evaluations.
The quality of the parent training was high in all trials.
We aimed to include only high-quality studies.
The trial showed a robust effect on re-entry.
The quality of the relationship between caseworker and parent was good.
Well conducted home visits were central to the evaluation.
A robust evaluation framework was developed.
Improved parenting quality was found in the randomised trials.
Quality improvement methods were used in most studies.
Participants in the trials reported good quality sleep.
Good outcomes were more common in randomised trials.
Quality time with parents was valued in qualitative interviews.
The trial had a low response rate.
The quality of the evidence that courts receive was poor in two of the cases.
A sound knowledge of child development helped carers in all the studies.
The evidence suggests that high quality supervision matters.
Effects in the trial were strong.
Relationships described in the studies were strong.
Outcomes in the trial were rated good by parents.
Is the quality of the studies good?
Parents scored high on stress in all studies.
Stress scores were high in all studies.
Standard care was of a high standard in most trials.
""".splitlines()


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_sentence_that_judges_the_quality_of_studies_is_a_claim(sentence):
    assert read(sentence)


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_a_sentence_about_something_else_is_none(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "verdict", "holds", "of"),
    [
        # Of the trials 2 are good for certain, 1 is not, and of 1 it is not known (3 of 5 met, 2 missing).
        ("All of the trials were of good quality.", "false", 2, 4),
        ("The trials were of good quality.", "false", 2, 4),
        ("Most trials were of good quality.", "unknown", 2, 4),
        ("Some of the trials were robust.", "true", 2, 4),
        ("Few of the trials were rigorous.", "false", 2, 4),
        ("None of the trials was of good quality.", "false", 2, 4),
        ("Not all trials were of good quality.", "true", 2, 4),
        ("The trials were not of good quality.", "false", 1, 4),
        ("Randomised controlled trials were mostly of poor quality.", "false", 1, 4),
        # Of the lowest level are only those of no better one; of a middle one, those above it as well.
        ("Trial quality was moderate.", "false", 3, 4),
        ("No trial was of poor quality.", "false", 1, 4),
        ("The quality of the trials was moderate to good.", "false", 3, 4),
        # The mixed study of which only five criteria are rated may yet turn out anything.
        ("Mixed-methods studies were of good quality.", "unknown", 1, 2),
        ("The mixed-methods and qualitative studies were mostly sound.", "true", 2, 3),
        ("The qualitative study was well conducted.", "true", 1, 1),
        ("Most studies were of good quality.", "true", 4, 7),
        ("Overall, study quality was poor.", "false", 1, 7),
        # Studies that are cited, by id and in words; with most, they are examples.
        ("These were high-quality studies [@adams2001; @brown2002].", "true", 2, 2),
        ("The evaluation by Clark et al. (2003) was of good quality.", "false", 0, 1),
        ("Most studies were of good quality [@adams2001].", "true", 4, 7),
        # The tool's own words.
        ("All of the trials met all criteria.", "false", 1, 4),
        ("The qualitative study met all five criteria of the MMAT.", "true", 1, 1),
        # What only people can tell.
        ("About half of the trials were of good quality.", "unsure", 2, 4),
        ("Two of the trials were of good quality.", "unsure", 2, 4),
        ("Their quality was good in all but one of the trials.", "unsure", 0, 4),
        ("Studies with no comparison group were of low quality.", "unsure", 0, 7),
        ("High-quality trials found no effect.", "unsure", 0, 4),
        ("These studies were of good quality [@other1999].", "unsure", 0, 7),
        ("The non-randomised studies were of good quality.", "unsure", 0, 0),
        # A word of which the protocol does not say what it means.
        ("The rigour of the trials was limited.", "undefined", 0, 4),
        ("The trials had a low risk of bias.", "undefined", 0, 4),
    ],
)
def test_what_the_grid_says_of_a_claim(sentence, verdict, holds, of):
    (claim,) = read(sentence)
    assert (claim.verdict, claim.holds, len(claim.about)) == (verdict, holds, of)


def test_clauses_of_one_sentence_are_claims_of_their_own():
    sentence = "Quality was good in the qualitative studies but poor in the randomised controlled trials."
    assert [(claim.meant, claim.verdict) for claim in read(sentence)] == [
        ("Qualitative", "true"),
        ("Randomised controlled trial", "false"),
    ]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("non-randomised studies", "Quantitative non-randomised"),
        ("nonrandomized evaluations", "Quantitative non-randomised"),
        ("quasi-experimental studies", "Quantitative non-randomised"),
        ("randomized trials", "Randomised controlled trial"),
        ("RCTs", "Randomised controlled trial"),
        ("mixed–methods studies", "Mixed methods"),
        ("qualitative and mixed methods studies", "Qualitative and Mixed methods"),
        (
            "randomised and non-randomised trials",
            "Randomised controlled trial and Quantitative non-randomised",
        ),
        ("quantitative descriptive studies", "Quantitative descriptive"),
        (
            "quantitative studies",
            "Randomised controlled trial and Quantitative non-randomised and Quantitative descriptive",
        ),
        ("studies", "all included studies"),
        ("studies, by the Mixed Methods Appraisal Tool,", "all included studies"),
    ],
)
def test_which_categories_a_sentence_names(words, meant):
    assert [claim.meant for claim in read(f"The quality of the {words} was good.")] == [meant]


def test_a_claim_that_does_not_hold_is_a_finding_and_an_open_item_with_the_figures():
    findings, items = said("# Quality\n\nFirst words.\nAll of the trials\nwere of good quality.\n")
    (finding,), (item,) = findings, items
    assert finding.finding == item.item
    assert re.fullmatch(rf"appraisal:claim:{FILE}:[0-9a-f]{{8}}", item.item)
    assert (finding.severity, finding.study, item.waits_for) == ("high", "", "team")
    assert finding.place == item.place == f"{FILE}:4"
    assert finding.text == (
        "\"All of the trials were of good quality\": 'Good' would have to hold of all of them; it holds of 2 "
        "of 4, of 1 it is not known because ratings are missing. Taken to be about Randomised controlled "
        "trial: 4 studies (4 Randomised controlled trial), by Mixed Methods Appraisal Tool (MMAT): Yes to "
        "every criterion that is due: 1; to all but one: 1; another answer to two or more: 1 (Clark et al., "
        "2003: 4); incomplete by the tool's rule: 1"
    )
    assert item.text == finding.text + "; the sentence or the ratings must change"


def test_other_claims_are_findings_alone_and_a_true_one_is_none():
    for sentence, severity, words in [
        ("Most trials were of good quality.", "medium", "because ratings are missing"),
        (
            "The rigour of the trials was limited.",
            "medium",
            "does not say what 'limited' means (appraisal: levels",
        ),
        ("Two of the trials were good studies.", "low", "people must compare it with the ratings, because"),
    ]:
        (finding,), items = said(sentence)
        assert (finding.severity, items) == (severity, []) and words in finding.text
    assert said("Most studies were of good quality.") == ([], [])


def test_without_levels_nobody_knows_what_good_means():
    ((finding,), items) = said("The quality of the mixed-methods evaluations was good.", levels=())
    assert finding.severity == "medium" and items == []
    assert (
        "does not say what 'good' means (appraisal: levels: words). Taken to be about Mixed methods: 2 "
        in finding.text
    )


def ids(text):
    return [one.finding for one in said(text)[0]]


def test_an_id_is_of_the_sentence_and_not_of_its_line():
    first, second = ids("All trials were of good quality. No trial was of poor quality.")
    assert first != second
    assert ids("New.\n\nAll trials were\nof good quality.") == [first]
    assert ids("No trial was of poor quality.") == [
        second
    ]  # it stands there now: what was accepted was not it
    assert ids("All the trials were of good quality.") not in ([first], [second])
    cited = ids("The study was good [@clark2003].") + ids("The study was good [@brown2002; @clark2003].")
    assert len(set(cited)) == 2
    twice = "Quality was poor in the qualitative studies and poor in the trials."
    assert ids(f"{twice}\n\n{twice}") == [f"{ids(twice)[0]}{n}" for n in ("", ":2")]


def rob2(**judgements):
    return [
        Assessment(study, "rob2", "reentry", "assignment", outcome="appraised", judgement=judgement)
        for study, judgement in judgements.items()
    ]


THREE = {id: LABELS[id] for id in ("adams2001", "brown2002", "clark2003")}


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Most trials had a low risk of bias.", "true"),
        ("Most trials were judged as having some concerns.", "false"),
        ("Most trials raised some concerns.", "false"),
        # More, or less, than that studies are so.
        ("All trials had at least some concerns about risk of bias.", "unsure"),
        ("All trials were at some concerns or high risk.", "unsure"),
        ("All trials were at high or unclear risk of bias.", "unsure"),
        ("All trials had low risk of bias to some concerns.", "unsure"),
        ("Most trials had low risk of bias for missing outcome data.", "unsure"),
        ("Risk of bias due to deviations was high.", "unsure"),
        ("Most trials had low risk of bias in the selection of results.", "unsure"),
        ("Risk of bias was low for most of the trials.", "true"),
        ("All trials were at low risk of bias.", "false"),
        ("The risk of bias was high in most trials.", "false"),
        ("Most studies raised some concerns about risk of bias.", "false"),
        ("No trial was at high risk of bias.", "true"),
        ("Most trials were of high quality.", "undefined"),  # high is another thing of quality
        ("Most trials were of good quality.", "undefined"),
    ],
)
def test_judgements_of_a_tool_need_no_levels(sentence, verdict):
    rows = rob2(adams2001="low", brown2002="low", clark2003="some_concerns")
    (claim,) = checked(sentence, [ROB2], (), rows, [], THREE)
    assert claim.verdict == verdict


def test_figures_of_judgements_are_counts_of_each():
    rows = rob2(adams2001="low", brown2002="high", clark2003="")
    (finding,), (item,) = claims("All trials were at low risk of bias.", FILE, [ROB2], (), rows, [], THREE)
    assert "Low risk: 1; Some concerns: 0; High risk: 1; not judged: 1" in finding.text
    assert "3 results (3 Effect of assignment" in item.text
    level = (Level("good", "Trustworthy", judgements=("low", "some_concerns"), words=("good",)),)
    (claim,) = checked("The quality of the trials was good.", [ROB2], level, rows, [], THREE)
    assert (claim.verdict, claim.holds, claim.open) == ("false", 1, 1)


TWO_TOOLS = (
    Level("sound", "Sound", tool="mmat2018", met=80, words=("good",)),
    Level("lowrisk", "Trusted", tool="rob2", judgements=("low",), words=("good",)),
    Level("weak", "Weak", tool="mmat2018", met=0, words=("poor",)),
    Level("doubtful", "Doubtful", tool="rob2", judgements=("some_concerns", "high"), words=("poor",)),
)


@pytest.mark.parametrize(
    ("sentence", "verdict", "holds", "of"),
    [
        # By MMAT: evans and green are good, of frank it is not known. By RoB 2 adams is good in both
        # results, brown in one of two, clark in none.
        ("Most studies were of good quality.", "unknown", 3, 6),
        ("Some studies were of poor quality.", "true", 2, 6),
        ("The trials were of poor quality.", "false", 2, 3),
        ("Not all trials were good studies.", "true", 1, 3),
        ("The two mixed-methods studies were of good quality.", "unsure", 1, 2),
        ("The qualitative study was of good quality.", "true", 1, 1),
        ("Two trials had a high risk of bias.", "unsure", 2, 3),  # the number is that of the ratings
        ("Three trials had a high risk of bias.", "other number", 2, 3),
        ("No trial was at high risk of bias.", "false", 2, 3),  # one of its results is enough
        ("The rigour of the studies was limited.", "undefined", 0, None),
    ],
)
def test_with_two_tools_a_study_is_read_by_the_levels_of_its_own(sentence, verdict, holds, of):
    assessments, ratings = grid(("evans2005", "frank2006", "green2007"))
    rows = rob2(adams2001="low", brown2002="low", clark2003="high")
    rows += [replace(row, result="placement") for row in rob2(adams2001="low", brown2002="high")]
    labels = {row.study: LABELS[row.study] for row in (*assessments, *rows)}
    (claim,) = checked(sentence, [MMAT, ROB2], TWO_TOOLS, [*assessments, *rows], ratings, labels)
    assert (claim.verdict, claim.holds) == (verdict, holds)
    assert of in (None, claim.studies) and not claim.absent


@pytest.mark.parametrize(("judgement", "holds"), [("low", 1), ("high", 0)])
def test_a_study_rated_with_two_tools_is_good_where_it_is_by_both(judgement, holds):
    assessments, ratings = grid(("green2007",))
    rows = [*assessments, *rob2(green2007=judgement)]
    for word, n in (("good", holds), ("poor", 1 - holds)):
        text = f"The study was of {word} quality [@green2007]."
        (claim,) = checked(text, [MMAT, ROB2], TWO_TOOLS, rows, ratings, LABELS)
        assert (claim.holds, claim.studies) == (n, 1)


def test_a_study_that_was_not_appraised_further_is_named_apart():
    stopped = Assessment("brown2002", "mmat2018", "", "randomised", outcome="stopped")
    assessments, ratings = grid(["adams2001"])
    rows = [*assessments, stopped]

    def one(text):
        (claim,) = checked(text, [MMAT], LEVELS, rows, ratings, LABELS)
        return claim.verdict, claim.holds, len(claim.about), len(claim.stopped)

    assert one("Some of the trials were of good quality.") == ("true", 1, 1, 1)
    assert one("All of the trials were of good quality.") == ("unknown", 1, 1, 1)
    assert one("The trials were of poor quality.") == ("false", 0, 1, 1)
    (finding,), items = claims("The trials were sound.", FILE, [MMAT], LEVELS, rows, ratings, LABELS)
    assert "it holds of 1 of 1; 1 not appraised further. Taken to be about" in finding.text and not items
    assert "1 study (1 Randomised controlled trial), by Mixed" in finding.text
    assert finding.text.endswith(
        "incomplete by the tool's rule: 0; not appraised further: 1 (Brown et al., 2002)"
    )
    (finding,), _ = claims("The trials were sound.", FILE, [MMAT], LEVELS, [stopped], [], LABELS)
    assert "it holds of 0 of 0; 1 not appraised further" in finding.text


def test_included_studies_without_a_tool_that_tells_of_it_are_open():
    rows = rob2(adams2001="low", brown2002="low")
    two = {id: LABELS[id] for id in ("adams2001", "brown2002")}
    text = "All included studies were at low risk of bias."
    assert claims(text, FILE, [ROB2], (), rows, [], two) == ([], [])
    (finding,), items = claims(text, FILE, [ROB2], (), rows, [], THREE)
    assert finding.severity == "medium" and items == []
    assert (
        "it holds of 2 of 3, of 1 it is not known because no tool was used that tells of it "
        "(Clark et al., 2003)" in finding.text
    )
    (claim,) = checked("No study was at low risk of bias.", [ROB2], (), rows, [], THREE)
    assert claim.verdict == "false"  # whatever the third is
    assessments, ratings = grid(["adams2001", "green2007"])
    for studies, verdict in ((("adams2001", "green2007"), "true"), (tuple(GRID), "unknown")):
        labels = {id: LABELS[id] for id in studies}
        (claim,) = checked("All included studies met all criteria.", [MMAT], (), assessments, ratings, labels)
        assert claim.verdict == verdict
    (claim,) = read("The study was sound [@brown2002].", studies=["adams2001"])
    assert (claim.verdict, claim.why) == ("unsure", "nothing that it is about was appraised")


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        # Of all studies 4 are good for certain, and of 2 it is not known; 1 is poor.
        ("The majority of studies (n = 6) were of good quality.", "unsure"),
        ("The majority of studies (n = 7) were of good quality.", "other number"),
        ("The majority of studies (6/7) were of good quality.", "unsure"),
        ("The majority of studies (6 of 8) were of good quality.", "other number"),
        ("The majority of studies (six) were of good quality.", "unsure"),
        ("The majority of studies (86%) were of good quality.", "unsure"),
        ("Most (n=2) of the trials were of good quality.", "unsure"),
        ("Three studies were of good quality.", "other number"),
        ("About three studies were of good quality.", "unsure"),
        ("Two studies were of low quality.", "unsure"),
        ("Three studies were of low quality.", "other number"),
        ("60% of the seven studies were of good quality.", "unsure"),
        ("Of the seven studies, five were of good quality.", "unsure"),
        ("Five of six trials were sound.", "other number"),
        # A level in the middle may be meant with or without those above it.
        ("One trial was of moderate quality.", "unsure"),
        ("Three of the four trials were of moderate quality.", "unsure"),
        ("Four trials were of moderate quality.", "other number"),
        # Beside a word for how many, the word is what is checked.
        ("All four trials were of good quality.", "false"),
        ("All trials were of high quality or moderate quality.", "unsure"),
        ("All studies were of at least moderate quality.", "unsure"),
        ("All trials were of good quality with respect to randomisation.", "unsure"),
    ],
)
def test_numbers_of_their_own_and_what_is_not_the_whole_are_compared_by_people(sentence, verdict):
    (claim,) = read(sentence)
    assert claim.verdict == verdict
    (finding,), items = said(sentence)
    assert (finding.severity == "medium") == (verdict == "other number") and bool(items) == (
        verdict == "false"
    )


def test_figures_are_of_all_that_is_due_and_of_the_own_category_where_that_differs():
    (finding,), _ = said("All mixed-methods studies were of good quality.")
    assert finding.text.endswith(
        "it holds of 1 of 2, of 1 it is not known because ratings are missing. Taken to be about Mixed "
        "methods: 2 studies (2 Mixed methods), by Mixed Methods Appraisal Tool (MMAT): Yes to every "
        "criterion that is due: 1; to all but one of a set: 0; another answer to two or more of a set: 0; "
        "incomplete by the tool's rule: 1; of the criteria of their own category alone, since 2 are due on "
        "others too, Yes to every one: 2; to all but one: 0; another answer to two or more: 0; incomplete: 0"
    )


def test_a_mixed_study_without_its_component_is_not_known_yet(monkeypatch):
    monkeypatch.setitem(GRID, "hills2008", ("mixed", "", ["YYYYY", "YYYYY"]))
    (claim,) = checked(
        "The study was good [@hills2008].", [MMAT], LEVELS, *grid(["hills2008"]), {"hills2008": ""}
    )
    assert claim.verdict == "unknown"


def test_what_is_missing_cannot_mend_a_part_that_is_poor(monkeypatch):
    monkeypatch.setitem(GRID, "hills2008", ("mixed", "descriptive", ["NNNNY", "     ", "     "]))
    monkeypatch.setitem(LABELS, "hills2008", "Hills et al., 2008")
    (claim,) = read("The study was of good quality [@hills2008].")
    assert (claim.verdict, claim.holds, claim.open) == ("false", 0, 0)


def test_sentences_and_the_lines_they_begin_on():
    text = (
        "<!-- A comment.\n\nAll studies were good. -->\n"
        "# A heading. With two\n"
        "One et al. (2001) is cited, e.g. here.\nTwo begins here (section 4.3) and\nends here! Three.\n\n"
        "- Four\n- Five\n\n| a | table. Row |\n|---|---|\n\n```\ncode. More\n```\nSix"
    )
    assert [(one.line, one.text) for one in sentences(text)] == [
        (5, "One et al. (2001) is cited, e.g. here."),
        (6, "Two begins here (section 4.3) and ends here!"),
        (7, "Three."),
        (9, "- Four"),
        (10, "- Five"),
        (18, "Six"),
    ]


def test_citations():
    text = "As [@adams2001, p. 3; see @brown2002] and @clark2003 say (mail me@example.org)."
    assert cited(text) == ["adams2001", "brown2002", "clark2003"]


WORDS = """
    all most no none not few of the studies trials quality rigour risk bias good poor was were , . ; # | -
    [@adams2001] randomised non-randomised mixed methods qualitative high-quality which in <!-- --> ```
"""
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS.split()), st.sampled_from((" ", "\n", "\n\n"))), max_size=40)


@given(st.one_of(st.text(max_size=200), TEXTS.map(lambda words: "".join(map("".join, words)))))
def test_any_text_can_be_read(text):
    findings, items = said(text)
    found = [one.finding for one in findings]
    assert len(set(found)) == len(found) and {one.item for one in items} <= set(found)
    for one in checked(text, [MMAT], LEVELS, *grid(), LABELS):
        assert one.holds + one.open <= len(one.about)


@given(
    st.lists(
        st.one_of(st.sampled_from(["", "Nothing is here", "More, e.g. this.", "- a point"]), st.none()),
        max_size=4,
    )
)
def test_a_claim_is_found_on_the_line_where_it_stands(lines):
    claim = "All of the trials were of good quality."
    text = "\n\n".join(claim if line is None else line for line in lines)
    places = [2 * n + 1 for n, line in enumerate(lines) if line is None]
    assert [one.sentence.line for one in read(text)] == places
    assert [one.sentence.line for one in read("\n" + text)] == [place + 1 for place in places]


@given(st.permutations(sorted(GRID)))
def test_the_order_of_studies_changes_no_verdict(studies):
    text = "Most trials were of good quality. The mixed-methods studies were sound. No study was poor."
    assert [one.verdict for one in read(text, studies=studies)] == [one.verdict for one in read(text)]
