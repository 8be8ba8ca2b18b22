"""Every number of the report of a review of every exit: its value, and the lines that stand behind it."""

from __future__ import annotations

import csv
import re

import pytest
import whole_review
from whole_review import ids_of

from tamis.reports import built, page
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Numbers

#: What the review must come to, counted by hand: value, and the records behind it where they are records.
TITLE_ABSTRACT, FULL_TEXT = "title_abstract", "full_text"
EXPECTED: dict[str, tuple[int, str | None]] = {
    "sources": (4, None),
    "records": (19, None),
    "assessed": (6, "a b f j w x"),
    "flow-database_results": (14, None),
    "flow-website_results": (3, "w x y"),
    "flow-citations_results": (2, "b2 z"),
    "flow-other_results": (5, "w x y b2 z"),
    "flow-identified": (14, None),
    "flow-removed": (4, None),
    "flow-source-database-Scopus": (11, None),
    "flow-source-database-PubMed": (3, None),
    "flow-source-website-Ofsted": (3, "w x y"),
    "flow-source-citation-Reference~20~lists": (2, "b2 z"),
    "flow-duplicates": (1, "a2"),
    "flow-excluded_automatic": (2, None),
    "flow-excluded_other": (1, None),
    "flow-records_screened": (10, "a b c d e f g h j i"),
    "flow-records_excluded": (2, "c d"),
    "flow-dbr_sought_reports": (6, "a b e f h j"),
    "flow-dbr_notretrieved_reports": (1, "h"),
    "flow-dbr_assessed": (4, "a b f j"),
    "flow-dbr_excluded": (2, "b j"),
    "flow-other_sought_reports": (4, "w x y z"),
    "flow-other_notretrieved_reports": (1, "z"),
    "flow-other_assessed": (3, "w x y"),
    "flow-other_excluded": (1, "x"),
    "flow-new_reports": (3, "a f w"),
    "flow-new_studies": (3, "a w w"),
    "waiting-databases-title_abstract": (2, "g i"),
    "waiting-databases-retrieval": (1, "e"),
    "waiting-other-full_text": (1, "y"),
    "undrawn-other-duplicate": (1, "b2"),
    "reason-excluded_title_abstract-databases-topic": (1, "c"),
    "reason-excluded_title_abstract-databases-design": (1, "d"),
    "reason-excluded_full_text-databases-topic": (1, "j"),
    "reason-excluded_full_text-databases-design": (1, "b"),
    "reason-excluded_full_text-other-design": (1, "x"),
    "records-scopus.ris": (9, "a b c d e f g h j"),
    "records-pubmed.ris": (2, "a2 i"),
    "records-ofsted.ris": (3, "w x y"),
    "records-lists.ris": (2, "b2 z"),
    "hits-scopus.ris": (12, None),
    "hits-pubmed.ris": (3, None),
    "again-scopus.ris": (0, ""),
    "again-pubmed.ris": (1, "a2"),
    "again-ofsted.ris": (0, ""),
    "again-lists.ris": (1, "b2"),
    # sources: the largest combination of them first; behind what a source found stand its own records
    "source_records-Scopus": (11, None),
    "source_records-PubMed": (3, None),
    "source_records-Ofsted": (3, None),
    "source_records-Reference~20~lists": (2, None),
    "source_records-~": (19, None),
    "found-Scopus": (9, "c d e f g h j a b"),
    "found-PubMed": (2, "i a2"),
    "found-Ofsted": (3, "w x y"),
    "found-Reference~20~lists": (2, "z b2"),
    "found-~": (14, "c d e f g h j w x y i z a b"),
    "only-Scopus": (7, "c d e f g h j"),
    "only-PubMed": (1, "i"),
    "only-Ofsted": (3, "w x y"),
    "only-Reference~20~lists": (1, "z"),
    "only-~": (12, "c d e f g h j w x y i z"),
    "passed-title_abstract-Scopus": (6, "e f h j a b"),
    "passed-title_abstract-PubMed": (1, "a2"),
    "passed-title_abstract-Ofsted": (3, "w x y"),
    "passed-title_abstract-Reference~20~lists": (2, "z b2"),
    "passed-title_abstract-~": (10, "e f h j w x y z a b"),
    "passed_only-title_abstract-Scopus": (4, "e f h j"),
    "passed_only-title_abstract-PubMed": (0, ""),
    "passed_only-title_abstract-Ofsted": (3, "w x y"),
    "passed_only-title_abstract-Reference~20~lists": (1, "z"),
    "passed_only-title_abstract-~": (8, "e f h j w x y z"),
    "passed-full_text-Scopus": (2, "f a"),
    "passed-full_text-PubMed": (1, "a2"),
    "passed-full_text-Ofsted": (1, "w"),
    "passed-full_text-Reference~20~lists": (0, ""),
    "passed-full_text-~": (3, "f w a"),
    "passed_only-full_text-Scopus": (1, "f"),
    "passed_only-full_text-PubMed": (0, ""),
    "passed_only-full_text-Ofsted": (1, "w"),
    "passed_only-full_text-Reference~20~lists": (0, ""),
    "passed_only-full_text-~": (2, "f w"),
    "both-Scopus-PubMed": (1, "a"),
    "both-Scopus-Ofsted": (0, ""),
    "both-Scopus-Reference~20~lists": (1, "b"),
    "both-PubMed-Ofsted": (0, ""),
    "both-PubMed-Reference~20~lists": (0, ""),
    "both-Ofsted-Reference~20~lists": (0, ""),
    "set-Scopus": (7, "c d e f g h j"),
    "set-Ofsted": (3, "w x y"),
    "set-PubMed": (1, "i"),
    "set-Reference~20~lists": (1, "z"),
    "set-Scopus-PubMed": (1, "a"),
    "set-Scopus-Reference~20~lists": (1, "b"),
    "set_included-Scopus": (1, "f"),
    "set_included-Ofsted": (1, "w"),
    "set_included-PubMed": (0, ""),
    "set_included-Reference~20~lists": (0, ""),
    "set_included-Scopus-PubMed": (1, "a"),
    "set_included-Scopus-Reference~20~lists": (0, ""),
    # the questions of the flowchart
    "question-title_abstract-topic": (1, "c"),
    "question-title_abstract-design": (1, "d"),
    "question-title_abstract-~none": (0, ""),
    "question-title_abstract-~all": (2, "c d"),
    "question-full_text-topic": (1, "j"),
    "question-full_text-design": (2, "b x"),
    "question-full_text-~none": (0, ""),
    "question-full_text-~all": (3, "b j x"),
    # title and abstract
    "verdicts-title_abstract-reached": (10, "a b c d e f g h j i"),
    "verdicts-title_abstract-listed": (1, "j"),
    "verdicts-title_abstract-needless": (1, "e"),
    "verdicts-title_abstract-conflict": (4, "b c f g"),
    "verdicts-title_abstract-differed": (3, "b c g"),
    "verdicts-title_abstract-reason": (0, ""),
    "verdicts-title_abstract-maybe": (1, "f"),
    "verdicts-title_abstract-third": (1, "b"),
    "verdicts-title_abstract-discussion": (1, "f"),
    "verdicts-title_abstract-themselves": (1, "c"),
    "verdicts-title_abstract-unsettled": (1, "g"),
    "verdicts-title_abstract-open": (2, "g i"),
    "verdicts-title_abstract-gone": (0, ""),
    "votes-title_abstract-R1": (9, "a b c d e f g h i"),
    "votes-title_abstract-R1-include": (5, "a e g h i"),
    "votes-title_abstract-R1-exclude": (3, "b c d"),
    "votes-title_abstract-R1-maybe": (1, "f"),
    "votes-title_abstract-R2": (8, "a b c d e f g h"),
    "votes-title_abstract-R2-include": (4, "a b e h"),
    "votes-title_abstract-R2-exclude": (3, "c d g"),
    "votes-title_abstract-R2-maybe": (1, "f"),
    "votes-title_abstract-team": (1, "j"),
    "votes-title_abstract-team-include": (1, "j"),
    "changed-title_abstract-word": (1, "c"),
    "changed-title_abstract-reason": (1, "d"),
    "entries-title_abstract-all": (3, None),
    "entries-title_abstract-matched": (1, None),
    "entries-title_abstract-set_aside": (1, None),
    "entries-title_abstract-nothing": (1, None),
    "agreement-title_abstract-R1-R2-both": (8, "a b c d e f g h"),
    "agreement-title_abstract-R1-R2-both_include": (3, "a e h"),
    "agreement-title_abstract-R1-R2-left_out": (1, "f"),
    "agreement-title_abstract-R1-R2-a_only": (2, "c g"),
    "agreement-title_abstract-R1-R2-b_only": (1, "b"),
    "agreement-title_abstract-R1-R2-both_exclude": (1, "d"),
    # full text
    "verdicts-full_text-reached": (10, "a b e f h j w x y z"),
    "verdicts-full_text-listed": (0, ""),
    "verdicts-full_text-needless": (0, ""),
    "verdicts-full_text-conflict": (1, "b"),
    "verdicts-full_text-differed": (1, "b"),
    "verdicts-full_text-reason": (1, "b"),
    "verdicts-full_text-maybe": (0, ""),
    "verdicts-full_text-third": (1, "b"),
    "verdicts-full_text-open": (2, "e y"),
    "verdicts-full_text-gone": (2, "h z"),
    "votes-full_text-R1": (6, "a b f j w x"),
    "votes-full_text-R1-include": (3, "a f w"),
    "votes-full_text-R1-exclude": (3, "b j x"),
    "votes-full_text-R2": (6, "a b f j w x"),
    "votes-full_text-R2-include": (3, "a f w"),
    "votes-full_text-R2-exclude": (3, "b j x"),
    "changed-full_text-word": (0, ""),
    "changed-full_text-reason": (0, ""),
    "entries-full_text-all": (0, None),
    "agreement-full_text-R1-R2-both": (6, "a b f j w x"),
    "agreement-full_text-R1-R2-both_include": (3, "a f w"),
    "agreement-full_text-R1-R2-a_only": (0, ""),
    "agreement-full_text-R1-R2-b_only": (0, ""),
    "agreement-full_text-R1-R2-both_exclude": (3, "b j x"),
    # the studies: of s1 the extractors and the appraisers differ, of s3 nothing is recorded
    "count-country-uk": (1, None),
    "count-country-us": (0, None),
    "count-country-~disputed": (1, None),
    "count-country-~missing": (1, None),
    # what was extracted: R1 from s1 and s2, R2 from s1; nobody from s3, and nobody the effects
    "studies-included": (3, None),
    "reported-country": (1, None),
    "disputed-country": (1, None),
    "missing-country": (1, None),
    "reported-sample": (1, None),
    "missing-sample": (1, None),
    "extraction-given": (2, None),
    "extraction-quoted": (0, None),
    "extraction-not_reported": (1, None),
    "extraction-disputed": (1, None),
    "extraction-missing": (3, None),
    "extraction-empty": (2, None),
    "extraction-checked": (0, None),
    "extractor-R1-studies": (2, None),
    "extractor-R1-fields": (4, None),
    "extractor-R2-studies": (1, None),
    "extractor-R2-fields": (2, None),
    "extracted-two": (1, None),
    "extracted-part": (0, None),
    "extracted-one": (1, None),
    "agreement-compared-country-~": (1, None),
    "agreement-agreed-country-~": (0, None),
    "agreement-compared-sample-~": (1, None),
    "agreement-agreed-sample-~": (1, None),
    "agreement-compared-all": (2, None),
    "agreement-agreed-all": (1, None),
    "extraction-differences-all": (1, None),
    "extraction-differences-open": (1, None),
    "extraction-findings-all": (0, None),
    "extraction-findings-accepted": (0, None),
    "extraction-findings-open": (0, None),
    "quotes-all": (0, None),
    "quotes-found": (0, None),
    "direction-harvest-better": (1, None),
    "direction-harvest-worse": (0, None),
    "direction-harvest-mixed": (0, None),
    "direction-harvest-no_difference": (0, None),
    "direction-harvest-no_comparison": (0, None),
    "direction-harvest-not_measured": (0, None),
    "accepted-items": (0, None),
    "tool-mmat2018-own-due": (5, None),
    "tool-mmat2018-own-given-yes": (3, None),
    "tool-mmat2018-own-given-no": (0, None),
    "tool-mmat2018-own-empty-~": (1, None),
    "tool-mmat2018-own-disputed-~": (1, None),
    "tool-mmat2018-all-due": (5, None),
    "tool-mmat2018-all-given-yes": (3, None),
    "tool-mmat2018-all-empty-~": (1, None),
    "tool-mmat2018-all-disputed-~": (1, None),
    "tool-mmat2018-item-2.1-disputed-~": (1, None),
    "tool-mmat2018-item-2.2-given-yes": (1, None),
    "tool-mmat2018-item-2.5-empty-~": (1, None),
    # who appraised: both s1, and of s1 they differ on 2.1; R1 alone left 2.5 out
    "tool-mmat2018-cases": (3, None),
    "tool-mmat2018-appraised": (0, None),
    "tool-mmat2018-incomplete": (1, None),
    "tool-mmat2018-none": (2, None),
    "tool-mmat2018-appraiser-R1": (1, None),
    "tool-mmat2018-appraiser-R2": (1, None),
    "tool-mmat2018-viewer-R1": (0, None),
    "tool-mmat2018-viewer-R2": (0, None),
    "tool-mmat2018-differences-all": (1, None),
    "tool-mmat2018-differences-third": (0, None),
    "tool-mmat2018-differences-discussion": (0, None),
    "tool-mmat2018-differences-withdrawn": (0, None),
    "tool-mmat2018-differences-open": (1, None),
    "findings-mmat2018-high": (1, None),
    "findings-mmat2018-high-few": (1, None),
}
#: Numbers that are not recorded, or do not apply.
UNKNOWN = {
    "flow-register_results",
    "flow-organisation_results",
    "flow-records_excluded_automatic",
    "hits-ofsted.ris",
    "hits-lists.ris",
    *(
        f"flow-{of}_{what}"
        for of in ("previous", "total", "meta_analysis")
        for what in ("studies", "reports")
    ),
}
#: Numbers that other tests check: open items as such, and each criterion by each answer.
ELSEWHERE = re.compile(
    r"open-items|kind-.*|tool-mmat2018-(item|screening|own|all)-.*|votes-.*-(duplicate|maybe|exclude)"
)


