"""Ratings against what a tool asks for: the published table of the worked example, and small cases."""

import csv
from pathlib import Path

import pytest
from appraisals import CATEGORIES, CHECKLIST, MMAT, config, judged, log, open_ids, row, stage

from small_review import CONFIG, PROFORMA, make, people_wrote
from tamis.cli import main
from tamis.reports.appraisal.tally import tally
from tamis.store import read_built, write_rows
from tamis.tables import Appraisal, Assessment, Datum, DomainJudgement, Finding, OpenItem, Said

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: it has the published MMAT table")
@pytest.mark.parametrize("merged", [False, True])
def test_the_published_table_has_its_published_totals(tmp_path, merged):
    letters = {"Y": "Y", "N": "N", "CT": "Can't tell"}
    mixed, randomised = ("madden", "malvaso", "pringle", "rushovich"), ("degarmo", "oxford", "ryan", "trout")
    categories = "study,tool,category,component,who,why\n"
    text, ids = "study,item,answer\n", []
    with (SHARED / "seeds" / "table3_mmat.csv").open(encoding="utf-8", newline="") as stream:
        for cells in csv.DictReader(stream):
            name = cells.pop("study_as_printed")
            author = name.split()[0].casefold()
            ids.append(author + name[-5:-1])
            kind = "mixed" if author in mixed else "randomised" if author in randomised else "non_randomised"
            component = "descriptive" if kind == "mixed" else ""
            categories += f"{ids[-1]},mmat2018,{kind},{component},R1,as printed\n"
            for item, answer in cells.items():
                if answer:
                    item = item if merged else item.split("/")[0]
                    text += f"{ids[-1]},{item},{letters[answer]}\n"
    files = {"appraisal/categories.csv": categories, "appraisal/mmat2018.R1.csv": text}
    review = make(tmp_path, files, included=ids)
    before = people_wrote(review)
    assert main(["appraisal", "-d", str(tmp_path)]) == 0
    assert people_wrote(review) == before
    tables = {
        name: read_built(review.built("appraisal", name), table)
        for name, table in (
            ("ratings", Appraisal),
            ("said", Said),
            ("judgements", DomainJudgement),
            ("assessments", Assessment),
            ("findings", Finding),
            ("open", OpenItem),
        )
    }
    counts = tally(tables["ratings"], tables["assessments"], MMAT)
    # As the review prints them: 54 yes, 10 no, 10 can't tell of 75 cells, so one is missing (Trout's 2.1).
    assert counts.own.answers == {"yes": 54, "no": 10, "cant_tell": 10}
    assert (counts.own.due, counts.own.missing) == (75, 1)
    # By the tool's own rule: eleven studies with five criteria, four with fifteen.
    assert (counts.all.due, counts.all.missing) == (115, 41)
    assert counts.screening.answers == {"yes": 30, "no": 0, "cant_tell": 0}
    missing = [item.item for item in tables["open"] if ":missing:" in item.item]
    assert len(missing) == 41
    assert missing[-1] == "appraisal:missing:mmat2018:trout2019:2.1"
    assert len([item for item in missing if ":trout2019:" in item]) == 1
    # No comment is printed: ten no and ten can't tell need one.
    assert sum(":comment:" in item.item for item in tables["open"]) == 20
    assert sum(bool(each.written) for each in tables["ratings"]) == (35 if merged else 0)
    assert len(tables["said"]) == 104 and tables["judgements"] == []
    assert [each.outcome for each in tables["assessments"]].count("appraised") == 10
    for name in ("appraisal", "appraisal_summary"):
        assert (review.reports / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_stage_makes_the_same_bytes_again(tmp_path):
    files = {
        "appraisal/categories.csv": CATEGORIES,
        "appraisal/mmat2018.R1.csv": log(("adams2001", "2.", "YNC")),
    }
    review = make(tmp_path, files)

    def made():
        assert main(["appraisal", "-d", str(tmp_path)]) == 0
        folders = (review.build / "appraisal", review.reports)
        return {path: path.read_bytes() for folder in folders for path in sorted(folder.iterdir())}

    first = made()
    assert len(first) == 8 and made() == first


def test_a_review_without_studies_or_tools_makes_all_tables(tmp_path):
    review = make(tmp_path, included=())
    assert main(["appraisal", "-d", str(tmp_path)]) == 0
    assert read_built(review.built("appraisal", "assessments"), Assessment) == []
    assert (review.reports / "appraisal.svg").exists()
    without = stage(tmp_path, {}, config=CONFIG.partition("appraisal:")[0])
    assert (without.assessments, without.open) == ([], [])


def test_an_unrated_study_is_one_open_item_and_a_rated_one_has_one_for_each_gap(tmp_path):
    ratings = log(("adams2001", "S", "YY"), ("adams2001", "2.", "YN CY"))
    files = {"categories.csv": CATEGORIES, "mmat2018.R2.csv": ratings}
    made = stage(tmp_path, files, included=("adams2001", "brown2002"))
    rows = [(r.item, r.domain, r.due, r.answer, r.appraiser) for r in made.ratings if r.study == "adams2001"]
    assert rows == [
        ("S1", "screening", "yes", "yes", "R2"),
        ("S2", "screening", "yes", "yes", "R2"),
        ("2.1", "randomised", "yes", "yes", "R2"),
        ("2.2", "randomised", "yes", "no", "R2"),
        ("2.3", "randomised", "yes", "", ""),
        ("2.4", "randomised", "yes", "cant_tell", "R2"),
        ("2.5", "randomised", "yes", "yes", "R2"),
    ]
    assert len([r for r in made.ratings if r.study == "brown2002"]) == 17
    assert [(i.item, i.waits_for, i.place) for i in made.open] == [
        ("appraisal:missing:mmat2018:adams2001:2.3", "R2", "records/appraisal/categories.csv:2"),
        ("appraisal:none:mmat2018:brown2002", "R2", "records/appraisal/categories.csv:3"),
    ]
    assert [(a.outcome, a.due, a.answered, a.met, a.percent) for a in made.assessments] == [
        ("incomplete", 5, 4, 2, None),
        ("none", 15, 0, 0, None),
    ]


def test_nothing_waits_for_an_appraiser_who_left(tmp_path):
    differing = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": log(("adams2001", "S", "YY"), ("adams2001", "2.", "YYYYY")),
        "mmat2018.R2.csv": log(("adams2001", "2.", "N YYY"), ("brown2002", "5.", "Y")),
    }
    both = ("adams2001", "brown2002")
    for reviewers, waits in (
        ("[{id: R1, left: '2020-05-01'}, {id: R2}]", ("R2", "R2")),
        ("[{id: R1}, {id: R2, left: '2020-05-01'}]", ("R1", "team")),
    ):
        text = config(people=("R1", "R2")).replace("[{id: R1}, {id: R2}]", reviewers)
        made = stage(tmp_path, differing, included=both, config=text)
        by_item = {item.item: item.waits_for for item in made.open}
        assert by_item["appraisal:differs:mmat2018:adams2001:2.1"] == waits[0]
        assert by_item["appraisal:missing:mmat2018:brown2002:S1"] == waits[1]
    # The only one who has rated anything with the tool has left.
    only = {"mmat2018.R1.csv": "study,item,answer\n", "mmat2018.R2.csv": log(("adams2001", "S", "YY"))}
    made = stage(tmp_path, only, included=both, config=text)
    assert {i.item: i.waits_for for i in made.open}["appraisal:none:mmat2018:brown2002"] == "R1"


