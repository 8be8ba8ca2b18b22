"""What of each record is compared: its fields, made alike where databases only write them differently.

HTML, case, diacritics, punctuation, brackets around translated titles, notes that a database puts after a
title, Roman numerals, page ranges (123-30 is 123-130), DOI resolvers. Empty stays empty: what is not
known neither speaks for nor against a pair.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt

from tamis.dedupe.frames import lists
from tamis.dedupe.words import (
    GREEK,
    LANGUAGES,
    LETTERS,
    PARTICLES,
    PARTS,
    PREPRINT_DOIS,
    PREPRINT_SERVERS,
    ROMAN,
    SERIES,
    SHORT_ROMAN,
    SPELLINGS,
    STOP,
)

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: No volume, issue or title is longer; what a stranger wrote beyond is not looked at.
_LONGEST_NUMBER, _LONGEST_TITLE = 40, 2000

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(LETTERS | GREEK)
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
#: What databases put after a title: languages, numbers of references, what was printed about it later.
_NOTE = re.compile(
    r"[\[(]\s*(?:see comments?|comments?|reviews?|\d+ refs?\.?|corrected|(?:structured|provisional) abstract|"
    rf"record supplied by[^\[\])]{{0,200}}|(?:article )?(?:in )?(?:{LANGUAGES})(?:[,;&] ?(?:{LANGUAGES}))*"
    r"(?: with english abstract)?)\s*[\])]\.?",
    re.IGNORECASE,
)
#: What was printed about it later, by Ovid and PubMed in a bracket at the end: not the title of an erratum.
_LATER = re.compile(
    r"\[\s*(?:(?:published )?erratum|corrigendum|correction|retraction|retracted|comment|republished|"
    r"update|summary)(?: appears)? (?:in|for patients in)\b.*$",
    re.IGNORECASE,
)
#: CINAHL names what a letter is about behind three dots.
_ABOUT = re.compile(r"\.\.\.\s*\S.*\b(?:19|20)\d\d\b.*$")
_RETRACTED = re.compile(
    r"^\s*[\[(]?\s*(?:retracted|withdrawn)(?: article| paper)?\s*[\])]?\s*:\s*", re.IGNORECASE
)
_CORRECTS = re.compile(r"(?:author |publisher )?(?:erratum|errata|corrigend|correction|retraction|addendum)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ISSN = re.compile(r"\b(?:97[89][\d-]{10,14}|\d{4}-?\d{3}[\dxX])\b")
_DASH = re.compile("[‐‑‒–—―−﹣－]|--+")
_PAGE = re.compile(r"([a-z]{0,4})0*(\d+)([a-z]?)(?:-([a-z]{0,4})0*(\d*))?")


def fold(text: str) -> str:
    """Return a text without HTML, diacritics and case."""
    if "&" in text:
        text = html.unescape(text)
        if "&" in text and ";" in text:  # exported twice over: &amp;lt;
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).translate(_LETTERS)
    return "".join(c for c in text if not unicodedata.combining(c))


def title_words(title: str) -> str:
    """Return a title as words with one space between them; numbers in digits, notes left out.

    >>> title_words("[<i>In vitro</i> Studies: Part II. (Review)]")
    'in vitro studies part 2'
    """
    title = title[:_LONGEST_TITLE]
    if "[" in title or "(" in title:
        title = _NOTE.sub(" ", _LATER.sub(" ", title))
    if "..." in title:
        title = _ABOUT.sub("", title)
    title = _RETRACTED.sub("", title)
    words = _WORD.findall(fold(title).translate(_APOSTROPHES))
    last = len(words) - 1
    for at, word in enumerate(words):
        if word in SPELLINGS:
            words[at] = SPELLINGS[word]
        elif word in ROMAN:
            words[at] = ROMAN[word]
        elif word in SHORT_ROMAN and at and (at == last or words[at - 1] in PARTS):
            words[at] = SHORT_ROMAN[word]
    return " ".join(words)


def tells_little(words: str) -> bool:
    """Say whether a title (as `title_words` gives it) is too short or too common to know a paper by."""
    return words in SERIES or len(words) < 16 or words.count(" ") < 2


def surnames(authors: str) -> list[str]:
    """Return the folded surname of each author; of a name without a comma, all its longer words.

    >>> surnames("O'Neill, Ann; de Vries, J.; WHO Group")
    ['oneill', 'de vries', 'who group']
    """
    found = []
    for name in fold(authors).translate(_APOSTROPHES).split(";"):
        last, comma, rest = name.partition(",")
        words = _WORD.findall(last)
        kept = words if comma and len(words) == 1 else [word for word in words if len(word) > 1]
        if comma and PARTICLES.issuperset(kept):  # "van, Hamont D": the surname was cut in two
            kept += [word for word in _WORD.findall(rest) if len(word) > 2]
        if kept and kept != ["et", "al"]:
            found.append(" ".join(kept))
    return found


def journal_words(journal: str) -> str:
    """Return a journal's name as words, without what stands in brackets, subtitles and articles.

    >>> journal_words("Lung cancer (Amsterdam, Netherlands)")
    'lung cancer'
    """
    text = re.sub(r"\([^)]*\)?|\[[^\]]*\]?", " ", fold(journal).translate(_APOSTROPHES))
    text = re.split(r"\s[:=/]\s|\.\s*conference:", text)[0]
    return " ".join(word for word in _WORD.findall(text) if word not in STOP)


def volume_key(volume: str, year: int | None) -> str:
    """Return a volume's number; nothing where it is the year, or the rest of a broken bracket."""
    text = volume.strip().lower()[:_LONGEST_NUMBER]
    if re.fullmatch(r"\d+\)", text):
        return ""
    number = re.search(r"0*(\d+[a-z]?)\b", text)
    key = number[1] if number else "".join(_WORD.findall(text))
    return "" if year is not None and key == str(year) else key


