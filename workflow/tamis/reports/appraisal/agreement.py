"""Agreement of two appraisers, criterion by criterion, where the protocol asks for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tamis.appraisal.engine.tool import OVERALL
from tamis.reports.appraisal.material import Material
from tamis.reports.appraisal.people import SAID, parts
from tamis.reports.audit.words import UNDEFINED, coefficient, percent, with_limits
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import Said

#: Two people's rows on one study (and result), and the classes of their first answers.
_Pair = tuple[Said, Said, str, str]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement of two appraisers on one criterion, or judgement: numbers, and coefficients as text."""

    item: str
    about: str
    n: Number
    same: Number
    percent: str
    kappa: str
    ac1: str


def agreement(material: Material) -> list[tuple[str, str, list[Agreed]]]:
    """Return, for each two appraisers, agreement on each criterion or judgement that is due and both gave.

    Of each person the first answer counts, before anybody settled or changed anything. Answers of one class,
    such as yes and probably yes, are one (Cochrane Handbook 6.5, 8.2.3); the categories are the classes that
    the criterion's own answers have. Coefficients are those of `tamis.screening.agreement.coefficients`
    (Cohen 1960; Gwet 2008), with limits of 95 in 100.
    """
    people = [part.person for part in parts(material) if part.appraised]
    made = []
    for a, b in combinations(people, 2):
        pairs: dict[str, list[_Pair]] = {}
        classes: dict[str, dict[str, None]] = {}
        for (study, result, item), rows in material.said.items():
            may = material.due_answers(study, result, item)
            by = {row.person: row for row in rows if row.role == "appraiser"}
            first = {person: may.get(row.first or row.answer) for person, row in by.items()}
            one, other = first.get(a), first.get(b)
            if one is not None and other is not None:
                pairs.setdefault(item, []).append((by[a], by[b], one, other))
                classes.setdefault(item, {}).update(dict.fromkeys(may.values()))
        order = (*material.tool.item_ids, *material.tool.domain, OVERALL)
        lines = [_agreed(material, a, b, item, pairs[item], classes[item]) for item in order if item in pairs]
        if lines:
            made.append((a, b, lines))
    return made


def _agreed(
    material: Material, a: str, b: str, item: str, pairs: Sequence[_Pair], classes: Mapping[str, None]
) -> Agreed:
    def number(id: str, words: str, where: str, those: Sequence[_Pair]) -> Number:
        return material.context.numbers.count(
            f"tool-{slug(material.tool.id)}-{id}-{slug(a)}-{slug(b)}-{slug(item)}",
            f"{item}: {words} {a} and {b}",
            table=SAID,
            where=f"tool is {material.tool.id}; item is {item}, and due; role is appraiser; {where}",
            by=agreement,
            behind=[Behind(y.place, f"{material.name(y.study, y.result)}, {item}") for _, y, _, _ in those],
        )

    same = [pair for pair in pairs if pair[2] == pair[3]]
    kappa, ac1 = coefficients([(one, other) for _, _, one, other in pairs], [*classes])
    return Agreed(
        item,
        material.about(item),
        number("both", "answered by both", f"person is {a}, and {b} too", pairs),
        number("same", "answered alike by", f"first answers of {a} and {b} are of one class", same),
        percent(len(same) / len(pairs), len(pairs)),
        kappa,
        ac1,
    )


def coefficients(pairs: Sequence[tuple[str, str]], classes: Sequence[str]) -> tuple[str, str]:
    """Return kappa and AC1 with their limits, as text; of one pair, or one class, they are undefined."""
    if len(classes) < 2 or len(pairs) < 2:
        return UNDEFINED, UNDEFINED
    import numpy as np

    from tamis.screening.agreement.coefficients import none_if_nan, two_raters

    table = np.zeros((1, len(classes), len(classes)), dtype=np.int64)
    for one, other in pairs:
        table[0, classes.index(one), classes.index(other)] += 1
    found = two_raters(table)

    def text(name: str) -> str:
        low, high = (none_if_nan(float(getattr(found, f"{name}_{end}")[0])) for end in ("low", "high"))
        value = none_if_nan(float(getattr(found, name)[0]))
        if value is not None and low is not None and high is not None and not math.isfinite(high - low):
            return coefficient(value)
        return with_limits(value, low, high)

    return text("kappa"), text("ac1")