def test_after_a_screening_question_that_is_not_yes_criteria_are_optional(tmp_path):
    ratings = log(("adams2001", "S", "YC"), ("brown2002", "S", "NY"), ("brown2002", "5.", "Y"))
    files = {"categories.csv": CATEGORIES, "mmat2018.R1.csv": ratings}
    made = stage(tmp_path, files, included=("adams2001", "brown2002"))
    assert made.open == []
    assert [(r.study, r.item, r.due) for r in made.ratings] == [
        ("adams2001", "S1", "yes"),
        ("adams2001", "S2", "yes"),
        ("brown2002", "S1", "yes"),
        ("brown2002", "S2", "yes"),
        ("brown2002", "5.1", "optional"),
    ]
    assert [(a.outcome, a.due, a.percent) for a in made.assessments] == [("stopped", 0, None)] * 2


def test_a_criterion_that_the_category_does_not_ask_for_is_told_and_counts_for_nothing(tmp_path):
    ratings = log(("adams2001", "S", "YY"), ("adams2001", "2.", "YYYYY"), ("adams2001", "3.", "N"))
    made = stage(tmp_path, {"categories.csv": CATEGORIES, "mmat2018.R1.csv": ratings})
    assert open_ids(made) == ["not-asked:mmat2018:adams2001:3.1"]
    assert (row(made, "3.1").due, row(made, "3.1").answer) == ("no", "no")
    assert [(a.outcome, a.met, a.percent) for a in made.assessments] == [("appraised", 5, 100.0)]


