"""PDFs of every kind that a review meets, made anew for each run of the tests, and what is known of them.

The same bytes each time, but for the two that are protected, which hold random salt.

What they say is made by `prose`, so that each quote is known from what was set, and never from what was read.

- `FILES`: what is made, by name, with what it is there for
- `QUOTES`: words that stand on a page as they are given, and must be found there
- `MARKS`: what readers marked
- `pdfs(factory)`: the folder that holds them all (a fixture `pdfs` of your own calls it), made once a run
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest
import setting
from prose import chinese, greek, sentences
from setting import HEIGHT, MARGIN, WIDTH, Sheet

from once import once


@dataclass(frozen=True)
class Known:
    """Words that stand on a page (from 1) of a file, as a person would type them off it."""

    file: str
    page: int
    words: str


@dataclass(frozen=True)
class KnownMark:
    """What a reader marked on a page (from 1) of a file: the words under it, and the comment."""

    file: str
    page: int
    kind: str
    words: str
    comment: str


#: What is made, and what it is there for.
FILES = {
    "one.pdf": "one column, by Typst",
    "two.pdf": "two columns below a title and an abstract, hyphenated, a figure, footnotes, a table; Typst",
    "plain.pdf": "two columns",
    "shuffled.pdf": "two columns; lines and words lie in the file in any order",
    "three.pdf": "three columns, justified, below a title",
    "hyphenated.pdf": "narrow columns with words broken by hyphens and soft hyphens",
    "ligatures.pdf": "fi, fl, ff, ffi as one character each",
    "rotated.pdf": "pages that the viewer turns by 90, 180 and 270 degrees",
    "sideways.pdf": "a page printed sideways, as wide tables are",
    "scan.pdf": "a picture of a page",
    "locked.pdf": "opens with a password only",
    "owned.pdf": "opens without a password; printing needs one",
    "broken.pdf": "begins as a PDF, and is none",
    "truncated.pdf": "the first part of one",
    "empty.pdf": "no byte",
    "login.pdf": "a web page that was saved in its place",
    "long.pdf": "400 pages",
    "greek.pdf": "Greek",
    "chinese.pdf": "Chinese",
    "footnotes.pdf": "raised marks behind numbers and words",
    "table.pdf": "a table over the page's width, and one in a column",
    "blanks.pdf": "blanks of all widths, blanks of no width, control characters, soft hyphens in words",
    "turned.pdf": "a highlight on a page that the viewer turns",
    "marked.pdf": "highlights, an underline and notes of a reader",
    "written.pdf": "what a reader wrote, stamped and filled in, and print that nobody can see; turned",
    "printed.pdf": "numbers from 401 in foot and head, as journals have them",
    "labels.pdf": "pages that the PDF itself calls i, ii, 1, 2, 3",
}
#: Those that cannot be read, and what is wrong with them.
BAD = {
    "locked.pdf": "opens with a password only",
    "broken.pdf": "cannot be opened: it is broken",
    "truncated.pdf": "cannot be opened: it is broken",
    "empty.pdf": "is not a PDF",
    "login.pdf": "is not a PDF",
}
#: Those that hold no letter.
WITHOUT_TEXT = ("scan.pdf",)


# --- what stands on the pages ---------------------------------------------------------------------

#: Sentences of each page, by file; a page's text is these, in this order.
PAGES: dict[str, list[tuple[str, ...]]] = {
    "one.pdf": [sentences(f"one {n}", 12) for n in range(3)],
    "two.pdf": [sentences("two 0", 22), sentences("two 1", 34), sentences("two 2", 36)],
    "plain.pdf": [sentences(f"plain {n}", 36) for n in range(2)],
    "shuffled.pdf": [sentences(f"shuffled {n}", 36) for n in range(2)],
    "three.pdf": [sentences(f"three {n}", 32) for n in range(2)],
    "hyphenated.pdf": [sentences(f"hyphenated {n}", 44) for n in range(3)],
    "rotated.pdf": [sentences(f"rotated {n}", 24) for n in range(4)],
    "sideways.pdf": [sentences(f"sideways {n}", 8) for n in range(2)],
    "owned.pdf": [sentences("owned", 8)],
    "long.pdf": [sentences(f"long {n}", 1 if n % 4 else 3) for n in range(400)],
    "greek.pdf": [greek(n, 14) for n in range(2)],
    "chinese.pdf": [chinese(n, 14) for n in range(2)],
    "written.pdf": [sentences(f"written {n}", 6) for n in range(2)],
    "printed.pdf": [sentences(f"printed {n}", 26) for n in range(8)],
    "labels.pdf": [sentences(f"labels {n}", 6) for n in range(5)],
    "table.pdf": [sentences(f"table {n}", 30) for n in range(2)],
    "turned.pdf": [sentences("turned", 6)],
    "marked.pdf": [sentences(f"marked {n}", 18) for n in range(2)],
}
#: After how many sentences of a page a footnote's mark or a table comes between.
PARTED = {"two.pdf": (6, 12), "table.pdf": (6,)}
TITLE = "Improving what happens to families after care: a comparison of twelve programmes"
ABSTRACT = sentences("abstract", 4)
FOOTNOTES = sentences("footnotes", 2)
LIGATURES = (
    "The difficult official findings were sufficiently different from the first classes (5.17, p < .01).",
    "Five specific conflicts reflected significant financial difficulties of 12 affluent officers.",
    "Efficacy fluctuated: the effect of affiliation on staff was flat, 0.35 (95% CI 0.11 to 0.58).",
)
#: `^` stands before what is raised; quotes are typed without it.
RAISED = (
    "The mean was 5.17^1 in the control group and 6.02^2 in the other one.",
    "Half of the families^a moved house within the year.^3 They were not asked again.",
    "The area was 42 km^2 wide, and 9,315 households lived in it.",
)
BLANK = (
    "The mean\u00a0was 4.25\u2009% of 1\u202f024\u00a0families, and\u2003p\u2002<\u00a0.05 in\u3000both.",
    "No\u200bthing is hid\u00adden from the\ufeff read\u2060er in the group of 315.",
    "Two  blanks   or    more\tpart the words, and 72.5 stays.",
)
#: The same as a person reads it.
BLANK_READ = (
    "The mean was 4.25 % of 1 024 families, and p < .05 in both.",
    "Nothing is hidden from the reader in the group of 315.",
    "Two blanks or more part the words, and 72.5 stays.",
)
TABLE = (
    ("Study", "Country", "Families", "Reunified"),
    ("Berry 1992", "United States", "114", "65.8%"),
    ("Chambers 2006", "United Kingdom", "237", "41.3%"),
    ("Delfabbro 2013", "Australia", "1,337", "50.2%"),
    ("Esposito 2014", "Canada", "24,196", "58.7%"),
)
#: Pages of printed.pdf and what they call themselves.
PRINTED = {n: str(400 + n) for n in range(1, 9)}
LABELS = {1: "i", 2: "ii", 3: "1", 4: "2", 5: "3"}

MARKS = [
    KnownMark("marked.pdf", 1, "highlight", PAGES["marked.pdf"][0][1], "sample_size"),
    KnownMark("marked.pdf", 1, "underline", PAGES["marked.pdf"][0][4], ""),
    KnownMark("marked.pdf", 1, "note", "", "design: cohort study"),
    KnownMark("marked.pdf", 2, "highlight", PAGES["marked.pdf"][1][6], "outcome = 12\nsecond line"),
    KnownMark("marked.pdf", 2, "highlight", PAGES["marked.pdf"][1][12], "country"),
    KnownMark("turned.pdf", 1, "highlight", PAGES["turned.pdf"][0][2], "age"),
]


def _first_half(words: str) -> str:
    return words[: len(words) // 2].rpartition(" ")[0] or words


def _second_half(words: str) -> str:
    return words[len(words) // 2 :].partition(" ")[2] or words


def _quotes() -> list[Known]:
    """Return all quotes: sentences, what runs from one into the next, and parts of sentences."""
    known = []
    for file, pages in PAGES.items():
        for page, said in enumerate(pages, 1):
            known += [Known(file, page, sentence) for sentence in said]
            joined = "" if file == "chinese.pdf" else " "
            known += [
                Known(file, page, f"{_second_half(a)}{joined}{_first_half(b)}")
                for at, (a, b) in enumerate(pairwise(said), 1)
                if at not in PARTED.get(file, ())
            ]
    known += [Known("two.pdf", 1, words) for words in (TITLE, *ABSTRACT, *FOOTNOTES)]
    known += [Known("three.pdf", page, TITLE) for page in (1, 2)]
    known += [Known("ligatures.pdf", 1, words) for words in LIGATURES]
    known += [Known("blanks.pdf", 1, words) for words in BLANK_READ]
    known += [
        Known("footnotes.pdf", 1, words)
        for words in (
            "The mean was 5.17",
            "in the control group and 6.02",
            "in the other one.",
            "Half of the families",
            "moved house within the year.",
            "They were not asked again.",
            "The area was 42 km2 wide, and 9,315 households lived in it.",
        )
    ]
    known += [Known("table.pdf", page, " ".join(row)) for page in (1, 2) for row in TABLE]
    return known


QUOTES: list[Known] = _quotes()
#: Words that stand on no page, though their letters might be read so.
ABSENT: list[Known] = [
    Known("footnotes.pdf", 1, words)
    for words in (
        "The mean was 5.171 in the control group",
        "The mean was 5.171",
        "and 6.022 in the other one.",
    )
]


# --- the files ------------------------------------------------------------------------------------


def make(folder: Path) -> None:
    """Make all files of `FILES` in a folder, which does not exist yet."""
    folder.mkdir(parents=True)
    for name in FILES:
        if name.endswith(".pdf"):
            _MAKERS[name](folder / name)


def pdfs(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds them all, for reading; whoever asks first makes it."""
    return once(factory, "pdfs", make)


