"""The styles of our own Word documents: those that Word has, by which a team can restyle a document."""

from __future__ import annotations

from html import escape

from tamis.typeset import pages

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ACCENT, INK, SOFT, LINE, WARM = "0B5A66", "1C2326", "4D5A60", "1C2326", "D98A00"
FONT = "Arial"
#: Size of the text, in points.
SIZE = 9.5

#: Where the page numbers of the contents end, in twips.
_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{round(pages.UPRIGHT * 20)}"/></w:tabs>'
#: id, name, what it is based on, of what (pPr), of what (rPr).
_PARAGRAPHS = (
    ("Title", "Title", "Normal",
     '<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/>',
     f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="44"/><w:szCs w:val="44"/>'),
    ("Subtitle", "Subtitle", "Normal", '<w:keepNext/><w:spacing w:before="0" w:after="80"/>',
     f'<w:caps/><w:color w:val="{SOFT}"/><w:spacing w:val="20"/><w:sz w:val="17"/><w:szCs w:val="17"/>'),
    ("Author", "Author", "Normal", '<w:spacing w:after="160"/>',
     f'<w:color w:val="{SOFT}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'),
    ("Heading1", "heading 1", "Normal",
     '<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="8" '
     f'w:space="3" w:color="{ACCENT}"/></w:pBdr><w:spacing w:before="480" w:after="160"/>'
     f'<w:outlineLvl w:val="0"/>',
     f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="34"/><w:szCs w:val="34"/>'),
    ("Heading2", "heading 2", "Normal",
     '<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="100"/><w:outlineLvl w:val="1"/>',
     f'<w:b/><w:bCs/><w:color w:val="{INK}"/><w:sz w:val="27"/><w:szCs w:val="27"/>'),
    ("Heading3", "heading 3", "Normal",
     '<w:keepNext/><w:keepLines/><w:spacing w:before="260" w:after="80"/><w:outlineLvl w:val="2"/>',
     f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'),
    ("Heading4", "heading 4", "Normal",
     '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="3"/>',
     '<w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/>'),
    ("Lead", "Lead", "Normal", '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" '
     f'w:color="{WARM}"/></w:pBdr><w:ind w:left="200"/>', ""),
    ("Note", "Note", "Normal", '<w:spacing w:after="100"/>',
     f'<w:color w:val="{SOFT}"/><w:sz w:val="17"/><w:szCs w:val="17"/>'),
    ("Under", "Under Heading", "Note", '<w:keepNext/><w:spacing w:after="80"/>', ""),
    ("Term", "Term", "Normal", '<w:keepNext/><w:spacing w:before="120" w:after="40"/>', "<w:b/><w:bCs/>"),
    ("Quote", "Quote", "Normal", '<w:ind w:left="480" w:right="480"/>', "<w:i/><w:iCs/>"),
    ("Caption", "caption", "Normal", '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/>',
     '<w:sz w:val="18"/><w:szCs w:val="18"/>'),
    ("FigureCaption", "Figure Caption", "Caption",
     '<w:keepNext w:val="0"/><w:spacing w:before="80" w:after="240"/>', ""),
    ("Figure", "Figure", "Normal", '<w:keepNext/><w:spacing w:before="160" w:after="0"/>', ""),
    ("TableText", "Table Text", "Normal",
     '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>',
     '<w:sz w:val="18"/><w:szCs w:val="18"/>'),
    ("TableNote", "Table Note", "Normal", '<w:spacing w:before="60" w:after="200"/>',
     f'<w:color w:val="{SOFT}"/><w:sz w:val="16"/><w:szCs w:val="16"/>'),
    ("ListBullet", "List Bullet", "Normal", '<w:spacing w:after="50"/>', ""),
    ("ListNumber", "List Number", "Normal", '<w:spacing w:after="50"/>', ""),
    ("Bibliography", "Bibliography", "Normal", '<w:ind w:left="400" w:hanging="400"/>', ""),
    ("TOCHeading", "TOC Heading", "Normal", '<w:keepNext/><w:spacing w:before="300" w:after="80"/>',
     f'<w:b/><w:bCs/><w:color w:val="{INK}"/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("TOC1", "toc 1", "Normal", f'<w:keepNext/>{_TAB}<w:spacing w:before="80" w:after="20"/>',
     "<w:b/><w:bCs/>"),
    ("TOC2", "toc 2", "Normal", f'{_TAB}<w:spacing w:after="20"/><w:ind w:left="280"/>', ""),
    ("Header", "header", "Normal", "", f'<w:color w:val="{SOFT}"/><w:sz w:val="16"/><w:szCs w:val="16"/>'),
    ("Footer", "footer", "Normal", '<w:spacing w:after="0"/><w:jc w:val="right"/>',
     f'<w:color w:val="{SOFT}"/><w:sz w:val="16"/><w:szCs w:val="16"/>'),
)  # fmt: skip


def styles(lang: str) -> str:
    """Return the part of a Word document that defines its styles; `lang` is a language tag, such as en."""
    fonts = " ".join(f'w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "cs"))
    language = f'"{escape("en-GB" if lang == "en" else lang)}"'
    made = [
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>'
        f'<w:color w:val="{INK}"/><w:sz w:val="{SIZE * 2:.0f}"/><w:szCs w:val="{SIZE * 2:.0f}"/>'
        f"<w:lang w:val={language}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>'
        f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr>{TABLE}</w:tblPr></w:style>'
    ]
    for id_, name, base, paragraph, run in _PARAGRAPHS:
        custom = ' w:customStyle="1"' if id_ in _OURS else ""
        made.append(
            f'<w:style w:type="paragraph"{custom} w:styleId="{id_}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
        )
    return "".join([*made, "</w:styles>"])


_OURS = {"Author", "Lead", "Note", "Under", "Term", "FigureCaption", "Figure", "TableText", "TableNote"}
#: How our tables look: a line above and below, thin ones between rows.
TABLE = (
    f'<w:tblBorders><w:top w:val="single" w:sz="10" w:space="0" w:color="{LINE}"/>'
    f'<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{LINE}"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D5DBDD"/></w:tblBorders>'
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="50" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
)
_BULLETS = "•–·"


def levels(kind: str) -> str:
    """Return the levels of a list, `bullet` or `decimal`, as Word writes them."""
    made = []
    for level in range(9):
        text = _BULLETS[min(level, 2)] if kind == "bullet" else f"%{level + 1}."
        left = 340 * (level + 1)
        made.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="340"/></w:pPr></w:lvl>'
        )
    return "".join(made)
