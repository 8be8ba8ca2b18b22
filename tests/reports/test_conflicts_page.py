"""The dossier of conflicts: every conflict once, with all that was said of it; as a page and as a table."""

from __future__ import annotations

import argparse
import csv
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_reviews import CONFIG, make
from test_report_page import HOSTILE, Page

from browser import needed
from tamis.reports import command
from tamis.reports.conflicts.dossier import WAYS, cases
from tamis.reports.conflicts.page import counts, who
from tamis.tables import STAGES, Citation, Decision, Exit, Settlement, Verdict

LATER = CONFIG.replace(
    "  several_reports:",
    "  earlier:\n    - until: 2024-01-08\n      why: Nobody knew what topic meant.\n"
    "      flowchart: [{id: topic, question: 'On topic?', reason: Off topic}, "
    "{id: age, question: 'Old?', reason: Young}]\n"
    "  several_reports:",
).replace("{id: R2}]", "{id: R2}, {id: R3, left: 2024-02-01}]")


def vote(stage, id, who, word, line, **more):
    place = f"records/screening/{stage}.{who}.csv:{line}"
    common = {"version": 1, "order": 1, "current": "yes", "first": "yes", "place": place, "moment": "2024"}
    return Decision(stage, id, id, who, word, **{**common, **more})


def verdict(stage, id, status, outcome="", conflict="yes", **more):
    place = f"records/screening/{stage}.R1.csv:2"
    return Verdict(stage, id, status, outcome, needed=2, votes=2, conflict=conflict, place=place, **more)


def settled(id, decision, who, **more):
    place = f"records/screening/adjudication.{who.replace(';', '')}.csv:3"
    common = {"how": "third", "votes_seen": "no", "why": "So it is.", "time": "2024-01-09", "version": 2}
    return Settlement(
        "title_abstract", id, id, decision, who=who, **{**common, "current": "yes", "place": place, **more}
    )


def differing(built):
    """Fill a review with a conflict of every kind."""
    ta, ft = STAGES
    built["screening", "agreement"] = []
    built["screening", "decisions"] = [
        vote(ta, "r1", "R1", "include", 2),
        vote(ta, "r1", "R2", "exclude", 2, reason="topic", note="Not <b>gardens</b>"),
        vote(ta, "r1", "R3", "maybe", 9, first="no", moment="2024-01-11T09:00:00"),
        vote(ta, "r2", "R1", "include", 3, current="no", version=None),
        vote(ta, "r2", "R1", "exclude", 4, order=2, first="no", reason="age", time="2024-01-07T10:00:00"),
        vote(ta, "r2", "R3", "exclude", 3, reason="topic"),
        vote(ta, "r3", "R1", "maybe", 5),
        vote(ta, "r4", "R1", "include", 6),
        vote(ft, "r1", "R1", "exclude", 2, reason="topic"),
        vote(ft, "r1", "R2", "exclude", 2, reason="design"),
    ]
    built["screening", "verdicts"] = [
        verdict(ta, "r1", "adjudicated", "include", resolved_how="discussion", resolved_who="R1;R2"),
        verdict(ta, "r2", "agreed", "exclude", reason="topic"),
        verdict(ta, "r3", "conflict", conflict="maybe", waits_for="R1;R2"),
        verdict(ta, "r4", "agreed", "include", conflict="no"),
        verdict(ft, "r1", "conflict", conflict="reason", waits_for="team"),
    ]
    built["screening", "adjudications"] = [
        settled("r1", "exclude", "R3", current="no", reason="topic"),
        settled(
            "r1", "include", "R1;R2", how="discussion", meeting="week 5", votes_seen="yes", time="2024-01-10"
        ),
    ]


def made(folder, change=differing, config=LATER):
    review = make(folder, change, config=config)
    assert command.run(argparse.Namespace(dir=review.root)) == 0
    return review.reports


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return made(tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="module")
def html(reports):
    return (reports / "conflicts.html").read_text(encoding="utf-8")


def case(html, id):
    (found,) = re.findall(rf'<article class="case[^"]*" id="conflict-{id}".*?</article>', html, re.DOTALL)
    return found


