"""Numbers that were typed by hand: those that the review knows, and those that contradict what it knows.

What a number speaks of, the words around it tell: the patterns of `Quantity.called`, see `names/said`. They
are English; of a text in another language only those numbers are told that equal one of the review by more
than chance. A number in a hedge (`over 900`), of what may be a part (see `parts`), of another review, or in
a range, a date, an interval, or with a unit contradicts nothing. Of "N of the M studies did", the verb is
N's and the noun M's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tamis.manuscript.typed.numerals import LIVE, OTHER, PERCENT, ROW, THIS, Numeral, numerals, windows
from tamis.manuscript.typed.parts import may_be_part, whole
from tamis.manuscript.values import Quantity
from tamis.numberwords import digits_behind
from tamis.reports.numbers import shown
from tamis.tables import ManuscriptNumber

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|"
    r"mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
#: Before a number: it is the number of something, a date, an age, money, an interval, a p value.
_NAMED_BEFORE = re.compile(
    rf"(?:\b(?:tables?|figures?|figs?\.|sections?|chapters?|appendix|appendices|items?|steps?|pages?|"
    rf"pp?\.|vol(?:ume|\.)?|"
    rf"no\.|nos\.|number|version|v\.?|phase|stage|level|grade|rob|mmat|amstar|grant|award|box|aged?|ages|"
    rf"{_MONTH}|"
    rf"question|criteri(?:on|a)|domain|category|categories|issue|part|rounds?|wave|suite|room|tel\.?|"
    rf"phone|isbn|issn|prisma|crd)"
    r"(?: the)?|[£$€#§]|\bp ?[<>=≤≥]|\b(?:ci|confidence interval|range|iqr|sd|se|mean|median|hr|or|rr|"
    r"smd|i2|i²|t|f|χ2|χ²|z|r|β|b|d)"
    r"\b(?: of| was| from|:|=|,)?|[<>≤≥±])\s*\(?$"
)
_UNIT_AFTER = re.compile(
    rf"(?: of {OTHER})?\s?(?:-|–)?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|yrs?|mg|ml|kg|"
    rf"km|cm|mm|°|"
    rf"points?|times|items?|criteria|"
    rf"sessions?|pages?|words|questions?|dollars|pounds|euros|[ap]\.?m\.?|{_MONTH}(?<!may)|of age|"
    rf"(?:(?!records?|reports?)\w+ ){{0,2}}(?:participants?|children|families|people|persons|patients|"
    rf"parents|mothers|fathers|women|men|adults|"
    rf"adolescents|youths?|young people|respondents|interviewees|interviews|infants|households|carers|"
    rf"caregivers|students|"
    rf"pupils|individuals|subjects|cases|countries|centres|sites|schools|practitioners|workers|services))\b"
)
#: How far from a number words are looked at, in characters.
_REACH = 160
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEDGE = {
    r"(?:more than|over|above|at least|greater than|exceeding|upwards of|no fewer than|no less than|"
    r">)": lambda n, now: n <= now,
    r"(?:fewer than|less than|under|below|up to|at most|no more than|a maximum of|"
    r"<)": lambda n, now: n >= now,
    r"(?:about|around|approximately|approx\.?|nearly|almost|some|roughly|circa|ca\.?|c\.|~)": (
        lambda n, now: abs(n - now) <= 0.1 * abs(now)
    ),
}  # fmt: skip
_KIND = (
    r"(?:(?:systematic|scoping|rapid|narrative|umbrella|literature|evidence|cochrane|campbell|realist|"
    r"integrative|"
    r"qualitative|recent|similar|large|comprehensive|published|updated?|older|previous|earlier|existing|"
    r"early)[ -]){0,4}"
    r"(?:reviews?|meta-?analys[ie]s|synthes[ie]s|overviews?)\b"
)
#: Who else may be meant: another review, a study that the sentence is about; or what is only planned.
_OTHERS_WORK = re.compile(
    rf"(?<!lists of )(?<!lists from )(?<!lists in )\b(?:another|previous|earlier|prior|recent|existing|"
    rf"other|cochrane|"
    rf"campbell|past|older|similar|such|these|those|two|three|several|many|most) {_KIND}"
    rf"|\b(?:a|an|one|that|their|his|her) {_KIND} (?:that|which|by|from|included|screened|found|"
    rf"identified|searched)\b"
    r"|\b\w+(?: et al\.?| and \w+| & \w+)?,?(?:['’]s?)? \((?:19|20)\d\d[a-z]?\)"
    r"|\b\w+ and (?:colleagues|co-?workers|co-?authors)\b|\b(?:in|by|of) \w+ et al\b"
    r"|\b(?:they|their) (?:included|screened|identified|found|searched|synthesi|review)"
    r"|\bwe (?:plan|planned|expect|expected|aim|aimed|intend|intended|estimated)\b|\bwill (?:be|screen|"
    r"search|include)\b"
    r"|\b(?:pilot|piloting|piloted|for example|would|should)\b|\be\.g\."
)
_OURS = re.compile(r"\b(?:we|our|this review|the present review|the current review)\b")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of a manuscript; live numbers in it are marks, `\\uE000live:<n>\\uE001`.

    line: the line on which it begins, where lines count (Markdown): its numbers then have their own.
    """

    place: str
    text: str
    line: int = 0

    def at(self, line: int) -> str:
        """Return the place of what stands on a line of it, from 0."""
        return f"{self.place}:{self.line + line}" if self.line else self.place


