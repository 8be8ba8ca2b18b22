"""The page on deduplication: every verdict has its place, numbers add up, strangers' texts stay texts."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest
import report_reviews
from hypothesis import given
from hypothesis import strategies as st
from report_reviews import make
from test_report_page import Page, report

from tamis.config import POLICIES, Policies
from tamis.provenance import VERSION
from tamis.reports import built
from tamis.reports.beside import address
from tamis.reports.duplicates import links
from tamis.reports.duplicates.counts import counts, policies, shares, state
from tamis.reports.duplicates.groups import MOST_LINKS, MOST_RECORDS
from tamis.reports.duplicates.marking import alike, marked, plain, short
from tamis.reports.duplicates.methods import paragraph
from tamis.reports.duplicates.page import render
from tamis.reports.duplicates.sides import COMPARED, all_sides, two_sides
from tamis.store import read_rows
from tamis.tables import Answer, Member, Opinion, Pair

HOSTILE = (
    '=HYPERLINK("x") <script>alert(1)</script> <b title="\'>&amp; {{ 7 * 7 }} \u202egnirts\u202c </details>'
)


def page_of(root, change=lambda built: None) -> str:
    tables = built.read(make(root, change))
    return render(tables.config, tables.records, tables.members, tables.citations, tables.deduplicated)


def part(html: str, id: str) -> str:
    return html.partition(f'<section id="{id}"')[2].partition("</section>")[0]


def item(html: str, id: str) -> str:
    return html.partition(f'<details class="item" id="{id}"')[2].partition("</details>")[0]


def row(html: str, label: str) -> list[str]:
    """Return the cells of a field's line, as text."""
    line = html.partition(f'<th scope="row">{label}</th>')[2].partition("</tr>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in cells]


def pair(a: str, b: str, verdict: str, **more) -> Pair:
    return Pair(a, b, verdict, f"the rule for {verdict}", score=0.5, title=0.25, **more)


def everything(built) -> None:
    """One pair of each verdict: r1, r5 and r6 are one citation, r2, r3 and r4 one each."""
    r1 = built["searches", "records"][0]
    built["searches", "records"].append(replace(r1, record_id="r6", volume="3", line=9))
    built["dedupe", "members"].append(Member("r6", "r1"))
    built["searches", "exports"][0] = replace(built["searches", "exports"][0], records=5, entries=5)
    built["flow", "exits"].append(replace(built["flow", "exits"][4], record_id="r6"))
    built["dedupe", "citations"][0] = replace(built["dedupe", "citations"][0], records=3)
    built["dedupe", "pairs"] = [
        pair("r1", "r5", "duplicate", by_rules="duplicate"),
        pair("r1", "r6", "duplicate", by_rules="duplicate"),
        pair("r5", "r6", "doubted"),
        pair("r1", "r2", "different", by_rules="duplicate", place="a.csv:2"),
        pair("r2", "r6", "refused", by_rules="duplicate"),
        pair("r2", "r3", "possible", by_rules="possible", rank=2),
        pair("r3", "r4", "possible", by_rules="possible", rank=1, place="a.csv:4"),
        pair("r1", "r4", "related", by_rules="related", policy="preprints"),
    ]
    built["dedupe", "answers"] = [
        Opinion("r1", "r2", "R1", "different", "2024-01-05T10:00:00", "<i>No</i>", "a.csv:2"),
        Opinion("r1", "r2", "R2", "same", "", "", "b.csv:3"),
        Opinion("r3", "r4", "R2", "unsure", "", "", "a.csv:4"),
    ]


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    return page_of(tmp_path_factory.mktemp("review"), everything)


def test_every_verdict_has_its_place_and_possible_ones_stand_by_rank(html):
    assert re.findall(r'id="(pair-[^"]+)"', part(html, "possible")) == ["pair-r3-r4", "pair-r2-r3"]
    assert re.findall(r'id="(pair-[^"]+)"', part(html, "refused")) == ["pair-r2-r6"]
    assert re.findall(r'id="(pair-[^"]+)"', part(html, "doubted")) == ["pair-r5-r6"]
    assert re.findall(r'id="(pair-[^"]+)"', part(html, "related")) == ["pair-r1-r4"]
    assert re.findall(r'id="said-(pair-[^"]+)"', part(html, "decided")) == ["pair-r1-r2", "pair-r3-r4"]
    assert re.findall(r'id="(citation-[^"]+)"', part(html, "groups")) == ["citation-r1"]


def test_the_page_is_well_formed_and_every_link_within_it_leads_somewhere(html):
    page = Page(html)
    assert page.wrong == [] and sorted(page.ids) == sorted(set(page.ids))
    links = [a["href"] for tag, a in page.elements if tag == "a"]
    assert {link[1:] for link in links if link.startswith("#")} <= set(page.ids)
    assert [tag for tag, a in page.elements if "src" in a] == []
    assert all("scope" in a for tag, a in page.elements if tag == "th")
    names = [tag for tag, _ in page.elements]
    assert names.count("caption") == names.count("table")


def test_every_record_leads_to_its_file_and_line(html):
    for id, verdicts in (("pair-r2-r3", ("r2", "r3")), ("citation-r1", ("r1", "r5", "r6"))):
        links = re.findall(r'class="place" href="([^"]+)">(.+?)</a>', item(html, id))
        assert len(links) == len(verdicts)
        places = [(href, re.sub("<.+?>", "", at)) for href, at in links]
        assert all(at.startswith(href.removeprefix("../") + ":") for href, at in places)
    assert address("records/searches/a b#?.ris:3") == "../records/searches/a%20b%23%3F.ris"


def test_what_people_said_and_what_keeps_a_refused_pair_apart_are_told(html):
    said = item(html, "said-pair-r1-r2")
    assert "Conflict" in said and "a.csv:2" in said and "b.csv:3" in said
    assert "&lt;i&gt;No&lt;/i&gt;" in said and "5 January 2024, 10:00" in said
    against = item(html, "pair-r2-r6")
    assert "<code>r1</code> and <code>r2</code>" in against and "a.csv:2" in against
    assert "somebody was unsure" in item(html, "pair-r3-r4")
    assert "preprints" in item(html, "pair-r1-r4")


def test_a_line_to_copy_is_one_that_is_read(html, tmp_path):
    lines = re.findall(r'<input readonly value="([^"]*)"', part(html, "possible"))
    assert lines[1:3] == ["r3,r4,same,,", "r3,r4,different,,"]
    file = tmp_path / "duplicates.R1.csv"
    file.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    from tamis.errors import Problems

    problems = Problems()
    (answer,) = read_rows(file, Answer, problems, root=tmp_path)
    assert (answer.record_a, answer.record_b, answer.answer) == ("r3", "r4", "same")
    assert list(problems) == []
    assert next(csv.reader(io.StringIO(lines[0]))) == ["record_a", "record_b", "answer", "time", "why"]


def test_numbers_add_up_with_the_tables(tmp_path):
    built = {}
    page_of(tmp_path, lambda tables: (everything(tables), built.update(tables)))
    members, pairs = built["dedupe", "members"], built["dedupe", "pairs"]
    made = counts(members, built["dedupe", "citations"], pairs, built["dedupe", "answers"])
    records, removed, by_rules, added, kept, citations, several = (count.n for count in made.merged)
    with (tmp_path / "build/dedupe/members.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    sizes = Counter(row["citation_id"] for row in rows)
    assert (records, citations) == (len(rows), len(sizes)) == (6, 4)
    assert removed == records - citations == sum(size - 1 for size in sizes.values())
    assert several == sum(size > 1 for size in sizes.values())
    # Rules alone would unite r2, too, by two links; a person keeps it.
    assert (by_rules, added, kept) == (3, 0, 1)
    #      nobody, unsure, same, different, conflict, refused, doubted, related
    assert [count.n for count in made.pairs] == [1, 1, 0, 0, 1, 1, 1, 1]


def test_numbers_that_do_not_add_up_are_not_printed():
    with pytest.raises(AssertionError, match="records are not"):
        counts([Member("r1", "r1"), Member("r2", "r1")], [], [], [])


def partition(ids, twos):
    """Return groups of what pairs connect, by walking from each; the slow way."""
    beside = {id: {id} for id in ids}
    for a, b in twos:
        beside[a].add(b)
        beside[b].add(a)
    of = {}
    for id in ids:
        reach, todo = set(), [id]
        while todo:
            if (at := todo.pop()) not in reach:
                reach.add(at)
                todo += beside[at]
        of[id] = min(reach)
    return of


two_of_eight = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda two: two[0] < two[1])


@given(st.sets(two_of_eight, max_size=9), st.sets(two_of_eight, max_size=9))
def test_what_rules_remove_and_people_add_and_keep_comes_to_what_is_removed(by_rules, linked):
    ids = [f"r{n}" for n in range(8)]
    rules, final = (partition(ids, [(ids[a], ids[b]) for a, b in twos]) for twos in (by_rules, linked))
    pairs = [pair(ids[a], ids[b], "different", by_rules="duplicate") for a, b in by_rules]
    of = shares([Member(id, final[id]) for id in ids], pairs)
    assert of.removed == 8 - len({*final.values()})
    assert of.by_rules == 8 - len({*rules.values()})
    # Nothing is added where the rules unite all that the citations do, and nothing kept the other way round.
    assert (of.added == 0) == all(rules[a] == rules[final[a]] for a in ids)
    assert (of.kept == 0) == all(final[a] == final[rules[a]] for a in ids)


def test_each_rule_opens_to_its_pairs_and_each_pair_leads_to_its_citation(html):
    rules = part(html, "rules")
    (rule,) = re.findall(r'<details class="rule">(.*?)</details>', rules, re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>", "", rule).split())
    assert text == "2 the rule for duplicate r1 r5 r1 r6"
    assert re.findall(r'href="#([^"]+)"', rule) == ["citation-r1", "citation-r1"]
    assert "Links in all: 2; duplicates removed: 2." in re.sub(r"<[^>]+>", "", rules)
    assert "No link rests on what a person said." in rules


def test_links_of_people_stand_apart_from_those_of_rules_and_long_lists_are_cut(monkeypatch):
    monkeypatch.setattr(links, "MOST_OF_RULE", 2)
    pairs = [pair("a", f"b{n}", "duplicate", by_rules="duplicate") for n in range(5)]
    pairs += [replace(pair("a", "c", "duplicate", by_rules="duplicate"), rule="merged", policy="preprints")]
    pairs += [replace(pair("d", "a", "duplicate", place="x.csv:2"), rule="called the same by R1")]
    said = [Opinion("a", "d", "R1", "same"), Opinion("a", "b0", "R1", "unsure")]
    made = links.linked(pairs, dict.fromkeys(["a", "c", "d", *(f"b{n}" for n in range(5))], "a"), said)
    assert [(of.rule, of.policy, of.n, of.more) for of in made.rules] == [
        ("the rule for duplicate", "", 5, 3),
        ("merged", "preprints", 1, 0),
    ]
    assert [(of.rule, of.pairs) for of in made.people] == [("called the same by R1", (("a", "d", "a"),))]
    assert made.n == len(pairs)


def test_every_number_leads_to_what_it_counts(html):
    rows = re.findall(r'<td class="num">(.*?)</td><th scope="row">', part(html, "counts"))
    assert len(rows) == 15
    for cell in rows:
        assert cell == "0" or re.fullmatch(r'<a class="n" href="(#\w+|\.\./build/[\w/]+\.csv)">\d+</a>', cell)


def test_what_needs_work_comes_right_after_the_numbers_and_each_part_is_linked_before_them(html):
    sections = re.findall(r'<section id="(\w+)"', html)
    assert sections[:2] == ["counts", "possible"] and sections[-1] == "groups"
    line = re.search(r'<p class="parts">(.*?)</p>', html)
    assert line and html.index('class="parts"') < html.index("<table")
    assert re.findall(r'href="#(\w+)"', line[1]) == sections[1:]
    assert "Possible duplicates (2)" in line[1]


def methods_of(change=lambda built: None, policies=None) -> str:
    tables = report_reviews.tables()
    change(tables)
    config = SimpleNamespace(policies=policies or Policies(), reviewer_ids=("R2", "R1"))
    found = built.Deduplicated(tables["dedupe", "pairs"], tables["dedupe", "answers"], [])
    return paragraph(config, tables["searches", "records"], tables["dedupe", "members"], found)


def test_the_paragraph_for_the_methods_section_counts_what_stands_in_the_tables():
    text = methods_of(everything)
    assert text.startswith(f"6 records from 2 sources were deduplicated with Tamis {VERSION}.")
    assert "2 duplicates were removed, which left 4 citations." in text
    assert "All of them rest on rules" in text
    assert "1 record more that the rules would have removed was kept" in text
    assert "2 further pairs were listed as possible" in text
    assert "people looked at 1 of them (R2 at 1), and nobody at 1." in text
    assert "docs/deduplication.md" in text
    assert "preprints, and the articles that came of them" in text
    assert text.endswith("listed as related.")


def test_an_answer_that_unites_is_counted_as_one_and_its_pair_as_looked_at():
    def answered(built):
        everything(built)
        built["dedupe", "pairs"] = [
            pair("r1", "r5", "duplicate", by_rules="duplicate"),
            pair("r1", "r6", "duplicate", by_rules="possible", place="a.csv:2"),
        ]
        built["dedupe", "answers"] = [
            Opinion("r1", "r6", person, "same", "", "", "a.csv:2") for person in ("R1", "R2", "R9")
        ]

    text = methods_of(answered)
    assert "Of the duplicates, 1 rests on a person's answer, and the others on rules." in text
    assert "would have removed" not in text
    assert "1 further pair was listed" in text and "people looked at it (R2 at 1, R1 at 1, R9 at 1)." in text


def test_the_paragraph_says_what_each_policy_did():
    text = methods_of(policies=Policies("merge", "separate", "related", "merge"))
    assert "what they correct; versions of a review that was updated: these were made one citation." in text
    assert "came of them: these were kept as citations of their own." in text
    assert "No further pair was alike enough" in text


def test_the_report_has_the_paragraph_of_the_page(tmp_path):
    review = make(tmp_path, everything)
    search = report(review)
    page = (review.reports / "duplicates.html").read_text(encoding="utf-8")
    paste = re.search(r'<blockquote class="paste">(.*?)</blockquote>', page)
    assert paste and f"<p>{paste[1]}" in search.partition('id="search"')[2]


def test_strangers_texts_are_only_texts(tmp_path):
    def poison(built):
        everything(built)
        names = ("title", "authors", "journal", "pages", "doi", "abstract", "source", "type")
        built["searches", "records"] = [
            replace(each, **{name: f"{HOSTILE} {at}" for name in names})
            for at, each in enumerate(built["searches", "records"])
        ]
        built["dedupe", "citations"] = [
            replace(each, title=HOSTILE, authors=HOSTILE, sources=HOSTILE)
            for each in built["dedupe", "citations"]
        ]
        built["dedupe", "answers"] = [replace(each, why=HOSTILE) for each in built["dedupe", "answers"]]

    html = page_of(tmp_path, poison)
    page = Page(html)
    assert page.wrong == []
    assert html.count("<script") == 1 and "alert(1)</script>" not in html
    assert "{{ 7 * 7 }}" in page.text
    # A mark that turns the direction round ends with the element it stands in.
    for at in (found.start() for found in re.finditer("\u202e", html)):
        before = html[:at]
        assert max(before.rfind("<bdi>"), before.rfind("<td")) > before.rfind("</bdi>"), html[at - 80 : at]


def test_a_citation_shows_its_own_value_and_where_it_is_from_before_those_of_its_records(html):
    group = item(html, "citation-r1")
    assert row(group, "Year") == ["2020"]
    title, *others = row(group, "Title")
    assert title == "Coaching for gardeners: a trial from 1"
    assert others == [
        "same",
        "Coaching for gardeners. A trial differs in capitals, accents or signs alone",
        "same",
    ]
    assert row(group, "Volume") == ["3", "none", "none", "same"]
    assert "1 and 5" not in group and "1 and 2; 1 and 3: the rule for duplicate" in group
    assert '2 and 3: <b class="disputed">doubted</b>' in group


def test_a_citation_of_which_no_origins_are_known_is_shown_without(tmp_path):
    html = page_of(tmp_path, lambda built: built["dedupe", "origins"].clear())
    assert row(item(html, "citation-r1"), "Title")[0] == "Coaching for gardeners: a trial"


@pytest.mark.parametrize("size", [60, MOST_RECORDS + 20])
def test_a_citation_of_many_records_has_them_below_each_other(tmp_path, size):
    def grow(built):
        first = built["searches", "records"][0]
        more = [replace(first, record_id=f"x{n}", year=1900 + n, line=9 + n) for n in range(size - 2)]
        built["searches", "records"] += more
        built["dedupe", "members"] += [Member(each.record_id, "r1") for each in more]
        ids = ["r1", *(each.record_id for each in more)]
        built["dedupe", "pairs"] = [
            pair(a, b, "duplicate", by_rules="duplicate")
            for at, a in enumerate(ids)
            for b in ids[at + 1 : at + 9]
        ]
        built["searches", "exports"][0] = replace(built["searches", "exports"][0], records=size + 2)
        built["flow", "exits"] += [
            replace(built["flow", "exits"][4], record_id=each.record_id) for each in more
        ]

    group = item(page_of(tmp_path, grow), "citation-r1")
    assert f"{size} records" in group
    assert len(re.findall(r'class="place"', group)) == min(size, MOST_RECORDS)
    assert ("more records are in" in group) == (size > MOST_RECORDS)
    assert len(re.findall(r"\d+ and \d+(?:;|:)", group)) <= MOST_LINKS
    assert "more pairs, in" in group


def test_a_review_without_duplicates_or_answers_says_so(tmp_path):
    def alone(built):
        built["dedupe", "members"] = [Member(m.record_id, m.record_id) for m in built["dedupe", "members"]]
        first = built["dedupe", "citations"][0]
        built["dedupe", "citations"].append(replace(first, citation_id="r5", records=1))
        for name in ("pairs", "answers", "origins"):
            built["dedupe", name] = []

    html = page_of(tmp_path, alone)
    text = Page(html).text
    assert Page(html).wrong == [] and '<details class="item"' not in html
    for said in (
        "None: no pair is much alike",
        "Nobody has said anything of a pair",
        "No link was refused",
        "Nothing that was linked is doubted",
        "No two citations are listed as related",
        "No citation has more than one record",
    ):
        assert said in text


def test_a_duplicate_in_the_report_leads_to_its_citation(tmp_path):
    review = make(tmp_path)
    entry = report(review).partition('id="n-flow-duplicates"')[2].partition("</article>")[0]
    target = re.search(r'href="duplicates\.html#(citation-r1)"', entry)
    assert target
    assert f'id="{target[1]}"' in (review.reports / "duplicates.html").read_text(encoding="utf-8")


def test_the_same_tables_give_the_same_bytes(tmp_path, html):
    assert page_of(tmp_path, everything) == html
    assert str(tmp_path) not in html


def test_words_that_another_text_does_not_have_are_marked():
    assert marked("a <b> c", "a c") == "a <mark>&lt;b&gt;</mark> c"
    assert marked("A, c!", "a b c", missing=True) == "A, <del>[−1 word]</del> c!"
    assert marked("a x c", "a b c", missing=True) == "a <mark>x</mark> c"
    assert marked("one two", "ONE TWO three four", missing=True) == "one two <del>[−2 words]</del>"
    assert marked("one", "ONE two") == "one"
    assert marked("", "one") == ""


def test_capitals_accents_and_signs_are_told_apart_from_other_words():
    assert alike("Théâtre: I", "theatre I") and not alike("trial 1", "trial 2") and not alike("α", "β")
    assert plain("Straße") == "strasse"


def test_long_texts_say_how_long_they_are_and_that_what_follows_differs(html):
    from report_reviews import tables

    a, b = tables()["searches", "records"][:2]
    (abstract,) = [
        line
        for line in two_sides(replace(a, abstract="word " * 400), replace(b, abstract="word " * 401))
        if line.field.name == "abstract"
    ]
    notes = [cell.note for cell in abstract.cells]
    assert notes == [
        "… 2,000 characters in all; what follows differs",
        "… 2,005 characters in all; what follows differs",
    ]
    assert len(short("x" * 70_000, 300)) == 300


def test_a_field_that_nobody_has_takes_no_line():
    from report_reviews import tables

    built = tables()
    first, fifth = built["searches", "records"][0], built["searches", "records"][4]
    assert [line.field.name for line in two_sides(first, fifth)] == ["title", "authors", "year"]
    names = [line.field.name for line in all_sides(built["dedupe", "citations"][0], [first, fifth])]
    assert "issue" not in names and "abstract" not in names


def test_every_policy_is_in_words():
    assert len(policies(Policies())) == len(Policies.__slots__)
    for word in POLICIES:
        assert {key.split(": ")[2] for _, _, key in policies(Policies(*[word] * 4))} == {word}


def test_the_type_is_a_word_of_formats_which_stands_last_and_is_never_marked():
    tables = report_reviews.tables()
    a, b = tables["searches", "records"][:2]
    a, b = replace(a, type="article"), replace(b, type="JOUR")
    line = two_sides(a, b)[-1]
    assert (line.field.name, line.differs) == ("type", False)
    assert [str(cell.html) for cell in line.cells] == ["article", "JOUR"]
    citation = replace(tables["dedupe", "citations"][0], type="article")
    line = all_sides(citation, [a, b])[-1]
    assert (line.field.name, line.differs) == ("type", False)
    assert "<mark>" not in "".join(str(cell.html) for cell in line.cells)
    assert two_sides(replace(a, volume="1"), replace(b, volume="2"))[-2].differs


def test_what_answers_come_to():
    assert state(["same", "same"]) == "same"
    assert state(["unsure"]) == "unsure"


def test_scores_stand_beside_every_field_that_is_compared(html):
    pairs = part(html, "possible")
    assert row(item(pairs, "pair-r2-r3"), "Title")[-1] == "0.25"
    assert row(item(pairs, "pair-r2-r3"), "Authors")[-1] == "–"
    assert {field.name for field in COMPARED} - {"type"} <= set(Pair.__slots__)
