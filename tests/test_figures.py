"""The stage `figures`: what it writes, what it keeps, what it refuses, and what the config may say."""

import hashlib

import pymupdf
import pytest

from small_review import CONFIG, make
from tamis import figures, render, svg
from tamis.cli import main
from tamis.config import load_config
from tamis.errors import Problems
from tamis.store import read_built
from tamis.tables import OpenItem

FONT = "figures: {{font: {}}}\n"


def figure(text):
    parts = [svg.text(10, 50, text)]
    return svg.document("f", f"Figure {text}", "", parts, width=200, height=100, links=False)


@pytest.fixture
def review(tmp_path):
    """Return a review whose other stages have drawn each figure."""
    made = make(tmp_path)
    made.reports.mkdir()
    for name in figures.FIGURES:
        (made.reports / f"{name}.svg").write_text(figure(name), encoding="utf-8")
    return made


def written(review):
    return {path: path.read_bytes() for path in review.root.rglob("*") if path.is_file()}


def run(review):
    return main(["figures", "-d", str(review.root)])


def errors(review, capsys):
    """Return what a run that fails says."""
    assert run(review) == 1
    return capsys.readouterr().err.splitlines()


def test_each_figure_becomes_a_picture_and_a_pdf_and_nothing_else_is_touched(review):
    before = written(review)
    assert run(review) == 0
    new = {path: data for path, data in written(review).items() if before.get(path) != data}
    assert {path for path in new if path.parent == review.reports} == {
        review.reports / f"{name}.{kind}" for name in figures.FIGURES for kind in ("png", "pdf")
    }
    assert all(path.is_relative_to(review.build / "figures") or path.parent == review.reports for path in new)
    for name in figures.FIGURES:
        found = pymupdf.open(review.reports / f"{name}.pdf")
        assert [page.get_text().strip() for page in found] == [name]
        assert found.metadata["title"] == f"Figure {name}"
        picture = pymupdf.Pixmap(str(review.reports / f"{name}.png"))
        assert (picture.width, picture.height, picture.xres) == (625, 313, 300)


def test_a_figure_with_pages_is_a_pdf_of_so_many(review):
    page = '<svg class="page" y="{0}" width="200" height="50"><text x="9" y="30">page {0}</text></svg>'
    parts = [page.format(0), page.format(50)]
    drawn = svg.document("f", "Two", "", parts, width=200, height=100, links=False)
    (review.reports / f"{figures.FIGURES[0]}.svg").write_text(drawn, encoding="utf-8")
    assert run(review) == 0
    found = pymupdf.open(review.reports / f"{figures.FIGURES[0]}.pdf")
    assert [page.get_text().strip() for page in found] == ["page 0", "page 50"]


def test_what_did_not_change_is_not_drawn_again_and_what_is_old_is_not_kept(review, monkeypatch):
    drawn = []
    to_png = render.to_png
    monkeypatch.setattr(render, "to_png", lambda svg, **more: drawn.append(svg) or to_png(svg, **more))
    assert run(review) == 0
    first = written(review)
    for path in review.reports.glob("*.p*"):
        path.unlink()
    assert run(review) == 0
    assert len(drawn) == len(figures.FIGURES) and written(review) == first
    changed = review.reports / f"{figures.FIGURES[1]}.svg"
    changed.write_text(figure("another"), encoding="utf-8")
    assert run(review) == 0
    assert drawn[len(figures.FIGURES) :] == [figure("another")]
    assert len(list((review.build / "figures").iterdir())) == 2 * len(figures.FIGURES) + 1
    monkeypatch.setattr(render, "fingerprint", lambda fonts: hashlib.sha256(b"another release").hexdigest())
    assert run(review) == 0
    assert len(drawn) == 2 * len(figures.FIGURES) + 1


def told(review, capsys):
    assert run(review) == 0
    lines = capsys.readouterr().err.splitlines()
    items = read_built(review.built("figures", "open"), OpenItem)
    assert [f"{item.place}: {item.text}" for item in items] == lines
    assert {item.item for item in items} == {f"figures:characters:{line[8:].split('.')[0]}" for line in lines}
    return lines


