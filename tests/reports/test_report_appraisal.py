"""How the report shows appraisal: two tools, two appraisers, levels; nothing appraised; hostile texts."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from itertools import pairwise

import appraised_review
import pytest
from appraised_review import HOSTILE, TEXT
from test_report_page import Page, links

from browser import needed
from tamis.appraisal.engine import registry
from tamis.errors import Problems
from tamis.reports import built, page
from tamis.reports.appraisal import checks, grids, wording
from tamis.reports.appraisal.material import Material
from tamis.reports.context import Context
from tamis.reports.inputs import check_citations, read_works
from tamis.reports.numbers import Numbers
from tamis.synthesis.text import Prose
from tamis.tables import Assessment, Finding


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    return appraised_review.make(tmp_path_factory.mktemp("appraised"))


@pytest.fixture(scope="module")
def html(review):
    return (review.reports / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    review = appraised_review.make(tmp_path_factory.mktemp("bare"), appraised=False, text="")
    return (review.reports / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def numbers(review):
    made = Numbers(())
    page.contents(Context(built.read(review), made))
    return made.made


def section(html, id):
    return html.partition(f'<section id="{id}"')[2].partition("</section>")[0]


def text(html):
    html = re.sub(r"(<wbr>)(<span[^>]*>)?", "", html)  # a place may break behind a slash
    return re.sub(r"\s+([.,;)])", r"\1", " ".join(re.sub("<[^>]*>", " ", html).split())).replace("( ", "(")


def row(html, caption, study):
    """Return the cells of a study in a table, as somebody hears them."""
    table = next(
        each for each in html.split("<table")[1:] if text(each.partition("</caption>")[0]).endswith(caption)
    )
    line = next(each for each in table.split("<tr>") if f"({study})</a></th>" in each)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line.partition("</tr>")[0], re.DOTALL)
    return [text(re.sub(r'<span [^>]*aria-hidden="true">[^<]*</span>', "", cell)) for cell in cells]


def test_the_page_is_whole_whatever_was_appraised(html, bare):
    for each in (html, bare):
        found = Page(each)
        assert found.wrong == []
        assert links(each) == set()
        names = [tag for tag, _ in found.elements]
        assert names.count("caption") == names.count("table")
        assert all("scope" in a for tag, a in found.elements if tag == "th")
        levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
        assert all(below - above <= 1 for above, below in pairwise(levels))


def test_each_cell_of_a_grid_has_its_word(html):
    part = section(html, "appraisal")
    mixed = row(part, "Mixed methods, with quantitative non-randomised", "birch2021")
    yes = ["Yes"] * 5
    assert mixed[:17] == [
        "Yes",
        "Yes",
        *yes,
        *yes[:3],
        "No",
        "Yes",
        "Yes",
        "Yes",
        "No",
        "Yes",
        "Yes",
    ]
    assert mixed[17:] == ["13 of 15 (80%)", "Good", "Appraised"]
    assert "Criteria met (per cent: weakest part)</th>" in part
    stopped = row(part, "Quantitative non-randomised", "cedar2022")
    assert stopped[:3] == ["Yes", "No", "optional"] and stopped[-1].startswith("Not appraised further; ")
    differ = row(part, "Quantitative non-randomised", "elder2019")
    assert differ[6:] == ["Disputed", "–", "no level", "Incomplete: 1 of 5 in dispute"]
    unknown = row(part, "Category not known yet", "fig2018")
    assert unknown[:2] == ["Missing", "Missing"] and unknown[-1] == "Not rated yet"


def test_a_cell_says_why_and_where_and_one_link_a_row_leads_to_the_sheet(html):
    found = Page(section(html, "appraisal")).elements
    (no,) = [
        a["title"]
        for tag, a in found
        if tag == "span" and a.get("title", "").startswith("3.4 Confounding: No")
    ]
    assert no.startswith(f"3.4 Confounding: No. {HOSTILE}. “=1+1”. page 12. records/appraisal/")
    sheets = [a["href"] for tag, a in found if tag == "a" and a["href"].startswith("#a-")]
    assert sorted(sheets) == [
        "#a-ash2020-rob2-harvest",  # in the answers, and in the judgements
        "#a-ash2020-rob2-harvest",
        *(f"#a-{study}-mmat2018" for study in ("birch2021", "cedar2022", "elder2019", "fig2018")),
    ]


def test_the_heads_of_a_grid_are_explained_and_their_groups_real(html):
    part = section(html, "appraisal")
    grid = part.partition("Mixed methods, with quantitative non-randomised</caption>")[2].partition(
        "</table>"
    )
    wide = re.findall(r'colgroup" colspan="(\d+)"', grid[0])
    assert re.findall(r'<colgroup span="(\d+)"', grid[0]) == wide == ["2", "5", "5", "5"]
    assert "<colgroup><col><col><col></colgroup>" in grid[0]  # criteria met, level, outcome
    assert 'title="Confounding">3.4<span class="sr"> Confounding</span></th>' in grid[0]
    assert "3.4 Confounding" in text(grid[2].partition('<ul class="key">')[2].partition("</ul>")[0])


def test_a_legend_has_the_signs_that_stand_in_the_grids(html):
    part = section(html, "appraisal")
    legends = [
        text(re.sub(r'<span [^>]*aria-hidden="true">[^<]*</span>', "", each.partition("</ul>")[0]))
        for each in part.split('<ul class="legend">')[1:]
    ]
    assert legends == [
        "Low risk Some concerns In a square: a person overruled what the rules propose",
        "Yes No",
        "Yes No Missing: due, and not rated Disputed: two people differ "
        "Not asked of this kind of study, or optional",
    ]
    labels = re.findall(r'aria-label="([^"]*)"', part)
    assert labels == [*dict.fromkeys(labels)]


def test_judgements_are_shown_with_what_was_overruled(html):
    part = section(html, "appraisal")
    assert row(part, "Harvest: effect of assignment to the intervention", "ash2020") == [
        *["Low risk"] * 5,
        "Some concerns, overruled",
        "Sound trial",
        "Some concerns",
    ]
    assert "Criteria met" not in part.partition("Mixed Methods")[0]  # RoB 2 has no answer that says so
    overruled = part.partition("Judgements that a person overruled")[2].partition("</table>")[0]
    assert "Low risk Some concerns Two domains are close." in text(overruled)
    answers = part.partition("Answers to the signalling questions")[2].partition("</details>")[0]
    said = row(answers, "Effect of assignment to the intervention", "ash2020")
    assert said[:7] == ["Yes", "Yes", "No", "No", "No", "not asked", "not asked"]


def test_the_grid_of_a_tool_prints_the_level_by_that_tool_alone(review):
    tables = built.read(review)
    trial = next(row for row in tables.assessments if row.tool == "rob2")
    other = replace(trial, tool="mmat2018", result="", category="", level="poor")

    def levels(*rows):
        context = Context(replace(tables, assessments=[*rows]), Numbers(()))
        return [
            row.level for grid in grids.grids(Material(context, tables.tools["rob2"])) for row in grid.rows
        ]

    assert [(grade.id, grade.symbol) for grade in levels(trial, other)] == [("sound", "1")]
    assert levels(replace(trial, level=""), other) == [None]


def test_differences_are_told_with_who_settled_them_and_why(html, numbers):
    part = text(section(html, "appraisal"))
    assert "1 difference: 0 settled by a third appraiser, 1 in discussion, 0 not settled." in part
    assert "No, in discussion R1, R2 · 2024-02-10 · We read it again." in part
    assert "3.5 Intervention as planned R1: Yes" in part and "not settled" in part
    assert [numbers[f"tool-rob2-differences-{id}"].value for id in ("all", "discussion", "open")] == [1, 1, 0]
    assert [numbers[f"tool-mmat2018-differences-{id}"].value for id in ("all", "open")] == [1, 1]


def test_agreement_is_printed_where_it_is_asked_for(html, bare, numbers):
    assert "Agreement of R1 and R2, criterion by criterion" in html
    assert "(version 6.5, section 7.3.2)" in html
    assert (numbers["tool-mmat2018-both-R1-R2-3.5"].value, numbers["tool-mmat2018-same-R1-R2-3.5"].value) == (
        2,
        1,
    )
    # of two studies R1 says yes twice, R2 yes and no: kappa is 0, as R1 used one word alone (Cohen 1960)
    line = html.partition("3.5 Intervention as planned</th>")[2].partition("</tr>")[0]
    assert [text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", line)][2:4] == ["50%", "0.00"]
    assert "Agreement of R1" not in bare


def test_the_methods_are_made_of_what_was_done(html, bare):
    done = text(section(html, "collection"))
    assert "The protocol has 2 people appraise each study, independently of each other." in done
    assert (
        "So far 1 of 4 studies was appraised; 1 was not appraised further after the screening questions, "
        "1 is incomplete and 1 is not rated yet. Ratings of all or some criteria are by R1 (3) and R2 (3). "
        "3 were rated in full by 2 people or more;" in done
    )
    assert "They differed on 1 rating: 1 was settled in discussion, with the reason." in done
    assert "They differed on 1 rating: 1 is not settled yet." in done
    assert "Good : at least 80% of the criteria are met, in each domain that is due" in done
    nothing = text(section(bare, "collection"))
    assert nothing.count("Nothing has been appraised yet.") == 2
    assert "differ" not in nothing.partition("Levels of quality")[0].partition("Appraisal")[2]


def test_a_second_view_is_told_as_what_it_is(tmp_path):
    view = (
        "study,tool,item,answer,comment,time\nbirch2021,mmat2018,all,agree,,2024-02-01\n"
        "birch2021,mmat2018,3.4,yes,It fits.,2024-02-01\n"
    )
    files = {"appraisal/mmat2018.R2.csv": "study,item,answer\n", "appraisal/view.R2.csv": view}
    review = appraised_review.make(tmp_path, **files)
    html = (review.reports / "report.html").read_text(encoding="utf-8")
    done = text(section(html, "collection"))
    assert "criteria are by R1 (3). 0 were rated in full by 2 people or more" in done
    assert (
        "1 was looked at in full by somebody else. Second views of all or some ratings are by R2 (1)." in done
    )
    assert "Whoever gives a second view sees the ratings" in done
    part = text(section(html, "appraisal"))
    assert "R2: gave a second view of all or some of 1" in part and "R2, second view: Yes It fits." in part
    sheet = text(html.partition('id="a-birch2021-mmat2018"')[2].partition("</details>")[0])
    assert "also seen by R2" in sheet and "3.4 Confounding: in dispute" in sheet
    assert "Agreement of R1" not in part.partition("Mixed Methods Appraisal Tool")[2]


def test_per_cent_stands_beside_ratings_only_where_it_is_asked_for(tmp_path, monkeypatch, html):
    tool = registry.require("mmat2018")
    row_of = Assessment("a", tool.id, "", category="qualitative", met=4, due=5, percent=80.0)
    assert wording.met(tool, row_of) == "4 of 5 criteria met (80%)"
    assert wording.met(replace(tool, met=""), row_of) == ""
    note = text(section(html, "appraisal")).partition("are the team’s choice")[2]
    assert "The MMAT discourages an overall score" in note.partition("What the checks say")[0]
    config = appraised_review.APPRAISAL.replace("percent: true", "percent: false")
    monkeypatch.setattr(appraised_review, "APPRAISAL", config)
    review = appraised_review.make(tmp_path)
    plain = (review.reports / "report.html").read_text(encoding="utf-8")
    assert row(section(plain, "appraisal"), "Mixed methods, with quantitative non-randomised", "birch2021")[
        17:
    ] == [
        "Good",
        "Appraised",
    ]
    shown = "".join(section(plain, id) for id in ("appraisal", "included", "sheets"))
    assert "80%" not in shown and "criteria met" not in text(shown)
    assert "The MMAT discourages an overall score" in shown and "No overall score" not in shown
    assert "criteria met" not in (review.reports / "appraisal.csv").read_text(encoding="utf-8")


def test_the_column_on_appraisal_says_what_came_of_it(html):
    part = section(html, "included")
    assert [row(part, "The studies", id)[1:] for id in ("ash2020", "birch2021", "cedar2022", "fig2018")] == [
        [
            "RoB 2, Harvest: Effect of assignment to the intervention Some concerns Sound trial",
            "Harvest: Effect of assignment to the intervention Some concerns Sound trial",
        ],
        [
            "MMAT: Mixed methods, with quantitative non-randomised 1.1 to 1.5: Yes, Yes, Yes, Yes, Yes "
            "3.1 to 3.5: Yes, Yes, Yes, No, Yes 5.1 to 5.5: Yes, Yes, No, Yes, Yes "
            "13 of 15 criteria met (80% in its weakest part) Good",
            "not by this tool",
        ],
        ["MMAT: Quantitative non-randomised Not appraised further", "not by this tool"],
        ["MMAT: Not rated yet", "not by this tool"],
    ]
    assert "Ratings: + Yes; − No; ≠ Disputed." in text(part)
    elder = row(part, "The studies", "elder2019")[1]
    assert elder.endswith("Incomplete: 1 of 5 in dispute 3.1 to 3.5: Yes, Yes, Yes, Yes, Disputed")
    assert 'href="#a-ash2020-rob2-harvest"' in part and 'href="#a-birch2021-mmat2018"' in part


def test_directions_are_counted_level_by_level(html, numbers):
    counts = {
        id.removeprefix("quality-harvest-"): number.value
        for id, number in numbers.items()
        if id.startswith("quality-harvest-") and number.value
    }
    whole = {"all-better": 3, "all-worse": 1, "all-mixed": 1}
    rest = {"none-better": 2, "none-worse": 1, "none-mixed": 1}
    levels = {"rob2": {"level~2d~sound-better": 1}, "mmat2018": {"level~2d~good-better": 1}}
    assert counts == {
        f"{tool}-{id}": n for tool, level in levels.items() for id, n in (whole | level | rest).items()
    }
    assert [thing.place for thing in numbers["quality-harvest-rob2-none-better"].behind] == [
        "records/synthesis/directions.csv:3",
        "records/synthesis/directions.csv:6",
    ]
    assert row(section(html, "synthesis"), "Harvest", "birch2021")[:2] == ["Good by MMAT", "better"]
    by_rob2, by_mmat = section(html, "synthesis").split('<table class="by-quality">')[1:]
    assert "Levels of quality by RoB 2" in by_rob2 and "Sound trial" in by_rob2
    assert "Levels of quality by MMAT" in by_mmat and "Poor" in by_mmat
    by_rob2 = by_rob2.partition("</table>")[0]
    assert "Poor" not in by_rob2 and "Good" not in by_rob2 and "Sound" not in by_mmat.partition("</table>")[0]


def test_the_sheet_of_a_study_has_all_that_was_said_of_it(html):
    sheet = text(html.partition('id="a-ash2020-rob2-harvest"')[2].partition("</details>")[0])
    assert "Randomisation: Low risk (answers: 1.1 Yes, 1.2 Yes, 1.3 No)" in sheet
    assert "Overall: Some concerns, where the rules propose Low risk" in sheet
    assert "R1: No" in sheet and "R1, R2, to settle it: No We read it again. · 2024-02-10" in sheet
    sheet = html.partition('id="a-birch2021-mmat2018"')[2].partition("</details>")[0]
    assert '<blockquote>=1+1 <span class="page-no">page 12</span></blockquote>' in sheet


def test_the_wide_table_is_words_that_no_spreadsheet_runs(review):
    with (review.reports / "appraisal.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["study"]: row for row in csv.DictReader(stream)}
    assert list(rows) == ["ash2020", "birch2021", "cedar2022", "elder2019", "fig2018"]
    birch, elder = rows["birch2021"], rows["elder2019"]
    assert (birch["category"], birch["outcome"]) == (
        "Mixed methods, with quantitative non-randomised",
        "Appraised",
    )
    assert elder["outcome"] == "Incomplete: 1 of 5 in dispute"
    met = ("criteria met", "criteria due", "criteria met in the weakest part, per cent")
    assert [birch["level"], *(birch[name] for name in met)] == ["Good", "13", "15", "80"]
    assert [rows["ash2020"][name] for name in met] == ["", "", ""]
    assert (birch["mmat2018 3.4 Confounding"], birch["mmat2018 5.5 Quality of each component"]) == (
        "No",
        "Yes",
    )
    assert elder["mmat2018 3.5 Intervention as planned"] == "Disputed"
    assert rows["ash2020"]["rob2 Overall"] == "Some concerns"
    assert rows["ash2020"]["mmat2018 S1 Clear questions"] == ""
    assert rows["fig2018"]["mmat2018 S1 Clear questions"] == "Missing"


def test_the_text_heads_the_findings_and_runs_nothing(html):
    part = section(html, "synthesis")
    assert re.search(r"<h4>What was found</h4>.*<h5>Later</h5>.*<h4>By country</h4>", part, re.DOTALL)
    assert "<strong>may</strong>" in part and "<li>first</li>" in part
    assert '<a href="https://example.org/a_b" class="out">the trial</a>' in part
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in part and "javascript:alert(1))" in part
    assert 'href="javascript' not in html and html.count("<script") == 2
    assert "for ourselves" not in html


def test_an_unknown_citation_in_the_text_is_told_with_its_line(review):
    problems = Problems()
    config = built.read(review).config
    prose = Prose("records/synthesis/text.md", TEXT + "\nAs others say [@ash2020;\n@gale2012].\n")
    check_citations(config, prose, read_works(review, problems), ["ash2020"], problems)
    assert [str(each) for each in problems] == [
        "records/synthesis/text.md:13: citation 'gale2012' is not one of ash2020, gale2013; did you mean "
        "'gale2013'?"
    ]


def test_what_is_checked_stands_with_its_place(html, numbers):
    part = text(section(html, "appraisal").partition("What the checks say")[2])
    assert part.index("Medium: 1") < part.index("Answers that do not go together : 1")
    assert "beside 3.4 No." in part
    assert numbers["findings-mmat2018-medium"].value == numbers["findings-mmat2018-medium-note"].value == 1


def test_findings_of_one_check_say_once_what_they_share_and_each_what_is_its_own(review):
    studies = ("ash2020", "birch2021")
    texts = (
        "4 ratings stand under merged columns; read as 3.1. It is lost.",
        "5 ratings stand; read as 3.1. It is lost.",
    )
    tables = built.read(review)
    rows = [
        Finding(
            f"appraisal:merged:mmat2018:{id}", "high", id, f"{tables.study[id].label}: {words}", f"x.csv:{at}"
        )
        for at, (id, words) in enumerate(zip(studies, texts, strict=True))
    ]
    rows.append(Finding("appraisal:new:rob2:ash2020:harvest:1.1", "high", "ash2020", "as it is", "y.csv:1"))
    (weight,) = checks.checked(Context(tables, Numbers(())), "mmat2018", rows)
    merged, new = weight.checks
    assert (weight.n.value, merged.n.value, merged.common) == (3, 2, "read as 3.1. It is lost.")
    assert [(each.name, each.text, each.place) for each in merged.found] == [
        (tables.study["ash2020"].label, "4 ratings stand under merged columns", "x.csv:0"),
        (tables.study["birch2021"].label, "5 ratings stand", "x.csv:1"),
    ]
    assert (new.common, new.found[0].name) == ("", f"{tables.study['ash2020'].label}: Harvest")


def test_the_figures_of_a_claim_are_listed_tool_by_tool(review):
    words = "'Good' would have to hold of all. Taken to be about all included studies:"
    lines = (
        "2 studies (2 Mixed methods), by MMAT: Yes to all: 1; incomplete: 1",
        "1 result, by RoB 2: Low: 1",
    )
    row = Finding("appraisal:claim:t.md:0a", "high", "", f"{words} {'. '.join(lines)}", "t.md:1")
    (weight,) = checks.checked(Context(built.read(review), Numbers(())), "text", [row])
    (found,) = weight.checks[0].found
    assert (found.text, found.figures) == (words, lines)


def test_the_page_says_nothing_of_what_nobody_rated(bare):
    part = section(bare, "appraisal")
    assert "What the checks say" not in part and "Who appraised" not in part
    assert "Not rated yet" in part


@needed
def test_the_section_does_not_scroll_sideways_on_a_telephone(tmp_path, html, browser):
    path = tmp_path / "report.html"
    path.write_text(html, encoding="utf-8")
    with browser.page(path, width=400) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [400, 400]
