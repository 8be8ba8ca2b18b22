"""Who appraised and where people differ, as the report tells it: what counts as a difference; agreement."""

from __future__ import annotations

import re
from fractions import Fraction

import appraised_review
import pytest
from appraised_review import CATEGORIES, ratings
from test_report_appraisal import section, text

from tamis.cli import main
from tamis.reports import built, page
from tamis.reports.appraisal.agreement import coefficients
from tamis.reports.context import Context
from tamis.reports.numbers import Numbers

HEAD = "study,result,item,answer,comment,time\n"


def trial(person, *changes, overall=True):
    """Return a person's log of RoB 2, with answers changed; without a judgement of the whole, if asked."""
    head, *lines = ratings(person)[0].splitlines()
    changed = {change.split(",")[2] for change in changes}
    kept = [line for line in lines if line.split(",")[2] not in changed]
    kept = [line for line in kept if overall or ",overall," not in line]
    return "\n".join([head.replace("quote", "time"), *kept, *changes]) + "\n"


def mixed(person, *lines, without=()):
    """Return a person's log of MMAT, with some lines taken out, and more at its end."""
    kept = [line for line in ratings(person)[1].splitlines() if not line.startswith(tuple(without))]
    return "\n".join([kept[0] + ",time", *kept[1:], *lines]) + "\n"


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """Make a review where R2 says PY for Y, leaves the whole to the rules, and takes one answer back.

    Of Cedar, which is stopped, they rate 3.1 and differ; of Birch R2 has rated one criterion alone. Who chose
    the categories stands in a further file. Who appraised is a stand-in.
    """
    files = {
        "appraisal/rob2.R2.csv": trial(
            "R2", "ash2020,harvest,1.1,PY,,", "ash2020,harvest,1.3,PN,,", overall=False
        ),
        "appraisal/mmat2018.R1.csv": mixed("R1", "cedar2022,3.1,yes,,,,"),
        "appraisal/mmat2018.R2.csv": mixed(
            "R2",
            "cedar2022,3.1,no,Not so.,,,",
            "birch2021,3.1,yes,,,,",
            "elder2019,3.5,no,Nobody says how.,,,2024-02-01",
            "elder2019,3.5,yes,Page 4 does.,,,2024-03-01",
            without=("birch2021", "elder2019,3.5"),
        ),
        "appraisal/reconciliation.R1.csv": "study,tool,item,answer,how,who,why,time\n",
        "appraisal/categories.csv": CATEGORIES.splitlines()[0] + "\n",
        "appraisal/categories.two.csv": CATEGORIES,
    }
    marked = appraised_review.CONFIG.replace("reasons, conflicts]", "reasons, conflicts, appraisers]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(appraised_review, "CONFIG", marked)
        return appraised_review.make(tmp_path_factory.mktemp("people"), **files)


@pytest.fixture(scope="module")
def html(review):
    return (review.reports / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def numbers(review):
    made = Numbers(())
    page.contents(Context(built.read(review), made))
    return made.made


def differing(part, title):
    """Return the rows of the table of differences with a tool."""
    table = part.partition(f"Differences between the people who appraised, with {title}")[2]
    return [text(line) for line in table.partition("</table>")[0].split("<tr>")[2:]]


def test_a_difference_within_a_class_is_none_and_one_with_the_rules_is(html, numbers):
    (only,) = differing(section(html, "appraisal"), "Revised")
    assert "overall Overall" in only and only.endswith("not settled")
    assert "R1: Some concerns Two domains are close." in only
    assert "R2: Low risk left at what the rules propose" in only
    assert numbers["tool-rob2-differences-open"].value == 1


def test_what_is_optional_is_no_difference_and_an_answer_taken_back_is_told(html, numbers):
    (only,) = differing(section(html, "appraisal"), "Mixed Methods Appraisal Tool")
    assert "3.5 Intervention as planned" in only
    assert "R2: No first, then Yes (2024-03-01) Page 4 does." in only
    assert only.endswith("They agree since somebody changed their answer.")
    values = {id: numbers[f"tool-mmat2018-differences-{id}"].value for id in ("all", "withdrawn", "open")}
    assert values == {"all": 1, "withdrawn": 1, "open": 0}
    done = text(section(html, "collection"))
    assert "They differed on 1 rating: 1 ended as somebody changed their answer." in done


def test_agreement_is_on_first_answers_to_what_is_due(html, numbers):
    part = section(html, "appraisal")
    shown = {
        text(line.partition("</th>")[0]).partition(" ")[0]: [text(cell) for cell in line.split("<td")[1:]]
        for table in part.split("Agreement of R1 and R2, criterion by criterion</caption>")[1:]
        for line in table.partition("</table>")[0].split("<tr>")
    }
    shown = {item: [cell.partition(">")[2].strip() for cell in cells] for item, cells in shown.items()}
    # Cedar's 3.1 is optional; of one study there is no coefficient
    assert shown["3.1"] == ["2", "2", "100%", "undefined", "1.00 (interval cannot be estimated)"]
    assert shown["3.5"] == ["1", "0", "0%", "undefined", "undefined"]
    assert shown["1.1"] == ["1", "1", "100%", "undefined", "undefined"]  # Y and PY
    assert "does not recommend agreement statistics for risk-of-bias assessments" in text(part)
    assert "such as yes and probably yes" in text(part.partition("<h4>Mixed")[0])
    assert "such as yes and probably yes" not in text(part.partition("<h4>Mixed")[2])


def test_a_study_with_one_answer_of_somebody_is_not_rated_by_them_in_full(html, numbers):
    done = text(section(html, "collection"))
    assert (
        "1 was rated in full by 2 people or more;"
        in done.partition("Mixed Methods Appraisal Tool (MMAT), ")[0]
    )
    assert (
        "2 were rated in full by 2 people or more;"
        in done.partition("Mixed Methods Appraisal Tool (MMAT), ")[2]
    )
    enough = [thing.text for thing in numbers["tool-mmat2018-enough"].behind]
    assert [re.findall(r"\((\w+)\)", each) for each in enough] == [["cedar2022"], ["elder2019"]]


def test_who_chose_a_category_is_told_from_any_file(html):
    part = section(html, "appraisal").partition("Which criteria each study gets")[2]
    assert "R2 · records/appraisal/categories.two.csv:4" in text(section(html, "appraisal"))
    assert part


def test_who_agreed_to_an_answer_that_was_changed_later_has_not_differed(tmp_path):
    log = "birch2021,3.4,yes,,,,2024-01-01", "birch2021,3.4,no,Not so.,,,2024-02-01"
    log += "birch2021,5.3,yes,,,,2024-01-01", "birch2021,5.3,no,Not so.,,,2024-02-01"
    views = ("3.4,agree,2024-01-02", "5.3,no,2024-01-02", "3.4,agree,2024-02-02", "5.3,agree,2024-02-02")
    lines = "".join(f"birch2021,mmat2018,{view}\n" for view in views)
    files = {
        "appraisal/mmat2018.R1.csv": mixed("R1", *log, without=("birch2021,3.4", "birch2021,5.3")),
        "appraisal/mmat2018.R2.csv": mixed("R2", without=("birch2021",)),
        "appraisal/view.R2.csv": f"study,tool,item,answer,time\n{lines}",
    }
    html = (appraised_review.make(tmp_path, **files).reports / "report.html").read_text(encoding="utf-8")
    shown = [each for each in differing(section(html, "appraisal"), "Mixed") if "(birch2021)" in each]
    assert len(shown) == 1 and "5.3 What integration yields R1: Yes first, then No (2024-02-01)" in shown[0]
    assert "R2, second view: No" in shown[0]


def test_what_was_settled_is_told_with_who_settled_it_and_where(tmp_path):
    html = (appraised_review.make(tmp_path).reports / "report.html").read_text(encoding="utf-8")
    sheet = text(html.partition('id="a-ash2020-rob2')[2].partition("</details>")[0])
    assert "No We read it again. · settled by R1, R2 · records/appraisal/reconciliation.R1.csv:2" in sheet
    titles = re.findall(r'title="(1\.3 [^"]*)"', section(html, "appraisal"))
    assert any(
        title.endswith("We read it again. settled by R1, R2. records/appraisal/reconciliation.R1.csv:2")
        for title in titles
    )


def test_numbers_of_who_appraised_are_marked_where_these_are_stand_ins(numbers):
    marked = {id for id, number in numbers.items() if number.mark and id.startswith("tool-")}
    people = ("R1", "R2")
    assert marked == {f"tool-{tool}-appraiser-{who}" for tool in ("rob2", "mmat2018") for who in people}


def test_a_table_of_a_tool_that_is_not_used_is_told_by_the_report_alone(review, capsys):
    path = review.root / "config" / "config.yaml"
    before = path.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "{id: rob2, design" not in line), encoding="utf-8")
    code = main(["report", "-d", str(review.root)])
    path.write_text(before, encoding="utf-8")
    assert code != 0 and "tool 'rob2' is not one of mmat2018" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "kappa"),  # kappa by sklearn.metrics.cohen_kappa_score 1.9.1: 0.4948 and 0.4990
    [([[12, 3], [4, 9]], "0.49"), ([[12, 3, 1], [4, 9, 2], [0, 3, 6]], "0.50")],
)
def test_coefficients_are_those_of_others(table, kappa):
    classes = ["yes", "no", "unsure"][: len(table)]
    cells = [(classes[i], classes[j], n) for i, line in enumerate(table) for j, n in enumerate(line)]
    pairs = [(one, other) for one, other, n in cells for _ in range(n)]
    # Gwet 2008, as irrCAC has it: pe = sum pi (1 - pi) / (k - 1)
    same = Fraction(sum(one == other for one, other in pairs), len(pairs))
    pi = [Fraction(sum(pair.count(word) for pair in pairs), 2 * len(pairs)) for word in classes]
    chance = sum(p * (1 - p) for p in pi) / (len(classes) - 1)
    ac1 = float((same - chance) / (1 - chance))
    assert [found.partition(" ")[0] for found in coefficients(pairs, classes)] == [kappa, f"{ac1:.2f}"]


def test_the_classes_are_those_of_the_criterion_and_not_of_the_tool():
    # AC1 by hand: pa 8/14, pe (16/28 x 12/28 + 12/28 x 16/28) / (k - 1); item 1 of AMSTAR 2 knows yes and no
    pairs = [("yes", "yes")] * 5 + [("no", "no")] * 3 + [("yes", "no")] * 3 + [("no", "yes")] * 3
    two, four = (coefficients(pairs, k)[1] for k in (("yes", "no"), ("yes", "py", "no", "na")))
    assert (two[:4], four[:4]) == ("0.16", "0.49")
    assert coefficients([("yes", "no")], ("yes", "no")) == ("undefined", "undefined")
