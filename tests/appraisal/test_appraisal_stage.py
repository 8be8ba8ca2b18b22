"""Ratings against what a tool asks for: the published table of the worked example, and small cases."""

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_review import CONFIG, included_studies, make, people_wrote, protocol
from tamis.appraisal import inputs, ratings, registry, tally
from tamis.appraisal.inputs import Inputs, Rated
from tamis.cli import main
from tamis.errors import Problems
from tamis.store import read_built
from tamis.tables import Appraisal, Category, OpenItem, Rating

SHARED = Path(__file__).parents[2].parent / "shared"
MMAT = registry.require("mmat2018")
CATEGORIES = """\
    study,tool,category,component,who,why
    adams2001,mmat2018,randomised,,R1,allocated by lot
    brown2002,mmat2018,mixed,descriptive,team,interviews and a survey
    """


def block(study, block, answers):
    """Return lines of ratings for 1 to 5 of a block, from letters such as YNC; a space is left out."""
    spelled = {"Y": "Yes", "N": "No", "C": "Can't tell"}
    return "".join(
        f"{study},{block}{n},{spelled[letter]}\n"
        for n, letter in enumerate(answers, start=1)
        if letter != " "
    )


def log(*blocks):
    return "study,item,answer\n" + "".join(block(*one) for one in blocks)


