"""Citations in styles: what comes out is held against the styles' published rules, and texts survive."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from engine_review import rendered
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.errors import Problems
from tamis.manuscript.citing import csl
from tamis.manuscript.citing.citations import Bibliography, Cluster, anchor
from tamis.manuscript.citing.citations import works as citable
from tamis.manuscript.markdown.document import Markdown
from tamis.reports.references import Library, Work
from tamis.review import Review
from tamis.tables import Citation, Member, Report, Study, StudyReport
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
        "Ash and Oak (2018b, 2018a) and Yew (2018)",
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
    assert words(told) == "Ash and Oak (2018, chapter 3)"
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
    excluded = Citation("r5", "databases", 1, title="Five", authors="Elm, A.", year=2018)
    built = SimpleNamespace(
        library=Library([study], reports, [work("w")]),
        studies=[study],
        reports=[Report("r5", 2018), Report("r9", 2018)],
        members=[Member(c.citation_id, c.citation_id) for c in (*reports, gone)],
        citation={c.citation_id: c for c in (*reports, gone, excluded)},
    )
    listed = [StudyReport(s, r, role) for s, r, role in (("s", "r3", "main"), ("old", "r4", "main"))]
    found = citable(built, listed)
    assert [w.id for w in found["s"]] == ["r2", "r1"]
    assert [w.title for w in found["old"]] == ["Four"]  # not included any more, and can be cited all the same
    assert {"r3", "w"} <= {*found}
    assert [w.title for w in found["r5"]] == ["Five"]  # excluded at full text: PRISMA 2020 item 16b cites it
    made = Bibliography(found, csl.named("vancouver")).format([Cluster(("s",))])
    assert texts(made.citations) == ["(1,2)"]
    assert "Two" in texts(made.references)[0]


def test_an_unknown_key_is_no_citation():
    bibliography = Bibliography({"x": (ARTICLE,)}, csl.named("apa"))
    assert bibliography.known == ("x",)
    with pytest.raises(KeyError):
        bibliography.format([Cluster(("y",))])


@pytest.mark.parametrize(
    ("style", "page", "printed"),
    [
        ("chicago-author-date", "12-14", "(Ash and Oak 2018, 12–14)"),
        ("ama", "12", "1(p12)"),
        ("ama", "12-14", "1(pp12–14)"),
        ("mla", "12", "(Ash and Oak, 12)"),
        ("american-sociological-association", "12", "(Ash and Oak 2018:12)"),
        ("copernicus", "12", "(Ash and Oak, 2018, p.12)"),
        ("deutsche-gesellschaft-für-psychologie", "12-14", "(Ash & Oak, 2018, S. 12–14)"),
        ("apa", "1\u00002\x1b", "(Ash & Oak, 2018, p. 1 2)"),
    ],
)
def test_pages_stand_as_the_style_has_them(style, page, printed):
    assert texts(formatted(style, [ARTICLE], Cluster(("x",), page=page)).citations) == [printed]


def test_a_style_says_whether_it_prints_pages():
    said = {
        name: Bibliography({}, csl.named(name)).prints_pages
        for name in ("apa", "ieee", "ama", "vancouver", "nature", "bmj", "the-lancet")
    }
    assert [name for name, prints in said.items() if not prints] == [
        "vancouver",
        "nature",
        "bmj",
        "the-lancet",
    ]


def test_a_page_that_is_not_printed_is_told_with_its_place():
    text = 'As said {{ cite("akin", page="3") }} and {{ cite("brook") }}.'
    assert rendered(Markdown(text), "paper.md", style="nature").pages() == {"akin:3": "paper.md:1"}
    assert rendered(Markdown(text), "paper.md").pages() == {}


NOBODYS = [
    work("a", authors="", title="Anonymous paper: a study", journal="Journal"),
    work("b", authors="", title="A website", type="online", url="https://x.example/a"),
]


@pytest.mark.parametrize(
    ("style", "narrative", "plain"),
    [
        ("apa", "“A website” (2018)", "(A Website, 2018)"),
        ("chicago-author-date", "“A website” (2018)", "(“A Website” 2018)"),
        ("elsevier-harvard", "“A website” (2018)", "(“A website,” 2018)"),
        ("harvard-cite-them-right", "‘A website’ (2018)", "(A website, 2018)"),
        ("springer-basic-author-date", "“A website” (2018)", "(“A website”, 2018)"),
    ],
)
def test_a_work_of_nobody_is_cited_by_its_title_and_has_no_letter(style, narrative, plain):
    made = formatted(style, NOBODYS, Cluster(("b",), narrative=True), Cluster(("b",)), Cluster(("a",)))
    assert texts(made.citations)[:2] == [narrative, plain]
    assert made.citations[0][0].link == made.citations[1][1].link != ""
    assert not [text for text in texts(made.references) if "2018a" in text or "2018b" in text]


def test_signs_around_what_is_missing_are_not_printed():
    undated = work("n", authors="Ash, B.", year=None, journal="Journal of Law", volume="32")
    for style, printed in (
        ("elsevier-harvard", "Anonymous paper: a study, 2018. Journal."),
        ("elsevier-harvard", "Ash, B., n.d. On gardens. Journal of Law 32."),
        ("chicago-author-date", "“A Website.” 2018. https://x.example/a."),
        ("chicago-author-date", "“Anonymous Paper: A Study.” 2018. Journal."),
        ("iso-690-author-date", "A website, [no date]. Online. Available from: https://x.example/a"),
    ):
        made = formatted(style, [*NOBODYS, undated], Cluster(("a", "b", "n")))
        assert printed in texts(made.references), (style, texts(made.references))
    (text,) = texts(formatted("bmj", [undated], Cluster(("n",))).references)
    assert text == "1 Ash B. On gardens. Journal of Law. 32."


def test_people_of_one_surname_have_initials():
    works = [
        work("j", authors="Smith, John"),
        work("a", authors="Smith, A.", year=2015),
        work("a2", authors="Smith, Ann; Oak, D.", year=2015),
        work("s", authors="Smithson, J."),
        work("b", authors="Smith Trust"),
    ]
    made = formatted(
        "apa", works, Cluster(("j", "a")), Cluster(("a2", "j"), narrative=True), Cluster(("s", "b"))
    )
    assert texts(made.citations) == [
        "(A. Smith, 2015; J. Smith, 2018)",
        "A. Smith and Oak (2015) and J. Smith (2018)",
        "(Smith Trust, 2018; Smithson, 2018)",
    ]
    assert [text.partition(" (")[0] for text in texts(made.references)] == [
        "Smith Trust.",
        "Smith, A.",
        "Smith, A., & Oak, D.",
        "Smith, J.",
        "Smithson, J.",
    ]
    # J. and J. A. may be one person; by number nobody needs to be told apart
    one = [work("j", authors="Smith, J."), work("ja", authors="Smith, J. A.")]
    assert texts(formatted("apa", one, Cluster(("j",))).citations) == ["(Smith, 2018)"]
    assert texts(formatted("vancouver", works, Cluster(("j",))).references) == [
        "1. Smith J. On gardens. 2018."
    ]


def test_markup_in_titles_is_how_they_look():
    title = "Effects of <i>Bacillus</i> in H<sub>2</sub>O, <jats:p>10<sup>3</sup></jats:p> p <0.05 <a>"
    for style in ("apa", "chicago-author-date", "vancouver"):
        (runs,) = formatted(style, [work(title=title, journal="Journal")], Cluster(("x",))).references
        assert "of Bacillus in H2O, 103 p <0.05 <a>" in words(runs).replace("In H", "in H").replace(
            "P <", "p <"
        ).replace("<A>", "<a>")
        assert [run.text for run in runs if run.italic][:1] == ["Bacillus"]
        assert [run.text for run in runs if run.sub] == ["2"] and [run.text for run in runs if run.sup] == [
            "3"
        ]


@pytest.mark.parametrize(
    "columns",
    [
        {"title": "A\ufffe\ufdd0\U0001ffffB"},
        {"title": "A" * 70_000},
        {"url": "https://x.example/" + "a" * 70_000},
        {"doi": "10.5555/" + "a" * 70_000},
        {"pages": "1\x00\x1b-2\ufffe"},
        {"title": "A \ue010\ue011\ue012\ue014\U000f0000 B"},
        {"authors": "Ash\ufffe, B\x00"},
        {"journal": "J\ufffe", "volume": "1" * 70_000, "publisher": "P\x00"},
    ],
)
def test_no_text_of_a_stranger_stops_the_engine(columns):
    (text,) = texts(formatted("apa", [work(**columns)], Cluster(("x",))).references)
    assert "(2018)" in text and "et al." not in text and len(text) < 10_000
    assert not re.search("[\ue000-\uf8ff\ufffe\U000f0000-\U000fffff]", text)


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


def macros(*pairs):
    made = "".join(f"<macro name='{name}'>{inside}</macro>" for name, inside in pairs)
    calls = f"<bibliography><layout><text macro='{pairs[0][0]}'/></layout></bibliography>"
    return style_text(list=made + calls)


TWICE = [(f"m{n}", f"<text macro='m{n + 1}'/>" * 2) for n in range(20)] + [
    ("m20", "<text variable='title'/>")
]
CHAIN = [(f"m{n}", f"<text macro='m{n + 1}'/>") for n in range(200)] + [("m200", "<text variable='title'/>")]
NESTED = [("m", "<group>" * 5000 + "<text variable='title'/>" + "</group>" * 5000)]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("a", "<text macro='a'/>")], "in a circle: a -> a"),
        ([("a", "<text macro='b'/>"), ("b", "<group><text macro='a'/></group>")], "in a circle: "),
        (TWICE, "more than 100,000 elements"),
        (CHAIN, "more than 100 deep"),
        (NESTED, "stand in each other more than 100 deep"),
    ],
)
def test_macros_that_have_no_end_are_refused(tmp_path, pairs, said):
    put(tmp_path, macros(*pairs))
    style, (problem,) = configured(tmp_path, "config/x.csl")
    assert said in problem and style == csl.Style()


def test_macros_that_call_others_are_none_of_these(tmp_path):
    put(tmp_path, macros(("a", "<text macro='b'/><text macro='b'/>"), ("b", "<text variable='title'/>")))
    style, problems = configured(tmp_path, "config/x.csl")
    assert problems == [] and "On gardens" in texts(formatted(style, [work()], Cluster(("x",))).references)[0]


def test_names_that_stand_for_others_have_the_others_look(tmp_path):
    """In `<substitute>`, `<names>` without a `<name>` take that of those they stand for (CSL 1.0.2)."""
    editor = "<substitute><names variable='editor'/></substitute>"
    names = f"<names variable='author'><name form='short'/>{editor}</names>"
    put(tmp_path, style_text(list=f"<bibliography><layout>{names}</layout></bibliography>"))
    assert configured(tmp_path, "config/x.csl")[1] == []
    part = work(authors="", type="incollection", journal="Handbook", editors="Higgins, Julian")
    made = formatted(configured(tmp_path, "config/x.csl")[0], [part], Cluster(("x",)))
    assert texts(made.references) == ["Higgins"]


@pytest.mark.parametrize("wanted", ["bad.csl", "records/bad.csl"])
def test_a_style_that_lies_in_config_is_named_with_its_folder(tmp_path, wanted):
    put(tmp_path, style_text(), "bad.csl")
    _, (problem,) = configured(tmp_path, wanted)
    assert problem.endswith("; write config/bad.csl")


@pytest.mark.parametrize(
    "wanted", ["../x.csl", "/etc/passwd", "config/../../x.csl", "records/x.csl", "config/x.xml"]
)
def test_a_style_lies_in_the_folder_config(tmp_path, wanted):
    (tmp_path / "config").mkdir()
    _, (problem,) = configured(tmp_path, wanted)
    assert "is no file config/<name>.csl" in problem
    assert "there is no config/y.csl" in configured(tmp_path, "config/y.csl")[1][0]
