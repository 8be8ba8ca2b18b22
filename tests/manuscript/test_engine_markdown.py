"""Manuscripts in Markdown: values are never read as Markdown or HTML, and text outside tags is left alone."""

import re
from html import unescape

import pytest
from engine_review import HOSTILE, published, rendered
from hypothesis import given
from hypothesis import strategies as st

from tamis.manuscript.engine.checking import check
from tamis.manuscript.engine.sandbox import TagError
from tamis.manuscript.markdown.document import Markdown
from tamis.manuscript.markdown.page import page
from tamis.reports.markdown import reader
from tamis.typeset.blocks import Figure, Heading, Items, Paragraph, Table, words

CLEAN = HOSTILE.replace("\ue000", "").replace("\ue001", "")


def wrong(text: str) -> list[str]:
    made = Markdown(text)
    found = [*made.wrong, *(made.of_tag(at, said) for at, said in check(made.tags, published()))]
    return [str(each.problem("paper.md")) for each in found]


def document(text: str):
    assert wrong(text) == []
    return rendered(Markdown(text), "paper.md").document("The title", "2022-02-03", "en")


def said(text: str) -> list[str]:
    return [words(block.runs) for block in document(text).blocks if isinstance(block, Heading | Paragraph)]


def html(text: str) -> str:
    return page(document(text), lambda name: None)


def test_the_first_heading_is_the_title_and_no_level_is_left_out():
    made = document("# A {{ flow.screened }} *review*\n\n### Deep\n\n##### Deeper\n\ntext\n")
    assert made.title == "A 1,234† review"
    assert [(words(block.runs), block.level) for block in made.blocks if isinstance(block, Heading)] == [
        ("Deep", 1),
        ("Deeper", 2),
    ]
    assert document("text").title == "The title"


def test_values_of_strangers_stay_text_wherever_they_stand():
    text = "# X\n\nX\n\n- X\n\n| a |\n|---|\n| X |\n\n`X`\n\n> X\n".replace("X", "{{ review.hostile }}")
    made = document(text)
    assert made.title == CLEAN
    paragraph, items, table, code, quote = made.blocks
    assert (
        words(paragraph.runs)
        == words(items.items[0][0].runs)
        == words(code.runs)
        == words(quote.runs)
        == CLEAN
    )
    assert words(table.rows[1][0].lines[0]) == CLEAN
    shown = html(text)
    assert "<b>&" not in shown and "&lt;b&gt;" in shown and "javascript:alert(1)" in shown
    assert not re.search(r"<(?:script|a )", shown)


def test_raw_html_and_links_to_anything_but_the_web_are_text():
    shown = html(
        "<script>alert(1)</script> [a](javascript:alert(1)) [b](https://example.org/{{ flow.excluded }})"
    )
    assert "<script" not in shown and re.findall(r'href="([^"]*)"', shown) == ["https://example.org/1,000"]
    assert "default-src 'none'" in unescape(shown)


def test_statements_on_lines_of_their_own_leave_no_empty_lines():
    text = "{% for one in studies.design %}\n- {{ one }}\n{% endfor %}\n\n"
    text += "{% if flow.screened > 3 %}\nyes\n{% else %}\nno\n{% endif %}\n"
    items, paragraph = document(text).blocks
    assert isinstance(items, Items) and len(items.items) == 2
    assert words(paragraph.runs) == "yes"


def test_tables_figures_and_references_stand_where_they_were_asked_for():
    text = "Cited {{ cite('brook') }}\n{{ table('characteristics', caption='Mine') }}\n{{ figure('flow') }}\n"
    text += "\n# References\n{{ references() }}\nend"
    made = document("# T\n\n" + text).blocks
    kinds = [type(block) for block in made]
    assert kinds == [Paragraph, Table, Figure, Heading, Items, Paragraph]
    assert (made[1].label, words(made[1].caption), made[2].label) == ("Table 1", "Mine", "Figure 1")
    assert words(made[4].items[0][0].runs).startswith("Brook, A.")


def test_references_come_at_the_end_under_a_heading_where_something_is_cited():
    assert "References" not in said("text")
    assert said("text {{ cite('akin') }}")[-1] == "References"


