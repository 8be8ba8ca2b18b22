"""Citations and references: how authors, years and journals are printed, and what becomes of odd ones."""

from __future__ import annotations

import pytest

from tamis.reports.references import Library, Work, initials, names, quiet, reference, short, sort_key
from tamis.tables import Study


def work(**columns):
    known = {"id": "x", "label": "Ash, 2020", "authors": "Ash, B.", "year": 2020, "title": "On gardens"}
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
    ],
)
def test_first_names_become_initials(author, printed):
    assert initials(author) == printed


def test_how_many_authors_a_citation_names():
    assert short("Ash, B.", 2020) == "Ash, 2020"
    assert short("Ash, B.; Oak, D.", 2020) == "Ash and Oak, 2020"
    assert short("Ash, B.; Oak, D.; Fir, G.", 2020) == "Ash et al., 2020"
    assert short("", None) == "Anonymous, n.d."
    assert names(" Ash, B. ;; Oak, D. ") == ["Ash, B.", "Oak, D."]


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
    assert str(reference(bare)) == "Anonymous (n.d.) <cite>Report</cite>. The Trust."


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
    works = [
        work(label=short(authors, year), authors=authors, year=year)
        for authors in people
        for year in (2017, 2009)
    ]
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


def test_a_text_cites_by_id_and_links_addresses():
    library = Library([Study("ash2020", label="Ash, 2020")], [work(id="gale2013", label="Gale et al., 2013")])
    text = str(library.prose("See [@gale2013; @ash2020] <b> at https://osf.io/x/. Or [@nobody]."))
    assert text == (
        'See (<a class="cite" href="#ref-ash2020">Ash, 2020</a>; '
        '<a class="cite" href="#ref-gale2013">Gale et al., 2013</a>) &lt;b&gt; at '
        '<a class="out" href="https://osf.io/x/">https://osf.io/x/</a>. Or (nobody).'
    )
