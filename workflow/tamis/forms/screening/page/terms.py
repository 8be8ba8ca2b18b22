"""The words of search strings as databases take them, so that the page can mark them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: A phrase in quotation marks, a parenthesis, a field such as [tiab], or what stands between spaces.
_TOKEN = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(\[[^\]]*\])|([()])|([^\s()\[\]\"“”„«»]+)")
#: Boolean and proximity operators of the common databases: NEAR/3, ADJ2, N3, W/5, PRE/2, SAME.
_OPERATOR = re.compile(r"(?i:and|or|not|near|adj|same|with|pre|exp)(?:/?\d+)?|[NW]/?\d+")
#: `TS=`, `TI:`; also glued to the word behind it.
_FIELD = re.compile(r"[A-Za-z][A-Za-z_-]*[=:]")
#: `.ti,ab.` of Ovid.
_SUFFIX = re.compile(r"\.[a-z]{2}(?:,[a-z]{2})*\.?$")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_*?$#]*(?:[*?$#]+[^\W_*?$#]*)+|[^\W_]+")


def words(searches: Iterable[str]) -> list[str]:
    """Return the words and phrases that searches look for, each once, in their order.

    Words of a phrase are separated by one space; `*` stands for any letters, `?` for one letter or none.
    What a search excludes (NOT), operators, fields and numbers of lines are left out.

    >>> words(['Child* OR "young people" AND (TS=(foster NEAR/3 care) NOT adult*)'])
    ['child*', 'young people', 'foster', 'care']
    """
    return list(dict.fromkeys(word for text in searches for word in _looked_for(text)))


def phrase(text: str) -> str:
    """Return a word or phrase as the page takes it; empty where nothing of it can be marked.

    >>> phrase("Follow-up"), phrase("wom?n"), phrase("*")
    ('follow up', 'wom?n', '')
    """
    found = _WORD.findall(text.casefold())
    parts = [re.sub(r"\*+\??", "*", re.sub(r"[?$#]", "?", part)) for part in found]
    return " ".join(parts) if any(len(part.strip("*?")) > 1 for part in parts) else ""


def _looked_for(text: str) -> Iterable[str]:
    unwanted, depth = 0, 0  # what stands behind NOT: at which depth of parentheses, from 1
    not_next = False
    for token in _TOKEN.finditer(text):
        quoted, field, bracket, bare = token.groups()
        if field or (bare and _FIELD.fullmatch(bare)):
            continue
        if bracket == "(":
            depth += 1
            if not_next and not unwanted:
                unwanted = depth
            not_next = False
        elif bracket:
            unwanted = 0 if unwanted == depth else unwanted
            depth -= 1
        elif bare and _OPERATOR.fullmatch(bare):
            not_next = bare.casefold() == "not" or not_next
        elif bare and text[token.end() : token.end() + 1] == "(":
            continue  # a field in front of a parenthesis, such as TITLE-ABS-KEY(
        else:
            word = quoted if bare is None else _SUFFIX.sub("", _FIELD.sub("", bare, count=1))
            if not (unwanted or not_next) and _LETTER.search(made := phrase(word)):
                yield made
            not_next = False
