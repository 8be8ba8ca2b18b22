"""What is written and read again is the same in the columns that the format holds, white space apart.

Entries are as they are once they were read: on one line, without mark-up and entities, `Last, First`.
"""

import csv
import io
import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest
import rispy
from bibtexparser import parse_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tamis.formats.columns import clean, joined, normal_doi
from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.reading import open_export
from tamis.formats.writers import WRITERS
from tamis.formats.writers.text import plain

#: What formats take for something else, in pieces that Hypothesis puts together.
PIECES = [
    *"\n\r\t \"'`{}\\$%#&_^~@=+-,;:.<>|[]()/*",
    *["\nER  - ", "\nTY  - JOUR\n", "AU  - ", "PMID- 1", "@article{a,", "\n@comment{", '",', "}\n}", "\\"],
    *[
        "<b>",
        "</i>",
        "a<b",
        "&amp;",
        "&lt;i&gt;",
        "&#38;",
        "&nbsp;",
        "&amp;lt;b&amp;gt;",
        "]]>",
        "<!--",
        "&x;",
    ],
    *["=1+1", "@SUM(A1)", "'=1", "+44", "-5", "--", "``", "\\'e", "{\\'e}", "\\textit{x}", "$x_1^2$", "10%"],
    *[
        " and ",
        " AND ",
        "and",
        "others",
        "é",
        "ß",
        "𝒳",
        "中文",
        "\u2028",
        "\xa0",
        "\ufeff",
        "\x00",
        "\x0b",
        "\x1b",
    ],
    *["e\u0301", "\ud800", "\ufffe", "word", "Two Words", "p < 0.05", "H2O", "1", "2001", "10.5555/a_b"],
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8).map("".join)
lines = texts.map(lambda text: clean(plain(text.replace("\ufffd", "?"))))
word = st.text("abcXYZéß0189", min_size=1, max_size=6)


