"""Citations and references: how authors, years and journals are printed, and what becomes of odd ones."""

from __future__ import annotations

import pytest

from tamis.reports.references import Library, Work, anchored, initials, names, quiet, reference, sort_key
from tamis.tables import Citation, Study


def work(**columns):
    known = {"id": "x", "authors": "Ash, B.", "year": 2020, "title": "On gardens"}
    return Work(**{**known, **columns})


@pytest.mark.parametrize(
    ("author", "printed"),
    [
        ("Akin, Becci A.", "Akin, B.A."),
        ("Akin, B A", "Akin, B.A."),
        ("Gagnon, Marie-Pierre", "Gagnon, M.-P."),
        ("O'Cathain, Alicia", "O'Cathain, A."),
        ("van der Berg, Jan", "van der Berg, J."),
        ("Åkesson, Östen", "Åkesson, Ö."),
        ("Department for Education", "Department for Education"),
        ("Ofsted,", "Ofsted"),
        ("Smith, JP", "Smith, J.P."),
        ("Kim, HJ", "Kim, H.J."),
        ("Kim, H-J", "Kim, H.-J."),
        ("Kim, H.J.", "Kim, H.J."),
        ("Kim, Hee-Jin Soo", "Kim, H.-J.S."),
        ("Dos Santos, ABCD", "Dos Santos, A.B.C.D."),
        ("SMITH, JOHN", "SMITH, J."),
        ("SMITH, JP", "SMITH, J.P."),
        ("Li, Wei", "Li, W."),
    ],
)
def test_first_names_become_initials(author, printed):
    assert initials(author) == printed


def test_how_many_authors_a_citation_names():
    assert work().label == "Ash, 2020"
    assert work(authors="Ash, B.; Oak, D.").label == "Ash and Oak, 2020"
    assert work(authors="Ash, B.; Oak, D.; Fir, G.").label == "Ash et al., 2020"
    assert work(authors="Ash, B.; et al.").label == "Ash et al., 2020"
    assert names(" Ash, B. ;; Oak, D. ") == ["Ash, B.", "Oak, D."]


@pytest.mark.parametrize("authors", ["", " ; ", ","])
def test_a_work_without_authors_is_cited_by_its_title_and_its_reference_begins_with_it(authors):
    bare = work(authors=authors, title="Going home after a long time")
    assert bare.label == "Going home after a long ..., 2020"
    assert str(reference(bare)) == "<cite>Going home after a long time</cite> (2020)."
    inside = work(authors=authors, title="Going home", journal="Gardens")
    assert str(reference(inside)) == "‘Going home’ (2020), <cite>Gardens</cite>."
    nothing = work(authors=authors, title="", year=None)
    assert (nothing.label, str(reference(nothing))) == ("Anonymous, n.d.", "<cite>Anonymous</cite> (n.d.).")


def test_a_work_without_authors_stands_by_its_title():
    first, second = work(authors="", title="Birches"), work(authors="Cedar, A.")
    assert sorted([second, first, work()], key=sort_key) == [work(), first, second]


def test_a_full_reference():
    full = work(
        authors="Ash, Beech C.; Oak, Dee",
        title="On gardens.",
        journal="Annals of the Garden",
        volume="3",
        issue="1",
        pages="1-9",
        doi="10.5555/x",
    )
    assert str(reference(full)) == (
        "Ash, B.C. and Oak, D. (2020) ‘On gardens’, <cite>Annals of the Garden</cite>, 3(1), pp.\xa01–9. "
        '<a class="out" href="https://doi.org/10.5555/x">doi:10.5555/x</a>'
    )


def test_a_report_without_journal_year_or_author_is_still_a_reference():
    bare = work(authors="", year=None, title="Report", publisher="The Trust.")
    assert str(reference(bare)) == "<cite>Report</cite> (n.d.). The Trust."


def test_what_strangers_write_is_escaped():
    text = str(reference(work(title="<script>x</script>", journal="<i>", doi='"><script>', authors="<b>, X")))
    assert "<script" not in text
    assert "<i>" not in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "ftp://x", 'https://x"y']
)
def test_only_web_addresses_become_links(url):
    assert "href" not in reference(work(url=url))


