"""Real exports of many sources, kept outside of the project, against what they hold."""

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest

from tamis.cli import main
from tamis.errors import Problems
from tamis.formats.reading import open_export, read_export

SHARED = Path(__file__).parents[2].parent / "shared"
EXPORTS = SHARED / "exports"
pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="../shared is not here: it holds real exports, which are not ours to pass on"
)

#: Files whose entries come out in another number, how many, and why.
OTHER_COUNT = {
    "ris/torture_jabref1.ris": (3, "TY stands twice in the middle of its one entry, which has no ER before"),
    "enw/ais_colrev.txt": (6, "blank lines part six entries; the list counted the two that have a %0"),
}
#: Files whose entries the independent count sees in another number than the reader, and why.
MARKED_OTHERWISE = {
    "ris/torture_jabref1.ris": "nine types stand one under the other before its first entry",
    "ris/corrupted_jabref.ris": "its one entry has no TY",
    "pubmed_xml/jabref_malformed.xml": "what it begins as an article holds nothing, and does not end",
}
#: Files that are refused, and what they are said to be.
REFUSED = {
    "traps/s_pdf_named.ris": "it looks like a PDF",
    "traps/s_entity_bomb.xml": "declares entities of its own",
}
EMPTY = {"traps/s_zero_bytes.ris", "traps/s_whitespace_only.nbib"}
#: Formats in which a whole file may be one line.
ONE_LINE = re.compile(r"(endnote_xml|pubmed_xml|json|asreview)/")

_NUMBER = "the list leaves out article numbers"
_SWAPPED = "the list has the name as the file writes it, given names first: the format says which is which"
_INITIALS = "the list has the name as the file writes it, initials first"
_NO_LABEL = "the list leaves out the label of the abstract's first part"
#: Where what is read differs from the list of what to expect, by file, column and samples, and why.
OTHERWISE = {
    ("ris/scopus_cff.ris", "pages", (0, 5)): _NUMBER,
    ("ris/scopus_asysd.ris", "pages", (0, 9)): _NUMBER,
    ("ris/wos_cff.ris", "pages", (0, 9)): _NUMBER,
    ("ris/wos_cff.ris", "title", (9,)): "the list has the file's <i>, which is no part of the title",
    ("ris/dimensions_citesource.ris", "journal", (123,)): "the list leaves out the book that a chapter is in",
    ("ris/trid_colrev.ris", "year", (0,)): "20171129 is a day of 2017; the list has no year",
    ("ris/ieee_colrev.ris", "first_author", (0, 1)): _INITIALS,
    ("ris/missing_er_colrev.ris", "first_author", (0, 1)): _INITIALS,
    (
        "ris/rayyan_gem_example1.ris",
        "n_authors",
        (0,),
    ): "the list leaves out the author under A1, beside one under AU",
    ("medline/jabref_multiple.txt", "n_authors", (0,)): "the list counts a FAU that is empty",
    (
        "medline/jabref_multiple.txt",
        "doi",
        (1,),
    ): "the list leaves out a DOI that is marked by 'doi:', not '[doi]'",
    (
        "medline/eric_loader_colrev.nbib",
        "pages",
        (0,),
    ): "the file says 1-9 under PG and p1-10 under SO: the list took SO",
    ("medline/eric_loader_colrev.nbib", "abstract60", (0,)): "the list leaves out AB",
    (
        "wos/zoorec_synthesisr.txt",
        "first_author",
        (0,),
    ): "the list has an e-mail address for a part of the name",
    ("pubmed_xml/titipata.xml", "abstract60", (0,)): _NO_LABEL,
    ("bib/ieee_elderly.bib", "first_author", (0, 1, 40, 79)): _SWAPPED,
    ("bib/pubmed_elderly.bib", "first_author", (0, 1, 40, 79)): _SWAPPED,
    ("bib/jabref_examples.bib", "first_author", (3,)): "the list has the TeX of Aksın, Özge",
    ("bib/rayyan_gem_example1.bib", "n_authors", (0,)): "the list takes 'a3l, a3f; a4l, a4f' for one name",
    ("bib/scopus_hospitales.bib", "key", (1,)): "the list breaks off the key 'da Rosa2024' at its space",
    ("bib/scopus_colrev.bib", "pages", (1,)): _NUMBER,
    ("csv/openalex_cff.csv", "pages", (0, 1)): "the list leaves out biblio.first_page and biblio.last_page",
    ("csv/pubmed_cff.csv", "volume", (0, 1, 5, 9)): "the list does not look into the column Citation",
    ("csv/pubmed_cff.csv", "pages", (0, 1, 5, 9)): "the list does not look into the column Citation",
    ("csv/scopus_cff.csv", "pages", (0, 5)): _NUMBER,
    (
        "csv/scopus_cff.csv",
        "first_author",
        (0, 1, 5, 9),
    ): "the list has short names where the file has full ones too",
    ("csv/labels_asreview.csv", "pages", (0, 1, 3, 5)): "the list leaves out start_page",
    ("csv/partial_labels_asreview.csv", "pages", (0, 1, 3, 5)): "the list leaves out start_page",
    ("csv/semicolon_asreview.csv", "pages", (0, 1)): "the list leaves out start_page",
    ("csv/semicolon_asreview.csv", "first_author", (0, 1)): "the list leaves out first_authors",
    ("csv/tab_named_csv_asreview.csv", "pages", (0, 1)): "the list leaves out start_page",
    ("csv/tab_named_csv_asreview.csv", "first_author", (0, 1)): "the list leaves out first_authors",
    ("csv/scopus_litstudy.csv", "first_author", (57,)): "'[No author name available]' is no author",
    (
        "csv/scopus_litstudy.csv",
        "EID",
        (29, 57),
    ): "rows have more cells than headings: the list took the cell before",
    ("csv/ieee_litstudy.csv", "first_author", (0, 1, 5, 9)): _INITIALS,
    ("tsv/refworks_cff.tsv", "pages", (0, 1, 50, 99)): "the list leaves out Other Pages",
    ("text_report/embase_records_hospitales.txt", "pages", (20, 39)): _NUMBER,
    ("text_report/ovid_jabref4.txt", "title", (0,)): "the list has '[Article]' for a part of the title",
    (
        "text_report/ovid_jabref4.txt",
        "first_author",
        (0,),
    ): "the list has the number of an address for a part of the name",
    ("text_report/ovid_jabref4.txt", "journal", (0,)): "the list has the whole line of the source",
    ("text_report/ovid_jabref4.txt", "volume", (0,)): "the list does not look into the line of the source",
    ("text_report/ovid_jabref4.txt", "pages", (0,)): "the list does not look into the line of the source",
}

