"""What checks of ratings find: merged columns, sets rated in part, answers that do not go together."""

import csv
from collections import Counter
from dataclasses import replace

import pytest

from pipeline import ROOT, SHARED
from tamis.appraisal import command
from tamis.appraisal.engine import judge, registry
from tamis.appraisal.findings import findings
from tamis.config import ToolUse, require_config
from tamis.review import Review
from tamis.tables import Appraisal, Assessment, DomainJudgement, Finding, Study

MMAT = registry.require("mmat2018")
ROB2 = registry.require("rob2")
STUDIES = [Study(study="adams2001", label="Adams et al., 2001")]
LETTERS = {"Y": "yes", "N": "no", "C": "cant_tell", " ": "", "!": ""}


def rated(domain, answers, tool=MMAT, due="yes", merged="", result=""):
    """Return rows for the items of a domain, from letters; ! is a dispute, a space what nobody rated."""
    return [
        Appraisal(
            study="adams2001",
            tool=tool.id,
            result=result,
            domain=domain,
            item=item,
            due=due,
            answer=LETTERS.get(letter, letter) if tool is MMAT else letter.strip(),
            state={" ": "empty", "!": "disputed"}.get(letter, "given"),
            written=f"{item}/{merged}{item[1:]}" if merged else "",
            place=f"ratings.csv:{line}",
        )
        for line, (item, letter) in enumerate(
            zip(tool.domain[domain].item_ids, answers, strict=True), start=2
        )
    ]


def found(rows, category, component="", tool=MMAT, judgements=(), result="", chosen="person"):
    assessment = Assessment(
        study="adams2001",
        tool=tool.id,
        result=result,
        category=category,
        component=component,
        chosen=chosen,
        place="categories.csv:2",
    )
    return findings([tool], [assessment], rows, judgements, STUDIES, {"reentry": "Re-entry into care"})


def test_a_complete_study_without_contradictions_gives_nothing():
    assert found(rated("screening", "YY") + rated("randomised", "YYNCY"), "randomised") == []


def test_a_merged_column_hides_the_category():
    rows = rated("non_randomised", "YYNCY", merged="4")
    assert found(rows, "non_randomised") == [
        Finding(
            "appraisal:merged:mmat2018:adams2001",
            "high",
            "adams2001",
            "Adams et al., 2001: 5 ratings stand under merged columns (3.1/4.1 to 3.5/4.5); it cannot be "
            "read from what was written which of the 2 categories was used, Quantitative non-randomised or "
            "Quantitative descriptive; read as 3.1 to 3.5 because the study's category is Quantitative "
            "non-randomised (given in categories.csv:2)",
            "ratings.csv:2",
        )
    ]
    assert found(rated("non_randomised", "     ", merged="4"), "non_randomised") == []  # nobody answered
    (by_design,) = found(rows, "non_randomised", chosen="design")
    assert by_design.text.endswith("(by the design that was extracted)")
    (rated_only,) = found(rows, "non_randomised", chosen="rated")
    assert rated_only.text.endswith("(read off what was rated)")
    (without,) = found(rows, "")
    assert without.text.endswith("the study has no category by which they could be read")
    (two,) = [one for one in found([rows[0], rows[4]], "non_randomised") if ":merged:" in one.finding]
    assert "2 ratings stand under merged columns (3.1/4.1, 3.5/4.5)" in two.text


def test_a_column_of_which_a_category_asks_for_more_than_one_is_read_as_none():
    columns = [f"1.{n}/2.{n}/3.{n}/4.{n}/5.{n}" for n in range(1, 6)]
    rows = [
        replace(row, domain="", item=item, written=item, due="no")
        for row, item in zip(rated("mixed", "YYYYY"), columns, strict=True)
    ]
    for category, words in (("mixed", "more than one of them"), ("", "no category")):
        (merged,) = [one for one in found(rows, category, "descriptive") if ":merged:" in one.finding]
        assert words in merged.text and "read as 1.1" not in merged.text
    (merged,) = found([replace(row, written="3.1/4.1", item="3.1/4.1") for row in rows[:1]], "qualitative")
    assert (
        "the study's category, Qualitative (given in categories.csv:2), asks for none of them" in merged.text
    )


def mixed(qualitative, descriptive, own):
    return rated("qualitative", qualitative) + rated("descriptive", descriptive) + rated("mixed", own)