def issue_key(issue: str) -> str:
    """Return the first number of an issue, with s before that of a supplement."""
    text = issue.lower()[:_LONGEST_NUMBER]
    number = re.search(r"0*(\d+)", text)
    return ("s" if "sup" in text else "") + (number[1] if number else "")


def page_range(pages: str) -> tuple[str, int, int]:
    """Return the first page as text, and the range as numbers (0, 0 where it is not one).

    >>> page_range("123-30"), page_range("e0123"), page_range("S568‐"), page_range("pp. 12")
    (('123', 123, 130), ('123', 123, 123), ('s568', 0, 0), ('12', 12, 12))
    """
    text = _DASH.sub("-", pages.strip().lower()[: 2 * _LONGEST_NUMBER]).replace(" ", "")
    text = re.sub(
        r"^(?:article(?:no|number|id)?|art\.?(?:no|id)?|pages?|pp?|unsp|no)[.:]*(?=[a-z]*\d)", "", text
    )
    text = re.sub(r"(?<=^s)-(?=\d)", "", text)
    found = _PAGE.match(text)
    if not found:
        roman = re.match(r"[ivxlc]+(?=-|$)", text)
        return (roman[0] if roman else "", 0, 0)
    letters, digits, suffix, last_letters, last = found.groups()
    letters = "" if letters == "e" else letters
    first = letters + digits + suffix
    if letters or suffix:
        return first, 0, 0
    low = high = int(digits)
    if last and last_letters in ("", "e"):
        whole = digits[: len(digits) - len(last)] + last if len(last) < len(digits) else last
        high = max(low, int(whole))
    return (first, low, high) if high < 10**12 else (first, 0, 0)


def in_supplement(volume: str, issue: str, pages: str, first_page: str) -> bool:
    """Say whether a record stands in a supplement, as abstracts of meetings mostly do.

    S12 and 100A are pages of supplements; e12 and c1804 are article numbers.
    """
    return (
        "sup" in (volume + issue + pages).lower()
        or bool(re.match(r"[sS]\.?\s?\d", issue))
        or bool(re.fullmatch(r"s\d+[a-z]?|\d+[a-z]", first_page))
    )


def doi_key(doi: str) -> str:
    """Return a DOI in lower case, without resolver, percent signs and what follows it."""
    if not doi:
        return ""
    text = unquote(doi).strip().lower()
    found = _DOI.search(html.unescape(text) if "&" in text else text)
    return found[0].rstrip(".,;") if found else ""


def codes(values: Sequence[Any]) -> Ints:
    """Return equal numbers for equal values; 0 for the empty one."""
    seen: dict[Any, int] = {"": 0}
    return np.fromiter((seen.setdefault(value, len(seen)) for value in values), np.int64, len(values))


