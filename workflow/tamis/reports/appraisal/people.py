"""Who appraised and who looked again, where they differ, and how that was settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.appraisal.engine.tool import OVERALL
from tamis.reports.appraisal.material import Case, Material
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import Said

SAID = "build/appraisal/said.csv"


@dataclass(frozen=True, slots=True)
class Part:
    """What one person did: of how many studies or results they rated anything, or looked at any rating."""

    person: str
    appraised: Number
    viewed: Number


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion, domain or whole on which people differ, or did: what each said, and how it was settled.

    withdrawn: nobody settled it, and it is none any more, since somebody changed their answer.
    """

    study: str
    name: str
    item: str
    about: str
    said: tuple[Said, ...]
    settled: Said | None
    withdrawn: bool
    place: str


def parts(material: Material) -> list[Part]:
    """Return what each person did with a tool, in the order of the config's reviewers."""
    rows = [row for those in material.said.values() for row in those]
    people = {row.person for row in rows if row.role != "reconciled"}
    known = [id for id in material.context.built.config.reviewer_ids if id in people]
    return [
        Part(person, _did(material, person, "appraiser"), _did(material, person, "viewer"))
        for person in (*known, *sorted(people - set(known)))
    ]


def whole(material: Material, role: str, people: int = 1) -> list[Case]:
    """Return the studies and results of which so many people, in a role, each spoke of everything due."""
    found = []
    for case, assessment in material.assessment.items():
        due = [
            *(row.item for row in material.by_case.get(case, ()) if row.due == "yes"),
            *(
                row.domain
                for (study, result, _), row in material.judgement.items()
                if (study, result) == case
                and (row.state in ("judged", "empty") or (role == "viewer" and row.who))
            ),
        ]
        spoke = [
            {row.person for row in material.said.get((*case, item), ()) if row.role == role} for item in due
        ]
        if assessment.category and all(len(those) >= people for those in spoke):
            found.append(case)
    return found


def _did(material: Material, person: str, role: str) -> Number:
    first: dict[Case, str] = {}
    for (study, result, _), rows in material.said.items():
        for row in rows:
            if (row.role, row.person) == (role, person):
                first.setdefault((study, result), row.place)
    done = "rated" if role == "appraiser" else "looked at as ratings of somebody else"
    unit = "Results" if material.tool.unit == "result" else "Studies"
    return material.context.numbers.count(
        f"tool-{slug(material.tool.id)}-{role}-{slug(person)}",
        f"{unit} that {person} {done}, wholly or in part, with {material.tool.title}",
        table=SAID,
        where=f"tool is {material.tool.id}; role is {role}; person is {person}; each study and result once",
        by=parts,
        behind=[Behind(first[at], material.name(*at)) for at in material.assessment if at in first],
        mark=material.context.mark("appraisers") if role == "appraiser" else "",
    )


def differences(material: Material) -> list[Difference]:
    """Return where people differ, or did, in the tool's order.

    That is what is an open item, what somebody settled, and what is due, is neither, and had first answers of
    several classes. Of a judgement the rules' proposal is what those say who answered the questions and gave
    no judgement of their own.
    """
    order = {item: at for at, item in enumerate((*material.tool.item_ids, *material.tool.domain, OVERALL))}
    settled_or_not = material.context.built.settled
    items = (*settled_or_not.open, *(item for item, _ in settled_or_not.accepted))
    open_now = {each.item for each in items}
    cited = {case: at for at, case in enumerate(material.assessment)}
    found = []
    for (study, result, item), rows in material.said.items():
        if (study, result) not in cited:
            continue
        parts = ["appraisal", "differs", material.tool.id, study, *([result] if result else []), item]
        views = (*(row for row in rows if row.role != "reconciled"), *_implied(material, study, result, item))
        settled = material.settled(study, result, item)
        differ = ":".join(parts) in open_now
        withdrawn = not settled and not differ
        if withdrawn and not _differed(material, study, result, item, views):
            continue
        place = settled.place if settled else views[-1].place
        about, name = material.about(item), material.name(study, result)
        found.append(Difference(study, name, item, about, views, settled, withdrawn, place))
    return sorted(found, key=lambda d: (cited[d.said[0].study, d.said[0].result], order.get(d.item, 0)))


def _implied(material: Material, study: str, result: str, item: str) -> list[Said]:
    """Return who left a judgement at what the rules propose, as if they had said it."""
    judged = material.judgement.get((study, result, item))
    if judged is None or not judged.proposed:
        return []
    domain = material.tool.domain.get(item)
    spoke = {row.person for row in material.said[study, result, item] if row.role != "reconciled"}
    raters = dict.fromkeys(
        row.person
        for (at, of, asked), rows in material.said.items()
        if (at, of) == (study, result) and (domain is None or asked in domain.item_ids)
        for row in rows
        if row.role == "appraiser" and row.person not in spoke and asked in material.tool.item_ids
    )
    known = dict(study=study, tool=material.tool.id, result=result, item=item, role="appraiser")
    why = "left at what the rules propose"
    return [
        Said(**known, person=person, answer=judged.proposed, comment=why, place=judged.place)
        for person in raters
    ]


def _differed(material: Material, study: str, result: str, item: str, views: Iterable[Said]) -> bool:
    """Say whether the first answers to something due are of several classes.

    Who first agreed to what was there has not differed, whatever became of it.
    """
    may = material.due_answers(study, result, item)
    return len({may[first] for row in views if (first := row.first or row.answer) in may}) > 1


def tallied(material: Material, found: Sequence[Difference]) -> dict[str, Number]:
    """Return how many differences there are, how many each way settled, and how many are open."""
    sets = {
        "all": ("", "an open item appraisal:differs, reconciled, or first answers of several classes", found),
        "third": (
            "settled by a third appraiser",
            "role is reconciled; how is third",
            [d for d in found if d.settled and d.settled.how == "third"],
        ),
        "discussion": (
            "settled in discussion",
            "role is reconciled; how is discussion",
            [d for d in found if d.settled and d.settled.how == "discussion"],
        ),
        "withdrawn": (
            "none any more, as somebody changed their answer",
            "first answers of several classes; neither reconciled nor an open item",
            [d for d in found if d.withdrawn],
        ),
        "open": (
            "not settled",
            "an open item appraisal:differs",
            [d for d in found if not d.settled and not d.withdrawn],
        ),
    }
    return {
        id: material.context.numbers.count(
            f"tool-{slug(material.tool.id)}-differences-{id}",
            f"Differences between the people who appraised{': ' if words else ''}{words}",
            table=SAID,
            where=f"tool is {material.tool.id}; of one study, result and item: {where}",
            by=differences,
            behind=[Behind(d.place, f"{d.name}, {d.item}") for d in those],
        )
        for id, (words, where, those) in sets.items()
    }
