"""Figures as PNG and PDF: what is seen and read, which fonts, the same bytes, and nothing from elsewhere."""

import hashlib
import re
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from tamis import glyphs, render, svg

ARABIC = "مراجعة منهجية"
TEXTS = ("Größenordnung", "Μετα-ανάλυση", "Систематический", "Nguyễn", "− ○ ≠ × ▲ ▼ ◄ ► † ✓ ✗")
NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def figure(*parts, width=400, height=200, title="A figure"):
    return svg.document("f", title, "What it shows.", parts, width=width, height=height, links=False)


def plain(body, more=""):
    """Return a small SVG that names no font of ours."""
    return f'<svg {NAMES} viewBox="0 0 100 100" width="100" height="100"{more}>{body}</svg>'


def pixels(png):
    """Return a picture to ask for colours by place, in pixels of CSS."""
    picture = pymupdf.Pixmap(png)
    return lambda x, y: picture.pixel(x * picture.width // 400, y * picture.height // 200)[:3]


def inked(png):
    """Return how many pixels of a picture are not white."""
    picture = pymupdf.Pixmap(png)
    return sum(n for colour, n in picture.color_count(colors=True).items() if colour[:3] != b"\xff\xff\xff")


def document(pdf):
    return pymupdf.open(stream=pdf, filetype="pdf")


def fonts(pdf):
    """Return the names of the fonts of a PDF; each must be inside it."""
    found = document(pdf)
    of = {entry[0]: entry[3] for page in found for entry in page.get_fonts(full=True)}
    assert all(len(found.extract_font(number)[3]) > 1000 for number in of)
    return {name.partition("+")[2] for name in of.values()}


def test_a_picture_has_the_size_and_the_colours_of_the_figure_and_says_its_density():
    drawn = figure(
        '<rect x="0" y="0" width="200" height="100" fill="#0072b2"/>',
        '<rect x="200" y="100" width="200" height="100" fill="#d55e00" fill-opacity="0.5"/>',
    )
    for dpi in (96, 300):
        png = render.to_png(drawn, dpi=dpi)
        assert struct.unpack(">II", png[16:24]) == (400 * dpi // 96, 200 * dpi // 96)
        density = png.index(b"pHYs")
        across, down, unit = struct.unpack(">IIB", png[density + 4 : density + 13])
        assert (round(across * 0.0254), round(down * 0.0254), unit) == (dpi, dpi, 1)
        at = pixels(png)  # pymupdf checks the sums of all chunks
        assert at(100, 50) == (0, 0x72, 0xB2) and at(300, 50) == (255, 255, 255)
        assert at(300, 150) == pytest.approx((0xEA, 0xAE, 0x80), abs=1)


def test_hatching_clipping_dashes_and_turned_text_are_drawn():
    drawn = figure(
        '<defs><pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse">'
        '<rect width="4" height="2" fill="#ff0000"/></pattern>'
        '<clipPath id="c"><rect x="100" y="0" width="20" height="20"/></clipPath></defs>',
        '<rect x="0" y="0" width="40" height="40" fill="url(#h)"/>',
        '<rect x="100" y="0" width="80" height="80" fill="#0000ff" clip-path="url(#c)"/>',
        '<line x1="200" y1="9" x2="260" y2="9" stroke="#00ff00" stroke-width="8" stroke-dasharray="20"/>',
        svg.text(350, 150, "turned", turned=True),
    )
    at = pixels(render.to_png(drawn, dpi=192))
    assert {at(20, 1), at(20, 3)} == {(255, 0, 0), (255, 255, 255)}
    assert at(110, 10) == (0, 0, 255) and at(140, 10) == (255, 255, 255)
    assert at(210, 10) == (0, 255, 0) and at(230, 10) == (255, 255, 255)
    (word,) = document(render.to_pdf([drawn]))[0].get_text("words")
    assert word[4] == "turned" and word[3] - word[1] > word[2] - word[0]


def test_texts_can_be_found_in_a_pdf_and_its_fonts_are_inside():
    drawn = figure(
        *(svg.text(10, 30 + 24 * at, text) for at, text in enumerate((*TEXTS, ARABIC))),
        svg.text(200, 30, "in bold", weight="bold"),
    )
    pdf = render.to_pdf([drawn])
    text = document(pdf)[0].get_text()
    for word in " ".join((*TEXTS, ARABIC, "in bold")).split():
        assert word in text, word
    assert fonts(pdf) == {
        "LiberationSans",
        "LiberationSans-Bold",
        "NotoSansArabic-Regular",
        "NotoSansSymbols2-Regular",
    }


def test_texts_are_as_wide_as_figures_take_them_to_be():
    text = "Records_identified_from:_0123456789_(n_=_34)"
    (word,) = document(render.to_pdf([figure(svg.text(0, 50, text, size=13))]))[0].get_text("words")
    assert (word[2] - word[0]) * 96 / 72 == pytest.approx(svg.width(text, 13) / svg.MARGIN, rel=0.005)


def test_arabic_letters_are_joined():
    joined, apart = (
        inked(render.to_png(figure(svg.text(10, 100, text, size=60))))
        for text in ("ععع", "ع\u200cع\u200cع")  # with what keeps letters from joining between them
    )
    assert joined > 500 and abs(joined - apart) > 0.05 * joined


@pytest.mark.parametrize(
    "text",
    [
        "(خلال الأطفال) 2019",
        "علاء† 2020",
        "إلى المنزل…",
        "الأطفال†",
        "(لا)",
        "x = (لا?) 'إلى' y",
        "محمَّد (لا)",
        "لا†",
    ],
)
def test_joined_arabic_letters_are_drawn_beside_characters_that_their_font_lacks(text):
    """The renderer makes empty boxes of the letters, and ends where the font of a part is named alone."""
    arabic, other = (re.sub(pattern, "", text) for pattern in ("[^\u0600-\u06ff ]", "[\u0600-\u06ff ]"))
    whole, *parts = (
        inked(render.to_png(figure(svg.text(10, 100, t, size=24)))) for t in (text, arabic, other)
    )
    assert whole == pytest.approx(sum(parts), rel=0.03)  # boxes have a third less or more
    (line,) = [
        s
        for b in document(render.to_pdf([figure(svg.text(9, 50, text))]))[0].get_text("dict")["blocks"]
        for s in b["lines"]
    ][:1]
    assert {span["font"].partition("-")[0].rpartition("+")[2] for span in line["spans"]} >= {"NotoSansArabic"}


def test_a_text_is_drawn_whatever_font_it_asks_for():
    """The renderer drops a text whose fonts it does not have, and says nothing."""
    for more in ("", ' font-family="Comic Sans MS"'):
        assert inked(render.to_png(plain('<text x="5" y="50">seen</text>', more))) > 100, more
        assert inked(render.to_png(plain('<text x="5" y="50" font-family="Papyrus">seen</text>', more))) > 100


def test_a_pdf_has_a_page_for_each_figure_as_large_as_it_is_and_what_it_shows_in_words():
    pdf = render.to_pdf(
        [figure(svg.text(9, 50, "one")), figure(svg.text(9, 50, "two"), width=96, height=960)]
    )
    found = document(pdf)
    assert [(round(page.rect.width), round(page.rect.height)) for page in found] == [(300, 150), (72, 720)]
    assert [page.get_text().strip() for page in found] == ["one", "two"]
    assert found.metadata["title"] == "A figure"
    assert document(render.to_pdf([figure()], title="Ours")).metadata["title"] == "Ours"
    alt = [found.xref_get_key(number, "Alt")[1] for number in range(1, found.xref_length())]
    assert alt.count("A figure. What it shows") == 2


def test_pages_within_a_figure_are_pages_of_the_pdf():
    page = '<svg class="page" x="0" y="{y}" width="400" height="{h}"><title>Page {n}</title>{text}</svg>'
    drawn = figure(
        '<defs><linearGradient id="g"><stop stop-color="#ff0000"/></linearGradient></defs>',
        page.format(y=0, h=100, n=1, text=svg.text(10, 50, "first")),
        page.format(y=100, h=300, n=2, text=svg.text(10, 50, "second")),
        height=400,
    )
    assert struct.unpack(">II", render.to_png(drawn, dpi=96)[16:24]) == (400, 400)
    found = document(render.to_pdf(render.pages(drawn)))
    assert [page.get_text().strip() for page in found] == ["first", "second"]
    assert [(page.rect.width, page.rect.height) for page in found] == [(300, 75), (300, 225)]
    assert render.pages(figure()) == [figure()]


def test_a_very_large_figure_gets_fewer_pixels_an_inch(monkeypatch):
    monkeypatch.setattr(render, "MOST_PIXELS", 20_000)
    png = render.to_png(figure(), dpi=300)
    width, height = struct.unpack(">II", png[16:24])
    assert width * height <= 20_000 < (width * 1.1) * (height * 1.1) and b"pHYs" in png


def test_the_same_figure_has_the_same_bytes_in_another_process(tmp_path):
    drawn = figure(*(svg.text(10, 30 + 24 * at, text) for at, text in enumerate((*TEXTS, ARABIC))))
    (tmp_path / "f.svg").write_text(drawn, encoding="utf-8")
    program = (
        "import sys, hashlib; from pathlib import Path; from tamis import render\n"
        "svg = Path(sys.argv[1]).read_text(encoding='utf-8')\n"
        "for made in (render.to_png(svg), render.to_pdf([svg, svg])): print(hashlib.sha256(made).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "f.svg")], capture_output=True, text=True, check=True
    )
    made = (render.to_png(drawn), render.to_pdf([drawn, drawn]))
    assert done.stdout.split() == [hashlib.sha256(one).hexdigest() for one in made]
    metadata = document(made[1]).metadata
    assert metadata["creationDate"] == metadata["modDate"] == ""
    assert b"/CreationDate" not in made[1] and b"xmp:CreateDate" not in made[1]


def test_characters_that_no_font_has_are_known_and_others_not():
    assert render.missing("Ünï ελ де עב " + ARABIC + " ✓ \u200f\u00ad\u2009\ufe0f\n") == []
    assert render.missing("系a统 \U0001f642 \ue000 系") == ["系", "统", "\ue000", "\U0001f642"]
    # What is told but not drawn needs no font.
    assert render.missing(figure(svg.text(1, 1, "中"), title="文")) == ["中"]
    for lost in ("中", "\ue000"):  # the renderer puts an empty box
        assert inked(render.to_png(figure(svg.text(10, 100, lost)))) > 100


def collection(*files):
    """Return fonts as one collection (.ttc): their tables' places move by what stands before them."""
    head = 12 + 4 * len(files)
    parts, starts = [], []
    for data in files:
        start = head + sum(map(len, parts))
        (tables,) = struct.unpack_from(">H", data, 4)
        moved = bytearray(data)
        for at in range(12 + 8, 12 + 16 * tables, 16):
            struct.pack_into(">I", moved, at, struct.unpack_from(">I", moved, at)[0] + start)
        parts.append(bytes(moved) + bytes(-len(moved) % 4))
        starts.append(start)
    return b"ttcf" + struct.pack(f">II{len(files)}I", 0x10000, len(files), *starts) + b"".join(parts)


def test_the_fonts_of_a_collection_count_all_and_what_is_no_font_is_told(tmp_path):
    latin, arabic = (render.FONTS / f"{name}-Regular.ttf" for name in ("LiberationSans", "NotoSansArabic"))
    both = tmp_path / "both.ttc"
    both.write_bytes(collection(latin.read_bytes(), arabic.read_bytes()))
    assert glyphs.characters(both) == glyphs.characters(latin) | glyphs.characters(arabic)
    # Facts of the fonts, as their cmap tables were once counted by other means.
    assert (len(glyphs.characters(latin)), len(glyphs.characters(arabic))) == (2327, 1161)
    for name, data in (("text.ttf", b"not a font"), ("cut.ttf", latin.read_bytes()[:400]), ("no.otf", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ValueError, match=r"is (no TrueType|a damaged|a font without)"):
            glyphs.characters(tmp_path / name)


def test_a_font_that_the_renderer_would_pass_over_is_told(tmp_path):
    path = tmp_path / "nameless.ttf"
    path.write_bytes(pymupdf.Font("cjk").buffer)  # has Chinese characters, and no PostScript name
    with pytest.raises(ValueError, match="without a PostScript name"):
        glyphs.characters(path)


def test_a_font_that_is_given_is_used_for_what_ours_lack_and_for_nothing_else(tmp_path, monkeypatch):
    """Ours without Arabic, and the Arabic one as a team's own."""
    few = tmp_path / "few"
    few.mkdir()
    for path in render.FONTS.glob("LiberationSans*.ttf"):
        (few / path.name).write_bytes(path.read_bytes())
    own = render.FONTS / "NotoSansArabic-Regular.ttf"
    monkeypatch.setattr(render, "FONTS", few)
    drawn = figure(svg.text(10, 50, f"Latin {ARABIC}"))
    assert set(render.missing(drawn)) == {*ARABIC} - {" "}
    assert render.missing(drawn, [own]) == []
    assert fonts(render.to_pdf([drawn], fonts=[own])) == {"LiberationSans", "NotoSansArabic-Regular"}
    assert render.to_png(drawn, fonts=[own]) != render.to_png(drawn)
    assert render.fingerprint([own]) != render.fingerprint()


@pytest.mark.parametrize(
    "body",
    [
        '<image href="{file}" width="100" height="100"/>',
        '<image xlink:href="{file}" width="100" height="100"/>',
        '<image href="file://{file}" width="100" height="100"/>',
        '<image href="{name}" width="100" height="100"/>',
        '<image href="http://127.0.0.1:{port}/a.png" width="100" height="100"/>',
        '<use href="{file}#a"/>',
        '<filter id="f"><feImage href="{file}"/></filter><rect width="99" height="99" filter="url(#f)"/>',
        '<rect width="99" height="99" fill="url({file}#g)"/>',
        "<rect width='99' height='99' style='fill: url( \"{file}#g\")'/>",
        "<style>@import url({file});</style>",
    ],
)
def test_nothing_is_read_from_a_file_or_an_address(body, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    red = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 9))
    red.set_rect(red.irect, (255, 0, 0))
    (tmp_path / "red.png").write_bytes(red.tobytes("png"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        names = {"file": tmp_path / "red.png", "name": "red.png", "port": server.getsockname()[1]}
        drawn = plain(body.format(**names))
        with pytest.raises(ValueError, match=r"draws what is not in it|holds a style sheet"):
            render.to_png(drawn)
        # The renderer itself, asked without our refusal, reads nothing either.
        monkeypatch.setattr(render, "_refuse_what_lies_elsewhere", lambda element: None)
        try:
            picture = pymupdf.Pixmap(render.to_png(drawn))
        except ValueError as error:
            assert "failed to load linked image" in str(error)
        else:
            assert (255, 0, 0) not in {tuple(colour) for colour in picture.color_count(colors=True)}
        with pytest.raises(TimeoutError):
            server.accept()


def test_what_is_no_figure_is_told_why_and_costs_nothing():
    entities = "".join(
        f'<!ENTITY {"abcdefghij"[n]} "{("&" + "abcdefghi"[n - 1] + ";") * 10}">' for n in range(1, 10)
    )
    bomb = f'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">{entities}]>' + plain("<text>&j;</text>")
    for wrong, why in (
        (bomb, "holds a document type"),
        (bomb.encode(), "holds a document type"),
        (plain("").encode("utf-16"), "is no SVG"),
        ("<svg", "is no SVG"),
        ("<html/>", "its root is another element"),
        (f"<svg {NAMES}/>", "has no width and height in pixels"),
        (plain("").replace('"100"', '"1e9"'), "cannot be"),
        (plain("<g>" * 60_000 + "</g>" * 60_000), "cannot be drawn|too deep"),
    ):
        with pytest.raises(ValueError, match=why):
            render.to_png(wrong)


def test_each_font_that_is_shipped_has_its_licence_beside_it():
    named = (render.FONTS / "README.md").read_text(encoding="utf-8")
    for path in render.FONTS.glob("*.ttf"):
        family = path.name.partition("-")[0]
        assert family in named
        licences = [p for p in render.FONTS.glob("LICENSE-*.txt") if family.startswith(Path(p).stem[8:])]
        assert licences and "SIL OPEN FONT LICENSE Version 1.1" in licences[0].read_text(encoding="utf-8")
