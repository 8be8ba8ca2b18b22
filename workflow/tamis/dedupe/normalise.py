"""What of each record is compared: its fields, made alike where databases only write them differently.

HTML, case, diacritics, punctuation, brackets around translated titles, notes that a database puts after a
title, Roman numerals, page ranges (123-30 is 123-130), DOI resolvers. Empty stays empty: what is not
known neither speaks for nor against a pair.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from tamis.dedupe.words import (
    GREEK,
    LANGUAGES,
    LETTERS,
    PARTICLES,
    PARTS,
    ROMAN,
    SERIES,
    SHORT_ROMAN,
    SPELLINGS,
    STOP,
)

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
CORRECTS = re.compile(r"(?:author |publisher )?(?:erratum|errata|corrigend|correction|retraction|addendum)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
ISSN = re.compile(r"\b(?:97[89][\d-]{10,14}|\d{4}-?\d{3}[\dxX])\b")
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
