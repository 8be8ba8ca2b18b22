"""XML of EndNote and PubMed: what its elements become, and what no file may do to the reader."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamis.formats import endnote_xml, pubmed_xml, recognise
from tamis.formats.content import Content, Refused
from tamis.formats.entry import Raw, Stray

SAMPLES = Path(__file__).parent / "samples"
ENDNOTE = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>{}</records></xml>\n'
RECORD = "<record><rec-number>{}</rec-number><titles><title>{}</title></titles></record>"
ARTICLE = "<PubmedArticle><MedlineCitation><PMID>{}</PMID></MedlineCitation></PubmedArticle>"


def fields(source, format):
    """The fields of a sample's first entry, by tag."""
    raw = next(raw for raw in format.scan(Content(SAMPLES / source)) if isinstance(raw, Raw))
    return {tag: raw.of(tag) for tag in raw.tags}


def scanned(tmp_path, data, format=endnote_xml):
    """The entries of a text, the strays, and the count of markers."""
    path = tmp_path / "export"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = list(format.scan(Content(path)))
    raws = [raw for raw in found if isinstance(raw, Raw)]
    return raws, [raw for raw in found if isinstance(raw, Stray)], format.count_markers(Content(path))


# --- EndNote ------------------------------------------------------------------------------------


def test_an_entry_of_endnote_is_read_whole(read):
    reading = read("endnote_xml_style_splits_a_word.xml")
    (entry,) = reading.entries
    assert (reading.format, reading.markers, reading.flaws, reading.strays) == ("EndNote XML", 1, (), ())
    assert entry.title == "Fine meshes of H2O & sand, p < 0.05"  # one word in three styles
    assert entry.authors == "Miller, Ada B.; World Health Organization; Unit of Sieves, Basel"
    assert (entry.source_id, entry.type, entry.year) == ("41", "Journal Article", 2019)
    assert (entry.journal, entry.volume, entry.issue, entry.pages) == ("Journal of Sieving", "7", "2", "12-9")
    assert (entry.doi, entry.pmid, entry.accession) == ("10.5555/sieve.41", "31234567", "31234567")
    assert (entry.issn, entry.keywords) == ("1234-5678 (Print); 8765-4321", "Sieves; Meshes, fine")
    assert (entry.abstract, entry.url, entry.language) == ("We sieved.", "https://example.org/sieves", "eng")


def test_what_no_column_takes_is_kept_under_a_path():
    found = fields("endnote_xml_style_splits_a_word.xml", endnote_xml)
    assert found["notes"] == ["first\nsecond"]
    assert found["dates/pub-dates/date"] == ["Nov 3"]
    assert found["contributors/secondary-authors/author"] == ["Editor, Eve"]
    assert found["database@path"] == ["C:\\Reviews\\Sieve.enl"]
    assert found["ref-type"] == ["17"]
    assert not any("style" in tag for tag in found)


def test_an_entry_of_zotero_without_style_is_read(read):
    first, second = read("endnote_xml_zotero_without_style.xml").entries
    assert first.title == "A title that was broken into two lines"
    assert (first.issn, first.keywords) == ("1111-2222; 3333-444X", "Sieves, coarse")
    assert (first.pages, first.issue, first.doi) == ("e17", "3", "10.5555/zot.1")
    assert (first.accession, first.pmid, first.source_id) == ("L2001234567", "", "")
    assert (second.title, second.year, second.type, second.line) == ("", 2020, "Report", 28)
    assert second.pages == "e0123"


def test_every_field_has_its_line():
    raw = next(iter(endnote_xml.scan(Content(SAMPLES / "endnote_xml_zotero_without_style.xml"))))
    lines = dict(zip(raw.tags, raw.lines, strict=True))
    assert (raw.line, lines["titles/title"], lines["remote-database-name"]) == (4, 10, 26)


def test_a_search_without_hits_is_an_export(read):
    for empty in (
        "<xml>\n<records></records></xml>",
        "<xml>\n<records/></xml>",
        "<PubmedArticleSet>\n</PubmedArticleSet>",
    ):
        reading = read(empty)
        assert (reading.entries, reading.markers, reading.strays) == ((), 0, ())


