"""Markdown of a team as HTML: what it may hold is made, everything else stays text."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_report_page import Page

from tamis.reports.markdown import html
from tamis.reports.references import Library, Work

LIBRARY = Library([], [], [Work("gale2013", "Gale, N", 2013, "T")])
CITED = '(<a class="cite" href="#work-gale2013">Gale, 2013</a>)'


TABLE = """<table>
<thead>
<tr>
<th>a</th>
<th>b</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table>"""


@pytest.mark.parametrize(
    ("text", "made"),
    [
        # as CommonMark 0.31 has them
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
        (
            "*a* _b_ **c** __d__ `e*`",
            "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <code>e*</code></p>",
        ),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("snake_case_word 2 * 3 * 4", "<p>snake_case_word 2 * 3 * 4</p>"),
        (r"\*a\* \[b\]", "<p>*a* [b]</p>"),
        ("- a\n- b\n  c", "<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>"),
        ("1. a\n   - b\n2. c", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>"),
        ("a\n> b\n> c", "<p>a</p>\n<blockquote>\n<p>b\nc</p>\n</blockquote>"),
        # headings begin where the page is, and leave no level out
        ("# a\n### b ###\n# c", "<h4>a</h4>\n<h5>b</h5>\n<h4>c</h4>"),
        ("### a\n#no heading", "<h4>a</h4>\n<p>#no heading</p>"),
        # links lead to the web only, and citations to the references
        ("[a](https://x.org/b_c)", '<p><a href="https://x.org/b_c" class="out">a</a></p>'),
        ("<https://x.org>.", '<p><a href="https://x.org" class="out">https://x.org</a>.</p>'),
        ("[a](javascript:b) [c](data:text/html,d)", "<p>[a](javascript:b) [c](data:text/html,d)</p>"),
        ("As said [@gale2013].", f"<p>As said {CITED}.</p>"),
        # a comment is for the team; other HTML is text
        ("<!-- a\n\nb -->c <b>d</b>", "<p>c &lt;b&gt;d&lt;/b&gt;</p>"),
        ("|a|b|\n|-|-|\n|1|2|", TABLE),
        ("", ""),
    ],
)
def test_what_is_written_is_made_into_html(text, made):
    assert html(text, LIBRARY) == made


@given(st.text(alphabet="ab *_`#-+>1.)[](<!\\\n@:/\"'&;", max_size=80) | st.text(max_size=40))
def test_any_text_is_whole_html_in_which_nothing_runs(text):
    page = Page(str(html(text, LIBRARY)))
    assert page.wrong == []
    tags = {"h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "em", "strong", "code", "a"}
    tags |= {"hr", "br", "pre"}
    assert {tag for tag, _ in page.elements} <= tags
    for tag, attributes in page.elements:
        if tag == "a":
            assert attributes["href"].startswith(("https://", "http://", "#"))
        else:
            assert attributes == {}


@given(st.text(alphabet="abc xyz<>&\"'", max_size=60))
def test_no_word_is_lost(text):
    made = str(html(text, LIBRARY))
    if "<!--" not in text and not text.lstrip().startswith(">"):
        assert unescape(made.replace("<p>", "").replace("</p>", "")).split() == text.split()
