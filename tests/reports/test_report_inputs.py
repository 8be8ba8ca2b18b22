"""`config/references.bib`, and citations in the protocol."""

from __future__ import annotations

import pytest
from report_reviews import BIB, CONFIG, make

from tamis.config import load_config
from tamis.errors import InputError, Problems
from tamis.reports import built, inputs
from tamis.review import Known


def read(review):
    problems = Problems()
    return inputs.read_works(review, problems), [str(problem) for problem in problems]


def test_works_are_read_as_bibtex_has_them(tmp_path):
    works, problems = read(make(tmp_path))
    assert problems == []
    (gale,) = works
    assert (gale.id, gale.label, gale.year) == ("gale2013", "Gale et al., 2013", 2013)
    assert gale.authors == "Gale, Nicola K.; Department for Gardens; et al."
    assert gale.pages == "117-118"


def test_names_are_turned_round_and_values_may_stand_in_quotation_marks(tmp_path):
    bib = (
        '@book{a, author = "Dee Oak and {The Trust}", title={The {UK} "way"}, date={2001-05}, publisher={P}}'
    )
    works, problems = read(make(tmp_path, bib=bib))
    assert problems == []
    assert (works[0].authors, works[0].title, works[0].year) == ("Oak, Dee; The Trust", 'The UK "way"', 2001)
    assert works[0].publisher == "P"


@pytest.mark.parametrize(
    ("bib", "said"),
    [
        (BIB + BIB, "config/references.bib:8: key 'gale2013' stands twice"),
        ("\n@article{a,\n title = {T}\n}", "config/references.bib:2: entry 'a' has no year"),
        ("@article{a, year = 2001}", "config/references.bib:1: entry 'a' has no title"),
        (
            "@article{a, title = {T, year = 2001",
            "config/references.bib:1: entry 'a': the entry is not closed: it may have been cut off",
        ),
        (
            "@article{a, title = {T}, year = 2001",
            "config/references.bib:1: entry 'a': the entry is not closed",
        ),
        ("@misc{title = {T}, year = 2001}", "config/references.bib:1: an entry has no key to cite it by"),
    ],
)
def test_what_is_wrong_with_a_work_is_told_with_its_line(tmp_path, bib, said):
    _, problems = read(make(tmp_path, bib=bib))
    assert any(problem.startswith(said) for problem in problems), problems


def test_kinds_editors_macros_and_kept_capitals_are_read(tmp_path):
    bib = """\
@string{gar = {Garden Studies}}
@incollection{a, author={Deeks, J. and others}, editor={Higgins, Julian and Thomas, James}, year=2019,
  title={Analysing {MMAT} data in {New Zealand}}, booktitle={Handbook}, publisher={Wiley}, pages={241--284}}
@phdthesis{b, author={Lee, Ann}, title={Caf{\\'e}s}, school={Kent}, year=2010}
@article{c, author={Oak, D.}, title="Trees", journal = gar, year=2001}
"""
    works, problems = read(make(tmp_path, bib=bib))
    assert problems == []
    chapter, thesis, article = works
    assert (chapter.type, chapter.journal, chapter.publisher) == ("incollection", "Handbook", "Wiley")
    assert (chapter.authors, chapter.editors) == ("Deeks, J.; et al.", "Higgins, Julian; Thomas, James")
    assert chapter.kept == ("MMAT", "New", "Zealand")
    assert (thesis.title, thesis.publisher, thesis.place) == ("Cafés", "Kent", "config/references.bib:4")
    assert article.journal == "Garden Studies"


def test_there_need_be_no_such_file(tmp_path):
    review = make(tmp_path)
    (review.root / "config" / "references.bib").unlink()
    assert read(review) == ([], [])


def test_a_citation_of_an_unknown_work_is_a_problem_with_its_line(tmp_path):
    review = make(tmp_path, config=CONFIG.replace("[@gale2013].", "[@gale2014; @ash2020]."))
    said = (
        "config/config.yaml:5: citation 'gale2014' is not one of ash2020, gale2013; did you mean 'gale2013'?"
    )
    problems = Problems()
    config = load_config(review, problems)
    inputs.check(review, config, Known({}, frozenset({"ash2020"})), problems)
    assert [str(problem) for problem in problems] == [said]
    with pytest.raises(InputError, match="gale2014"):
        built.read(review)


def test_a_work_with_the_key_of_a_study_is_a_problem_with_its_line(tmp_path):
    bib = f"{BIB}\n@book{{ash2020,\n title = {{T}}, year = 2001}}\n"
    review = make(tmp_path, bib=bib)
    said = (
        "config/references.bib:9: key 'ash2020' is the id of a study too; "
        "nobody could tell which [@ash2020] means"
    )
    problems = Problems()
    config = load_config(review, problems)
    inputs.check(review, config, Known({}, frozenset({"ash2020"})), problems)
    assert [str(problem) for problem in problems] == [said]
    with pytest.raises(InputError, match="id of a study too"):
        built.read(review)
