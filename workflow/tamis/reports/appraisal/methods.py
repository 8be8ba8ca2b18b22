"""How studies were appraised (PRISMA 2020 item 11), in sentences that the config and the tables make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tamis.appraisal.engine.tool import OVERALL
from tamis.config import Label, Level
from tamis.reports.appraisal import people
from tamis.reports.appraisal.material import Case, Material
from tamis.reports.appraisal.wording import title
from tamis.reports.audit.words import were
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug

#: Parts of a sentence: words, and numbers that the page prints as links.
Sentence = list[str | Number]
_PLURAL = {"study": "studies", "result": "results"}
#: What can come of an appraisal, as in `tables.Assessment`, in words.
_OUTCOMES = {
    "appraised": "appraised",
    "stopped": "not appraised further after the screening questions",
    "incomplete": "incomplete",
    "none": "not rated yet",
}


def methods(context: Context) -> list[dict[str, Any]]:
    """Return for each tool its name, source, and what was planned and done with it, sentence by sentence."""
    return [_of(Material(context, tool)) for tool in context.built.tools.values()]


def _of(material: Material) -> dict[str, Any]:
    tool = material.tool
    done = [_planned(material), *_appraised(material), *_viewed(material), *_settled(material)]
    return {
        "title": title(tool),
        "source": tool.source,
        "remarks": tool.remarks,
        "designs": _designs(material),
        "done": done,
    }


def _designs(material: Material) -> tuple[str, list[str]] | None:
    """Return the field that says the design, and the choices of it for which the tool is used."""
    built = material.context.built
    use = built.config.appraisal.use(material.tool.id)
    field = built.proforma.field(use.design) if use and use.categories else None
    if use is None or field is None:
        return None
    return field.label, [
        f"{choice.label} ({' or '.join(_category(material, kind) for kind in use.categories[choice.id])})"
        for choice in field.choices
        if choice.id in use.categories
    ]


def _category(material: Material, id: str) -> str:
    kind = material.tool.category(id)
    return kind.label if kind else id


def _planned(material: Material) -> Sentence:
    """Return what the protocol asks for."""
    rules = material.context.built.config.appraisal
    unit = material.tool.unit
    if rules.appraisers == 1:
        text = f"The protocol has one person appraise each {unit}"
    else:
        text = f"The protocol has {rules.appraisers} people appraise each {unit}, independently of each other"
    if rules.second_view:
        text += ", and somebody else look at each appraisal and say where they differ"
    return [f"{text}."]


def _appraised(material: Material) -> list[Sentence]:
    """Return what came of how many, who rated, and how many have as many appraisers as the protocol wants."""
    wanted = material.context.built.config.appraisal.appraisers
    came = {
        outcome: [case for case, row in material.assessment.items() if row.outcome == outcome]
        for outcome in ("appraised", "stopped", "incomplete", "none")
    }
    if len(came["none"]) == len(material.assessment):
        return [["Nothing has been appraised yet."]]
    unit = material.tool.unit if len(material.assessment) == 1 else _PLURAL[material.tool.unit]
    n = {
        outcome: _number(material, outcome, words, came[outcome], f"outcome is {outcome}")
        for outcome, words in _OUTCOMES.items()
        if outcome == "appraised" or came[outcome]
    }
    rest: list[Sentence] = [
        [n[outcome], f" {were(len(cases)) if outcome == 'stopped' else _are(len(cases))} {words}"]
        for outcome, words in _OUTCOMES.items()
        if outcome != "appraised" and (cases := came[outcome])
    ]
    done: list[Sentence] = [
        [
            "So far ",
            n["appraised"],
            " of ",
            _number(material, "cases", "that are to be appraised", [*material.assessment]),
            f" {unit} {were(len(came['appraised']))} appraised{'; ' if rest else ''}",
            *_listed(rest),
            ".",
        ],
        [
            "Ratings of all or some criteria are by ",
            *_listed([[f"{p.person} (", p.appraised, ")"] for p in people.parts(material) if p.appraised]),
            ".",
        ],
    ]
    if wanted > 1:
        enough = people.whole(material, "appraiser", wanted)
        words = f"rated in full by {wanted} people or more"
        where = f"everything that is due has {wanted} persons or more whose role is appraiser"
        done.append(
            [
                _number(material, "enough", words, enough, where),
                f" {were(len(enough))} {words}; each keeps a file of ratings of their own.",
            ]
        )
    return done


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _viewed(material: Material) -> list[Sentence]:
    """Return who looked at appraisals of others; nothing where nobody did and nobody had to."""
    viewers: list[Sentence] = [[f"{p.person} (", p.viewed, ")"] for p in people.parts(material) if p.viewed]
    if not viewers:
        return (
            [["No second view is recorded."]] if material.context.built.config.appraisal.second_view else []
        )
    viewed = people.whole(material, "viewer")
    words = "looked at in full by somebody else"
    where = "everything that is due has a person whose role is viewer"
    return [
        [_number(material, "viewed", words, viewed, where), f" {were(len(viewed))} {words}."],
        [
            "Second views of all or some ratings are by ",
            *_listed(viewers),
            ". Whoever gives a second view sees the ratings, so that it is not independent of them.",
        ],
    ]


def _settled(material: Material) -> list[Sentence]:
    """Return how differences were settled; nothing where nobody could differ."""
    found = people.differences(material)
    several = any(
        len({row.person for row in rows if row.role != "reconciled"}) > 1 for rows in material.said.values()
    )
    if not found:
        return [["No two people differ, or did at first."]] if several else []
    n = people.tallied(material, found)
    text: Sentence = ["They differed on ", n["all"], " rating" if n["all"].value == 1 else " ratings", ": "]
    ways: list[Sentence] = [
        [n[id], f" {were(int(n[id].value or 0))} settled {how}, with the reason"]
        for id, how in (("third", "by a third appraiser"), ("discussion", "in discussion"))
        if n[id]
    ]
    if n["withdrawn"]:
        ways.append([n["withdrawn"], " ended as somebody changed their answer"])
    if n["open"]:
        ways.append([n["open"], " is not settled yet" if n["open"].value == 1 else " are not settled yet"])
    return [[*text, *_listed(ways), "."]]


def _number(material: Material, id: str, words: str, cases: Sequence[Case], where: str = "") -> Number:
    """Return how many studies, or results, are so."""
    tool = material.tool
    return material.context.numbers.count(
        f"tool-{slug(tool.id)}-{id}",
        f"{_PLURAL[tool.unit].capitalize()} {words}, with {tool.title}",
        table="build/appraisal/said.csv" if id in ("enough", "viewed") else "build/appraisal/assessments.csv",
        where=f"tool is {tool.id}; each study and result once{'; ' if where else ''}{where}",
        by=methods,
        behind=[Behind(material.assessment[at].place, material.name(*at)) for at in cases],
    )


def _listed(parts: Sequence[Sentence]) -> Sentence:
    """Return parts of a sentence in a row."""
    row: Sentence = []
    for at, part in enumerate(parts):
        row += [*([] if not at else [" and " if at == len(parts) - 1 else ", "]), *part]
    return row


def rule_of(level: Level, material: Material | None) -> str:
    """Return by what rule a study has a level of quality."""
    if level.met is not None:
        rule = f"at least {level.met:g}% of the criteria are met, in each domain that is due"
    else:
        words = [material.shown(OVERALL, id) if material else id for id in level.judgements]
        rule = f"the whole is judged {' or '.join(f'“{word}”' for word in words)}"
    return f"{rule}, with {material.tool.title}" if level.tool and material else rule


def levels(context: Context) -> list[tuple[Label, str]]:
    """Return the team's levels of quality, each with its rule."""
    tools = context.built.tools
    found = []
    for level in context.built.config.appraisal.levels:
        judging = [id for id, tool in tools.items() if tool.overall]
        id = level.tool or (judging[0] if judging and level.judgements else "")
        material = Material(context, tools[id]) if id in tools else None
        found.append((Label(level.id, level.label), rule_of(level, material)))
    return found
