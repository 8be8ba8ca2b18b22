"""Our pages as blocks: what print shows and nothing else; and both documents say what the page says."""

import io
import re
import zipfile
from pathlib import Path

import lxml.html
import pymupdf
from hypothesis import given, settings
from hypothesis import strategies as st
from small_document import figures

from tamis import render
from tamis.typeset import docx, html, pdf
from tamis.typeset.blocks import Figure, Heading, Items, Paragraph, Run, Table, plain, words

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "workflow" / "tamis" / "reports" / "templates"
SHEETS = (TEMPLATES / "page.css", TEMPLATES / "records.css")
#: What the report's style sheets hide in print and html.py leaves out. A selector that is new there belongs
#: here too.
HIDDEN_IN_PRINT = {
    ".contents", ".skip", ".on-screen", ".table-find", ".sort::after", ".panel",
    "body:not(.beside) #numbers > :not(.title):not(.in-print)",
    ".sheet > :not(summary)", ".open-box details", "details.long",
}  # fmt: skip

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>p{}</style></head><body>
<a class="skip" href="#main">Go to the text</a>
<header class="front">
<p class="kind">Rapid review</p><h1>The  title</h1><p class="authors">A. One</p>
<dl class="imprint"><div><dt>Version</dt>
<dd><time datetime="2024-05-06">6 May 2024</time></dd></div></dl></header>
<nav class="contents"><a href="#a">Contents</a></nav>
<main><h2 class="part-title">Methods</h2>
<section id="a"><h3 class="title" id="h-a">Search <span class="prisma" title="x">PRISMA 6</span></h3>
<p>We found <a class="n" href="#n-1">2,014</a><a class="mark" href="#stand-ins">†</a> <b>records</b>,
see <a class="cite" href="#ref-1">Smith</a>,
<a class="out" href="https://a.org/">web</a>, <a href="flow.svg">file</a>.</p>
<p class="note on-screen">not on paper</p>
<button>press</button><div class="table-find"><label>Find <input></label></div>
<table class="grid"><caption class="sr">Ratings</caption>
<thead><tr><th rowspan="2">Study</th><th colspan="2">One&shy;two</th></tr>
<tr><th title="x">1.1<span class="sr"> Label</span></th><th><span class="sr">When</span></th></tr></thead>
<tbody><tr class="group"><th colspan="3">Group</th></tr>
<tr><th scope="row"><a class="cite" href="#ref-1">Smith</a></th>
<td><span title="x"><span class="rating" style="background:#009E73;color:#111111">+</span>
<span class="sr">Yes</span></span></td>
<td class="said">one<span class="note">two</span><ul><li>three</li></ul></td></tr></tbody></table>
<div class="scroll"><figure class="flow" data-figure="flow">
<svg><title>t</title><desc>990 screened</desc><text>990</text></svg>
<figcaption>The flow. <span class="on-screen">Click.</span></figcaption></figure></div>
<figure hidden data-figure="appraisal"><figcaption>Lights</figcaption></figure>
<ul class="legend">
<li><span class="rating" style="background:#009E73;color:#111111">+</span> yes</li><li>no</li></ul>
<details><summary>More</summary><ol><li>a<ul><li>b</li></ul></li></ol></details>
<details class="long"><summary>Too long</summary>x</details>
<div class="open-box"><p>1 open</p><details><summary>The whole list</summary>y</details></div>
<details class="sheet"><summary>Smith 2020</summary><p>z</p></details>
<dl class="scope"><div><dt>Who</dt><dd>Everybody</dd></div></dl>
<dl class="figures"><div class="figure"><dt>screened</dt><dd>990</dd></div></dl>
<blockquote>said<sup>2</sup></blockquote></section>
<section id="numbers"><h2 class="title" id="h-numbers">Numbers</h2>
<p class="in-print">Left out.</p><p>not this</p></section>
<section><h4>Refs</h4><ul class="references">
<li id="ref-1">Smith <i>T</i> <a class="sheet-link" href="#s">extracted</a></li></ul></section>
</main><footer><p>Made.</p></footer><script>1</script></body></html>"""


def test_a_page_as_print_shows_it():
    made = html.blocks(PAGE)
    assert (made.title, made.kind, made.authors, made.date) == (
        "The title",
        "Rapid review",
        ("A. One",),
        "2024-05-06",
    )
    assert made.contents and made.lang == "en"
    table, key_figures = (each for each in made.blocks if isinstance(each, Table))
    rest = [each for each in made.blocks if not isinstance(each, Table)]
    rating = Run("\xa0+\xa0", bold=True, fill="#009E73", ink="#111111")
    assert rest == [
        Paragraph((Run("Version: ", bold=True), Run("6 May 2024")), "note"),
        Heading(plain("Methods"), 1),
        Heading(plain("Search"), 2, "a"),
        Paragraph((Run("PRISMA 6"),), "under"),
        Paragraph(
            (
                Run("We found 2,014† "), Run("records", bold=True), Run(", see "),
                Run("Smith", link="#ref-1"), Run(", "), Run("web", link="https://a.org/"),
                Run(", "), Run("file", link="flow.svg"), Run("."),
            )
        ),
        Figure("flow", plain("The flow."), "990 screened"),
        Figure("appraisal", plain("Lights"), "Lights"),
        Paragraph((rating, Run(" yes; no")), "note"),
        Paragraph(plain("More"), "term"),
        Items(((Paragraph(plain("a")), Items(((Paragraph(plain("b")),),))),), ordered=True),
        Paragraph(plain("1 open")),
        Paragraph(plain("Smith 2020")),
        Paragraph(plain("Who"), "term"),
        Paragraph(plain("Everybody")),
        Paragraph((Run("said"), Run("2", sup=True)), "quote"),
        Heading(plain("Numbers"), 1, "numbers"),
        Paragraph(plain("Left out.")),
        Heading(plain("Refs"), 3),
        Items(((Paragraph((Run("Smith "), Run("T", italic=True)), id="ref-1"),),), plain=True),
        Paragraph(plain("Made."), "note"),
    ]  # fmt: skip
    assert [[words(line) for line in cell.lines] for cell in key_figures.rows[0]] == [["screened"], ["990"]]
    said = [
        [["/".join(map(words, cell.lines)), cell.columns, cell.rows, cell.head] for cell in row]
        for row in table.rows
    ]
    assert said == [
        [["Study", 1, 2, "col"], ["Onetwo", 2, 1, "col"]],
        [["1.1", 1, 1, "col"], ["When", 1, 1, "col"]],
        [["Group", 3, 1, "row"]],
        [["Smith", 1, 1, "row"], ["+", 1, 1, ""], ["one/two/• three", 1, 1, ""]],
    ]
    assert words(table.caption) == "Ratings" and table.heads == 2
    sign = table.rows[3][1]
    assert (sign.fill, sign.ink, sign.align) == ("#009E73", "#111111", "center")


def test_all_that_print_hides_is_known():
    sheets = [re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S) for path in SHEETS]
    sheet = "".join(each.split("@media print {")[1] for each in sheets)
    hidden = [rule.split("{")[0] for rule in sheet.split("}") if re.search(r"display:\s*none", rule)]
    assert {each.strip() for rule in hidden for each in rule.split(",")} == HIDDEN_IN_PRINT


def test_a_page_from_markdown_with_several_highest_headings():
    made = html.blocks("<h1>One</h1><p>a<br>b</p><h1>Two</h1><h2>Three</h2><pre><code>x\n  y</code></pre>")
    assert made.title == "One" and [each.level for each in made.blocks if isinstance(each, Heading)] == [1, 2]
    assert made.blocks[0] == Paragraph(plain("a\nb"))
    assert made.blocks[-1] == Paragraph((Run("x\n  y", code=True),))


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_no_page_is_too_wild(text):
    html.blocks(text)
    html.blocks(f"<table><tr>{text}<td colspan=99999 rowspan=x>{text}</table>")


def test_depth_is_no_matter():
    made = html.blocks("<div>" * 300 + "deep" + "<b>" * 300 + "er")
    assert "deeper" in "".join(words(each.runs) for each in made.blocks if isinstance(each, Paragraph))


def tokens(text):
    return set(re.findall(r"\w+(?:[.,]\d+)*", re.sub("[\u200e\xad]", "", text)))


def test_every_word_of_the_report_is_in_both_documents(worked, tmp_path):
    page = (worked / "reports/report.html").read_text(encoding="utf-8")
    document = html.blocks(page)
    root = lxml.html.document_fromstring(page)
    for each in root.xpath(
        "//head | //script | //style | //nav | //svg"
        " | //*[contains(concat(' ', @class, ' '), ' sr ') and not(self::caption)]"
        " | //*[contains(@class, 'on-screen') or contains(@class, 'skip')]"
        " | //*[@class='sheet-link' or @class='table-find']"
        " | //*[@id='numbers']/*[not(contains(@class, 'title') or contains(@class, 'in-print'))]"
        " | //details[contains(@class, 'sheet')]/*[not(self::summary)] | //details[contains(@class, 'long')]"
        " | //div[contains(@class, 'open-box')]//details | //figure[@hidden] | //form"
        " | //button[not(parent::th)]"
    ):
        each.drop_tree()
    for each in root.iter("td", "th", "p", "li", "br", "div", "dt", "dd", "summary", "ul", "small"):
        each.tail = f" {each.tail or ''}"
        each.text = f" {each.text or ''}"
    spaced = re.sub("\xad", "", " ".join(root.find("body").itertext(with_tail=True)))
    printed = {word for word in tokens(spaced) if len(word) > 1 or word.isdigit()}
    assert len(printed) > 500
    of = figures(tmp_path, "png")
    made = docx.write(document, lambda name: of("flow"))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        xml = lxml.html.etree.fromstring(file.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = [
        "".join(
            node.text if node.tag == f"{space}t" else "\n" for node in each.iter(f"{space}t", f"{space}br")
        )
        for each in xml.iter(f"{space}p")
    ]
    assert not printed - _joined("\n".join(lines), printed)
    svg = figures(tmp_path, "svg")
    with pymupdf.open(stream=pdf.write(document, lambda name: svg("flow"))) as file:
        text = "\n".join(page.get_text() for page in file)
    assert not printed - _joined(text, printed)
    titles = {words(each.runs) for each in document.blocks if isinstance(each, Heading)}
    assert len(titles) > 10 and all(re.sub(r"\s", "", each) in re.sub(r"\s", "", text) for each in titles)
    assert render.missing(text) == []


def _joined(text, printed):
    """Return the words of a text, and those of the page that it has though a line or a style cuts them."""
    found, whole = tokens(text), re.sub(r"\s", "", re.sub("[\u200e\xad]", "", text))
    return found | {word for word in printed - found if re.sub(r"\s", "", word) in whole}
