"""What people write in records/appraisal/: which files there are, and what can be wrong in them."""

import openpyxl
import pytest
from appraisals import MMAT, PEOPLE, config

from small_review import CONFIG, make, protocol
from tamis.appraisal import inputs
from tamis.appraisal.engine import registry
from tamis.errors import Problems

STUDIES = {"adams2001", "brown2002", "clark2003", "davis2004", "evans2005"}
PLACE = "records/appraisal/"
SHIPPED = ", ".join(registry.paths())


def read(root, files, text=CONFIG):
    """Return what was read of some files in records/appraisal/, and what is wrong with them."""
    review = make(root, {f"appraisal/{name}": text for name, text in files.items()}, config=text)
    problems = Problems()
    found = inputs.read(review, protocol(review)[0], STUDIES, problems)
    return found, [str(problem).removeprefix(PLACE) for problem in problems]


def test_every_mistake_is_told_at_once_with_its_line_and_column(tmp_path):
    found, said = read(
        tmp_path,
        {
            "categories.csv": """\
                study,tool,category,component,who,why
                adams2010,mmat2018,randomised,,R1,a
                adams2001,mmat2011,randomised,,R1,a
                adams2001,mmat2018,randomized,,R1,a
                brown2002,mmat2018,mixed,,R1,a
                clark2003,mmat2018,mixed,qualitative,R1,a
                davis2004,mmat2018,descriptive,,R7,a
                evans2005,mmat2018,descriptive,randomised,R1,a
                evans2005,mmat2018,descriptive,,,
                """,
            "mmat2018.R1.csv": """\
                study,item,answer
                adams2001,2.1,perhaps
                adams2001,2.6,Yes
                adams2010,2.2,Y
                adams2001,2.1/4.9,Y
                """,
            "mmat2018.R7.csv": "study,item,answer\n",
            "mmat.R1.csv": "study,item,answer\nadams2001,2.1,Y\n",
            "mmat2018.csv": "study,item,answer\n",
            "notes.R1.docx": "",
        },
    )
    assert (found.categories, found.ratings) == ((), ())
    category_ids = "qualitative, randomised, non_randomised, descriptive, mixed"
    items = ", ".join(MMAT.item_ids)
    name = (
        "must be named categories.csv, <tool>.<appraiser>.csv, such as mmat2018.R1.csv, view.<person>.csv or "
        "reconciliation.<person>.csv (or .xlsx)"
    )
    missing = "is missing; a category needs who decided, and why"
    assert said == [
        "categories.csv:2: study 'adams2010' is not in records/studies.csv; did you mean 'adams2001'?",
        "categories.csv:3: tool 'mmat2011' is not one of mmat2018; did you mean 'mmat2018'?",
        f"categories.csv:4: category 'randomized' is not one of {category_ids}; did you mean 'randomised'?",
        "categories.csv:5: component is missing; a study of category 'mixed' needs one of randomised, "
        "non_randomised, descriptive",
        "categories.csv:6: component 'qualitative' is not one of randomised, non_randomised, descriptive",
        "categories.csv:7: who 'R7' is not one of R1, R2, team",
        "categories.csv:8: component must be empty: category 'descriptive' has no components",
        f"categories.csv:9: evans2005 has a category of mmat2018 already ({PLACE}categories.csv:8); keep one",
        f"categories.csv:9: who {missing}",
        f"categories.csv:9: why {missing}",
        "mmat.R1.csv: tool 'mmat' is not in appraisal.tools of config/config.yaml; did you mean 'mmat2018'?",
        "mmat2018.R1.csv:2: answer 'perhaps' is not one of Yes, No, Can't tell",
        f"mmat2018.R1.csv:3: item '2.6' is not one of {items}; did you mean '2.5'?",
        "mmat2018.R1.csv:4: study 'adams2010' is not in records/studies.csv; did you mean 'adams2001'?",
        f"mmat2018.R1.csv:5: item '4.9' is not one of {items}; did you mean '4.5'?",
        "mmat2018.R7.csv: appraiser 'R7' is not one of R1, R2",
        f"mmat2018.csv: {name}",
        f"notes.R1.docx: {name}",
    ]