@pytest.fixture
def run(tmp_path):
    """Return what runs the stage on some files, and gives its ratings and open items."""

    def stage(files, **more):
        review = make(tmp_path, {f"appraisal/{name}": text for name, text in files.items()}, **more)
        before = people_wrote(review)
        assert main(["appraisal", "-d", str(tmp_path)]) == 0
        assert people_wrote(review) == before
        return (
            read_built(review.built("appraisal", "ratings"), Appraisal),
            read_built(review.built("appraisal", "open"), OpenItem),
        )

    return stage


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: it has the published MMAT table")
def test_the_published_table_has_its_published_totals(run):
    letters = {"Y": "Y", "N": "N", "CT": "Can't tell"}
    mixed, randomised = ("madden", "malvaso", "pringle", "rushovich"), ("degarmo", "oxford", "ryan", "trout")
    categories = "study,tool,category,component,who,why\n"
    log, ids = "study,item,answer\n", []
    with (SHARED / "seeds" / "table3_mmat.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = row.pop("study_as_printed")
            author = name.split()[0].casefold()
            ids.append(author + name[-5:-1])
            kind = "mixed" if author in mixed else "randomised" if author in randomised else "non_randomised"
            component = "descriptive" if kind == "mixed" else ""
            categories += f"{ids[-1]},mmat2018,{kind},{component},R1,as printed\n"
            for item, answer in row.items():
                if answer:
                    log += f"{ids[-1]},{item.split('/')[0]},{letters[answer]}\n"
    rows, items = run({"categories.csv": categories, "mmat2018.R1.csv": log}, included=ids)
    counts = tally.tally(rows, MMAT)
    # As the review prints them: 54 yes, 10 no, 10 can't tell of 75 cells, so one is missing (Trout's 2.1).
    assert counts.own.answers == {"yes": 54, "no": 10, "cant_tell": 10}
    assert (counts.own.due, counts.own.missing) == (75, 1)
    # By the tool's own rule: eleven studies with five criteria, four with fifteen.
    assert (counts.all.due, counts.all.missing) == (115, 41)
    assert counts.screening.answers == {"yes": 30, "no": 0, "cant_tell": 0}
    missing = [item.item for item in items]
    assert len(missing) == 41
    assert missing[-1] == "appraisal:missing:mmat2018:trout2019:2.1"
    assert len([item for item in missing if ":trout2019:" in item]) == 1
    # 5.5 is yes beside components that nobody rated: Madden, Malvaso and Rushovich.
    assert [note.study for note in tally.notes(rows, MMAT)] == ["madden2012", "malvaso2012", "rushovich2021"]


def test_every_mistake_is_told_at_once_with_its_line(tmp_path):
    review = make(
        tmp_path,
        {
            "appraisal/categories.csv": """\
                study,tool,category,component,who,why
                adams2010,mmat2018,randomised,,R1,a
                adams2001,mmat2011,randomised,,R1,a
                adams2001,mmat2018,randomized,,R1,a
                brown2002,mmat2018,mixed,,R1,a
                clark2003,mmat2018,mixed,qualitative,R1,a
                davis2004,mmat2018,descriptive,,R7,a
                evans2005,mmat2018,descriptive,randomised,R1,a
                """,
            "appraisal/mmat2018.R1.csv": """\
                study,item,answer
                adams2001,2.1,perhaps
                adams2001,2.6,Yes
                adams2010,2.2,Y
                """,
            "appraisal/mmat2018.R7.csv": "study,item,answer\n",
            "appraisal/mmat.R1.csv": "study,item,answer\nadams2001,2.1,Y\n",
            "appraisal/mmat2018.csv": "study,item,answer\n",
            "appraisal/notes.R1.docx": "",
        },
    )
    problems = Problems()
    config, _ = protocol(review)
    studies = {"adams2001", "brown2002", "clark2003", "davis2004", "evans2005"}
    found = inputs.read(review, config, studies, problems)
    assert found.categories == found.rated == ()
    place = "records/appraisal/"
    category_ids = "qualitative, randomised, non_randomised, descriptive, mixed"
    name = "must be named <tool>.<appraiser>.csv (or .xlsx), such as mmat2018.R1.csv"
    said = [str(problem) for problem in problems]
    assert said == [
        f"{place}categories.csv:2: study 'adams2010' is not in records/studies.csv; did you mean "
        "'adams2001'?",
        f"{place}categories.csv:3: tool 'mmat2011' is not one of mmat2018; did you mean 'mmat2018'?",
        f"{place}categories.csv:4: category 'randomized' is not one of {category_ids}; did you mean "
        "'randomised'?",
        f"{place}categories.csv:5: component is missing; a study of category 'mixed' needs one of "
        "randomised, non_randomised, descriptive",
        f"{place}categories.csv:6: component 'qualitative' is not one of randomised, non_randomised, "
        "descriptive",
        f"{place}categories.csv:7: who 'R7' is not one of R1, R2, team",
        f"{place}categories.csv:8: component must be empty: category 'descriptive' has no components",
        f"{place}mmat.R1.csv: tool 'mmat' is not in appraisal.tools of config/config.yaml; did you mean "
        "'mmat2018'?",
        f"{place}mmat2018.R1.csv:2: answer 'perhaps' is not one of yes, no, cant_tell",
        f"{place}mmat2018.R1.csv:3: item '2.6' is not one of {', '.join(MMAT.group_of)}; did you mean '2.5'?",
        f"{place}mmat2018.R1.csv:4: study 'adams2010' is not in records/studies.csv; did you mean "
        "'adams2001'?",
        f"{place}mmat2018.R7.csv: appraiser 'R7' is not one of R1, R2",
        f"{place}mmat2018.csv: {name}",
        f"{place}notes.R1.docx: {name}",
    ]


def test_a_tool_that_is_not_there_is_told_at_its_line_of_the_config(tmp_path):
    review = make(tmp_path)
    config = review.config.read_text(encoding="utf-8").replace("[mmat2018]", "[mmat2018, rob3]")
    review.config.write_text(config, encoding="utf-8")
    problems = Problems()
    inputs.read(review, protocol(review)[0], set(), problems)
    assert [str(problem) for problem in problems] == [
        "config/config.yaml:13: appraisal tool 'rob3' is not one of mmat2018"
    ]


def test_an_unrated_study_is_one_open_item_and_a_rated_one_has_one_for_each_gap(run):
    rows, items = run(
        {
            "categories.csv": CATEGORIES,
            "mmat2018.R2.csv": log(("adams2001", "S", "YY"), ("adams2001", "2.", "YN CY")),
        }
    )
    assert [(r.item, r.category, r.due, r.answer, r.appraiser) for r in rows if r.study == "adams2001"] == [
        ("S1", "screening", "yes", "yes", "R2"),
        ("S2", "screening", "yes", "yes", "R2"),
        ("2.1", "randomised", "yes", "yes", "R2"),
        ("2.2", "randomised", "yes", "no", "R2"),
        ("2.3", "randomised", "yes", "", ""),
        ("2.4", "randomised", "yes", "cant_tell", "R2"),
        ("2.5", "randomised", "yes", "yes", "R2"),
    ]
    assert len([r for r in rows if r.study == "brown2002"]) == 17
    assert [(i.item, i.waits_for, i.place) for i in items] == [
        ("appraisal:missing:mmat2018:adams2001:2.3", "R2", "records/appraisal/categories.csv:2"),
        ("appraisal:none:mmat2018:brown2002", "R2", "records/appraisal/categories.csv:3"),
    ]


def test_nothing_waits_for_an_appraiser_who_left(run):
    differing = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": log(("adams2001", "S", "YY"), ("adams2001", "2.", "YYYYY")),
        "mmat2018.R2.csv": log(("adams2001", "2.", "N YYY"), ("brown2002", "3.", "Y")),
    }
    for reviewers, waits in (
        ("[{id: R1, left: '2020-05-01'}, {id: R2}]", ("R2", "R2")),
        ("[{id: R1}, {id: R2, left: '2020-05-01'}]", ("R1", "team")),
    ):
        config = CONFIG.replace("[{id: R1}, {id: R2}]", reviewers)
        _, items = run(differing, config=config)
        by_item = {item.item: item.waits_for for item in items}
        assert by_item["appraisal:differs:mmat2018:adams2001:2.1"] == waits[0]
        assert by_item["appraisal:missing:mmat2018:brown2002:S1"] == waits[1]
    # The only one who has rated anything with the tool has left.
    only = {"mmat2018.R1.csv": "study,item,answer\n", "mmat2018.R2.csv": log(("adams2001", "S", "YY"))}
    _, items = run(only, config=config)
    assert {item.item: item.waits_for for item in items}["appraisal:none:mmat2018:brown2002"] == "team"