def test_a_mixed_study_is_no_better_than_its_weakest_part(tmp_path):
    blocks = [("brown2002", "S", "YY"), ("brown2002", "1.", "YYYYY"), ("brown2002", "4.", "YNNYC")]
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": log(*blocks, ("brown2002", "5.", "YYYNY")),
    }
    levels = "  levels: [{id: good, label: Good, met: 60}, {id: fair, label: Fair, met: 40}]\n"
    made = stage(tmp_path, files, included=("brown2002",), config=config(more=levels))
    (found,) = made.assessments
    assert (found.outcome, found.due, found.met, found.percent, found.level) == (
        "appraised",
        15,
        11,
        40.0,
        "fair",
    )
    better = files | {"mmat2018.R1.2.csv": "study,item,answer\nbrown2002,4.2,Y\n"}
    made = stage(tmp_path, better, included=("brown2002",), config=config(more=levels))
    assert (made.assessments[0].percent, made.assessments[0].level) == (60.0, "good")


def test_an_answer_that_needs_a_comment_and_has_none_is_told(tmp_path):
    head = "study,item,answer,comment,quote\n"
    one = (
        head
        + "adams2001,2.1,No,,a quote\nadams2001,2.2,No,why,\nadams2001,2.3,Can't tell,,\nadams2001,2.4,Y,,\n"
    )
    made = stage(tmp_path, {"categories.csv": CATEGORIES, "mmat2018.R1.csv": one})
    assert open_ids(made, "comment") == ["comment:mmat2018:adams2001:2.1", "comment:mmat2018:adams2001:2.3"]
    # Another appraiser's comment on the same answer is enough; one on another answer is not.
    two = head + "adams2001,2.1,No,why,\nadams2001,2.3,No,why,\n"
    files = {"categories.csv": CATEGORIES, "mmat2018.R1.csv": one, "mmat2018.R2.csv": two}
    assert open_ids(stage(tmp_path, files), "comment") == ["comment:mmat2018:adams2001:2.3"]


def test_two_whose_comments_are_missing_are_both_told(tmp_path):
    head = "study,item,answer\n"
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": f"{head}adams2001,2.1,No\n",
        "mmat2018.R2.csv": f"{head}adams2001,2.1,Can't tell\n",
    }
    (item,) = [each for each in stage(tmp_path, files).open if ":comment:" in each.item]
    assert item.waits_for == "R1;R2"
    assert item.text == (
        "2.1 of adams2001 is No, which needs a comment, and R1 gave none; and "
        "2.1 of adams2001 is Can't tell, which needs a comment, and R2 gave none"
    )


def test_what_nobody_has_begun_waits_for_everybody(tmp_path):
    (item,) = stage(tmp_path, {"categories.csv": CATEGORIES}, config=config(people=("R1", "R2"))).open
    assert (item.item, item.waits_for) == ("appraisal:none:mmat2018:adams2001", "R1;R2")


def test_an_answer_that_does_not_apply_is_out_of_the_share(tmp_path):
    (tmp_path / "config" / "tools").mkdir(parents=True)
    text = CHECKLIST.read_text("utf-8").replace(
        'met: "yes"\n', 'met: "yes"\nnot_applicable: not_applicable\n'
    )
    (tmp_path / "config" / "tools" / CHECKLIST.name).write_text(text, "utf-8")
    levels = "  levels: [{id: all, label: All, met: 100}]\n"
    head = "study,item,answer\n"
    for answers, found in (("yes,n/a,yes", (2, 2, 2, 100.0, "all")), ("n/a,n/a,n/a", (0, 0, 0, None, ""))):
        rows = zip(("Q1", "Q2", "Q10"), answers.split(","), strict=True)
        log_ = head + "".join(f"adams2001,{item},{answer}\n" for item, answer in rows)
        files = {"checklist2017.R1.csv": log_}
        (a,) = stage(tmp_path, files, config=config(("checklist2017",), more=levels)).assessments
        assert (a.outcome, a.due, a.answered, a.met, a.percent, a.level) == ("appraised", *found)