def text(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_each_conflict_stands_once_and_what_is_open_first(html):
    ids = re.findall(r'<article class="case[^"]*" id="conflict-([^"]+)"', html)
    assert ids == ["title_abstract-r3", "full_text-r1", "title_abstract-r1", "title_abstract-r2"]
    assert "waits for R1, R2" in text(case(html, "title_abstract-r3"))
    assert "waits for the team" in text(case(html, "full_text-r1"))
    assert "Unresolved (2) · Settled: title and abstract (2) · Settled: full text (0)" in text(html)


def test_a_conflict_says_who_said_what_and_who_settled_it_how_and_why(html):
    said = text(case(html, "title_abstract-r1"))
    assert said.startswith("Coaching for gardeners: a trial (2020)") and "ANNALS OF THE GARDEN 3" in said
    assert (
        "R2 exclude Not about gardeners Not &lt;b&gt;gardens&lt;/b&gt; no time given · flowchart version 1"
        in said
    )
    assert "title_abstract.R2.csv:2" in said
    assert "R3 (left) maybe no time given · said after it was adjudicated · flowchart version 1" in said
    assert said.count("after it was adjudicated") == 1
    assert (
        "R3 exclude Not about gardeners So it is. 9 January 2024 · by a third reviewer · had not seen the "
        "votes · reversed by a later one · flowchart version 2" in said
    )
    assert (
        "R1, R2 include So it is. 10 January 2024 · by discussion at week 5 · had seen the votes · flowchart"
        in said
    )
    assert "Include Title and abstract; decisions differ; settled by discussion" in said


def test_a_change_of_mind_and_one_who_left_are_told(html):
    said = text(case(html, "title_abstract-r2"))
    assert "R1 include no time given · first vote · counts no more" in said
    assert "R1 exclude Young 7 January 2024, 10:00 · a change of mind · flowchart version 1" in said
    assert "R3 (left) exclude" in said and "settled when a reviewer changed a decision" in said


def test_the_filters_know_who_stands_against_whom(html):
    pairs = dict(re.findall(r'id="conflict-([^"]+)".*?data-pairs="([^"]*)"', html))
    assert pairs == {
        "title_abstract-r3": "",
        "full_text-r1": "R1 R2",
        "title_abstract-r1": "R1 R2|R2 R3",
        "title_abstract-r2": "R1 R3",
    }
    assert re.findall(r'<option value="(R[^"]+)">([^<]+)<', html) == [
        ("R1 R2", "R1 and R2 (2)"),
        ("R2 R3", "R2 and R3 (1)"),
        ("R1 R3", "R1 and R3 (1)"),
    ]


def test_the_table_has_a_row_for_every_vote_and_adjudication(reports):
    with (reports / "conflicts.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    steps = [(row["citation_id"], row["step"], row["who"], row["decision"]) for row in rows]
    assert steps == [
        ("r3", "vote", "R1", "maybe"),
        ("r1", "vote", "R1", "exclude"),
        ("r1", "vote", "R2", "exclude"),
        ("r1", "vote", "R1", "include"),
        ("r1", "vote", "R2", "exclude"),
        ("r1", "vote", "R3", "maybe"),
        ("r1", "adjudication", "R3", "exclude"),
        ("r1", "adjudication", "R1;R2", "include"),
        ("r2", "vote", "R1", "include"),
        ("r2", "changed vote", "R1", "exclude"),
        ("r2", "vote", "R3", "exclude"),
    ]
    assert [row["waits_for"] for row in rows[:3]] == ["R1;R2", "team", "team"]
    assert (rows[7]["meeting"], rows[7]["votes_seen"], rows[6]["current"]) == ("week 5", "yes", "no")
    assert {row["settled"] for row in rows} == {"", "discussion", "themselves"}


def test_the_page_is_well_formed_and_its_links_lead_somewhere(html):
    page = Page(html)
    assert page.wrong == [] and sorted(page.ids) == sorted(set(page.ids))
    links = [a["href"] for tag, a in page.elements if tag == "a"]
    assert {link[1:] for link in links if link.startswith("#")} <= set(page.ids)
    places = re.findall(r'class="place" href="([^"]+)">(.+?)</a>', html)
    assert len(places) == 4 + 9 + 2
    assert all(re.sub("<.+?>", "", at).startswith(f"{to[3:]}:") for to, at in places)


def test_texts_of_strangers_are_only_texts(tmp_path):
    def poison(built):
        differing(built)
        built["dedupe", "citations"] = [
            replace(each, title=HOSTILE, authors=HOSTILE, journal=HOSTILE, abstract=HOSTILE, doi=HOSTILE)
            for each in built["dedupe", "citations"]
        ]
        built["screening", "decisions"] = [
            replace(each, note=HOSTILE, time=HOSTILE) for each in built["screening", "decisions"]
        ]
        built["screening", "adjudications"] = [
            replace(each, why=f"={HOSTILE}", meeting=HOSTILE) for each in built["screening", "adjudications"]
        ]

    reports = made(tmp_path, poison)
    html = (reports / "conflicts.html").read_text(encoding="utf-8")
    assert Page(html).wrong == [] and html.count("<script") == 1 and "alert(1)</script>" not in html
    assert ",'=" in (reports / "conflicts.csv").read_text(encoding="utf-8").replace('"', "")


def test_the_same_tables_give_the_same_bytes(tmp_path, reports):
    again = made(tmp_path)
    for name in ("conflicts.html", "conflicts.csv", "flowchart.svg"):
        assert (again / name).read_bytes() == (reports / name).read_bytes()


def test_a_review_without_conflicts_says_so(tmp_path):
    def agreed(built):
        built["screening", "verdicts"] = [replace(v, conflict="no") for v in built["screening", "verdicts"]]

    html = (made(tmp_path, agreed) / "conflicts.html").read_text(encoding="utf-8")
    assert "None: every conflict there was is settled." in html and 'class="case' not in html


def test_the_report_has_the_flowchart_in_all_its_versions_and_how_many_each_question_excluded(reports):
    html = (reports / "report.html").read_text(encoding="utf-8")
    part = html.partition('<section id="eligibility"')[2].partition("</section>")[0]
    assert [part.count(f'aria-labelledby="flowchart-{number}-title') for number in (1, 2)] == [1, 1]
    said = text(part)
    part = re.sub(r'<a class="mark".*?</a>', "", part)
    assert "version 2, in force since 8 January 2024" in said and "Nobody knew what topic meant." in said
    assert "Reworded: topic , On topic? became Is it about gardeners?" in said
    assert "Added: design , Is it research?" in said and "Removed: age , Old?" in said
    rows = {
        cells[0]: cells[1:]
        for row in re.findall(r"<tr.*?</tr>", part, re.DOTALL)
        if len(cells := [text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]) == 3
    }
    assert rows["Not about gardeners Is it about gardeners?"] == ["1", "0"]
    assert rows["Young Old? (no longer asked)"] == ["0", "0"]
    assert (reports / "flowchart.svg").read_text(encoding="utf-8").count("Excluded: ") == 2


ids = st.sampled_from(["c1", "c2", "c3"])
people = ["R1", "R2", "R3"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(STAGES),
            ids,
            st.sampled_from(["", "include", "exclude"]),
            st.sampled_from(["yes", "no"]),
        ),
        unique_by=lambda row: row[:2],
    ),
    st.lists(st.tuples(st.sampled_from(STAGES), ids, st.sampled_from([*people, "team"])), max_size=12),
    st.sets(ids),
)
def test_every_conflict_is_told_once_and_takes_one_way(rows, said, gone):
    verdicts = [
        verdict(stage, id, "conflict" if not out else "agreed", out, of) for stage, id, out, of in rows
    ]
    decisions = [vote(stage, id, who, "include", at) for at, (stage, id, who) in enumerate(said)]
    citations = {id: Citation(id) for id in ("c1", "c2", "c3")}
    exits = [Exit(id, id, "databases", "not_retrieved") for id in gone]
    found = cases(verdicts, decisions, [], citations, exits, people)
    wanted = {(v.stage, v.citation_id) for v in verdicts if v.conflict != "no" or v.status == "conflict"}
    assert sorted((c.verdict.stage, c.verdict.citation_id) for c in found) == sorted(wanted)
    assert [c.unresolved for c in found] == sorted((c.unresolved for c in found), reverse=True)
    assert all(c.way in WAYS for c in found)
    told = [vote for c in found for votes in c.votes.values() for vote in votes]
    assert len(told) == sum((d.stage, d.citation_id) in wanted for d in decisions)
    for stage in STAGES:
        whole, *parts = (count.n for count in counts(found, stage, ""))
        assert whole == sum(parts)


