r"""BibTeX in UTF-8, for LaTeX and for reference managers.

What LaTeX would take for a command is written as one that prints it. A brace that is a letter is written in
words, since to BibTeX every brace counts, also `\{`. Names of organisations stand in braces, so that an `and`
or a comma in them parts nothing.

An entry's key is its `source_id`, so that this comes back where it can be a key and stands once, as the ids
of citations do. What a key cannot hold is left out; where two would be alike, or there is none, a number
makes it. Each such change is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.writers import text as t
from tamis.formats.writers.kinds import kind, own_words
from tamis.formats.writers.text import Changed, unheard

NAME = "BibTeX"
SUFFIX = ".bib"
HOLDS = frozenset(COLUMNS[2:]) - {"type"}

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: f"\\{letter}" for letter in "$&#_%"},
    }
)
#: What LaTeX draws together: `--` is a dash, '' a quotation mark.
_LIGATURE = re.compile(
    r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
)
#: What looks like another entry's beginning.
_BEGINNING = re.compile(r"\}( ?)@")
#: What no key can hold.
_NO_KEY = re.compile(r"[\s\"#%'(),={}~\\@]")
#: A name that BibTeX parts as we do, into last and first; and one that it wants as `Last, Jr, First`.
_PERSON = re.compile(r"(?!.*\band\b)[^,]+, [^,]+", re.I)
_JUNIOR = re.compile(r"(?!.*\b[Aa]nd\b)([^,]+), ([^,]+), ((?:Jr|Sr)\.?|I{2,3}|IV)")
#: What an address means as it is, but would not be left so.
_IN_ADDRESS = str.maketrans({sign: _LATEX[ord(sign)] for sign in "\\{}$"})
#: Whose journal is the book in which they stand.
_IN_A_BOOK = frozenset({"incollection", "inproceedings"})
_BOOKS = frozenset({"book", "incollection"})


def write(entries: Iterable[Entry], changed: Changed = unheard) -> Iterator[str]:
    """Yield the text, an entry a piece."""
    taken: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        key = _key(entry.source_id, number, taken)
        if key != t.plain(entry.source_id):
            changed("source_id", f"{key} in place of {t.plain(entry.source_id) or 'none'}")
        if own_words(entry, kind(entry).bibtex):
            changed("type", "")
        lines = [f"  {name} = {{{value}}},\n" for name, value in _fields(entry) if value]
        yield f"@{kind(entry).bibtex}{{{key},\n{''.join(lines)}}}\n\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    what = kind(entry).bibtex
    yield "author", _authors(t.names(entry.authors))
    yield "title", _text(entry.title)
    yield "booktitle" if what in _IN_A_BOOK else "journal", _text(entry.journal)
    yield "year", str(entry.year or "")
    yield "volume", _text(entry.volume)
    yield "number", _text(entry.issue)
    first, last = t.first_and_last(entry.pages)
    yield "pages", _latex(first) + (f"--{_latex(last)}" if last else "")
    yield "doi", t.doi(entry.doi).translate(_IN_ADDRESS)
    yield "pmid", _text(entry.pmid)
    yield "isbn" if what in _BOOKS else "issn", _list(t.words(entry.issn))
    yield "url", t.kept(entry.url).translate(_IN_ADDRESS)
    yield "language", _text(entry.language)
    yield "keywords", _list(t.words(entry.keywords))
    yield "abstract", _text(entry.abstract)
    yield "accession-number", _text(entry.accession)
    yield "type", _text(own_words(entry, what))


def _text(text: str) -> str:
    return _latex(t.kept(text))


def _latex(text: str) -> str:
    """Return a text that LaTeX prints as it is."""
    return _BEGINNING.sub(r"}\1{@}", _LIGATURE.sub("{}", text.translate(_LATEX)))


def _list(words: list[str]) -> str:
    """Return words that semicolons part; where there is one alone, one shows that its commas part nothing."""
    text = "; ".join(words)
    return _text(f"{text};" if len(words) == 1 and "," in text else text)


def _authors(names: list[str]) -> str:
    found = list(map(_name, names))
    # Some sources put all authors into one pair of braces: two pairs are one name.
    return f"{{{found[0]}}}" if len(found) == 1 and found[0].startswith("{") else " and ".join(found)


def _name(name: str) -> str:
    if parts := _JUNIOR.fullmatch(name):
        return _latex(f"{parts[1]}, {parts[3]}, {parts[2]}")
    text = _latex(name)
    # Where names are parted, some programs go wrong at a command.
    return name if text == name and _PERSON.fullmatch(name) else f"{{{text}}}"


def _key(id: str, number: int, taken: set[str]) -> str:
    """Return an entry's key, unlike all those before it, in whatever case."""
    key = own = _NO_KEY.sub("", t.plain(id)) or f"entry{number}"
    again = 2
    while key.casefold() in taken:
        key, again = f"{own}-{again}", again + 1
    taken.add(key.casefold())
    return key
