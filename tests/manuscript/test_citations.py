"""Citations in styles: what comes out is held against the styles' published rules, and texts survive."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.errors import Problems
from tamis.manuscript.citing import csl
from tamis.manuscript.citing.citations import Bibliography, Cluster, anchor
from tamis.manuscript.citing.citations import works as citable
from tamis.reports.references import Library, Work
from tamis.review import Review
from tamis.tables import Citation, Member, Study, StudyReport
from tamis.typeset.blocks import words


def work(id="x", **columns):
    return Work(
        **{"id": id, "authors": "Ash, Beech C.; Oak, Dee", "year": 2018, "title": "On gardens", **columns}
    )


#: An article as journals print it: two authors, volume, issue, pages, DOI.
ARTICLE = work(
    title="PRISMA in gardens",
    journal="Journal of Law",
    volume="32",
    issue="1",
    pages="101-120",
    doi="10.5555/x",
    type="JOUR",
)


def formatted(style, works, *clusters):
    made = csl.named(style) if isinstance(style, str) else style
    return Bibliography({w.id: (w,) for w in works}, made).format(clusters)


def texts(runs):
    return [words(each) for each in runs]


@pytest.mark.parametrize(
    ("style", "cited", "reference"),
    [
        (
            "apa",
            "(Ash & Oak, 2018)",
            "Ash, B. C., & Oak, D. (2018). PRISMA in gardens. Journal of Law, 32(1), 101–120. "
            "https://doi.org/10.5555/x",
        ),
        (
            "vancouver",
            "(1)",
            "1. Ash BC, Oak D. PRISMA in gardens. Journal of Law. 2018;32(1):101-20. doi:10.5555/x",
        ),
        (
            "vancouver-superscript",
            "1",
            "1. Ash BC, Oak D. PRISMA in gardens. Journal of Law. 2018;32(1):101-20. doi:10.5555/x",
        ),
        (
            "harvard-cite-them-right",
            "(Ash and Oak, 2018)",
            "Ash, B.C. and Oak, D. (2018) ‘PRISMA in gardens’, Journal of Law, 32(1), pp. 101–120. "
            "Available at: https://doi.org/10.5555/x.",
        ),
        (
            "nature",
            "1",
            "1. Ash, B. C. & Oak, D. PRISMA in gardens. Journal of Law 32, 101–120 (2018).",
        ),
        (
            "bmj",
            "[1]",
            "1 Ash BC, Oak D. PRISMA in gardens. Journal of Law. 2018;32:101–20. doi: 10.5555/x",
        ),
        (
            "ama",
            "1",
            "1. Ash BC, Oak D. PRISMA in gardens. Journal of Law. 2018;32(1):101-120. doi:10.5555/x",
        ),
        (
            "chicago-author-date",
            "(Ash and Oak 2018)",
            "Ash, Beech C., and Dee Oak. 2018. “PRISMA in Gardens.” Journal of Law 32 (1): 101–20. "
            "https://doi.org/10.5555/x.",
        ),
        (
            "ieee",
            "[1]",
            "[1] B. C. Ash and D. Oak, “PRISMA in gardens,” Journal of Law, vol. 32, no. 1, "
            "pp. 101–120, 2018, doi: 10.5555/x.",
        ),
        (
            "elsevier-harvard",
            "(Ash and Oak, 2018)",
            "Ash, B.C., Oak, D., 2018. PRISMA in gardens. Journal of Law 32, 101–120. "
            "https://doi.org/10.5555/x",
        ),
    ],
)
def test_an_article_is_cited_as_the_style_has_it(style, cited, reference):
    made = formatted(style, [ARTICLE], Cluster(("x",)))
    assert texts(made.citations) == [cited]
    assert texts(made.references) == [reference]


OTHERS = [
    work("book", type="book", title="Reviews in practice", publisher="Wiley", year=2006),
    work(
        "body",
        type="RPRT",
        authors="Department for Trees",
        title="Counting",
        publisher="DfT",
        url="https://x.example/a",
    ),
    work(
        "part",
        title="On hedges",
        type="incollection",
        journal="Handbook",
        editors="Higgins, J.",
        publisher="Wiley",
        pages="2-9",
    ),
    work("phd", type="phdthesis", title="Hedges", publisher="University of Kent", authors="Lee, Ann"),
    work("talk", title="On paths", type="inproceedings", journal="Proceedings of Trees", pages="3-4"),
    work("page", type="online", authors="", title="A page", url="https://x.example/p?a=1&b=2", year=2020),
    work("number", title="On numbers", type="article", journal="BMJ", volume="372", pages="n71"),
]


def test_books_reports_chapters_theses_talks_and_pages():
    made = formatted("apa", OTHERS, *(Cluster((w.id,)) for w in OTHERS))
    assert sorted(texts(made.references)) == [
        "A page. (2020). https://x.example/p?a=1&b=2",
        "Ash, B. C., & Oak, D. (2006). Reviews in practice. Wiley.",
        "Ash, B. C., & Oak, D. (2018a). On hedges. In J. Higgins (Ed.), Handbook (pp. 2–9). Wiley.",
        "Ash, B. C., & Oak, D. (2018b). On numbers. BMJ, 372, n71.",
        "Ash, B. C., & Oak, D. (2018c). On paths. Proceedings of Trees, 3–4.",
        "Department for Trees. (2018). Counting. DfT. https://x.example/a",
        "Lee, A. (2018). Hedges. University of Kent.",
    ]
    assert texts(made.citations)[1] == "(Department for Trees, 2018)"
    listed = texts(formatted("vancouver", OTHERS, *(Cluster((w.id,)) for w in OTHERS)).references)
    assert (
        listed[1]
        == "2. Department for Trees. Counting [Internet]. DfT; 2018. Available from: https://x.example/a"
    )
    assert listed[2] == "3. Ash BC, Oak D. On hedges. In: Higgins J, editor. Handbook. Wiley; 2018. pp. 2-9."
    assert listed[6] == "7. Ash BC, Oak D. On numbers. BMJ. 2018;372:n71."


def test_letters_follow_the_list_and_years_of_the_same_people_stand_together():
    same = [work("z", title="Zebra"), work("a", title="Antelope"), work("o", authors="Yew, Z.", title="M")]
    made = formatted(
        "apa", same, Cluster(("z",)), Cluster(("z", "a", "o")), Cluster(("z", "a", "o"), narrative=True)
    )
    assert texts(made.references)[:2] == [
        "Ash, B. C., & Oak, D. (2018a). Antelope.",
        "Ash, B. C., & Oak, D. (2018b). Zebra.",
    ]
    assert texts(made.citations) == [
        "(Ash & Oak, 2018b)",
        "(Ash & Oak, 2018a, 2018b; Yew, 2018)",
        "Ash & Oak (2018b, 2018a) and Yew (2018)",
    ]


def test_links_lead_to_the_reference_and_to_the_web_alone():
    made = formatted("apa", [work("z", authors="Zoo, A."), ARTICLE], Cluster(("z",)), Cluster(("x",)))
    assert [run.link for runs in made.citations for run in runs if run.link] == [
        f"#{anchor(1)}",
        f"#{anchor(0)}",
    ]
    assert {run.link for runs in made.references for run in runs if run.link} == {"https://doi.org/10.5555/x"}
    bad = work("b", url="javascript:alert(1)", type="online")
    assert not [
        run.link for runs in formatted("apa", [bad], Cluster(("b",))).references for run in runs if run.link
    ]


def test_numbers_follow_first_use_and_neighbours_are_a_range():
    many = [work(id, title=id) for id in "abcd"]
    made = formatted("bmj", many, Cluster(("c",)), Cluster(("a", "b", "c")), Cluster(("d",), page="12"))
    assert texts(made.citations) == ["[1]", "[1–3]", "[4]"]  # BMJ prints no pages
    assert texts(formatted("ieee", many, Cluster(("d",), page="12")).citations) == ["[1, p. 12]"]
    assert [text[0] for text in texts(made.references)] == ["1", "2", "3", "4"]
    assert "c." in texts(made.references)[0]


def test_pages_narrative_and_superscripts():
    assert texts(
        formatted("apa", [ARTICLE], Cluster(("x",), page="12"), Cluster(("x",), page="12-14")).citations
    ) == [
        "(Ash & Oak, 2018, p. 12)",
        "(Ash & Oak, 2018, pp. 12–14)",
    ]
    (told,) = formatted("apa", [ARTICLE], Cluster(("x",), narrative=True, page="chapter 3")).citations
    assert words(told) == "Ash & Oak (2018, chapter 3)"
    (told,) = formatted("nature", [ARTICLE], Cluster(("x",), narrative=True)).citations
    assert (words(told), told[-1].sup, told[0].sup) == ("Ash and Oak1", True, False)
    (told,) = formatted("vancouver", [ARTICLE], Cluster(("x",), narrative=True)).citations
    assert words(told) == "Ash and Oak (1)"


def test_authors_who_are_not_named():
    few = work(authors="Ash, B.; et al.")
    assert texts(formatted("apa", [few], Cluster(("x",)), Cluster(("x",), narrative=True)).citations) == [
        "(Ash et al., 2018)",
        "Ash et al. (2018)",
    ]
    assert texts(formatted("vancouver", [few], Cluster(("x",))).references) == [
        "1. Ash B, et al. On gardens. 2018."
    ]
    three = work(authors="Ash, B.; Oak, D.; et al.")
    assert texts(formatted("apa", [three], Cluster(("x",))).references)[0].startswith(
        "Ash, B., Oak, D., et al. (2018)"
    )


@pytest.mark.parametrize(
    ("author", "printed"),
    [
        ("Page, M.J.", "Page, M. J."),
        ("Kim, HJ", "Kim, H. J."),
        ("Gagnon, Marie-Pierre", "Gagnon, M.-P."),
        ("SMITH, JOHN", "SMITH, J."),
        ("Akin, Becci A.", "Akin, B. A."),
        ("Ofsted", "Ofsted"),
    ],
)
def test_all_initials_are_printed(author, printed):
    (text,) = texts(formatted("apa", [work(authors=author)], Cluster(("x",))).references)
    assert text.startswith(f"{printed}{'' if printed.endswith('.') else '.'} (2018)")


def test_a_work_without_year_author_or_title():
    (text,) = texts(formatted("apa", [work(authors="", year=None, title="")], Cluster(("x",))).references)
    assert text == "[No title]. (n.d.)."
    assert formatted("apa", [], Cluster(())).citations == [()]


def test_a_study_is_cited_with_all_its_reports_main_first():
    reports = [
        Citation(id, "databases", 1, title=title, authors=f"{who}, A.", year=2018)
        for id, who, title in (("r1", "Ash", "One"), ("r2", "Birch", "Two"), ("r3", "Cedar", "Three"))
    ]
    study = Study("s", "r2", companions="r1; r9")
    gone = Citation("r4", "databases", 1, title="Four", authors="Dogwood, A.", year=2018)
    built = SimpleNamespace(
        library=Library([study], reports, [work("w")]),
        studies=[study],
        members=[Member(c.citation_id, c.citation_id) for c in (*reports, gone)],
        citation={c.citation_id: c for c in (*reports, gone)},
    )
    listed = [StudyReport(s, r, role) for s, r, role in (("s", "r3", "main"), ("old", "r4", "main"))]
    found = citable(built, listed)
    assert [w.id for w in found["s"]] == ["r2", "r1"]
    assert [w.title for w in found["old"]] == ["Four"]  # not included any more, and can be cited all the same
    assert {"r3", "w"} <= {*found}
    made = Bibliography(found, csl.named("vancouver")).format([Cluster(("s",))])
    assert texts(made.citations) == ["(1,2)"]
    assert "Two" in texts(made.references)[0]


def test_an_unknown_key_is_no_citation():
    bibliography = Bibliography({"x": (ARTICLE,)}, csl.named("apa"))
    assert bibliography.known == ("x",)
    with pytest.raises(KeyError):
        bibliography.format([Cluster(("y",))])


_TEXT = st.text(
    st.one_of(
        st.sampled_from("${}\\*_#@<>&\"'`~=[]/:-"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Co", "Cn")),
    ),
    min_size=1,
    max_size=40,
)


@given(_TEXT, _TEXT)
@settings(max_examples=25)
def test_titles_and_names_survive_to_the_character(title, name):
    # The full stop at the end is the style's; a comma parts first names, a semicolon authors.
    title = f"T{title}T"
    name = f"N{name}N".replace(",", "x").replace(";", "x")
    (text,) = texts(formatted("vancouver", [work(title=title, authors=name)], Cluster(("x",))).references)
    assert f" {title}." in text
    assert name in text


@pytest.mark.parametrize(
    "title",
    [
        "中文标题：研究",
        "عنوان عربي عن الحدائق",
        '$x$ {y} \\z *b* _u_ #let @k <a> & "q"',
        "-- --- ... ~ `c` = h // no",
    ],
)
def test_titles_of_all_scripts_and_signs(title):
    for style in ("apa", "vancouver"):
        (text,) = texts(formatted(style, [work(title=title)], Cluster(("x",))).references)
        assert title in text


def test_capitals_are_kept_where_a_style_changes_others():
    text = texts(
        formatted(
            "chicago-author-date",
            [work(title="MMAT medical PRISMA, the iPad and mHealth in new zealand", kept=("new", "zealand"))],
            Cluster(("x",)),
        ).references
    )[0]
    assert "MMAT Medical PRISMA, The iPad and mHealth in new zealand." in text


def test_every_name_is_a_style_that_prints_who_and_what():
    named = [name for name in csl.NAMES if name not in csl.ALIASES]
    assert len(named) > 60
    for name in named[::6]:  # each sixth: all of them take seconds
        text = texts(formatted(name, [ARTICLE], Cluster(("x",))).references)[0]
        assert "ash" in text.casefold() and "2018" in text, name


# --- styles ---------------------------------------------------------------------------------------

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}" version="{version}" default-locale="en-GB">
<info><title>T</title><id>http://x.example/t</id><updated>2020-01-01T00:00:00+00:00</updated>{info}</info>
<citation><layout prefix="(" suffix=")"><names variable="author"/></layout></citation>
{list}
</style>
"""
LIST = """<bibliography><layout>
<names variable="author" suffix=". "/>
<group delimiter=";"><date variable="issued" delimiter=" ">
<date-part name="year"/><date-part name="month"/></date>
<text variable="volume"/></group></layout></bibliography>"""