@cache
def _face() -> setting.Face:
    return setting.Face()


def _sheet(**how: object) -> Sheet:
    return Sheet(_face(), **how)


def _save(document: pymupdf.Document, path: Path, **how: object) -> None:
    # Without an id, which would be another one each time.
    document.save(path, garbage=1, deflate=True, no_new_id=True, **how)
    document.close()


def _flowing(path: Path, n: int, breaks=None, shuffle: bool = False, title: str = "", **how: object) -> None:
    """Make a file whose pages flow through so many columns."""
    document = pymupdf.open()
    for number, said in enumerate(PAGES[path.name]):
        sheet = _sheet(**{**how, "justify": how.get("justify", False) or (shuffle and number > 0)})
        if title:
            sheet.line(MARGIN, MARGIN, title, 12)
        sheet.flow(" ".join(said), setting.columns(n, MARGIN + 20 if title else MARGIN), breaks)
        if shuffle:
            sheet.shuffle(number)
        sheet.write(document)
    _save(document, path)


def typst_pdf(path: Path, program: str, data: object) -> None:
    """Make a PDF by a Typst program, which finds the data, as JSON, in `sys.inputs.d`."""
    import typst

    path.write_bytes(typst.compile(program.encode(), sys_inputs={"d": json.dumps(data)}))