@pytest.fixture(scope="module")
def review(whole):
    return whole


@pytest.fixture(scope="module")
def html(review):
    return (review.reports / "report.html").read_text(encoding="utf-8")


def numbers_of(review):
    made = Numbers(())
    page.contents(Context(built.read(review), made))
    return made.made


@pytest.fixture(scope="module")
def numbers(review):
    return numbers_of(review)


def records(number):
    return [thing.record for thing in number.behind]


@pytest.mark.parametrize("id", EXPECTED)
def test_a_number_is_what_was_counted_by_hand(review, numbers, id):
    value, behind = EXPECTED[id]
    number = numbers[id]
    assert number.value == value
    if behind is not None:
        ids = ids_of(review.root)
        named = [ids[name] for name in behind.split()]
        if id.endswith("-both"):  # cell after cell
            assert sorted(records(number)) == sorted(named)
        else:
            assert records(number) == named


def test_sensitivity_and_precision_of_each_source(numbers):
    measures = {
        id: round(number.value, 4)
        for id, number in numbers.items()
        if id.startswith(("sensitiv", "precision"))
    }
    assert measures == {
        "sensitivity-title_abstract-Scopus": 60,
        "sensitivity-title_abstract-PubMed": 10,
        "sensitivity-title_abstract-Ofsted": 30,
        "sensitivity-title_abstract-Reference~20~lists": 20,
        "sensitivity-title_abstract-~": 100,
        "precision-title_abstract-Scopus": 54.5455,
        "precision-title_abstract-PubMed": 33.3333,
        "precision-title_abstract-Ofsted": 100,
        "precision-title_abstract-Reference~20~lists": 100,
        "precision-title_abstract-~": 52.6316,
        "sensitivity-full_text-Scopus": 66.6667,
        "sensitivity-full_text-PubMed": 33.3333,
        "sensitivity-full_text-Ofsted": 33.3333,
        "sensitivity-full_text-Reference~20~lists": 0,
        "sensitivity-full_text-~": 100,
        "precision-full_text-Scopus": 18.1818,
        "precision-full_text-PubMed": 33.3333,
        "precision-full_text-Ofsted": 33.3333,
        "precision-full_text-Reference~20~lists": 0,
        "precision-full_text-~": 15.7895,
    }