#: Columns that the list of what to expect has under the same name, and others by the name they have there.
WORDS = ("title", "journal")
VALUES = ("year", "volume", "pages", "doi", "pmid")
#: What says something of a sample, but of no field of it.
REMARKS = {"index", "note", "expect"}


def manifest():
    """Return each file, with its true number of entries."""
    if not SHARED.exists():
        return {}
    with (EXPORTS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return {row["file"]: int(row["true_records"]) for row in csv.DictReader(stream)}


def expected():
    """Return the samples of each file that has some."""
    if not SHARED.exists():
        return {}
    with (EXPORTS / "expected.jsonl").open(encoding="utf-8") as stream:
        items = [json.loads(line) for line in stream]
    found = {
        item["file"]: [sample for sample in item["samples"] if sample["index"] is not None] for item in items
    }
    return {file: samples for file, samples in found.items() if samples and file not in OTHER_COUNT}


@cache
def read(file):
    """Return what is read from a file; nothing where it is refused, and what was said then."""
    problems = Problems()
    reading = read_export(EXPORTS / file, file, problems)
    return reading, [str(problem) for problem in problems]


def folded(text):
    """Return words alone: the list writes some texts without their marks."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def one_dash(value):
    """Return pages with one kind of dash."""
    return re.sub(r" ?(?:--|[-‐-―−]) ?", "-", value) if isinstance(value, str) else value


def differences(sample, raw, entry, extras):
    """Yield the columns, or the names of fields, of an entry that are not as a sample says."""
    names = [name for name in entry.authors.split("; ") if name]
    words = {
        **{column: getattr(entry, column) for column in WORDS},
        "first_author": next(iter(names), ""),
        "abstract60": entry.abstract[:60],
    }
    values = {
        **{column: one_dash(getattr(entry, column)) for column in VALUES},
        "n_authors": len(names),
        "ut": entry.accession,
        "PMID": entry.pmid,
        "n_codes": len(raw.all("Codes")),
    }
    fields = {name: value for name, value in sample.items() if name not in REMARKS | {"extra"}}
    for name, value in {**fields, **sample.get("extra", {})}.items():
        if name in words:
            agrees = folded(words[name]) == folded(value)
        elif name in values:
            agrees = values[name] == one_dash(value)
        elif name == "journal_source_cell":
            agrees = value in raw.values and value.startswith(entry.journal) and str(entry.year) in value
        else:  # another field of the file: in a column of its own, or an extra
            held = {entry.source_id, entry.accession, *(text for _, tag, text in extras if tag == name)}
            agrees = not value or str(value) in held
        if not agrees:
            yield name


@pytest.mark.parametrize(("file", "true"), manifest().items() or [("", 0)])
def test_every_entry_of_a_real_export_is_read(file, true):
    reading, problems = read(file)
    if file in REFUSED:
        assert reading is None and REFUSED[file] in problems[0]
        return
    assert reading, problems
    assert len(reading.entries) == OTHER_COUNT.get(file, (true, ""))[0]
    assert (reading.markers != len(reading.entries)) == (file in MARKED_OTHERWISE)
    if file in MARKED_OTHERWISE:
        assert reading.flaws or reading.strays  # where that comes from is told
    lines = [entry.line for entry in reading.entries]
    assert lines == sorted(lines if ONE_LINE.match(file) else set(lines))
    assert [entry.ordinal for entry in reading.entries] == list(range(1, len(lines) + 1))
    assert (reading.format == "") == (file in EMPTY)


@pytest.mark.parametrize(("file", "samples"), expected().items() or [("", [])])
def test_the_samples_of_a_real_export_hold_what_is_expected(file, samples):
    export = open_export(EXPORTS / file)
    entries = [(raw, entry, export.extras(raw, entry)) for raw, entry in export.both(lambda stray: None)]
    assert all(len(sample) > 1 for sample in samples)
    found = {
        (name, sample["index"])
        for sample in samples
        for name in differences(sample, *entries[sample["index"]])
    }
    assert found == {(name, at) for known, name, places in OTHERWISE if known == file for at in places}


def test_no_reason_is_for_a_file_that_is_not_there():
    listed = {*OTHER_COUNT, *MARKED_OTHERWISE, *REFUSED, *EMPTY, *(file for file, _, _ in OTHERWISE)}
    assert listed <= manifest().keys()
    assert {file for file, _, _ in OTHERWISE} <= expected().keys()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("ris/scopus_cff.ris", 0),
        ("traps/s_header_only.csv", 0),
        ("traps/s_truncated.ris", 0),
        *((file, 3) for file in MARKED_OTHERWISE),
        *((file, 4) for file in sorted(EMPTY)),
        *((file, 5) for file in REFUSED),
    ],
)
def test_the_exit_code_says_how_a_real_export_was_read(tmp_path, file, code):
    assert main(["read", str(EXPORTS / file), "-o", str(tmp_path / "records.csv")]) == code


def flaw_lines(file):
    return [flaw.line for flaw in read(file)[0].flaws]


def test_what_the_traps_are_set_for():
    """What the list of what to expect says in words."""
    ris = {
        name: read(f"traps/s_{name}.ris")[0] for name in ("latin1", "utf16", "cr_only", "mixed_eol", "no_er")
    }
    titles = {name: [entry.title for entry in reading.entries][1:] for name, reading in ris.items()}
    assert all(found == titles["utf16"] for found in titles.values())
    assert "éüñå" in ris["latin1"].entries[0].title
    assert not any("\ufffd" in entry.title for reading in ris.values() for entry in reading.entries)
    assert len(flaw_lines("traps/s_no_er.ris")) == 10
    assert flaw_lines("traps/s_truncated.ris") == [read("traps/s_truncated.ris")[0].entries[-1].line]
    assert read("traps/s_nbib_named.ris")[0].format == "MEDLINE (nbib)"
    assert [entry.title[0] for entry in read("traps/s_formula_cells.csv")[0].entries] == list("=+-@")
    (html,) = read("traps/s_html_title.ris")[0].entries
    assert html.title == "Effect of Helicobacter pylori on CO2 & pH < 7 – a trial"
    assert (html.authors, html.year, html.doi) == ("O'Brien, K.", 2019, "10.1000/abc.123")
    assert [entry.title for entry in read("traps/s_duplicate_ids_empty_title.ris")[0].entries][2] == ""
    assert len(read("traps/s_long_line.ris")[0].entries[0].abstract) == 299_999
    assert flaw_lines("traps/s_malformed_records.ris") == [6, 7, 14]
    assert flaw_lines("traps/s_malformed.bib") and flaw_lines("traps/s_broken_rows.csv")


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("searches/Dimensions_246.ris", 246),
        ("searches/econlit_3.ris", 3),
        ("searches/envindex_100.ris", 100),
        ("searches/lens_343.ris", 343),
        ("searches/medline_84.ris", 84),
        ("searches/wos_278.ris", 278),
        ("included_after_full_text.ris", 24),
        ("included_after_title_abstract.ris", 128),
    ],
)
def test_a_real_search_is_read_whole(file, count):
    reading = read_export(SHARED / "reviews/wildfire" / file, file, Problems())
    assert (len(reading.entries), reading.markers) == (count, count)
    # A letter of one of its abstracts was lost long before.
    assert [flaw.line for flaw in reading.flaws] == ([6202] if file == "searches/lens_343.ris" else [])