_ONE = """
#set document(date: none)
#set page(paper: "a4", numbering: "1")
#set par(justify: true)
#set text(lang: "en", hyphenate: false, size: 10pt)
#let pages = json(bytes(sys.inputs.d))
#for (n, said) in pages.enumerate() {
  if n > 0 { pagebreak() }
  for part in said.chunks(4) { par(part.join(" ")) }
}
"""
#: Two columns below a title, with footnotes in the first page and a table in the second.
TWO = """
#set document(date: none)
#set page(paper: "a4", columns: 2, numbering: "1", header: [_Journal of Tests_ #h(1fr) 12 (3)])
#set par(justify: true)
#set text(lang: "en", hyphenate: true, size: 9pt)
#set table(stroke: none)
#set super(typographic: false) // raised and small, as most programs set it
#let d = json(bytes(sys.inputs.d))
#place(top + center, float: true, scope: "parent")[
  #text(size: 16pt, strong(d.title))
  #align(left, d.abstract.join(" "))
  #rect(width: 80%, height: 60pt, fill: luma(220))
]
#for (n, said) in d.pages.enumerate() {
  if n > 0 { pagebreak() }
  for (at, part) in said.chunks(6).enumerate() {
    par({
      part.join(" ")
      if n == 0 and at < 2 { footnote(d.footnotes.at(at)) }
    })
    if n == 1 and at == 1 {
      table(columns: d.table.at(0).len(), ..d.table.flatten())
    }
  }
}
"""


def _one(path: Path) -> None:
    typst_pdf(path, _ONE, PAGES[path.name])


def _two(path: Path) -> None:
    parts = {"title": TITLE, "abstract": ABSTRACT, "footnotes": FOOTNOTES, "table": TABLE}
    typst_pdf(path, TWO, {**parts, "pages": PAGES[path.name]})


def _lines(path: Path, lines: Sequence[str]) -> None:
    """Make a file of one page with a paragraph a line."""
    document = pymupdf.open()
    sheet = _sheet()
    sheet.flow("\n".join(lines), setting.columns(1))
    sheet.write(document)
    _save(document, path)