def style_text(kind="in-text", version="1.0", info="", list=LIST):
    return STYLE.format(kind=kind, version=version, info=info, list=list)


def configured(tmp_path, wanted):
    config = SimpleNamespace(citation_style=wanted, place=lambda *path: "config/config.yaml:7")
    problems = Problems()
    return csl.style(Review(tmp_path), config, problems), [str(problem) for problem in problems]


def put(tmp_path, text, name="x.csl"):
    path = tmp_path / "config" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_file_is_mended_so_that_people_and_years_come_out(tmp_path):
    put(tmp_path, style_text())
    style, problems = configured(tmp_path, "config/x.csl")
    assert problems == []
    assert (style.lang, style.region) == ("en", "gb")
    made = formatted(style, [ARTICLE], Cluster(("x",)))
    assert "Ash" in texts(made.citations)[0]
    assert texts(made.references)[0].endswith("2018;32")


def test_the_style_is_apa_or_what_the_config_names(tmp_path):
    assert configured(tmp_path, "apa") == (csl.named("apa"), [])
    assert configured(tmp_path, "vancouver")[0].csl
    _, (problem,) = configured(tmp_path, "vancuver")
    assert problem.startswith("config/config.yaml:7: style 'vancuver' is not one of ama, american-")
    assert "did you mean 'vancouver'?" in problem