def test_what_an_office_program_leaves_beside_a_file_is_no_file_of_ratings(run):
    files = {"categories.csv": CATEGORIES, "mmat2018.R1.csv": log(("adams2001", "S", "YY"))}
    locks = {"~$mmat2018.R1.xlsx": "R1", ".~lock.mmat2018.R1.csv#": "R1", "README.txt": "How to rate."}
    assert run(files | locks) == run(files)


def test_a_study_without_a_category_is_open(run):
    rows, items = run({"mmat2018.R1.csv": log(("adams2001", "S", "YY"), ("adams2001", "2.", "YYYYY"))})
    assert [i.item for i in items] == [
        "appraisal:category:mmat2018:adams2001",
        "appraisal:category:mmat2018:brown2002",
        "appraisal:none:mmat2018:brown2002",
    ]
    assert {(r.item[0], r.due) for r in rows if r.study == "adams2001"} == {("S", "yes"), ("2", "no")}


def test_after_a_screening_question_that_is_not_yes_criteria_are_optional(run):
    rows, items = run(
        {
            "categories.csv": CATEGORIES,
            "mmat2018.R1.csv": log(
                ("adams2001", "S", "YC"), ("brown2002", "S", "NY"), ("brown2002", "5.", "Y")
            ),
        }
    )
    assert items == []
    assert [(r.study, r.item, r.due) for r in rows] == [
        ("adams2001", "S1", "yes"),
        ("adams2001", "S2", "yes"),
        ("brown2002", "S1", "yes"),
        ("brown2002", "S2", "yes"),
        ("brown2002", "5.1", "no"),
    ]
    counts = tally.tally(rows, MMAT)
    assert (counts.all.due, counts.own.due, counts.screening.due) == (0, 0, 4)


def test_appraisers_who_differ_and_criteria_nobody_asked_for(run):
    rows, items = run(
        {
            "categories.csv": CATEGORIES,
            "mmat2018.R1.csv": log(
                ("adams2001", "S", "YY"), ("adams2001", "2.", "YYYYY"), ("adams2001", "3.", "Y")
            ),
            "mmat2018.R2.csv": "study;item;answer;comment\nadams2001;2.1;Y;by lot\nadams2001;2.2;N;age\n",
        },
        included=("adams2001",),
        known=("adams2001", "brown2002"),
    )
    assert [(i.item, i.waits_for) for i in items] == [
        ("appraisal:differs:mmat2018:adams2001:2.2", "R1;R2"),
        ("appraisal:not-asked:mmat2018:adams2001:3.1", "R1"),
    ]
    by_item = {row.item: row for row in rows}
    assert (by_item["2.1"].answer, by_item["2.1"].appraiser, by_item["2.1"].comment) == (
        "yes",
        "R1;R2",
        "by lot",
    )
    assert (by_item["2.2"].answer, by_item["2.2"].comment) == ("", "the appraisers differ")
    assert [by_item[item].state for item in ("2.1", "2.2", "2.3")] == ["given", "disputed", "given"]
    assert by_item["3.1"].due == "no"
    counted = tally.tally(rows, MMAT).all
    assert (counted.due, sum(counted.answers.values()), counted.missing, counted.disputed) == (5, 4, 0, 1)


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ("YYYYY", []),
        ("YNYYY", ["5.5 is Yes, beside 4.2 No. "]),
        ("YN C ", ["5.5 is Yes, beside 4.2 No; 4.3, 4.5 Missing; 4.4 Can't tell. "]),
        ("YYYY?", ["5.5 is Yes, beside 4.5 in dispute. "]),
    ],
)
def test_a_yes_to_both_components_is_noted_where_one_of_them_falls_short(run, components, expected):
    disputed = "?" in components
    rows, _ = run(
        {
            "categories.csv": CATEGORIES,
            "mmat2018.R1.csv": log(
                ("brown2002", "S", "YY"),
                ("brown2002", "1.", "YYYYY"),
                ("brown2002", "4.", components.replace("?", "Y")),
                ("brown2002", "5.", "NNNNY"),
            ),
            "mmat2018.R2.csv": log(*[("brown2002", "4.", "    N")] * disputed),
        },
        included=("brown2002",),
        known=("adams2001", "brown2002"),
    )
    said = [note.text.removesuffix(MMAT.notes[0].text) for note in tally.notes(rows, MMAT)]
    assert said == expected
    # A mixed-methods study's own criteria are those of the mixed set.
    assert tally.tally(rows, MMAT).own.answers == {"yes": 1, "no": 4, "cant_tell": 0}


