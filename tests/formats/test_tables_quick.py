"""Plain tables read by columns: the same as row by row, whatever stands in them."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamis.formats import content
from tamis.formats.columns import NOTHING
from tamis.formats.content import Content, Refused
from tamis.formats.entry import COLUMNS
from tamis.formats.reading import open_export
from tamis.formats.tables import counts, generic, heads, lines, quick, slices
from tamis.formats.tables.sources import SOURCES

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*"))
SHARED = Path(__file__).parents[3] / "shared" / "exports"
HEADS = [
    "Title,Authors,Year,Journal,Volume,Issue,Pages,DOI,URL,Abstract,Keywords,PMID,ISSN,Language,Type",
    "record_id,source_file,type,title,authors,year,journal,volume,number,pages,doi,isbn_issn,abstract,url",
    "title,first page,last page,pages,author,date,abstract,doi link,link,isbn,issn,keyword,mesh,notes",
    "Title,Year,Title",
    ",title,authors,year",
    "Titel;Autoren;Jahr;Zusammenfassung;Schlagworte",
    "ordinal,line,source_id,title,authors,year,doi,accession,abstract,keywords",
    "title,abstract,asreview_label,record_id,authors,keywords,year,doi,url",
    "Authors,Author full names,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,Link,"
    "Abstract,Author Keywords,Index Keywords,ISSN,ISBN,PubMed ID,Language of Original Document,EID",
    "Lens ID,Title,Author/s,Publication Year,Date Published,Source Title,ISSNs,Start Page,End Page,DOI,"
    "External URL,Source URLs,PMID,Abstract,Keywords,MeSH Terms",
    "Publication ID,DOI,PMID,Title,Abstract,Source title,PubYear,Authors,Pagination,Dimensions URL,ISSN,ISBN",
    "author,title,isbn,number,record_id,label,source,year,doi,pages,abstract",
    "key,title,authors,notes,pubmed_id,url,doi,year,keywords",
    "id,display_name,publication_year,authorships.author.display_name,doi,biblio.first_page,biblio.last_page",
    "Title\tAuthors\tYear\tAbstract\tDOI",
    "(internal) id,(source) id,title,authors,keywords",
]


def heads_of(source):
    """A head of each form that a source knows, with every heading that its rules look at."""
    looked_at = {tag for rule in source.rules.values() for tag in rule.tags}
    for own in source.heads:
        yield ",".join(
            [*sorted(own), *sorted(name for name in looked_at - own if not set(name) & {*',;"\t'})]
        )


OF_SOURCES = [head for source in SOURCES for head in heads_of(source)]
HEADS += OF_SOURCES
CELLS = [
    *("", "", "", " ", "\n", "a", "A title", " A title", "A  title", "A\ttitle", "of two\nlines", 'a "word"'),
    *("H<sub>2</sub>O", "a &amp; b", "p <0.05", "x<s>y", '="2019"', "=1+1", "'=1+1", "#N/A", "#REF! ", "N/A"),
    *("Doe, J.", "Doe, J.; Roe, R. A.", "Doe J; Roe R", "Doe, J., Roe, R.", "Doe J and Roe R", "Doe, Ä. von"),
    *(
        "Smith J, Doe R",
        "Smith, J and K",
        "Doe, Jane (12); Roe, R. (3)",
        "['Doe, J.', 'Roe, R.']",
        "Doe; ;Roe",
    ),
    *("Smith, and Co", "World Health Organization", "J. Doe|R. Roe", "Doe, J. (a@b.org)", "Title", "Year"),
    *("2019", "2019-05-01", "May 2019", "1234-567X", "ISSN 1234-5678; 9781234567897", "12", "a; b; a", "e1"),
    *(
        "10.1000/abc.1",
        "10.1000/ABC",
        "https://doi.org/10.1000/x",
        "doi:10.1000/x(1)",
        "10.1000/a;b",
        "10.1/x",
    ),
    *(
        "1-9",
        "S1",
        "\xa0",
        "\xa0a",
        "a\u2003",
        "é",
        "e\u0301",
        "\ufffd",
        "x" * 210 + " " * 50 + "y",
        "|",
        ";",
    ),
    *(
        "x" * 210 + " \u2003" * 30 + "y",
        " " * 60,
        "https://a.org/?id=1",
        "nan",
        "None",
        "title",
        "DOI",
        "Authors",
    ),
    *sorted(NOTHING),
]
cell = st.sampled_from(CELLS) | st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=6)


def batches(path: Path, seen=None):
    """What is read, by columns where `seen` is None, else row by row; or what is said where it is refused."""
    strays, entries, flaws = [], [], []
    try:
        export = open_export(path)
        if export is None or not export.is_table:
            return None
        for batch in export.batches(strays.append, seen):
            entries += [tuple(entry[name] for name in COLUMNS) for entry in batch.table.to_pylist()]
            flaws += batch.flaws
    except Refused as refused:
        return refused.text
    return entries, flaws, strays


def by_rows(path: Path):
    return batches(path, lambda raw, entry: None)


def slow_count(path: Path) -> int:
    """Count line by line, as what is not plain is counted."""
    of = Content(path)
    place = heads.find(of.head.removeprefix("\n"), {})
    first = of.head.removeprefix("\n").split("\n", place.line)[place.line - 1]
    _, chunks = lines.below(of.chunks(), place.line + place.span - 1)
    begins = [first, *counts._outside(chunks, place)]
    return counts._entries((counts._cells(line, place.delimiter) for line in begins), place.head.source.parts)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_read_alike_both_ways(path):
    assert batches(path) == by_rows(path)


def test_every_real_export_is_read_alike_both_ways():
    files = [path for folder in ("csv", "tsv", "wos_tab", "traps") for path in (SHARED / folder).glob("*")]
    if not files:
        pytest.skip("needs ../shared/exports")
    read = {path.name: batches(path) for path in files}
    assert read == {path.name: by_rows(path) for path in files}
    assert sum(isinstance(found, tuple) for found in read.values()) > 20


@pytest.fixture
def small_slices(monkeypatch):
    """Slices of some hundred bytes."""
    monkeypatch.setattr(slices, "_SIZE", 300)
    monkeypatch.setattr(content, "_PIECE", 100)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from(HEADS),
    rows=st.lists(st.lists(cell, min_size=20, max_size=20), max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    insert=st.none()
    | st.tuples(st.integers(0, 2000), st.sampled_from(['"', ",", "\n", "\n\n", '""', '"x"', "\t"])),
    again=st.none() | st.integers(0, 8),
)
def test_any_table_is_read_and_counted_alike_both_ways(
    tmp_path, small_slices, head, rows, quoting, insert, again
):
    delimiter = next(mark for mark in ",;\t" if mark in head)
    names = head.split(delimiter)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    for number, row in enumerate(rows):
        writer.writerow(names if number == again else (row * len(names))[: len(names)])
    text = out.getvalue()
    if insert:
        at = min(insert[0], len(text))
        text = text[:at] + insert[1] + text[at:]
    path = tmp_path / "export"
    path.write_text(f"{head}\n{text}", encoding="utf-8", newline="")
    assert batches(path) == by_rows(path)
    assert open_export(path).count_markers() == slow_count(path)


@pytest.mark.parametrize("head", OF_SOURCES, ids=lambda head: head[:30])
def test_every_cell_of_every_source_alone_is_read_alike_both_ways(tmp_path, head):
    names = head.split(",")
    path = tmp_path / "export"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for at in range(len(names)):
            for text in ("in press", "2019"):
                writer.writerow([text if at == here else "x" * (here == 0) for here in range(len(names))])
    assert len(batches(path)[0]) == 2 * len(names)
    assert batches(path) == by_rows(path)


def plain_parts(path: Path) -> list:
    """What is read by columns, and what row by row."""
    of = Content(path)
    return [type(part).__name__ for part in quick.read(of, heads.find(of.head.removeprefix("\n"), {}))]


def test_a_table_is_read_by_columns_up_to_where_it_is_not_plain(tmp_path, small_slices):
    path = tmp_path / "export"
    plain = "".join(f'"A title of\nmany, {number}","Doe, J.",2019\n' for number in range(30))
    path.write_text(f"Title,Authors,Year\n{plain}")
    parts = plain_parts(path)
    assert set(parts) == {"Plain"} and len(parts) > 2
    path.write_text(f'Title,Authors,Year\n{plain}"A title",,2020,x\n{plain}')
    parts = plain_parts(path)
    assert parts[0] == "Plain" and parts[-1] == "Raw" and parts.count("Raw") > 30
    assert batches(path) == by_rows(path)


def test_no_heading_that_is_known_has_a_number():
    """Which `quick` takes for granted where it looks for a second head."""
    assert not any(letter.isdigit() for heading in generic._COLUMN_OF for letter in heading)


@pytest.mark.parametrize(
    "text",
    [
        # The title of a second table at the end of a slice: its head is in the next one.
        "Title,Authors,Year\n" + "A title,A,2019\n" * 20 + "Second table,,\nTitle,Year,Authors\nB,2020,R\n",
        "Lens ID,Title,Author/s,Keywords\n1,A title,A,b;a;b\n",
        "Lens ID,Title,Author/s,Keywords,MeSH Terms\n1,A title,A,a,b\n",
        "Title,Author,Subjects,Keywords\nA title,A,a,b\n",
    ],
)
def test_what_chance_hardly_finds_is_read_alike_both_ways(tmp_path, small_slices, monkeypatch, text):
    path = tmp_path / "export"
    path.write_text(text)
    for size in range(100, 400, 15):
        monkeypatch.setattr(slices, "_SIZE", size)
        monkeypatch.setattr(content, "_PIECE", 15)
        assert batches(path) == by_rows(path)
