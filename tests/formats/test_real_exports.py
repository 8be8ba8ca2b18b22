"""Real exports of many sources, kept outside of the project, against what they hold."""

import csv
import json
import re
from pathlib import Path

import pytest

from tamis.errors import Problems
from tamis.formats.reading import read_export

SHARED = Path(__file__).parents[2].parent / "shared"
EXPORTS = SHARED / "exports"
pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="../shared is not here: it holds real exports, which are not ours to pass on"
)
KNOWN = re.compile(r"(ris|medline|wos)/|csv/scopus|traps/.*\.(ris|nbib)$")

#: Files of these formats whose entries come out in another number, and why.
OTHER_COUNT = {
    "ris/torture_jabref1.ris": "TY stands in the middle of its one entry, which has no ER before: 3 are read",
}
#: Files that are refused, and why.
REFUSED = {
    "traps/s_zero_bytes.ris": "is empty",
    "traps/s_whitespace_only.nbib": "is empty",
    "traps/s_pdf_named.ris": "it is a PDF",
}
#: Where what is read differs from the list of what to expect, by file and column, and why.
OTHERWISE = {
    ("ris/scopus_cff.ris", "pages"): "the list leaves out article numbers",
    ("ris/scopus_asysd.ris", "pages"): "the list leaves out article numbers",
    ("ris/wos_cff.ris", "pages"): "the list leaves out article numbers",
    ("csv/scopus_cff.csv", "pages"): "the list leaves out article numbers",
    ("csv/scopus_cff.csv", "first_author"): "the list has short names, full ones are read",
    ("csv/scopus_litstudy.csv", "first_author"): "'[No author name available]' is no author",
    ("ris/dimensions_citesource.ris", "journal"): "a chapter's book is read, the list leaves it out",
    ("ris/ieee_colrev.ris", "first_author"): "'A. Author-One' is read as 'Author-One, A.'",
    ("ris/missing_er_colrev.ris", "first_author"): "'A. Author-One' is read as 'Author-One, A.'",
    ("ris/rayyan_gem_example1.ris", "n_authors"): "A1 is read as an author beside AU",
    ("medline/jabref_multiple.txt", "n_authors"): "an empty FAU is counted in the list",
    ("medline/jabref_multiple.txt", "doi"): "'doi:10...' is a DOI",
    ("medline/eric_loader_colrev.nbib", "pages"): "PG is read, the list took SO",
    ("medline/eric_loader_colrev.nbib", "abstract60"): "AB is read, the list has nothing",
    ("wos/zoorec_synthesisr.txt", "first_author"): "an e-mail address is no part of a name",
}


#: Columns that the list of what to expect has under the same name.
PLAIN = ("title", "year", "journal", "doi", "volume", "pages", "pmid")


def files():
    """The files of known formats, with their true number of entries."""
    if not SHARED.exists():
        return []
    with (EXPORTS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [(row["file"], int(row["true_records"])) for row in rows if KNOWN.match(row["file"])]


def same(text):
    return re.sub(r"\W+", " ", text).strip().casefold() if isinstance(text, str) else text


@pytest.mark.parametrize(("file", "true"), files() or [("", 0)])
def test_every_entry_of_a_real_export_is_read(file, true):
    problems = Problems()
    reading = read_export(EXPORTS / file, file, problems)
    if file in REFUSED:
        assert reading is None and REFUSED[file] in str(next(iter(problems)))
        return
    assert reading, list(problems)
    assert (len(reading.entries) == true) == (file not in OTHER_COUNT)
    if file not in OTHER_COUNT and reading.markers != true:
        assert reading.flaws  # what the count does not see is told
    lines = [entry.line for entry in reading.entries]
    assert lines == sorted(set(lines)) and [e.ordinal for e in reading.entries] == list(
        range(1, len(lines) + 1)
    )


def test_the_samples_of_real_exports_hold_what_is_expected():
    expected = map(json.loads, (EXPORTS / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    differ = set()
    compared = 0
    for item in expected:
        file = item["file"]
        if not KNOWN.match(file) or file in REFUSED or file in OTHER_COUNT:
            continue
        reading = read_export(EXPORTS / file, file, Problems())
        for sample in item["samples"]:
            if sample["index"] is None:
                continue
            entry = reading.entries[sample["index"]]
            names = [name for name in entry.authors.split("; ") if name]
            got = {
                **{
                    c: getattr(entry, c)
                    for c in ("title", "year", "journal", "doi", "volume", "pages", "pmid")
                },
                "first_author": next(iter(names), ""),
                "n_authors": len(names),
                "abstract60": entry.abstract[:60],
                "ut": entry.accession,
            }
            for column in got.keys() & sample.keys():
                compared += 1
                if same(got[column]) != same(sample[column]):
                    differ.add((file, column))
    assert differ == set(OTHERWISE)
    assert compared > 1500


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
    assert (len(reading.entries), reading.markers, reading.flaws) == (count, count, ())