def test_the_search_summary_has_a_dot_for_each_source_of_each_included_report(html):
    table = html.partition("Search summary table: ")[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\"><a class=\"cite\".*?</tr>", table)
    assert [[bool(cell) for cell in re.findall(r"<td>(.*?)</td>", row)] for row in rows] == [
        [True, True, False, False],  # a
        [True, False, False, False],  # f
        [False, False, True, False],  # w
    ]


def test_while_screening_is_open_the_sources_say_so(html):
    section = html.partition('<section id="sources"')[2].partition("</section>")[0]
    text = " ".join(re.sub("<[^>]+>", " ", section).split())
    assert "As of now, for screening is open:" in text and "is not excluded" in text
    assert "included so far" in section
    # Of Scopus e and g are open, of PubMed i, of Ofsted y; of the reference lists nothing is.
    table = section.partition("<tbody>")[2].partition("</tbody>")[0]
    assert [row.count("≥") for row in table.split("</tr>")[:5]] == [2, 2, 1, 0, 2]


def test_no_number_was_left_unchecked(numbers):
    measures = {id for id, number in numbers.items() if number.digits}
    unchecked = set(numbers) - set(EXPECTED) - UNKNOWN - measures
    assert {id for id in unchecked if not ELSEWHERE.fullmatch(id)} == set()
    assert {id for id in numbers if numbers[id].value is None} - measures == UNKNOWN


