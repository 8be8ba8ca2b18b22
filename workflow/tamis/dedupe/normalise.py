"""What of each record is compared: its fields, made alike where databases only write them differently.

HTML, case, diacritics, punctuation, brackets around translated titles, notes that a database puts after a
title, Roman numerals, page ranges (123-30 is 123-130), DOI resolvers. What a title says of another one
("Erratum to: ...", "... - Reply") is taken from it and told apart as the record's kind. Empty stays empty:
what is not known neither speaks for nor against a pair.
"""

from __future__ import annotations

import html
import re
import unicodedata
from enum import IntEnum
from urllib.parse import unquote

from tamis.dedupe.words import (
    GREEK,
    LANGUAGE_CODES,
    LANGUAGES,
    LETTERS,
    PARTICLES,
    PARTS,
    REGISTERS,
    RENEWED,
    ROMAN,
    SERIES,
    SHORT_ROMAN,
    SPELLINGS,
    STOP,
    SYNTHESES,
)

#: No volume, issue or title is longer; what a stranger wrote beyond is not looked at.
_LONGEST_NUMBER, _LONGEST_TITLE = 40, 2000
#: And no journal's name has more words; names are compared word by word, each with each.
_LONGEST_JOURNAL = 40

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_WORD = re.compile(r"[^\W_]+")
#: All of ASCII, with a space where no letter or digit is.
_SPACED = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_LETTERS = LETTERS | GREEK
_SPELT = re.compile(f"[{''.join(_LETTERS)}]")
#: The words of titles that are written otherwise.
_OTHERWISE = frozenset([*SPELLINGS, *ROMAN, *SHORT_ROMAN])
#: Where combining marks are; most signs, as dashes and quotation marks, stand between these two.
_MARKS = re.compile("[\u0300-\u1fff\u20d0-\U0010ffff]+")
_APOSTROPHES = "'’‘`´ʼ"
#: What databases put after a title: languages, numbers of references, what was printed about it later.
_NOTE = re.compile(
    r"[\[(]\s*(?:see comments?|comments?|reviews?|\d+ refs?\.?|corrected|(?:structured|provisional) abstract|"
    r"retracted (?:article|paper)\b[^\[\]()]{0,100}|"
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
#: CINAHL names what a letter is about, and what is printed with a paper, behind three dots.
_ABOUT = re.compile(
    r"\.\.\.\s*(?:\S.*\b(?:19|20)\d\d\b|(?:includes|including|with) (?:\w+ )?"
    r"(?:discussion|comment|commentar|abstract|response|appendi)).*$",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"^\s*[\[(]?\s*(?:retracted|withdrawn)(?: article| paper)?\s*[\])]?\s*:\s*", re.IGNORECASE
)
#: Registers and supplements mark a title as that of an abstract of a meeting, before or behind it.
_ABSTRACT = re.compile(
    r"[\[(]\s*(?:(?:conference|meeting|congress|poster) )?abstracts?(?: (?:no|number|#)?[.:]? ?[\w.-]{1,12})?"
    r"\s*[\])]\.?\s*$|^\s*abstract (?:no\.? )?(?=\S{0,12}\d)[\w.-]{1,14}\s*:\s*",
    re.IGNORECASE,
)
_ERRATUM = (
    r"(?:(?:author|publisher|editorial)'?s? )?(?:errat(?:um|a)|corrigend(?:um|a)|corrections?|addendum)"
)
_RETRACTION = (
    r"(?:(?:statement|notice) of )?(?:retraction|withdrawal)(?: (?:notice|note|statement))?|"
    r"(?:editorial )?expression of concern"
)
_REPLY = r"(?:the )?(?:authors?'?s?'? )?(?:in )?(?:reply|response|rejoinder)(?: (?:by|of|from) the authors?)?"
_COMMENT = r"comments?|commentary|discussion|letter(?: to the editor)?"
#: How a title begins that is about another: "Erratum to: ...", "Comment on ...", "Re: ...".
_HEAD = re.compile(
    rf"[\W_]*(?:(?P<erratum>{_ERRATUM})|(?P<retraction>{_RETRACTION})|(?P<reply>{_REPLY})|"
    rf"(?P<comment>{_COMMENT}|re(?=\s*(?::|[-–—]+\s))))"
    r"(?:\s*(?:[:.]|[-–—]+(?=\s))\s*(?:(?:to|on)\b)?|\s+(?:to|on|for)\b\s*:?|\s+of\s*(?=[:\"“‘])|\W*$)\s*",
    re.IGNORECASE,
)
#: How one ends: "... (Erratum)", "... - Reply", "...: Comment".
_TAIL = re.compile(
    rf"(?:[\[(:]|[.?!]\s|\s[-–—])\s*(?:(?P<erratum>{_ERRATUM})|(?P<retraction>{_RETRACTION})|"
    rf"(?P<reply>{_REPLY})|(?P<comment>comments?|letter))[\s\])\".]*$",
    re.IGNORECASE,
)
#: The ends of such ends: most titles are not searched.
_TAIL_ENDS = (
    "erratum", "errata", "corrigendum", "corrigenda", "correction", "corrections", "addendum", "retraction",
    "withdrawal", "notice", "note", "statement", "concern", "reply", "response", "rejoinder", "author",
    "authors", "comment", "comments", "letter",
)  # fmt: skip
#: Where the corrected paper stands: "(vol 85, pg 553, 2010)" in Web of Science, "(J Fam (2009) 36 (12-5))"
#: in Embase and Scopus, "[J. Fam. 36 (2009) 12-15]" at Elsevier.
_VOL = re.compile(
    r"\(\s*(?P<retraction>retraction of )?[^()]{0,60}\bvol\.? ?\w{1,8},[^()]{0,80}\b(?:19|20)\d\d\s*\)\W*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[\[(](?:[^()\[\]]|[\[(][^()\[\]]{0,80}[\])]){4,400}(?:[\])]\W*)?$")
_PLACED = re.compile(
    r"\((?:19|20)\d\d\)\s*\d+|\d+\s*\((?:19|20)\d\d\)|\b(?:19|20)\d\d[;,]\s*\d+\s*[(:]|"
    r"\([a-z]+ (?:\d+, ?)?(?:19|20)\d\d\)\s*(?:vol\S*\s*)?\d+",
    re.IGNORECASE,
)
#: The same, of a title that says otherwise that it is about another; and a bracket that was cut off.
_OPEN = re.compile(r"[\[(][^\])]*$")
_CITED = re.compile(r"\b(?:19|20)\d\d\b|[^\])]\W*$|\d+\s*[:(-]\s*\d+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
ISSN = re.compile(r"\b(?:97[89][\d-]{10,14}|\d{4}-?\d{3}[\dxX])\b")
#: Embase puts a meeting behind the name of the journal that prints its abstracts.
MEETING = re.compile(r"\.\s*conference:", re.IGNORECASE)
_CONGRESS = re.compile(
    r"\s*\d{1,3}(?:st|nd|rd|th)\b[^.]{0,100}\b(?:congress|meeting|conference|symposium)\b", re.IGNORECASE
)
_DASH = re.compile("[‐‑‒–—―−﹣－]|--+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
#: What a spreadsheet makes of the pages 1-9.
_DATE = re.compile(rf"\d{{1,2}}-(?:{_MONTH})|(?:{_MONTH})-\d{{1,2}}")
#: Most pages are as they should be; they have the groups of all others.
_NUMBERS = re.compile(r"()0*([0-9]{1,20})()(?:-()0*([0-9]{0,20}))?")
_PAGE = re.compile(r"([a-z]{0,6})0*(\d+)([a-z]?)(?:-([a-z]{0,4})0*(\d*))?")


class Kind(IntEnum):
    """What a record is by what its title says of another one."""

    PAPER = 0
    ERRATUM = 1
    RETRACTION = 2  # a notice that takes a paper back, or tells doubts
    COMMENT = 3
    REPLY = 4


def _plain(text: str) -> str:
    """Return a text without HTML."""
    if "&" in text:
        text = html.unescape(text)
        if "&" in text and ";" in text:  # exported twice over: &amp;lt;
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return text


def fold(text: str) -> str:
    """Return a text without HTML, diacritics and case."""
    text = _plain(text)
    if text.isascii():
        return text.lower()
    text = _SPELT.sub(_spell, unicodedata.normalize("NFKD", _SPELT.sub(_spell, text.casefold())))
    return text if text.isascii() else _MARKS.sub(_without_marks, text)


def _without_marks(letters: re.Match[str]) -> str:
    return "".join(letter for letter in letters[0] if not unicodedata.combining(letter))


def _joined(text: str) -> str:
    """Return a text folded and without apostrophes; one by one, which is quicker than `str.translate`."""
    text = fold(text)
    for mark in "'`" if text.isascii() else _APOSTROPHES:
        text = text.replace(mark, "")
    return text


def _parted(text: str) -> list[str]:
    """Return the words of a text; most texts are ASCII, for which there is a quicker way."""
    return text.translate(_SPACED).split() if text.isascii() else _WORD.findall(text)


def _spell(letter: re.Match[str]) -> str:
    return _LETTERS[letter[0]]


def title_words(title: str) -> str:
    """Return a title as words with one space between them; numbers in digits, notes left out.

    >>> title_words("[<i>In vitro</i> Studies: Part II. (Review)]")
    'in vitro studies part 2'
    """
    return title_read(title)[0]


def title_read(title: str) -> tuple[str, Kind, bool]:
    """Return a title as words, without what it says of another one; its kind; whether it is of an abstract.

    >>> title_read("Erratum: Pain in young children (J Fam (2009) 36 (12-15))")[:2]
    ('pain in young children', <Kind.ERRATUM: 1>)
    >>> title_read("Response to therapy")[0]
    'response to therapy'
    """
    title = _plain(title[:_LONGEST_TITLE])
    if "[" in title or "(" in title:
        title = _NOTE.sub(" ", _LATER.sub(" ", title))
    if "..." in title:
        title = _ABOUT.sub("", title)
    if ":" in title:
        title = _RETRACTED.sub("", title)
    bare = _ABSTRACT.sub("", title) if "bstract" in title or "BSTRACT" in title else title
    marked = len(bare) < len(title) and bool(bare.strip())
    title = bare if marked else title
    rest, kind = _told_of(title)
    words = _words(rest)
    if kind and tells_little(words):  # "Reply to Marlow": nothing is left to know it by
        words = _words(title)
    return words, kind, marked


def _told_of(title: str) -> tuple[str, Kind]:
    """Return a title without what it says of another one, and what that makes of it."""
    kind = Kind.PAPER
    found = _HEAD.match(title)
    if not found and title[-30:].rstrip(' .])"').lower().endswith(_TAIL_ENDS):
        found = _TAIL.search(title, max(0, len(title) - 60))
    if found:
        kind = Kind[(found.lastgroup or "comment").upper()]
        title = title[found.end() :] if found.start() == 0 else title[: found.start()]
    if found := _VOL.search(title):
        return title[: found.start()], Kind.RETRACTION if found["retraction"] else kind or Kind.ERRATUM
    title = title.strip(" [")
    if kind and (found := _OPEN.search(title)):  # exports cut long titles, and the bracket with them
        return title[: found.start()], kind
    found = _PLACE.search(title) if kind or title.rstrip(" .")[-1:] in (")", "]") else None
    if found and (_PLACED.search(found[0]) or (kind and _CITED.search(found[0]))):
        return title[: found.start()], kind or Kind.ERRATUM
    return title, kind


def _words(title: str) -> str:
    """Return the words of a title, folded, with numbers in digits."""
    words = _parted(_joined(title))
    if _OTHERWISE.isdisjoint(words):
        return " ".join(words)
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
    for name in _joined(authors).split(";"):
        last, comma, rest = name.partition(",")
        if comma and (one := last.strip()).isalpha() and one not in PARTICLES:  # most are so: it is quicker
            found.append(one)
            continue
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
    text = re.sub(r"\([^)]*\)?|\[[^\]]*\]?", " ", _joined(journal))
    text = re.split(r"\s[:=/]\s|\.\s*conference:", text)[0]
    return " ".join([word for word in _WORD.findall(text) if word not in STOP][:_LONGEST_JOURNAL])


def meeting_name(journal: str) -> str:
    """Return the name of the meeting that stands in place of a journal, or behind one; "" where none does.

    >>> meeting_name("J Fam. Conference: 3rd Congress of Family Care. Oslo Norway."), meeting_name("J Fam")
    ('3rd congress of family care', '')
    """
    found = MEETING.search(journal)
    text = journal[found.end() :] if found else journal
    if not found and not _CONGRESS.match(text):
        return ""
    return " ".join(_WORD.findall(fold(text.partition(". ")[0])))[:60]


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
    if found := _NUMBERS.fullmatch(pages):
        return _range(found)
    text = _DASH.sub("-", pages.strip(" \"'“”").lower()[: 2 * _LONGEST_NUMBER]).replace(" ", "")
    if date := _DATE.fullmatch(text):
        two = [int(part) if part.isdigit() else _MONTHS.index(part) + 1 for part in date[0].split("-")]
        return str(min(two)), min(two), max(two)
    text = re.sub(
        r"^(?:article(?:no|number|id)?|art\.?(?:no|id)?|pages?|pp?|unsp|no)[.:]*(?=[a-z]*\d)", "", text
    )
    text = re.sub(r"(?<=^s)-(?=\d)", "", text)
    found = _PAGE.match(text)
    if not found:
        roman = re.match(r"[ivxlc]+(?=-|$)", text)
        return (roman[0] if roman else "", 0, 0)
    return _range(found)


def _range(found: re.Match[str]) -> tuple[str, int, int]:
    """Return what `page_range` does, from the letters and digits of the first page and of the last."""
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


#: The last page of a range, its letters left out.
_LAST = re.compile(r"-[a-z]{0,6}0*(\d{1,9})")


def last_page(pages: str) -> int:
    """Return the number of the last page of the first range; 0 where none is told.

    >>> last_page("L37-L48"), last_page("Suppl-48"), last_page("12")
    (48, 48, 0)
    """
    text = pages.lower()[: 2 * _LONGEST_NUMBER]
    if not text.isascii() or "--" in text:
        text = _DASH.sub("-", text)
    found = _LAST.search(text)
    return int(found[1]) if found else 0


#: How issues and pages of supplements are written.
_S_NUMBER, _LETTERED = re.compile(r"[sS]\.?\s?\d"), re.compile(r"s\d+[a-z]?|\d+[a-z]")


def in_supplement(volume: str, issue: str, pages: str, first_page: str) -> bool:
    """Say whether a record stands in a supplement, as abstracts of meetings mostly do.

    S12 and 100A are pages of supplements; e12 and c1804 are article numbers.
    """
    return (
        "sup" in (volume + issue + pages).lower()
        or bool(_S_NUMBER.match(issue))
        or bool(_LETTERED.fullmatch(first_page))
    )


_SUPPLEMENT = re.compile(r"(?:\bs|sup[a-z]*)[.:\s#-]*(?:no\.?\s*)?0*(\d{1,4})\b(?!\s*[-/&+]\s*\d)")
_ISSUE = re.compile(r"\W*(?:no|nr|iss|issue|number)?\W*0*(\d{1,4})\W*")
_TRIAL = re.compile(
    r"\b(?:NCT ?\d{8}|ISRCTN ?\d{6,8}|ACTRN ?\d{10,14}|EUCTR ?\d{4}-\d{6}-\d{2}|ChiCTR[-A-Z]*\d{8,10}|"
    r"DRKS ?\d{8}|UMIN ?\d{9}|CTRI/\d{4}/\d\d/\d{6}|IRCT\w{8,20}|NTR ?\d{3,4}|KCT ?\d{7})",
    re.IGNORECASE,
)
#: What the DOI of a later version has behind that of the first: Cochrane reviews, preprints.
VERSION = re.compile(r"\.pub\d+|[./]?v\d+")


def review_number(doi: str, pages: str) -> str:
    """Return the number that all versions of a Cochrane review have; "" where there is none.

    >>> review_number("10.1002/14651858.cd002273.pub2", ""), review_number("", "CD002273")
    ('cd002273', 'cd002273')
    """
    if "14651858" not in doi and "cd" not in pages.lower():
        return ""
    found = re.search(r"14651858\.(cd\d{6})", doi) or re.fullmatch(r"\W*(cd\d{6})\W*", pages.lower())
    return found[1] if found else ""


def is_synthesis(words: str) -> bool:
    """Say whether a title (as `title_words` gives it) is that of a review or guideline, which are updated."""
    return any(name in words for name in SYNTHESES)


def is_renewed(words: str) -> bool:
    """Say whether a title is that of what comes out anew under it: a review, a guideline, a report a year."""
    return is_synthesis(words) or any(name in words for name in RENEWED)


def issue_number(issue: str) -> int:
    """Return the number of an issue, that of a supplement below 0; 0 where there is none, or two.

    What is above 53 is no issue of a year: exports put numbers of records there.

    >>> issue_number("no. 4"), issue_number("21 Suppl. 1"), issue_number("3-4"), issue_number("1765")
    (4, -1, 0, 0)
    """
    text = issue[:_LONGEST_NUMBER].lower()
    found = _SUPPLEMENT.search(text) or _ISSUE.fullmatch(text)
    number = int(found[1]) if found else 0
    return 0 if number > 53 else -number if "s" in text.replace("iss", "") else number


def language_key(language: str) -> str:
    """Return the one language of a record by the beginning of its English name; "" for none or several.

    >>> language_key("English"), language_key("ger"), language_key("de"), language_key("English; German")
    ('eng', 'ger', 'ger', '')
    """
    words = re.findall(r"[a-z]+", language[:60].lower())
    names = {LANGUAGE_CODES.get(word, word[:3]) for word in words}
    return min(names) if len(names) == 1 else ""


def trial_number(*fields: str) -> str:
    """Return the number under which a register holds a trial, from the first field that has one.

    >>> trial_number("", "clinicaltrials.gov/show/NCT00000001"), trial_number("EUCTR2010-012345-12-GB")
    ('nct00000001', 'euctr2010-012345-12')
    """
    for text in fields:
        if found := _TRIAL.search(text[:400]):
            return re.sub(r"[^a-z\d-]", "", found[0].lower())
    return ""


def in_register(kind: str, journal: str) -> bool:
    """Say whether a record is the entry of a trial in a register, by its type or what stands as journal."""
    text = journal[:200].lower()
    return "trial regist" in kind.lower() or any(name in text for name in REGISTERS)


def doi_key(doi: str) -> str:
    """Return a DOI in lower case, without resolver, percent signs and what follows it."""
    if not doi:
        return ""
    text = unquote(doi).strip().lower()
    found = _DOI.search(html.unescape(text) if "&" in text else text)
    return found[0].rstrip(".,;") if found else ""