# --- categories and tools -----------------------------------------------------------------------


def test_a_study_without_a_category_is_open(tmp_path):
    ratings = log(("adams2001", "S", "YY"), ("adams2001", "2.", "YYYYY"))
    made = stage(tmp_path, {"mmat2018.R1.csv": ratings}, included=("adams2001", "brown2002"))
    assert open_ids(made) == [
        "category:mmat2018:adams2001",
        "category:mmat2018:brown2002",
        "none:mmat2018:brown2002",
    ]
    assert {(r.item[0], r.due) for r in made.ratings if r.study == "adams2001"} == {("S", "yes"), ("2", "no")}
    assert [(a.category, a.due, a.outcome) for a in made.assessments] == [
        ("", None, "incomplete"),
        ("", None, "none"),
    ]


@pytest.mark.parametrize(
    ("category", "read", "due"),
    [("non_randomised", "3.1", "yes"), ("descriptive", "4.1", "yes"), ("randomised", "3.1/4.1", "no")],
)
def test_merged_columns_are_read_as_the_one_that_the_category_asks_for(tmp_path, category, read, due):
    files = {
        "categories.csv": f"study,tool,category,who,why\nadams2001,mmat2018,{category},R1,a\n",
        "mmat2018.R1.csv": "study,item,answer\nadams2001,3.1/4.1,Y\nadams2001,S1,Y\n",
    }
    made = stage(tmp_path, files)
    found = row(made, read)
    assert (found.due, found.answer, found.written) == (due, "yes", "3.1/4.1")
    told = open_ids(made, "not-asked")
    assert told == ([] if due == "yes" else ["not-asked:mmat2018:adams2001:3.1/4.1"])
    # The same, said of the one column, is a further line of that person on that criterion.
    if due == "yes":
        # The heading is told whoever used it.
        other = {"mmat2018.R2.csv": files["mmat2018.R1.csv"]}
        own = {"mmat2018.R1.csv": f"study,item,answer\nadams2001,{read},Y\n"}
        assert row(stage(tmp_path, files | own | other), read).written == "3.1/4.1"
        more = files | {"mmat2018.R1.2.csv": f"study,item,answer,comment\nadams2001,{read},N,why\n"}
        assert row(stage(tmp_path, more), read).answer == "no"
        assert row(stage(tmp_path, more), read).written == ""


def test_merged_columns_of_a_study_without_a_category_are_read_as_neither(tmp_path):
    made = stage(tmp_path, {"mmat2018.R1.csv": "study,item,answer\nadams2001,3.1/4.1,Y\n"})
    assert (row(made, "3.1/4.1").domain, row(made, "3.1/4.1").due) == ("", "no")
    assert open_ids(made, "category", "not-asked") == ["category:mmat2018:adams2001"]


def test_merged_columns_of_which_two_are_asked_are_read_as_neither(tmp_path):
    ratings = log(("brown2002", "S", "YY")) + "brown2002,4.1/5.1,Yes,\n"
    files = {"categories.csv": CATEGORIES, "mmat2018.R1.csv": ratings}
    made = stage(tmp_path, files, included=("brown2002",))
    assert [row(made, item, "brown2002").answer for item in ("4.1", "5.1", "4.1/5.1")] == ["", "", "yes"]
    (text,) = [item.text for item in made.open if ":not-asked:" in item.item]
    assert text == "4.1/5.1 of brown2002 could be more than one criterion; write which"


@pytest.fixture
def designed(tmp_path):
    """Return what runs the stage with a design of each study; the field country stands for it."""

    def run(tools, designs, files=None):
        review = make(tmp_path)
        data = [
            Datum(study, "country", 1, "", "R1", value, "given" if value else "empty", place="data:1")
            for study, value in designs.items()
        ]
        write_rows(review.built("extraction", "data"), data, Datum)
        return stage(tmp_path, files or {}, included=tuple(designs), config=config(tools))

    assert "label: United Kingdom" in PROFORMA
    return run


BY_DESIGN = [
    "mmat2018",
    "      design: country",
    "      categories: {uk: [randomised], us: [mixed, qualitative]}",
]


