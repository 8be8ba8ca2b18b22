"""Which PDF is which report: what is sure, what a person must say, and what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.fulltext.candidates import candidates
from tamis.fulltext.dois import dois, own
from tamis.fulltext.matching import match
from tamis.pdf.texts import PageText, PdfText
from tamis.tables import Citation, Retrieval

#: Sentences that make a page long enough to be one.
BODY = " ".join(f"Children returned home in week {n} of the study." for n in range(40))


def cited(id, title, authors="Marlow, Ann; Ito, Ken", year=2016, **more):
    return Citation(id, title=title, authors=authors, year=year, **more)


LONG = "Returning home from foster care: outcomes for families with young children"
ONE = cited("rone", LONG, doi="10.1000/home.2016", pages="401-412", journal="Child Welfare")
PART_1 = cited("rpart1", "Reunification and parental drug use: Part I", doi="10.1000/part.1", year=2014)
PART_2 = cited("rpart2", "Reunification and parental drug use: Part II", doi="10.1000/part.2", year=2014)
OTHER = cited("rother", "Visits of parents in residential care, a cohort study", "Quist, Bo", 2011)


def page(*lines, body=BODY):
    return PageText("\n".join([*lines, "", body]))


def pdf(*pages, title="", hash="0", count=12):
    """Return a PDF of some pages, and of others behind them that hold nothing."""
    return PdfText(hash, (*pages, *[PageText(BODY)] * (count - len(pages))), title=title)


ARTICLE = page("Child Welfare 95 (2016) 401-412", "Returning home from foster care: outcomes for",
               "families with young children", "Ann Marlow1, Ken Ito2")  # fmt: skip


def matched(texts, citations=(ONE, PART_1, PART_2, OTHER), log=(), *, sought=None, studies=None):
    among = candidates(citations, {}, {}, studies or {}, sought or {each.citation_id for each in citations})
    return match(texts, log, among, "records/fulltext")


def one(text, file="scan0001.pdf", **more):
    (found,) = matched({file: text}, **more)
    return found


# --- sure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "text", "how"),
    [
        ("scan0001.pdf", pdf(ARTICLE), "first_page"),
        ("Marlow 2016.pdf", pdf(ARTICLE), "name;first_page"),
        ("Marlow and Ito - 2016 - Returning home from foster care outcomes for.pdf", pdf(ARTICLE),
         "name;first_page"),
        ("x.pdf", pdf(page(*ARTICLE.text.split("\n")[:4], "https://doi.org/10.1000/HOME.2016.")),
         "doi;first_page"),
        ("rone.pdf", pdf(ARTICLE, title=LONG), "title;first_page"),
        # A cover page of a few words, then the article; capitals, ligatures undone, broken in a word.
        ("y.pdf", pdf(PageText("Downloaded from a library"), page("RETURNING HOME FROM FOSTER CARE: OUT-",
         "COMES FOR FAMILIES WITH YOUNG CHILDREN", "A. Marlow & K. Ito", "Received 3 May 2016")),
         "first_page"),
    ],
)  # fmt: skip
def test_what_is_sure(file, text, how):
    found = one(text, file)
    assert (found.citation_id, found.state, found.why) == ("rone", "sure", "")
    assert found.how == how and found.score == 100


def test_a_record_id_in_the_name_is_sure_also_of_a_scan_and_not_where_another_title_stands_in_it():
    report = cited("rabcdefghij", LONG)
    scan = PdfText("1", (PageText(""),) * 5)
    assert one(scan, "rabcdefghij (1).pdf", citations=(report,)).state == "sure"
    assert one(pdf(page(OTHER.title)), "rabcdefghij.pdf", citations=(report,)).state == "uncertain"
    assert one(scan, "Marlow 2016 Returning home from foster care.pdf").why == (
        "its text cannot be read; it has 5 pages, and the report 12"
    )


def test_a_doi_of_several_lines_and_one_with_words_behind_it_and_brackets():
    text = (
        "doi:10.1016/\nj.child.2016.01.001. See (10.1002/(SICI)1099-0860) and 10.1177/104973journals.sagepub"
    )
    assert [each.read for each in dois(text)] == [
        ("10.1016/j.child.2016.01.001",),
        ("10.1002/(sici)1099-0860",),
        ("10.1177/104973journals.sagepub",),
    ]


def test_of_several_dois_the_one_in_the_heads_of_pages_is_the_papers_own():
    front = "A title\nAs was said (10.1000/other) and 10.1000/mine\nmore\nmore\nmore\nmore\nmore\nmore\nlast"
    mine, there = own(front, ["doi 10.1000/mine\na\nb\nc\nd\ne\nf\ng"] * 2)
    assert mine is not None and mine.read == ("10.1000/mine",) and len(there) == 2
    assert own(front, []) == (None, there)


# --- what a person must say ----------------------------------------------------------------------


TITLE = ARTICLE.text.split("\n")[1:3]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (pdf(page("ERRATUM", *TITLE, "Ann Marlow, 2016")), "'erratum' stands beside the title"),
        (pdf(page("Reply to:", *TITLE, "Ann Marlow, 2016")), "'reply' stands beside the title"),
        (pdf(page(TITLE[0], f"{TITLE[1]}:", "A commentary", "Ann Marlow, 2016")), "'commentary' stands"),
        (pdf(page(*TITLE, "Part II", "Ann Marlow, 2016")), "goes on with 'part'"),
        (pdf(page(*TITLE, "Ann Marlow, 2016", "https://doi.org/10.1000/else")), "another DOI, 10.1000/else"),
        (pdf(page("medRxiv preprint", *TITLE, "Ann Marlow, 2016")), "calls itself a preprint"),
        (pdf(page("A dissertation submitted", *TITLE, "Ann Marlow, 2016")), "calls itself a thesis"),
        (pdf(page(*TITLE, "Ann Marlow, 2016"), count=2), "it has 2 pages, and the report 12"),
        (pdf(page(*TITLE, "Ann Marlow, 2016"), count=300), "it has 300 pages, and the report 12"),
        (pdf(page(*TITLE, "Ann Marlow", OTHER.title, "Bo Quist 2016")),
         "the title of rother stands there, too"),
        # A review that speaks of the article on its first page, with its DOI.
        (pdf(page("What is known of foster care", "Bo Quist", f"{BODY} In {LONG} Marlow (2016) says so.",
         "10.1000/home.2016")), "not there letter by letter"),
        (pdf(page("Something else", "10.1000/home.2016")), "its title is not on the first page"),
        (pdf(page("Returning home from foster care: outcome in", TITLE[1], "Ann Marlow, 2016")),
         "not there letter by letter"),
        (pdf(page(*TITLE, "Bo Quist, 2016")), "nor its first author with the year"),
        (pdf(page("Child Welfare 2016", f"{LONG} 45", "Ann Marlow")), "not in lines of its own"),
        (pdf(page("CONTENTS", LONG, "Ann Marlow 2016")), "it holds a table of contents"),
        # What is not the report, and has its title, authors and year.
        (pdf(page("Additional file 1", *TITLE, "Ann Marlow, 2016")), "'additional file' stands beside"),
        (pdf(page(*TITLE, "Invited discussion", "Ann Marlow, 2016")), "'discussion' stands beside"),
        (pdf(page("A practice note", "Care", "2016", "no. 5", "May", *TITLE, "Ann Marlow")),
         "'practice note' stands beside"),
        (pdf(page("Editorial", "Ann Marlow, 2016", "See the paper", *TITLE)), "'editorial' stands beside"),
        (pdf(page("Re: Returning home from foster care: outcomes for", TITLE[1], "Ann Marlow, 2016")),
         "'re' stands beside"),
        (pdf(page("Working Paper 7", *TITLE, "Ann Marlow, 2016")), "calls itself a working paper"),
        (pdf(page("Stage 1 registered report", *TITLE, "Ann Marlow, 2016")), "itself a registered report"),
        (pdf(page("Accepted for review", *TITLE, "Ann Marlow, 2016")), "calls itself a draft"),
        (pdf(ARTICLE, count=5), "it has 5 pages, and the report 12"),
        (pdf(ARTICLE, count=23), "it has 23 pages, and the report 12"),
    ],
)  # fmt: skip
def test_what_is_not_sure(text, why):
    found = one(text)
    assert (found.citation_id, found.state) == ("rone", "uncertain")
    assert why in found.why


@pytest.mark.parametrize("head", ["References", "Further reading", "Suggested Reading:", "SOURCES"])
def test_a_title_in_a_list_of_references_is_none(head):
    text = pdf(
        page("Something else", "Bo Quist", BODY, head, "Marlow, A. (2016).", LONG, "10.1000/home.2016")
    )
    assert one(text).state == "unknown"


@pytest.mark.parametrize(
    "file", ["x_MOESM1_ESM.pdf", "mmc2.pdf", "additional.pdf", "Marlow 2016 summary.pdf"]
)
def test_a_name_that_tells_of_something_beside_the_report(file):
    assert one(pdf(ARTICLE), file).state == "uncertain"


def test_what_a_report_is_itself_tells_nothing():
    thesis = cited("rthesis", f"Reply to critics: {LONG}", type="Thesis", pages="1-12")
    text = pdf(page("Doctoral thesis", "Reply to critics:", *TITLE, "Ann Marlow, 2016"))
    assert one(text, citations=(thesis,)).state == "sure"


def test_a_doi_vouches_for_another_number_of_pages():
    text = pdf(page(*ARTICLE.text.split("\n")[:4], "10.1000/home.2016"), count=23)
    assert one(text).state == "sure"


def test_a_title_page_of_few_words_belongs_to_the_page_behind_it():
    text = pdf(PageText("\n".join([*TITLE, "Ann Marlow", "2016"])), page("Acknowledgements"))
    assert one(text).state == "sure"


def test_a_short_title_is_looked_at_with_author_and_year():
    short = cited("rshort", "Going home")
    found = one(pdf(page("Going home", "Ann Marlow, 2016")), citations=(short,))
    assert (found.state, found.why) == ("uncertain", "its title is so short that others have it, too")


def test_two_parts_are_told_apart():
    part = pdf(page("Reunification and parental drug use: Part II", "Ann Marlow and Ken Ito", "Care 3, 2014"))
    found = one(part)
    assert (found.citation_id, found.state) == ("rpart2", "sure")
    alone = one(part, citations=(ONE, PART_1))
    assert (alone.citation_id, alone.state) == ("rpart1", "uncertain")


def test_preprint_and_article_of_one_title_are_told_apart_by_their_dois_alone():
    before = cited("rbefore", LONG, doi="10.1000/before")
    assert one(pdf(ARTICLE), citations=(ONE, before)).state == "uncertain"
    with_doi = pdf(page(*ARTICLE.text.split("\n")[:4], "10.1000/home.2016"))
    found = one(with_doi, citations=(before, ONE))
    assert (found.citation_id, found.state) == ("rone", "sure")


def test_what_is_not_sought_is_unknown_with_what_it_seems_to_be():
    found = one(pdf(ARTICLE), sought={"rother"})
    assert (found.citation_id, found.state) == ("rone", "unknown")
    nothing = one(pdf(page("A quite different paper", "Nobody")), "a.pdf")
    assert (nothing.citation_id, nothing.state) == ("", "unknown")


@pytest.mark.parametrize(
    ("file", "id"),
    [
        ("Marlow2016.pdf", ""),  # one word
        ("Marlow_2016.pdf", "rone"),
        ("ito-2016.pdf", ""),  # not the first author
        ("10.1000_home.2016.pdf", "rone"),
        ("10.1000_home.20161.pdf", ""),
        ("marlow2014.pdf", "rpart1"),  # the study's id
        ("Marlow - 2014 - Reunification and parental drug use Part II.pdf", "rpart2"),
        ("Marlow - 2014 - Reunification and parental drug use and something else.pdf", ""),
    ],
)
def test_what_a_name_says(file, id):
    found = one(PdfText("1"), file, studies={"rpart1": ["marlow2014"]})
    assert (found.citation_id, found.state) == (id, "uncertain" if id else "unknown")


@given(st.integers(0, 10), st.sampled_from(["not", "older", "2", "foster", "Part"]), st.booleans())
def test_a_title_with_another_word_in_it_is_never_sure(at, word, instead):
    words = LONG.split()
    changed = [*words[:at], word, *words[at + instead :]]
    if [each.strip(":") for each in changed] != [each.strip(":") for each in words]:
        found = one(pdf(page("Child Welfare", " ".join(changed), "Ann Marlow, 2016")))
        assert found.state != "sure"


def test_what_the_first_page_is_called_goes_before_a_doi_that_it_mentions():
    text = pdf(page(OTHER.title, "Bo Quist, 2011", "Answers to 10.1000/home.2016"))
    cohort = cited("rother", OTHER.title, "Quist, Bo", 2011, doi="10.1000/cohort")
    found = one(text, citations=(ONE, cohort))
    assert (found.citation_id, found.state) == ("rother", "uncertain")


# --- the log ------------------------------------------------------------------------------------


def test_a_logged_pdf_and_a_wrong_one():
    row = Retrieval("rone", "retrieved", file="a.pdf", place="log:2")
    found = one(pdf(ARTICLE), "a.pdf", log=[("rone", row)])
    assert (found.state, found.record, found.why) == ("logged", "rone", "")
    assert found.how == "log;first_page" and found.place == "log:2"
    other = pdf(page(OTHER.title, "Bo Quist", "Journal of visits, 2011"))
    found = one(other, "a.pdf", log=[("rone", row)])
    assert (found.state, found.citation_id) == ("wrong", "rother")
    nobody = pdf(page("Quite another matter", "Jo Nobody"))
    found = one(nobody, "a.pdf", log=[("rone", row)])
    assert (found.state, found.citation_id) == ("wrong", "")


@pytest.mark.parametrize(
    "text",
    [
        PdfText("1", (PageText(""),)),  # a scan
        PdfText("1", problem="is broken"),
        pdf(PageText("A cover")),
        pdf(page("A title in another language", "Ann Marlow")),
        PdfText("1", (PageText("Возвращение домой " * 100),)),
    ],
)
def test_nothing_is_said_of_a_logged_pdf_where_nothing_can_be_told(text):
    if len(text.pages) > 1 and "cover" in text.pages[0].text:
        text = PdfText("1", text.pages[:1])
    row = Retrieval("rone", "retrieved", file="a.pdf")
    assert one(text, "a.pdf", log=[("rone", row)]).state == "logged"


def test_part_one_logged_where_part_two_lies_is_wrong():
    part = pdf(page("Reunification and parental drug use: Part II", "Ann Marlow and Ken Ito", "Care 3, 2014"))
    found = one(part, "a.pdf", log=[("rpart1", Retrieval("rpart1", "retrieved", file="a.pdf"))])
    assert (found.state, found.citation_id) == ("wrong", "rpart2")


def test_an_erratum_that_is_logged_as_its_article_is_told():
    text = pdf(page("Correction to:", *TITLE, "Ann Marlow, 2016"))
    found = one(text, "a.pdf", log=[("rone", Retrieval("rone", "retrieved", file="a.pdf"))])
    assert found.state == "logged" and "'correction' stands beside the title" in found.why


def test_a_book_that_is_logged_for_two_reports_has_a_row_for_each():
    book = pdf(
        page("A handbook", "edited by somebody"), page(LONG, "Ann Marlow"), page(OTHER.title, "Bo Quist")
    )
    log = [(id, Retrieval(id, "retrieved", file="book.pdf")) for id in ("rone", "rother", "rpart1")]
    rows = matched({"book.pdf": book}, log=log)
    assert [(row.citation_id, row.state, row.record) for row in rows] == [
        ("", "wrong", "rpart1"),
        ("rone", "logged", "rone"),
        ("rother", "logged", "rother"),
    ]
    assert rows[0].why == "its title is on no page"


def test_files_that_changed_names_are_known_by_their_hashes():
    rows = [
        ("rone", Retrieval("rone", "retrieved", file="a.pdf", sha256="a" * 64)),
        ("rother", Retrieval("rother", "retrieved", file="b.pdf", sha256="b" * 64)),
    ]
    swapped = {"a.pdf": pdf(page(OTHER.title), hash="b" * 64), "b.pdf": pdf(ARTICLE, hash="a" * 64)}
    assert [(row.file, row.record, row.state) for row in matched(swapped, log=rows)] == [
        ("a.pdf", "rother", "logged"),
        ("b.pdf", "rone", "logged"),
    ]
    moved = {"a.pdf": pdf(page(OTHER.title), hash="b" * 64)}  # the first one is gone, and not this
    assert [(row.file, row.record, row.state) for row in matched(moved, log=rows)] == [
        ("a.pdf", "rone", "absent"),
        ("a.pdf", "rother", "logged"),
    ]


def test_a_name_is_the_same_on_all_systems():
    row = Retrieval("rone", "retrieved", file="Mu\u0308ller.pdf")
    assert one(pdf(ARTICLE), "M\u00fcller.PDF", log=[("rone", row)]).record == "rone"


def test_what_is_logged_keeps_its_doubts():
    text = pdf(page("medRxiv preprint", *TITLE, "Ann Marlow, 2016"))
    found = one(text, "a.pdf", log=[("rone", Retrieval("rone", "retrieved", file="a.pdf"))])
    assert (found.state, found.why) == ("logged", "it calls itself a preprint")


def test_a_logged_pdf_is_known_by_its_hash_and_one_that_is_elsewhere_is_absent():
    rows = [
        ("rone", Retrieval("rone", "retrieved", file="a.pdf", sha256="AB" * 32)),
        ("rother", Retrieval("rother", "retrieved", file="b.pdf", sha256="CD" * 32, place="log:3")),
        ("rpart1", Retrieval("rpart1", "retrieved", file="c.pdf")),
    ]
    found = matched({"renamed.pdf": pdf(ARTICLE, hash="ab" * 32)}, log=rows)
    assert [(row.file, row.state, row.record) for row in found] == [
        ("b.pdf", "absent", "rother"),
        ("renamed.pdf", "logged", "rone"),
    ]