def test_journals_that_shout_are_quietened_and_others_left_alone():
    assert quiet("CHILD ABUSE & NEGLECT") == "Child Abuse & Neglect"
    assert quiet("THE JOURNAL OF THE GARDEN") == "The Journal of the Garden"
    assert quiet("PLOS ONE") == "PLOS One"
    assert quiet("JAMA") == "JAMA"
    assert quiet("eLife") == "eLife"


def test_works_stand_in_the_order_of_their_authors_and_years():
    people = ["Ash, B.; Oak, D.; Fir, G.", "Zeta, X.", "Ash, B.", "Ash, B.; Oak, D.", "Åkerman, Y.; Oak, D."]
    works = [work(authors=authors, year=year) for authors in people for year in (2017, 2009)]
    assert [w.label for w in sorted(works, key=sort_key)] == [
        "Åkerman and Oak, 2009",
        "Åkerman and Oak, 2017",
        "Ash, 2009",
        "Ash, 2017",
        "Ash and Oak, 2009",
        "Ash and Oak, 2017",
        "Ash et al., 2009",
        "Ash et al., 2017",
        "Zeta, 2009",
        "Zeta, 2017",
    ]


def library(studies, reports, works=()):
    return Library(
        [Study(study, citation) for study, citation in studies],
        [
            Citation(id, "databases", 1, title=title, authors="Ash, B.", year=year)
            for id, title, year in reports
        ],
        works,
    )


def labels(made):
    return {study.study: study.label for study in made.studies}


def test_letters_tell_studies_their_other_reports_and_works_apart_all_together():
    made = library(
        [("zebra", "r1"), ("antelope", "r2")],
        [("r1", "Zebra", 2017), ("r2", "Antelope", 2017), ("r3", "Moose", 2017), ("r4", "Yak", 2018)],
        [work(id="bear", title="Bear", year=2017)],
    )
    assert labels(made) == {"zebra": "Ash, 2017d", "antelope": "Ash, 2017a"}
    assert "Ash, 2017c" in made.cite_report("r3")
    assert "Ash, 2017b" in made.cite("bear")
    assert "Ash, 2018" in made.cite_report("r4")


def test_a_reference_has_the_letter_that_the_text_has():
    made = library([("zebra", "r1"), ("antelope", "r2")], [("r1", "Zebra", 2017), ("r2", "Antelope", 2017)])
    printed = {anchor: str(text) for anchor, _, text in anchored(made.reports, report=True)}
    assert printed == {
        "ref-r2": "Ash, B. (2017a) <cite>Antelope</cite>.",
        "ref-r1": "Ash, B. (2017b) <cite>Zebra</cite>.",
    }
    undated = library([], [("r1", "Zebra", None), ("r2", "Antelope", None)])
    assert [w.label for w in undated.reports] == ["Ash, n.d.-a", "Ash, n.d.-b"]
    assert "(n.d.-a)" in reference(undated.reports[0])


def test_a_report_of_two_studies_has_one_reference_and_both_lead_to_it():
    made = library([("a1", "r1"), ("a2", "r1")], [("r1", "Both", 2017)])
    assert labels(made) == {"a1": "Ash, 2017 (a1)", "a2": "Ash, 2017 (a2)"}
    assert len(made.reports) == 1
    assert all('href="#ref-r1"' in made.cite(study) for study in ("a1", "a2"))


def test_a_report_and_a_work_never_have_the_same_place_in_the_page():
    made = library([("ash", "r1")], [("r1", "Zebra", 2017)], [work(id="r1", title="Bear", year=2001)])
    assert 'href="#ref-r1"' in made.cite("ash")
    assert 'href="#work-r1"' in made.cite("r1")


def test_a_text_cites_by_id_and_links_addresses():
    gale = work(id="gale2013", authors="Gale, A.; B, C.; D, E.", year=2013)
    made = library([("ash2020", "r1")], [("r1", "On", 2020)], [gale])
    text = str(made.prose("See [@gale2013; @ash2020] <b> at https://osf.io/x/. Or [@nobody]."))
    assert text == (
        'See (<a class="cite" href="#ref-r1">Ash, 2020</a>; '
        '<a class="cite" href="#work-gale2013">Gale et al., 2013</a>) &lt;b&gt; at '
        '<a class="out" href="https://osf.io/x/">https://osf.io/x/</a>. Or (nobody).'
    )