def test_the_category_follows_from_the_design_where_the_protocol_names_one(designed):
    made = designed(BY_DESIGN, {"adams2001": "uk", "brown2002": "us"})
    assert [(a.category, a.chosen, a.why, a.place) for a in made.assessments] == [
        ("randomised", "design", "by the protocol: design is United Kingdom", "data:1"),
        ("", "", "", "records/studies.csv:3"),
    ]
    (text,) = [item.text for item in made.open if ":category:" in item.item]
    assert "by its design, United States, one of mixed, qualitative" in text


def test_a_category_that_does_not_fit_the_design_is_told_and_counts(designed):
    files = {"categories.csv": CATEGORIES}
    made = designed(BY_DESIGN, {"adams2001": "us", "brown2002": "us"}, files)
    assert [(a.category, a.chosen) for a in made.assessments] == [
        ("randomised", "person"),
        ("mixed", "person"),
    ]
    assert open_ids(made, "fit") == ["fit:mmat2018:adams2001"]


def test_a_study_that_no_tool_is_for_is_told_and_one_that_was_rated_all_the_same_too(designed):
    both = [*BY_DESIGN, "rob2", "      design: country", "      categories: {uk: [assignment]}"]
    made = designed(both, {"adams2001": "ie", "brown2002": "uk"})
    assert open_ids(made, "no-tool") == ["no-tool:adams2001"]
    assert [(a.study, a.tool) for a in made.assessments] == [("brown2002", "mmat2018"), ("brown2002", "rob2")]
    made = designed(both, {"adams2001": "ie"}, {"mmat2018.R1.csv": log(("adams2001", "S", "YY"))})
    assert open_ids(made, "no-tool", "fit") == ["fit:mmat2018:adams2001"]
    # Where the design is not extracted, nobody knows which of two tools is meant; the only one is.
    assert open_ids(designed(both, {"adams2001": ""})) == ["no-tool:adams2001"]
    ids = ["category:mmat2018:adams2001", "none:mmat2018:adams2001"]
    assert open_ids(designed(BY_DESIGN, {"adams2001": ""})) == ids


def test_a_tool_that_hangs_on_a_design_that_is_not_known_is_told(designed):
    tied = ["rob2", "      design: country", "      categories: {uk: [assignment]}"]
    made = designed(["mmat2018", *tied], {"adams2001": "", "brown2002": "uk", "clark2003": "ie"})
    assert [(a.study, a.tool) for a in made.assessments if a.tool == "rob2"] == [("brown2002", "rob2")]
    assert [id for id in open_ids(made, "category", "no-tool") if ":rob2:" in id] == [
        "category:rob2:adams2001"
    ]
    (text,) = [item.text for item in made.open if item.item == "appraisal:category:rob2:adams2001"]
    assert text == "whether adams2001 is appraised with rob2 is not known: its design is not extracted yet"


def test_of_two_designs_of_which_the_protocol_has_one_no_category_follows(designed):
    tools = ["mmat2018", "      design: country", "      categories: {uk: [randomised]}"]
    made = designed(tools, {"adams2001": "uk;us"})
    assert [(a.category, a.chosen) for a in made.assessments] == [("", "")]
    (text,) = [item.text for item in made.open if ":category:" in item.item]
    assert "(the protocol has a category for a part of its design only, United Kingdom; United States" in text


def test_a_result_with_a_coded_direction_must_be_appraised(tmp_path):
    directions = (
        "study,outcome,direction,who,why\nadams2001,safety,better,R1,Table 2\n"
        "adams2001,return,not_measured,R1,none\nbrown2002,return,better,R1,Table 1\n"
        "adams2001,other,better,R1,a\n"
    )
    trial = "study,tool,category,who,why\nadams2001,rob2,assignment,R1,a\n"
    files = {"categories.csv": trial, "synthesis/directions.csv": directions}
    rated = {"rob2.R1.csv": "study,result,item,answer\nadams2001,return,1.1,Y\n"}
    both = config(("mmat2018", "rob2"))
    made = stage(tmp_path, files | rated, config=both)
    results = [(a.result, a.outcome) for a in made.assessments if a.tool == "rob2"]
    assert results == [("return", "incomplete"), ("safety", "none")]
    assert "none:rob2:adams2001:safety" in open_ids(made)
    made = stage(tmp_path, files, config=both)
    assert [(a.tool, a.result) for a in made.assessments] == [("mmat2018", ""), ("rob2", "safety")]