PARENT = '<link href="http://www.zotero.org/styles/nature" rel="independent-parent"/>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe\x00", "it is not in UTF-8"),
        ("no xml", "it is no XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><style/>', "document type or entities"),
        ("<style/>", "it is no style"),
        (style_text(version="2.0"), "a style of CSL 2.0"),
        (style_text(kind="note"), "cites in footnotes"),
        (style_text(list=""), "it has no <bibliography>"),
        (
            style_text(info=PARENT),
            "only says that it is like the style 'nature', and holds none itself: write 'nature'",
        ),
        (style_text(info=PARENT.replace("nature", "zoo")), "save zoo.csl in config/ instead"),
        (
            style_text(list=LIST.replace("<layout>", "<layout><text macro='gone'/><text what='x'/>")),
            "it cannot be used",
        ),
        (b"<" + b" " * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_style_is_refused_with_its_reason(tmp_path, text, said):
    put(tmp_path, text)
    style, (problem,) = configured(tmp_path, "config/x.csl")
    assert problem.startswith("config/x.csl: ")
    assert said in problem
    assert style == csl.Style()


@pytest.mark.parametrize(
    "wanted", ["../x.csl", "/etc/passwd", "config/../../x.csl", "records/x.csl", "config/x.xml"]
)
def test_a_style_lies_in_the_folder_config(tmp_path, wanted):
    (tmp_path / "config").mkdir()
    _, (problem,) = configured(tmp_path, wanted)
    assert "is no file config/<name>.csl" in problem
    assert "there is no config/y.csl" in configured(tmp_path, "config/y.csl")[1][0]