def _ligatures(path: Path) -> None:
    joined = []
    for line in LIGATURES:
        for letters, sign in (("fi", "\ufb01"), ("fl", "\ufb02")):  # the font has no ff, ffi, ffl
            line = line.replace(letters, sign)
        joined.append(line)
    _lines(path, joined)


def _rotated(path: Path) -> None:
    document = pymupdf.open()
    for turn, said in zip((90, 180, 270, 0), PAGES[path.name], strict=True):
        sheet = _sheet()
        sheet.flow(" ".join(said), setting.columns(2))
        sheet.write(document, turn)
    _save(document, path)


def _sideways(path: Path) -> None:
    """Make pages whose text runs from foot to head (page 1), and from head to foot (page 2)."""
    document = pymupdf.open()
    for said, turn in zip(PAGES[path.name], (90, 270), strict=True):
        sheet = _sheet()
        sheet.flow(" ".join(said), setting.columns(1, bottom=MARGIN + 300))
        sheet.write(document, turn).set_rotation(0)
    _save(document, path)


def _scan(path: Path) -> None:
    with pymupdf.open() as source:
        sheet = _sheet()
        sheet.flow(" ".join(sentences("scan", 8)), setting.columns(1))
        picture = sheet.write(source).get_pixmap(dpi=60)
    document = pymupdf.open()
    page = document.new_page(width=WIDTH, height=HEIGHT)
    page.insert_image(page.rect, pixmap=picture)
    _save(document, path)


def _protected(path: Path) -> None:
    document = pymupdf.open()
    sheet = _sheet()
    sheet.flow(" ".join(sentences("owned", 8)), setting.columns(1))
    sheet.write(document)
    words = {"owner_pw": "o", **({"user_pw": "u"} if path.name == "locked.pdf" else {})}
    _save(document, path, encryption=pymupdf.PDF_ENCRYPT_AES_256, **words)


def _truncated(path: Path) -> None:
    _lines(path, ["What is left of a download that stopped."])
    path.write_bytes(path.read_bytes()[:300])


def _long(path: Path) -> None:
    document = pymupdf.open()
    for said in PAGES[path.name]:
        sheet = _sheet()
        sheet.flow(" ".join(said), setting.columns(1))
        sheet.write(document)
    _save(document, path)


def _chinese(path: Path) -> None:
    document = pymupdf.open()
    for said in PAGES[path.name]:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        lines = [""]
        for part in re.findall(r"[0-9.%]+|.", "".join(said)):  # a number is never broken
            if len(lines[-1]) + len(part) > 40:
                lines.append("")
            lines[-1] += part
        for row, line in enumerate(lines):
            page.insert_text((MARGIN, MARGIN + row * 16), line, fontsize=10, fontname="china-s")
    _save(document, path)


def _table(path: Path) -> None:
    """Make a table over the whole width above two columns (page 1), and one within the first (page 2)."""
    document = pymupdf.open()
    for number, said in enumerate(PAGES[path.name]):
        sheet = _sheet(size=9)
        wide = WIDTH - 2 * MARGIN if number == 0 else setting.columns(2)[0][2] - MARGIN
        for row, cells in enumerate(TABLE):
            for column, cell in enumerate(cells):
                y = (90 if number == 0 else 330) + row * 14
                sheet.line(MARGIN + column * wide / len(cells), y, cell, 9 if number == 0 else 7)
        left, right = setting.columns(2, 180 if number == 0 else 60)
        above = 0 if number == 0 else PARTED[path.name][0]
        if above:
            sheet.flow(" ".join(said[:above]), [(*left[:3], 310)])
            left = (left[0], 410, *left[2:])
        sheet.flow(" ".join(said[above:]), [left, right])
        sheet.write(document)
    _save(document, path)


def _marked(path: Path, turn: int = 0) -> None:
    document = pymupdf.open()
    for number, said in enumerate(PAGES[path.name], 1):
        sheet = _sheet()
        # A sentence a paragraph, so that the lines of each are known without reading any.
        places: dict[str, tuple[int, int]] = {}
        for sentence in said:
            begin = len(sheet.pieces)
            sheet.pieces += _below(sheet, sentence)
            places[sentence] = (begin, len(sheet.pieces))
        page = sheet.write(document, turn)
        for mark in MARKS:
            if (mark.file, mark.page) != (path.name, number):
                continue
            if mark.kind == "note":
                annotation = page.add_text_annot((500, 30), mark.comment)
            else:
                quads = [
                    pymupdf.Rect(x, y - size * 0.8, x + sheet.width(text), y + size * 0.15).quad
                    * page.derotation_matrix
                    for x, y, text, size in sheet.pieces[slice(*places[mark.words])]
                ]
                add = page.add_highlight_annot if mark.kind == "highlight" else page.add_underline_annot
                annotation = add(quads)
                annotation.set_info(content=mark.comment, title="R1", creationDate="", modDate="")
            annotation.update()
    _save(document, path)