# --- PubMed -------------------------------------------------------------------------------------


def test_an_article_of_pubmed_is_read_whole(read):
    reading = read("pubmed_xml_article_with_references.xml")
    entry = reading.entries[0]
    assert (reading.format, reading.markers, reading.flaws, reading.strays) == ("PubMed XML", 2, (), ())
    assert entry.title == "Expression of SIEV2 in meshes, p < 0.05."
    assert entry.authors == "Müller, Ada B Jr; Only, OI; SIEVE Trial Group UK"  # the misspelt one is out
    assert entry.abstract == "BACKGROUND: Meshes are fine. RESULTS: They held. No label."
    assert (entry.year, entry.journal, entry.volume, entry.issue) == (1998, "Journal of sieving", "12", "3")
    assert (entry.pages, entry.issn, entry.language) == ("120-9", "1234-5678", "eng; fre")
    assert (entry.source_id, entry.pmid, entry.accession) == ("90000001",) * 3
    assert entry.type == "Journal Article; Randomized Controlled Trial"
    assert entry.keywords == "mesh size; Sieves/*therapeutic use; Humans"


def test_a_reference_lends_an_article_nothing(read):
    first, second = read("pubmed_xml_article_with_references.xml").entries
    assert (first.doi, second.doi) == ("10.5555/of.the-article", "10.5555/siebe.2")
    found = fields("pubmed_xml_article_with_references.xml", pubmed_xml)
    assert found["ReferenceList/Reference/ArticleIdList/ArticleId[doi]"] == ["10.5555/of-a-reference"]
    assert found["AuthorList/Author/AffiliationInfo/Affiliation"] == ["Institute of Sieves, Basel."]
    assert "Mueller" in found["AuthorList/Author/LastName"]


def test_a_title_that_nobody_translated_is_the_vernacular_one(read):
    entry = read("pubmed_xml_article_with_references.xml").entries[1]
    assert (entry.title, entry.pages, entry.year) == ("Feine Siebe.", "e1234", 2024)


def test_chapters_and_books_are_entries_and_deletions_are_not(read):
    reading = read("pubmed_xml_book_chapter_and_deletions.xml")
    chapter, book = reading.entries
    assert (chapter.title, chapter.journal, chapter.authors) == (
        "Coarse sieves",
        "All About Sieves",
        "Chapman, Cho",
    )
    assert (book.title, book.journal, book.authors) == ("A Whole Book", "Series of Sieves", "Whole, Wim")
    assert (chapter.issn, chapter.year, book.year) == ("9780000000001", 2011, 2012)
    assert [stray.text for stray in reading.strays] == ["DeleteCitation: 90000005 90000006"]
    assert reading.markers == 2 and not reading.flaws


def test_a_lone_article_is_an_export(read):
    reading = read(ARTICLE.format(7) + "\n")
    assert [entry.pmid for entry in reading.entries] == ["7"]


# --- what is broken -----------------------------------------------------------------------------


def test_a_broken_entry_is_kept_and_flagged_and_the_rest_read(read):
    reading = read("endnote_xml_not_well_formed.xml")
    assert [(entry.source_id, entry.title, entry.line) for entry in reading.entries] == [
        ("1", "Whole", 3),
        ("2", "Salt & pepper, n <5, café", 4),
        ("3", "Closed by the wrong mark", 5),
        ("4", "Never closed", 7),
        ("5", "Whole again", 8),
        ("6", "Cut off in the mid", 10),
    ]
    assert [bool(entry.flaws) for entry in reading.entries] == [False, True, True, True, False, True]
    assert reading.entries[2].volume == "4"
    assert [flaw.line for flaw in reading.entries[2].flaws] == [6]
    assert [(stray.line, stray.text) for stray in reading.strays] == [(9, "stray words")]
    assert reading.markers == 6