def test_what_is_wrong_with_results_views_and_reconciliations_is_told(tmp_path):
    _, said = read(
        tmp_path,
        {
            "mmat2018.R1.csv": "study,result,item,answer\nadams2001,return,2.1,Y\nadams2001,,2.2,Y\n",
            "rob2.R1.csv": """\
                study,result,item,answer
                adams2001,,1.1,Y
                adams2001,retrun,1.1,Y
                adams2001,return,1.1,NA
                adams2001,return,3.2,NI
                adams2001,return,D1,medium
                adams2001,return,1.2,Y
                """,
            "view.R1.csv": """\
                study,tool,result,item,first,answer,time
                adams2001,rob2,return,1.2,Y,agree,
                adams2001,mmat2018,,all,,agree,2021-05-01
                adams2001,mmat2018,,all,,yes,2021-05-01
                adams2001,mmat2018,,2.9,yes,agree,
                adams2001,mmat2018,,2.4,yes,perhaps,
                adams2001,mmat2018,,2.4,,AGREED,
                adams2001,mmat2018,,2.4,,Agreed,2021-05-01
                """,
            "reconciliation.R3.csv": """\
                study,tool,result,item,answer,how,who,why,time
                adams2001,mmat2018,,2.2,no,third,R1,why,2021-05-01
                adams2001,mmat2018,,2.3,no,discussion,R2,why,2021-05-01
                adams2001,mmat2018,,2.4,no,,,,
                adams2001,mmat2018,,2.5,no,third,R9,why,2021-05-01
                adams2001,mmat2018,,2.1,,,,,
                """,
        },
        config(("mmat2018", "rob2")),
    )
    people = ", ".join(PEOPLE)
    rest = (
        "name all who met, as in R1; R2, or write third under how, where it was somebody who had not rated it"
    )
    items = ", ".join((*MMAT.item_ids, "all"))
    assert said == [
        "mmat2018.R1.csv:2: result must be empty: mmat2018 appraises studies, not results",
        "reconciliation.R3.csv:2: who 'R1' has said something on this; a third appraiser is somebody else",
        f"reconciliation.R3.csv:3: who 'R2' is one person, and a discussion needs two at least: {rest}",
        *(f"reconciliation.R3.csv:4: {column} is missing" for column in ("how", "time", "who", "why")),
        f"reconciliation.R3.csv:5: who 'R9' is not one of {people}",
        "rob2.R1.csv:2: result is missing; rob2 appraises results, one of return, safety",
        "rob2.R1.csv:3: result 'retrun' is not one of return, safety; did you mean 'return'?",
        "rob2.R1.csv:4: answer 'NA' is not one of Yes, Probably yes, Probably no, No, No information",
        "rob2.R1.csv:5: answer 'NI' is not one of Yes, Probably yes, Probably no, No, Not applicable",
        "rob2.R1.csv:6: answer 'medium' is not one of Low risk, Some concerns, High risk",
        "view.R1.csv:2: item R1 rated 1.2; a second view is by somebody who did not",
        "view.R1.csv:3: item R1 rated it; a second view is by somebody who did not",
        "view.R1.csv:4: answer 'yes' is not 'agree'; another answer needs a row of its own for its item",
        f"view.R1.csv:5: item '2.9' is not one of {items}; did you mean '2.5'?",
        "view.R1.csv:6: answer 'perhaps' is not one of agree, Yes, No, Can't tell",
        "view.R1.csv:7: time is missing; without first, only the time says which answers were looked at",
    ]