def test_ids_are_read_as_people_read_them():
    assert (who("R1;R2"), who("team"), who("")) == ("R1, R2", "the team", "the team")


@needed
def test_the_keyboard_goes_from_one_to_the_next_and_the_filters_filter(browser, reports):
    at = "document.activeElement.id.replace('conflict-', '')"
    shown = "document.querySelectorAll('.case:not([hidden])').length"
    with browser.page(reports / "conflicts.html") as page:
        page.press("j", "j")
        assert page.evaluate(at) == "full_text-r1"
        page.press("k")
        assert page.evaluate(at) == "title_abstract-r3"
        page.press("u")
        assert page.evaluate(shown) == 2 and page.text("#found") == "2 of 4 shown"
        page.press("u", "/")
        page.write("jxu")  # no keys while one writes
        page.until(f"{shown} == 0")
        page.evaluate("words.value = ''; pair.value = 'R1 R2'; pair.dispatchEvent(new Event('change'))")
        assert page.evaluate(shown) == 2
        assert page.errors == [] and [url for url in page.requests if not url.startswith("file:")] == []
    with browser.page(reports / "conflicts.html", width=400) as page:
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) == 400


def test_adjudications_are_in_the_order_in_which_they_were_made():
    """A line that gives the day alone was written after the one above it (`store.log_order`)."""
    lines = [
        settled("r1", "exclude", "R3", current="no", time="2024-01-10T16:00:00"),
        settled("r1", "include", "R3", time="2024-01-10"),
    ]
    conflict = verdict("title_abstract", "r1", "adjudicated", "include", resolved_how="third")
    (case,) = cases([conflict], [], lines, {"r1": Citation("r1")}, [], ["R1", "R2", "R3"])
    assert [row.decision for row in case.settlements] == ["exclude", "include"]
