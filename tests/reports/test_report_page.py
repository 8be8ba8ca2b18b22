"""The page as a whole: well-formed, self-contained, escaped, traceable, the same bytes every time."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import accumulate, pairwise
from urllib.parse import unquote

import pytest
from report_reviews import CONFIG, exits_of, make

from browser import needed
from tamis.reports import command
from tamis.reports import page as page_module
from tamis.reports.numbers import slug
from tamis.store import read_built
from tamis.tables import OpenItem

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}
HOSTILE = '<script>alert(1)</script> {{ 7 * 7 }} {% raw %} "quoted" </script><!-- & ]]>'


class Page(HTMLParser):
    """Elements with their attributes, text, and what is opened or closed wrongly."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.wrong: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"an attribute of <{tag}> stands twice, {self.getpos()}")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing, {self.getpos()}")

    def handle_data(self, data):
        if not self._open or self._open[-1] not in ("script", "style"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def of(self, **wanted: str) -> list[dict[str, str]]:
        return [a for _, a in self.elements if all(a.get(k.rstrip("_")) == v for k, v in wanted.items())]


def report(review) -> str:
    assert command.run(argparse.Namespace(dir=review.root)) == 0
    return (review.reports / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    return report(make(tmp_path_factory.mktemp("review")))


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_every_element_is_closed_and_every_id_unique(page):
    assert page.wrong == []
    assert sorted(page.ids) == sorted(set(page.ids))


def test_every_link_within_the_page_leads_somewhere(page):
    targets = [a["href"][1:] for tag, a in page.elements if tag == "a" and a.get("href", "").startswith("#")]
    assert len(targets) > 100
    assert set(targets) <= set(page.ids)


def test_nothing_is_loaded_from_anywhere(html, page):
    loading = [a for _, a in page.elements if "src" in a or "srcset" in a or "poster" in a]
    assert loading == []
    assert [tag for tag, _ in page.elements if tag in ("link", "iframe", "object", "embed", "img")] == []
    away = [tag for tag, a in page.elements if re.match(r"(https?:)?//", a.get("href", ""))]
    assert set(away) == {"a"}
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style and "@import" not in style
    policy = page.of(http_equiv="") or [a for tag, a in page.elements if tag == "meta" and "content" in a]
    assert any("default-src 'none'" in a["content"] for a in policy)


def test_every_number_has_an_entry_that_says_what_where_and_by_which_code(page, html):
    numbers = [a["href"][1:] for a in page.of(class_="n")]
    entries = {a["id"]: a for a in page.of(class_="entry")}
    assert len(numbers) > 60
    assert set(numbers) == set(entries)
    for name in entries:
        entry = html.partition(f'id="{name}"')[2].partition("</article>")[0]
        code = re.search(r"workflow/tamis/([\w/]+\.py):\d+ \(\w+\)", entry)
        assert code, name
        assert re.search(r"<code>(build|records|reports)/[\w/]+\.csv</code>: \S", entry), name


def test_code_that_an_entry_names_is_there(html):
    from pathlib import Path

    from tamis import reports

    root = Path(reports.__file__).parents[3]
    found = set(re.findall(r"(workflow/tamis/[\w/]+\.py):(\d+) \((\w+)\)", html))
    assert len(found) > 8
    for file, line, function in found:
        lines = (root / file).read_text(encoding="utf-8").splitlines()
        near = "\n".join(lines[int(line) - 1 : int(line) + 2])
        assert f"def {function}(" in near, (file, line, function)


def test_numbers_are_as_many_as_the_things_behind_them(html):
    for id, expected in {
        "flow-duplicates": ["r5"],
        "flow-records_screened": ["r1", "r2", "r3", "r4"],
        "flow-records_excluded": ["r2"],
        "flow-dbr_sought_reports": ["r1", "r3", "r4"],
        "flow-dbr_notretrieved_reports": ["r4"],
        "flow-dbr_excluded": ["r3"],
        "only-Scopus": ["r2", "r3", "r4"],
        "again-lists.ris": ["r5"],
    }.items():
        entry = html.partition(f'id="n-{id}"')[2].partition("</article>")[0]
        behind = entry.partition("<ul")[2]
        assert re.findall(r'<code class="rec">(r\d)</code>', behind) == expected, id
        assert f"<b>{len(expected)}</b>" in entry, id


def test_the_place_of_a_record_stands_behind_its_number(html):
    entry = html.partition('id="n-flow-duplicates"')[2].partition("</article>")[0]
    assert "records/<wbr>searches/<wbr><span>lists.ris:1</span>" in entry


def test_a_changed_exit_moves_the_numbers_that_depend_on_it(tmp_path):
    def exclude(built):
        built["flow", "exits"] = [
            replace(row, exit="excluded_title_abstract", reason="topic") if row.record_id == "r3" else row
            for row in exits_of(built)
        ]

    before, after = Page(report(make(tmp_path / "a"))), Page(report(make(tmp_path / "b", exclude)))
    for box, was, now in (
        ("Records excluded on title and abstract", 1, 2),
        ("Reports sought for retrieval", 3, 2),
        ("Reports excluded after reading the full text", 1, 0),
    ):
        assert f"{box} {was}" in before.text
        assert f"{box} {now}" in after.text


def test_hostile_texts_are_only_text(tmp_path):
    def poison(built):
        for key, names in {
            ("searches", "records"): ("title",),
            ("dedupe", "citations"): ("title", "authors", "journal"),
            ("fulltext", "studies"): ("title", "label", "authors"),
            ("extraction", "data"): ("note", "quote"),
            ("appraisal", "ratings"): ("comment", "quote", "page", "written"),
            ("appraisal", "said"): ("comment",),
            ("appraisal", "assessments"): ("why",),
            ("appraisal", "findings"): ("text",),
            ("synthesis", "directions"): ("why",),
            ("synthesis", "framework"): ("component",),
            ("searches", "strategies"): ("query",),
        }.items():
            built[key] = [replace(row, **dict.fromkeys(names, HOSTILE)) for row in built[key]]

    html = report(make(tmp_path, poison, config=CONFIG.replace("Nobody paid for it.", "'<b>{{ x }}</b>'")))
    page = Page(html)
    assert page.wrong == []
    assert html.count("<script") == 2
    assert "alert(1)</script>" not in html
    assert "{{ 7 * 7 }}" in page.text
    assert "<b>{{ x }}</b>" in page.text


def test_an_address_that_runs_code_is_no_link(tmp_path):
    def poison(built):
        built["dedupe", "citations"] = [
            replace(c, url="javascript:alert(1)") for c in built["dedupe", "citations"]
        ]

    assert "javascript:alert" not in report(make(tmp_path, poison))


def test_long_lists_stand_once_as_data_that_fits_their_number(tmp_path):
    def grow(built):
        more = [
            replace(built["searches", "records"][1], record_id=f"rx{n}", title=f"</script> {n}", line=n)
            for n in range(100)
        ]
        built["searches", "records"] += more
        built["dedupe", "members"] += [
            replace(built["dedupe", "members"][1], record_id=r.record_id) for r in more
        ]
        built["flow", "exits"] += [
            replace(exits_of(built)[4], record_id=r.record_id, citation_id="r2", place=r.place) for r in more
        ]
        built["searches", "exports"][0] = replace(built["searches", "exports"][0], records=104)

    html = report(make(tmp_path, grow))
    data = json.loads(re.search(r'id="lists">(.*?)</script>', html)[1])
    behind = [data["things"][at] for at in accumulate(data["lists"]["flow-duplicates"])]
    words, records = data["words"], data["records"]
    assert [records[thing[0] - 1][0] for thing in behind] == ["r5", *(f"rx{n}" for n in range(100))]
    assert words[behind[1][3]] == "the same publication as r2"
    assert words[records[5][1]] == "</script> 0"
    assert data["files"][records[5][2]] == "records/searches/scopus.csv"
    assert "<b>101</b>" in html.partition('id="n-flow-duplicates"')[2].partition("</article>")[0]


def test_what_was_not_recorded_is_never_a_nought(page):
    assert "Hits that Reference lists reported, as the search log has them" in page.text
    hits = [t for t in page.texts if t == "not recorded"]
    assert hits
    assert "None" not in page.text


def test_numbers_that_rest_on_stand_ins_carry_the_mark_and_others_do_not(html):
    def cell(id):
        return html.partition(f'class="n" id="at-{id}"')[2].partition("</td>")[0]

    assert "†" in cell("records-lists.ris")
    assert "†" not in cell("records-scopus.csv")
    assert "†" in cell("votes-title_abstract-R1-include")
    assert "†" not in cell("flow-duplicates")
    assert html.index("Some of it is not real.") < html.index("Does coaching help gardeners?")


def test_nothing_is_open_is_said(page, tmp_path):
    assert "Nothing is open." in page.text


def test_open_items_stand_on_the_first_screen_with_whom_they_wait_for(tmp_path):
    items = (
        OpenItem(
            "search:hits:lists.ris", "Hits are not recorded.", "team", "records/searches/searches.csv:3"
        ),
        OpenItem("search:other:x", "Something else.", "R1;R2", "records/searches/searches.csv:2"),
    )
    accepted = "item,who,when,why\nsearch:hits:*,R1,2024-02-01,Nobody wrote it down.\n"
    review = make(tmp_path, open_items=items, accepted=accepted)
    text = Page(report(review)).text
    summary = text.partition("Does coaching help gardeners?")[0]
    assert "1 open" in summary
    assert "Something else. waits for R1, R2" in summary
    assert "Hits are not recorded." not in summary
    assert "Nobody wrote it down." in text
    assert read_built(review.reports / "open_items.csv", OpenItem) == [items[1]]


def test_a_review_that_has_only_begun_still_has_a_report(tmp_path):
    bare = re.sub(
        r"(?ms)^(kind|about|authors|funding|registration|scope|search|amendments|appraisal|outcomes|synthesis"
        r"|stand_ins):.*?(?=^\w|\Z)",
        "",
        CONFIG,
    )

    def empty(built):
        for rows in built.values():
            rows.clear()

    page = Page(report(make(tmp_path, empty, config=bare)))
    assert page.wrong == []
    assert "Nothing has reached this stage yet." in page.text


def test_the_same_tables_give_the_same_bytes(tmp_path):
    assert report(make(tmp_path / "one")) == report(make(tmp_path / "elsewhere" / "two"))


def test_nobody_finds_the_folder_in_the_page(tmp_path):
    assert str(tmp_path) not in report(make(tmp_path))


def test_tables_have_captions_and_scopes(page):
    names = [tag for tag, _ in page.elements]
    assert names.count("caption") == names.count("table")
    assert all("scope" in a for tag, a in page.elements if tag == "th")
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert names.count(landmark) == 1


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    parts = page.of(class_="part-title")
    assert len(parts) == 3
    assert [tag for tag, a in page.elements if a.get("class") == "part-title"] == ["h2"] * 3


def test_templates_count_nothing_themselves():
    # Whatever is counted is a Number with its entry; only the width of a table's head may be counted.
    for template in sorted(page_module.TEMPLATES.rglob("*.j2")):
        text = re.sub(r'colspan="{{[^}]*}}"', "", template.read_text(encoding="utf-8"))
        assert re.findall(r"{{[^}]*\|\s*(?:length|count|sum)\b[^}]*}}", text) == [], template.name


def links(html):
    page = Page(html)
    assert sorted(page.ids) == sorted(set(page.ids))
    targets = {a["href"][1:] for tag, a in page.elements if tag == "a" and a.get("href", "").startswith("#")}
    return {unquote(target) for target in targets} - set(page.ids)


def test_one_source_overlaps_with_nothing(tmp_path):
    def alone(built):
        built["searches", "exports"] = built["searches", "exports"][:1]
        built["flow", "exits"] = exits_of(built)
        for table, rows in built.items():  # the one record of the other source
            built[table] = [row for row in rows if "'r5'" not in repr(row)]

    html = report(make(tmp_path, alone))
    section = html.partition('<section id="sources"')[2].partition("</section>")[0]
    assert "Scopus" in section and "Search summary table" in section
    assert "Overlap of the sources" not in section and "<svg" not in section
    page = Page(html)
    assert page.wrong == []


def test_a_review_without_a_database_or_a_study_has_no_dead_links(tmp_path):
    def elsewhere(built):
        built["searches", "records"] = [
            replace(row, source_kind="website") for row in built["searches", "records"]
        ]
        built["searches", "exports"] = [
            replace(row, source_kind="website") for row in built["searches", "exports"]
        ]
        for key in (("fulltext", "studies"), ("extraction", "data"), ("appraisal", "ratings")):
            built[key] = []
        for key in (("synthesis", "directions"), ("synthesis", "framework")):
            built[key] = []
        built["fulltext", "reports"] = [
            replace(row, outcome="", studies="") for row in built["fulltext", "reports"]
        ]
        built["flow", "exits"] = [
            replace(row, exit="open", at="full_text", studies="") if row.exit == "included" else row
            for row in exits_of(built)
        ]

    html = report(make(tmp_path, elsewhere))
    assert "#n-flow-database_results" not in html and "Study by study" not in html
    assert links(html) == set()
    assert not re.search(r"<tbody>\s*</tbody>", html)


def test_without_a_study_there_are_words_in_place_of_empty_tables_and_figures(tmp_path):
    def without(built):
        for stage, name in built:
            if stage in ("extraction", "appraisal", "synthesis") or name == "studies":
                built[stage, name] = []
        built["flow", "exits"] = [replace(row, studies="") for row in exits_of(built)]

    html = report(make(tmp_path, without))
    assert not re.search(r"<tbody>\s*</tbody>", html)
    assert "No included study is named in" in html and "No study was appraised with this tool." in html
    assert "No findings are written yet." in html
    assert 'data-figure="appraisal' not in html and "traffic lights" not in html


def test_names_that_look_alike_get_ids_of_their_own(tmp_path):
    names = ["検索.ris", "文献.ris", "scopus_1.ris", "scopus-1.ris", "scopus 1.ris", "a%41.ris"]

    def strange(built):
        first = built["searches", "exports"][1]
        built["searches", "exports"] += [
            replace(first, file=name, records=0, entries=0, hits=n) for n, name in enumerate(names)
        ]
        line = built["searches", "strategies"][0]
        built["searches", "strategies"] += [replace(line, line=name) for name in ("#1", "1.", "-1", "")]
        built["extraction", "data"][0] = replace(built["extraction", "data"][0], value="none")
        built["fulltext", "studies"].append(
            replace(built["fulltext", "studies"][0], study="ash-2020", citation_id="r1")
        )

    review = make(tmp_path, strange)
    proforma = review.proforma.read_text(encoding="utf-8").replace("{id: us,", "{id: none,")
    review.proforma.write_text(proforma, encoding="utf-8")
    html = report(review)
    assert links(html) == set()
    for name in names:
        assert html.count(f"Records read from {name} (") == 1


def test_entries_of_several_snapshots_of_one_list_are_said_to_be_of_several(tmp_path):
    def again(built):
        (first,) = built["screening", "entries"]
        built["screening", "entries"].append(replace(first, file="later.ris"))

    mark = "† (rests on stand-ins)"
    said = [re.sub(r"<[^>]*>", "", report(make(tmp_path / each.__name__, each))) for each in (again, dict)]
    assert [part for text in said for part in re.findall("imported have [^:]*:", " ".join(text.split()))] == [
        f"imported have 2{mark} entries, in 2{mark} snapshots, each counted by itself:",
        f"imported have 1{mark} entry:",
    ]


def test_the_ids_of_parts_of_the_page_are_never_the_same():
    texts = ["", "-", "~", "~2d~", "scopus_1", "scopus-1", "ˑ", "-1", "none", "検索", "文献", "a b", "A", "a"]
    assert len({slug(text) for text in texts}) == len(texts)
    assert not any("-" in slug(text) or " " in slug(text) for text in texts)


def test_every_report_was_retrieved_is_said_only_where_that_is_so(tmp_path):
    def with_exit(**columns):
        def change(built):
            built["flow", "exits"] = [
                replace(row, **columns) if row.record_id == "r4" else row for row in exits_of(built)
            ]

        return change

    said = "Every report that was sought was retrieved."
    here = {
        "open": with_exit(exit="open", at="retrieval"),
        "read": with_exit(exit="open", at="full_text"),
    }
    pages = {name: Page(report(make(tmp_path / name, change))).text for name, change in here.items()}
    assert said in pages["read"]
    assert said not in pages["open"]
    assert "None so far. Reports awaiting retrieval: 1 ." in pages["open"]

    def unlogged(built):
        built["fulltext", "reports"] = [replace(r, retrieval="") for r in built["fulltext", "reports"]]
        here["read"](built)

    text = Page(report(make(tmp_path / "unlogged", unlogged))).text
    assert said not in text and "was not recorded" in text


def test_a_list_that_is_too_long_for_the_page_is_not_promised(tmp_path, monkeypatch, html):
    monkeypatch.setattr("tamis.reports.numbers.MOST_RECORDS", 4)
    monkeypatch.setattr("tamis.reports.numbers.SHORT", 3)
    text = report(make(tmp_path))
    assert "too long for this page" in text and "it opens here" not in text
    assert "details data-list" not in text


def test_what_is_printed_leaves_out_the_ledger_and_says_so(html):
    style = html.partition("@media print")[2].partition("</style>")[0]
    assert "#numbers > :not(.title):not(.in-print)" in style
    assert html.count('class="in-print"') == 2


def test_a_ring_around_what_has_the_focus_can_be_seen(html):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", html))
    ring = light(named["focus"])
    for ground in ("wash", "warm-wash"):
        assert (light(named[ground]) + 0.05) / (ring + 0.05) >= 3, ground


@needed
def test_the_page_does_not_scroll_sideways_on_a_telephone(tmp_path, html, browser):
    path = tmp_path / "report.html"
    path.write_text(html, encoding="utf-8")
    with browser.page(path, width=400) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [400, 400]
