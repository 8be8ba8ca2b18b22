"""What the checks find, check by check: what it means once, then each study with what is particular to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import Finding

#: How much a finding matters, as printed.
SEVERITY = {"high": "High", "medium": "Medium", "low": "Low"}
#: What the findings of a check have in common; those of a check that is not named here stand for themselves.
MEANS = {
    "merged": "Ratings under merged columns",
    "part": "Not rated on all sets of criteria that are due",
    "few": "Sets of criteria rated in part",
    "note": "Answers that do not go together",
    "several": "Several domains judged alike",
    "skipped": "Answers to questions that the tool skips",
    "claim": "Sentences on quality",
}
#: Where the figures of a tool begin, in a claim: "all included studies: 7 studies (7 Mixed), by MMAT: ...".
_FIGURES = re.compile(r"(?<=[:.]) (?=\d+ (?:study|studies|results?)\b[^.;]*, by )")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: the study (and result) that it is about, what is particular to it, and the place.

    `figures`: what it counts, a tool each.
    """

    name: str
    text: str
    place: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The findings of one check: what they have in common, and how many they are."""

    means: str
    common: str
    n: Number
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """The findings that matter equally much, check by check."""

    label: str
    n: Number
    checks: tuple[Check, ...]


def checked(context: Context, id: str, rows: Sequence[Finding]) -> list[Weight]:
    """Return what the checks found, the weightiest first; `id` names a tool, or what else they are about."""
    return [
        Weight(
            label,
            _number(
                context, f"{slug(id)}-{severity}", f"of {severity} weight", f"severity is {severity}", those
            ),
            tuple(_check(context, id, severity, kind, those) for kind in dict.fromkeys(map(_kind, those))),
        )
        for severity, label in SEVERITY.items()
        if (those := [row for row in rows if row.severity == severity])
    ]


def _kind(row: Finding) -> str:
    return row.finding.split(":")[1]


def _check(context: Context, id: str, severity: str, kind: str, rows: Sequence[Finding]) -> Check:
    those = [row for row in rows if _kind(row) == kind]
    named = [_named(context, row) for row in those]
    common, texts = shared([text for _, text in named])
    number = _number(
        context,
        f"{slug(id)}-{severity}-{slug(kind)}",
        f"of {severity} weight, {kind}",
        f"severity is {severity}; finding begins with appraisal:{kind}",
        those,
    )
    found = []
    for (name, _), text, row in zip(named, texts, those, strict=True):
        words, *counts = _FIGURES.split(text) if kind == "claim" else [text]
        found.append(Found(name, words, row.place, tuple(each.removesuffix(".") for each in counts)))
    return Check(MEANS.get(kind, kind), common, number, tuple(found))


def _number(context: Context, id: str, words: str, where: str, rows: Sequence[Finding]) -> Number:
    return context.numbers.count(
        f"findings-{id}",
        f"Findings of the checks on appraisal, {words}",
        table="build/appraisal/findings.csv",
        where=f"{where}; finding is about {id.partition('-')[0]}",
        by=checked,
        behind=[Behind(row.place, row.text) for row in rows],
    )


def _named(context: Context, row: Finding) -> tuple[str, str]:
    """Return what a finding is about, as it is printed, and its text without that."""
    built = context.built
    study = built.study.get(row.study)
    if study is None:
        return "", row.text
    _, _, tool, _, *rest = row.finding.split(":")
    results = tool in built.tools and built.tools[tool].unit == "result"
    result = rest[0] if results and rest else ""
    outcome = built.config.outcome_labels.get(result, result)
    name = f"{study.label}: {outcome}" if outcome else study.label
    for before in (f"{study.label} ({result}): ", f"{study.label} ({outcome}): ", f"{study.label}: "):
        if row.text.startswith(before):
            return name, row.text.removeprefix(before)
    return name, row.text


def shared(texts: Sequence[str]) -> tuple[str, list[str]]:
    """Return the clauses that several texts have in common, and each text without them; of one text none.

    >>> shared(["4 of 5; 5.5 is open", "3 of 5; 5.5 is open"])
    ('5.5 is open', ['4 of 5', '3 of 5'])
    """
    parts = [re.split(r"(?<=[;.]) ", text if text.endswith(".") else f"{text};") for text in texts]
    common = [part for part in parts[0] if len(texts) > 1 and all(part in other for other in parts)]

    def joined(clauses: Sequence[str]) -> str:
        return " ".join(clauses).removesuffix(";")

    return joined(common), [joined([part for part in those if part not in common]) for those in parts]