def test_a_file_that_ends_between_two_entries_says_so(tmp_path):
    whole = ENDNOTE.format(RECORD.format(1, "A") + RECORD.format(2, "B"))
    cut = whole[: whole.rindex("</records>")]
    assert [len(raw.flaws) for raw in scanned(tmp_path, whole)[0]] == [0, 0]
    first, last = scanned(tmp_path, cut)[0]
    assert not first.flaws and "</records>" in last.flaws[0].text


def test_an_article_that_holds_nothing_is_no_entry_but_counts(read):
    reading = read("<PubmedArticleSet>\n<PubmedArticle>\n  wrong format\n</PubmedArticleSet>\n")
    assert (reading.entries, reading.markers) == ((), 1)
    assert [(stray.line, stray.text) for stray in reading.strays] == [(2, "<PubmedArticle> wrong format")]


def test_an_empty_record_is_an_entry(tmp_path):
    raws, strays, markers = scanned(tmp_path, ENDNOTE.format("<record/><record></record>"))
    assert (len(raws), strays, markers) == (2, [], 2)
    assert all(raw.flaws for raw in raws)


def test_comments_and_cdata_hold_no_entries(read):
    reading = read("endnote_xml_hidden_record_marks.xml")
    assert [entry.title for entry in reading.entries] == ["Real"]
    assert reading.entries[0].abstract == "Each <record> of a & b"


def test_a_comment_that_never_ends_swallows_no_entry(tmp_path):
    raws, _, markers = scanned(tmp_path, ENDNOTE.format(RECORD.format(1, "A <!-- ") + RECORD.format(2, "B")))
    assert [raw.get("rec-number") for raw in raws] == ["1", "2"] and markers == 2
    assert raws[0].flaws and not raws[1].flaws


def test_a_text_that_breaks_off_inside_cdata_is_kept(tmp_path):
    text = "<xml><records><record><titles><title>T</title></titles><abstract><![CDATA[Half of a & b"
    ((raw,), _, _) = scanned(tmp_path, text)
    assert (raw.get("titles/title"), raw.get("abstract")) == ("T", "Half of a & b")
    assert raw.flaws


def test_elements_nested_too_deep_are_flagged(tmp_path):
    deep = f"<record>{'<a>' * 5000}x</record>"
    raws, _, _ = scanned(tmp_path, ENDNOTE.format(deep + RECORD.format(2, "B")))
    assert raws[0].flaws and raws[1].get("titles/title") == "B"


def test_prefixes_that_the_root_declares_are_no_flaw(tmp_path):
    text = '<xml xmlns:z="http://example.org/z"><records><record><z:note>n</z:note></record></records></xml>'
    ((raw,), _, _) = scanned(tmp_path, text)
    assert "n" in raw.values and not raw.flaws


def test_files_put_together_are_read_to_the_end(tmp_path):
    raws, strays, markers = scanned(tmp_path, ENDNOTE.format(RECORD.format(1, "A")) * 3)
    assert (len(raws), strays, markers) == (3, [], 3)


# --- what must not be read ----------------------------------------------------------------------