def test_a_character_that_no_font_has_is_open_and_says_what_to_do(review, capsys):
    (review.reports / "flow.svg").write_text(figure("PRISMA 中文"), encoding="utf-8")
    (review.reports / "upset.svg").write_text(figure("\U0001f642"), encoding="utf-8")
    assert told(review, capsys) == [
        f"reports/{name}.svg: holds {named}, which no font of Tamis has; name a font file that has them in "
        "config/config.yaml: figures: {font: config/NAME.ttf}"
        for name, named in (
            ("flow", "'中' (U+4E2D), '文' (U+6587)"),
            ("upset", "'\U0001f642' (U+1F642)"),
        )
    ]
    assert (review.reports / "flow.png").exists() and (review.reports / "overlap.pdf").exists()
    assert len(told(review, capsys)) == 2  # at every run
    (review.reports / "flow.svg").write_text(figure("一二三四五六七八九十"), encoding="utf-8")
    assert " and 2 more, which no font of Tamis has; name" in told(review, capsys)[0]


def test_a_figure_that_is_not_there_or_cannot_be_drawn_is_told(review, capsys):
    (review.reports / "flow.svg").unlink()
    (review.reports / "overlap.svg").write_text("<svg")
    missing, broken = errors(review, capsys)
    assert missing == "reports/flow.svg: is not there yet; `tamis run` makes every stage in turn"
    assert broken.startswith("reports/overlap.svg: is no SVG: ")


def test_a_font_of_the_teams_own_draws_what_ours_cannot(review, monkeypatch):
    few = review.root / "few"
    few.mkdir()
    for path in render.FONTS.glob("LiberationSans*.ttf"):
        (few / path.name).write_bytes(path.read_bytes())
    own = (render.FONTS / "NotoSansArabic-Regular.ttf").read_bytes()
    (review.root / "config" / "own font.ttf").write_bytes(own)
    monkeypatch.setattr(render, "FONTS", few)
    (review.reports / "flow.svg").write_text(figure("مراجعة"), encoding="utf-8")
    assert run(review) == 0
    assert read_built(review.built("figures", "open"), OpenItem)
    review.config.write_text(CONFIG + FONT.format("config/own font.ttf"), encoding="utf-8")
    assert run(review) == 0
    assert not read_built(review.built("figures", "open"), OpenItem)
    assert "مراجعة" in pymupdf.open(review.reports / "flow.pdf")[0].get_text()
    review.config.write_text(CONFIG + FONT.format(review.root / "config/own font.ttf"), encoding="utf-8")
    assert run(review) == 0


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (
            "font: config/none.ttf",
            "there is no file 'config/none.ttf'; its path begins in the review's folder",
        ),
        ("font: config/own.woff2", "'config/own.woff2' does not fit: A font file (.ttf, .otf or .ttc)"),
        ("font: config/own.ttf", "'config/own.ttf' is no TrueType or OpenType font (.ttf, .otf, .ttc)"),
        ("palette: cochran", "'cochran' is not one of colour_blind, cochrane; did you mean 'cochrane'?"),
        ("fonts: a.ttf", "key 'fonts' is not one of font, palette; did you mean 'font'?"),
    ],
)
def test_what_is_wrong_in_the_config_is_told_with_its_line(review, capsys, said, wrong):
    for name in ("own.ttf", "own.woff2"):
        (review.root / "config" / name).write_text("a text")
    review.config.write_text(f"{CONFIG}figures:\n  {said}\n", encoding="utf-8")
    line = len(CONFIG.splitlines()) + 2
    (error,) = errors(review, capsys)
    assert error.startswith(f"config/config.yaml:{line}: ") and wrong in error


def test_where_the_config_says_nothing_colours_are_told_apart_by_all(review):
    for text, rules in (
        (CONFIG, ("", "colour_blind")),
        (f"{CONFIG}figures: {{palette: cochrane}}\n", ("", "cochrane")),
    ):
        review.config.write_text(text, encoding="utf-8")
        problems = Problems()
        config = load_config(review, problems)
        assert (config.figures.font, config.figures.palette) == rules and not list(problems)