def test_a_tool_of_the_review_itself_works_throughout_without_code(tmp_path):
    (tmp_path / "config" / "tools").mkdir(parents=True)
    (tmp_path / "config" / "tools" / CHECKLIST.name).write_text(CHECKLIST.read_text("utf-8"), "utf-8")
    levels = "  levels: [{id: kept, label: Kept, judgements: [include]}]\n"
    text = config(("checklist2017",), more=levels)
    ratings = "study,item,answer\nadams2001,Q1,Y\n" + "".join(
        f"{study},{item},{answer}\n"
        for study, answers in (("adams2001", ["yes", "n/a", "yes"]), ("brown2002", ["No", "unclear", ""]))
        for item, answer in zip(("Q1", "Q2", "Q10"), answers, strict=True)
    )
    files = {"checklist2017.R1.csv": ratings.replace("adams2001,Q1,Y\n", "", 1)}
    both = ("adams2001", "brown2002")
    made = stage(tmp_path, files, included=both, config=text)
    assert [(a.category, a.chosen, a.outcome, a.judgement, a.level) for a in made.assessments] == [
        ("any", "only", "appraised", "include", "kept"),
        ("any", "only", "incomplete", "", ""),
    ]
    assert [(a.due, a.answered, a.met) for a in made.assessments] == [(3, 3, 2), (3, 2, 0)]
    assert open_ids(made) == ["missing:checklist2017:brown2002:Q10"]
    second = files | {"checklist2017.R2.csv": "study,item,answer\nadams2001,Q2,no\n"}
    differ = stage(tmp_path, second, included=both, config=text)
    assert "differs:checklist2017:adams2001:Q2" in open_ids(differ)
    assert judged(differ)["overall"] == ("", "incomplete")
    assert main(["appraisal", "-d", str(tmp_path)]) == 0
    drawn = (tmp_path / "reports" / "appraisal.svg").read_text(encoding="utf-8")
    assert "Adams, 2001" in drawn and "Q10" in drawn
    # A wrong word is told like one of a tool that is shipped.
    (tmp_path / "records" / "appraisal" / "checklist2017.R1.csv").write_text(
        "study,item,answer\nadams2001,Q3,yes\n"
    )
    assert main(["appraisal", "-d", str(tmp_path)]) == 1


def test_results_are_appraised_one_by_one_where_the_tool_says_so(tmp_path):
    categories = "study,tool,result,category,who,why\nadams2001,rob2,,assignment,R1,a\n"
    only = "adams2001,rob2,safety,adhering,R1,b\n"
    head = "study,result,item,answer\n"
    waits = {"rob2.R1.csv": head + "adams2001,return,1.1,Y\nadams2001,safety,1.1,\n"}
    made = stage(tmp_path, {"categories.csv": categories + only, **waits}, config=config(("rob2",)))
    assert [(a.result, a.category, a.outcome) for a in made.assessments] == [
        ("return", "assignment", "incomplete"),
        ("safety", "adhering", "none"),
    ]
    assert "none:rob2:adams2001:safety" in open_ids(made)
    assert "missing:rob2:adams2001:return:1.2" in open_ids(made)
    # Where nobody has named a result, the study is open as a whole.
    made = stage(tmp_path, {"categories.csv": categories, "rob2.R1.csv": head}, config=config(("rob2",)))
    assert [(a.result, a.outcome) for a in made.assessments] == [("", "none")]
    # A second view of a result that nobody appraises is not lost in silence.
    view = "study,tool,result,item,first,answer,time\nadams2001,rob2,safety,all,,agree,2021-05-01\n"
    made = stage(tmp_path, {"categories.csv": categories, "view.R2.csv": view}, config=config(("rob2",)))
    assert "stale:rob2:adams2001:safety:all" in open_ids(made)


def test_ratings_of_studies_that_are_not_included_play_no_part(tmp_path):
    files = {"categories.csv": CATEGORIES, "mmat2018.R1.csv": log(("brown2002", "5.", "YYYYY"))}
    made = stage(tmp_path, files)
    assert {each.study for each in (*made.ratings, *made.assessments)} == {"adams2001"}