DECLARED = {
    "an external entity": '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "a parameter entity": '<!DOCTYPE xml [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>',
    "an entity with a mark": '<!DOCTYPE xml [<!ENTITY x "<record>">]>',
}


def test_an_entity_bomb_is_refused(read):
    with pytest.raises(Refused, match="declares entities") as refused:
        list(endnote_xml.scan(Content(SAMPLES / "endnote_xml_entity_bomb.xml")))
    assert refused.value.line == 3


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(tmp_path, declared, encoding):
    text = ENDNOTE.format(RECORD.format(1, "&x;")).replace("<xml>", f"{declared}<xml>")
    with pytest.raises(Refused, match=r"declares entities.*\(x\)"):
        scanned(tmp_path, text.encode(encoding))


def test_entities_declared_between_two_files_are_refused(tmp_path):
    text = ENDNOTE.format(RECORD.format(1, "A"))
    with pytest.raises(Refused, match="declares entities"):
        scanned(tmp_path, text + DECLARED["an external entity"] + text)


def test_nothing_is_fetched(tmp_path):
    (tmp_path / "x.dtd").write_text('<!ENTITY x "fetched">')
    text = ENDNOTE.format(RECORD.format(1, "A &x;"))
    text = text.replace("<xml>", f'<!DOCTYPE xml SYSTEM "{(tmp_path / "x.dtd").as_uri()}"><xml>')
    ((raw,), _, _) = scanned(tmp_path, text)
    assert raw.get("titles/title") == "A &x;" and raw.flaws


def test_an_entry_without_end_is_refused(tmp_path):
    with pytest.raises(Refused, match="16 million"):
        scanned(tmp_path, ENDNOTE.format(RECORD.format(1, "x" * (17 << 20))))


# --- letters and lines --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("ISO-8859-2", "iso8859-2"),
        ("UTF-8", "cp1252"),  # a lie
        ("ISO-8859-1", "utf-8"),  # another
        ("UTF-16", "utf-8"),  # and another
    ],
)
def test_letters_are_read_as_they_were_written(read, declared, encoding):
    name = "Őze, Ůla" if encoding == "iso8859-2" else "Müller, Bjørn" + ("”" if encoding == "cp1252" else "")
    text = ENDNOTE.format(RECORD.format(1, name)).replace("UTF-8", declared)
    reading = read(text.encode(encoding))
    assert [entry.title for entry in reading.entries] == [name]
    assert not reading.flaws


def test_a_cyrillic_file_is_read_by_its_declaration(read):
    reading = read(
        ENDNOTE.format(RECORD.format(1, "Сито и сетка")).replace("UTF-8", "windows-1251").encode("cp1251")
    )
    assert (reading.entries[0].title, reading.encoding) == ("Сито и сетка", "cp1251")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_true_beyond_65535(tmp_path, end):
    body = "\n".join(["", RECORD.format(1, "A"), *[""] * 150_000, RECORD.format(2, "B"), ""])
    raws, _, _ = scanned(tmp_path, ENDNOTE.format(body).replace("\n", end))
    assert [raw.line for raw in raws] == [3, 150_004]
    assert list(raws[1].lines) == [150_004, 150_004]


def test_a_file_on_one_line_is_cut_at_its_entries(tmp_path):
    many = "".join(RECORD.format(at, "ü" * 300) for at in range(2000))
    raws, strays, markers = scanned(tmp_path, ENDNOTE.format(many))
    assert [raw.get("rec-number") for raw in raws] == [str(at) for at in range(2000)]
    assert {raw.get("titles/title") for raw in raws} == {"ü" * 300} and markers == 2000 and not strays


@pytest.mark.parametrize("size", range(1, 9))
def test_a_text_is_the_same_wherever_it_is_cut(tmp_path, monkeypatch, size):
    monkeypatch.setattr("tamis.formats.content._PIECE", size)
    path = tmp_path / "export"
    path.write_bytes("\ufeffä\r\n\r\r\nЖ𝛼\ufeff漢\r<record\n/>\r".encode())
    stretches = list(Content(path).stretches())
    assert b"".join(stretches).decode() == "ä\n\n\nЖ𝛼漢\n<record\n/>\n"
    assert all(stretch.decode() or True for stretch in stretches)  # no letter is cut
    assert endnote_xml.count_markers(Content(path)) == 1


# --- recognition --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "<html><body><records><record></record></records></body></html>",
        "<records><record><language>eng</language><publisher>P</publisher></record></records>",  # DOAJ
        "<collection><record><leader>x</leader></record></collection>",  # MARC
        "<xml><data>1</data></xml>",
        "TY  - JOUR\nTI  - <xml><records><record>\nER  -\n",
        "<article><PubmedArticle/></article>",
    ],
)
def test_other_files_are_not_taken_for_these(tmp_path, other):
    path = tmp_path / "export"
    path.write_text(other)
    assert recognise(Content(path)) not in (endnote_xml, pubmed_xml)


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*_xml_*.xml")))
def test_samples_are_recognised_by_what_they_hold(sample):
    expected = endnote_xml if sample.startswith("endnote") else pubmed_xml
    assert recognise(Content(SAMPLES / sample)) is expected


# --- properties ---------------------------------------------------------------------------------

