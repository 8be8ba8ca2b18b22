"""Who appraised and who looked again, where they differ, how that was settled, and agreement on request."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tamis.appraisal.engine.tool import OVERALL
from tamis.reports.appraisal.material import Case, Material
from tamis.reports.audit.words import UNDEFINED, coefficient, percent, with_limits
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import Said

_SAID = "build/appraisal/said.csv"


@dataclass(frozen=True, slots=True)
class Part:
    """What one person did: how many studies or results appraised, looked at, or settled."""

    person: str
    appraised: Number
    viewed: Number


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion, domain or whole on which people differ: what each said, and how it was settled."""

    study: str
    name: str
    item: str
    about: str
    said: tuple[Said, ...]
    settled: Said | None
    place: str


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


def parts(material: Material) -> list[Part]:
    """Return what each person did with a tool, in the order of the config's reviewers."""
    rows = [row for those in material.said.values() for row in those]
    people = {row.person for row in rows if row.role != "reconciled"}
    known = [id for id in material.context.built.config.reviewer_ids if id in people]
    return [
        Part(person, _did(material, person, "appraiser"), _did(material, person, "viewer"))
        for person in (*known, *sorted(people - set(known)))
    ]


def cases(material: Material, role: str, person: str = "") -> dict[Case, list[str]]:
    """Return who has a role in the appraisal of each study and result; of one person where one is named."""
    found: dict[Case, list[str]] = {}
    for (study, result, _), rows in material.said.items():
        for row in rows:
            if row.role == role and person in ("", row.person):
                people = found.setdefault((study, result), [])
                if row.person not in people:
                    people.append(row.person)
    return found


def _did(material: Material, person: str, role: str) -> Number:
    first: dict[Case, str] = {}
    for (study, result, _), rows in material.said.items():
        for row in rows:
            if (row.role, row.person) == (role, person):
                first.setdefault((study, result), row.place)
    done = "appraised by" if role == "appraiser" else "at whose appraisal somebody else looked:"
    unit = "Results" if material.tool.unit == "result" else "Studies"
    return material.context.numbers.count(
        f"tool-{slug(material.tool.id)}-{role}-{slug(person)}",
        f"{unit} {done} {person}, with {material.tool.title}",
        table=_SAID,
        where=f"tool is {material.tool.id}; role is {role}; person is {person}; each study and result once",
        by=parts,
        behind=[Behind(first[at], material.name(*at)) for at in material.assessment if at in first],
    )


def differences(material: Material) -> list[Difference]:
    """Return where appraisers differ from each other, or a second view from them, in the tool's order."""
    order = {item: at for at, item in enumerate((*material.tool.item_ids, *material.tool.domain, OVERALL))}
    open_now = {
        (row.study, row.result, row.item): row.place for row in material.ratings if row.state == "disputed"
    } | {
        (row.study, row.result, row.domain): row.place
        for row in material.judgement.values()
        if row.state == "disputed"
    }
    cited = {case: at for at, case in enumerate(material.assessment)}
    found = []
    for (study, result, item), rows in material.said.items():
        views = tuple(row for row in rows if row.role != "reconciled")
        if (study, result) not in cited or len({row.answer for row in views if row.answer}) < 2:
            continue
        settled = next((row for row in rows if row.role == "reconciled"), None)
        if (study, result, item) in open_now:
            settled = None
        place = settled.place if settled else open_now.get((study, result, item), views[-1].place)
        name = material.name(study, result)
        found.append(Difference(study, name, item, material.about(item), views, settled, place))
    return sorted(found, key=lambda d: (cited[d.said[0].study, d.said[0].result], order.get(d.item, 0)))