def test_five_criteria_of_fifteen():
    (part,) = found(mixed("     ", "     ", "YYYYN"), "mixed", "descriptive")
    assert (part.finding, part.severity) == ("appraisal:part:mmat2018:adams2001", "high")
    assert part.text == (
        "Adams et al., 2001: rated on 5 of 15 criteria: on Mixed methods, not on Qualitative and "
        "Quantitative descriptive (1.1 to 1.5 and 4.1 to 4.5); 5.5 cannot be judged without them"
    )


@pytest.mark.parametrize(
    "rows",
    [
        mixed("YYYYY", "     ", "YYYYN"),  # one of the other sets was rated
        mixed("     ", "     ", "     "),  # nothing was
        mixed("YYYYY", "YYYYY", "     "),
    ],
)
def test_a_study_that_is_not_rated_on_its_own_set_alone_is_no_part(rows):
    assert not any(":part:" in one.finding for one in found(rows, "mixed", "descriptive"))


def test_four_of_five():
    (few,) = found(rated("randomised", " NNNC"), "randomised")
    assert (few.finding, few.severity) == ("appraisal:few:mmat2018:adams2001", "high")
    assert few.text == (
        "Adams et al., 2001: 4 of 5 ratings on Randomised controlled trial: 2.1 Random allocation has none; "
        "a rating is missing, or the answers stand in the wrong cells"
    )
    assert found(rated("randomised", "     "), "randomised") == []  # nobody began
    assert found(rated("randomised", "!NNNC"), "randomised") == []  # in dispute is not missing
    assert found(rated("randomised", " NNNC", due="optional"), "randomised") == []  # screening made it so
    (both,) = found(rated("screening", "Y ") + rated("randomised", "YYY  "), "randomised")
    assert "1 of 2 ratings on Screening questions: S2" in both.text
    assert (
        "3 of 5 ratings on Randomised controlled trial: 2.4 Blind assessment, 2.5 Adherence have none"
        in both.text
    )


def test_a_yes_to_the_quality_of_each_part_beside_a_part_that_is_not_good():
    (note,) = found(mixed("YYYYY", "YNCYY", "YYYYY"), "mixed", "descriptive")
    assert (note.finding, note.severity) == ("appraisal:note:mmat2018:adams2001:5.5", "medium")
    assert note.text.startswith(
        "Adams et al., 2001: 5.5 is Yes, beside 4.2 No; 4.3 Can't tell. In MMAT 2018 "
    )
    assert note.place == "ratings.csv:6"
    notes = [
        one.text
        for one in found(mixed("     ", "    !", "YYYYY"), "mixed", "descriptive")
        if ":note:" in one.finding
    ]
    assert "beside 1.1 to 1.5 and 4.1 to 4.4 Missing; 4.5 in dispute." in notes[0]
    assert found(mixed("YYYYY", "YYYYY", "YYYYY"), "mixed", "descriptive") == []
    assert found(mixed("YNYYY", "YYYYY", "YYYYN"), "mixed", "descriptive") == []
    assert found(mixed("YYYYY", "YYYYY", "NNNNY"), "mixed", "descriptive") == []  # no part of it is other


def judged(overall, **domains):
    return [
        DomainJudgement("adams2001", "rob2", "reentry", domain, "", judgement, "proposed", place="r.csv:9")
        for domain, judgement in (*domains.items(), ("overall", overall))
    ]


def test_some_concerns_in_several_domains():
    judgements = judged("some_concerns", D1="some_concerns", D3="low", D4="some_concerns")
    (several,) = found([], "assignment", tool=ROB2, judgements=judgements, result="reentry")
    assert (several.finding, several.severity) == ("appraisal:several:rob2:adams2001:reentry", "medium")
    assert several.text.startswith(
        "Adams et al., 2001 (Re-entry into care): 2 domains judged Some concerns (Randomisation, Measurement "
        "of the outcome), and the whole Some concerns. RoB 2 leaves it to people"
    )


@pytest.mark.parametrize(
    "judgements",
    [
        judged("some_concerns", D1="some_concerns", D3="low"),
        judged("high", D1="some_concerns", D3="some_concerns"),
        judged("", D1="some_concerns", D3="some_concerns"),
    ],
)
def test_one_domain_a_high_whole_or_none_is_not_several(judgements):
    assert found([], "assignment", tool=ROB2, judgements=judgements, result="reentry") == []