def _written(path: Path) -> None:
    """Make pages, the second of them turned, that bear HIDDEN in each way that is no text of the report."""
    document = pymupdf.open()
    for turn, said in zip((0, 90), PAGES[path.name], strict=True):
        sheet = _sheet()
        sheet.flow(" ".join(said), setting.columns(1))
        page = sheet.write(document, turn)
        box = pymupdf.Rect(100, 400, 400, 440)
        page.insert_text(box.tl, "HIDDEN", fontsize=0.3)
        page.insert_text(box.tl, "HIDDEN", fill_opacity=0)
        page.add_freetext_annot(box, "HIDDEN")
        page.add_stamp_annot(box, 1)
        field = pymupdf.Widget()
        field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, f"field {turn}"
        field.rect, field.field_value = box, "HIDDEN"
        page.add_widget(field)
        page.insert_text(box.bl, "BEHIND THE PICTURE", render_mode=3)
    _save(document, path)


def _below(sheet: Sheet, sentence: str) -> list[tuple[float, float, str, float]]:
    """Return the pieces of a sentence, set below all else on a sheet or in the next column."""
    left, right = setting.columns(2)
    column = left if not sheet.pieces or sheet.pieces[-1][0] < right[0] else right
    top = sheet.pieces[-1][1] + 6 if sheet.pieces else MARGIN
    for box in ((column[0], top, *column[2:]), right):
        alone = _sheet()
        try:
            alone.flow(sentence, [box])
        except ValueError:
            continue
        return alone.pieces
    raise ValueError("the page is full")


def _printed(path: Path) -> None:
    """Make pages with a number in the foot (odd ones right, even ones left), below a line that changes."""
    document = pymupdf.open()
    for number, said in enumerate(PAGES[path.name], 1):
        sheet = _sheet()
        sheet.line(
            MARGIN, 40, "Journal of Tests 2021, 12 (3)" if number % 2 else "A. Author and B. Author", 8
        )
        sheet.flow(" ".join(said), setting.columns(2))
        sheet.line(MARGIN if number % 2 == 0 else WIDTH - MARGIN - 20, HEIGHT - 40, PRINTED[number], 8)
        sheet.write(document)
    _save(document, path)


def _labels(path: Path) -> None:
    document = pymupdf.open()
    for said in PAGES[path.name]:
        sheet = _sheet()
        sheet.flow(" ".join(said), setting.columns(1))
        sheet.write(document)
    document.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 2, "style": "D"}])
    _save(document, path)


_MAKERS = {
    "one.pdf": _one,
    "two.pdf": _two,
    "plain.pdf": lambda path: _flowing(path, 2),
    "shuffled.pdf": lambda path: _flowing(path, 2, shuffle=True),
    "three.pdf": lambda path: _flowing(path, 3, title=TITLE, justify=True, size=8.5),
    "hyphenated.pdf": lambda path: _flowing(path, 3, lambda n: "-\u00ad\u2010"[n % 3], size=8),
    "ligatures.pdf": _ligatures,
    "rotated.pdf": _rotated,
    "sideways.pdf": _sideways,
    "scan.pdf": _scan,
    "locked.pdf": _protected,
    "owned.pdf": _protected,
    "broken.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n" + b"no object in here\n" * 40),
    "truncated.pdf": _truncated,
    "empty.pdf": lambda path: path.write_bytes(b""),
    "login.pdf": lambda path: path.write_bytes(b"<!DOCTYPE html><p>You are not logged in.</p>"),
    "long.pdf": _long,
    "greek.pdf": lambda path: _flowing(path, 2),
    "chinese.pdf": _chinese,
    "footnotes.pdf": lambda path: _lines(path, RAISED),
    "table.pdf": _table,
    "blanks.pdf": lambda path: _lines(path, BLANK),
    "marked.pdf": _marked,
    "turned.pdf": lambda path: _marked(path, 90),
    "written.pdf": _written,
    "printed.pdf": _printed,
    "labels.pdf": _labels,
}