def test_the_lines_behind_every_number_add_up_to_it(numbers):
    for id, number in numbers.items():
        if not number.digits and number.value is not None:
            assert number.value == sum(thing.n for thing in number.behind), id


def test_a_number_whose_lines_do_not_add_up_to_it_is_not_made():
    words = {"table": "t", "where": "w", "by": numbers_of}
    Numbers().value("good", 3, "w", behind=[Behind("p", n=2), Behind("p")], **words)
    with pytest.raises(AssertionError, match="bad is 2, but its lines add up to 3"):
        Numbers().value("bad", 2, "w", behind=[Behind("p", n=2), Behind("p")], **words)


def test_the_page_prints_the_values_of_its_numbers(numbers, html):
    printed = dict(re.findall(r'<article class="entry" id="n-([^"]+)">\s*<h4><a [^>]*><b>([^<]*)</b>', html))
    assert len(printed) > 90
    assert printed == {id: str(numbers[id]) for id in printed}


def test_open_items_are_counted_as_the_list_has_them(review, numbers):
    with (review.reports / "open_items.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert numbers["open-items"].value == len(rows)
    kinds = [number.value for id, number in numbers.items() if id.startswith("kind-")]
    assert sum(kinds) == len(rows)


def test_each_citation_that_was_in_conflict_took_one_way(numbers):
    for stage in (TITLE_ABSTRACT, FULL_TEXT):
        ways = [
            records(numbers[f"verdicts-{stage}-{way}"])
            for way in ("third", "discussion", "list", "themselves", "lost", "unsettled")
            if f"verdicts-{stage}-{way}" in numbers
        ]
        asked = sorted(records(numbers[f"verdicts-{stage}-conflict"]))
        assert sorted(record for way in ways for record in way) == asked
        differed, maybe = (records(numbers[f"verdicts-{stage}-{kind}"]) for kind in ("differed", "maybe"))
        assert sorted(differed + maybe) == asked


def test_the_sentence_on_conflicts(html):
    text = " ".join(re.sub("<[^>]+>", " ", html).replace("(rests on stand-ins)", "").replace("†", "").split())
    assert (
        "The reviewers differed on 3 . On 1 more somebody said “maybe”, which asks for a decision, and "
        "nobody the opposite. Of these 4 citations, 1 was settled by a third reviewer, 1 was settled by "
        "discussion, 1 was settled when a reviewer changed a decision, 1 was still open. Who said what, who "
        "settled it and why: all conflicts . 1 more was adjudicated, though the reviewers had not differed."
    ) in text
    assert "1 decision was changed by the reviewer who had made it." in text
    assert "1 decision was kept with another reason." in text


def test_lists_of_excluded_and_not_retrieved_reports_are_those_of_the_flow(review, html):
    ids = ids_of(review.root)
    listed = re.findall(r'<tr id="x-(\w+)">', html)
    assert sorted(listed) == sorted(ids[name] for name in "bjxhz")


def test_a_report_that_is_only_requested_is_told(html):
    assert "Every report that was sought was retrieved." not in html
    assert re.search(r"Reports awaiting retrieval \(databases and registers\): <a [^>]*>1</a>", html)


def test_an_entry_that_was_set_aside_is_listed_with_who_and_why(html):
    aside = html.partition("Entries that were set aside")[2].partition("</ul>")[0]
    assert "Never found" in aside and "R1: no search found it" in aside and "list.ris:" in aside
    assert "Unknown" not in aside


def test_what_is_in_dispute_is_not_printed_as_silence(html):
    cell = re.search(r'href="#d-s1-country"[^>]*>([^<]*)<', html)
    assert cell and cell[1] == "in dispute (R1, R2)"
    sheet = html.partition('id="d-s1-country"')[2].partition("</dd>")[0]
    assert "in dispute" in sheet and "not reported" not in sheet
    silent = html.partition('id="d-s2-sample"')[2].partition("</dd>")[0]
    assert "not reported" in silent
    grid = html.partition('<table class="grid">')[2].partition("</table>")[0]
    assert grid.count('class="rating disputed"') == 1 and grid.count('class="rating missing"') >= 1


def test_reports_of_the_included_studies_are_cited_and_listed_once(review, html):
    ids = ids_of(review.root)
    listed = re.findall(r'<li id="ref-(\w+)">', html)
    assert sorted(listed) == sorted(ids[name] for name in "afw")
    together = html.partition("Studies with several reports")[2].partition("</ul>")[0]
    assert f'href="#ref-{ids["a"]}"' in together and f'href="#ref-{ids["f"]}"' in together
    assert "costs" in together
    # Three reports by one author in one year, told apart in the text and in the list alike.
    letters = re.findall(
        r"Smith, J\.P\. \((2020[abc])\) ‘?<?(?:cite>)?(\w+)",
        html.rpartition("Reports of the included studies</")[2],
    )
    assert letters == [("2020a", "Otters"), ("2020b", "The"), ("2020c", "Windmills")]
    assert (
        ">Smith, 2020a</a>" in html and ">Smith, 2020c (s2)</a>" in html and ">Smith, 2020c (s3)</a>" in html
    )


def test_marks_are_the_same_in_the_diagram_the_table_and_the_entry(numbers, html):
    # Scopus: 9 records and 2 removed, 12 reported: made up. PubMed: 2 and 1, 3 reported: borne out.
    marked = {id for id in numbers if id.startswith(("flow-", "records")) and numbers[id].mark}
    assert marked == {
        "flow-website_results",
        "flow-source-database-Scopus",
        "flow-source-website-Ofsted",
        "records-scopus.ris",
        "records-ofsted.ris",
    }
    marked = {id for id in numbers if id.startswith("source_records-") and numbers[id].mark}
    assert marked == {"source_records-Scopus", "source_records-Ofsted"}
    picture = html.partition('<section id="flow"')[2].partition("<svg")[2].partition("</svg>")[0]
    for words in ("Websites (n = 3†)", "Scopus (n = 11†)", "PubMed (n = 3)", "Databases (n = 14)"):
        assert words in picture
    table = html.partition("Numbers of the flow diagram</caption>")[2].partition("</table>")[0]
    row = table.partition("Records identified from websites")[2].partition("</tr>")[0]
    assert "†" in row


def test_the_same_review_pooled(tmp_path):
    review = whole_review.make(tmp_path / "review", pooled=True, until="flow")
    numbers, ids = numbers_of(review), ids_of(review.root)

    def behind(id):
        return "".join(name for record in records(numbers[id]) for name in ids if ids[name] == record)

    assert numbers["flow-records_screened"].value == 14
    assert behind("flow-duplicates") == "a2b2"
    assert behind("flow-dbr_assessed") == "abfjwxy"
    assert behind("flow-dbr_notretrieved_reports") == "hz"
    assert behind("assessed") == "abfjwx"
    assert behind("reason-excluded_full_text-databases-design") == "bx"
    assert numbers["records"].value == 19
    assert not any(
        id.startswith(("undrawn-", "waiting-other", "reason-excluded_full_text-other")) for id in numbers
    )
    assert "arm is" not in numbers["flow-dbr_assessed"].where