def check(
    paragraphs: Iterable[Prose], quantities: Iterable[Quantity], *, english: bool = True
) -> list[ManuscriptNumber]:
    """Return the numbers typed by hand that equal a quantity, and those that contradict one.

    Args:
        paragraphs: the manuscript, in order.
        quantities: what the review knows.
        english: whether its patterns fit the text; else numbers are compared alone.
    """
    known = {quantity.name: quantity for quantity in quantities if quantity.value is not None}
    speaks: dict[str, list[Quantity]] = {}
    for quantity in known.values() if english else ():
        for pattern in quantity.called:
            speaks.setdefault(pattern, []).append(quantity)
    patterns = [(_compiled(pattern), those) for pattern, those in speaks.items()]
    told = []
    for paragraph in paragraphs:
        for sentence, found in numerals(paragraph.text):
            for number in found:
                if number.live is None and (row := _told(sentence, number, found, known, patterns)):
                    kind, those = row
                    told.append(_row(paragraph.at(number.line), sentence, number, kind, those))
    return told


#: What texts call numbers: the pattern, and the quantities that are called so.
_Patterns = Sequence[tuple["_Pattern", list[Quantity]]]


def _told(
    sentence: str,
    number: Numeral,
    found: Sequence[Numeral],
    known: Mapping[str, Quantity],
    patterns: _Patterns,
) -> tuple[str, list[Quantity]] | None:
    """Return whether a number equals or contradicts, and the quantities that it could be."""
    plain, near = windows(sentence, number, found)
    before, _, after = plain.partition(THIS)
    if _NAMED_BEFORE.search(before) or _is_range(before, after):
        return None
    meant = _meant(plain, near, patterns)
    if _UNIT_AFTER.match(after) and not meant:  # three people may be reviewers
        return None
    if _YEAR.fullmatch(number.text) and not re.match(
        r" (?:[\w-]+ ){0,2}(?:records?|citations?|articles?|references?|"
        r"papers?|hits|results|studies|titles?|abstracts?|duplicates?)\b",
        after,
    ):
        return None
    foreign = _is_foreign(sentence, number)
    short = whole(plain)
    of_whole = short != plain
    equal = [quantity for quantity, _ in meant if _equals(number, quantity)]
    if of_whole:
        meant = _meant(short, short, patterns)
        equal += [quantity for quantity, _ in meant if _equals(number, quantity) and quantity not in equal]
    if equal:
        return None if foreign else ("equals", equal)
    sure = [quantity for quantity, is_sure in meant if is_sure]
    if not sure:
        by_chance = max(number.values) < 100 and len(re.sub(r"\D", "", number.text).lstrip("0")) < 3
        like = [q for q in known.values() if ("per cent" in q.words) == number.percent and _equals(number, q)]
        return ("equals", like) if like and not by_chance and not foreign else None
    # "one" is a pronoun, too
    if foreign or number.text.casefold() == "one" or may_be_part(plain, near) or _is_sum(number, sure):
        return None
    held = _hedge(before)
    if held and any(held(value, float(q.value or 0)) for q in sure for value in number.values):
        return None
    return "contradicts", sure