def test_where_information_lacks_a_person_judges_and_it_is_said_what_the_tool_leaves_open():
    robins = registry.require("robins_i2016")
    ids = [domain.id for domain in robins.due("assignment")]
    for others, whole in (("moderate", ""), ("serious", "serious")):
        judgements = dict.fromkeys(ids, others) | {"D1": "no_information"}
        assert judge.judge_all(robins.overall, ids, judgements, {}) == whole
    rows = [
        replace(row, tool="robins_i2016") for row in judged("moderate", D1="no_information", D2="moderate")
    ]
    (several,) = found([], "assignment", tool=robins, judgements=rows, result="reentry")
    assert (
        "1 domain judged No information (Confounding), and the whole Moderate risk. In ROBINS-I"
        in several.text
    )


def test_what_sources_say_of_an_overall_score_is_data():
    said = {id: registry.require(id).score for id in registry.paths()}
    assert {id for id, score in said.items() if not score} == {"rob2", "robins_i2016"}
    assert "discourages" in said["mmat2018"]


def test_an_answer_to_a_question_that_was_not_asked():
    (skipped,) = found(rated("D3", ("PY", "N", " ", " "), ROB2, due="no"), "assignment", tool=ROB2)
    assert (skipped.finding, skipped.severity) == ("appraisal:skipped:rob2:adams2001:3.2", "low")
    assert skipped.text == (
        "Adams et al., 2001: 3.2 Evidence that nothing was distorted is answered (No) though the tool skips "
        "it, because 3.1 is Probably yes; the answer counts for nothing"
    )
    (last,) = found(rated("D3", ("Y", " ", " ", "NI"), ROB2, due="no"), "assignment", tool=ROB2)
    assert "because 3.3 is not asked" in last.text
    for answers in (("N", "N", "Y", "N"), (" ", "N", " ", " "), ("Y", "NA", " ", " ")):
        # asked; not known yet whether it is asked; marked as not applicable
        assert found(rated("D3", answers, ROB2, due="no"), "assignment", tool=ROB2) == []


def test_findings_are_sorted_and_of_each_study_and_result_on_its_own():
    rows = rated("randomised", " NNNC") + rated("non_randomised", "YYYYY", merged="4")
    ids = [one.finding for one in found(rows, "randomised")]
    assert ids == sorted(ids) and len(ids) == 2
    assert findings([MMAT], [Assessment(study="brown2002", tool="mmat2018")], rows, [], STUDIES, {}) == []


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: it has what is wrong with the review")
def test_what_is_wrong_with_the_published_table():
    # E5, E6, E7 and E9 of ../shared/seeds/004_inconsistencies.csv.
    review = Review(ROOT)
    with (ROOT / "records" / "studies.csv").open(encoding="utf-8", newline="") as stream:
        studies = [Study(study=id) for id in dict.fromkeys(row["study"] for row in csv.DictReader(stream))]
    config = require_config(review)
    rules = replace(
        config.appraisal, tools=(ToolUse("mmat2018"),), levels=()
    )  # categories are in the records
    made = command.make(review, replace(config, appraisal=rules), studies)
    counts = Counter(row.finding.split(":")[1] for row in made.findings if row.severity == "high")
    assert (counts["merged"], counts["part"], counts["few"]) == (7, 4, 1)
    texts = {row.finding: row.text for row in made.findings}
    assert texts["appraisal:few:mmat2018:trout2020"].endswith(
        "4 of 5 ratings on Randomised controlled trial: 2.1 Random allocation has none; "
        "a rating is missing, or the answers stand in the wrong cells"
    )
    claim = next(text for id, text in texts.items() if id.startswith("appraisal:claim:"))
    assert "11 studies (7 Quantitative non-randomised, 4 Mixed methods)" in claim
    worst = "3 (pine2009: 3; ringle2015: 3; rushovich2021: 2)"
    assert f"two or more of a set: {worst}; incomplete by the tool's rule: 4 (2 of them counted" in claim
    assert "of their own category alone, since 4 are due on others too, Yes to every one: 8" in claim
    assert f"another answer to two or more: {worst}; incomplete: 0" in claim