def tallied(material: Material, found: Sequence[Difference]) -> dict[str, Number]:
    """Return how many differences there are, how many each way settled, and how many are open."""
    sets = {
        "all": ("Differences between the people who appraised", found),
        "third": (
            "settled by a third appraiser",
            [d for d in found if d.settled and d.settled.how == "third"],
        ),
        "discussion": (
            "settled in discussion",
            [d for d in found if d.settled and d.settled.how == "discussion"],
        ),
        "open": ("not settled", [d for d in found if d.settled is None]),
    }
    return {
        id: material.context.numbers.count(
            f"tool-{slug(material.tool.id)}-differences-{id}",
            words if id == "all" else f"Differences between the people who appraised: {words}",
            table=_SAID,
            where=f"tool is {material.tool.id}; of one study, result and item more than one answer"
            + {"all": "", "open": "; no reconciliation that holds"}.get(id, f"; reconciled, how is {id}"),
            by=differences,
            behind=[Behind(d.place, f"{d.name}, {d.item}") for d in those],
        )
        for id, (words, those) in sets.items()
    }


def agreement(material: Material) -> list[tuple[str, str, list[Agreed]]]:
    """Return, for each two appraisers, agreement criterion by criterion; criteria that both answered.

    Coefficients are those of `tamis.screening.agreement.coefficients` (Cohen 1960; Gwet 2008), with limits of
    95 in 100, over the answers that the tool has. Answers are each one's newest, before any reconciliation.
    """
    people = [part.person for part in parts(material) if part.appraised]
    made = []
    for a, b in combinations(people, 2):
        pairs: dict[str, list[tuple[Said, Said]]] = {}
        for (study, result, item), rows in material.said.items():
            by = {row.person: row for row in rows if row.role == "appraiser" and row.answer}
            if a in by and b in by and (study, result) in material.assessment:
                pairs.setdefault(item, []).append((by[a], by[b]))
        order = (*material.tool.item_ids, *material.tool.domain, OVERALL)
        lines = [_agreed(material, a, b, item, pairs[item]) for item in order if item in pairs]
        if lines:
            made.append((a, b, lines))
    return made


def _agreed(material: Material, a: str, b: str, item: str, pairs: Sequence[tuple[Said, Said]]) -> Agreed:
    def number(id: str, words: str, where: str, those: Sequence[tuple[Said, Said]]) -> Number:
        return material.context.numbers.count(
            f"tool-{slug(material.tool.id)}-{id}-{slug(a)}-{slug(b)}-{slug(item)}",
            f"{item}: {words} {a} and {b}",
            table=_SAID,
            where=f"tool is {material.tool.id}; item is {item}; role is appraiser; {where}",
            by=agreement,
            behind=[Behind(y.place, f"{material.name(y.study, y.result)}, {item}") for _, y in those],
        )

    same = [(x, y) for x, y in pairs if x.answer == y.answer]
    kappa, ac1 = _coefficients(material, item, pairs)
    return Agreed(
        item,
        material.about(item),
        number("both", "answered by both", f"person is {a}, and {b} too", pairs),
        number("same", "answered alike by", f"{a} and {b} have one answer", same),
        percent(len(same) / len(pairs), len(pairs)),
        kappa,
        ac1,
    )


def _coefficients(material: Material, item: str, pairs: Sequence[tuple[Said, Said]]) -> tuple[str, str]:
    """Return kappa and AC1 with their limits, as text."""
    import numpy as np

    from tamis.screening.agreement.coefficients import none_if_nan, two_raters

    judged = item == OVERALL or item in material.tool.domain
    words = [sign.id for sign in (material.tool.signs(item) if judged else material.tool.answers)]
    table = np.zeros((1, len(words), len(words)), dtype=np.int64)
    for x, y in pairs:
        table[0, words.index(x.answer), words.index(y.answer)] += 1
    if len(words) < 2:
        return UNDEFINED, UNDEFINED
    found = two_raters(table)

    def text(name: str) -> str:
        low, high = (none_if_nan(float(getattr(found, f"{name}_{end}")[0])) for end in ("low", "high"))
        value = none_if_nan(float(getattr(found, name)[0]))
        if value is not None and low is not None and high is not None and not math.isfinite(high - low):
            return coefficient(value)
        return with_limits(value, low, high)

    return text("kappa"), text("ac1")