def _is_sum(number: Numeral, those: Sequence[Quantity]) -> bool:
    """Whether a number is two of the quantities together, such as all that were excluded at both stages."""
    values = {float(q.value or 0) for q in those}
    return any(one < two and one + two in number.values for one in values for two in values)


def _is_foreign(sentence: str, number: Numeral) -> bool:
    """Whether a number may be another's: another work is named, and nothing of ours after it."""
    text = sentence.casefold()
    found = [each.end() for each in _OTHERS_WORK.finditer(text)]
    return bool(found) and not _OURS.search(text, min(found[0], number.start), number.start)


def _meant(plain: str, near: str, patterns: _Patterns) -> list[tuple[Quantity, bool]]:
    """Return the quantities of which the words around a number speak, and whether they surely do."""
    at = plain.index(THIS)
    around = plain[max(0, at - _REACH) : at + _REACH]
    found: dict[str, tuple[Quantity, bool]] = {}
    for pattern, those in patterns:
        if pattern.words.search(around) and not (pattern.but and pattern.but.search(near)):
            for quantity in those:
                sure = pattern.sure or (quantity.name in found and found[quantity.name][1])
                found[quantity.name] = quantity, sure
    return list(found.values())


def _equals(number: Numeral, quantity: Quantity) -> bool:
    value = quantity.value
    if value is None:
        return False
    if isinstance(value, int):
        return any(each == value and isinstance(each, int) for each in number.values)
    digits = digits_behind(number.text)
    return any(abs(round(value, min(digits, quantity.digits)) - each) < 1e-9 for each in number.values)


def _hedge(before: str) -> Callable[[float, float], bool] | None:
    return next((holds for words, holds in _HEDGE.items() if re.search(rf"(?<!\w){words}\s?$", before)), None)


def _is_range(before: str, after: str) -> bool:
    """Whether a number is one end of a range: 12 to 16, 2000-2021, between 3 and 9."""
    if re.search(rf"{OTHER}\s?%?\s?(?:-|–|—|to)\s?$", before) or re.match(
        rf"\s?%?\s?(?:-|–|—|to )\s?{OTHER}", after
    ):
        return True
    return bool(
        re.search(rf"\b(?:between|from) (?:{OTHER}\s?%? (?:and|to) )?$", before)
        and (re.search(OTHER, before[-12:]) or re.match(rf"\s?%? (?:and|to) {OTHER}", after))
    )


class _Pattern(NamedTuple):
    """A pattern of `names/said`, what must not stand near the number, and whether it can be contradicted."""

    words: re.Pattern[str]
    but: re.Pattern[str] | None
    sure: bool


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> _Pattern:
    """Return a pattern of `names/said` as regular expressions."""
    words, _, but = pattern.removeprefix("= ").partition(" ! ")
    gap = r"(?:(?!and |but )[\w'’/-]+ ){0,4}"
    labelled = (
        r" ?(?:[(\[] ?(?:[nk] ?= ?)?|[:=] ?(?:[nk] ?= ?)?|,? [nk] ?= ?|(?:was|were|is|totalled|came to) )"
        rf"(?:a total of )?{THIS}"
    )
    whole = words.replace("~", gap).replace("@", labelled).replace("#%", f"{THIS}{PERCENT}")
    whole = whole.replace("#", THIS).replace("¤", OTHER)
    # What counts things is no share of them.
    whole = whole.replace(f"{THIS} ", f"{THIS} ?\\)? ")
    start = r"(?<!\w)" if whole[:1].isalnum() or whole.startswith("(?:") else ""
    return _Pattern(re.compile(start + whole), re.compile(but) if but else None, pattern[:2] != "= ")


def _row(
    place: str, sentence: str, number: Numeral, told: str, those: Sequence[Quantity]
) -> ManuscriptNumber:
    first = those[0]
    values = [shown(q.value, q.digits) + q.mark for q in those]
    start, end = max(0, number.start - 60), min(len(sentence), number.end + 60)
    around = ("… " if start else "") + sentence[start:end].strip() + (" …" if end < len(sentence) else "")
    return ManuscriptNumber(
        place=place,
        position=number.position,
        told=told,
        text=number.text,
        around=LIVE.sub("…", around).replace(ROW, "").strip(),
        of="; ".join(quantity.name for quantity in those),
        value="; ".join(values if len(set(values)) > 1 else values[:1]),
        table=first.table,
        where=first.where,
    )
