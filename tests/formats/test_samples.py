"""The samples are made up: none holds a number, an identifier or a sentence of a real export."""

import re
import zipfile
from functools import cache
from pathlib import Path

import pytest

from tamis import encoding

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[2].parent / "shared"
EXPORTS = SHARED / "exports"
pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="../shared is not here: it holds the real exports to compare with"
)

#: DOIs, ISSNs (and pages of that shape), and whatever else has six digits in a row.
NUMBER = re.compile(r"10\.\d{4,}/[^\s,;\"<>{})\]\\]+|(?<!\d)\d{4}-\d{3}[\dXx](?!\d)|\d{6,}[Xx]?")
WORD = re.compile(r"[^\W\d_]+")
IN_A_ROW = 5
#: Addresses, mark-up, and the names of fields: what a format writes, not what a person did.
MARKUP = re.compile(
    r"https?://\S+|<[^<>]*>|^\s*[A-Z][A-Z0-9]{1,3} {0,2}- |^[A-Z][A-Z0-9] |^%. |\"[\w-]+\" ?:"
    r"|^\s*\w+\s*=|\\n",
    re.M,
)
#: Numbers that anybody makes up.
MADE_UP = {"12345678", "123456789", "1234567890", "1111-2222", "1234-5678"}
#: What programs write into every export: heads of tables, and lines around entries.
PROGRAMS = (
    "(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus,labeled_at",
    "Article Title,Author,Journal Title,ISSN,ISBN,Publication Date,Volume,Issue,First Page,Page Count,"
    "Accession Number,DOI,Publisher,Doctype,Subjects,Keywords,Abstract,PLink",
    "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start",
    "Authors,Author(s) ID,Title",
    "Art. No.,Page start,Page end",
    "Abstract,Author Keywords,Index Keywords",
    "journal,issn,volume,issue,pages,authors,url,language,abstract,notes,doi,keywords,pubmed_id,pmc_id",
    "citations that are not (yet) labeled by you",
    "Article Number: e1. Date of Publication",
    'Content: text/plain; charset="UTF-8"',
    'Content: text/plain; charset="us-ascii"',
    "FN Clarivate Analytics Web of Science",
    "SO: Cochrane Database of Systematic Reviews",
    "face normal font default size",
    "Link to the Ovid Full Text or citation",
    "Provider: John Wiley & Sons, Ltd.",
    "Times Cited in Web of Science Core Collection",
)


def text_of(path):
    """Return all text of a file, also that of a workbook or a project."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    return encoding.decoder(encoding.detect(lambda: [data])).decode(data, True)


def numbers(text):
    """Return identifiers and long numbers."""
    return {found.casefold().rstrip(".") for found in NUMBER.findall(text)}


def runs(text):
    """Return each five words in a row of a line, without what is mark-up."""
    found = set()
    for line in MARKUP.sub("\n", text).splitlines():
        words = [word.casefold() for word in WORD.findall(line)]
        found |= {" ".join(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}
    return found


@cache
def real():
    """Return the numbers and the words in a row of all real exports."""
    texts = [text_of(path) for path in sorted(EXPORTS.rglob("*")) if path.is_file()]
    return set().union(*map(numbers, texts)), set().union(*map(runs, texts))


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_sample_has_nothing_of_a_real_export(path):
    known_numbers, known_runs = real()
    text = text_of(path)
    assert numbers(text) & known_numbers <= MADE_UP
    assert runs(text) & known_runs <= set().union(*map(runs, PROGRAMS))


def test_what_is_taken_from_a_real_export_is_seen():
    """The comparison itself can fail."""
    known_numbers, known_runs = real()
    taken = text_of(EXPORTS / "ris/scopus_cff.ris")
    assert numbers(taken) & known_numbers - MADE_UP
    assert runs(taken) & known_runs - set().union(*map(runs, PROGRAMS))