#: The columns of tables.Record that are compared, and those that tell where a record comes from.
COMPARED = (
    "record_id", "type", "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
    "accession", "issn", "abstract", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """What is compared, a list or an array with one entry a record; in the order of record ids.

    `row` is the record's row in the frame. Arrays of codes hold 0 where nothing is known.
    """

    row: Ints
    ids: list[str]
    words: list[str]
    compact: list[str]
    length: Ints
    cut_off: Flags
    little: Flags
    corrects: Flags
    authors: list[str]
    first_author: list[str]
    year: Ints
    journal: list[str]
    issn: list[frozenset[str]]
    volume: Ints
    issue: Ints
    page: Ints
    low: Ints
    high: Ints
    provisional: Flags
    supplement: Flags
    preprint: Flags
    meeting: Flags
    doi: Ints
    dois: list[str]
    pmid: Ints
    accession: Ints
    abstracts: list[str]


def keys_of(records: pd.DataFrame) -> Keys:
    """Return what is compared of each record (tables.Record), in the order of record ids."""
    column = lists(records, COMPARED)
    ids = column["record_id"]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    get = {name: [values[row] for row in order] for name, values in column.items()}
    words = [title_words(title) for title in get["title"]]
    names = [surnames(text) for text in get["authors"]]
    journals = {text: journal_words(text) for text in set(get["journal"])}
    pages = [page_range(text) for text in get["pages"]]
    dois = [doi_key(text) for text in get["doi"]]
    years: list[int | None] = get["year"]
    volumes = [volume_key(text, year) for text, year in zip(get["volume"], years, strict=True)]
    types = {text: text.lower() for text in set(get["type"])}
    supplement = [
        in_supplement(volume, issue, text, page[0])
        for volume, issue, text, page in zip(get["volume"], get["issue"], get["pages"], pages, strict=True)
    ]
    kinds = [types[text] for text in get["type"]]
    return Keys(
        row=np.array(order, np.int64),
        ids=get["record_id"],
        words=words,
        compact=[text.replace(" ", "") for text in words],
        length=np.array([len(text) for text in words], np.int64),
        cut_off=np.array([title.rstrip().endswith(("...", "…")) for title in get["title"]], np.bool_),
        little=np.array([tells_little(text) for text in words], np.bool_),
        corrects=np.array(
            [
                bool(_CORRECTS.match(text)) or "erratum" in kind or kind == "retraction of publication"
                for text, kind in zip(words, kinds, strict=True)
            ],
            np.bool_,
        ),
        authors=[" ".join(list_) for list_ in names],
        first_author=[list_[0].rpartition(" ")[2] if list_ else "" for list_ in names],
        year=np.array([year or 0 for year in years], np.int64),
        journal=[journals[text] for text in get["journal"]],
        issn=[
            frozenset(number.replace("-", "").lower() for number in _ISSN.findall(text))
            for text in get["issn"]
        ],
        volume=codes(volumes),
        issue=codes([issue_key(text) for text in get["issue"]]),
        page=codes([page[0] for page in pages]),
        low=np.array([page[1] for page in pages], np.int64),
        high=np.array([page[2] for page in pages], np.int64),
        # Pages of an article that is in no volume yet count from 1: they are not its place.
        provisional=np.array(
            [not volume and page[1] == 1 for volume, page in zip(volumes, pages, strict=True)], np.bool_
        ),
        supplement=np.array(supplement, np.bool_),
        preprint=np.array(
            [
                "preprint" in kind
                or doi.startswith(PREPRINT_DOIS)
                or any(server in journal.lower() for server in PREPRINT_SERVERS)
                for kind, doi, journal in zip(kinds, dois, get["journal"], strict=True)
            ],
            np.bool_,
        ),
        meeting=np.array(
            [
                any(word in kind for word in ("abstract", "conference", "proceedings", "poster"))
                for kind in kinds
            ],
            np.bool_,
        ),
        doi=codes(dois),
        dois=dois,
        pmid=codes([re.sub(r"\D", "", text) for text in get["pmid"]]),
        accession=codes(
            [
                (source, accession) if accession else ""
                for source, accession in zip(get["source"], get["accession"], strict=True)
            ]
        ),
        abstracts=get["abstract"],
    )