def test_comments_are_left_out_with_the_tags_in_them():
    assert said("a <!-- {{ nix }} --> b\n\n<!--\n{{ nix }}\n-->\nc") == ["a  b", "c"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# T\n\nWe have {{ flow.scr }}\n", "paper.md:3: column 9: name 'flow.scr'"),
        (
            "a\n<!-- x\ny -->\n{{ table('characteristics') }} b",
            "paper.md:4: column 1: table(...) stands in line",
        ),
        ("a\n\nb {{ flow.screened\n\nc", "paper.md:3: column 3: '{{ flow.screened"),
        ("{%tr if 1 %}\n{% endif %}", "paper.md:1: column 1: '{%tr ... %}' is for Word"),
        ("a \ue000", "paper.md:1: column 3: this character"),
    ],
)
def test_mistakes_have_line_and_column(text, place):
    assert any(each.startswith(place) for each in wrong(text)), wrong(text)


@pytest.mark.parametrize(
    "text", ["```\n{{ table('characteristics') }}\n```", "x\n\n    a\n\n```\n{{ figure('flow') }}\n```"]
)
def test_a_table_in_code_is_an_error(text):
    with pytest.raises(TagError, match="paragraph of its own"):
        document(text)


@given(st.text(alphabet="ab *_`#>-[]()!|\\<&1.\n{}é", max_size=80))
def test_text_outside_tags_is_read_as_it_would_be_without_them(text):
    if wrong(text) or re.search(r"\{[{%#]", text):
        return
    plain = [token.content for token in reader().parse(text) if token.type == "inline"]
    made = rendered(Markdown(text), "paper.md")
    made.document("", "", "en")
    assert made.manuscript._rendered == text
    assert plain == [
        token.content for token in reader().parse(made.manuscript._rendered) if token.type == "inline"
    ]


def test_numbers_are_listed_by_line():
    made = rendered(
        Markdown("# T\n\nOf {{ flow.screened }} and\n{{ flow.excluded }}.\n\n16 studies were included.\n"),
        "paper.md",
    )
    assert [(row.place, row.position, row.told, row.text, row.of) for row in made.numbers()] == [
        ("paper.md:3", 1, "live", "1,234†", "flow.screened"),
        ("paper.md:4", 2, "live", "1,000", "flow.excluded"),
        ("paper.md:6", 1, "contradicts", "16", "studies.included"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: x\n---\n\ntext", "1: column 1: this begins with front matter"),
        ("a\n\n***\n\nb", "3: column 1: a line across the page"),
        ("a ![x](y.png)", "1: column 1: a picture is not read"),
        ("a\n\nb[^1]\n\n[^1]: note", "3: column 1: a footnote ([^1])"),
        ("3. a\n4. b", "1: column 1: this list begins with 3"),
        ("> " * 25 + "text", "1: column 1: lists and quotations"),
        ("> " * 90 + "text", "1: column 1: lists and quotations"),
    ],
)
def test_what_is_not_read_is_told_of(text, said):
    assert any(each.startswith(f"paper.md:{said}") for each in wrong(text)), wrong(text)


def test_what_only_looks_like_it_is_read():
    assert wrong("Title\n---\n\n`![x](y)` [1] a! [link](https://a.b)\n\n1. a\n2. b\n") == []


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("{{ item('16a') }}", True),
        ("[TBC] {{ item('16a') }}", False),
        ("[12] as said [@a]. {{ item('16a') }}", True),
        ("{{ flow.unknown }} {{ item('16a') }}", False),
        ("Paid by {{ review.funding }}. {{ item('16a') }}", False),
        ("## Funding {{ item('16a') }}\n\nPaid.\n\n### More\n\n[Who?]", False),
        ("## Funding {{ item('16a') }}\n\nPaid.\n\n## More\n\n[Who?]", True),
        ("# Title {{ item('16a') }}\n\n[Who?]", True),
        ("[Who?]\n\n{{ item('16a') }}", False),
        ("[Who?]\n\nWe. {{ item('16a') }}", True),
    ],
)
def test_what_is_open_answers_no_item(text, answered):
    made = rendered(Markdown(text), "paper.md").items()
    assert [*made] == ([("prisma2020", "16a")] if answered else [])


def test_a_reference_prints_the_label_of_its_table_or_figure():
    shown = "See {{ ref('flow') }}, {{ ref('characteristics') }}.\n\n{{ table('characteristics') }}\n\n"
    shown += "{{ figure('flow') }}"
    assert said(shown)[0] == "See Figure 1, Table 1."
    with pytest.raises(TagError, match="no table or figure 'flow' stands in this manuscript"):
        document("See {{ ref('flow') }}.")


def test_the_sentence_on_stand_ins_stands_once_where_a_number_rests_on_them():
    note = "† Numbers that rest on stand-ins."
    assert said("{{ flow.screened }}")[-1] == note
    assert said("{{ flow.screened }} {{ review.stand_ins }}") == [f"1,234† {note}"]
    assert note not in said("{{ flow.excluded }}")