@pytest.mark.parametrize(
    ("tools", "more", "said"),
    [
        (["rob3"], "", f"14: appraisal tool 'rob3' is not one of {SHIPPED}; did you mean 'rob2'?"),
        (["view"], "", "14: a tool cannot be called 'view': files of that name hold something else"),
        (
            ["mmat2018", "      design: country", "      categories: {uk: [randomized]}"],
            "",
            "16: category 'randomized' is not one of qualitative, randomised, non_randomised, descriptive, "
            "mixed; did you mean 'randomised'?",
        ),
        (
            ["rob2"],
            "  levels: [{id: good, label: Good, judgements: [lo]}]\n",
            "16: judgement 'lo' is not one of low, some_concerns, high; did you mean 'low'?",
        ),
        (
            ["rob2"],
            "  levels: [{id: good, label: Good, met: 80}]\n",
            "16: met: rob2 has no answer that says a criterion is met; such a level needs judgements",
        ),
    ],
)
def test_what_the_protocol_says_of_tools_that_cannot_be_is_told_at_its_line(tmp_path, tools, more, said):
    _, problems = read(tmp_path, {}, config(tools, more=more))
    assert problems == [f"config/config.yaml:{said}"]


def test_wording_of_a_tool_that_there_is_not_is_told(tmp_path):
    folder = tmp_path / "config" / "tools"
    folder.mkdir(parents=True)
    for name in ("mmat.wording.yaml", "mmat2018.wording.yaml", ".mmat.wording.yaml"):
        (folder / name).write_text('"1.1": ""\n', encoding="utf-8")
    _, said = read(tmp_path, {})
    place = "config/tools/mmat.wording.yaml"
    assert said == [f"{place}: appraisal tool 'mmat' is not one of {SHIPPED}; did you mean 'mmat2018'?"]


def test_ratings_saved_as_a_workbook_are_read_and_one_beside_its_csv_is_told(tmp_path):
    # Excel holds a criterion such as 2.1 as a number.
    (tmp_path / "records" / "appraisal").mkdir(parents=True)
    for name in ("mmat2018.R1.xlsx", "mmat2018.R2.xlsx"):
        book = openpyxl.Workbook()
        for cells in (("study", "item", "answer"), ("adams2001", 2.1, "Can’t tell")):
            book.active.append(cells)
        book.save(tmp_path / "records" / "appraisal" / name)
    found, said = read(tmp_path, {"mmat2018.R2.csv": "study,item,answer\n"})
    assert said == ["mmat2018.R2.xlsx: stands beside mmat2018.R2.csv; keep one of the two"]
    assert [(each.items, each.answer, each.place) for each in found.ratings] == [
        (("2.1",), "cant_tell", "records/appraisal/mmat2018.R1.xlsx:2")
    ]


def test_what_an_office_program_leaves_beside_a_file_is_no_file_of_ratings(tmp_path):
    files = {"~$mmat2018.R1.xlsx": "R1", ".~lock.mmat2018.R1.csv#": "R1", "README.txt": "How to rate."}
    assert read(tmp_path, files)[1] == []


def test_the_files_of_a_person_are_one_log_and_rows_without_an_answer_say_nothing(tmp_path):
    head = "study,item,answer,time\n"
    found, said = read(
        tmp_path,
        {
            "mmat2018.r1.csv": head + "adams2001,2.1,No,\nadams2001,2.2,,\n",
            "mmat2018.R1.2.csv": head + "adams2001,2.1,Yes,\n",
            "mmat2018.R1 (1).csv": head + "adams2001,2.3,Yes,\n",
        },
    )
    assert said == []
    order = sorted(found.ratings, key=lambda each: each.position)
    assert {each.person for each in order} == {"R1"}
    said = [(each.items[0], each.answer) for each in order]
    assert said.index(("2.1", "no")) < said.index(("2.1", "yes")) and len(said) == 3
    # The row that waits for its answer names a study that is to be rated.
    assert found.named == {("adams2001", "mmat2018", "")}