MARKS = """<record> </record> <record/> <record <titles> </titles> <title> </title> <style> <br/> <p:a> </xml>
<PubmedArticle> </PubmedArticle> <PMID> </PMID> <Author> <PubDate> &amp; & &nbsp; &#0; &#xD; a é " ' <? ?>
<!-- --> <![CDATA[ ]]> <!DOCTYPE [ ]> <!ENTITY < > ="""
LETTERS = ["\n", "\r", "\0", "\ufeff", "\ud7ff", " ", "<AbstractText Label='A'>"]
WORDS = st.sampled_from([*re.findall(r"\S+", MARKS), *LETTERS])
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(tmp_path, data):
    """Nothing but `Refused` is raised, lines go up, and what is counted is there or told."""
    for format in (endnote_xml, pubmed_xml):
        try:
            raws, strays, markers = scanned(tmp_path, data, format)
        except Refused:
            continue
        lines = [raw.line for raw in raws]
        assert lines == sorted(lines)
        for ordinal, raw in enumerate(raws, start=1):
            assert len(raw.tags) == len(raw.values) == len(raw.lines)
            format.COLUMNS.extras(raw, format.COLUMNS.entry(ordinal, raw))
        if b"<!" not in data:
            assert len(raws) == markers or strays


@SETTINGS
@given(st.lists(WORDS, max_size=60).map("".join))
def test_no_text_breaks_the_reader(tmp_path, text):
    check(tmp_path, text.encode())


@SETTINGS
@given(st.data())
def test_no_changed_sample_breaks_the_reader(tmp_path, data):
    sample = data.draw(st.sampled_from(sorted(SAMPLES.glob("*_xml_*.xml"))))
    content = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(
            st.binary(max_size=6) | WORDS.map(str.encode)
        )
    check(tmp_path, bytes(content))


@SETTINGS
@given(st.integers(0, 4000))
def test_a_file_cut_off_anywhere_keeps_what_was_whole(tmp_path, at):
    data = (SAMPLES / "pubmed_xml_article_with_references.xml").read_bytes()[:at]
    raws, strays, markers = scanned(tmp_path, data, pubmed_xml)
    assert len(raws) == markers or strays
    whole = data.count(b"</PubmedArticle>")
    assert [raw.get("PMID") for raw in raws[:whole]] == ["90000001", "90000002"][:whole]
    assert len(raws) == whole or raws[-1].flaws


@SETTINGS
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40), max_size=5)
)
def test_texts_come_out_as_they_went_in(tmp_path, texts):
    from xml.sax.saxutils import escape

    records = "".join(RECORD.format(at, escape(text)) for at, text in enumerate(texts))
    raws, _, markers = scanned(tmp_path, ENDNOTE.format(records))
    assert markers == len(texts)
    assert [raw.get("titles/title") for raw in raws] == [
        text.replace("\ufeff", "").replace("\ufffe", "").replace("\uffff", "").strip() for text in texts
    ]


def test_the_text_of_a_comment_between_entries_is_told(read):
    one, two = RECORD.format(1, "A"), RECORD.format(2, "B")
    reading = read(ENDNOTE.format(f"{one}\n<!-- left out:\n{RECORD.format(3, 'Old')} -->\n{two}") + "\n")
    assert [entry.title for entry in reading.entries] == ["A", "B"]
    said = " ".join(stray.text for stray in reading.strays)
    assert "left out:" in said and "Old" in said


def test_what_stands_behind_a_deletion_that_is_not_closed_is_told(read):
    """An article whose own mark is broken stands in it."""
    entry = "<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>"
    reading = read(
        f"<PubmedArticleSet>\n{entry}\n<DeleteCitation><PMID>2</PMID>\n"
        f"<PubmedArtcle><PMID>3</PMID><ArticleTitle>Unseen</ArticleTitle></PubmedArtcle>\n{entry}\n</PubmedArticleSet>\n"
    )
    assert len(reading.entries) == 2
    assert [stray.text for stray in reading.strays] == ["DeleteCitation: 2 3 Unseen"]