answers = st.sampled_from(["", *(answer.id for answer in MMAT.answers)])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["qualitative", "randomised", "non_randomised", "descriptive", "mixed"]),
            st.sampled_from(["randomised", "non_randomised", "descriptive"]),
            st.dictionaries(st.sampled_from(sorted(MMAT.group_of)), answers),
        ),
        max_size=5,
    )
)
def test_five_criteria_are_due_and_fifteen_of_a_mixed_study_and_counts_add_up(cases):
    ids = [f"study{2000 + n}" for n in range(len(cases))]
    rated, categories, due, stopped = [], [], 0, 0
    for id, (kind, component, said) in zip(ids, cases, strict=True):
        component = component if kind == "mixed" else ""
        categories.append(Category(id, "mmat2018", kind, component, "R1", "made up"))
        rated += [Rated("mmat2018", "R1", Rating(id, item, word)) for item, word in said.items() if word]
        if {said.get("S1", ""), said.get("S2", "")} <= {"", "yes"}:
            due += 15 if kind == "mixed" else 5
        else:
            stopped += 1
    rows = ratings.rows(Inputs((MMAT,), tuple(categories), tuple(rated)), included_studies(*ids))
    counts = tally.tally(rows, MMAT)
    assert counts.all.due == due
    assert counts.own.due == 5 * (len(cases) - stopped)
    assert counts.screening.due == 2 * len(cases)
    for part in (counts.own, counts.all, counts.screening):
        assert sum(part.answers.values()) + part.missing + part.disputed == part.due
    assert sum(row.answer != "" for row in rows) == len(rated)


def test_ratings_saved_as_a_workbook_are_read_and_one_beside_its_csv_is_told(tmp_path):
    # Excel holds a criterion such as 2.1 as a number.
    review = make(tmp_path, {"appraisal/mmat2018.R2.csv": "study,item,answer\n"})
    for appraiser in ("R1", "R2"):
        book = openpyxl.Workbook()
        for line in (("study", "item", "answer"), ("adams2001", 2.1, "Can’t tell")):
            book.active.append(line)
        book.save(tmp_path / "records" / "appraisal" / f"mmat2018.{appraiser}.xlsx")
    problems = Problems()
    found = inputs.read(review, protocol(review)[0], {"adams2001"}, problems)
    assert [str(problem) for problem in problems] == [
        "records/appraisal/mmat2018.R2.xlsx: stands beside mmat2018.R2.csv; keep one of the two"
    ]
    assert [(r.rating.item, r.rating.answer, r.rating.place) for r in found.rated] == [
        ("2.1", "cant_tell", "records/appraisal/mmat2018.R1.xlsx:2")
    ]


def test_an_appraiser_may_change_their_mind_by_one_more_line(run):
    head = "study,item,answer,time\n"
    rows, items = run(
        {
            "categories.csv": CATEGORIES,
            "mmat2018.R1.csv": head + "adams2001,2.1,No,\nadams2001,2.1,Yes,\n",  # the last one
            "mmat2018.R2.csv": head
            + "adams2001,2.1,Yes,2021-05-02\nadams2001,2.1,No,2021-05-01\n",  # by time
        }
    )
    (row,) = [r for r in rows if (r.study, r.item) == ("adams2001", "2.1")]
    assert (row.answer, row.appraiser) == ("yes", "R1;R2")
    assert not [item for item in items if ":differs:" in item.item]


def test_appraisers_who_differ_are_told_how_to_settle_it(run):
    one = {f"mmat2018.R{n}.csv": log(("adams2001", "2.", letter)) for n, letter in ((1, "Y"), (2, "N"))}
    _, items = run({"categories.csv": CATEGORIES, **one})
    text = {item.item: item.text for item in items}["appraisal:differs:mmat2018:adams2001:2.1"]
    assert text.endswith(
        "R1 says yes; R2 says no; one of them adds a line with the agreed answer "
        "to their records/appraisal/mmat2018.<you>.csv"
    )