def apart(separators: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lists as a column has them: nothing in a value that parts values, and each value once."""
    made = values.map(lambda value: "".join(" " if letter in separators else letter for letter in value))
    return st.lists(made.map(clean), max_size=4).map(
        lambda found: "; ".join(filter(None, dict.fromkeys(found)))
    )


#: As they are once they were read.
people = st.lists(
    st.builds("{}, {}".format, word, word) | st.builds("{} {}, {}".format, word, word, word) | lines,
    max_size=4,
).map(lambda names: joined(re.sub(r"[;\s]+", " ", re.sub(r"(?:\s*,)+", ",", name)) for name in names))
addresses = st.builds("https://example.org/{}?a=1&b={}#{}".format, word, word, word)
entries = st.builds(
    Entry,
    ordinal=st.just(1),
    line=st.just(1),
    source_id=word,
    type=lines,
    title=lines,
    authors=people,
    year=st.none() | st.integers(1400, 2099),
    journal=lines,
    volume=lines,
    issue=lines,
    pages=lines | st.builds("{}-{}".format, st.integers(1, 99), st.integers(1, 99)),
    doi=st.just("")
    | lines.map(lambda text: normal_doi("10.5555/a" + re.sub(r"[][()\s]", "", text) + "z")).filter(
        lambda name: "\ufffd" not in name  # as `%ff` becomes
    ),
    pmid=st.just("") | st.integers(1, 99999999).map(str),
    accession=st.just("") | word,
    issn=apart(";", st.from_regex(r"[0-9]{4}-[0-9]{3}[0-9X]", fullmatch=True) | word),
    abstract=lines,
    keywords=apart(";", lines),
    url=st.just("") | addresses,
    language=lines,
)
LISTS = {"authors", "issn", "keywords"}
#: Columns that a reader fills from others where the file has nothing for them.
DERIVED = {"source_id", "doi", "pmid", "accession", "url"}


def again(writer, written, folder):
    """Return what is read of what was written."""
    path = folder / "file"
    with path.open("wb") as stream:
        for piece in writer.write(written):
            stream.write(piece.encode())
    export = open_export(path)
    assert export is not None
    return list(export.entries()), export


def same(writer, before, after):
    """Return what differs in the columns that the format holds."""
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in COLUMNS[2:]
        if name in writer.HOLDS
        and not (name in DERIVED and not getattr(before, name))
        and squeezed(name, before) != squeezed(name, after)
    }


def squeezed(name, entry):
    value = getattr(entry, name)
    if name in LISTS:
        return [plain(part) for part in value.split(";")]
    if name == "pages":  # dashes of any kind are hyphens, in BibTeX
        return re.sub(r"\s*[-\u2010-\u2015\u2212]+\s*", "-", plain(value))
    return plain(value) if isinstance(value, str) else value


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=st.lists(entries, min_size=1, max_size=3, unique_by=lambda entry: entry.source_id.casefold()))
def test_what_is_written_and_read_again_is_the_same(name, written, tmp_path_factory):
    writer = WRITERS[name]
    read, export = again(writer, written, tmp_path_factory.mktemp("written"))
    assert len(read) == len(written) == export.count_markers()
    assert [same(writer, *two) for two in zip(written, read, strict=True)] == [{}] * len(written)
    assert not export.flaws and not any(entry.flaws for entry in read)


HARD = Entry(
    1,
    1,
    source_id="r2345abcdef",
    type="Article",
    title='"Risk" & <care>: 10% of {all} p_values, a\\b ~ c^d, $x$ ``y\'\' <0.05 -- a @test{x} is "=1+1"',
    authors="Müller-Óg, Jörg P.; de la Cruz, Ana; King, M., Jr; Ministry of Health, Labour and Work; UN",
    year=2019,
    journal="Journal of Research & Development",
    volume="12",
    issue="3-4",
    pages="101-109",
    doi="10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
    pmid="31234567",
    accession="2-s2.0-1234567890",
    issn="1234-5678; 8765-432X",
    abstract="=SUM(A1)\nER  - \nTY  - JOUR\n  AU  - Nobody, N.\n@article{x, the end",
    keywords="foster care; children, young; R&D",
    url="https://example.org/a_b?c=1&d=%7Ee#f~g",
    language="English",
)
PLAIN = replace(
    HARD, source_id="r3456abcdef", title="A plain title", type="", accession="", authors="Doe, Jane"
)


@pytest.mark.parametrize("name", WRITERS)
def test_the_hard_things_that_exports_hold_come_back(name, tmp_path):
    read, export = again(WRITERS[name], [HARD, PLAIN], tmp_path)
    assert [same(WRITERS[name], *two) for two in zip([HARD, PLAIN], read, strict=True)] == [{}, {}]
    assert export.count_markers() == 2 and not read[0].flaws


@pytest.mark.parametrize("name", WRITERS)
def test_an_entry_that_has_nothing_is_an_entry(name, tmp_path):
    read, _ = again(WRITERS[name], [PLAIN, Entry(2, 1), PLAIN, Entry(4, 1)], tmp_path)
    assert [entry.title for entry in read] == [PLAIN.title, "", PLAIN.title, ""]


@pytest.mark.parametrize("text", ["the <b> tag", "&amp; and &lt;i&gt;", "&amp;lt;b&amp;gt;"])
@pytest.mark.parametrize("name", WRITERS)
def test_a_title_about_markup_keeps_it(name, text, tmp_path):
    read, _ = again(WRITERS[name], [replace(HARD, title=text)], tmp_path)
    assert read[0].title == text


def test_no_letter_that_xml_forbids_is_written():
    written = replace(
        HARD, title="a\x00b\x0bc\ud800\uffff\ufeffd", authors="Do\x1be, J\x7f.", doi="10.5555/\x01x"
    )
    for name, writer in WRITERS.items():
        text = "".join(writer.write([written])).removeprefix("\ufeff").encode()
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xef\xbb\xbf|\xef\xbf\xbf", text), name


def test_a_kind_is_written_in_each_formats_own_words():
    for type_, ris, bibtex, endnote in (
        ("Journal Article; Case Reports", "JOUR", "article", "Journal Article"),
        ("THES", "THES", "phdthesis", "Thesis"),
        ("Conference Paper", "CONF", "inproceedings", "Conference Proceedings"),
        ("inbook", "CHAP", "incollection", "Book Section"),
        ("Book Review", "JOUR", "article", "Journal Article"),
        ("", "JOUR", "article", "Journal Article"),
        ("misc", "GEN", "misc", "Generic"),
        ("Patent", "PAT", "misc", "Patent"),
    ):
        entry = replace(HARD, type=type_)
        assert next(WRITERS["ris"].write([entry])).startswith(f"TY  - {ris}\n"), type_
        assert next(WRITERS["bib"].write([entry])).startswith(f"@{bibtex}{{"), type_
        assert f'<ref-type name="{endnote}">' in "".join(WRITERS["enxml"].write([entry])), type_
    assert next(WRITERS["ris"].write([Entry(1, 1, title="Of unknown kind")])).startswith("TY  - GEN\n")


def test_a_kind_that_bibtex_has_no_word_for_is_written_beside_it():
    assert "type = {Patent}" in next(WRITERS["bib"].write([replace(HARD, type="Patent")]))
    assert "type =" not in next(WRITERS["bib"].write([replace(HARD, type="misc")]))


def test_every_bibtex_key_is_one_and_stands_once():
    ids = ["a b{c}", "ABC", "", "", "abc-2", "10.5555/x(1)"]
    text = "".join(WRITERS["bib"].write([Entry(1, 1, source_id=id) for id in ids]))
    keys = re.findall(r"@misc\{(.*),", text)
    assert keys[0] == "abc" and len({key.casefold() for key in keys}) == len(ids)
    assert not any(re.search(r"[\s{}(),#%\"]", key) for key in keys)


def test_other_programs_read_ris():
    found = rispy.loads("".join(WRITERS["ris"].write([HARD, PLAIN])))
    assert [entry["id"] for entry in found] == [HARD.source_id, PLAIN.source_id]
    assert found[0]["authors"] == HARD.authors.split("; ")
    assert found[0]["abstract"] == plain(HARD.abstract) and found[0]["year"] == "2019"


def test_other_programs_read_bibtex():
    library = parse_string("".join(WRITERS["bib"].write([HARD, PLAIN])))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [HARD.source_id, PLAIN.source_id]
    assert library.entries[0]["doi"] == HARD.doi and library.entries[0]["url"] == HARD.url


def test_other_programs_read_endnote_xml():
    root = etree.fromstring("".join(WRITERS["enxml"].write([HARD, PLAIN])).encode())
    assert [element.text for element in root.iter("label")] == [HARD.source_id, PLAIN.source_id]
    assert root.findtext("records/record/titles/title") == HARD.title


def test_other_programs_read_csv_and_no_spreadsheet_runs_a_cell():
    text = "".join(WRITERS["csv"].write([HARD, PLAIN]))
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert frame["authors"].tolist() == [HARD.authors, PLAIN.authors]
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(text)) for cell in row
    )
    assert text.count("\n") == 3


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_made_piece_by_piece(name):
    pieces = WRITERS[name].write(replace(PLAIN, source_id=f"id{n}") for n in itertools.count())
    assert len(list(itertools.islice(pieces, 5))) == 5
